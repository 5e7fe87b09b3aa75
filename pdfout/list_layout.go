package pdfout

import (
	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
)

// A list is a table that is not one of the form's: a row of headings over many rows,
// with columns of figures and columns of texts. It breaks between any rows and is as
// wide as the page.

// Measures of a list, in ems of its size.
const (
	listPadX   = 0.45
	shortWords = 10.0 // texts up to this length are not broken
	leastWords = 6.0  // smallest width of a column of longer texts
	fewLines   = 6.0  // what a cell of a roomy column takes
	// longestWord is the length up to which a run without a place to break stays on
	// one line.
	longestWord    = 12.0
	sparklineWidth = 5.5 // a small line
	sparklineGap   = 0.5 // and before its words
)

// roomyWords are widths of columns of long texts, in ems of a list: the first counts with
// which all columns fit in some size. As many lines as fewLines need no more.
var roomyWords = []float64{16, 12, 9, leastWords}

func isList(b publish.Block) bool { return b.Kind == publish.Table && b.Table.Columns != nil }

// layoutList lays out a list in the largest size in which its columns fit, with room for
// long texts as far as the smallest size of a table has some.
func (f *flow) layoutList(b publish.Block) *layout {
	ms := f.measure(b.Table, b.Place)
	for _, words := range roomyWords {
		for size := f.p.table; size >= f.p.tableMin; size -= 0.25 {
			if l, ok := f.layoutListAt(b.Table, ms, size, words); ok {
				return l
			}
		}
	}
	l, _ := f.layoutListAt(b.Table, ms, f.p.tableMin, leastWords)
	return l
}

// fitsUpright says whether a table fits on a portrait page in a size of at least
// profile.tableMin.
func (f *flow) fitsUpright(b publish.Block) (ok bool) {
	ms, room := f.measure(b.Table, b.Place), f.p.areaOf(false).width
	if isList(b) {
		_, ok = f.layoutListAt(b.Table, ms, f.p.tableMin, leastWords)
	} else {
		_, ok = f.layoutTable(b.Table, ms, f.p.tableMin, room)
	}
	return ok
}

// layoutListAt lays out a list in a size, and says whether its columns fit, those of long
// texts in up to so many ems.
func (f *flow) layoutListAt(t *publish.Drawn, ms []measured, size, words float64) (*layout, bool) {
	l := &layout{Drawn: t, size: size, cells: make([][]line, len(t.Cells)), numbers: map[column]float64{}}
	l.findBands()
	ok := l.computeListWidths(ms, f.width, words)
	for i, c := range t.Cells {
		items := scaled(ms[i].items, size)
		if k := t.Columns[c.Col]; k == publish.Words || k == publish.Sentences || c.Kind == grid.Head {
			l.cells[i] = breakLines(items, l.widths[c.Col]-(2*l.padX()+width(ms[i].mark)+float64(t.Shown[i].Inset))*size, 0, 0)
			continue
		}
		w := width(items)
		l.cells[i] = []line{{items: items, width: w, last: true}}
		at := l.column(c)
		l.numbers[at] = max(l.numbers[at], w)
	}
	l.computeHeights()
	return l, ok
}

// computeListWidths gives every column the width of its longest text, if there is
// room for all. Otherwise columns of figures and of short texts keep theirs, and the
// others share the rest in proportion to the amount of text in them. It reports
// whether everything fits.
func (l *layout) computeListWidths(ms []measured, full, words float64) bool {
	pad := 2 * l.padX() * l.size
	want, least, text := make([]float64, l.Cols), make([]float64, l.Cols), make([]float64, l.Cols)
	for i, c := range l.Cells {
		w := longestLine(ms[i].items) + width(ms[i].mark) + float64(l.Shown[i].Inset)
		m := w
		switch kind := l.Columns[c.Col]; {
		case kind == publish.Course && c.Kind != grid.Head:
			w += sparklineWidth + sparklineGap
			m = w
		case kind == publish.Sentences:
			w, m = leastWords, leastWords
		case kind == publish.Words && w > shortWords:
			m = max(min(ms[i].min, longestWord), leastWords)
			m = max(m, min(w/fewLines, words))
			text[c.Col] += w * l.size
		}
		want[c.Col], least[c.Col] = max(want[c.Col], w*l.size+pad), max(least[c.Col], m*l.size+pad)
	}
	rest := table.Share(least, want, text, full)
	ok := rest > -0.01
	l.widths = least
	sentences := 0 // texts that are compared get equal widths
	for _, kind := range l.Columns {
		if kind == publish.Sentences {
			sentences++
		}
	}
	for i, kind := range l.Columns {
		if kind == publish.Sentences {
			l.widths[i] += max(0, rest) / float64(sentences)
		}
	}
	scaleTo(l.widths, full)
	return ok
}

func (l *layout) padX() float64 {
	if l.Columns != nil {
		return listPadX
	}
	return cellPadX
}

// isFigure says whether a cell holds a figure, which is aligned with its column.
func (l *layout) isFigure(c grid.Cell) bool {
	if l.Columns == nil {
		return c.Field != nil
	}
	return c.Kind != grid.Head && l.Columns[c.Col] == publish.Figures
}

// isLeftAligned says whether a cell's text begins at its left edge.
func (l *layout) isLeftAligned(c grid.Cell) bool {
	return c.Kind == grid.Label && c.Rows == 1 || l.Columns != nil && c.Kind != grid.Head && !l.isFigure(c)
}

// sparkline draws the small line of a cell and returns its width. It is an artifact:
// the words behind it say the same.
func (f *flow) sparkline(l *layout, i int, x, y, y2 float64) float64 {
	if l.Columns == nil || l.Columns[l.Cells[i].Col] != publish.Course || l.Cells[i].Kind == grid.Head {
		return 0
	}
	const dot = 0.9
	w, high := sparklineWidth*l.size, min(1.4*l.size, 0.6*(y2-y))
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
	return w + sparklineGap*l.size
}
