package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// unitsOf are the units of an example; nil when it has none.
func unitsOf(f *model.Form, e model.Example) *check.Units {
	if e.Units == nil {
		return nil
	}
	figures := func(values map[string]string) sums.Row {
		r := baseline(f)
		for id, v := range values {
			put(r, id, v)
		}
		entries, _, _ := sums.Of(r).Translate(f, f)
		return entries.Row()
	}
	us := &check.Units{Listed: true}
	for _, x := range e.Units {
		u := check.Unit{Name: x.Name, File: x.Name + ".xlsx", Same: true}
		if x.Listed != nil {
			u.Then = figures(x.Listed)
		} else {
			u.New = true
		}
		if x.Now != nil {
			u.Now = figures(x.Now)
		} else {
			u.Gone = msg.T("文件不在", "its file is not there")
		}
		switch x.Note {
		case "damaged":
			us.Fault = msg.T("来源表损坏", "the list is damaged")
		case "unreadable", "others":
			us.Others = append(us.Others, check.UnitFile{File: x.Name, Why: msg.T("缘由", "reason"), Grave: x.Note == "unreadable"})
			continue
		case "twice":
			u.Twice, u.Unclear = []string{"a.xlsx", "b.xlsx"}, true
		case "errors":
			u.Errors, u.First = 2, msg.T("第一处", "the first")
		case "text":
			u.Same = false
		}
		us.Units = append(us.Units, u)
	}
	return us
}

type figures map[string]string

func example(own figures, units ...model.UnitExample) model.Example {
	return model.Example{Values: own, Units: units}
}

func unit(name string, listed, now figures) model.UnitExample {
	return model.UnitExample{Name: name, Listed: listed, Now: now}
}

const (
	business = "requests.new.business"
	person   = "requests.new.natural_person"
	total    = "requests.new.total"
	stock    = "proactive.rules.in_force"
)

// What is found between a total and its units, and in which words.
func TestUnits(t *testing.T) {
	f := formtest.Forms(t)[1]
	same := unit("乙局", figures{business: "2", total: "2"}, figures{business: "2", total: "2"})
	for name, tc := range map[string]struct {
		e    model.Example
		want []string
	}{
		"nothing": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "3", total: "3"}), same), nil},
		"a figure changed; what follows is not said again": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "4", total: "4"}), same), []string{
			"warning UNITS-CHANGED 甲局（甲局.xlsx）的文件没有改动，来源表里记的数却不同，来源表可能被改过：一、本年新收政府信息公开申请数量 × 商业企业 由 3 改为 4",
			"error UNITS-SUM 汇总 5，2 个单位相加为 6，相差 -1；汇总后 甲局由 3 改为 4"}},
		"two that make up for each other": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "4", total: "4"}), unit("乙局", figures{business: "2", total: "2"}, figures{business: "1", total: "1"})), []string{
			"warning UNITS-CHANGED 甲局", "warning UNITS-CHANGED 乙局"}},
		"the total was changed": {example(figures{business: "6", total: "6"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "3", total: "3"}), same), []string{
			"error UNITS-SUM 汇总 6，2 个单位相加为 5，相差 1；来源表所列各单位的这个数都没有变，是汇总表的数改过"}},
		"the list lost a unit, or the total was changed": {example(figures{business: "5", total: "5"}, same, unit("甲局", nil, figures{business: "3", total: "3"})), []string{
			"error UNITS-NEW 甲局", "error UNITS-SUM 汇总 5，1 个单位相加为 2，相差 3；来源表所列各单位的这个数都没有变：汇总表的数改过，或来源表少了单位"}},
		"a unit's own total never was the sum of its parts": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "4"}, figures{business: "3", total: "4"}), same), []string{
			"hint UNITS-SUM 汇总 5，2 个单位相加为 6，相差 -1；有单位自己的总计不等于各项之和：甲局"}},
		"a unit's own total is blank": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: ""}, figures{business: "3", total: ""}), same), []string{
			"hint UNITS-SUM 汇总 5，2 个单位相加为 2，相差 3；有单位自己的总计空着：甲局"}},
		"of two units one total is blank and one wrong": {example(figures{business: "8", total: "8"}, unit("甲局", figures{business: "3", total: ""}, figures{business: "3", total: ""}), unit("乙局", figures{business: "3", total: "4"}, figures{business: "3", total: "4"}), same), []string{
			"hint UNITS-SUM 汇总 8，3 个单位相加为 6，相差 2；有单位自己的总计空着：甲局；有单位自己的总计不等于各项之和：乙局"}},
		"both were changed": {example(figures{business: "9", total: "9"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "4", total: "4"}), same), []string{
			"warning UNITS-CHANGED 甲局", "error UNITS-SUM 汇总 9，2 个单位相加为 6，相差 3；汇总后 甲局由 3 改为 4；汇总时相加为 5，汇总表的数也改过"}},
		"only the total of a unit": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "3", total: "4"}), same), []string{
			"warning UNITS-CHANGED 甲局", "hint UNITS-SUM 汇总 5，2 个单位相加为 6，相差 -1；汇总后 甲局由 3 改为 4；有单位自己的总计不等于各项之和：甲局"}},
		"only the total of the total": {example(figures{business: "5", total: "6"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: "3", total: "3"}), same), []string{
			"error UNITS-SUM 汇总 6，2 个单位相加为 5，相差 1"}},
		"a unit is gone, and its figures stand in": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, nil), same), []string{
			"error UNITS-GONE 甲局：文件不在；相加时用的是来源表里记的数"}},
		"a unit more": {example(figures{business: "2", total: "2"}, unit("甲局", nil, figures{business: "3", total: "3"}), same), []string{
			"error UNITS-NEW 甲局（甲局.xlsx）：不在来源表中；汇总少了它的 1 个数：一、本年新收政府信息公开申请数量 × 商业企业 3"}},
		"a unit more that would change nothing": {example(figures{business: "2", total: "2"}, unit("甲局", nil, figures{}), same), []string{
			"warning UNITS-NEW 甲局（甲局.xlsx）：不在来源表中；它的数都是 0 或空白，汇总不受影响"}},
		"a unit more whose cell is no figure": {example(figures{business: "2", total: "2"}, unit("甲局", nil, figures{business: "见附件"}), same), []string{
			"error UNITS-NEW 甲局（甲局.xlsx）：不在来源表中；汇总少了它的 1 个数：一、本年新收政府信息公开申请数量 × 商业企业 不是数字"}},
		"a blank is not 0": {example(figures{business: "2", total: "2"}, unit("甲局", figures{}, figures{person: ""}), same), []string{
			"warning UNITS-CHANGED 甲局（甲局.xlsx）的文件没有改动，来源表里记的数却不同，来源表可能被改过：一、本年新收政府信息公开申请数量 × 自然人 由 0 改为 空白"}},
		"a stock that was decided": {example(figures{stock: "4"}, unit("甲局", figures{stock: "3"}, figures{stock: "3"}), unit("乙局", figures{stock: "2"}, figures{stock: "2"})), []string{
			"hint UNITS-DECIDED 汇总定为 4，2 个单位相加为 5；没有直接相加：同一事项可能被几个单位各计一次，须去掉重复"}},
		"a stock that is open":     {example(figures{stock: ""}, unit("甲局", figures{stock: "3"}, figures{stock: "3"}), unit("乙局", figures{stock: "2"}, figures{stock: "2"})), nil},
		"a stock of one unit":      {example(figures{stock: "4"}, unit("甲局", figures{stock: "3"}, figures{stock: "3"}), same), []string{"error UNITS-SUM 汇总 4，2 个单位相加为 3，相差 1", "error UNITS-SUM 汇总 0，2 个单位相加为 2，相差 -2"}},
		"a cell that is no figure": {example(figures{business: "2", total: "2"}, unit("甲局", figures{business: "见附件"}, figures{business: "见附件"}), same), nil},
		"decided over a cell that is no figure": {example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "见附件"}, figures{business: "见附件"}), same), []string{
			"hint UNITS-DECIDED 汇总定为 5，2 个单位相加为 2（缺 1 个单位的数）；没有直接相加：有单位的数无法辨认"}},
		"left blank": {example(figures{business: "", total: "2"}, same), []string{"error UNITS-SUM 汇总 空白，1 个单位相加为 2，相差 -2"}},
	} {
		var got []string
		for _, x := range check.Run(apply(f, tc.e), check.Options{Units: unitsOf(f, tc.e)}) {
			if x.Rule.Relation == model.RelUnits {
				got = append(got, string(x.Grade)+" "+x.Rule.ID+" "+x.Message.ZH)
			}
		}
		if !slices.EqualFunc(got, tc.want, strings.HasPrefix) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
		}
	}
}

