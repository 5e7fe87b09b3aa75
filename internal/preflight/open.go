package preflight

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

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
//
// The library reads what is written in an unusual way, and is opened for nothing else.
// What both can read, both read alike.
type Workbook struct {
	Sheets  []Sheet
	Notes   []model.Note // what of the file is not read, or called otherwise
	Rich    bool         // some text of a cell has stretches with fonts of their own
	parts   map[string][]byte
	names   []Name
	shared  sharedTexts
	styles  *Styles
	library *excelize.File
	failed  error   // of the library, when it was to be opened
	direct  *direct // has the cells and names of a workbook of another format; nil for a .xlsx
	asked   int     // the index of the sheet that was asked for last, and will be next as a rule
	at      struct {
		sheet, ref string
		table      *table
		record     *record
	} // the cell that was asked for last
}

// Name is a defined name.
type Name struct {
	Name     string
	RefersTo string
	OneSheet bool // it is valid on one sheet only
}

// Sheet is a sheet of a workbook.
type Sheet struct {
	Name   string
	Part   string  // name of its part
	Merges []Range // its merged ranges
	Cells  int     // how many cells with content are read of it
	// Conditions are its conditional formats: the elements as they stand in the part, one behind the other.
	Conditions []byte
	NoZeros    bool   // its view is set to show no zeros
	HasTables  bool   // it has tables, whose styles colour cells
	own        string // its name for the library
	hidden     bool
	table      *table // its cells
}

// Open checks a file and opens it. It never panics. The error is a
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
	return workbookOf(c)
}

// workbookOf is the workbook of a content that has passed the checks.
func workbookOf(c *content) (*Workbook, error) {
	w := &Workbook{Sheets: c.sheets, Notes: c.notes, parts: c.parts, names: c.names, shared: c.shared, Rich: c.rich}
	var ok bool
	if w.styles, ok = sharedStyles(c.parts[stylesPart], c.parts[themePart]); !ok || c.named {
		f, err := w.Library()
		if err != nil {
			return nil, err
		}
		w.styles = stylesOf(f)
		w.names = lists.Map(f.GetDefinedName(), func(n excelize.DefinedName) Name { return Name{n.Name, n.RefersTo, n.Scope != "Workbook"} })
	}
	return w, nil
}

// Library is the workbook as the library opens it. The error is a *msg.Problem.
func (w *Workbook) Library() (*excelize.File, error) {
	if w.direct != nil {
		full, err := w.full()
		if err != nil {
			return nil, err
		}
		return full.Library()
	}
	if w.library == nil && w.failed == nil {
		w.library, w.failed = openParts(w.parts)
	}
	return w.library, w.failed
}

// Close frees what the library holds.
func (w *Workbook) Close() {
	if w.library != nil {
		w.library.Close()
	}
	if w.direct != nil && w.direct.written != nil {
		w.direct.written.Close()
	}
}

// Part is the content of a part; nil if there is none.
func (w *Workbook) Part(name string) []byte { return w.parts[name] }

// SetPart changes a part before any sheet is read by the library.
func (w *Workbook) SetPart(name string, data []byte) {
	w.parts[name] = data
	if w.library != nil {
		w.library.Pkg.Store(name, data)
	}
}

// Parts are the names of the parts.
func (w *Workbook) Parts() []string { return slices.Sorted(maps.Keys(w.parts)) }

// Names are the defined names.
func (w *Workbook) Names() []Name {
	if w.direct != nil {
		return lists.Map(w.direct.Names, func(n spreadsheet.Name) Name { return Name{Name: n.Name, RefersTo: n.RefersTo} })
	}
	return w.names
}

// RefersTo is what a defined name of the whole workbook refers to; none if there is no such name.
func (w *Workbook) RefersTo(name string) []string {
	var out []string
	for _, n := range w.Names() {
		if n.Name == name && !n.OneSheet {
			out = append(out, n.RefersTo)
		}
	}
	return out
}

// Styles are the styles of the workbook.
func (w *Workbook) Styles() *Styles { return w.styles }

// index is the index of the sheet of a name; -1 if there is none.
func (w *Workbook) index(name string) int {
	if w.asked < len(w.Sheets) && w.Sheets[w.asked].Name == name {
		return w.asked
	}
	i := slices.IndexFunc(w.Sheets, func(s Sheet) bool { return s.Name == name })
	w.asked = max(i, 0)
	return i
}

// Sheet is the sheet of a name; an empty one if there is none.
func (w *Workbook) Sheet(name string) Sheet {
	if i := w.index(name); i >= 0 {
		return w.Sheets[i]
	}
	return Sheet{own: name}
}

