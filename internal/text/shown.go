package text

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// acts reports whether a character does something to whatever shows it: a control
// character, which may colour, move or overwrite what a terminal shows; a mark of
// direction, by which what stands there is shown in another order; a separator of
// lines that programs do not agree on. Blanks and line breaks of texts do not.
func acts(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' ' && r != '\n' && r != '\t' && r != '\r'
	case r > '\u206f' || r < '\u0600' && r > '\u009f':
		return r >= 0xe0000 && r <= 0xe007f // tags, which spell hidden texts
	}
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// Shown is a text that does nothing to what shows it: each character that would, by
// what a file, its name or its cells say, is written as its code, such as [U+001B] or
// [U+202E], and each byte that is no UTF-8 as [FF]. Line breaks and tabs stay.
func Shown(s string) string {
	for i, r := range s {
		if r == utf8.RuneError || acts(r) {
			return s[:i] + coded(s[i:], acts)
		}
	}
	return s
}

// ShownLine is Shown for what must stay on its line, such as the name of a file, or in
// its column: line breaks and tabs are written as their codes too.
func ShownLine(s string) string {
	on := func(r rune) bool { return acts(r) || r == '\n' || r == '\t' || r == '\r' }
	for i, r := range s {
		if r == utf8.RuneError || on(r) {
			return s[:i] + coded(s[i:], on)
		}
	}
	return s
}

// Valid is a text in UTF-8: each byte that is none is written as [FF]. For formats that
// escape everything else, so that what a name says is still exact.
func Valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return coded(s, func(rune) bool { return false })
}

// JSON is a JSON text in which characters that would act on what shows it are escaped.
// They stand in strings only, so that it says the same.
func JSON(data []byte) []byte {
	if bytes.IndexFunc(data, acts) < 0 {
		return data
	}
	var out []byte
	for _, r := range string(data) {
		switch {
		case !acts(r):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			first, second := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, first, second)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

// coded writes the codes of some characters, and of bytes that are no UTF-8.
func coded(s string, code func(rune) bool) string {
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "[%02X]", s[0])
		case code(r):
			fmt.Fprintf(&b, "[%U]", r)
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

// ShownWriter writes on what is written to it as Shown gives it, for whole pages whose
// texts come from many places. Close writes what is left of a cut character.
type ShownWriter struct {
	w    io.Writer
	rest []byte // the beginning of a character
}

// NewShownWriter returns a ShownWriter that writes to w.
func NewShownWriter(w io.Writer) *ShownWriter { return &ShownWriter{w: w} }

// Write writes data on, but for the beginning of a character at its end.
func (s *ShownWriter) Write(data []byte) (int, error) {
	all := data
	if len(s.rest) > 0 {
		all = append(s.rest, data...)
	}
	end := len(all)
	for back := 1; back < utf8.UTFMax && back <= len(all); back++ {
		if c := all[len(all)-back]; utf8.RuneStart(c) {
			if !utf8.FullRune(all[len(all)-back:]) {
				end = len(all) - back
			}
			break
		}
	}
	if _, err := io.WriteString(s.w, Shown(string(all[:end]))); err != nil {
		return 0, err
	}
	s.rest = append([]byte(nil), all[end:]...)
	return len(data), nil
}

// Close writes what is left. It does not close the writer behind.
func (s *ShownWriter) Close() error {
	_, err := io.WriteString(s.w, Shown(string(s.rest)))
	s.rest = nil
	return err
}
