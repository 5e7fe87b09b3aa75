package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/msg"
)

// font tells what the codes of a font stand for and how far each advances.
type font struct {
	name      string
	composite bool // codes are those of a Type0 font
	vertical  bool
	texts     map[int]string                    // by code, of the ToUnicode map
	codeMap   *codeMap                          // of a composite font: lengths of codes and numbers of characters; nil for two bytes
	decode    func(code int, length int) string // text of a code by the font's encoding; nil for none
	widths    map[int]float64                   // by code, or by number of the character in a composite font; in the font's units
	width     float64                           // of all others
	scale     float64                           // of widths to the size of the font
	em        float64                           // height of the font, to its size
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
	x := &font{texts: map[int]string{}, widths: map[int]float64{}, scale: 0.001, em: 1}
	base, _ := f.get(d["BaseFont"]).(name)
	x.name = string(base)
	if _, family, ok := strings.Cut(x.name, "+"); ok {
		x.name = family
	}
	if r, ok := d["ToUnicode"].(ref); ok && f.get(r) == nil {
		f.mend(msg.F("字体 %s 的文字对照表缺失", "the table of characters of the font %s is missing", x.name))
	}
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		f.readToUnicode(x, f.contentOf(s, msg.F("字体 %s 的文字对照表", "the table of characters of the font %s", x.name)))
	}
	if f.get(d["Subtype"]) == name("Type0") {
		f.compositeFont(x, d)
	} else {
		f.simpleFont(x, d)
	}
	return x
}

