package check_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

var update = flag.Bool("update", false, "rewrite the golden files; inspect the diff")

func put(r *model.Report, id, typed string) {
	fd, ok := r.Form.Field(id)
	if !ok {
		panic(id)
	}
	if n, err := model.ParseNumber(typed); err == nil {
		r.Values[id] = model.Value{State: model.IsNumber, Number: n}
		return
	}
	v, notes := intake.Read(intake.Cell{Kind: intake.Text, Text: typed}, fd, &r.Form.Reading)
	r.Values[id] = v
	r.Notes = append(r.Notes, notes...)
}

// baseline is a report on which no rule has anything to say.
func baseline(f *model.Form) *model.Report {
	r := model.NewReport(f)
	r.Organ, r.OrganType, r.Year = "测试市人民政府", "city", f.Years.From+1
	for _, fd := range f.Fields {
		put(r, fd.ID, "0")
	}
	for _, s := range f.Sections {
		if s.Table == nil && !s.Optional {
			r.Texts[s.ID] = fmt.Sprintf("%d年，本机关依法公开政府信息，主动公开、依申请公开、信息管理、平台建设和监督保障各项工作有序推进，列入年度考核。", r.Year)
		}
	}
	r.Texts["other"] += "没有收取信息处理费。"
	return r
}

func apply(f *model.Form, e model.Example) *model.Report { return applyTo(baseline(f), e) }

// lastOf is the report of the year before an example, and the options that give
// it to the checker.
func lastOf(f *model.Form, e model.Example) check.Options {
	if e.Last == nil {
		return check.Options{}
	}
	r := baseline(f)
	r.Year--
	for id := range r.Texts {
		r.Texts[id] = "上年的报告另有内容，与本年的写法没有相同之处，因此这里只写一句话。"
	}
	return check.Options{Last: applyTo(r, *e.Last)}
}

func applyTo(r *model.Report, e model.Example) *model.Report {
	f := r.Form
	if e.Year != 0 {
		r.Year = max(0, e.Year)
	}
	if e.Organ != "" {
		r.Organ = e.Organ
	}
	if e.Type != "" {
		r.OrganType = e.Type
	}
	for id, v := range e.Values {
		put(r, id, v)
		if e.Note == "absent" {
			r.Values[id] = model.Value{State: model.Absent}
		}
	}
	for id, text := range e.Texts {
		r.Texts[id] = text
	}
	switch e.Note {
	case "", "absent":
	case "taken":
		r.Taken = map[string]model.Taken{}
		for id := range e.Values {
			r.Taken[id] = model.Taken{Number: model.Int(3), Source: "上年报告"}
		}
	case "unfilled":
		r.Texts = map[string]string{}
		for _, fd := range f.Fields {
			r.Values[fd.ID] = model.Value{State: model.Blank}
		}
	case "table":
		for _, fd := range f.FieldsOf(f.Tables[1]) {
			delete(r.Values, fd.ID)
		}
	default:
		r.Notes = append(r.Notes, model.Note{Rule: e.Note, Message: msg.T("发现", "found")})
	}
	return r
}

func has(fs []check.Finding, rule string) bool {
	return slices.ContainsFunc(fs, func(f check.Finding) bool { return f.Rule.ID == rule })
}

// Every rule has a case that fails and one that passes: an example in the rule's
// own data, or the baseline.
func TestEveryRule(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		if fs := check.Run(baseline(f), check.Options{Publish: true}); len(fs) > 0 {
			t.Errorf("%s: the baseline is not clean: %v", f.ID, fs[0].Message)
		}
		for _, rule := range f.Rules {
			if rule.Relation == model.RelFile {
				continue // there is no report to check; the command's scripts try it
			}
			if rule.Relation == model.RelCopyUnits || rule.Relation == model.RelCopyCells {
				for want, e := range map[bool]model.Example{true: rule.Bad, false: rule.Good} {
					if fs := acrossUnits(f, e); has(fs, rule.ID) != want {
						t.Errorf("%s %s: found %v, not %v", f.ID, rule.ID, !want, want)
					}
				}
				continue
			}
			o := check.Options{Publish: true}
			if rule.Grade == model.Off {
				if rule.Relation == model.RelTextLength {
					o.Regrade = map[string]model.Grade{rule.ID: model.Warning}
					r := baseline(f)
					r.Texts["overview"] = string(bytes.Repeat([]byte("字"), rule.Limit+1))
					if !has(check.Run(r, o), rule.ID) || has(check.Run(r, check.Options{}), rule.ID) {
						t.Errorf("%s %s: not switched by its grade", f.ID, rule.ID)
					}
				}
				continue
			}
			if slices.Contains(formtest.AcrossYears, rule.Relation) && (rule.Good.Last == nil || rule.Bad.Last == nil) {
				t.Errorf("%s %s: an example lacks last year's report", f.ID, rule.ID)
			}
			if rule.Relation == model.RelUnits && rule.Bad.Units == nil {
				t.Errorf("%s %s: an example lacks its units", f.ID, rule.ID)
			}
			o.Last = lastOf(f, rule.Bad).Last
			o.Units = unitsOf(f, rule.Bad)
			bad := check.Run(apply(f, rule.Bad), o)
			if !has(bad, rule.ID) {
				t.Errorf("%s %s: the bad example is not caught", f.ID, rule.ID)
			}
			o.Last, o.Units = lastOf(f, rule.Good).Last, unitsOf(f, rule.Good)
			if good := check.Run(apply(f, rule.Good), o); has(good, rule.ID) {
				t.Errorf("%s %s: the good example is caught", f.ID, rule.ID)
			}
			for _, x := range bad {
				if x.Message.ZH == "" || x.Message.EN == "" {
					t.Errorf("%s %s: a message lacks a language", f.ID, rule.ID)
				}
			}
		}
	}
}

