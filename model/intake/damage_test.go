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

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/model/grid"
	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/templates"
)

var (
	update = flag.Bool("update", false, "rewrite testdata/damage.md; inspect the diff")
	rounds = flag.Int("rounds", 0, "how many combinations of damage to try")
)

// Pcell is a cell of a page that is to be damaged.
type pcell struct {
	row, col, rows, cols int
	text                 string
	field                *model.Field // whose figure it is
	part                 grid.Kind
	head                 bool // the text of a heading or a title
}

// Page is a worksheet that is to be damaged.
type page struct {
	name  string
	cells []*pcell
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

func (p *page) bottom() int {
	n := 0
	for _, c := range p.cells {
		n = max(n, c.row+c.rows)
	}
	return n
}

// Book is a report as pages, and what it says.
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
			for _, c := range grid.Of(f, s.Table).Cells {
				text := c.Text
				if c.Field != nil {
					text = b.want[c.Field.ID].Number.String()
				}
				p.cells = append(p.cells, &pcell{c.Row + 1, c.Col, c.Rows, c.Cols, text, c.Field, c.Kind, false})
			}
		}
		b.pages = append(b.pages, p)
	}
	b.pages[0].shift(0, 0, 1, 0)
	b.pages[0].cells = append(b.pages[0].cells, &pcell{rows: 1, cols: 1, text: fmt.Sprintf("某市某局%d年政府信息公开工作年度报告", f.Years.From), head: true})
	return b
}

// Figures fills a form so that every identity holds.
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

