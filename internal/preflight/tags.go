package preflight

import (
	"bytes"
	"strings"

	"github.com/gkxl/gkxl/internal/read/xmlwalk"
)

// What the scanner has passed is known to be well formed, so that its tags can be told apart by simple means. Whatever
// is written in an unusual way is left to the library: comments, CDATA sections, carriage returns.

// tag is a start tag, an end tag, or one that is both.
type tag struct {
	name       string // without its prefix
	prefix     string
	attributes []byte // as they are written
	end, empty bool   // an end tag; a start tag that is its own end
}

// tags calls f for every tag of a part. It reports whether all of it could be read so, and f never refused.
func tags(part []byte, f func(t tag) bool) bool {
	part = bytes.TrimPrefix(part, []byte(byteOrder))
	for at := 0; ; {
		i := bytes.IndexByte(part[at:], '<')
		if i < 0 {
			return true
		}
		at += i
		end := closing(part[at:])
		if end < 0 {
			return false
		}
		inner := part[at+1 : at+end]
		at += end + 1
		switch {
		case len(inner) == 0 || inner[0] == '!':
			return false
		case inner[0] == '?':
			continue
		}
		var t tag
		if inner[0] == '/' {
			t.end, inner = true, inner[1:]
		} else if inner[len(inner)-1] == '/' {
			t.empty, inner = true, inner[:len(inner)-1]
		}
		n := nameLen(inner)
		if i := bytes.IndexByte(inner[:n], ':'); i >= 0 {
			t.prefix, t.name = known(inner[:i]), known(inner[i+1:n])
		} else {
			t.name = known(inner[:n])
		}
		t.attributes = inner[n:]
		if !f(t) {
			return false
		}
	}
}

// known is a name as a string; for those that are frequent nothing is allocated.
func known(name []byte) string {
	if s, ok := frequent[string(name)]; ok {
		return s
	}
	return string(name)
}

// frequent are names of elements that come often.
var frequent = func() map[string]string {
	m := map[string]string{}
	for _, s := range []string{"a", "font", "name", "sz", "color", "charset", "family", "scheme", "fill", "patternFill", "fgColor", "bgColor", "border", "left", "right", "top", "bottom", "diagonal", "start", "end",
		"xf", "alignment", "protection", "dxf", "b", "i", "col", "latin", "ea", "cs", "gs", "schemeClr", "srgbClr", "sysClr", "tint", "shade", "satMod", "lumMod", "ln", "cellStyle"} {
		m[s] = s
	}
	return m
}()

// closing is where a tag ends that begins a text; a > in the value of an attribute does not end it.
func closing(s []byte) int {
	var quote byte
	for i, c := range s {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

// eachAttribute calls f for every attribute. It reports whether all of them could be read, and f never refused.
func (t tag) eachAttribute(f func(key, value []byte) bool) bool {
	rest := t.attributes
	for {
		for len(rest) > 0 && blank(rest[0]) {
			rest = rest[1:]
		}
		n := nameLen(rest)
		if n == 0 || len(rest) < n+2 {
			return true
		}
		key, quote := rest[:n], rest[n+1]
		rest = rest[n+2:]
		end := bytes.IndexByte(rest, quote)
		if end < 0 || !f(key, rest[:end]) {
			return false
		}
		rest = rest[end+1:]
	}
}

// unusualAttribute reports whether an attribute that is looked at is there in a way that is left to the library.
func unusualAttribute(key, value []byte) bool {
	return len(local(key)) != len(key) || bytes.ContainsAny(value, "&\t\n\r")
}

// attribute is the value of an attribute; ok is false if it is there in a way that is left to the library.
func (t tag) attribute(name string) (value string, there, ok bool) {
	ok = t.eachAttribute(func(key, v []byte) bool {
		if string(local(key)) != name {
			return true
		}
		if there || unusualAttribute(key, v) {
			return false
		}
		value, there = string(v), true
		return true
	})
	if !ok {
		return "", false, false
	}
	return value, there, true
}

// number is the value of an attribute that is a whole number, or -1 if it is not there.
func (t tag) number(name string) (n int, ok bool) {
	s, there, ok := t.attribute(name)
	if !there {
		return -1, ok
	}
	return digits(s)
}

// digits is a whole number of at most nine digits and nothing else.
func digits[T string | []byte](s T) (n int, ok bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// plain is a text as it stands between tags, with its entities resolved; ok is false where it is left to the library.
func plain(b []byte) (s string, ok bool) {
	if bytes.IndexByte(b, '\r') >= 0 || bytes.IndexByte(b, '<') >= 0 {
		return "", false
	}
	if bytes.IndexByte(b, '&') < 0 {
		return string(b), true
	}
	var out strings.Builder
	out.Grow(len(b))
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			out.Write(b)
			return out.String(), true
		}
		out.Write(b[:i])
		b = b[i+1:]
		end := bytes.IndexByte(b, ';')
		if end < 1 {
			return "", false
		}
		r, ok := xmlwalk.Character(string(b[:end]))
		if !ok {
			return "", false
		}
		out.WriteRune(r)
		b = b[end+1:]
	}
}
