package intake_test

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

var (
	update = flag.Bool("update", false, "rewrite testdata/damage.md; inspect the diff")
	rounds = flag.Int("rounds", 0, "how many combinations of damage to try")
	seed   = flag.Uint64("seed", 24, "where the random combinations begin")
	shown  = flag.String("show", "", "the damage, or the number of the round, whose findings are shown")
)

// pcell is a cell of a page that is to be damaged.
type pcell struct {
	row, col, rows, cols int
	text                 string
	field                *model.Field // whose figure it is
	part                 grid.Kind
	head                 bool // the text of a heading or a title
}

// page is a worksheet that is to be damaged.
type page struct {
	name   string
	cells  []*pcell
	turned bool // rows and columns are exchanged
	filled bool // what was merged stands in every cell
	moved  bool // the figures stand a row off
	parted bool // the header is there twice
	beside bool // two tables stand side by side
}

func (p *page) shift(row, col, dr, dc int) {
	for _, c := range p.cells {
		if c.row >= row {
			c.row += dr
		} else if c.row+c.rows > row {
			c.rows += dr
		}
		if c.col >= col {
			c.col += dc
		} else if c.col+c.cols > col {
			c.cols += dc
		}
	}
}

// dropColumn takes away a column with its label and its figures.
func (p *page) dropColumn(col int) {
	p.cells = slices.DeleteFunc(p.cells, func(o *pcell) bool { return o.col == col && o.cols == 1 && !o.head })
	for _, o := range p.cells {
		if o.col > col {
			o.col--
		} else if o.col+o.cols > col+1 {
			o.cols--
		}
	}
}

func (p *page) bottom() int {
	n := 0
	for _, c := range p.cells {
		n = max(n, c.row+c.rows)
	}
	return n
}

// book is a report as pages, and what it says.
type book struct {
	form  *model.Form
	pages []*page
	want  map[string]model.Value
	texts map[string]string
	done  []string
	as    string // what the file is: "" for a workbook
	// A row in which one number was split and another cell was lost looks just
	// like a sound row of other figures. Nobody could tell, so it is not tried.
	split, lost map[*model.Node]bool
}

var narratives = map[string]string{
	"overview": "2024年，本机关依法公开政府信息，主动公开、依申请公开、信息管理、平台建设和监督保障各项工作有序推进，办理申请按期完成。",
	"problems": "政策解读的形式还不够多样，依申请公开的办理质量有待提高。下一步将加强培训，完善会商机制，提升答复的规范程度。",
	"other":    "本年度没有收取信息处理费，没有其他需要报告的事项。",
}

func newBook(rng *rand.Rand, f *model.Form) *book {
	b := &book{form: f, want: map[string]model.Value{}, texts: map[string]string{}, split: map[*model.Node]bool{}, lost: map[*model.Node]bool{}}
	figures(rng, f, b.want)
	for _, s := range f.Sections {
		if s.Optional {
			continue
		}
		p := &page{name: s.ID, cells: []*pcell{{rows: 1, cols: 1, text: s.Heading, head: true}}}
		if s.Table == nil {
			b.texts[s.ID] = narratives[s.ID]
			p.cells = append(p.cells, &pcell{row: 1, rows: 1, cols: 1, text: narratives[s.ID]})
		} else {
			for _, cell := range grid.Of(f, s.Table).Cells {
				text := cell.Text
				if cell.Field != nil {
					text = b.want[cell.Field.ID].Number.String()
				}
				p.cells = append(p.cells, &pcell{cell.Row + 1, cell.Col, cell.Rows, cell.Cols, text, cell.Field, cell.Kind, false})
			}
		}
		b.pages = append(b.pages, p)
	}
	b.pages[0].shift(0, 0, 1, 0)
	b.pages[0].cells = append(b.pages[0].cells, &pcell{rows: 1, cols: 1, text: fmt.Sprintf("某市某局%d年政府信息公开工作年度报告", f.Years.From), head: true})
	return b
}

