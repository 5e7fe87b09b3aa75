package pdf

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/msg"
)

// font tells what the codes of a font stand for and how far each advances.
type font struct {
	name      string
	composite bool // codes are those of a Type0 font
	vertical  bool
	texts     byCode[[2]int32] // from where to where in letters they stand, of the ToUnicode map
	letters   string
	codeMap   *codeMap                          // of a composite font: lengths of codes and numbers of characters; nil for two bytes
	decode    func(code int, length int) string // text of a code by the font's encoding; nil for none
	decoded   map[codeOfLength]string           // what decode returned
	widths    byCode[float64]                   // by number of the character in a composite font; in the font's units
	row       []float64                         // widths of the codes of a simple font from the first on
	first     int
	width     float64 // of all others
	scale     float64 // of widths to the size of the font
	em        float64 // height of the font, to its size
}

// codeMap is an encoding of a composite font that stands in the file.
type codeMap struct {
	spaces  []codeSpace
	numbers map[int]int // of the characters, by code
}

// codeSpace says that codes from one to another have a number of bytes.
type codeSpace struct{ from, to, length int }

// fontOf reads a font.
func (f *file) fontOf(v any) *font {
	d := f.dict(v)
	x := &font{scale: 0.001, em: 1}
	base, _ := f.get(d.at("BaseFont")).(name)
	x.name = string(base)
	if _, family, ok := strings.Cut(x.name, "+"); ok {
		x.name = family
	}
	if r, ok := d.at("ToUnicode").(ref); ok && f.get(r) == nil {
		f.mend(msg.F("字体 %s 的文字对照表缺失", "the table of characters of the font %s is missing", x.name))
	}
	if s, ok := f.get(d.at("ToUnicode")).(*stream); ok {
		f.readToUnicode(x, f.contentOf(s, msg.F("字体 %s 的文字对照表", "the table of characters of the font %s", x.name)))
	}
	if f.get(d.at("Subtype")) == name("Type0") {
		f.compositeFont(x, d)
	} else {
		f.simpleFont(x, d)
	}
	return x
}

