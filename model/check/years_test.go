package check_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/templates"
)

// LastYear is a clean report on the year before a form's baseline.
func lastYear(f *model.Form) *model.Report {
	return lastOf(f, model.Example{Last: &model.Example{}}).Last
}

func across(f *model.Form, this, last *model.Report, lastForm *model.Form, rule string) []check.Finding {
	fs := check.Run(f, this, check.Options{Last: last, LastForm: lastForm})
	return slices.DeleteFunc(fs, func(x check.Finding) bool { return x.Rule.ID != rule })
}

// Without last year's report no rule across years speaks, whatever the report.
func TestNothingAcrossYearsWithoutLast(t *testing.T) {
	for _, f := range editions(t) {
		for _, rule := range f.Rules {
			if slices.Contains(model.AcrossYears, rule.Relation) && has(check.Run(f, apply(f, rule.Bad), check.Options{}), rule.ID) {
				t.Errorf("%s %s: found without last year's report", f.ID, rule.ID)
			}
		}
	}
}

// All seven columns are held, each on its own, the total as an error.
func TestCarryInEveryColumn(t *testing.T) {
	for _, f := range editions(t) {
		n := 0
		for _, fd := range f.Fields {
			if !model.MatchField("requests.carried_in.*", fd.ID) {
				continue
			}
			n++
			this, last := baseline(f), lastYear(f)
			put(f, this, fd.ID, "7")
			rule, grade := "YEAR-CARRY-COLUMN", model.Warning
			if fd.Column.ID == "total" {
				rule, grade = "YEAR-CARRY", model.Error
			}
			fs := across(f, this, last, f, rule)
			if len(fs) != 1 || fs[0].Grade != grade || fs[0].Fields[0] != fd || fs[0].Difference.String() != "7" {
				t.Errorf("%s %s: %+v", f.ID, fd.ID, fs)
			}
			put(f, last, strings.Replace(fd.ID, "carried_in", "carried_out", 1), "7")
			if fs := across(f, this, last, f, rule); len(fs) > 0 {
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
	f, _ := templates.Edition("2021")
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
					put(f, r, fd.ID, "") // so that the total stands alone
				}
			}
			put(f, r, "requests."+row+".total", strings.TrimPrefix(s, gone))
			if s == gone {
				delete(r.Values, "requests."+row+".total")
			}
		}
		set(this, "carried_in", tc.this)
		set(last, "carried_out", tc.last)
		fs := across(f, this, last, f, "YEAR-CARRY")
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
	f, _ := templates.Edition("2021")
	this, last := baseline(f), lastYear(f)
	put(f, this, "requests.carried_in.business", "3")
	put(f, this, "requests.carried_in.total", "")
	put(f, last, "requests.carried_out.business", "3")
	put(f, last, "requests.carried_out.total", "3")
	if fs := across(f, this, last, f, "YEAR-CARRY"); len(fs) > 0 {
		t.Error(fs[0].Message.ZH)
	}
}

// Carrying works across editions; what an edition lacks binds nothing.
func TestCarryAcrossEditions(t *testing.T) {
	old, _ := templates.Edition("2019")
	now, _ := templates.Edition("2021")
	this, last := baseline(now), lastYear(old)
	this.Year, last.Year = 2021, 2020
	put(now, this, "requests.carried_in.business", "7")
	put(now, this, "proactive.normative.in_force", "50")
	put(now, this, "proactive.normative.issued", "3")
	if fs := across(now, this, last, old, "YEAR-CARRY-COLUMN"); len(fs) != 1 {
		t.Errorf("%d findings", len(fs))
	}
	if fs := across(now, this, last, old, "YEAR-IN-FORCE"); len(fs) > 0 {
		t.Error("a stock is held against an edition that has none: " + fs[0].Message.ZH)
	}
	if fs := across(now, this, last, old, "YEAR-PAIR"); len(fs) > 0 {
		t.Error(fs[0].Message.ZH)
	}
}

