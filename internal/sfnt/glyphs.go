package sfnt

import (
	"fmt"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/sorting"
)

// Subset makes a font file of a list of glyphs: glyph i of the new face is glyphs[i],
// and its character is chars[i], or i where chars is nil. The first is the glyph for
// missing characters. Parts of composite glyphs follow behind.
func (f *Font) Subset(glyphs []uint16, chars []rune) (_ []byte, err error) {
	defer shield.RecoverBounds(&err, damaged) // a composite may end in the middle
	c := &subsetter{font: f, order: slices.Clone(glyphs), place: make(map[uint16]uint16, len(glyphs))}
	size := 0
	for i, g := range glyphs {
		if _, ok := c.place[g]; !ok {
			c.place[g] = uint16(i)
		}
		src, err := f.outline(g)
		if err != nil {
			return nil, err
		}
		size += len(src) + 3
	}
	c.glyf = make([]byte, 0, size)
	for i := 0; i < len(c.order); i++ {
		if err := c.outline(c.order[i]); err != nil {
			return nil, err
		}
	}
	if chars == nil {
		return c.assemble(identity(len(glyphs))), nil
	}
	return c.assemble(charTable(chars)), nil
}

type subsetter struct {
	font  *Font
	order []uint16 // old glyphs in their new order
	place map[uint16]uint16
	glyf  []byte
	loca  []byte
}

// The flags of a part of a composite glyph.
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	moreParts    = 1 << 5
	hasTwoScales = 1 << 6
	hasMatrix    = 1 << 7
)

func (c *subsetter) outline(g uint16) error {
	src, err := c.font.outline(g)
	if err != nil {
		return err
	}
	c.loca = be.AppendUint32(c.loca, uint32(len(c.glyf)))
	start := len(c.glyf)
	c.glyf = append(c.glyf, src...)
	for len(c.glyf)%4 != 0 {
		c.glyf = append(c.glyf, 0)
	}
	if len(src) < 10 || int16(be.Uint16(src)) >= 0 {
		return nil
	}
	for p := range parts(src) {
		if int(p.glyph) >= c.font.Glyphs {
			return damaged()
		}
		n, ok := c.place[p.glyph]
		if !ok {
			n = uint16(len(c.order))
			c.place[p.glyph] = n
			c.order = append(c.order, p.glyph)
		}
		be.PutUint16(c.glyf[start+p.at+2:], n)
	}
	return nil
}