// compositeFont reads encoding and widths of a Type0 font.
func (f *file) compositeFont(x *font, d dict) {
	x.composite = true
	switch e := f.get(d.at("Encoding")).(type) {
	case name:
		x.vertical = strings.HasSuffix(string(e), "-V") || e == "V"
		x.decode = namedEncoding(string(e))
		if x.decode != nil && strings.HasPrefix(string(e), "GB") {
			x.codeMap = &codeMap{spaces: []codeSpace{{0, 0x80, 1}, {0x8140, 0xfefe, 2}}}
		}
	case *stream:
		x.vertical = f.int(e.dict.at("WMode"), 0) == 1
		x.codeMap = &codeMap{numbers: map[int]int{}}
		f.readCodeMap(x.codeMap, f.contentOf(e, msg.F("字体 %s 的编码表", "the encoding of the font %s", x.name)))
	}
	kids := f.list(d.at("DescendantFonts"))
	if len(kids) == 0 {
		return
	}
	k := f.dict(kids[0])
	x.width = f.float(k.at("DW"), 1000)
	w := f.list(k.at("W"))
	for i := 0; i+1 < len(w); {
		from := f.int(w[i], 0)
		if each, ok := f.get(w[i+1]).([]any); ok {
			for n, v := range each {
				x.widths.add(from+n, f.float(v, x.width))
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		to := f.int(w[i+1], 0)
		for c := from; c <= to && c-from < 1<<16; c++ {
			x.widths.add(c, f.float(w[i+2], x.width))
		}
		i += 3
		if !f.countCodes(to - from) {
			return
		}
	}
	x.widths.settle()
	f.countCodes(len(x.widths.codes))
}

// countCodes counts what fonts name, and refuses the file where that is too much.
func (f *file) countCodes(n int) bool {
	if f.codes += max(0, n); f.codes > f.limits.Codes {
		f.refuse(tooMuch)
		return false
	}
	return true
}

// namedEncoding returns how the text of a code is found in an encoding that PDF knows by name; nil for one that
// says nothing of texts.
func namedEncoding(e string) func(code, length int) string {
	switch {
	case strings.HasPrefix(e, "Uni") && (strings.Contains(e, "UCS2") || strings.Contains(e, "UTF16")):
		return func(code, _ int) string { return string(utf16.Decode([]uint16{uint16(code)})) }
	case strings.HasPrefix(e, "GB"): // GB-EUC-H, GBK-EUC-H, GBKp-EUC-H, GBK2K-H
		return func(code, length int) string {
			b := []byte{byte(code >> 8), byte(code)}[2-min(length, 2):]
			out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
			if err != nil {
				return ""
			}
			return string(out)
		}
	}
	return nil
}

// simpleFont reads encoding and widths of a font whose codes have one byte.
func (f *file) simpleFont(x *font, d dict) {
	descriptor := f.dict(d.at("FontDescriptor"))
	x.first = f.int(d.at("FirstChar"), 0)
	widths := f.list(d.at("Widths"))
	x.row = f.widths.take(min(len(widths), 256))
	for i := range x.row {
		x.row[i] = f.float(widths[i], 0)
	}
	x.width = f.float(descriptor.at("MissingWidth"), 0)
	if len(x.row) == 0 {
		x.width = 550 // of the fonts that every viewer has; about
	}
	if f.get(d.at("Subtype")) == name("Type3") {
		if m := f.floats(d.at("FontMatrix"), 6); m != nil {
			x.scale = m[0]
			x.em = 1000 * abs(m[3])
			if b := f.floats(d.at("FontBBox"), 4); b != nil && b[3] != b[1] {
				x.em = abs(m[3] * (b[3] - b[1]))
			}
		}
	}
	var base encoding.Encoding
	var differences []any
	named, _ := f.get(d.at("Encoding")).(name)
	if e, ok := f.get(d.at("Encoding")).(dict); ok {
		named, _ = f.get(e.at("BaseEncoding")).(name)
		differences = f.list(e.at("Differences"))
		for _, v := range differences {
			f.get(v)
		}
	}
	embedded := descriptor.at("FontFile") != nil || descriptor.at("FontFile2") != nil || descriptor.at("FontFile3") != nil || f.get(d.at("Subtype")) == name("Type3")
	symbolic := f.int(descriptor.at("Flags"), 32)&4 != 0 || f.get(d.at("Subtype")) == name("Type3")
	switch {
	case named == "WinAnsiEncoding":
		base = charmap.Windows1252
	case named == "MacRomanEncoding":
		base = charmap.Macintosh
	case !embedded || !symbolic:
		base = charmap.Windows1252 // the letters and digits of every encoding
	}
	var names map[int]string // by code, made when one is sought
	x.decode = func(code, _ int) string {
		if names == nil && len(differences) > 0 {
			names = f.namesOf(differences)
		}
		if t, ok := names[code]; ok {
			return t
		}
		if base == nil || code < 32 {
			return ""
		}
		out, err := base.NewDecoder().Bytes([]byte{byte(code)})
		if err != nil {
			return ""
		}
		return string(out)
	}
}

// namesOf returns the texts that codes stand for by the names of their characters.
func (f *file) namesOf(differences []any) map[int]string {
	out := map[int]string{}
	code := 0
	for _, v := range differences {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case name:
			out[code] = glyphText(string(v))
			code++
		}
	}
	return out
}

// glyphNames are the names of characters other than letters that fonts give to digits and common marks.
var glyphNames = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": "\"", "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'",
	"parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "minus": "−", "period": ".", "slash": "/",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[",
	"backslash": "\\", "bracketright": "]", "underscore": "_", "braceleft": "{", "bar": "|", "braceright": "}", "endash": "–", "emdash": "—",
	"quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "bullet": "•", "ellipsis": "…", "periodcentered": "·",
	"nbspace": "\u00a0", "onesuperior": "¹", "twosuperior": "²", "threesuperior": "³", "multiply": "×", "degree": "°", "section": "§", "yen": "¥",
	"fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl",
}

