package workbook_test

import (
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/workbook"
)

// A sheet stands upright where its columns have room, lies down where they need more, and
// is cut between columns where they need more than that; never is a text too small.
func TestPlan(t *testing.T) {
	for _, tt := range []struct {
		name   string
		widths []float64
		size   float64
		names  int
		turned bool
		breaks []int
	}{
		{"narrow", []float64{20, 30, 40}, 10.5, 1, false, nil},
		{"wide", []float64{30, 60, 60, 30}, 10.5, 1, true, nil},
		{"as wide, of small text", []float64{30, 60, 60, 30}, 8, 1, true, []int{2}},
		{"wider", slices.Repeat([]float64{20}, 20), 10.5, 2, true, []int{9, 16}},
		{"hidden columns take no room", append([]float64{20, 30}, make([]float64, 50)...), 10.5, 1, false, nil},
		{"one column wider than any paper", []float64{10, 400, 20}, 10.5, 1, true, []int{2}},
	} {
		p := workbook.Plan(tt.widths, tt.size, tt.names)
		if p.Turned != tt.turned || !slices.Equal(p.Breaks, tt.breaks) {
			t.Errorf("%s: turned %v, breaks %v", tt.name, p.Turned, p.Breaks)
		}
		if len(p.Breaks) > 0 && (float64(p.Scale)/100*tt.size < workbook.SmallestPrint || p.Scale > 100) {
			t.Errorf("%s: printed at %d %%", tt.name, p.Scale)
		}
	}
}

// A page of columns under common heads begins with such a head, unless one is wider than a page.
func TestPlanBlocks(t *testing.T) {
	widths := slices.Concat([]float64{10, 25}, slices.Repeat([]float64{7}, 70))
	for _, tt := range []struct {
		name   string
		block  int // columns under one head
		breaks []int
	}{
		{"single columns", 1, []int{24, 46, 68}},
		{"sevens", 7, []int{23, 44, 65}},
		{"wider than a page", 40, []int{24, 42, 64}},
	} {
		p := workbook.PlanBlocks(widths, 10.5, 2, func(i int) bool { return (i-2)%tt.block == 0 })
		if !slices.Equal(p.Breaks, tt.breaks) || float64(p.Scale)/100*10.5 < workbook.SmallestPrint {
			t.Errorf("%s: breaks %v, at %d %%", tt.name, p.Breaks, p.Scale)
		}
	}
}
