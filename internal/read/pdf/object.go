package pdf

import (
	"bytes"
	"cmp"
	"iter"
)

// The kinds of objects: nil, bool, float64, name, str, []any, dict, ref, *stream.
type (
	name   string
	str    string
	dict   map[name]any
	ref    int
	stream struct {
		dict        dict
		data        []byte // as it is stored
		unpacked    []byte // nil before it was asked for
		cut         bool   // the end is missing
		wrongLength bool   // the length that is said is not the stream's
	}
)

// parser reads objects from bytes. It never fails: what makes no sense gives nil, and
// every step advances.
type parser struct {
	b     []byte
	i     int
	depth int
	limit int  // of depth; 0 for that of Default
	words *int // that may still be read; nil for no limit
	known knownWords
	stack []any // elements of the arrays and dictionaries that are read, the innermost last
	over  bool  // a limit was met
	odd   bool  // there was a word in an object that means nothing
}

// knownWords are names, numbers and operators by how they are written, as the objects that they are: files repeat some
// few, and every one that is made anew costs memory.
type knownWords map[string]any

// mostKnown is how many words are kept, and longestKnown how long they are.
const mostKnown, longestKnown = 2000, 20

// object is the object of a word; ok is false if it is not kept.
func (k knownWords) object(word []byte) (v any, ok bool) {
	v, ok = k[string(word)]
	return v, ok
}

// keep keeps the object of a word, and returns it.
func (k knownWords) keep(word []byte, v any) any {
	if k != nil && len(k) < mostKnown && len(word) <= longestKnown {
		k[string(word)] = v
	}
	return v
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return delimiters[c] }

// delimiters are the characters that end a word.
var delimiters = [256]bool{'(': true, ')': true, '<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '/': true, '%': true}

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
	return &parser{b: data, i: at, limit: f.limits.Depth, words: &f.words, known: f.known}
}

// operations reads data to the end and gives each operator with its operands. If short is set, of more than 1,000
// operands only the last are kept. It ends where the file was refused, or holds more than the limit.
func (f *file) operations(data []byte, short bool) iter.Seq2[operator, []any] {
	p := f.parser(data, 0)
	return func(yield func(operator, []any) bool) {
		var operands []any
		for p.i < len(p.b) && f.err == nil {
			v, ok := p.object()
			op, isOp := v.(operator)
			if p.over {
				f.refuse(tooMuch)
				return
			}
			switch {
			case !ok:
				p.i++
			case !isOp:
				if operands = append(operands, v); short && len(operands) > 1000 {
					operands = operands[500:]
				}
			case op == "ID":
				p.inlineImage()
				operands = operands[:0]
			case !yield(op, operands):
				return
			default:
				operands = operands[:0]
			}
		}
	}
}

// inlineImage passes over the data of a picture that stands among operators.
func (p *parser) inlineImage() {
	for {
		i := bytes.Index(p.b[min(p.i, len(p.b)):], []byte("EI"))
		if i < 0 {
			p.i = len(p.b)
			return
		}
		before := p.b[p.i+max(0, i-1)]
		p.i += i + len("EI")
		if i > 0 && space(before) && (p.i >= len(p.b) || space(p.b[p.i])) {
			return
		}
	}
}

// object reads the next object or operator; ok is false at the end, and at the end of
// an array or a dictionary.
func (p *parser) object() (v any, ok bool) {
	p.blanks()
	if p.i >= len(p.b) {
		return nil, false
	}
	if p.words != nil {
		*p.words--
	}
	if p.depth > cmp.Or(p.limit, Default.Depth) || p.words != nil && *p.words < 0 {
		p.over = true
		return nil, false
	}
	p.depth++
	defer func() { p.depth-- }()
	switch c := p.b[p.i]; c {
	case '/':
		start := p.i
		for p.i++; p.i < len(p.b) && !space(p.b[p.i]) && !delimiter(p.b[p.i]); {
			p.i++
		}
		word := p.b[start:p.i]
		if v, ok := p.known.object(word); ok {
			return v, true
		}
		p.i = start + 1
		return p.known.keep(word, p.name()), true
	case '(':
		return p.literal(), true
	case '[':
		p.i++
		from := p.elements()
		a := append([]any(nil), p.stack[from:]...)
		p.drop(from)
		p.closing()
		return a, true
	case '<':
		if bytes.HasPrefix(p.b[p.i:], []byte("<<")) {
			p.i += 2
			return p.dict(), true
		}
		return p.hex(), true
	case ']', '>', '}', ')', '{':
		return nil, false
	}
	start := p.i
	for p.i < len(p.b) && !space(p.b[p.i]) && !delimiter(p.b[p.i]) {
		p.i++
	}
	word := p.b[start:p.i]
	if v, ok := p.known.object(word); ok {
		return v, true
	}
	if f, ok := number(string(word)); ok {
		return p.known.keep(word, f), true
	}
	switch string(word) {
	case "true":
		return true, true
	case "false":
		return false, true
	case "null":
		return nil, true
	}
	return p.known.keep(word, operator(word)), true
}

func (p *parser) closing() {
	p.blanks()
	if p.i < len(p.b) {
		p.i++ // even if something else closes: go on behind it
	}
}

func number(s string) (f float64, ok bool) {
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

// elements reads the objects of an array or a dictionary onto the stack, and returns where they begin there. "12 0 R" is a
// reference.
func (p *parser) elements() (from int) {
	from = len(p.stack)
	for {
		v, ok := p.object()
		if !ok {
			return from
		}
		word, isWord := v.(operator)
		if n := len(p.stack); isWord && word == "R" && n >= from+2 {
			if num, ok := p.stack[n-2].(float64); ok {
				p.stack, v, isWord = p.stack[:n-2], ref(num), false
			}
		}
		p.odd = p.odd || isWord
		p.stack = append(p.stack, v)
	}
}

// drop takes what was read from a place on off the stack.
func (p *parser) drop(from int) {
	clear(p.stack[from:])
	p.stack = p.stack[:from]
}

func (p *parser) dict() dict {
	from := p.elements()
	p.closing()
	if p.i < len(p.b) && p.b[p.i] == '>' {
		p.i++
	}
	flat := p.stack[from:]
	d := make(dict, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		if k, ok := flat[i].(name); ok {
			d[k] = flat[i+1]
		}
	}
	p.drop(from)
	return d
}

func (p *parser) name() name {
	var b []byte
	for p.i < len(p.b) && !space(p.b[p.i]) && !delimiter(p.b[p.i]) {
		c := p.b[p.i]
		if c == '#' && p.i+2 < len(p.b) && digit(p.b[p.i+1]) >= 0 && digit(p.b[p.i+2]) >= 0 {
			c = byte(digit(p.b[p.i+1])<<4 | digit(p.b[p.i+2]))
			p.i += 2
		}
		b = append(b, c)
		p.i++
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

func (p *parser) hex() str {
	p.i++
	var b []byte
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
	return str(b)
}

func (p *parser) literal() str {
	var b []byte
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
				return str(b)
			}
		case c == '\\' && p.i+1 < len(p.b):
			p.i++
			b = p.escaped(b)
			continue
		}
		b = append(b, c)
	}
	return str(b)
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
