package pdf

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// continues reports whether a table that opens a page goes on with the one that ends the page before: their outer edges
// agree, and the edges of one are among those of the other.
func continues(a, b *drawnTable) bool {
	const most = 4
	if abs(a.xs[0]-b.xs[0]) > most || abs(a.xs[len(a.xs)-1]-b.xs[len(b.xs)-1]) > most {
		return false
	}
	among := func(x, y []float64) bool {
		return !slices.ContainsFunc(x, func(e float64) bool { return !slices.ContainsFunc(y, func(o float64) bool { return abs(e-o) <= most }) })
	}
	return among(a.xs, b.xs) || among(b.xs, a.xs)
}

// allDrawnTables returns the tables that rulings draw on each page, with those marked that go on on the next page.
// It reports whether there are any.
func (r *reader) allDrawnTables() (tables [][]*drawnTable, found bool) {
	tables = make([][]*drawnTable, len(r.pages))
	for i, p := range r.pages {
		if r.err != nil {
			break
		}
		tables[i] = r.drawnTables(p)
		found = found || len(tables[i]) > 0
		if i > 0 && len(tables[i-1]) > 0 && len(tables[i]) > 0 {
			last := tables[i-1][len(tables[i-1])-1]
			last.goesOn = continues(last, tables[i][0])
		}
	}
	return tables, found
}

// endTable gives the sheet the table that goes on.
func (d *drawnReader) endTable() {
	if d.table == nil {
		return
	}
	parts := d.parts
	d.table, d.parts = nil, nil
	d.count++
	a := &assembly{drawnReader: d, last: map[[2]int]*placedCell{}}
	for _, t := range parts {
		if len(t.xs) > len(a.xs) {
			a.xs = t.xs
		}
	}
	a.figures = len(a.xs)
	for _, t := range parts {
		a.addPart(t)
	}
	sorting.By(a.cells, func(x, y *placedCell) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col)) })
	for _, x := range a.cells {
		for _, s := range x.crossing {
			d.noteCrossing("VALUE-READING", x.Address, s)
		}
		d.addCell(d.row+x.row, x.col, x.rows, x.cols, x.Cell)
		d.sheet.Cells[len(d.sheet.Cells)-1].Cut = x.cut
	}
	for _, place := range a.places {
		d.next(place)
	}
}

// assembly is a table of the parts that pages cut it into.
type assembly struct {
	*drawnReader
	xs       []float64 // edges of the columns
	cells    []*placedCell
	rows     int
	places   []string               // of the rows
	last     map[[2]int]*placedCell // the cells that end in the last row, by column and number of columns
	figures  int                    // the first column that holds figures
	cutBelow bool                   // no ruling ends the last row
	header   []string               // the rows of the first part, as one text each
}

// placedCell is a cell with its text and its place in the assembly.
type placedCell struct {
	intake.Cell
	row, col, rows, cols int
	crossing             []string
	bare                 string // its text, as it was placed; see text.Bare
	cut                  bool   // it opens a page, below a cell as wide
	full                 bool   // there is no room for another character in a line
}

// column returns the edge that is nearest to a place.
func (a *assembly) column(x float64) int {
	best := 0
	for i, e := range a.xs {
		if abs(e-x) < abs(a.xs[best]-x) {
			best = i
		}
	}
	return best
}

// place reads the cells of a part; their rows count from the top of the part.
func (a *assembly) place(t *drawnTable) (out []*placedCell) {
	columns := make([]int, len(t.xs))
	for i, x := range t.xs {
		columns[i] = a.column(x)
	}
	for _, c := range t.cells {
		from, to := columns[c.col], columns[c.col+c.cols]
		written := composer{space: a.workspace, room: func(*glyph) (float64, float64, bool) { return a.xs[from], a.xs[to], true }}
		written.add(c.glyphs)
		x := &placedCell{Cell: cellOf(written.finish()), row: c.row, col: from, rows: c.rows, cols: max(1, to-from), crossing: c.crossing}
		x.Address = a.rowPlace(t, c.row) + "第" + strconv.Itoa(c.order) + "格"
		x.full = fills(c.glyphs, a.xs[to]-a.xs[from])
		if x.bare = text.Bare(x.Text); isBareFigure(x.bare) {
			a.figures = min(a.figures, from)
		}
		out = append(out, x)
	}
	return out
}

// rowPlace names a row of a part for people.
func (a *assembly) rowPlace(t *drawnTable, row int) string {
	return "第" + strconv.Itoa(t.page) + "页表格" + strconv.Itoa(a.count) + "!第" + strconv.Itoa(row+1) + "行"
}

// fills reports whether characters leave no room for another one between the sides of a cell.
func fills(glyphs []*glyph, width float64) bool {
	from, to, next := math.Inf(1), math.Inf(-1), 0.0
	for _, y := range glyphs {
		from, to, next = min(from, y.x), max(to, y.x+y.width), max(next, y.width+1.5*y.size)
	}
	return len(glyphs) > 0 && width-(to-from) < next
}

// isFigure reports whether a text is made of digits and the marks in them.
func isFigure(s string) bool { return isBareFigure(text.Bare(s)) }

// isBareFigure is isFigure for a text as text.Bare gives it.
func isBareFigure(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,-+") == ""
}

