package text

import (
	"testing"
	"unicode"

	"golang.org/x/text/width"
)

// Every character that folding the width changes is known to have one.
func TestHasWidth(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s := string(r); width.Fold.String(s) != s && !hasWidth(r) {
			t.Errorf("%U becomes %q", r, width.Fold.String(s))
		}
	}
}
