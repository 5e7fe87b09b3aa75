package formtest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// XLSSheet is a sheet of a workbook that [XLS] makes: its name, its state (0 is visible), what it holds (0x10 for cells)
// and its records.
type XLSSheet struct {
	Name    string
	State   byte
	Kind    uint16
	Records []byte
}

// XLS is a workbook of Excel 97 (BIFF8) with records on the whole workbook and sheets.
func XLS(global []byte, sheets ...XLSSheet) []byte {
	begin := func(kind uint16) []byte {
		return Record(0x0809, uint16(0x0600), kind, uint16(0x0DBB), uint16(1996), uint32(0), uint32(6))
	}
	end := Record(0x000A)
	head := append(begin(5), global...)
	at := len(head) + len(end)
	for _, s := range sheets {
		at += len(Record(0x0085, uint32(0), s.State, byte(0), ShortText(s.Name)))
	}
	var body []byte
	for _, s := range sheets {
		head = append(head, Record(0x0085, uint32(at+len(body)), s.State, byte(0), ShortText(s.Name))...)
		kind := s.Kind
		if kind == 0 {
			kind = 0x10
		}
		body = append(append(append(body, begin(kind)...), s.Records...), end...)
	}
	return Compound("Workbook", append(append(head, end...), body...))
}

// Record is a record of a .xls with its fields: integers of a fixed size, floating-point numbers, and bytes.
func Record(kind uint16, fields ...any) []byte {
	var b bytes.Buffer
	for _, f := range fields {
		if err := binary.Write(&b, binary.LittleEndian, f); err != nil {
			panic(fmt.Sprintf("%T: %v", f, err))
		}
	}
	out := binary.LittleEndian.AppendUint16(nil, kind)
	return append(binary.LittleEndian.AppendUint16(out, uint16(b.Len())), b.Bytes()...)
}

// ShortText is a text of a .xls with its length in one byte.
func ShortText(s string) []byte {
	units := utf16.Encode([]rune(s))
	return append([]byte{byte(len(units)), 1}, wide(units)...)
}

// LongText is a text of a .xls with its length in two bytes.
func LongText(s string) []byte {
	units := utf16.Encode([]rune(s))
	return append(append(binary.LittleEndian.AppendUint16(nil, uint16(len(units))), 1), wide(units)...)
}

func wide(units []uint16) (out []byte) {
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// Compound is a container of old Office formats that holds one stream, which is filled up to the least length of one.
func Compound(name string, stream []byte) []byte {
	const sector, free, end, fat = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
	size := max(len(stream), 4096)
	data := (size + sector - 1) / sector
	fats := 1
	for fats*sector/4 < fats+1+data {
		fats++
	}
	if fats > 109 {
		panic("formtest: the stream is too long")
	}
	var table []byte
	next := func(v uint32) { table = binary.LittleEndian.AppendUint32(table, v) }
	for range fats {
		next(fat)
	}
	next(end) // the directory
	for i := range data {
		if i == data-1 {
			next(end)
		} else {
			next(uint32(fats + 1 + i + 1))
		}
	}
	for len(table) < fats*sector {
		next(free)
	}
	var b bytes.Buffer
	put := func(fields ...any) {
		for _, f := range fields {
			binary.Write(&b, binary.LittleEndian, f)
		}
	}
	put([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), [16]byte{}, uint16(0x3E), uint16(3), uint16(0xFFFE), uint16(9), uint16(6), [6]byte{},
		uint32(0), uint32(fats), uint32(fats), uint32(0), uint32(4096), uint32(end), uint32(0), uint32(end), uint32(0))
	for i := range 109 {
		if i < fats {
			put(uint32(i))
		} else {
			put(uint32(free))
		}
	}
	put(table)
	entry := func(name string, kind byte, child, start uint32, size int) {
		units := utf16.Encode([]rune(name))
		var field [32]uint16
		copy(field[:], units)
		length := uint16(2*len(units) + 2)
		if name == "" {
			length = 0
		}
		put(field, length, kind, byte(1), uint32(free), uint32(free), child, [16]byte{}, uint32(0), [16]byte{}, start, uint32(size), uint32(0))
	}
	entry("Root Entry", 5, 1, end, 0)
	entry(name, 2, free, uint32(fats+1), size)
	entry("", 0, free, 0, 0)
	entry("", 0, free, 0, 0)
	put(stream, make([]byte, data*sector-len(stream)))
	return b.Bytes()
}