// GetSheetList lists the names of the sheets.
func (w *Workbook) GetSheetList() []string {
	return lists.Map(w.Sheets, func(s Sheet) string { return s.Name })
}

// table is the sheet of a name with its cells; nil if there is no such sheet, or it is left to the library.
func (w *Workbook) table(sheet string) *table {
	if i := w.index(sheet); i >= 0 && w.direct == nil && !w.Sheets[i].table.odd {
		return w.Sheets[i].table
	}
	return nil
}

// record is a cell with its sheet; nil if it has no content. ok is false if the sheet is left to the library, or the
// address is none.
func (w *Workbook) record(sheet, ref string) (t *table, r *record, ok bool) {
	if last := &w.at; last.table == nil || last.ref != ref || last.sheet != sheet {
		if t = w.table(sheet); t == nil {
			return nil, nil, false
		}
		if r, ok = t.at(ref); !ok {
			return nil, nil, false
		}
		last.sheet, last.ref, last.table, last.record = sheet, ref, t, r
	}
	return w.at.table, w.at.record, true
}

// ofCell is what read finds of a cell where the scanner found it; ok is false where that is left to the library. The
// record that read gets is nil if the cell has no content.
//
// It does not ask the library itself: a generic function that names the type of its files makes the linker keep all their
// methods, and the program 4 MB larger.
func ofCell[T any](w *Workbook, sheet, ref string, read func(t *table, r *record) (T, bool)) (v T, ok bool) {
	t, r, ok := w.record(sheet, ref)
	if !ok {
		return v, false
	}
	return read(t, r)
}

// HasSheet reports whether there is a sheet of a name in the file. Spreadsheets do not tell small letters from capital
// ones there.
func (w *Workbook) HasSheet(name string) bool {
	own := w.Sheet(name).own
	return slices.ContainsFunc(w.Sheets, func(s Sheet) bool { return strings.EqualFold(s.own, own) })
}

// Hidden reports whether a sheet is hidden, by its name in the file.
func (w *Workbook) Hidden(sheet string) bool { return w.Sheet(sheet).hidden }

// Rows are the rows of a sheet with what its cells hold, up to the last row that holds something.
func (w *Workbook) Rows(sheet string) ([][]string, error) {
	if s, ok := w.Direct(sheet); ok {
		return rows(s), nil
	}
	if t := w.table(sheet); t != nil {
		if rows, ok := w.rows(t); ok {
			return rows, nil
		}
	}
	f, err := w.Library()
	if err != nil {
		return nil, err
	}
	return f.GetRows(w.Sheet(sheet).own, excelize.Options{RawCellValue: true})
}

// ShownRows are the rows of a sheet with what its cells show.
func (w *Workbook) ShownRows(sheet string) ([][]string, error) {
	if w.direct != nil {
		full, err := w.full()
		if err != nil {
			return nil, err
		}
		return full.ShownRows(sheet)
	}
	f, err := w.Library()
	if err != nil {
		return nil, err
	}
	return f.GetRows(w.Sheet(sheet).own)
}

// Value is what a cell holds. Of a cell in a merged range it is what the cell itself holds.
func (w *Workbook) Value(sheet, ref string) (string, error) {
	if w.direct != nil {
		return w.cellValue(sheet, ref, true)
	}
	if value, ok := ofCell(w, sheet, ref, func(t *table, r *record) (string, bool) {
		value, _, ok := w.raw(t, r)
		return value, ok
	}); ok {
		return value, nil
	}
	f, err := w.Library()
	if err != nil {
		return "", err
	}
	return f.GetCellValue(w.Sheet(sheet).own, ref, excelize.Options{RawCellValue: true})
}

// Shown is what a cell shows; see [Workbook.Value].
func (w *Workbook) Shown(sheet, ref string) (string, error) {
	if w.direct != nil {
		return w.cellValue(sheet, ref, false)
	}
	if value, ok := ofCell(w, sheet, ref, w.shown); ok {
		return value, nil
	}
	f, err := w.Library()
	if err != nil {
		return "", err
	}
	return f.GetCellValue(w.Sheet(sheet).own, ref)
}

// Formula is the formula of a cell; empty if it has none.
func (w *Workbook) Formula(sheet, ref string) (string, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, ref)
		return c.Formula, nil
	}
	if formula, ok := ofCell(w, sheet, ref, (*table).formula); ok {
		return formula, nil
	}
	f, err := w.Library()
	if err != nil {
		return "", err
	}
	return f.GetCellFormula(w.Sheet(sheet).own, ref)
}

