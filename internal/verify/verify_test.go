package verify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func report(t testing.TB) *model.Report {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "某市某局", 2024
	for i, fd := range f.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(int64(i)), Cell: fmt.Sprintf("表!A%d", i)}
	}
	r.Texts = map[string]string{
		"preamble": "根据条例编制本报告。", "overview": "（一）主动公开。全年公开12条。\n（二）依申请公开。收到申请 33 件，上年结转4件。",
		"requests": "注：含上年度结转。", "problems": "解读形式不够多样。", "other": "无", "signature": "某市某局\n2025年1月10日",
	}
	return r
}

func passages(f *model.Form, texts ...string) []intake.Passage { return intake.Passages(f, texts) }

var asPublished = []string{"某市某局2024年政府信息公开工作年度报告", "根据条例编制本报告。", "一、总体情况", "（一）主动公开。全年公开12条。", "（二）依申请公开。收到申请33件，上年结转4件。",
	"二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "注：含上年度结转。", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "解读形式不够多样。",
	"六、其他需要报告的事项", "无", "某市某局", "2025年1月10日"}

func with(at int, texts ...string) []string {
	return slices.Concat(asPublished[:at], texts, asPublished[at:])
}

func but(at int, text ...string) []string {
	return slices.Concat(asPublished[:at], text, asPublished[at+1:])
}

// A publication of another organ, or on another year, is said first.
func TestOtherReport(t *testing.T) {
	for _, tt := range []struct {
		organ string
		year  int
		want  string
	}{{"某市某局", 2024, ""}, {"", 0, ""}, {"另一局", 2024, "不是同一机关的报告：发布件是“另一局”的，工作簿是“某市某局”的"}, {"某市某局", 2023, "不是同一年度的报告：发布件是 2023 年度的"}} {
		got := report(t)
		got.Organ, got.Year = tt.organ, tt.year
		res := verify.Compare(report(t), got, verify.Texts{None: true})
		first := res.Asides[0].ZH
		if tt.want == "" && strings.Contains(first, "不是同一") || !strings.Contains(first, tt.want) {
			t.Errorf("%s %d: %q", tt.organ, tt.year, first)
		}
	}
}