// An ordinary report is the sum of the units that were found, whatever it lists.
func TestUnitsOfAnOrdinaryReport(t *testing.T) {
	f := formtest.Forms(t)[1]
	e := example(figures{business: "5", total: "5"}, unit("甲局", nil, figures{business: "3", total: "3"}), unit("乙局", nil, figures{business: "3", total: "3"}))
	us := unitsOf(f, e)
	us.Listed = false
	for i := range us.Units {
		us.Units[i].New, us.Units[i].Gone = false, msg.Text{}
	}
	fs := slices.DeleteFunc(check.Run(apply(f, e), check.Options{Units: us}), func(x check.Finding) bool { return x.Rule.Relation != model.RelUnits })
	if len(fs) != 1 || fs[0].Message.ZH != "汇总 5，2 个单位相加为 6，相差 -1" || fs[0].Difference.String() != "-1" {
		t.Errorf("%+v", fs)
	}
}

// Findings about units have names of their own, so that every one can be
// explained, and an explanation lapses when the unit changes again.
func TestUnitsAreExplained(t *testing.T) {
	f := formtest.Forms(t)[1]
	find := func(now string, listed []model.Listed) []check.Finding {
		e := example(figures{business: "5", total: "5"}, unit("甲局", figures{business: "3", total: "3"}, figures{business: now, total: now}), unit("乙局", figures{business: "2", total: "2"}, figures{business: "1", total: "1"}))
		r := apply(f, e)
		r.Listed = listed
		return slices.DeleteFunc(check.Run(r, check.Options{Units: unitsOf(f, e)}), func(x check.Finding) bool { return x.Rule.ID != "UNITS-CHANGED" })
	}
	first := find("4", nil)
	if len(first) != 2 || first[0].Key == first[1].Key {
		t.Fatalf("%+v", first)
	}
	listed := []model.Listed{{Key: first[0].Key, Figures: first[0].Figures, Text: "已核实"}}
	if fs := find("4", listed); !fs[0].Explained() || fs[1].Explained() {
		t.Errorf("%+v", fs)
	}
	if fs := find("7", listed); fs[0].Explained() || !fs[0].Stale {
		t.Errorf("another change is explained: %+v", fs)
	}
}
