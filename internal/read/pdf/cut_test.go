package pdf_test

import (
	"strings"
	"testing"
)

// TestCutCells marks the cells that open a page below cells as wide, and no others.
func TestCutCells(t *testing.T) {
	for name, tc := range map[string]struct {
		pages []string
		want  string
	}{
		"a header":          {[]string{ruled(120, "one,two"), ruled(760, "more,words", "1,2")}, "more|words"},
		"behind a header":   {[]string{ruled(120, "h,i", "one,two"), ruled(760, "h,i", "more,words", "1,2")}, "more|words"},
		"a cell less wide":  {[]string{ruled(120, "h,<,i"), ruled(760, "1,2,3")}, "3"},
		"another table":     {[]string{ruled(120, "a,b"), put(50, 780, "text") + ruled(760, "1,2")}, ""},
		"a table of a page": {[]string{ruled(760, "a,b", "1,2")}, ""},
	} {
		var cut []string
		for _, c := range sheetOf(t, untagged(tc.pages...)).Cells {
			if c.Cut {
				cut = append(cut, c.Cell.Text)
			}
		}
		if got := strings.Join(cut, "|"); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
