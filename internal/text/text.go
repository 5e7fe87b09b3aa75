// Package text holds what is done to texts without knowing what they say: how wide they are on a terminal, how
// they are shortened and put on one line, how they are folded for comparison, which characters nobody sees, and
// how they are escaped for the formats they are written in.
package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// MaxNamed is how many of a list are named on a screen.
const MaxNamed = 12

// Few joins names for a screen, at most [MaxNamed] of them.
func Few(names []string) string {
	if len(names) <= MaxNamed {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:MaxNamed], "、") + "……"
}

// OneLine puts a text on one line, with single blanks between its words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Brief quotes a text in a message: on one line, and no more than its first 40 characters.
func Brief(s string) string { return Clip(OneLine(s), 40) }

// Clip cuts a text that has more than n characters after the nth, and puts an ellipsis there.
func Clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// LineBreaks writes every line break of a text as \n.
func LineBreaks(s string) string { return lineBreaks.Replace(s) }

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Columns is the width a text takes on a terminal, where a Chinese character takes two columns.
func Columns(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// ClipColumns cuts a text that is wider than so many columns of a terminal to
// that width, an ellipsis included. 0 columns are no limit.
func ClipColumns(s string, columns int) string {
	if columns == 0 || Columns(s) <= columns {
		return s
	}
	for Columns(s) > columns-1 {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s + "…"
}
