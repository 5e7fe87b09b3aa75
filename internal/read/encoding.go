package read

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// isText refuses what has control characters no text has.
func isText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	if len(head) == 0 || bytes.HasPrefix(head, []byte("%PDF")) || bytes.HasPrefix(head, []byte("Rar!")) {
		return false
	}
	if wide(data) != nil {
		return true
	}
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' || b == 0x7f {
			return false
		}
	}
	return true
}

// wide recognises UTF-16, by its mark or by what comes out of it: a text of a
// byte encoding has no zeros.
func wide(data []byte) encoding.Encoding {
	head := data[:min(len(data), 4096)&^1]
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case len(data)%2 != 0 || bytes.IndexByte(head, 0) < 0:
		return nil
	}
	likely := [2]int{}
	for i := 0; i < len(head); i += 2 {
		for k, c := range [2]rune{rune(head[i+1])<<8 | rune(head[i]), rune(head[i])<<8 | rune(head[i+1])} {
			if c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' || chinese(c) || c >= 0xd800 && c <= 0xdfff {
				likely[k]++
			}
		}
	}
	switch most := len(head) / 2 * 9 / 10; {
	case likely[0] > most && likely[0] > likely[1]:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case likely[1] > most && likely[1] > likely[0]:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// decode makes UTF-8 of the encodings Chinese texts come in. What is valid UTF-8
// is taken as that whatever it declares; of the rest the declaration counts, and
// GB18030, which includes GBK and GB2312, where there is none.
func decode(data []byte, charset string) string {
	if e := wide(data); e != nil {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			return strings.ToValidUTF8(string(out), "\ufffd")
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data)
	}
	e := encoding.Encoding(simplifiedchinese.GB18030)
	if charset != "" {
		if named, err := htmlindex.Get(charset); err == nil {
			if name, _ := htmlindex.Name(named); name != "utf-8" && name != "gbk" && !strings.HasPrefix(name, "utf-16") {
				e = named
			}
		}
	}
	if out, err := e.NewDecoder().Bytes(data); err == nil {
		return string(out)
	}
	return strings.ToValidUTF8(string(data), "\ufffd")
}

var charsetDeclared = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})`)

// declared is the charset a page names.
func declared(text string) string {
	if m := charsetDeclared.FindStringSubmatch(text[:min(len(text), 8192)]); m != nil {
		return m[1]
	}
	return ""
}
