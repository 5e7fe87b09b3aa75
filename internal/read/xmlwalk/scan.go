package xmlwalk

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// errSyntax is the error for what is no valid XML. Walkers make a message of it.
var errSyntax = errors.New("xmlwalk: no valid XML")

// ErrDoctype is the error for a document type, or another declaration of the kind, which no format needs.
var ErrDoctype = errors.New("xmlwalk: a DOCTYPE")

// kind is what a token of XML is.
type kind int

const (
	startOfElement kind = iota
	endOfElement
	characters
)

// token is a token of a document.
type token struct {
	kind  kind
	start xml.StartElement
	text  string
}

// scanner cuts a document into tokens as encoding/xml does where it is strict, at several times its speed: texts and
// values are parts of the document wherever nothing in them is escaped.
type scanner struct {
	doc    string
	from   int // where the last token begins
	pos    int // and where it ends
	open   []openElement
	attrs  []xml.Attr // of the open elements, the innermost last
	spaces []space    // that the open elements declare
	empty  bool       // the element that begins last ends at once
}

// openElement is an element that has begun, and how many attributes and namespaces there were before it.
type openElement struct {
	name          string // with its prefix
	attrs, spaces int
}

// space is a namespace and its prefix.
type space struct{ prefix, name string }

// begin takes a document. The declared encoding must be UTF-8, unless the document was converted.
func (s *scanner) begin(doc string, converted bool) error {
	*s = scanner{doc: doc, open: s.open[:0], attrs: s.attrs[:0], spaces: s.spaces[:0]}
	for i := 0; i < len(doc); i++ {
		for i+8 <= len(doc) && plainBytes(doc[i:i+8]) {
			i += 8
		}
		if i == len(doc) {
			break
		}
		switch c := s.doc[i]; {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r',
			c == 0xEF && i+2 < len(s.doc) && s.doc[i+1] == 0xBF && s.doc[i+2] >= 0xBE: // U+FFFE and U+FFFF are no characters
			return errSyntax
		}
	}
	if !utf8.ValidString(s.doc) {
		return errSyntax
	}
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(s.doc, "\uFEFF"), "<?xml"); ok {
		declared, _, _ := strings.Cut(rest, "?>")
		if version := declaredAs(declared, "version"); version != "" && version != "1.0" {
			return errSyntax
		}
		if encoding := declaredAs(declared, "encoding"); encoding != "" && !strings.EqualFold(encoding, "utf-8") && !converted {
			return errSyntax
		}
	}
	return nil
}

// plainBytes reports whether none of eight bytes is a control character or 0xEF. It may report false of others.
func plainBytes(s string) bool {
	_ = s[7]
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	low, ef := (x-' '*ones)&^x, x^0xEF*ones // a byte below a blank borrows; 0xEF becomes 0
	return (low|(ef-ones)&^ef)&tops == 0
}

// declaredAs is what the first line of a document says of its version or encoding; "" if it does not.
func declaredAs(declaration, name string) string {
	_, rest, ok := strings.Cut(declaration, name)
	rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest, blanks), "="), blanks)
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	value, _, _ := strings.Cut(rest[1:], rest[:1])
	return value
}

// blanks are the blanks of XML.
const blanks = " \t\r\n"

// next is the next token; the error is io.EOF behind the last. Comments and instructions are passed over. The attributes of an element are valid until the
// token behind its end is read.
func (s *scanner) next() (token, error) {
	if s.empty {
		s.from, s.empty = s.pos, false
		s.close()
		return token{kind: endOfElement}, nil
	}
	for {
		s.from = s.pos
		rest := s.doc[s.pos:]
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			i = len(rest)
		}
		if i > 0 {
			s.pos += i
			text, err := unescape(rest[:i])
			if strings.Contains(rest[:i], "]]>") {
				err = errSyntax
			}
			return token{kind: characters, text: text}, err
		}
		switch {
		case rest == "" && len(s.open) > 0:
			return token{}, errSyntax
		case rest == "":
			return token{}, io.EOF
		case strings.HasPrefix(rest, "<!--"):
			end := strings.Index(rest[len("<!--"):], "--")
			if end < 0 || !strings.HasPrefix(rest[len("<!--")+end:], "-->") {
				return token{}, errSyntax
			}
			s.pos += len("<!--") + end + len("-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			text, _, ok := strings.Cut(rest[len("<![CDATA["):], "]]>")
			if !ok {
				return token{}, errSyntax
			}
			s.pos += len("<![CDATA[") + len(text) + len("]]>")
			return token{kind: characters, text: lineEnds.Replace(text)}, nil
		case strings.HasPrefix(rest, "<!"):
			return token{}, ErrDoctype
		case strings.HasPrefix(rest, "<?"):
			end := strings.Index(rest, "?>")
			if end < 0 || nameEnd(rest[2:]) == 0 {
				return token{}, errSyntax
			}
			s.pos += end + len("?>")
		case strings.HasPrefix(rest, "</"):
			return token{kind: endOfElement}, s.end(rest[2:])
		default:
			e, err := s.start()
			return token{kind: startOfElement, start: e}, err
		}
	}
}