// compositeFont reads encoding and widths of a Type0 font.
func (f *file) compositeFont(x *font, d dict) {
	x.composite = true
	switch e := f.get(d["Encoding"]).(type) {
	case name:
		x.vertical = strings.HasSuffix(string(e), "-V") || e == "V"
		x.decode = namedEncoding(string(e))
		if x.decode != nil && strings.HasPrefix(string(e), "GB") {
			x.codeMap = &codeMap{spaces: []codeSpace{{0, 0x80, 1}, {0x8140, 0xfefe, 2}}}
		}
	case *stream:
		x.vertical = f.int(e.dict["WMode"], 0) == 1
		x.codeMap = &codeMap{numbers: map[int]int{}}
		f.readCodeMap(x.codeMap, f.contentOf(e, msg.F("字体 %s 的编码表", "the encoding of the font %s", x.name)))
	}
	kids := f.list(d["DescendantFonts"])
	if len(kids) == 0 {
		return
	}
	k := f.dict(kids[0])
	x.width = f.float(k["DW"], 1000)
	w := f.list(k["W"])
	for i := 0; i+1 < len(w); {
		from := f.int(w[i], 0)
		if each, ok := f.get(w[i+1]).([]any); ok {
			for n, v := range each {
				x.widths[from+n] = f.float(v, x.width)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		to := f.int(w[i+1], 0)
		for c := from; c <= to && c-from < 1<<16; c++ {
			x.widths[c] = f.float(w[i+2], x.width)
		}
		i += 3
		if !f.countCodes(to - from) {
			return
		}
	}
	f.countCodes(len(x.widths))
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
	descriptor := f.dict(d["FontDescriptor"])
	first := f.int(d["FirstChar"], 0)
	for i, v := range f.list(d["Widths"]) {
		if i > 255 {
			break
		}
		x.widths[first+i] = f.float(v, 0)
	}
	x.width = f.float(descriptor["MissingWidth"], 0)
	if len(x.widths) == 0 {
		x.width = 550 // of the fonts that every viewer has; about
	}
	if f.get(d["Subtype"]) == name("Type3") {
		if m := f.floats(d["FontMatrix"], 6); m != nil {
			x.scale = m[0]
			x.em = 1000 * abs(m[3])
			if b := f.floats(d["FontBBox"], 4); b != nil && b[3] != b[1] {
				x.em = abs(m[3] * (b[3] - b[1]))
			}
		}
	}
	var base encoding.Encoding
	differences := map[int]string{}
	named, _ := f.get(d["Encoding"]).(name)
	if e, ok := f.get(d["Encoding"]).(dict); ok {
		named, _ = f.get(e["BaseEncoding"]).(name)
		code := 0
		for _, v := range f.list(e["Differences"]) {
			switch v := f.get(v).(type) {
			case float64:
				code = int(v)
			case name:
				differences[code] = glyphText(string(v))
				code++
			}
		}
	}
	embedded := descriptor["FontFile"] != nil || descriptor["FontFile2"] != nil || descriptor["FontFile3"] != nil || f.get(d["Subtype"]) == name("Type3")
	symbolic := f.int(descriptor["Flags"], 32)&4 != 0 || f.get(d["Subtype"]) == name("Type3")
	switch {
	case named == "WinAnsiEncoding":
		base = charmap.Windows1252
	case named == "MacRomanEncoding":
		base = charmap.Macintosh
	case !embedded || !symbolic:
		base = charmap.Windows1252 // the letters and digits of every encoding
	}
	x.decode = func(code, _ int) string {
		if t, ok := differences[code]; ok {
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
	for op, operands := range f.operations(data, false) {
		entry := map[operator]int{"endbfchar": 2, "endbfrange": 3}[op] // operands of one
		for ; entry > 0 && len(operands) >= entry; operands = operands[entry:] {
			from, ok1 := operands[0].(str)
			to, ok2 := operands[1].(str)
			switch {
			case !ok1 || !ok2:
			case entry == 2:
				x.texts[code(from)] = units(to)
				f.countCodes(1)
			default:
				f.span(x, code(from), code(to), operands[2])
			}
		}
		if f.err != nil {
			return
		}
	}
}

// span gives texts to the codes from one to another.
func (f *file) span(x *font, from, to int, target any) {
	if !f.countCodes(to - from + 1) {
		return
	}
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

// readCodeMap reads the encoding of a composite font.
func (f *file) readCodeMap(m *codeMap, data []byte) {
	for op, operands := range f.operations(data, false) {
		entry := map[operator]int{"endcodespacerange": 2, "endcidchar": 2, "endcidrange": 3}[op]
		for ; entry > 0 && len(operands) >= entry; operands = operands[entry:] {
			from, ok := operands[0].(str)
			if !ok || !f.countCodes(1) {
				continue
			}
			switch op {
			case "endcodespacerange":
				if to, ok := operands[1].(str); ok && len(m.spaces) < 100 {
					m.spaces = append(m.spaces, codeSpace{code(from), code(to), len(from)})
				}
			case "endcidchar":
				m.numbers[code(from)] = f.int(operands[1], 0)
			case "endcidrange":
				to, _ := operands[1].(str)
				for c := code(from); c <= code(to) && f.countCodes(1); c++ {
					m.numbers[c] = f.int(operands[2], 0) + c - code(from)
				}
			}
		}
		if f.err != nil {
			return
		}
	}
}

// code returns a code of up to four bytes as a number.
func code(s str) (c int) {
	for i := range min(len(s), 4) {
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

// next returns the first code of a string and its length in bytes.
func (x *font) next(s string) (c, length int) {
	if !x.composite {
		return int(s[0]), 1
	}
	if x.codeMap != nil {
		for n := 1; n <= min(4, len(s)); n++ {
			c = code(str(s[:n]))
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
	return code(str(s[:n])), n
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

// text returns the text of a code. A code without a text is U+FFFD, since it was drawn and must not vanish.
func (x *font) text(c, length int) string {
	t, ok := x.texts[c]
	if !ok && x.decode != nil {
		t = x.decode(c, length)
	}
	if strings.Trim(t, "\x00") == "" {
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
	if w, ok := x.widths[c]; ok {
		return w * x.scale
	}
	return x.width * x.scale
}
