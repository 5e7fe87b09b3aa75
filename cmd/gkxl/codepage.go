package main

import (
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// localWriter writes text for people in the code page of their console: what is redirected there is read in it, by "type",
// "more" and "findstr" as by PowerShell, which decodes all it redirects. What is for programs stays UTF-8.
type localWriter struct {
	w        io.Writer
	page     encoding.Encoding
	programs bool   // what is written is for programs
	rest     []byte // the beginning of a character whose end was not written yet
}

func (l *localWriter) Write(data []byte) (int, error) {
	if l.programs {
		return l.w.Write(data)
	}
	in := append(l.rest, data...)
	l.rest = nil
	var out []byte
	encoder := l.page.NewEncoder()
	for len(in) > 0 {
		r, n := utf8.DecodeRune(in)
		if r == utf8.RuneError && !utf8.FullRune(in) {
			l.rest = append([]byte{}, in...)
			break
		}
		if s, err := encoder.String(string(in[:n])); err == nil && n > 0 {
			out = append(out, s...)
		} else {
			out = fmt.Appendf(out, "[U+%04X]", r) // never a question mark that nobody can tell from one
		}
		in = in[n:]
	}
	if _, err := l.w.Write(out); err != nil {
		return 0, err
	}
	return len(data), nil
}

// forPrograms says whether what comes next is for programs.
func forPrograms(w io.Writer, format string) {
	if l, ok := w.(*localWriter); ok {
		l.programs = format != "text"
	}
}
