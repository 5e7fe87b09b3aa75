package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// part holds the parts that a word may have in a sentence, as bits.
type part uint64

var partBits = func() map[string]part {
	m := map[string]part{}
	for i, name := range model.WordParts {
		m[name] = 1 << i
	}
	return m
}()

func bit(name string) part {
	b, ok := partBits[name]
	if !ok {
		panic("narrative: no part " + name)
	}
	return b
}

var (
	isRequest, isWeakRequest, isDisclosure = bit("requests"), bit("weak_requests"), bit("disclosure")
	isFiller, isLink, isOwn, isNarrow      = bit("fillers"), bit("links"), bit("own"), bit("narrow")
	isWide, isThis, isLast, isPartYear     = bit("wide"), bit("this_year"), bit("last_year"), bit("part_year")
	isParts, isLimit, isTopic, isPublish   = bit("parts"), bit("limits") | bit("asides"), bit("topics"), bit("publish")
	isChannel, isFrame, isShare            = bit("channels"), bit("channel_frames"), bit("shares")
	isUp, isDown, isAgainst                = bit("up"), bit("down"), bit("against")
	isNone, isZero, isPeriod               = bit("none"), bit("zero"), bit("period")
	isAll, isEach, isCumulative            = bit("all"), bit("each"), bit("cumulative")
	isApiece, isAttribute, isRemainder     = bit("apiece"), bit("attributes"), bit("remainder")
)

// kind is a kind of subject, in the order of model.SubjectKinds.
type kind byte

const (
	kRow kind = iota
	kVerb
	kColumn
	kDispute
	kOutcome
	kAct
	kMeasure
	kDecision
	kMoney
	kinds
)

// term is a half of a field id in a sum.
type term struct {
	id    string
	minus bool
}

type sum []term

// subject is what words stand for in one form: alternatives, each a sum of
// halves that the form has.
type subject struct {
	table         string
	kind          kind
	weak, loose   bool
	first, second []sum
}

type claim struct {
	second sum
	is     int64
}

// word is one entry of the lexicon with all its parts.
type word struct {
	parts    part
	level    string // of a word for a whole territory
	subjects []*subject
	bases    [][]sum
	claims   []claim
}

// Years stand in the text, and in words, as single characters.
const (
	lastYear = '\ue000' + iota
	thisYear
	nextYear
	otherYear
)

// node is one of a trie's.
type node struct {
	next map[rune]int32
	word *word
}

type lexicon struct {
	nodes      []node
	units      map[rune][]string // by first rune, the longest first
	counts     map[string]bool
	about      []string
	over       map[rune]bool
	organs     []string
	levels     []string
	simplified map[rune]rune
	money      map[string]bool
	halves     map[string]*halves
	// What the most general words for what came in and was answered stand for, and
	// what a document is made as.
	received, answered, issued []sum
}

// halves are the first and second halves of a table's field ids, and what group
// names stand for.
type halves struct {
	first, second map[string]bool
	groups        map[string]sum
	fields        map[[2]string]*model.Field
}

func halvesOf(f *model.Form) map[string]*halves {
	out := map[string]*halves{}
	for _, t := range f.Tables {
		h := &halves{map[string]bool{}, map[string]bool{}, map[string]sum{}, map[[2]string]*model.Field{}}
		for _, fd := range f.FieldsOf(t) {
			rest := strings.TrimPrefix(fd.ID, t.ID+".")
			a, b, ok := strings.Cut(rest, ".")
			if !ok {
				continue
			}
			h.first[a], h.second[b] = true, true
			h.fields[[2]string{a, b}] = fd
			for n := fd.Row.Parent; n != nil; n = n.Parent {
				if g := h.groups[n.Group]; n.Group != "" && !slices.Contains(g, term{id: a}) {
					h.groups[n.Group] = append(g, term{id: a})
				}
			}
		}
		out[t.ID] = h
	}
	return out
}

// parse reads "a+b-c|d" into alternatives. One that names a half which the form
// does not have is left out.
func (h *halves) parse(s string, known map[string]bool) []sum {
	if s == "" {
		return nil
	}
	var out []sum
	for _, alt := range strings.Split(s, "|") {
		var terms sum
		ok := true
		for alt != "" {
			minus := alt[0] == '-'
			alt = strings.TrimLeft(alt, "+-")
			i := strings.IndexAny(alt, "+-")
			if i < 0 {
				i = len(alt)
			}
			id := alt[:i]
			alt = alt[i:]
			switch g := h.groups[id]; {
			case known[id]:
				terms = append(terms, term{id, minus})
			case len(g) > 0:
				for _, t := range g {
					terms = append(terms, term{t.id, minus})
				}
			default:
				ok = false
			}
		}
		if ok && len(terms) > 0 {
			out = append(out, terms)
		}
	}
	return out
}

