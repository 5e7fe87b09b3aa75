package engine

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/model"
)

// mixed opens the files of the made-up district as somebody drops them: those of both years
// alike.
func (s *session) mixed() {
	s.Helper()
	d, _ := ask[District](s, "practice", Practice{})
	for i, f := range d.Files {
		if f.Role != "this" && f.Role != "last" {
			continue
		}
		_, files := ask[None](s, "practiceFile", PracticeAsked{f.Name})
		for name, data := range files {
			ask[Opened](s, "open", Open{Handle: fmt.Sprint("h", i), Place: i, Name: name, Folder: true}, data)
		}
	}
}

// line finds a file in the list.
func (s *session) line(name string) FileLine {
	s.Helper()
	l, _ := ask[List](s, "list", None{})
	i := slices.IndexFunc(l.Files, func(f FileLine) bool { return f.Name == name })
	if i < 0 {
		s.Fatalf("%s is not open", name)
	}
	return l.Files[i]
}

// Reports of two years that are opened alike are told apart, with those of units that have
// filed in one year only.
func TestSettle(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		s.mixed()
		got, _ := ask[Settled](s, "settle", None{})
		if len(got.Names) != 12 || !strings.Contains(got.Sentence, "12") {
			t.Errorf("%+v", got)
		}
		l, _ := ask[List](s, "list", None{})
		for _, f := range l.Files {
			if is := f.Year == practiceYear-1; f.Role == ThisYear && is || f.Role == LastYear && f.Year == practiceYear {
				t.Errorf("%+v", f)
			}
			if f.Stale {
				f, _ = ask[FileLine](s, "refresh", OfFile{f.Handle})
				if f.Beside == "" || f.Stale {
					t.Errorf("%+v", f)
				}
			}
		}
		if again, _ := ask[Settled](s, "settle", None{}); len(again.Names) > 0 {
			t.Errorf("%+v", again)
		}
	}
}

// One report on an earlier year among those of this year is that year's still.
func TestSettleOneYear(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	s.open("a", "../../examples/huaian-2024.xlsx")
	s.open("b", "../../examples/huangpu-2020.xlsx")
	if got, _ := ask[Settled](s, "settle", None{}); len(got.Names) > 0 || got.Sentence != "" {
		t.Errorf("%+v", got)
	}
}

// A report on the year before, of a unit that has not filed yet, stands among this year's until the user says what it is; it
// stays what the user said, and goes back.
func TestTakeFor(t *testing.T) {
	t.Parallel()
	for lang, take := range map[string]string{"zh": "算作上年的报告", "en": "Take for last year's"} {
		s := newSession(t, lang)
		ask[Opened](s, "open", Open{Handle: "a", Name: "甲.xlsx"}, report(t, "示范区民政局", 2024, ""))
		ask[Opened](s, "open", Open{Handle: "b", Name: "乙.xlsx"}, report(t, "示范区教育局", 2023, ""))
		ask[Settled](s, "settle", None{})
		l := s.line("乙.xlsx")
		if !l.Former || l.Role != ThisYear || !strings.Contains(strings.Join(l.Notes, " "), take) || s.texts().Words["takeForLast"] != take {
			t.Errorf("%+v", l)
		}
		if l := s.line("甲.xlsx"); l.Former || strings.Contains(strings.Join(l.Notes, " "), take) {
			t.Errorf("the later one: %+v", l)
		}
		ask[FileLine](s, "role", RoleAsked{"b", LastYear})
		if l = s.line("乙.xlsx"); l.Role != LastYear || l.Former {
			t.Errorf("%+v", l)
		}
		// It serves as such: the unit's report of this year goes back to it.
		ask[Opened](s, "open", Open{Handle: "c", Name: "丙.xlsx"}, report(t, "示范区教育局", 2024, ""))
		if l := s.line("丙.xlsx"); l.Beside != "b" {
			t.Errorf("%+v", l)
		}
		ask[FileLine](s, "role", RoleAsked{"b", ThisYear})
		if got, _ := ask[Settled](s, "settle", None{}); len(got.Names) > 0 {
			t.Errorf("settled against what the user said: %+v", got)
		}
		if l = s.line("乙.xlsx"); l.Role != ThisYear || !l.Former || strings.Contains(strings.Join(l.Notes, " "), take) {
			t.Errorf("%+v", l)
		}
		if l, _ := ask[FileLine](s, "refresh", OfFile{"c"}); l.Beside != "" {
			t.Errorf("%+v", l)
		}
		s.fails("role", RoleAsked{"b", Total})
		s.fails("role", RoleAsked{"none", LastYear})
	}
}

