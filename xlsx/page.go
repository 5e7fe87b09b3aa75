package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
)

// page gathers the cells of one sheet in any order; the library's stream writer,
// the only way to store a formula with its result, wants rows from the top down.
type page struct {
	f       *excelize.File
	name    string
	widths  []float64
	cells   map[[2]int]excelize.Cell
	heights map[int]float64
	merges  [][4]int
	rows    int
	cols    int
	locked  int // style of what nobody filled
	// What is set through the ordinary API, before the rows are streamed.
	setup []func() error
}

func newPage(f *excelize.File, name string, locked int, widths ...float64) *page {
	return &page{f: f, name: name, widths: widths, cells: map[[2]int]excelize.Cell{}, heights: map[int]float64{}, locked: locked}
}

// put fills the cells from row, col over rows × cols, merging them when they
// are several.
func (p *page) put(row, col, rows, cols, style int, value any, formula string) {
	for r := range rows {
		for c := range cols {
			p.cells[[2]int{row + r, col + c}] = excelize.Cell{StyleID: style}
		}
	}
	p.cells[[2]int{row, col}] = excelize.Cell{StyleID: style, Value: value, Formula: formula}
	if rows*cols > 1 {
		p.merges = append(p.merges, [4]int{row, col, rows, cols})
	}
	p.rows, p.cols = max(p.rows, row+rows-1), max(p.cols, col+cols-1)
}

func (p *page) text(row, col, rows, cols, style int, s string) {
	p.put(row, col, rows, cols, style, s, "")
}

// width of columns together.
func (p *page) width(col, cols int) float64 {
	w := 0.0
	for c := col; c < col+cols && c <= len(p.widths); c++ {
		w += p.widths[c-1]
	}
	return w
}

// fit makes rows high enough to show a wrapped text in full.
func (p *page) fit(row, col, rows, cols int, s string, size float64) {
	need := workbook.Height(workbook.Lines(s, p.width(col, cols)), size)
	for r := range rows - 1 {
		need -= max(p.heights[row+r], minHeight)
	}
	last := row + rows - 1
	p.heights[last] = min(workbook.MaxHeight, max(p.heights[last], need))
}

// minHeight is the least height of a row, in points.
const minHeight = 22.0

func (p *page) before(f func() error) { p.setup = append(p.setup, f) }

// flush writes the sheet.
func (p *page) flush() error {
	if err := p.f.SetSheetDimension(p.name, "A1:"+place{row: p.rows, col: p.cols}.ref()); err != nil {
		return err
	}
	for _, f := range p.setup {
		if err := f(); err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	sw, err := p.f.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	// Every cell nobody filled is locked, so that Tab stops at the inputs only:
	// the Normal style is open (see unlockNormal and writeSheet).
	if err := sw.SetColStyle(1, len(p.widths), p.locked); err != nil {
		return err
	}
	for i, w := range p.widths {
		if err := sw.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	for row := 1; row <= p.rows; row++ {
		values := make([]any, 0, p.cols)
		for col := 1; col <= p.cols; col++ {
			if c, ok := p.cells[[2]int{row, col}]; ok {
				values = append(values, c)
			} else {
				values = append(values, nil)
			}
		}
		h := max(p.heights[row], minHeight)
		if err := sw.SetRow(place{row: row, col: 1}.ref(), values, excelize.RowOpts{Height: h}); err != nil {
			return err
		}
	}
	for _, m := range p.merges {
		if err := sw.MergeCell(place{row: m[0], col: m[1]}.ref(), place{row: m[0] + m[2] - 1, col: m[1] + m[3] - 1}.ref()); err != nil {
			return err
		}
	}
	return sw.Flush()
}
