package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// lastYear is a clean report on the year before a form's baseline.
func lastYear(f *model.Form) *model.Report {
	return lastOf(f, model.Example{Last: &model.Example{}}).Last
}

func across(this, last *model.Report, lastForm *model.Form, rule string) []check.Finding {
	fs := check.Run(this, check.Options{Last: last})
	return slices.DeleteFunc(fs, func(x check.Finding) bool { return x.Rule.ID != rule })
}

// Without last year's report no rule across years speaks, whatever the report.
func TestNothingAcrossYearsWithoutLast(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		for _, rule := range f.Rules {
			if slices.Contains(formtest.AcrossYears, rule.Relation) && has(check.Run(apply(f, rule.Bad), check.Options{}), rule.ID) {
				t.Errorf("%s %s: found without last year's report", f.ID, rule.ID)
			}
		}
	}
}

// All seven columns are held, each on its own, the total as an error.
func TestCarryInEveryColumn(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		n := 0
		for _, fd := range f.Fields {
			if !model.MatchField("requests.carried_in.*", fd.ID) {
				continue
			}
			n++
			this, last := baseline(f), lastYear(f)
			put(this, fd.ID, "7")
			rule, grade := "YEAR-CARRY-COLUMN", model.Warning
			if fd.Column.ID == "total" {
				rule, grade = "YEAR-CARRY", model.Error
			}
			fs := across(this, last, f, rule)
			if len(fs) != 1 || fs[0].Grade != grade || fs[0].Fields[0] != fd || fs[0].Difference.String() != "7" {
				t.Errorf("%s %s: %+v", f.ID, fd.ID, fs)
			}
			put(last, strings.Replace(fd.ID, "carried_in", "carried_out", 1), "7")
			if fs := across(this, last, f, rule); len(fs) > 0 {
				t.Errorf("%s %s: equal figures are reported: %s", f.ID, fd.ID, fs[0].Message.ZH)
			}
		}
		if n != 7 {
			t.Errorf("%s: %d columns", f.ID, n)
		}
	}
}

// The states of both sides: missing on both is missing, never consistent.
func TestCarryStates(t *testing.T) {
	f := formtest.Form(t, "2021")
	const gone = "\x00"
	for _, tc := range []struct {
		this, last string
		grade      model.Grade // "" for no finding
		says       string
	}{
		{"3", "3", "", ""},
		{"0", "0", "", ""},
		{"3", "2", model.Error, "相差 1"},
		{"", "", model.Warning, "无法核对"},
		{gone, gone, model.Warning, "没有这一格"},
		{"0", "", model.Warning, "无法核对"},
		{"", "0", model.Warning, "无法核对"},
		{"3", "", model.Error, "上年“四、结转下年度继续办理” 空白，相差 3"},
		{"", "3", model.Error, "相差 -3"},
		{"无", "无", model.Warning, "空白（“无”）"},
		{"见附件", "3", model.Warning, "不是数字（“见附件”）"},
		{"3", gone, model.Warning, "没有这一格"},
	} {
		this, last := baseline(f), lastYear(f)
		set := func(r *model.Report, row, s string) {
			for _, fd := range f.Fields {
				if model.MatchField("requests."+row+".*", fd.ID) && fd.Total == nil {
					put(r, fd.ID, "") // so that the total stands alone
				}
			}
			put(r, "requests."+row+".total", strings.TrimPrefix(s, gone))
			if s == gone {
				delete(r.Values, "requests."+row+".total")
			}
		}
		set(this, "carried_in", tc.this)
		set(last, "carried_out", tc.last)
		fs := across(this, last, f, "YEAR-CARRY")
		switch {
		case tc.grade == "" && len(fs) > 0:
			t.Errorf("%q %q: %s", tc.this, tc.last, fs[0].Message.ZH)
		case tc.grade != "" && (len(fs) != 1 || fs[0].Grade != tc.grade || !strings.Contains(fs[0].Message.ZH, tc.says)):
			t.Errorf("%q %q: %+v, want %s %s", tc.this, tc.last, fs, tc.grade, tc.says)
		}
	}
}

