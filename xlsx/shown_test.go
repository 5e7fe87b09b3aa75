package xlsx

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The cells of the example whose content the tests of what is shown change: a figure of table 2 that is in no sum,
// and a narrative.
const (
	shownSheet, shownCell, shownField = "二、主动公开", "D5", "proactive.normative.in_force"
	moneyCell, moneyField             = "B15", "proactive.fees.amount"
	textSheet, textCell               = "五、问题改进", "A3"
)

// rawCell replaces a cell of a part, but its style.
func rawCell(t *testing.T, ref, attributes, inside string) func([]byte) []byte {
	return func(part []byte) []byte {
		cell := regexp.MustCompile(`<c r="` + ref + `"[^>]*?( s="\d+")[^>]*?(?:/>|>.*?</c>)`)
		if !cell.Match(part) {
			t.Fatal("no cell", ref)
		}
		return cell.ReplaceAll(part, []byte(`<c r="`+ref+`"$1 `+attributes+`>`+strings.ReplaceAll(inside, "$", "$$")+`</c>`))
	}
}

// editPart changes a part of a workbook.
func editPart(t *testing.T, data []byte, name string, change func([]byte) []byte) []byte {
	return edit(t, data, func(x *excelize.File) {
		part, ok := x.Pkg.Load(name)
		if !ok {
			t.Fatal("no part", name)
		}
		x.Pkg.Store(name, change(part.([]byte)))
	})
}