// glyphText returns the text that the name of a character stands for; "" for a name that says nothing.
func glyphText(s string) string {
	if t, ok := glyphNames[s]; ok {
		return t
	}
	s, _, _ = strings.Cut(s, ".")
	if t, ok := glyphNames[s]; ok {
		return t
	}
	if len(s) == 1 {
		return s
	}
	hex, ok := strings.CutPrefix(s, "uni")
	if !ok || len(hex)%4 != 0 {
		if hex, ok = strings.CutPrefix(s, "u"); !ok || len(hex) < 4 || len(hex) > 6 {
			return ""
		}
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			return ""
		}
		return string(rune(n))
	}
	var u []uint16
	for ; len(hex) >= 4; hex = hex[4:] {
		n, err := strconv.ParseUint(hex[:4], 16, 16)
		if err != nil {
			return ""
		}
		u = append(u, uint16(n))
	}
	return string(utf16.Decode(u))
}

// readToUnicode reads a map of codes to texts.
func (f *file) readToUnicode(x *font, data []byte) {
	var all letters
	all.at.grow(min(len(data)/20, 1000)) // an entry takes about so many bytes
	p := f.program(data, false)
	defer f.done(p)
	for p.next() && f.err == nil {
		entry := 0 // operands of one
		switch string(p.operator) {
		case "endbfchar":
			entry = 2
		case "endbfrange":
			entry = 3
		}
		for rest := p.operands; entry > 0 && len(rest) >= entry; rest = rest[entry:] {
			first, ok1 := p.textOf(rest[0])
			second, ok2 := p.textOf(rest[1])
			switch {
			case !ok1 || !ok2:
			case entry == 2:
				all.add(code(first), appendUnits(all.text, second))
				f.countCodes(1)
			default:
				f.span(&all, code(first), code(second), p, rest[2])
			}
			if len(all.text) > f.limits.Inflated {
				f.refuse(tooMuch)
			}
		}
	}
	all.at.settle()
	x.texts, x.letters = all.at, string(all.text)
}

// letters are the texts of codes, one behind the other, and where each stands.
type letters struct {
	text []byte
	at   byCode[[2]int32]
}

// add adds the text of a code; longer are all texts with this one at the end.
func (l *letters) add(code int, longer []byte) {
	l.at.add(code, [2]int32{int32(len(l.text)), int32(len(longer))})
	l.text = longer
}

// span adds the texts of the codes from one to another.
func (f *file) span(all *letters, from, to int, p *program, target operand) {
	if !f.countCodes(to - from + 1) {
		return
	}
	if s, ok := p.textOf(target); ok {
		s := appendUnits(nil, s)
		last, size := utf8.DecodeLastRune(s)
		for c := from; c <= to && size > 0 && len(all.text) <= f.limits.Inflated; c++ {
			all.add(c, utf8.AppendRune(append(all.text, s[:len(s)-size]...), last))
			last++
		}
		return
	}
	c := from
	p.array(target, func(o operand) {
		if s, ok := p.textOf(o); ok && c <= to {
			all.add(c, appendUnits(all.text, s))
		}
		c++
	})
}

// byCode are values by the codes of a font, from the lowest up once they are settled.
type byCode[V any] struct {
	codes  []int
	values []V
	mixed  bool // they were not added in this order
}

// add adds the value of a code. Of two the later one counts.
func (b *byCode[V]) add(code int, v V) {
	n := len(b.codes)
	b.mixed = b.mixed || n > 0 && code <= b.codes[n-1]
	b.codes, b.values = append(b.codes, code), append(b.values, v)
}

// grow makes room for about so many values.
func (b *byCode[V]) grow(n int) {
	b.codes, b.values = slices.Grow(b.codes, n), slices.Grow(b.values, n)
}

// settle ends adding.
func (b *byCode[V]) settle() {
	if !b.mixed {
		return
	}
	order := make([]int, len(b.codes))
	for i := range order {
		order[i] = i
	}
	sorting.By(order, func(i, k int) int { return cmp.Compare(b.codes[i], b.codes[k]) })
	var out byCode[V]
	for n, i := range order {
		if n+1 == len(order) || b.codes[order[n+1]] != b.codes[i] {
			out.add(b.codes[i], b.values[i])
		}
	}
	*b = out
}

// find returns the value of a code.
func (b *byCode[V]) find(code int) (v V, ok bool) {
	i, ok := slices.BinarySearch(b.codes, code)
	if ok {
		v = b.values[i]
	}
	return v, ok
}

