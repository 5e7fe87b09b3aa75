package intake_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
)

// layouts are the ways in which workbooks of other makes arrange the tables. A
// finding that is not wanted fails, and so does one that is missing.
var layouts = []struct {
	name string
	do   func(*book)
	lost func(*model.Field) bool // fields that cannot be read; nil for none
	want []string                // rule, and a part of what it says
}{
	{"as printed", func(*book) {}, nil, nil},
	{"on one sheet", (*book).onOneSheet, nil, nil},
	{"side by side", func(b *book) { b.beside("proactive", "requests", 0); b.beside("proactive", "disputes", 0) }, nil, nil},
	{"side by side with gaps", func(b *book) { b.beside("disputes", "requests", 2); b.beside("disputes", "proactive", 1) }, nil, nil},
	{"bands in two columns", func(b *book) {
		p := b.page("proactive")
		p.bands(func(i, top int, cs []*pcell) {
			for _, c := range cs {
				c.row += i/2*6 - top + 1
				c.col += i % 2 * 5
			}
		})
	}, nil, nil},
	{"bands apart and in another order", func(b *book) {
		p := b.page("proactive")
		p.bands(func(i, top int, cs []*pcell) {
			for _, c := range cs {
				c.row += 60 - 7*i - top
			}
		})
	}, nil, []string{"FORM-ORDER 的行没有按官方次序排列"}},
	{"without titles and corners", func(b *book) {
		for _, p := range b.tables() {
			p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.part == grid.Corner || c.part == grid.Band && c.row > 1 && !c.head })
		}
	}, nil, nil},
	{"merges filled in", func(b *book) {
		for _, p := range b.tables() {
			p.fill()
		}
	}, nil, nil},
	{"one label column", func(b *book) { b.page("requests").oneLabel("") }, nil, nil},
	{"labels joined with their headings", func(b *book) { b.page("requests").oneLabel("-") }, nil, nil},
	{"a fourth label column", func(b *book) { b.page("requests").shift(1<<20, 2, 0, 1) }, nil, nil},
	{"header in one row", func(b *book) { b.page("requests").flatten(""); b.page("disputes").flatten("-") }, nil, nil},
	{"header without its headings", func(b *book) { b.page("disputes").flatten("!") }, of("disputes"),
		[]string{"FORM-TABLE 列标签（结果维持、结果纠正、其他结果、尚未审结、总计）不止一组，上面没有能区分它们的标题（行政复议、未经复议直接起诉、复议后起诉）"}},
	{"headings written down the rows", func(b *book) { b.page("requests").spell("", 0) }, nil, nil},
	{"other words written down the rows", func(b *book) { b.page("requests").spell("另记", 1) }, nil, []string{"FORM-EXTRA 一列没有标题的内容"}},
	{"table 3 in two parts, each with all rows", func(b *book) {
		const cut, labels, below = 6, 3, 40
		p := b.page("requests")
		for _, c := range slices.Clone(p.cells) {
			again := *c
			again.row += below
			switch end := c.col + c.cols; {
			case c.head:
			case c.col >= cut:
				c.row, c.col = c.row+below, c.col-cut+labels
			case c.col < labels:
				p.cells = append(p.cells, &again)
			case end > cut:
				c.cols, again.col, again.cols = cut-c.col, labels, end-cut
				p.cells = append(p.cells, &again)
			}
		}
	}, nil, nil},
	{"table 4 turned", func(b *book) { b.page("disputes").turn() }, nil, []string{"FORM-ORDER 的行和列互换了位置"}},
	{"table 3 turned", func(b *book) { b.page("requests").turn() }, nil, []string{"FORM-ORDER 的行和列互换了位置"}},
	{"table 4 crossed", func(b *book) { b.page("disputes").cross(b.form) }, nil, nil},
	{"table 4 crossed, in a document", func(b *book) { b.page("disputes").cross(b.form); b.as = "document" }, nil, nil},
	{"table 4 crossed and turned", func(b *book) { b.page("disputes").cross(b.form); b.page("disputes").turn() }, nil, []string{"FORM-ORDER 的行和列互换了位置"}},
	{"table 4 in two rows", func(b *book) {
		p := b.page("disputes")
		for _, c := range p.cells {
			if c.col >= 5 {
				c.col, c.row = c.col-5, c.row+6
			}
		}
	}, nil, nil},
	{"table 4 as three tables", func(b *book) {
		p := b.page("disputes")
		p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.text == "行政诉讼" })
		for _, c := range p.cells {
			if c.row > 0 && c.col >= 5 {
				c.col, c.row = c.col%5, c.row+c.col/5*6
			}
			if c.text == "未经复议直接起诉" || c.text == "复议后起诉" {
				c.text = "行政诉讼（" + c.text + "）"
			}
		}
	}, nil, nil},
	{"headings of table 4 moved to the left", func(b *book) {
		for _, c := range b.page("disputes").cells {
			switch {
			case c.text == "未经复议直接起诉", c.text == "复议后起诉":
				c.col -= 5
			case c.row == 2:
				c.row, c.rows = 3, 1
			}
		}
	}, of("disputes"), []string{"FORM-TABLE 列标签（结果维持、结果纠正、其他结果、尚未审结、总计）不止一组，上面的标题（行政复议、未经复议直接起诉、复议后起诉）没有对准各组的列"}},
	{"headings of table 4 over one column each, moved to the left", func(b *book) {
		for _, c := range b.page("disputes").cells {
			switch {
			case c.text == "行政复议":
				c.cols = 1
			case c.text == "行政诉讼":
				c.col, c.cols = 1, 1
			case c.text == "未经复议直接起诉":
				c.col, c.cols = 0, 1
			case c.text == "复议后起诉":
				c.col, c.cols = 1, 1
			case c.row == 2:
				c.row, c.rows = 3, 1
			}
		}
	}, of("disputes"), []string{"FORM-TABLE 没有对准各组的列"}},
	{"columns of table 4 moved to the left", func(b *book) {
		for _, c := range b.page("disputes").cells {
			switch c.row {
			case 2:
				c.rows = 1
			case 3:
				c.col -= 5
			}
		}
	}, func(fd *model.Field) bool { return strings.HasPrefix(fd.ID, "disputes.suit_after_review.") }, []string{"FORM-CELL 缺少 复议后起诉·结果维持", "FORM-DOUBT 看不出这一行的数字各属于哪一列"}},
	{"bands named beside their rows", func(b *book) {
		b.page("proactive").bands(func(_, top int, cs []*pcell) {
			for _, c := range cs {
				if c.part == grid.Band && c.row == top {
					c.row, c.rows, c.cols = c.row+1, len(cs), 1
					continue
				}
				c.col++
			}
			for _, c := range cs {
				if c.rows == len(cs) {
					c.rows = cs[len(cs)-1].row - top
				}
			}
		})
	}, nil, nil},
	{"two rows of figures in table 4", func(b *book) {
		p := b.page("disputes")
		r := p.bottom()
		for i := range 15 {
			p.cells = append(p.cells, &pcell{row: r, col: i, rows: 1, cols: 1, text: strconv.Itoa(3 * i)})
		}
	}, of("disputes"), []string{"FORM-TABLE 有 2 行数字，格式只有 1 行"}},
	{"columns numbered", func(b *book) {
		p := b.page("disputes")
		p.shift(4, 1<<20, 1, 0)
		for i := range 15 {
			p.cells = append(p.cells, &pcell{row: 4, col: i, rows: 1, cols: 1, text: strconv.Itoa(i + 1)})
		}
	}, nil, nil},
	{"header repeated after a break", func(b *book) {
		p := b.page("requests")
		row := 0
		for _, c := range p.cells {
			if c.field != nil && c.field.Row.ID == "unavailable_not_held" {
				row = c.row
			}
		}
		p.shift(row, 1<<20, 4, 0)
		for _, c := range slices.Clone(p.cells) {
			if (c.part == grid.Head || c.part == grid.Corner) && !c.head {
				n := *c
				n.row += row
				p.cells = append(p.cells, &n)
			}
		}
	}, nil, nil},
	{"rows of their own", func(b *book) {
		p := b.page("requests")
		r := p.bottom()
		p.cells = append(p.cells, &pcell{row: r, rows: 1, cols: 3, text: "合计"})
		for i := range 7 {
			p.cells = append(p.cells, &pcell{row: r, col: 3 + i, rows: 1, cols: 1, text: strconv.Itoa(100 + i)})
		}
	}, nil, []string{"FORM-EXTRA “合计”行不在官方格式中，没有计入：100、101"}},
	{"a column of their own", func(b *book) {
		p := b.page("requests")
		p.cells = append(p.cells, &pcell{row: 1, col: 10, rows: 3, cols: 1, text: "上年数"})
		for r := 4; r < p.bottom(); r++ {
			p.cells = append(p.cells, &pcell{row: r, col: 10, rows: 1, cols: 1, text: strconv.Itoa(r)})
		}
	}, nil, []string{"FORM-EXTRA 中有“上年数”列，不在官方格式中"}},
	{"rows numbered", func(b *book) {
		p := b.page("proactive")
		p.shift(1<<20, 0, 0, 1)
		p.cells[0].col = 0
		for i, r := range p.figureRows() {
			p.cells = append(p.cells, &pcell{row: r, rows: 1, cols: 1, text: strconv.Itoa(i + 1)})
		}
	}, nil, []string{"FORM-EXTRA 中有一列没有标题的内容"}},
	{"figures a column off", func(b *book) {
		for _, c := range b.page("requests").cells {
			if c.field != nil {
				c.col++
			}
		}
	}, of("requests"), []string{"FORM-DOUBT 可能整体错开了一列", "FORM-EXTRA 中有一列没有标题的内容", "T3-", "BLANK-CELL "}},
	{"a column taken away and figures a column off", func(b *book) {
		p := b.page("requests")
		for _, c := range p.cells {
			if c.field != nil && c.field.Column.ID == "welfare" {
				p.dropColumn(c.col)
				break
			}
		}
		for _, c := range p.cells {
			if c.field != nil {
				c.col++
			}
		}
	}, of("requests"), []string{"FORM-DOUBT 可能整体错开了一列", "FORM-EXTRA 中有一列没有标题的内容", "FORM-CELL 缺少“社会公益组织”列", "BLANK-CELL "}},
	{"a row's figures a column off", func(b *book) {
		for _, c := range b.page("proactive").cells {
			if c.field != nil && c.field.Row.ID == "rules" {
				c.col++
			}
		}
	}, func(fd *model.Field) bool { return fd.Row.ID == "rules" }, []string{"FORM-DOUBT 列空着，这一行的数字可能错开了一列", "BLANK-CELL "}},
	{"a row's label over two rows, the figures in the second", func(b *book) {
		p := b.page("proactive")
		row := p.figureRows()[0]
		p.shift(row+1, 1<<20, 1, 0)
		for _, c := range p.cells {
			switch {
			case c.row != row:
			case c.field == nil:
				c.rows = 2
			default:
				c.row++
			}
		}
	}, nil, nil},
	{"figures a row off", func(b *book) {
		for _, c := range b.page("requests").cells {
			if c.field != nil {
				c.row++
			}
		}
	}, of("requests"), []string{"FORM-DOUBT 可能整体错开了一行", "FORM-EXTRA 起的一行数字没有标签", "T3-", "BLANK-CELL "}},
	{"last year's table on another sheet", func(b *book) { b.pages = append(b.pages, b.page("requests").lastYear()) }, of("requests"),
		[]string{"FORM-TABLE 文件里有 2 份“三、收到和处理政府信息公开申请情况”"}},
	{"last year's table below", func(b *book) {
		p, old := b.page("requests"), b.page("requests").lastYear()
		old.shift(0, 0, p.bottom()+1, 0)
		p.cells = append(p.cells, old.cells...)
	}, of("requests"), []string{"FORM-TABLE 文件里有 2 份"}},
	{"last year's table beside it", func(b *book) {
		p, old := b.page("requests"), b.page("requests").lastYear()
		old.shift(0, 0, 0, 12)
		p.cells = append(p.cells, old.cells...)
	}, of("requests"), []string{"FORM-TABLE 文件里有 2 份"}},
	{"last year's table turned", func(b *book) {
		old := b.page("requests").lastYear()
		old.turn()
		b.pages = append(b.pages, old)
	}, nil, []string{"FORM-EXTRA 起还有一处，没有读取那里的数字", "TEXT-PLACE "}},
	{"last year's table, named so", func(b *book) {
		b.pages = append(b.pages, b.page("requests").lastYear())
		b.pages[len(b.pages)-1].name = fmt.Sprintf("%d年依申请公开", b.form.Years.From-1)
	}, nil, []string{"FORM-COPY 年的，没有读取"}},
	{"a blank copy", func(b *book) {
		blank := b.page("requests").lastYear()
		blank.cells = slices.DeleteFunc(blank.cells, func(c *pcell) bool { return c.part == grid.Value })
		b.pages = append(b.pages, blank)
	}, nil, []string{"FORM-COPY 起另有一份空表，没有读取"}},
	{"every page twice", func(b *book) {
		for _, p := range slices.Clone(b.pages) {
			n := &page{name: p.name + "备份"}
			for _, c := range p.cells {
				o := *c
				n.cells = append(n.cells, &o)
			}
			b.pages = append(b.pages, n)
		}
	}, nil, []string{"FORM-COPY 起另有一处，数字与读取的一处", "FORM-COPY 另有一份，文字相同，没有读取"}},
	{"a register of many cases", func(b *book) { b.register(30) }, nil, []string{"TEXT-PLACE 文字不属于任何部分"}},
	{"a list of few cases", func(b *book) { b.register(5) }, nil, []string{"FORM-EXTRA 的标签在 台账!R1C2 起还有一处，没有读取那里的数字", "TEXT-PLACE 文字不属于任何部分"}},
	{"a summary that agrees", func(b *book) { b.summary(0) }, nil, []string{"FORM-COPY 起另有一处，数字与读取的一处"}},
	{"a summary that does not", func(b *book) { b.summary(1) }, nil, []string{"FORM-DOUBT 起还有一处（12 格），与读取的表有 12 格不同"}},
	{"labels alone", func(b *book) {
		p := b.page("requests")
		p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.part == grid.Head && !c.head })
	}, of("requests"), []string{"FORM-TABLE 行标签和列标签没有按表格排列，或缺少其中一种"}},
	{"a column dropped", func(b *book) {
		p := b.page("requests")
		p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.col == 6 && c.cols == 1 && !c.head })
	}, func(fd *model.Field) bool { return fd.Table.ID == "requests" && fd.Column.ID == "welfare" }, []string{"FORM-CELL 缺少“社会公益组织”列"}},
	{"column labels cut short", func(b *book) {
		p := b.page("requests")
		p.relabel(map[string]string{"商业企业": "商业", "法律服务机构": "法律服务"})
	}, func(fd *model.Field) bool { return fd.Table.ID == "requests" && fd.Column.ID == "business" },
		[]string{"FORM-DOUBT 列标签“商业”可能是 “商业企业”（50 %）", "FORM-LABEL 标签“法律服务”读作“法律服务机构”", "FORM-CELL 缺少“商业企业”列"}},
	{"short names of columns and rows", func(b *book) {
		b.page("requests").relabel(map[string]string{"自然人": "个人", "商业企业": "企业", "科研机构": "科研单位", "社会公益组织": "公益组织", "其他": "其他组织", "8.属于行政查询事项": "8.行政查询"})
	}, nil, []string{"FORM-LABEL 标签“个人”读作“自然人”", "FORM-LABEL 标签“公益组织”读作“社会公益组织”", "FORM-LABEL 标签“企业”读作“商业企业”", "FORM-LABEL 标签“科研单位”读作“科研机构”", "FORM-LABEL 标签“其他组织”读作“其他”", "FORM-LABEL 标签“8.行政查询”读作"}},
	{"one label in several places", func(b *book) { b.page("disputes").relabel(map[string]string{"结果维持": "结果维持（件）"}) }, nil,
		[]string{"FORM-LABEL 标签“结果维持（件）”读作“结果维持”（相近程度 95 %），共 3 处"}},
	{"a figure below the table", func(b *book) {
		p := b.page("requests")
		p.cells = append(p.cells, &pcell{row: p.bottom() + 1, col: 9, rows: 1, cols: 1, text: "3119"})
	}, nil, []string{"FORM-EXTRA 起的一行数字没有标签，没有计入：3119"}},
	{"a figure far below the table", func(b *book) {
		p := b.page("requests")
		p.cells = append(p.cells, &pcell{row: p.bottom() + 5, col: 9, rows: 1, cols: 1, text: "3119"})
	}, nil, []string{"TEXT-PLACE 没有读入：3119"}},
	{"a note in the grid", func(b *book) {
		p := b.page("proactive")
		r := p.bottom() + 1
		for i, s := range []string{"填表人签字", "审核人签字", "单位盖章"} {
			p.cells = append(p.cells, &pcell{row: r, col: i, rows: 1, cols: 1, text: s})
		}
	}, nil, []string{"TEXT-PLACE 有 3 处文字不属于任何部分"}},
}

