package pdfout

import (
	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/publish"
)

// A list is a table that is none of the form's: a row of headings and many rows
// under it, columns of figures beside columns of texts. It breaks anywhere and is
// as wide as the page.

// Measures of a list, in ems of its size.
const (
	listPadX   = 0.45
	shortWords = 10.0 // texts that are not broken
	leastWords = 6.0  // a column of longer ones is no narrower
	// longestWord is the length up to which a run without a place to break is kept
	// whole.
	longestWord = 12.0
	courseWide  = 5.5 // a small line
	courseGap   = 0.5 // and before its words
)

// smallestList is the size below which a list is not set, however many columns it
// has.
const smallestList = 4.5

func listed(b publish.Block) bool { return b.Kind == publish.Table && b.Table.Columns != nil }

// list lays a list out in the largest size in which its columns fit.
func (f *flow) list(b publish.Block) *layout {
	ms := f.measure(b.Table, b.Place)
	for size := f.p.table; ; size -= 0.25 {
		if l, ok := f.layList(b.Table, ms, size); ok || size <= smallestList {
			return l
		}
	}
}

// upright reports whether a list fits on an upright page in a size that is easily
// read.
func (f *flow) upright(b publish.Block) bool {
	_, ok := f.layList(b.Table, f.measure(b.Table, b.Place), f.p.tableMin)
	return ok
}

func (f *flow) layList(t *publish.Drawn, ms []measured, size float64) (*layout, bool) {
	l := &layout{Drawn: t, size: size, cells: make([][]line, len(t.Cells)), numbers: map[column]float64{}}
	l.findBands()
	ok := l.spreadList(ms, f.width())
	for i, c := range t.Cells {
		items := scaled(ms[i].items, size)
		if k := t.Columns[c.Col]; k == publish.Words || k == publish.Sentences || c.Kind == grid.Head {
			l.cells[i] = fill(items, l.widths[c.Col]-2*l.padX()*size-width(ms[i].mark)*size, 0, 0)
			continue
		}
		w := width(items)
		l.cells[i] = []line{{items: items, width: w, last: true}}
		at := l.column(c)
		l.numbers[at] = max(l.numbers[at], w)
	}
	l.raise()
	return l, ok
}

// spreadList gives every column its width: what its longest text takes on one
// line, if there is room for all. Else columns of figures and of short texts keep
// theirs, and the others share the rest by how much there is to read in them.
func (l *layout) spreadList(ms []measured, full float64) bool {
	pad := 2 * l.padX() * l.size
	want, least, text := make([]float64, l.Cols), make([]float64, l.Cols), make([]float64, l.Cols)
	for i, c := range l.Cells {
		w := width(ms[i].items) + width(ms[i].mark)
		m := w
		switch kind := l.Columns[c.Col]; {
		case kind == publish.Course && c.Kind != grid.Head:
			w += courseWide + courseGap
			m = w
		case kind == publish.Sentences:
			w, m = leastWords, leastWords
		case kind == publish.Words && w > shortWords:
			m = max(min(ms[i].min, longestWord), leastWords)
			text[c.Col] += w * l.size
		}
		want[c.Col], least[c.Col] = max(want[c.Col], w*l.size+pad), max(least[c.Col], m*l.size+pad)
	}
	l.widths = least
	rest := full
	for _, w := range least {
		rest -= w
	}
	ok := rest > -0.01
	for rest > 0.01 {
		all := 0.0
		for i := range least {
			if least[i] < want[i] {
				all += text[i]
			}
		}
		if all == 0 {
			break // each has what it wants
		}
		given := 0.0
		for i := range least {
			if least[i] < want[i] {
				more := min(rest*text[i]/all, want[i]-least[i])
				least[i] += more
				given += more
			}
		}
		if given < 0.01 {
			break
		}
		rest -= given
	}
	if n := l.sentences(); n > 0 { // what is held against each other is as wide
		for i, kind := range l.Columns {
			if kind == publish.Sentences {
				l.widths[i] += max(0, rest) / float64(n)
			}
		}
	}
	share(l.widths, full)
	return ok
}

func (l *layout) sentences() (n int) {
	for _, kind := range l.Columns {
		if kind == publish.Sentences {
			n++
		}
	}
	return n
}

func (l *layout) padX() float64 {
	if l.Columns != nil {
		return listPadX
	}
	return padX
}

// figure reports whether a cell holds a figure, to be set as one of its column.
func (l *layout) figure(c grid.Cell) bool {
	if l.Columns == nil {
		return c.Field != nil
	}
	return c.Kind != grid.Head && l.Columns[c.Col] == publish.Figures
}

// leftward reports whether a cell's text begins at its left edge.
func (l *layout) leftward(c grid.Cell) bool {
	return c.Kind == grid.Label && c.Rows == 1 || l.Columns != nil && c.Kind != grid.Head && !l.figure(c)
}

// course draws a cell's small line and returns how far it reaches. It is an
// artifact: the words behind it say the same.
func (f *flow) course(l *layout, i int, x, y, y2 float64) float64 {
	if l.Columns == nil || l.Columns[l.Cells[i].Col] != publish.Course || l.Cells[i].Kind == grid.Head {
		return 0
	}
	const dot = 0.9
	w, high := courseWide*l.size, min(1.4*l.size, 0.6*(y2-y))
	pad := (y2 - y - high) / 2
	for _, points := range chart.Course(l.Shown[i].Course) {
		lastX, lastY := 0.0, 0.0
		for k, p := range points {
			px, py := x+p.X*w, y2-pad-p.Y*high
			if k > 0 {
				f.op(op{kind: opLine, x: lastX, y: lastY, x2: px, y2: py, width: 0.8})
			}
			f.op(op{kind: opRect, x: px - dot, y: py - dot, x2: px + dot, y2: py + dot, gray: 0.15})
			lastX, lastY = px, py
		}
	}
	return w + courseGap*l.size
}