// What a publication's texts give: nothing, or what differs.
func TestTexts(t *testing.T) {
	r := report(t)
	for _, tt := range []struct {
		name   string
		texts  []string
		want   []string // kinds and messages, in part
		asides int
	}{
		{"the same", asPublished, nil, 0},
		{"other blanks", but(4, "　　（二）依申请公开。收到申请33 件，\u00a0上年结转4件。"), nil, 0},
		{"marks without width", but(4, "（二）依申请公开。收到\u200b申请33件，上年\ufeff结转4件。"), nil, 0},
		{"joiners, direction and controls", but(4, "（二）依申请公开。收到\u200d申请3\u20603件，\u202e上年\u200e结转\ufe0f4\x07件。"), nil, 0},
		{"another way of titling", but(0, "2024年某市某局政府信息公开工作年度报告"), nil, 0},
		{"a title in two lines", but(0, "某市某局", "2024年政府信息公开工作年度报告"), nil, 0},
		{"running heads", with(8, asPublished[0]), nil, 0},
		{"a caption that says the heading again", with(8, asPublished[6]), nil, 0},
		{"a variant of a heading", but(6, "三、行政机关收到和处理政府信息公开申请情况"), nil, 1},
		{"what a site puts above", append([]string{"首页 > 政务公开", "发布时间"}, asPublished...), nil, 1},
		{"another year", but(0, "某市某局2023年政府信息公开工作年度报告"), []string{"title 某市某局2023年"}, 0},
		{"another organ", but(0, "某县某局2024年政府信息公开工作年度报告"), []string{"title 某县某局2024年"}, 0},
		{"no title", asPublished[1:], []string{"title 发布件缺“某市某局2024年"}, 0},
		{"a figure", but(4, "（二）依申请公开。收到申请34件，上年结转4件。"), []string{"paragraph 收到申请34件，上年结转4件…”，工作簿“"}, 0},
		{"digits torn apart", but(4, "（二）依申请公开。收到申请3 3件，上年结转4件。"), []string{"paragraph 3 3件"}, 0},
		{"a paragraph missing", but(3), []string{"paragraph 发布件缺“（一）主动公开"}, 0},
		{"a paragraph more", with(13, "办公地址：某路"), []string{"paragraph 发布件多出“办公地址：某路”"}, 0},
		{"a paragraph twice", with(11, "解读形式不够多样。"), []string{"paragraph 发布件多出“解读形式"}, 0},
		{"a note missing", but(7), []string{"paragraph 发布件缺“注：含上年度结转。”"}, 0},
		{"a paragraph moved", slices.Concat(but(3)[:11], []string{asPublished[3]}, but(3)[11:]), []string{"order “（一）主动公开。全年公开12条。”在发布件中移到了“六、其他需要报告的事项，第 1 段”"}, 0},
		{"a heading missing", but(9), []string{"paragraph 发布件缺“五、存在的主要问题"}, 0},
		{"a signature of another day", but(14, "2025年1月11日"), []string{"paragraph 2025年1月11日"}, 0},
		{"nothing at all", nil, slices.Repeat([]string{""}, len(asPublished)), 0},
		{"a text behind the end", with(len(asPublished), "打印本页"), []string{"paragraph 发布件多出“打印本页”"}, 0},
	} {
		res := verify.Compare(r, r, verify.Texts{Passages: passages(r.Form, tt.texts...)})
		bad := len(res.Differences) != len(tt.want) || len(res.Asides) != tt.asides
		for i := range min(len(tt.want), len(res.Differences)) {
			kind, message, _ := strings.Cut(tt.want[i], " ")
			d := res.Differences[i]
			bad = bad || kind != "" && string(d.Kind) != kind || !strings.Contains(d.Message.ZH, message) || d.Message.EN == ""
		}
		if bad {
			t.Errorf("%s: %d asides %v", tt.name, len(res.Asides), res.Asides)
			for _, d := range res.Differences {
				t.Errorf("  %s %s: %s", d.Kind, d.Where.ZH, d.Message.ZH)
			}
		}
	}
}

// What follows the report under a known heading is not compared, unless the
// report says it itself.
func TestEnds(t *testing.T) {
	r := report(t)
	ends := []string{"附：核对结果"}
	after := append(slices.Clone(asPublished), "附：核对结果", "1. 警告")
	if res := verify.Compare(r, r, verify.Texts{Passages: passages(r.Form, after...), Ends: ends}); len(res.Differences) != 0 || len(res.Asides) != 1 {
		t.Errorf("%+v", res)
	}
	r.Texts["signature"] += "\n附：核对结果"
	if res := verify.Compare(r, r, verify.Texts{Passages: passages(r.Form, after...), Ends: ends}); len(res.Differences) != 1 || res.Differences[0].Publication != "1. 警告" {
		t.Errorf("%+v", res)
	}
}

// A date under the title may be left out, but not be another one.
func TestByline(t *testing.T) {
	r := report(t)
	delete(r.Texts, "signature")
	r.Cover["date"] = "2025年1月10日"
	body := asPublished[1:13]
	for _, tt := range []struct {
		lines []string
		want  string
	}{
		{nil, ""},
		{[]string{"某市某局 2025年1月10日"}, ""},
		{[]string{"某市某局 2025年1月11日"}, "发布件“某市某局 2025年1月11日”，工作簿“某市某局  2025年1月10日”"},
	} {
		res := verify.Compare(r, r, verify.Texts{Passages: passages(r.Form, slices.Concat(asPublished[:1], tt.lines, body)...)})
		got := ""
		for _, d := range res.Differences {
			got += d.Message.ZH
		}
		if got != tt.want {
			t.Errorf("%q: %s", tt.lines, got)
		}
	}
}

