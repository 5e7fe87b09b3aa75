package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// paragraph is what a sentence takes over from those before it.
type paragraph struct {
	scope      scope          // whose figures were told, if of the whole or of the organ alone
	ctx        string         // the table the last sentence spoke of
	disclosure bool           // the disclosure of information on application was spoken of
	wholes     []model.Number // what was told to have come in or been answered
	lone       numeral        // the only figure of the last sentence
	other      *state         // of the last sentence, if its last figure was another time's or another organ's
}

// state is what is known at a point of a sentence.
type state struct {
	para  *paragraph
	ctx   string // the table spoken of, "topic" for something else, "" for nothing yet
	named bool   // an application under the Regulation was named, here or just before

	sorted  bool // it counts documents by whether they are open
	taken   bool // what it says of time and scope was said in the sentence before
	blocked bool // the last figure was another time's or another organ's

	scope    scope
	year     rune // the year spoken of; 0 for none said
	said     bool // that year was given in figures
	thisSaid bool
	part     bool // a part of the year, or several years

	first   []sum   // the rows last spoken of
	second  []sum   // the kind of applicant of the last figure, if it had one
	dispute []sum   // the disputes last spoken of
	all     [][]sum // every dispute named so far
	queue   []item  // what the next figures are about, one after the other
	act     []sum   // of table 2
	measure []sum
	actSure bool // an act was told with what is counted of it

	behind  bool     // what the last figure counts was said behind it
	inParts bool     // behind 其中
	outer   bool     // the same before the bracket that is open
	of      []sum    // the kind of applicant that was told of in this sentence
	growth  bool     // behind 较上年
	diff    *numeral // the change in numbers that was told
	before  *numeral // last year's figure that was told

	cur   int // the figure growth and shares are about: index in figures, -1 for none
	curM  meaning
	curN  numeral
	whole int // the last figure of what came in
	parts []int
}

// elsewhere reports whether another time or another organ is spoken of.
func (st *state) elsewhere() bool {
	return st.scope == otherScope || st.part || st.year == lastYear || st.year == otherYear
}

// sentence reads the tokens from i to j, which has no stop within.
func (rp *reporter) sentence(i, j int, para *paragraph) {
	st := &state{para: para, ctx: para.ctx, scope: para.scope, cur: -1, whole: -1}
	st.named = para.ctx == tableRequests
	clause, since := i, i
	if o := para.other; o != nil { // "上半年收到70件。其中……"
		st.scope, st.year, st.part, st.taken = o.scope, o.year, o.part, true
	}
	st.sorted = rp.sortsDocuments(i, j)
	rp.begin, rp.carriedIn = i, false
	for _, t := range rp.toks[i:j] {
		for _, s := range t.subjects() {
			rp.carriedIn = rp.carriedIn || s.kind == kRow && len(s.first) == 1 && slices.Equal(s.first[0], sum{{id: "carried_in"}})
		}
	}
	for k := i; k <= j; k++ {
		if k == j || rp.toks[k].kind == tBreak || rp.toks[k].kind == tOpen {
			if k < j {
				switch r := rp.scan.rs[rp.toks[k].start]; {
				case rp.toks[k].kind == tOpen:
					st.outer = st.inParts
				case r == ')':
					st.inParts = st.outer
				}
			}
			rp.claims(clause, k, st)
			clause = k + 1
			continue
		}
		t := rp.toks[k]
		rp.step(k, st)
		if t.kind == tNumber {
			post := k + 1
			for post < j && rp.toks[post].kind != tNumber && rp.toks[post].kind < tBreak {
				post++
			}
			st.behind = false
			rp.number(k, clause, since, post, st)
			since = k + 1
			clause = k + 1
			if st.behind { // "1件予以公开、2件…": what follows is spoken for
				clause = post
			}
		}
	}
	rp.channels(st)
	rp.lists(i, j, para)
	para.scope, para.ctx, para.other = noScope, st.ctx, nil
	if st.blocked {
		para.other = st
	}
	if (st.scope == wideScope || st.scope == narrowScope) && (st.ctx == tableRequests || st.ctx == tableDisputes) {
		para.scope = st.scope
	}
	if st.ctx == "topic" {
		para.ctx = ""
	}
}

