package pdf_test

import (
	"fmt"
	"strings"
	"testing"
)

// Two pages printed side by side are read one after the other. A page that is wide for another reason is one page.
func TestSpreads(t *testing.T) {
	lines := func(x int, word string) string {
		var b strings.Builder
		for i := range 10 {
			b.WriteString(put(x, 500-15*i, fmt.Sprintf("%s %d.", word, i)))
		}
		return b.String()
	}
	right := func(drawing string) string { return "q 1 0 0 1 500 0 cm " + drawing + "Q " }
	left := lines(50, "left") + ruled(120, "a,b", "1,2")
	wide := func(contents ...string) objects {
		o := untagged(contents...)
		for n, s := range o {
			if s, ok := strings.CutPrefix(s, "<</Type/Page/"); ok {
				o[n] = "<</Type/Page/" + strings.Replace(s, "[0 0 600 800]", "[0 0 1000 600]", 1)
			}
		}
		return o
	}
	words := func(word string) string {
		var all []string
		for i := range 10 {
			all = append(all, fmt.Sprintf("%s %d.", word, i))
		}
		return strings.Join(all, "")
	}
	for _, tt := range []struct {
		name   string
		o      objects
		want   string
		parted bool
	}{
		{"two pages", wide(left + right(ruled(560, "3,4")+lines(50, "right"))), words("left") + "|a|b|1|2|3|4|" + words("right"), true},
		{"the last page alone", wide(left+right(ruled(560, "3,4")+lines(50, "right")), lines(50, "last")), words("left") + "|a|b|1|2|3|4|" + words("right") + "|" + words("last"), true},
		{"a ruling over both halves", wide(left + right(lines(50, "right")) + rule(50, 580, 900, 580)), "", false},
		{"a line over both halves", wide(left + right(lines(50, "right")) + put(400, 30, strings.Repeat("word ", 8))), "", false},
		{"half of a page", wide(left), words("left") + "|a|b|1|2", false},
		{"a high page", untagged(left), words("left") + "|a|b|1|2", false},
	} {
		s := sheetOf(t, tt.o)
		var got []string
		for _, c := range s.Cells {
			got = append(got, c.Cell.Text)
		}
		if tt.want != "" && strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, strings.Join(got, "|"), tt.want)
		}
		if parted := strings.Contains(notes(s), "左右印着两页"); parted != tt.parted {
			t.Errorf("%s: parted %v: %s", tt.name, parted, notes(s))
		}
	}
}
