package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// A part of the page that is no text, such as the engine, stands in it byte for byte, two
// to a character, in a script element that no browser runs. The page is in UTF-16: base64
// would make it a third longer, and browsers take longer to read other encodings in which
// all characters occur. What cannot stand in a page as it is: 0 and the carriage return,
// which reading a page changes, the sign < and the sign = itself, and halves of surrogate
// pairs. Of them = is written, and behind it the character with its highest bit turned.
// Where the bytes are odd in number, a 0 is added, and a last = says so. The worker reads
// it back (unpack in worker.js).

// escape is the character that stands before one that cannot stand in a page, and turned
// is the bit by which that one differs.
const (
	escape = '='
	turned = 0x8000
)

// asText writes bytes so that they may stand in a page.
func asText(data []byte) []uint16 {
	out := make([]uint16, 0, len(data)/2+len(data)/50)
	for i := 0; i < len(data); i += 2 {
		c := uint16(data[i])
		if i+1 < len(data) {
			c |= uint16(data[i+1]) << 8
		}
		if c == 0 || c == '\r' || c == '<' || c == escape || utf16.IsSurrogate(rune(c)) {
			out = append(out, escape, c^turned)
		} else {
			out = append(out, c)
		}
	}
	if len(data)%2 == 1 {
		out = append(out, escape)
	}
	return out
}

// split cuts what [asText] wrote into pieces of about a size in characters, so that each can
// be read by itself.
func split(text []uint16, size int) (out [][]uint16) {
	for len(text) > size+2 {
		n := 0
		for n < size { // an = belongs to what is behind it
			if text[n] == escape {
				n++
			}
			n++
		}
		out, text = append(out, text[:n]), text[n:]
	}
	return append(out, text)
}

// page is a page in UTF-16 as it grows.
type page struct{ bytes.Buffer }

// put adds text.
func (p *page) put(format string, args ...any) {
	p.add(utf16.Encode([]rune(fmt.Sprintf(format, args...))))
}

// add adds characters.
func (p *page) add(text []uint16) {
	b := p.AvailableBuffer()
	for _, c := range text {
		b = binary.LittleEndian.AppendUint16(b, c)
	}
	p.Write(b)
}

// onlyASCII is an error if a script or style sheet holds other characters: all words of
// the page come from the engine.
func onlyASCII(name string, data []byte) error {
	if i := bytes.IndexFunc(data, func(c rune) bool { return c >= 0x80 }); i >= 0 {
		return fmt.Errorf("%s:%d: a character that is not in ASCII; the words of the page come from the engine", name, 1+bytes.Count(data[:i], []byte("\n")))
	}
	return nil
}
