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
	return Compound(Stream{Path: "Workbook", Data: append(append(head, end...), body...)})
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
