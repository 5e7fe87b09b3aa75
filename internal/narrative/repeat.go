// Package narrative reads and writes the figures in a report's sentences. Reader.Read takes a report, and last
// year's if there is one, and returns every number in its narratives with a verdict: it agrees with the tables,
// disagrees, or is about something else. Fill puts figures into placeholders, Narrate writes sentences from the
// tables, Repeated measures what a text has in common with last year's.
//
// The words come from the form's vocabulary (templates/forms/vocabulary.yaml). internal/check makes findings of
// the numbers that disagree, and internal/locate uses those that agree as evidence.
package narrative

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
)

// Repeat says how much of a text stands in last year's too.
type Repeat struct {
	Length  int      // characters that count: letters and digits outside of official phrases
	Same    int      // of these, in runs that last year's text has too
	Longest []string // the longest repeated sentences, three at most
}

// Share returns Same in percent of Length, rounded; 0 for an empty text.
func (r Repeat) Share() int {
	if r.Length == 0 {
		return 0
	}
	return (r.Same*100 + r.Length/2) / r.Length
}

// runLength is how many characters in a row are a repetition: more than set phrases have.
const runLength = 13

// Repeated compares a text with last year's. Years are no difference, and official phrases (boilerplate) do not
// count; {year} in a phrase stands for a year.
func Repeated(last, this string, boilerplate []string) Repeat {
	if strings.TrimSpace(last) == "" || strings.TrimSpace(this) == "" {
		return Repeat{}
	}
	phrases := make([]string, 0, len(boilerplate))
	for _, b := range boilerplate {
		if p := string(comparedRunes(strings.ReplaceAll(b, "{year}", "2000"))); len(p) >= len("一二") {
			phrases = append(phrases, p)
		}
	}
	now, official := comparedText(this, phrases)
	known := map[uint64]bool{}
	hashRuns(comparedRunes(last), func(_ int, h uint64) { known[h] = true })
	same := make([]bool, len(now))
	hashRuns(now, func(at int, h uint64) {
		if known[h] {
			for i := at; i < at+runLength; i++ {
				same[i] = true
			}
		}
	})
	r := Repeat{}
	for i := range now {
		if !official[i] {
			r.Length++
			if same[i] {
				r.Same++
			}
		}
	}
	if r.Same > 0 {
		r.Longest = longest(this, phrases, known)
	}
	return r
}

// years matches a year in digits.
var years = regexp.MustCompile(`(?:19|20)\d\d`)

// anyYear stands for a year in a compared text.
const anyYear = '□'

// comparedRunes returns the letters and digits of a text, each year as anyYear.
func comparedRunes(s string) []rune {
	s = years.ReplaceAllString(text.Fold(s), string(anyYear))
	var out []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == anyYear {
			out = append(out, r)
		}
	}
	return out
}

// comparedText reduces a text to the characters that are compared and marks those of official phrases.
func comparedText(s string, phrases []string) (runes []rune, official []bool) {
	runes = comparedRunes(s)
	official = make([]bool, len(runes))
	text := string(runes)
	for _, phrase := range phrases {
		for from := 0; ; {
			i := strings.Index(text[from:], phrase)
			if i < 0 {
				break
			}
			at := len([]rune(text[:from+i]))
			for k := range len([]rune(phrase)) {
				official[at+k] = true
			}
			from += i + len(phrase)
		}
	}
	return runes, official
}

// hashRuns calls a function with a rolling hash of every run of characters.
func hashRuns(rs []rune, f func(at int, hash uint64)) {
	const base = 1_000_003
	if len(rs) < runLength {
		return
	}
	var h, top uint64 = 0, 1
	for i := range runLength {
		h = h*base + uint64(rs[i])
		if i > 0 {
			top *= base
		}
	}
	f(0, h)
	for i := runLength; i < len(rs); i++ {
		h = (h-uint64(rs[i-runLength])*top)*base + uint64(rs[i])
		f(i-runLength+1, h)
	}
}

// longest returns up to three sentences that stand in last year's text as a whole, the longest first.
func longest(text string, phrases []string, known map[uint64]bool) []string {
	type sentence struct {
		text string
		n    int
	}
	var all []sentence
	for _, s := range diff.Sentences(text) {
		runes, official := comparedText(s, phrases)
		whole := len(runes) >= runLength
		hashRuns(runes, func(_ int, h uint64) { whole = whole && known[h] })
		n := 0
		for _, o := range official {
			if !o {
				n++
			}
		}
		if whole && n > 0 {
			all = append(all, sentence{s, n})
		}
	}
	sorting.By(all, func(a, b sentence) int { return cmp.Compare(b.n, a.n) })
	var out []string
	for _, s := range all[:min(3, len(all))] {
		out = append(out, s.text)
	}
	return out
}
