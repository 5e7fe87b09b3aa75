package aggregate_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/units"
)

// summed adds reports up as a clerk does by hand: the figures alone, without a word about whose they are.
func summed(organ, code string, rs ...*model.Report) *model.Report {
	out := model.NewReport(rs[0].Form)
	out.Organ, out.Code, out.Year = organ, code, rs[0].Year
	for _, fd := range out.Form.Fields {
		if fd.Total != nil {
			continue
		}
		var n model.Number
		for _, r := range rs {
			n = n.Add(r.Value(fd.ID).Number)
		}
		out.Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
	}
	out.Texts["overview"] = "全区情况。"
	return out
}

// changed is a report with another figure in a cell.
func changed(r *model.Report, id string, by int64) *model.Report {
	return r.With(r.Form, map[string]model.Value{id: {State: model.IsNumber, Number: r.Value(id).Number.Add(model.Int(by))}})
}

// A report whose figures are the sum of others is not counted as one more unit unless somebody decides so; one that
// only is large, or the same as one other, is.
func TestTotalAmongUnits(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 1))
	var all []*model.Report
	for i := range 6 {
		all = append(all, balanced(rng, "2021", fmt.Sprintf("第%d局", i+1), fmt.Sprint(11+i/3, i%3+1)))
	}
	zeros := balanced(rng, "2021", "零局", "")
	for id := range zeros.Values {
		zeros.Values[id] = model.Value{State: model.IsNumber}
	}
	large := balanced(rng, "2021", "大局", "")
	for id, v := range large.Values {
		large.Values[id] = model.Value{State: v.State, Number: v.Number.Mul(model.Int(9))}
	}
	type files map[string]*model.Report
	for _, c := range []struct {
		name   string
		more   files
		want   string // files objected to
		counts int    // units that count when all is accepted
		says   string
	}{
		{"none", files{}, "", 6, ""},
		{"by hand", files{"汇总.xlsx": summed("某区人民政府", "", all...)}, "汇总.xlsx", 7, "都等于其余 6 份报告之和"},
		{"without a name", files{"汇总.xlsx": summed("", "", all...)}, "汇总.xlsx", 7, "都等于其余 6 份报告之和"},
		{"beside zeros", files{"汇总.xlsx": summed("某区人民政府", "", all...), "零.xlsx": zeros}, "汇总.xlsx", 8, "都等于其余 7 份报告之和"},
		{"corrected since", files{"汇总.xlsx": changed(summed("某区人民政府", "", all...), "requests.new.business", 1)}, "汇总.xlsx", 7, "不等的 1 格"},
		{"two by hand", files{"a.xlsx": summed("某区人民政府", "", all...), "b.xlsx": summed("某区", "", all...)}, "a.xlsx b.xlsx", 8, "另外 6 份报告"},
		{"of those in a folder", files{"街道/汇总.xlsx": summed("某街道", "", all[:3]...), "街道/1.xlsx": all[0], "街道/2.xlsx": all[1], "街道/3.xlsx": all[2]}, "街道/汇总.xlsx", 7, "另外 3 份报告（第1局、第2局、第3局）"},
		{"of those whose codes begin so", files{"某街道.xlsx": summed("某街道", "11", all[:3]...)}, "某街道.xlsx", 7, "另外 3 份报告（第1局、第2局、第3局）"},
		{"and the total of all", files{"某街道.xlsx": summed("某街道", "11", all[:3]...), "汇总.xlsx": summed("某区人民政府", "", all...)}, "某街道.xlsx 汇总.xlsx", 8, "另外 6 份报告"},
		{"a large unit", files{"大局.xlsx": large}, "", 7, ""},
		{"the same as one", files{"同.xlsx": summed("另局", "", all[0])}, "", 7, ""},
		{"only more", files{"多.xlsx": changed(changed(changed(changed(changed(changed(changed(changed(summed("某区人民政府", "", all...),
			"requests.new.business", 5), "requests.new.natural_person", 7), "requests.new.research", 3), "requests.granted.business", 5), "requests.granted.natural_person", 7), "requests.granted.research", 3),
			"proactive.licensing.decisions", 1), "disputes.review.upheld", 2)}, "多.xlsx", 7, "不小于其余 6 份报告之和"},
		{"with the organ's name", files{"本级.xlsx": changed(summed("某区", "", all[0]), "requests.new.business", 1)}, "本级.xlsx", 7, "与汇总机关同名：可能是它的汇总，也可能是它本级自己的报告；新收申请 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_, inFolder := c.more["街道/1.xlsx"]
			for i, r := range all {
				if !inFolder || i >= 3 {
					file(t, dir, fmt.Sprintf("%d.xlsx", i+1), r)
				}
			}
			for name, r := range c.more {
				file(t, dir, name, r)
			}
			_, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Accept: []aggregate.BlockerKind{aggregate.Unknown, aggregate.WithErrors}}, dir)
			var got []string
			says := ""
			for _, b := range blockers {
				if b.Kind != aggregate.LikeTotal {
					t.Error(b)
				}
				got = append(got, b.Files...)
				says += b.What.ZH
			}
			slices.Sort(got)
			if strings.Join(got, " ") != c.want || !strings.Contains(says, c.says) {
				t.Errorf("%v: %s", got, says)
			}
			m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Accept: aggregate.Acceptable}, dir)
			if len(blockers) > 0 || m.Counted() != c.counts {
				t.Error(blockers, c.counts)
			}
		})
	}
}

