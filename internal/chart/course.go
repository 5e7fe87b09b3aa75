package chart

import "github.com/gkxl/gkxl/model"

// Point is a point of a small line, from 0 to 1 rightward and upward.
type Point struct {
	X, Y float64
	At   int // index of the figure
}

// Course lays figures out as a small line: as high as their range, at equal distances. Where a figure is
// missing the line has a gap; each stretch between gaps is one slice.
func Course(ns []*model.Number) [][]Point {
	low, high, some := 0.0, 0.0, false
	for _, n := range ns {
		if n == nil {
			continue
		}
		v := n.Float()
		if !some {
			low, high, some = v, v, true
		}
		low, high = min(low, v), max(high, v)
	}
	var out [][]Point
	open := false
	for i, n := range ns {
		if n == nil {
			open = false
			continue
		}
		p := Point{X: 0.5, Y: 0.5, At: i}
		if len(ns) > 1 {
			p.X = float64(i) / float64(len(ns)-1)
		}
		if high > low {
			p.Y = (n.Float() - low) / (high - low)
		}
		if !open {
			out = append(out, nil)
		}
		open = true
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}