// report is a report as a workbook, with a figure in its first cell.
func report(t *testing.T, organ string, year int, figure string) []byte {
	t.Helper()
	return reportOf(t, organ, year, "", figure)
}

// reportOf is a report as a workbook, with a figure in a cell, the first if none is named.
func reportOf(t *testing.T, organ string, year int, cell, figure string) []byte {
	t.Helper()
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: year})
	if err != nil {
		t.Fatal(err)
	}
	r := model.NewReport(form)
	r.Organ, r.Year = organ, year
	for _, fd := range form.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber}
	}
	if figure != "" {
		n, err := model.ParseNumber(figure)
		if err != nil {
			t.Fatal(err)
		}
		r.Values[cmp.Or(cell, form.Fields[0].ID)] = model.Value{State: model.IsNumber, Number: n}
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Two reports of a unit on the year before that differ are both named, and none is taken;
// the one that the user chooses is.
func TestTwoLastReports(t *testing.T) {
	t.Parallel()
	for lang, none := range map[string]string{"zh": "没有找到", "en": "there is no report"} {
		s := newSession(t, lang)
		organ := "示范区民政局"
		ask[Opened](s, "open", Open{Handle: "this", Name: "今年.xlsx"}, report(t, organ, 2024, ""))
		ask[Opened](s, "open", Open{Handle: "a", Name: "甲.xlsx", Role: LastYear}, report(t, organ, 2023, ""))
		ask[Opened](s, "open", Open{Handle: "b", Name: "乙.xlsx", Role: LastYear}, report(t, organ, 2023, "3"))
		ask[FileLine](s, "refresh", OfFile{"this"})
		l := s.line("今年.xlsx")
		if !strings.Contains(l.BesideDoubt, "甲.xlsx") || !strings.Contains(l.BesideDoubt, "乙.xlsx") || l.Beside != "" || l.Verdict == Unread {
			t.Errorf("%+v", l)
		}
		r, _ := ask[Report](s, "report", OfFile{"this"})
		found := slices.ContainsFunc(r.Findings, func(f findings.ViewFinding) bool {
			return f.Rule == "YEAR-PAIR" && strings.Contains(f.Message, "甲.xlsx") && strings.Contains(f.Message, "乙.xlsx")
		})
		if !found || slices.ContainsFunc(r.Findings, func(f findings.ViewFinding) bool { return strings.Contains(f.Message, none) }) {
			t.Errorf("%+v", r.Findings)
		}
		all, _ := ask[List](s, "list", None{})
		if len(all.Notes) != 1 || !strings.Contains(all.Notes[0], "甲.xlsx") || len(s.line("甲.xlsx").Notes) != 1 { // of its hint
			t.Errorf("%q %+v", all.Notes, s.line("甲.xlsx"))
		}
		if b, _ := ask[FileLine](s, "beside", Beside{Handle: "this", Last: "a"}); b.Beside != "a" || b.BesideDoubt != "" {
			t.Errorf("%+v", b)
		}
	}
}

// Several reports of a unit are said at each of them: whether they differ.
func TestDoubles(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	organ := "示范区民政局"
	ask[Opened](s, "open", Open{Handle: "a", Name: "甲.xlsx"}, report(t, organ, 2024, ""))
	ask[Opened](s, "open", Open{Handle: "b", Name: "乙.xlsx"}, report(t, organ, 2024, "3"))
	ask[Opened](s, "open", Open{Handle: "c", Name: "丙.xlsx"}, report(t, organ, 2024, "3"))
	ask[Opened](s, "open", Open{Handle: "d", Name: "丁.xlsx"}, report(t, "示范区财政局", 2024, "3"))
	has := func(name, what, other string) bool {
		return slices.ContainsFunc(s.line(name).Notes, func(n string) bool { return strings.Contains(n, what) && strings.Contains(n, other) })
	}
	if !has("甲.xlsx", "内容不同", "乙.xlsx") || !has("乙.xlsx", "内容不同", "甲.xlsx") || !has("乙.xlsx", "内容相同", "丙.xlsx") || has("丁.xlsx", "同一单位", "") {
		t.Errorf("%+v %+v %+v", s.line("甲.xlsx"), s.line("乙.xlsx"), s.line("丁.xlsx"))
	}
}

// Local rules hold from when they are there to when they are dropped; a faulty file is
// refused, and changes nothing.
func TestLocalRules(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile("../../examples/local-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		s.open("a", "../../examples/huaian-2024.xlsx")
		count := func() (n int) {
			r, _ := ask[Report](s, "report", OfFile{"a"})
			for _, f := range r.Findings {
				if strings.HasPrefix(f.Rule, "LOCAL-") {
					n++
				}
			}
			return n
		}
		if count() != 0 {
			t.Error("local rules before there are any")
		}
		got, _ := ask[Local](s, "localRules", LocalFile{"规则.yaml"}, rules)
		if got.Rules != 7 || !s.line("huaian-2024.xlsx").Stale || count() == 0 || s.line("huaian-2024.xlsx").Stale {
			t.Errorf("%+v", got)
		}
		all, _ := ask[Rules](s, "rules", RuleAsked{})
		why, _ := ask[Rules](s, "rules", RuleAsked{Rule: all.Rules[0].ID})
		if !strings.HasPrefix(all.Rules[0].ID, "LOCAL-") || !strings.Contains(why.Text, all.Rules[0].ID) {
			t.Errorf("%+v %s", all.Rules[0], why.Text)
		}
		if f := s.fails("localRules", LocalFile{"规则.yaml"}, []byte("rules: 1\n")); f.What == "" || count() == 0 {
			t.Errorf("%+v", f)
		}
		ask[Local](s, "localRules", LocalFile{})
		if count() != 0 {
			t.Error("local rules after they were dropped")
		}
	}
}

// What another session made of a file is as good as checking it; of another content, or made
// without what it is to be checked with, it is not taken.
func TestDigest(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../examples/huangpu-2020.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	other := newSession(t, "zh")
	made, files := ask[Digested](other, "digest", Open{Handle: "x", Name: "黄浦.xlsx"}, data)
	if !made.Done || len(files) != 1 {
		t.Fatalf("%+v", made)
	}
	digest := one(t, files)
	if l, _ := ask[List](other, "list", None{}); len(l.Files) != 0 {
		t.Errorf("%+v", l)
	}
	if bad, files := ask[Digested](other, "digest", Open{Handle: "x", Name: "坏.xlsx"}, []byte("PK")); bad.Done || len(files) != 0 {
		t.Error("a file that cannot be read is digested")
	}
	a, b := newSession(t, "zh"), newSession(t, "zh")
	la, _ := ask[Opened](a, "open", Open{Handle: "x", Name: "黄浦.xlsx"}, data)
	lb, _ := ask[Opened](b, "open", Open{Handle: "x", Name: "黄浦.xlsx"}, data, digest)
	if fmt.Sprint(la) != fmt.Sprint(lb) || b.e.files["x"].result != nil {
		t.Errorf("%+v\n%+v", la, lb)
	}
	ra, _ := a.call("report", OfFile{"x"})
	rb, _ := b.call("report", OfFile{"x"})
	if !bytes.Equal(ra.Result, rb.Result) {
		t.Error("another report")
	}
	huaian, err := os.ReadFile("../../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if l, _ := ask[Opened](b, "open", Open{Handle: "y", Name: "淮安.xlsx"}, huaian, digest); l.Files[0].Year != 2024 {
		t.Errorf("%+v", l)
	}
}
