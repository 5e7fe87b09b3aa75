package aggregate_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

// balanced makes a unit's report that is right: what comes in is granted or goes
// on to next year.
func balanced(rng *rand.Rand, form, organ, code string) *model.Report {
	f, err := templates.Edition(form)
	if err != nil {
		panic(err)
	}
	r := model.NewReport(f)
	r.Organ, r.Code, r.Year = organ, code, 2024
	if form == "2019" {
		r.Year = 2020
	}
	set := func(id string, n int) { r.Values[id] = model.Value{State: model.IsNumber, Number: model.Int(int64(n))} }
	for _, fd := range f.Fields {
		if fd.Total == nil {
			set(fd.ID, 0)
		}
	}
	for _, col := range []string{"natural_person", "business", "research"} {
		in, carried := rng.IntN(30), rng.IntN(3)
		out := rng.IntN(in + 1)
		set("requests.new."+col, in)
		set("requests.carried_in."+col, carried)
		set("requests.granted."+col, in+carried-out)
		set("requests.carried_out."+col, out)
	}
	set("disputes.review.upheld", rng.IntN(5))
	set("proactive.licensing.decisions", rng.IntN(100))
	r.Texts["overview"] = organ + "的总体情况。"
	return r
}

// file writes a report's workbook.
func file(t testing.TB, dir, name string, r *model.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func rosterOf(t testing.TB, csv string) *units.Roster {
	t.Helper()
	list, err := units.ReadRoster("units.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Merged reads folders and merges what is in them.
func mergedOf(t testing.TB, list *units.Roster, above *units.Unit, o aggregate.Options, args ...string) (*aggregate.Merged, []aggregate.Blocker) {
	t.Helper()
	submissions, _, err := units.Gathering{Texts: aggregate.MaxMergedTexts}.AllAt(t.Context(), args, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, blockers, err := aggregate.Merge(units.Assemble(list, above, submissions), o)
	if err != nil {
		t.Fatal(err)
	}
	return m, blockers
}

func written(t testing.TB, m *aggregate.Merged) []byte {
	t.Helper()
	if len(m.Workbook) == 0 {
		t.Fatal("the total has no workbook")
	}
	return m.Workbook
}

const nestedRoster = `代码,名称,上级
0,示例区,
1,示例街道,0
2,示例镇,0
11,甲社区,1
12,乙社区,1
21,丙村,2
22,丁村,2
23,戊村,2
9,示例区档案馆,0
`

// Totals of totals by the roster's parents say what the total of all says,
// field by field as read from their workbooks.
func TestMergeNested(t *testing.T) {
	list := rosterOf(t, nestedRoster)
	for seed := range uint64(formtest.Trials(3, 1)) {
		rng := rand.New(rand.NewPCG(seed, 7))
		dir, upper := t.TempDir(), t.TempDir()
		for _, u := range list.Due() {
			if rng.IntN(6) == 0 {
				continue // missing
			}
			r := balanced(rng, "2021", u.Name, u.Code)
			if rng.IntN(2) == 0 {
				r.Values["proactive.rules.in_force"] = model.Value{State: model.IsNumber, Number: model.Int(int64(rng.IntN(4)))}
			}
			file(t, dir, u.Code+".xlsx", r)
		}
		flat, blockers := mergedOf(t, list, nil, aggregate.Options{}, dir)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		args := []string{upper}
		for _, code := range []string{"1", "2"} {
			above, _ := list.Code(code)
			var own []string
			for _, u := range list.Below(above) {
				if path := filepath.Join(dir, u.Code+".xlsx"); exists(path) {
					own = append(own, path)
				}
			}
			if len(own) == 0 {
				continue
			}
			sub, blockers := mergedOf(t, list, above, aggregate.Options{Organ: above.Name}, own...)
			if len(blockers) > 0 {
				t.Fatal(blockers)
			}
			if err := os.WriteFile(filepath.Join(upper, code+".xlsx"), written(t, sub), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if path := filepath.Join(dir, "9.xlsx"); exists(path) {
			args = append(args, path)
		}
		nested, blockers := mergedOf(t, list, nil, aggregate.Options{}, args...)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		for i, fd := range flat.Form.Fields {
			a, b := flat.Total.Sums[i], nested.Total.Sums[i]
			if !a.Number.Equal(b.Number) || (flat.Total.Open(fd) != 0) != (nested.Total.Open(fd) != 0) {
				t.Errorf("seed %d, %s: at once %s, in steps %s", seed, fd.ID, a.Number, b.Number)
			}
		}
		if a, b := missing(flat), missing(nested); a != b {
			t.Errorf("missing at once %s, in steps %s", a, b)
		}
		// A unit that files itself too is not counted twice.
		for _, p := range []string{"11", "12"} {
			if path := filepath.Join(dir, p+".xlsx"); exists(path) {
				_, blockers = mergedOf(t, list, nil, aggregate.Options{}, append(slices.Clone(args), path)...)
				if kinds(blockers) != "overlap" {
					t.Errorf("a unit and a total that holds it: %v", blockers)
				}
			}
		}
	}
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

func missing(m *aggregate.Merged) string {
	var out []string
	for _, s := range m.Sources {
		if s.Role == sums.Missed {
			out = append(out, s.Code)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func kinds(blockers []aggregate.Blocker) string {
	var out []string
	for _, o := range blockers {
		if !slices.Contains(out, string(o.Kind)) {
			out = append(out, string(o.Kind))
		}
	}
	return strings.Join(out, " ")
}

// One report that is off does not make all others so. Files of which none names
// the year have no edition that could be guessed.
func TestMergeObjectsToFew(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 2))
	dir := t.TempDir()
	odd := balanced(rng, "2019", "戊村", "")
	file(t, dir, "戊.xlsx", odd)
	for _, name := range []string{"丙", "丁"} {
		file(t, dir, name+".xlsx", balanced(rng, "2021", name+"村", ""))
	}
	_, blockers := mergedOf(t, nil, nil, aggregate.Options{}, dir)
	if len(blockers) != 2 || blockers[0].Kind != aggregate.OtherYears || blockers[1].Kind != aggregate.OtherEditions || blockers[1].Unit != "戊村" {
		t.Errorf("%+v", blockers)
	}

	submissions := []units.Submission{{File: "a", Organ: "甲", Form: "2019"}, {File: "b", Organ: "乙", Form: "2021"}}
	_, blockers, err := aggregate.Merge(units.Assemble(nil, nil, submissions), aggregate.Options{AcrossEditions: true})
	if err == nil || !strings.Contains(msg.Of(err).ZH, "--year 或 --edition") {
		t.Error(blockers, err)
	}
}

// Without a roster, one unit under two names counts twice, and the figures show
// it; figures that are alike by chance do not. Blanks in a name make no other unit.
func TestMergeAlike(t *testing.T) {
	dir := t.TempDir()
	for name, organ := range map[string]string{"1": "甲县民政局", "2": "甲县 民政局", "3": "民政局"} {
		r := balanced(rand.New(rand.NewPCG(4, 4)), "2021", organ, "")
		r.Texts["overview"] = "总体情况。"
		file(t, dir, name+".xlsx", r)
	}
	for _, name := range []string{"丙村", "丁村"} {
		r := balanced(rand.New(rand.NewPCG(5, 5)), "2021", name, "")
		for id := range r.Values {
			r.Values[id] = model.Value{State: model.IsNumber}
		}
		file(t, dir, name+".xlsx", r)
	}
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{}, dir)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	var b strings.Builder
	for _, line := range m.Summary() {
		b.WriteString(line.ZH + "\n")
	}
	if !strings.Contains(b.String(), "计入 4 个单位") || !strings.Contains(b.String(), "内容相同，只计一次 1：2.xlsx") ||
		strings.Count(b.String(), "数字完全相同") != 1 || !strings.Contains(b.String(), "数字完全相同、都已计入的 2 个单位，请核实是否同一单位或照抄：") {
		t.Error(b.String())
	}
}

// The order of files and the number of workers change no byte of a total.
func TestMergeSameBytes(t *testing.T) {
	list := rosterOf(t, nestedRoster)
	rng := rand.New(rand.NewPCG(3, 1))
	dir := t.TempDir()
	var files []string
	for i, u := range list.Due() {
		files = append(files, file(t, dir, fmt.Sprintf("%d.xlsx", 9-i), balanced(rng, "2021", u.Name, u.Code)))
	}
	first := ""
	for workers := range 4 {
		rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		submissions, _, err := units.Gathering{Workers: workers, Texts: aggregate.MaxMergedTexts}.AllAt(t.Context(), files, nil)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := aggregate.Merge(units.Assemble(list, nil, submissions), aggregate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		data := string(written(t, m))
		if first = cmp.Or(first, data); first != data {
			t.Errorf("with %d workers the total differs", workers)
		}
	}
}

// What makes a total doubtful is named and refused; each has its way out.
func TestMergeObjects(t *testing.T) {
	list := rosterOf(t, nestedRoster)
	rng := rand.New(rand.NewPCG(9, 1))
	unit := func(form, organ, code string, change func(*model.Report)) func(t *testing.T, dir, name string) {
		r := balanced(rng, form, organ, code)
		if change != nil {
			change(r)
		}
		return func(t *testing.T, dir, name string) { file(t, dir, name, r) }
	}
	good := unit("2021", "丙村", "21", nil)
	wrong := unit("2021", "丁村", "22", func(r *model.Report) {
		r.Values["requests.new.business"] = model.Value{State: model.IsNumber, Number: model.Int(999)}
	})
	damaged := func(t *testing.T, dir, name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("PK\x03\x04"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	type files map[string]func(t *testing.T, dir, name string)
	for _, tc := range []struct {
		name   string
		files  files
		o      aggregate.Options
		want   string // kinds of blockers
		counts int
	}{
		{"nothing wrong", files{"a.xlsx": good}, aggregate.Options{}, "", 1},
		{"all must be in", files{"a.xlsx": good}, aggregate.Options{Complete: true}, "missing", 0},
		{"errors", files{"a.xlsx": good, "b.xlsx": wrong}, aggregate.Options{}, "errors", 0},
		{"errors accepted", files{"a.xlsx": good, "b.xlsx": wrong}, aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.WithErrors}}, "", 2},
		{"the same twice counts once", files{"a.xlsx": good, "b.xlsx": good}, aggregate.Options{}, "", 1},
		{"two different", files{"a.xlsx": good, "b.xlsx": unit("2021", "丙村", "21", nil)}, aggregate.Options{}, "twice", 0},
		{"unknown", files{"a.xlsx": good, "b.xlsx": unit("2021", "外地局", "", nil)}, aggregate.Options{}, "unknown", 0},
		{"unknown accepted", files{"a.xlsx": good, "b.xlsx": unit("2021", "外地局", "", nil)}, aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.Unknown}}, "", 2},
		{"unreadable", files{"a.xlsx": good, "b.xlsx": damaged}, aggregate.Options{}, "unreadable", 0},
		{"unreadable left out", files{"a.xlsx": good, "b.xlsx": damaged}, aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.Unreadable}}, "", 1},
		{"another year and edition", files{"a.xlsx": good, "b.xlsx": unit("2019", "丁村", "22", nil)}, aggregate.Options{}, "years editions", 0},
		{"several years over the crosswalk", files{"a.xlsx": good, "b.xlsx": unit("2019", "丁村", "22", nil)}, aggregate.Options{AcrossEditions: true}, "years", 0},
		{"another year accepted", files{"a.xlsx": good, "b.xlsx": unit("2019", "丁村", "22", nil)}, aggregate.Options{Year: 2024, AcrossEditions: true, Accept: []aggregate.BlockerKind{aggregate.OtherYears}}, "", 2},
		{"everything at once", files{"a.xlsx": wrong, "b.xlsx": damaged, "c.xlsx": unit("2021", "外地局", "", nil)}, aggregate.Options{Complete: true}, "unreadable unknown errors missing", 0},
		{"the report of the whole itself", files{"a.xlsx": good, "b.xlsx": unit("2021", "示例区", "0", nil)}, aggregate.Options{}, "overlap", 0},
		{"a total by hand beside its units", files{"a.xlsx": good, "b.xlsx": unit("2021", "示例镇", "2", nil)}, aggregate.Options{}, "overlap", 0},
		{"a total by hand instead of its units", files{"b.xlsx": unit("2021", "示例镇", "2", nil)}, aggregate.Options{}, "", 1},
		{"nothing", files{"a.xlsx": damaged}, aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.Unreadable}}, "nothing", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, write := range tc.files {
				write(t, dir, name)
			}
			m, blockers := mergedOf(t, list, nil, tc.o, dir)
			if got := kinds(blockers); got != tc.want {
				t.Fatalf("blockers %q, want %q: %v", got, tc.want, blockers)
			}
			if (m == nil) != (tc.want != "") || m != nil && m.Counted() != tc.counts {
				t.Errorf("%+v", m)
			}
			var b strings.Builder
			if err := aggregate.WriteBlockers(&b, blockers, msg.ZH); err != nil {
				t.Fatal(err)
			}
			for _, o := range blockers {
				if o.What.IsZero() || o.Kind.Title().IsZero() || o.Kind.Advice().IsZero() || !strings.Contains(b.String(), o.What.ZH) {
					t.Errorf("%+v says nothing, or is not said", o)
				}
			}
		})
	}
}

// The workbook of a total says every sum, and its sheets say the rest.
func TestMergedWorkbook(t *testing.T) {
	list := rosterOf(t, nestedRoster)
	rng := rand.New(rand.NewPCG(5, 5))
	dir := t.TempDir()
	stock := func(n int64) func(*model.Report) *model.Report {
		return func(r *model.Report) *model.Report {
			r.Values["proactive.rules.in_force"] = model.Value{State: model.IsNumber, Number: model.Int(n)}
			return r
		}
	}
	a := stock(3)(balanced(rng, "2021", "丙村", "21"))
	b := stock(2)(balanced(rng, "2021", "丁村", "22"))
	file(t, dir, "a.xlsx", a)
	file(t, dir, "b.xlsx", b)
	for _, decided := range []bool{false, true} {
		o := aggregate.Options{}
		want := ""
		if decided {
			o.Decided, want = map[string]model.Number{"proactive.rules.in_force": model.Int(4)}, "4"
		}
		m, blockers := mergedOf(t, list, nil, o, dir)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		data := written(t, m)
		r, err := pipeline.Import("", data, pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Organ != "示例区" || r.Code != "0" || r.Year != 2024 {
			t.Errorf("%s %s %d", r.Organ, r.Code, r.Year)
		}
		for _, fd := range r.Form.Fields {
			v := r.Value(fd.ID)
			if fd.ID == "proactive.rules.in_force" {
				if v.Typed() != want {
					t.Errorf("%s: %q, want %q", fd.ID, v.Typed(), want)
				}
				continue
			}
			if fd.Total == nil && !v.Number.Equal(a.Value(fd.ID).Number.Add(b.Value(fd.ID).Number)) {
				t.Errorf("%s: %s", fd.ID, v.Typed())
			}
		}
		sources, err := sums.ReadSources(r)
		if err != nil || len(sources) != len(list.Due()) || sources[0].Role != sums.Counted || missing(m) != "11 12 23 9" {
			t.Errorf("%+v", sources)
		}
		sheets := formtest.Parts(t, data)["xl/workbook.xml"]
		for _, name := range []string{"来源", "待定", "明细", "叙述汇集"} {
			if !strings.Contains(sheets, `name="`+name+`"`) {
				t.Errorf("no sheet %s", name)
			}
		}
		text := fmt.Sprint(m.Summary())
		if !strings.Contains(text, "各单位相加为 5") || !strings.Contains(text, "缺报 4：甲社区、乙社区、戊村、示例区档案馆") {
			t.Error(text)
		}
	}
}

// A total that could not be read again is not made.
func TestMergeTooMany(t *testing.T) {
	dir := t.TempDir()
	one := file(t, dir, "a.xlsx", balanced(rand.New(rand.NewPCG(1, 1)), "2021", "甲", "1"))
	submissions, _, err := units.Gathering{}.AllAt(t.Context(), []string{one}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 14_000 {
		f := submissions[0]
		f.File, f.Code, f.Organ, f.Content = fmt.Sprint(i), fmt.Sprint("x", i), fmt.Sprint("单位", i), fmt.Sprint(i)
		submissions = append(submissions, f)
	}
	if m, _, err := aggregate.Merge(units.Assemble(nil, nil, submissions), aggregate.Options{}); m != nil || err == nil || !strings.Contains(err.Error(), "再把各份汇总相加") {
		t.Errorf("%v", err)
	}
	// A few totals of as many units are summed all the same.
	big := submissions[0]
	for i := range 14_000 {
		big.Sources = append(big.Sources, sums.Source{Role: sums.Counted, Name: fmt.Sprint("单位", i)})
	}
	m, blockers, err := aggregate.Merge(units.Assemble(nil, nil, []units.Submission{big}), aggregate.Options{})
	if err != nil || len(blockers) > 0 || len(m.Sources) != 1 || !strings.Contains(m.Summary()[0].ZH, "其中 1 份是下级的汇总，含 14000 个单位") {
		t.Errorf("%v %v", blockers, err)
	}
}

// A misspelt kind is not passed over: what it was meant to accept would block.
func TestAcceptIsChecked(t *testing.T) {
	_, _, err := aggregate.Merge(units.Assemble(nil, nil, nil), aggregate.Options{Accept: []aggregate.BlockerKind{"error"}})
	if err == nil || !strings.Contains(err.Error(), "errors") {
		t.Errorf("%v", err)
	}
}

// A cell that is open for a unit's lack hides no error of the other figures, and the unit is named.
func TestSummarySaysErrorsBesideOpenCells(t *testing.T) {
	for _, wrong := range []bool{true, false} {
		rng, dir := rand.New(rand.NewPCG(6, 4)), t.TempDir()
		a, b := balanced(rng, "2021", "丙村", ""), balanced(rng, "2021", "丁村", "")
		a.Values["proactive.licensing.decisions"] = model.Value{State: model.Unreadable, Text: "若干"}
		if wrong {
			n := b.Values["requests.new.business"]
			n.Number = n.Number.Add(model.Int(1))
			b.Values["requests.new.business"] = n
		}
		file(t, dir, "a.xlsx", a)
		file(t, dir, "b.xlsx", b)
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Accept: []aggregate.BlockerKind{aggregate.WithErrors}}, dir)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		lines := m.Summary()
		last := lines[len(lines)-1].ZH
		if all := fmt.Sprint(lines); strings.Contains(last, "处错误；另待定 1 格") != wrong || !strings.Contains(last, "待定 1 格") || !strings.Contains(all, "无法辨认（丙村）") {
			t.Errorf("wrong %v: %s", wrong, all)
		}
	}
}

// A figure may be given for a cell by whatever names it; one that may mean several cells, or two figures for one cell,
// are refused.
func TestDecidedByAnyName(t *testing.T) {
	rng, dir := rand.New(rand.NewPCG(6, 5)), t.TempDir()
	for _, name := range []string{"丙村", "丁村"} {
		r := balanced(rng, "2021", name, "")
		r.Values["proactive.rules.in_force"] = model.Value{State: model.IsNumber, Number: model.Int(3)}
		file(t, dir, name+".xlsx", r)
	}
	f, err := templates.Edition("2021")
	if err != nil {
		t.Fatal(err)
	}
	fd, _ := f.Field("proactive.rules.in_force")
	for _, name := range []string{fd.ID, "规章 现行有效件数", xlsx.NewLayout(f).Cell(fd)} {
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Decided: map[string]model.Number{name: model.Int(4)}}, dir)
		if len(blockers) > 0 || len(m.Open) > 0 || m.Report.Value(fd.ID).Typed() != "4" {
			t.Errorf("%s: %v", name, blockers)
		}
	}
	m, _ := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Decided: map[string]model.Number{"proactive.licensing.decisions": model.Int(7)}}, dir)
	if said := fmt.Sprint(m.Summary()); !strings.Contains(said, "按指定填写：行政许可") {
		t.Errorf("a figure that is taken for a plain sum: %s", said)
	}
	a, _, err := units.Gathering{}.AllAt(t.Context(), []string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, given := range map[string]map[string]model.Number{
		"没有格":   {"nothing": model.Int(1)},
		"可以是":   {"现行有效件数": model.Int(1)},
		"不同的数":  {fd.ID: model.Int(1), "规章 现行有效件数": model.Int(2)},
		"由公式计算": {"新收": model.Int(1)},
	} {
		_, _, err := aggregate.Merge(units.Assemble(nil, nil, a), aggregate.Options{Organ: "示例区", Decided: given})
		if err == nil || !strings.Contains(msg.Of(err).ZH, name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where the workbook of a total has other errors than its sums, since open cells are blank in it, the summary says how
// many check finds; check says of each that open cells count in it as 0.
func TestSummaryAgreesWithCheck(t *testing.T) {
	for cell, want := range map[string]string{
		"requests.granted.welfare":      "待定 1 格，其中有的缺少单位的数：填好后请用 gkxl check 核对；填好之前待定的格按 0 计，核对汇总表报告 2 处错误",
		"requests.granted.business":     "按现有的数，汇总表有 2 处错误；另待定 1 格，其中有的缺少单位的数：填好后请用 gkxl check 核对",
		"proactive.licensing.decisions": "待定 1 格，其中有的缺少单位的数：填好后请用 gkxl check 核对",
	} {
		rng, dir := rand.New(rand.NewPCG(6, 7)), t.TempDir()
		a, b := balanced(rng, "2021", "丙村", ""), balanced(rng, "2021", "丁村", "")
		for _, id := range []string{"requests.new.welfare", "requests.granted.welfare"} {
			b.Values[id] = model.Value{State: model.IsNumber, Number: model.Int(3)}
		}
		a.Values[cell] = model.Value{State: model.Unreadable, Text: "若干"}
		file(t, dir, "a.xlsx", a)
		file(t, dir, "b.xlsx", b)
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Accept: []aggregate.BlockerKind{aggregate.WithErrors}}, dir)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		r, err := pipeline.Import("", m.Workbook, pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, f := range pipeline.Check(r, check.Options{}) {
			if f.Grade == model.Error && len(f.Fields) > 0 {
				if found++; !strings.Contains(f.Message.ZH, "其中待定的 1 格按 0 计") {
					t.Errorf("%s: %s", cell, f.Message.ZH)
				}
			}
		}
		lines := m.Summary()
		if last := lines[len(lines)-1].ZH; last != want || found > 0 && !strings.Contains(last, fmt.Sprintf(" %d 处错误", found)) {
			t.Errorf("%s: %s, and check finds %d", cell, last, found)
		}
	}
}
