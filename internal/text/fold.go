package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Invisible reports whether a character shows nothing on any page: a control character that is no blank, or one
// that Unicode lets programs ignore when they cannot show it (property Default_Ignorable_Code_Point: soft
// hyphens, zero-width characters, byte order marks, marks of direction, variation selectors). Readers must see
// past it as people do: a figure with such a character inside is the figure that is printed.
func Invisible(r rune) bool {
	switch {
	case r < '\u00ad':
		return unicode.IsControl(r) && !unicode.IsSpace(r)
	case r > '\u3164' && r < '\ufe00':
		return false // Chinese characters: nearly all there are
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// Removable reports whether an invisible character can be left out of a text that is kept or published. Those
// that shape or order the characters beside them cannot: joiners, variation selectors and marks of direction, as
// Mongolian, Uyghur and rare Chinese characters need them.
func Removable(r rune) bool {
	return Invisible(r) && r != '\u180e' && !unicode.In(r, unicode.Join_Control, unicode.Variation_Selector, unicode.Bidi_Control)
}

// Visible is a text without its invisible characters.
func Visible(s string) string {
	if strings.IndexFunc(s, Invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if Invisible(r) {
			return -1
		}
		return r
	}, s)
}

// Fold is a text for reading figures, dates and labels: full-width and half-width
// characters alike, and without invisible ones. Blanks and line breaks stay.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= '\x7f' {
			return Visible(width.Fold.String(s))
		}
	}
	return s
}

// Unspaced is a text without blanks and line breaks, and otherwise as it stands.
func Unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// Bare is a text for comparison, where only what it says may count: folded by
// [Fold], and without blanks and line breaks. Letters keep their case.
func Bare(s string) string { return Unspaced(Fold(s)) }
