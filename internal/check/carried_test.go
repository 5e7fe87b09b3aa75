package check_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// A carried figure that was changed is one fault, also beside last year's report:
// the reason given for the change explains that it is not last year's.
func TestTakenAgainstLast(t *testing.T) {
	f := formtest.Form(t, "2021")
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
		put(this, id, tc.now)
		put(last, "requests.carried_out.business", tc.last)
		this.Taken = map[string]model.Taken{id: {Number: model.Int(3), Source: "2023 年度报告", Reason: tc.reason}}
		got := ""
		for _, x := range check.Run(this, check.Options{Last: last}) {
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

// pairs of adjacent years on which no rule across years has anything to say,
// made of real figures: what is carried is set as the official rules have it.
func pairs(t *testing.T) []check.Options {
	var out []check.Options
	for _, names := range [][2]string{{"shanghai-office-2019", "huangpu-2020"}, {"huangpu-2020", "huaian-2024"}, {"huaian-2024", "bureau-2022"}, {"bureau-2020", "bureau-2021"}, {"bureau-2021", "bureau-2022"}} {
		last := formtest.Example(t, names[0]+".json")
		this := formtest.Example(t, names[1]+".json")
		this.Organ, last.Organ, last.Year = "某机关", "某机关", this.Year-1
		last.Texts = map[string]string{}
		for _, fd := range last.Form.Fields { // a real report with blanks is made whole first
			if !last.Value(fd.ID).IsNumber() {
				put(last, fd.ID, "0")
			}
		}
		set := func(id string, n model.Number) { this.Values[id] = model.Value{State: model.IsNumber, Number: n} }
		was := func(id string) model.Number { return last.Value(id).Number }
		for _, fd := range this.Form.Fields {
			row := fd.Table.ID + "." + fd.Row.ID
			switch col := fd.Column.Path(); {
			case fd.Row.ID == "carried_in":
				set(fd.ID, was("requests.carried_out."+col))
			case col == "in_force" && last.Form == this.Form:
				set(fd.ID, was(fd.ID).Add(this.Value(row+".issued").Number).Sub(this.Value(row+".repealed").Number))
			case col == "items_last_year" && last.Form == this.Form:
				set(fd.ID, was(fd.ID).Add(was(row+".items_change")))
			}
		}
		this.Taken = map[string]model.Taken{}
		for id, v := range this.Values {
			if fd, _ := this.Form.Field(id); fd.Row.ID == "carried_in" && fd.Total == nil {
				this.Taken[id] = model.Taken{Number: v.Number, Source: "上年报告"}
			}
		}
		out = append(out, check.Options{Last: last}, check.Options{Last: this}) // in twos
	}
	return out
}

// Every single change of a figure that one year hands to the next is found, in
// either report, by the rule whose it is, and names the cell.
func TestEveryChangeAcrossYearsIsFound(t *testing.T) {
	tried := map[string]int{}
	ps := pairs(t)
	for i := 0; i < len(ps); i += 2 {
		o, this, form := ps[i], ps[i+1].Last, ps[i+1].Last.Form
		years := func() []check.Finding {
			return slices.DeleteFunc(check.Run(this, o), func(x check.Finding) bool {
				return !slices.Contains([]string{"YEAR-PAIR", "YEAR-CARRY", "YEAR-CARRY-COLUMN", "YEAR-IN-FORCE", "YEAR-ITEMS", "YEAR-TAKEN"}, x.Rule.ID)
			})
		}
		if fs := years(); len(fs) > 0 {
			t.Fatalf("%s to %s is not clean: %s %s", o.Last.Form.ID, form.ID, fs[0].Rule.ID, fs[0].Message.ZH)
		}
		for _, in := range []struct {
			r *model.Report
			f *model.Form
		}{{o.Last, o.Last.Form}, {this, form}} {
			for _, fd := range in.f.Fields {
				col, rules := fd.Column.Path(), []string(nil)
				switch {
				case fd.Row.ID == "carried_in" && in.r == this, fd.Row.ID == "carried_out" && in.r != this:
					rules = []string{"YEAR-CARRY-COLUMN"}
					if col == "total" {
						rules[0] = "YEAR-CARRY"
					}
				case o.Last.Form != form:
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
							t.Errorf("%s to %s: %s of %d as %+v: %s did not find it", o.Last.Form.ID, form.ID, fd.ID, in.r.Year, v, rule)
						}
					}
				}
				if _, ok := this.Taken[fd.ID]; ok && in.r == this { // without last year's report, what the template took over tells
					for _, v := range changes {
						in.r.Values[fd.ID] = v
						if tried["YEAR-TAKEN"]++; !has(check.Run(this, check.Options{}), "YEAR-TAKEN") {
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
	f := formtest.Form(t, "2021")
	same := "本机关全年依法公开各类政府信息，公开的内容与程序都照章办理，公开的渠道保持畅通，公开的成效得到群众认可。"
	this, last := baseline(f), lastYear(f)
	for i, fd := range f.FieldsOf(f.Tables[0]) {
		put(this, fd.ID, strconv.Itoa(i+5))
		put(last, fd.ID, strconv.Itoa(i+5))
	}
	for i, fd := range f.FieldsOf(f.Tables[1]) {
		put(this, fd.ID, strconv.Itoa(i%50+5))
		put(last, fd.ID, strconv.Itoa(i%50+5))
	}
	put(last, "requests.carried_out.business", "")
	put(last, "requests.carried_out.other", "1")
	put(last, "requests.new.total", "100000")
	put(this, "requests.new.total", "30")
	this.Texts["overview"], last.Texts["overview"] = same+same, same+same
	this.Taken = map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(3)}}
	last.Organ, last.Year = "", 0 // two doubts
	run := func() map[string]string {
		out := map[string]string{}
		for _, x := range check.Run(this, check.Options{Last: last}) {
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
	// Explained now, and no more when last year's report is another.
	for key, figures := range was {
		this.Listed = append(this.Listed, model.Listed{Key: key, Figures: figures, Text: "有原因"})
	}
	explained := func() (n int) {
		for _, x := range check.Run(this, check.Options{Last: last}) {
			if strings.HasPrefix(x.Rule.ID, "YEAR-") && x.Rule.ID != "YEAR-PAIR" && x.Explained() {
				n++
			}
		}
		return n
	}
	if n := explained(); n < 10 {
		t.Errorf("%d findings are explained", n)
	}
	for _, fd := range f.Fields {
		if fd.Row.ID == "carried_out" || fd.Column.Path() == "in_force" {
			put(last, fd.ID, "177")
		}
	}
	put(last, "requests.new.total", "200000")
	last.Texts["overview"] += "又一句话。"
	this.Taken = map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(4)}}
	if n := explained(); n > 0 {
		t.Errorf("%d explanations outlive last year's figures", n)
	}
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
