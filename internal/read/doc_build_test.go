package read

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/formtest"
)

// The numbers of properties of a .doc, and of structures of its table stream.
const (
	sprmDeleted  = 0x0800
	sprmStrike   = 0x0837
	sprmHidden   = 0x083C
	sprmRaised   = 0x2A48
	sprmList     = 0x460B
	sprmLevel    = 0x260A
	sprmInTable  = 0x2416
	sprmRowEnd   = 0x2417
	sprmTable    = 0xD608
	sprmDepth    = 0x6649
	sprmInner    = 0x244B
	sprmInnerRow = 0x244C

	fcFootnoteRefs = 2
	fcFootnotes    = 3
	fcChars        = 12
	fcParas        = 13
	fcPieces       = 33
	fcLists        = 73
	fcLFO          = 74
)

// docRun is a stretch of a test's text with its properties; a paragraph ends with \r or, in a table, with \a.
type docRun struct {
	text  string
	chars []byte // properties of the characters
	paras []byte // of the paragraph, at the run that ends it
}

// docFile is a document of a test.
type docFile struct {
	runs   []docRun
	notes  []docRun       // the texts of footnotes, each with its end
	refs   []int          // positions of their marks
	more   map[int][]byte // further structures of the table stream by number
	change func(main []byte)
}

// sprm is a property with an operand.
func sprm(id int, operand ...byte) []byte {
	return append([]byte{byte(id), byte(id >> 8)}, operand...)
}

// rowOf is the properties of the end of a row whose cells have these edges, with the flags of each cell.
func rowOf(edges []int, flags ...uint16) []byte {
	def := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		def = binary.LittleEndian.AppendUint16(def, uint16(e))
	}
	for _, f := range flags {
		def = append(binary.LittleEndian.AppendUint16(def, f), make([]byte, 18)...)
	}
	out := append(sprm(sprmInTable, 1), sprm(sprmRowEnd, 1)...)
	out = append(out, byte(sprmTable&0xFF), byte(sprmTable>>8))
	return append(binary.LittleEndian.AppendUint16(out, uint16(len(def)+1)), def...)
}

// build writes a document of Word 97.
func (d docFile) build() []byte {
	const textAt = 0x600
	le := binary.LittleEndian
	main := make([]byte, textAt)
	var text, notes []uint16
	chars, paras := newDocPages(), newDocPages()
	for i, r := range append(append([]docRun(nil), d.runs...), d.notes...) {
		units := utf16.Encode([]rune(r.text))
		if text = append(text, units...); i >= len(d.runs) {
			notes = append(notes, units...)
		}
		end := textAt + 2*len(text)
		chars.add(end, append([]byte{byte(len(r.chars))}, r.chars...))
		if last := units[len(units)-1]; last == '\r' || last == '\a' || last == '\f' {
			list := append([]byte{0, 0}, r.paras...)
			if len(list)%2 == 0 {
				list = append([]byte{0, byte(len(list) / 2)}, list...)
			} else {
				list = append([]byte{byte(len(list)/2 + 1)}, list...)
			}
			paras.add(end, list)
		}
	}
	for _, u := range text {
		main = le.AppendUint16(main, u)
	}
	for len(main)%512 != 0 {
		main = append(main, 0)
	}
	table := make([]byte, 8)
	set := func(i int, data []byte) {
		le.PutUint32(main[0x9A+8*i:], uint32(len(table)))
		le.PutUint32(main[0x9A+8*i+4:], uint32(len(data)))
		table = append(table, data...)
	}
	for _, p := range []struct {
		structure int
		pages     *docPages
		entry     int
	}{{fcChars, chars, 1}, {fcParas, paras, 13}} {
		set(p.structure, p.pages.plc(len(main)/512))
		main = append(main, p.pages.bytes(p.entry)...)
	}
	plc := le.AppendUint32(nil, 0)
	plc = le.AppendUint32(plc, uint32(len(text)))
	plc = append(le.AppendUint32(append(plc, 0, 0), textAt), 0, 0)
	set(fcPieces, append(le.AppendUint32([]byte{2}, uint32(len(plc))), plc...))
	if len(d.refs) > 0 {
		var refs, ends []byte
		for _, at := range d.refs {
			refs = le.AppendUint32(refs, uint32(at))
		}
		refs = append(le.AppendUint32(refs, uint32(len(text))), make([]byte, 2*len(d.refs))...)
		at := 0
		for _, n := range d.notes {
			ends = le.AppendUint32(ends, uint32(at))
			at += len(utf16.Encode([]rune(n.text)))
		}
		set(fcFootnoteRefs, refs)
		set(fcFootnotes, le.AppendUint32(ends, uint32(at)))
	}
	for i, data := range d.more {
		set(i, data)
	}
	le.PutUint16(main, 0xA5EC)
	le.PutUint16(main[2:], 0xC1)
	le.PutUint16(main[0x98:], 0x5D)
	le.PutUint32(main[0x4C:], uint32(len(text)-len(notes)))
	le.PutUint32(main[0x50:], uint32(len(notes)))
	if d.change != nil {
		d.change(main)
	}
	return formtest.Compound(formtest.Stream{Path: "0Table", Data: table}, formtest.Stream{Path: "WordDocument", Data: main})
}

// docPages collects properties for pages of 512 bytes.
type docPages struct {
	from int
	all  []docPage
}

type docPage struct {
	ends  []int
	lists [][]byte
	from  int
}

func newDocPages() *docPages { return &docPages{from: 0x600} }

func (p *docPages) add(end int, list []byte) {
	if n := len(p.all); n == 0 || len(p.all[n-1].ends) == 4 {
		p.all = append(p.all, docPage{from: p.from})
	}
	last := &p.all[len(p.all)-1]
	last.ends, last.lists = append(last.ends, end), append(last.lists, list)
	p.from = end
}

func (p *docPages) plc(first int) (out []byte) {
	for _, g := range p.all {
		out = binary.LittleEndian.AppendUint32(out, uint32(g.from))
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(p.from))
	for i := range p.all {
		out = binary.LittleEndian.AppendUint32(out, uint32(first+i))
	}
	return out
}

func (p *docPages) bytes(entry int) (out []byte) {
	for _, g := range p.all {
		b := make([]byte, 512)
		binary.LittleEndian.PutUint32(b, uint32(g.from))
		at := 510
		for i, end := range g.ends {
			binary.LittleEndian.PutUint32(b[4*(i+1):], uint32(end))
			at = (at - len(g.lists[i])) &^ 1
			copy(b[at:], g.lists[i])
			b[4*(len(g.ends)+1)+entry*i] = byte(at / 2)
		}
		b[511] = byte(len(g.ends))
		out = append(out, b...)
	}
	return out
}
