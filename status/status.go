// Package status says how the units of a roster stand: who has filed, who is missing,
// late or wrong. It writes that as a table in several formats, and the letters that
// remind units or return their reports.
package status

import (
	"slices"
	"time"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// Options say what is asked for.
type Options struct {
	Year int // the year reported on; 0 takes every report as one on it
	// Repetition is what the reports have in common; nil leaves it out.
	Repetition *findings.Across
	AsOf       time.Time // the day that tells what is overdue
	// Form is a variant that reports may be in besides the editions; nil for none.
	Form *model.Form
}

// Counts are numbers of units that are to report themselves. Missing and In make
// up Due; the others are among those that are in, but for NotDue.
type Counts struct {
	Due         int `json:"due"`
	In          int `json:"in"`
	Missing     int `json:"missing"`
	NotDue      int `json:"not_due"`     // missing, and still in time
	Twice       int `json:"twice"`       // with more than one file
	Conflicting int `json:"conflicting"` // with files that say different things
	Wrong       int `json:"wrong"`       // with errors
	Unexplained int `json:"unexplained"` // with warnings that nobody explained
	// Undated have files that are all dated after the day that tells what is overdue:
	// nobody can tell whether they are late, and they are not counted as that.
	Undated int `json:"undated"`
	Late    int `json:"late"`
}

func (c *Counts) add(o Counts) {
	c.Due += o.Due
	c.In += o.In
	c.Missing += o.Missing
	c.NotDue += o.NotDue
	c.Twice += o.Twice
	c.Conflicting += o.Conflicting
	c.Wrong += o.Wrong
	c.Unexplained += o.Unexplained
	c.Late += o.Late
	c.Undated += o.Undated
}

// Status is what came in of the units of a roster, and in what state.
type Status struct {
	Year   int
	AsOf   time.Time
	Counts               // of all
	Units  []*UnitStatus // each followed by those below it, in the order of the roster
	Tops   int           // of them, those nobody stands above
	// Strangers are files of units that are not on the roster, or of which it is
	// not clear whose they are; Unreadable those that could not be read, and Years
	// how many files there are on each year, when no year was asked for.
	Strangers  []*units.UnitSubmissions
	Unreadable []units.Submission
	Years      map[int]int
	// Repetition is what the reports have in common; nil if they were not compared.
	Repetition *findings.Across
	once       said
}

// UnitStatus is how one unit stands.
type UnitStatus struct {
	Unit  *units.Unit
	Above *units.Unit // nil for a top
	Level int         // 0 for a top
	// Counts of a unit that reports itself are 0 or 1; of one above others they
	// are the sums over those below it, at every level, without its own report.
	Counts
	Reports bool // it is to report itself
	// Filings say different things; more than one is too many. Copies say the same
	// as one of them.
	Filings, Copies []units.Submission
	// Differences says how the first two of several reports differ; empty where that is not known.
	Differences msg.Text
	// Repetition is what its reports have in common with other units', where rules find it too much.
	Repetition []findings.AcrossReport
	// Within is the total that has the unit's figures already.
	Within *units.Submission
	// OtherYear are its reports on another year, Empty templates that nobody filled
	// in, and Unreadable files that cannot be read but bear its code or name: none
	// of them counts.
	OtherYear, Empty, Unreadable []units.Submission
	// Doubtful are files of which it is not clear whose they are, and that may be the unit's by the code or the name in
	// them or by their own name. They do not count either, and are among the strangers.
	Doubtful []units.Submission
	DaysLate int // of its first file
	DaysOver int // since the deadline, when nothing is in
}

// Of says how the units of a roster stand. The order of the filings does
// not matter.
//
// A unit is late when its first file was last written after the roster's
// deadline; that is all a file can tell, and copying one may change it. A time after
// the day of the status is none at which a file can have come in. What is
// missing is overdue from the day after the deadline, and at once without one.
func Of(list *units.Roster, filings []units.Submission, o Options) *Status {
	s := &Status{Year: o.Year, AsOf: day(o.AsOf), Years: map[int]int{}}
	var asked, others, empty []units.Submission
	for _, f := range filings {
		switch {
		case f.Err == nil && o.Year != 0 && f.Year != o.Year:
			others = append(others, f)
		case f.Empty:
			empty = append(empty, f)
		default:
			if f.Err == nil && o.Year == 0 {
				s.Years[f.Year]++
			}
			asked = append(asked, f)
		}
	}
	of := map[*units.Unit]*UnitStatus{}
	var walk func(u, above *units.Unit, level int)
	walk = func(u, above *units.Unit, level int) {
		st := &UnitStatus{Unit: u, Above: above, Level: level, Reports: len(list.Children(u)) == 0}
		s.Units, of[u] = append(s.Units, st), st
		for _, c := range list.Children(u) {
			walk(c, u, level+1)
		}
	}
	for _, u := range list.Tops() {
		walk(u, nil, 0)
		s.Tops++
	}
	place := func(fs []units.Submission, put func(*UnitStatus, *units.UnitSubmissions)) (unreadable []units.Submission) {
		if len(fs) == 0 {
			return nil
		}
		a := units.Assemble(list, nil, fs)
		for _, u := range a.Units {
			if st := of[u.Unit]; st != nil {
				put(st, u)
			} else {
				s.Strangers = append(s.Strangers, u)
			}
		}
		return a.Unreadable
	}
	s.Unreadable = place(asked, func(st *UnitStatus, u *units.UnitSubmissions) {
		st.Filings, st.Copies, st.Within = u.Filings, u.Copies, u.IncludedIn
		if st.conflicts() {
			st.Differences = units.Differences(st.Filings[0], st.Filings[1], o.Form)
		}
	})
	place(others, func(st *UnitStatus, u *units.UnitSubmissions) { st.OtherYear = append(u.Filings, u.Copies...) })
	place(empty, func(st *UnitStatus, u *units.UnitSubmissions) { st.Empty = append(u.Filings, u.Copies...) })
	for _, f := range s.Unreadable {
		if u := list.OfFile(f.Shown); u != nil {
			of[u].Unreadable = append(of[u].Unreadable, f)
		}
	}
	s.OfNoUnit(func(f units.Submission, _ msg.Text) {
		for _, u := range list.PointedTo(f) {
			of[u].Doubtful = append(of[u].Doubtful, f)
		}
	})
	s.addRepetition(o.Repetition)
	s.count(of)
	return s
}

// addRepetition gives each unit what its reports have in common with other units'.
func (s *Status) addRepetition(a *findings.Across) {
	if s.Repetition = a; a == nil {
		return
	}
	found := map[string]findings.AcrossReport{}
	for _, r := range a.Reports {
		if len(r.Findings) > 0 {
			found[r.Source.File] = r
		}
	}
	for _, u := range s.Units {
		for _, f := range u.Filings {
			if r, ok := found[f.Shown]; ok {
				u.Repetition = append(u.Repetition, r)
			}
		}
	}
}

// repeats reports whether a warning says that a unit's report is mostly another's.
func (u *UnitStatus) repeats() bool {
	return slices.ContainsFunc(u.Repetition, func(r findings.AcrossReport) bool { return check.VerdictOf(r.Findings) != model.Pass })
}

func (s *Status) count(of map[*units.Unit]*UnitStatus) {
	// Those below come behind, so that their sums are whole when they are added.
	for _, u := range slices.Backward(s.Units) {
		if u.Reports {
			u.tell(s.AsOf)
		}
		if u.Above == nil {
			s.Counts.add(u.Counts)
		} else {
			of[u.Above].Counts.add(u.Counts)
		}
	}
	s.once = s.said()
}

// tell counts a unit that reports itself.
func (u *UnitStatus) tell(asOf time.Time) {
	one := func(yes bool) int {
		if yes {
			return 1
		}
		return 0
	}
	in := len(u.Filings) > 0 || u.Within != nil
	deadline := u.Unit.Deadline
	u.Counts = Counts{Due: 1, In: one(in), Missing: one(!in), Twice: one(len(u.Filings)+len(u.Copies) > 1),
		Conflicting: one(u.conflicts()), Wrong: one(u.wrong()), Unexplained: one(u.unexplained())}
	switch {
	case !in && !deadline.IsZero():
		u.DaysOver = max(0, days(deadline, asOf))
		u.NotDue = one(u.DaysOver == 0)
	case len(u.Filings) > 0 && !deadline.IsZero():
		late := max(0, days(deadline, day(u.received())))
		if u.Undated = one(late > 0 && day(u.received()).After(asOf)); u.Undated == 0 {
			u.DaysLate, u.Late = late, one(late > 0)
		}
	}
}

func (u *UnitStatus) conflicts() bool { return len(u.Filings) > 1 }

func (u *UnitStatus) wrong() bool {
	return slices.ContainsFunc(u.Filings, func(f units.Submission) bool { return f.Errors > 0 })
}

func (u *UnitStatus) unexplained() bool {
	return slices.ContainsFunc(u.Filings, func(f units.Submission) bool { return f.Warnings > 0 })
}

// Overdue reports whether nothing is in of a unit, and the deadline is over.
func (u *UnitStatus) Overdue() bool { return u.Missing == 1 && u.NotDue == 0 && u.Reports }

// Clean reports whether nothing is missing or wrong, and no file is left over. From
// is the grade from which a finding counts: model.Error, or model.Warning to ask that
// no warning is unexplained too.
func (s *Status) Clean(from model.Grade) bool {
	return s.Missing == 0 && len(s.Strangers) == 0 && len(s.Unreadable) == 0 &&
		s.Doubt().IsZero() &&
		!slices.ContainsFunc(s.Units, func(u *UnitStatus) bool {
			return u.conflicts() || u.wrong() || from == model.Warning && (u.unexplained() || u.repeats())
		})
}

// day is the calendar day of a time, where it is said.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }
