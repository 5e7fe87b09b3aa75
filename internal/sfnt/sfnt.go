// Package sfnt reads TrueType faces and makes subsets of them. A face is parsed once
// and shared; every document embeds a subset with the glyphs that it shows.
package sfnt

import (
	"encoding/binary"
	"sort"
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/msg"
)

// Font is a parsed face. It is never changed, and may be used by several goroutines.
type Font struct {
	Name      string // PostScript name
	Units     int    // per em
	Ascent    int    // in thousandths of an em, as all lengths here
	Descent   int    // negative
	CapHeight int
	Box       [4]int
	Weight    int
	Italic    float64
	Fixed     bool
	Glyphs    int
	tables    map[string][]byte
	advances  []byte // hmtx
	metrics   int    // entries of hmtx with an advance
	glyf      []byte
	loca      []byte
	long      bool // format of loca
	chars     charmap
}

// be is the byte order of the format.
var be = binary.BigEndian

// Parse reads a face; index chooses one of a collection, from 0. The error is a
// *msg.Problem: no TrueType file, a damaged one, or a face that may not be embedded.
func Parse(data []byte, index int) (_ *Font, err error) {
	defer shield.RecoverBounds(&err, damaged) // an offset may point outside
	if len(data) < 12 {
		return nil, damaged()
	}
	at := 0
	if string(data[:4]) == "ttcf" {
		n := int(be.Uint32(data[8:]))
		if index < 0 || index >= n {
			return nil, &msg.Problem{What: msg.F("字体集合里只有 %d 个字体，没有第 %d 个", "the collection has %d faces, there is no number %d", n, index),
				Hint: msg.F("在文件名后写 #0 至 #%d", "write #0 to #%d behind the file name", n-1)}
		}
		at = int(be.Uint32(data[12+4*index:]))
	} else if index > 0 {
		return nil, &msg.Problem{What: msg.T("不是字体集合，只有一个字体", "this is no collection but a single face"), Hint: msg.T("去掉文件名后的 #序号", "leave out the # behind the file name")}
	}
	switch kind := string(data[at : at+4]); kind {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, noOutlines()
	case "wOFF", "wOF2":
		return nil, &msg.Problem{What: msg.T("这是网页字体（WOFF）", "this is a web font (WOFF)"), Hint: msg.T("请用 TrueType 字体文件（.ttf、.ttc）", "use a TrueType file (.ttf, .ttc)")}
	default:
		return nil, &msg.Problem{What: msg.T("不是字体文件", "this is no font file"), Hint: msg.T("请用 TrueType 字体文件（.ttf、.ttc）", "use a TrueType file (.ttf, .ttc)")}
	}
	f := &Font{tables: map[string][]byte{}}
	for i := range int(be.Uint16(data[at+4:])) {
		e := data[at+12+16*i:]
		off, n := int(be.Uint32(e[8:])), int(be.Uint32(e[12:]))
		if off+n > len(data) {
			return nil, damaged()
		}
		f.tables[string(e[:4])] = data[off : off+n : off+n]
	}
	if err := f.read(); err != nil {
		return nil, err
	}
	return f, nil
}

func damaged() error {
	return &msg.Problem{What: msg.T("字体文件已损坏或不完整", "the font file is damaged or incomplete"), Hint: msg.T("请重新复制或安装这个字体", "copy or install the font again")}
}

func noOutlines() error {
	return &msg.Problem{What: msg.T("这是 CFF（PostScript）轮廓的 OpenType 字体，不能嵌入", "this is an OpenType font with CFF (PostScript) outlines, which cannot be embedded"),
		Hint: msg.T("请用同一字体的 TrueType 版本（.ttf、.ttc）", "use the TrueType version of the face (.ttf, .ttc)")}
}