// withoutNames is a workbook that must be read by its labels.
func withoutNames(t *testing.T, data []byte) []byte {
	return edit(t, data, func(x *excelize.File) {
		for _, n := range x.GetDefinedName() {
			if err := x.DeleteDefinedName(&n); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.DeleteSheet("_gkxl"); err != nil {
			t.Fatal(err)
		}
	})
}

// said are the messages of notes about a cell, with their rules.
func said(r *model.Report, address string) []string {
	var out []string
	for _, n := range r.Notes {
		if n.Cell == address && n.Rule != "VALUE-TEXT-NUMBER" {
			out = append(out, n.Rule+" "+n.Message.In(msg.ZH))
		}
	}
	return out
}

// TestShownFigures reads figures whose font, runs or number format make people see something else than is stored.
func TestShownFigures(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	nameless := withoutNames(t, plain)
	styled := func(cell string, value any, change func(*excelize.Style)) func([]byte) []byte {
		return func(data []byte) []byte {
			return edit(t, data, func(x *excelize.File) {
				id, _ := x.GetCellStyle(shownSheet, cell)
				s, err := x.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				if change(s); s.CustomNumFmt != nil {
					s.NumFmt = 0
				}
				if id, err = x.NewStyle(s); err != nil {
					t.Fatal(err)
				}
				x.SetCellValue(shownSheet, cell, value)
				x.SetCellStyle(shownSheet, cell, cell, id)
			})
		}
	}
	font := func(f excelize.Font) func([]byte) []byte {
		return styled(shownCell, 66, func(s *excelize.Style) { s.Font = &f })
	}
	format := func(code string, value any) func([]byte) []byte {
		return styled(shownCell, value, func(s *excelize.Style) { s.CustomNumFmt = &code })
	}
	money := func(code string, value any) func([]byte) []byte {
		return styled(moneyCell, value, func(s *excelize.Style) { s.CustomNumFmt = &code })
	}
	runs := func(runs ...excelize.RichTextRun) func([]byte) []byte {
		return func(data []byte) []byte {
			return edit(t, data, func(x *excelize.File) {
				if err := x.SetCellRichText(shownSheet, shownCell, runs); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
	raw := func(attributes, inside string) func([]byte) []byte {
		return func(data []byte) []byte {
			return editPart(t, data, "xl/worksheets/sheet4.xml", rawCell(t, shownCell, attributes, inside))
		}
	}
	run := func(s string, f *excelize.Font) excelize.RichTextRun { return excelize.RichTextRun{Text: s, Font: f} }
	page, groundColour := 0, "DDE6F0"
	for _, tc := range []struct {
		name   string
		change func([]byte) []byte
		want   string // the figure with its unit; ? if none may be read, empty if blank
		said   string // the rule and a part of the message; empty if nothing is said
	}{
		{"raised mark", runs(run("66", nil), run("1", &excelize.Font{VertAlign: "superscript"})), "66", "VALUE-READING “66¹”读作 66，备注：1"},
		{"lowered mark", runs(run("66", nil), run("[2]", &excelize.Font{VertAlign: "subscript"})), "66", "VALUE-READING “66[₂]”读作 66，备注：2"},
		{"raised as a whole", font(excelize.Font{VertAlign: "superscript"}), "66", "VALUE-READING 整格“66”设成了上标或下标"},
		{"struck run", runs(run("6", &excelize.Font{Strike: true}), run("66", &excelize.Font{})), "66", "VALUE-READING “6”加了删除线，没有读入"},
		{"white run", runs(run("6", &excelize.Font{Color: "FFFFFF"}), run("66", &excelize.Font{Color: "000000"})), "66", "VALUE-READING “6”看不见"},
		{"run of the theme's white", runs(run("6", &excelize.Font{ColorTheme: &page}), run("66", nil)), "66", "VALUE-READING “6”看不见"},
		{"tiny run", runs(run("6", &excelize.Font{Size: 1}), run("66", nil)), "66", "VALUE-READING “6”看不见"},
		{"run of no size", raw(`t="inlineStr"`, `<is><r><rPr><sz val="0"/></rPr><t>6</t></r><r><t>66</t></r></is>`), "66", "VALUE-READING “6”看不见"},
		{"run without a text", raw(`t="inlineStr"`, `<is><r><rPr><b/></rPr></r><r><rPr><strike/></rPr><t>6</t></r><r><t>66</t></r><r></r></is>`), "66", "VALUE-READING “6”加了删除线，没有读入"},
		{"red and bold runs", runs(run("6", &excelize.Font{Color: "FF0000"}), run("6", &excelize.Font{Bold: true})), "66", ""},
		{"struck cell", font(excelize.Font{Strike: true}), "?", "VALUE-UNREADABLE “66”加了删除线，没有读入；请填写现在的数字"},
		{"white cell", font(excelize.Font{Color: "FFFFFF"}), "?", "VALUE-UNREADABLE “66”看不见"},
		{"white on white", styled(shownCell, 66, func(s *excelize.Style) { s.Font, s.Fill = &excelize.Font{Color: "FFFFFF"}, excelize.Fill{} }), "?", "VALUE-UNREADABLE “66”看不见"},
		{"the colour of its ground", styled(shownCell, 66, func(s *excelize.Style) {
			s.Font, s.Fill = &excelize.Font{Color: groundColour}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{groundColour}}
		}), "?", "VALUE-UNREADABLE “66”看不见"},
		{"white on a dark ground", styled(shownCell, 66, func(s *excelize.Style) {
			s.Font, s.Fill = &excelize.Font{Color: "FFFFFF"}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}}
		}), "66", ""},
		{"tiny cell", font(excelize.Font{Size: 1}), "?", "VALUE-UNREADABLE “66”看不见"},
		{"small print", font(excelize.Font{Size: 6}), "66", ""},
		{"hidden by its format", format(";;;", 66), "?", "VALUE-UNREADABLE 格里存的是 66，按数字格式显示为空白"},
		{"a word for it", format(`"无"`, 66), "?", "VALUE-UNREADABLE 格里存的是 66，按数字格式显示为“无”"},
		{"a word for 0", format(`0;-0;"无"`, 0), "0", "VALUE-READING 格里存的是 0，按数字格式显示为“无”，读作 0"},
		{"no zeros", format("0;-0;;@", 0), "0", "VALUE-READING 格里存的是 0，按数字格式显示为空白，读作 0"},
		{"a dash for 0", format(`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ `, 0), "0", ""},
		{"rounded", format("0", 66.4), "66.4", "VALUE-READING 格里存的是 66.4，按数字格式显示为“66”，读作 66.4"},
		{"scaled", format("0.0,", 66000), "?", "VALUE-UNREADABLE 格里存的是 66000，按数字格式显示为“66.0”"},
		{"a unit of counts", format(`0"件"`, 66), "66", ""},
		{"a word about it", format(`"约"0`, 66), "66", "VALUE-READING 格里存的是 66，按数字格式显示为“约66”，读作 66"},
		{"thousands", format("#,##0", 1234), "1234", ""},
		{"a condition", format(`[>60]"多";0`, 66), "?", "VALUE-UNREADABLE 格里存的是 66，按数字格式显示为“多”"},
		{"another condition", format(`[>60]"多";0`, 6), "6", ""},
		{"weekday", format("[$-804]aaaa", 45658), "?", "VALUE-UNREADABLE 单元格是日期（星期三，存的是 45658）"},
		{"percentage", format("0%", 6), "?", "VALUE-UNREADABLE 单元格是百分比（600%，存的是 6）"},
		{"Chinese numerals", format("[DBNum1]0", 66), "66", "VALUE-READING 格里存的是 66，按数字格式显示为中文数字"},
		{"fraction", format("# ?/?", 66.5), "66.5", "VALUE-READING 格里存的是 66.5，按数字格式显示为分数"},
		{"text with a unit in its format", format(`@"元"`, "66"), "66 元", "VALUE-READING “66元”读作 66 元"},
		{"money in another unit", money(`#,##0.00"元"`, 125000), "125000 元", "VALUE-READING 格里存的是 125000，按数字格式显示为“125,000.00元”，读作 125000 元"},
		{"money in the form's unit", money(`0.00"万元"`, 12.5), "12.5", ""},
		{"currency", money(`"¥"#,##0.00`, 12.5), "12.5 元", "VALUE-READING 格里存的是 12.5，按数字格式显示为“¥12.50”，读作 12.5 元"},
		{"tens of thousands", money(`0!.0,"万"`, 125000), "?", "VALUE-UNREADABLE 格里存的是 125000，按数字格式显示为“12.5万”"},
		{"a multiplier", money(`0"万"`, 12), "?", "VALUE-UNREADABLE 格里存的是 12，按数字格式显示为“12万”"},
		{"blanks around it", raw("", "<v>\n 66 </v>"), "66", ""},
		{"a point without decimals", raw("", "<v>66.</v>"), "66", ""},
		{"an exponent", raw(`t="n"`, "<v>6.6E1</v>"), "66", ""},
		{"a sign", raw("", "<v>+66</v>"), "66", ""},
		{"thin space", raw(`t="inlineStr"`, "<is><t>1\u2009066</t></is>"), "1066", "VALUE-READING “1[U+2009]066”读作 1066"},
		{"empty text of a formula", raw(`t="str"`, `<f>IFERROR(VLOOKUP(1,A1:B2,2,0),"")</f><v></v>`), "", `FORMULA-ENTRY 格里是公式 =IFERROR(VLOOKUP(1,A1:B2,2,0),"")，读作 空白（公式的结果是空文本）`},
		{"formula without a result", raw("", `<f>IFERROR(VLOOKUP(1,A1:B2,2,0),"")</f>`), "?", "VALUE-UNREADABLE"},
		{"formula that names a text, without a result", raw("", `<f>A1</f>`), "?", "VALUE-UNREADABLE"},
		{"sum over a text, without a result", raw("", `<f>SUM(A1,66)</f>`), "66", "FORMULA-ENTRY"},
		{"text of a formula", raw(`t="str"`, `<f>TEXT(66,"0")</f><v>66</v>`), "66", "FORMULA-ENTRY"},
		{"logical value of a formula", raw(`t="b"`, `<f>1=1</f><v>1</v>`), "?", "VALUE-UNREADABLE 单元格是逻辑值"},
		{"error of a formula", raw(`t="e"`, `<f>1/0</f><v>#DIV/0!</v>`), "?", "VALUE-UNREADABLE 单元格是公式错误 #DIV/0!"},
	} {
		field, cell := shownField, shownCell
		if strings.Contains(tc.name, "money") || strings.Contains(tc.name, "currency") || strings.Contains(tc.said, "12") && strings.Contains(tc.said, "万") {
			field, cell = moneyField, moneyCell
		}
		for how, data := range map[string][]byte{"by name": plain, "by label": nameless} {
			r := readBack(t, tc.change(data))
			got := "?"
			switch v := r.Value(field); {
			case v.State == model.Blank:
				got = ""
			case v.IsNumber():
				got = strings.TrimSpace(v.Number.String() + " " + v.Unit)
			}
			notes := said(r, shownSheet+"!"+cell)
			if got != tc.want {
				t.Errorf("%s, %s: %q, want %q; said %q", tc.name, how, got, tc.want, notes)
			}
			if tc.said == "" && len(notes) > 0 || tc.said != "" && (len(notes) != 1 || !strings.HasPrefix(notes[0], tc.said)) {
				t.Errorf("%s, %s: said %q, want %q", tc.name, how, notes, tc.said)
			}
		}
	}
}

// TestShownTexts reads narratives that are hidden, struck in part, no text at all, or hold look-alikes.
func TestShownTexts(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	nameless := withoutNames(t, plain)
	const long = "一是政策解读形式比较单一，二是学校公开栏更新不够及时。下一步将丰富解读产品，按季抽查。"
	for _, tc := range []struct {
		name, attributes, inside, want, said string
	}{
		{"plain", `t="inlineStr"`, "<is><t>" + long + "</t></is>", long, ""},
		{"struck in part", `t="inlineStr"`, "<is><r><rPr><strike/></rPr><t>旧文。</t></r><r><t>新文。</t></r></is>", "新文。", "VALUE-READING “旧文。”加了删除线，没有读入"},
		{"raised mark", `t="inlineStr"`, `<is><r><t>共66</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><r><t>件。</t></r></is>`, "共66¹件。", ""},
		{"error", `t="e"`, "<f>A1</f><v>#N/A</v>", "", "TEXT-UNREADABLE 单元格是公式错误 #N/A，不是文字"},
		{"typed error", `t="inlineStr"`, "<is><t>#NAME?</t></is>", "", "TEXT-UNREADABLE 单元格是公式错误 #NAME?，不是文字"},
		{"picture in a cell", `t="str"`, `<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>`, "", "TEXT-UNREADABLE 单元格里是图片"},
		{"typed picture", `t="inlineStr"`, `<is><t>=DISPIMG("ID_1",1)</t></is>`, "", "TEXT-UNREADABLE 单元格里是图片"},
		{"picture of an address", `t="e"`, `<f>_xlfn.IMAGE("https://example.cn/a.png")</f><v>#VALUE!</v>`, "", "TEXT-UNREADABLE 单元格里是图片"},
		{"0 of a formula", ``, `<f>Sheet9!A1</f><v>0</v>`, "", "TEXT-UNREADABLE 格里是公式 =Sheet9!A1，结果是数字 0"},
		{"radicals", `t="inlineStr"`, "<is><t>⾏政⼈员</t></is>", "行政人员", "VALUE-READING 文字里有部首等形似汉字的字符，已读作普通汉字：行（U+2F8F）、人（U+2F08）"},
	} {
		for how, data := range map[string][]byte{"by name": plain, "by label": nameless} {
			r := readBack(t, editPart(t, data, "xl/worksheets/sheet7.xml", rawCell(t, textCell, tc.attributes, tc.inside)))
			if got := r.Texts["problems"]; got != tc.want {
				t.Errorf("%s, %s: %q, want %q", tc.name, how, got, tc.want)
			}
			notes := said(r, textSheet+"!"+textCell)
			if tc.said == "" && len(notes) > 0 || tc.said != "" && (len(notes) != 1 || !strings.HasPrefix(notes[0], tc.said)) {
				t.Errorf("%s, %s: said %q, want %q", tc.name, how, notes, tc.said)
			}
		}
	}
}

// TestTextWithoutResult reads narratives whose formulas have no stored result, as scripts write them, or an empty one,
// and one that is seen in another order than it is stored.
func TestTextWithoutResult(t *testing.T) {
	plain := formtest.ExampleFile(t, "huaian-2024.xlsx")
	nameless := withoutNames(t, plain)
	for _, tc := range []struct{ name, attributes, inside, named, labelled string }{
		{"none", "", `<f>"共"&amp;66&amp;"件。"</f>`, `TEXT-UNREADABLE 格里是公式 ="共"&66&"件。"，没有保存结果`, "TEXT-PLACE “五、问题改进”有 1 个公式没有保存结果（A3 起）"},
		{"an error", "", "<f>#REF!</f>", "TEXT-UNREADABLE 单元格是公式错误 #REF!，", "TEXT-PLACE “五、问题改进”有 1 个公式没有保存结果（A3 起）"},
		{"empty", `t="str"`, `<f>IF(1,"","")</f><v></v>`, "", ""},
		{"reversed", `t="inlineStr"`, "<is><t>共\u202e1003\u202c件。</t></is>", "FILE-CONTRADICTS “1003”前有改变书写方向的字符 U+202E", "FILE-CONTRADICTS “1003”前有改变书写方向的字符 U+202E"},
	} {
		for want, data := range map[*string][]byte{&tc.named: plain, &tc.labelled: nameless} {
			r := readBack(t, editPart(t, data, "xl/worksheets/sheet7.xml", rawCell(t, textCell, tc.attributes, tc.inside)))
			notes := said(r, textSheet+"!"+textCell)
			if *want == "" && len(notes) > 0 || *want != "" && (len(notes) != 1 || !strings.HasPrefix(notes[0], *want)) {
				t.Errorf("%s: said %q, want %q", tc.name, notes, *want)
			}
		}
	}
}

// TestTooNarrow finds figures in rows and columns that are not hidden, but too low or narrow to show anything.
func TestTooNarrow(t *testing.T) {
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	for _, test := range []struct {
		height, width float64
		want          bool
	}{{0.5, 9, true}, {15, 0.1, true}, {0, 9, true}, {9, 2, false}} {
		data := edit(t, data, func(x *excelize.File) {
			if err := errors.Join(x.SetRowHeight(shownSheet, 5, test.height), x.SetColWidth(shownSheet, "D", "D", test.width)); err != nil {
				t.Fatal(err)
			}
		})
		hidden := func(n model.Note) bool { return strings.HasSuffix(n.Rule, "-HIDDEN") }
		found, _, err := Leftovers(data)
		if err != nil {
			t.Fatal(err)
		}
		if read, published := slices.ContainsFunc(readBack(t, data).Notes, hidden), slices.ContainsFunc(found, hidden); read != test.want || published != test.want {
			t.Errorf("height %g, width %g: %v when read, %v when published, want %v", test.height, test.width, read, published, test.want)
		}
	}
}

// TestStruckRow reads a table with a row that was struck through and written again below.
func TestStruckRow(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	data := withoutNames(t, edit(t, plain, func(x *excelize.File) {
		if err := x.DuplicateRow(shownSheet, 5); err != nil { // row 6 is as row 5
			t.Fatal(err)
		}
		for _, c := range []string{"A5", "B5", "C5", "D5"} {
			id, _ := x.GetCellStyle(shownSheet, c)
			s, _ := x.GetStyle(id)
			s.Font = &excelize.Font{Strike: true}
			id, _ = x.NewStyle(s)
			x.SetCellStyle(shownSheet, c, c, id)
		}
		x.SetCellValue(shownSheet, "D5", 6)
	}))
	r := readBack(t, data)
	if v := r.Value(shownField); !v.IsNumber() || v.Number.String() != "66" {
		t.Error(v)
	}
	found := false
	for _, n := range r.Notes {
		found = found || n.Rule == "VALUE-READING" && n.Cell == shownSheet+"!A5" && strings.Contains(n.Message.In(msg.ZH), "这一行有几格加了删除线")
		if strings.HasPrefix(n.Rule, "FORM-") {
			t.Error(n)
		}
	}
	if !found {
		t.Error(r.Notes)
	}
}

// TestUnseenLeftovers finds what is hidden otherwise than by hiding it.
func TestUnseenLeftovers(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	narrow := editPart(t, plain, "xl/worksheets/sheet4.xml", func(part []byte) []byte {
		if part = regexp.MustCompile(`(<col min="3"[^>]*) width="[^"]*"`).ReplaceAll(part, []byte(`$1 width="0"`)); !bytes.Contains(part, []byte(`width="0"`)) {
			t.Fatal("no column")
		}
		return part
	})
	hidden := edit(t, narrow, func(x *excelize.File) {
		code := ";;;"
		id, _ := x.NewStyle(&excelize.Style{CustomNumFmt: &code})
		x.SetCellStyle(shownSheet, shownCell, shownCell, id)
		x.SetRowHeight(shownSheet, 6, 0)
	})
	notes, _, err := Leftovers(hidden)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range notes {
		got = append(got, n.Rule+" "+n.Cell)
	}
	want := "PUB-HIDDEN " + shownSheet + "!A6,PUB-HIDDEN " + shownSheet + "!C1,PUB-HIDDEN " + shownSheet + "!" + shownCell
	if strings.Join(got, ",") != want {
		t.Error(got)
	}
}

// TestCoverWithoutText reads a cover whose items are an error and the 0 of a formula.
func TestCoverWithoutText(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for how, data := range map[string][]byte{"by name": plain, "by label": withoutNames(t, plain)} {
		data = editPart(t, data, "xl/worksheets/sheet1.xml", rawCell(t, "C9", `t="e"`, "<f>A1</f><v>#REF!</v>"))
		data = editPart(t, data, "xl/worksheets/sheet1.xml", rawCell(t, "C10", "", "<f>Sheet9!A1</f><v>0</v>"))
		r := readBack(t, data)
		if r.Cover["contact"] != "" || r.Cover["filler"] != "" {
			t.Errorf("%s: %q", how, r.Cover)
		}
		for cell, want := range map[string]string{"封面!C9": "TEXT-UNREADABLE 单元格是公式错误 #REF!", "封面!C10": "TEXT-UNREADABLE 格里是公式 =Sheet9!A1，结果是数字 0"} {
			if notes := said(r, cell); len(notes) != 1 || !strings.HasPrefix(notes[0], want) {
				t.Errorf("%s, %s: said %q", how, cell, notes)
			}
		}
	}
}

// White text without a ground of its own is hidden, but for a sheet with a table, whose style gives it one.
func TestWhiteTextInTable(t *testing.T) {
	t.Parallel()
	const sheet, ref, said = "六、其他事项", "A3", "本机关无其他需要报告的事项。"
	for _, table := range []bool{false, true} {
		r := readBack(t, edit(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), func(x *excelize.File) {
			white, err := x.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}})
			if err == nil {
				err = cmp.Or(x.SetCellValue(sheet, ref, said), x.SetCellStyle(sheet, ref, ref, white))
			}
			if err == nil && table {
				err = x.AddTable(sheet, &excelize.Table{Range: "H1:I3"})
			}
			if err != nil {
				t.Fatal(err)
			}
		}))
		if read := strings.Contains(r.Texts["other"], "需要报告"); read != table {
			t.Errorf("with a table %t: %q, %v", table, r.Texts["other"], r.Notes)
		}
	}
}

