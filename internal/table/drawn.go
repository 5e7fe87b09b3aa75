package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
)

// Trend draws figures as a line of blocks, for places that hold only text.
func Trend(ns []*model.Number) string {
	var low, high float64
	first := true
	for _, n := range ns {
		if n != nil {
			v := n.Float()
			if first || v < low {
				low = v
			}
			if first || v > high {
				high = v
			}
			first = false
		}
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, n := range ns {
		switch {
		case n == nil:
			b.WriteRune('·')
		case high == low:
			b.WriteRune(blocks[3])
		default:
			b.WriteRune(blocks[int((n.Float()-low)/(high-low)*7+0.5)])
		}
	}
	return b.String()
}

// Apart is where a sentence differs from another, in bytes: what lies between
// their common beginning and their common end. A figure differs as a whole.
func Apart(s, other string) [2]int {
	from := 0
	for from < len(s) {
		_, n := utf8.DecodeRuneInString(s[from:])
		if !strings.HasPrefix(other[from:], s[from:from+n]) {
			break
		}
		from += n
	}
	to, end := len(s), len(other)
	for to > from && end > from {
		_, n := utf8.DecodeLastRuneInString(s[:to])
		if to-n < from || end-n < from || !strings.HasSuffix(other[:end], s[to-n:to]) {
			break
		}
		to, end = to-n, end-n
	}
	for from > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if !unicode.IsDigit(r) {
			break
		}
		from -= n
	}
	for to < len(s) {
		r, n := utf8.DecodeRuneInString(s[to:])
		if !unicode.IsDigit(r) {
			break
		}
		to += n
	}
	return [2]int{from, to}
}
