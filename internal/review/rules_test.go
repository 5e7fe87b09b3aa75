package review

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/msg"
)

// An organ written in another way has the same record: what nobody sees and nothing publishes changes nothing, and what
// is published otherwise makes the record lapse. Another organ has no part in it.
func TestOrganWrittenOtherwise(t *testing.T) {
	t.Parallel()
	r := copyOf(t, sample(t))
	r.Organ = "某市某局（某市某办）"
	beside := encoded(t, add(t, r, 3))
	for organ, want := range map[string]string{
		"某市某局（某市某办）":              "三审完成",
		" 某市\u200b某局（某市某办）\ufeff": "三审完成",
		"某市某局(某市某办)":              "由 “某市某局（某市某办）” 改为 “某市某局(某市某办)”",
		"某市某局（某市 某办）":             "改为 “某市某局（某市 某办）”",
		"某市\u200d某局（某市某办）":        "由 “某市某局（某市某办）” 改为 “某市[U+200D]某局（某市某办）”",
		"某市某局":                    "不是这一份的",
		"某区某局（某市某办）":              "不是这一份的",
		"":                        "不是这一份的",
	} {
		r.Organ = organ
		s := Of(r, file, beside)
		if got := s.Sentence().ZH; !strings.Contains(got, want) || s.Complete() != (want == "三审完成") {
			t.Errorf("%q: %s", organ, got)
		}
	}
}

// A day without a time is not before the last entry of that day, and a time without seconds not before that of its minute.
// What was before stays before.
func TestDayAlone(t *testing.T) {
	t.Parallel()
	r := sample(t)
	zone := time.FixedZone("", 8*3600)
	at := func(day, hour, minute, second int) time.Time {
		return time.Date(2026, 1, day, hour, minute, second, 0, zone)
	}
	first, err := Add(r, file, &State{}, Review{Stage: First, By: "张三", At: at(20, 9, 30, 40)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		at   time.Time
		day  bool
		want string
	}{
		{"the day", at(20, 0, 0, 0), true, "2026-01-20T09:30:40+08:00"},
		{"the day in another zone", time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC), true, "2026-01-20T01:30:40Z"},
		{"the minute", at(20, 9, 30, 0), false, "2026-01-20T09:30:40+08:00"},
		{"later that day", at(20, 9, 31, 0), false, "2026-01-20T09:31:00+08:00"},
		{"the day after", at(21, 0, 0, 0), true, "2026-01-21T00:00:00+08:00"},
		{"the day before", at(19, 0, 0, 0), true, ""},
		{"midnight", at(20, 0, 0, 0), false, ""},
		{"the minute before", at(20, 9, 29, 59), false, ""},
	} {
		rec, err := Add(r, file, Of(r, file, encoded(t, first)), Review{Stage: Second, By: "李四", At: c.at, Day: c.day})
		switch {
		case c.want == "":
			if err == nil || !strings.Contains(err.Error(), "早于上一条的 2026-01-20 09:30") {
				t.Errorf("%s: %v", c.name, err)
			}
		case err != nil || rec.Entries[1].At != c.want || rec.Entries[1].Time().Before(rec.Entries[0].Time()):
			t.Errorf("%s: %+v, %v", c.name, rec, err)
		}
	}
	if rec, err := Add(r, file, &State{}, Review{Stage: First, By: "张三", At: at(20, 0, 0, 0), Day: true}); err != nil || rec.Entries[0].At != "2026-01-20T00:00:00+08:00" {
		t.Errorf("a first entry: %+v, %v", rec, err)
	}
}

// A record stays one that can be read: what has changed is not named any more before entries are refused.
func TestRoom(t *testing.T) {
	t.Parallel()
	r := sample(t)
	whole := add(t, r, 1)
	lim := Default
	lim.Bytes = len(encoded(t, whole)) - 1
	v := Review{Stage: First, By: "张三", Note: "看过", At: noon, Salt: "00ff", Program: "test"}
	rec, err := addWithin(r, file, &State{}, v, lim)
	if err != nil || len(rec.Seen) != 0 || len(rec.Entries) != 1 {
		t.Fatalf("%+v, %v", rec, err)
	}
	changed := copyOf(t, r)
	changed.Texts["overview"] += "改。"
	if s := Of(changed, file, encoded(t, rec)); !s.Lapsed || len(s.Changes) != 0 || !strings.Contains(s.Sentence().ZH, "之后内容有改动") {
		t.Errorf("%+v", s)
	}
	lim.Bytes = 100
	if _, err := addWithin(r, file, &State{}, v, lim); err == nil || !strings.Contains(err.Error(), "不能再加") {
		t.Error(err)
	}
}

