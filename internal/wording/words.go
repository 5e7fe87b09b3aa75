// Package wording finds faults in the wording of a report's texts: misspellings and wrong titles (Words), places that
// are still to be filled, headings out of order, broken sentences and foreign punctuation (Faults), and what the
// statistical period and the signature say. It goes through a text once or a fixed number of times, and knows no
// rules: internal/check makes findings of what it returns. The words are data of the form.
package wording

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/sorting"
)

// Entry is one expression that is often written wrong.
type Entry struct {
	Wrong, Right string
	// Sentence is an example in which {} stands for the expression, Lawful one in which the characters of Wrong are
	// right; either may be empty.
	Sentence, Lawful string

	before, notBefore, after, notAfter []string // what must and must not stand beside it
}

// Match is a place in a text where an expression is written wrong, in bytes.
type Match struct {
	From, To int
	Entry    *Entry
}

// Words finds expressions that are written wrong.
type Words struct {
	entries []Entry
	byFirst map[rune][]*Entry // by the first character of what is wrong
	first   [1 << 13]bool     // by the low bits of a character: whether any expression begins with one of these
}

// clauseBegin and digit stand for what is no single word in the conditions of an entry.
const (
	clauseBegin = "^"
	digit       = "#"
)

// Parse reads entries, a line each, as the form's file explains them. It returns an error that names the line.
func Parse(lines string) ([]Entry, error) {
	var out []Entry
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		for len(parts) < 4 {
			parts = append(parts, "")
		}
		var e Entry
		var ok bool
		if e.Wrong, e.Right, ok = strings.Cut(parts[0], " → "); !ok || e.Wrong == "" || e.Right == "" || e.Wrong == e.Right {
			return nil, fmt.Errorf("no expression and its right form: %s", line)
		}
		for _, c := range strings.Fields(parts[1]) {
			list := &e.after
			rest := c
			switch {
			case strings.HasPrefix(c, "!<"):
				list, rest = &e.notBefore, c[2:]
			case strings.HasPrefix(c, "!>"):
				list, rest = &e.notAfter, c[2:]
			case strings.HasPrefix(c, "<"):
				list, rest = &e.before, c[1:]
			case strings.HasPrefix(c, ">"):
				rest = c[1:]
			default:
				return nil, fmt.Errorf("no condition %q: %s", c, line)
			}
			*list = strings.Split(rest, ",")
		}
		e.Sentence, e.Lawful = parts[2], parts[3]
		out = append(out, e)
	}
	return out, nil
}

// Doubled returns an entry for each word that is never right twice in a row.
func Doubled(words []string) []Entry {
	out := make([]Entry, len(words))
	for i, w := range words {
		out[i] = Entry{Wrong: w + w, Right: w, Sentence: "各处{}。"}
	}
	return out
}

// Prompts returns a finder of words that stand in a text as they are.
func Prompts(words []string) *Words {
	entries := make([]Entry, len(words))
	for i, w := range words {
		entries[i].Wrong = w
	}
	return New(entries)
}

// New returns a finder of entries.
func New(entries ...[]Entry) *Words {
	w := &Words{entries: slices.Concat(entries...), byFirst: map[rune][]*Entry{}}
	for i := range w.entries {
		e := &w.entries[i]
		r, _ := utf8.DecodeRuneInString(e.Wrong)
		w.byFirst[r] = append(w.byFirst[r], e)
		w.first[int(r)%len(w.first)] = true
	}
	for _, es := range w.byFirst { // a longer expression goes before one that it begins with
		sorting.By(es, func(a, b *Entry) int { return len(b.Wrong) - len(a.Wrong) })
	}
	return w
}

// Entries lists what is found.
func (w *Words) Entries() []Entry { return w.entries }

// Find returns the expressions of a text that are written wrong, from the first to the last. The text should have no
// blanks between Chinese characters.
func (w *Words) Find(s string) []Match {
	var out []Match
	behind := 0 // where the last match ends
	for i, r := range s {
		if !w.first[int(r)%len(w.first)] || i < behind {
			continue
		}
		for _, e := range w.byFirst[r] {
			if strings.HasPrefix(s[i:], e.Wrong) && e.fits(s, i, i+len(e.Wrong)) {
				behind = i + len(e.Wrong)
				out = append(out, Match{i, behind, e})
				break
			}
		}
	}
	return out
}

// Present returns which expressions a text holds anywhere, conditions or not.
func (w *Words) Present(s string) map[string]bool {
	out := map[string]bool{}
	for i, r := range s {
		if !w.first[int(r)%len(w.first)] {
			continue
		}
		for _, e := range w.byFirst[r] {
			if strings.HasPrefix(s[i:], e.Wrong) {
				out[e.Wrong] = true
			}
		}
	}
	return out
}

// fits reports whether what stands beside an expression lets it be wrong.
func (e *Entry) fits(s string, from, to int) bool {
	return (e.before == nil || endsWith(s[:from], e.before)) && (e.after == nil || beginsWith(s[to:], e.after)) &&
		!endsWith(s[:from], e.notBefore) && !beginsWith(s[to:], e.notAfter)
}

// endsWith reports whether a text ends with one of the words of a condition.
func endsWith(s string, words []string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, w := range words {
		if w == clauseBegin && (s == "" || strings.ContainsRune("\n，。；：！？、（“《,;:(\"", r)) || w == digit && isDigit(r) || strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// beginsWith reports whether a text begins with one of the words of a condition.
func beginsWith(s string, words []string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	for _, w := range words {
		if w == digit && isDigit(r) || strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// isDigit reports whether a character is an Arabic digit of either width or a Chinese numeral.
func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("〇一二三四五六七八九十", r)
}

// Unblanked returns a text without the blanks that fall between its characters; line breaks stay.
func Unblanked(s string) string {
	if !strings.ContainsAny(s, " \t\r\u00a0\u3000") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\u00a0\u3000", r) {
			return -1
		}
		return r
	}, s)
}

// Paragraph returns the number of the paragraph, from 1, that a place in a text is in. Empty lines are none.
func Paragraph(s string, at int) int {
	n := 1
	for line := range strings.Lines(s[:at]) {
		if strings.HasSuffix(line, "\n") && strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}