// The year of the cover is read in digits and in Chinese numerals, and as its number format shows it: of a format with
// conditions by the section whose condition holds.
func TestYearOnCover(t *testing.T) {
	t.Parallel()
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	at := readBack(t, data).Places[model.PlaceOfCover("year")]
	sheet, ref, _ := strings.Cut(at, "!")
	for _, tc := range []struct {
		typed  any
		format string
		said   bool // how it was read
		year   int
	}{
		{2024, `[=0]"";0`, false, 2024},
		{2024, `[=0]"无";General`, false, 2024},
		{2024, `[>=10000]0.0,"万";0`, false, 2024},
		{2024, `[>=2000]0"年";0`, true, 2024},
		{2024, `[=2024]"";0`, false, 0},
		{2024, `[>2000]0.0,"千";0`, false, 0},
		{"2024", "", false, 2024},
		{"2024 年度", "", true, 2024},
		{"二〇二四年", "", true, 2024},
		{"二○二四", "", true, 2024},
		{"二O二〇年度", "", true, 2020},
		{"二O二O年", "", true, 2020},
		{"二〇二四年三月", "", false, 0},
		{"二四年", "", false, 0},
		{"两千零二十四年", "", false, 0},
	} {
		r := readBack(t, edit(t, data, func(x *excelize.File) {
			err := x.SetCellValue(sheet, ref, tc.typed)
			if err == nil && tc.format != "" {
				var style int
				if style, err = x.NewStyle(&excelize.Style{CustomNumFmt: &tc.format}); err == nil {
					err = x.SetCellStyle(sheet, ref, ref, style)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}))
		said := slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == "VALUE-READING" && n.Cell == at })
		if r.Year != tc.year || said != tc.said {
			t.Errorf("%v in the format %q: year %d, %v", tc.typed, tc.format, r.Year, r.Notes)
		}
	}
}

