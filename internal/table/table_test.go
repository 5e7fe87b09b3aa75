package table_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func page() *table.Page {
	n := model.Int(12)
	return &table.Page{
		Title: "某局  两年对照", Subtitle: "2023 → 2024", Warnings: []string{"相隔 2 年"}, Verdict: "数字变化 1 项",
		Blocks: []table.Block{
			{Title: "数字", Head: []string{"项目", "上年", "说明"}, Notes: []string{"没有列出：3 项"}, Rows: []table.Row{
				{Cells: []table.Cell{{Text: "新收 × 总计"}, {Text: "12", Number: &n}, {Text: "a|b <i>*x*</i>"}}, Tone: table.Up},
				{Cells: []table.Cell{{Text: "abc"}, {Text: "1234567"}, {Trend: []*model.Number{&n, nil}}}, Tone: table.Bad},
			}},
			{Title: "叙述", Sides: []string{"变化", "上年", "本年"}, Lines: []table.Line{
				{Label: "一、总体情况", New: "上年 3 句"},
				{Mark: "~", Label: "改写", Old: "收到申请12件。", New: "收到申请134件。"},
				{Mark: "+", Label: "新增", New: "新的一句。\n换行", Tone: table.Up},
				{Mark: "-", Label: "删去", Old: "旧的一句。", Tone: table.Down},
			}},
		},
	}
}

func shown(s string) int {
	n := 0
	for _, r := range s {
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
		n++
	}
	return n
}

// Columns line up as they are shown, not as they are counted.
func TestTextIsAligned(t *testing.T) {
	var b bytes.Buffer
	if err := table.Write(&b, page(), table.Options{Format: "text"}); err != nil {
		t.Fatal(err)
	}
	ends := map[int]bool{}
	for _, line := range strings.Split(b.String(), "\n") {
		for _, cell := range []string{"上年 ", " 12 ", "1234567 "} {
			if i := strings.Index(line, cell); i >= 0 && !strings.Contains(line, "句") {
				ends[shown(strings.TrimRight(line[:i+len(cell)], " "))] = true
			}
		}
		if strings.HasSuffix(line, " ") {
			t.Errorf("blanks at the end of %q", line)
		}
	}
	if len(ends) != 1 {
		t.Errorf("the figures end in %v\n%s", ends, b.String())
	}
	if strings.Contains(b.String(), "\x1b") || !strings.HasSuffix(b.String(), "数字变化 1 项\n") || !strings.Contains(b.String(), "新的一句。 换行") {
		t.Error(b.String())
	}
}

func TestTextInColour(t *testing.T) {
	var plain, coloured bytes.Buffer
	if err := table.Write(&plain, page(), table.Options{Format: "text"}); err != nil {
		t.Fatal(err)
	}
	if err := table.Write(&coloured, page(), table.Options{Format: "text", Colour: true}); err != nil {
		t.Fatal(err)
	}
	s := coloured.String()
	if !strings.Contains(s, "\x1b[31m") || strings.Count(s, "\x1b[0m")*2 != strings.Count(s, "\x1b[") {
		t.Error("colours that do not end")
	}
	for _, code := range []string{"0", "1", "31", "32", "33", "36", "90"} {
		s = strings.ReplaceAll(s, "\x1b["+code+"m", "")
	}
	if s != plain.String() {
		t.Errorf("colour changes the text:\n%s", s)
	}
}

func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := table.Write(&b, page(), table.Options{Format: "md"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# 某局  两年对照\n", "> **相隔 2 年**", "| 项目 | 上年 | 说明 |\n| --- | ---: | --- |\n", `a\|b &lt;i&gt;\*x\*&lt;/i&gt;`, "  - ~~收到申请12件。~~\n", "- 新增：新的一句。 换行\n", "**数字变化 1 项**\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %q\n%s", want, b.String())
		}
	}
}

func TestHTML(t *testing.T) {
	var b bytes.Buffer
	if err := table.Write(&b, page(), table.Options{Format: "html", Lang: msg.EN}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="en">`, "a|b &lt;i&gt;*x*&lt;/i&gt;", `<svg class="course"`, "<mark>12</mark>件", "<mark>134</mark>件", `class="warn"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %q", want)
		}
	}
}

// A list is headed by its first cells, hides zeros that say nothing from readers
// but not from data, and lets nothing that a file says speak to a terminal.
func TestList(t *testing.T) {
	b := table.List(msg.ZH, msg.T("单位", "units"), table.Col(msg.T("名称", "name"), 20), table.Col(msg.T("有误", "wrong"), 7))
	none := table.Count(0)
	none.Faint = true
	b.Rows = []table.Row{{Cells: append(table.Cells("甲\x1b[31m"), table.Count(3)), Tone: table.Bad}, {Cells: append(table.Cells("+861"), none), Level: 1}}
	p := &table.Page{Verdict: "完", Outcome: model.Fail, Blocks: []table.Block{b}}
	for format, want := range map[string][]string{
		"text": {"  甲[U+001B][31m", "    +861\n"},
		"csv":  {"名称,有误\n", "'+861,0\n"},
		"html": {`<th scope="row" style="padding-left: 1.6rem">+861</th><td class="n"></td>`, `<p class="verdict fail">完</p>`, "96rem"},
	} {
		var out bytes.Buffer
		if err := table.Write(&out, p, table.Options{Format: format}); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s lacks %q\n%s", format, w, out.String())
			}
		}
	}
	if err := table.Write(&bytes.Buffer{}, p, table.Options{Format: "odt"}); !errors.Is(err, msg.ErrFormat) {
		t.Error(err)
	}
}