// compile makes the lexicon of a form; nil if the form has no vocabulary.
func compile(f *model.Form) *lexicon {
	v := f.Vocabulary
	if v == nil {
		return nil
	}
	l := &lexicon{nodes: []node{{}}, units: map[rune][]string{}, counts: map[string]bool{}, about: v.About, over: map[rune]bool{},
		organs: v.Words["organs"], levels: v.Words["levels"], simplified: map[rune]rune{}, money: map[string]bool{}, halves: halvesOf(f)}
	for _, s := range v.Units {
		r := []rune(s)
		if len(r) > 0 {
			l.units[r[0]] = append(l.units[r[0]], s)
		}
	}
	for _, us := range l.units {
		slices.SortStableFunc(us, func(a, b string) int { return len(b) - len(a) })
	}
	for _, s := range v.Counts {
		l.counts[s] = true
	}
	for _, s := range v.Over {
		for _, r := range s {
			l.over[r] = true
		}
	}
	for _, s := range f.Reading.Money {
		l.money[s] = true
	}
	for a, b := range f.Reading.Simplified {
		if x, y := []rune(a), []rune(b); len(x) == 1 && len(y) == 1 {
			l.simplified[x[0]] = y[0]
		}
	}
	for name, words := range v.Words {
		if name == "levels" || name == "organs" {
			continue
		}
		for _, w := range words {
			l.add(w, func(e *word) { e.parts |= partBits[name] })
		}
	}
	for _, s := range v.Subjects {
		h := l.halves[s.Table]
		sub := &subject{table: s.Table, kind: kind(slices.Index(model.SubjectKinds, s.Kind)), weak: s.Weak, loose: s.Loose, first: h.parse(s.First, h.first), second: h.parse(s.Second, h.second)}
		if s.First != "" && sub.first == nil || s.Second != "" && sub.second == nil {
			continue // of another edition
		}
		for _, w := range s.Words {
			l.add(w, func(e *word) { e.subjects = append(e.subjects, sub) })
		}
	}
	if h := l.halves[tableRequests]; h != nil {
		l.received = h.parse("new|new+carried_in", h.first)
		l.answered = h.parse("result_total|result_total-otherwise|result_total-rejected|result_total-otherwise-rejected", h.first)
		for _, b := range v.Bases {
			for _, w := range b.Words {
				l.add(w, func(e *word) { e.parts |= isShare; e.bases = append(e.bases, h.parse(b.Of, h.first)) })
			}
		}
	}
	if h := l.halves[tableProactive]; h != nil {
		l.issued = h.parse("issued|made", h.second)
	}
	if h := l.halves[tableDisputes]; h != nil {
		for _, c := range v.Claims {
			if alts := h.parse(c.Second, h.second); len(alts) > 0 {
				for _, w := range c.Words {
					l.add(w, func(e *word) { e.claims = append(e.claims, claim{alts[0], int64(c.Is)}) })
				}
			}
		}
	}
	return l
}

var yearWords = strings.NewReplacer("{last}年", string(rune(lastYear)), "{this}年", string(rune(thisYear)), "{next}年", string(rune(nextYear)))

func (l *lexicon) add(text string, with func(*word)) {
	if strings.Contains(text, "{level}") {
		for _, level := range l.levels {
			l.put(strings.ReplaceAll(text, "{level}", level), func(w *word) { with(w); w.level = level })
		}
		return
	}
	l.put(yearWords.Replace(text), with)
}

func (l *lexicon) put(s string, with func(*word)) {
	at := int32(0)
	for _, r := range text.Fold(s) {
		n, ok := l.nodes[at].next[r]
		if !ok {
			n = int32(len(l.nodes))
			l.nodes = append(l.nodes, node{})
			if l.nodes[at].next == nil {
				l.nodes[at].next = map[rune]int32{}
			}
			l.nodes[at].next[r] = n
		}
		at = n
	}
	if l.nodes[at].word == nil {
		l.nodes[at].word = &word{}
	}
	with(l.nodes[at].word)
}

// longest finds the longest word at the beginning of a text.
func (l *lexicon) longest(rs []rune) (*word, int) {
	var best *word
	n := 0
	at := int32(0)
	for i, r := range rs {
		next, ok := l.nodes[at].next[r]
		if !ok {
			break
		}
		at = next
		if w := l.nodes[at].word; w != nil {
			best, n = w, i+1
		}
	}
	return best, n
}