// figures fills a form so that every identity holds.
func figures(rng *rand.Rand, f *model.Form, into map[string]model.Value) {
	set := func(fd *model.Field, n model.Number) { into[fd.ID] = model.Value{State: model.IsNumber, Number: n} }
	sparse := rng.IntN(2) == 0
	for _, fd := range f.Fields {
		if fd.Total == nil {
			n := rng.Int64N(900)
			if sparse && rng.IntN(3) > 0 {
				n = 0
			}
			set(fd, model.Int(n))
		}
	}
	for range 2 { // totals of totals
		for _, fd := range f.Fields {
			if fd.Total == nil {
				continue
			}
			var sum model.Number
			for _, t := range fd.Total.Right {
				sum = sum.Add(into[t.Field.ID].Number)
			}
			set(fd, sum)
		}
	}
	// New = results + carried out − carried in, with nothing carried in.
	for _, id := range f.Identities {
		if id.Rule.Relation != model.RelBalance || id.Left[0].Field.Total != nil {
			continue
		}
		set(id.Left[1].Field, model.Number{})
		set(id.Left[0].Field, into[id.Right[0].Field.ID].Number.Add(into[id.Right[1].Field.ID].Number))
	}
	for _, fd := range f.Fields {
		if fd.Total == nil {
			continue
		}
		var sum model.Number
		for _, t := range fd.Total.Right {
			sum = sum.Add(into[t.Field.ID].Number)
		}
		set(fd, sum)
	}
}

// tables are the pages with tables that stand upright.
func (b *book) tables() []*page {
	var out []*page
	for _, p := range b.pages {
		if !p.turned && slices.ContainsFunc(p.cells, func(c *pcell) bool { return c.field != nil }) {
			out = append(out, p)
		}
	}
	return out
}

// intact reports whether every row of a table has as many cells as it should:
// one with a cell too many and another too few looks like a sound one of other
// figures.
func (b *book) intact(t *model.Table) bool {
	for _, fd := range b.form.FieldsOf(t) {
		if b.split[fd.Row] || b.lost[fd.Row] {
			return false
		}
	}
	return true
}

// sound reports whether a page holds one table, and an intact one.
func (b *book) sound(p *page) bool {
	var table *model.Table
	for _, c := range p.cells {
		if c.field == nil {
			continue
		}
		if table != nil && c.field.Table != table {
			return false
		}
		table = c.field.Table
	}
	return table != nil && b.intact(table)
}

func pick[T any](rng *rand.Rand, xs []T) T { return xs[rng.IntN(len(xs))] }

