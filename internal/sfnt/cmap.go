package sfnt

import "sort"

// charmap maps characters to glyphs, by ranges.
type charmap struct {
	ranges []charRange
}

type charRange struct {
	from, to rune
	delta    uint16 // added to the character
	glyphs   []byte // or a list, two bytes each
}

// read reads the most complete map of the table cmap.
func (m *charmap) read(t []byte) error {
	best, rank := 0, 0
	for i := range int(be.Uint16(t[2:])) {
		r := t[4+8*i:]
		platform, encoding, off := be.Uint16(r), be.Uint16(r[2:]), int(be.Uint32(r[4:]))
		if platform != 0 && (platform != 3 || encoding != 1 && encoding != 10) {
			continue
		}
		n := map[uint16]int{4: 1, 12: 2}[be.Uint16(t[off:])]
		if n > rank {
			best, rank = off, n
		}
	}
	switch rank {
	case 1:
		m.segments(t[best:])
	case 2:
		m.groups(t[best:])
	default:
		return damaged()
	}
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].to < m.ranges[j].to })
	return nil
}

// segments reads format 4.
func (m *charmap) segments(t []byte) {
	n := int(be.Uint16(t[6:])) / 2
	ends, starts := t[14:], t[16+2*n:]
	deltas, offsets := t[16+4*n:], t[16+6*n:]
	for i := range n {
		r := charRange{from: rune(be.Uint16(starts[2*i:])), to: rune(be.Uint16(ends[2*i:])), delta: be.Uint16(deltas[2*i:])}
		if off := int(be.Uint16(offsets[2*i:])); off != 0 && off != 0xffff && r.from <= r.to {
			at, size := 2*i+off, 2*int(r.to-r.from+1)
			r.glyphs = offsets[at : at+size]
		}
		if r.from <= r.to && r.from != 0xffff {
			m.ranges = append(m.ranges, r)
		}
	}
}

// groups reads format 12.
func (m *charmap) groups(t []byte) {
	for i := range int(be.Uint32(t[12:])) {
		g := t[16+12*i:]
		from, to := be.Uint32(g), be.Uint32(g[4:])
		if from <= to && to <= 0x10ffff {
			m.ranges = append(m.ranges, charRange{from: rune(from), to: rune(to), delta: uint16(be.Uint32(g[8:]) - from)})
		}
	}
}

func (m *charmap) glyph(c rune) uint16 {
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].to >= c })
	if i == len(m.ranges) || m.ranges[i].from > c {
		return 0
	}
	r := m.ranges[i]
	if r.glyphs == nil {
		return uint16(c) + r.delta
	}
	g := be.Uint16(r.glyphs[2*(c-r.from):])
	if g != 0 {
		g += r.delta
	}
	return g
}