// acrossUnits is what the rules across units find in an example beside its other unit.
func acrossUnits(f *model.Form, e model.Example) []check.Finding {
	this := repetition.SourceOf(apply(f, e), nil)
	this.Owner = "this"
	other := baseline(f)
	for id := range other.Texts {
		other.Texts[id] = "别的单位另有内容。"
	}
	for _, r := range repetition.Compare([]*repetition.Source{repetition.SourceOf(applyTo(other, *e.Other), nil), this}) {
		if r.Source == this {
			return check.AcrossUnits(r, check.Options{})
		}
	}
	return nil
}

// Three real reports: what arithmetic finds in them, and nothing besides.
func TestRealReports(t *testing.T) {
	for _, tc := range []struct {
		name string
		want map[string]int // errors and warnings by rule
	}{
		{"huaian-2024.json", map[string]int{}},
		{"huangpu-2020.json", map[string]int{"BLANK-TOTAL": 1}},
		{"shanghai-office-2019.json", map[string]int{"BLANK-TOTAL": 11, "BLANK-CELL": 2, "TEXT-ASPECTS": 1}},
	} {
		r := formtest.Example(t, tc.name)
		got := map[string]int{}
		for _, x := range check.Run(r, check.Options{}) {
			if x.Grade != model.Hint {
				got[x.Rule.ID]++
			}
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tc.name, d)
		}
	}
	r := formtest.Example(t, "huangpu-2020.json")
	for _, x := range check.Run(r, check.Options{}) {
		if x.Rule.ID == "BLANK-TOTAL" && (x.Fields[0].ID != "disputes.suit_after_review.total" || x.Left != nil || x.Right.String() != "1") {
			t.Errorf("%+v", x)
		}
	}
}

