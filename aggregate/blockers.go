package aggregate

import (
	"fmt"
	"slices"

	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// BlockerKind is a reason why a sum would not be the total.
type BlockerKind string

// The reasons, the gravest first.
const (
	Nothing       BlockerKind = "nothing"    // no report is left to be summed
	Unreadable    BlockerKind = "unreadable" // a file that cannot be read
	Twice         BlockerKind = "twice"      // one unit, two different reports
	Overlap       BlockerKind = "overlap"    // a unit that is in another one's total too
	Unknown       BlockerKind = "unknown"    // a unit that is not on the roster, or names itself in no way
	OtherYears    BlockerKind = "years"
	OtherEditions BlockerKind = "editions"
	WithErrors    BlockerKind = "errors" // a report that does not balance
	Missing       BlockerKind = "missing"
)

var objectionKinds = []BlockerKind{Nothing, Unreadable, Twice, Overlap, Unknown, OtherYears, OtherEditions, WithErrors, Missing}

// Acceptable are the reasons that may be accepted: unreadable files are left out,
// the others are summed all the same.
var Acceptable = []BlockerKind{Unreadable, Unknown, OtherYears, WithErrors}

var objectionTitles = map[BlockerKind]msg.Text{
	Nothing:       msg.T("没有可以汇总的报告", "no report to sum"),
	Unreadable:    msg.T("无法读取的文件", "files that cannot be read"),
	Twice:         msg.T("同一单位有几份不同的报告", "units with several different reports"),
	Overlap:       msg.T("与单位自己的报告重复的汇总", "totals that hold units which report themselves too"),
	Unknown:       msg.T("名单之外或认不出的单位", "units that are not on the roster, or cannot be told"),
	OtherYears:    msg.T("年度不同的报告", "reports on other years"),
	OtherEditions: msg.T("格式版本不同的报告", "reports in other editions"),
	WithErrors:    msg.T("有错误的报告", "reports with errors"),
	Missing:       msg.T("缺报的单位", "missing units"),
}

var objectionAdvice = map[BlockerKind]msg.Text{
	Nothing:       msg.T("请确认选对了文件夹", "check that this is the right folder"),
	Unreadable:    msg.T("请单位重新报送；不是年度报告的文件，用 --without 文件名 排除；都不计入的，加 --accept unreadable", "ask the units to file again; leave out what is no report with --without FILE, or all of them with --accept unreadable"),
	Twice:         msg.T("请确认以哪一份为准，把其余的用 --without 文件名 排除；整个文件夹不要的（如上年的），用 --without 文件夹名", "find out which one counts, and leave the others out with --without FILE, or all in a folder, such as last year's, with --without FOLDER"),
	Overlap:       msg.T("用 --without 文件名 排除那份汇总，或排除各单位单独的报告", "leave out the total, or the units' own reports, with --without FILE"),
	Unknown:       msg.T("请改正报告中的名称和代码，或补充名单；确要计入的，加 --accept unknown；不计入的，用 --without 文件名", "correct name and code in the report, or the roster; count them all the same with --accept unknown, or leave them out with --without FILE"),
	OtherYears:    msg.T("请确认年度；确要计入的，加 --accept years 和 --year；不计入的，用 --without 文件名或文件夹名", "check the year; count them all the same with --accept years and --year, or leave them out with --without FILE or FOLDER"),
	OtherEditions: msg.T("加 --across-editions 按版本对照汇总，不可比的格不计入并列出名称；不计入这些报告的，用 --without 文件名", "sum over the crosswalk with --across-editions; what is not comparable is left out by name; or leave the reports out with --without FILE"),
	WithErrors:    msg.T("退回单位改正；仍要计入的，加 --accept errors；不计入的，用 --without 文件名", "have the units correct them; count them all the same with --accept errors, or leave them out with --without FILE"),
	Missing:       msg.T("催报；不等齐就汇总的，去掉 --complete", "chase them, or go on without --complete"),
}

// Title names the kind to people.
func (k BlockerKind) Title() msg.Text { return objectionTitles[k] }

// Advice says what to do about it.
func (k BlockerKind) Advice() msg.Text { return objectionAdvice[k] }

// Blocker is a reason not to make a total.
type Blocker struct {
	Kind  BlockerKind
	Unit  string
	Files []string
	What  msg.Text
}

// picker decides what counts, and objects.
type picker struct {
	assembly   *units.Submissions
	options    Options
	counted    []*units.Submission
	unitOf     map[string]*units.UnitSubmissions // by file
	objections []Blocker
	year       int
}

func (p *picker) accepts(k BlockerKind) bool { return slices.Contains(p.options.Accept, k) }

func (p *picker) object(o Blocker) { p.objections = append(p.objections, o) }

func (p *picker) nameOf(f *units.Submission) string { return p.unitOf[f.File].Name }

func (p *picker) units() {
	p.unitOf = map[string]*units.UnitSubmissions{}
	twice := map[*units.Submission][]string{} // units by the total that holds them
	var totals []*units.Submission
	for _, f := range p.assembly.Unreadable {
		if !p.accepts(Unreadable) {
			p.object(Blocker{Kind: Unreadable, Files: []string{f.Shown}, What: units.Reason(f.Err)})
		}
	}
	for _, u := range p.assembly.Units {
		for _, f := range slices.Concat(u.Filings, u.Copies) {
			p.unitOf[f.File] = u
		}
		switch {
		case len(u.Filings) == 0:
			if p.options.Complete && u.Missing() {
				p.object(Blocker{Kind: Missing, Unit: u.Name, What: msg.F("代码 %s", "code %s", u.Code)})
			}
			continue
		case len(u.Filings) > 1:
			p.object(Blocker{Kind: Twice, Unit: u.Name, Files: units.ShownOf(u.Filings), What: p.differences(u)})
			continue
		}
		f := &u.Filings[0]
		if u.Unit != nil && u.Unit == p.assembly.Top() {
			p.object(Blocker{Kind: Overlap, Unit: u.Name, Files: []string{f.Shown}, What: msg.T("这是汇总机关自己的报告，含所有下属单位", "this is the report of the organ whose total is made; it holds all units below")})
			continue
		}
		if u.IncludedIn != nil {
			if twice[u.IncludedIn] == nil {
				totals = append(totals, u.IncludedIn)
			}
			twice[u.IncludedIn] = append(twice[u.IncludedIn], fmt.Sprintf("%s（%s）", u.Name, f.Shown))
		}
		if (u.Unit == nil && p.assembly.Roster != nil || !u.Ambiguity.IsZero()) && !p.accepts(Unknown) {
			what := u.Ambiguity
			if what.IsZero() {
				what = msg.T("名单上没有这个单位", "the roster has no such unit")
			}
			p.object(Blocker{Kind: Unknown, Unit: u.Name, Files: []string{f.Shown}, What: what})
		}
		if f.Errors > 0 && !p.accepts(WithErrors) {
			p.object(Blocker{Kind: WithErrors, Unit: u.Name, Files: []string{f.Shown}, What: msg.F("错误 %d；%s", "%d errors; %s", f.Errors, f.First)})
		}
		p.counted = append(p.counted, f)
	}
	for _, t := range totals {
		p.object(Blocker{Kind: Overlap, Unit: p.nameOf(t), Files: []string{t.Shown}, What: msg.F("其中已含另行上报的 %d 个单位：%s", "it holds %d units that report themselves too: %s", len(twice[t]), text.Few(twice[t]))})
	}
	if len(p.counted) == 0 && len(p.objections) == 0 {
		p.object(Blocker{Kind: Nothing, What: msg.T("所有单位都缺报或被排除", "every unit is missing or was left out")})
	}
}

// differences tells a unit's reports apart.
func (p *picker) differences(u *units.UnitSubmissions) msg.Text {
	known, err := templates.CandidatesByID(p.options.Source.Form)
	a, b := u.Filings[0], u.Filings[1]
	if err != nil || a.Form != b.Form || a.Year != b.Year {
		return msg.F("%d 年度 %s 版，%d 年度 %s 版", "%d in edition %s, %d in edition %s", a.Year, a.Form, b.Year, b.Form)
	}
	f := known[a.Form]
	x, ex := merge.Decode(a.Entries, len(f.Fields))
	y, ey := merge.Decode(b.Entries, len(f.Fields))
	if ex != nil || ey != nil {
		return msg.Text{}
	}
	var diff []msg.Text
	n := 0
	for i, fd := range f.Fields {
		if merge.SameEntry(x[i], y[i]) {
			continue
		}
		if n++; n <= 3 {
			diff = append(diff, msg.F("“%s” %s、%s", "%q %s, %s", fd.Label(), merge.StandingOf(x[i]), merge.StandingOf(y[i])))
		}
	}
	if n == 0 && a.Organ != b.Organ {
		return msg.F("数字相同，机关名称写作“%s”和“%s”", "the same figures, in the name of %q and of %q", a.Organ, b.Organ)
	}
	if n == 0 {
		return msg.T("数字相同，叙述不同", "the same figures, other narratives")
	}
	return msg.F("%d 格不同：%s", "%d cells differ: %s", n, msg.Join(diff, "；", "; "))
}

// usualYear is the year of most reports, the later of two; 0 when none names one.
func (p *picker) usualYear() (year int) {
	most := map[int]int{}
	for _, f := range p.counted {
		most[f.Year]++
	}
	for y, n := range most {
		if y != 0 && (n > most[year] || n == most[year] && y > year || year == 0) {
			year = y
		}
	}
	return year
}

func (p *picker) objectToYears(year int) {
	if year == 0 {
		year = p.usualYear()
	}
	for _, f := range p.counted {
		what := msg.F("%d 年度", "on %d", f.Year)
		switch f.Year {
		case year:
			continue
		case 0:
			what = msg.T("没有写明年度", "names no year")
		}
		p.object(Blocker{Kind: OtherYears, Unit: p.nameOf(f), Files: []string{f.Shown}, What: msg.F("%s，而汇总的是 %d 年度", "%s, and the total is on %d", what, year)})
	}
}

// objectToEditions names the reports that are not in the total's edition.
func (p *picker) objectToEditions(f *model.Form, known map[string]*model.Form) {
	for _, x := range p.counted {
		if own := known[x.Form]; own.Edition != f.Edition {
			p.object(Blocker{Kind: OtherEditions, Unit: p.nameOf(x), Files: []string{x.Shown}, What: msg.F("按 %s 版格式", "in edition %s", own.ID)})
		}
	}
}

// sources lists where the total's figures come from: every file, and every unit
// without one.
func (p *picker) sources(m *Merged) []merge.Source {
	var out []merge.Source
	listed := map[string]bool{}
	list := func(s merge.Source) {
		out = append(out, s)
		listed[s.Key()] = true
	}
	entries := map[string]string{}
	for _, p := range m.parts {
		entries[p.filing.File] = p.entries
	}
	of := func(role merge.Role, u *units.UnitSubmissions, f units.Submission) merge.Source {
		s := merge.Source{Role: role, File: f.Shown, SHA: f.SHA, Verdict: f.Verdict, Errors: f.Errors, Warnings: f.Warnings, Form: f.Form, Year: f.Year}
		if u != nil {
			s.Code, s.Name = u.Code, u.Name
		}
		return s
	}
	for _, u := range p.assembly.Units {
		for _, f := range u.Filings {
			s := of(merge.Counted, u, f)
			s.Entries, s.Cells = entries[f.File], f.Cells
			list(s)
		}
		for _, f := range u.Copies {
			list(of(merge.Same, u, f))
		}
	}
	for _, u := range p.assembly.Units {
		switch {
		case u.Missing():
			list(merge.Source{Role: merge.Missed, Code: u.Code, Name: u.Name})
		case u.IncludedIn != nil && len(u.Filings) == 0:
			list(merge.Source{Role: merge.Behind, Code: u.Code, Name: u.Name, Via: u.IncludedIn.SHA})
		}
	}
	for _, c := range m.parts {
		for _, s := range c.filing.Sources {
			role := merge.Behind
			switch s.Role {
			case merge.Counted, merge.Behind:
			case merge.Missed:
				role = merge.Missed
			default:
				continue
			}
			if !listed[s.Key()] {
				list(merge.Source{Role: role, Code: s.Code, Name: s.Name, Via: c.filing.SHA})
			}
		}
	}
	for _, f := range p.assembly.Unreadable {
		list(merge.Source{Role: merge.LeftOut, File: f.Shown, SHA: f.SHA, Verdict: "fail"})
	}
	for _, f := range slices.Concat(p.assembly.LeftOut, p.assembly.Empty) {
		s := of(merge.LeftOut, nil, f)
		s.Code, s.Name = f.Code, f.Organ
		list(s)
	}
	for _, f := range p.assembly.Outside {
		s := of(merge.Outside, nil, f)
		s.Code, s.Name = f.Code, f.Organ
		list(s)
	}
	return out
}
