package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// book is an opened workbook, read cell by cell. The library's readers of rows are not
// used, since they end at damage without an error.
type book struct {
	file   *excelize.File
	names  map[string]location
	merges map[string][]merge // by sheet
	kinds  map[int]intake.CellKind
	notes  []model.Note // about the workbook, for reading by labels
	list   string       // the sheet that lists an earlier check's findings
}

// location is a cell of a workbook that is read, or the range that a defined name
// refers to; broken if there is no such cell.
type location struct {
	sheet, ref string
	row, col   int
	last       lastCell
	broken     bool
}

type lastCell struct{ row, col int }

type merge struct{ r1, c1, r2, c2 int }

func newBook(f *excelize.File) *book {
	b := &book{file: f, merges: map[string][]merge{}, kinds: map[int]intake.CellKind{}}
	sheets := map[string]bool{}
	for _, s := range f.GetSheetList() {
		sheets[s] = true
	}
	defined := f.GetDefinedName()
	b.names = make(map[string]location, len(defined))
	for _, dn := range defined {
		// A copied sheet brings copies of the names, valid on that sheet only.
		name := strings.ToLower(dn.Name)
		if dn.Scope != "Workbook" || !strings.HasPrefix(name, model.NamePrefix) {
			continue
		}
		s := parseLocation(dn.RefersTo)
		s.broken = s.broken || !sheets[s.sheet]
		b.names[name] = s
	}
	b.list = mark.ListSheet(f)
	return b
}

func parseLocation(refersTo string) location {
	i := strings.LastIndexByte(refersTo, '!')
	if i < 0 || strings.Contains(refersTo, "#REF") {
		return location{broken: true}
	}
	s := location{sheet: unquoteSheet(strings.TrimPrefix(refersTo[:i], "="))}
	from, to, isRange := strings.Cut(strings.ReplaceAll(refersTo[i+1:], "$", ""), ":")
	if !isRange {
		to = from
	}
	var err1, err2 error
	s.col, s.row, err1 = excelize.CellNameToCoordinates(from)
	s.last.col, s.last.row, err2 = excelize.CellNameToCoordinates(to)
	s.ref = from
	s.broken = err1 != nil || err2 != nil
	return s
}

func (s location) key() string     { return s.sheet + "!" + s.ref }
func (s location) address() string { return address(s.sheet, s.ref) }

// covered says whether a cell is covered by a merge that begins elsewhere, and where.
func (b *book) covered(s location) (string, bool, error) {
	if err := b.readMerges(s.sheet); err != nil {
		return "", false, err
	}
	for _, m := range b.merges[s.sheet] {
		if m.covers(s) {
			return place{row: m.r1, col: m.c1}.ref(), true, nil
		}
	}
	return "", false, nil
}

func (m merge) covers(s location) bool {
	return m.r1 <= s.row && s.row <= m.r2 && m.c1 <= s.col && s.col <= m.c2 && (m.r1 != s.row || m.c1 != s.col)
}

func (b *book) readMerges(sheet string) error {
	if _, ok := b.merges[sheet]; ok {
		return nil
	}
	cells, err := b.file.GetMergeCells(sheet, true)
	if err != nil {
		return err
	}
	ms := make([]merge, 0, len(cells))
	for _, c := range cells {
		c1, r1, err1 := excelize.CellNameToCoordinates(c.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(c.GetEndAxis())
		if err1 == nil && err2 == nil {
			ms = append(ms, merge{r1, c1, r2, c2})
		}
	}
	b.merges[sheet] = ms
	return nil
}

// cell reads one cell and its formula.
func (b *book) cell(s location) (intake.Cell, string, error) {
	c := intake.Cell{Address: s.address()}
	text, err := b.file.GetCellValue(s.sheet, s.ref, excelize.Options{RawCellValue: true})
	if err != nil {
		return c, "", err
	}
	formula, err := b.file.GetCellFormula(s.sheet, s.ref)
	if err != nil {
		return c, "", err
	}
	c.Text = text
	if text == "" {
		return c, formula, nil
	}
	typ, err := b.file.GetCellType(s.sheet, s.ref)
	if err != nil {
		return c, "", err
	}
	switch typ {
	case excelize.CellTypeBool:
		c.Kind = intake.Bool
	case excelize.CellTypeError:
		c.Kind = intake.Error
	case excelize.CellTypeDate:
		c.Kind = intake.Date
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		if c.Kind, err = b.numberKind(s); err != nil {
			return c, "", err
		}
	default:
		c.Kind = intake.Text
	}
	if c.Kind == intake.Bool || c.Kind == intake.Date || c.Kind == intake.Percent {
		if shown, err := b.file.GetCellValue(s.sheet, s.ref); err == nil && shown != "" {
			c.Text = shown
		}
	}
	return c, formula, nil
}

// numberKind tells dates and percentages, which are stored as numbers, by the number
// format of the cell.
func (b *book) numberKind(s location) (intake.CellKind, error) {
	id, err := b.file.GetCellStyle(s.sheet, s.ref)
	if err != nil {
		return 0, err
	}
	if k, ok := b.kinds[id]; ok {
		return k, nil
	}
	kind := intake.Number
	if style, err := b.file.GetStyle(id); err == nil {
		switch n := style.NumFmt; {
		case style.CustomNumFmt != nil:
			kind = formatKind(*style.CustomNumFmt)
		case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
			kind = intake.Date
		case n == 9 || n == 10:
			kind = intake.Percent
		}
	}
	b.kinds[id] = kind
	return kind, nil
}

// formatKind is the kind of cells with a number format: outside of quoted and
// bracketed parts, letters of dates and the percent sign tell it.
func formatKind(format string) intake.CellKind {
	var quoted, bracket, escaped bool
	for _, c := range strings.ToLower(format) {
		switch {
		case escaped:
			escaped = false
		case c == '\\' || c == '_' || c == '*':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == '%':
			return intake.Percent
		case strings.ContainsRune("ymdhs", c):
			return intake.Date
		case c == ';':
			return intake.Number
		}
	}
	return intake.Number
}

// text reads the text at a defined name. If the name area is there too, it reads all
// rows of that range, over which pasted paragraphs may be spread; rows is how many
// have text.
func (b *book) text(name, area string) (joined string, rows int, at location, err error) {
	s, ok := b.names[name]
	if !ok || s.broken {
		return "", 0, s, nil
	}
	if a, ok := b.names[area]; ok && !a.broken && a.sheet == s.sheet {
		s.last = a.last
	}
	var parts []string
	for row := s.row; row <= min(s.last.row, s.row+500); row++ {
		p := location{sheet: s.sheet, row: row, col: s.col, ref: place{row: row, col: s.col}.ref()}
		if _, hidden, err := b.covered(p); err != nil {
			return "", 0, s, err
		} else if hidden {
			continue
		}
		v, err := b.file.GetCellValue(p.sheet, p.ref)
		if err != nil {
			return "", 0, s, err
		}
		if strings.TrimSpace(v) != "" {
			parts = append(parts, text.LineBreaks(v))
		}
	}
	return strings.Join(parts, "\n"), len(parts), s, nil
}