func (p *page) some(rng *rand.Rand, ok func(*pcell) bool) *pcell {
	var out []*pcell
	for _, c := range p.cells {
		if ok(c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return pick(rng, out)
}

func (p *page) rowOf(fd *model.Field) []*pcell {
	var out []*pcell
	for _, c := range p.cells {
		if c.field != nil && c.field.Row == fd.Row {
			out = append(out, c)
		}
	}
	return out
}

// sheets are what a reader makes of the book: of a workbook, of a document, whose
// empty cells are there too, or of text pasted from a page, where rows are lists.
func (b *book) sheets() []*intake.Sheet {
	var out []*intake.Sheet
	if b.as != "" {
		all := &intake.Sheet{Complete: b.as == "document", Lists: b.as == "text"}
		all.Address = func(row, col int) string { return fmt.Sprintf("R%dC%d", row+1, col+1) }
		bottom := 0
		for _, p := range b.pages {
			p.shift(0, 0, bottom, 0)
			bottom = p.bottom() + 1
			cells := p.laidOut()
			row, col, last := -1, 0, -1
			if n := len(all.Cells); n > 0 {
				row = all.Cells[n-1].Row
			}
			for _, c := range cells {
				if b.as == "text" {
					if c.row != last {
						row, col, last = row+1, 0, c.row
					}
					all.Add(row, col, 1, 1, intake.Cell{Kind: intake.Text, Text: c.text, Address: all.Address(row, col)})
					col++
					continue
				}
				kind := intake.Text
				if c.text == "" {
					kind = intake.Empty
				}
				all.Add(c.row, c.col, c.rows, c.cols, intake.Cell{Kind: kind, Text: c.text, Address: all.Address(c.row, c.col)})
			}
		}
		return []*intake.Sheet{all}
	}
	for _, p := range b.pages {
		name := p.name
		s := &intake.Sheet{Name: name, Address: func(row, col int) string { return fmt.Sprintf("%s!R%dC%d", name, row+1, col+1) }}
		for _, c := range p.laidOut() {
			if c.text == "" {
				continue
			}
			kind := intake.Text
			if _, err := model.ParseNumber(c.text); err == nil {
				kind = intake.Number
			}
			s.Add(c.row, c.col, c.rows, c.cols, intake.Cell{Kind: kind, Text: c.text, Address: s.Address(c.row, c.col)})
		}
		out = append(out, s)
	}
	return out
}

// laidOut are the cells in reading order; where two were pushed onto one place
// the first is what people see.
func (p *page) laidOut() []*pcell {
	cells := slices.SortedStableFunc(slices.Values(p.cells), func(x, y *pcell) int {
		return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col))
	})
	taken := map[[2]int]bool{}
	cells = slices.DeleteFunc(cells, func(c *pcell) bool {
		if taken[[2]int{c.row, c.col}] {
			return true
		}
		for r := range c.rows {
			for k := range c.cols {
				taken[[2]int{c.row + r, c.col + k}] = true
			}
		}
		return false
	})
	return cells
}

// outcome of a damaged book: the same values, a finding for every value that is
// not, or a value that changed without a word.
func (b *book) outcome(forms []*model.Form) (same bool, silent []string, found []check.Finding) {
	m, err := intake.Map(b.sheets(), forms, intake.Options{})
	if err != nil {
		return false, nil, nil // refused as a whole, in so many words
	}
	if m == nil {
		return false, nil, nil // no table found: refused as well
	}
	m.Values()
	found = check.Run(m.Report, check.Options{EditionFor: func(int) string { return b.form.ID }})
	same = m.Form == b.form
	if !same && !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Rule.ID == "EDITION-YEAR" }) {
		silent = append(silent, "another form")
	}
	for _, fd := range m.Form.Fields {
		want, known := b.want[fd.ID]
		got := m.Report.Value(fd.ID)
		if !known && m.Form != b.form || got.State == want.State && got.Number.Equal(want.Number) {
			continue
		}
		same = false
		if !slices.ContainsFunc(found, func(f check.Finding) bool { return names(f, fd, got) }) {
			silent = append(silent, fmt.Sprintf("%s: %s %s → %s %s", fd.ID, want.State, want.Number, got.State, got.Number))
		}
	}
	for id, want := range b.texts {
		if got := m.Report.Texts[id]; squeezed(got) != squeezed(want) {
			same = false
			if !slices.ContainsFunc(found, func(f check.Finding) bool { return strings.HasPrefix(f.Rule.ID, "TEXT-") }) {
				silent = append(silent, fmt.Sprintf("%s: %q", id, got))
			}
		}
	}
	return same, silent, found
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// names reports whether a finding tells that the value of a field is not what the
// file was meant to say: it is about that very field; or about its table as a
// whole; or it says of its row, or of its column, that the label is another than
// the form's or in doubt, or that there is more or less in it than belongs there.
func names(f check.Finding, fd *model.Field, got model.Value) bool {
	if slices.Contains(f.Fields, fd) {
		return true
	}
	switch f.Rule.ID {
	case "BLANK-CELL": // of a total over blanks it says that its parts are
		return got.State == model.Blank && fd.Total != nil && slices.ContainsFunc(fd.Total.Right, func(t model.Term) bool { return slices.Contains(f.Fields, t.Field) })
	case "FORM-TABLE", "EDITION-YEAR":
		return got.State == model.Absent && (slices.Contains(f.Sections, fd.Table.ID) || strings.Contains(f.Message.ZH, fd.Table.Section.Heading))
	case "FORM-SHORT":
		row := fd.Row.Label
		if row == "" {
			row = fd.Table.Section.Heading
		}
		return strings.Contains(f.Message.ZH, "“"+row+"”行只有")
	case "FORM-LABEL":
		return strings.Contains(f.Message.ZH, "读作“"+fd.Row.Label+"”") || strings.Contains(f.Message.ZH, "读作“"+fd.Column.Label+"”")
	case "FORM-DOUBT", "FORM-EXTRA":
		if (strings.Contains(f.Message.ZH, "整体错开") || strings.Contains(f.Message.ZH, "还有一处")) && strings.Contains(f.Message.ZH, fd.Table.Section.Heading) {
			return true // the figures of a whole table
		}
		row := fd.Row.Label
		if row == "" {
			row = fd.Table.Section.Heading
		}
		return strings.Contains(f.Message.ZH, "“"+row+"”") || strings.Contains(f.Message.ZH, "列“"+fd.Column.Label+"”")
	}
	return false
}

