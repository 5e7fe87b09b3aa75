package xmlwalk

import (
	"encoding/xml"
	"errors"
	"hash/maphash"
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
	// found are prefixes that were looked for while there were so many spaces.
	found   []space
	foundIn int
	known   knownTags
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
	*s = scanner{doc: doc, open: s.open[:0], attrs: s.attrs[:0], spaces: s.spaces[:0], found: s.found[:0], known: s.known}
	if !valid(doc) {
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

// valid reports whether a document is UTF-8 and holds no character that XML cannot.
func valid(doc string) bool {
	for i := 0; i < len(doc); {
		for i+32 <= len(doc) && plainBytes(doc[i:i+8]) && plainBytes(doc[i+8:i+16]) && plainBytes(doc[i+16:i+24]) && plainBytes(doc[i+24:i+32]) {
			i += 32
		}
		for i+8 <= len(doc) && plainBytes(doc[i:i+8]) {
			i += 8
		}
		if i == len(doc) {
			break
		}
		switch c := doc[i]; {
		case c >= ' ' && c < utf8.RuneSelf || c == '\t' || c == '\n' || c == '\r':
			i++
		case c < ' ':
			return false
		case c > 0xE0 && c < 0xED && i+2 < len(doc) && doc[i+1]&0xC0 == 0x80 && doc[i+2]&0xC0 == 0x80: // most of Chinese
			i += 3
		default:
			r, n := utf8.DecodeRuneInString(doc[i:])
			if r == utf8.RuneError && n == 1 || r == 0xFFFE || r == 0xFFFF {
				return false
			}
			i += n
		}
	}
	return true
}

// plainBytes reports whether eight bytes are ASCII without control characters.
func plainBytes(s string) bool {
	_ = s[7]
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	return (x|(x-' '*ones))&tops == 0 // a byte below a blank borrows
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

// next reads the next token; the error is io.EOF behind the last. Comments and instructions are passed over. The
// attributes of an element are valid until the token behind its end is read. What the kind of token has not stays as it was.
func (s *scanner) next(t *token) (err error) {
	if s.empty {
		s.from, s.empty = s.pos, false
		s.close()
		t.kind = endOfElement
		return nil
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
			t.kind = characters
			t.text, err = characterData(rest[:i])
			return err
		}
		switch {
		case rest == "" && len(s.open) > 0:
			return errSyntax
		case rest == "":
			return io.EOF
		case len(rest) == 1:
		case rest[1] == '/':
			t.kind = endOfElement
			return s.end(rest[2:])
		case rest[1] == '!' || rest[1] == '?':
			text, is, err := s.special(rest)
			if err != nil || is {
				t.kind, t.text = characters, text
				return err
			}
			continue
		}
		t.kind = startOfElement
		return s.start(&t.start)
	}
}

// characterData is a text between tags as it is read.
func characterData(s string) (string, error) {
	text, err := unescape(s)
	if strings.Contains(s, "]]>") {
		err = errSyntax
	}
	return text, err
}

// special reads a CDATA section, of which it gives the text, or passes over a comment or an instruction.
func (s *scanner) special(rest string) (text string, is bool, err error) {
	switch {
	case strings.HasPrefix(rest, "<!--"):
		end := strings.Index(rest[len("<!--"):], "--")
		if end < 0 || !strings.HasPrefix(rest[len("<!--")+end:], "-->") {
			return "", false, errSyntax
		}
		s.pos += len("<!--") + end + len("-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		text, _, ok := strings.Cut(rest[len("<![CDATA["):], "]]>")
		if !ok {
			return "", false, errSyntax
		}
		s.pos += len("<![CDATA[") + len(text) + len("]]>")
		return lineEnds.Replace(text), true, nil
	case strings.HasPrefix(rest, "<!"):
		return "", false, ErrDoctype
	default:
		end := strings.Index(rest, "?>")
		if end < 0 || nameEnd(rest[2:]) == 0 {
			return "", false, errSyntax
		}
		s.pos += end + len("?>")
	}
	return "", false, nil
}

// skip passes over the rest of the innermost element as [scanner.next] would, but keeps no attributes. Every element that
// begins is counted.
func (s *scanner) skip(count func() error) error {
	depth := len(s.open)
	if s.empty {
		s.empty = false
		s.close()
		return nil
	}
	for len(s.open) >= depth {
		rest := s.doc[s.pos:]
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return errSyntax
		}
		if i > 0 {
			if _, err := characterData(rest[:i]); err != nil {
				return err
			}
			s.pos += i
			rest = rest[i:]
		}
		switch {
		case len(rest) == 1:
			return errSyntax
		case rest[1] == '/':
			if err := s.end(rest[2:]); err != nil {
				return err
			}
		case rest[1] == '!' || rest[1] == '?':
			if _, _, err := s.special(rest); err != nil {
				return err
			}
		default:
			if err := s.pass(); err != nil {
				return err
			}
			if err := count(); err != nil {
				return err
			}
		}
	}
	return nil
}

// pass reads the beginning of an element as [scanner.start] does, and keeps nothing but its name until it ends.
func (s *scanner) pass() error {
	doc, i := s.doc, s.pos+1
	n, _ := nameOf(doc[i:])
	if n == 0 {
		return errSyntax
	}
	name := doc[i : i+n]
	for i += n; ; {
		for i < len(doc) && isBlank(doc[i]) {
			i++
		}
		switch {
		case i == len(doc):
			return errSyntax
		case doc[i] == '/':
			if i+1 == len(doc) || doc[i+1] != '>' {
				return errSyntax
			}
			s.pos = i + 2
			return nil
		case doc[i] == '>':
			s.pos = i + 1
			s.open = append(s.open, openElement{name, len(s.attrs), len(s.spaces)})
			return nil
		}
		a, ok := attributeAt(doc, i)
		if !ok {
			return errSyntax
		}
		if a.escaped {
			if _, err := unescape(doc[a.value:a.end]); err != nil {
				return err
			}
		}
		i = a.end + 1
	}
}

// lineEnds writes the ends of lines as one character.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// end reads the end of an element behind its first two characters.
func (s *scanner) end(rest string) error {
	if len(s.open) == 0 {
		return errSyntax
	}
	name := s.open[len(s.open)-1].name
	if !strings.HasPrefix(rest, name) {
		return errSyntax
	}
	i := len(name)
	for i < len(rest) && isBlank(rest[i]) {
		i++
	}
	if i == len(rest) || rest[i] != '>' { // which no name holds
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
func (s *scanner) start(e *xml.StartElement) error {
	doc, i := s.doc, s.pos+1
	n, colon := nameOf(doc[i:])
	if n == 0 {
		return errSyntax
	}
	name := doc[i : i+n]
	i += n
	first := len(s.attrs)
	s.open = append(s.open, openElement{name, first, len(s.spaces)})
	var text string // the rest of the tag; it may end before the tag does, within a value
	var known *knownTag
	if i < len(doc) && isBlank(doc[i]) {
		text = doc[i : i+1+strings.IndexByte(doc[i:], '>')]
		known = s.known.place(text)
	}
	if known != nil && known.text == text {
		e.Attr, s.empty = known.attrs, text[len(text)-2] == '/'
		s.pos = i + len(text)
	} else {
		if err := s.attributes(i); err != nil {
			return err
		}
		e.Attr = s.attrs[first:len(s.attrs):len(s.attrs)]
		if known != nil && s.pos == i+len(text) && len(s.spaces) == s.open[len(s.open)-1].spaces {
			s.known.keep(known, text, e.Attr)
		}
	}
	e.Name = divideAt(name, colon)
	e.Name.Space = s.space(e.Name.Space)
	return nil
}

// attributes reads the beginning of an element behind its name, at a place.
func (s *scanner) attributes(i int) error {
	doc := s.doc
	for {
		for i < len(doc) && isBlank(doc[i]) {
			i++
		}
		if i == len(doc) {
			return errSyntax
		}
		switch doc[i] {
		case '/':
			if s.empty = true; i+1 == len(doc) || doc[i+1] != '>' {
				return errSyntax
			}
			i++
			fallthrough
		case '>':
			s.pos = i + 1
			return nil
		}
		at, ok := attributeAt(doc, i)
		if !ok {
			return errSyntax
		}
		a := xml.Attr{Name: divideAt(doc[i:at.nameEnd], at.colon), Value: doc[at.value:at.end]}
		if at.escaped {
			value, err := unescape(a.Value)
			if err != nil {
				return err
			}
			a.Value = value
		}
		i = at.end + 1
		s.attrs = append(s.attrs, a)
		if a.Name.Space == "xmlns" {
			s.declare(a.Name.Local, a.Value)
		} else if a.Name.Local == "xmlns" {
			s.declare("", a.Value)
		}
	}
}

// knownTags are long tags that were read: spreadsheets have those of their styles over and over, the same to the letter,
// and they are half of all that is written.
type knownTags struct {
	tags []knownTag
	seed maphash.Seed
	kept []xml.Attr // of all of them
}

// knownTag is a tag from behind its name to its end, with its attributes.
type knownTag struct {
	text  string
	attrs []xml.Attr
}

// A tag of longTag bytes or more may be kept, knownPlaces at a time. Up to maxKept attributes are kept of all that ever are.
const (
	longTag     = 300
	knownPlaces = 64
	maxKept     = 2000
)

// place is where a tag is kept if it is known, and may be kept otherwise; nil for a short one.
func (k *knownTags) place(text string) *knownTag {
	if len(text) < longTag {
		return nil
	}
	if k.tags == nil {
		k.tags, k.seed, k.kept = make([]knownTag, knownPlaces), maphash.MakeSeed(), make([]xml.Attr, 0, maxKept/4)
	}
	return &k.tags[maphash.String(k.seed, text)%knownPlaces]
}

// keep keeps a tag and its attributes. Those of others, which may still be read, stay as they are.
func (k *knownTags) keep(at *knownTag, text string, attrs []xml.Attr) {
	if from := len(k.kept); from+len(attrs) <= maxKept {
		k.kept = append(k.kept, attrs...)
		*at = knownTag{text, k.kept[from:len(k.kept):len(k.kept)]}
	}
}

// attribute is where an attribute stands in a document.
type attribute struct {
	nameEnd, colon int  // the colon is counted from where its name begins
	value, end     int  // of its value, without the quotes
	escaped        bool // the value is not read as it is written
}

// attributeAt finds the attribute that begins at a place of a document; ok is false if there is none.
func attributeAt(doc string, from int) (a attribute, ok bool) {
	n, colon := nameOf(doc[from:])
	i := from + n
	a.nameEnd, a.colon = i, colon
	if strings.HasPrefix(doc[i:], `="`) { // as nearly all are written
		i++
	} else {
		for i < len(doc) && isBlank(doc[i]) {
			i++
		}
		if i == len(doc) || doc[i] != '=' {
			return a, false
		}
		for i++; i < len(doc) && isBlank(doc[i]); {
			i++
		}
		if i == len(doc) || doc[i] != '"' && doc[i] != '\'' {
			return a, false
		}
	}
	if n == 0 {
		return a, false
	}
	quote, value := doc[i], doc[i+1:]
	a.value = i + 1
	for end := 0; end < len(value); end++ {
		c := value[end]
		if !valueMarks[c] {
			continue
		}
		switch {
		case c == quote:
			a.end = a.value + end
			return a, true
		case c == '<':
			return a, false
		case c == '&' || c == '\r':
			a.escaped = true
		}
	}
	return a, false
}

// valueMarks are the bytes in the value of an attribute that end it or are not read as they are.
var valueMarks = [256]bool{'"': true, '\'': true, '<': true, '&': true, '\r': true}

// divide divides a name from its prefix.
func divide(name string) xml.Name {
	return divideAt(name, strings.IndexByte(name, ':'))
}

// divideAt divides a name from its prefix, where its first colon is at a place; -1 for none.
func divideAt(name string, colon int) xml.Name {
	if colon <= 0 || colon == len(name)-1 {
		return xml.Name{Local: name}
	}
	return xml.Name{Space: name[:colon], Local: name[colon+1:]}
}

// space is the namespace that a prefix stands for; the prefix itself if none is declared.
func (s *scanner) space(prefix string) string {
	if s.foundIn != len(s.spaces) {
		s.found, s.foundIn = s.found[:0], len(s.spaces)
	}
	for i := range s.found {
		if s.found[i].prefix == prefix {
			return s.found[i].name
		}
	}
	name := prefix
	for i := len(s.spaces) - 1; i >= 0; i-- {
		if s.spaces[i].prefix == prefix {
			name = s.spaces[i].name
			break
		}
	}
	if len(s.found) < maxFound {
		s.found = append(s.found, space{prefix, name})
	}
	return name
}

// maxFound is how many prefixes are kept with their namespaces. Documents have some thirty and use a few of them.
const maxFound = 8

// declare declares a namespace.
func (s *scanner) declare(prefix, name string) {
	s.spaces, s.foundIn = append(s.spaces, space{prefix, name}), -1
}

// isBlank reports whether a character is a blank of XML.
func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// nameEnd is how long the name is that a text begins with; 0 if it begins with none.
func nameEnd(s string) int {
	n, _ := nameOf(s)
	return n
}

// nameOf is [nameEnd] with the place of the first colon in the name; -1 if it has none.
func nameOf(s string) (n, colon int) {
	colon = -1
	for ; n < len(s); n++ {
		if kind := nameBytes[s[n]]; kind == inName {
			continue
		} else if kind == notInName {
			break
		}
		if colon < 0 {
			colon = n
		}
	}
	if n > 0 && (s[0] == '-' || s[0] == '.' || s[0] >= '0' && s[0] <= '9') {
		return 0, -1
	}
	return n, colon
}

// The kinds of bytes in names.
const (
	notInName = iota
	inName
	colonInName
)

// nameBytes are the bytes that names are made of.
var nameBytes = func() (is [256]byte) {
	for c := range is {
		switch {
		case c == ':':
			is[c] = colonInName
		case c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_.-", byte(c)) >= 0:
			is[c] = inName
		}
	}
	return is
}()

// unescape is a text with its references to characters resolved, and its lines ended by one character.
func unescape(s string) (string, error) {
	if strings.IndexByte(s, '\r') < 0 && strings.IndexByte(s, '&') < 0 {
		return s, nil
	}
	var b [256]byte
	out, ok := appendPlain(b[:0], s)
	if !ok {
		return "", errSyntax
	}
	return string(out), nil
}

// appendPlain appends a text to another one with its references resolved, and its lines ended by one character; ok is
// false if a reference stands for nothing.
func appendPlain(b []byte, s string) (out []byte, ok bool) {
	for {
		i := 0
		for i < len(s) && s[i] != '&' && s[i] != '\r' {
			i++
		}
		b = append(b, s[:i]...)
		if i == len(s) {
			return b, true
		}
		if s[i] == '\r' {
			b = append(b, '\n')
			s = strings.TrimPrefix(s[i+1:], "\n")
			continue
		}
		s = s[i+1:]
		end := strings.IndexByte(s, ';')
		if end < 0 {
			return b, false
		}
		c, known := Character(s[:end])
		if !known {
			return b, false
		}
		b = utf8.AppendRune(b, c)
		s = s[end+1:]
	}
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