func of(table string) func(*model.Field) bool {
	return func(fd *model.Field) bool { return fd.Table.ID == table }
}

func TestLayouts(t *testing.T) {
	forms := editions(t)
	for _, f := range forms {
		for _, l := range layouts {
			rng := rand.New(rand.NewPCG(3, 4))
			b := newBook(rng, f)
			for b.want["requests.new.natural_person"].Number.Sign() == 0 || b.want["disputes.review.total"].Number.Sign() == 0 || b.want["requests.carried_out.total"].Number.Sign() == 0 {
				b = newBook(rng, f)
			}
			l.do(b)
			m, err := intake.Map(b.sheets(), forms, intake.Options{})
			if err != nil || m == nil || m.Form != f {
				t.Errorf("%s, %s: %v %v", l.name, f.ID, m, err)
				continue
			}
			m.Values()
			for _, fd := range f.Fields {
				want, got := b.want[fd.ID], m.Report.Value(fd.ID)
				if same := got.State == want.State && got.Number.Equal(want.Number); !same && (l.lost == nil || !l.lost(fd)) {
					t.Errorf("%s, %s: %s is %s %s, want %s", l.name, f.ID, fd.ID, got.State, got.Number, want.Number)
					break
				}
			}
			for id, want := range b.texts {
				if got := m.Report.Texts[id]; got != want {
					t.Errorf("%s, %s: %s is %q", l.name, f.ID, id, got)
				}
			}
			for _, s := range f.Sections {
				if s.Table != nil && m.Report.Texts[s.ID] != "" {
					t.Errorf("%s, %s: %s has the note %q", l.name, f.ID, s.ID, m.Report.Texts[s.ID])
				}
			}
			missed := slices.Clone(l.want)
			for _, x := range check.Run(m.Report, check.Options{}) {
				if x.Rule.ID == "COVER-TYPE" || x.Rule.ID == "TEXT-YEAR" || strings.HasPrefix(x.Rule.ID, "T2-") {
					continue
				}
				known := false
				for _, w := range l.want {
					rule, words, _ := strings.Cut(w, " ")
					if strings.HasPrefix(x.Rule.ID, rule) && strings.Contains(x.Message.ZH, words) {
						known = true
						missed = slices.DeleteFunc(missed, func(o string) bool { return o == w })
					}
				}
				if !known {
					t.Errorf("%s, %s: not wanted: %s %v %s", l.name, f.ID, x.Rule.ID, x.Cells[:min(1, len(x.Cells))], x.Message.ZH)
				}
			}
			if len(missed) > 0 {
				t.Errorf("%s, %s: not found: %q", l.name, f.ID, missed)
			}
		}
	}
}