// A record that counts for nothing says what to do, here and where an export asks for it.
func TestFaultsSayWhatToDo(t *testing.T) {
	t.Parallel()
	r := sample(t)
	good := encoded(t, add(t, r, 3))
	fork := add(t, r, 1)
	of := copyOf(t, r)
	of.Reviews = sheetRows(t, fork, msg.ZH)
	other, err := Add(r, file, &State{}, Review{Stage: First, By: "赵六", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	spoilt := copyOf(t, r)
	spoilt.Reviews = [][]string{{Title.ZH}}
	altered := copyOf(t, r)
	altered.Reviews = sheetRows(t, fork, msg.ZH)
	altered.Reviews[4][4] = "不同意"
	foreign := copyOf(t, r)
	foreign.Year = 2023
	for name, s := range map[string]*State{
		"cut": Of(r, file, good[:100]), "changed": Of(r, file, []byte(strings.Replace(string(good), "张三", "张五", 1))), "renamed": Of(r, "副本.xlsx", good), "another year": Of(foreign, file, good),
		"two": Of(of, file, encoded(t, other)), "no record on the sheet": Of(spoilt, file, nil), "the sheet changed": Of(altered, file, nil),
	} {
		if got := s.Sentence(); len(s.Faults) == 0 || !strings.Contains(got.ZH, "重新审核") || !strings.Contains(got.EN, "again") {
			t.Errorf("%s: %s", name, got)
		}
		var p *msg.Problem
		if err := ErrMissing(s, 1); !errors.As(err, &p) || !strings.Contains(p.Hint.ZH, "--new") {
			t.Errorf("%s: %+v", name, err)
		}
	}
}

// Long texts are quoted from where they differ.
func TestQuotedWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("甲", 60)
	for _, c := range [][4]string{
		{"3", "4", "“3”", "“4”"},
		{long + "乙", long + "丙", "“…" + strings.Repeat("甲", 10) + "乙”", "“…" + strings.Repeat("甲", 10) + "丙”"},
		{"甲\u200d乙", "甲乙", "“甲[U+200D]乙”", "“甲乙”"},
		{"甲\n乙", "甲 乙", "“甲[U+000A]乙”", "“甲 乙”"},
		{"", "甲", "（空）", "“甲”"},
	} {
		if was, is := quotedBoth(c[0], c[1]); was.ZH != c[2] || is.ZH != c[3] {
			t.Errorf("%q, %q: %s, %s", c[0], c[1], was, is)
		}
	}
	r := sample(t)
	beside := encoded(t, add(t, r, 1))
	changed := copyOf(t, r)
	changed.Texts["overview"] = strings.Replace(r.Texts["overview"], "政府", "政\u3000府", 1)
	if s := Of(changed, file, beside); len(s.Changes) != 1 || !strings.Contains(s.Changes[0].Is.ZH, "政[U+3000]府") {
		t.Errorf("%+v", s.Changes)
	}
}

// The reports that a total counts are content.
func TestSources(t *testing.T) {
	t.Parallel()
	r := copyOf(t, sample(t))
	row := func(name, sha string) (out []string) {
		for _, v := range (sums.Source{Role: sums.Missed, Name: name, SHA: sha}).Line(1, msg.ZH) {
			if v == nil {
				v = ""
			}
			out = append(out, fmt.Sprint(v))
		}
		return out
	}
	heads := lists.Map(sums.Heads, func(h sums.Head) string { return h.Text.ZH })
	r.Sources = [][]string{heads, row("民政局", "aa"), row("财政局", "bb"), row("民政局", "cc")}
	if sources, err := sums.ReadSources(r); len(sources) != 3 {
		t.Fatalf("%+v, %v", sources, err)
	}
	beside := encoded(t, add(t, r, 3))
	if s := Of(r, file, beside); !s.Complete() {
		t.Errorf("%+v", s)
	}
	r.Sources[2] = row("财政局", "dd")
	if s := Of(r, file, beside); !s.Lapsed || len(s.Changes) != 1 || s.Changes[0].Label.ZH != "来源中的“财政局”" {
		t.Errorf("%+v", s)
	}
	r.Sources = r.Sources[:2]
	if s := Of(r, file, beside); !s.Lapsed || len(s.Changes) != 2 {
		t.Errorf("%+v", s)
	}
}

// A record without its report is known by the organ and the year; one of another's, or a broken one, is not.
func TestWritten(t *testing.T) {
	t.Parallel()
	r := sample(t)
	good := encoded(t, add(t, r, 1))
	if of, ok := Written(good, r); !ok || of != file {
		t.Error(of, ok)
	}
	other := copyOf(t, r)
	other.Organ = "某局"
	for name, ok := range map[string]bool{"another's": second(Written(good, other)), "broken": second(Written([]byte(strings.Replace(string(good), "张三", "李四", 1)), r)), "none": second(Written(nil, r))} {
		if ok {
			t.Errorf("%s is this report's", name)
		}
	}
}

// second is the second of two values.
func second(_ string, ok bool) bool { return ok }

// A sheet that a program renamed without what its name refers to is found by what stands on it.
func TestSheetRenamed(t *testing.T) {
	t.Parallel()
	book := put(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), add(t, sample(t), 2), msg.ZH)
	renamed := edited(t, book, func(f *excelize.File) {
		if err := errors.Join(f.SetSheetName(Title.ZH, "记录"), f.DeleteDefinedName(&excelize.DefinedName{Name: sheetName}),
			f.SetDefinedName(&excelize.DefinedName{Name: sheetName, RefersTo: "'" + Title.ZH + "'!$A$1"})); err != nil {
			t.Fatal(err)
		}
	})
	if rec, why := fromRows(rowsOf(t, renamed)); !why.IsZero() || rec == nil || len(rec.Entries) != 2 {
		t.Errorf("%+v, %s", rec, why)
	}
	if rows := rowsOf(t, formtest.ExampleFile(t, "huaian-2024.xlsx")); rows != nil {
		t.Error(rows)
	}
}
