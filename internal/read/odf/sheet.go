package odf

import (
	"encoding/xml"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
)

// sheetReader reads a spreadsheet.
type sheetReader struct {
	*parser
	limits spreadsheet.Limits
	book   *spreadsheet.Book
	sheet  *spreadsheet.Sheet
	row    int // of the sheet
	cells  int // of all sheets
	text   int // bytes of the texts of all cells
	inCell cellText
	// columns are the styles of the columns' cells, in their order.
	columns []columns
	looks   map[string]*cellLook // of cells, by the names of their styles
	last    struct {
		style string
		look  *cellLook
	} // the style that was asked for last
	room []spreadsheet.Cell // for the cells of the sheets that are still to come
	// lastConditional is the style that was asked for last for a conditional format, with how many styles had been read.
	lastConditional struct {
		style string
		known int
		look  spreadsheet.Look
	}
	// conditional are the cells of the sheet whose styles have conditional formats.
	conditional []mappedCells
}

// columns are columns side by side whose cells have one style.
type columns struct {
	last  int // counted from 0
	style string
}

// lastRow and lastColumn are the last that a spreadsheet has, counted from 0.
const lastRow, lastColumn = 1<<20 - 1, 1<<14 - 1

// element reads an element above the sheets.
func (r *sheetReader) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "style":
		return r.readStyle(e)
	case "table":
		return r.table(e)
	case "named-range":
		if ref := cellRange(xmlwalk.Attribute(e, "cell-range-address")); ref != "" {
			r.book.Names = append(r.book.Names, spreadsheet.Name{Name: strings.Clone(xmlwalk.Attribute(e, "name")), RefersTo: ref})
		}
	case "null-date":
		r.book.Date1904 = strings.HasPrefix(xmlwalk.Attribute(e, "date-value"), "1904")
	case "tracked-changes", "content-validations", "master-styles", "font-face-decls", "scripts", "settings",
		"number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style", "text-style", "page-layout":
		return r.Skip()
	}
	return r.Children(r.element)
}

// table reads a sheet.
func (r *sheetReader) table(e xml.StartElement) error {
	if r.sheet != nil {
		return r.Skip() // a table within a cell
	}
	if len(r.book.Sheets) >= r.limits.Sheets {
		return spreadsheet.TooLarge()
	}
	r.sheet = &spreadsheet.Sheet{Name: strings.Clone(xmlwalk.Attribute(e, "name")), Heights: map[int]float64{}, Cells: r.room[:0]}
	if s := r.styles[styleName{"table", xmlwalk.Attribute(e, "style-name")}]; s != nil {
		r.sheet.Hidden = s.absent
	}
	r.row, r.columns = 0, nil
	r.book.Sheets = append(r.book.Sheets, r.sheet)
	err := r.Children(r.inTable)
	r.addMapped()
	n := len(r.sheet.Cells)
	r.room = r.sheet.Cells[n:]
	r.sheet.Cells, r.sheet = r.sheet.Cells[:n:n], nil
	return err
}

// inTable reads an element of a sheet.
func (r *sheetReader) inTable(e xml.StartElement) error {
	switch e.Name.Local {
	case "table-column":
		return r.column(e)
	case "table-row":
		return r.tableRow(e)
	case "shapes":
		return r.Children(func(e xml.StartElement) error { return r.shape(e, 0, 0) })
	case "table-columns", "table-header-columns", "table-column-group", "table-rows", "table-header-rows", "table-row-group":
		return r.Children(r.inTable)
	case "named-expressions":
		return r.Children(r.element)
	case "conditional-formats":
		return r.Children(r.conditionalFormat)
	}
	return r.Skip()
}

// column reads columns.
func (r *sheetReader) column(e xml.StartElement) error {
	from := 0
	if n := len(r.columns); n > 0 {
		from = r.columns[n-1].last + 1
	}
	last := min(from+count(e, "number-columns-repeated")-1, lastColumn)
	r.columns = append(r.columns, columns{last, xmlwalk.Attribute(e, "default-cell-style-name")})
	c := spreadsheet.Columns{First: from, Last: last, Hidden: unseen(e)}
	if s := r.styles[styleName{"table-column", xmlwalk.Attribute(e, "style-name")}]; s != nil && s.extent != nil {
		c.Width = *s.extent / pointsPerCharacter
		c.Hidden = c.Hidden || c.Width == 0
	}
	r.sheet.Columns = append(r.sheet.Columns, c)
	return r.Skip()
}

// pointsPerCharacter is about how wide a character is in which spreadsheets measure columns.
const pointsPerCharacter = 5.25

// unseen reports whether rows or columns are hidden, or left out by a filter.
func unseen(e xml.StartElement) bool {
	v := xmlwalk.Attribute(e, "visibility")
	return v == "collapse" || v == "filter"
}

// columnStyle is the style of a column's cells.
func (r *sheetReader) columnStyle(col int) string {
	for _, c := range r.columns {
		if col <= c.last {
			return c.style
		}
	}
	return ""
}

// tableRow reads a row and its repetitions.
func (r *sheetReader) tableRow(e xml.StartElement) error {
	n := count(e, "number-rows-repeated")
	from, first := r.row, len(r.sheet.Cells)
	hidden, own := unseen(e), r.styles[styleName{"table-row", xmlwalk.Attribute(e, "style-name")}]
	col, rowStyle := 0, xmlwalk.Attribute(e, "default-cell-style-name")
	err := r.Children(func(e xml.StartElement) error {
		if e.Name.Local != "table-cell" && e.Name.Local != "covered-table-cell" {
			return r.Skip()
		}
		a := attributesOf(e)
		repeated := number(a.repeated)
		if err := r.cell(e, &a, col, repeated, rowStyle); err != nil {
			return err
		}
		col += repeated
		return nil
	})
	if err != nil {
		return err
	}
	made := r.sheet.Cells[first:]
	if r.row += n; r.row > lastRow+1 {
		return errDamaged("行数过多", "it has too many rows")
	}
	if len(made) == 0 {
		return nil // empty rows to the end of the sheet
	}
	for i := range made {
		r.text += n * len(made[i].Text)
	}
	if r.cells += len(made) * n; r.cells > r.limits.Cells || r.text > r.limits.AllText {
		return spreadsheet.TooLarge()
	}
	for i := 1; i < n; i++ {
		for _, c := range made {
			c.Row = from + i
			r.sheet.Cells = append(r.sheet.Cells, c)
		}
	}
	for i := range n {
		if hidden {
			r.sheet.HiddenRows = append(r.sheet.HiddenRows, from+i)
		}
		if own != nil && own.extent != nil {
			r.sheet.Heights[from+i] = *own.extent
		}
	}
	return nil
}
