package mail

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/read/plaintext"
)

// TypeRTF is the type of a text in RTF.
const TypeRTF = "text/rtf"

// dictionary is the text that packed RTF begins with before its first byte; [MS-OXRTFCP] gives it.
const dictionary = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript " +
	"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// unpackRTF unpacks the text of a message in RTF, of so many bytes at most. The error is errDamaged.
func unpackRTF(data []byte, most int) ([]byte, error) {
	const head, packed, plain = 16, 0x75465A4C, 0x414C454D
	if len(data) < head {
		return nil, errDamaged
	}
	size := int(binary.LittleEndian.Uint32(data[4:]))
	kind := binary.LittleEndian.Uint32(data[8:])
	data = data[head:]
	switch {
	case size > most || kind != packed && kind != plain:
		return nil, errDamaged
	case kind == plain:
		return data[:min(size, len(data))], nil
	}
	var window [4096]byte
	at := copy(window[:], dictionary)
	var out []byte
	put := func(b byte) {
		out = append(out, b)
		window[at] = b
		at = (at + 1) % len(window)
	}
	for len(data) > 0 {
		control := data[0]
		data = data[1:]
		for bit := range 8 {
			if control>>bit&1 == 0 {
				if len(data) == 0 {
					return out, nil
				}
				put(data[0])
				data = data[1:]
				continue
			}
			if len(data) < 2 {
				return out, nil
			}
			token := int(binary.BigEndian.Uint16(data))
			data = data[2:]
			from := token >> 4
			if from == at {
				return out, nil
			}
			if len(out) > most {
				return nil, errDamaged
			}
			for i := range token&15 + 2 {
				put(window[(from+i)%len(window)])
			}
		}
	}
	return out, nil
}

// pageInRTF is the web page that a text in RTF was made of, which Outlook keeps in it ([MS-OXRTFEX]), in UTF-8. Ok is
// false if it was made of none.
func pageInRTF(rtf []byte) (page []byte, ok bool) {
	if !bytes.Contains(rtf[:min(len(rtf), 1024)], []byte(`\fromhtml1`)) {
		return nil, false
	}
	r := rtfPage{rtf: rtf, fonts: map[int]string{}}
	for r.at < len(rtf) {
		r.read()
	}
	r.flush()
	return r.page, true
}

// rtfPage takes a page out of a text in RTF.
type rtfPage struct {
	rtf     []byte
	at      int // of the next byte
	page    []byte
	group   rtfGroup
	outer   []rtfGroup
	charset string         // of the whole text
	fonts   map[int]string // the charset of each font that has one
	high    rune           // the first half of a character in UTF-16
	run     []byte         // text that is not decoded yet
	runFont int            // the font whose charset that text is in
}

// rtfGroup is what holds in a group until it is closed.
type rtfGroup struct {
	skipped bool // a destination that is no part of the page
	hidden  bool // what only readers of RTF show
	fonts   bool // the table of fonts
	font    int
}

// read reads the next byte, and what belongs to it.
func (r *rtfPage) read() {
	c := r.rtf[r.at]
	r.at++
	switch {
	case c == '{':
		r.outer = append(r.outer, r.group)
	case c == '}':
		if n := len(r.outer); n > 0 {
			r.group, r.outer = r.outer[n-1], r.outer[:n-1]
		}
	case c == '\\':
		r.control()
	case c != '\r' && c != '\n':
		r.put(string(c))
	}
}

// control reads what a backslash begins.
func (r *rtfPage) control() {
	if r.at == len(r.rtf) {
		return
	}
	switch c := r.rtf[r.at]; {
	case c == '\'':
		if r.at+3 <= len(r.rtf) {
			if n, err := strconv.ParseUint(string(r.rtf[r.at+1:r.at+3]), 16, 8); err == nil {
				r.put(string([]byte{byte(n)}))
			}
		}
		r.at = min(r.at+3, len(r.rtf))
	case c == '*': // a destination; those of pages are read
		r.at++
		r.group.skipped = !bytes.HasPrefix(r.rtf[r.at:], []byte(`\htmltag`)) && !bytes.HasPrefix(r.rtf[r.at:], []byte(`\mhtmltag`))
	case isLetter(c):
		r.word()
	default:
		switch c {
		case '~':
			r.put("&nbsp;")
		case '\\', '{', '}':
			r.put(string(c))
		}
		r.at++
	}
}

// word reads a control word with its number.
func (r *rtfPage) word() {
	from := r.at
	for r.at < len(r.rtf) && isLetter(r.rtf[r.at]) {
		r.at++
	}
	word, digits := string(r.rtf[from:r.at]), r.at
	for r.at < len(r.rtf) && (r.rtf[r.at] >= '0' && r.rtf[r.at] <= '9' || r.rtf[r.at] == '-' && r.at == digits) {
		r.at++
	}
	number, err := strconv.Atoi(string(r.rtf[digits:r.at]))
	if r.at < len(r.rtf) && r.rtf[r.at] == ' ' {
		r.at++
	}
	switch word {
	case "fonttbl":
		r.group.skipped, r.group.fonts = true, true
	case "colortbl", "stylesheet", "info", "pntext", "mhtmltag":
		r.group.skipped = true
	case "f":
		r.group.font = number
	case "fcharset":
		if r.group.fonts {
			r.fonts[r.group.font] = fontCharsets[number]
		}
	case "ansicpg":
		r.charset = charsetOf(number)
	case "htmlrtf":
		r.group.hidden = err != nil || number != 0
	case "par", "line":
		r.put("\n")
	case "tab":
		r.put("\t")
	case "u":
		r.unicode(number)
	default:
		if entity := wordEntities[word]; entity != "" {
			r.put(entity)
		}
	}
}

// wordEntities are the characters that have control words of their own, as pages write them.
var wordEntities = map[string]string{"lquote": "&lsquo;", "rquote": "&rsquo;", "ldblquote": "&ldquo;", "rdblquote": "&rdquo;", "bullet": "&bull;", "endash": "&ndash;", "emdash": "&mdash;"}

// unicode puts a character, or a half of one, by its number in UTF-16, and passes over what stands for it in programs that
// do not know it.
func (r *rtfPage) unicode(number int) {
	if !r.group.skipped && !r.group.hidden {
		r.flush()
		c := rune(uint16(number))
		switch pair := utf16.DecodeRune(r.high, c); {
		case pair != utf8.RuneError:
			r.page = utf8.AppendRune(r.page, pair)
		case c < 0xD800 || c >= 0xDC00:
			r.page = utf8.AppendRune(r.page, c)
		}
		r.high = c
	}
	if r.at < len(r.rtf) && r.rtf[r.at] != '\\' && r.rtf[r.at] != '{' && r.rtf[r.at] != '}' {
		r.at++
	} else if r.at+3 < len(r.rtf) && r.rtf[r.at] == '\\' && r.rtf[r.at+1] == '\'' {
		r.at += 4
	}
}

// put adds text in the charset of the group's font, unless the group is no part of the page.
func (r *rtfPage) put(s string) {
	if r.group.skipped || r.group.hidden {
		return
	}
	if r.group.font != r.runFont {
		r.flush()
		r.runFont = r.group.font
	}
	r.run = append(r.run, s...)
}

// flush decodes the text that is not decoded yet.
func (r *rtfPage) flush() {
	r.page = append(r.page, plaintext.Decode(r.run, cmp.Or(r.fonts[r.runFont], r.charset))...)
	r.run = r.run[:0]
}

// fontCharsets are the charsets of fonts whose number in RTF is not that of the whole text.
var fontCharsets = map[int]string{128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 204: "windows-1251", 238: "windows-1250"}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
