package xlsx

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// copySheet copies a sheet as spreadsheets do: the names stay with the first one, the copy gets names of its own
// sheet.
func copySheet(x *excelize.File, from, to string) {
	n, err := x.NewSheet(to)
	if err != nil {
		panic(err)
	}
	old, err := x.GetSheetIndex(from)
	if err != nil {
		panic(err)
	}
	if err := x.CopySheet(old, n); err != nil {
		panic(err)
	}
	for _, dn := range x.GetDefinedName() {
		if s := parseLocation(dn.RefersTo); s.sheet == from && strings.HasPrefix(dn.Name, model.NamePrefix) {
			x.SetDefinedName(&excelize.DefinedName{Name: dn.Name, RefersTo: "'" + to + "'!" + s.ref, Scope: to})
		}
	}
}

// pasteTable writes the values of a range as another program pastes them.
func pasteTable(x *excelize.File, from string, rows, cols int, to string, dr, dc int) {
	values, err := x.GetRows(from, excelize.Options{RawCellValue: true})
	if err != nil {
		panic(err)
	}
	for r := range min(rows, len(values)) {
		for c := range min(cols, len(values[r])) {
			if v := values[r][c]; v != "" {
				x.SetCellValue(to, place{row: r + 1 + dr, col: c + 1 + dc}.ref(), v)
			}
		}
	}
}

const (
	proactiveSheet = "二、主动公开"
	requestsSheet  = "三、依申请公开"
	disputesSheet  = "四、复议诉讼"
	overviewSheet  = "一、总体情况"
	coverSheet     = "封面"
)

