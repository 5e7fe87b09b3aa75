package preflight

import (
	"bytes"
	"html"
	"math/bits"
	"regexp"
	"strconv"
)

// text is what stands between tags, or in a CDATA section: its entities must be whole,
// and it is counted where it is read.
func (s *scanner) text(t []byte, cdata bool) error {
	if len(s.stack) == 0 {
		if cdata || len(bytes.Trim(t, xmlSpace)) > 0 {
			return errSyntax
		}
		return nil
	}
	if err := checkChars(t, cdata, false); err != nil {
		return err
	}
	if len(t) == 0 {
		return nil
	}
	switch in := string(local(s.stack[len(s.stack)-1])); {
	case s.cell.open:
		return s.cellText(in, t)
	case s.root == rootTexts && in == "t" && len(s.sum.lengths) > 0:
		s.sum.lengths[len(s.sum.lengths)-1] += len(t)
	case s.root == rootComments && in == "t":
		return count(&s.sum.text, len(t), s.lim.Text, ofText)
	case s.inName:
		refersTo, ok := plain(t)
		if !ok {
			refersTo = html.UnescapeString(string(t))
		}
		n := &s.p.defined[len(s.p.defined)-1]
		s.p.oddNames = s.p.oddNames || !ok || cdata || n.RefersTo != ""
		n.RefersTo += refersTo
	}
	return nil
}

// checkChars refuses control characters and entities that XML does not have, in text,
// in a CDATA section or in an attribute.
func checkChars(t []byte, cdata, attr bool) error {
	for i := 0; i < len(t); i++ {
		if plainBytes[t[i]] {
			continue
		}
		switch b := t[i]; {
		case b == '&' && !cdata:
			j := bytes.IndexByte(t[i:], ';')
			if j < 2 || j > 12 || !entity(t[i+1:i+j]) {
				return errSyntax
			}
			i += j
		case b == '<' && !cdata, b < ' ' && b != '\t' && b != '\n' && b != '\r':
			return errSyntax
		case b == '>' && !attr && !cdata && i >= 2 && t[i-1] == ']' && t[i-2] == ']':
			return errSyntax
		case b == 0xef && i+2 < len(t) && t[i+1] == 0xbf && t[i+2] >= 0xbe:
			return errSyntax // U+FFFE and U+FFFF
		}
	}
	return nil
}

// plainBytes are the bytes that need no second look in a text or an attribute.
var plainBytes = func() (plain [256]bool) {
	for b := range plain {
		plain[b] = b >= ' ' && b != '&' && b != '<' && b != '>' && b != 0xef
	}
	return plain
}()

func entity(e []byte) bool {
	switch string(e) {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	if e[0] != '#' {
		return false
	}
	base, digits := 10, e[1:]
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return err == nil && (n >= ' ' && n < 0xd800 || n > 0xdfff && n < 0xfffe || n > 0xffff && n <= 0x10ffff || n == '\t' || n == '\n' || n == '\r')
}

var declaration = regexp.MustCompile(`^xml\s+version=("1\.0"|'1\.0')(\s+encoding=("(?i:utf-8)"|'(?i:utf-8)'))?(\s+standalone=("(yes|no)"|'(yes|no)'))?\s*$`)

func (s *scanner) instruction(rest []byte) error {
	j := 2 + bytes.Index(rest[2:], []byte("?>"))
	if j < 2 {
		return errSyntax
	}
	body := rest[2:j]
	if n := nameLen(body); n == 0 || n < len(body) && !blank(body[n]) {
		return errSyntax
	}
	if bytes.HasPrefix(body, []byte("xml")) && (len(body) == 3 || blank(body[3])) {
		if s.pos != 0 {
			return errSyntax
		}
		if k := bytes.Index(body, []byte("encoding")); k >= 0 && !bytes.Contains(bytes.ToLower(body[k:]), []byte("utf-8")) {
			return errEncoding
		}
		if !declaration.Match(body) {
			return errSyntax
		}
	}
	s.pos += j + 2
	return nil
}

func (s *scanner) end(rest []byte) error {
	n := nameLen(rest[2:])
	i := 2 + n
	for i < len(rest) && blank(rest[i]) {
		i++
	}
	if n == 0 || i >= len(rest) || rest[i] != '>' || len(s.stack) == 0 || !bytes.Equal(s.stack[len(s.stack)-1], rest[2:2+n]) {
		return errSyntax
	}
	s.stack = s.stack[:len(s.stack)-1]
	from := s.pos
	s.pos += i + 1
	return s.closed(local(rest[2:2+n]), from)
}

func nameLen(b []byte) int {
	for i, c := range b {
		if k := nameBytes[c]; k == 0 || k == 1 && i == 0 {
			return i
		}
	}
	return len(b)
}

// nameBytes says which bytes may stand in a name: 2 anywhere, 1 behind its first letter, 0 nowhere.
var nameBytes = func() (in [256]uint8) {
	for b := range in {
		switch c := byte(b); {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
			in[b] = 2
		case c >= '0' && c <= '9', c == '-', c == '.', c == ':':
			in[b] = 1
		}
	}
	return in
}()

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// local is a name without its prefix: the library ignores prefixes.
func local(name []byte) []byte {
	for i, c := range name { // names are short
		if c == ':' {
			return name[i+1:]
		}
	}
	return name
}

// The attributes that are looked at.
const (
	keyR = iota
	keyT
	keyS
	keyCM
	keyVM
	keySI
	keyRef
	keyHeight
	keyCustom
	keyHidden
	keyID
	keyType
	keyTarget
	keyMode
	keyName
	keySheetID
	keyState
	keyZeros
	keyOneSheet
	keys
)

// attrs are the attributes of an element that are looked at.
type attrs struct {
	v   [keys][]byte // their values as they are written; nil for one that is not there
	set uint32       // which are there, one bit each
}

// clear forgets all attributes.
func (a *attrs) clear() {
	for ; a.set != 0; a.set &= a.set - 1 {
		a.v[bits.TrailingZeros32(a.set)] = nil
	}
}

// cellAttributes are the attributes of a cell.
type cellAttributes struct{ r, t, s, cm, vm []byte }

// keyOf is the index of an attribute in attrs; -1 for one that is not looked at.
func keyOf(name []byte) int {
	switch string(name) {
	case "r":
		return keyR
	case "t":
		return keyT
	case "s":
		return keyS
	case "cm":
		return keyCM
	case "vm":
		return keyVM
	case "si":
		return keySI
	case "ref":
		return keyRef
	case "ht":
		return keyHeight
	case "customHeight":
		return keyCustom
	case "hidden":
		return keyHidden
	case "Id", "id":
		return keyID
	case "Type":
		return keyType
	case "Target":
		return keyTarget
	case "TargetMode":
		return keyMode
	case "name":
		return keyName
	case "sheetId":
		return keySheetID
	case "state":
		return keyState
	case "showZeros":
		return keyZeros
	case "localSheetId":
		return keyOneSheet
	}
	return -1
}

// value is an attribute's value with its entities resolved.
func (a *attrs) value(key int) string {
	if bytes.IndexByte(a.v[key], '&') < 0 {
		return string(a.v[key])
	}
	return html.UnescapeString(string(a.v[key]))
}

func goodName(name []byte) bool {
	in := local(name)
	return len(in) == len(name) || len(in) < len(name)-1 && len(in) > 0 && nameBytes[in[0]] == 2 && bytes.IndexByte(in, ':') < 0
}

// xmlSpace is what counts as white space in XML.
const xmlSpace = " \t\r\n"

// byteOrder is the mark that some programs begin a part with.
const byteOrder = "\ufeff"