// step takes in what a token says about time, scope and topic.
func (rp *reporter) step(k int, st *state) {
	t := rp.toks[k]
	switch t.kind {
	case tYear:
		rp.sayYear(k, rune(t.year), true, st)
		return
	case tSkip:
		st.part = st.part || t.part
		st.taken = st.taken && !t.part
		return
	case tRest:
		text := string(rp.scan.rs[t.start:t.end])
		for _, o := range rp.lex.organs {
			if t.end-t.start > 2 && len(o) < len(text) && hasSuffix(text, o) {
				st.scope = otherScope
			}
		}
		return
	}
	if t.own {
		st.scope = ownScope
	}
	if t.word == nil {
		return
	}
	// 县政府网站 is a place, not whose figures follow.
	named := k+1 < len(rp.toks) && rp.toks[k+1].has(isTopic)
	switch {
	case named && t.parts()&(isWide|isNarrow) != 0:
	case t.has(isOwn):
		st.scope = ownScope
	case t.word.level != "" && t.word.level != rp.level:
		st.scope = otherScope
	case t.has(isWide):
		st.scope = wideScope
	case t.has(isNarrow):
		st.scope, rp.narrow = narrowScope, true
	}
	switch {
	case t.has(isThis):
		rp.sayYear(k, thisYear, false, st)
	case t.has(isLast):
		rp.sayYear(k, lastYear, false, st)
	case t.has(isPartYear):
		st.part, st.taken = true, false
	}
	if t.has(isAgainst) {
		st.growth = true
	}
	if t.has(isParts) {
		st.inParts = true
	}
	switch {
	case t.has(isAttribute):
		st.ctx, st.named, st.sorted = "topic", false, true
	case t.has(isRequest) && st.sorted:
	case t.has(isRequest):
		st.ctx, st.named, st.para.disclosure = tableRequests, true, true
	case t.has(isTopic), t.has(isPublish):
		if len(t.word.subjects) == 0 || t.has(isTopic) {
			st.ctx, st.named = "topic", false
		}
	}
	for _, s := range t.word.subjects {
		if s.kind == kDispute {
			if !slices.ContainsFunc(st.all, func(first []sum) bool { return slices.Equal(first[0], s.first[0]) }) {
				st.all = append(st.all, s.first)
			}
		}
	}
	if t.has(isDisclosure) {
		st.para.disclosure = true
	}
	if t.has(isPublish) && st.ctx == "topic" && rp.actFollows(k) {
		st.ctx = tableProactive
	}
}

// sortsDocuments reports whether the sentence from token i to j counts documents by
// whether they are open: a figure of what was published on its own initiative, and no
// word that something came in or was answered.
func (rp *reporter) sortsDocuments(i, j int) bool {
	published := false
	for k := i; k < j; k++ {
		t := rp.toks[k]
		for _, s := range t.subjects() {
			if s.kind == kVerb {
				return false
			}
		}
		if !t.has(isPublish) || rp.actFollows(k) {
			continue
		}
		for n := k + 1; n < j && rp.toks[n].kind < tBreak && !rp.toks[n].has(isLink); n++ {
			published = published || rp.toks[n].kind == tNumber
		}
	}
	return published
}

// actFollows reports whether an act of table 2 is named before the next figure.
func (rp *reporter) actFollows(k int) bool {
	for k++; k < rp.stop && rp.toks[k].kind < tBreak && rp.toks[k].kind != tNumber; k++ {
		if w := rp.toks[k].word; w != nil {
			for _, s := range w.subjects {
				if s.kind == kAct {
					return true
				}
			}
		}
	}
	return false
}

// sayYear: a year behind 较 or 比 is what is compared with, not what is told.
func (rp *reporter) sayYear(k int, y rune, figures bool, st *state) {
	if st.growth && y != thisYear {
		return
	}
	if st.taken {
		st.part, st.taken = false, false
		if st.scope == otherScope {
			st.scope = noScope
		}
	}
	st.year, st.said = y, figures
	st.thisSaid = st.thisSaid || y == thisYear
	st.growth = false
}

func hasSuffix(text, end string) bool {
	return len(text) >= len(end) && text[len(text)-len(end):] == end
}

// number settles one figure. Its clause begins at token clause, what stands since
// the figure before it at since, and what belongs behind it ends at post.
func (rp *reporter) number(k, clause, since, post int, st *state) {
	num := rp.toks[k].num
	for _, a := range rp.lex.about {
		if k > since && hasSuffix(string(rp.scan.rs[rp.toks[k-1].start:rp.toks[k-1].end]), a) {
			num.about = true
		}
	}
	if num.percent {
		rp.percent(k, since, num, st)
		return
	}
	pre := rp.span(clause, k, st.ctx)
	if st.growth && pre.parts&(isUp|isDown) != 0 || st.growth && rp.bareLast(clause, k) {
		rp.change(k, pre, num, st)
		return
	}
	if pre.subjects > 0 || pre.parts&(isRequest|isWeakRequest) != 0 {
		st.growth = false
	}
	rp.count(k, pre, rp.span(k+1, post, st.ctx), num, st)
}

// bareLast reports whether the figure directly before token k is last year's:
// "较上年的", "比2022年的".
func (rp *reporter) bareLast(clause, k int) bool {
	for i := k - 1; i >= clause; i-- {
		t := rp.toks[i]
		switch {
		case t.kind == tYear && t.year == lastYear, t.has(isLast), t.has(isAgainst):
			return true
		case t.has(isFiller), t.has(isLink):
		default:
			return false
		}
	}
	return false
}

func (rp *reporter) channels(st *state) {
	if st.whole < 0 || len(st.parts) < 2 {
		return
	}
	sum := model.Int(0)
	for _, i := range st.parts {
		sum = sum.Add(rp.figures[i].Number)
	}
	w := rp.figures[st.whole]
	if sum.Sub(w.Number).Sign() <= 0 {
		return
	}
	f := &rp.figures[st.parts[len(st.parts)-1]]
	f.Kind, f.Verdict, f.Table = Part, Disagrees, &w.Number
	f.Number = sum
	f.Message = partsMessage(sum, w)
	rp.notes[st.parts[len(st.parts)-1]].strict = true
}
