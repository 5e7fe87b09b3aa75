// Package grid lays out a table of the form: every cell with its place and its row and column span, computed
// from the trees of rows and columns. Writers draw the cells (internal/publish, xlsx), and readers compare what
// they found with them.
package grid

import (
	"sync"

	"github.com/gkxl/gkxl/model"
)

// Kind says what a cell of a table is.
type Kind int

// The kinds of cells.
const (
	Band   Kind = iota // the title of a band
	Corner             // left of a header
	Head               // a column label
	Label              // a row label
	Value              // a field
)

// Cell is one cell of a table with its spans. Rows and columns count from 0 at the top left.
type Cell struct {
	Kind       Kind
	Row, Col   int
	Rows, Cols int
	Text       string
	Field      *model.Field // of a Value
}

// Grid is a table as it is laid out.
type Grid struct {
	Table *model.Table
	Rows  int
	Cols  int
	Head  int // rows of the first band above its first value
	Cells []Cell
}

// grids keeps the layout of each table. Forms never change, and one form serves for thousands of reports.
var grids sync.Map

// Of is the layout of a table of a form, which is computed once and must not be changed.
func Of(f *model.Form, t *model.Table) *Grid {
	type table struct {
		form  *model.Form
		table *model.Table
	}
	key := table{f, t}
	if g, ok := grids.Load(key); ok {
		return g.(*Grid)
	}
	g := layOut(f, t)
	grids.Store(key, g)
	return g
}

// layOut lays out a table of a form.
func layOut(f *model.Form, t *model.Table) *Grid {
	g := &Grid{Table: t}
	for _, b := range t.Bands {
		g.Cols = max(g.Cols, b.Labels+len(model.Leaves(b.Columns)))
	}
	type at struct{ row, col *model.Node }
	fields := map[at]*model.Field{}
	for _, fd := range f.FieldsOf(t) {
		fields[at{fd.Row, fd.Column}] = fd
	}
	for i, b := range t.Bands {
		if b.Title != "" {
			g.addWide(Cell{Kind: Band, Rows: 1, Cols: g.Cols, Text: b.Title})
			g.Rows++
		}
		depth := model.Depth(b.Columns)
		if b.Labels > 0 {
			g.addWide(Cell{Kind: Corner, Rows: depth, Cols: b.Labels, Text: b.Corner})
		}
		spans := g.spans(b)
		g.addHeads(b.Columns, spans, g.Rows, b.Labels, depth)
		g.Rows += depth
		if i == 0 {
			g.Head = g.Rows
		}
		g.addLabels(b.Rows, g.Rows, 0, b.Labels)
		for r, row := range model.Leaves(b.Rows) {
			col := b.Labels
			for c, leaf := range model.Leaves(b.Columns) {
				g.Cells = append(g.Cells, Cell{Kind: Value, Row: g.Rows + r, Col: col, Rows: 1, Cols: spans[c], Field: fields[at{row, leaf}]})
				col += spans[c]
			}
		}
		g.Rows += len(model.Leaves(b.Rows))
	}
	return g
}

// addWide adds a cell at the current row.
func (g *Grid) addWide(c Cell) {
	c.Row = g.Rows
	g.Cells = append(g.Cells, c)
}

// spans returns the width of each value column of a band. Where a band has fewer columns than the table, the
// last one takes the rest.
func (g *Grid) spans(b *model.Band) []int {
	n := len(model.Leaves(b.Columns))
	spans := make([]int, n)
	for i := range spans {
		spans[i] = 1
	}
	spans[n-1] = g.Cols - b.Labels - n + 1
	return spans
}

// addHeads adds the column labels: a heading is one row high and as wide as the columns under it, a column's
// label reaches down to the first value. It returns the width.
func (g *Grid) addHeads(nodes []*model.Node, spans []int, row, col, depth int) (width int) {
	leaf := 0
	for _, n := range nodes {
		if n.IsLeaf() {
			w := spans[leaf]
			g.Cells = append(g.Cells, Cell{Kind: Head, Row: row, Col: col + width, Rows: depth, Cols: w, Text: n.Label})
			leaf++
			width += w
			continue
		}
		k := len(model.Leaves(n.Nodes))
		i := len(g.Cells)
		g.Cells = append(g.Cells, Cell{Kind: Head, Row: row, Col: col + width, Rows: 1, Text: n.Label})
		w := g.addHeads(n.Nodes, spans[leaf:leaf+k], row+1, col+width, depth-1)
		g.Cells[i].Cols = w
		leaf += k
		width += w
	}
	return width
}

// addLabels adds the row labels: a heading is one column wide and as high as the rows beside it, a row's label
// reaches right to the first value.
func (g *Grid) addLabels(nodes []*model.Node, row, col, cols int) {
	if cols == 0 {
		return
	}
	for _, n := range nodes {
		rows := len(model.Leaves([]*model.Node{n}))
		c := Cell{Kind: Label, Row: row, Col: col, Rows: rows, Cols: 1, Text: n.Label}
		if n.IsLeaf() {
			c.Cols = cols
		} else {
			g.addLabels(n.Nodes, row, col+1, cols-1)
		}
		g.Cells = append(g.Cells, c)
		row += rows
	}
}
