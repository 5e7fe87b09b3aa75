package aggregate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// heldAgainst checks a total against its units, and gives what is found about
// them: "RULE subject", where the subject is a unit or a field.
func heldAgainst(t testing.TB, kept *cache.Cache, total string, args ...string) (found []string, r findings.Result) {
	t.Helper()
	filed, _, err := units.Gathering{Cache: kept}.AllAt(t.Context(), args, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, _ = pipeline.Job{Units: aggregate.Reconciliation(append([]units.Submission{}, filed...), nil)}.File(total)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	for _, x := range r.Findings {
		if x.Rule.Relation != model.RelUnits {
			continue
		}
		subject := x.About
		if subject == "" {
			subject = x.Fields[0].ID
		}
		found = append(found, x.Rule.ID+" "+subject)
	}
	return found, r
}

// district is a random district on disk: units, a town that has its own total,
// and the total of all.
type district struct {
	dir, total string
	kept       *cache.Cache    // most files are read many times
	units      []*model.Report // of all, those of the town last
	paths      []string
	town       int // how many belong to the town
}

func makeDistrict(t testing.TB, rng *rand.Rand) *district {
	kept, err := cache.Open(filepath.Join(t.TempDir(), "cache"))
	if err != nil {
		t.Fatal(err)
	}
	d := &district{dir: t.TempDir(), kept: kept}
	d.town = rng.IntN(3)
	n := 2 + rng.IntN(5) + d.town
	for i := range n {
		code, name := fmt.Sprint(i+1), fmt.Sprintf("第%d局", i+1)
		if i%3 == 0 {
			code = "" // known by its name alone
		}
		r := balanced(rng, "2021", name, code)
		folder := "in"
		if i >= n-d.town {
			folder = "town"
		}
		d.units = append(d.units, r)
		d.paths = append(d.paths, file(t, filepath.Join(d.dir, folder), fmt.Sprintf("%d.xlsx", i), r))
	}
	if d.town > 0 {
		d.put(t, "in/total.xlsx", "某镇", filepath.Join(d.dir, "town"))
	}
	d.total = d.put(t, "total.xlsx", "某区", filepath.Join(d.dir, "in"))
	return d
}

func (d *district) put(t testing.TB, name, organ string, args ...string) string {
	t.Helper()
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: organ}, args...)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, written(t, m), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// key is what findings call a unit.
func (d *district) key(i int) string {
	if c := d.units[i].Code; c != "" {
		return c
	}
	return d.units[i].Organ
}

