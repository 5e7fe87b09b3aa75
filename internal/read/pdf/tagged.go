package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The tags of a file say in which row and column a text stands, and so do the rulings about it, which are what people
// see. Where both tell, they are compared.

// taggedTable is a table as the tags of a file have it.
type taggedTable struct {
	number   int
	lines    [][]*tableCell
	doubtful map[int]bool // rows whose cells the tags do not place
}

// place names a cell of a table for people.
func (t *taggedTable) place(row, cell int) string {
	return fmt.Sprintf("表格%d!第%d行第%d格", t.number, row+1, cell+1)
}

// standing is the place of a text on its page: a cell of a table that rulings draw.
type standing struct {
	table *drawnTable
	cell  *drawnCell
}

// none reports whether a text stands in no table.
func (s standing) none() bool { return s.cell == nil }

// inRowOf reports whether two texts of one table stand in a common row; those of two tables may.
func (s standing) inRowOf(o standing) bool {
	return s.table != o.table || s.cell.row < o.cell.row+o.cell.rows && o.cell.row < s.cell.row+s.cell.rows
}

// inColumnOf reports whether two texts of one table stand in a common column; those of two tables may.
func (s standing) inColumnOf(o standing) bool {
	return s.table != o.table || s.cell.col < o.cell.col+o.cell.cols && o.cell.col < s.cell.col+s.cell.cols
}

// comparison is what comparing the tags with the rulings gave.
type comparison struct {
	*reader
	drawn  [][]*drawnTable
	notes  []model.Note
	doubts bool // the tags do not place every text, or part what the rulings join
	ruled  bool // rulings tell the place of every figure in a tagged table
	wide   bool // a text is wider than its cell, so that only its tag tells the cell
	filled map[*drawnTable]bool
}

// compareTags compares the tables of the tags with those of the rulings.
func (r *reader) compareTags(drawn [][]*drawnTable) *comparison {
	c := &comparison{reader: r, drawn: drawn, ruled: true, filled: map[*drawnTable]bool{}}
	var last standing // of the table before
	var before *taggedTable
	for _, t := range r.tagged {
		first := c.compareTable(t)
		if c.err != nil || !c.ruled {
			return c
		}
		if !first.none() && !last.none() && first.table.page == last.table.page+1 && last.table.goesOn && first.table == drawn[first.table.page-1][0] && !t.opensBehind(before) {
			c.doubts = true // a page cut the table in two
		}
		if end := t.end(); len(end) > 0 {
			last, before = c.standingOf(end[len(end)-1]), t
		}
	}
	c.compareStrays()
	return c
}

// judgeTags compares the tags with the rulings. Where they differ, or the tags do not place all texts, and rulings place
// them all, the file is read as it is drawn.
func (r *reader) judgeTags(drawn [][]*drawnTable) {
	c := r.compareTags(drawn)
	switch {
	case r.err != nil || len(c.notes) == 0 && !c.doubts:
	case c.ruled && !c.wide:
		r.forget()
		r.readDrawn(drawn)
		r.addContradictions(c.notes, msg.T("按页面上的格线读入", "it was read by the rulings on the page"))
	default:
		r.addContradictions(c.notes, msg.T("按标签读入，请对照页面核对", "it was read by its tag; compare it with the page"))
	}
}

// end returns the characters of the last cell that has any.
func (t *taggedTable) end() []*glyph {
	for _, cells := range slices.Backward(t.lines) {
		for _, x := range slices.Backward(cells) {
			if len(x.shown) > 0 {
				return x.shown
			}
		}
	}
	return nil
}

// opensBehind reports whether a table that stands below another begins with a header of its own, which that one neither
// has nor ends in.
func (t *taggedTable) opensBehind(o *taggedTable) bool {
	header := func(cells []*tableCell) (s string, ok bool) {
		for _, x := range cells {
			s += text.Bare(x.Text) + "|"
			if !x.header && x.Text != "" {
				return s, false
			}
		}
		return s, true
	}
	if len(t.lines) == 0 || len(o.lines) == 0 {
		return false
	}
	own, ok := header(t.lines[0])
	first, _ := header(o.lines[0])
	_, ends := header(o.lines[len(o.lines)-1])
	return ok && !ends && own != first
}

// standingOf returns the cell in which a character stands.
func (c *comparison) standingOf(y *glyph) (best standing) {
	cx, cy := y.box.middle()
	tables := c.drawn[y.page-1]
	c.comparisons += len(tables)
	for _, t := range tables {
		if t.box.has(cx, cy) && (best.table == nil || best.table.box.holds(t.box)) {
			best.table = t
		}
	}
	if best.table != nil {
		best.cell = best.table.cellAt(cx, cy)
	}
	return best
}

