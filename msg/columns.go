package msg

import "golang.org/x/text/width"

// Columns is the width a text takes on a terminal, where a Chinese character
// takes two.
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
