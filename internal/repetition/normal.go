package repetition

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// anyFigure stands for a figure or a year in a compared text: who copies a report changes these first.
const anyFigure = '□'

// leftOut is what of a text is not compared.
type leftOut struct {
	phrases *Phrases
	organs  [][]rune // names as they stand in a compared text
}

// shortestPhrase is how many characters a set phrase has at least. Shorter ones stand in other words too.
const shortestPhrase = 4

// Phrases are set phrases, which count as nobody's own words. The zero value has none.
type Phrases struct {
	byStart map[[shortestPhrase]rune][][]rune // the longest first
}

// add adds a phrase, unless it is too short or known.
func (p *Phrases) add(phrase string) {
	runes, _ := lettersOf(phrase, false)
	if len(runes) < shortestPhrase {
		return
	}
	if p.byStart == nil {
		p.byStart = map[[shortestPhrase]rune][][]rune{}
	}
	start := [shortestPhrase]rune(runes)
	list := p.byStart[start]
	at := len(list)
	for i, known := range list {
		if slices.Equal(known, runes) {
			return
		}
		if len(known) < len(runes) && at == len(list) {
			at = i
		}
	}
	longer := append(append(append([][]rune{}, list[:at]...), runes), list[at:]...)
	p.byStart[start] = longer
}

// longest returns the length of the longest phrase that a text begins with, or 0.
func (p *Phrases) longest(runes []rune) int {
	if p == nil || len(runes) < shortestPhrase {
		return 0
	}
	for _, phrase := range p.byStart[[shortestPhrase]rune(runes)] {
		if len(phrase) <= len(runes) && slices.Equal(phrase, runes[:len(phrase)]) {
			return len(phrase)
		}
	}
	return 0
}

// placeholder begins what stands for a figure in the sentences that a form writes by itself.
const placeholder = "{{"

// PhrasesOf returns the set phrases of a form: those it lists, the words of its tables and headings, and the sentences
// that are written from the tables.
func PhrasesOf(form *model.Form) *Phrases {
	p := &Phrases{}
	if form.Comparison != nil {
		for _, phrase := range form.Comparison.Boilerplate {
			if !strings.Contains(phrase, "{organ}") {
				p.add(strings.ReplaceAll(phrase, "{year}", "2000"))
			}
		}
	}
	for _, s := range form.Sections {
		p.add(s.Heading)
	}
	for _, fd := range form.Fields {
		for _, n := range []*model.Node{fd.Row, fd.Column} {
			p.add(n.Label)
			p.add(model.Short(n.Label))
		}
	}
	if form.Narration != nil {
		for _, s := range form.Narration.Sentences {
			for _, w := range s.Ways {
				p.addSentence(w.Text)
				for _, item := range w.List {
					p.addSentence(item.Text)
				}
			}
		}
	}
	return p
}

// addSentence adds the pieces of a sentence between its placeholders.
func (p *Phrases) addSentence(s string) {
	for _, piece := range strings.Split(s, placeholder) {
		if _, behind, inside := strings.Cut(piece, "}}"); inside {
			piece = behind
		}
		p.add(piece)
	}
}

// lettersOf returns the letters of a text as they are compared, each figure as anyFigure, and where each begins in it, if
// that is asked for.
func lettersOf(s string, places bool) (runes []rune, at []int32) {
	runes = make([]rune, 0, utf8.RuneCountInString(s))
	if places {
		at = make([]int32, 0, cap(runes))
	}
	inFigure := false
	for i, r := range s {
		if r < firstIdeograph || r > lastIdeograph {
			r = text.FoldRune(r)
		}
		switch {
		case unicode.IsDigit(r):
			if inFigure {
				continue
			}
			r, inFigure = anyFigure, true
		case inFigure && (r == '.' || r == ',' || unicode.IsSpace(r)):
			continue // within a figure, or between two
		case !unicode.IsLetter(r):
			inFigure = false
			continue
		default:
			r, inFigure = unicode.ToLower(r), false
		}
		if runes = append(runes, r); places {
			at = append(at, int32(i))
		}
	}
	return runes, at
}

// firstIdeograph and lastIdeograph are the bounds of the common ideographs, of which text.FoldRune changes none.
const firstIdeograph, lastIdeograph = '\u4e00', '\u9fff'

// compared reduces a text to what of it is compared: its letters, each figure as anyFigure, without what is left out.
func compared(s string, out leftOut) []rune {
	runes, _ := lettersOf(s, false)
	n := 0
	out.eachOther(runes, func(i int) { runes[n], n = runes[i], n+1 })
	return runes[:n]
}

// eachOther calls a function for each letter of a text that belongs to no set phrase and to no organ's name.
func (o leftOut) eachOther(runes []rune, f func(i int)) {
	for i := 0; i < len(runes); {
		if set := max(o.phrases.longest(runes[i:]), longestName(runes[i:], o.organs)); set > 0 {
			i += set
			continue
		}
		f(i)
		i++
	}
}

// placedText is a text as it was written, with its compared letters and where each of them begins in it.
type placedText struct {
	original string
	runes    []rune
	at       []int32
}

// placed finds where the compared letters of a text begin.
func placed(s string, out leftOut) *placedText {
	t := &placedText{original: s}
	runes, at := lettersOf(s, true)
	out.eachOther(runes, func(i int) { t.runes, t.at = append(t.runes, runes[i]), append(t.at, at[i]) })
	return t
}

// longestName returns the length of the longest name of an organ that a text begins with, or 0.
func longestName(runes []rune, organs [][]rune) (n int) {
	for _, o := range organs {
		if len(o) >= shortestPhrase && len(o) > n && len(o) <= len(runes) && runes[0] == o[0] && slices.Equal(o, runes[:len(o)]) {
			n = len(o)
		}
	}
	return n
}

// passage returns the part of the text as it was written, from one compared character to another, with the mark behind
// it that closes it.
func (t *placedText) passage(from, to int) string {
	begin, end := t.bounds(from, to)
	return t.original[begin:end]
}

// quote returns a passage to be read by itself: what begins within a sentence begins with dots, and with a whole clause
// where one is near.
func (t *placedText) quote(from, to int) string {
	const near = 12 // characters
	begin, end := t.bounds(from, to)
	s := t.original[begin:end]
	before := strings.TrimRight(t.original[:begin], " \u3000\r\t")
	if last, _ := utf8.DecodeLastRuneInString(before); before == "" || strings.ContainsRune("。！？；\n", last) {
		return s
	}
	n := 0
	for i, r := range s {
		if n++; n > near {
			break
		}
		if rest := s[i+utf8.RuneLen(r):]; strings.ContainsRune("。！？；，、：\n", r) && len(rest) > len(s)/2 {
			return "……" + strings.TrimLeft(rest, " \u3000\r\n\t")
		}
	}
	return "……" + s
}

// bounds are where a passage begins and ends in the original; see passage.
func (t *placedText) bounds(from, to int) (begin, end int) {
	end = int(t.at[to-1])
	figure := t.runes[to-1] == anyFigure
	for first := true; end < len(t.original); first = false {
		r, size := utf8.DecodeRuneInString(t.original[end:])
		if !first && !strings.ContainsRune("。！？；”’」』）)》%％", r) && !(figure && (unicode.IsDigit(r) || r == '.' || r == ',')) {
			break
		}
		end += size
	}
	begin = int(t.at[from])
	for begin > 0 {
		r, size := utf8.DecodeLastRuneInString(t.original[:begin])
		if !strings.ContainsRune("（(《“‘「『", r) {
			break
		}
		begin -= size
	}
	return begin, end
}
