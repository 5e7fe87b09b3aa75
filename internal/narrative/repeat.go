// Package narrative is about the figures in a report's sentences: placeholders
// that become figures, sentences written from the tables, and what a text has in
// common with last year's.
package narrative

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/text"
)

// Repeat is how much of a text stands in last year's too.
type Repeat struct {
	Length  int      // characters that count: letters and figures, official phrases apart
	Same    int      // of these, in runs that last year's text has too
	Longest []string // the longest repeated sentences, three at most
}

// Share is Same in percent of Length, rounded.
func (r Repeat) Share() int {
	if r.Length == 0 {
		return 0
	}
	return (r.Same*100 + r.Length/2) / r.Length
}

// run is how many characters in a row make a repetition: enough that set phrases
// of the trade do not.
const run = 13

// Repeated holds a text against last year's. Years do not count as a difference,
// and official phrases count for nothing; {year} in one stands for a year.
func Repeated(last, this string, boilerplate []string) Repeat {
	if strings.TrimSpace(last) == "" || strings.TrimSpace(this) == "" {
		return Repeat{}
	}
	phrases := make([]string, 0, len(boilerplate))
	for _, b := range boilerplate {
		if p := string(reduce(strings.ReplaceAll(b, "{year}", "2000"))); len(p) >= len("一二") {
			phrases = append(phrases, p)
		}
	}
	old, now := lettersOf(last, nil), lettersOf(this, phrases)
	known := map[uint64]bool{}
	each(old.runes, func(_ int, h uint64) { known[h] = true })
	same := make([]bool, len(now.runes))
	each(now.runes, func(at int, h uint64) {
		if known[h] {
			for i := at; i < at+run; i++ {
				same[i] = true
			}
		}
	})
	r := Repeat{}
	for i := range now.runes {
		if !now.official[i] {
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

// letters are a text's characters as they are compared.
type letters struct {
	runes    []rune
	official []bool // of an official phrase
}

var years = regexp.MustCompile(`(?:19|20)\d\d`)

const anyYear = '□'

func reduce(s string) []rune {
	s = years.ReplaceAllString(text.Fold(s), string(anyYear))
	var out []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == anyYear {
			out = append(out, r)
		}
	}
	return out
}

func lettersOf(s string, phrases []string) letters {
	l := letters{runes: reduce(s)}
	l.official = make([]bool, len(l.runes))
	text := string(l.runes)
	for _, phrase := range phrases {
		for from := 0; ; {
			i := strings.Index(text[from:], phrase)
			if i < 0 {
				break
			}
			at := len([]rune(text[:from+i]))
			for k := range len([]rune(phrase)) {
				l.official[at+k] = true
			}
			from += i + len(phrase)
		}
	}
	return l
}

// each gives a hash of every run of characters, rolling along.
func each(rs []rune, f func(at int, hash uint64)) {
	const base = 1_000_003
	if len(rs) < run {
		return
	}
	var h, top uint64 = 0, 1
	for i := range run {
		h = h*base + uint64(rs[i])
		if i > 0 {
			top *= base
		}
	}
	f(0, h)
	for i := run; i < len(rs); i++ {
		h = (h-uint64(rs[i-run])*top)*base + uint64(rs[i])
		f(i-run+1, h)
	}
}

// longest lists the sentences that stand in last year's text as a whole.
func longest(text string, phrases []string, known map[uint64]bool) []string {
	type sentence struct {
		text string
		n    int
	}
	var all []sentence
	for _, s := range diff.Sentences(text) {
		l := lettersOf(s, phrases)
		whole := len(l.runes) >= run
		each(l.runes, func(_ int, h uint64) { whole = whole && known[h] })
		n := 0
		for _, o := range l.official {
			if !o {
				n++
			}
		}
		if whole && n > 0 {
			all = append(all, sentence{s, n})
		}
	}
	slices.SortStableFunc(all, func(a, b sentence) int { return cmp.Compare(b.n, a.n) })
	var out []string
	for i := 0; i < len(all) && i < 3; i++ {
		out = append(out, all[i].text)
	}
	return out
}
