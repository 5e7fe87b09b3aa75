package narrative

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// partSet is a set of the parts that a word may have in a sentence (model.WordParts), one bit each.
type partSet uint64

// bit returns the bit of a part. It panics if there is no such part.
func bit(name string) partSet {
	i := slices.Index(model.WordParts, name)
	if i < 0 {
		panic("narrative: no part " + name)
	}
	return 1 << i
}

// The parts of words, as bits. Their meaning is described where vocabulary.yaml lists the words.
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
	isPunctual, isNegation, isSum          = bit("punctual"), bit("negations"), bit("sums")
	isProcessingFee, isGround              = bit("processing_fee"), bit("grounds")
)

// subjectKind is the kind of a subject. The order is that of model.SubjectKinds.
type subjectKind byte

const (
	kRow subjectKind = iota
	kVerb
	kColumn
	kDispute
	kOutcome
	kAct
	kMeasure
	kDecision
	kMoney
	subjectKinds
)

// idTerm is a half of a field id in a sum, added or subtracted.
type idTerm struct {
	id    string
	minus bool
}

// idSum is a sum of rows, or of columns, each added or subtracted.
type idSum []idTerm

// subject is what words stand for in one form: alternatives, each a sum of halves that the form has.
type subject struct {
	table         string
	kind          subjectKind
	weak, loose   bool
	first, second []idSum
}

// claim is what words say without a figure: that some cells are 0. A nil first stands for the disputes named before,
// a nil second for totals.
type claim struct {
	table         string
	first, second idSum
	rate          bool // only behind it a percentage of 100 makes it a claim
}

// word is one entry of the lexicon: all that a word may mean.
type word struct {
	parts    partSet
	level    string // level of government, of a word for a whole territory
	subjects []*subject
	bases    [][]idSum
	claims   []claim
}

// Years in a text and in the words are single characters of a private range.
const (
	lastYear = '\ue000' + iota
	thisYear
	nextYear
	otherYear
)

// lexicon is the vocabulary of a form as it is used in reading.
type lexicon struct {
	tree  *wordTree
	units map[rune][]string // by first rune, the longest first
	words *model.Vocabulary
	money []string
	// factors are the units of money in the smallest of them.
	factors map[string]model.Number
	over    string // characters
	spans   string // characters between the first and the last of a span of years
	// What makes a number no count, as characters; see model.Vocabulary.
	noCountAfter, noCountBefore string
	organs                      []string
	organEnds                   [][]rune // organs, as characters
	levels                      []string
	simplified                  map[rune]rune
	ids                         map[string]*idParts
	// received and answered are what the most general words for what came in and what was answered stand for,
	// issued what documents are counted as; results and columns are all results and all kinds of applicants.
	received, answered, issued, results, columns []idSum
}

// idParts are the row parts and the column parts of a table's field ids, and what group names stand for.
type idParts struct {
	first, second map[string]bool
	groups        map[string]idSum
	fields        map[[2]string]*model.Field
}

// idPartsOf returns the parts of the field ids of each table.
func idPartsOf(f *model.Form) map[string]*idParts {
	out := map[string]*idParts{}
	for _, t := range f.Tables {
		parts := &idParts{map[string]bool{}, map[string]bool{}, map[string]idSum{}, map[[2]string]*model.Field{}}
		for _, fd := range f.FieldsOf(t) {
			a, b, ok := strings.Cut(strings.TrimPrefix(fd.ID, t.ID+"."), ".")
			if !ok {
				continue
			}
			parts.first[a], parts.second[b] = true, true
			parts.fields[[2]string{a, b}] = fd
			for n := fd.Row.Parent; n != nil; n = n.Parent {
				if g := parts.groups[n.Group]; n.Group != "" && !slices.Contains(g, idTerm{id: a}) {
					parts.groups[n.Group] = append(g, idTerm{id: a})
				}
			}
		}
		out[t.ID] = parts
	}
	return out
}

