package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

func side(t testing.TB, edition string, year int, values map[string]string) *model.Report {
	f := formtest.Form(t, edition)
	r := model.NewReport(f)
	r.Year = year
	for id, s := range values {
		if _, ok := f.Field(id); !ok {
			t.Fatalf("there is no field %s", id)
		}
		v := model.Value{State: model.Unreadable, Text: s}
		if n, err := model.ParseNumber(s); err == nil {
			v = model.Value{State: model.IsNumber, Number: n}
		} else if s == "" {
			v = model.Value{State: model.Blank}
		}
		r.Values[id] = v
	}
	return r
}

// Bars are the form's, whatever the edition; groups are added up; what is not
// known is not 0; a total left blank is the sum of its parts.
// A small line has a gap where a figure is missing, and lies in the middle where
// none differs.
func TestCourse(t *testing.T) {
	n := func(i int64) *model.Number { v := model.Int(i); return &v }
	for _, tc := range []struct {
		in   []*model.Number
		want string
	}{
		{nil, "[]"}, {[]*model.Number{nil, nil}, "[]"}, {[]*model.Number{n(4)}, "[[{0.5 0.5 0}]]"}, {[]*model.Number{n(4), n(4)}, "[[{0 0.5 0} {1 0.5 1}]]"},
		{[]*model.Number{n(2), nil, n(6), n(4), nil}, "[[{0 0 0}] [{0.5 1 2} {0.75 0.5 3}]]"}, {[]*model.Number{n(-1), n(0), n(3)}, "[[{0 0 0} {0.5 0.25 1} {1 1 2}]]"},
	} {
		if got := fmt.Sprint(chart.Course(tc.in)); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.in, got, tc.want)
		}
	}
}

func TestOf(t *testing.T) {
	this := side(t, "2021", 2021, map[string]string{
		"requests.new.natural_person": "10", "requests.new.business": "2", "requests.new.research": "见附件", "requests.new.other": "", "requests.new.total": "12",
		"requests.granted.total": "3", "requests.denied_by_law.total": "4", "requests.denied_query.total": "5", "requests.unavailable_unclear.total": "约7",
		"requests.otherwise_other.total": "1", "requests.partial.natural_person": "6", "requests.partial.business": "1", "requests.result_total.total": "20",
	})
	last := side(t, "2019", 2020, map[string]string{"requests.otherwise.total": "9", "requests.new.natural_person": "8"})
	cs := chart.Of(this, last)
	if len(cs) != 2 {
		t.Fatalf("%d charts", len(cs))
	}
	var got []string
	for _, c := range cs {
		got = append(got, c.Title+" "+strings.Join(c.Years, " "))
		for _, b := range c.Bars {
			s := b.Label
			for i, v := range b.Values {
				if v == nil {
					s += " -"
				} else {
					s += " " + v.String() + " " + chart.Share(v, c.Totals[i])
				}
			}
			got = append(got, s)
		}
	}
	want := `本年新收政府信息公开申请数量 2021年 2020年
自然人 10 83.3% 8 100.0%
法人或其他组织·商业企业 2 16.7% -
法人或其他组织·科研机构 - -
法人或其他组织·社会公益组织 - -
法人或其他组织·法律服务机构 - -
法人或其他组织·其他 - -
本年度办理结果 2021年 2020年
予以公开 3 15.0% -
部分公开 7 35.0% -
不予公开 9 45.0% -
无法提供 - -
不予处理 - -
其他处理 1 5.0% 9 `
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	if alt := cs[1].Alt(); !strings.Contains(alt, "2021年共20：予以公开3（占15.0%），部分公开7") || !strings.Contains(alt, "无法提供未填") {
		t.Error(alt)
	}
}

func TestShare(t *testing.T) {
	for _, tt := range []struct {
		a, b int64
		want string
	}{{1, 3, "33.3%"}, {2, 3, "66.7%"}, {0, 5, "0.0%"}, {5, 5, "100.0%"}, {6, 5, ""}, {1, 0, ""}, {-1, 5, ""}, {1, 2000, "0.1%"}} {
		a, b := model.Int(tt.a), model.Int(tt.b)
		if got := chart.Share(&a, &b); got != tt.want {
			t.Errorf("%d of %d is %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
	if chart.Share(nil, nil) != "" {
		t.Error("a share of nothing")
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{"（一）予以公开": "予以公开", "一、本年新收": "本年新收", "（二）部分公开（区分处理的）": "部分公开", "总计": "总计", "（五）": "（五）", "": ""} {
		if got := chart.Plain(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
