package preflight

import (
	"archive/zip"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/zipfile"
)

// The bounds within which the cells of a workbook of another format are read where they are. All of them are far below
// those of [Default]; a workbook beyond them is written as .xlsx and opened like any other, which says what is too much.
const (
	directCells = 20_000
	directRow   = 5_000
	directText  = 1 << 20 // bytes of all texts
	directNames = 5_000
)

// direct are the cells and names of a workbook of another format, which the library has not.
type direct struct {
	*spreadsheet.Book
	styles  [][]int // numbers of the styles by sheet and cell
	unread  func(name string) bool
	written *Workbook // the same workbook with all in it; nil until it is asked for
}

// OpenBook opens a workbook of another format as [OpenReport] opens its .xlsx, and takes less than half as long: cells
// and names are not written and read again.
func OpenBook(b *spreadsheet.Book, unread func(name string) bool) (_ *Workbook, err error) {
	defer shield.Recover(&err, unreadable)
	if !isDirect(b, unread) {
		data, err := b.XLSX()
		if err != nil {
			return nil, err
		}
		return OpenReport(data, unread)
	}
	parts, styles := b.Frame()
	c, err := loadParts(parts, Default)
	if err != nil {
		return nil, err
	}
	w, err := workbookOf(c)
	if err != nil {
		return nil, err
	}
	w.direct = &direct{Book: b, styles: styles, unread: unread}
	for i := range w.Sheets {
		s := b.Sheets[i]
		w.Sheets[i].Cells = len(s.Cells)
		w.Rich = w.Rich || slices.ContainsFunc(s.Cells, func(c spreadsheet.Cell) bool { return c.Formula == "" && len(c.Runs) > 0 })
		w.Sheets[i].RowsUnseen = len(s.HiddenRows) > 0
		for _, height := range s.Heights {
			w.Sheets[i].RowsUnseen = w.Sheets[i].RowsUnseen || height < 1
		}
	}
	return w, nil
}

// loadParts is [load] for parts that are at hand.
func loadParts(parts []spreadsheet.Part, lim Limits) (*content, error) {
	c := newContent(lim, len(parts), maxWhole)
	defer c.scanner.release()
	c.given = make(map[*zip.File]spreadsheet.Part, len(parts))
	files := make([]*zip.File, len(parts))
	for i, p := range parts {
		files[i] = &zip.File{FileHeader: zip.FileHeader{Name: p.Name}}
		c.entries[zipfile.Key(p.Name)], c.given[files[i]] = files[i], p
	}
	return c, c.read(files, nil)
}

// isDirect reports whether a workbook is within the bounds, and no text in it would change by being written.
func isDirect(b *spreadsheet.Book, unread func(name string) bool) bool {
	if len(b.Names) > directNames || slices.ContainsFunc(b.Names, func(n spreadsheet.Name) bool { return unread != nil && unread(n.Name) }) {
		return false
	}
	cells, text := 0, 0
	for _, s := range b.Sheets {
		if cells += len(s.Cells); cells > directCells || s.Kind != spreadsheet.Worksheet && len(s.Cells) > 0 {
			return false
		}
		for i := range s.Cells {
			c := &s.Cells[i]
			text += len(c.Text) + len(c.Formula)
			if c.Row < 0 || c.Row >= directRow || c.Col < 0 || c.Col >= maxColumns || text > directText || i > 0 && cmp.Or(c.Row-s.Cells[i-1].Row, c.Col-s.Cells[i-1].Col) <= 0 ||
				len(c.Runs) > 1000 || !isPlain(c.Text) || !isPlain(c.Formula) {
				return false
			}
		}
	}
	return true
}

// isPlain reports whether a text is read as it is written: it has no character that XML cannot hold, and nothing that
// spreadsheets take for the code of one.
func isPlain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == '_' && strings.HasPrefix(s[i+1:], "x"), c == 0xEF && (strings.HasPrefix(s[i:], "\uFFFE") || strings.HasPrefix(s[i:], "\uFFFF")):
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s)
}

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

// full is a workbook of another format as it is opened with all in it.
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
