package text

import (
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// Terminal makes a text safe on a terminal: control characters, which a file or its name may hold to colour, move
// or overwrite what is shown, become U+FFFD, as do bytes that are no UTF-8. Line breaks and tabs stay.
func Terminal(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return printable(r)
	}, s)
}

// TerminalLine is [Terminal] for what must stay on its line, such as the name of
// a file, or in its column: line breaks and tabs become U+FFFD too.
func TerminalLine(s string) string { return strings.Map(printable, s) }

func printable(r rune) rune {
	if unicode.IsControl(r) {
		return utf8.RuneError
	}
	return r
}

// formulas are the characters a text in CSV must not begin with: a spreadsheet that opens the file would compute it.
// The apostrophe is the mark of a guarded text, so a text's own is guarded too and every text comes back as it was.
const formulas = "=+-@'＝＋－＠\t\r\n"

// Guard makes a text one that no spreadsheet takes for a formula when it opens a CSV file: an apostrophe goes before it
// where it must. Texts that begin like a sum, such as telephone numbers with their country, are guarded too.
func Guard(s string) string {
	s = LineBreaks(strings.ToValidUTF8(s, "\ufffd"))
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
