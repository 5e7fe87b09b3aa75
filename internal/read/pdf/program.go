package pdf

import "bytes"

// program reads the operators of a content, or of a map of the codes of a font, with their operands. An operator and its
// operands hold until the next one is read.
type program struct {
	parser
	operator []byte
	operands []operand
	elements []operand // of arrays
	text     []byte    // of all texts
	values   []any     // of operands of other kinds; the first is nothing
	list     []float64 // see numbers
	short    bool      // of more than 1,000 operands only the last are kept
}

// operand is an operand of an operator, or an element of an array that is one.
type operand struct {
	kind     operandKind
	from, to int32 // where the text stands, or the elements of an array; from, where the value stands of another kind
	number   float64
}

// operandKind tells operands apart.
type operandKind byte

// The kinds of operands. Arrays hold numbers and texts alone; others are objects.
const (
	otherOperand operandKind = iota
	numberOperand
	textOperand
	arrayOperand
)

// next reads the next operator; false at the end of the data, or where the file was refused, or holds more than the limit.
func (p *program) next() bool {
	const most = 1000
	p.forget()
	for p.i < len(p.b) && p.file.err == nil {
		o, isOperator, ok := p.read()
		switch {
		case p.over:
			p.file.refuse(tooMuch)
			return false
		case !ok:
			p.i++
		case !isOperator:
			if p.operands = append(p.operands, o); p.short && len(p.operands) > most {
				p.operands = append(p.operands[:0], p.operands[most/2:]...)
			}
		case string(p.operator) == "ID":
			p.inlineImage()
			p.forget()
		default:
			return true
		}
	}
	return false
}

// forget drops the operands.
func (p *program) forget() {
	p.operands, p.elements, p.text, p.values = p.operands[:0], p.elements[:0], p.text[:0], p.values[:1]
}

// other returns an object as an operand.
func (p *program) other(v any) operand {
	p.values = append(p.values, v)
	return operand{from: int32(len(p.values) - 1)}
}

// value returns the object that an operand is, nil if it is a number, a text or an array of those.
func (p *program) value(o operand) any {
	if o.kind != otherOperand {
		return nil
	}
	return p.values[o.from]
}

// read reads the next operand or operator; ok is false where there is none.
func (p *program) read() (o operand, isOperator, ok bool) {
	if !p.begins() {
		return o, false, false
	}
	switch c := p.b[p.i]; {
	case c == '(' || c == '<' && !bytes.HasPrefix(p.b[p.i:], []byte("<<")):
		return p.readText(), false, true
	case c == '[':
		return p.readArray(), false, true
	case c == '/' || c == '<':
		p.file.words++
		v, ok := p.object()
		return p.other(v), false, ok
	case characters[c] == delimiter:
		return o, false, false
	}
	word := p.word()
	if o.number, ok = number(word); ok {
		o.kind = numberOperand
		return o, false, true
	}
	switch string(word) {
	case "true":
		return p.other(true), false, true
	case "false":
		return p.other(false), false, true
	case "null":
		return o, false, true
	}
	p.operator = word
	return o, true, true
}

// readText reads a text.
func (p *program) readText() operand {
	o := operand{kind: textOperand, from: int32(len(p.text))}
	if p.b[p.i] == '(' {
		p.text = p.literal(p.text)
	} else {
		p.text = p.hex(p.text)
	}
	o.to = int32(len(p.text))
	return o
}

// readArray reads an array.
func (p *program) readArray() operand {
	start, words, text := p.i, p.file.words, len(p.text)
	o := operand{kind: arrayOperand, from: int32(len(p.elements))}
	for p.i++; p.begins(); {
		c := p.b[p.i]
		if c == '(' || c == '<' && !bytes.HasPrefix(p.b[p.i:], []byte("<<")) {
			p.elements = append(p.elements, p.readText())
			continue
		}
		if c == '[' || c == '/' || c == '<' {
			break
		}
		if characters[c] == delimiter {
			p.closing()
			o.to = int32(len(p.elements))
			return o
		}
		n, ok := number(p.word())
		if !ok {
			break
		}
		p.elements = append(p.elements, operand{kind: numberOperand, number: n})
	}
	// It holds something else, or does not end: it is read as any object.
	p.i, p.file.words, p.over = start, words+1, false
	p.elements, p.text = p.elements[:o.from], p.text[:text]
	v, _ := p.object()
	return p.other(v)
}

// operand returns operand i from the end; nothing if there are not so many.
func (p *program) operand(i int) (o operand) {
	if i <= len(p.operands) {
		o = p.operands[len(p.operands)-i]
	}
	return o
}

// n returns operand i from the end as a number, 0 if it is none.
func (p *program) n(i int) float64 {
	if i > len(p.operands) {
		return 0
	}
	if n := p.operands[len(p.operands)-i].number; n >= -1e9 && n <= 1e9 {
		return n
	}
	return 0
}

// int returns an operand as a whole number, 0 if it is none.
func (o operand) int() int {
	if o.number >= -1e9 && o.number <= 1e9 {
		return int(o.number)
	}
	return 0
}

// numbers returns the operands that are numbers, 32 at most. They hold until the next operator is read.
func (p *program) numbers() []float64 {
	const most = 32
	p.list = p.list[:0]
	for _, o := range p.operands {
		if o.kind == numberOperand && len(p.list) < most {
			p.list = append(p.list, o.number)
		}
	}
	return p.list
}

// name returns operand i from the end as a name, "" if it is none.
func (p *program) name(i int) name {
	n, _ := p.value(p.operand(i)).(name)
	return n
}

// textOf returns the text that an operand is; ok is false if it is none.
func (p *program) textOf(o operand) (s []byte, ok bool) {
	if o.kind != textOperand {
		return nil, false
	}
	return p.text[o.from:o.to], true
}

// array calls each for the elements of an array. It does nothing for another operand.
func (p *program) array(o operand, each func(operand)) {
	if o.kind == arrayOperand {
		for _, e := range p.elements[o.from:o.to] {
			each(e)
		}
	}
	all, _ := p.value(o).([]any)
	for _, v := range all {
		switch v := v.(type) {
		case float64:
			each(operand{kind: numberOperand, number: v})
		case str:
			from := len(p.text)
			p.text = append(p.text, v...)
			each(operand{kind: textOperand, from: int32(from), to: int32(len(p.text))})
		default:
			each(operand{})
		}
	}
}

// inlineImage passes over the data of a picture that stands among operators.
func (p *program) inlineImage() {
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
