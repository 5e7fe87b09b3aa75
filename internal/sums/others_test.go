package sums

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// unitOf makes what a unit reports: most cells are 0, and the others hold few cases, as they do.
func unitOf(rng *rand.Rand, f *model.Form) Entries {
	out := make(Entries, len(f.Fields))
	for i, fd := range f.Fields {
		if out[i].State = model.IsNumber; fd.Total == nil && rng.IntN(8) == 0 {
			out[i].Number = model.Int(rng.Int64N(1 + rng.Int64N(40)))
		}
	}
	return out
}

// totalOf adds entries up, cell by cell.
func totalOf(all []Entries) Entries {
	out := slices.Clone(all[0])
	for _, es := range all[1:] {
		for i := range out {
			out[i].Number = out[i].Number.Add(es[i].Number)
		}
	}
	return out
}

// membersOf are reports without codes, all in one folder.
func membersOf(all []Entries) (out []Member) {
	for i, es := range all {
		out = append(out, Member{Row: es.Row(), Path: fmt.Sprint(i)})
	}
	return out
}

// Among units alone no total is found, whatever their number; a total of them always is, wherever it stands.
func TestFindTotals(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	rng := rand.New(rand.NewPCG(1, 9))
	for range formtest.Trials(2000, 300) {
		var all []Entries
		for range 2 + rng.IntN(7) {
			all = append(all, unitOf(rng, f))
		}
		if found := FindTotals(f, membersOf(all)); len(found) > 0 {
			t.Fatalf("a total among %d units: %+v", len(all), found[0])
		}
		at := rng.IntN(len(all) + 1)
		found := FindTotals(f, membersOf(slices.Insert(slices.Clone(all), at, totalOf(all))))
		if len(found) != 1 || found[0].Report != at || len(found[0].Others) != len(all) || len(found[0].Differs) > 0 {
			t.Fatalf("the total of %d units: %+v", len(all), found)
		}
	}
}

// A total is found where units are missing or were corrected since, and not where it is one of many figures.
func TestFindTotalsThatDiffer(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	rng := rand.New(rand.NewPCG(2, 9))
	var all []Entries
	for range 12 {
		all = append(all, unitOf(rng, f))
	}
	total := totalOf(all)
	for _, c := range []struct {
		name  string
		units []Entries
		found bool
	}{
		{"one unit is missing", all[1:], true},
		{"half of the units are missing", all[6:], true},
		{"one unit alone", all[:1], false},
		{"two units, one of them without a figure", []Entries{total, make(Entries, len(f.Fields))}, false},
	} {
		if found := FindTotals(f, membersOf(append(slices.Clone(c.units), total))); len(found) > 0 != c.found {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
}

// A total of some of the reports, which nothing else tells from the others, is found where its figures are many enough,
// and none is found by chance among many small reports.
func TestFindTotalsOfSome(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	rng := rand.New(rand.NewPCG(3, 9))
	small := func() Entries { // a town with a few cases
		out := make(Entries, len(f.Fields))
		for i, fd := range f.Fields {
			if out[i].State = model.IsNumber; fd.Total == nil && rng.IntN(12) == 0 {
				out[i].Number = model.Int(rng.Int64N(3))
			}
		}
		return out
	}
	for trial := range formtest.Trials(40, 10) {
		var all []Entries
		for i := range 100 {
			if i%5 == 0 {
				all = append(all, unitOf(rng, f))
			} else {
				all = append(all, small())
			}
		}
		if found := FindTotals(f, membersOf(all)); len(found) > 0 {
			t.Fatalf("a total among %d units: %+v", len(all), found[0])
		}
		if trial%5 > 0 {
			continue
		}
		some := all[10 : 20+rng.IntN(20)]
		found := FindTotals(f, membersOf(append(slices.Clone(all), totalOf(some))))
		if len(found) != 1 || found[0].Report != len(all) {
			t.Fatalf("the total of %d of %d: %+v", len(some), len(all), found)
		}
		if len(found[0].Others) > len(some) {
			t.Errorf("the total of %d of %d is that of %d", len(some), len(all), len(found[0].Others))
		}
	}
	// Beyond so many reports nothing is sought among some of them.
	var many []Entries
	for range MaxSubsets {
		many = append(many, small())
	}
	if found := FindTotals(f, membersOf(append(many, totalOf(many[:40])))); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// BenchmarkFindTotals looks for a total among as many reports as some of them are searched for.
func BenchmarkFindTotals(b *testing.B) {
	f := formtest.Form(b, "2021")
	rng := rand.New(rand.NewPCG(4, 9))
	var all []Entries
	for range MaxSubsets {
		all = append(all, unitOf(rng, f))
	}
	members := membersOf(all)
	for b.Loop() {
		FindTotals(f, members)
	}
}
