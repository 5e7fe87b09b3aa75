package diff_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
)

func TestSeries(t *testing.T) {
	old := typed(formtest.Form(t, "2019"), 2020, map[string]string{"requests.otherwise.total": "9", "proactive.normative.made": "5", "requests.new.total": "40", "proactive.licensing.items_last_year": "3"})
	mid := typed(formtest.Form(t, "2021"), 2021, map[string]string{"requests.otherwise_other.total": "4", "requests.otherwise_fee_unpaid.total": "1", "requests.otherwise_not_corrected.total": "0", "proactive.normative.issued": "6", "requests.new.total": "41"})
	now := typed(formtest.Form(t, "2021"), 2022, map[string]string{"requests.otherwise_other.total": "2", "proactive.normative.issued": "7", "requests.new.total": "42"})
	s, err := diff.SeriesOf([]*model.Report{now, old, mid}, diff.Options{}) // in any order
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Pair) > 0 {
		t.Error(s.Pair)
	}
	got := map[string]string{}
	for _, r := range s.Rows {
		var vs []string
		for _, v := range r.Values {
			if v.IsNumber() {
				vs = append(vs, v.Number.String())
			} else {
				vs = append(vs, string(v.State))
			}
		}
		got[r.ID] = strings.Join(vs, " ")
	}
	for id, want := range map[string]string{
		"requests.new.total": "40 41 42", "received": "40 41 42", "requests.otherwise.total": "9 5 absent", "requests.otherwise_other.total": "absent 4 2",
		"proactive.normative.issued": "5 6 7", "proactive.normative.in_force": "absent absent absent",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	if len(s.Rows) != len(formtest.Form(t, "2021").Fields)+7+len(formtest.Form(t, "2021").Comparison.Keys) {
		t.Errorf("%d rows", len(s.Rows))
	}
	if p := s.Page(diff.PageOptions{}); !strings.Contains(strings.Join(p.Texts(), " "), "新收申请") {
		t.Error("the page lacks a key figure")
	}
}

// The words beside a small line say what it shows.
func TestCourseInWords(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range []struct {
		typed []string
		want  string
	}{
		{[]string{"1", "2", "5"}, "逐年上升"}, {[]string{"5", "2", "1"}, "逐年下降"}, {[]string{"1", "2", "2"}, "上升"}, {[]string{"2", "2", "1"}, "下降"},
		{[]string{"1", "3", "2"}, "有升有降"}, {[]string{"4", "4", "4"}, "持平"}, {[]string{"", "3", "4"}, "上升"}, {[]string{"1", "", "4"}, "上升"}, {[]string{"1", "2", "", "4"}, "上升"}, {[]string{"", "1", "2", "4"}, "逐年上升"}, {[]string{"", "3", ""}, ""}, {[]string{"无", "", "见附件"}, ""},
	} {
		var sides []*model.Report
		for i, s := range tc.typed {
			sides = append(sides, typed(f, 2021+i, map[string]string{"requests.partial.total": s, "requests.granted.total": "1"}))
		}
		s, err := diff.SeriesOf(sides, diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range s.Page(diff.PageOptions{All: true}).Blocks {
			for _, r := range b.Rows {
				at := 2 + len(tc.typed)
				if r.Cells[1].Text == "（二）部分公开 × 总计" && (r.Cells[at].Text != tc.want || r.Cells[at].Trend == nil) {
					t.Errorf("%v: %q, want %q", tc.typed, r.Cells[at].Text, tc.want)
				}
			}
		}
	}
}

// The sums of a row that an older edition has as one stand together before it.
func TestSeriesSumsStandTogether(t *testing.T) {
	s, err := diff.SeriesOf([]*model.Report{typed(formtest.Form(t, "2019"), 2020, nil), typed(formtest.Form(t, "2019"), 2019, nil), typed(formtest.Form(t, "2021"), 2021, nil)}, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var at []int
	seen := map[string]bool{}
	for i, r := range s.Rows {
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
		if strings.HasPrefix(r.ID, "requests.otherwise.") {
			at = append(at, i)
		}
	}
	if len(at) != 7 || at[6]-at[0] != 6 || s.Rows[at[6]+1].ID != "requests.otherwise_not_corrected.natural_person" {
		t.Errorf("sums at %v", at)
	}
}

func TestTrend(t *testing.T) {
	n := func(i int64) *model.Number { v := model.Int(i); return &v }
	for _, tc := range []struct {
		in   []*model.Number
		want string
	}{
		{[]*model.Number{n(0), n(7), nil, n(3)}, "▁█·▄"}, {[]*model.Number{n(5), n(5)}, "▄▄"}, {[]*model.Number{nil}, "·"}, {nil, ""},
	} {
		if got := table.Trend(tc.in); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.in, got, tc.want)
		}
	}
}
