package doc

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/read/textdoc"
)

// The properties that are read, by their number.
const (
	sprmDeleted     = 0x0800
	sprmStrike      = 0x0837
	sprmHidden      = 0x083C
	sprmDouble      = 0x2A53
	sprmHighlight   = 0x2A0C
	sprmColourIndex = 0x2A42
	sprmRaised      = 0x2A48
	sprmCharStyle   = 0x4A30
	sprmSize        = 0x4A43
	sprmPosition    = 0x4845
	sprmColour      = 0x6870
	sprmShading     = 0xCA71
	sprmLevel       = 0x260A
	sprmList        = 0x460B
	sprmInTable     = 0x2416
	sprmRowEnd      = 0x2417
	sprmInnerCell   = 0x244B
	sprmInnerRow    = 0x244C
	sprmOutline     = 0x2640
	sprmDepth       = 0x6649
	sprmTable       = 0xD608
	sprmTableOld    = 0xD606
	sprmVertMerge   = 0xD62B
	sprmMerge       = 0x5624
	sprmElsewhere   = 0x6646 // the list stands in the data stream
	sprmElsewhere2  = 0x6645
)

// eachProperty calls a function with every property of a list, its number and what it says.
func eachProperty(list []byte, visit func(id int, operand []byte)) {
	for len(list) >= 2 {
		id := int(binary.LittleEndian.Uint16(list))
		list = list[2:]
		n := 0
		switch id >> 13 {
		case 0, 1:
			n = 1
		case 2, 4, 5:
			n = 2
		case 3:
			n = 4
		case 7:
			n = 3
		case 6:
			if len(list) == 0 {
				return
			}
			if n = int(list[0]) + 1; id == sprmTable || id == sprmTableOld {
				if len(list) < 2 {
					return
				}
				n = int(binary.LittleEndian.Uint16(list)) + 1
			}
		}
		if n > len(list) {
			return
		}
		visit(id, list[:n])
		list = list[n:]
	}
}

// palette are the colours that have a number: black, blue and so on.
var palette = []string{"", "000000", "0000FF", "00FFFF", "00FF00", "FF00FF", "FF0000", "FFFF00", "FFFFFF", "000080", "008080", "008000", "800080", "800000", "808000", "808080", "C0C0C0"}

// look is a font with what a list of properties says; style is the font of its style, which some properties invert.
func (f *file) look(font textdoc.Font, list []byte) textdoc.Font {
	toggle := func(was bool, v byte) bool {
		switch v {
		case 0x80:
			return was
		case 0x81:
			return !was
		}
		return v != 0
	}
	style := font
	eachProperty(list, func(id int, v []byte) {
		switch id {
		case sprmCharStyle:
			if i := int(binary.LittleEndian.Uint16(v)); i < len(f.styles) && !f.inStyle {
				f.inStyle = true // the style of characters is based on others, and names none itself
				font = f.look(font, f.styles[i].chars)
				f.inStyle = false
			}
		case sprmDeleted:
			font.Deleted = v[0] != 0
		case sprmStrike, sprmDouble:
			font.Strike = toggle(style.Strike, v[0])
		case sprmHidden:
			font.Hidden = toggle(style.Hidden, v[0])
		case sprmRaised:
			font.Vert = [4]string{"", "superscript", "subscript", ""}[v[0]&3]
		case sprmPosition:
			switch up := int16(binary.LittleEndian.Uint16(v)); {
			case up > 0:
				font.Vert = "superscript"
			case up < 0:
				font.Vert = "subscript"
			}
		case sprmSize:
			font.Size = float64(binary.LittleEndian.Uint16(v)) / 2
		case sprmColourIndex:
			if i := int(v[0]); i < len(palette) {
				font.Colour = palette[i]
			}
		case sprmColour:
			if font.Colour = rgb(v); v[3] == 0xFF {
				font.Colour = ""
			}
		case sprmHighlight:
			if i := int(v[0]); i < len(palette) {
				font.Ground = palette[i]
			}
		case sprmShading:
			if len(v) >= 11 {
				if font.Ground = rgb(v[5:]); v[8] == 0xFF {
					font.Ground = ""
				}
			}
		}
	})
	return font
}