// A cover that names another edition than the workbook was made for is said, with its place.
func TestOtherEditionOnCover(t *testing.T) {
	t.Parallel()
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	at := readBack(t, data).Places[model.PlaceOfCover("form")]
	sheet, ref, _ := strings.Cut(at, "!")
	for typed, want := range map[string]bool{"2021": false, "": false, "2019": true, "某版": true} {
		r := readBack(t, edit(t, data, func(x *excelize.File) {
			if err := x.SetCellValue(sheet, ref, typed); err != nil {
				t.Fatal(err)
			}
		}))
		said := slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == "VALUE-READING" && n.Cell == at && n.Found == typed })
		if r.Form.ID != "2021" || said != want {
			t.Errorf("%q: edition %s, %v", typed, r.Form.ID, r.Notes)
		}
	}
}

// A date on the cover in a format that a file names by its number alone is shown as Chinese versions show it.
func TestBuiltInDatesOnTheCover(t *testing.T) {
	_, data := filled(t)
	for number, want := range map[int]string{14: "2025/1/10", 31: "2025年1月10日", 57: "2025年1月", 1: "45667"} {
		r := readBack(t, edit(t, data, func(x *excelize.File) {
			style, err := x.NewStyle(&excelize.Style{NumFmt: number})
			if err := errors.Join(err, x.SetCellValue("封面", "C12", 45667), x.SetCellStyle("封面", "C12", "C12", style)); err != nil {
				t.Fatal(err)
			}
		}))
		if got := r.Cover["date"]; got != want {
			t.Errorf("format %d: %q, want %q", number, got, want)
		}
	}
}
