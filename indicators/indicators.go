// Package indicators sets units beside each other: shares such as that of requests
// granted, counts, their distribution, ranks, the change on last year, and the units
// whose value lies far from the others'. Which indicators there are is data of the form
// (templates/forms/indicators.yaml); every one is printed with its definition.
//
// Nothing is computed in floating point: a share is two whole numbers until it is
// printed, and only there it is rounded, to a tenth of a percent, halves away from zero.
// Equal shares have equal ranks. A share of few cases is shown and never ranked.
package indicators

import (
	"cmp"
	"maps"
	"math/big"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// Options say what is computed.
type Options struct {
	Form *model.Form // a variant that reports may be in; nil for the official ones
	Year int         // the year reported on; 0 takes that of the reports, which must then be one
	// Last finds a unit's report on the year before; nil compares with none.
	Last func(code, name string, year int) (*units.Submission, error)
	// CountTotals counts reports that by their figures are the total of others, as units of their own.
	CountTotals bool
	// CountTotalsOf are the files, by their names for people, for which alone that is so.
	CountTotalsOf []string
	// Open reads a file again that is a total, for the figures of the units that it lists; nil leaves them out.
	Open func(file string) (*model.Report, error)
}

// Results are the indicators of many units.
type Results struct {
	Form       *model.Form // whose definitions these are
	Organ      string      // whose units they are, where a roster or a total says so
	Year       int
	Indicators []*model.Indicator // in the order of all values
	Units      []*Unit            // in the order of the roster
	Totals     []*Unit            // files that are totals of units
	Summaries  []Summary          // by indicator
	Uncounted  []Uncounted
	Due        int  // units that are to report; 0 without a roster or a total that knows
	Compared   bool // with last year
	// Doubts are sentences about what counts, and may count twice: reports that may be totals, and those beside a total's list.
	Doubts []msg.Text

	sum      *sums.Total // of the units
	paired   pair        // of those with a report on last year
	repeated int         // units that several totals list with the same figures, counted once
	uneven   []string    // the units with a total among the counts that is not the sum of its parts
}

// pair is the sums of the same units in two years.
type pair struct {
	this, last *sums.Total
	units      int
}

// Unit is a unit that is counted, with its values.
type Unit struct {
	Code, Name string
	Contact    string // as the roster has it
	File       string // its name for people
	Errors     int
	Warnings   int      // that nobody explained
	First      msg.Text // what is wrong first, with its place
	Doubt      msg.Text // what is not sure about whose report it is
	Values     []Value  // by indicator
	HasLast    bool     // there is a report on last year
}

// Value is a unit's value of an indicator: Part of Whole, which is 1 for a count.
type Value struct {
	State       model.State // with any other than [model.IsNumber] there is no value
	Part, Whole model.Number
	Rank        int // from the highest down; 0 for one that is not ranked
	Small       bool
	Last        *Value // a year ago
}

// Known reports whether there is a value: its figures are there, and it is a share of something.
func (v Value) Known() bool { return v.State == model.IsNumber && v.Whole.Sign() > 0 }

// Ratio is the value as a fraction; nil without one.
func (v Value) Ratio() *big.Rat {
	if !v.Known() {
		return nil
	}
	part, ok1 := new(big.Rat).SetString(v.Part.String())
	whole, ok2 := new(big.Rat).SetString(v.Whole.String())
	if !ok1 || !ok2 {
		return nil
	}
	return part.Quo(part, whole)
}

// Change is how much a value is above last year's; nil where either is missing.
func (v Value) Change() *big.Rat {
	if v.Last == nil {
		return nil
	}
	now, then := v.Ratio(), v.Last.Ratio()
	if now == nil || then == nil {
		return nil
	}
	return now.Sub(now, then)
}

// Reason says why a unit or a file is not counted.
type Reason string

// The reasons, those first about which somebody has to be called.
const (
	Missing     Reason = "missing"     // nothing came in
	Unreadable  Reason = "unreadable"  // a file that cannot be read
	Conflicting Reason = "conflicting" // several reports that say different things
	Stranger    Reason = "stranger"    // not on the roster, or it is not clear whose it is
	Empty       Reason = "empty"       // a template that nobody filled in
	OtherYear   Reason = "other-year"
	InTotal     Reason = "in-total" // its figures are in a total alone
	LeftOut     Reason = "left-out" // left out of a total
	Repeated    Reason = "repeated" // a total lists the same figures under another name
	LikeTotal   Reason = "total"    // by its figures the total of other reports that are counted
)

// Uncounted is a unit or a file that is not among the units, and why.
type Uncounted struct {
	Reason     Reason
	Code, Name string
	Contact    string
	Files      []string
	Why        msg.Text
	// Alone says that of a unit of the roster nothing else is in.
	Alone bool
}

// Of computes the indicators of the units that handed reports in. List may be nil: then every organ is a
// unit. The order of the submissions does not matter. Reports on several years, where none is asked for, are a *msg.Problem.
func Of(list *units.Roster, submissions []units.Submission, o Options) (*Results, error) {
	forms, err := templates.CandidatesByID(o.Form)
	if err != nil {
		return nil, err
	}
	r := &Results{Year: o.Year, Compared: o.Last != nil}
	g := &gathering{Results: r, options: o, forms: forms, fields: map[*model.Form][]*model.Field{}, list: list}
	asked, err := g.ofYear(submissions)
	if err != nil {
		return nil, err
	}
	a := units.Assemble(list, nil, asked)
	if top := a.Top(); top != nil {
		r.Organ = top.Name
	}
	g.choose(asked)
	if !o.CountTotals {
		g.findTotals(a)
	}
	if err := g.findListed(a); err != nil {
		return nil, err
	}
	for _, u := range a.Units {
		if u.Due {
			r.Due++
		}
		if err := g.unit(u); err != nil {
			return nil, err
		}
	}
	for _, f := range a.Unreadable {
		x := Uncounted{Reason: Unreadable, Files: []string{f.Shown}, Why: f.Why()}
		if list != nil {
			if u := list.OfFile(f.Shown); u != nil {
				x.Code, x.Name, x.Contact = u.Code, u.Name, u.Contact
			}
		}
		r.Uncounted = append(r.Uncounted, x)
	}
	if err := g.within(a); err != nil {
		return nil, err
	}
	g.leftOutOfMissing()
	g.onceEach()
	g.summarise()
	return r, nil
}

// gathering is the results while they are put together.
type gathering struct {
	*Results
	options Options
	forms   map[string]*model.Form
	fields  map[*model.Form][]*model.Field // that the indicators need, so that of a report nothing else is unpacked
	list    *units.Roster
	totals  []units.Submission
	like    map[string]likeness // by file: reports that seem to be the total of others
	same    map[string]msg.Text // by file: reports whose figures a total lists under another name
	opened  map[string]opened   // totals that were read again, by file
}

// ofYear keeps the reports on the year asked for, and says which are left out.
func (g *gathering) ofYear(submissions []units.Submission) (asked []units.Submission, err error) {
	years := map[int]int{}
	for _, f := range submissions {
		if f.Err == nil && !f.Empty {
			years[f.Year]++
		}
	}
	if g.Year == 0 && len(years) > 1 {
		named := lists.Map(slices.Sorted(maps.Keys(years)), func(y int) msg.Text {
			if y == 0 {
				return msg.F("没有写明年度的 %d 份", "%d that name no year", years[y])
			}
			return msg.F("%d 年度 %d 份", "%[2]d on %[1]d", y, years[y])
		})
		return nil, &msg.Problem{What: msg.F("报告不是同一年度的：%s", "the reports are on different years: %s", msg.Join(named, "、", ", ")),
			Hint: msg.T("用 --year 指定年度，如 --year 2024", "name the year, such as --year 2024")}
	}
	for y := range years {
		g.Year = cmp.Or(g.Year, y)
	}
	for _, f := range units.Sorted(submissions) {
		x := Uncounted{Code: f.Code, Name: f.Organ, Files: []string{f.Shown}}
		if g.list != nil && f.Err == nil {
			u, ok := g.list.Code(f.Code)
			if !ok {
				u, ok = g.list.Find(f.Organ)
			}
			if ok {
				x.Code, x.Name, x.Contact = u.Code, u.Name, u.Contact
			}
		}
		switch {
		case f.Err == nil && f.Empty:
			x.Reason, x.Why = Empty, msg.T("模板没有填写", "a template that nobody filled in")
			g.Uncounted = append(g.Uncounted, x)
		case f.Err == nil && f.Year != g.Year:
			x.Reason, x.Why = OtherYear, msg.F("%d 年度的报告", "a report on %d", f.Year)
			if f.Year == 0 {
				x.Why = msg.T("没有写明年度", "it names no year")
			}
			g.Uncounted = append(g.Uncounted, x)
		default:
			asked = append(asked, f)
		}
	}
	return asked, nil
}

// leftOutOfMissing puts a file that a total leaves out, and that by its name is that of a unit which the total lists as
// missing, to that unit: it is one matter, not two.
func (g *gathering) leftOutOfMissing() {
	owners := units.NewMatcher[int](units.CodeMustAgree)
	for i, x := range g.Uncounted {
		if x.Reason == Missing {
			owners.Add(i, units.Clues{Code: x.Code, Name: x.Name})
		}
	}
	said := make([]bool, len(g.Uncounted))
	for i, x := range g.Uncounted {
		if x.Reason != LeftOut || x.Code != "" || len(x.Files) != 1 {
			continue
		}
		if of := owners.OfFile(x.Files[0]); len(of) == 1 {
			unit := &g.Uncounted[of[0]]
			unit.Files, unit.Why, said[i] = append(unit.Files, x.Files...), msg.F("%s；%s", "%s; %s", unit.Why, x.Why), true
		}
	}
	kept := g.Uncounted[:0]
	for i, x := range g.Uncounted {
		if !said[i] {
			kept = append(kept, x)
		}
	}
	g.Uncounted = kept
}

// onceEach leaves a missing unit out where a file of it is listed that does not count: that says more.
func (g *gathering) onceEach() {
	missing := map[string]bool{}
	for _, x := range g.Uncounted {
		missing[x.Code] = missing[x.Code] || x.Reason == Missing && x.Code != ""
	}
	said := map[string]bool{}
	for i := range g.Uncounted {
		switch x := &g.Uncounted[i]; x.Reason {
		case Unreadable, Empty, OtherYear:
			x.Alone = missing[x.Code]
			said[x.Code] = x.Alone || said[x.Code]
		}
	}
	g.Uncounted = slices.DeleteFunc(g.Uncounted, func(x Uncounted) bool { return x.Reason == Missing && said[x.Code] })
}

// choose settles whose definitions are printed: those of the variant asked for, or of the newest edition among the reports.
func (g *gathering) choose(asked []units.Submission) {
	g.Form = g.options.Form
	for _, f := range asked {
		if form := g.forms[f.Form]; form != nil && (g.Form == nil || g.options.Form == nil && form.Years.From > g.Form.Years.From) {
			g.Form = form
		}
	}
	if g.Form == nil {
		g.Form, _ = templates.Edition(slices.Max(templates.Editions()))
	}
	for _, i := range g.Form.Indicators {
		if !i.Brief {
			g.Indicators = append(g.Indicators, i)
		}
	}
	g.sum = sums.New(g.Form)
	g.paired = pair{this: sums.New(g.Form), last: sums.New(g.Form)}
}

// unit adds a unit, or says why it is not counted.
func (g *gathering) unit(u *units.UnitSubmissions) error {
	name, contact := cmp.Or(u.Name, u.Code), ""
	if u.Unit != nil {
		contact = u.Unit.Contact
	}
	uncounted := func(reason Reason, why msg.Text) {
		g.Uncounted = append(g.Uncounted, Uncounted{Reason: reason, Code: u.Code, Name: name, Contact: contact, Files: units.ShownOf(u.Filings), Why: why})
	}
	switch {
	case len(u.Filings) == 0 && u.IncludedIn != nil:
		return nil // see within
	case len(u.Filings) == 0:
		uncounted(Missing, msg.T("没有收到报告", "no report came in"))
		return nil
	case g.list != nil && u.Unit == nil:
		u.Unplaced(func(f units.Submission, why msg.Text) {
			g.Uncounted = append(g.Uncounted, Uncounted{Reason: Stranger, Code: f.Code, Name: cmp.Or(f.Organ, name), Files: []string{f.Shown}, Why: why})
		})
		return nil
	case len(u.Filings) > 1:
		uncounted(Conflicting, msg.F("有 %d 份内容不同的报告，不知道以哪一份为准", "there are %d different reports, and it is not known which one counts", len(u.Filings)))
		return nil
	}
	f := u.Filings[0]
	like, isLike := g.like[f.File]
	if like.certain {
		uncounted(LikeTotal, msg.F("像是汇总：%s；确是一个单位自己的报告，加 --accept totals 计入", "it seems to be a total: %s; count what is a unit's own report with --accept totals", like.why))
		return nil
	}
	if why, ok := g.same[f.File]; ok {
		uncounted(Repeated, why)
		return nil
	}
	form := g.forms[f.Form]
	if form == nil || !f.Row.Fits(form) {
		uncounted(Unreadable, msg.Of(sums.ErrRow))
		return nil
	}
	one := &Unit{Code: u.Code, Name: name, Contact: contact, File: f.Shown, Errors: f.Errors, Warnings: f.Warnings, First: f.First, Doubt: u.Ambiguity}
	if g.isTotal(u) {
		one.Values = g.values(form, f.Row.Entries())
		g.Totals, g.totals = append(g.Totals, one), append(g.totals, f)
		return g.addLast(one, nil)
	}
	if isLike {
		g.doubt(name, f, like)
	}
	return g.count(one, form, f.Row.Entries())
}

// count adds a unit with its figures.
func (g *gathering) count(one *Unit, form *model.Form, entries sums.Entries) error {
	one.Values = g.values(form, entries)
	if g.isUneven(form, entries) {
		g.uneven = append(g.uneven, one.Name)
	}
	own, _, ok := entries.Translate(form, g.Form)
	if ok {
		own = own.Filled(g.Form)
		g.sum.Add(own)
	} else {
		own = nil
	}
	g.Units = append(g.Units, one)
	return g.addLast(one, own)
}

// isUneven reports whether a total that is one of the counts is not the sum of its parts.
func (g *gathering) isUneven(form *model.Form, entries sums.Entries) bool {
	for _, i := range g.Indicators {
		for _, id := range i.Terms {
			fs, _ := form.Figure(id)
			if !i.IsShare() && slices.ContainsFunc(fs, func(fd *model.Field) bool {
				return fd.Total != nil && entries[fd.Index].State == model.IsNumber && !entries.AddsUp(fd)
			}) {
				return true
			}
		}
	}
	return false
}

// addLast adds a unit's values of the year before; own are its figures of this year, nil for those of a total.
func (g *gathering) addLast(one *Unit, own sums.Entries) error {
	if g.options.Last == nil {
		return nil
	}
	f, err := g.options.Last(one.Code, one.Name, g.Year)
	if err != nil || f == nil {
		return err
	}
	form := g.forms[f.Form]
	if form == nil || !f.Row.Fits(form) {
		return nil
	}
	one.HasLast = true
	entries := f.Row.Entries()
	for i, v := range g.values(form, entries) {
		one.Values[i].Last = &v
	}
	if then, _, ok := entries.Translate(form, g.Form); ok && own != nil {
		g.paired.this.Add(own)
		g.paired.last.Add(then.Filled(g.Form))
		g.paired.units++
	}
	return nil
}

// within adds the units whose figures are in a total alone, if it can be opened again, and
// otherwise says that they are there.
func (g *gathering) within(a *units.Submissions) error {
	if !slices.ContainsFunc(a.Units, func(u *units.UnitSubmissions) bool { return u.IncludedIn != nil }) && !slices.ContainsFunc(g.totals, func(f units.Submission) bool { return f.IsTotal() }) {
		return nil // as in most folders
	}
	owners := units.NewMatcher[*units.UnitSubmissions](units.CodeMustAgree)
	for _, u := range a.Units {
		owners.Add(u, units.Clues{Code: u.Code, Name: u.Name})
		for _, f := range u.Filings {
			owners.Add(u, units.Clues{SHA: f.SHA})
		}
	}
	taken := map[*units.UnitSubmissions]bool{}
	listed := units.NewMatcher[*listing](units.CodeMustAgree)
	for _, f := range g.totals {
		if !f.IsTotal() || g.options.Open == nil {
			continue
		}
		o, err := g.open(f)
		if err != nil {
			return err
		}
		if g.list == nil && len(g.totals) == 1 {
			g.Organ = f.Organ
		}
		for _, s := range o.sources {
			for _, u := range owners.All(units.Clues{SHA: s.SHA, Code: s.Code, Name: s.Name}) {
				if taken[u] = taken[u] || s.Role == sums.Counted; len(u.Filings) > 0 {
					s.Role = sums.Same // its own report is there
				}
			}
			if g.isListed(listed, f, s) {
				continue
			}
			if err := g.source(f, o.form, s); err != nil {
				return err
			}
		}
	}
	for _, u := range a.Units {
		if len(u.Filings) == 0 && u.IncludedIn != nil && !taken[u] {
			g.Uncounted = append(g.Uncounted, Uncounted{Reason: InTotal, Code: u.Code, Name: u.Name, Files: []string{u.IncludedIn.Shown},
				Why: msg.F("数字只在 %s 中，没有本单位的报告", "its figures are in %s alone, and there is no report of its own", u.IncludedIn.Shown)})
		}
	}
	return nil
}

// listing is a unit with its figures, as a total lists it.
type listing struct {
	file string
	row  sums.Row
}

// isListed reports whether an earlier total counts a unit that a total lists: it is not counted again, and where the two
// say different things that is told.
func (g *gathering) isListed(listed *units.Matcher[*listing], f units.Submission, s sums.Source) bool {
	if s.Role != sums.Counted {
		return false
	}
	clues := units.Clues{Code: s.Code, Name: s.Name}
	first, ok := listed.Find(clues)
	switch {
	case !ok || first.file == f.Shown:
		listed.Add(&listing{f.Shown, s.Row}, clues)
		return false
	case first.row == s.Row:
		g.repeated++
	default:
		g.Uncounted = append(g.Uncounted, Uncounted{Reason: Conflicting, Code: s.Code, Name: s.Name, Files: []string{f.Shown},
			Why: msg.F("已按 %s 计入，%s 中它的数不同，没有再计", "it is counted as %s has it; its figures in %s are others, and were not counted again", first.file, f.Shown)})
	}
	return true
}

// source adds a unit that a total lists.
func (g *gathering) source(f units.Submission, form *model.Form, s sums.Source) error {
	if g.list == nil && (s.Role == sums.Counted || s.Role == sums.Missed || s.Role == sums.Behind) {
		g.Due++
	}
	x := Uncounted{Code: s.Code, Name: s.Name, Files: []string{f.Shown}}
	switch s.Role {
	case sums.Counted:
		if !s.Row.Fits(form) {
			return nil
		}
		return g.count(&Unit{Code: s.Code, Name: s.Name, File: f.Shown, Errors: s.Errors, Warnings: s.Warnings}, form, s.Row.Entries())
	case sums.Missed:
		if g.list == nil {
			x.Reason, x.Why = Missing, msg.T("汇总中记为缺报", "the total lists it as missing")
			g.Uncounted = append(g.Uncounted, x)
		}
	case sums.Behind:
		if g.list == nil {
			x.Reason, x.Why = InTotal, msg.F("数字在 %s 所汇总的下级汇总中", "its figures are in a total below that %s sums", f.Shown)
			g.Uncounted = append(g.Uncounted, x)
		}
	case sums.LeftOut, sums.Outside:
		x.Reason, x.Why, x.Files = LeftOut, msg.F("%s 没有计入它", "%s leaves it out", f.Shown), []string{cmp.Or(s.File, f.Shown)}
		g.Uncounted = append(g.Uncounted, x)
	}
	return nil
}

// values are the values of all indicators of entries in a form.
func (g *gathering) values(form *model.Form, entries sums.Entries) []Value {
	fields, ok := g.fields[form]
	if !ok {
		fields = fieldsOf(form, g.Indicators)
		g.fields[form] = fields
	}
	r := &model.Report{Form: form, Values: make(map[string]model.Value, len(fields))}
	for _, fd := range fields {
		r.Values[fd.ID] = model.Value{State: entries[fd.Index].State, Number: entries[fd.Index].Number}
	}
	return lists.Map(g.Indicators, func(i *model.Indicator) Value { return ValueOf(r, i) })
}

// fieldsOf are the fields of indicators, with the parts of those that are totals.
func fieldsOf(form *model.Form, all []*model.Indicator) (out []*model.Field) {
	needed := map[*model.Field]bool{}
	for _, i := range all {
		for _, id := range slices.Concat(i.Terms, i.Of) {
			fs, _ := form.Figure(id)
			for _, fd := range fs {
				fd.AddWithParts(needed)
			}
		}
	}
	for _, fd := range form.Fields {
		if needed[fd] {
			out = append(out, fd)
		}
	}
	return out
}

// ValueOf is the value of an indicator of one report.
func ValueOf(r *model.Report, i *model.Indicator) Value {
	part := model.SumOf(r, i.Terms)
	v := Value{State: part.State, Part: part.Number, Whole: model.Int(1)}
	if !i.IsShare() || v.State != model.IsNumber {
		return v
	}
	whole := model.SumOf(r, i.Of)
	if v.Whole = whole.Number; whole.State != model.IsNumber {
		v.State = whole.State
	}
	// A sum takes a blank for 0, and a share of it would be far too high where a whole row of the form is blank.
	if v.State == model.IsNumber && slices.ContainsFunc(i.Of, func(id string) bool { return isBlankTotal(r, id) }) {
		v.State = model.Blank
	}
	v.Small = v.State == model.IsNumber && v.Whole.Cmp(model.Int(int64(i.Least))) < 0
	return v
}

// isBlankTotal reports whether a field is a total and blank.
func isBlankTotal(r *model.Report, id string) bool {
	fd, ok := r.Form.Field(id)
	return ok && fd.Total != nil && r.Value(id).State == model.Blank
}

// Submission is what a report that was read says of a unit, without what a check of it found. Name is that of its file.
// The error of a total whose list of units is damaged is a *msg.Problem.
func Submission(name string, r *model.Report) (units.Submission, error) {
	f := units.Submission{File: name, Shown: filepath.Base(name), Organ: strings.TrimSpace(r.Organ), Code: strings.TrimSpace(r.Code), Form: r.Form.ID, Year: r.Year, Row: sums.Of(r).Row(), Content: name}
	sources, err := sums.ReadSources(r)
	if err != nil {
		return f, msg.At(name, err)
	}
	f.Sources = sources
	return f, nil
}

// OfTotal computes the indicators of the units that a total lists. Name is that of its file; last finds a unit's report on
// the year before, as in [Options]. The error of a total whose list of units is damaged is a *msg.Problem.
func OfTotal(name string, r *model.Report, last func(code, name string, year int) (*units.Submission, error)) (*Results, error) {
	one, err := Submission(name, r)
	if err != nil {
		return nil, err
	}
	return Of(nil, []units.Submission{one}, Options{Form: r.Form, Year: r.Year, Last: last, Open: func(string) (*model.Report, error) { return r, nil }})
}