// rgb is a colour of red, green and blue.
func rgb(v []byte) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range v[:3] {
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

// paragraph is what is said of a paragraph.
type paragraph struct {
	end       int // the place behind it
	depth     int // of tables within each other; 0 is outside of them
	rowEnd    bool
	innerCell bool
	innerRow  bool
	list      int // number of the override, counted from 1
	level     int
	outline   int // level of a heading, counted from 1
	contents  bool
	font      textdoc.Font
	edges     []int
	merges    []merge
}

// merge says how a cell of a row is merged with others.
type merge struct{ first, merged, begins, continues bool }

// maxList is how many bytes of a list of properties are read. A row of a table has less than 2,000.
const maxList = 8000

// paragraphAt is what is said of the paragraph that ends with a character.
func (f *file) paragraphAt(mark character) paragraph {
	props := at(f.paras, int(mark.place))
	p := paragraph{end: props.to}
	if props.style < len(f.styles) {
		s := f.styles[props.style]
		p.font = f.look(textdoc.Font{}, s.chars)
		p.apply(s.paras)
		name := strings.ToLower(s.name)
		p.contents = strings.HasPrefix(name, "toc ") || strings.HasPrefix(name, "目录")
	}
	p.apply(props.list)
	eachProperty(props.list, func(id int, v []byte) {
		if id == sprmElsewhere || id == sprmElsewhere2 {
			at := int(binary.LittleEndian.Uint32(v))
			size := int(binary.LittleEndian.Uint16(f.data[at:]))
			p.apply(f.data[at+2 : at+2+min(size, maxList)])
		}
	})
	if int(mark.piece) < len(f.pieces) {
		p.apply(f.pieces[mark.piece].list)
	}
	return p
}

// apply takes over what a list of properties says.
func (p *paragraph) apply(list []byte) {
	eachProperty(list, func(id int, v []byte) {
		switch id {
		case sprmInTable:
			if p.depth = max(p.depth, 1); v[0] == 0 {
				p.depth = 0
			}
		case sprmRowEnd:
			p.rowEnd = v[0] != 0
		case sprmInnerCell:
			p.innerCell = v[0] != 0
		case sprmInnerRow:
			p.innerRow = v[0] != 0
		case sprmDepth:
			p.depth = int(binary.LittleEndian.Uint32(v))
		case sprmList:
			p.list = int(binary.LittleEndian.Uint16(v))
		case sprmLevel:
			p.level = int(v[0])
		case sprmOutline:
			if p.outline = int(v[0]) + 1; p.outline > 9 {
				p.outline = 0
			}
		case sprmTable, sprmTableOld:
			p.define(v[2:])
		case sprmVertMerge:
			if len(v) >= 3 && int(v[1]) < len(p.merges) {
				m := &p.merges[v[1]]
				m.begins, m.continues = v[2]&3 == 3, v[2]&3 == 1
			}
		case sprmMerge:
			for i := int(v[0]); i < int(v[1]) && i < len(p.merges); i++ {
				p.merges[i].first, p.merges[i].merged = i == int(v[0]), i > int(v[0])
			}
		}
	})
}

// define reads the edges of a row's cells in twips, and how these are merged.
func (p *paragraph) define(v []byte) {
	if len(v) == 0 {
		return
	}
	n := int(v[0])
	v = v[1:]
	if len(v) < 2*(n+1) {
		return
	}
	p.edges = nil
	for i := range n + 1 {
		p.edges = append(p.edges, int(int16(binary.LittleEndian.Uint16(v[2*i:]))))
	}
	p.merges = make([]merge, n)
	v = v[2*(n+1):]
	for i := 0; i < n && len(v) >= 2; i++ {
		flags := binary.LittleEndian.Uint16(v)
		p.merges[i] = merge{first: flags&1 != 0, merged: flags&2 != 0}
		switch flags >> 5 & 3 {
		case 1:
			p.merges[i].continues = true
		case 3:
			p.merges[i].begins = true
		}
		v = v[min(len(v), 20):]
	}
}

// style is a style of paragraphs or characters, with what the styles say that it is based on.
type style struct {
	name         string
	paras, chars []byte
}

// maxStyles is the largest number of styles that the format allows.
const maxStyles = 4095

// readStyles reads the style sheet. A style that does not fit is one that says nothing.
func (f *file) readStyles() {
	data := f.structure(fcStyles)
	if len(data) < 4 {
		return
	}
	head := int(binary.LittleEndian.Uint16(data))
	n, base := int(binary.LittleEndian.Uint16(data[2:])), int(binary.LittleEndian.Uint16(data[4:]))
	data = data[2+head:]
	if n > maxStyles {
		return
	}
	f.styles = make([]style, n)
	parents := make([]int, n)
	for i := range n {
		var one []byte
		var ok bool
		if one, data, ok = cutSized(data); !ok {
			break
		}
		if f.styles[i], parents[i], ok = readStyle(one, base); !ok {
			parents[i] = n
		}
	}
	f.inheritStyles(parents)
}

// cutSized cuts off what stands behind its size in bytes; ok is false where it is not all there.
func cutSized(data []byte) (one, rest []byte, ok bool) {
	if len(data) < 2 {
		return nil, nil, false
	}
	size := int(binary.LittleEndian.Uint16(data))
	if data = data[2:]; size > len(data) {
		return nil, nil, false
	}
	return data[:size], data[size:], true
}

// readStyle reads a style, whose first part has so many bytes. Parent is the number of the style it is based on.
func readStyle(data []byte, base int) (s style, parent int, ok bool) {
	if len(data) < base+2 || base < 10 {
		return s, 0, false
	}
	kind := int(binary.LittleEndian.Uint16(data[2:]) & 15)
	parent = int(binary.LittleEndian.Uint16(data[2:]) >> 4)
	count := int(binary.LittleEndian.Uint16(data[4:]) & 15)
	data = data[base:]
	chars := int(binary.LittleEndian.Uint16(data))
	if 2+2*chars+2 > len(data) {
		return s, parent, true
	}
	s.name = wide(data[2:], chars)
	data = data[2+2*chars+2:]
	for j := range count {
		list, rest, ok := cutSized(data)
		if !ok {
			break
		}
		data = rest[min(len(rest), len(list)%2):] // lists begin at even places
		switch {
		case kind == 1 && j == 0 && len(list) >= 2:
			s.paras = list[2:]
		case kind == 1 && j == 1, kind == 2 && j == 0:
			s.chars = list
		}
	}
	return s, parent, true
}

// maxBasedOn is how many styles that are based on one another are followed.
const maxBasedOn = 20

// inheritStyles puts before what each style says what the styles say that it is based on, whose numbers are its parents'.
// A number beyond the last style is none.
func (f *file) inheritStyles(parents []int) {
	own := slices.Clone(f.styles)
	for i := range f.styles {
		for j, p := 0, parents[i]; j < maxBasedOn && p < len(own); j, p = j+1, parents[p] {
			if s := f.styles[i]; len(s.paras)+len(s.chars)+len(own[p].paras)+len(own[p].chars) > maxList {
				break
			}
			f.styles[i].paras = slices.Concat(own[p].paras, f.styles[i].paras)
			f.styles[i].chars = slices.Concat(own[p].chars, f.styles[i].chars)
		}
	}
}