// readCodeMap reads the encoding of a composite font.
func (f *file) readCodeMap(m *codeMap, data []byte) {
	p := f.program(data, false)
	defer f.done(p)
	for p.next() && f.err == nil {
		entry := 0 // operands of one
		switch string(p.operator) {
		case "endcodespacerange", "endcidchar":
			entry = 2
		case "endcidrange":
			entry = 3
		}
		for rest := p.operands; entry > 0 && len(rest) >= entry; rest = rest[entry:] {
			from, ok := p.textOf(rest[0])
			if !ok || !f.countCodes(1) {
				continue
			}
			to, isText := p.textOf(rest[1])
			switch string(p.operator) {
			case "endcodespacerange":
				if isText && len(m.spaces) < 100 {
					m.spaces = append(m.spaces, codeSpace{code(from), code(to), len(from)})
				}
			case "endcidchar":
				m.numbers[code(from)] = rest[1].int()
			case "endcidrange":
				for c := code(from); c <= code(to) && f.countCodes(1); c++ {
					m.numbers[c] = rest[2].int() + c - code(from)
				}
			}
		}
	}
}

// code returns a code of up to four bytes as a number.
func code(s []byte) (c int) {
	for _, b := range s[:min(len(s), 4)] {
		c = c<<8 | int(b)
	}
	return c
}

// appendUnits appends a text of UTF-16.
func appendUnits(out, s []byte) []byte {
	for ; len(s) >= 2; s = s[2:] {
		c := rune(s[0])<<8 | rune(s[1])
		if utf16.IsSurrogate(c) {
			pair := rune(unicode.ReplacementChar)
			if len(s) >= 4 {
				pair = utf16.DecodeRune(c, rune(s[2])<<8|rune(s[3]))
			}
			if pair != unicode.ReplacementChar {
				s = s[2:]
			}
			c = pair
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}

// next returns the first code of a string and its length in bytes.
func (x *font) next(s []byte) (c, length int) {
	if !x.composite {
		return int(s[0]), 1
	}
	if x.codeMap != nil {
		for n := 1; n <= min(4, len(s)); n++ {
			c = code(s[:n])
			for _, sp := range x.codeMap.spaces {
				if sp.length == n && within(c, sp, n) {
					return c, n
				}
			}
		}
		if len(x.codeMap.spaces) > 0 && x.decode != nil {
			return int(s[0]), 1
		}
	}
	n := min(2, len(s))
	return code(s[:n]), n
}

// within reports whether every byte of a code lies between those of the bounds.
func within(c int, sp codeSpace, n int) bool {
	for i := range n {
		b := c >> (8 * i) & 0xff
		if b < sp.from>>(8*i)&0xff || b > sp.to>>(8*i)&0xff {
			return false
		}
	}
	return true
}

// codeOfLength is a code with its length in bytes.
type codeOfLength struct{ code, length int }

// text returns the text of a code. A code without a text is U+FFFD, since it was drawn and must not vanish.
func (x *font) text(c, length int) string {
	t := ""
	at, ok := x.texts.find(c)
	if ok {
		t = x.letters[at[0]:at[1]]
	}
	if !ok && x.decode != nil {
		if t, ok = x.decoded[codeOfLength{c, length}]; !ok {
			t = x.decode(c, length)
			if x.decoded == nil {
				x.decoded = map[codeOfLength]string{}
			}
			x.decoded[codeOfLength{c, length}] = t
		}
	}
	if t == "" || t[0] == 0 && strings.Trim(t, "\x00") == "" {
		return string(utf8.RuneError)
	}
	return t
}

// advance returns how far a code of a length advances, to the size of the font.
func (x *font) advance(c, length int) float64 {
	if x.codeMap != nil {
		if x.codeMap.numbers == nil && length == 1 {
			return x.width * x.scale / 2 // Latin letters of a Chinese font
		}
		c = x.codeMap.numbers[c]
	}
	if i := c - x.first; i >= 0 && i < len(x.row) {
		return x.row[i] * x.scale
	}
	if w, ok := x.widths.find(c); ok {
		return w * x.scale
	}
	return x.width * x.scale
}