// addPart adds the part of the table that stands on one page: without the header that it repeats, and with the cells
// and the row that the page cut joined.
func (a *assembly) addPart(t *drawnTable) {
	own := a.place(t)
	rows := len(t.ys) - 1
	texts := make([]string, rows)
	for _, x := range own {
		texts[x.row] += x.bare + "|"
	}
	skip := 0
	if a.rows == 0 {
		a.header = texts
	}
	for a.rows > 0 && skip < min(rows, len(a.header)) && strings.Trim(texts[skip], "|") != "" && texts[skip] == a.header[skip] {
		skip++
	}
	own = slices.DeleteFunc(own, func(x *placedCell) bool { return x.row < skip })
	first := a.rows - skip // where the first row of the part would stand
	if a.rows > 0 && (a.cutsRow(own, skip, a.cutBelow && t.cutAbove && skip == 0) || a.cutsFigures(own, skip)) {
		first--
		skip++
	}
	last := map[[2]int]*placedCell{}
	for _, x := range own {
		above := a.last[[2]int{x.col, x.cols}]
		top := x.row + first
		if above != nil && (top < a.rows || top == a.rows && x.col+x.cols <= a.figures && goesOnBelow(above.Text, x.Text)) {
			above.rows += top + x.rows - a.rows
			if isFigure(above.Text) && isFigure(x.Text) {
				above.Text += "\n" // where a figure was cut, nothing tells whether a digit is missing between the parts
			}
			above.Text += x.Text
			above.Left = append(above.Left, x.Left...)
			above.crossing = append(above.crossing, x.crossing...)
			if above.Text != "" {
				above.Kind = intake.Text
			}
			x = above
		} else {
			x.row, x.cut = top, above != nil && top == a.rows
			a.cells = append(a.cells, x)
		}
		if x.row+x.rows == rows+first {
			last[[2]int{x.col, x.cols}] = x
		}
	}
	for row := skip; row < rows; row++ {
		a.places = append(a.places, a.rowPlace(t, row))
	}
	a.rows, a.last, a.cutBelow = rows+first, last, t.cutBelow
}

// cutsRow reports whether the first row of a part is the rest of the last row. Of all figures only one of the two rows
// has any, and the label goes on with that one's, or the other row has it. Where no ruling parts the two rows, the words
// of several cells may go on.
func (a *assembly) cutsRow(own []*placedCell, first int, open bool) bool {
	label, above, below, labelAbove, labelBelow := false, false, false, false, false
	both, others := 0, false
	for _, x := range own {
		if x.row != first {
			continue
		}
		o := a.last[[2]int{x.col, x.cols}]
		if o == nil {
			return false
		}
		figure := isFigure(o.Text) || isFigure(x.Text)
		if o.Text != "" && x.Text != "" {
			if both++; figure || open && numbered(x.Text) {
				return false
			}
		}
		if figure || x.col+x.cols > a.figures {
			above, below = above || o.Text != "", below || x.Text != ""
			continue
		}
		switch alone := x.rows == 1 && o.rows == 1; {
		case o.Text != "" && x.Text != "", x.Text != "" && !alone:
			others = others || !goesOnBelow(o.Text, x.Text)
			label = label || alone && !others
		case alone:
			labelAbove, labelBelow = labelAbove || o.Text != "", labelBelow || x.Text != ""
		}
	}
	switch {
	case !others && above != below && (label || labelAbove != labelBelow && above == labelBelow):
		return true
	case open:
		return both != 1
	}
	return false
}

// cutsFigures reports whether the first row of a part holds nothing but figures below those figures of the last row that
// fill their cells, and the rest of that row's label, if anything of a label. Figures that are too wide for their cells
// go on in a second line, and a page may cut a row between the two.
func (a *assembly) cutsFigures(own []*placedCell, first int) bool {
	label, figures := false, false
	for _, x := range own {
		if x.row != first {
			continue
		}
		o := a.last[[2]int{x.col, x.cols}]
		if o == nil {
			return false
		}
		left := x.col+x.cols <= a.figures
		switch {
		case text.Bare(x.Text) == "":
		case isFigure(x.Text) && isFigure(o.Text) && o.full:
			figures = true
		case !left || !goesOnBelow(o.Text, x.Text):
			return false
		}
		label = label || left && o.rows == 1 && says(o.Text)
	}
	return label && figures
}

// goesOnBelow reports whether a label at the foot of a page goes on in the cell at the top of the next: that is empty,
// or the label has a number and that has none.
func goesOnBelow(above, below string) bool {
	return strings.TrimSpace(below) == "" || numbered(above) && !numbered(below) && says(below) && !isFigure(below)
}

// numbered reports whether a label begins with a number of its own.
func numbered(s string) bool {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(") {
		return true
	}
	for i, c := range s {
		if i > 0 && strings.ContainsRune("、.．", c) {
			return true
		}
		if i > 6 || !strings.ContainsRune("一二三四五六七八九十0123456789", c) {
			return false
		}
	}
	return false
}

// noteCrossing says that a text runs over a ruling.
func (r *reader) noteCrossing(rule, place, s string) {
	message := msg.F("“%s”写出了格线，按它开头所在的格读入，请对照页面核对", "%q runs over the ruling and was read for the cell where it begins; compare it with the page", text.Brief(s))
	if rule == "FORM-DOUBT" {
		message = msg.F("“%s”跨在格线上，看不出属于哪一格，没有读入", "%q stands across a ruling; which cell it belongs to cannot be told, and it was not read", text.Brief(s))
	}
	r.note(rule, place, s, message)
}
