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
