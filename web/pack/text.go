package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// A part of the page that is no text, such as the engine, stands in it byte for byte, in
// a script element that no browser runs. The page says that its encoding is windows-1252,
// in which every byte is a character; base64 would make it a third longer. Four bytes
// cannot stand in a page as they are: 0 and the carriage return, which reading a page
// changes, the sign < and the sign = itself. Of them = is written, and behind it the byte
// plus 64. The worker reads it back (unpack in worker.js).

// escape is the byte that stands before one that cannot stand in a page.
const escape = '='

// asText writes bytes so that they may stand in a page.
func asText(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/50)
	for _, c := range data {
		switch c {
		case 0, '\r', '<', escape:
			out = append(out, escape, c+64)
		default:
			out = append(out, c)
		}
	}
	return out
}

// asciiPage writes the characters of a page that are not in ASCII by their numbers, since
// the page is in windows-1252.
func asciiPage(page string) string {
	var b strings.Builder
	for _, c := range page {
		if c < 0x80 {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, "&#%d;", c)
		}
	}
	return b.String()
}

// asciiJSON writes the characters of JSON that are not in ASCII as it allows.
func asciiJSON(data []byte) string {
	var b strings.Builder
	for _, c := range string(data) {
		switch {
		case c < 0x80:
			b.WriteRune(c)
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&b, "\\u%04x\\u%04x", high, low)
		default:
			fmt.Fprintf(&b, "\\u%04x", c)
		}
	}
	return b.String()
}

// onlyASCII is an error if a script or style sheet holds other characters: all words of
// the page come from the engine.
func onlyASCII(name string, data []byte) error {
	if i := bytes.IndexFunc(data, func(c rune) bool { return c >= 0x80 }); i >= 0 {
		return fmt.Errorf("%s:%d: a character that is not in ASCII; the words of the page come from the engine", name, 1+bytes.Count(data[:i], []byte("\n")))
	}
	return nil
}
