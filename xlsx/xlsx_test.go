package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

func forms(t testing.TB) []*model.Form {
	return []*model.Form{formtest.Form(t, "2021"), formtest.Form(t, "2019")}
}

func write(t testing.TB, r *model.Report) []byte {
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBack(t testing.TB, data []byte) *model.Report {
	r, err := Read(data, forms(t), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// randomReport fills a form with everything that is met in real cells.
func randomReport(rng *rand.Rand, f *model.Form) *model.Report {
	r := model.NewReport(f)
	r.Organ, r.Year = pickText(rng), f.Years.From
	if rng.IntN(2) == 0 {
		r.OrganType = f.OrganTypes[rng.IntN(len(f.OrganTypes))].ID
	}
	for _, c := range f.Cover {
		if rng.IntN(3) == 0 {
			switch c.ID {
			case coverOrgan, coverType, coverYear, coverForm:
			default:
				r.Cover[c.ID] = pickText(rng)
			}
		}
	}
	r.Organ = strings.TrimSpace(r.Organ)
	for _, s := range f.Sections {
		if rng.IntN(4) > 0 {
			r.Texts[s.ID] = pickText(rng)
		}
	}
	sparse := rng.IntN(3) == 0
	for _, fd := range f.Fields {
		var v model.Value
		switch k := rng.IntN(12); {
		case fd.Total != nil && k < 7:
			continue // left to the formula
		case sparse && k > 2:
			v = model.Value{State: model.Blank}
		case k < 4:
			v = model.Value{State: model.IsNumber, Number: model.Int(rng.Int64N(1_000_000))}
		case k == 4:
			v = model.Value{State: model.IsNumber}
		case k == 5:
			v = model.Value{State: model.IsNumber, Number: model.Int(-rng.Int64N(900))}
		case k == 6:
			n, _ := model.ParseNumber(fmt.Sprintf("%d.%02d", rng.Int64N(1_000_000_000), rng.IntN(100)))
			v = model.Value{State: model.IsNumber, Number: n}
		case k == 7:
			v = model.Value{State: model.Absent}
		case k == 8:
			v = model.Value{State: model.Blank}
		default:
			typed := []string{"746（街镇事项按统一数量，不重复统计）", "+253", "减3", "1,113", "１２３", "无", "/", "——", "不适用", "见附件", "规章000",
				"864098223.91元", "976.81万元", "22\n其中修订 16 件", " 12", "007", "12345678901234567890", "2000万", "=1+1", "TRUE", "#REF!", "1e5", "_x000D_"}
			v, _ = intake.Read(intake.Cell{Kind: intake.Text, Text: typed[rng.IntN(len(typed))]}, fd, &f.Reading)
		}
		r.Values[fd.ID] = v
	}
	return r
}

func pickText(rng *rand.Rand) string {
	texts := []string{"本年度各项工作有序推进。", "（一）主动公开。\n（二）依申请公开。\n\n一是办理申请12件；", "  前后有空格  ", "制表\t符", "𬭊与😀",
		"<b>&amp;\"引号\"'", "=SUM(A1:A9)", "_x000D_与_x005F_", "无", "2024", strings.Repeat("长", 3000), "+86", "'单引号"}
	return texts[rng.IntN(len(texts))]
}

// What a workbook says is what it was filled with: once read, writing and
// reading again changes no value, text or remark.
func TestRoundTripIsIdentity(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	rounds := formtest.Trials(20, 4)
	if testing.Short() {
		rounds = 6
	}
	for _, id := range templates.Editions() {
		f := formtest.Form(t, id)
		for i := range rounds {
			given := randomReport(rng, f)
			first := readBack(t, write(t, given))
			for _, fd := range f.Fields {
				want, ok := given.Values[fd.ID]
				got := first.Values[fd.ID]
				if ok && (got.State != want.State || !got.Number.Equal(want.Number) || got.Text != want.Text || got.Remark != want.Remark || got.Unit != want.Unit) {
					t.Fatalf("%s round %d %s:\n given %+v\n  read %+v", id, i, fd.ID, want, got)
				}
			}
			if d := cmp.Diff(given.Texts, first.Texts, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("texts: %s", d)
			}
			if d := cmp.Diff(given.Cover, first.Cover, cmpopts.EquateEmpty()); d != "" || given.Organ != first.Organ || given.OrganType != first.OrganType || given.Year != first.Year {
				t.Fatalf("cover: %s %+v", d, first)
			}
			second := readBack(t, write(t, first))
			if d := cmp.Diff(first, second, cmpopts.EquateEmpty(), formtest.SameForm); d != "" {
				t.Fatalf("%s round %d: second reading differs\n%s", id, i, d)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := randomReport(rand.New(rand.NewPCG(7, 7)), f)
	a := write(t, r)
	for range 5 {
		if !bytes.Equal(a, write(t, r)) {
			t.Fatal("the same report gave other bytes")
		}
	}
}

// Workbooks that are written at the same time share styles, formulas and parts, and are the same as those written alone.
func TestTogether(t *testing.T) {
	last := formtest.Example(t, "bureau-2021.json")
	carried, _ := carry.Over(last, formtest.Form(t, "2021"))
	reports := []*model.Report{formtest.Example(t, "huaian-2024.json"), last, carried, model.NewReport(formtest.Form(t, "2021"))}
	together := make([][]byte, 3*len(reports))
	var wait sync.WaitGroup
	for i := range together {
		wait.Go(func() {
			var b bytes.Buffer
			if err := Write(&b, reports[i%len(reports)]); err != nil {
				t.Error(err)
			}
			together[i] = b.Bytes()
		})
	}
	wait.Wait()
	for i, got := range together {
		var alone bytes.Buffer
		if err := Write(&alone, reports[i%len(reports)]); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, alone.Bytes()) {
			t.Errorf("workbook %d is another one", i)
		}
	}
}

// The parts say who made the file, lock what is to be locked, and store every
// formula with its result.
func TestParts(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "测试<市>", 2024
	fd, _ := f.Field("requests.new.natural_person")
	r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(7)}
	data := write(t, r)
	parts := formtest.Parts(t, data)
	if c := parts["docProps/core.xml"]; !strings.Contains(c, "<dc:creator>gkxl") || strings.Contains(c, "xuri") {
		t.Error("document properties: " + c)
	}
	if s := parts["xl/styles.xml"]; strings.Count(s[:strings.Index(s, "</cellXfs>")], `applyProtection="1"><protection locked="0"/>`) < 2 {
		t.Error("the Normal style is locked")
	}
	for n, p := range parts {
		if !strings.HasPrefix(n, "xl/worksheets/sheet") {
			continue
		}
		if !strings.Contains(p, "<sheetProtection") || strings.Contains(p, "password") {
			t.Errorf("%s is not protected, or with a password", n)
		}
		if !strings.Contains(p, `max="16384"`) {
			t.Errorf("%s leaves columns open", n)
		}
		if i := strings.Index(p, "</f></c>"); i >= 0 {
			t.Errorf("%s has a formula without a result: %s", n, p[max(0, i-200):i])
		}
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, n := range x.GetDefinedName() {
		names[n.Name] = true
	}
	for _, fd := range f.Fields {
		if !names[fd.Name()] {
			t.Errorf("no name %s", fd.Name())
		}
	}
	for _, s := range f.Sections {
		if !names[textPrefix+s.ID] {
			t.Errorf("no name for section %s", s.ID)
		}
	}
	if v, _ := x.GetCellValue("三、依申请公开", "J5"); v != "7" {
		t.Errorf("cached total %q", v)
	}
	if v, _ := x.GetCellValue("校验", "A2"); v == f.Messages["all_agree"] {
		t.Error("the workbook calls an unbalanced report balanced")
	}
	if v, _ := x.GetSheetVisible(metaSheet); v {
		t.Error("the meta sheet is visible")
	}
}

// Labels and merges are those of the form, read back from the file.
func TestOfficialLayout(t *testing.T) {
	for _, id := range templates.Editions() {
		f := formtest.Form(t, id)
		x, err := excelize.OpenReader(bytes.NewReader(write(t, model.NewReport(f))))
		if err != nil {
			t.Fatal(err)
		}
		l := NewLayout(f)
		for _, tl := range l.tables {
			for _, c := range tl.grid.Cells {
				at := tl.at(c)
				if v, _ := x.GetCellValue(at.sheet, at.ref()); c.Field == nil && v != c.Text {
					t.Errorf("%s %s: %q, want %q", id, at.ref(), v, c.Text)
				}
			}
		}
	}
	// The corner of table 3 spans three rows and three columns, its first value is D5.
	l := NewLayout(formtest.Form(t, "2021"))
	fd, _ := l.form.Field("requests.new.natural_person")
	if l.Cell(fd) != "三、依申请公开!D5" {
		t.Error(l.Cell(fd))
	}
	if got, ok := l.Find("三、依申请公开!$d$5"); !ok || got != fd {
		t.Error("an address does not find its field")
	}
}

func edit(t *testing.T, data []byte, change func(*excelize.File)) []byte {
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	change(x)
	b, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func filled(t *testing.T) (*model.Form, []byte) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "测试市", 2024
	for i, fd := range f.Fields {
		if fd.Total == nil {
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(int64(i))}
		}
	}
	r.Texts["overview"] = "第一段"
	return f, write(t, r)
}

func figures(r *model.Report) map[string]string {
	m := map[string]string{}
	for id, v := range r.Values {
		m[id] = string(v.State) + " " + v.Number.String()
	}
	return m
}

// Structure edits that programs follow with the names do no harm.
func TestEditedStructure(t *testing.T) {
	_, data := filled(t)
	want := figures(readBack(t, data))
	for name, change := range map[string]func(*excelize.File){
		"rename":        func(x *excelize.File) { x.SetSheetName("三、依申请公开", "表 A (2)") },
		"move":          func(x *excelize.File) { x.MoveSheet("三、依申请公开", "封面") },
		"insert row":    func(x *excelize.File) { x.InsertRows("三、依申请公开", 9, 2) },
		"insert column": func(x *excelize.File) { x.InsertCols("三、依申请公开", "F", 1) },
		"copy sheet": func(x *excelize.File) {
			i, _ := x.NewSheet("副本")
			from, _ := x.GetSheetIndex("三、依申请公开")
			x.CopySheet(from, i)
		},
	} {
		got := readBack(t, edit(t, data, change))
		for _, n := range got.Notes {
			if strings.HasPrefix(n.Rule, "FORMULA") {
				t.Errorf("%s: %s", name, n.Message.ZH)
			}
		}
		if d := cmp.Diff(want, figures(got)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestExchangedHeadings reads tables whose headings over several rows or columns no longer say what the names do: what
// is seen counts, or nothing.
func TestExchangedHeadings(t *testing.T) {
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	const disputes, requests = "四、复议诉讼", "三、依申请公开"
	for _, test := range []struct {
		name, sheet, a, b string // the cells whose texts are exchanged
		field, want       string // "" if the table is not read
		at                string // of the first heading that contradicts
	}{
		{"over columns", disputes, "F3", "K3", "disputes.suit_direct.upheld", "12", disputes + "!F3"},
		{"over columns and a column", requests, "D3", "E3", "requests.new.natural_person", "", requests + "!E3"},
		{"over rows", requests, "B9", "B17", "requests.denied_state_secret.natural_person", "2", requests + "!B9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := readBack(t, edit(t, data, func(x *excelize.File) {
				a, _ := x.GetCellValue(test.sheet, test.a)
				b, _ := x.GetCellValue(test.sheet, test.b)
				x.SetCellValue(test.sheet, test.a, b)
				x.SetCellValue(test.sheet, test.b, a)
			}))
			if v := r.Value(test.field); v.IsNumber() != (test.want != "") || v.IsNumber() && v.Number.String() != test.want {
				t.Errorf("%s is %v, want %q", test.field, v, test.want)
			}
			if !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == ruleFormNames && n.Cell == test.at }) {
				t.Errorf("nothing is said at %s: %v", test.at, r.Notes)
			}
		})
	}
}

func TestFormulaStates(t *testing.T) {
	_, data := filled(t)
	const sheet, cell, id = "三、依申请公开", "J5", "requests.new.total"
	sum := readBack(t, data).Values[id].Number
	formula := func(x *excelize.File, s string) {
		x.SetCellValue(sheet, cell, nil) // forget the stored result
		x.SetCellFormula(sheet, cell, s)
	}
	for _, tc := range []struct {
		name   string
		change func(*excelize.File)
		rule   string
		number string
	}{
		{"overwritten", func(x *excelize.File) { x.SetCellValue(sheet, cell, 5) }, "FORMULA-OVERWRITTEN", "5"},
		{"no cached value", func(x *excelize.File) { formula(x, "SUM(D5:I5)") }, "", sum.String()},
		{"changed, no cached value", func(x *excelize.File) { formula(x, "SUM(D5:H5)") }, "FORMULA-CHANGED", "60"},
		{"equivalent", func(x *excelize.File) { formula(x, "D5+E5+F5+(G5+H5)+I5") }, "", sum.String()},
		{"not linear", func(x *excelize.File) { formula(x, "D5*2") }, "VALUE-UNREADABLE", "0"},
		{"circular", func(x *excelize.File) { formula(x, "J5+D5") }, "VALUE-UNREADABLE", "0"},
		{"a row of its own summed too", func(x *excelize.File) {
			x.InsertRows(sheet, 9, 1)
			x.SetCellValue(sheet, "D9", 7)
			formula9 := "SUM(D7:D28)"
			x.SetCellValue(sheet, "D29", nil)
			x.SetCellFormula(sheet, "D29", formula9)
		}, "FORMULA-CHANGED", ""},
		{"stale", func(x *excelize.File) { x.SetCellValue(sheet, "D5", 1_000_000) }, "FORMULA-STALE", ""},
		{"input formula", func(x *excelize.File) { x.SetCellFormula(sheet, "D5", "3+4") }, "FORMULA-ENTRY", ""},
		{"merged away", func(x *excelize.File) { x.MergeCell(sheet, "D5", "E5") }, "VALUE-READING", ""},
		{"error value", func(x *excelize.File) { x.SetCellValue(sheet, "D5", "#REF!") }, "VALUE-UNREADABLE", ""},
		{"boolean", func(x *excelize.File) { x.SetCellValue(sheet, "D5", true) }, "VALUE-UNREADABLE", ""},
		{"date", func(x *excelize.File) {
			s, _ := x.NewStyle(&excelize.Style{NumFmt: 14})
			x.SetCellValue(sheet, "D5", 45000)
			x.SetCellStyle(sheet, "D5", "D5", s)
		}, "VALUE-UNREADABLE", ""},
		{"percent", func(x *excelize.File) {
			s, _ := x.NewStyle(&excelize.Style{NumFmt: 9})
			x.SetCellValue(sheet, "D5", 0.5)
			x.SetCellStyle(sheet, "D5", "D5", s)
		}, "VALUE-UNREADABLE", ""},
	} {
		r := readBack(t, edit(t, data, tc.change))
		rules := map[string]bool{}
		for _, n := range r.Notes {
			rules[n.Rule] = true
		}
		if tc.rule != "" && !rules[tc.rule] || tc.rule == "" && len(r.Notes) > 0 {
			t.Errorf("%s: notes %v", tc.name, r.Notes)
		}
		if v := r.Values[id]; tc.number != "" && v.Number.String() != tc.number {
			t.Errorf("%s: total %+v, want %s", tc.name, v, tc.number)
		}
	}
}

// A formula without a stored result reads the cells behind it first: the notes on them come in their order each time.
func TestFormulaNotesInOrder(t *testing.T) {
	_, data := filled(t)
	const sheet = "三、依申请公开"
	data = edit(t, data, func(x *excelize.File) {
		x.SetCellValue(sheet, "D5", nil)
		x.SetCellFormula(sheet, "D5", "E5+F5+G5+H5+I5")
		for _, c := range []string{"E5", "F5", "G5", "H5", "I5"} {
			x.SetCellValue(sheet, c, "+3")
		}
	})
	for range 10 {
		var cells []string
		for _, n := range readBack(t, data).Notes {
			if n.Rule == "VALUE-READING" || n.Rule == "FORMULA-ENTRY" {
				cells = append(cells, strings.TrimPrefix(n.Cell, sheet+"!"))
			}
		}
		if want := []string{"E5", "F5", "G5", "H5", "I5", "D5"}; !slices.Equal(cells, want) {
			t.Fatalf("notes on %v, want %v", cells, want)
		}
	}
}

// A deleted cell, or a name stripped from it, is absent: never 0, never blank.
func TestLostCells(t *testing.T) {
	_, data := filled(t)
	r := readBack(t, edit(t, data, func(x *excelize.File) {
		x.DeleteDefinedName(&excelize.DefinedName{Name: "gk_requests_new_business"})
		x.DeleteSheet("四、复议诉讼")
	}))
	// The row and the column of a cell without a name are still labelled.
	if v := r.Values["requests.new.business"]; !v.IsNumber() || v.Cell != "三、依申请公开!E5" || !slices.ContainsFunc(r.Notes, func(n model.Note) bool { return n.Rule == ruleFormNames }) {
		t.Errorf("%+v, notes %v", v, r.Notes)
	}
	for _, id := range []string{"disputes.review.upheld", "disputes.suit_direct.total"} {
		if r.Values[id].State != model.Absent {
			t.Errorf("%s: %+v", id, r.Values[id])
		}
	}
}

// What stands among the figures in no cell of the form is reported.
func TestExtraContent(t *testing.T) {
	_, data := filled(t)
	r := readBack(t, edit(t, data, func(x *excelize.File) {
		x.InsertRows("三、依申请公开", 9, 1)
		x.SetCellValue("三、依申请公开", "D9", 7)
		x.UnmergeCell("二、主动公开", "B8", "D8")
		x.SetCellValue("二、主动公开", "C8", "12")
		x.SetCellValue("二、主动公开", "B14", "本年收费金额 \n(单位:万元)") // the same label, retyped
	}))
	var cells []string
	for _, n := range r.Notes {
		if n.Rule == "FORM-EXTRA" {
			cells = append(cells, n.Cell)
		}
	}
	if d := cmp.Diff([]string{"三、依申请公开!D9", "二、主动公开!C8"}, cells); d != "" {
		t.Error(d, r.Notes)
	}
	if r := readBack(t, data); len(r.Notes) > 0 {
		t.Error(r.Notes)
	}
}

func TestPastedParagraphs(t *testing.T) {
	_, data := filled(t)
	r := readBack(t, edit(t, data, func(x *excelize.File) {
		const sheet = "一、总体情况"
		x.UnmergeCell(sheet, "A1", "A40")
		for _, c := range x.GetDefinedName() {
			if c.Name == "gk_text_overview" {
				s := parseLocation(c.RefersTo)
				x.SetCellValue(sheet, place{row: s.row + 1, col: s.col}.ref(), "第二段")
				x.SetCellValue(sheet, place{row: s.row + 3, col: s.col}.ref(), "第三段")
			}
		}
	}))
	if r.Texts["overview"] != "第一段\n第二段\n第三段" {
		t.Errorf("%q", r.Texts["overview"])
	}
}

func TestTooMuchText(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, text := range []string{strings.Repeat("字", 33000), "a\x0bb"} {
		r := model.NewReport(f)
		r.Texts["overview"] = text
		if err := Write(io.Discard, r); err == nil {
			t.Error("a text that no cell holds was accepted")
		}
	}
}

// A code that no cell holds as it is is refused where a workbook is written, and where
// another program wrote it.
func TestCodes(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, code := range []string{"11\x0122", "11\n22", "11\t22", "11\u008522", "11\ufffe", strings.Repeat("1", 32768)} {
		r := model.NewReport(f)
		r.Code = code
		err := Write(io.Discard, r)
		if err == nil || !strings.Contains(msg.Of(err).ZH, "单位代码") || !strings.Contains(msg.Of(err).EN, "the unit's code") {
			t.Errorf("%.10q: %v", code, err)
		}
	}
	r := model.NewReport(f)
	r.Code = "1122"
	data := write(t, r)
	for _, code := range []string{"11_x0001_22", "11&#10;22", "11_x0085_22"} {
		parts := formtest.Parts(t, data)
		for name, part := range parts {
			parts[name] = strings.ReplaceAll(part, ">1122<", ">"+code+"<")
		}
		_, err := Read(formtest.Packed(t, parts), []*model.Form{f}, Options{})
		if err == nil || !strings.Contains(msg.Of(err).ZH, "'_gkxl'!$B$") && !strings.Contains(msg.Of(err).ZH, "_gkxl!B") || !strings.Contains(msg.Of(err).ZH, "单位代码") {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestParseLinear(t *testing.T) {
	for formula, want := range map[string]string{
		"SUM(A1:A3)":                       "S!A1 S!A2 S!A3",
		"A1+A2":                            "S!A1 S!A2",
		"=A1-B2":                           "S!A1 -S!B2",
		"SUM(A1,B1:B2)-SUM(C1)":            "S!A1 S!B1 S!B2 -S!C1",
		"'x y'!A1+(B1+C1)":                 "S!B1 S!C1 x y!A1",
		`IF(COUNT(A1:A2)=0,"",SUM(A1:A2))`: "S!A1 S!A2",
		"A1*2":                             "!",
		"SUM(":                             "!",
		"FACT(1E+300)":                     "!",
		`REPT("x",2E9)`:                    "!",
		"A1:ZZ99999":                       "!",
		"-(A1+B1)":                         "-S!A1 -S!B1",
		"C1-(A1-SUM(B1,B2))":               "-S!A1 S!B1 S!B2 S!C1",
		"A1-B1-C1+D1":                      "S!A1 -S!B1 -S!C1 S!D1",
	} {
		l, ok := parseLinear(formula, "S")
		got := "!"
		if ok {
			got = describeLinear(l)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", formula, got, want)
		}
	}
}

func describeLinear(l linearFormula) string {
	var parts []string
	for _, k := range sortedKeys(l.cells) {
		sign := ""
		if l.cells[k] < 0 {
			sign = "-"
		}
		parts = append(parts, sign+k)
	}
	return strings.Join(parts, " ")
}

func sortedKeys(m map[string]int) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	for i := range ks {
		for j := i + 1; j < len(ks); j++ {
			if ks[j] < ks[i] {
				ks[i], ks[j] = ks[j], ks[i]
			}
		}
	}
	return ks
}

func FuzzRead(f *testing.F) {
	fm := formtest.Form(f, "2021")
	f.Add(write(f, model.NewReport(fm)))
	f.Add(write(f, randomReport(rand.New(rand.NewPCG(3, 4)), fm)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := Read(data, forms(t), intake.Options{}); err == nil {
			for id, v := range r.Values {
				if v.State == "" {
					t.Fatalf("%s has no state", id)
				}
			}
		}
	})
}

// sums are formulas of the template and such as come near them.
var sums = []string{`SUM(D5:I5)`, `IF(COUNT(D5:I5)=0,"",SUM(D5:I5))`, `IF(COUNT(D5,D6)=0,"",D5+D6)`, `E4+F4+E4`, `SUM(A1:B2,A1,C3)`, `SUM(A1:B2,)`, `SUM(B2:A1)`, `SUM(A1`, `IF(COUNT(A1)=0,"",SUM(A1)+B1)`,
	`IF(COUNT(SUM(A1))=0,"",A1)`, `IF(COUNT(A1))=0,"",A1)`, `A1:B2+C3`, `SUM(A0)`, `SUM(XFE1)`, `SUM($A$1)`, `SUM(A1)+SUM(B1)`, `SUM(A1,B1)`, `sum(A1)`, `A1+`, `A01+B1`, `IF(COUNT(A1)=0,"",SUM(A1))+B1)`, `SUM(A1:B1:C1)`, `ABCD1`, `SUM()`, ``}

// What is parsed in a simple way is what the tokens say.
func TestParseSum(t *testing.T) {
	simple := 0
	for _, s := range sums {
		sameSum(t, s)
		if _, ok := parseSum(s, "S"); ok {
			simple++
		}
	}
	if simple < 6 {
		t.Errorf("%d of %d sums are simple", simple, len(sums))
	}
}

func sameSum(t *testing.T, formula string) {
	got, ok := parseSum(formula, "S")
	if !ok {
		return
	}
	if want, ok := parseTokens(formula, "S"); !ok || !maps.Equal(got.cells, want.cells) || !maps.Equal(got.terms, want.terms) || !got.constant.Equal(want.constant) {
		t.Errorf("%s: %+v, the tokens say %+v", formula, got, want)
	}
}

func FuzzLinear(f *testing.F) {
	f.Add("SUM(A1:A3)-B2")
	f.Add(`IF(COUNT(A1:A2)=0,"",SUM(A1:A2))`)
	for _, s := range sums {
		f.Add(s)
	}
	f.Fuzz(sameSum)
}