// A total left blank over parts that are not counts as their sum: it has a
// finding of its own.
func TestCarryOfABlankTotal(t *testing.T) {
	f := formtest.Form(t, "2021")
	this, last := baseline(f), lastYear(f)
	put(this, "requests.carried_in.business", "3")
	put(this, "requests.carried_in.total", "")
	put(last, "requests.carried_out.business", "3")
	put(last, "requests.carried_out.total", "3")
	if fs := across(this, last, f, "YEAR-CARRY"); len(fs) > 0 {
		t.Error(fs[0].Message.ZH)
	}
}

// Carrying works across editions; what an edition lacks binds nothing.
func TestCarryAcrossEditions(t *testing.T) {
	old := formtest.Form(t, "2019")
	now := formtest.Form(t, "2021")
	this, last := baseline(now), lastYear(old)
	this.Year, last.Year = 2021, 2020
	put(this, "requests.carried_in.business", "7")
	put(this, "proactive.normative.in_force", "50")
	put(this, "proactive.normative.issued", "3")
	if fs := across(this, last, old, "YEAR-CARRY-COLUMN"); len(fs) != 1 {
		t.Errorf("%d findings", len(fs))
	}
	if fs := across(this, last, old, "YEAR-IN-FORCE"); len(fs) > 0 {
		t.Error("a stock is held against an edition that has none: " + fs[0].Message.ZH)
	}
	if fs := across(this, last, old, "YEAR-PAIR"); len(fs) > 0 {
		t.Error(fs[0].Message.ZH)
	}
}

// Wrong pairs are said first, and then nothing else across years.
func TestWrongPairComesFirstAndAlone(t *testing.T) {
	f := formtest.Form(t, "2021")
	this, last := baseline(f), lastYear(f)
	put(this, "requests.carried_in.business", "7")
	last.Organ = "另一机关"
	fs := check.Run(this, check.Options{Last: last})
	if len(fs) == 0 || fs[0].Rule.ID != "YEAR-PAIR" || has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("%+v", fs)
	}
	if fs := check.Run(this, check.Options{Last: last, Renamed: true}); has(fs, "YEAR-PAIR") || !has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("renamed: %+v", fs)
	}
	last.Organ, last.Year = this.Organ, 0 // a doubt is a warning, and the rules are applied
	fs = check.Run(this, check.Options{Last: last})
	if x := fs[slices.IndexFunc(fs, func(x check.Finding) bool { return x.Rule.ID == "YEAR-PAIR" })]; x.Grade != model.Warning || !has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("doubt: %+v", fs)
	}
	variant := *f
	variant.Edition, variant.ID, variant.Crosswalk = "1999", "1999", nil
	last.Form, last.Year = &variant, this.Year-1
	if fs := check.Run(this, check.Options{Last: last}); !has(fs, "YEAR-PAIR") || has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("forms without a crosswalk: %+v", fs)
	}
}

func TestTaken(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := baseline(f)
	id := "requests.carried_in.business"
	for _, tc := range []struct {
		now, reason string
		grade       model.Grade
	}{{"3", "", ""}, {"3", "没有改", ""}, {"4", "", model.Warning}, {"4", "上年漏计一件", model.Hint}, {"", "", model.Warning}, {"4", "  ", model.Warning}} {
		put(r, id, tc.now)
		r.Taken = map[string]model.Taken{id: {Number: model.Int(3), Source: "2023 年度报告", Reason: tc.reason}}
		var got model.Grade
		for _, x := range check.Run(r, check.Options{}) {
			if x.Rule.ID == "YEAR-TAKEN" {
				got = x.Grade
				if !strings.Contains(x.Message.ZH, strings.TrimSpace(tc.reason)) || !strings.Contains(x.Message.ZH, "2023 年度报告") {
					t.Error(x.Message.ZH)
				}
			}
		}
		if got != tc.grade {
			t.Errorf("%q with reason %q: %q, want %q", tc.now, tc.reason, got, tc.grade)
		}
	}
}

