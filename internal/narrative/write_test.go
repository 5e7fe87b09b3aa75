package narrative_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func TestFill(t *testing.T) {
	f, old := formtest.Form(t, "2021"), formtest.Form(t, "2019")
	c := narrative.Context{Report: formtest.Report(f, 2021, map[string]string{
		"requests.new.total": "1586", "requests.granted.total": "0", "requests.denied_internal.total": "2", "requests.denied_query.total": "3",
		"requests.otherwise_other.total": "4", "requests.otherwise_fee_unpaid.total": "1", "requests.otherwise_not_corrected.total": "", "requests.partial.total": "见附件",
		"disputes.suit_direct.total": "5", "disputes.suit_after_review.total": "6", "requests.carried_in.total": "7", "requests.carried_out.total": "7",
	}), Last: formtest.Report(old, 2020, map[string]string{
		"requests.new.total": "1373", "requests.otherwise.total": "0", "requests.carried_in.total": "7", "requests.carried_out.total": "2", "requests.granted.total": "3",
	})}
	for _, fd := range f.Fields {
		if _, ok := c.Report.Values[fd.ID]; !ok && fd.ID != "requests.new.business" {
			c.Report.Values[fd.ID] = model.Value{State: model.Blank}
		}
	}
	for _, tc := range []struct{ in, want, why string }{
		{"新收{{requests.new.total}}件", "新收1586件", ""},
		{"新收{{ Requests.New.Total }}件", "新收1586件", ""},
		{"新收｛｛requests.new.total｝｝件", "新收1586件", ""},
		{"{{requests.denied.total}}", "5", ""},
		{"{{requests.otherwise.total}}", "5", ""},
		{"{{disputes.suits.total}}", "11", ""},
		{"{{year}}年{{organ}}{{unit}}，{{last.year}}年", "2021年某局件，2020年", ""},
		{"{{last.requests.new.total}}", "1373", ""},
		{"{{delta.requests.new.total}}", "213", ""},
		{"{{percent.requests.new.total}}", "15.5%", ""},
		{"{{change.requests.new.total}}", "较上年增加213件，增长15.5%", ""},
		{"{{change.requests.otherwise.total}}", "上年没有", ""},
		{"{{change.requests.carried_in.total}}", "与上年持平", ""},
		{"{{change.requests.carried_out.total}}", "较上年增加5件（上年为2件）", ""},
		{"{{change.requests.granted.total}}", "上年为3件", ""},
		{"没有占位符{单括号}", "没有占位符{单括号}", ""},
		{"甲{{乙{{requests.new.total}}丙", "甲{{乙1586丙", ""},
		{"{{{requests.new.total}}}", "{1586}", ""},
		{"{{requests.new.total}", "{{requests.new.total}", ""},
		{"{{requests.nwe.total}}", "", "没有编号"},
		{"{{}}", "", "没有编号"},
		{"{{requests.partial.total}}", "", "不是数字"},
		{"{{requests.new.business}}", "", "没有这一格"},
		{"{{percent.requests.otherwise.total}}", "", "没有百分数"},
		{"{{last.proactive.normative.in_force}}", "", "没有同样的格"},
		{"{{last.requests.otherwise_other.total}}", "", "没有同样的格"},
	} {
		got, open := narrative.Fill(c, tc.in)
		if tc.why == "" {
			if got != tc.want || len(open) > 0 {
				t.Errorf("%s: %s %v, want %s", tc.in, got, open, tc.want)
			}
			continue
		}
		if got != tc.in || len(open) != 1 || !strings.Contains(open[0].Why.ZH, tc.why) || open[0].Why.EN == "" {
			t.Errorf("%s: %s %v, want it open: %s", tc.in, got, open, tc.why)
		}
		if n := len(narrative.Unfilled(c, tc.in)); n != 1 {
			t.Errorf("%s: %d unfilled", tc.in, n)
		}
	}
	c.Last = nil
	if _, open := narrative.Fill(c, "{{last.requests.new.total}}{{change.requests.new.total}}{{last.year}}"); len(open) != 3 {
		t.Errorf("without last year's report: %v", open)
	}
}

func say(c narrative.Context) string {
	ss, _ := narrative.Narrate(c)
	var b strings.Builder
	for _, s := range ss {
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestNarrate(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	got := say(narrative.Context{Report: r, Unit: "宗"})
	for _, want := range []string{"2024年新收政府信息公开申请3119宗；上年结转34宗。", "全年办结3050宗，其中予以公开1362宗、部分公开454宗、不予公开178宗", "结转下年度继续办理103宗。", "被申请行政复议351宗"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	if strings.Contains(got, "上年增加") || strings.Contains(got, "科研机构") || strings.Contains(got, "{{") {
		t.Error(got)
	}
	// A report of zeros says so in words.
	for _, id := range templates.Editions() {
		zero := formtest.Report(formtest.Form(t, id), 2020, nil)
		for _, fd := range formtest.Form(t, id).Fields {
			zero.Values[fd.ID] = model.Value{State: model.IsNumber}
		}
		got := say(narrative.Context{Report: zero, Last: zero})
		if strings.ContainsAny(strings.ReplaceAll(got, "2020年", ""), "0123456789{}") || !strings.Contains(got, "未收到新的政府信息公开申请（与上年持平）") {
			t.Errorf("%s: %s", id, got)
		}
	}
	// What is not known is not said.
	blank := formtest.Report(r.Form, 2024, map[string]string{"requests.new.total": ""})
	ss, omitted := narrative.Narrate(narrative.Context{Report: blank})
	if len(ss) > 0 || len(omitted) == 0 {
		t.Errorf("%v", ss)
	}
}

// The sentences agree with the tables of last year too.
func TestNarrateWithLast(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	last := formtest.Example(t, "huaian-2024.json")
	last.Year = 2023
	last.Values["requests.new.total"] = model.Value{State: model.IsNumber, Number: model.Int(4000)}
	last.Values["disputes.suit_direct.total"] = model.Value{State: model.IsNumber, Number: model.Int(6)}
	got := say(narrative.Context{Report: r, Last: last})
	for _, want := range []string{"3119件，较上年减少881件，下降22%；", "行政复议351件，与上年持平", "提起行政诉讼46件，较上年增加20件，增长76.9%"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
}

func TestCheckUnit(t *testing.T) {
	f := formtest.Form(t, "2021")
	for unit, ok := range map[string]bool{"": true, "件": true, "宗": true, "个": false} {
		if err := narrative.CheckUnit(f, unit); (err == nil) != ok {
			t.Errorf("%q: %v", unit, err)
		}
	}
}

func FuzzNarrative(f *testing.F) {
	f.Add("{{requests.new.total}}", "甲乙丙。")
	f.Add("{{{{}}}}", "｛｛change.requests.denied.total｝｝")
	f.Add("{{last.last.year}}", "{{percent.}}")
	form, err := templates.Edition("2021")
	if err != nil {
		f.Fatal(err)
	}
	r := formtest.Report(form, 2024, map[string]string{"requests.new.total": "3"})
	f.Fuzz(func(t *testing.T, a, b string) {
		c := narrative.Context{Report: r, Last: r}
		filled, open := narrative.Fill(c, a)
		if len(open) == 0 && len(narrative.Placeholders(filled)) > 0 && !strings.ContainsAny(a, "{｛") {
			t.Fatalf("%q became %q", a, filled)
		}
	})
}
