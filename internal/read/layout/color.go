package layout

import (
	"strconv"
	"strings"
)

// SameColor says whether a text of one colour does not show on a background of another. Colours are six hexadecimal
// digits, with or without #; any other word is a colour that is not known, and shows.
func SameColor(text, background string) bool {
	a, ok := rgb(text)
	b, known := rgb(background)
	if !ok || !known {
		return false
	}
	for i := range a {
		if d := a[i] - b[i]; d > leastContrast || d < -leastContrast {
			return false
		}
	}
	return true
}

// IsColor says whether a word is a colour that is known.
func IsColor(s string) bool {
	_, ok := rgb(s)
	return ok
}

// leastContrast is the least difference of red, green or blue, from 0 to 255, that shows on paper.
const leastContrast = 16

// rgb reads a colour of six hexadecimal digits.
func rgb(s string) (out [3]int, ok bool) {
	s = strings.TrimPrefix(s, "#")
	n, err := strconv.ParseUint(s, 16, 32)
	if len(s) != 6 || err != nil {
		return out, false
	}
	return [3]int{int(n >> 16), int(n >> 8 & 255), int(n & 255)}, true
}