// Type is the type of a cell.
func (w *Workbook) Type(sheet, ref string) (excelize.CellType, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, ref)
		return cellTypes[c.Kind], nil
	}
	if kind, ok := ofCell(w, sheet, ref, func(_ *table, r *record) (kind, bool) {
		if r == nil {
			return unset, true
		}
		return r.kind, r.kind != unusual
	}); ok {
		return types[kind], nil
	}
	f, err := w.Library()
	if err != nil {
		return 0, err
	}
	return f.GetCellType(w.Sheet(sheet).own, ref)
}

// Style is the number of the style of a cell.
func (w *Workbook) Style(sheet, ref string) (int, error) {
	if w.direct != nil {
		_, style := w.cell(sheet, ref)
		return style, nil
	}
	if style, ok := ofCell(w, sheet, ref, func(t *table, r *record) (int, bool) {
		col, _ := ParseRef(ref)
		return t.style(r, col), r == nil || r.kind != unusual
	}); ok {
		return style, nil
	}
	f, err := w.Library()
	if err != nil {
		return 0, err
	}
	return f.GetCellStyle(w.Sheet(sheet).own, ref)
}

// StoresEmptyText reports whether the file stores an empty text as the result of a cell's formula. The library does not
// tell that from a formula without a result.
func (w *Workbook) StoresEmptyText(sheet, ref string) bool {
	if w.direct != nil {
		c, _ := w.cell(sheet, ref)
		return c.Formula != "" && c.EmptyText && (c.Kind == spreadsheet.Empty || c.Kind == spreadsheet.Text)
	}
	i := w.index(sheet)
	return i >= 0 && w.Sheets[i].table.storesEmptyText(ref)
}

// Comments are the comments of a sheet.
func (w *Workbook) Comments(sheet string) ([]excelize.Comment, error) {
	if s, ok := w.Direct(sheet); ok {
		return lists.Map(s.Comments, func(n spreadsheet.Note) excelize.Comment {
			return excelize.Comment{Cell: string(spreadsheet.AppendAddress(nil, n.Row, n.Col, false)), Text: n.Text}
		}), nil
	}
	if !w.commented() {
		return nil, nil
	}
	f, err := w.Library()
	if err != nil {
		return nil, err
	}
	return f.GetComments(w.Sheet(sheet).own)
}

// commented reports whether there is a part with comments.
func (w *Workbook) commented() bool {
	for name := range w.parts {
		if strings.HasPrefix(name, "xl/comments") {
			return true
		}
	}
	return false
}

// RowShown reports whether a row is shown, and how high it is in points.
func (w *Workbook) RowShown(sheet string, row int) (shown bool, height float64, err error) {
	f, err := w.Library()
	if err != nil {
		return false, 0, err
	}
	own := w.Sheet(sheet).own
	shown, err1 := f.GetRowVisible(own, row)
	height, err2 := f.GetRowHeight(own, row)
	return shown, height, cmp.Or(err1, err2)
}

// ColumnShown reports whether a column is shown.
func (w *Workbook) ColumnShown(sheet, column string) (bool, error) {
	f, err := w.Library()
	if err != nil {
		return false, err
	}
	return f.GetColVisible(w.Sheet(sheet).own, column)
}

// openReader is excelize.OpenReader; a test makes it panic.
var openReader = excelize.OpenReader

// stylesPart and themePart are the parts with styles and colours.
const stylesPart, themePart = "xl/styles.xml", "xl/theme/theme1.xml"

// readAtOnce are the parts that the library reads when it opens a workbook.
var readAtOnce = []string{"_rels/.rels", mainPart, "xl/_rels/workbook.xml.rels", stylesPart, themePart}

// openParts opens parts with the library. It wants an archive; of most parts that
// holds the name only, and they are handed over behind it as they are.
func openParts(parts map[string][]byte) (_ *excelize.File, err error) {
	defer shield.Recover(&err, unreadable)
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := zw.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil && slices.Contains(readAtOnce, name) {
			_, err = w.Write(parts[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	// Formats that a file names by their numbers alone are those of Chinese versions: without this the library shows a
	// date in number 31, yyyy年m月d日, as the number of its day, and one in number 14 as 01-10-25 (excelize v2.11.1).
	options := excelize.Options{CultureInfo: excelize.CultureNameZhCN, ShortDatePattern: "yyyy/m/d", UnzipSizeLimit: Default.Total, UnzipXMLSizeLimit: Default.Total}
	f, err := openReader(io.Reader(&b), options)
	if err != nil {
		return nil, unreadable()
	}
	for name, part := range parts {
		f.Pkg.Store(name, part)
	}
	return f, nil
}