func (b *book) tables() []*page {
	var out []*page
	for _, p := range b.pages {
		if slices.ContainsFunc(p.cells, func(c *pcell) bool { return c.field != nil }) {
			out = append(out, p)
		}
	}
	return out
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

// Damages are what is done to workbooks on their way back. Names are gone in all
// of them: nothing but labels is left.
var damages = []struct {
	name string
	do   func(*rand.Rand, *book)
}{
	{"工作表改名、换次序", func(rng *rand.Rand, b *book) {
		for i, p := range b.pages {
			p.name = pick(rng, []string{"Sheet", "表", "新建", "工作表"}) + fmt.Sprint(i)
		}
		rng.Shuffle(len(b.pages), func(i, j int) { b.pages[i], b.pages[j] = b.pages[j], b.pages[i] })
	}},
	{"各表放在一张工作表", func(rng *rand.Rand, b *book) {
		all := &page{name: "Sheet1"}
		for _, p := range b.pages {
			p.shift(0, 0, all.bottom()+rng.IntN(3), 0)
			all.cells = append(all.cells, p.cells...)
		}
		b.pages = []*page{all}
	}},
	{"插入行", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.pages)
		p.shift(rng.IntN(p.bottom()+1), 1<<20, 1+rng.IntN(2), 0)
	}},
	{"插入列", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.pages)
		p.shift(1<<20, rng.IntN(12), 0, 1)
	}},
	{"取消合并", func(rng *rand.Rand, b *book) {
		for _, p := range b.tables() {
			for _, c := range p.cells {
				c.rows, c.cols = 1, 1
			}
		}
	}},
	{"取消合并并填满", func(rng *rand.Rand, b *book) {
		for _, p := range b.tables() {
			var more []*pcell
			for _, c := range p.cells {
				if c.field == nil && !c.head {
					for r := range c.rows {
						for k := range c.cols {
							if r+k > 0 {
								more = append(more, &pcell{c.row + r, c.col + k, 1, 1, c.text, nil, c.part, false})
							}
						}
					}
				}
				c.rows, c.cols = 1, 1
			}
			p.cells = append(p.cells, more...)
		}
	}},
	{"改变合并", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		for range 3 {
			if c := p.some(rng, func(c *pcell) bool { return c.field == nil && (c.cols > 1 || c.rows > 1) }); c != nil {
				if c.cols > 1 {
					c.cols--
				} else {
					c.rows--
				}
			}
		}
	}},
	{"整块移动", func(rng *rand.Rand, b *book) { pick(rng, b.pages).shift(0, 0, rng.IntN(6), rng.IntN(5)) }},
	{"一个数拆成两格", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && len(c.text) > 1 && !b.lost[c.field.Row] })
		if c == nil {
			return
		}
		b.split[c.field.Row] = true
		for _, o := range p.cells {
			if o.row == c.row && o.col > c.col {
				o.col++
			}
		}
		p.cells = append(p.cells, &pcell{c.row, c.col + 1, 1, 1, c.text[1:], nil, grid.Value, false})
		c.text, c.cols = c.text[:1], 1
	}},
	{"标签写法不同", func(rng *rand.Rand, b *book) {
		for range 1 + rng.IntN(5) {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field == nil && c.text != "" }); c != nil {
				c.text = spelt(rng, c.text)
			}
		}
	}},
	{"标签错漏字", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool {
			return (c.part == grid.Label || c.part == grid.Head) && !c.head && c.field == nil && len([]rune(c.text)) > 2
		})
		if c == nil {
			return
		}
		rs := []rune(c.text)
		for range 1 + rng.IntN(max(1, len(rs)/4)) {
			if i := rng.IntN(len(rs)); rng.IntN(2) == 0 && len(rs) > 2 {
				rs = slices.Delete(rs, i, i+1)
			} else {
				rs[i] = pick(rng, []rune("的了政件公开其他"))
			}
		}
		c.text = string(rs)
	}},
	{"删除一行", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil })
		if c == nil {
			return
		}
		row := c.row
		p.cells = slices.DeleteFunc(p.cells, func(o *pcell) bool { return o.row == row && o.rows == 1 })
		for _, o := range p.cells {
			if o.row > row {
				o.row--
			} else if o.row+o.rows > row {
				o.rows--
			}
		}
	}},
	{"两行互换", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		x, y := p.some(rng, func(c *pcell) bool { return c.field != nil }), p.some(rng, func(c *pcell) bool { return c.field != nil })
		if x == nil || y == nil || x.field.Band != y.field.Band || x.field.Row.Parent != y.field.Row.Parent {
			return
		}
		rx, ry := x.row, y.row
		for _, c := range p.cells {
			if c.part != grid.Value && c.part != grid.Label || c.rows > 1 {
				continue
			}
			switch c.row {
			case rx:
				c.row = ry
			case ry:
				c.row = rx
			}
		}
	}},
	{"数字改全角", func(rng *rand.Rand, b *book) {
		for range 4 {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field != nil }); c != nil {
				c.text = strings.Map(func(r rune) rune {
					if r >= '0' && r <= '9' {
						return r - '0' + '０'
					}
					return r
				}, c.text)
			}
		}
	}},
	{"加备注和单位", func(rng *rand.Rand, b *book) {
		for range 3 {
			p := pick(rng, b.tables())
			if c := p.some(rng, func(c *pcell) bool { return c.field != nil && c.text != "" && c.field.Kind != model.Amount }); c != nil {
				c.text += pick(rng, []string{"件", "项", "（其中转办2件）", "\n（含上年结转）", " 件", "*"})
			}
		}
	}},
	{"零留空", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		for _, c := range p.cells {
			if c.field != nil && c.text == "0" && !b.split[c.field.Row] {
				b.lost[c.field.Row] = true
				c.text = pick(rng, []string{"", "", "/", "-", "无"})
			}
		}
	}},
	{"删除最后一格", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		var last *pcell
		for _, c := range p.cells {
			if c.field != nil && (last == nil || c.row > last.row || c.row == last.row && c.col > last.col) {
				last = c
			}
		}
		if last != nil && !b.split[last.field.Row] {
			b.lost[last.field.Row] = true
			p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c == last })
		}
	}},
	{"加一行自有项目", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil })
		if c == nil {
			return
		}
		row := c.row
		p.shift(row, 1<<20, 1, 0)
		p.cells = append(p.cells, &pcell{row, 0, 1, 1, "其他主动公开文件", nil, grid.Label, false})
		for i := range 3 {
			p.cells = append(p.cells, &pcell{row, c.col + i, 1, 1, fmt.Sprint(3 + i), nil, grid.Value, false})
		}
	}},
	{"表上表下加文字", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		p.cells = append(p.cells, &pcell{p.bottom() + rng.IntN(2), 0, 1, 1, "注：本表数据含上年度结转数量。", nil, grid.Band, false})
	}},
	{"表格分成两段", func(rng *rand.Rand, b *book) {
		p := pick(rng, b.tables())
		c := p.some(rng, func(c *pcell) bool { return c.field != nil && c.field.Row.Label != "" })
		if c == nil {
			return
		}
		top := 1 << 20
		var head []*pcell
		for _, o := range p.cells {
			if o.field != nil && o.field.Band == c.field.Band {
				top = min(top, o.row)
			}
		}
		first := 0
		for _, o := range p.cells {
			if o.part == grid.Head && o.field == nil && !o.head && o.row < top && o.row+o.rows >= top {
				first = o.row + o.rows
			}
		}
		_ = first
		depth := model.Depth(c.field.Band.Columns)
		for _, o := range p.cells {
			if (o.part == grid.Head || o.part == grid.Corner) && !o.head && o.field == nil && o.row < top && o.row >= top-depth {
				head = append(head, o)
			}
		}
		row := c.row
		p.shift(row, 1<<20, depth+1, 0)
		for _, o := range head {
			n := *o
			n.row = row + 1 + o.row - (top - depth)
			p.cells = append(p.cells, &n)
		}
	}},
}

