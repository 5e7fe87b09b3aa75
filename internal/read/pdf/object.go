package pdf

import (
	"bytes"
	"cmp"
)

// The kinds of objects: nil, bool, float64, name, str, []any, dict, ref, *stream.
type (
	name   string
	str    string
	dict   = *dictionary
	ref    int
	stream struct {
		dict        dict
		data        []byte // as it is stored
		unpacked    []byte // nil before it was asked for
		cut         bool   // the end is missing
		wrongLength bool   // the length that is said is not the stream's
	}
)

// dictionary is a dictionary of objects.
type dictionary struct {
	members []member
	index   map[name]int // where the members of a large one stand; nil before one was sought
}

// member is one entry of a dictionary.
type member struct {
	key   name
	value any
}

// at returns the member of a name, of two the later one; nil for none, and of no dictionary.
func (d *dictionary) at(key name) any {
	const few = 16 // are looked through as quickly as an index
	if d == nil {
		return nil
	}
	if len(d.members) > few {
		if d.index == nil {
			d.index = make(map[name]int, len(d.members))
			for i, m := range d.members {
				d.index[m.key] = i
			}
		}
		if i, ok := d.index[key]; ok {
			return d.members[i].value
		}
		return nil
	}
	for i := len(d.members) - 1; i >= 0; i-- {
		if d.members[i].key == key {
			return d.members[i].value
		}
	}
	return nil
}

// set gives a member another value.
func (d *dictionary) set(key name, value any) {
	d.members, d.index = append(d.members, member{key, value}), nil
}

// parser reads objects from the bytes of a file or of a stream in it. It never fails: what makes no sense gives nil, and
// every step advances.
type parser struct {
	file  *file
	b     []byte
	i     int
	depth int
	over  bool // a limit was met
	odd   bool // there was a word in an object that means nothing
}

// knownWords are names, numbers and operators by how they are written, as the objects that they are: files repeat some
// few, and every one that is made anew costs memory. Each has one place, which the next word of that place takes.
type knownWords [1024]struct {
	word  string
	value any
}

// longestKnown is how long the words are that are kept.
const longestKnown = 20

// object returns the object of a word; make makes it if it is not kept.
func (k *knownWords) object(word []byte, make func(word string) any) any {
	if len(word) > longestKnown {
		return make(string(word))
	}
	hash := uint32(2166136261)
	for _, c := range word {
		hash = (hash ^ uint32(c)) * 16777619
	}
	known := &k[(hash^hash>>15)%uint32(len(k))]
	if known.word != string(word) {
		known.word = string(word)
		known.value = make(known.word)
	}
	return known.value
}

// The kinds of characters.
const (
	blank     = 1 << iota // stands between words
	delimiter             // ends a word
)

// characters are the kinds of characters.
var characters = [256]byte{
	' ': blank, '\n': blank, '\r': blank, '\t': blank, '\f': blank, 0: blank,
	'(': delimiter, ')': delimiter, '<': delimiter, '>': delimiter, '[': delimiter, ']': delimiter, '{': delimiter, '}': delimiter, '/': delimiter, '%': delimiter,
}

func space(c byte) bool { return characters[c] == blank }

func (p *parser) blanks() {
	for p.i < len(p.b) {
		switch c := p.b[p.i]; {
		case space(c):
			p.i++
		case c == '%':
			for p.i < len(p.b) && p.b[p.i] != '\n' && p.b[p.i] != '\r' {
				p.i++
			}
		default:
			return
		}
	}
}

// operator is a bare word, such as an operator of a content stream.
type operator string

// parser returns a parser of data from a place on, within the limits of the file.
func (f *file) parser(data []byte, at int) *parser {
	return &parser{file: f, b: data, i: at}
}

// begins reports whether there is another object within the limits, and counts it.
func (p *parser) begins() bool {
	p.blanks()
	if p.i >= len(p.b) {
		return false
	}
	p.file.words--
	if p.depth > 0 && p.depth > cmp.Or(p.file.limits.Depth, Default.Depth) || p.file.words < 0 {
		p.over = true
		return false
	}
	return true
}

