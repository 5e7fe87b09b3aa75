package xlsx

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// book is an opened workbook, read cell by cell. The library's readers of rows are not
// used, since they end at damage without an error.
type book struct {
	file  *preflight.Workbook
	names map[string]location
	// appendices are the names that lead to appendices, in order; nil until they are asked for.
	appendices []string
	merges     map[string][]merge // by sheet
	styles     map[int]cellStyle  // by the number of the style
	looks      bool               // some text has stretches with looks of their own, or some style shows texts otherwise than they are stored
	// conditions are the conditional formats that hide or change what cells hold, by sheet; hiddenZeros are the cells
	// whose 0 one of them hides, unsure those where it may.
	conditions          map[string][]conditionalFormat
	hiddenZeros, unsure map[string]bool
	notes               []model.Note    // about the workbook, for reading by labels
	asked               *model.Form     // the form it is read by; nil until it is known
	texts               []model.Note    // about cells of texts that are found by names
	hidden              map[string]bool // sheets that are not shown; nil until one is asked for
	// tooLarge are sheets that are not of the template and too large to be searched for labels.
	tooLarge map[string]bool
	passed   msg.Text // says which sheets those are, where a search of all sheets passed over them
	// passedFirst is the first of the sheets that were passed over.
	passedFirst string
	list        string // the sheet that lists an earlier check's findings
	reviews     string // the sheet that records the reviews
	alike       intake.LookAlikes
	err         error // the first that reading met; what could not be read is empty
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
		if anchor, covered := b.covered(location{sheet: sheet, row: m.r1, col: m.c1}); covered {
			ref = anchor
		}
	}
	if b.looks {
		if c, _ := b.cell(location{sheet: sheet, ref: ref}); c.Kind == intake.Text || len(c.Left) > 0 {
			return c.Text
		}
	}
	v, err := b.file.Shown(sheet, ref)
	b.fail(err)
	if v == "" {
		return ""
	}
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
	b := &book{file: f, merges: map[string][]merge{}, styles: map[int]cellStyle{}, conditions: map[string][]conditionalFormat{}, hiddenZeros: map[string]bool{}, unsure: map[string]bool{}, tooLarge: map[string]bool{}}
	sheets := f.GetSheetList()
	defined := f.Names()
	if f.Rich {
		b.prepareRuns()
	}
	b.names = make(map[string]location, len(defined))
	for _, dn := range defined {
		// A copied sheet brings copies of the names, valid on that sheet only.
		name := strings.ToLower(dn.Name)
		if dn.OneSheet || !strings.HasPrefix(name, model.NamePrefix) {
			continue
		}
		s := parseLocation(dn.RefersTo)
		s.broken = s.broken || !slices.Contains(sheets, s.sheet)
		b.names[name] = s
	}
	b.list = mark.ListSheet(sheetsOf(f))
	b.reviews = review.SheetOf(sheetsOf(f), sheets)
	b.looks = f.Rich || b.hasLooks() || slices.ContainsFunc(sheets, func(name string) bool { return len(b.conditionsOf(name)) > 0 })
	return b
}

// sheetsOf are the names and sheets of a workbook, for what marking left in it.
func sheetsOf(f *preflight.Workbook) mark.Sheets {
	return mark.Sheets{RefersTo: f.RefersTo, HasSheet: f.HasSheet, ShownRows: f.ShownRows}
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
	if m.c1, m.r1, ok = coordinates(from); !ok {
		return m, from, false
	}
	if m.c2, m.r2 = m.c1, m.r1; isRange {
		m.c2, m.r2, ok = coordinates(to)
	}
	return m, from, ok
}

// coordinates are the column and row of an address; ok is false if it is none.
func coordinates(ref string) (col, row int, ok bool) {
	if col, row = preflight.ParseRef(ref); col > 0 {
		return col, row, true
	}
	col, row, err := excelize.CellNameToCoordinates(ref)
	return col, row, err == nil
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
	text, err1 := b.file.Value(s.sheet, s.ref)
	formula, err2 := b.file.Formula(s.sheet, s.ref)
	b.fail(cmp.Or(err1, err2))
	c.Text = text
	if text == "" {
		return c, formula
	}
	typ, err := b.file.Type(s.sheet, s.ref)
	b.fail(err)
	switch typ {
	case excelize.CellTypeBool:
		c.Kind = intake.Bool
	case excelize.CellTypeError:
		c.Kind = intake.Error
	case excelize.CellTypeDate:
		c.Kind = intake.Date
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		c.Kind = intake.Number
	default:
		c.Kind = intake.Text
		c.Text = b.alike.Plain(c.Text, c.Address)
	}
	if b.looks || c.Kind == intake.Number {
		b.show(&c, s)
	}
	if c.Kind == intake.Bool || c.Kind == intake.Date {
		if shown, err := b.file.Shown(s.sheet, s.ref); err == nil && shown != "" {
			c.Text = shown
		}
	}
	return c, formula
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
		if b.noText(p, name) {
			continue
		}
		if v := b.value(p.sheet, p.ref); strings.TrimSpace(v) != "" {
			parts = append(parts, text.LineBreaks(v))
		}
	}
	return strings.Join(parts, "\n"), len(parts), s
}

// noText notes what is not read of a cell for the text of a name. It reports whether that is all of it.
func (b *book) noText(p location, name string) bool {
	if b.asked == nil || strings.HasPrefix(name, metaPrefix) {
		return false
	}
	c, formula := b.cell(p)
	section, narrative := strings.CutPrefix(name, textPrefix)
	if !narrative {
		section = ""
	}
	note := func(n model.Note) {
		same := func(o model.Note) bool { return o.Cell == n.Cell && o.Rule == n.Rule }
		if !slices.ContainsFunc(b.texts, same) {
			b.texts = append(b.texts, n)
		}
	}
	if n, ok := intake.LeftNote(c); ok {
		n.Section = section
		note(n)
	}
	if n, ok := intake.NoText(c, formula, section, b.asked); ok {
		note(n)
		return true
	}
	if formula != "" && c.Text == "" && len(c.Left) == 0 && !b.file.StoresEmptyText(p.sheet, p.ref) {
		note(intake.NoResult(c, formula, section))
		return true
	}
	if formula != "" && c.Kind == intake.Number && (narrative || c.Text == "0") {
		note(intake.ComputedNumber(c, formula, section))
		return true
	}
	return c.Kind == intake.Empty
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