// What stands outside of the cells with names is held against what they say: the same is a hint, what differs is
// refused, and nothing is passed over. Want are the rule and a part of what it says; value is that of one field.
func TestCopies(t *testing.T) {
	const sheet, twin = requestsSheet, requestsSheet + " (2)"
	field := "requests.new.natural_person"
	for _, tc := range []struct {
		name   string
		change func(*excelize.File)
		field  string
		value  string // "" for no number
		want   []string
	}{
		{"copy changed", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetCellValue(twin, "D5", 777)
		}, field, "", []string{"FORM-TABLE '三、依申请公开 (2)'!D5 为 777"}},
		{"copy the same", func(x *excelize.File) { copySheet(x, sheet, twin) }, field, "10", []string{"FORM-COPY 没有出入"}},
		{"a total of the copy changed", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetCellValue(twin, "J5", 777)
		}, field, "", []string{"FORM-TABLE '三、依申请公开 (2)'!J5 为 777"}},
		{"first one hidden", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetCellValue(twin, "D5", 777)
			x.SetSheetVisible(sheet, false)
		}, field, "", []string{"FORM-TABLE 三、依申请公开!D5 在隐藏的工作表上"}},
		{"first one hidden, copy the same", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetSheetVisible(sheet, false)
		}, field, "10", []string{"FORM-NAMES 名称指向隐藏的工作表", "FORM-COPY （在隐藏的工作表上）"}},
		{"first one renamed", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetCellValue(twin, "D5", 777)
			x.SetSheetName(sheet, "作废")
		}, field, "", []string{"FORM-TABLE 作废!D5 为 10"}},
		{"copy hidden", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			x.SetCellValue(twin, "D5", 777)
			x.SetSheetVisible(twin, false)
		}, field, "10", []string{"FORM-HIDDEN 隐藏的 '三、依申请公开 (2)'!D5 为 777"}},
		{"no copy, the sheet hidden", func(x *excelize.File) { x.SetSheetVisible(sheet, false) }, field, "10", []string{"FORM-HIDDEN 数字照读"}},
		{"copy of last year", func(x *excelize.File) {
			copySheet(x, sheet, "2023年依申请公开")
			x.SetCellValue("2023年依申请公开", "D5", 777)
		}, field, "10", []string{"FORM-COPY 写明是 2023 年的"}},
		{"blank copy", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			for row := 5; row < 30; row++ {
				for col := 4; col < 11; col++ {
					x.SetCellValue(twin, place{row: row, col: col}.ref(), nil)
				}
			}
		}, field, "10", []string{"FORM-COPY 另有一份空表"}},
		{"first one blank", func(x *excelize.File) {
			copySheet(x, sheet, twin)
			for row := 5; row < 30; row++ {
				for col := 4; col < 11; col++ {
					x.SetCellValue(sheet, place{row: row, col: col}.ref(), nil)
				}
			}
		}, field, "10", []string{"FORM-NAMES 有它没有的数字", "FORM-COPY 空表"}},
		{"pasted below", func(x *excelize.File) {
			pasteTable(x, sheet, 29, 10, sheet, 40, 0)
			x.SetCellValue(sheet, "D45", 777)
		}, field, "", []string{"FORM-TABLE 三、依申请公开!D45 为 777"}},
		{"rows alone pasted below", func(x *excelize.File) {
			pasteTable(x, sheet, 29, 10, sheet, 40, 0)
			for row := 41; row < 45; row++ {
				x.RemoveRow(sheet, 41)
			}
			x.SetCellValue(sheet, "D41", 777)
		}, field, "", []string{"FORM-DOUBT 三、依申请公开!D41 为 777", "FORM-ORDER ", "FORM-EXTRA ", "FORMULA-CHANGED "}},
		{"pasted beside", func(x *excelize.File) {
			pasteTable(x, sheet, 29, 10, sheet, 0, 15)
			x.SetCellValue(sheet, "S5", 777)
		}, field, "", []string{"FORM-TABLE 三、依申请公开!S5 为 777"}},
		{"pasted on another table's sheet", func(x *excelize.File) {
			pasteTable(x, sheet, 29, 10, disputesSheet, 20, 0)
			x.SetCellValue(disputesSheet, "D25", 777)
		}, field, "", []string{"FORM-TABLE 四、复议诉讼!D25 为 777"}},
		{"pasted on a new sheet", func(x *excelize.File) {
			x.NewSheet("最终")
			pasteTable(x, sheet, 29, 10, "最终", 0, 0)
			x.SetCellValue("最终", "D5", 777)
		}, field, "", []string{"FORM-TABLE 最终!D5 为 777"}},
		{"a band of table two pasted", func(x *excelize.File) {
			x.NewSheet("许可")
			for ref, v := range map[string]any{"A1": "信息内容", "B1": "本年处理决定数量", "A2": "行政许可", "B2": 777} {
				x.SetCellValue("许可", ref, v)
			}
		}, "proactive.licensing.decisions", "6", []string{"FORM-DOUBT 许可!B2 为 777"}},
		{"narrative changed on a copy", func(x *excelize.File) {
			copySheet(x, overviewSheet, overviewSheet+" (2)")
			x.SetCellValue(overviewSheet+" (2)", "A8", "另写的一段")
		}, field, "10", []string{"FORM-DOUBT “一、总体情况”有 2 份（一、总体情况!A8；'一、总体情况 (2)'!A8）"}},
		{"cover changed on a copy", func(x *excelize.File) {
			copySheet(x, coverSheet, coverSheet+" (2)")
			x.SetCellValue(coverSheet+" (2)", "C5", "别的局")
		}, field, "10", []string{"FORM-EXTRA 写的是“别的局 2024”"}},
		{"a sheet of something else", func(x *excelize.File) {
			x.NewSheet("通讯录")
			x.SetCellValue("通讯录", "A1", "张某")
		}, field, "10", []string{"TEXT-PLACE 有 1 张工作表不属于模板（通讯录）"}},
		{"a remark far below", func(x *excelize.File) { x.SetCellValue(sheet, "A60", "办公室填") }, field, "10", []string{"TEXT-PLACE 在填报格之外（A60 起）"}},
		{"figures of a row one column off", func(x *excelize.File) {
			for i, ref := range []string{"C4", "D4", "E4"} {
				x.SetCellFormula(proactiveSheet, ref, "")
				x.SetCellValue(proactiveSheet, ref, i)
			}
			x.SetCellValue(proactiveSheet, "B4", nil)
		}, field, "10", []string{"FORM-DOUBT “规章”行多出“2”"}},
	} {
		_, data := filled(t)
		r := readBack(t, edit(t, data, tc.change))
		if v := r.Value(tc.field); v.IsNumber() != (tc.value != "") || v.IsNumber() && v.Number.String() != tc.value {
			t.Errorf("%s: %s is %s %s", tc.name, tc.field, v.State, v.Number)
		}
		for _, w := range tc.want {
			rule, words, _ := strings.Cut(w, " ")
			if !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == rule && strings.Contains(n.Message.ZH, words) }) {
				t.Errorf("%s: no %s among %+v", tc.name, w, r.Notes)
			}
		}
		for _, n := range r.Notes {
			if n.Message.EN == "" || !slices.ContainsFunc(tc.want, func(w string) bool { return strings.HasPrefix(w, n.Rule+" ") }) {
				t.Errorf("%s: not wanted: %+v", tc.name, n)
			}
		}
	}
}

