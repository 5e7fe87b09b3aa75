package diff

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// Text compares one section's narrative, or a table's note, in both years.
type Text struct {
	Section  *model.Section
	Old, New int // number of sentences
	Same     int // number of New that did not change
	Changes  []Change
}

// Differs reports whether a section's text is not last year's.
func (t *Text) Differs() bool { return len(t.Changes) > 0 }

// ChangeKind says what became of a sentence.
type ChangeKind string

// The kinds. SentenceFigures differ in their figures alone.
const (
	SentenceAdded    ChangeKind = "added"
	SentenceRemoved  ChangeKind = "removed"
	SentenceMoved    ChangeKind = "moved"
	SentenceFigures  ChangeKind = "figures"
	SentenceReworded ChangeKind = "reworded"
)

// Change is one sentence that differs. Changes are in the order of the later text; a removed sentence stands at
// its former place.
type Change struct {
	Kind ChangeKind `json:"kind"`
	Old  string     `json:"from,omitempty"`
	New  string     `json:"to,omitempty"`
}

// diffTexts compares the texts of all sections.
func diffTexts(from, to *model.Report) []Text {
	var out []Text
	for _, s := range to.Form.Sections {
		a, b := from.Texts[s.ID], to.Texts[s.ID]
		if a == "" && b == "" {
			continue
		}
		out = append(out, compareTexts(s, a, b))
	}
	for _, s := range from.Form.Sections {
		if _, ok := to.Form.Section(s.ID); !ok && from.Texts[s.ID] != "" {
			out = append(out, compareTexts(s, from.Texts[s.ID], ""))
		}
	}
	return out
}

// Sentences cuts a text behind full stops, question and exclamation marks, semicolons and line breaks; closing
// quotes and brackets stay with what they close.
func Sentences(text string) []string {
	var out []string
	start := 0
	rs := []rune(text)
	add := func(end int) {
		if s := strings.TrimSpace(string(rs[start:end])); s != "" {
			out = append(out, s)
		}
		start = end
	}
	for i := 0; i < len(rs); i++ {
		if !strings.ContainsRune("。！？；;!?\n", rs[i]) {
			continue
		}
		for i+1 < len(rs) && strings.ContainsRune("”’」』）)》", rs[i+1]) {
			i++
		}
		add(i + 1)
	}
	add(len(rs))
	return out
}

// compareTexts compares the texts of one section.
func compareTexts(sec *model.Section, a, b string) Text {
	old, now := Sentences(a), Sentences(b)
	t := Text{Section: sec, Old: len(old), New: len(now)}
	if a == b {
		t.Same = len(now)
		return t
	}
	toOld, toNew := pairEqual(old, now)
	stays := longestInOrder(toOld)
	pairSimilar(old, now, toOld, toNew)
	at := 0
	removed := func(upTo int) {
		for ; at < upTo; at++ {
			if toNew[at] < 0 {
				t.Changes = append(t.Changes, Change{Kind: SentenceRemoved, Old: old[at]})
			}
		}
	}
	for j, s := range now {
		i := toOld[j]
		switch {
		case i < 0:
			t.Changes = append(t.Changes, Change{Kind: SentenceAdded, New: s})
		case stays[j]:
			removed(i)
			t.Same++
		case text.Bare(old[i]) == text.Bare(s):
			t.Changes = append(t.Changes, Change{SentenceMoved, old[i], s})
		case withoutFigures(old[i]) == withoutFigures(s):
			t.Changes = append(t.Changes, Change{SentenceFigures, old[i], s})
		default:
			t.Changes = append(t.Changes, Change{SentenceReworded, old[i], s})
		}
	}
	removed(len(old))
	return t
}

