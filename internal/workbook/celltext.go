package workbook

import (
	"unicode/utf16"
	"unicode/utf8"
)

// CellTexts cuts a text into pieces that a cell can hold; an empty text has none.
func CellTexts(s string) []string {
	var out []string
	for units, from, i := 0, 0, 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if units += utf16.RuneLen(r); units > MaxText {
			out = append(out, s[from:i])
			from, units = i, utf16.RuneLen(r)
		}
		if i += n; i == len(s) {
			out = append(out, s[from:])
		}
	}
	return out
}
