package sfnt

import (
	"math/bits"
	"slices"

	"github.com/gkxl/gkxl/internal/shield"
)

// Subset makes a font file of a list of glyphs: glyph i of the new face is glyphs[i],
// and its character is i. The first is the glyph for missing characters. Parts of
// composite glyphs follow behind.
func (f *Font) Subset(glyphs []uint16) (_ []byte, err error) {
	defer shield.RecoverBounds(&err, damaged) // a composite may end in the middle
	c := &subsetter{font: f, order: slices.Clone(glyphs), place: make(map[uint16]uint16, len(glyphs))}
	for i, g := range glyphs {
		if _, ok := c.place[g]; !ok {
			c.place[g] = uint16(i)
		}
	}
	for i := 0; i < len(c.order); i++ {
		if err := c.outline(c.order[i]); err != nil {
			return nil, err
		}
	}
	return c.assemble(len(glyphs)), nil
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
	for at := start + 10; ; {
		flags, part := be.Uint16(c.glyf[at:]), be.Uint16(c.glyf[at+2:])
		if int(part) >= c.font.Glyphs {
			return damaged()
		}
		n, ok := c.place[part]
		if !ok {
			n = uint16(len(c.order))
			c.place[part] = n
			c.order = append(c.order, part)
		}
		be.PutUint16(c.glyf[at+2:], n)
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasTwoScales != 0:
			at += 4
		case flags&hasMatrix != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return nil
		}
	}
}

func (c *subsetter) assemble(chars int) []byte {
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
		hmtx = append(hmtx, bearing(f.advances, 4*f.metrics+2*(i-f.metrics))...)
	}
	head := slices.Clone(f.head[:54])
	be.PutUint32(head[8:], 0) // the sum, known at the end
	be.PutUint16(head[50:], 1)
	hhea := slices.Clone(f.hhea[:36])
	be.PutUint16(hhea[34:], n)
	maxp := slices.Clone(f.tables["maxp"])
	be.PutUint16(maxp[4:], n)
	post := make([]byte, 32)
	copy(post[4:16], f.tables["post"])
	be.PutUint32(post, 0x00030000)
	tables := []table{{"cmap", identity(chars)}, {"glyf", c.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", c.loca}, {"maxp", maxp}, {"name", nameTable(f.Name)}, {"post", post}}
	for _, name := range []string{"OS/2", "cvt ", "fpgm", "prep"} {
		if t := f.tables[name]; len(t) > 0 {
			tables = append(tables, table{name, t})
		}
	}
	slices.SortFunc(tables, func(a, b table) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return join(tables)
}

func bearing(hmtx []byte, at int) []byte {
	if at+2 <= len(hmtx) {
		return hmtx[at : at+2]
	}
	return []byte{0, 0}
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

func sum(b []byte) (s uint32) {
	for ; len(b) >= 4; b = b[4:] {
		s += be.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		s += be.Uint32(last[:])
	}
	return s
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