// Any change of one unit is found and named, and nothing else is; where nothing
// changed there is nothing to say, wherever the files lie now.
func TestUnitsProperty(t *testing.T) {
	for seed := uint64(formtest.Trials(0, 2)); seed < uint64(formtest.Trials(6, 4)); seed++ { // 2 has a town, 3 none
		rng := rand.New(rand.NewPCG(seed, 3))
		d := makeDistrict(t, rng)
		expect := func(what string, want ...string) {
			t.Helper()
			got, _ := heldAgainst(t, d.kept, d.total, d.dir)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, %s: %q, want %q", seed, what, got, want)
			}
		}
		expect("nothing changed")
		moved := filepath.Join(d.dir, "elsewhere", "moved.xlsx")
		os.MkdirAll(filepath.Dir(moved), 0o755)
		os.Rename(d.paths[0], moved)
		expect("moved")
		os.Rename(moved, d.paths[0])

		direct := len(d.units) - d.town
		i := rng.IntN(direct)
		keep, err := os.ReadFile(d.paths[i])
		if err != nil {
			t.Fatal(err)
		}
		free := []string{"proactive.licensing.decisions", "proactive.fees.amount", "disputes.suit_direct.other", "proactive.normative.in_force"}
		id := free[rng.IntN(len(free))]
		changed := *d.units[i]
		changed.Values = map[string]model.Value{}
		for k, v := range d.units[i].Values {
			changed.Values[k] = v
		}
		v := changed.Values[id]
		by := int64(1 + rng.IntN(9))
		v.Number = v.Number.Add(model.Int(by))
		changed.Values[id] = v
		file(t, filepath.Dir(d.paths[i]), filepath.Base(d.paths[i]), &changed)
		expect("a figure", "UNITS-CHANGED "+d.key(i), "UNITS-SUM "+id)
		_, r := heldAgainst(t, d.kept, d.total, d.dir)
		for _, x := range r.Findings {
			if x.Rule.ID == "UNITS-SUM" && (x.Difference.String() != fmt.Sprint(-by) || !strings.Contains(x.Message.ZH, d.units[i].Organ+"由 ")) {
				t.Errorf("seed %d: %s", seed, x.Message.ZH)
			}
			if x.Rule.ID == "UNITS-CHANGED" && x.Fields[0].ID != id {
				t.Errorf("seed %d: %s", seed, x.Message.ZH)
			}
		}
		os.WriteFile(d.paths[i], keep, 0o644)

		changed = *d.units[i]
		changed.Texts = map[string]string{"overview": "另一段总体情况。"}
		file(t, filepath.Dir(d.paths[i]), filepath.Base(d.paths[i]), &changed)
		expect("a text", "UNITS-TEXT "+d.key(i))

		// A second report beside the one that was merged, and in its place.
		os.WriteFile(d.paths[i], keep, 0o644)
		second := file(t, filepath.Join(d.dir, "in"), "second.xlsx", &changed)
		expect("another report", "UNITS-TWICE "+d.key(i))
		os.WriteFile(second, keep, 0o644)
		expect("a copy", "UNITS-TWICE "+d.key(i)+" copies")
		os.Remove(second)

		os.Remove(d.paths[i])
		expect("removed", "UNITS-GONE "+d.key(i))
		os.WriteFile(d.paths[i], []byte("PK\x03\x04"), 0o644)
		expect("damaged", "UNITS-GONE "+d.key(i))
		os.WriteFile(d.paths[i], keep, 0o644)

		more := balanced(rng, "2021", "新设的局", "77")
		path := file(t, filepath.Join(d.dir, "in"), "new.xlsx", more)
		expect("added", "UNITS-NEW 77")
		more.Year = 2023
		file(t, filepath.Join(d.dir, "in"), "new.xlsx", more)
		expect("of another year", "UNITS-OTHERS in/new.xlsx")
		os.Remove(path)

		if d.town > 0 {
			i := direct
			again := *d.units[i]
			again.Texts = map[string]string{"overview": "另一段总体情况。"}
			file(t, filepath.Join(d.dir, "town"), filepath.Base(d.paths[i]), &again)
			expect("below a total below", "UNITS-CHANGED "+d.key(i))
			os.Remove(filepath.Join(d.dir, "in/total.xlsx"))
			expect("a total below is gone", "UNITS-GONE 某镇")
		}
	}
}