func (b *book) page(name string) *page {
	i := slices.IndexFunc(b.pages, func(p *page) bool { return p.name == name })
	return b.pages[i]
}

func (b *book) onOneSheet() {
	all := &page{name: "Sheet1"}
	for _, p := range b.pages {
		p.shift(0, 0, all.bottom(), 0)
		all.cells = append(all.cells, p.cells...)
	}
	b.pages = []*page{all}
}

// beside puts a page right of another, with so many columns between.
func (b *book) beside(left, right string, gap int) {
	x, y := b.page(left), b.page(right)
	n := 0
	for _, c := range x.cells {
		n = max(n, c.col+c.cols)
	}
	y.shift(-1, -1, 0, n+gap)
	x.cells = append(x.cells, y.cells...)
	b.pages = slices.DeleteFunc(b.pages, func(p *page) bool { return p == y })
}

// bands hands over the cells of each band of table 2, with its first row.
func (p *page) bands(each func(i, top int, cs []*pcell)) {
	var tops []int
	for _, c := range p.cells {
		if c.part == grid.Band && !c.head {
			tops = append(tops, c.row)
		}
	}
	byBand := make([][]*pcell, len(tops))
	for _, c := range p.cells {
		for i := len(tops) - 1; i >= 0; i-- {
			if c.row >= tops[i] && !c.head {
				byBand[i] = append(byBand[i], c)
				break
			}
		}
	}
	for i, cs := range byBand {
		each(i, tops[i], cs)
	}
}

