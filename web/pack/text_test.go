package main

import (
	"bytes"
	"slices"
	"testing"
	"unicode/utf16"
)

// read is what the worker makes of pieces of text; see unpack in worker.js.
func read(pieces [][]uint16) (out []byte) {
	for _, text := range pieces {
		i := 0
		for ; i < len(text); i++ {
			c := text[i]
			if c == escape {
				if i++; i == len(text) {
					return out[:len(out)-1]
				}
				c = text[i] ^ turned
			}
			out = append(out, byte(c), byte(c>>8))
		}
	}
	return out
}

// What is no text stands in the page without anything that reading a page changes, and is
// read back byte for byte, in pieces too.
func TestAsText(t *testing.T) {
	t.Parallel()
	every := make([]byte, 0, 2<<16)
	for c := range 1 << 16 {
		every = append(every, byte(c), byte(c>>8))
	}
	for name, data := range map[string][]byte{"nothing": nil, "one": {0}, "odd": {'=', 0, '='}, "escapes": bytes.Repeat([]byte{'=', 0}, 9), "surrogates": bytes.Repeat([]byte{0, 0xd8, 0, 0xdc}, 9), "every": every, "every and one": append(every, 0xd8)} {
		text := asText(data)
		if i := slices.IndexFunc(text, func(c uint16) bool { return c == 0 || c == '\r' || c == '<' || utf16.IsSurrogate(rune(c)) }); i >= 0 {
			t.Errorf("%s: %#x cannot stand in a page", name, text[i])
		}
		for _, size := range []int{1, 2, 3, 1000, 1 << 20} {
			pieces := split(text, size)
			if got := read(pieces); !bytes.Equal(got, data) {
				t.Errorf("%s in pieces of %d: %d bytes, not %d", name, size, len(got), len(data))
			}
			for _, p := range pieces[:len(pieces)-1] {
				if n := len(p); n < size || n > size+1 || len(read([][]uint16{p}))%2 == 1 {
					t.Errorf("%s: a piece of %d characters, not %d", name, n, size)
				}
			}
		}
	}
}
