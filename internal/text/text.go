// Package text holds what is done to texts without knowing what they say: how wide they are on a terminal, how
// they are shortened and put on one line, how they are folded for comparison, which characters nobody sees, and
// how they are escaped for the formats they are written in.
package text

import (
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// OneLine puts a text on one line, with single blanks between its words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Brief quotes a text in a message: on one line, no more than its first 40 characters, and what nobody sees by its
// code ([Named]).
func Brief(s string) string { return Clip(OneLine(Named(s)), 40) }

// Clip cuts a text that has more than n characters after the nth, and puts an ellipsis there.
func Clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// WithDecimal is a number with one decimal at least, as shares and percentages are written: 3 as 3.0.
func WithDecimal(number string) string {
	if strings.Contains(number, ".") {
		return number
	}
	return number + ".0"
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

// FirstOf is the first of some words that a text holds, both folded and their case aside; empty if it holds none.
func FirstOf(s string, words []string) string {
	s = strings.ToUpper(Fold(s))
	for _, w := range words {
		if strings.Contains(s, strings.ToUpper(Fold(w))) {
			return w
		}
	}
	return ""
}

// Unspaced is a text without blanks and line breaks, and otherwise as it stands.
func Unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// Bare is a text for comparison, where only what it says may count: folded by
// [Fold], and without blanks and line breaks. Letters keep their case.
func Bare(s string) string { return Unspaced(Fold(s)) }

// Numeral writes a number from 0 to 9999 as it is counted in Chinese, such as 二十一.
func Numeral(n int) string {
	ds := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(ds[n])
	}
	if n < 20 {
		return "十" + strings.TrimPrefix(string(ds[n%10]), "零")
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.value % 10
		switch {
		case d > 0:
			if gap {
				b.WriteRune('零')
			}
			b.WriteRune(ds[d])
			b.WriteString(u.name)
			gap = false
		case b.Len() > 0:
			gap = true
		}
	}
	return b.String()
}

// XML makes any text fit for an attribute or for character data of XML or HTML.
// What no document may hold becomes U+FFFD.
func XML(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

// XMLMarks escapes no more than must be in character data: quotes, line breaks and tabs stay, for readers of formulas
// and comments that expect them, and for limits that count what is written. The text must be one that XML may hold.
func XMLMarks(s string) string { return xmlMarks.Replace(s) }

var xmlMarks = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Markdown keeps what a text says from being read as Markdown or HTML, and from speaking to a terminal.
func Markdown(s string) string { return markdown.Replace(Terminal(s)) }

var markdown = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", ">", "&gt;", "[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`, "&", "&amp;")

// Terminal makes a text safe on a terminal: it is Shown, and carriage returns, which
// overwrite what stands on a line, are written as their code too.
func Terminal(s string) string {
	return strings.ReplaceAll(Shown(s), "\r", "[U+000D]")
}

// TerminalLine is [Terminal] for what must stay on its line, such as the name of
// a file, or in its column.
func TerminalLine(s string) string { return ShownLine(s) }

// formulas are the characters a text in CSV must not begin with: a spreadsheet that opens the file would compute it.
// The apostrophe is the mark of a guarded text, so a text's own is guarded too and every text comes back as it was.
const formulas = "=+-@'＝＋－＠\t\r\n"

// Unguard is the text of a cell of CSV that was written so that no spreadsheet changes it: as a formula, ="3001", or
// with an apostrophe before a figure or a formula. ok is false if it was not.
func Unguard(s string) (plain string, ok bool) {
	if in, formula := strings.CutPrefix(s, `="`); formula && len(in) > 0 && in[len(in)-1] == '"' {
		return strings.ReplaceAll(in[:len(in)-1], `""`, `"`), true
	}
	in, ok := strings.CutPrefix(s, "'")
	if first, _ := utf8.DecodeRuneInString(in); ok && (unicode.IsDigit(first) || strings.ContainsRune(formulas, first)) {
		return in, true
	}
	return s, false
}

// Guard makes a text one that no spreadsheet takes for a formula when it opens a CSV file: an apostrophe goes before it
// where it must. Texts that begin like a sum, such as telephone numbers with their country, are guarded too. It is [Shown].
func Guard(s string) string {
	s = Shown(LineBreaks(s))
	for _, c := range s {
		if strings.ContainsRune(formulas, c) {
			return "'" + s
		}
		if !unicode.IsSpace(c) {
			break
		}
	}
	return s
}
