package intake

import "testing"

// Two titles are of one report where organ and year may be the same.
func TestSameOffice(t *testing.T) {
	title := func(organ string, year int) reportTitle { return reportTitle{organ: organ, year: year} }
	for _, tc := range []struct {
		a, b reportTitle
		same bool
	}{
		{title("某市某局", 2024), title("某市某局", 2024), true},
		{title("某市某局", 2024), title("某局", 2024), true},
		{title("某局", 2024), title("某市某局", 0), true},
		{title("某市某局", 0), title("某局", 2024), true},
		{title("某市某局", 2024), title("某市某局", 2023), false},
		{title("某市某局", 2024), title("某市另局", 2024), false},
		{title("某市某局", 0), title("某市另局", 0), false},
	} {
		if tc.a.sameOffice(tc.b) != tc.same || tc.b.sameOffice(tc.a) != tc.same {
			t.Errorf("%v and %v: want %v", tc.a, tc.b, tc.same)
		}
	}
}