func (p *page) fill() {
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

// oneLabel leaves a table one column of labels: the last, or all of them joined.
func (p *page) oneLabel(sep string) {
	labels := map[int][]*pcell{}
	for _, c := range p.cells {
		if c.part == grid.Label {
			for r := range c.rows {
				labels[c.row+r] = append(labels[c.row+r], c)
			}
		}
	}
	p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.part == grid.Label })
	for r, cs := range labels {
		slices.SortFunc(cs, func(x, y *pcell) int { return x.col - y.col })
		var texts []string
		for _, c := range cs {
			texts = append(texts, c.text)
		}
		if sep == "" {
			texts = texts[len(texts)-1:]
		}
		p.cells = append(p.cells, &pcell{r, 2, 1, 1, strings.Join(texts, sep), nil, grid.Label, false})
	}
}

// flatten makes one row of a header: every column's label with those above it,
// or with "!" the lowest label alone.
func (p *page) flatten(sep string) {
	heads := map[int][]string{}
	bottom := 0
	for _, c := range p.cells {
		if c.part == grid.Head && !c.head {
			bottom = max(bottom, c.row+c.rows-1)
			for k := range c.cols {
				heads[c.col+k] = append(heads[c.col+k], c.text)
			}
		}
	}
	p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return (c.part == grid.Head || c.part == grid.Corner) && !c.head })
	for col, texts := range heads {
		if sep == "!" {
			texts = texts[len(texts)-1:]
		}
		p.cells = append(p.cells, &pcell{bottom, col, 1, 1, strings.Join(texts, sep), nil, grid.Head, false})
	}
}

