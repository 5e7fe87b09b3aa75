package sums

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// granted makes a report of requests by natural persons that were all granted, with its totals.
func granted(f *model.Form, n int64) Entries {
	out := make(Entries, len(f.Fields))
	for i, fd := range f.Fields {
		out[i].State = model.IsNumber
		if fd.ID == "requests.new.natural_person" || fd.ID == "requests.granted.natural_person" {
			out[i].Number = model.Int(n)
		}
	}
	out.fill(f)
	return out
}

// fill gives the computed fields the sum of their parts.
func (es Entries) fill(f *model.Form) {
	for range f.Fields { // a total may be made of totals
		done := true
		for _, fd := range f.Fields {
			if fd.Total == nil || es.AddsUp(fd) {
				continue
			}
			var n model.Number
			for _, t := range fd.Total.Right {
				n = n.Add(t.Signed(es[t.Field.Index].Number))
			}
			es[fd.Index], done = Entry{State: model.IsNumber, Number: n}, false
		}
		if done {
			return
		}
	}
}

// with is a copy with another figure in a cell.
func (es Entries) with(fd *model.Field, n int64) Entries {
	out := slices.Clone(es)
	out[fd.Index] = Entry{State: model.IsNumber, Number: model.Int(n)}
	return out
}

// Cells that follow from each other by the form's identities are one coincidence: a unit that received and granted as many
// requests as two others together is not left out as their total.
func TestCertain(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	field := func(id string) *model.Field {
		fd, ok := f.Field(id)
		if !ok {
			t.Fatal(id)
		}
		return fd
	}
	business, review := field("requests.new.business"), field("disputes.review.upheld")
	wide := func(n, b, r int64) Entries {
		return granted(f, n).with(business, b).with(review, r).with(field("requests.granted.business"), b)
	}
	decisions := field("proactive.licensing.decisions")
	for _, c := range []struct {
		name           string
		all            []Entries
		found, certain bool
	}{
		{"received and granted", []Entries{granted(f, 18), granted(f, 21), granted(f, 39)}, true, false},
		{"so many that one fact has the bits", []Entries{granted(f, 1<<21), granted(f, 1<<20), granted(f, 3<<20)}, true, false},
		{"three facts", []Entries{wide(180, 21, 6), wide(210, 30, 9), wide(390, 51, 15)}, true, false},
		{"four facts", []Entries{wide(180, 21, 6).with(decisions, 500), wide(210, 30, 9).with(decisions, 700), wide(390, 51, 15).with(decisions, 1200)}, true, true},
		{"no sum", []Entries{granted(f, 18), granted(f, 21), granted(f, 40)}, false, false},
	} {
		found := FindTotals(f, membersOf(c.all))
		if len(found) > 0 != c.found || c.found && (found[0].Report != 2 || found[0].Certain != c.certain) {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
}

// coded are reports with the codes of their organs.
func coded(codes string, all ...Entries) (out []Member) {
	for i, code := range strings.Fields(codes) {
		out = append(out, Member{Row: all[i].Row(), Code: code, Path: fmt.Sprint(i)})
	}
	return out
}

// A report that is in every cell the sum of those whose codes begin with its own is named, also where one of them alone did
// anything; it is not certain. One cell that differs, or figures of 0 alone, name nothing.
func TestSuperior(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	g := func(n int64) Entries { return granted(f, n) }
	licensing, _ := f.Field("proactive.licensing.decisions")
	for _, c := range []struct {
		name    string
		members []Member
		found   bool
	}{
		{"one large", coded("011 01101 01102 01103 01104 01105", g(107), g(107), g(0), g(0), g(0), g(0)), true},
		{"one small", coded("011 01101 01102 01103 01104 01105", g(5), g(5), g(0), g(0), g(0), g(0)), true},
		{"two", coded("011 01101 01102 02", g(4), g(0), g(4), g(9)), true},
		{"one below", coded("011 01101 02", g(4), g(4), g(9)), true},
		{"other codes", coded("012 01101 01102 02", g(4), g(0), g(4), g(9)), false},
		{"nothing at all", coded("011 01101 01102 02", g(0), g(0), g(0), g(9)), false},
		{"more in a cell", coded("011 01101 01102 02", g(4).with(licensing, 1), g(0), g(4), g(9)), false},
		{"less in a cell", coded("011 01101 01102 02", g(4), g(0).with(licensing, 1), g(4), g(9)), false},
	} {
		found := FindTotals(f, c.members)
		if len(found) > 0 != c.found || c.found && (found[0].Report != 0 || found[0].Certain || !found[0].Superior) {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
}

// A total in which only computed cells are filled in is found by these; the blanks say nothing. A unit's report with its
// parts is not held against them.
func TestTotalCellsAlone(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	var all []Entries
	for i := range int64(6) {
		one := granted(f, 7+9*i)
		denied, _ := f.Field("requests.denied_by_law.business")
		upheld, _ := f.Field("disputes.review.upheld")
		if denied == nil || upheld == nil {
			t.Fatal("no such fields")
		}
		one = one.with(denied, 3+i).with(upheld, i)
		one.fill(f)
		all = append(all, one)
	}
	total := totalOf(all)
	alone := slices.Clone(total)
	for i, fd := range f.Fields {
		if fd.Total == nil {
			alone[i] = Entry{State: model.Blank}
		}
	}
	found := FindTotals(f, membersOf(append(slices.Clone(all), alone)))
	if len(found) != 1 || found[0].Report != len(all) || len(found[0].Differs) > 0 || len(found[0].Others) != len(all) {
		t.Errorf("%+v", found)
	}
	few := slices.Clone(alone)
	for i, fd := range f.Fields {
		if fd.ID != "requests.new.total" {
			few[i] = Entry{State: model.Blank}
		}
	}
	other := slices.Clone(alone)
	for _, fd := range f.Fields {
		if other[fd.Index].Number.Sign() != 0 {
			other[fd.Index].Number = other[fd.Index].Number.Add(model.Int(1))
		}
	}
	for name, es := range map[string]Entries{"one cell": few, "other figures": other} {
		if found := FindTotals(f, membersOf(append(slices.Clone(all), es))); len(found) > 0 {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// Of two totals of the same units both are found, though one or both were corrected.
func TestTwoTotals(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	var all []Entries
	for i := range int64(12) {
		one := granted(f, 3+i)
		for k, fd := range f.Fields {
			if fd.Total == nil && k%7 == int(i)%7 {
				one = one.with(fd, 1+i*int64(k%5))
			}
		}
		all = append(all, one)
	}
	total := totalOf(all)
	corrected := func(id string) Entries {
		fd, ok := f.Field(id)
		if !ok {
			t.Fatal(id)
		}
		out := slices.Clone(total)
		out[fd.Index].Number = out[fd.Index].Number.Add(model.Int(2))
		return out
	}
	a, b := corrected("requests.new.natural_person"), corrected("requests.granted.natural_person")
	for name, totals := range map[string][]Entries{"one corrected": {total, a}, "the other first": {b, total}, "both": {a, b}} {
		found := FindTotals(f, membersOf(append(slices.Clone(all), totals...)))
		if len(found) != 2 || found[0].Report != len(all) || found[1].Report != len(all)+1 || !found[0].Certain || !found[1].Certain {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
