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
	type group struct {
		skipped, hidden, fonts bool
		font                   int
	}
	var g group
	var outer []group
	charset := ""
	fonts := map[int]string{} // the charset of each font that has one
	high := rune(0)           // the first half of a character in UTF-16
	var run []byte            // text in the charset that is not decoded yet
	runFont := 0
	flush := func() {
		page = append(page, plaintext.Decode(run, cmp.Or(fonts[runFont], charset))...)
		run = run[:0]
	}
	put := func(s string) {
		if g.skipped || g.hidden {
			return
		}
		if g.font != runFont {
			flush()
			runFont = g.font
		}
		run = append(run, s...)
	}
	for i := 0; i < len(rtf); {
		c := rtf[i]
		i++
		switch {
		case c == '{':
			outer = append(outer, g)
		case c == '}':
			if len(outer) > 0 {
				g, outer = outer[len(outer)-1], outer[:len(outer)-1]
			}
		case c == '\r' || c == '\n':
		case c != '\\':
			put(string(c))
		case i == len(rtf):
		case rtf[i] == '\'':
			if i+3 <= len(rtf) {
				if n, err := strconv.ParseUint(string(rtf[i+1:i+3]), 16, 8); err == nil {
					put(string([]byte{byte(n)}))
				}
			}
			i = min(i+3, len(rtf))
		case rtf[i] == '*': // a destination; those of pages are read
			i++
			g.skipped = !bytes.HasPrefix(rtf[i:], []byte(`\htmltag`)) && !bytes.HasPrefix(rtf[i:], []byte(`\mhtmltag`))
		case !isLetter(rtf[i]):
			if rtf[i] == '~' {
				put("&nbsp;")
			} else if rtf[i] == '\\' || rtf[i] == '{' || rtf[i] == '}' {
				put(string(rtf[i]))
			}
			i++
		default:
			from := i
			for i < len(rtf) && isLetter(rtf[i]) {
				i++
			}
			word, digits := string(rtf[from:i]), i
			for i < len(rtf) && (rtf[i] >= '0' && rtf[i] <= '9' || rtf[i] == '-' && i == digits) {
				i++
			}
			number, err := strconv.Atoi(string(rtf[digits:i]))
			if i < len(rtf) && rtf[i] == ' ' {
				i++
			}
			switch word {
			case "fonttbl":
				g.skipped, g.fonts = true, true
			case "colortbl", "stylesheet", "info", "pntext":
				g.skipped = true
			case "f":
				g.font = number
			case "fcharset":
				if g.fonts {
					fonts[g.font] = fontCharsets[number]
				}
			case "ansicpg":
				charset = charsetOf(number)
			case "htmlrtf":
				g.hidden = err != nil || number != 0
			case "mhtmltag":
				g.skipped = true
			case "par", "line":
				put("\n")
			case "tab":
				put("\t")
			case "lquote", "rquote", "ldblquote", "rdblquote", "bullet", "endash", "emdash":
				put("&" + map[string]string{"lquote": "lsquo", "rquote": "rsquo", "ldblquote": "ldquo", "rdblquote": "rdquo", "bullet": "bull", "endash": "ndash", "emdash": "mdash"}[word] + ";")
			case "u":
				if !g.skipped && !g.hidden {
					flush()
					r := rune(uint16(number))
					switch pair := utf16.DecodeRune(high, r); {
					case pair != utf8.RuneError:
						page = utf8.AppendRune(page, pair)
					case r < 0xD800 || r >= 0xDC00:
						page = utf8.AppendRune(page, r)
					}
					high = r
				}
				if i < len(rtf) && rtf[i] != '\\' && rtf[i] != '{' && rtf[i] != '}' { // what stands for it elsewhere
					i++
				} else if i+3 < len(rtf) && rtf[i] == '\\' && rtf[i+1] == '\'' {
					i += 4
				}
			}
		}
	}
	flush()
	return page, true
}

// fontCharsets are the charsets of fonts whose number in RTF is not that of the whole text.
var fontCharsets = map[int]string{128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 204: "windows-1251", 238: "windows-1250"}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