// Two offices in one workbook are refused with both names, also if all figures agree.
func TestTwoOffices(t *testing.T) {
	_, data := filled(t)
	data = edit(t, data, func(x *excelize.File) {
		for _, s := range []string{coverSheet, overviewSheet, proactiveSheet, requestsSheet, disputesSheet} {
			copySheet(x, s, s+" (2)")
		}
		x.SetCellValue(coverSheet+" (2)", "C5", "别的局")
	})
	_, err := Read(data, forms(t), intake.Options{})
	p, ok := err.(*msg.Problem)
	if !ok || !strings.Contains(p.What.ZH, "测试市 2024") || !strings.Contains(p.What.ZH, "别的局 2024") {
		t.Errorf("%v", err)
	}
	r, err := Read(data, forms(t), intake.Options{Organ: "别的局"})
	if err != nil || r.Value("requests.new.natural_person").Cell != "'三、依申请公开 (2)'!D5" && r.Organ != "别的局" {
		t.Errorf("%v %v", r, err)
	}
}

// bookPart is the name of the part that lists sheets and names.
const bookPart = "xl/workbook.xml"

// changePart changes a part of a workbook.
func changePart(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	b, err := patch.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := b.Part(name)
	b.Set(name, []byte(change(string(part))))
	out, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A workbook that has lost its names, or no longer says its edition, is read by its labels or its year, and says so.
func TestBrokenNames(t *testing.T) {
	_, data := filled(t)
	want := figures(readBack(t, data))
	all := func(to string, keep string) func(string) string {
		return func(s string) string {
			var out strings.Builder
			for i, p := range strings.Split(s, "<definedName ") {
				if name, rest, ok := strings.Cut(p, ">"); i > 0 && ok && strings.Contains(name, `"gk_`) && (keep == "" || !strings.Contains(name, keep)) {
					_, end, _ := strings.Cut(rest, "<")
					p = name + ">" + to + "<" + end
				}
				if i > 0 {
					out.WriteString("<definedName ")
				}
				out.WriteString(p)
			}
			return out.String()
		}
	}
	noMeta := func(form any, year any) []byte {
		return edit(t, data, func(x *excelize.File) {
			x.DeleteSheet(metaSheet)
			x.SetCellValue(coverSheet, "C8", form)
			x.SetCellValue(coverSheet, "C7", year)
		})
	}
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"names that refer to nothing", changePart(t, data, bookPart, all("#REF!", "")), "FORM-NAMES 名称都已失效，全部按标签读取"},
		{"names that refer to another workbook", changePart(t, data, bookPart, all("'[1]x'!$A$1", "")), "FORM-NAMES 名称都已失效，全部按标签读取"},
		{"names of one table refer to nothing", changePart(t, data, bookPart, func(s string) string {
			return strings.ReplaceAll(s, "四、复议诉讼!$", "#REF!$")
		}), ""},
		{"no hidden sheet, no edition", noMeta(nil, 2024), "VALUE-READING 按报告年度 2024 用 2021 版读取"},
		{"no hidden sheet, another edition", noMeta("2021版", 2024), "VALUE-READING 没有“2021版”这个格式版本"},
		{"no hidden sheet, no edition, no year", noMeta(nil, nil), "VALUE-READING 按表上的标签用 2021 版读取"},
	} {
		r, err := Read(tc.data, forms(t), intake.Options{})
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		got := figures(r)
		for id, v := range want {
			if got[id] != v {
				t.Errorf("%s: %s is %s, not %s", tc.name, id, got[id], v)
				break
			}
		}
		rule, words, _ := strings.Cut(tc.want, " ")
		if tc.want != "" && !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == rule && strings.Contains(n.Message.ZH, words) }) {
			t.Errorf("%s: %+v", tc.name, r.Notes)
		}
	}
}

