package units

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
)

// ListedFigures reads a total again, for its form and for the figures of the units that it lists.
type ListedFigures func(total Submission) (*model.Form, []sums.Source, error)

// BesideTotals are the reports of units that no total lists by code, name or file, though totals came in: where no roster
// tells units apart, a unit may have written its name otherwise, and would count twice.
type BesideTotals struct {
	Totals  []string           // the totals' files, for people
	Outside []*UnitSubmissions // whose figures are not those of a unit that a total lists
	Alike   []ListedUnit       // whose figures are
	Near    []ListedUnit       // of those outside, whose figures are nearly those of one: perhaps its report put right since
}

// ListedUnit is a report with the very figures of a unit that a total lists and of which nothing else came.
type ListedUnit struct {
	Unit        *UnitSubmissions
	Total, Name string  // the total's file, for people, and what it calls the unit
	Bits        float64 // how much equal figures say; see [sums.SameFigures]
	Likeness    sums.Likeness
}

// sameAsListed is how much the equal figures of a report and of a unit that a total lists must say until they are taken for
// one, in bits. Two units with one or two requests each are often equal.
const sameAsListed = 8

// IsSure reports whether the figures say enough to take both for one.
func (l ListedUnit) IsSure() bool { return l.Bits >= sameAsListed }

// Named is what the report calls its unit, or else its file.
func (l ListedUnit) Named() string { return cmp.Or(l.Unit.Name, l.Unit.Filings[0].Shown) }

// BesideTotals holds the reports that no total lists against the units of the totals' lists. With a roster, which tells
// units apart, there are none. An error of open is returned.
func (a *Submissions) BesideTotals(open ListedFigures) (out BesideTotals, err error) {
	if a.Roster != nil || !slices.ContainsFunc(a.Units, (*UnitSubmissions).isOneTotal) {
		return out, nil
	}
	owners := NewMatcher[*UnitSubmissions](CodeMustAgree)
	var rest []*UnitSubmissions
	for _, u := range a.Units {
		if len(u.Filings) == 1 && !u.Filings[0].IsTotal() {
			rest = append(rest, u)
			owners.Add(u, Clues{SHA: u.Filings[0].SHA, Code: u.Code, Name: u.Name})
		}
	}
	if len(rest) == 0 {
		return out, nil
	}
	type listed struct {
		unit ListedUnit
		form *model.Form
		row  sums.Row
	}
	var unclaimed []listed
	claimed := map[*UnitSubmissions]bool{}
	for _, t := range a.Units {
		if !t.isOneTotal() {
			continue
		}
		f := t.Filings[0]
		form, sources, err := open(f)
		if err != nil {
			return out, err
		}
		out.Totals = append(out.Totals, f.Shown)
		for _, s := range sources {
			of := owners.All(Clues{SHA: s.SHA, Code: s.Code, Name: s.Name})
			for _, u := range of {
				claimed[u] = true
			}
			if s.Role == sums.Counted && len(of) == 0 && s.Row.Fits(form) {
				unclaimed = append(unclaimed, listed{ListedUnit{Total: f.Shown, Name: cmp.Or(s.Name, s.Code)}, form, s.Row})
			}
		}
	}
	for _, u := range rest {
		f := u.Filings[0]
		if claimed[u] {
			continue
		}
		like := lists.Map(unclaimed, func(l listed) float64 {
			if bits, ok := sums.SameFigures(l.form, f.Row, l.row); ok && l.form.ID == f.Form {
				return bits
			}
			return 0
		})
		k := slices.IndexFunc(like, func(bits float64) bool { return bits > 0 })
		if k < 0 {
			out.Outside = append(out.Outside, u)
			var near []ListedUnit
			for _, l := range unclaimed {
				if like := sums.Compare(l.form, f.Row, l.row); like.IsNear() && l.form.ID == f.Form {
					n := l.unit
					n.Unit, n.Likeness = u, like
					near = append(near, n)
				}
			}
			if len(near) == 1 { // of several nobody can tell
				out.Near = append(out.Near, near[0])
			}
			continue
		}
		l := unclaimed[k].unit
		l.Unit, l.Bits = u, like[k]
		out.Alike = append(out.Alike, l)
	}
	return out, nil
}

// isOneTotal reports whether all that came of a unit is a total with its list of units.
func (u *UnitSubmissions) isOneTotal() bool { return len(u.Filings) == 1 && u.Filings[0].IsTotal() }

// NamesOf are what units are called by their reports, or else their files.
func NamesOf(us []*UnitSubmissions) []string {
	return lists.Map(us, func(u *UnitSubmissions) string { return cmp.Or(u.Name, u.Filings[0].Shown) })
}
