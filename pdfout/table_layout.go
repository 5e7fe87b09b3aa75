package pdfout

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/msg"
)

// Padding of a cell, in ems of the table's size.
const (
	cellPadX    = 0.3
	cellPadY    = 0.28
	lineSpacing = 1.3 // from line to line
)

// layout is a table at one font size: widths of columns, heights of rows, and the
// lines of every cell. Lengths are in points.
type layout struct {
	*publish.Drawn
	section string
	place   msg.Text
	size    float64
	widths  []float64
	heights []float64
	cells   [][]line
	numbers map[column]float64 // width of the widest figure of each column, without its mark
	bands   []band
	band    []int // index of the band of each row
	sorted  []int
}

// band is a part of a table with a header of its own: rows from, …, to-1, of which
// those before head are the header.
type band struct{ from, head, to int }

// measured are the items of a cell at size 1, to be scaled to the table's size.
type measured struct {
	items []item
	mark  []item
	min   float64 // width of the widest piece without a place to break
}

// measure measures the cells of a table, which is done once.
func (f *flow) measure(t *publish.Drawn, place msg.Text) []measured {
	if ms, ok := f.measures[t]; ok {
		return ms
	}
	out := make([]measured, len(t.Cells))
	f.measures[t] = out
	type shown struct {
		text, mark string
		strong     [2]int
	}
	first := make(map[shown]int, len(t.Cells)) // the first cell that shows the same
	for i, c := range t.Cells {
		s := shown{t.Shown[i].Text, t.Shown[i].Mark, t.Shown[i].Strong}
		if k, ok := first[s]; ok {
			out[i] = out[k]
			continue
		}
		first[s] = i
		m := &out[i]
		where := place
		if c.Field != nil {
			where = msg.F("%s，%s", "%s, %s", place, c.Field.Label())
		}
		if t.Columns != nil {
			where = msg.F("%s，表中第 %d 行", "%s, row %d of the table", place, c.Row+1)
		}
		m.items = f.shown(t.Shown[i], where)
		if t.Shown[i].Mark != "" {
			m.mark = f.items(t.Shown[i].Mark, TableFace, 1, where) // as wide as in the smallest table
		}
		x := 0.0
		for _, it := range m.items {
			x += it.width
			m.min = max(m.min, x)
			if it.after || it.end {
				x = 0
			}
		}
		m.min += width(m.mark)
	}
	return out
}

// shown are the items of a cell's text, with the emphasised part in another face.
func (f *flow) shown(s publish.Shown, where msg.Text) []item {
	at := s.Strong
	if at[0] == at[1] {
		var out []item
		for line := range strings.SplitSeq(s.Text, "\n") {
			if n := len(out); n > 0 {
				out[n-1].end = true
			}
			out = append(out, f.breakable(line, TableFace, 1, where)...)
		}
		return out
	}
	s.Text = strings.ReplaceAll(s.Text, "\n", " ")
	items := slices.Concat(f.items(s.Text[:at[0]], TableFace, 1, where), f.items(s.Text[at[0]:at[1]], HeadingFace, 1, where), f.items(s.Text[at[1]:], TableFace, 1, where))
	f.markBreaks(s.Text, items)
	return items
}

// layoutTable lays out a table at a font size and a width. It reports whether
// everything fits.
func (f *flow) layoutTable(t *publish.Drawn, ms []measured, size, full float64) (*layout, bool) {
	l := &layout{Drawn: t, size: size, cells: make([][]line, len(t.Cells)), numbers: map[column]float64{}}
	l.findBands()
	ok := l.computeWidths(ms, full)
	for i, c := range t.Cells {
		items := scaled(ms[i].items, size)
		room := sum(l.widths[c.Col:c.Col+c.Cols]) - 2*cellPadX*size
		if c.Field != nil {
			room -= width(ms[i].mark) * size
			if w := width(items); w <= room {
				l.cells[i] = []line{{items: items, width: w, last: true}}
				at := l.column(c)
				l.numbers[at] = max(l.numbers[at], w)
				continue
			}
		}
		if c.Kind == grid.Label && c.Rows > 1 {
			l.cells[i] = groupLines(items, room)
			continue
		}
		l.cells[i] = breakLines(items, room, 0, 0)
	}
	l.computeHeights()
	return l, ok
}

// column identifies figures that are aligned with each other: those of a column in
// one band.
type column struct{ band, col, cols int }

func (l *layout) column(c grid.Cell) column { return column{l.band[c.Row], c.Col, c.Cols} }

func scaled(items []item, size float64) []item {
	out := slices.Clone(items)
	for i := range out {
		out[i].size *= size
		out[i].width *= size
	}
	return out
}

// findBands finds the header of each row: it is repeated where a table breaks.
func (l *layout) findBands() {
	l.band = make([]int, l.Rows)
	header := make([]bool, l.Rows)
	for _, c := range l.Cells {
		for r := c.Row; r < c.Row+c.Rows; r++ {
			header[r] = header[r] || c.Kind == grid.Band || c.Kind == grid.Corner || c.Kind == grid.Head
		}
	}
	for r := range l.Rows {
		if r == 0 || header[r] && !header[r-1] {
			l.bands = append(l.bands, band{from: r, head: r, to: r})
		}
		b := &l.bands[len(l.bands)-1]
		if header[r] {
			b.head = r + 1
		}
		b.to = r + 1
		l.band[r] = len(l.bands) - 1
	}
}

// computeWidths gives every column its width. Columns of figures are equally wide, as
// their figures and headings need; the labels get the rest, most of it for the last
// of their columns, where the long labels stand. It reports whether everything fits.
func (l *layout) computeWidths(ms []measured, full float64) bool {
	labels := 0
	for _, c := range l.Cells {
		if c.Kind == grid.Label {
			labels = max(labels, c.Col+c.Cols)
		}
	}
	pad := 2 * cellPadX * l.size
	l.widths = make([]float64, l.Cols)
	need := make([]float64, l.Cols)
	for i, c := range l.Cells {
		w := ms[i].min
		switch {
		case c.Kind == grid.Label && c.Col+c.Cols < labels:
			w = groupWidth(ms[i].items, max(w, 2), c.Rows)
		case c.Kind == grid.Head && c.Cols == 1:
			w = max(w, min(width(ms[i].items), 2)) // two characters a line at least
		}
		if c.Cols == 1 {
			need[c.Col] = max(need[c.Col], w*l.size+pad)
		}
	}
	l.widenForSpans(ms, need, pad)
	values := need[labels:]
	widest := 0.0
	for _, w := range values {
		widest = max(widest, w)
	}
	left := full
	for _, w := range need[:labels] {
		left -= w
	}
	// The width at which few labels break.
	like := 0.0
	if labels > 0 {
		like = l.labelWish(ms, labels, need) * l.size
	}
	n := float64(len(values))
	even := max(widest, (left-like)/n) // if there is room for all, figures get it
	if labels > 0 {
		even = min(even, max(widest, mostEms*l.size))
	}
	switch {
	case even*n <= left+0.01:
		for i := range values {
			values[i] = even
		}
	case sum(values) <= left:
		// One column has a long figure; the others share what is left.
		more := (left - sum(values)) / n
		for i := range values {
			values[i] += more
		}
	default:
		scaleTo(need, full)
		copy(l.widths, need)
		return false
	}
	copy(l.widths, need)
	more := full - sum(need)
	if labels > 0 {
		l.widths[labels-1] += more
	} else {
		for i := range l.widths {
			l.widths[i] += more / float64(len(l.widths))
		}
	}
	return true
}

