package diff_test

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Two totals of different numbers of units are compared with a word about it; other reports, and totals of as many units,
// without one.
func TestTotalsOfOtherUnits(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	total := func(year int, roles ...sums.Role) *model.Report {
		r := model.NewReport(f)
		r.Organ, r.Year = "某区", year
		for i, role := range roles {
			s := sums.Source{Role: role, Name: fmt.Sprintf("第%d局", i), SHA: fmt.Sprint(i)}
			if role == sums.Counted {
				s.Row = sums.Of(model.NewReport(f)).Row()
			}
			if role == sums.Behind {
				s.Via = "0"
			}
			if i == 0 {
				var heads []string
				for _, h := range sums.Heads {
					heads = append(heads, h.Text.ZH)
				}
				r.Sources = append(r.Sources, heads)
			}
			var line []string
			for _, v := range s.Line(i+1, msg.ZH) {
				if v == nil {
					v = ""
				}
				line = append(line, fmt.Sprint(v))
			}
			r.Sources = append(r.Sources, line)
		}
		return r
	}
	const c, m, b = sums.Counted, sums.Missed, sums.Behind
	for _, tc := range []struct {
		last, this *model.Report
		want       string
	}{
		{total(2023, c, c, c), total(2024, c, c, m), "上年的汇总计入 3 个单位，本年 2 个"},
		{total(2023, c, c), total(2024, c, b, b, b), "上年的汇总计入 2 个单位，本年 3 个"},
		{total(2023, c, c), total(2024, c, c), ""},
		{total(2023), total(2024, c, c), ""},
	} {
		got := ""
		for _, x := range diff.Pair(tc.last, tc.this, false) {
			if got += x.Message.ZH; !x.Doubt || !x.Note {
				t.Errorf("%+v", x)
			}
		}
		if len(got) < len(tc.want) || got[:len(tc.want)] != tc.want || tc.want == "" && got != "" {
			t.Errorf("%q, want %q", got, tc.want)
		}
		if !diff.Comparable(tc.last, tc.this, false) {
			t.Error("not compared")
		}
	}
}
