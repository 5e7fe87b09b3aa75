package preflight

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/model"
)

// Workbook is a workbook of which cells, formats of cells, names, shapes, comments and
// properties are read, and which is not saved. Its parts have the names that the
// library expects, whatever the file calls them, and its sheets hold nothing but
// columns, rows and the cells that have content. Merged ranges are left out too: the
// library takes too long over many of them.
//
// Sheets are called as in the file, whatever the library allows; where a sheet has no
// name, or that of another one, Notes says what it is called.
type Workbook struct {
	*excelize.File
	Sheets []Sheet
	Notes  []model.Note // what of the file is not read, or called otherwise
	direct *direct      // has the cells and names of a workbook of another format; nil for a .xlsx
}

// Sheet is a sheet of a workbook.
type Sheet struct {
	Name   string
	Part   string  // name of its part, in File.Pkg
	Merges []Range // its merged ranges
	Cells  int     // how many cells with content are read of it
	// Conditions are its conditional formats: the elements as they stand in the part, one behind the other.
	Conditions []byte
	NoZeros    bool   // its view is set to show no zeros
	RowsUnseen bool   // of a workbook of another format: some row is hidden, or too low to show anything
	own        string // its name for the library
}

// Open checks a file and opens it with the library. It never panics. The error is a
// *msg.Problem, or a *msg.Crash where this program fails.
func Open(data []byte) (*Workbook, error) {
	lim := Default
	lim.Cells = lim.AllCells
	return open(data, lim, nil)
}

// OpenReport opens a workbook as [Open] does. Sheets to which a defined name leads for
// which unread is true are left empty; there may be more in them.
func OpenReport(data []byte, unread func(name string) bool) (*Workbook, error) {
	return open(data, Default, unread)
}

func open(data []byte, lim Limits, unread func(name string) bool) (_ *Workbook, err error) {
	defer shield.Recover(&err, unreadable)
	c, err := load(data, lim, unread)
	if err != nil {
		return nil, err
	}
	f, err := c.library()
	if err != nil {
		return nil, unreadable()
	}
	return &Workbook{File: f, Sheets: c.sheets, Notes: c.notes}, nil
}

// Sheet is the sheet of a name; an empty one if there is none.
func (w *Workbook) Sheet(name string) Sheet {
	if i := slices.IndexFunc(w.Sheets, func(s Sheet) bool { return s.Name == name }); i >= 0 {
		return w.Sheets[i]
	}
	return Sheet{own: name}
}

// GetSheetList lists the names of the sheets.
func (w *Workbook) GetSheetList() []string {
	return lists.Map(w.Sheets, func(s Sheet) string { return s.Name })
}

// GetSheetIndex is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetSheetIndex(sheet string) (int, error) {
	return w.File.GetSheetIndex(w.Sheet(sheet).own)
}

// GetSheetVisible is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetSheetVisible(sheet string) (bool, error) {
	return w.File.GetSheetVisible(w.Sheet(sheet).own)
}

// GetDefinedName is as in the library.
func (w *Workbook) GetDefinedName() []excelize.DefinedName {
	if w.direct != nil {
		return lists.Map(w.direct.Names, func(n spreadsheet.Name) excelize.DefinedName {
			return excelize.DefinedName{Name: n.Name, RefersTo: n.RefersTo, Scope: "Workbook"}
		})
	}
	return w.File.GetDefinedName()
}

// GetRows is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetRows(sheet string, o ...excelize.Options) ([][]string, error) {
	if s, ok := w.Direct(sheet); ok {
		if isRaw(o) {
			return rows(s), nil
		}
		full, err := w.full()
		if err != nil {
			return nil, err
		}
		return full.GetRows(sheet, o...)
	}
	return w.File.GetRows(w.Sheet(sheet).own, o...)
}

// GetRowVisible is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetRowVisible(sheet string, row int) (bool, error) {
	if s, ok := w.Direct(sheet); ok {
		return !slices.Contains(s.HiddenRows, row-1), nil
	}
	return w.File.GetRowVisible(w.Sheet(sheet).own, row)
}

// GetRowHeight is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetRowHeight(sheet string, row int) (float64, error) {
	if s, ok := w.Direct(sheet); ok {
		if height, own := s.Heights[row-1]; own {
			return height, nil
		}
	}
	return w.File.GetRowHeight(w.Sheet(sheet).own, row)
}

// GetColVisible is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetColVisible(sheet, col string) (bool, error) {
	return w.File.GetColVisible(w.Sheet(sheet).own, col)
}

// GetColWidth is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetColWidth(sheet, col string) (float64, error) {
	return w.File.GetColWidth(w.Sheet(sheet).own, col)
}

// GetComments is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetComments(sheet string) ([]excelize.Comment, error) {
	return w.File.GetComments(w.Sheet(sheet).own)
}

// GetCellValue is as in the library, for a sheet by its name in the file. Of a cell in
// a merged range it is what the cell itself holds.
func (w *Workbook) GetCellValue(sheet, cell string, o ...excelize.Options) (string, error) {
	if w.direct != nil {
		return w.cellValue(sheet, cell, isRaw(o))
	}
	return w.File.GetCellValue(w.Sheet(sheet).own, cell, o...)
}

// GetCellFormula is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetCellFormula(sheet, cell string) (string, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, cell)
		return c.Formula, nil
	}
	return w.File.GetCellFormula(w.Sheet(sheet).own, cell)
}

// GetCellType is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetCellType(sheet, cell string) (excelize.CellType, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, cell)
		return cellTypes[c.Kind], nil
	}
	return w.File.GetCellType(w.Sheet(sheet).own, cell)
}

// GetCellStyle is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetCellStyle(sheet, cell string) (int, error) {
	if w.direct != nil {
		_, style := w.cell(sheet, cell)
		return style, nil
	}
	return w.File.GetCellStyle(w.Sheet(sheet).own, cell)
}

// GetCellRichText is as in the library, for a sheet by its name in the file.
func (w *Workbook) GetCellRichText(sheet, cell string) ([]excelize.RichTextRun, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, cell)
		return richText(c), nil
	}
	return w.File.GetCellRichText(w.Sheet(sheet).own, cell)
}

// isRaw reports whether options ask for what cells hold and not for what they show.
func isRaw(o []excelize.Options) bool { return len(o) > 0 && o[0].RawCellValue }

// openReader is excelize.OpenReader; a test makes it panic.
var openReader = excelize.OpenReader

// readAtOnce are the parts that the library reads when it opens a workbook.
var readAtOnce = []string{"_rels/.rels", mainPart, "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml"}

// library opens the parts with the library. It wants an archive; of most parts that
// holds the name only, and they are handed over behind it as they are.
func (c *content) library() (*excelize.File, error) {
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(c.parts)) {
		w, err := zw.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil && slices.Contains(readAtOnce, name) {
			_, err = w.Write(c.parts[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	f, err := openReader(io.Reader(&b), excelize.Options{UnzipSizeLimit: Default.Total, UnzipXMLSizeLimit: Default.Total})
	if err != nil {
		return nil, err
	}
	for name, part := range c.parts {
		f.Pkg.Store(name, part)
	}
	return f, nil
}
