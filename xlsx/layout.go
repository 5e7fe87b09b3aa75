package xlsx

import (
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// place is a cell of a workbook that is written: sheet, row and column from 1.
type place struct {
	sheet    string
	row, col int
}

// ref is the cell's address without the sheet.
func (p place) ref() string {
	if p.col < 1 || p.row < 1 {
		return p.name(false)
	}
	var b [20]byte
	at := len(b)
	for n := p.row; n > 0; n /= 10 {
		at--
		b[at] = byte('0' + n%10)
	}
	for n := p.col; n > 0; n = (n - 1) / 26 {
		at--
		b[at] = byte('A' + (n-1)%26)
	}
	return string(b[at:])
}

func (p place) absolute() string { return p.name(true) }

func (p place) name(absolute bool) string {
	s, err := excelize.CoordinatesToCellName(p.col, p.row, absolute)
	if err != nil {
		panic(err) // a form's size is bounded far below a sheet's
	}
	return s
}

func (p place) address() string { return address(p.sheet, p.ref()) }

// qualified is the absolute address with the sheet, as formulas and names have it.
func (p place) qualified() string { return workbook.QuoteSheet(p.sheet) + "!" + p.absolute() }

func (p place) down(rows int) place  { p.row += rows; return p }
func (p place) right(cols int) place { p.col += cols; return p }

// address is the address of a cell for people, as it can be typed into the name box
// of a spreadsheet program.
func address(sheet, ref string) string {
	if sheet == "" || strings.ContainsFunc(sheet, isQuoted) {
		sheet = workbook.QuoteSheet(sheet)
	}
	return sheet + "!" + ref
}

// isQuoted reports whether the name of a sheet is quoted where it has a character.
func isQuoted(r rune) bool {
	switch r {
	case ' ', '\'', '!', '-', '+', '(', ')', '（', '）', '&', ',', ';':
		return true
	}
	return false
}

// Layout is the places of all fields, texts and cover items of a form in the workbook
// that Write makes.
type Layout struct {
	form   *model.Form
	tables map[string]*tableLayout
	fields []place // by Field.Index
	texts  map[string]textLayout
	cover  map[string]place
	// formulas are the formulas of the identities that a workbook shows, and totals those of totals, by Field.Index.
	formulas func() map[*model.Identity]identityFormulas
	totals   func() []string
}

type tableLayout struct {
	grid   *grid.Grid
	origin place // of the grid's top left cell
	note   place
	checks []*model.Rule // rules whose results are shown in a row under the table
}

type textLayout struct {
	heading, prompt place
	first           place
	rows            int
}

// firstRow is the first row of a table; the section's heading is above it.
const firstRow = 2

// layouts keeps the layout of each form. Forms never change, and one form serves for thousands of workbooks.
var layouts sync.Map

// NewLayout is the layout of a form, which is computed once.
func NewLayout(f *model.Form) *Layout {
	if l, ok := layouts.Load(f); ok {
		return l.(*Layout)
	}
	l := &Layout{form: f, tables: map[string]*tableLayout{}, fields: make([]place, len(f.Fields)), texts: map[string]textLayout{}, cover: map[string]place{}}
	for i, c := range f.Cover {
		l.cover[c.ID] = place{f.Messages["cover_sheet"], 5 + i, 3}
	}
	for _, sh := range f.Sheets {
		row := 1
		for _, id := range sh.Sections {
			switch s, ok := f.Section(id); {
			case !ok:
			case s.Table == nil:
				row = l.placeText(s, place{sh.Name, row, 1})
			default:
				row = l.placeTable(s, place{sh.Name, row, 1})
			}
		}
	}
	l.formulas = sync.OnceValue(l.identityFormulas)
	l.totals = sync.OnceValue(l.totalFormulas)
	layouts.Store(f, l)
	return l
}

func (l *Layout) placeText(s *model.Section, at place) int {
	t := textLayout{heading: at, prompt: at.down(1), first: at.down(2), rows: 6}
	if s.Optional {
		t.rows = 2
	}
	l.texts[s.ID] = t
	return at.row + 2 + t.rows + 1
}

func (l *Layout) placeTable(s *model.Section, at place) int {
	t := &tableLayout{grid: grid.Of(l.form, s.Table), origin: at.down(firstRow - 1)}
	for _, c := range t.grid.Cells {
		if c.Field != nil {
			l.fields[c.Field.Index] = t.at(c)
		}
	}
	t.note = t.origin.down(t.grid.Rows)
	for _, r := range l.form.Rules {
		if r.Table == s.Table.ID && r.Along == "rows" && r.Relation != model.RelUnequal && r.Relation != model.RelYear {
			t.checks = append(t.checks, r)
		}
	}
	l.tables[s.ID] = t
	l.texts[s.ID] = textLayout{heading: at, prompt: t.note, first: t.note.right(1), rows: 1}
	return t.note.row + 2 + len(t.checks)
}

func (t *tableLayout) at(c grid.Cell) place { return t.origin.down(c.Row).right(c.Col) }

// reasonColumn is the column right of the table, which shows reasons.
func (t *tableLayout) reasonColumn() int { return t.origin.col + t.grid.Cols }

// checkRow is the row under the table with the results of the i-th rule of checks.
func (t *tableLayout) checkRow(i int) int { return t.note.row + 2 + i }

// Cell is the address of a field's cell.
func (l *Layout) Cell(fd *model.Field) string { return l.fields[fd.Index].address() }

// Find is the field at an address such as 三、依申请公开!D5.
func (l *Layout) Find(addr string) (*model.Field, bool) {
	addr = strings.NewReplacer("$", "", "'", "").Replace(strings.TrimSpace(addr))
	for _, fd := range l.form.Fields {
		if p := l.fields[fd.Index]; strings.EqualFold(addr, p.sheet+"!"+p.ref()) {
			return fd, true
		}
	}
	return nil, false
}

// rangesOf joins cells in reading order to ranges: runs along a row, and equal runs of
// neighbouring rows.
func rangesOf(ps []place) []string {
	var runs []merge
	for _, p := range ps {
		if n := len(runs) - 1; n >= 0 && runs[n].r1 == p.row && runs[n].c2+1 == p.col {
			runs[n].c2++
		} else {
			runs = append(runs, merge{p.row, p.col, p.row, p.col})
		}
	}
	var out []merge
	for _, r := range runs {
		i := slices.IndexFunc(out, func(o merge) bool { return o.c1 == r.c1 && o.c2 == r.c2 && o.r2+1 == r.r1 })
		if i < 0 {
			out = append(out, r)
		} else {
			out[i].r2 = r.r2
		}
	}
	var refs []string
	for _, r := range out {
		a, b := place{row: r.r1, col: r.c1}.ref(), place{row: r.r2, col: r.c2}.ref()
		if a != b {
			a += ":" + b
		}
		refs = append(refs, a)
	}
	return refs
}

// Text is the address of a section's narrative.
func (l *Layout) Text(section string) string { return l.texts[section].first.address() }

// CoverItem is the address of an item of the cover.
func (l *Layout) CoverItem(id string) string { return l.cover[id].address() }