// Whatever last year's report holds, checking against it does not fall over.
func FuzzAcrossYears(f *testing.F) {
	f.Add("3", "2", "甲。乙。", "乙。甲。", uint16(3), 2024, 2023)
	f.Add("", "无", "{{requests.new.total}}", "", uint16(80), 0, 0)
	form := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, a, b, text, old string, at uint16, year, before int) {
		for _, fm := range form {
			for _, lm := range form {
				this, last := baseline(fm), baseline(lm)
				this.Year, last.Year = year, before
				put(this, fm.Fields[int(at)%len(fm.Fields)].ID, a)
				put(last, lm.Fields[int(at)%len(lm.Fields)].ID, b)
				delete(last.Values, lm.Fields[int(at*7)%len(lm.Fields)].ID)
				this.Texts["overview"], last.Texts["overview"] = text, old
				for _, x := range check.Run(this, check.Options{Last: last}) {
					if x.Message.ZH == "" || x.Message.EN == "" {
						t.Fatalf("%s says nothing", x.Rule.ID)
					}
				}
			}
		}
	})
}

// A figure that came from 0 is told by the two figures; what they make of each other is not said once more.
func TestSwingFromZero(t *testing.T) {
	f := formtest.Form(t, "2021")
	for was, want := range map[string]string{"0": "上年 0，本年 40", "4": "上年 4，本年 40（基数小，不计幅度）", "10": "上年 10，本年 40（+300 %）"} {
		this, last := baseline(f), lastYear(f)
		for _, id := range []string{"requests.new.natural_person", "requests.new.total"} {
			put(this, id, "40")
			put(last, id, was)
		}
		if fs := across(this, last, f, "YEAR-SWING"); len(fs) == 0 || fs[0].Message.ZH != want {
			t.Errorf("%+v, want %s", fs, want)
		}
	}
}

// A folder that has no report of a unit's on the year before is no fault of the unit's, however it lacks it; a report
// that was given and is another organ's is.
func TestNoLastInAFolderIsAHint(t *testing.T) {
	f := formtest.Form(t, "2021")
	for name, o := range map[string]check.Options{
		"none":    {LastSought: true},
		"several": {LastSought: true, LastDoubt: msg.T("可能是两份中的一份", "it may be either of two")},
	} {
		fs := check.Run(baseline(f), o)
		i := slices.IndexFunc(fs, func(x check.Finding) bool { return x.Rule.ID == "YEAR-PAIR" })
		if i < 0 || fs[i].Grade != model.Hint || check.VerdictOf(fs) == model.Fail {
			t.Errorf("%s: %+v", name, fs)
		}
	}
	last := lastYear(f)
	last.Organ = "另一机关"
	if fs := check.Run(baseline(f), check.Options{Last: last}); check.VerdictOf(fs) != model.Fail {
		t.Errorf("another organ's: %+v", fs)
	}
}

// What a narrative says of last year is held against last year's report, and never against one that is no pair.
func TestGrowthIsNotHeldAgainstAnotherOrgan(t *testing.T) {
	f := formtest.Form(t, "2021")
	this, last := baseline(f), lastYear(f)
	for r, n := range map[*model.Report]string{this: "12", last: "10"} {
		put(r, "requests.new.natural_person", n)
		put(r, "requests.new.total", n)
	}
	this.Texts["overview"] = "全年收到政府信息公开申请12件，比上年增加5件。"
	if fs := across(this, last, f, "TEXT-GROWTH"); len(fs) != 1 {
		t.Errorf("%d findings", len(fs))
	}
	last.Organ = "另一机关"
	if fs := across(this, last, f, "TEXT-GROWTH"); len(fs) > 0 {
		t.Error("another organ's: " + fs[0].Message.ZH)
	}
	last.Organ, last.Year = this.Organ, this.Year
	if fs := across(this, last, f, "TEXT-GROWTH"); len(fs) > 0 {
		t.Error("the same year's: " + fs[0].Message.ZH)
	}
}
