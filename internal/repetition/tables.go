package repetition

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

const (
	// nearbyUnits is how many units with the same figure in a cell are looked at, on either side of one.
	nearbyUnits = 4
	// nearestUnits is how many units with the most figures in common a table is compared with as a whole.
	nearestUnits = 3
)

// telling reports whether a figure is large enough to tell something when two reports have it: two digits or more.
func telling(number string) bool {
	number = strings.TrimPrefix(number, "-")
	return len(number) > len("9") && number[0] != '0' && number[1] != '.'
}

// cellKey is a figure in a cell of a year's reports.
type cellKey struct {
	year  int
	field string
	value string
}

// compareTables returns for each source the tables that have figures in common with another unit's report, and the work
// it took. Candidates are found by their figures of two digits or more.
func compareTables(sources []*Source) (out [][]Table, work int) {
	have := map[cellKey][]int{}
	for i, s := range sources {
		for f := range s.Figures() {
			if telling(f.Number) {
				k := cellKey{s.Year, f.Field.ID, f.Number}
				have[k] = append(have[k], i)
			}
		}
	}
	out = make([][]Table, len(sources))
	for i, s := range sources {
		common := map[string]map[int]int{} // by table and source
		for f := range s.Figures() {
			if !telling(f.Number) {
				continue
			}
			list := have[cellKey{s.Year, f.Field.ID, f.Number}]
			at, _ := slices.BinarySearch(list, i)
			for _, o := range list[max(0, at-nearbyUnits):min(len(list), at+nearbyUnits+1)] {
				work++
				if sources[o].Owner == s.Owner {
					continue
				}
				id := f.Field.Table.ID
				if common[id] == nil {
					common[id] = map[int]int{}
				}
				common[id][o]++
			}
		}
		for _, t := range s.Form.Tables {
			var best *Table
			for _, o := range mostOf(common[t.ID]) {
				x := compareTable(t, s, sources[o])
				work += x.All
				if best == nil || x.Share() > best.Share() {
					best = &x
				}
			}
			if best != nil {
				out[i] = append(out[i], *best)
			}
		}
	}
	return out, work
}

// mostOf returns the sources that are counted most, in a fixed order.
func mostOf(counts map[int]int) []int {
	var out []int
	for o := range counts {
		out = append(out, o)
	}
	sorting.By(out, func(a, b int) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), nearestUnits)]
}

// compareTable compares a table of two reports.
func compareTable(t *model.Table, s, other *Source) Table {
	x := Table{Table: t, Other: other}
	theirs := map[string]string{}
	for f := range other.Figures() {
		if f.Field.Table.ID == t.ID {
			theirs[f.Field.ID] = f.Number
			x.All++
		}
	}
	different := map[string]bool{}
	for f := range s.Figures() {
		if f.Field.Table.ID != t.ID {
			continue
		}
		number, both := theirs[f.Field.ID]
		if !both {
			x.All++
		} else if number == f.Number {
			x.Same++
			if telling(number) {
				different[number] = true
			}
		}
	}
	x.Telling = len(different)
	return x
}
