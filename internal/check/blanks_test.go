package check_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// The blanks of one row stand together where the identities say the same of them.
func TestBlanks(t *testing.T) {
	r := formtest.Report(formtest.Form(t, "2021"), 2024, map[string]string{
		"requests.new.natural_person": "3", "requests.new.total": "3",
		"requests.granted.natural_person": "2", "requests.granted.total": "2",
		"requests.result_total.natural_person": "2", "requests.result_total.total": "2",
	})
	r.Places = map[string]string{}
	for i, fd := range r.Form.Fields {
		v, given := r.Values[fd.ID]
		if !given {
			v = model.Value{State: model.Blank}
		}
		v.Cell = fmt.Sprintf("表!%c%d", 'A'+i%20, 1+i/20)
		r.Values[fd.ID] = v
	}
	var got []string
	for _, b := range check.Blanks(r, check.Run(r, check.Options{})) {
		first := b.Fields[0].ID
		if slices.Contains([]string{"proactive.rules.issued", "requests.new.business", "requests.carried_in.natural_person", "requests.carried_in.business", "requests.denied_internal.natural_person", "disputes.review.upheld"}, first) {
			got = append(got, fmt.Sprintf("%s %s %d %s", b.Fit, first, len(b.Fields), b.Label().ZH))
		}
	}
	want := []string{
		"free proactive.rules.issued 3 规章",
		"fits requests.new.business 5 一、本年新收政府信息公开申请数量 × 商业企业、科研机构、社会公益组织、法律服务机构、其他",
		"doubted requests.carried_in.natural_person 1 二、上年结转政府信息公开申请数量 × 自然人",
		"fits requests.carried_in.business 5 二、上年结转政府信息公开申请数量 × 商业企业、科研机构、社会公益组织、法律服务机构、其他",
		"doubted requests.denied_internal.natural_person 1 5.属于三类内部事务信息 × 自然人",
		"fits disputes.review.upheld 4 行政复议·结果维持、行政复议·结果纠正、行政复议·其他结果、行政复议·尚未审结",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// The narrative says another figure, and the total is the sum of what was entered.
	told := zeros(t)
	told.Values["disputes.review.corrected"] = model.Value{State: model.IsNumber}
	told.Values["disputes.review.total"] = model.Value{State: model.IsNumber}
	told.Texts = map[string]string{"overview": "全年行政复议结果维持2件。"}
	for _, b := range check.Blanks(told, check.Run(told, check.Options{})) {
		if has := b.Fields[0].ID == "disputes.review.upheld"; has != (b.Fit == check.ZeroDoubted) {
			t.Errorf("%s: %s", b.Fields[0].ID, b.Fit)
		}
	}
	if full := check.Blanks(zeros(t), nil); len(full) != 6 {
		t.Errorf("%+v", full)
	}
}

func zeros(t *testing.T) *model.Report {
	t.Helper()
	r := model.NewReport(formtest.Form(t, "2021"))
	r.Year = 2024
	for _, fd := range r.Form.Fields {
		r.Values[fd.ID] = model.Value{State: model.Blank}
	}
	if _, err := carry.FillZeros(r); err != nil {
		t.Fatal(err)
	}
	return r
}

// A template that was made with zeros says no more than a blank one, until somebody writes into it.
func TestPrefilledZerosAreNoReport(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(*model.Report)
		unfilled bool
	}{
		"as it was made": {func(*model.Report) {}, true},
		"another text":   {func(r *model.Report) { r.Texts["other"] = "无" }, false},
		"more of a text": {func(r *model.Report) { r.Texts["overview"] += "网站更新及时。" }, false},
		"without a text": {func(r *model.Report) { r.Texts["overview"] = "" }, false},
		"one application": {func(r *model.Report) {
			r.Values["requests.new.business"] = model.Value{State: model.IsNumber, Number: model.Int(1)}
		}, false},
		"table two": {func(r *model.Report) { r.Values["proactive.fees.amount"] = model.Value{State: model.IsNumber} }, false},
	} {
		r := zeros(t)
		c.change(r)
		if check.Unfilled(r) != c.unfilled {
			t.Errorf("%s: %v", name, !c.unfilled)
		}
	}
}
