package intake

import (
	"strings"

	"github.com/gkxl/gkxl/model"
)

// Sheet is a page as a reader found it: a worksheet, or a document whose paragraphs and tables stand one under
// the other.
type Sheet struct {
	Name  string
	Cells []Found // by row, then by column
	// Lists says that the cells of a row are a list: their columns do not line up with those of other rows.
	Lists bool
	// Complete says that a cell that is not among Cells does not exist, as in a document's table; in a worksheet
	// it is empty.
	Complete bool
	// Gaps says that an empty cell leaves no trace in a list, so that a list that is too short does not show which
	// cells it lacks.
	Gaps bool
	// Hidden says that the sheet is not shown. What it holds is never read, only compared with what is shown.
	Hidden bool
	// Titles are names of the page that stand outside its text, the likeliest first. They are used for a report
	// without a title of its own.
	Titles []Cell
	// Around are texts around the report that are no part of it, such as a web site's navigation.
	Around []Cell
	// Boxes are the texts of text boxes and Comments those of comments, in the order of the cells they begin at.
	Boxes, Comments []Found
	// Left are texts that were left out as a whole and stand in none of Cells, each with its address.
	Left []Cell
	// Pictures are the pictures that stand between the cells: the row that follows each, and its address.
	Pictures []Found
	// Elsewhere are the names of files that a page shows in frames or links to, and that are no part of it.
	Elsewhere []string
	// Notes say what the reader did not read, or read otherwise than it is seen.
	Notes []model.Note
	// Address names the cell at a place, for people.
	Address func(row, col int) string
}

// Found is one cell as found. A merged cell covers Rows rows and Cols columns.
type Found struct {
	Row, Col   int
	Rows, Cols int
	Cell       Cell
	Computed   bool   // result of a formula
	Formula    string // the formula; empty if there is none, or the reader does not know it
	Named      bool   // carries a name that says which field or text of the report it is
	// Cut says that the cell opens a page, within a table that the page cut, and that a cell as wide closes the page before:
	// it may be the rest of that one.
	Cut bool
	// GoesOn says that the cell is a further line of the paragraph, or heading, that the cell before it is of.
	GoesOn bool
}

// Add appends a cell. Spans below 1 count as 1.
func (s *Sheet) Add(row, col, rows, cols int, cell Cell) {
	s.Cells = append(s.Cells, Found{Row: row, Col: col, Rows: max(1, rows), Cols: max(1, cols), Cell: cell})
}

// Prefix puts a text before every address, such as the name of the file.
func (s *Sheet) Prefix(p string) {
	for i := range s.Cells {
		if cell := &s.Cells[i].Cell; cell.Address != "" {
			cell.Address = p + cell.Address
		}
	}
	for i := range s.Left {
		s.Left[i].Address = p + s.Left[i].Address
	}
	for i := range s.Pictures {
		s.Pictures[i].Cell.Address = p + s.Pictures[i].Cell.Address
	}
	for i := range s.Notes {
		s.Notes[i].Cell = p + s.Notes[i].Cell
	}
	if at := s.Address; at != nil {
		s.Address = func(row, col int) string { return p + at(row, col) }
	}
}

// grid is a sheet, or a part of one, with an index of its rows, labels and figures.
type grid struct {
	sheet      *Sheet
	reading    *model.Reading // how its cells are read
	sheetIndex int            // of the sheet it shows
	number     int            // among the grids of a formMatch
	// turnedFrom is the grid whose rows are the columns of this one; nil if this grid is not turned. originCells
	// gives the index that each cell has there.
	turnedFrom  *grid
	originCells []int
	rows        [][]int // cells that begin in a row
	labels      []label
	isFigure    []bool                 // cells that read as a figure or as a placeholder for one
	figureCount []int                  // number of figures in a row
	role        []role                 // use of each cell, as far as known
	textBoxes   map[int]bool           // cells that are text boxes
	lines       map[string]headingLine // texts read as headings, so that each is read once
	captioned   map[int]bool           // cells whose first line is a section's heading and the rest a label
}

// role says what a cell turned out to be.
type role byte

const (
	roleUnknown role = iota // nothing is known yet
	roleLabel               // of a table: label of a row or column, heading over columns, or corner
	roleValue               // of a field
	roleText                // of a section, title or cover
	roleIgnored             // printed by the template, or reported and not read
)

// anyFigure is a field that any whole number fits, for asking whether a text reads as a figure.
var anyFigure = &model.Field{Kind: model.Signed}

// newGrid indexes sheet i. The cells of the sheet must be in the order of rows, then columns.
func newGrid(i int, s *Sheet, red *reducer, voc *model.Reading) *grid {
	g := &grid{sheet: s, reading: voc, sheetIndex: i, labels: make([]label, len(s.Cells)), isFigure: make([]bool, len(s.Cells)), role: make([]role, len(s.Cells))}
	last := -1
	for _, cell := range s.Cells {
		last = max(last, cell.Row+cell.Rows-1)
	}
	g.rows = make([][]int, last+1)
	g.figureCount = make([]int, last+1)
	for i, cell := range s.Cells {
		g.rows[cell.Row] = append(g.rows[cell.Row], i)
		switch cell.Cell.Kind {
		case Number:
			g.isFigure[i] = true
			g.figureCount[cell.Row]++
		case Text:
			g.labels[i] = red.label(cell.Cell.Text)
			if len(cell.Cell.Text) <= maxLabel {
				var number bool
				if g.isFigure[i], number = readsAsFigure(cell.Cell, voc); number {
					g.figureCount[cell.Row]++
				}
			}
		}
	}
	return g
}

// cell returns cell i.
func (g *grid) cell(i int) *Found { return &g.sheet.Cells[i] }

// text returns the text of cell i.
func (g *grid) text(i int) string { return g.sheet.Cells[i].Cell.Text }

// empty reports whether nothing but blanks stands in cell i.
func (g *grid) empty(i int) bool {
	cell := &g.sheet.Cells[i].Cell
	return cell.Kind == Empty || cell.Kind == Text && !strings.ContainsFunc(cell.Text, shown) && fold(cell.Text) == ""
}

// shown reports whether a character is one that folding never leaves out: mostly the first of a text is, and long texts
// need not be folded to tell that they are not empty.
func shown(c rune) bool { return c > ' ' && c < 0x7f || c >= '一' && c <= '\u9fff' }

// at returns the cell that begins at a place or covers it; -1 if there is none.
func (g *grid) at(row, col int) int {
	if row >= 0 && row < len(g.rows) {
		for _, i := range g.rows[row] {
			if cell := g.cell(i); cell.Col <= col && col < cell.Col+cell.Cols {
				return i
			}
		}
	}
	return -1
}

// address returns the address of a place, for people; "" if the sheet has no addresses.
func (g *grid) address(row, col int) string {
	if g.sheet.Address == nil {
		return ""
	}
	return g.sheet.Address(g.upright(row, col))
}

// upright returns a place of the grid as a place in the sheet, where rows and columns may be exchanged.
func (g *grid) upright(row, col int) (int, int) {
	if g.turnedFrom != nil {
		return col, row
	}
	return row, col
}

// addressOf returns the address of cell i.
func (g *grid) addressOf(i int) string {
	if a := g.cell(i).Cell.Address; a != "" {
		return a
	}
	return g.address(g.cell(i).Row, g.cell(i).Col)
}