// lineEnds writes the ends of lines as one character.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// end reads the end of an element behind its first two characters.
func (s *scanner) end(rest string) error {
	n := nameEnd(rest)
	i := n
	for i < len(rest) && isBlank(rest[i]) {
		i++
	}
	if i == len(rest) || rest[i] != '>' || len(s.open) == 0 || s.open[len(s.open)-1].name != rest[:n] {
		return errSyntax
	}
	s.pos += len("</") + i + 1
	s.close()
	return nil
}

// close forgets the innermost element.
func (s *scanner) close() {
	last := s.open[len(s.open)-1]
	s.open, s.attrs, s.spaces = s.open[:len(s.open)-1], s.attrs[:last.attrs], s.spaces[:last.spaces]
}

// start reads the beginning of an element.
func (s *scanner) start() (e xml.StartElement, err error) {
	doc, i := s.doc, s.pos+1
	n := nameEnd(doc[i:])
	if n == 0 {
		return e, errSyntax
	}
	name := doc[i : i+n]
	first := len(s.attrs)
	s.open = append(s.open, openElement{name, first, len(s.spaces)})
	for i += n; ; {
		for i < len(doc) && isBlank(doc[i]) {
			i++
		}
		if i == len(doc) {
			return e, errSyntax
		}
		switch doc[i] {
		case '/':
			if s.empty = true; i+1 == len(doc) || doc[i+1] != '>' {
				return e, errSyntax
			}
			i++
			fallthrough
		case '>':
			s.pos = i + 1
			e.Name, e.Attr = divide(name), s.attrs[first:len(s.attrs):len(s.attrs)]
			e.Name.Space = s.space(e.Name.Space)
			return e, nil
		}
		var a xml.Attr
		if a, i, err = attribute(doc, i); err != nil {
			return e, err
		}
		s.attrs = append(s.attrs, a)
		if a.Name.Space == "xmlns" {
			s.spaces = append(s.spaces, space{a.Name.Local, a.Value})
		} else if a.Name.Local == "xmlns" {
			s.spaces = append(s.spaces, space{"", a.Value})
		}
	}
}

// attribute reads an attribute of a document from a position; next is the position behind it.
func attribute(doc string, from int) (a xml.Attr, next int, err error) {
	i := from + nameEnd(doc[from:])
	a.Name = divide(doc[from:i])
	none := i == from
	for i < len(doc) && isBlank(doc[i]) {
		i++
	}
	if none || i == len(doc) || doc[i] != '=' {
		return a, i, errSyntax
	}
	for i++; i < len(doc) && isBlank(doc[i]); {
		i++
	}
	if i == len(doc) || doc[i] != '"' && doc[i] != '\'' {
		return a, i, errSyntax
	}
	escaped := false
	for end := i + 1; end < len(doc); end++ {
		c := doc[end]
		if !valueMarks[c] {
			continue
		}
		switch {
		case c == doc[i]:
			if a.Value = doc[i+1 : end]; escaped {
				a.Value, err = unescape(a.Value)
			}
			return a, end + 1, err
		case c == '<':
			return a, i, errSyntax
		case c == '&' || c == '\r':
			escaped = true
		}
	}
	return a, i, errSyntax
}

// valueMarks are the bytes in the value of an attribute that end it or are not read as they are.
var valueMarks = [256]bool{'"': true, '\'': true, '<': true, '&': true, '\r': true}

// divide divides a name from its prefix.
func divide(name string) xml.Name {
	for i := 1; i < len(name)-1; i++ { // names are short
		if name[i] == ':' && name[0] != ':' {
			return xml.Name{Space: name[:i], Local: name[i+1:]}
		}
	}
	return xml.Name{Local: name}
}

// space is the namespace that a prefix stands for; the prefix itself if none is declared.
func (s *scanner) space(prefix string) string {
	for i := len(s.spaces) - 1; i >= 0; i-- {
		if s.spaces[i].prefix == prefix {
			return s.spaces[i].name
		}
	}
	return prefix
}

// isBlank reports whether a character is a blank of XML.
func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// nameEnd is how long the name is that a text begins with; 0 if it begins with none.
func nameEnd(s string) int {
	i := 0
	for i < len(s) && nameBytes[s[i]] {
		i++
	}
	if i > 0 && (s[0] == '-' || s[0] == '.' || s[0] >= '0' && s[0] <= '9') {
		return 0
	}
	return i
}

// nameBytes are the bytes that names are made of.
var nameBytes = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_:.-", byte(c)) >= 0
	}
	return is
}()

// unescape is a text with its references to characters resolved, and its lines ended by one character.
func unescape(s string) (string, error) {
	if strings.IndexByte(s, '\r') >= 0 {
		s = lineEnds.Replace(s)
	}
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s, nil
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		name, rest, ok := strings.Cut(s[i+1:], ";")
		c, known := Character(name)
		if !ok || !known {
			return "", errSyntax
		}
		b.WriteRune(c)
		s = rest
	}
	b.WriteString(s)
	return b.String(), nil
}

// Character is the character that a reference stands for, such as amp or #x4E2D; ok is false if there is none.
func Character(name string) (c rune, ok bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, is := strings.CutPrefix(digits, "x"); is {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if !ok || err != nil {
		return 0, false
	}
	c = rune(n)
	return c, c == '\t' || c == '\n' || c == '\r' || c >= ' ' && utf8.ValidRune(c) && c != 0xFFFE && c != 0xFFFF
}
