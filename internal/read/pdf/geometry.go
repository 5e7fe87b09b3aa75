package pdf

import "math"

// matrix is a transformation, as PDF writes it.
type matrix [6]float64

// unit is the transformation that changes nothing.
var unit = matrix{1, 0, 0, 1, 0, 0}

// times returns the transformation that applies m, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// moved returns the transformation that moves, then applies m.
func (m matrix) moved(x, y float64) matrix {
	m[4], m[5] = m.at(x, y)
	return m
}

// at transforms a point.
func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// scale returns by how much lengths grow.
func (m matrix) scale() float64 { return math.Sqrt(abs(m[0]*m[3] - m[1]*m[2])) }

// box is a rectangle with sides along the page's.
type box struct{ x0, y0, x1, y1 float64 }

// everywhere is the box that holds all.
var everywhere = box{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}

// boxOf returns the box around a rectangle that was transformed.
func (m matrix) boxOf(b box) box {
	out := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, x := range []float64{b.x0, b.x1} {
		for _, y := range []float64{b.y0, b.y1} {
			out = out.with(m.at(x, y))
		}
	}
	return out
}

// with returns the box that holds a point besides.
func (b box) with(x, y float64) box {
	return box{min(b.x0, x), min(b.y0, y), max(b.x1, x), max(b.y1, y)}
}

// and returns what two boxes have in common.
func (b box) and(o box) box {
	return box{max(b.x0, o.x0), max(b.y0, o.y0), min(b.x1, o.x1), min(b.y1, o.y1)}
}

// has reports whether a point lies in the box.
func (b box) has(x, y float64) bool { return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1 }

// holds reports whether another box lies in the box.
func (b box) holds(o box) bool {
	return o.x0 >= b.x0 && o.x1 <= b.x1 && o.y0 >= b.y0 && o.y1 <= b.y1
}

// hides reports whether a box lies over most of another one. What lies over less of a character, such as a stroke of a
// character that is drawn by its outline, does not hide it.
func (b box) hides(o box) bool {
	both := b.and(o)
	return both.x1 > both.x0 && both.y1 > both.y0 && 2*(both.x1-both.x0)*(both.y1-both.y0) >= (o.x1-o.x0)*(o.y1-o.y0)
}

// middle returns the point in the middle of the box.
func (b box) middle() (float64, float64) { return (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2 }

// abs is the size of a number.
func abs(x float64) float64 { return math.Abs(x) }
