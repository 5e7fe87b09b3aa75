package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxText is the largest length of all text of a file, in bytes.
const maxText = 32 << 20

// font is the ToUnicode map of a font.
type font struct {
	wide  bool // two bytes a code
	texts map[int]string
}

// contents reads the text of each marked content of a page into out, by its number.
func (f *file) contents(page dict, fonts map[ref]*font, out map[int]*strings.Builder, room *int) {
	var data []byte
	for _, c := range f.list(page["Contents"]) {
		if s, ok := f.get(c).(*stream); ok {
			data = append(append(data, f.data(s)...), '\n')
		}
	}
	faces := f.dict(f.inherited(page, "Resources")["Font"])
	var open []int // marked contents, -1 for those without a number
	var now *font
	for op, operands := range (&parser{b: data}).operations(true) {
		last := func(n int) any {
			if len(operands) < n {
				return nil
			}
			return operands[len(operands)-n]
		}
		switch op {
		case "BDC":
			d := f.dict(last(1))
			if n, ok := last(1).(name); ok {
				d = f.dict(f.dict(f.inherited(page, "Resources")["Properties"])[n])
			}
			open = append(open, f.int(d["MCID"], -1))
		case "BMC":
			open = append(open, -1)
		case "EMC":
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case "Tf":
			if n, ok := last(2).(name); ok {
				now = f.font(faces[n], fonts)
			}
		case "Tj", "'", "\"", "TJ":
			if len(open) == 0 || open[len(open)-1] < 0 || now == nil {
				break
			}
			id := open[len(open)-1]
			if out[id] == nil {
				out[id] = &strings.Builder{}
			}
			for _, s := range f.list(last(1)) {
				if s, ok := s.(str); ok {
					text := now.text(string(s))
					if *room -= len(text); *room < 0 {
						return
					}
					out[id].WriteString(text)
				}
			}
		}
	}
}

func (f *file) inherited(page dict, key name) dict {
	for range 30 {
		if d := f.dict(page[key]); d != nil {
			return d
		}
		if page = f.dict(page["Parent"]); page == nil {
			break
		}
	}
	return nil
}

func (f *file) font(v any, fonts map[ref]*font) *font {
	r, _ := v.(ref)
	if x, ok := fonts[r]; ok && r != 0 {
		return x
	}
	d := f.dict(v)
	x := &font{wide: d["Subtype"] == name("Type0"), texts: map[int]string{}}
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		x.read(f.data(s))
	}
	fonts[r] = x
	return x
}

// read reads a map of codes to texts.
func (x *font) read(data []byte) {
	for op, operands := range (&parser{b: data}).operations(false) {
		entry := map[operator]int{"endbfchar": 2, "endbfrange": 3}[op] // operands of one
		for ; entry > 0 && len(operands) >= entry; operands = operands[entry:] {
			from, ok1 := operands[0].(str)
			to, ok2 := operands[1].(str)
			switch {
			case !ok1 || !ok2:
			case entry == 2:
				x.texts[code(from)] = units(to)
			default:
				x.span(code(from), min(code(to), code(from)+1<<16), operands[2])
			}
		}
		if len(x.texts) > 1<<17 {
			return
		}
	}
}

func (x *font) span(from, to int, target any) {
	switch t := target.(type) {
	case str:
		first := []rune(units(t))
		if len(first) == 0 {
			return
		}
		for c := from; c <= to; c++ {
			x.texts[c] = string(first)
			first[len(first)-1]++
		}
	case []any:
		for i, v := range t {
			if s, ok := v.(str); ok && from+i <= to {
				x.texts[from+i] = units(s)
			}
		}
	}
}

func code(s str) (c int) {
	for i := range min(len(s), 3) {
		c = c<<8 | int(s[i])
	}
	return c
}

// units reads UTF-16.
func units(s str) string {
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// text is the text of a string of codes. A code without a text becomes U+FFFD, since
// it was drawn and must not vanish.
func (x *font) text(s string) string {
	var b strings.Builder
	step := 1
	if x.wide {
		step = 2
	}
	for i := 0; i+step <= len(s); i += step {
		c := code(str(s[i : i+step]))
		switch t, ok := x.texts[c]; {
		case ok:
			b.WriteString(t)
		case !x.wide && c >= 32 && c < 127:
			b.WriteByte(byte(c))
		default:
			b.WriteRune(utf8.RuneError)
		}
	}
	return b.String()
}