// What two cells give.
func TestCells(t *testing.T) {
	num := func(n int64) model.Value { return model.Value{State: model.IsNumber, Number: model.Int(n)} }
	blank := func(text string) model.Value { return model.Value{State: model.Blank, Text: text} }
	of := func(v model.Value, unit, remark string) model.Value {
		v.Unit, v.Remark = unit, remark
		return v
	}
	absent, odd := model.Value{State: model.Absent}, model.Value{State: model.Unreadable, Text: "见附件"}
	count, fee := "requests.new.business", "proactive.fees.amount"
	for _, tt := range []struct {
		field     string
		want, got model.Value // in the workbook, in the publication
		kind      verify.Kind // "" for the same
	}{
		{count, num(3), num(3), ""},
		{count, num(3), num(4), verify.Figure},
		{count, of(num(3), "件", ""), num(3), ""},
		{count, num(0), blank(""), verify.Figure},
		{count, blank(""), num(0), verify.Figure},
		{count, blank(""), blank(""), ""},
		{count, blank("无"), blank("无"), ""},
		{count, blank("无"), blank("/"), verify.Remark},
		{count, absent, blank(""), ""},
		{count, absent, absent, ""},
		{count, blank(""), absent, verify.Figure},
		{count, num(3), absent, verify.Figure},
		{count, odd, odd, ""},
		{count, odd, blank(""), verify.Figure},
		{count, odd, model.Value{State: model.Unreadable, Text: "见 附件"}, ""},
		{count, odd, model.Value{State: model.Unreadable, Text: "见附表"}, verify.Figure},
		{count, of(num(3), "", "其中2件"), of(num(3), "", "其中 2 件"), ""},
		{count, of(num(3), "", "其中2件"), of(num(3), "", "其中1件"), verify.Remark},
		{count, of(num(3), "", "其中2件"), num(3), verify.Remark},
		{count, num(3), of(num(3), "", "其中2件"), verify.Remark},
		{fee, num(3), of(num(3), "万元", ""), ""},
		{fee, of(num(3), "元", ""), of(num(3), "元", ""), ""},
		{fee, of(num(3), "元", ""), num(3), verify.Figure},
	} {
		want := report(t)
		got := report(t)
		want.Values[tt.field], got.Values[tt.field] = tt.want, tt.got
		res := verify.Compare(want, got, verify.Texts{None: true})
		switch {
		case tt.kind == "" && len(res.Differences) == 0:
		case tt.kind != "" && len(res.Differences) == 1 && res.Differences[0].Kind == tt.kind && res.Differences[0].Field == tt.field:
		default:
			t.Errorf("%+v, published as %+v: %+v", tt.want, tt.got, res.Differences)
		}
	}
}

// What stands in tables without being a cell of the form is the workbook's, or a
// difference.
func TestExtras(t *testing.T) {
	want := report(t)
	got := report(t)
	x := model.Extra{Table: "proactive", Row: "其他主动公开文件", Column: "本年制发件数", Cell: "表格1!第9行第2格", Text: "7"}
	note := model.Note{Rule: "FORM-EXTRA", Cell: x.Cell, Found: "其他主动公开文件 7"}
	aside := model.Note{Rule: "FORM-LABEL", Cell: "表格1!第3行第1格"}
	got.Extra, got.Notes = []model.Extra{x}, []model.Note{note, aside}
	if res := verify.Compare(want, got, verify.Texts{None: true}); len(res.Differences) != 1 || res.Differences[0].Kind != verify.Extra || res.Differences[0].At != x.Cell || len(res.Asides) != 2 {
		t.Errorf("%+v", res)
	}
	got.Notes[0].Cell = "表格1!第10行第1格" // a text of its own among the figures
	if res := verify.Compare(want, got, verify.Texts{None: true}); len(res.Differences) != 2 {
		t.Errorf("%+v", res)
	}
	got.Notes = nil
	own := x
	own.Cell = "二、主动公开!A9"
	want.Extra = []model.Extra{own}
	if res := verify.Compare(want, got, verify.Texts{None: true}); len(res.Differences) != 0 {
		t.Errorf("%+v", res)
	}
}

