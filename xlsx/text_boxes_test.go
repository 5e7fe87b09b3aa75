package xlsx

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/model"
)

// oneSheet lays a whole report on one sheet as units do: title, headings, tables,
// and narratives in the cells given, which are merged over the page's width.
func oneSheet(t *testing.T, f *model.Form, narratives map[string][]string) (*excelize.File, map[string]int) {
	t.Helper()
	x := excelize.NewFile()
	const sheet = "年报"
	if err := x.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	row := 1
	at := map[string]int{}
	line := func(text string) {
		from, to := place{row: row, col: 1}.ref(), place{row: row, col: 10}.ref()
		if err := x.SetCellValue(sheet, from, text); err != nil {
			t.Fatal(err)
		}
		if err := x.MergeCell(sheet, from, to); err != nil {
			t.Fatal(err)
		}
		row++
	}
	line(fmt.Sprintf("某局%d年政府信息公开工作年度报告", f.Years.From))
	for _, s := range f.Sections {
		if s.Optional {
			continue
		}
		at[s.ID] = row
		line(s.Heading)
		for _, n := range narratives[s.ID] {
			line(n)
		}
		if s.Table == nil {
			row += 3 // room for a text box
			continue
		}
		g := grid.Of(f, s.Table)
		for _, c := range g.Cells {
			from, to := place{row: row + c.Row, col: 1 + c.Col}.ref(), place{row: row + c.Row + c.Rows - 1, col: c.Col + c.Cols}.ref()
			var v any = c.Text
			if c.Field != nil {
				v = 0
			}
			if err := x.SetCellValue(sheet, from, v); err != nil {
				t.Fatal(err)
			}
			if c.Rows*c.Cols > 1 {
				if err := x.MergeCell(sheet, from, to); err != nil {
					t.Fatal(err)
				}
			}
		}
		row += g.Rows
	}
	return x, at
}