// Wrong pairs are said first, and then nothing else across years.
func TestWrongPairComesFirstAndAlone(t *testing.T) {
	f, _ := templates.Edition("2021")
	this, last := baseline(f), lastYear(f)
	put(f, this, "requests.carried_in.business", "7")
	last.Organ = "另一机关"
	fs := check.Run(f, this, check.Options{Last: last, LastForm: f})
	if len(fs) == 0 || fs[0].Rule.ID != "YEAR-PAIR" || has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("%+v", fs)
	}
	if fs := check.Run(f, this, check.Options{Last: last, LastForm: f, Renamed: true}); has(fs, "YEAR-PAIR") || !has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("renamed: %+v", fs)
	}
	last.Organ, last.Year = this.Organ, 0 // a doubt is a warning, and the rules are applied
	fs = check.Run(f, this, check.Options{Last: last, LastForm: f})
	if x := fs[slices.IndexFunc(fs, func(x check.Finding) bool { return x.Rule.ID == "YEAR-PAIR" })]; x.Grade != model.Warning || !has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("doubt: %+v", fs)
	}
	variant := *f
	variant.Edition, variant.ID, variant.Crosswalk = "1999", "1999", nil
	last.Year = this.Year - 1
	if fs := check.Run(f, this, check.Options{Last: last, LastForm: &variant}); !has(fs, "YEAR-PAIR") || has(fs, "YEAR-CARRY-COLUMN") {
		t.Errorf("forms without a crosswalk: %+v", fs)
	}
}

