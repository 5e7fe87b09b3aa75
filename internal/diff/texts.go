package diff

import (
	"slices"
	"strings"
	"unicode"

	txt "github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// Text is one section's narrative, or a table's note, in both years.
type Text struct {
	Section  *model.Section
	Old, New int // sentences
	Same     int // of New, those that stand as they did
	Changes  []Change
}

// Differs reports whether a section's text is not last year's.
func (t *Text) Differs() bool { return len(t.Changes) > 0 }

// ChangeKind is what became of a sentence.
type ChangeKind string

// The kinds. A sentence whose figures alone differ is told from one that was
// reworded.
const (
	SentenceAdded    ChangeKind = "added"
	SentenceRemoved  ChangeKind = "removed"
	SentenceMoved    ChangeKind = "moved"
	SentenceFigures  ChangeKind = "figures"
	SentenceReworded ChangeKind = "reworded"
)

// Change is one sentence that differs, in the order of the later text; what was
// removed stands where it was.
type Change struct {
	Kind     ChangeKind
	Old, New string
}

func texts(from, to *model.Report) []Text {
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

// Sentences cuts a text behind full stops, question and exclamation marks,
// semicolons and line breaks; closing quotes and brackets stay with what they
// close.
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

func compareTexts(sec *model.Section, a, b string) Text {
	old, now := Sentences(a), Sentences(b)
	t := Text{Section: sec, Old: len(old), New: len(now)}
	if a == b {
		t.Same = len(now)
		return t
	}
	toOld, toNew := pairUp(old, now)
	stays := inOrder(toOld)
	similar(old, now, toOld, toNew)
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
		case txt.Bare(old[i]) == txt.Bare(s):
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

// pairUp pairs the first of several equal sentences with the first, the second
// with the second; -1 is a sentence without a pair.
func pairUp(old, now []string) (toOld, toNew []int) {
	toOld, toNew = make([]int, len(now)), make([]int, len(old))
	where := map[string][]int{}
	for i, s := range old {
		toNew[i] = -1
		k := txt.Bare(s)
		where[k] = append(where[k], i)
	}
	for j, s := range now {
		toOld[j] = -1
		k := txt.Bare(s)
		if is := where[k]; len(is) > 0 {
			toOld[j], toNew[is[0]] = is[0], j
			where[k] = is[1:]
		}
	}
	return toOld, toNew
}

// inOrder marks the longest run of pairs that did not change their order: the
// others were moved.
func inOrder(toOld []int) []bool {
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
	alike   = 0.5        // how much of two sentences must agree to be one reworded
	maxWork = 20_000_000 // characters held against each other; beyond, texts are too different to tell
)

// similar pairs what is left: sentences that differ in their figures only, then
// those that agree for the most part, the most alike first.
func similar(old, now []string, toOld, toNew []int) {
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
			if s := a[x].alike(b[y]); s >= alike {
				ps = append(ps, pair{i, j, s})
			}
		}
	}
	slices.SortStableFunc(ps, func(p, q pair) int {
		switch {
		case p.score > q.score:
			return -1
		case p.score < q.score:
			return 1
		}
		return 0
	})
	for _, p := range ps {
		if toNew[p.i] < 0 && toOld[p.j] < 0 {
			toNew[p.i], toOld[p.j] = p.j, p.i
		}
	}
}

// grams are the pairs of neighbouring characters of a sentence, sorted; figures
// count as one character.
type grams []uint64

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

// alike is the share of pairs two sentences have in common.
func (g grams) alike(h grams) float64 {
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

// withoutFigures puts one character in the place of every figure.
func withoutFigures(s string) string {
	var b strings.Builder
	digits := false
	for _, r := range txt.Bare(s) {
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
