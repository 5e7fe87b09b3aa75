package pipeline

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// Figures that differ are named, blanks are as good as 0, totals are told only where their parts agree, and what was no
// figure is counted.
func TestBesideNote(t *testing.T) {
	t.Parallel()
	form := formtest.Form(t, "2021")
	number := func(n int64) model.Value { return model.Value{State: model.IsNumber, Number: model.Int(n)} }
	report := func(values map[string]model.Value) *model.Report {
		r := model.NewReport(form)
		r.Year = 2024
		for id, v := range values {
			r.Values[id] = v
		}
		for _, fd := range form.Fields {
			if _, ok := r.Values[fd.ID]; !ok {
				r.Values[fd.ID] = model.Value{State: model.Blank}
			}
		}
		return r
	}
	const part, total = "requests.new.business", "requests.new.total"
	for name, c := range map[string]struct {
		here, there map[string]model.Value
		want        string // "" for no note
	}{
		"the same":           {map[string]model.Value{part: number(3)}, map[string]model.Value{part: number(3)}, ""},
		"a blank and 0":      {map[string]model.Value{part: number(0)}, nil, ""},
		"a blank and 3":      {nil, map[string]model.Value{part: number(3)}, "1 格的数字与这份不同"},
		"another":            {map[string]model.Value{part: number(3), total: number(3)}, map[string]model.Value{part: number(4), total: number(4)}, "有 1 格的数字与这份不同：“一、本年新收政府信息公开申请数量 × 商业企业”这里 3、那里 4"},
		"only the total":     {map[string]model.Value{part: number(3), total: number(3)}, map[string]model.Value{part: number(3), total: number(4)}, "× 总计”这里 3、那里 4"},
		"a total left blank": {map[string]model.Value{part: number(3)}, map[string]model.Value{part: number(3), total: number(3)}, ""},
		"unread":             {map[string]model.Value{part: number(3)}, map[string]model.Value{part: {State: model.Unreadable, Text: "三"}}, "有 1 格没有读出数字，没有比较"},
		"another unit":       {map[string]model.Value{"proactive.fees.amount": number(3)}, map[string]model.Value{"proactive.fees.amount": {State: model.IsNumber, Number: model.Int(3), Unit: "元"}}, "这里 3、那里 3元"},
	} {
		n, ok := besideNote(report(c.here), report(c.there), "a.pdf")
		if ok != (c.want != "") || !strings.Contains(n.Message.ZH, c.want) || ok && n.Rule != BesideRule {
			t.Errorf("%s: %v %s", name, ok, n.Message.ZH)
		}
	}
	other := report(nil)
	other.Year = 2023
	if n, ok := besideNote(report(nil), other, "a.pdf"); !ok || !strings.Contains(n.Message.ZH, "是 2023 年度的") {
		t.Error(n.Message.ZH)
	}
}
