package xls

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// errCut is a record that ends before what it says it holds.
var errCut = errors.New("xls: a record is cut short")

// The numbers of records, by the specification [MS-XLS].
const (
	recFormula     = 0x0006
	recEOF         = 0x000A
	recExternSheet = 0x0017
	recName        = 0x0018
	recNote        = 0x001C
	recDate1904    = 0x0022
	recExternName  = 0x0023
	recFilePass    = 0x002F
	recFont        = 0x0031
	recContinue    = 0x003C
	recObj         = 0x005D
	recColInfo     = 0x007D
	recBoundSheet  = 0x0085
	recPalette     = 0x0092
	recMulRK       = 0x00BD
	recRString     = 0x00D6
	recXF          = 0x00E0
	recMergeCells  = 0x00E5
	recDrawing     = 0x00EC
	recSST         = 0x00FC
	recLabelSST    = 0x00FD
	recSupBook     = 0x01AE
	recCondFmt     = 0x01B0
	recCF          = 0x01B1
	recTxO         = 0x01B6
	recNumber      = 0x0203
	recLabel       = 0x0204
	recBoolErr     = 0x0205
	recString      = 0x0207
	recRow         = 0x0208
	recArray       = 0x0221
	recDefHeight   = 0x0225
	recWindow2     = 0x023E
	recRK          = 0x027E
	recFormat      = 0x041E
	recShared      = 0x04BC
	recBOF         = 0x0809
)

// record is a record with the records that continue it.
type record struct {
	kind  uint16
	parts [][]byte // the record's own data, and that of each record that continues it
}

// data is the record's own data.
func (r record) data() []byte { return r.parts[0] }

// records reads the records of a stream in their order.
type records struct {
	stream []byte
	at     int
	parts  [][]byte // of the record that was read last
}

// next is the next record; its parts are listed until the one behind it is read. Ok is false at the end of the stream; the error is errCut.
func (r *records) next() (rec record, ok bool, err error) {
	kind, part, ok, err := r.one()
	if !ok || err != nil {
		return record{}, ok, err
	}
	rec = record{kind: kind, parts: append(r.parts[:0], part)}
	for r.at+4 <= len(r.stream) && binary.LittleEndian.Uint16(r.stream[r.at:]) == recContinue {
		_, part, _, err := r.one()
		if err != nil {
			return rec, false, err
		}
		rec.parts = append(rec.parts, part)
	}
	r.parts = rec.parts
	return rec, true, nil
}

// one is the next record by itself.
func (r *records) one() (kind uint16, data []byte, ok bool, err error) {
	if r.at+4 > len(r.stream) {
		return 0, nil, false, nil
	}
	kind = binary.LittleEndian.Uint16(r.stream[r.at:])
	n := int(binary.LittleEndian.Uint16(r.stream[r.at+2:]))
	if r.at+4+n > len(r.stream) {
		return 0, nil, false, errCut
	}
	data = r.stream[r.at+4 : r.at+4+n]
	r.at += 4 + n
	return kind, data, true, nil
}

// reader reads the fields of a record. Texts may go on in the records that continue it. Once a record has ended too
// early, all that is read is zero and err is errCut.
type reader struct {
	parts [][]byte
	at    int // within the first part
	err   error
}

// readerOf reads a record from a place on.
func readerOf(r record, from int) *reader {
	rd := &reader{parts: r.parts}
	rd.skip(from)
	return rd
}

// left is the number of bytes left in the current part.
func (r *reader) left() int {
	if len(r.parts) == 0 {
		return 0
	}
	return len(r.parts[0]) - r.at
}

// more moves to the next part, and reports whether there is one.
func (r *reader) more() bool {
	if len(r.parts) < 2 {
		r.err = errCut
		return false
	}
	r.parts, r.at = r.parts[1:], 0
	return true
}

// bytes is the next n bytes, which may lie in several parts.
func (r *reader) bytes(n int) []byte {
	if r.err != nil {
		return make([]byte, min(n, 8))
	}
	if r.left() >= n {
		b := r.parts[0][r.at : r.at+n]
		r.at += n
		return b
	}
	var out []byte
	for len(out) < n {
		if r.left() == 0 && !r.more() {
			return make([]byte, min(n, 8))
		}
		take := min(n-len(out), r.left())
		out = append(out, r.parts[0][r.at:r.at+take]...)
		r.at += take
	}
	return out
}

func (r *reader) skip(n int) {
	for n > 0 && r.err == nil {
		if r.left() == 0 && !r.more() {
			return
		}
		take := min(n, r.left())
		r.at += take
		n -= take
	}
}

func (r *reader) u8() int     { return int(r.bytes(1)[0]) }
func (r *reader) u16() int    { return int(binary.LittleEndian.Uint16(r.bytes(2))) }
func (r *reader) u32() uint32 { return binary.LittleEndian.Uint32(r.bytes(4)) }

// The flags of a text.
const (
	textWide     = 1 << 0 // two bytes for a character
	textPhonetic = 1 << 2 // with phonetic guides behind it
	textRich     = 1 << 3 // with the fonts of its stretches behind it
)

// characters reads n characters; wide says that each has two bytes. Where the text goes on in another part, that says
// anew how wide its characters are.
func (r *reader) characters(n int, wide bool) string {
	units := make([]uint16, 0, min(n, 1<<15))
	for len(units) < n && r.err == nil {
		if r.left() == 0 {
			if !r.more() {
				break
			}
			wide = r.u8()&textWide != 0
			continue
		}
		if !wide {
			take := min(n-len(units), r.left())
			for _, b := range r.parts[0][r.at : r.at+take] {
				units = append(units, uint16(b))
			}
			r.at += take
			continue
		}
		take := min(n-len(units), r.left()/2)
		if take == 0 {
			r.err = errCut // half a character
			break
		}
		for i := range take {
			units = append(units, binary.LittleEndian.Uint16(r.parts[0][r.at+2*i:]))
		}
		r.at += 2 * take
	}
	return string(utf16.Decode(units))
}

// fontRun says that a text is in a font from a character on, counted in UTF-16.
type fontRun struct{ from, font int }

// text reads a text whose length in characters comes before it, in one byte or two.
func (r *reader) text(short bool) (s string, runs []fontRun) {
	n := 0
	if short {
		n = r.u8()
	} else {
		n = r.u16()
	}
	flags := r.u8()
	fonts, phonetic := 0, uint32(0)
	if flags&textRich != 0 {
		fonts = r.u16()
	}
	if flags&textPhonetic != 0 {
		phonetic = r.u32()
	}
	s = r.characters(n, flags&textWide != 0)
	for range fonts {
		if r.err != nil {
			return s, runs
		}
		runs = append(runs, fontRun{from: r.u16(), font: r.u16()})
	}
	r.skip(int(phonetic))
	return s, runs
}
