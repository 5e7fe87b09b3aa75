package locate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
)

// unitOf are a unit's figures in requests of natural persons: what came in and was granted.
func unitOf(t *testing.T, name string, came, granted int64) locate.UnitFigures {
	t.Helper()
	r := model.NewReport(formtest.Form(t, "2021"))
	for _, fd := range r.Form.Fields {
		if fd.Total == nil {
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Cell: "S!" + fd.ID}
		}
	}
	r.Values["requests.new.natural_person"] = model.Value{State: model.IsNumber, Number: model.Int(came), Cell: "S!D5"}
	r.Values["requests.granted.natural_person"] = model.Value{State: model.IsNumber, Number: model.Int(granted), Cell: "S!D7"}
	return locate.UnitFigures{Name: name, File: name + ".xlsx", Report: r}
}

// What is wrong in a total is looked for in its units, and only there.
func TestExplainTotal(t *testing.T) {
	right, wrong, less := unitOf(t, "甲", 20, 20), unitOf(t, "乙", 64, 46), unitOf(t, "丙", 3, 5)
	for name, tc := range map[string]struct {
		units []locate.UnitFigures
		more  int64 // than the units come to, typed into the total
		want  string
	}{
		"one unit":              {[]locate.UnitFigures{right, wrong}, 0, "2: 出在乙的报告（乙.xlsx，S!D5），同一处相差 18；请该单位改正后重新汇总，不要改汇总表。; open 0"},
		"two units":             {[]locate.UnitFigures{less, right, wrong}, 0, "2: 出在 2 个单位的报告，合计正是这里相差的数：乙的报告（乙.xlsx，S!D5），同一处相差 18；丙的报告（丙.xlsx，S!D5），同一处相差 -2；请这些单位改正后重新汇总，不要改汇总表。; open 0"},
		"the total itself":      {[]locate.UnitFigures{right}, 9, "; open 2"},
		"a unit and the total":  {[]locate.UnitFigures{right, wrong}, 9, "; open 2"},
		"nothing is wrong":      {[]locate.UnitFigures{right}, 0, "; open 0"},
		"the units are unknown": {nil, 18, "; open 2"},
	} {
		r := model.NewReport(formtest.Form(t, "2021"))
		for _, fd := range r.Form.Fields {
			n := model.Int(0)
			for _, u := range tc.units {
				n = n.Add(u.Report.Value(fd.ID).Number)
			}
			if fd.ID == "requests.new.natural_person" {
				n = n.Add(model.Int(tc.more))
			}
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: n, Computed: fd.Total != nil}
		}
		r = r.With(r.Form, map[string]model.Value{}) // its totals are computed
		out := locate.ExplainTotal(r, check.Run(r, check.Options{}), tc.units)
		var got strings.Builder
		for _, c := range out.Causes {
			fmt.Fprintf(&got, "%d: %s", len(c.Findings), out.Sentence(c.Group).ZH)
			if en := out.Sentence(c.Group).EN; !strings.Contains(en, "leave the total as it is") || strings.ContainsAny(en, "，。；") {
				t.Errorf("%s: %s", name, en)
			}
		}
		fmt.Fprintf(&got, "; open %d", len(out.Open))
		if got.String() != tc.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.String(), tc.want)
		}
	}
}