// An ordinary report is held against the sum of whatever units there are.
func TestUnitsOfAnOrdinaryReport(t *testing.T) {
	f, err := templates.Edition("2021")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(formtest.Trials(4, 2)) {
		rng := rand.New(rand.NewPCG(seed, 4))
		d := makeDistrict(t, rng)
		r, err := pipeline.ImportFile(d.total, pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Sources = nil
		plain := file(t, d.dir, "plain.xlsx", r)
		os.Remove(d.total)
		if got, _ := heldAgainst(t, d.kept, plain, d.dir); len(got) > 0 {
			t.Errorf("seed %d: %q", seed, got)
		}
		// Without one unit, just the figures it had are not the sum.
		i := rng.IntN(len(d.units) - d.town)
		os.Remove(d.paths[i])
		got, _ := heldAgainst(t, d.kept, plain, d.dir)
		var want []string
		for _, fd := range f.Fields {
			if d.units[i].Value(fd.ID).Number.Sign() != 0 && fd.Total == nil {
				want = append(want, "UNITS-SUM "+fd.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: %q, want %q", seed, got, want)
		}
	}
}

// Units of one name are told apart by their codes; a name alone is neither's.
func TestUnitsOfOneName(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	d := &district{dir: t.TempDir()}
	for i := range 2 {
		r := balanced(rng, "2021", "办公室", fmt.Sprint(i+1))
		d.units = append(d.units, r)
		d.paths = append(d.paths, file(t, filepath.Join(d.dir, "in"), fmt.Sprintf("%d.xlsx", i+1), r))
	}
	d.total = d.put(t, "total.xlsx", "某区", filepath.Join(d.dir, "in"))
	changed := *d.units[1]
	changed.Texts = map[string]string{"overview": "另一段。"}
	file(t, filepath.Join(d.dir, "in"), "2.xlsx", &changed)
	if got, _ := heldAgainst(t, nil, d.total, d.dir); fmt.Sprint(got) != "[UNITS-TEXT 2]" {
		t.Errorf("%q", got)
	}
	changed.Code = ""
	file(t, filepath.Join(d.dir, "in"), "2.xlsx", &changed)
	got, r := heldAgainst(t, nil, d.total, d.dir)
	if len(got) != 2 || got[0] != "UNITS-GONE 2" || !strings.HasPrefix(got[1], "UNITS-NEW") || !strings.Contains(r.Findings[0].Message.ZH, "它的文件“in/2.xlsx”现在写的是“办公室”") {
		t.Errorf("%q %s", got, r.Findings[0].Message.ZH)
	}
}

// What was left out stays out as long as it is what it was, and what was missing
// is named when it comes.
func TestUnitsLeftOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	list := rosterOf(t, "代码,名称,上级\n0,某区,\n1,甲局,0\n2,乙局,0\n3,丙局,0\n")
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	a, b, c := balanced(rng, "2021", "甲局", "1"), balanced(rng, "2021", "乙局", "2"), balanced(rng, "2021", "丙局", "3")
	last := balanced(rng, "2021", "甲局", "1")
	last.Year--
	file(t, in, "a.xlsx", a)
	file(t, in, "copy.xlsx", a)
	file(t, in, "last.xlsx", last)
	file(t, in, "b.xlsx", b)
	submissions, _, err := units.Gathering{}.AllAt(t.Context(), []string{in}, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, out, err := units.Without(submissions, []string{"last.xlsx", "乙局"})
	if err != nil {
		t.Fatal(err)
	}
	assembly := units.Assemble(list, nil, kept)
	assembly.LeftOut = out
	m, blockers, err := aggregate.Merge(assembly, aggregate.Options{})
	if err != nil || len(blockers) > 0 {
		t.Fatal(err, blockers)
	}
	total := filepath.Join(dir, "total.xlsx")
	os.WriteFile(total, written(t, m), 0o644)
	expect := func(what, want, says string) {
		t.Helper()
		got, r := heldAgainst(t, nil, total, dir)
		if fmt.Sprint(got) != want || says != "" && !strings.Contains(r.Findings[0].Message.ZH, says) {
			t.Errorf("%s: %q, want %s: %s", what, got, want, r.Findings[0].Message.ZH)
		}
	}
	expect("as it was", "[]", "")
	b.Values["proactive.licensing.decisions"] = model.Value{State: model.IsNumber, Number: model.Int(1000)}
	keep, _ := os.ReadFile(filepath.Join(in, "b.xlsx"))
	file(t, in, "b.xlsx", b)
	expect("another file of the one left out", "[UNITS-NEW 2]", "汇总时没有计入，现在的文件不是那时的")
	os.WriteFile(filepath.Join(in, "b.xlsx"), keep, 0o644)
	file(t, in, "c.xlsx", c)
	expect("the missing one came", "[UNITS-NEW 3]", "汇总时缺报，现在有了文件")
	os.Remove(filepath.Join(in, "c.xlsx"))
	os.Remove(filepath.Join(in, "a.xlsx"))
	expect("a copy is as good", "[]", "")
	second := *a
	second.Values = map[string]model.Value{}
	for id, v := range a.Values {
		second.Values[id] = v
	}
	second.Values["proactive.licensing.decisions"] = model.Value{State: model.IsNumber, Number: model.Int(1000)}
	os.Remove(filepath.Join(in, "copy.xlsx"))
	third := second
	third.Texts = map[string]string{"overview": "第三份。"}
	file(t, in, "second.xlsx", &second)
	file(t, in, "third.xlsx", &third)
	got, r := heldAgainst(t, nil, total, dir)
	slices.Sort(got)
	if fmt.Sprint(got) != "[UNITS-CHANGED 1 UNITS-SUM proactive.licensing.decisions UNITS-TWICE 1]" {
		t.Errorf("two that agree in their figures: %q", got)
	}
	third.Values = a.Values
	file(t, in, "third.xlsx", &third)
	expect("two that do not", "[UNITS-TWICE 1]", "甲局有 2 份内容不同的报告：in/second.xlsx、in/third.xlsx；无法确定用哪一份")
	if got, r = heldAgainst(t, nil, total, dir); r.Findings[0].Grade != model.Error {
		t.Errorf("%q is %s", got, r.Findings[0].Grade)
	}
}

// A unit's own total that is blank is not one that is wrong.
func TestTraceTellsBlankTotalsFromWrongOnes(t *testing.T) {
	for name, tc := range map[string]struct {
		total     model.Value
		says, not string
	}{
		"blank": {model.Value{State: model.Blank}, "有单位自己的总计空着：甲局", "不等于各项之和"},
		"wrong": {model.Value{State: model.IsNumber, Number: model.Int(99999)}, "有单位自己的总计不等于各项之和：甲局", "空着"},
	} {
		rng := rand.New(rand.NewPCG(7, 7))
		dir := t.TempDir()
		odd := balanced(rng, "2021", "甲局", "")
		odd.Values["requests.new.natural_person"], odd.Values["requests.new.total"] = model.Value{State: model.IsNumber, Number: model.Int(5)}, tc.total
		file(t, dir, "in/odd.xlsx", odd)
		file(t, dir, "in/other.xlsx", balanced(rng, "2021", "乙局", ""))
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Accept: aggregate.Acceptable}, filepath.Join(dir, "in"))
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		total := filepath.Join(dir, "total.xlsx")
		os.WriteFile(total, written(t, m), 0o644)
		if _, text := traced(t, imported(t, total), "requests.new.total"); !strings.Contains(text, tc.says) || strings.Contains(text, tc.not) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// A total over the crosswalk is the sum of its units too; what has no one place
// in it is open, and no error.
func TestUnitsAcrossEditions(t *testing.T) {
	for seed := range uint64(formtest.Trials(4, 2)) {
		rng := rand.New(rand.NewPCG(seed, 6))
		dir := t.TempDir()
		old, now := balanced(rng, "2019", "甲局", ""), balanced(rng, "2021", "乙局", "")
		two := model.Value{State: model.IsNumber, Number: model.Int(2)}
		old.Values["requests.new.welfare"], old.Values["requests.otherwise.welfare"], old.Values["proactive.fees.items_last_year"] = two, two, two
		file(t, dir, "in/old.xlsx", old)
		file(t, dir, "in/new.xlsx", now)
		f, err := templates.Edition("2021")
		if err != nil {
			t.Fatal(err)
		}
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Form: f, Year: 2024, AcrossEditions: true, Accept: aggregate.Acceptable}, filepath.Join(dir, "in"))
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		total := filepath.Join(dir, "total.xlsx")
		os.WriteFile(total, written(t, m), 0o644)
		if got, _ := heldAgainst(t, nil, total, dir); len(got) > 0 {
			t.Errorf("seed %d: %q", seed, got)
		}
		_, text := traced(t, imported(t, total), "requests.result_total.welfare")
		if !strings.Contains(text, "差在：") || strings.Contains(text, "改过") || strings.Contains(text, "自己的总计") {
			t.Error(text)
		}
		// Whoever makes the total gives the figure its place.
		r := imported(t, total)
		for _, id := range []string{"otherwise_not_corrected", "otherwise_fee_unpaid", "otherwise_other"} {
			r.Values["requests."+id+".welfare"] = model.Value{State: model.IsNumber}
		}
		r.Values["requests.otherwise_other.welfare"] = two
		for _, fd := range f.Fields {
			if fd.Total != nil {
				delete(r.Values, fd.ID)
			}
		}
		var b bytes.Buffer
		if err := gkxl.Template(&b, r); err != nil {
			t.Fatal(err)
		}
		sources := imported(t, total).Sources
		decided, err := pipeline.Import("", b.Bytes(), pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		decided.Sources = sources
		tr, text := traced(t, decided, "requests.result_total.welfare")
		if tr.Difference.Sign() != 0 {
			t.Error(text)
		}
	}
}

// Every form that findings are written in takes those about units, and causes
// stay what they are without them.
func TestUnitsInEveryForm(t *testing.T) {
	d := makeDistrict(t, rand.New(rand.NewPCG(1, 9)))
	changed := *d.units[0]
	changed.Values["requests.new.business"] = model.Value{State: model.IsNumber, Number: model.Int(99)}
	file(t, filepath.Dir(d.paths[0]), filepath.Base(d.paths[0]), &changed)
	_, with := heldAgainst(t, d.kept, d.total, d.dir)
	without := gkxl.CheckFile(d.total, pipeline.Options{}, check.Options{})
	if len(with.Causes.Causes) != len(without.Causes.Causes) || len(with.Findings) < len(without.Findings)+2 {
		t.Errorf("%d causes of %d findings", len(with.Causes.Causes), len(with.Findings))
	}
	keys := map[string]bool{}
	for _, x := range with.Findings {
		if keys[x.Key] {
			t.Errorf("the key %s is given twice", x.Key)
		}
		keys[x.Key] = true
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, name := range []string{"text", "json", "html", "md", "sarif"} {
			var b bytes.Buffer
			if err := findings.Write(&b, []findings.Result{with}, findings.WriteOptions{Format: name, Lang: lang, Version: "v"}); err != nil {
				t.Fatal(err)
			}
			if name == "json" {
				var schema, got map[string]any
				data, err := os.ReadFile("../docs/schema/findings.json")
				if err != nil || json.Unmarshal(data, &schema) != nil || json.Unmarshal(b.Bytes(), &got) != nil {
					t.Fatal(err)
				}
				if faults := formtest.ValidateSchema(schema, schema, got, "$"); len(faults) > 0 {
					t.Error(faults)
				}
			}
			for _, want := range []string{"UNITS-CHANGED", "UNITS-SUM", "第1局"} {
				if !strings.Contains(b.String(), want) {
					t.Errorf("%s in %s lacks %s", name, lang, want)
				}
			}
		}
	}
	data, err := os.ReadFile(d.total)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if why, err := gkxl.Mark(&b, data, with, msg.ZH); err != nil || !why.IsZero() {
		t.Fatal(why, err)
	}
	// What was marked is the same total, and its explanations come back.
	marked := filepath.Join(d.dir, "marked.xlsx")
	os.WriteFile(marked, b.Bytes(), 0o644)
	os.Remove(d.total)
	again, _ := heldAgainst(t, d.kept, marked, d.dir)
	var first []string
	for _, x := range with.Findings {
		if x.Rule.Relation == model.RelUnits {
			first = append(first, x.Rule.ID)
		}
	}
	if len(again) != len(first) {
		t.Errorf("%q after marking, %q before", again, first)
	}
}

// One check of a total takes a thousand units, and no more memory for it than
// what their figures need.
func BenchmarkUnits(b *testing.B) {
	dir := b.TempDir()
	rng := rand.New(rand.NewPCG(7, 7))
	const n = 1000
	for i := range n {
		file(b, filepath.Join(dir, "in"), fmt.Sprintf("%d.xlsx", i), balanced(rng, "2021", fmt.Sprintf("第%d局", i), fmt.Sprint(i)))
	}
	d := &district{dir: dir}
	total := d.put(b, "total.xlsx", "某省", filepath.Join(dir, "in"))
	filed, _, err := units.Gathering{}.AllAt(b.Context(), []string{filepath.Join(dir, "in")}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := (units.Gathering{}).AllAt(b.Context(), []string{filepath.Join(dir, "in")}, nil); err != nil {
				b.Fatal(err)
			}
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-live")
	})
	for name, check1 := range map[string]func() findings.Result{
		"alone": func() findings.Result { return gkxl.CheckFile(total, pipeline.Options{}, check.Options{}) },
		"against": func() findings.Result {
			r, _ := pipeline.Job{Units: aggregate.Reconciliation(filed, nil)}.File(total)
			return r
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if r := check1(); r.Err != nil {
					b.Fatal(r.Err)
				}
			}
		})
	}
}