// pairEqual pairs equal sentences: the first of several with the first, the second with the second. It returns
// the index of the partner of each new and each old sentence; -1 for none.
func pairEqual(old, now []string) (toOld, toNew []int) {
	toOld, toNew = make([]int, len(now)), make([]int, len(old))
	where := map[string][]int{}
	for i, s := range old {
		toNew[i] = -1
		k := text.Bare(s)
		where[k] = append(where[k], i)
	}
	for j, s := range now {
		toOld[j] = -1
		k := text.Bare(s)
		if is := where[k]; len(is) > 0 {
			toOld[j], toNew[is[0]] = is[0], j
			where[k] = is[1:]
		}
	}
	return toOld, toNew
}

// longestInOrder marks the longest run of pairs whose order did not change; the others were moved.
func longestInOrder(toOld []int) []bool {
	stays := make([]bool, len(toOld))
	var tails []int // of the best run of each length, the index of its last pair
	before := make([]int, len(toOld))
	for j, i := range toOld {
		if i < 0 {
			continue
		}
		n, _ := slices.BinarySearchFunc(tails, i, func(k, i int) int { return toOld[k] - i })
		before[j] = -1
		if n > 0 {
			before[j] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, j)
		} else {
			tails[n] = j
		}
	}
	if len(tails) > 0 {
		for j := tails[len(tails)-1]; j >= 0; j = before[j] {
			stays[j] = true
		}
	}
	return stays
}

const (
	minSimilarity = 0.5        // least share of two sentences that must agree to be one reworded
	maxWork       = 20_000_000 // characters compared; beyond, texts are too different to pair
)

// pairSimilar pairs the sentences that are left if they agree for the most part, the most similar first.
// Figures do not count.
func pairSimilar(old, now []string, toOld, toNew []int) {
	var is, js []int
	for i, j := range toNew {
		if j < 0 {
			is = append(is, i)
		}
	}
	for j, i := range toOld {
		if i < 0 {
			js = append(js, j)
		}
	}
	work := 0
	for _, i := range is {
		work += len(js) * len(old[i])
	}
	for _, j := range js {
		work += len(is) * len(now[j])
	}
	if len(is)*len(js) == 0 || work > maxWork {
		return
	}
	type pair struct {
		i, j  int
		score float64
	}
	a, b := make([]grams, len(is)), make([]grams, len(js))
	for k, i := range is {
		a[k] = gramsOf(old[i])
	}
	for k, j := range js {
		b[k] = gramsOf(now[j])
	}
	var ps []pair
	for x, i := range is {
		for y, j := range js {
			if s := a[x].similarity(b[y]); s >= minSimilarity {
				ps = append(ps, pair{i, j, s})
			}
		}
	}
	sorting.By(ps, func(p, q pair) int { return cmp.Compare(q.score, p.score) })
	for _, p := range ps {
		if toNew[p.i] < 0 && toOld[p.j] < 0 {
			toNew[p.i], toOld[p.j] = p.j, p.i
		}
	}
}

// grams are the pairs of neighbouring characters of a sentence, sorted. A figure counts as one character.
type grams []uint64

// gramsOf returns the grams of a sentence.
func gramsOf(s string) grams {
	var g grams
	var last rune
	for _, r := range withoutFigures(s) {
		if last != 0 {
			g = append(g, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(g)
	return g
}

// similarity returns the share of grams that two sentences have in common, from 0 to 1.
func (g grams) similarity(h grams) float64 {
	if len(g)+len(h) == 0 {
		return 0
	}
	n, i, j := 0, 0, 0
	for i < len(g) && j < len(h) {
		switch {
		case g[i] == h[j]:
			n, i, j = n+1, i+1, j+1
		case g[i] < h[j]:
			i++
		default:
			j++
		}
	}
	return float64(2*n) / float64(len(g)+len(h))
}

// withoutFigures replaces every figure of a sentence by one character.
func withoutFigures(s string) string {
	var b strings.Builder
	digits := false
	for _, r := range text.Bare(s) {
		if unicode.IsDigit(r) || digits && (r == '.' || r == ',' || r == '%') {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}