// groupWidth is the width in ems of a label that spans rows: it takes no more lines
// than there are rows, and its last line is about as long as the others.
func groupWidth(items []item, least float64, rows int) float64 {
	for w := least; w < least+4; w += 0.5 {
		lines := groupLines(items, w+0.01)
		n := len(lines)
		if n <= rows && (n < 2 || n < 3 && lines[n-1].width > 1.5 || n > 2 && lines[n-1].width > lines[n-2].width-1.2) {
			return w
		}
	}
	return least
}

// groupLines breaks the label of a group, if it does not fit on one line, behind its
// number first.
func groupLines(items []item, room float64) []line {
	if visible(items) > room {
		for i := range items[:min(4, len(items))] {
			if t := items[i].text; (t == "）" || t == "、" || t == ")") && i+1 < len(items) {
				return append(breakLines(items[:i+1], room, 0, 0), breakLines(items[i+1:], room, 0, 0)...)
			}
		}
	}
	return breakLines(items, room, 0, 0)
}

// labelWish is how much wider, in ems, the last column of labels would have to be for
// its labels to take at most two lines.
func (l *layout) labelWish(ms []measured, labels int, need []float64) float64 {
	w := 0.0
	for i, c := range l.Cells {
		if c.Kind == grid.Label && c.Col+c.Cols == labels {
			have := 0.0
			for k := c.Col; k < labels-1; k++ {
				have += need[k] / l.size
			}
			w = max(w, width(ms[i].items)/2+2*cellPadX+0.5-have-need[labels-1]/l.size)
			if c.Rows == 1 && c.Cols == 1 && width(ms[i].items) < 20 {
				w = max(w, width(ms[i].items)+2*cellPadX-need[labels-1]/l.size)
			}
		}
	}
	return max(0, w)
}

// mostEms is the largest width in ems of a column of figures beside labels.
const mostEms = 12

// widenForSpans widens columns for cells that span several: together the columns hold
// the widest piece of the cell's text.
func (l *layout) widenForSpans(ms []measured, need []float64, pad float64) {
	for i, c := range l.Cells {
		if c.Cols == 1 {
			continue
		}
		if more := ms[i].min*l.size + pad - sum(need[c.Col:c.Col+c.Cols]); more > 0 {
			need[c.Col+c.Cols-1] += more
		}
	}
}

// scaleTo scales widths so that their sum is full.
func scaleTo(widths []float64, full float64) {
	by := full / sum(widths)
	for i := range widths {
		widths[i] *= by
	}
}

// textHeight is the height of a cell's text.
func (l *layout) textHeight(i int) float64 {
	return l.size * (lineSpacing*float64(len(l.cells[i])) + 2*cellPadY)
}

// computeHeights gives every row the height that its cells need.
func (l *layout) computeHeights() {
	l.heights = make([]float64, l.Rows)
	for r := range l.heights {
		l.heights[r] = l.size * (lineSpacing + 2*cellPadY)
	}
	for span := 1; span <= l.Rows; span++ {
		for i, c := range l.Cells {
			if c.Rows != span {
				continue
			}
			if more := l.textHeight(i) - l.height(c.Row, c.Row+span); more > 0 {
				for r := c.Row; r < c.Row+span; r++ {
					l.heights[r] += more / float64(span)
				}
			}
		}
	}
}

// height is that of the rows from, …, to-1.
func (l *layout) height(from, to int) float64 { return sum(l.heights[from:to]) }

// sum is the sum of lengths.
func sum(lengths []float64) (all float64) {
	for _, n := range lengths {
		all += n
	}
	return all
}

// addHeight makes rows a little higher, up to a limit, if there is room.
func (l *layout) addHeight(room float64) {
	more := max(0, min(room/float64(l.Rows), 0.4*l.size))
	for r := range l.heights {
		l.heights[r] += more
	}
}

// isLarge says whether a table is set on a landscape page if that is wanted.
func isLarge(t *publish.Drawn) bool { return t.Cols >= 8 && t.Rows >= 8 }
