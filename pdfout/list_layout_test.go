package pdfout

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func number(n int64) table.Cell {
	v := model.Int(n)
	return table.Cell{Text: v.String(), Number: &v}
}

// years is a page of a series of so many years.
func years(n int) *table.Page {
	b := table.Block{Title: "各格数字", Head: []string{"表", "项目"}}
	for y := range n {
		b.Head = append(b.Head, fmt.Sprintf("%d 年度", 2019+y))
	}
	b.Head = append(b.Head, "走势", "说明")
	for r := range 90 {
		row := table.Row{Cells: []table.Cell{{Text: "三"}, {Text: "一、本年新收政府信息公开申请数量 × 法律服务机构"}}}
		var trend []*model.Number
		for y := range n {
			c := number(int64((r*y*7919 + y) % 10007))
			trend = append(trend, c.Number)
			if (r+y)%9 == 0 {
				c, trend[y] = table.Cell{Text: "—"}, nil
			}
			row.Cells = append(row.Cells, c)
		}
		row.Cells = append(row.Cells, table.Cell{Text: "有升有降", Trend: trend}, table.Cell{Text: map[bool]string{true: "制作数量与制发件数口径相近而不相同"}[r%7 == 0]})
		b.Rows = append(b.Rows, row)
	}
	return &table.Page{Title: "某局  历年对照", Blocks: []table.Block{b}}
}

func set(p *table.Page) *drawing {
	f := newFlow(newTypesetter(nil, false), profiles["web"])
	f.lang = msg.ZH
	s := f.drawing
	f.document(publish.OfPage(p, msg.ZH), false, nil)
	return s
}

// Nothing of a list leaves the page, however many columns it has and however long
// its texts are, and nothing is too small to read in print; a list too wide for an
// upright page stands on turned ones, and one too wide for those is cut.
func TestListsStayOnTheirPages(t *testing.T) {
	long := strings.Repeat("没有句号也没有分号的一句话，", 300)
	unbroken := strings.Repeat("A1", 1500)
	pages := map[string]*table.Page{
		"long": {Title: strings.Repeat("很长的标题", 30), Subtitle: long, Warnings: []string{long}, Verdict: "完", Blocks: []table.Block{
			{Title: long, Head: []string{"表", "项目", "2021 年度", "2022 年度"}, Rows: []table.Row{{Cells: []table.Cell{{Text: long}, {Text: unbroken}, {Text: long}, {Text: unbroken}}}}, Notes: []string{long}},
			{Title: "叙述变化", Sides: []string{"变化", "2021 年度", "2022 年度"}, Lines: []table.Line{{Label: "一、总体情况", New: "3 句"}, {Mark: "~", Label: "改写", Old: long, New: long + "改"}, {Mark: "+", Label: "新增", New: unbroken}}},
		}},
	}
	for _, n := range []int{2, 3, 5, 8, 12, 16} {
		pages[fmt.Sprint(n)] = years(n)
	}
	for name, p := range pages {
		s := set(p)
		turned := 0
		for i, pg := range s.pages {
			if pg.width > pg.height {
				turned++
			}
			for _, o := range pg.ops {
				right, foot := o.x, o.y
				switch o.kind {
				case opText:
					right += width(o.items) + o.tc*float64(len(o.items))
					for _, it := range o.items {
						if it.size < table.SmallestPrint {
							t.Fatalf("%s: page %d: %q in %.2f points", name, i+1, it.text, it.size)
						}
					}
				default:
					right, foot = o.x2, o.y2
				}
				if o.x < 40 || right > pg.width-40 || o.y < 30 || foot > pg.height-40 {
					t.Fatalf("%s: page %d: something from %.0f,%.0f to %.0f,%.0f leaves the page", name, i+1, o.x, o.y, right, foot)
				}
			}
		}
		if want := len(s.pages) * map[bool]int{true: 1}[name != "2" && name != "3"]; turned != want {
			t.Errorf("%s: %d turned pages, want %d", name, turned, want)
		}
	}
}

// A row of headings is repeated on every page a list goes on to, and what is
// repeated belongs to no element.
func TestListHeadingsRepeat(t *testing.T) {
	s := set(years(3))
	if len(s.pages) < 3 {
		t.Fatalf("%d pages", len(s.pages))
	}
	for i, pg := range s.pages {
		owned, repeated := 0, 0
		for _, o := range pg.ops {
			text := ""
			for _, it := range o.items {
				text += it.text
			}
			if text == "走势" && o.elem != nil {
				owned++
			} else if text == "走势" {
				repeated++
			}
		}
		if owned != map[bool]int{true: 1}[i == 0] || repeated != map[bool]int{true: 1}[i > 0] {
			t.Errorf("page %d: %d headings and %d repeated ones", i+1, owned, repeated)
		}
	}
}

