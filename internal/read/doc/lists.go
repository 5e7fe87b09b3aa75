package doc

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/textdoc"
)

// wide is a text of so many characters of two bytes.
func wide(data []byte, n int) string {
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// list is a numbering of the document, by its identity.
type list struct {
	id     int
	levels []textdoc.Level
}

// override is how paragraphs use a numbering: each counts for itself.
type override struct {
	id     int
	starts map[int]int           // by level
	levels map[int]textdoc.Level // that replace the numbering's own
}

// readLists reads the numberings. Where they end too early the ones before count.
func (f *file) readLists() {
	f.numbers = map[int]int{}
	at := 0x9A + 8*fcLists
	if f.u16(0x98) <= fcLFO { // the header has no numberings
		return
	}
	from, size := f.u32(at), f.u32(at+4)
	if size < 2 || from < 0 || from+size > len(f.table) {
		return
	}
	data := f.table[from:]
	n := int(binary.LittleEndian.Uint16(data))
	if 2+28*n > len(data) {
		return
	}
	heads, levels := data[2:], data[2+28*n:]
	for i := range n {
		head := heads[28*i:]
		l := list{id: int(int32(binary.LittleEndian.Uint32(head)))}
		count := 9
		if head[26]&1 != 0 {
			count = 1
		}
		for range count {
			level, rest, ok := readLevel(levels)
			if !ok {
				return
			}
			l.levels = append(l.levels, level)
			levels = rest
		}
		f.lists = append(f.lists, l)
	}
	f.readOverrides()
}

// readOverrides reads how paragraphs use numberings.
func (f *file) readOverrides() {
	data := f.structure(fcLFO)
	if len(data) < 4 {
		return
	}
	n := int(binary.LittleEndian.Uint32(data))
	if n < 0 || 4+16*n > len(data) {
		return
	}
	heads, rest := data[4:], data[4+16*n:]
	for i := range n {
		o := override{id: int(int32(binary.LittleEndian.Uint32(heads[16*i:]))), starts: map[int]int{}, levels: map[int]textdoc.Level{}}
		f.overrides = append(f.overrides, o)
	}
	for i := range n {
		if len(rest) < 4 {
			return
		}
		rest = rest[4:]
		for range int(heads[16*i+12]) {
			if len(rest) < 8 {
				return
			}
			start, flags := int(int32(binary.LittleEndian.Uint32(rest))), binary.LittleEndian.Uint32(rest[4:])
			rest = rest[8:]
			level := int(flags & 15)
			if flags&0x10 != 0 {
				f.overrides[i].starts[level] = start
			}
			if flags&0x20 != 0 {
				l, more, ok := readLevel(rest)
				if !ok {
					return
				}
				f.overrides[i].levels[level] = l
				rest = more
			}
		}
	}
}

// readLevel reads a level of a numbering.
func readLevel(data []byte) (l textdoc.Level, rest []byte, ok bool) {
	if len(data) < 28 {
		return l, nil, false
	}
	l.Start = int(int32(binary.LittleEndian.Uint32(data)))
	l.Format = layout.ListFormat(int(data[4]))
	properties := int(data[24]) + int(data[25])
	if data = data[28:]; len(data) < properties+2 {
		return l, nil, false
	}
	data = data[properties:]
	n := int(binary.LittleEndian.Uint16(data))
	if data = data[2:]; len(data) < 2*n {
		return l, nil, false
	}
	var b strings.Builder
	for _, r := range wide(data, n) {
		if r < 9 {
			b.WriteString("%" + strconv.Itoa(int(r)+1))
		} else {
			b.WriteRune(r)
		}
	}
	l.Text = b.String()
	return l, data[2*n:], true
}

// numbering is the number of the document's list that an override makes, counted from 1; 0 for none.
func (f *file) numbering(i int) int {
	if i < 1 || i > len(f.overrides) || i == 2047 {
		return 0
	}
	if n, ok := f.numbers[i]; ok {
		return n
	}
	o := f.overrides[i-1]
	for _, l := range f.lists {
		if l.id != o.id {
			continue
		}
		levels := append([]textdoc.Level(nil), l.levels...)
		for at, level := range o.levels {
			if at < len(levels) {
				levels[at] = level
			}
		}
		for at, start := range o.starts {
			if at < len(levels) {
				levels[at].Start = start
			}
		}
		// Overrides that start nothing anew go on with what others of the same numbering counted.
		if len(o.starts)+len(o.levels) == 0 {
			for j, other := range f.overrides[:i-1] {
				if other.id == o.id && len(other.starts)+len(other.levels) == 0 {
					if n := f.numbers[j+1]; n > 0 {
						f.numbers[i] = n
						return n
					}
				}
			}
		}
		f.doc.Lists = append(f.doc.Lists, textdoc.List{Levels: levels})
		f.numbers[i] = len(f.doc.Lists)
		return f.numbers[i]
	}
	return 0
}
