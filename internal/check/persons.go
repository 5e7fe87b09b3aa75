package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// roomPattern is a flat: offices have no staircases.
var roomPattern = text.NewPattern(`\d{1,4}(?:号楼|栋|幢|座)?[^\n，。；、]{0,6}\d{1,3}(?:单元[^\n，。；、]{0,4}\d{2,5}|门\d{3,4})室?`)

// findHomes finds addresses of homes: behind the words for them, by what an address to write to holds, or by their
// staircase. The address of an office, among its contact data, is none.
func findHomes(w *model.PublishWords, s string) (out [][]int) {
	holds := func(address string, words []string) bool {
		return strings.IndexFunc(address, func(r rune) bool { _, ok := digitOf(r); return ok }) >= 0 && containsAny(address, words)
	}
	for _, m := range addressesBehind(s, w.Homes) {
		if holds(s[m[0]:m[1]], w.HomesHold) {
			out = append(out, m)
		}
	}
	for _, m := range addressesBehind(s, w.Posts) {
		if home := holds(s[m[0]:m[1]], w.PostsHold) || roomPattern.MatchString(s[m[0]:m[1]]); home && !containsAny(surroundings(s, m[0], m[1], 20), w.Offices) {
			out = append(out, m)
		}
	}
	for _, m := range roomPattern.FindAllStringIndex(s, -1) {
		if !containsAny(surroundings(s, m[0], m[1], 40), w.Contacts) {
			out = append(out, m)
		}
	}
	return apart(out)
}

// addressesBehind lists what stands behind words for an address, up to the next mark.
func addressesBehind(s string, words []string) (out [][]int) {
	for _, word := range words {
		for begin, end := range occurrences(s, word) {
			if slices.ContainsFunc(words, func(w string) bool { return len(w) > len(word) && strings.HasPrefix(s[begin:], w) }) {
				continue // 现住 of 现住址
			}
			from := len(s) - len(strings.TrimLeft(s[end:], " :为是在于("))
			to := from
			for range 40 {
				r, n := utf8.DecodeRuneInString(s[to:])
				if n == 0 || strings.ContainsRune("\n，,。；;、)", r) {
					break
				}
				to += n
			}
			out = append(out, []int{from, to})
		}
	}
	return out
}

// apart leaves out places that touch an earlier one, and sorts them.
func apart(places [][]int) (out [][]int) {
	for _, p := range widest(places) {
		if len(out) == 0 || p[0] >= out[len(out)-1][1] {
			out = append(out, p)
		}
	}
	return out
}

// findNames finds a surname with a given name behind a word for an applicant, behind a word for people when they act,
// before a title, and where a clause begins with one who acts. It rather misses a name than takes other words for one;
// a name of which a part is masked is none.
func findNames(w *model.PublishWords, s string) [][]int {
	out := namesBehind(w, s, w.Persons, w.Behind, w.Naming)
	out = append(out, namesBehind(w, s, w.People, w.Acting, nil)...)
	out = append(out, openingNames(w, s)...)
	titles := slices.Clone(w.Titles)
	for _, p := range w.Persons {
		titles = append(titles, "("+p+")")
	}
	return apart(append(out, namesBefore(w, s, titles)...))
}

// namesBehind finds names between one of the words and one of the words that may follow. One of the naming words may stand in
// between, as in 申请人名叫.
func namesBehind(w *model.PublishWords, s string, words, next, naming []string) (out [][]int) {
	const between = ": “\"("
	for _, word := range words {
		for _, at := range occurrences(s, word) {
			rest := strings.TrimLeft(s[at:], between)
			n := nameLength(w, rest, next)
			if n == 0 {
				named := rest
				for _, word := range naming {
					named = strings.TrimPrefix(named, word)
				}
				if named = strings.TrimLeft(named, between); len(named) < len(rest) && !startsWithRuneOf(named, w.DoubtfulSurnames) {
					rest, n = named, nameLength(w, named, next)
				}
			}
			if n > 0 {
				from := len(s) - len(rest)
				out = append(out, []int{from, from + n})
			}
		}
	}
	return out
}

// openingNames finds names that a clause begins with.
func openingNames(w *model.PublishWords, s string) (out [][]int) {
	begins := true
	for from, r := range s {
		if begins && !startsWithRuneOf(s[from:], w.DoubtfulSurnames) {
			if n := nameLength(w, s[from:], w.Opening); n > 0 && from+n < len(s) && !containsPrefix(s[from+n:], w.NotOpening) {
				if last, _ := utf8.DecodeLastRuneInString(s[from : from+n]); !strings.ContainsRune(w.NotEndings, last) {
					out = append(out, []int{from, from + n})
				}
			}
		}
		begins = unicode.IsSpace(r) || unicode.IsPunct(r)
	}
	return out
}

// namesBefore finds names of two to four characters before one of the titles.
func namesBefore(w *model.PublishWords, s string, titles []string) (out [][]int) {
	for _, title := range titles {
		for at := range occurrences(s, title) {
			from := at
			for chars := 1; chars <= 4; chars++ {
				_, n := utf8.DecodeLastRuneInString(s[:from])
				from -= n
				if chars > 1 && n > 0 && nameLength(w, s[from:], titles) == at-from {
					out = append(out, []int{from, at})
				}
			}
		}
	}
	return out
}

// nameLength returns the length in bytes of the personal name that a text begins with, if one of the words stands
// behind it; 0 for none.
func nameLength(w *model.PublishWords, s string, behind []string) int {
	if containsPrefix(s, w.NotNames) {
		return 0
	}
	surname := ""
	for _, n := range w.Surnames {
		if strings.HasPrefix(s, n) && len(n) > len(surname) {
			surname = n
		}
	}
	if surname == "" {
		return 0
	}
	n := len(surname)
	if containsPrefix(s[n:], w.Titles) {
		return 0 // no given name
	}
	for range 2 {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.Han, r) || slices.Contains(w.Masks, string(r)) {
			return 0
		}
		if strings.Contains(w.DoubtfulSurnames, surname) && strings.ContainsRune(w.NotGiven, r) {
			return 0
		}
		n += size
		if rest := s[n:]; rest == "" || containsPrefix(rest, behind) {
			return n
		}
	}
	return 0
}