// object reads the next object or operator; ok is false at the end, and at the end of
// an array or a dictionary.
func (p *parser) object() (v any, ok bool) {
	if !p.begins() {
		return nil, false
	}
	switch c := p.b[p.i]; c {
	case '/':
		return p.name(), true
	case '(':
		b := p.literal(p.file.text[:0])
		p.file.text = b
		return str(b), true
	case '[':
		p.i++
		from := p.elements()
		a := p.file.arrays.take(len(p.file.stack) - from)
		copy(a, p.file.stack[from:])
		p.file.drop(from)
		p.closing()
		return a, true
	case '<':
		if bytes.HasPrefix(p.b[p.i:], []byte("<<")) {
			p.i += 2
			return p.dict(), true
		}
		b := p.hex(p.file.text[:0])
		p.file.text = b
		return str(b), true
	case ']', '>', '}', ')', '{':
		return nil, false
	}
	switch word := p.word(); string(word) {
	case "true":
		return true, true
	case "false":
		return false, true
	case "null":
		return nil, true
	default:
		return p.file.known.object(word, func(word string) any {
			if f, ok := number(word); ok {
				return f
			}
			return operator(word)
		}), true
	}
}

// word reads a word.
func (p *parser) word() []byte {
	start := p.i
	for p.i < len(p.b) && characters[p.b[p.i]] == 0 {
		p.i++
	}
	return p.b[start:p.i]
}

func (p *parser) closing() {
	p.blanks()
	if p.i < len(p.b) {
		p.i++ // even if something else closes: go on behind it
	}
}

func number[T string | []byte](s T) (f float64, ok bool) {
	scale, sign := 0.0, 1.0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			ok = true
			if scale == 0 {
				f = f*10 + float64(c-'0')
			} else {
				f += float64(c-'0') * scale
				scale /= 10
			}
		case c == '.' && scale == 0:
			scale = 0.1
		case (c == '-' || c == '+') && i == 0:
			if c == '-' {
				sign = -1
			}
		default:
			return 0, false
		}
	}
	return f * sign, ok
}

// elements reads the objects of an array or a dictionary onto the stack of the file, and returns where they begin there.
// "12 0 R" is a reference.
func (p *parser) elements() (from int) {
	p.depth++
	defer func() { p.depth-- }()
	f := p.file
	from = len(f.stack)
	var last []byte // the name or number that was read last, as it is written; nil for anything else
	for {
		p.blanks()
		if p.repeats(last) {
			f.stack = append(f.stack, f.stack[len(f.stack)-1])
			continue
		}
		if num, ok := p.reference(); ok {
			f.stack, last = append(f.stack, f.ref(num)), nil
			continue
		}
		at := p.i
		v, ok := p.object()
		if !ok {
			return from
		}
		switch last = nil; v.(type) {
		case name, float64:
			last = p.b[at:p.i]
		}
		word, isWord := v.(operator)
		if n := len(f.stack); isWord && word == "R" && n >= from+2 {
			if num, ok := f.stack[n-2].(float64); ok {
				f.stack, v, isWord = f.stack[:n-2], f.ref(ref(num)), false
			}
		}
		p.odd = p.odd || isWord
		f.stack = append(f.stack, v)
	}
}

// repeats passes over a word that is the same as another one, and reports whether it stood here. Fonts that browsers write
// have long lists of one number or name.
func (p *parser) repeats(word []byte) bool {
	if len(word) == 0 || !bytes.HasPrefix(p.b[p.i:], word) || p.file.words < 1 {
		return false
	}
	end := p.i + len(word)
	if end < len(p.b) && characters[p.b[end]] == 0 {
		return false
	}
	p.file.words--
	p.i = end
	return true
}