// Two sheets of one name are read as two.
func TestSheetsOfOneName(t *testing.T) {
	_, data := filled(t)
	data = edit(t, data, func(x *excelize.File) {
		x.NewSheet("最终")
		pasteTable(x, requestsSheet, 29, 10, "最终", 0, 0)
		x.SetCellValue("最终", "D5", 777)
	})
	r := readBack(t, changePart(t, data, bookPart, func(s string) string { return strings.Replace(s, `name="最终"`, `name="三、依申请公开"`, 1) }))
	if v := r.Value("requests.new.natural_person"); v.State != model.Absent {
		t.Errorf("%+v", v)
	}
	for _, w := range []string{"VALUE-READING 这里称作“三、依申请公开 (2)”", "FORM-TABLE '三、依申请公开 (2)'!D5 为 777"} {
		rule, words, _ := strings.Cut(w, " ")
		if !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == rule && strings.Contains(n.Message.ZH, words) }) {
			t.Errorf("no %s among %+v", w, r.Notes)
		}
	}
}

// What merged cells cover is not read, whether a workbook has names or not, and is noted. Where labels are covered, a
// script left merges behind, and they are ignored.
func TestCoveredCells(t *testing.T) {
	_, data := filled(t)
	for _, names := range []bool{true, false} {
		x := edit(t, data, func(x *excelize.File) {
			if !names {
				x.DeleteSheet(metaSheet)
				for _, dn := range x.GetDefinedName() {
					x.DeleteDefinedName(&dn)
				}
			}
		})
		covered := changePart(t, x, "xl/worksheets/sheet4.xml", func(s string) string {
			i := strings.Index(s, `<c r="C8"`)
			end := i + strings.Index(s[i:], ">") + 1
			if strings.HasSuffix(s[:end], "/>") {
				return s[:end-2] + "><v>99</v></c>" + s[end:]
			}
			return s[:end] + "<v>99</v>" + s[end:]
		})
		r := readBack(t, covered)
		if v := r.Value("proactive.licensing.decisions"); v.Number.String() != "6" {
			t.Errorf("names %t: %+v", names, v)
		}
		if !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == "FORM-EXTRA" && strings.Contains(n.Message.ZH, "（C8）") }) {
			t.Errorf("names %t: %+v", names, r.Notes)
		}
		if len(r.Texts) != 1 {
			t.Errorf("names %t: %q", names, r.Texts)
		}
	}
}

// filledCells finds the cells with content however programs write them, and says where the sheet is damaged.
func TestFilledCells(t *testing.T) {
	for _, tc := range []struct {
		part string
		want string
	}{
		{`<sheetData><row r="1"><c r="A1"><v>5</v></c><c r="B1" s="3"/><c r="C1" t="s"><v>0</v></c></row></sheetData>`, "A1 number, C1"},
		{`<x:sheetData><x:row r="1"><x:c r="AB12" t="n"><x:v>5</x:v></x:c></x:row></x:sheetData>`, "AB12 number"},
		{`<sheetData><c r="A1" t="inlineStr"><is><t xml:space="preserve"></t></is></c><c r="A2" t="inlineStr"><is><t>字</t></is></c></sheetData>`, "A2"},
		{`<cols><col min="1"/></cols><sheetData><c r="A1"><f>SUM(B1:B2)</f></c><c r="A2" t="str"><f>X</f><v></v></c></sheetData>`, "A1 formula number, A2 formula"},
		{`<sheetData/>`, ""},
		{`<chartsheet/>`, ""},
		{`<sheetData><row><c><v>5</v></c></row><row r="4"><c/><c t="s"><v>1</v></c></row></sheetData>`, "A1 number, B4"},
		{`<sheetData><c r='A1'><v>5</v></c></sheetData>`, "A1 number"},
		{"<sheetData><c\nr=\"A1\"><v>5</v></c></sheetData>", "A1 number"},
		{`<sheetData><!-- --><c r="A1"><v>5</v></c></sheetData>`, "A1 number"},
		{`<sheetData><c r="A1"><f><![CDATA[IF(B1<>0,"x","")]]></f><v/></c><c r="B1" t="str"><v><![CDATA[<]]></v></c><c r="C1" t="str"><v><![CDATA[]]></v></c></sheetData>`, "A1 formula number, B1"},
		{`<sheetData><c r="A1"><v>5</v>`, "?"},
	} {
		cells, ok := filledCells([]byte(tc.part))
		var got []string
		for _, c := range cells {
			s := place{row: c.row, col: c.col}.ref()
			if c.formula {
				s += " formula"
			}
			if c.number {
				s += " number"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); ok && s != tc.want || !ok && tc.want != "?" {
			t.Errorf("%s: %s, %t", tc.part, s, ok)
		}
	}
}

// A formula in a CDATA section, as Apache POI writes long ones, is no content outside of the form.
func TestFormulaInCDATA(t *testing.T) {
	_, data := filled(t)
	part := "xl/worksheets/sheet6.xml"
	const sum = "<f>IF(COUNT(A5:D5)=0,&#34;&#34;,SUM(A5:D5))</f>"
	wrapped := changePart(t, data, part, func(s string) string {
		if !strings.Contains(s, sum) {
			t.Fatal(part)
		}
		return strings.Replace(s, sum, `<f><![CDATA[IF(COUNT(A5:D5)=0,"",SUM(A5:D5))]]></f>`, 1)
	})
	want, got := readBack(t, data), readBack(t, wrapped)
	if d := cmp.Diff(want.Notes, got.Notes); d != "" || !maps.Equal(figures(want), figures(got)) {
		t.Error(d)
	}
	outside := changePart(t, wrapped, part, func(s string) string {
		return strings.Replace(s, `</sheetData>`, `<row r="30"><c r="C30" t="inlineStr"><is><t><![CDATA[另有<2件>]]></t></is></c></row></sheetData>`, 1)
	})
	if r := readBack(t, outside); !noted(r, "有 1 格内容在填报格之外（C30 起）") {
		t.Errorf("%+v", r.Notes)
	}
}

// In a sheet as large as a ledger no table is looked for, which is said.
func TestLedger(t *testing.T) {
	_, data := filled(t)
	r := readBack(t, edit(t, data, func(x *excelize.File) {
		x.NewSheet("台账")
		w, err := x.NewStreamWriter("台账")
		if err != nil {
			t.Fatal(err)
		}
		row := slices.Repeat([]any{"自然人"}, 100)
		for i := range mostCells/len(row) + 1 {
			w.SetRow(fmt.Sprintf("A%d", i+1), row)
		}
		w.Flush()
	}))
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0].Message.ZH, "没有查看其中有没有年报的表") {
		t.Errorf("%+v", r.Notes)
	}
}

