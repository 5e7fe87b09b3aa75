package pdfout

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sorting"
)

// tableGap is the space above a table, in points.
const tableGap = 3

// fitTable lays out a table in the largest size in which it fits on one page below
// the height used, or else in the smallest size. A table is laid out once.
func (f *flow) fitTable(b publish.Block, used float64) *layout {
	if l := f.layouts[b.Table]; l != nil {
		return l
	}
	var l *layout
	if b.Table.Columns != nil {
		l = f.layoutList(b)
	} else {
		l = f.layoutForm(b, used+tableGap+1)
	}
	l.section, l.place = b.Section, b.Place
	f.layouts[b.Table] = l
	return l
}

// layoutForm lays out a table of the form as fitTable says.
func (f *flow) layoutForm(b publish.Block, used float64) *layout {
	ms := f.measure(b.Table, b.Place)
	var l *layout
	for size := f.p.table; size >= f.p.tableMin-0.01; size -= 0.25 {
		next, ok := f.layoutTable(b.Table, ms, size, f.width)
		if l == nil || ok {
			l = next
		}
		if ok && l.height(0, l.Rows) <= f.pageHeight()-used {
			break
		}
		if ok && size == f.p.table && l.height(0, l.Rows) > 1.6*(f.pageHeight()-used) {
			break // no size fits one page: the largest is the best to read
		}
		l = next
	}
	return l
}

// tableAhead is the height of a table that must stand on the page of its heading:
// all of it if it fits on a page, else its header and a few rows.
func (f *flow) tableAhead(b publish.Block, rest []publish.Block, used float64) float64 {
	l := f.fitTable(b, used)
	if l.Columns != nil {
		return l.height(0, min(l.Rows, 3)) + tableGap
	}
	h := l.height(0, l.Rows) + tableGap
	if f.breaksBetweenBands(l, f.y+used+tableGap) {
		return l.height(0, l.bands[0].to) + tableGap
	}
	if f.breaksBetweenRows(l, f.y+used+tableGap) {
		return l.height(0, l.bands[0].head+leastPart) + tableGap
	}
	if h <= f.pageHeight()-used {
		if notes := f.notesHeight(rest); h+notes <= f.pageHeight()-used {
			return h + notes
		}
		return h
	}
	return l.height(0, min(l.Rows, l.bands[0].head+2))
}

// notesHeight is the height of the notes below a table.
func (f *flow) notesHeight(rest []publish.Block) (h float64) {
	for _, n := range rest {
		if n.Kind != publish.Note || n.Above {
			break
		}
		h += f.noteHeight(n)
	}
	return h
}

// breaksBetweenBands says whether a table that would fit on a page of its own is
// broken between bands all the same: if otherwise more than a third of the page
// stayed empty, and at least two bands fit on it.
func (f *flow) breaksBetweenBands(l *layout, y float64) bool {
	room := f.floor - y
	return len(l.bands) > 2 && l.height(0, l.Rows) > room && room > 0.34*f.pageHeight() && l.height(0, l.bands[1].to) <= room
}

// leastPart is the least number of rows that stand on each page of a table that would fit on one.
const leastPart = 6

// breaksBetweenRows says whether a table of one band that would fit on a page of its own is broken between rows all the
// same: if otherwise more than two fifths of the page stayed empty.
func (f *flow) breaksBetweenRows(l *layout, y float64) bool {
	room := f.floor - y
	return len(l.bands) == 1 && l.Rows >= l.bands[0].head+3*leastPart && l.height(0, l.Rows) > room && room > 0.4*f.pageHeight()
}