// In an archive, a total by hand is found as it is in a folder.
func TestTotalInArchive(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 1))
	var all []*model.Report
	for i := range 3 {
		all = append(all, balanced(rng, "2021", fmt.Sprintf("第%d局", i+1), ""))
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, r := range append(all, summed("某区人民政府", "", all...)) {
		w, err := z.Create(r.Organ + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		if err := gkxl.Template(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "收件.zip")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区"}, path)
	if len(blockers) != 1 || blockers[0].Kind != aggregate.LikeTotal || blockers[0].Files[0] != "收件.zip/某区人民政府.xlsx" {
		t.Error(blockers)
	}
}

// A unit that the roster has below a total's is objected to as such, and what lists its units is not told of again.
func TestTotalWithRoster(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 1))
	a, b, c := balanced(rng, "2021", "甲社区", "11"), balanced(rng, "2021", "乙社区", "12"), balanced(rng, "2021", "示例区档案馆", "9")
	for _, o := range []struct {
		name  string
		list  *units.Roster
		total *model.Report
		kind  aggregate.BlockerKind
	}{
		{"of a unit above others", rosterOf(t, nestedRoster), summed("示例街道", "1", a, b), aggregate.Overlap},
		{"of the organ whose total is made", rosterOf(t, nestedRoster), summed("示例区", "0", a, b, c), aggregate.Overlap},
		{"that a flat roster does not have", rosterOf(t, "代码,名称\n11,甲社区\n12,乙社区\n9,示例区档案馆\n"), summed("示例区", "", a, b, c), aggregate.LikeTotal},
	} {
		dir := t.TempDir()
		for _, r := range []*model.Report{a, b, c, o.total} {
			file(t, dir, r.Organ+".xlsx", r)
		}
		_, blockers := mergedOf(t, o.list, nil, aggregate.Options{Organ: "示例区", Accept: []aggregate.BlockerKind{aggregate.Unknown}}, dir)
		if len(blockers) != 1 || blockers[0].Kind != o.kind || blockers[0].Files[0] != o.total.Organ+".xlsx" {
			t.Errorf("%s: %v", o.name, blockers)
		}
	}
}

// Two totals that list the same units count them twice, unless one is left out.
func TestTotalsOfTheSameUnits(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 1))
	dir, totals := t.TempDir(), t.TempDir()
	var paths []string
	for i := range 4 {
		paths = append(paths, file(t, dir, fmt.Sprintf("%d.xlsx", i), balanced(rng, "2021", fmt.Sprintf("第%d局", i), fmt.Sprint(i))))
	}
	for name, of := range map[string][]string{"前.xlsx": paths[:3], "后.xlsx": paths[2:], "另.xlsx": paths[3:]} {
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: strings.TrimSuffix(name, ".xlsx") + "区"}, of...)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		if err := os.WriteFile(filepath.Join(totals, name), written(t, m), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某市", Accept: aggregate.Acceptable}, totals)
	if len(blockers) != 2 || blockers[0].Kind != aggregate.Overlap || blockers[0].What.ZH != "两份汇总都含 1 个单位：第2局" || blockers[1].What.ZH != "两份汇总都含 1 个单位：第3局" {
		t.Error(blockers)
	}
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某市"}, filepath.Join(totals, "前.xlsx"), filepath.Join(totals, "另.xlsx"))
	if len(blockers) > 0 || m.Counted() != 2 {
		t.Error(blockers)
	}
}

