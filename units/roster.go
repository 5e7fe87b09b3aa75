// Package roster reads the list of units that report: who they are, who stands
// above them, and by when they report.
package units

import (
	"slices"
	"strings"
	"time"

	"github.com/gkxl/gkxl/internal/text"
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
	Units    []*Unit
	byCode   map[string]*Unit
	byName   map[string]*Unit
	byFormer map[string][]*Unit
	below    map[string][]*Unit
}

func (r *Roster) index() {
	r.byCode, r.byName = map[string]*Unit{}, map[string]*Unit{}
	r.byFormer, r.below = map[string][]*Unit{}, map[string][]*Unit{}
	for _, u := range r.Units {
		r.byCode[u.Code], r.byName[NameKey(u.Name)] = u, u
		for _, n := range u.Former {
			r.byFormer[NameKey(n)] = append(r.byFormer[NameKey(n)], u)
		}
	}
	for _, u := range r.Units {
		if u.Parent != "" {
			r.below[u.Parent] = append(r.below[u.Parent], u)
		}
	}
}

// NameKey is a name as names are compared: full-width and half-width alike, and
// without blanks.
func NameKey(name string) string {
	return strings.ToLower(text.Bare(name))
}

// Code finds a unit by its code.
func (r *Roster) Code(code string) (*Unit, bool) {
	u, ok := r.byCode[strings.TrimSpace(code)]
	return u, ok
}

// Find finds a unit by its name, or by a name it had before. A former name that
// two units share finds neither.
func (r *Roster) Find(name string) (*Unit, bool) {
	if u, ok := r.byName[NameKey(name)]; ok {
		return u, true
	}
	if us := r.byFormer[NameKey(name)]; len(us) == 1 {
		return us[0], true
	}
	return nil, false
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
	if u, ok := r.byCode[code]; ok {
		return u.Line
	}
	return int(^uint(0) >> 1)
}