// table draws a table. Where it breaks, the header and the labels of groups that
// continue are repeated as artifacts, since the structure tree has them once.
func (f *flow) table(b publish.Block, rest []publish.Block) {
	l := f.fitTable(b, 0)
	f.y += tableGap
	if h := l.height(0, l.Rows); l.Columns == nil && h <= f.pageHeight() && !f.breaksBetweenBands(l, f.y) && !f.breaksBetweenRows(l, f.y) {
		f.ensureRoom(h)
		l.addHeight(f.floor - f.y - h - f.notesHeight(rest))
	}
	t := f.structure(l)
	for from := 0; from < l.Rows; {
		repeat := 0.0
		bd := l.bands[l.band[from]]
		if from > 0 && from >= bd.head {
			repeat = l.height(bd.from, bd.head)
		}
		to := from
		for room := f.floor - f.y - repeat; to < l.Rows && room-l.heights[to] > -0.01; to++ {
			room -= l.heights[to]
		}
		if from == 0 && to < l.Rows && f.breaksBetweenRows(l, f.y) {
			to = min(to, l.Rows-leastPart)
		}
		// A header does not stand alone at the foot, and bands stay whole if possible.
		if to < l.Rows {
			if first := l.bands[l.band[to]].from; first > from {
				to = first
			}
			if bd := l.bands[l.band[to]]; to > bd.from && to <= bd.head {
				to = bd.from
			}
			if to > from && l.bands[l.band[to-1]].head == to {
				to = l.bands[l.band[to-1]].from
			}
		}
		to = l.moveBreakForLabels(from, to)
		if to <= from {
			if !f.atTop() {
				f.newPage()
				continue
			}
			to = from + 1 // a row higher than a page
		}
		if repeat > 0 {
			f.rows(l, t, bd.from, bd.head, true)
		}
		f.rows(l, t, from, to, false)
		if from = to; from < l.Rows {
			f.newPage()
		}
	}
	f.y += 0.5 * f.p.pitch
	if len(rest) > 0 && rest[0].Kind == publish.Note && !rest[0].Above {
		f.y -= 0.4 * f.p.pitch
	}
}

// moveBreakForLabels moves a page break before row to upwards until the labels of
// groups that continue over it fit above and below it.
func (l *layout) moveBreakForLabels(from, to int) int {
	for at := to; at > from && to < l.Rows; {
		moved := at
		for i, c := range l.Cells {
			if c.Rows < 2 || c.Row >= at || c.Row+c.Rows <= at {
				continue
			}
			if l.height(max(c.Row, from), at) < l.textHeight(i) {
				moved = min(moved, max(c.Row, from))
			} else if l.height(at, c.Row+c.Rows) < l.textHeight(i) {
				moved = min(moved, at-1)
			}
		}
		if moved == at {
			return at
		}
		at = moved
	}
	return to
}

// rows draws the rows from, …, to-1. Repeated rows belong to no element.
func (f *flow) rows(l *layout, t []*element, from, to int, repeated bool) {
	ys := []float64{f.y}
	for r := from; r < to; r++ {
		ys = append(ys, ys[len(ys)-1]+l.heights[r])
	}
	xs := []float64{f.left}
	for _, w := range l.widths {
		xs = append(xs, xs[len(xs)-1]+w)
	}
	rule := 0.5
	if l.Columns != nil {
		rule = 0.25
	}
	for _, i := range l.order() {
		c := l.Cells[i]
		a, z := max(c.Row, from), min(c.Row+c.Rows, to)
		if a >= z {
			continue
		}
		x, x2, y, y2 := xs[c.Col], xs[c.Col+c.Cols], ys[a-from], ys[z-from]
		gray := 0.93
		if l.Shown[i].Shaded {
			gray = 0.9
		}
		if l.Shown[i].Shaded || l.Columns != nil && c.Kind == grid.Head {
			f.op(op{kind: opRect, x: x, y: y, x2: x2, y2: y2, gray: gray})
		}
		f.op(op{kind: opBox, x: x, y: y, x2: x2, y2: y2, width: rule})
		e := t[i]
		if repeated || a > c.Row {
			e = nil
		}
		f.cell(l, i, x, y, x2, y2, e)
	}
	f.op(op{kind: opBox, x: xs[0], y: ys[0], x2: xs[len(xs)-1], y2: ys[len(ys)-1], width: 0.9})
	f.y = ys[len(ys)-1]
}

