package workbook

import (
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// What a spreadsheet can hold.
const (
	MaxText   = 32767 // UTF-16 units of a cell's text
	MaxDigits = 15    // significant digits of a number
	MaxHeight = 409.0 // points of a row's height
)

// Width is the width of a text in the units of a column: a Chinese character
// takes two.
func Width(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			w += 2
		default:
			w += 1.1
		}
	}
	return w
}

// Lines is how many lines a text takes when wrapped in a column so wide.
// Spreadsheets compute no row height for merged cells, so it is done here, on
// the safe side.
func Lines(s string, column float64) int {
	n, at := 1, 0.0
	usable := math.Max(2, column-2.4)
	for _, r := range s {
		if r == '\n' {
			n, at = n+1, 0
			continue
		}
		w := Width(string(r))
		if at+w > usable && at > 0 {
			n, at = n+1, 0
		}
		at += w
	}
	return n
}

// Height is the height in points of a row of so many lines in a font of a size. A
// sheet takes no more than [MaxHeight].
func Height(lines int, size float64) float64 { return float64(lines)*math.Ceil(size*1.4) + 6 }

// Number is a number as a cell holds it. One of more than [MaxDigits] digits would
// lose some.
func Number(n model.Number) any {
	if n.IsInteger() {
		if i, ok := n.Int64(); ok {
			return i
		}
	}
	return n.Float()
}

// CheckText refuses what a cell cannot hold, before a library drops it. Where
// names the text; the error is a *msg.Problem.
func CheckText(where, s string) error {
	if n := len(utf16.Encode([]rune(s))); n > MaxText {
		return &msg.Problem{
			What: msg.F("%s有 %d 个字符，超过单元格的上限 %d", "%s has %d characters, a cell holds %d", where, n, MaxText),
			Hint: msg.T("请压缩篇幅", "shorten it"),
		}
	}
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' || c == '\ufffe' || c == '\uffff' || c == '\ufffd' {
			return &msg.Problem{
				What: msg.F("%s含有不能写入单元格的字符 %U", "%s contains the character %U, which no cell can hold", where, c),
				Hint: msg.T("请删除该字符", "remove it"),
			}
		}
	}
	return nil
}

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
