package aggregate_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/units"
)

// Beside a total, a unit that it lists under another name and code is objected to by its figures, as sure as they are; the
// very file that was summed is told by its content. What the total does not list counts, and is named.
func TestBesideTotal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 1))
	var all []*model.Report
	for i := range 4 {
		all = append(all, balanced(rng, "2021", fmt.Sprintf("第%d局", i+1), fmt.Sprint(i)))
	}
	few := balanced(rng, "2021", "小局", "9")
	for id := range few.Values {
		few.Values[id] = model.Value{State: model.IsNumber}
	}
	few = changed(changed(few, "requests.new.business", 1), "requests.granted.business", 1)
	named := func(r *model.Report, organ string) *model.Report {
		out := r.With(r.Form, nil)
		out.Organ, out.Code = organ, ""
		return out
	}
	from := t.TempDir()
	for _, r := range append(all, few) {
		file(t, from, r.Organ+".xlsx", r)
	}
	total, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区"}, from)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	open := func(path string) (*model.Report, error) { return gkxl.ImportFile(path, gkxl.ImportOptions{}) }
	for _, c := range []struct {
		name    string
		report  *model.Report
		options aggregate.Options
		kind    aggregate.BlockerKind // of the objection; "" for none
		says    string                // by the objection, or the summary
	}{
		{"under another name", named(all[0], "某局"), aggregate.Options{}, aggregate.LikeTotal, "各格的数与 汇总.xlsx 所列的“第1局”全部相同"},
		{"accepted", named(all[0], "某局"), aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.LikeTotal}}, "", ""},
		{"accepted by its file", named(all[0], "某局"), aggregate.Options{AcceptOf: map[aggregate.BlockerKind][]string{aggregate.LikeTotal: {"另.xlsx"}}}, "", ""},
		{"another accepted", named(all[0], "某局"), aggregate.Options{AcceptOf: map[aggregate.BlockerKind][]string{aggregate.LikeTotal: {"别.xlsx"}}}, aggregate.LikeTotal, "“第1局”"},
		{"small figures", named(few, "某局"), aggregate.Options{}, "", "“某局”各格的数与 汇总.xlsx 所列的“小局”全部相同，但数很小"},
		{"corrected since", changed(named(all[0], "某局"), "disputes.review.upheld", 1), aggregate.Options{}, "", "下级汇总（汇总.xlsx）的来源中没有、另外计入的 1 个：某局"},
		{"corrected since, nearly the same", changed(named(all[0], "某局"), "disputes.review.upheld", 1), aggregate.Options{}, "", "格与 汇总.xlsx 所列的“第1局”相同，可能是它改正后的报告"},
		{"another unit, not nearly the same", balanced(rng, "2021", "别局", ""), aggregate.Options{}, "", "另外计入的 1 个：别局"},
		{"under its own name", all[0], aggregate.Options{}, aggregate.Overlap, "其中已含另行上报的 1 个单位：第1局"},
	} {
		dir := t.TempDir()
		file(t, dir, "另.xlsx", c.report)
		if err := os.WriteFile(filepath.Join(dir, "汇总.xlsx"), written(t, total), 0o600); err != nil {
			t.Fatal(err)
		}
		c.options.Organ, c.options.Open = "某市", open
		m, blockers := mergedOf(t, nil, nil, c.options, dir)
		said := ""
		switch {
		case c.kind == "" && len(blockers) > 0, c.kind != "" && (len(blockers) != 1 || blockers[0].Kind != c.kind):
			t.Errorf("%s: %v", c.name, blockers)
			continue
		case c.kind != "":
			said = blockers[0].What.ZH
		default:
			for _, line := range m.Summary() {
				said += line.ZH + "\n"
			}
		}
		if !strings.Contains(said, c.says) {
			t.Errorf("%s: %s", c.name, said)
		}
	}
	// The file that was summed, which names itself otherwise than the total's list does.
	submissions, _, err := units.Gathering{}.AllAt(t.Context(), []string{from}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := units.Submission{File: "汇总.xlsx", Shown: "汇总.xlsx", Organ: "某区", Form: "2021", Year: 2024, Content: "汇总"}
	for _, s := range total.Sources {
		s.Code, s.Name = "", s.Name+"（旧名）"
		list.Sources = append(list.Sources, s)
	}
	a := units.Assemble(nil, nil, append(submissions, list))
	for _, u := range a.Units {
		if u.Name != "某区" && (u.IncludedIn == nil || u.IncludedIn.File != "汇总.xlsx") {
			t.Errorf("%s is not in the total", u.Name)
		}
	}
}
