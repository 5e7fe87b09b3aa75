package publish_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A comparison keeps the order and the words of its page: a note that few rows
// have stands below the table under a mark, once.
func TestComparison(t *testing.T) {
	n := model.Int(3)
	cell := func(s string) table.Cell { return table.Cell{Text: s} }
	row := func(note string) table.Row {
		return table.Row{Cells: []table.Cell{cell("三"), cell("新收"), {Text: "3", Number: &n}, cell(note)}}
	}
	bad := row("")
	bad.Tone = table.Bad
	p := &table.Page{Title: "某局  两年对照", Organ: "某局", Subtitle: "一 → 二", Verdict: "完", Warnings: []string{"小心"}, Blocks: []table.Block{
		{Title: "变化", Head: []string{"表", "项目", "数", "说明"}, Rows: []table.Row{row("口径相近而不相同"), bad, row("各项之和，共 3 项"), row(""), row("口径相近而不相同"), row(""), row("")}, Notes: []string{"没有列出"}},
		{Title: "不作比较", Head: []string{"表", "项目", "数", "说明"}, Rows: []table.Row{row("取消的格"), row("新增的格")}},
		{Title: "叙述", Sides: []string{"变化", "上", "本"}, Lines: []table.Line{
			{Label: "一、总体情况", New: "2 句"}, {Mark: "#", Label: "数字不同", Old: "收到12件。", New: "收到15件。"}, {Mark: "+", Label: "新增", New: strings.Repeat("长", 500)},
			{Label: "六、其他", New: "全同"}}},
	}}
	d := publish.OfPage(p, msg.ZH)
	var got []string
	for _, b := range d.Blocks {
		if b.Table == nil {
			got = append(got, b.Mark+b.Text)
			continue
		}
		var cells []string
		for i := range b.Table.Cells {
			s := b.Table.Shown[i]
			if r := []rune(s.Text); len(r) > 20 {
				s.Text = string(r[:2]) + "…"
			}
			cells = append(cells, s.Text+s.Mark)
		}
		got = append(got, strings.Join(cells, "|"))
	}
	want := []string{"※ 小心", "完", "变化", "表|项目|数|三|新收①|3|三|新收|3|三|新收②|3|三|新收|3|三|新收①|3|三|新收|3|三|新收|3", "①口径相近而不相同", "②各项之和，共 3 项", "没有列出",
		"不作比较", "表|项目|数|说明|三|新收|3|取消的格|三|新收|3|新增的格",
		"叙述", "一、总体情况", "2 句", "变化|上|本|数字不同|收到12件。|收到15件。|新增||长长…|（续）||长长…|（续）||长长长长长长长长长长长长长长长长长长长长", "六、其他", "全同"}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
	if d.DateLine() != "一 → 二" || d.Title != "某局  两年对照" || d.Lang != "zh-CN" || d.Organ != "某局" {
		t.Errorf("%+v", d)
	}
	for _, b := range d.Blocks {
		if b.Table == nil {
			continue
		}
		for i, s := range b.Table.Shown {
			if s.Shaded != (b.Section == "t1" && b.Table.Cells[i].Row == 2) {
				t.Errorf("%s row %d: shaded %v", b.Section, b.Table.Cells[i].Row, s.Shaded)
			}
			if s.Text == "收到15件。" && s.Text[s.Strong[0]:s.Strong[1]] != "15" {
				t.Errorf("%q stands out", s.Text[s.Strong[0]:s.Strong[1]])
			}
		}
	}
	if d := publish.OfPage(p, msg.EN); d.Lang != "en" || !strings.Contains(d.Blocks[len(d.Blocks)-3].Table.Shown[9].Text, "continued") {
		t.Errorf("%+v", d.Blocks[len(d.Blocks)-3].Table.Shown)
	}
}