// turn exchanges rows and columns below the heading.
func (p *page) turn() {
	for _, c := range p.cells {
		if !c.head {
			c.row, c.col, c.rows, c.cols = 1+c.col, c.row-1, c.cols, c.rows
		}
	}
}

// cross makes rows of the headings over columns of table 4.
func (p *page) cross(f *model.Form) {
	p.cells = slices.DeleteFunc(p.cells, func(c *pcell) bool { return c.part == grid.Head && !c.head })
	groups := map[*model.Node]int{}
	for _, c := range p.cells {
		if c.field == nil {
			continue
		}
		g := c.field.Column.Parent
		if _, ok := groups[g]; !ok {
			groups[g] = len(groups)
			p.cells = append(p.cells, &pcell{2 + groups[g], 0, 1, 1, g.Label, nil, grid.Label, false})
		}
		col := 1 + slices.Index(g.Nodes, c.field.Column)
		if groups[g] == 0 {
			p.cells = append(p.cells, &pcell{1, col, 1, 1, c.field.Column.Label, nil, grid.Head, false})
		}
		c.row, c.col = 2+groups[g], col
	}
}

func (p *page) figureRows() []int {
	var rows []int
	for _, c := range p.cells {
		if c.field != nil && !slices.Contains(rows, c.row) {
			rows = append(rows, c.row)
		}
	}
	slices.Sort(rows)
	return rows
}