func (f *flow) cell(l *layout, i int, x, y, x2, y2 float64, e *element) {
	c := l.Cells[i]
	lines, size := l.cells[i], l.size
	if room := y2 - y; room < l.textHeight(i)-0.01 && c.Rows > 1 {
		// The part of a group on this page is not as high as its label.
		shrink := room / l.textHeight(i)
		size *= shrink
		lines = slices.Clone(lines)
		for k, ln := range lines {
			lines[k].items, lines[k].width = scaled(ln.items, shrink), ln.width*shrink
		}
	}
	high := lineSpacing * size
	base := y + (y2-y-high*float64(len(lines)))/2 + 0.5*high + 0.36*size
	drawn := f.sparkline(l, i, x+l.padX()*size, y, y2)
	gray := 0.0
	if l.Shown[i].Faint {
		gray = 0.35
	}
	for _, ln := range lines {
		at := x + (x2-x-ln.width)/2
		switch {
		case l.isLeftAligned(c):
			at = x + (l.padX()+float64(l.Shown[i].Inset))*size + drawn
		case l.isFigure(c) && len(lines) == 1:
			at = x + (x2-x+l.numbers[l.column(c)])/2 - ln.width
			if room := x2 - l.padX()*size - width(l.markOf(f, i)); at+ln.width > room {
				at = room - ln.width
			}
		}
		if len(ln.items) > 0 {
			f.op(op{kind: opText, x: at, y: base, items: ln.items, elem: e, gray: gray})
		}
		if m := l.markOf(f, i); len(m) > 0 && ln.last {
			var s *element
			if e != nil {
				s = e.add("Span")
			}
			f.op(op{kind: opText, x: at + ln.width, y: base - 0.3*size, items: m, elem: s})
		}
		base += high
	}
}

func (l *layout) markOf(f *flow, i int) []item {
	if l.Shown[i].Mark == "" {
		return nil
	}
	return f.items(l.Shown[i].Mark, TableFace, max(0.75*l.size, smallest), l.place)
}

// structure makes the elements of a table, by index of the cell: rows of header cells
// and data cells, each data cell with the ids of its header cells.
func (f *flow) structure(l *layout) []*element {
	parent := f.root.add("Table")
	rows := make([]*element, l.Rows)
	for r := range rows {
		rows[r] = parent.add("TR")
	}
	order := l.order()
	out := make([]*element, len(l.Cells))
	for _, i := range order {
		c := l.Cells[i]
		e := rows[c.Row].add("TH")
		e.rows, e.cols = c.Rows, c.Cols
		switch c.Kind {
		case grid.Value:
			e.tag = "TD"
		case grid.Label:
			e.scope = "Row"
		default:
			e.scope = "Column"
		}
		if e.tag == "TH" {
			e.id = fmt.Sprintf("%s-%d-%d", l.section, c.Row+1, c.Col+1)
		}
		out[i] = e
	}
	for i, c := range l.Cells {
		if c.Kind == grid.Value {
			out[i].headers = l.headers(c, order, out)
		}
	}
	return out
}

// order are the indexes of the cells by row and column.
func (l *layout) order() []int {
	if l.sorted == nil {
		for i := range l.Cells {
			l.sorted = append(l.sorted, i)
		}
		sorting.By(l.sorted, func(a, b int) int {
			return cmp.Or(l.Cells[a].Row-l.Cells[b].Row, l.Cells[a].Col-l.Cells[b].Col)
		})
	}
	return l.sorted
}

// headers are the ids of the header cells of a data cell: those above it in its band
// and those left of it.
func (l *layout) headers(c grid.Cell, order []int, elems []*element) []string {
	var ids []string
	bd := l.bands[l.band[c.Row]]
	for _, i := range order {
		h := l.Cells[i]
		above := h.Row >= bd.from && h.Row < bd.head && h.Col < c.Col+c.Cols && h.Col+h.Cols > c.Col
		beside := h.Kind == grid.Label && h.Row <= c.Row && h.Row+h.Rows > c.Row
		if h.Kind != grid.Value && (above || beside) {
			ids = append(ids, elems[i].id)
		}
	}
	return ids
}
