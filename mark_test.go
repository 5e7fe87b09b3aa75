package gkxl_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// faulty is a report with errors and warnings of several kinds.
const faulty = `{"organ":"某县人民政府","organ_type":"county","year":2024,"form":"2021",
"texts":{"overview":"2023年，情况良好。","problems":"无","other":"无"},
"values":{"requests.new.natural_person":12,"requests.new.business":3,"requests.new.total":14,
"requests.granted.natural_person":5,"requests.granted.business":3,"requests.result_total.natural_person":6,"requests.carried_out.natural_person":2,
"proactive.rules.issued":2,"proactive.rules.repealed":0,"proactive.rules.in_force":9,
"proactive.normative.issued":3,"proactive.normative.repealed":0,"proactive.normative.in_force":2,
"proactive.fees.amount":"约22","disputes.review.upheld":3,"disputes.review.total":0}}`

func faultyBook(t testing.TB) []byte {
	t.Helper()
	r, err := gkxl.Import("", []byte(faulty), gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checked(t testing.TB, data []byte) findings.Result {
	t.Helper()
	r, err := gkxl.Import("", data, gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return findings.Result{File: "x.xlsx", Report: r, Findings: gkxl.Check(r, check.Options{})}
}

func marked(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	why, err := gkxl.Mark(&b, data, checked(t, data), msg.ZH)
	if err != nil || !why.IsZero() {
		t.Fatal(why, err)
	}
	return b.Bytes()
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// saved is the workbook as a program saves it that computes its formulas anew.
func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	if err := f.UpdateLinkedValue(); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Look is what a cell shows and how: everything a mark may not change for good.
func looks(t testing.TB, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	out := map[string]string{}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r := range max(40, len(rows)) {
		for c := range 16 {
			ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
			id, err := f.GetCellStyle(sheet, ref)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			value, _ := f.GetCellValue(sheet, ref)
			formula, _ := f.GetCellFormula(sheet, ref)
			out[ref] = fmt.Sprintf("%q %q %+v %+v %+v %+v %d", value, formula, style.Font, style.Fill, style.Alignment, style.Protection, style.NumFmt)
		}
	}
	return out
}

func coloured(t testing.TB, f *excelize.File, sheet, ref string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, ref)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil || len(style.Fill.Color) == 0 {
		t.Fatal(err)
	}
	return style.Fill.Color[0]
}

func comments(t testing.TB, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	cs, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range cs {
		text := c.Text
		for _, p := range c.Paragraph {
			text += p.Text
		}
		out[c.Cell] += text
	}
	return out
}

func TestMarkSaysWhatIsWrongAndWhere(t *testing.T) {
	f := opened(t, marked(t, faultyBook(t)))
	if got := f.GetSheetList()[0]; got != "问题清单" || f.GetActiveSheetIndex() != 0 {
		t.Errorf("the list is not first: %v", f.GetSheetList())
	}
	const table3, table2 = "三、依申请公开", "二、主动公开"
	if a, b := coloured(t, f, table3, "J5"), coloured(t, f, table2, "B4"); a != "FFC9CF" || b != "FFEBA3" {
		t.Errorf("an error is %s, a warning %s", a, b)
	}
	text := comments(t, f, table3)["J5"]
	for _, want := range []string{"T3-ROW-TOTAL", "总计 14", "差 -1", "处理："} {
		if !strings.Contains(text, want) {
			t.Errorf("the comment lacks %q: %s", want, text)
		}
	}
	rows, err := f.GetRows("问题清单")
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for i := range rows {
		ok, target, err := f.GetCellHyperLink("问题清单", fmt.Sprintf("D%d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			links++
			sheet, ref, _ := strings.Cut(strings.ReplaceAll(target, "$", ""), "!")
			if _, err := f.GetCellValue(strings.Trim(sheet, "'"), ref); err != nil {
				t.Errorf("row %d leads to %s: %v", i+1, target, err)
			}
		}
	}
	if n := len(checked(t, faultyBook(t)).Findings); len(rows) != 4+n || links != n {
		t.Errorf("%d rows with %d links for %d findings", len(rows), links, n)
	}
	if d := cmp.Diff(marked(t, faultyBook(t)), marked(t, faultyBook(t))); d != "" {
		t.Error("not the same bytes twice")
	}
}

// All a mark adds to a sheet is formats of cells and the box for comments: with
// these taken away, what is left is what was there, to the byte.
func TestMarkLeavesEverythingElse(t *testing.T) {
	before := faultyBook(t)
	after := marked(t, before)
	a, b := formtest.Parts(t, before), formtest.Parts(t, after)
	format := regexp.MustCompile(`(<c [^>]*?) s="\d+"`)
	empty := regexp.MustCompile(`<c r="[A-Z]+\d+"/>`)
	box := regexp.MustCompile(`<legacyDrawing[^>]*>`)
	touched := 0
	for name, was := range a {
		is, ok := b[name]
		switch {
		case !ok:
			t.Errorf("%s is gone", name)
		case is == was:
		case strings.HasPrefix(name, "xl/worksheets/sheet"):
			touched++
			plain := func(s string) string {
				return strings.ReplaceAll(empty.ReplaceAllString(format.ReplaceAllString(s, "$1"), ""), ` tabSelected="1"`, "")
			}
			if d := cmp.Diff(plain(was), box.ReplaceAllString(plain(is), "")); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		case !slices.Contains([]string{"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}, name):
			t.Errorf("%s changed", name)
		default: // these only grow
			if len(is) < len(was) {
				t.Errorf("%s shrank", name)
			}
		}
	}
	if touched < 5 {
		t.Errorf("%d sheets were marked", touched)
	}
	for name, data := range b {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml") {
			dec := xml.NewDecoder(strings.NewReader(data))
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
					break
				}
			}
		}
	}
	// Names valid on one sheet count sheets, and one was put before all, with a name of its own.
	x, y := opened(t, before), opened(t, after)
	scopes := func(f *excelize.File) []string {
		var out []string
		for _, n := range f.GetDefinedName() {
			if n.Scope != "Workbook" && n.Scope != "问题清单" {
				out = append(out, n.Scope+" "+n.Name+" "+n.RefersTo)
			}
		}
		slices.Sort(out)
		return out
	}
	if d := cmp.Diff(scopes(x), scopes(y)); d != "" || len(scopes(x)) == 0 {
		t.Error(d)
	}
}

// Corrected and marked again, the workbook is free of marks and looks as before.
func TestMarksVanish(t *testing.T) {
	data := marked(t, faultyBook(t))
	f := opened(t, data)
	set := func(sheet, ref string, v any) {
		if err := f.SetCellValue(sheet, ref, v); err != nil {
			t.Fatal(err)
		}
	}
	for ref, v := range map[string]any{"J5": 15, "D28": 5, "D29": 7} {
		set("三、依申请公开", ref, v)
	}
	set("四、复议诉讼", "E5", 3)
	set("二、主动公开", "B15", 22)
	set("二、主动公开", "D5", 4)
	set("二、主动公开", "B4", 0)
	set("二、主动公开", "D4", 0)
	f.InsertRows("四、复议诉讼", 1, 2)
	set("一、总体情况", "A8", "2024年，本机关依法公开政府信息，各项工作有序推进，没有发生需要说明的其他情况，列入年度考核，详见各表。")
	set("六、其他事项", "A3", "没有收取信息处理费。")
	set("五、问题改进", "A3", "主动公开的内容还不够细，下一步加强培训，完善会商机制，提升答复的规范程度，按期办结。")
	for _, sheet := range []string{"二、主动公开", "三、依申请公开", "四、复议诉讼"} {
		first := 1
		if sheet == "四、复议诉讼" {
			first = 7
		}
		for r := first; r < 30; r++ {
			for c := 1; c < 16; c++ {
				ref, _ := excelize.CoordinatesToCellName(c, r)
				id, _ := f.GetCellStyle(sheet, ref)
				style, _ := f.GetStyle(id)
				if v, _ := f.GetCellValue(sheet, ref); v == "" && style.Protection != nil && !style.Protection.Locked && len(style.Border) > 0 && style.Alignment.Horizontal == "center" {
					set(sheet, ref, 0)
				}
			}
		}
	}
	again := marked(t, saved(t, f))
	res := checked(t, again)
	for _, x := range res.Findings {
		if x.Grade != model.Hint {
			t.Errorf("%s %s", x.Rule.ID, x.Message.ZH)
		}
	}
	g := opened(t, again)
	blank := opened(t, faultyBook(t))
	for _, sheet := range blank.GetSheetList() {
		if n := len(comments(t, g, sheet)); n > 0 {
			t.Errorf("%s still has %d comments", sheet, n)
		}
	}
	want, got := looks(t, blank, "三、依申请公开"), looks(t, g, "三、依申请公开")
	fill := regexp.MustCompile(`\{Type:pattern[^}]*\}`)
	for ref := range want {
		if a, b := fill.FindString(want[ref]), fill.FindString(got[ref]); a != b {
			t.Errorf("%s looks like %s, was %s", ref, b, a)
		}
	}
	rows, _ := g.GetRows("问题清单")
	solved := 0
	for _, r := range rows {
		if len(r) > 8 && r[8] == "已解决" {
			solved++
		}
	}
	if n := len(checked(t, faultyBook(t)).Findings); solved != n {
		t.Errorf("%d of %d are listed as solved", solved, n)
	}
	if slices.ContainsFunc(g.GetDefinedName(), func(n excelize.DefinedName) bool { return n.Name == "gkm_1" }) {
		t.Error("a mark's name is left")
	}
	// And once more: what was solved stays listed, and nothing else changes.
	if d := cmp.Diff(rows, func() [][]string { r, _ := opened(t, marked(t, again)).GetRows("问题清单"); return r }()); d != "" {
		t.Error(d)
	}
}

func explain(t *testing.T, f *excelize.File, rule, item, text string) {
	t.Helper()
	rows, err := f.GetRows("问题清单")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 5 && strings.HasPrefix(r[2], rule) && strings.Contains(r[4], item) {
			if err := f.SetCellValue("问题清单", fmt.Sprintf("H%d", i+1), text); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%s %s is not listed", rule, item)
}

func findingOf(t *testing.T, r findings.Result, rule, field string) check.Finding {
	t.Helper()
	for _, f := range r.Findings {
		if f.Rule.ID == rule && (field == "" || slices.ContainsFunc(f.Fields, func(x *model.Field) bool { return x.ID == field })) {
			return f
		}
	}
	t.Fatalf("no %s on %s", rule, field)
	return check.Finding{}
}

func TestExplanations(t *testing.T) {
	f := opened(t, marked(t, faultyBook(t)))
	explain(t, f, "T2-STOCK", "行政规范性文件", "年内制发又废止 1 件")
	explain(t, f, "T2-RULES-ORGAN", "规章", "依授权制定")
	explain(t, f, "T4-TOTAL", "", "不用改")
	data := saved(t, f)
	res := checked(t, data)
	if x := findingOf(t, res, "T2-STOCK", "proactive.normative.in_force"); !x.Explained() || x.Explanation != "年内制发又废止 1 件" {
		t.Errorf("%+v", x)
	}
	if x := findingOf(t, res, "T4-TOTAL", ""); x.Explained() || x.Explanation != "" {
		t.Error("an error was explained away")
	}
	if v := res.Verdict(); v != "fail" {
		t.Error(v)
	}
	// The figures change, and the explanation no longer holds.
	g := opened(t, marked(t, data))
	if err := g.SetCellValue("二、主动公开", "D5", 1); err != nil {
		t.Fatal(err)
	}
	data = saved(t, g)
	res = checked(t, data)
	if x := findingOf(t, res, "T2-STOCK", "proactive.normative.in_force"); x.Explained() || !x.Stale {
		t.Errorf("%+v", x)
	}
	if x := findingOf(t, res, "T2-RULES-ORGAN", ""); !x.Explained() {
		t.Errorf("%+v", x)
	}
	// Marked again, the lapsed explanation asks for a new one and is not lost.
	h := opened(t, marked(t, data))
	rows, _ := h.GetRows("问题清单")
	for _, r := range rows[4:] {
		if strings.HasPrefix(r[2], "T2-STOCK") && strings.Contains(r[4], "行政规范性文件") && r[8] != "已解决" {
			if r[7] != "" || r[8] != "说明已失效" || r[9] != "年内制发又废止 1 件" {
				t.Errorf("%q", r)
			}
		}
	}
	res = checked(t, saved(t, h))
	if x := findingOf(t, res, "T2-STOCK", "proactive.normative.in_force"); x.Explanation != "" {
		t.Errorf("%+v", x)
	}
	// The JSON of the report takes explanations along.
	r := checked(t, data)
	var b bytes.Buffer
	if err := gkxl.Export(&b, r.Report, msg.ZH); err != nil {
		t.Fatal(err)
	}
	if x := findingOf(t, checked(t, b.Bytes()), "T2-RULES-ORGAN", ""); x.Explanation != "依授权制定" || !x.Explained() {
		t.Errorf("%+v", x)
	}
}

// With warnings alone, explanations make the report pass.
func TestExplainedReportPasses(t *testing.T) {
	data, err := os.ReadFile("examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, data)
	for ref, v := range map[string]int{"B5": 9, "C5": 0, "D5": 1} {
		if err := f.SetCellValue("二、主动公开", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	g := opened(t, marked(t, saved(t, f)))
	if v := checked(t, saved(t, g)).Verdict(); v != "warn" {
		t.Fatal(v)
	}
	explain(t, g, "T2-STOCK", "", "以前年度底数有误，本年更正")
	if v := checked(t, saved(t, g)).Verdict(); v != "pass" {
		t.Error(v)
	}
}

// A workbook of another make keeps its own comments, whatever its parts are called.
func TestMarkKeepsComments(t *testing.T) {
	f := opened(t, faultyBook(t))
	for ref, text := range map[string]string{"J5": "请财务科核对", "A3": "表头"} {
		if err := f.AddComment("三、依申请公开", excelize.Comment{Cell: ref, Author: "张", Paragraph: []excelize.RichTextRun{{Text: text}}}); err != nil {
			t.Fatal(err)
		}
	}
	data := renamed(t, saved(t, f), map[string]string{"xl/comments1.xml": "xl/comments/comment7.xml", "xl/drawings/vmlDrawing1.vml": "xl/drawings/legacy.vml"})
	once := opened(t, marked(t, data))
	got := comments(t, once, "三、依申请公开")
	if !strings.HasPrefix(got["J5"], "请财务科核对\n") || !strings.Contains(got["J5"], "T3-ROW-TOTAL") || got["A3"] != "表头" {
		t.Errorf("%q", got)
	}
	for ref, v := range map[string]any{"J5": 15, "D28": 5, "D29": 7} {
		if err := once.SetCellValue("三、依申请公开", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	got = comments(t, opened(t, marked(t, saved(t, once))), "三、依申请公开")
	if strings.TrimSpace(got["J5"]) != "请财务科核对" || got["A3"] != "表头" {
		t.Errorf("%q", got)
	}
}

// renamed gives parts other names, as other programs do.
func renamed(t *testing.T, data []byte, names map[string]string) []byte {
	t.Helper()
	parts := formtest.Parts(t, data)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range slices.Sorted(maps.Keys(parts)) {
		text := parts[n]
		for from, to := range names {
			text = strings.ReplaceAll(text, "/"+from, "/"+to)
			text = strings.ReplaceAll(text, ".."+strings.TrimPrefix(from, "xl"), "/"+to)
		}
		if to, ok := names[n]; ok {
			n = to
		}
		p, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(p, text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What marking would break is left alone, and the findings go into a workbook of
// their own.
func TestMarkRefuses(t *testing.T) {
	book := faultyBook(t)
	with := func(name, text string) []byte {
		r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, f := range r.File {
			w.Copy(f)
		}
		p, _ := w.Create(name)
		io.WriteString(p, text)
		w.Close()
		return b.Bytes()
	}
	for want, data := range map[string][]byte{
		"其他文件":    with("xl/externalLinks/externalLink1.xml", `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`),
		"电子签名":    with("_xmlsignatures/sig1.xml", `<Signature/>`),
		"不是 .xls": []byte(faulty),
	} {
		var b bytes.Buffer
		why, err := gkxl.Mark(&b, data, checked(t, data), msg.ZH)
		if err != nil || !strings.Contains(why.ZH, want) {
			t.Errorf("%v, want %s: %v", why, want, err)
			continue
		}
		f := opened(t, b.Bytes())
		rows, _ := f.GetRows("问题清单")
		if len(f.GetSheetList()) != 1 || len(rows) < 10 {
			t.Errorf("%s: %v, %d rows", want, f.GetSheetList(), len(rows))
		}
	}
	// Of a file that cannot be read the list says just that.
	var b bytes.Buffer
	if why, err := gkxl.Mark(&b, []byte("x"), gkxl.CheckFile("no such.xlsx", gkxl.ImportOptions{}, check.Options{}), msg.ZH); err != nil || why.IsZero() {
		t.Fatal(why, err)
	}
	rows, _ := opened(t, b.Bytes()).GetRows("问题清单")
	if len(rows) != 5 || !strings.Contains(strings.Join(rows[4], " "), "找不到文件") {
		t.Errorf("%q", rows)
	}
}

// Marks whose names a program dropped are known by their colour.
func TestMarksWithoutNames(t *testing.T) {
	f := opened(t, marked(t, faultyBook(t)))
	for _, n := range f.GetDefinedName() {
		if strings.HasPrefix(n.Name, "gkm_") {
			if err := f.DeleteDefinedName(&n); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SetCellValue("四、复议诉讼", "E5", 3); err != nil {
		t.Fatal(err)
	}
	g := opened(t, marked(t, saved(t, f)))
	id, _ := g.GetCellStyle("四、复议诉讼", "E5")
	if style, _ := g.GetStyle(id); len(style.Fill.Color) > 0 && strings.Contains(style.Fill.Color[0], "FFC9CF") {
		t.Error("the mark of a solved finding is left")
	}
	if n := len(g.GetSheetList()) - len(opened(t, faultyBook(t)).GetSheetList()); n != 1 {
		t.Errorf("%d lists", n)
	}
}

// A program that fills templates takes what stands in braces for its own: the list without its data on former marks is
// still the list, and the marks of what is solved go.
func TestListWithoutItsData(t *testing.T) {
	f := opened(t, marked(t, faultyBook(t)))
	if err := errors.Join(f.SetCellValue("问题清单", "K1", ",,,]}"), f.SetCellValue("四、复议诉讼", "E5", 3)); err != nil {
		t.Fatal(err)
	}
	explain(t, f, "T2-RULES-ORGAN", "", "依授权制定")
	data := saved(t, f)
	g := opened(t, marked(t, data))
	if lists := slices.DeleteFunc(g.GetSheetList(), func(s string) bool { return !strings.HasPrefix(s, "问题清单") }); len(lists) != 1 {
		t.Errorf("lists: %v", lists)
	}
	id, _ := g.GetCellStyle("四、复议诉讼", "E5")
	if style, _ := g.GetStyle(id); slices.ContainsFunc(style.Fill.Color, mark.IsTint) {
		t.Error("the mark of a solved finding is left")
	}
	if n := findingOf(t, checked(t, data), "T2-RULES-ORGAN", "").Explanation; n != "依授权制定" {
		t.Errorf("explanation %q", n)
	}
}

func TestMarkSign(t *testing.T) {
	if !strings.HasPrefix(comments(t, opened(t, marked(t, faultyBook(t))), "三、依申请公开")["J5"], mark.Sign) {
		t.Error("a comment of ours is not known as one")
	}
}