// lastYear is a copy of a table with other figures.
func (p *page) lastYear() *page {
	old := &page{name: "上年"}
	for _, c := range p.cells {
		n := *c
		if n.head {
			continue
		}
		if n.field != nil {
			n.text = strconv.Itoa(2 + 3*n.field.Index)
		}
		n.field = nil
		old.cells = append(old.cells, &n)
	}
	return old
}

// spell writes the headings over at least three rows, with other words behind them, in pieces down the rows that they stand
// beside, as many characters in each as needed.
func (p *page) spell(more string, column int) {
	for _, c := range slices.Clone(p.cells) {
		if c.head || c.part == grid.Corner || c.field != nil || c.rows < 3 || c.col > 1 {
			continue
		}
		text := []rune(c.text)
		if c.col == column {
			text = append(text, []rune(more)...)
		}
		step := (len(text) + c.rows - 1) / c.rows
		p.cells = slices.DeleteFunc(p.cells, func(o *pcell) bool { return o == c })
		for i := 0; i*step < len(text); i++ {
			p.cells = append(p.cells, &pcell{c.row + i, c.col, 1, 1, string(text[i*step : min(len(text), (i+1)*step)]), nil, grid.Label, false})
		}
	}
}

// register adds a sheet that lists cases, with the kind of applicant of each.
func (b *book) register(cases int) {
	p := &page{name: "台账"}
	for i := range cases {
		p.cells = append(p.cells, &pcell{i, 0, 1, 1, fmt.Sprint(i + 1), nil, grid.Value, false})
		for col, kind := range []string{"自然人", "商业企业", "科研机构"} {
			p.cells = append(p.cells, &pcell{i, col + 1, 1, 1, kind, nil, grid.Value, false})
		}
	}
	b.pages = append(b.pages, p)
}

