package indicators

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Call is a unit to be called, and why.
type Call struct {
	Name    string // or that of its file, where nobody knows whose it is
	Contact string
	Why     msg.Text
}

// concern is a kind of reason to call a unit.
type concern struct {
	title msg.Text
	calls []Call
}

// Calls are the units to call, at most so many: those of which nothing is in, then those whose file does not count, those
// with most errors, those with a share farthest outside of its fences, and those with most unexplained warnings. More says how many
// others there are of each kind; it is empty without any. A unit comes once, with its most urgent reason.
func (r *Results) Calls(most int) (calls []Call, more msg.Text) {
	var rest []msg.Text
	for _, c := range r.concerns() {
		n := min(most-len(calls), len(c.calls))
		calls = append(calls, c.calls[:n]...)
		if left := len(c.calls) - n; left > 0 {
			rest = append(rest, msg.F("%s %d", "%s: %d", c.title, left))
		}
	}
	if len(rest) > 0 {
		more = msg.F("没有列出的还有：%s。", "Not listed here: %s.", msg.Join(rest, "，", ", "))
	}
	return calls, more
}

// The kinds of reasons to call a unit, the gravest first: indices of concerns.
const (
	isMissing = iota
	isUncounted
	hasErrors
	hasOutliers
	hasWarnings
)

// concernList collects the units to call; each of them is named once, for its gravest reason.
type concernList struct {
	kinds []concern
	named map[string]bool // by code, or by name where there is none
}

func (l *concernList) put(kind int, key string, c Call) {
	if !l.named[key] {
		l.named[key] = true
		l.kinds[kind].calls = append(l.kinds[kind].calls, c)
	}
}

// concerns are the units to call, by the kind of reason.
func (r *Results) concerns() []concern {
	l := &concernList{named: map[string]bool{}, kinds: []concern{isMissing: {title: msg.T("缺报", "missing")}, isUncounted: {title: msg.T("收到而不能计入", "received and not counted")},
		hasErrors: {title: msg.T("报告有错误", "with errors")}, hasOutliers: {title: msg.T("占比在界限之外", "with a share outside of its fences")}, hasWarnings: {title: msg.T("有未说明的警告", "with unexplained warnings")}}}
	l.putUncounted(r.Uncounted)
	units := slices.Clone(r.Units) // of units with as many warnings, that with more errors comes first
	l.putFaulty(hasErrors, units, func(u *Unit) int { return u.Errors }, func(n int) msg.Text {
		return msg.F("报告有 %s 处错误", "%s in its report", msg.Count(n, "error", "errors"))
	})
	l.putOutliers(r.Summaries)
	l.putFaulty(hasWarnings, units, func(u *Unit) int { return u.Warnings }, func(n int) msg.Text {
		return msg.F("有 %s 处警告没有说明", "%s without an explanation", msg.Count(n, "warning", "warnings"))
	})
	return l.kinds
}

// putUncounted puts in the units whose figures are missing. Whose figures are in another report, or were left out on
// purpose, need not be called.
func (l *concernList) putUncounted(all []Uncounted) {
	for _, x := range all {
		name, kind := cmp.Or(x.Name, strings.Join(x.Files, " ")), isUncounted
		switch x.Reason {
		case Missing:
			kind = isMissing
		case InTotal, LeftOut, LikeTotal, Repeated:
			continue
		case OtherYear:
			if !x.Alone {
				continue
			}
		}
		l.put(kind, cmp.Or(x.Code, name), Call{name, x.Contact, x.Why})
	}
}

// putFaulty puts in the units whose reports have faults of a kind, the most first, in which order it leaves the units.
func (l *concernList) putFaulty(kind int, units []*Unit, count func(*Unit) int, say func(n int) msg.Text) {
	sorting.By(units, func(a, b *Unit) int { return count(b) - count(a) })
	for _, u := range units {
		n := count(u)
		if n == 0 {
			continue
		}
		why := say(n)
		if !u.First.IsZero() {
			why = msg.F("%s，第一处：%s", "%s, the first: %s", why, u.First)
		}
		l.put(kind, cmp.Or(u.Code, u.Name), Call{u.Name, u.Contact, why})
	}
}

// putOutliers puts in the units with shares outside of the fences, the farthest first.
func (l *concernList) putOutliers(summaries []Summary) {
	type outlier struct {
		Outlier
		summary *Summary
	}
	var all []outlier
	for k := range summaries {
		if s := &summaries[k]; s.Indicator.IsShare() {
			for _, o := range s.Outliers {
				all = append(all, outlier{o, s})
			}
		}
	}
	sorting.By(all, func(a, b outlier) int { return b.Distance.Cmp(a.Distance) })
	for _, o := range all {
		i, fence, side := o.summary.Indicator, o.summary.Low, msg.T("下限", "lower fence")
		if o.Above {
			fence, side = o.summary.High, msg.T("上限", "upper fence")
		}
		why := msg.F("%s %s，中位数 %s，%s %s", "%s %s, median %s, %s %s", i.Title, shown(i, o.Value).Text, shown(i, o.summary.Median).Text, side, shown(i, fence).Text)
		l.put(hasOutliers, cmp.Or(o.Unit.Code, o.Unit.Name), Call{o.Unit.Name, o.Unit.Contact, why})
	}
}

// Summed are the figures of all units as one report, and the same for the units that have a report on last year, with last
// year's. A figure that a unit lacks adds nothing; see [Sums.Lacking].
func (r *Results) Summed() Sums {
	s := Sums{This: reportOf(r, r.sum, 0), Units: r.sum.Reports, lacking: r.sum}
	if r.Compared && r.paired.units > 0 {
		s.Paired, s.Last, s.Pairs = reportOf(r, r.paired.this, 0), reportOf(r, r.paired.last, -1), r.paired.units
	}
	return s
}

// Sums are the figures of units added up, as reports.
type Sums struct {
	This         *model.Report
	Paired, Last *model.Report // of the units that have a report on last year, this year and last; nil without any
	Units, Pairs int           // how many units are in This, and in the pair
	lacking      *sums.Total
}

// Lacking is how many units lack one of the figures that ids name.
func (s Sums) Lacking(ids []string) int {
	most := 0
	for _, id := range ids {
		fs, _ := s.This.Form.Figure(id)
		for _, fd := range fs {
			most = max(most, s.lacking.Sums[fd.Index].Lacking)
		}
	}
	return most
}

// reportOf is a sum as a report on the year of results, or some years before.
func reportOf(r *Results, t *sums.Total, years int) *model.Report {
	out := model.NewReport(t.Form)
	if out.Organ = r.Organ; r.Year != 0 {
		out.Year = r.Year + years
	}
	for i, fd := range t.Form.Fields {
		s := t.Sums[i]
		v := model.Value{State: model.Blank}
		if s.Known > 0 {
			v = model.Value{State: model.IsNumber, Number: s.Number, Unit: s.Unit}
		}
		out.Values[fd.ID] = v
	}
	return out
}