// overflows reports whether the first line of a text, which begins in a cell, ends in another.
func (c *comparison) overflows(shown []*glyph, begins standing) bool {
	end := 0
	for end+1 < len(shown) && follows(shown[end], shown[end+1]) {
		end++
	}
	o := c.standingOf(shown[end])
	return o.table == begins.table && o.cell != begins.cell
}

// compareTable compares one table, and returns where its first text stands.
func (c *comparison) compareTable(t *taggedTable) (first standing) {
	at := map[*tableCell]standing{}
	figures := map[*drawnCell]bool{} // that hold one
	for i, cells := range t.lines {
		c.doubts = c.doubts || t.doubtful[i]
		for k, x := range cells {
			if len(x.shown) == 0 {
				continue
			}
			s := c.standingOf(x.shown[0])
			figure := isFigure(x.Text)
			if figure && (s.none() || figures[s.cell]) { // no rulings about it, or about it alone
				c.ruled = false
				return first
			}
			if s.none() {
				continue
			}
			c.filled[s.table] = true
			if c.overflows(x.shown, s) {
				c.wide = true
				continue
			}
			figures[s.cell] = figures[s.cell] || figure
			at[x] = s
			if first.none() {
				first = s
			}
			c.compareCell(t, i, k, x, s)
			if x.elsewhere {
				c.misplaced(t, placedText{x, s, i, k}, inColumn)
			}
		}
	}
	if c.comparisons > c.limits.Comparisons {
		c.refuse(tooMuch)
		return first
	}
	byColumn := map[int][]placedText{}
	for i, cells := range t.lines {
		var row []placedText
		for k, x := range cells {
			s, ok := at[x]
			if !ok {
				continue
			}
			p := placedText{x, s, i, k}
			if x.rows == 1 {
				row = append(row, p)
			}
			if x.cols == 1 && !t.doubtful[i] {
				byColumn[x.col] = append(byColumn[x.col], p)
			}
		}
		c.compareLine(t, row, standing.inRowOf, inRow)
	}
	columns := make([]int, 0, len(byColumn))
	for k := range byColumn {
		columns = append(columns, k)
	}
	slices.Sort(columns)
	for _, k := range columns {
		c.compareLine(t, byColumn[k], standing.inColumnOf, inColumn)
	}
	return first
}

// placedText is a cell of the tags, with its place on the page and in the tags.
type placedText struct {
	*tableCell
	at        standing
	row, cell int
}

// inRow and inColumn name the line of a table that a tag gives a text to.
var (
	inRow    = msg.T("这一行", "this row")
	inColumn = msg.T("这一列", "this column")
)

// misplaced notes a text that does not stand on the page in the line that its tag says.
func (c *comparison) misplaced(t *taggedTable, p placedText, line msg.Text) {
	c.contradict(t, p.row, p.cell, p.Text, msg.F("标签把“%s”归入%s，页面上它（第 %d 页）不在%[2]s", "by its tag %q belongs to %s, and on page %d it does not stand there", text.Brief(p.Text), line, p.at.table.page))
}

// compareLine notes the cells of one row or column of the tags that stand apart from most of it on the page.
func (c *comparison) compareLine(t *taggedTable, cells []placedText, together func(a, b standing) bool, line msg.Text) {
	if c.comparisons += len(cells) * len(cells); c.comparisons > c.limits.Comparisons {
		c.refuse(tooMuch)
		return
	}
	for _, p := range cells {
		with, apart := 0, 0
		for _, o := range cells {
			switch {
			case p.tableCell == o.tableCell || p.at.table != o.at.table:
			case together(p.at, o.at):
				with++
			default:
				apart++
			}
		}
		if apart > with || apart == with && apart > 0 {
			c.misplaced(t, p, line)
		}
	}
}

// contradict notes that the tags place or write the text of a cell otherwise than the page, once for each cell.
func (c *comparison) contradict(t *taggedTable, row, cell int, found string, what msg.Text) {
	place := t.place(row, cell)
	if !slices.ContainsFunc(c.notes, func(n model.Note) bool { return n.Cell == place }) {
		c.notes = append(c.notes, model.Note{Rule: "FILE-CONTRADICTS", Cell: place, Found: found, Message: what})
	}
}

// compareCell notes a cell of the tags whose text stands in several cells of the page, or in another order.
func (c *comparison) compareCell(t *taggedTable, row, cell int, x *tableCell, s standing) {
	if x.rows == 1 && x.cols == 1 {
		for i := 1; i < len(x.shown); i++ {
			y, before := x.shown[i], x.shown[i-1]
			if y.page != before.page || follows(before, y) || before.y-y.y < 2.2*y.size && before.y > y.y && abs(before.x-y.x) < 30*y.size {
				continue
			}
			o := c.standingOf(y)
			if !o.none() && o.table == s.table && o.cell != s.cell {
				c.contradict(t, row, cell, x.Text, msg.F("标签里这一格是“%s”，其中的“%s”在页面上（第 %d 页）属于别的格", "by its tags this cell has %q, of which %q stands in another cell on page %d", text.Brief(x.Text), text.Brief(c.plainText(x.shown[i:])), o.table.page))
				return
			}
		}
	}
	if x.parts < 2 || !sameWay(x.shown) {
		return
	}
	if drawn := c.plainText(x.shown); spoken(drawn) != spoken(x.Text) {
		c.contradict(t, row, cell, x.Text, msg.F("标签里这一格是“%s”，页面上印的是“%s”", "by its tags this cell has %q, and the page shows %q", text.Brief(x.Text), text.Brief(drawn)))
	}
}