// summary adds a sheet with two columns and six rows of table 3, their figures
// so many more.
func (b *book) summary(more int64) {
	p := &page{name: "汇总"}
	heads := map[string]int{"natural_person": 1, "total": 2}
	rows := map[string]int{}
	for _, fd := range b.form.Fields {
		col, ok := heads[fd.Column.ID]
		if fd.Table.ID != "requests" || !ok || len(rows) == 6 && rows[fd.Row.ID] == 0 {
			continue
		}
		if rows[fd.Row.ID] == 0 {
			rows[fd.Row.ID] = len(rows) + 1
			p.cells = append(p.cells, &pcell{rows[fd.Row.ID], 0, 1, 1, fd.Row.Label, nil, grid.Label, false})
		}
		if rows[fd.Row.ID] == 1 {
			p.cells = append(p.cells, &pcell{0, col, 1, 1, fd.Column.Label, nil, grid.Head, false})
		}
		p.cells = append(p.cells, &pcell{rows[fd.Row.ID], col, 1, 1, fmt.Sprint(b.want[fd.ID].Number.Add(model.Int(more))), nil, grid.Value, false})
	}
	b.pages = append(b.pages, p)
}

func (p *page) relabel(words map[string]string) {
	for _, c := range p.cells {
		if w, ok := words[c.text]; ok && c.field == nil {
			c.text = w
		}
	}
}