func TestMessages(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range []struct {
		values map[string]string
		rule   string
		want   string
	}{
		{map[string]string{"requests.new.business": "3", "requests.carried_in.business": "1", "requests.new.total": "3", "requests.carried_in.total": "1"}, "T3-BALANCE",
			"商业企业列：一、本年新收政府信息公开申请数量 3＋二、上年结转政府信息公开申请数量 1，合计 4，（七）总计 0＋四、结转下年度继续办理 0，合计 0，相差 4"},
		{map[string]string{"requests.partial.business": "2", "requests.partial.total": "3"}, "T3-ROW-TOTAL", "（二）部分公开行：总计 3，商业企业 2，合计 2，相差 1"},
		{map[string]string{"disputes.review.upheld": "10", "disputes.review.pending": "1"}, "T4-TOTAL", "行政复议：总计 0，结果维持 10＋结果纠正 0＋其他结果 0＋尚未审结 1，合计 11，相差 -11"},
		{map[string]string{"proactive.normative.issued": "3"}, "T2-STOCK", "行政规范性文件行：现行有效件数 0－本年制发件数 3＋本年废止件数 0＝-3，小于 0"},
		{map[string]string{"proactive.fees.amount": "437880元"}, "VALUE-UNIT", "官方表头的单位是万元，这里写的是 437880 元；未作换算"},
	} {
		r := baseline(f)
		for id, v := range tc.values {
			put(r, id, v)
		}
		found := false
		for _, x := range check.Run(r, check.Options{}) {
			if x.Rule.ID == tc.rule && !found {
				found = true
				if x.Message.ZH != tc.want {
					t.Errorf("%s:\n got %s\nwant %s", tc.rule, x.Message.ZH, tc.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: not found", tc.rule)
		}
	}
}

// A blank is not 0: what is in force may not have been filled in yet, and that
// is another rule's to say.
func TestStockOfBlanks(t *testing.T) {
	for _, tc := range []struct {
		edition         string
		values          map[string]string
		found, foundToo bool
	}{
		{"2021", map[string]string{"proactive.normative.issued": "3", "proactive.normative.in_force": "2"}, true, false},
		{"2021", map[string]string{"proactive.normative.issued": "3", "proactive.normative.in_force": ""}, false, true},
		{"2021", map[string]string{"proactive.normative.issued": "3", "proactive.normative.in_force": "无"}, false, true},
		{"2021", map[string]string{"proactive.normative.issued": "3", "proactive.normative.in_force": "2", "proactive.normative.repealed": ""}, false, true},
		{"2019", map[string]string{"proactive.licensing.items_last_year": "2", "proactive.licensing.items_change": "-3"}, true, false},
		{"2019", map[string]string{"proactive.licensing.items_last_year": "", "proactive.licensing.items_change": "-3"}, false, true},
	} {
		f := formtest.Form(t, tc.edition)
		r := baseline(f)
		for id, v := range tc.values {
			put(r, id, v)
		}
		rule := map[string]string{"2021": "T2-STOCK", "2019": "T2-ITEMS"}[tc.edition]
		if fs := check.Run(r, check.Options{}); has(fs, rule) != tc.found || has(fs, "BLANK-CELL") != tc.foundToo {
			t.Errorf("%v: %s %v, BLANK-CELL %v", tc.values, rule, has(fs, rule), has(fs, "BLANK-CELL"))
		}
	}
}

// A total left blank is said once; what would follow from it is not.
func TestBlankTotalHasNoConsequences(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	for _, fd := range r.Form.Fields {
		if fd.Total == nil {
			continue
		}
		old := r.Values[fd.ID]
		r.Values[fd.ID] = model.Value{State: model.Blank}
		fs := check.Run(r, check.Options{})
		if len(fs) != 1 || fs[0].Rule.ID != "BLANK-TOTAL" || fs[0].Fields[0] != fd {
			t.Errorf("%s: %d findings", fd.ID, len(fs))
		}
		r.Values[fd.ID] = old
	}
}

func TestOptions(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range []struct {
		o  check.Options
		ok bool
	}{
		{check.Options{Disable: []string{"BLANK-CELL"}}, true},
		{check.Options{Disable: []string{"T3-BALANCE"}}, false},
		{check.Options{Disable: []string{"NO-SUCH"}}, false},
		{check.Options{Regrade: map[string]model.Grade{"BLANK-CELL": model.Hint}}, true},
		{check.Options{Regrade: map[string]model.Grade{"BLANK-CELL": model.Error}}, false},
		{check.Options{Regrade: map[string]model.Grade{"T4-TOTAL": model.Hint}}, false},
	} {
		if err := tc.o.Validate(f); (err == nil) != tc.ok {
			t.Errorf("%+v: %v", tc.o, err)
		}
	}
	for range 10 { // of several that are wrong, the first by its name is told each time
		err := check.Options{Regrade: map[string]model.Grade{"TEXT-LENGTH": "bad", "BLANK-CELL": "bad", "TEXT-FIGURE": "bad"}}.Validate(f)
		if err == nil || !strings.Contains(err.Error(), "BLANK-CELL") {
			t.Fatal(err)
		}
	}
	r := baseline(f)
	put(r, "requests.new.business", "")
	if fs := check.Run(r, check.Options{Disable: []string{"BLANK-CELL"}}); has(fs, "BLANK-CELL") {
		t.Error("a disabled rule ran")
	}
	if fs := check.Run(r, check.Options{Regrade: map[string]model.Grade{"BLANK-CELL": model.Hint}}); fs[0].Grade != model.Hint || !fs[0].Regraded {
		t.Errorf("not regraded: %+v", fs[0])
	}
	// An error stays one, whatever a caller of Run passes.
	put(r, "requests.new.total", "9")
	if fs := check.Run(r, check.Options{Disable: []string{"T3-ROW-TOTAL"}}); !has(fs, "T3-ROW-TOTAL") {
		t.Error("an error was disabled")
	}
}

// What share of wrong figures is caught: each cell of a valid report raised by
// one, exchanged with its neighbour, or blanked.
func TestMutationScore(t *testing.T) {
	// What the narratives of these two reports tell would flatter the score.
	o := check.Options{}
	for _, f := range formtest.Forms(t) {
		for _, r := range f.Rules {
			if r.Relation == model.RelFigure {
				o.Disable = append(o.Disable, r.ID)
			}
		}
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, "| 版本 | 表 | 加 1 | 与邻格互换 | 清空 |\n| --- | --- | --- | --- | --- |")
	for _, name := range []string{"huangpu-2020.json", "huaian-2024.json"} {
		r := formtest.Example(t, name)
		put(r, "disputes.suit_after_review.total", r.Value("disputes.suit_after_review.total").Typed()+map[bool]string{true: "1"}[name[:7] == "huangpu"])
		base := heavy(check.Run(r, o))
		if base != 0 {
			t.Fatalf("%s is not clean", name)
		}
		for _, tb := range r.Form.Tables {
			var caught, tried [3]int
			try := func(kind int, change map[string]model.Value) {
				old := map[string]model.Value{}
				for id, v := range change {
					old[id], r.Values[id] = r.Values[id], v
				}
				tried[kind]++
				if heavy(check.Run(r, o)) > 0 {
					caught[kind]++
				}
				for id, v := range old {
					r.Values[id] = v
				}
			}
			fs := r.Form.FieldsOf(tb)
			for i, fd := range fs {
				v := r.Values[fd.ID]
				more := v
				more.Number = v.Number.Add(model.Int(1))
				try(0, map[string]model.Value{fd.ID: more})
				try(2, map[string]model.Value{fd.ID: {State: model.Blank}})
				for _, next := range fs[i+1:] {
					right := next.Row == fd.Row && next.Index == fd.Index+1
					below := next.Column == fd.Column && !slices.ContainsFunc(fs[i+1:next.Index-fs[0].Index], func(x *model.Field) bool { return x.Column == fd.Column })
					if w := r.Values[next.ID]; (right || below) && !w.Number.Equal(v.Number) {
						try(1, map[string]model.Value{fd.ID: w, next.ID: v})
					}
				}
			}
			fmt.Fprintf(&b, "| %s | %s |", r.Form.ID, tb.Section.Heading)
			for i := range caught {
				fmt.Fprintf(&b, " %d %%（%d/%d） |", caught[i]*100/max(1, tried[i]), caught[i], tried[i])
			}
			fmt.Fprintln(&b)
		}
	}
	const golden = "testdata/mutation.md"
	if *update {
		os.MkdirAll("testdata", 0o755)
		os.WriteFile(golden, b.Bytes(), 0o644)
	}
	want, _ := os.ReadFile(golden)
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("%s is stale; run with -update (-want +got)\n%s", golden, d)
	}
}

func heavy(fs []check.Finding) int {
	n := check.Count(fs)
	return n[model.Error] + n[model.Warning]
}

// Every cell is guarded by some rule, whatever the form.
func TestGuards(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		for _, fd := range f.Fields {
			if len(check.Guards(f, fd)) < 4 {
				t.Errorf("%s %s is hardly guarded", f.ID, fd.ID)
			}
		}
	}
	f := formtest.Form(t, "2021")
	for id, want := range map[string]bool{"proactive.rules.issued": true, "proactive.normative.issued": false, "requests.new.natural_person": false} {
		fd, _ := f.Field(id)
		byOrgan := slices.ContainsFunc(check.Guards(f, fd), func(r *model.Rule) bool { return r.Relation == model.RelOrgan })
		if byOrgan != want {
			t.Errorf("%s: guarded by what organs may fill is %v, want %v", id, byOrgan, want)
		}
	}
}

// A report in the tables of another edition is told which edition its year has, where that is known.
func TestEditionDue(t *testing.T) {
	r := baseline(formtest.Form(t, "2021"))
	r.Year = 2019
	due := "edition 2019 is due"
	for _, known := range []bool{true, false} {
		var o check.Options
		if known {
			o.EditionFor = func(int) string { return "2019" }
		}
		i := slices.IndexFunc(check.Run(r, o), func(f check.Finding) bool { return f.Rule.ID == "EDITION-YEAR" })
		if i < 0 {
			t.Fatal("another edition's year passes")
		}
		if said := check.Run(r, o)[i].Message.EN; strings.Contains(said, due) != known {
			t.Errorf("%q, want %q: %v", said, due, known)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("0", "12", "-3", "无", uint16(3), 2024)
	f.Add("99999999999999999999", "1.5", "x", "", uint16(70), 0)
	form := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, a, b, c, text string, at uint16, year int) {
		for _, fm := range form {
			r := baseline(fm)
			r.Year, r.Organ = year, text
			for i, v := range []string{a, b, c} {
				put(r, fm.Fields[(int(at)*(i+1))%len(fm.Fields)].ID, v)
			}
			delete(r.Values, fm.Fields[int(at)%len(fm.Fields)].ID)
			r.Texts["overview"] = text
			keys := map[string]bool{}
			for _, x := range check.Run(r, check.Options{}) {
				if keys[x.Key] || x.Message.ZH == "" || x.Message.EN == "" {
					t.Errorf("%s: the key %q is there twice, or a language is missing: %v", x.Rule.ID, x.Key, x.Message)
				}
				keys[x.Key] = true
			}
		}
		check.Run(&model.Report{Form: form[0]}, check.Options{})
	})
}

func BenchmarkRun(b *testing.B) {
	r := formtest.Example(b, "huaian-2024.json")
	b.ReportAllocs()
	for b.Loop() {
		check.Run(r, check.Options{})
	}
}
