package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
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
	LikeTotal     BlockerKind = "totals"     // a report that by its figures or its name may be the total of others
	Unknown       BlockerKind = "unknown"    // a unit that is not on the roster, or names itself in no way
	OtherYears    BlockerKind = "years"
	OtherEditions BlockerKind = "editions"
	WithErrors    BlockerKind = "errors" // a report that does not balance
	Missing       BlockerKind = "missing"
)

// blockerText is what people are told about a kind of blocker.
type blockerText struct {
	kind          BlockerKind
	title, advice msg.Text
}

// blockerKinds are all kinds, the gravest first, with their titles and what to do.
var blockerKinds = []blockerText{
	{Nothing, msg.T("没有可以汇总的报告", "no report to sum"),
		msg.T("请确认选对了文件夹", "check that this is the right folder")},
	{Unreadable, msg.T("无法读取的文件", "files that cannot be read"),
		msg.T("请单位重新报送；不是年度报告的文件，用 --without 文件名 排除；都不计入的，加 --accept unreadable", "ask the units to file again; leave out what is no report with --without FILE, or all of them with --accept unreadable")},
	{Twice, msg.T("同一单位有几份不同的报告", "units with several different reports"),
		msg.T("请确认以哪一份为准，把其余的用 --without 文件名 排除；整个文件夹不要的（如上年的），用 --without 文件夹名", "find out which one counts, and leave the others out with --without FILE, or all in a folder, such as last year's, with --without FOLDER")},
	{Overlap, msg.T("与单位自己的报告重复的汇总", "totals that hold units which report themselves too"),
		msg.T("用 --without 文件名 排除那份汇总，或排除各单位单独的报告；两份汇总含同一些单位的，排除其中一份", "leave out the total, or the units' own reports, with --without FILE; of two totals that hold the same units, one")},
	{LikeTotal, msg.T("像是其他报告的汇总", "reports that may be totals of others"),
		msg.T("请打开核实：是汇总的，用 --without 文件名 排除，否则各单位的数计入两次；确是一个单位（或本级）自己的报告，加 --accept totals 计入", "open it to make sure: leave a total out with --without FILE, or the units' figures count twice; count what is a unit's or the organ's own report with --accept totals")},
	{Unknown, msg.T("名单之外或认不出的单位", "units that are not on the roster, or cannot be told"),
		msg.T("请改正报告中的名称和代码，或补充名单；确要计入的，加 --accept unknown；不计入的，用 --without 文件名", "correct name and code in the report, or the roster; count them all the same with --accept unknown, or leave them out with --without FILE")},
	{OtherYears, msg.T("年度不同的报告", "reports on other years"),
		msg.T("请确认年度；确要计入的，加 --accept years 和 --year；不计入的，用 --without 文件名或文件夹名", "check the year; count them all the same with --accept years and --year, or leave them out with --without FILE or FOLDER")},
	{OtherEditions, msg.T("格式版本不同的报告", "reports in other editions"),
		msg.T("加 --across-editions 按版本对照汇总，不可比的格不计入并列出名称；不计入这些报告的，用 --without 文件名", "sum over the crosswalk with --across-editions; what is not comparable is left out by name; or leave the reports out with --without FILE")},
	{WithErrors, msg.T("有错误的报告", "reports with errors"),
		msg.T("退回单位改正；仍要计入的，加 --accept errors；不计入的，用 --without 文件名", "have the units correct them; count them all the same with --accept errors, or leave them out with --without FILE")},
	{Missing, msg.T("缺报的单位", "missing units"),
		msg.T("催报；不等齐就汇总的，去掉 --complete", "chase them, or go on without --complete")},
}

// Acceptable are the reasons that may be accepted: unreadable files are left out,
// the others are summed all the same.
var Acceptable = []BlockerKind{Unreadable, LikeTotal, Unknown, OtherYears, WithErrors}

// rank is the place of a kind in the order of gravity.
func (k BlockerKind) rank() int {
	return slices.IndexFunc(blockerKinds, func(b blockerText) bool { return b.kind == k })
}

// Title names the kind to people.
func (k BlockerKind) Title() msg.Text { return blockerKinds[k.rank()].title }

// Advice says what to do about it.
func (k BlockerKind) Advice() msg.Text { return blockerKinds[k.rank()].advice }

// Blocker is a reason not to make a total, of one unit or file.
type Blocker struct {
	Kind  BlockerKind
	Unit  string
	Files []string
	What  msg.Text
}

// selection is what of an assembly counts, and what speaks against a total.
type selection struct {
	assembly *units.Submissions
	options  Options
	forms    map[string]*model.Form // that files may be in, by id
	counted  []*units.Submission
	unitOf   map[string]*units.UnitSubmissions // by file
	totals   []*units.Submission               // that hold units which report themselves too
	blockers []Blocker
}

// accepts reports whether a kind of blocker is accepted.
func (s *selection) accepts(k BlockerKind) bool { return slices.Contains(s.options.Accept, k) }

// acceptsSome reports whether a kind of blocker is accepted, of all files or of some.
func (s *selection) acceptsSome(k BlockerKind) bool {
	return s.accepts(k) || len(s.options.AcceptOf[k]) > 0
}