// parse reads alternatives such as "a+b-c|d". An alternative with an id that the form does not have is left out.
func (parts *idParts) parse(s string, known map[string]bool) []idSum {
	if s == "" {
		return nil
	}
	var out []idSum
	for _, alt := range strings.Split(s, "|") {
		var terms idSum
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
			switch g := parts.groups[id]; {
			case known[id]:
				terms = append(terms, idTerm{id, minus})
			case len(g) > 0:
				for _, t := range g {
					terms = append(terms, idTerm{t.id, minus})
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
	l := &lexicon{tree: newWordTree(), units: map[rune][]string{}, words: v, money: f.Reading.Money, factors: f.Merging.Money, over: strings.Join(v.Over, ""), spans: strings.Join(v.Spans, ""),
		noCountAfter: strings.Join(v.NoCountAfter, ""), noCountBefore: strings.Join(v.NoCountBefore, ""),
		organs: v.Words["organs"], levels: v.Words["levels"], simplified: map[rune]rune{}, ids: idPartsOf(f)}
	units := slices.Clone(v.Units)
	sorting.By(units, func(a, b string) int { return len(b) - len(a) })
	for _, s := range units {
		r, _ := utf8.DecodeRuneInString(s)
		l.units[r] = append(l.units[r], s)
	}
	for a, b := range f.Reading.Simplified {
		if x, y := []rune(a), []rune(b); len(x) == 1 && len(y) == 1 {
			l.simplified[x[0]] = y[0]
		}
	}
	for _, o := range l.organs {
		l.organEnds = append(l.organEnds, []rune(o))
	}
	for name, words := range v.Words {
		if name == "levels" || name == "organs" {
			continue
		}
		for _, w := range words {
			l.add(w, func(e *word) { e.parts |= bit(name) })
		}
	}
	for _, s := range v.Subjects {
		parts := l.ids[s.Table]
		sub := &subject{table: s.Table, kind: subjectKind(slices.Index(model.SubjectKinds, s.Kind)), weak: s.Weak, loose: s.Loose, first: parts.parse(s.First, parts.first), second: parts.parse(s.Second, parts.second)}
		if s.First != "" && sub.first == nil || s.Second != "" && sub.second == nil {
			continue // of another edition
		}
		for _, w := range s.Words {
			l.add(w, func(e *word) { e.subjects = append(e.subjects, sub) })
		}
	}
	if parts := l.ids[tableRequests]; parts != nil {
		l.received = parts.parse("new|new+carried_in", parts.first)
		l.results = parts.parse("granted+partial+denied+unavailable+rejected+otherwise", parts.first)
		l.columns = parts.parse("natural_person+business+research+welfare+legal_service+other", parts.second)
		l.answered = parts.parse("result_total|result_total-otherwise|result_total-rejected|result_total-otherwise-rejected", parts.first)
		for _, b := range v.Bases {
			for _, w := range b.Words {
				l.add(w, func(e *word) { e.parts |= isShare; e.bases = append(e.bases, parts.parse(b.Of, parts.first)) })
			}
		}
	}
	if parts := l.ids[tableProactive]; parts != nil {
		l.issued = parts.parse("issued|made", parts.second)
	}
	for _, c := range v.Claims {
		parts := l.ids[c.Table]
		one := claim{table: c.Table, rate: c.Rate}
		if first := parts.parse(c.First, parts.first); len(first) > 0 {
			one.first = first[0]
		}
		if second := parts.parse(c.Second, parts.second); len(second) > 0 {
			one.second = second[0]
		}
		if c.First != "" && one.first == nil || c.Second != "" && one.second == nil {
			continue // of another edition
		}
		for _, w := range c.Words {
			l.add(w, func(e *word) { e.claims = append(e.claims, one) })
		}
	}
	return l
}

// yearWords replaces the names of years in a word by their characters.
var yearWords = strings.NewReplacer("{last}年", string(rune(lastYear)), "{this}年", string(rune(thisYear)), "{next}年", string(rune(nextYear)))

// add lets a function change the entry of a word, or of one word for each level of government.
func (l *lexicon) add(text string, with func(*word)) {
	if strings.Contains(text, "{level}") {
		for _, level := range l.levels {
			l.insert(strings.ReplaceAll(text, "{level}", level), func(w *word) { with(w); w.level = level })
		}
		return
	}
	l.insert(yearWords.Replace(text), with)
}

// insert lets a function change the entry of one word, which is made if needed.
func (l *lexicon) insert(s string, with func(*word)) { with(l.tree.entry(text.Fold(s))) }
