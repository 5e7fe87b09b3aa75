package sums

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Sum is what many reports give for one field. The zero value is the sum of none.
type Sum struct {
	Number  model.Number // of the figures that were added
	Known   int          // how many those are
	NonZero int          // how many of them are not 0
	Blank   int          // reports that leave the cell empty; they count as 0
	Lacking int          // reports whose figure is not in the sum
	Unit    string       // of money, where the form prints none
	Why     Why
}

// With adds one report's entry.
func (s Sum) With(e Entry) Sum {
	s.Why |= e.Why
	switch {
	case e.State == model.Blank:
		s.Blank++
	case e.State != model.IsNumber, e.Why&NoUnit != 0 && e.Unit == "" && e.Number.Sign() != 0:
		s.Lacking++
	default:
		s.Number = s.Number.Add(e.Number)
		if s.Known++; e.Number.Sign() != 0 {
			s.NonZero++
		}
		s.Unit = cmp.Or(e.Unit, s.Unit)
		if e.Why&Incomplete != 0 {
			s.Lacking++ // a nested sum that lacks a figure itself
		}
	}
	return s
}

// Add joins two sums over different reports. The order does not matter.
func (s Sum) Add(o Sum) Sum {
	s.Number = s.Number.Add(o.Number)
	s.Known += o.Known
	s.NonZero += o.NonZero
	s.Blank += o.Blank
	s.Lacking += o.Lacking
	s.Why |= o.Why
	s.Unit = cmp.Or(o.Unit, s.Unit)
	return s
}

// Total is the sum of reports in one form.
type Total struct {
	Form    *model.Form
	Reports int
	Sums    []Sum // by field
}

// New is the total of no reports.
func New(f *model.Form) *Total { return &Total{Form: f, Sums: make([]Sum, len(f.Fields))} }

// Add adds one report's entries, which are in the total's form.
func (t *Total) Add(entries Entries) {
	t.Reports++
	for i, e := range entries {
		t.Sums[i] = t.Sums[i].With(e)
	}
}

// Open tells why a field's sum cannot be its total; 0 when it can. A figure that
// several organs may count is one only when several have it.
func (t *Total) Open(fd *model.Field) Why {
	s := t.Sums[fd.Index]
	why := s.Why & Incomplete
	apart := s.Why & (Remarked | Many)
	if t.Form.Merging.IsApart(fd) {
		apart |= Remarked
	}
	if apart != 0 && (s.NonZero > 1 || s.Why&Many != 0) {
		why |= apart
	}
	return why
}

// Report is the total as a report. Open fields are left blank unless decided
// gives them a figure; computed ones are left to the form's own formulas.
func (t *Total) Report(decided map[string]model.Number) *model.Report {
	r := model.NewReport(t.Form)
	for i, fd := range t.Form.Fields {
		s := t.Sums[i]
		n, given := decided[fd.ID]
		switch {
		case given:
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: n, Unit: s.Unit}
		case fd.Total != nil:
		case t.Open(fd) != 0, s.Known == 0:
			r.Values[fd.ID] = model.Value{State: model.Blank}
		default:
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: s.Number, Unit: s.Unit}
		}
	}
	return r
}

// Again gives what a total, read back as a report, contributes to the total
// above it, so that summing in steps gives the same as summing at once: a field
// that was left open gives its sum and stays open, and one that somebody has
// decided gives the figure decided.
func (t *Total) Again(r *model.Report) Entries {
	out := Of(r)
	open := make([]bool, len(out))
	for i, fd := range t.Form.Fields {
		v, why, s := r.Value(fd.ID), t.Open(fd), t.Sums[i]
		switch {
		case v.State == model.Blank && why != 0:
			open[i] = true
			e := Entry{State: model.IsNumber, Number: s.Number, Unit: s.Unit, Why: s.Why}
			if why&^Incomplete != 0 {
				e.Why |= Many
			}
			out[i] = e
		case v.IsNumber() && why == 0:
			out[i].Why |= s.Why & (Remarked | Left | Near)
		}
	}
	// A formula over open fields shows less than the sum of the units' totals.
	for i, fd := range t.Form.Fields {
		if fd.Total != nil && t.overOpen(fd, open) {
			s := t.Sums[i]
			out[i] = Entry{State: model.IsNumber, Number: s.Number, Unit: s.Unit, Why: s.Why}
		}
	}
	return out
}

func (t *Total) overOpen(fd *model.Field, open []bool) bool {
	return slices.ContainsFunc(fd.Total.Right, func(p model.Term) bool {
		return open[p.Field.Index] || p.Field.Total != nil && t.overOpen(p.Field, open)
	})
}

// reasons say why a sum may not be the total. Every place that gives a reason
// takes it from here.
var reasons = []struct {
	why  Why
	text msg.Text
}{
	{Remarked, msg.T("同一事项可能被几个单位各计一次，须去掉重复", "several units may count the same thing; duplicates are to be taken out")},
	{Many, msg.T("下级汇总里的数尚未去掉重复", "a total below is not yet freed of duplicates")},
	{Unreadable, msg.T("有单位的数无法辨认", "a unit's figure cannot be read")},
	{Missing, msg.T("有单位的报告缺这一格", "a unit's report lacks the cell")},
	{Disputed, msg.T("有单位的几份报告说法不一", "a unit's reports say different things")},
	{NoUnit, msg.T("有单位的金额没有写单位（元、万元）", "a unit's amount names no unit of money")},
	{Split, msg.T("另一版本的一个数在本版分属几格", "one figure of another edition belongs to several cells of this one")},
	{Left, msg.T("另一版格式的单位没有可比的数", "units of another edition have no comparable figure")},
}

// Text says why a sum may not be the total.
func (w Why) Text() msg.Text {
	var out []msg.Text
	for _, r := range reasons {
		if w&r.why != 0 {
			out = append(out, r.text)
		}
	}
	return msg.Join(out, "；", "; ")
}
