package sums_test

import (
	"slices"
	"testing"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
)

// Among the units of made-up districts, with their codes and the identities of the form, no total is found; their total by
// hand always is where they are eight or more, beyond doubt.
func TestFindTotalsInDistricts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(formtest.Trials(20, 6)) {
		for _, n := range []int{2, 3, 5, 8, 13, 30, 100} {
			d, err := demo.New(demo.Options{Units: n, Year: 2025, Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			var members []sums.Member
			all := sums.New(d.Form)
			for i, u := range d.Due {
				entries := sums.Of(d.Report(i))
				all.Add(entries)
				members = append(members, sums.Member{Row: entries.Row(), Code: u.Code, Path: u.Code})
			}
			if found := sums.FindTotals(d.Form, members); len(found) > 0 {
				t.Errorf("%d units of seed %d: %+v", n, seed, found)
			}
			total := sums.Member{Row: sums.Of(all.Report(nil)).Row(), Path: "total"}
			found := sums.FindTotals(d.Form, append(slices.Clone(members), total))
			if n >= 8 && (len(found) != 1 || found[0].Report != n || !found[0].Certain) {
				t.Errorf("the total of %d units of seed %d: %+v", n, seed, found)
			}
		}
	}
}