func saved(t *testing.T, x *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func addBox(t *testing.T, x *excelize.File, sheet, cell string, paragraphs ...string) {
	t.Helper()
	s := &excelize.Shape{Cell: cell, Type: "rect", Width: 300, Height: 100}
	for i, p := range paragraphs {
		if i > 0 {
			p = "\n" + p
		}
		s.Paragraph = append(s.Paragraph, excelize.RichTextRun{Text: p})
	}
	if err := x.AddShape(sheet, s); err != nil {
		t.Fatal(err)
	}
}

const (
	boxed     = "本机关依法公开政府信息，各项工作有序推进，办理申请按期完成。"
	commented = "政策解读的形式还不够多样，下一步加强培训，完善会商机制，提升答复的规范程度。"
)

func noted(r *model.Report, parts ...string) bool {
	for _, n := range r.Notes {
		all := n.Rule == "TEXT-PLACE"
		for _, p := range parts {
			all = all && strings.Contains(n.Message.ZH, p)
		}
		if all {
			return true
		}
	}
	return false
}

func TestBoxesInAForeignWorkbook(t *testing.T) {
	for _, f := range forms(t) {
		x, at := oneSheet(t, f, map[string][]string{"other": {"第一段。", "第二段。", "某局", "2025年1月20日"}, "requests": {"注：含上年度结转数量。"}})
		cell := func(section string, down int) string { return place{row: at[section] + down, col: 2}.ref() }
		addBox(t, x, "年报", cell("overview", 1), boxed)
		for ref, c := range map[string]excelize.Comment{
			cell("problems", 1): {Author: "张三", Text: "张三:\n" + commented},
			cell("problems", 2): {Author: "gkxl", Text: "〔gkxl〕TEXT-MISSING：" + commented},
			cell("overview", 2): {Author: "李四", Text: "这一段请办公室再核对一下数字，尤其是依申请公开的部分，谢谢。"},
			cell("requests", 4): {Author: "李四", Text: "这一格的数字与去年相比差得很多，请再核对一下原始台账后填报。"},
			cell("other", 3):    {Author: "李四", Text: "请补写。"},
		} {
			c.Cell = ref
			if err := x.AddComment("年报", c); err != nil {
				t.Fatal(err)
			}
		}
		r := readBack(t, saved(t, x))
		for id, want := range map[string]string{"overview": boxed, "problems": commented, "other": "第一段。\n第二段。", "signature": "某局\n2025年1月20日", "requests": "注：含上年度结转数量。"} {
			if got := r.Texts[id]; got != want {
				t.Errorf("%s %s: %q, want %q", f.ID, id, got, want)
			}
		}
		if !noted(r, "一、总体情况", "文本框", "年报!"+cell("overview", 1)) || !noted(r, "五、", "批注", "年报!"+cell("problems", 1)) {
			t.Errorf("%s: where the texts stood is not said: %v", f.ID, r.Notes)
		}
		for _, fd := range f.Fields {
			if v := r.Values[fd.ID]; !v.IsNumber() || v.Number.Sign() != 0 {
				t.Errorf("%s: %v", fd.ID, v)
			}
		}
	}
}

func TestBoxesInATemplate(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "某局", 2024
	r.Texts["other"] = "无"
	x, err := excelize.OpenReader(bytes.NewReader(write(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.SheetOf("overview")
	addBox(t, x, sheet, "B8", boxed)
	addBox(t, x, f.SheetOf("other"), "B8", "这里的文字不取代已写的。")
	got := readBack(t, saved(t, x))
	if got.Texts["overview"] != boxed || got.Texts["other"] != "无" || got.Texts["problems"] != "" {
		t.Errorf("%q", got.Texts)
	}
	if !noted(got, "一、总体情况", "文本框", sheet+"!B8") {
		t.Errorf("where the text stood is not said: %v", got.Notes)
	}
}

func TestShapes(t *testing.T) {
	const spaces = `<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:mc="m">`
	anchor := func(row, col int, what string) string {
		return fmt.Sprintf(`<xdr:twoCellAnchor><xdr:from><xdr:col>%d</xdr:col><xdr:colOff>99</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>9</xdr:row></xdr:to>%s<xdr:clientData/></xdr:twoCellAnchor>`, col, row, what)
	}
	sp := func(attrs, props string, ps ...string) string {
		s := `<xdr:sp` + attrs + `><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"` + props + `/></xdr:nvSpPr><xdr:txBody>`
		for _, p := range ps {
			s += `<a:p><a:r><a:rPr/><a:t>` + p + `</a:t></a:r></a:p>`
		}
		return s + `</xdr:txBody></xdr:sp>`
	}
	for _, tc := range []struct{ name, xml, want string }{
		{"paragraphs", anchor(1, 2, sp("", "", "甲", "乙")), "表!C2 的文本框=甲⏎乙"},
		{"a group", anchor(4, 0, "<xdr:grpSp>"+sp("", "", "甲")+sp("", "", "乙")+"</xdr:grpSp>"), "表!A5 的文本框=甲|表!A5 的文本框=乙"},
		{"alternate content", "<mc:AlternateContent><mc:Choice>" + anchor(0, 0, sp("", "", "甲")) + "</mc:Choice><mc:Fallback>" + anchor(0, 0, sp("", "", "甲")) + "</mc:Fallback></mc:AlternateContent>", "表!A1 的文本框=甲"},
		{"hidden, linked, empty", anchor(0, 0, sp("", ` hidden="1"`, "甲")) + anchor(1, 0, sp(` textlink="A1"`, "", "乙")) + anchor(2, 0, sp("", "")), ""},
		{"out of the sheet", anchor(-5, 0, sp("", "", "甲")), ""},
		{"damaged", anchor(0, 0, sp("", "", "甲")) + "<a>", ""},
	} {
		var got []string
		for _, f := range inReadingOrder(shapes([]byte(spaces+tc.xml+"</xdr:wsDr>"), "表")) {
			got = append(got, f.Cell.Address+"="+strings.ReplaceAll(f.Cell.Text, "\n", "⏎"))
		}
		if s := strings.Join(got, "|"); s != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, s, tc.want)
		}
	}
}

// A text box beside a table with names is not read, which is said; a narrative in a box is read, and nothing more is
// said of it.
func TestUnreadBox(t *testing.T) {
	_, data := filled(t)
	boxed := edit(t, data, func(x *excelize.File) { addBox(t, x, "三、依申请公开", "L5", "另有2件见附件") })
	r := readBack(t, boxed)
	if len(r.Notes) != 1 || !noted(r, "“三、依申请公开”有 1 个文本框没有读入（L5 起：“另有2件见附件”）") {
		t.Errorf("%+v", r.Notes)
	}
	narrative := edit(t, data, func(x *excelize.File) {
		x.SetCellValue("五、问题改进", "A3", "")
		addBox(t, x, "五、问题改进", "A3", "一是制度不够健全，二是人员流动较快，下一步加强培训。")
	})
	r = readBack(t, narrative)
	if r.Texts["problems"] == "" || noted(r, "文本框没有读入") {
		t.Errorf("%q %+v", r.Texts["problems"], r.Notes)
	}
}