// Whatever stands in its cells, a list is set, and on its pages.
func FuzzList(f *testing.F) {
	f.Add("各格数字", "三、本年度办理结果 × 自然人", "+37", "基数小，不计幅度", uint8(3))
	f.Add("", strings.Repeat("A1", 900), "-0.5 个百分点", "\U0001F600\x00\u200d\ufe00—— ／ 3|4", uint8(17))
	f.Add("（一）", "一\n二\r\n三\t四", "1234567890123456789012345678901234567890", "", uint8(0))
	f.Fuzz(func(t *testing.T, title, label, figure, note string, columns uint8) {
		b := table.Block{Title: title, Head: []string{"表", label}, Notes: []string{note}, Sides: []string{"变化", "前", "后"}}
		row := table.Row{Cells: []table.Cell{{Text: "三"}, {Text: label}}}
		for range columns % 20 {
			c := number(7)
			c.Text = figure[:min(len(figure), 40)]
			b.Head, row.Cells = append(b.Head, "2024 年度"), append(row.Cells, c)
		}
		b.Head, row.Cells = append(b.Head, "说明"), append(row.Cells, table.Cell{Text: note})
		b.Rows = []table.Row{row, row, row}
		b.Lines = []table.Line{{Label: title, New: note}, {Mark: "#", Label: "数字不同", Old: label, New: label + figure}}
		doc := publish.OfPage(&table.Page{Title: title, Subtitle: note, Verdict: label, Blocks: []table.Block{b}}, msg.ZH)
		var out bytes.Buffer
		if _, err := Write(&out, doc, Options{AllowMissing: true}); err != nil {
			t.Fatal(err)
		}
	})
}

// Each page with a title of its own begins a part whose pages are counted by themselves.
func TestPartsAreCounted(t *testing.T) {
	long := strings.Repeat("很长的一段话。", 600)
	d := &publish.Document{Lang: "zh-CN", Title: "函"}
	for _, text := range []string{"短的一段。", long, "又一段。"} {
		d.Blocks = append(d.Blocks, publish.Block{Kind: publish.Title, Text: "关于\n某事的函"}, publish.Block{Kind: publish.Salutation, Text: "某局："}, publish.Block{Kind: publish.Paragraph, Text: text})
	}
	f := newFlow(newTypesetter(nil, false), profiles["gongwen"])
	f.lang = msg.ZH
	f.document(d, false, nil)
	f.footers()
	var numbers []string
	for _, p := range f.drawing.pages {
		last := ""
		for _, it := range p.ops[len(p.ops)-1].items {
			last += it.text
		}
		numbers = append(numbers, last)
	}
	n := len(numbers) - 2
	if n < 2 || numbers[0] != "第 1 页 共 1 页" || numbers[1] != fmt.Sprintf("第 1 页 共 %d 页", n) || numbers[n] != fmt.Sprintf("第 %d 页 共 %d 页", n, n) || numbers[n+1] != "第 1 页 共 1 页" {
		t.Errorf("%q", numbers)
	}
}

// Columns of long texts get room, in a smaller size where it takes one, and a cell of
// several lines wants no more than its longest.
func TestListsGiveLongTextsRoom(t *testing.T) {
	cell := func(s ...string) table.Cell { return table.Cell{Text: strings.Join(s, "\n")} }
	long := strings.Repeat("合计与各项之和不同，", 9)
	addresses := cell("三、依申请公开!D5", "三、依申请公开!D6", "三、依申请公开!D28", "三、依申请公开!D29")
	rows := []table.Row{{Cells: []table.Cell{cell("1"), cell("一、本年新收政府信息公开申请数量 × 自然人"), addresses, cell("D5＝42", "D6＝2"), cell(long), cell("核对该列的新收")}}}
	head := []string{"序号", "位置", "单元格", "现值", "问题", "怎么改"}
	for name, tc := range map[string]struct {
		do    string
		room  float64 // of the column of problems, in ems
		sized bool    // the size is smaller than others are set in
	}{
		"one long text":   {"核对该列的新收", 14, true},
		"two":             {long, 11, true},
		"nothing is long": {"核对", 0, false},
	} {
		r := table.Row{Cells: append(rows[0].Cells[:5:5], cell(tc.do))}
		if tc.room == 0 {
			r.Cells[4] = cell("不平")
		}
		f := newFlow(newTypesetter(nil, false), profiles["web"])
		l := f.layoutList(publish.OfTable(table.Block{Title: "问题", Head: head, Rows: []table.Row{r}}, msg.ZH)[0])
		if got := l.widths[4] / l.size; got < tc.room {
			t.Errorf("%s: the problems have %.1f ems, want %.1f", name, got, tc.room)
		}
		if n := len(l.cells[len(head)+2]); n != 4 {
			t.Errorf("%s: four addresses take %d lines", name, n)
		}
		if (l.size < f.p.table) != tc.sized {
			t.Errorf("%s: the list is set in %.2f points", name, l.size)
		}
	}
}