// No damage, alone or with others, gives different values silently.
func TestDamage(t *testing.T) {
	n := *rounds
	if n == 0 {
		n = formtest.Trials(2_000, 400)
		if testing.Short() {
			n = 300
		}
	}
	if *update {
		n = 12_000
	}
	forms := editions(t)
	rng := rand.New(rand.NewPCG(20, *seed))
	same, told, silent := 0, 0, 0
	alone := map[string][2]int{}
	for i := range n {
		b := newBook(rng, forms[i%len(forms)])
		b.as = pick(rng, []string{"", "", "", "document", "text"})
		k := 1
		if i >= 40*len(damages) || i >= n/3 {
			k = 1 + rng.IntN(4)
		}
		for range k {
			if len(b.tables()) == 0 {
				break
			}
			d := damages[rng.IntN(len(damages))]
			if k == 1 {
				d = damages[i/len(forms)%len(damages)]
			}
			d.do(rng, b)
			b.done = append(b.done, d.name)
		}
		ok, bad, found := b.outcome(forms)
		switch {
		case ok:
			same++
		case len(bad) == 0:
			told++
		default:
			silent++
			t.Errorf("round %d, %s %q, %v: %d values changed silently: %s", i, b.form.ID, b.as, b.done, len(bad), strings.Join(bad[:min(3, len(bad))], "; "))
		}
		if show := fmt.Sprint(i); *shown == show || *shown == b.done[0] && k == 1 && !ok {
			for _, f := range found {
				t.Log(i, b.as, b.done, f.Rule.ID, f.Cells, f.Message.ZH)
			}
		}
		if k == 1 {
			c := alone[b.done[0]]
			if ok {
				c[0]++
			}
			c[1]++
			alone[b.done[0]] = c
		}
		if silent > 20 {
			break
		}
	}
	t.Logf("%d combinations: %d the same, %d told, %d silent", n, same, told, silent)
	if testing.Verbose() {
		for _, d := range damages {
			t.Logf("%s: %d of %d the same", d.name, alone[d.name][0], alone[d.name][1])
		}
	}
	if *update {
		text := fmt.Sprintf("%d 种随机组合：%.1f %% 读出的数与原来完全相同，%.1f %% 有不同而逐一指出，**%d** 例悄悄变了数。\n", n, 100*float64(same)/float64(n), 100*float64(told)/float64(n), silent)
		if err := os.WriteFile("testdata/damage.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func editions(t testing.TB) []*model.Form {
	var out []*model.Form
	for _, id := range slices.Backward(templates.Editions()) {
		f := formtest.Form(t, id)
		out = append(out, f)
	}
	return out
}