func (f *Font) read() error {
	for _, name := range []string{"head", "hhea", "hmtx", "maxp", "cmap"} {
		if f.tables[name] == nil {
			return damaged()
		}
	}
	if f.tables["glyf"] == nil || f.tables["loca"] == nil {
		return noOutlines()
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.Units = int(be.Uint16(head[18:]))
	if f.Units < 16 {
		return damaged()
	}
	for i := range f.Box {
		f.Box[i] = f.scale(head[36+2*i:])
	}
	f.long = be.Uint16(head[50:]) != 0
	f.Ascent, f.Descent = f.scale(hhea[4:]), f.scale(hhea[6:])
	f.metrics = int(be.Uint16(hhea[34:]))
	f.Glyphs = int(be.Uint16(f.tables["maxp"][4:]))
	f.advances, f.glyf, f.loca = f.tables["hmtx"], f.tables["glyf"], f.tables["loca"]
	width := 2
	if f.long {
		width = 4
	}
	if f.metrics < 1 || f.metrics > f.Glyphs || len(f.advances) < 4*f.metrics || len(f.loca) < width*(f.Glyphs+1) {
		return damaged()
	}
	f.CapHeight, f.Weight = f.Ascent, 400
	if os2 := f.tables["OS/2"]; len(os2) >= 70 {
		f.Weight = int(be.Uint16(os2[4:]))
		if be.Uint16(os2) >= 2 && len(os2) >= 90 {
			f.CapHeight = f.scale(os2[88:])
		}
		if t := be.Uint16(os2[8:]); t&0xf == 2 || t&0x300 != 0 {
			return &msg.Problem{What: msg.T("这个字体声明不许嵌入文档，或不许只嵌入一部分字形", "the face declares that it may not be embedded, or not in part"),
				Hint: msg.T("请换用许可嵌入的字体，或向字体厂商取得许可", "use a face that may be embedded, or obtain a licence")}
		}
	}
	if post := f.tables["post"]; len(post) >= 16 {
		f.Italic = float64(int32(be.Uint32(post[4:]))) / 65536
		f.Fixed = be.Uint32(post[12:]) != 0
	}
	f.Name = f.name()
	return f.chars.read(f.tables["cmap"])
}

func (f *Font) scale(b []byte) int { return int(int16(be.Uint16(b))) * 1000 / f.Units }

// name is the PostScript name, reduced to letters, digits and hyphens.
func (f *Font) name() string {
	t := f.tables["name"]
	if len(t) >= 6 {
		text := int(be.Uint16(t[4:]))
		for i := range int(be.Uint16(t[2:])) {
			r := t[6+12*i:]
			if be.Uint16(r[6:]) != 6 {
				continue
			}
			from, n := text+int(be.Uint16(r[10:])), int(be.Uint16(r[8:]))
			raw := t[from : from+n]
			if be.Uint16(r) != 1 {
				units := make([]uint16, len(raw)/2)
				for k := range units {
					units[k] = be.Uint16(raw[2*k:])
				}
				raw = []byte(string(utf16.Decode(units)))
			}
			name := strings.Map(func(c rune) rune {
				if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
					return c
				}
				return -1
			}, string(raw))
			if name != "" && len(name) < 64 {
				return name
			}
		}
	}
	return "Unnamed"
}

// Glyph is the glyph of a character; 0 if the face has none.
func (f *Font) Glyph(c rune) uint16 {
	g := f.chars.glyph(c)
	if int(g) >= f.Glyphs {
		return 0
	}
	return g
}

// Advance is the width of a glyph in thousandths of an em.
func (f *Font) Advance(g uint16) float64 {
	i := min(int(g), f.metrics-1)
	return float64(be.Uint16(f.advances[4*i:])) * 1000 / float64(f.Units)
}

// HasOutline says whether a glyph draws anything.
func (f *Font) HasOutline(g uint16) bool {
	b, err := f.outline(g)
	return err == nil && len(b) > 0
}

// outline is the outline of a glyph, as the table glyf has it.
func (f *Font) outline(g uint16) ([]byte, error) {
	var from, to int
	if f.long {
		from, to = int(be.Uint32(f.loca[4*int(g):])), int(be.Uint32(f.loca[4*int(g)+4:]))
	} else {
		from, to = 2*int(be.Uint16(f.loca[2*int(g):])), 2*int(be.Uint16(f.loca[2*int(g)+2:]))
	}
	if from > to || to > len(f.glyf) {
		return nil, damaged()
	}
	return f.glyf[from:to], nil
}

// charmap maps characters to glyphs, by ranges in ascending order.
type charmap []charRange

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
	sorting.By(*m, func(a, b charRange) int { return int(a.to - b.to) })
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
			*m = append(*m, r)
		}
	}
}

// groups reads format 12.
func (m *charmap) groups(t []byte) {
	for i := range int(be.Uint32(t[12:])) {
		g := t[16+12*i:]
		from, to := be.Uint32(g), be.Uint32(g[4:])
		if from <= to && to <= 0x10ffff {
			*m = append(*m, charRange{from: rune(from), to: rune(to), delta: uint16(be.Uint32(g[8:]) - from)})
		}
	}
}

func (m charmap) glyph(c rune) uint16 {
	i := sort.Search(len(m), func(i int) bool { return m[i].to >= c })
	if i == len(m) || m[i].from > c {
		return 0
	}
	r := m[i]
	if r.glyphs == nil {
		return uint16(c) + r.delta
	}
	g := be.Uint16(r.glyphs[2*(c-r.from):])
	if g != 0 {
		g += r.delta
	}
	return g
}