func TestTaken(t *testing.T) {
	f, _ := templates.Edition("2021")
	r := baseline(f)
	id := "requests.carried_in.business"
	for _, tc := range []struct {
		now, reason string
		grade       model.Grade
	}{{"3", "", ""}, {"3", "没有改", ""}, {"4", "", model.Warning}, {"4", "上年漏计一件", model.Hint}, {"", "", model.Warning}, {"4", "  ", model.Warning}} {
		put(f, r, id, tc.now)
		r.Taken = map[string]model.Taken{id: {Number: model.Int(3), Source: "2023 年度报告", Reason: tc.reason}}
		var got model.Grade
		for _, x := range check.Run(f, r, check.Options{}) {
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

// A carried figure that was changed is one fault, also beside last year's report:
// the reason given for the change explains that it is not last year's.
func TestTakenAgainstLast(t *testing.T) {
	f, _ := templates.Edition("2021")
	id := "requests.carried_in.business"
	for _, tc := range []struct {
		now, last, reason string
		want              string // rules found, and how they are answered
	}{
		{"3", "3", "", ""},
		{"4", "3", "", "YEAR-CARRY-COLUMN asks"},
		{"4", "3", " ", "YEAR-CARRY-COLUMN asks"},
		{"4", "3", "上年漏计一件", "YEAR-CARRY-COLUMN explained"},
		{"", "3", "", "YEAR-CARRY-COLUMN asks"},
		{"3", "5", "", "YEAR-CARRY-COLUMN"},                         // last year's report changed, not the figure
		{"4", "5", "上年漏计一件", "YEAR-CARRY-COLUMN YEAR-TAKEN reason"}, // both: the reason was given over another figure
		{"见附件", "3", "", "YEAR-CARRY-COLUMN YEAR-TAKEN"},
	} {
		this, last := baseline(f), lastYear(f)
		put(f, this, id, tc.now)
		put(f, last, "requests.carried_out.business", tc.last)
		this.Taken = map[string]model.Taken{id: {Number: model.Int(3), Source: "2023 年度报告", Reason: tc.reason}}
		got := ""
		for _, x := range check.Run(f, this, check.Options{Last: last, LastForm: f}) {
			if x.Rule.ID != "YEAR-TAKEN" && x.Rule.ID != "YEAR-CARRY-COLUMN" {
				continue
			}
			got += " " + x.Rule.ID
			switch {
			case x.Explained() && x.Explanation == tc.reason:
				got += " explained"
			case strings.Contains(x.Message.ZH, "理由："):
				got += " reason"
			case x.Rule.ID == "YEAR-CARRY-COLUMN" && strings.Contains(x.Message.ZH, "没有写理由"):
				got += " asks"
			}
		}
		if got = strings.TrimSpace(got); got != tc.want {
			t.Errorf("%q for %q, reason %q: %s, want %s", tc.now, tc.last, tc.reason, got, tc.want)
		}
	}
}

// Pairs of adjacent years on which no rule across years has anything to say,
// made of real figures: what is carried is set as the official rules have it.
func pairs(t *testing.T) []check.Options {
	var out []check.Options
	for _, names := range [][2]string{{"shanghai-office-2019", "huangpu-2020"}, {"huangpu-2020", "huaian-2024"}, {"huaian-2024", "bureau-2022"}, {"bureau-2020", "bureau-2021"}, {"bureau-2021", "bureau-2022"}} {
		lastForm, last := load(t, names[0]+".json")
		form, this := load(t, names[1]+".json")
		this.Organ, last.Organ, last.Year = "某机关", "某机关", this.Year-1
		last.Texts = map[string]string{}
		for _, fd := range lastForm.Fields { // a real report with blanks is made whole first
			if !last.Value(fd.ID).IsNumber() {
				put(lastForm, last, fd.ID, "0")
			}
		}
		set := func(id string, n model.Number) { this.Values[id] = model.Value{State: model.IsNumber, Number: n} }
		was := func(id string) model.Number { return last.Value(id).Number }
		for _, fd := range form.Fields {
			row := fd.Table.ID + "." + fd.Row.ID
			switch col := fd.Column.Path(); {
			case fd.Row.ID == "carried_in":
				set(fd.ID, was("requests.carried_out."+col))
			case col == "in_force" && lastForm == form:
				set(fd.ID, was(fd.ID).Add(this.Value(row+".issued").Number).Sub(this.Value(row+".repealed").Number))
			case col == "items_last_year" && lastForm == form:
				set(fd.ID, was(fd.ID).Add(was(row+".items_change")))
			}
		}
		this.Taken = map[string]model.Taken{}
		for id, v := range this.Values {
			if fd, _ := form.Field(id); fd.Row.ID == "carried_in" && fd.Total == nil {
				this.Taken[id] = model.Taken{Number: v.Number, Source: "上年报告"}
			}
		}
		out = append(out, check.Options{Last: last, LastForm: lastForm}, check.Options{Last: this, LastForm: form}) // in twos
	}
	return out
}

// Every single change of a figure that one year hands to the next is found, in
// either report, by the rule whose it is, and names the cell.
func TestEveryChangeAcrossYearsIsFound(t *testing.T) {
	tried := map[string]int{}
	ps := pairs(t)
	for i := 0; i < len(ps); i += 2 {
		o, this, form := ps[i], ps[i+1].Last, ps[i+1].LastForm
		years := func() []check.Finding {
			return slices.DeleteFunc(check.Run(form, this, o), func(x check.Finding) bool {
				return !slices.Contains([]string{"YEAR-PAIR", "YEAR-CARRY", "YEAR-CARRY-COLUMN", "YEAR-IN-FORCE", "YEAR-ITEMS", "YEAR-TAKEN"}, x.Rule.ID)
			})
		}
		if fs := years(); len(fs) > 0 {
			t.Fatalf("%s to %s is not clean: %s %s", o.LastForm.ID, form.ID, fs[0].Rule.ID, fs[0].Message.ZH)
		}
		for _, in := range []struct {
			r *model.Report
			f *model.Form
		}{{o.Last, o.LastForm}, {this, form}} {
			for _, fd := range in.f.Fields {
				col, rules := fd.Column.Path(), []string(nil)
				switch {
				case fd.Row.ID == "carried_in" && in.r == this, fd.Row.ID == "carried_out" && in.r != this:
					rules = []string{"YEAR-CARRY-COLUMN"}
					if col == "total" {
						rules[0] = "YEAR-CARRY"
					}
				case o.LastForm != form:
				case col == "in_force", (col == "issued" || col == "repealed") && in.r == this:
					rules = []string{"YEAR-IN-FORCE"}
				case col == "items_last_year", col == "items_change" && in.r != this:
					rules = []string{"YEAR-ITEMS"}
				}
				if rules == nil {
					continue
				}
				old := in.r.Value(fd.ID)
				changes := []model.Value{{State: model.IsNumber, Number: old.Number.Add(model.Int(1))}, {State: model.IsNumber, Number: old.Number.Sub(model.Int(1))},
					{State: model.IsNumber, Number: old.Number.Add(model.Int(90))}, {State: model.Unreadable, Text: "见附件"}}
				// A total that is not there counts as the sum of its parts, and a blank
				// beside figures as 0: these have findings of their own.
				if fd.Total == nil {
					changes = append(changes, model.Value{State: model.Absent})
					if old.Number.Sign() != 0 || strings.HasPrefix(fd.Row.ID, "carried_") || col == "in_force" {
						changes = append(changes, model.Value{State: model.Blank}, model.Value{State: model.Blank, Text: "无"})
					}
				}
				for _, v := range changes {
					in.r.Values[fd.ID] = v
					fs := years()
					for _, rule := range rules {
						tried[rule]++
						if !slices.ContainsFunc(fs, func(x check.Finding) bool {
							return x.Rule.ID == rule && (in.r != this || slices.Contains(x.Fields, fd)) && (in.r == this || strings.Contains(x.About, "last."+fd.ID+"="))
						}) {
							t.Errorf("%s to %s: %s of %d as %+v: %s did not find it", o.LastForm.ID, form.ID, fd.ID, in.r.Year, v, rule)
						}
					}
				}
				if _, ok := this.Taken[fd.ID]; ok && in.r == this { // without last year's report, what the template took over tells
					for _, v := range changes {
						in.r.Values[fd.ID] = v
						if tried["YEAR-TAKEN"]++; !has(check.Run(form, this, check.Options{}), "YEAR-TAKEN") {
							t.Errorf("%s as %+v: YEAR-TAKEN did not find it", fd.ID, v)
						}
					}
				}
				in.r.Values[fd.ID] = old
			}
		}
	}
	for rule, least := range map[string]int{"YEAR-CARRY": 40, "YEAR-CARRY-COLUMN": 400, "YEAR-IN-FORCE": 100, "YEAR-ITEMS": 70, "YEAR-TAKEN": 200} {
		if tried[rule] < least {
			t.Errorf("%s: only %d changes were tried", rule, tried[rule])
		}
	}
	t.Log(tried)
}

// Every finding across years has a name of its own, and what explains it lapses
// when last year's report says something else.
func TestFiguresOfLastYear(t *testing.T) {
	f, _ := templates.Edition("2021")
	same := "本机关全年依法公开各类政府信息，公开的内容与程序都照章办理，公开的渠道保持畅通，公开的成效得到群众认可。"
	this, last := baseline(f), lastYear(f)
	for i, fd := range f.FieldsOf(f.Tables[0]) {
		put(f, this, fd.ID, strconv.Itoa(i+5))
		put(f, last, fd.ID, strconv.Itoa(i+5))
	}
	for i, fd := range f.FieldsOf(f.Tables[1]) {
		put(f, this, fd.ID, strconv.Itoa(i%50+5))
		put(f, last, fd.ID, strconv.Itoa(i%50+5))
	}
	put(f, last, "requests.carried_out.business", "")
	put(f, last, "requests.carried_out.other", "1")
	put(f, last, "requests.new.total", "100000")
	put(f, this, "requests.new.total", "30")
	this.Texts["overview"], last.Texts["overview"] = same+same, same+same
	this.Taken = map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(3)}}
	last.Organ, last.Year = "", 0 // two doubts
	run := func() map[string]string {
		out := map[string]string{}
		for _, x := range check.Run(f, this, check.Options{Last: last, LastForm: f}) {
			if strings.HasPrefix(x.Rule.ID, "YEAR-") {
				if _, twice := out[x.Key]; twice {
					t.Errorf("two findings are named %s", x.Key)
				}
				out[x.Key] = x.Figures
			}
		}
		return out
	}
	was := run()
	if n := len(was); n < 10 {
		t.Fatalf("%d findings: %v", n, was)
	}
	if again := run(); !maps.Equal(was, again) {
		t.Error("the same reports are named otherwise")
	}
	for _, fd := range f.Fields {
		if fd.Row.ID == "carried_out" || fd.Column.Path() == "in_force" {
			put(f, last, fd.ID, "177")
		}
	}
	put(f, last, "requests.new.total", "200000")
	last.Texts["overview"] += "又一句话。"
	this.Taken = map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(4)}}
	stayed := 0
	for key, figures := range run() {
		old, ok := was[key]
		if ok && old == figures && !strings.HasPrefix(key, "YEAR-PAIR") {
			t.Errorf("%s: last year changed, and an explanation would stand", key)
		}
		if ok {
			stayed++
		}
	}
	if stayed < 10 {
		t.Errorf("only %d findings kept their name", stayed)
	}
}

// Whatever last year's report holds, checking against it does not fall over.
func FuzzAcrossYears(f *testing.F) {
	f.Add("3", "2", "甲。乙。", "乙。甲。", uint16(3), 2024, 2023)
	f.Add("", "无", "{{requests.new.total}}", "", uint16(80), 0, 0)
	form := editions(f)
	f.Fuzz(func(t *testing.T, a, b, text, old string, at uint16, year, before int) {
		for _, fm := range form {
			for _, lm := range form {
				this, last := baseline(fm), baseline(lm)
				this.Year, last.Year = year, before
				put(fm, this, fm.Fields[int(at)%len(fm.Fields)].ID, a)
				put(lm, last, lm.Fields[int(at)%len(lm.Fields)].ID, b)
				delete(last.Values, lm.Fields[int(at*7)%len(lm.Fields)].ID)
				this.Texts["overview"], last.Texts["overview"] = text, old
				for _, x := range check.Run(fm, this, check.Options{Last: last, LastForm: lm}) {
					if x.Message.ZH == "" || x.Message.EN == "" {
						t.Fatalf("%s says nothing", x.Rule.ID)
					}
				}
			}
		}
	})
}