// What is missing as a whole is one difference.
func TestWholeTables(t *testing.T) {
	want := report(t)
	got := report(t)
	table, _ := want.Form.Table("disputes")
	for _, fd := range want.Form.FieldsOf(table) {
		delete(got.Values, fd.ID)
	}
	res := verify.Compare(want, got, verify.Texts{None: true})
	if len(res.Differences) != 1 || res.Figures != len(want.Form.Fields) {
		t.Errorf("%+v", res.Differences)
	}
	got.Form.ID = "2019"
	if res := verify.Compare(want, got, verify.Texts{None: true}); len(res.Differences) != 1 {
		t.Errorf("%+v", res.Differences)
	}
}

// Figures alone are of one organ and year too.
func TestWhoseFigures(t *testing.T) {
	want := report(t)
	for _, tt := range []struct {
		organ string
		year  int
		same  bool
	}{{"某市 某局", 2024, true}, {"某市某局", 2023, false}, {"某市另一局", 2024, false}} {
		got := report(t)
		got.Organ, got.Year = tt.organ, tt.year
		res := verify.Compare(want, got, verify.Texts{None: true})
		if same := len(res.Differences) == 0; same != tt.same {
			t.Errorf("%s %d: %v", tt.organ, tt.year, res.Differences)
		}
	}
}

// A page of any size is compared in reasonable time and memory.
func TestManyPassages(t *testing.T) {
	r := report(t)
	var texts []string
	for i := range 50_000 {
		texts = append(texts, fmt.Sprintf("第%d条评论", i))
	}
	r.Texts["overview"] = strings.Join(texts[:1000], "\n")
	res := verify.Compare(r, r, verify.Texts{Passages: passages(r.Form, append(slices.Clone(asPublished), texts[:30_000]...)...)})
	if len(res.Differences) == 0 {
		t.Error("thirty thousand comments went unseen")
	}
}

func FuzzTexts(f *testing.F) {
	r := report(f)
	f.Add(strings.Join(asPublished, "\n"))
	f.Add("某市某局\n2024年政府信息公开工作年度报告\n一、总体情况\n一、总体情况\n\x00\ufffe")
	f.Fuzz(func(t *testing.T, s string) {
		p := passages(r.Form, strings.Split(s, "\n")...)
		res := verify.Compare(r, r, verify.Texts{Passages: p})
		for _, d := range res.Differences {
			if d.Message.ZH == "" || d.Workbook == "" && d.Publication == "" {
				t.Fatalf("%q: %+v", s, d)
			}
		}
		// Any text is published as itself.
		own := *r
		own.Texts = map[string]string{"overview": s, "requests": s, "signature": s}
		if res := verify.Compare(&own, &own, verify.Texts{Passages: verify.Printed(&own)}); len(res.Differences) > 0 {
			t.Fatalf("%q against itself: %+v", s, res.Differences)
		}
	})
}

// TestFileNotes names what reading the publication left out: text that is seen is a difference, all else an aside.
func TestFileNotes(t *testing.T) {
	r := report(t)
	for _, tt := range []struct {
		rule                string
		differences, asides int
	}{
		{"FILE-UNREAD", 1, 0}, {"FILE-CONTRADICTS", 1, 0}, {"FILE-HIDDEN", 0, 1}, {"FILE-DAMAGED", 0, 1}, {"VALUE-READING", 0, 1}, {"COVER-TYPE", 0, 0},
	} {
		got := *r
		got.Notes = []model.Note{{Rule: tt.rule, Cell: "第2页", Found: "999", Message: msg.T("多了 999", "999 besides")}}
		res := verify.Compare(r, &got, verify.Texts{Passages: passages(r.Form, asPublished...)})
		if len(res.Differences) != tt.differences || len(res.Asides) != tt.asides {
			t.Errorf("%s: %d differences, %d asides", tt.rule, len(res.Differences), len(res.Asides))
		}
	}
}
