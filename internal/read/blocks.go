package read

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
)

// block is a paragraph, or else a table.
type block struct {
	text  string
	table *table
}

// table is a table as it is written, each cell in the row it begins in.
type table struct {
	rows [][]cell
	// Placed says that the cells know their columns; else each takes the first
	// one that is free.
	placed bool
}

type cell struct {
	col        int
	rows, cols int
	blocks     []block
}

// text joins the paragraphs of a cell.
func (c *cell) text() string {
	var kept []string
	for _, b := range c.blocks {
		for _, l := range strings.Split(b.text, "\n") {
			if l = trim(l); l != "" {
				kept = append(kept, l)
			}
		}
	}
	return strings.Join(kept, "\n")
}

// essay tells a cell that arranges a page from a cell of a table of figures: it
// holds a table, or it is written in paragraphs.
func (c *cell) essay(alone bool) bool {
	paras, long := 0, 0
	for _, b := range c.blocks {
		if b.table != nil {
			return true
		}
		for _, l := range strings.Split(b.text, "\n") {
			if l = trim(l); l != "" {
				paras++
				long += utf8.RuneCountInString(l)
			}
		}
	}
	return paras >= 3 && long > 300 || alone && paras >= 2 && long > 60
}

// flow lays paragraphs and tables one under the other.
type flow struct {
	sheet  *intake.Sheet
	row    int
	tables int
	paras  int
	failed bool
}

func newFlow() *flow { return &flow{sheet: &intake.Sheet{Complete: true}} }

func (f *flow) lay(bs []block) {
	for _, b := range bs {
		if b.table != nil {
			f.table(b.table)
		} else {
			f.paragraph(b.text)
		}
	}
}

func (f *flow) paragraph(text string) {
	for _, s := range strings.Split(text, "\n") {
		c := cellOf(s)
		if c.Text == "" {
			continue
		}
		f.paras++
		c.Address = fmt.Sprintf("第%d段", f.paras)
		f.add(f.row, 0, 1, 1, c)
		f.row++
	}
}

// table draws rows of figures as they stand. A row that arranges the page gives
// its cells one after the other instead: layout and figures occur in one table.
func (f *flow) table(t *table) {
	f.tables++
	number := f.tables
	from := 0
	for i, row := range t.rows {
		arranges := false
		for k := range row {
			arranges = arranges || row[k].essay(len(row) == 1)
		}
		if !arranges {
			continue
		}
		f.grid(t, number, from, i)
		for k := range row {
			f.lay(row[k].blocks)
		}
		from = i + 1
	}
	f.grid(t, number, from, len(t.rows))
	f.row++
}

// maxColumns bounds the width of a table; the form's widest has 15 columns.
const maxColumns = 2000

// grid places the rows of a table from one to before another. Spans push later
// cells aside, and end where the rows do.
func (f *flow) grid(t *table, number, from, to int) {
	var free []int // by column: the first row in which it is free again
	for r := from; r < to && !f.failed; r++ {
		col := 0
		for k := range t.rows[r] {
			c := &t.rows[r][k]
			if t.placed {
				col = c.col
			}
			for !t.placed && col < len(free) && free[col] > r {
				col++
			}
			rows, cols := min(max(1, c.rows), to-r), max(1, c.cols)
			if col+cols > maxColumns {
				f.failed = true
				return
			}
			for len(free) < col+cols {
				free = append(free, 0)
			}
			for d := range cols {
				free[col+d] = max(free[col+d], r+rows)
			}
			found := cellOf(c.text())
			found.Address = fmt.Sprintf("表格%d!第%d行第%d格", number, r+1, k+1)
			f.add(f.row+r-from, col, rows, cols, found)
			col += cols
		}
	}
	f.row += max(0, to-from)
}

func (f *flow) add(row, col, rows, cols int, c intake.Cell) {
	if len(f.sheet.Cells) >= maxCells {
		f.failed = true
		return
	}
	f.sheet.Add(row, col, rows, cols, c)
}

func (f *flow) done() ([]*intake.Sheet, error) {
	if f.failed {
		return nil, tooLarge()
	}
	return []*intake.Sheet{f.sheet}, nil
}