// block notes a blocker, unless it is accepted, in general or of its file.
func (s *selection) block(b Blocker) {
	of := s.options.AcceptOf[b.Kind]
	s.blockUnless(s.accepts(b.Kind) || slices.ContainsFunc(b.Files, func(f string) bool { return slices.Contains(of, f) }), b)
}

// blockUnless notes a blocker that is not accepted, and tells one that is.
func (s *selection) blockUnless(accepted bool, b Blocker) {
	switch {
	case !accepted:
		s.blockers = append(s.blockers, b)
	case s.options.Accepted != nil:
		s.options.Accepted(b)
	}
}

// nameOf names the unit of a file.
func (s *selection) nameOf(f *units.Submission) string { return s.unitOf[f.File].Name }

// selectUnits decides which report of every unit counts, and notes what blocks it.
func (s *selection) selectUnits() {
	s.unitOf = map[string]*units.UnitSubmissions{}
	for _, f := range s.assembly.Unreadable {
		s.block(Blocker{Kind: Unreadable, Files: []string{f.Shown}, What: units.Reason(f.Err)})
	}
	held := map[*units.Submission][]msg.Text{} // units by the total that holds them
	for _, u := range s.assembly.Units {
		for _, f := range slices.Concat(u.Filings, u.Copies) {
			s.unitOf[f.File] = u
		}
		f := s.only(u)
		if f == nil {
			continue
		}
		if total := u.IncludedIn; total != nil {
			if held[total] == nil {
				s.totals = append(s.totals, total)
			}
			held[total] = append(held[total], msg.F("%s（%s）", "%s (%s)", u.Name, f.Shown))
		}
		s.question(u, f)
		s.counted = append(s.counted, f)
	}
	for _, t := range s.totals {
		s.block(Blocker{Kind: Overlap, Unit: s.nameOf(t), Files: []string{t.Shown}, What: msg.F("其中已含另行上报的 %s 个单位：%s", "it holds %s too: %s", msg.Count(len(held[t]), "unit that reports itself", "units that report themselves"), fewTexts(held[t]))})
	}
	s.blockShared()
	if len(s.counted) == 0 && len(s.blockers) == 0 {
		s.block(Blocker{Kind: Nothing, What: msg.T("所有单位都缺报或被排除", "every unit is missing or was left out")})
	}
}

// blockShared names the totals whose lists of units have units of an earlier one, which would count twice. One that
// holds the other's own unit blocks as such already.
func (s *selection) blockShared() {
	holder := units.NewMatcher[*units.Submission](units.CodeMustAgree)
	for _, f := range s.counted {
		shared := map[*units.Submission][]string{}
		var with []*units.Submission
		for _, src := range f.Sources {
			if src.Role != sums.Counted && src.Role != sums.Behind {
				continue
			}
			for _, other := range holder.All(units.Clues{Code: src.Code, Name: src.Name}) {
				if shared[other] == nil {
					with = append(with, other)
				}
				shared[other] = append(shared[other], cmp.Or(src.Name, src.Code))
			}
		}
		for _, other := range with {
			if s.unitOf[f.File].IncludedIn != other && s.unitOf[other.File].IncludedIn != f {
				s.block(Blocker{Kind: Overlap, Unit: s.nameOf(f), Files: []string{f.Shown, other.Shown},
					What: msg.F("两份汇总都含 %s 个单位：%s", "both totals hold %s: %s", msg.Count(len(shared[other]), "unit", "units"), msg.Few(shared[other]))})
			}
		}
		for _, src := range f.Sources {
			if src.Role == sums.Counted || src.Role == sums.Behind {
				holder.Add(f, units.Clues{Code: src.Code, Name: src.Name})
			}
		}
	}
}

// only is the one report of a unit that may count; nil without one.
func (s *selection) only(u *units.UnitSubmissions) *units.Submission {
	switch {
	case len(u.Filings) == 0:
		if s.options.Complete && u.Missing() {
			s.block(Blocker{Kind: Missing, Unit: u.Name, What: msg.F("代码 %s", "code %s", u.Code)})
		}
	case len(u.Filings) > 1:
		s.block(Blocker{Kind: Twice, Unit: u.Name, Files: units.ShownOf(u.Filings), What: units.Differences(u.Filings[0], u.Filings[1], s.options.Source.Form)})
	case u.Unit != nil && u.Unit == s.assembly.Top():
		s.block(Blocker{Kind: Overlap, Unit: u.Name, Files: units.ShownOf(u.Filings), What: msg.T("这是汇总机关自己的报告，含所有下属单位", "this is the report of the organ whose total is made; it holds all units below")})
	default:
		return &u.Filings[0]
	}
	return nil
}

// question notes what speaks against counting a unit's report.
func (s *selection) question(u *units.UnitSubmissions, f *units.Submission) {
	if u.Unit == nil && s.assembly.Roster != nil || !u.Ambiguity.IsZero() {
		what := cmp.Or(u.Ambiguity, msg.T("名单上没有这个单位", "the roster has no such unit"))
		s.block(Blocker{Kind: Unknown, Unit: u.Name, Files: []string{f.Shown}, What: what})
	}
	if f.Errors > 0 {
		s.block(Blocker{Kind: WithErrors, Unit: u.Name, Files: []string{f.Shown}, What: msg.F("错误 %s；%s", "%s; %s", msg.Count(f.Errors, "error", "errors"), f.First)})
	}
}

