package xlsx

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// book is an opened workbook, read cell by cell. The library's readers of rows are not
// used, since they end at damage without an error.
type book struct {
	file   *preflight.Workbook
	names  map[string]location
	merges map[string][]merge // by sheet
	kinds  map[int]intake.CellKind
	notes  []model.Note // about the workbook, for reading by labels
	list   string       // the sheet that lists an earlier check's findings
	alike  intake.LookAlikes
	err    error // the first that reading met; what could not be read is empty
}

// fail keeps an error, unless it is nil or one came before.
func (b *book) fail(err error) { b.err = cmp.Or(b.err, err) }

// named is the cell of a defined name; ok is false if the name is lost or broken.
func (b *book) named(name string) (s location, ok bool) {
	s, ok = b.names[name]
	return s, ok && !s.broken
}

// value is what a cell shows; of a merged range, what its first cell shows.
func (b *book) value(sheet, ref string) string {
	if m, _, ok := parseRange(ref); ok {
		if anchor, covered := b.covered(locationAt(sheet, m.r1, m.c1)); covered {
			ref = anchor
		}
	}
	v, err := b.file.GetCellValue(sheet, ref)
	b.fail(err)
	return b.alike.Plain(v, address(sheet, ref))
}

// location is a cell of a workbook that is read, or the range that a defined name
// refers to; broken if there is no such cell.
type location struct {
	sheet, ref string
	row, col   int
	lastRow    int
	broken     bool
}

func locationAt(sheet string, row, col int) location {
	return location{sheet: sheet, ref: place{row: row, col: col}.ref(), row: row, col: col, lastRow: row}
}

type merge struct{ r1, c1, r2, c2 int }

func newBook(f *preflight.Workbook) *book {
	b := &book{file: f, merges: map[string][]merge{}, kinds: map[int]intake.CellKind{}}
	sheets := f.GetSheetList()
	defined := f.GetDefinedName()
	b.names = make(map[string]location, len(defined))
	for _, dn := range defined {
		// A copied sheet brings copies of the names, valid on that sheet only.
		name := strings.ToLower(dn.Name)
		if dn.Scope != "Workbook" || !strings.HasPrefix(name, model.NamePrefix) {
			continue
		}
		s := parseLocation(dn.RefersTo)
		s.broken = s.broken || !slices.Contains(sheets, s.sheet)
		b.names[name] = s
	}
	b.list = mark.ListSheet(f.File)
	return b
}

func parseLocation(refersTo string) location {
	i := strings.LastIndexByte(refersTo, '!')
	if i < 0 || strings.Contains(refersTo, "#REF") {
		return location{broken: true}
	}
	s := location{sheet: workbook.UnquoteSheet(strings.TrimPrefix(refersTo[:i], "="))}
	m, from, ok := parseRange(refersTo[i+1:])
	s.ref, s.row, s.col, s.lastRow, s.broken = from, m.r1, m.c1, m.r2, !ok
	return s
}

// parseRange reads the address of a range or of a cell; from is that of its first cell.
func parseRange(ref string) (m merge, from string, ok bool) {
	from, to, isRange := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !isRange {
		to = from
	}
	var err1, err2 error
	m.c1, m.r1, err1 = excelize.CellNameToCoordinates(from)
	m.c2, m.r2, err2 = excelize.CellNameToCoordinates(to)
	return m, from, err1 == nil && err2 == nil
}

func (s location) key() string     { return s.sheet + "!" + s.ref }
func (s location) address() string { return address(s.sheet, s.ref) }

// covered says whether a cell is covered by a merge that begins elsewhere, and where.
func (b *book) covered(s location) (anchor string, ok bool) {
	for _, m := range b.mergesOf(s.sheet) {
		if m.covers(s) {
			return place{row: m.r1, col: m.c1}.ref(), true
		}
	}
	return "", false
}

func (m merge) covers(s location) bool {
	return m.r1 <= s.row && s.row <= m.r2 && m.c1 <= s.col && s.col <= m.c2 && (m.r1 != s.row || m.c1 != s.col)
}

func (b *book) mergesOf(sheet string) []merge {
	ms, ok := b.merges[sheet]
	if ok {
		return ms
	}
	for _, r := range b.file.Sheet(sheet).Merges {
		ms = append(ms, merge{r.Row1, r.Col1, r.Row2, r.Col2})
	}
	b.merges[sheet] = ms
	return ms
}

// cell reads one cell and its formula.
func (b *book) cell(s location) (intake.Cell, string) {
	c := intake.Cell{Address: s.address()}
	text, err1 := b.file.GetCellValue(s.sheet, s.ref, excelize.Options{RawCellValue: true})
	formula, err2 := b.file.GetCellFormula(s.sheet, s.ref)
	b.fail(cmp.Or(err1, err2))
	c.Text = text
	if text == "" {
		return c, formula
	}
	typ, err := b.file.GetCellType(s.sheet, s.ref)
	b.fail(err)
	switch typ {
	case excelize.CellTypeBool:
		c.Kind = intake.Bool
	case excelize.CellTypeError:
		c.Kind = intake.Error
	case excelize.CellTypeDate:
		c.Kind = intake.Date
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		c.Kind = b.numberKind(s)
	default:
		c.Kind = intake.Text
	}
	if c.Kind == intake.Bool || c.Kind == intake.Date || c.Kind == intake.Percent {
		if shown, err := b.file.GetCellValue(s.sheet, s.ref); err == nil && shown != "" {
			c.Text = shown
		}
	}
	if c.Kind == intake.Text {
		c.Text = b.alike.Plain(c.Text, c.Address)
	}
	return c, formula
}

// numberKind tells dates and percentages, which are stored as numbers, by the number
// format of the cell.
func (b *book) numberKind(s location) intake.CellKind {
	id, err := b.file.GetCellStyle(s.sheet, s.ref)
	b.fail(err)
	if k, ok := b.kinds[id]; ok {
		return k
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
	return kind
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
func (b *book) text(name, area string) (joined string, rows int, at location) {
	s, ok := b.named(name)
	if !ok {
		return "", 0, s
	}
	if a, ok := b.named(area); ok && a.sheet == s.sheet {
		s.lastRow = a.lastRow
	}
	var parts []string
	for row := s.row; row <= min(s.lastRow, s.row+500); row++ {
		p := locationAt(s.sheet, row, s.col)
		if _, hidden := b.covered(p); hidden {
			continue
		}
		if v := b.value(p.sheet, p.ref); strings.TrimSpace(v) != "" {
			parts = append(parts, text.LineBreaks(v))
		}
	}
	return strings.Join(parts, "\n"), len(parts), s
}

// tryText is the text at a defined name, trimmed; empty if it cannot be read, which is
// no error.
func (b *book) tryText(name string) string {
	before := b.err
	b.err = nil
	v, _, _ := b.text(name, "")
	if b.err != nil {
		v = ""
	}
	b.err = before
	return strings.TrimSpace(v)
}

func (b *book) meta(key string) string { return b.tryText(metaPrefix + key) }
