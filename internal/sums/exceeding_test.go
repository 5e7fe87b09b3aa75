package sums_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
)

// unitsOf are what the units of a made-up district report, that with the most requests first.
func unitsOf(t *testing.T, units, seed int) (*model.Form, []sums.Entries) {
	t.Helper()
	d, err := demo.New(demo.Options{Units: units, Year: 2025, Seed: uint64(seed)})
	if err != nil {
		t.Fatal(err)
	}
	var all []sums.Entries
	for i := range d.Due {
		all = append(all, sums.Of(d.Report(i)))
	}
	received, _ := d.Form.Field("requests.new.natural_person")
	slices.SortStableFunc(all, func(a, b sums.Entries) int { return b[received.Index].Number.Cmp(a[received.Index].Number) })
	return d.Form, all
}

// times multiplies all figures of a unit.
func times(es sums.Entries, n int64) sums.Entries {
	out := slices.Clone(es)
	for i := range out {
		out[i].Number = out[i].Number.Mul(model.Int(n))
	}
	return out
}

// added is the sum of units, as entries.
func added(all []sums.Entries) sums.Entries {
	out := slices.Clone(all[0])
	for _, es := range all[1:] {
		for i := range out {
			out[i].Number = out[i].Number.Add(es[i].Number)
		}
	}
	return out
}

// inFolder are reports without codes, all in one folder.
func inFolder(all []sums.Entries) (out []sums.Member) {
	for i, es := range all {
		out = append(out, sums.Member{Row: es.Row(), Path: fmt.Sprint(i)})
	}
	return out
}

// The total of a district is found where its largest units are missing; none of its units is taken for one, though it has
// several times as many requests as any other.
func TestTotalThatExceeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ units, missing int }{{5, 0}, {8, 0}, {15, 0}, {20, 3}, {30, 2}, {30, 10}, {60, 10}} {
		for seed := range formtest.Trials(40, 2) {
			f, all := unitsOf(t, c.units, seed+1)
			for _, n := range []int64{1, 10, 100} {
				large := append([]sums.Entries{times(all[0], n)}, all[1:]...)
				if found := sums.FindTotals(f, inFolder(large)); len(found) > 0 {
					t.Errorf("%d units, seed %d, the largest times %d: %+v", c.units, seed+1, n, found[0])
				}
			}
			if c.missing == 0 {
				continue
			}
			left := append(slices.Clone(all[c.missing:]), added(all))
			found := sums.FindTotals(f, inFolder(left))
			if len(found) != 1 || found[0].Report != len(left)-1 || !found[0].Exceeds {
				t.Errorf("%d of %d units missing, seed %d: %+v", c.missing, c.units, seed+1, found)
			}
		}
	}
}