// assemble is the font file with the table cmap.
func (c *subsetter) assemble(cmap []byte) []byte {
	f := c.font
	n := uint16(len(c.order))
	c.loca = be.AppendUint32(c.loca, uint32(len(c.glyf)))
	var hmtx []byte
	for _, g := range c.order {
		i := int(g)
		if i < f.metrics {
			hmtx = append(hmtx, f.advances[4*i:4*i+4]...)
			continue
		}
		hmtx = append(hmtx, f.advances[4*(f.metrics-1):4*(f.metrics-1)+2]...)
		bearing := []byte{0, 0}
		if at := 4*f.metrics + 2*(i-f.metrics); at+2 <= len(f.advances) {
			bearing = f.advances[at : at+2]
		}
		hmtx = append(hmtx, bearing...)
	}
	head := slices.Clone(f.tables["head"][:54])
	be.PutUint32(head[8:], 0) // the sum, known at the end
	be.PutUint16(head[50:], 1)
	hhea := slices.Clone(f.tables["hhea"][:36])
	be.PutUint16(hhea[34:], n)
	maxp := slices.Clone(f.tables["maxp"])
	be.PutUint16(maxp[4:], n)
	post := make([]byte, 32)
	copy(post[4:16], f.tables["post"])
	be.PutUint32(post, 0x00030000)
	tables := []table{{"cmap", cmap}, {"glyf", c.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", c.loca}, {"maxp", maxp}, {"name", nameTable(f.Name)}, {"post", post}}
	for _, name := range []string{"OS/2", "cvt ", "fpgm", "prep"} {
		if t := f.tables[name]; len(t) > 0 {
			tables = append(tables, table{name, t})
		}
	}
	sorting.By(tables, func(a, b table) int { return strings.Compare(a.name, b.name) })
	return join(tables)
}

type table struct {
	name string
	data []byte
}

// join lays tables out behind their directory.
func join(tables []table) []byte {
	n := len(tables)
	power := 1 << (bits.Len(uint(n)) - 1)
	size := 12 + 16*n
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	out := make([]byte, 12+16*n, size)
	be.PutUint32(out, 0x00010000)
	be.PutUint16(out[4:], uint16(n))
	be.PutUint16(out[6:], uint16(16*power))
	be.PutUint16(out[8:], uint16(bits.Len(uint(power))-1))
	be.PutUint16(out[10:], uint16(16*n-16*power))
	head := 0
	for i, t := range tables {
		if t.name == "head" {
			head = len(out)
		}
		e := out[12+16*i:]
		copy(e, t.name)
		be.PutUint32(e[4:], sum(t.data))
		be.PutUint32(e[8:], uint32(len(out)))
		be.PutUint32(e[12:], uint32(len(t.data)))
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	be.PutUint32(out[head+8:], 0xb1b0afba-sum(out))
	return out
}

// sum is the checksum of a table: the sum of its words, the last of which zeros fill up.
func sum(b []byte) (s uint32) {
	for ; len(b) >= 4; b = b[4:] {
		s += be.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return s + be.Uint32(last[:])
}

// identity maps character i to glyph i, from 1 to chars-1.
func identity(chars int) []byte {
	t := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	last := uint16(max(1, chars-1))
	for _, v := range []uint16{4, 32, 0, 4, 4, 1, 0, last, 0xffff, 0, 1, 0xffff, 0, 1, 0, 0} {
		t = be.AppendUint16(t, v)
	}
	return t
}

// maxSegments is how many characters a table of format 4 is made for, which counts its
// bytes, eight for each, in 16 bits.
const maxSegments = 8000

// charTable is the table cmap that maps chars[i] to glyph i, from 1 on. It is of format
// 4, which every program knows, if all characters have 16 bits and are not too many, and
// of format 12 otherwise.
func charTable(chars []rune) []byte {
	glyph := make(map[rune]int, len(chars))
	for i, c := range chars[min(1, len(chars)):] {
		glyph[c] = i + 1
	}
	sorted := slices.Sorted(maps.Keys(glyph))
	n := len(sorted)
	if n > maxSegments || n > 0 && sorted[n-1] >= 0xffff {
		t := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
		for _, v := range []int{16 + 12*n, 0, n} {
			t = be.AppendUint32(t, uint32(v))
		}
		for _, c := range sorted {
			t = be.AppendUint32(be.AppendUint32(be.AppendUint32(t, uint32(c)), uint32(c)), uint32(glyph[c]))
		}
		return t
	}
	sorted = append(sorted, 0xffff) // the segment that must be last
	n++
	power := 1 << (bits.Len(uint(n)) - 1)
	t := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 2 * power, bits.Len(uint(power)) - 1, 2*n - 2*power} {
		t = be.AppendUint16(t, uint16(v))
	}
	for _, c := range sorted {
		t = be.AppendUint16(t, uint16(c))
	}
	t = be.AppendUint16(t, 0)
	for _, c := range sorted {
		t = be.AppendUint16(t, uint16(c))
	}
	for _, c := range sorted { // what is added to the character; the last one gives glyph 0
		t = be.AppendUint16(t, uint16(glyph[c]-int(c)))
	}
	return append(t, make([]byte, 2*n)...)
}

// nameTable holds the PostScript name alone.
func nameTable(name string) []byte {
	t := []byte{0, 0, 0, 1, 0, 18}
	for _, v := range []uint16{3, 1, 0x409, 6, uint16(2 * len(name)), 0} {
		t = be.AppendUint16(t, v)
	}
	for _, c := range []byte(name) {
		t = append(t, 0, c)
	}
	return t
}

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
	for p := range parts(src) {
		if int(p.glyph) >= f.Glyphs {
			return damaged()
		}
		if err := f.draw(b, p.glyph, multiply(p.transform, m), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// part is a part of a composite glyph, which begins in its outline at at.
type part struct {
	at        int
	glyph     uint16
	transform [6]float64
}

// parts are those of a composite glyph. It panics when the outline ends before them.
func parts(src []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		for at := 10; ; {
			flags := be.Uint16(src[at:])
			p := part{at: at, glyph: be.Uint16(src[at+2:]), transform: [6]float64{0: 1, 3: 1}}
			t := &p.transform
			at += 4
			if flags&argsAreWords != 0 {
				t[4], t[5] = float64(int16(be.Uint16(src[at:]))), float64(int16(be.Uint16(src[at+2:])))
				at += 4
			} else {
				t[4], t[5] = float64(int8(src[at])), float64(int8(src[at+1]))
				at += 2
			}
			scale := func() float64 { at += 2; return float64(int16(be.Uint16(src[at-2:]))) / 16384 }
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
			if !yield(p) || flags&moreParts == 0 {
				return
			}
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
