package preflight

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/shield"
)

// The bounds within which the cells of a workbook of another format are read where they are. All of them are far below
// those of [Default]; a workbook beyond them is written as .xlsx and opened like any other, which says what is too much.
const (
	directCells = 20_000
	directRow   = 5_000
	directText  = 1 << 20 // bytes of all texts
	directNames = 5_000
	directParts = 5_000 // merged ranges, columns, and conditional formats
	directNotes = 1_000 // comments and text boxes
)

// direct is a workbook of another format, of which nothing is written for the library.
type direct struct {
	*spreadsheet.Book
	styles  [][]int // numbers of the styles by sheet and cell
	unread  func(name string) bool
	written *Workbook // the same workbook as .xlsx; nil until it is asked for
}

// OpenBook opens a workbook of another format as [OpenReport] opens its .xlsx, without writing and reading that.
func OpenBook(b *spreadsheet.Book, unread func(name string) bool) (_ *Workbook, err error) {
	defer shield.Recover(&err, unreadable)
	if !isDirect(b, unread) {
		data, err := b.XLSX()
		if err != nil {
			return nil, err
		}
		return OpenReport(data, unread)
	}
	w := &Workbook{direct: &direct{Book: b, unread: unread}}
	w.styles, w.direct.styles = directStyles(b)
	listed := make([]listedPart, len(b.Sheets))
	for i, s := range b.Sheets {
		listed[i] = listedPart{name: s.Name, root: directRoots[s.Kind], there: true}
	}
	names := nameSheets(listed)
	var passed skipped
	for i, s := range b.Sheets {
		shown, own := names.add(s.Name)
		passed.add(listed[i])
		sheet := Sheet{Name: shown, own: own, hidden: s.Hidden, Cells: len(s.Cells)}
		if s.Kind == spreadsheet.Worksheet {
			sheet.NoZeros = s.NoZeros
			sheet.Merges = lists.Map(s.Merges, func(m spreadsheet.Range) Range { return Range{m.Row + 1, m.Col + 1, m.LastRow + 1, m.LastCol + 1} })
		}
		w.Sheets = append(w.Sheets, sheet)
		w.Rich = w.Rich || slices.ContainsFunc(s.Cells, func(c spreadsheet.Cell) bool { return c.Formula == "" && len(c.Runs) > 0 })
	}
	w.Notes = slices.Concat(names.notes, passed.notes())
	return w, nil
}

// directRoots are the root elements of the parts of sheets by their kind.
var directRoots = map[spreadsheet.SheetKind]string{spreadsheet.Worksheet: "worksheet", spreadsheet.Chart: "chartsheet", spreadsheet.Macros: "macrosheet"}

// isDirect reports whether a workbook is within the bounds, and nothing in it would change by being written.
func isDirect(b *spreadsheet.Book, unread func(name string) bool) bool {
	if len(b.Names) > directNames || len(b.Sheets) > Default.Sheets || slices.ContainsFunc(b.Names, func(n spreadsheet.Name) bool { return unread != nil && unread(n.Name) }) {
		return false
	}
	left := directRoom{directCells, directText, directParts, directParts, directParts, directNotes}
	for _, s := range b.Sheets {
		if !isPlain(s.Name) || strings.ContainsAny(s.Name, "\t\n\r") || s.Kind != spreadsheet.Worksheet && len(s.Cells) > 0 || !left.take(s) {
			return false
		}
	}
	return true
}

// directRoom is how much a workbook may still hold.
type directRoom struct{ cells, text, merges, columns, conditions, notes int }

// take takes the room of a sheet. It reports whether there is as much, and everything in the sheet is as it is read.
func (r *directRoom) take(s *spreadsheet.Sheet) bool {
	r.cells -= len(s.Cells)
	r.merges -= len(s.Merges)
	r.columns -= len(s.Columns)
	r.conditions -= len(s.Conditions)
	r.notes -= len(s.Comments) + len(s.Boxes)
	if min(r.cells, r.merges, r.columns, r.conditions, r.notes) < 0 {
		return false
	}
	plain := func(s string) bool {
		r.text -= len(s)
		return isPlain(s)
	}
	for i := range s.Cells {
		c := &s.Cells[i]
		if c.Row < 0 || c.Row >= directRow || c.Col < 0 || c.Col >= maxColumns || i > 0 && cmp.Or(c.Row-s.Cells[i-1].Row, c.Col-s.Cells[i-1].Col) <= 0 ||
			len(c.Runs) > 1000 || !plain(c.Text) || !plain(c.Formula) || (i == 0 || c.Style != s.Cells[i-1].Style) && !isUsualStyle(&c.Style) {
			return false
		}
	}
	for _, m := range s.Merges {
		if !isUsualRange(m) {
			return false
		}
	}
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if slices.ContainsFunc(c.Ranges, func(r spreadsheet.Range) bool { return !isUsualRange(r) }) || slices.ContainsFunc(c.Formulas, func(f string) bool { return !plain(f) }) ||
			!isUsualColour(c.Look.Colour) || !isUsualColour(c.Look.Ground) || !isPlain(c.Look.Format) {
			return false
		}
	}
	for _, n := range slices.Concat(s.Comments, s.Boxes) {
		if n.Row < 0 || n.Row >= maxRows || n.Col < 0 || n.Col >= maxColumns || !plain(n.Text) {
			return false
		}
	}
	return r.text >= 0
}

