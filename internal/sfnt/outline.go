package sfnt

import (
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/shield"
)

// Path is the outline of a glyph as an SVG path, in units of the face, with y upwards.
func (f *Font) Path(g uint16) (_ string, err error) {
	defer shield.RecoverBounds(&err, damaged) // a drawing may end in the middle
	var b strings.Builder
	err = f.draw(&b, g, [6]float64{1, 0, 0, 1, 0, 0}, 0)
	return b.String(), err
}

type point struct {
	x, y float64
	on   bool
}

func (f *Font) draw(b *strings.Builder, g uint16, m [6]float64, depth int) error {
	src, err := f.outline(g)
	if err != nil || len(src) < 10 {
		return err
	}
	if n := int16(be.Uint16(src)); n >= 0 {
		contours(b, src, int(n), m)
		return nil
	}
	if depth > 6 {
		return damaged()
	}
	for at := 10; ; {
		flags, part := be.Uint16(src[at:]), be.Uint16(src[at+2:])
		at += 4
		var dx, dy float64
		if flags&argsAreWords != 0 {
			dx, dy = float64(int16(be.Uint16(src[at:]))), float64(int16(be.Uint16(src[at+2:])))
			at += 4
		} else {
			dx, dy = float64(int8(src[at])), float64(int8(src[at+1]))
			at += 2
		}
		scale := func() float64 { at += 2; return float64(int16(be.Uint16(src[at-2:]))) / 16384 }
		t := [6]float64{1, 0, 0, 1, dx, dy}
		switch {
		case flags&hasScale != 0:
			t[0] = scale()
			t[3] = t[0]
		case flags&hasTwoScales != 0:
			t[0] = scale()
			t[3] = scale()
		case flags&hasMatrix != 0:
			for i := range 4 {
				t[i] = scale()
			}
		}
		if int(part) >= f.Glyphs {
			return damaged()
		}
		if err := f.draw(b, part, multiply(t, m), depth+1); err != nil {
			return err
		}
		if flags&moreParts == 0 {
			return nil
		}
	}
}

// multiply is the transformation that applies t first, then m.
func multiply(t, m [6]float64) [6]float64 {
	return [6]float64{
		t[0]*m[0] + t[1]*m[2], t[0]*m[1] + t[1]*m[3],
		t[2]*m[0] + t[3]*m[2], t[2]*m[1] + t[3]*m[3],
		t[4]*m[0] + t[5]*m[2] + m[4], t[4]*m[1] + t[5]*m[3] + m[5],
	}
}

// contours writes the contours of a simple glyph that has n of them.
func contours(b *strings.Builder, src []byte, n int, m [6]float64) {
	if n == 0 {
		return
	}
	ends := src[10:]
	count := int(be.Uint16(ends[2*(n-1):])) + 1
	at := 10 + 2*n
	at += 2 + int(be.Uint16(src[at:]))
	flags := make([]byte, 0, count)
	for len(flags) < count {
		fl := src[at]
		at++
		flags = append(flags, fl)
		if fl&8 != 0 {
			for range src[at] {
				flags = append(flags, fl)
			}
			at++
		}
	}
	points := make([]point, count)
	read := func(short, same byte, set func(i int, v float64)) {
		v := 0
		for i := range count {
			switch fl := flags[i]; {
			case fl&short != 0 && fl&same != 0:
				v += int(src[at])
				at++
			case fl&short != 0:
				v -= int(src[at])
				at++
			case fl&same == 0:
				v += int(int16(be.Uint16(src[at:])))
				at += 2
			}
			set(i, float64(v))
		}
	}
	read(2, 16, func(i int, v float64) { points[i].x = v })
	read(4, 32, func(i int, v float64) { points[i].y = v })
	for i := range points {
		p := &points[i]
		p.on = flags[i]&1 != 0
		p.x, p.y = p.x*m[0]+p.y*m[2]+m[4], p.x*m[1]+p.y*m[3]+m[5]
	}
	start := 0
	for i := range n {
		end := int(be.Uint16(ends[2*i:])) + 1
		contour(b, points[start:end])
		start = end
	}
}

// contour writes one contour of quadratic curves. Between two control points the
// format leaves out the point on the curve, which is their middle.
func contour(b *strings.Builder, ps []point) {
	if len(ps) < 2 {
		return
	}
	middle := func(a, c point) point { return point{(a.x + c.x) / 2, (a.y + c.y) / 2, true} }
	first := ps[0]
	if !first.on {
		if first = ps[len(ps)-1]; !first.on {
			first = middle(ps[0], ps[len(ps)-1])
		}
	}
	fmt.Fprintf(b, "M%.4g %.4g", first.x, first.y)
	for i := 0; i < len(ps); i++ {
		p, next := ps[i], ps[(i+1)%len(ps)]
		switch {
		case p.on && (i > 0 || p != first):
			fmt.Fprintf(b, "L%.4g %.4g", p.x, p.y)
		case !p.on:
			if !next.on {
				next = middle(p, next)
			} else {
				i++
			}
			fmt.Fprintf(b, "Q%.4g %.4g %.4g %.4g", p.x, p.y, next.x, next.y)
		}
	}
	b.WriteString("Z")
}
