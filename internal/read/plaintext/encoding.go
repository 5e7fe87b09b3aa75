package plaintext

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// IsText says whether data are a text: in UTF-16, or without control characters
// other than blanks and line breaks at the beginning. Empty data are none.
func IsText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	if len(head) == 0 || bytes.HasPrefix(head, []byte("%PDF")) || bytes.HasPrefix(head, []byte("Rar!")) {
		return false
	}
	if utf16Of(data) != nil {
		return true
	}
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' || b == 0x7f {
			return false
		}
	}
	return true
}

// IsUTF16 says whether data are a text in UTF-16.
func IsUTF16(data []byte) bool { return utf16Of(data) != nil }

// utf16Of is the UTF-16 encoding of data, told by the byte order mark or, as other
// encodings have no zero bytes, by whether characters of texts come out; nil if the
// data are not UTF-16.
func utf16Of(data []byte) encoding.Encoding {
	head := data[:min(len(data), 4096)&^1]
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("%PDF-")), bytes.IndexByte(head, 0) < 0: // an archive, a PDF, or no UTF-16
		return nil
	}
	likely := [2]int{}
	for i := 0; i < len(head); i += 2 {
		for k, c := range [2]rune{rune(head[i+1])<<8 | rune(head[i]), rune(head[i])<<8 | rune(head[i+1])} {
			if c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' || IsChinese(c) || c >= 0xd800 && c <= 0xdfff {
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

// Decode decodes data to UTF-8. UTF-16 and valid UTF-8 are recognised whatever
// charset says; otherwise charset counts, or, if it is empty or unknown, GB18030,
// which includes GBK and GB2312.
func Decode(data []byte, charset string) string {
	if e := utf16Of(data); e != nil {
		if out, err := e.NewDecoder().Bytes(data[:len(data)&^1]); err == nil {
			return strings.ToValidUTF8(string(out), "\ufffd")
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if wide := strings.ToLower(charset); strings.HasPrefix(wide, "utf-16") || strings.HasPrefix(wide, "utf16") {
		if out, ok := decodeWide(data, wide); ok {
			return out
		}
	}
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

// decodeWide decodes data that are declared to be in UTF-16. A byte too many at the end, as is left where a text is
// cut at a line end, does not matter. ok is false if the data are another encoding.
func decodeWide(data []byte, charset string) (out string, ok bool) {
	order := unicode.LittleEndian
	if strings.HasSuffix(charset, "be") {
		order = unicode.BigEndian
	}
	decoded, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data[:len(data)&^1])
	if err != nil || len(data) < 2 {
		return "", false
	}
	out = string(decoded)
	return out, strings.Contains(out, "<") && !strings.ContainsRune(out, '\ufffd')
}
