package aggregate

import (
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// Whatever a list of sources holds and units say of themselves, the total is held
// against them, and everything that is found has its words.
func FuzzUnits(f *testing.F) {
	form, err := templates.Edition("2021")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("counted", "1", "甲局", "0*200", "ab", "ab", "1", "甲局", "0*199 3", "2021", 2024, "a.xlsx", "2", "乙局", "counted")
	f.Add("behind", "", "乙局", "", "", "cd", "", "某区", "0*160 2", "2019", 2020, "0.xlsx", "", "", "behind")
	f.Add("missing", "9", "", "", "ab", "ab", "9", "", "", "none", 0, "", "9", "某区", "missing")
	f.Fuzz(func(t *testing.T, role, listedCode, listedName, listed, listedSHA, sha, code, organ, entries, edition string, year int, shown, belowCode, belowName, belowRole string) {
		r := model.NewReport(form)
		r.Organ, r.Year = "某区", 2024
		for _, fd := range form.Fields {
			r.Values[fd.ID] = model.Value{State: model.IsNumber}
		}
		heads := []string{"代码", "单位", "文件", "SHA-256", "role", "figures"}
		var row, zeros sums.Row
		if err := row.UnmarshalText([]byte(entries)); err != nil {
			row = sums.Row{}
		}
		if err := zeros.UnmarshalText([]byte("0*200")); err != nil {
			t.Fatal(err)
		}
		odd := units.Submission{Shown: shown, SHA: sha, Code: code, Organ: organ, Row: row, Form: edition, Year: year, Content: entries,
			Sources: []sums.Source{{Role: sums.Role(belowRole), Code: belowCode, Name: belowName, SHA: sha}}}
		other := odd
		other.SHA, other.Row, other.Content, other.Sources = "x", zeros, "y", nil
		for _, sources := range [][][]string{nil, {heads, {listedCode, listedName, shown, listedSHA, role, listed}, {"7", "丙局", "c.xlsx", "zz", "counted", "0*200"}}} {
			r.Sources = sources
			for _, submissions := range [][]units.Submission{{}, {odd}, {odd, other}, {odd, odd, other}} {
				units := reconcile(r, "total", submissions, nil)
				for _, x := range pipeline.Check(r, check.Options{Units: units}) {
					if x.Message.ZH == "" || x.Message.EN == "" {
						t.Fatalf("%s says nothing", x.Rule.ID)
					}
				}
			}
		}
	})
}
