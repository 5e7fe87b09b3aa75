package layout

import (
	"slices"
	"testing"
)

func TestJoinEdges(t *testing.T) {
	for name, tc := range map[string]struct {
		edges []int
		cells []Extent
		want  []int
	}{
		"far apart":               {[]int{0, 1000, 2000}, nil, nil},
		"a hair":                  {[]int{0, 1000, 1006, 2000}, []Extent{{0, 1}, {2, 3}}, []int{0, 1, 1, 2}},
		"at the end":              {[]int{0, 1000, 2000, 2011}, []Extent{{0, 1}}, []int{0, 1, 2, 2}},
		"several":                 {[]int{0, 1000, 1010, 1020, 2000}, nil, []int{0, 1, 1, 1, 2}},
		"a row of hairs":          {[]int{0, 1000, 1018, 1036, 1054, 1072, 2000}, nil, []int{0, 1, 1, 1, 1, 2, 3}},
		"a cell between":          {[]int{0, 1000, 1006, 2000}, []Extent{{1, 2}}, nil},
		"a narrow column":         {[]int{0, 1000, 1100, 2000}, nil, nil},
		"places that go back":     {[]int{0, 1000, 990, 2000}, nil, nil},
		"a cell over it":          {[]int{0, 1000, 1006, 2000}, []Extent{{0, 2}, {1, 3}}, []int{0, 1, 1, 2}},
		"a table without columns": {[]int{0}, nil, nil},
	} {
		if got := JoinEdges(tc.edges, tc.cells); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