// isUsualRange reports whether a range lies on a sheet.
func isUsualRange(r spreadsheet.Range) bool {
	return 0 <= r.Row && r.Row <= r.LastRow && r.LastRow < maxRows && 0 <= r.Col && r.Col <= r.LastCol && r.LastCol < maxColumns
}

// isPlain reports whether a text is read as it is written: it has no character that XML cannot hold, and nothing that
// spreadsheets take for the code of one.
func isPlain(s string) bool {
	for i := range len(s) {
		if !suspect[s[i]] {
			continue
		}
		if rest := s[i:]; s[i] < ' ' || strings.HasPrefix(rest, "_x") || strings.HasPrefix(rest, "\uFFFE") || strings.HasPrefix(rest, "\uFFFF") {
			return false
		}
	}
	return utf8.ValidString(s)
}

// suspect are the bytes with which begins what is not read as it is written, among other things.
var suspect = func() (out [256]bool) {
	for c := range ' ' {
		out[c] = c != '\t' && c != '\n' && c != '\r'
	}
	out['_'], out[0xEF] = true, true
	return out
}()

// Direct is the sheet of a workbook of another format with its cells; ok is false for any other, and where there is no
// such sheet.
func (w *Workbook) Direct(sheet string) (s *spreadsheet.Sheet, ok bool) {
	if w.direct == nil {
		return nil, false
	}
	i := w.index(sheet)
	if i < 0 {
		return nil, false
	}
	return w.direct.Sheets[i], true
}

// cell is a cell of a workbook of another format with the number of its style; an empty one if it is not there. It is not
// to be changed.
func (w *Workbook) cell(sheet, ref string) (c *spreadsheet.Cell, style int) {
	i := w.index(sheet)
	col, row := ParseRef(ref)
	if i < 0 || col == 0 {
		return &emptyCell, 0
	}
	cells := w.direct.Sheets[i].Cells
	from, to := 0, len(cells)
	for from < to {
		middle := int(uint(from+to) / 2)
		switch c := &cells[middle]; {
		case c.Row == row-1 && c.Col == col-1:
			return c, w.direct.styles[i][middle]
		case c.Row < row-1 || c.Row == row-1 && c.Col < col-1:
			from = middle + 1
		default:
			to = middle
		}
	}
	return &emptyCell, 0
}

// emptyCell is the cell where there is none.
var emptyCell spreadsheet.Cell

// cellValue is what a cell of a workbook of another format holds, or with its number format what it shows.
func (w *Workbook) cellValue(sheet, ref string, raw bool) (string, error) {
	c, _ := w.cell(sheet, ref)
	if raw || c.Kind != spreadsheet.Number && c.Kind != spreadsheet.Bool {
		return c.Text, nil
	}
	if shown, ok := plainNumber(c); ok {
		return shown, nil
	}
	full, err := w.full()
	if err != nil {
		return "", err
	}
	return full.Shown(sheet, ref)
}

// plainNumber is what is shown of a number; ok is false if that is for the library to say.
func plainNumber(c *spreadsheet.Cell) (shown string, ok bool) {
	v, err := strconv.ParseFloat(c.Text, 64)
	if c.Kind != spreadsheet.Number || err != nil {
		return "", false
	}
	digits := strconv.FormatFloat(v, 'f', -1, 64)
	format := numberformat.BuiltIn(c.Style.FormatID)
	if code := c.Style.Format; code != "" && code != "General" {
		if strings.Trim(code, `0#,.;+-\`) != "" {
			return "", false
		}
		format = numberformat.Parse(code)
	} else if c.Style.FormatID > 4 {
		return "", false
	}
	if format == numberformat.General {
		return digits, len(digits) <= 11
	}
	s, ok := format.Show(digits)
	return s.Text, ok && len(digits) <= 15
}

// full is a workbook of another format as its .xlsx is opened.
func (w *Workbook) full() (*Workbook, error) {
	d := w.direct
	if d.written == nil {
		data, err := d.XLSX()
		if err != nil {
			return nil, err
		}
		if d.written, err = OpenReport(data, d.unread); err != nil {
			return nil, err
		}
	}
	return d.written, nil
}

// rows are the texts of the cells of a sheet of a workbook of another format, by row and column, without what is empty
// at the end of a row and of the sheet.
func rows(s *spreadsheet.Sheet) (out [][]string) {
	for i := range s.Cells {
		c := &s.Cells[i]
		if c.Text == "" {
			continue
		}
		for len(out) <= c.Row {
			out = append(out, nil)
		}
		for len(out[c.Row]) < c.Col {
			out[c.Row] = append(out[c.Row], "")
		}
		out[c.Row] = append(out[c.Row], c.Text)
	}
	return out
}

// cellTypes are the types by which the library knows cells.
var cellTypes = map[spreadsheet.Kind]excelize.CellType{spreadsheet.Bool: excelize.CellTypeBool, spreadsheet.Error: excelize.CellTypeError, spreadsheet.Text: excelize.CellTypeSharedString}
