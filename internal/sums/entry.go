// Package sums makes one report of many: the figures are summed exactly, and
// where a sum cannot be the total, it says why and decides nothing.
package sums

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Why says what is special about a figure or a sum.
type Why uint16

const (
	// Remarked: a remark says that the figure counts what others count too.
	Remarked Why = 1 << iota
	// Many: the figure is itself a sum that nobody freed of double counts yet.
	Many
	// Unreadable: a unit's cell says something that is no figure, or a figure in
	// a unit that its field does not have.
	Unreadable
	// Missing: a unit's report has no such cell.
	Missing
	// NoUnit: an amount names no unit, and the form prints none.
	NoUnit
	// Split: a figure of another edition belongs to several fields of this one.
	Split
	// Left: a report of another edition has no comparable figure.
	Left
	// Near: the figure is another edition's nearest counterpart.
	Near
	// Disputed: a unit has several reports, and they say different things.
	Disputed
)

// Incomplete are the reasons for which a sum lacks a unit's figure.
const Incomplete = Unreadable | Missing | NoUnit | Split | Disputed

// Entry is what one report contributes to one field.
type Entry struct {
	State  model.State
	Number model.Number
	Unit   string // as it stood in the cell; empty after Translate, except of money without a printed unit
	Why    Why
}

// Entries are what one report contributes: an entry for every field of its form,
// in the order of the fields.
type Entries []Entry

// Of gives what a report contributes, in its own form.
func Of(r *model.Report) Entries {
	f := r.Form
	out := make(Entries, len(f.Fields))
	for i, fd := range f.Fields {
		v := r.Certain(fd.ID)
		e := Entry{State: v.State, Number: v.Number, Unit: v.Unit}
		switch v.State {
		case model.Absent:
			e.Why = Missing
		case model.Unreadable:
			e.Why = Unreadable
		case model.IsNumber:
			for _, w := range f.Merging.Remarks {
				if v.Number.Sign() != 0 && strings.Contains(v.Remark, w) {
					e.Why |= Remarked
				}
			}
		}
		out[i] = e
	}
	return out
}

// Equal reports whether two entries say the same figure; why it is special does
// not count.
func (e Entry) Equal(o Entry) bool {
	return e.State == o.State && e.Number.Equal(o.Number) && e.Unit == o.Unit
}

// Shown is an entry as it is shown to people.
func (e Entry) Shown() msg.Text {
	if e.State == model.Unreadable {
		return msg.T("（不是数字）", "(no figure)")
	}
	return model.Value{State: e.State, Number: e.Number, Unit: e.Unit}.Shown()
}

// AddsUp reports whether a computed field has the sum of its parts, as they are
// added up: what is no figure adds nothing. It is false for any other field.
func (es Entries) AddsUp(fd *model.Field) bool {
	if fd.Total == nil {
		return false
	}
	var sum model.Number
	for _, t := range fd.Total.Right {
		n := es[t.Field.Index].Number
		if t.Minus {
			n = n.Neg()
		}
		sum = sum.Add(n)
	}
	return sum.Equal(es[fd.Index].Number)
}

// Filled gives blank totals what their parts add up to, as their formulas would. A total of which a part is no figure is
// unreadable then, so that a sum lacks it; one without any figure among its parts stays blank.
func (es Entries) Filled(f *model.Form) Entries {
	out := slices.Clone(es)
	seen := make([]bool, len(out))
	var fill func(fd *model.Field) Entry
	fill = func(fd *model.Field) Entry {
		e := &out[fd.Index]
		if seen[fd.Index] || fd.Total == nil || e.State != model.Blank {
			return *e
		}
		seen[fd.Index] = true
		sum := Entry{State: model.Blank}
		for _, t := range fd.Total.Right {
			switch part := fill(t.Field); part.State {
			case model.Blank:
			case model.IsNumber:
				n := part.Number
				if t.Minus {
					n = n.Neg()
				}
				sum.Number, sum.Unit, sum.Why = sum.Number.Add(n), cmp.Or(part.Unit, sum.Unit), sum.Why|part.Why
				if sum.State == model.Blank {
					sum.State = model.IsNumber
				}
			default:
				sum.State, sum.Why = model.Unreadable, sum.Why|Unreadable
			}
		}
		*e = sum
		return sum
	}
	for _, fd := range f.Fields {
		fill(fd)
	}
	return out
}

// Whole reports whether every part of a computed field is a figure or blank.
func (es Entries) Whole(fd *model.Field) bool {
	return !slices.ContainsFunc(fd.Total.Right, func(t model.Term) bool {
		s := es[t.Field.Index].State
		return s != model.IsNumber && s != model.Blank
	})
}