// usualYear is the year of most reports, the later of two; 0 when none names one.
func (s *selection) usualYear() (year int) {
	most := map[int]int{}
	for _, f := range s.counted {
		most[f.Year]++
	}
	for y, n := range most {
		if y != 0 && (n > most[year] || n == most[year] && y > year || year == 0) {
			year = y
		}
	}
	return year
}

// blockYears names the reports that are not on the year of the total, or of most.
func (s *selection) blockYears(year int) {
	if year == 0 {
		year = s.usualYear()
	}
	for _, f := range s.counted {
		what := msg.F("%d 年度", "on %d", f.Year)
		switch f.Year {
		case year:
			continue
		case 0:
			what = msg.T("没有写明年度", "names no year")
		}
		s.block(Blocker{Kind: OtherYears, Unit: s.nameOf(f), Files: []string{f.Shown}, What: msg.F("%s，而汇总的是 %d 年度", "%s, and the total is on %d", what, year)})
	}
}

// blockEditions names the reports that are not in the total's edition, which are accepted where they are summed over the
// crosswalk.
func (s *selection) blockEditions(f *model.Form) {
	for _, x := range s.counted {
		if own := s.forms[x.Form]; own.Edition != f.Edition {
			s.blockUnless(s.options.AcrossEditions, Blocker{Kind: OtherEditions, Unit: s.nameOf(x), Files: []string{x.Shown}, What: msg.F("按 %s 版格式", "in edition %s", own.ID)})
		}
	}
}

// sources lists where the total's figures come from: every file, and every unit
// without one.
func (s *selection) sources(m *Merged) []sums.Source {
	var out []sums.Source
	listed := map[string]bool{}
	list := func(src sums.Source) {
		out = append(out, src)
		listed[src.Key()] = true
	}
	rows := map[string]sums.Row{}
	for _, p := range m.parts {
		rows[p.submission.File] = p.row
	}
	of := func(role sums.Role, u *units.UnitSubmissions, f units.Submission) sums.Source {
		src := sums.Source{Role: role, Code: f.Code, Name: f.Organ, File: f.Shown, SHA: f.SHA, Verdict: f.Verdict, Errors: f.Errors, Warnings: f.Warnings, Form: f.Form, Year: f.Year}
		if u != nil {
			src.Code, src.Name = u.Code, u.Name
		}
		return src
	}
	for _, u := range s.assembly.Units {
		for _, f := range u.Filings {
			src := of(sums.Counted, u, f)
			src.Row, src.Cells = rows[f.File], f.Cells
			list(src)
		}
		for _, f := range u.Copies {
			list(of(sums.Same, u, f))
		}
	}
	for _, u := range s.assembly.Units {
		switch {
		case u.Missing():
			list(sums.Source{Role: sums.Missed, Code: u.Code, Name: u.Name})
		case u.IncludedIn != nil && len(u.Filings) == 0:
			list(sums.Source{Role: sums.Behind, Code: u.Code, Name: u.Name, Via: u.IncludedIn.SHA})
		}
	}
	for _, c := range m.parts {
		totals := totalsAmong(c.submission.Sources)
		for _, src := range c.submission.Sources {
			role, sha := src.Role, ""
			if totals[src.SHA] {
				sha = src.SHA // by which it is told from a unit
			}
			if role == sums.Counted {
				role = sums.Behind
			}
			if (role == sums.Behind || role == sums.Missed) && !listed[src.Key()] {
				list(sums.Source{Role: role, Code: src.Code, Name: src.Name, SHA: sha, Via: c.submission.SHA})
			}
		}
	}
	for _, f := range s.assembly.Unreadable {
		list(sums.Source{Role: sums.LeftOut, File: f.Shown, SHA: f.SHA, Verdict: "fail"})
	}
	for _, f := range slices.Concat(s.assembly.LeftOut, s.assembly.Empty) {
		list(of(sums.LeftOut, nil, f))
	}
	for _, f := range s.assembly.Outside {
		list(of(sums.Outside, nil, f))
	}
	return out
}

// totalsAmong are the sources that hold others of the list, or are behind as totals do, by their SHA.
func totalsAmong(sources []sums.Source) map[string]bool {
	out := map[string]bool{}
	for _, s := range sources {
		if s.Via != "" {
			out[s.Via] = true
		}
		if s.Role == sums.Behind && s.SHA != "" {
			out[s.SHA] = true
		}
	}
	delete(out, "")
	return out
}

// fewTexts is msg.Few of texts in two languages.
func fewTexts(ts []msg.Text) msg.Text {
	in := func(l msg.Lang) []string { return lists.Map(ts, func(t msg.Text) string { return t.In(l) }) }
	return msg.T(msg.Few(in(msg.ZH)).ZH, msg.Few(in(msg.EN)).EN)
}