// A unit that was missing in a total below, and has a file now, is named with that total.
func TestUnitMissingBelow(t *testing.T) {
	list := rosterOf(t, nestedRoster)
	rng := rand.New(rand.NewPCG(8, 8))
	dir, upper := t.TempDir(), t.TempDir()
	for _, code := range []string{"11", "9"} {
		u, _ := list.Code(code)
		file(t, dir, code+".xlsx", balanced(rng, "2021", u.Name, code))
	}
	street, _ := list.Code("1")
	sub, blockers := mergedOf(t, list, street, aggregate.Options{Organ: street.Name}, filepath.Join(dir, "11.xlsx"))
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	os.WriteFile(filepath.Join(upper, "1.xlsx"), written(t, sub), 0o644)
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区"}, upper, filepath.Join(dir, "9.xlsx"))
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	total := filepath.Join(dir, "total.xlsx")
	os.WriteFile(total, written(t, m), 0o644)
	came, _ := list.Code("12")
	file(t, upper, "12.xlsx", balanced(rng, "2021", came.Name, came.Code))
	got, r := heldAgainst(t, nil, total, upper, filepath.Join(dir, "9.xlsx"))
	if fmt.Sprint(got) != "[UNITS-NEW 12]" || !strings.Contains(r.Findings[0].Message.ZH, "在下级汇总“示例街道”里缺报，现在有了文件") {
		t.Errorf("%q: %v", got, r.Findings)
	}
}