// reference reads a reference that is written as nearly all are, "12 0 R" with one blank between its words; ok is false,
// and nothing read, where something else stands. What it reads counts as the three words that it is.
func (p *parser) reference() (num ref, ok bool) {
	n, end := digitsFrom(p.b, p.i, 9)
	if end == p.i || end >= len(p.b) || !space(p.b[end]) {
		return 0, false
	}
	generation := end + 1
	if _, end = digitsFrom(p.b, generation, 9); end == generation || end+1 >= len(p.b) || !space(p.b[end]) || p.b[end+1] != 'R' {
		return 0, false
	}
	end += 2
	if end < len(p.b) && characters[p.b[end]] == 0 || p.file.words < 3 {
		return 0, false
	}
	p.file.words -= 3
	p.i = end
	return ref(n), true
}

// numeric reads an object that should be a number; ok is false if it is none. Tables hold many numbers that are written
// with digits alone, each once, so that none of them need be kept as an object.
func (p *parser) numeric() (n float64, ok bool) {
	p.blanks()
	whole, end := digitsFrom(p.b, p.i, 10)
	if end > p.i && (end == len(p.b) || characters[p.b[end]] != 0) && p.file.words > 0 {
		p.file.words--
		p.i = end
		return float64(whole), true
	}
	v, _ := p.object()
	n, ok = v.(float64)
	return n, ok
}

// drop takes what was read from a place on off the stack.
func (f *file) drop(from int) {
	clear(f.stack[from:])
	f.stack = f.stack[:from]
}

func (p *parser) dict() dict {
	from := p.elements()
	p.closing()
	if p.i < len(p.b) && p.b[p.i] == '>' {
		p.i++
	}
	flat := p.file.stack[from:]
	d := &dictionary{members: p.file.members.take(len(flat) / 2)[:0]}
	for i := 0; i+1 < len(flat); i += 2 {
		if k, ok := flat[i].(name); ok {
			d.members = append(d.members, member{k, flat[i+1]})
		}
	}
	p.file.drop(from)
	return d
}

// name reads a name.
func (p *parser) name() any {
	start := p.i
	p.i++
	p.word()
	return p.file.known.object(p.b[start:p.i], func(word string) any { return nameOf(word[1:]) })
}

// nameOf returns the name that is written so.
func nameOf(s string) name {
	var b []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '#' && i+2 < len(s) && digit(s[i+1]) >= 0 && digit(s[i+2]) >= 0 {
			if b == nil {
				b = append(b, s[:i]...)
			}
			b = append(b, byte(digit(s[i+1])<<4|digit(s[i+2])))
			i += 2
			continue
		}
		if b != nil {
			b = append(b, c)
		}
	}
	if b == nil {
		return name(s)
	}
	return name(b)
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hex appends a text that is written in hexadecimal digits.
func (p *parser) hex(b []byte) []byte {
	p.i++
	half := -1
	for p.i < len(p.b) && p.b[p.i] != '>' {
		if d := digit(p.b[p.i]); d >= 0 {
			if half < 0 {
				half = d
			} else {
				b = append(b, byte(half<<4|d))
				half = -1
			}
		}
		p.i++
	}
	if half >= 0 {
		b = append(b, byte(half<<4))
	}
	p.i++
	return b
}

// literal appends a text that is written as it is.
func (p *parser) literal(b []byte) []byte {
	open := 0
	for ; p.i < len(p.b); p.i++ {
		c := p.b[p.i]
		switch {
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				p.i++
				return b
			}
		case c == '\\' && p.i+1 < len(p.b):
			p.i++
			b = p.escaped(b)
			continue
		}
		b = append(b, c)
	}
	return b
}
func (p *parser) escaped(b []byte) []byte {
	c := p.b[p.i]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(b, "\n\r\t\b\f"[i])
	}
	if c == '\r' {
		if p.i+1 < len(p.b) && p.b[p.i+1] == '\n' {
			p.i++
		}
		return b
	}
	if c == '\n' {
		return b
	}
	if c < '0' || c > '7' {
		return append(b, c)
	}
	v := 0
	for n := 0; n < 3 && p.i < len(p.b) && p.b[p.i] >= '0' && p.b[p.i] <= '7'; n++ {
		v = v<<3 | int(p.b[p.i]-'0')
		p.i++
	}
	p.i--
	return append(b, byte(v))
}
