// Package roster reads the list of units that report: who they are, who stands
// above them, and by when they report.
package units

import (
	"slices"
	"time"
)

// Unit is one line of a roster.
type Unit struct {
	Code     string
	Name     string
	Type     string // id of an organ type, or ""
	Parent   string // code of the unit above, or ""
	Contact  string
	Deadline time.Time // the last day; zero without one
	Former   []string  // names it had before
	Line     int       // in the roster's file
}

// Roster is a list of units without faults: codes and names are unique, parents
// are on the list, and nobody is above himself.
type Roster struct {
	Units []*Unit
	owner *Matcher[*Unit]
	below map[string][]*Unit // by the code of the unit above
}

func (r *Roster) index() {
	r.owner, r.below = NewMatcher[*Unit](NameMustAgree), map[string][]*Unit{}
	for _, u := range r.Units {
		r.owner.Add(u, Clues{Code: u.Code, Name: u.Name}, u.Former...)
		if u.Parent != "" {
			r.below[u.Parent] = append(r.below[u.Parent], u)
		}
	}
}

// Code finds a unit by its code.
func (r *Roster) Code(code string) (*Unit, bool) { return r.owner.ByCode(code) }

// Find finds a unit by its name, or by a name it had before. A former name that
// two units share finds neither.
func (r *Roster) Find(name string) (*Unit, bool) { return r.owner.ByName(name) }

// OfFile finds the unit that the name of a file points to; nil when none, or
// more than one. See Matcher.OfFile.
func (r *Roster) OfFile(path string) *Unit {
	u, _ := first(r.owner.OfFile(path))
	return u
}

// Children are the units right below a unit.
func (r *Roster) Children(u *Unit) []*Unit { return r.below[u.Code] }

// Below are all units below a unit, in the order of the roster.
func (r *Roster) Below(u *Unit) []*Unit {
	in := map[string]bool{}
	var walk func(*Unit)
	walk = func(u *Unit) {
		for _, c := range r.below[u.Code] {
			in[c.Code] = true
			walk(c)
		}
	}
	walk(u)
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return !in[u.Code] })
}

// Tops are the units nobody stands above.
func (r *Roster) Tops() []*Unit {
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return u.Parent != "" })
}

// Due are the units that report themselves: those with nobody below. The report
// of a unit above others is the sum of theirs.
func (r *Roster) Due() []*Unit {
	return slices.DeleteFunc(slices.Clone(r.Units), func(u *Unit) bool { return len(r.below[u.Code]) > 0 })
}

// Order is a unit's position on the list, for sorting; what is not on it comes last.
func (r *Roster) Order(code string) int {
	if u, ok := r.Code(code); ok {
		return u.Line
	}
	return int(^uint(0) >> 1)
}