// Where all sheets together hold more cells than may be searched, the largest are passed over, of those of one size
// the last, and named in the order of the workbook.
func TestPassOverLarge(t *testing.T) {
	sheet := func(name string, cells int) preflight.Sheet { return preflight.Sheet{Name: name, Cells: cells} }
	for _, tc := range []struct {
		what   string
		sheets []preflight.Sheet
		before []string // passed over already
		want   []string
	}{
		{"at the limit", []preflight.Sheet{sheet("甲", 40), sheet("乙", 60)}, nil, nil},
		{"the largest", []preflight.Sheet{sheet("甲", 90), sheet("乙", 20), sheet("丙", 30)}, nil, []string{"甲"}},
		{"one alone", []preflight.Sheet{sheet("甲", 101)}, nil, []string{"甲"}},
		{"of one size", []preflight.Sheet{sheet("甲", 40), sheet("乙", 40), sheet("丙", 40), sheet("丁", 40)}, nil, []string{"丙", "丁"}},
		{"own sheets do not count", []preflight.Sheet{sheet(metaSheet, 500), sheet("来源表", 500), sheet("乙", 90)}, nil, nil},
		{"what was passed over does not count", []preflight.Sheet{sheet("甲", 90), sheet("乙", 90)}, []string{"甲"}, nil},
	} {
		b := &book{file: &preflight.Workbook{Sheets: tc.sheets}, tooLarge: map[string]bool{}, names: map[string]location{appendixPrefix + KeySources: {sheet: "来源表"}}}
		for _, name := range tc.before {
			b.tooLarge[name] = true
		}
		b.passOverLarge(nil, 100)
		for _, s := range tc.sheets {
			if got := b.tooLarge[s.Name]; got != (slices.Contains(tc.want, s.Name) || slices.Contains(tc.before, s.Name)) {
				t.Errorf("%s: %s is passed over: %v", tc.what, s.Name, got)
			}
		}
		if len(tc.want) > 0 != (len(b.notes) == 1) || len(tc.want) > 0 && !strings.Contains(b.notes[0].Message.ZH, "（"+strings.Join(tc.want, "、")+"）") {
			t.Errorf("%s: %v", tc.what, b.notes)
		}
	}
}
