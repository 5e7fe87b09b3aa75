package docx

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
)

// grid is a table that is being read.
type grid struct {
	rows   []gridRow
	edges  []int // places of its columns, in twips
	guess  bool  // the document does not give the width of some column
	unread []layout.UnreadRow
}

// gridRow is the cells of a row, and how many columns of the grid stand before the first.
type gridRow struct {
	cells  []mergedCell
	before int
}

// mergedCell is a cell as Word stores it, with its part in a vertical merge.
type mergedCell struct {
	col, cols int
	width     int  // in twips; 0 if it is not given
	ordinal   int  // its number in the row, if cells were left out; else 0
	begins    bool // first cell of a merge
	continues bool // merged into the cell above
	deleted   bool // by a change that was recorded
	blocks    []layout.Block
}

// isEmpty says whether nothing stands in a cell.
func (c mergedCell) isEmpty() bool {
	return !slices.ContainsFunc(c.blocks, func(b layout.Block) bool { return b.Table != nil || layout.Trim(b.Text) != "" || len(b.Left) > 0 })
}

func (w *reader) table(depth int) (*layout.Table, error) {
	before := w.in
	g := &grid{edges: []int{0}}
	err := w.rows(depth, g)
	w.in = before
	g.place()
	tb := &layout.Table{Placed: true, Unread: g.unread}
	open := map[int]*layout.Cell{} // column → the cell that may go on in the next row
	for _, r := range g.rows {
		var row []layout.Cell
		var merged []bool
		goesOn := map[int]*layout.Cell{}
		for _, c := range r.cells {
			if len(r.cells) > 1 {
				c.blocks = withoutFrames(c.blocks)
			}
			if up := open[c.col]; c.continues && up != nil && up.Cols == c.cols {
				up.Rows++
				up.Blocks = append(up.Blocks, c.blocks...)
				goesOn[c.col] = up
			} else {
				row = append(row, layout.Cell{Col: c.col, Rows: 1, Cols: c.cols, Blocks: c.blocks, Ordinal: c.ordinal})
				merged = append(merged, c.begins || c.continues)
			}
		}
		tb.Rows = append(tb.Rows, row)
		for i := range row {
			if merged[i] {
				goesOn[row[i].Col] = &row[i]
			}
		}
		open = goesOn
	}
	return tb, err
}

// withoutFrames puts what stands in tables of one cell in their place: within a cell, such a table is a frame.
func withoutFrames(blocks []layout.Block) (out []layout.Block) {
	for _, b := range blocks {
		if t := b.Table; t != nil && len(t.Rows) == 1 && len(t.Rows[0]) == 1 && len(t.Unread) == 0 {
			out = append(out, withoutFrames(t.Rows[0][0].Blocks)...)
		} else {
			out = append(out, b)
		}
	}
	return out
}

// place gives each cell its column, after edges that are meant to be one have become one.
func (g *grid) place() {
	widest := 0
	var filled []layout.Extent
	var spans []layout.Span
	for i := range g.rows {
		col := g.rows[i].before
		for k := range g.rows[i].cells {
			c := &g.rows[i].cells[k]
			c.col = col
			col += c.cols
			at := layout.Extent{From: c.col, To: col}
			if spans = append(spans, layout.Span{Extent: at, Width: float64(c.width)}); !c.isEmpty() {
				filled = append(filled, at)
			}
		}
		widest = max(widest, col)
	}
	if widest >= len(g.edges) || g.guess { // the grid is not that of the rows
		edges, worst, ok := layout.SolveEdges(spans, 0)
		if !ok || worst > largestError {
			return
		}
		g.edges = edges
	}
	to := layout.JoinEdges(g.edges, filled)
	if to == nil {
		return
	}
	for i := range g.rows {
		for k := range g.rows[i].cells {
			g.rows[i].cells[k].ordinal = k + 1
		}
		g.rows[i].cells = slices.DeleteFunc(g.rows[i].cells, func(c mergedCell) bool { return to[c.col] == to[c.col+c.cols] })
		for k := range g.rows[i].cells {
			c := &g.rows[i].cells[k]
			c.col, c.cols = to[c.col], to[c.col+c.cols]-to[c.col]
		}
	}
}

// largestError is how far, in twips, the widths of cells may be from agreeing with one another.
const largestError = 15

// rows reads the rows of a table, and the properties that stand before them.
func (w *reader) rows(depth int, g *grid) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "tblPr":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "tblStyle":
					w.in.table = attr(a, "val")
					w.in.fill = cmp.Or(w.styles.tableFill(w.in.table), w.in.fill)
				case "shd":
					w.in.fill = cmp.Or(fillOf(a), w.in.fill)
				}
			})
		case "tblGrid":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				if name == "gridCol" && len(g.edges) <= layout.MaxColumns {
					width := number(a, "w")
					g.guess = g.guess || width == 0
					g.edges = append(g.edges, g.edges[len(g.edges)-1]+width)
				}
			})
		case "tr":
		default:
			return w.rows(depth+1, g) // a content control, or a change that was made
		}
		var r row
		if err := w.row(depth+1, &r); err != nil {
			return err
		}
		switch {
		case r.deleted:
		case r.hidden:
			g.unread = append(g.unread, layout.UnreadRow{After: len(g.rows), Left: r.hiddenText()})
		default:
			g.rows = append(g.rows, r.gridRow)
		}
		return w.add(1)
	})
}

// row is a row that is being read.
type row struct {
	gridRow
	deleted, hidden bool
}

// hiddenText is what stands in a row that is not shown.
func (r row) hiddenText() []intake.Run {
	var texts []string
	for _, c := range r.cells {
		cell := layout.Cell{Blocks: c.blocks}
		if s := cell.Text(); s != "" {
			texts = append(texts, s)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []intake.Run{{Text: strings.Join(texts, " "), Look: intake.Unseen}}
}

// lowRow is the height, in twips, of a row in which no character fits.
const lowRow = 40

func (w *reader) row(depth int, r *row) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "tc":
			c, err := w.cell(depth + 1)
			if !c.deleted {
				r.cells = append(r.cells, c)
			}
			return cmp.Or(w.add(1), err)
		case "trPr":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "gridBefore":
					r.before = span(a)
				case "del", "Word.Deletion":
					r.deleted = true
				case "hidden":
					r.hidden = r.hidden || on(a)
				case "trHeight":
					r.hidden = r.hidden || cmp.Or(attr(a, "hRule"), attr(a, "h-rule")) == "exact" && number(a, "val") <= lowRow
				}
			})
		}
		return w.row(depth+1, r)
	})
}

func (w *reader) cell(depth int) (c mergedCell, err error) {
	c.cols = 1
	before := w.in
	w.in.cell = true
	err = w.eachShown(depth, func(t xml.StartElement) error {
		if t.Name.Local == "tcPr" {
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "tcW":
					if kind := attr(a, "type"); kind == "dxa" || kind == "" {
						c.width = number(a, "w")
					}
				case "cellDel":
					c.deleted = true
				case "gridSpan":
					c.cols = max(1, span(a))
				case "vMerge", "vmerge":
					c.begins = attr(a, "val") == "restart"
					c.continues = !c.begins
				case "shd":
					w.in.fill = cmp.Or(fillOf(a), w.in.fill)
				}
			})
		}
		more, err := w.element(t, depth+1)
		c.blocks = append(c.blocks, more...)
		return err
	})
	w.in = before
	return c, err
}