// A total by hand that lies among the units is none of them when another total is held against these, whether that lists
// its units or not; what is only more than the others is.
func TestTotalAmongUnitsHeldAgainst(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 1))
	dir, out := t.TempDir(), t.TempDir()
	var all []*model.Report
	for i := range 4 {
		all = append(all, balanced(rng, "2021", fmt.Sprintf("第%d局", i), ""))
		file(t, dir, fmt.Sprintf("%d.xlsx", i), all[i])
	}
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区"}, dir)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	listed := filepath.Join(out, "汇总.xlsx")
	if err := os.WriteFile(listed, written(t, m), 0o600); err != nil {
		t.Fatal(err)
	}
	byHand := file(t, out, "手工.xlsx", summed("某区", "", all...))
	file(t, dir, "另一份.xlsx", summed("某区政府", "", all...))
	for _, total := range []string{listed, byHand} {
		if found, _ := heldAgainst(t, nil, total, dir); strings.Join(found, " ") != "UNITS-OTHERS 另一份.xlsx" {
			t.Errorf("%s: %v", total, found)
		}
	}
	file(t, dir, "另一份.xlsx", balanced(rng, "2021", "第5局", ""))
	if found, _ := heldAgainst(t, nil, listed, dir); strings.Join(found, " ") != "UNITS-NEW 第5局" {
		t.Error(found)
	}
}

// An organ whose figures are those of its subordinates, of which one alone did anything, is objected to; one with a figure
// of its own is not.
func TestTotalOfSubordinates(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 1))
	active := balanced(rng, "2021", "甲校", "01101")
	idle := func(organ, code string) *model.Report {
		r := summed(organ, code, active)
		for id := range r.Values {
			r.Values[id] = model.Value{State: model.IsNumber}
		}
		return r
	}
	subordinates := []*model.Report{active, idle("乙校", "01102"), idle("丙校", "01103"), balanced(rng, "2021", "另局", "012"), balanced(rng, "2021", "他局", "013"), balanced(rng, "2021", "外局", "014")}
	for _, c := range []struct {
		name string
		more *model.Report
		want string
	}{
		{"none", nil, ""},
		{"superior", summed("某局", "011", subordinates[:3]...), "都等于代码以它的代码开头的 3 份报告（甲校、乙校、丙校）之和"},
		{"superior with more", changed(summed("某局", "011", subordinates[:3]...), "proactive.licensing.decisions", 1), ""},
	} {
		dir := t.TempDir()
		for _, r := range append(slices.Clone(subordinates), c.more) {
			if r != nil {
				file(t, dir, r.Organ+".xlsx", r)
			}
		}
		_, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Accept: []aggregate.BlockerKind{aggregate.Unknown, aggregate.WithErrors}}, dir)
		says := ""
		for _, b := range blockers {
			says += b.What.ZH
		}
		if !strings.Contains(says, c.want) || c.want == "" && says != "" {
			t.Errorf("%s: %v", c.name, blockers)
		}
	}
}

// A report that a roster does not have is said to outweigh all others where it does, and one with the name of an organ that
// the roster has as a unit is none of the doubtful ones.
func TestUnknownThatOutweighs(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 1))
	a, b := balanced(rng, "2021", "甲局", "11"), balanced(rng, "2021", "乙局", "12")
	large := balanced(rng, "2021", "某区", "9")
	large = changed(large, "requests.new.business", 100_000)
	for _, c := range []struct {
		roster, organ, want string
		says                bool
	}{
		{"代码,名称\n11,甲局\n12,乙局\n", "某市", "unknown", true},
		{"代码,名称\n11,甲局\n12,乙局\n9,某区\n", "某市", "", false},
		{"代码,名称\n11,甲局\n12,乙局\n9,某区\n7,丙局\n", "", "", false},
	} {
		dir := t.TempDir()
		for _, r := range []*model.Report{a, b, large} {
			file(t, dir, r.Organ+".xlsx", r)
		}
		_, blockers := mergedOf(t, rosterOf(t, c.roster), nil, aggregate.Options{Organ: c.organ, Accept: []aggregate.BlockerKind{aggregate.WithErrors}}, dir)
		kinds, what := "", ""
		for _, b := range blockers {
			kinds, what = kinds+string(b.Kind), what+b.What.ZH
		}
		if kinds != c.want || strings.Contains(what, "其余 2 份之和") != c.says {
			t.Errorf("%v: %s %s", c, kinds, what)
		}
	}
}