// sameWay reports whether characters stand on one page and run one way, with no text that the file gives for them.
func sameWay(glyphs []*glyph) bool {
	return !slices.ContainsFunc(glyphs, func(y *glyph) bool {
		return y.page != glyphs[0].page || y.instead != nil || abs(y.dx-glyphs[0].dx) > 0.1 || y.font != nil && y.font.vertical
	})
}

// compareStrays notes figures that stand in the cells of a tagged table and have no tag, such as those of the fields of
// a form.
func (c *comparison) compareStrays() {
	for i, p := range c.pages {
		if !slices.ContainsFunc(c.drawn[i], func(t *drawnTable) bool { return c.filled[t] }) {
			continue
		}
		var strays []*glyph
		for _, y := range p.glyphs {
			if y.hidden != seen || y.read || y.furniture || c.inFigure[y.mark] || y.blank {
				continue
			}
			if s := c.standingOf(y); !s.none() && c.filled[s.table] {
				strays = append(strays, y)
			}
		}
		for _, s := range c.passagesOf(strays) {
			if !strings.ContainsFunc(s, unicode.IsNumber) || strays[0].artifact && c.reads(s) {
				continue
			}
			c.notes = append(c.notes, model.Note{Rule: "FILE-CONTRADICTS", Cell: pagePlace(p.number), Found: s, Message: msg.F("表格里的“%s”没有标签", "%q in a table has no tag", text.Brief(s))})
		}
	}
}

// addContradictions says where tags and page differ, and which of them was read.
func (r *reader) addContradictions(notes []model.Note, read msg.Text) {
	const most = 20
	for _, n := range notes[:min(len(notes), most)] {
		n.Message = msg.F("%s；%s", "%s; %s", n.Message, read)
		r.sheet.Notes = append(r.sheet.Notes, n)
	}
	if more := len(notes) - most; more > 0 {
		r.note("FILE-CONTRADICTS", "", "", msg.F("标签与页面不符的还有 %d 处；%s", "tags and page differ in %d more places; %s", more, read))
	}
}

// once takes back what a cell has twice because the page repeats it: browsers tag the header of a table that goes on as
// the same cells.
func (c *tableCell) once(w *workspace) {
	if len(c.shown) == 0 || c.shown[0].page == c.shown[len(c.shown)-1].page {
		return
	}
	end := slices.IndexFunc(c.shown, func(y *glyph) bool { return y.page != c.shown[0].page })
	first := w.compose(c.shown[:end])
	said, times := spoken(w.plainText(c.shown[:end])), 1
	for rest := c.shown[end:]; len(rest) > 0; times++ {
		k := slices.IndexFunc(rest, func(y *glyph) bool { return y.page != rest[0].page })
		if k < 0 {
			k = len(rest)
		}
		if spoken(w.plainText(rest[:k])) != said {
			return
		}
		rest = rest[k:]
	}
	if said == "" || spoken(c.Text) != strings.Repeat(said, times) {
		return
	}
	address, left := c.Address, c.Left
	c.Cell = cellOf(first)
	c.Address, c.Left, c.shown = address, left, c.shown[:end]
}

// compareOrder notes a paragraph whose figures stand on the page in another order than its tags have them.
func (r *reader) compareOrder(shown []*glyph, runs [][]intake.Run) {
	if len(shown) == 0 || !sameWay(shown) {
		return
	}
	var all strings.Builder
	for _, own := range runs {
		for _, x := range own {
			all.WriteString(x.Text)
		}
	}
	whole := spoken(all.String())
	for _, units := range linesOf(r.unitsOf(shown)) {
		for from := 0; from < len(units); {
			to := from + 1
			for to < len(units) && units[to].along-units[to-1].end < 2*units[to].size {
				to++
			}
			l := &drawnLine{units: units[from:to]}
			if s := l.text(); strings.ContainsFunc(s, unicode.IsDigit) && !strings.Contains(whole, spoken(s)) {
				r.note("FILE-CONTRADICTS", pagePlace(int(shown[0].page)), all.String(), msg.F("页面上印的是“%s”，标签的次序与此不同，读入的是标签的次序：%s", "the page shows %q, the tags have another order, and theirs was read: %s", text.Brief(s), text.Brief(all.String())))
				return
			}
			from = to
		}
	}
}