// Spelt writes a label another way that means the same.
func spelt(rng *rand.Rand, s string) string {
	traditional := strings.NewReplacer("总", "總", "业", "業", "务", "務", "请", "請", "处", "處", "规", "規", "许", "許", "数", "數", "护", "護", "决", "決", "计", "計", "号", "號", "会", "會", "开", "開", "继", "繼", "续", "續", "办", "辦", "国", "國")
	switch rng.IntN(9) {
	case 0:
		rs := []rune(s)
		i := rng.IntN(len(rs) + 1)
		return string(rs[:i]) + pick(rng, []string{" ", "\n", "\u3000", "\u00a0", " / "}[:4]) + string(rs[i:])
	case 1:
		return strings.Join(strings.Split(s, ""), " ")
	case 2:
		return strings.NewReplacer("（", "(", "）", ")", "：", ":", "，", ",").Replace(s)
	case 3:
		return strings.NewReplacer("“", "\"", "”", "\"").Replace(s)
	case 4:
		return traditional.Replace(s)
	case 5:
		return strings.Replace(s, "要", "", 1)
	case 6:
		for i, c := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
			if rest, ok := strings.CutPrefix(s, c+"."); ok {
				return pick(rng, []string{c + "、", "（" + c + "）", c + "．", c + ")", string([]rune("①②③④⑤⑥⑦⑧")[i])}) + rest
			}
		}
		return s
	case 7:
		for i, c := range []string{"一", "二", "三", "四", "五", "六", "七"} {
			if rest, ok := strings.CutPrefix(s, "（"+c+"）"); ok {
				return pick(rng, []string{"（" + fmt.Sprint(i+1) + "）", "(" + c + ")", c + "、"}) + rest
			}
		}
		return s
	}
	return "  " + s + " "
}

// Sheets are what a reader makes of the book: of a workbook, of a document, whose
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

// LaidOut are the cells in reading order; where two were pushed onto one place
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

// Outcome of a damaged book: the same values, a finding for every value that is
// not, or a value that changed without a word.
func (b *book) outcome(t testing.TB, forms []*model.Form) (same bool, silent []string) {
	m, err := intake.Map(b.sheets(), forms, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if m == nil || m.Form != b.form {
		return false, []string{"another form"}
	}
	m.Values()
	findings := check.Run(m.Form, m.Report, check.Options{})
	said := map[*model.Field]bool{}
	tables := map[string]bool{}
	words := ""
	for _, f := range findings {
		for _, fd := range f.Fields {
			said[fd] = true
			for _, o := range m.Form.Fields {
				if o.Row == fd.Row && o.Table == fd.Table {
					said[o] = true
				}
			}
		}
		switch f.Rule.ID {
		case "FORM-DOUBT", "FORM-EXTRA", "FORM-LABEL", "FORM-ORDER":
			words += f.Message.ZH + "\n"
		case "FORM-TABLE", "EDITION-YEAR":
			for _, s := range f.Sections {
				tables[s] = true
			}
		}
	}
	same = true
	for _, fd := range m.Form.Fields {
		want, got := b.want[fd.ID], m.Report.Values[fd.ID]
		if got.State == want.State && got.Number.Equal(want.Number) {
			continue
		}
		same = false
		if said[fd] || tables[fd.Table.ID] || fd.Row.Label != "" && strings.Contains(words, "“"+fd.Row.Label+"”") || strings.Contains(words, "列“"+fd.Column.Label+"”") {
			continue
		}
		silent = append(silent, fmt.Sprintf("%s: %s %s → %s %s", fd.ID, want.State, want.Number, got.State, got.Number))
	}
	return same, silent
}

// No damage, alone or with others, gives different values silently.
func TestDamage(t *testing.T) {
	n := *rounds
	if n == 0 {
		n = 2_000
		if testing.Short() {
			n = 300
		}
	}
	if *update {
		n = 12_000
	}
	forms := editions(t)
	rng := rand.New(rand.NewPCG(20, 24))
	same, told, silent := 0, 0, 0
	alone := map[string][2]int{}
	for i := range n {
		b := newBook(rng, forms[i%len(forms)])
		b.as = pick(rng, []string{"", "", "", "document", "text"})
		k := 1
		if i >= 40*len(damages) || i >= n/3 {
			k = 1 + rng.IntN(4)
		}
		for j := range k {
			d := damages[rng.IntN(len(damages))]
			if k == 1 {
				d = damages[i/len(forms)%len(damages)]
			}
			_ = j
			d.do(rng, b)
			b.done = append(b.done, d.name)
		}
		ok, bad := b.outcome(t, forms)
		switch {
		case ok:
			same++
		case len(bad) == 0:
			told++
		default:
			silent++
			t.Errorf("round %d, %s %q, %v: %d values changed silently: %s", i, b.form.ID, b.as, b.done, len(bad), strings.Join(bad[:min(3, len(bad))], "; "))
		}
		if os.Getenv("SHOW") == b.done[0] && k == 1 && !ok {
			m, _ := intake.Map(b.sheets(), forms, intake.Options{})
			m.Values()
			for _, f := range check.Run(m.Form, m.Report, check.Options{}) {
				t.Log(i, b.as, f.Rule.ID, f.Cells, f.Message.ZH)
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
		f, err := templates.Edition(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}
