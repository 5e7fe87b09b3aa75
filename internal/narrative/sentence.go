package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// paragraph is what a sentence takes over from those before it in its paragraph.
type paragraph struct {
	scope       scope          // whose figures were told, if of the whole territory or of the office
	table       string         // the table that the last sentence spoke of
	disclosure  bool           // disclosure on application was spoken of
	wholes      []model.Number // numbers of what came in or was answered
	loneNumeral numeral        // the only number of the last sentence
	elsewhere   *state         // state of the last sentence, if its last figure was about another year or organ
}

// state is what is known at a point of a sentence.
type state struct {
	para         *paragraph
	table        string // table that the sentence speaks of, "topic" for something outside the tables, "" for none yet
	requestNamed bool   // an application under the Regulation was named, here or just before

	requestInSentence bool // it was named in this sentence
	countsDocuments   bool // the sentence counts documents by whether they are open
	inherited         bool // time and organ are those of the sentence before
	lastIsElsewhere   bool // the last figure was about another year or organ

	scope          scope
	year           rune // the year spoken of; 0 if none was named
	yearStated     bool // that year was given in digits
	thisYearStated bool // this year was named
	partOfYear     bool // a part of the year, or several years

	first         []idSum   // rows last spoken of
	second        []idSum   // kind of applicant of the last figure, if it had one
	dispute       []idSum   // disputes last spoken of
	disputesNamed [][]idSum // disputes named so far of which no outcome was told
	disputesTold  [][]idSum // disputes of which an outcome was told last
	pendingItems  []item    // what the next figures are about, one after the other
	act           []idSum   // of the table of proactive disclosure
	measure       []idSum
	actStated     bool // an act was named with what is counted of it

	subjectFollowed bool // the words for what the last figure counts stand behind it
	inParts         bool // behind 其中
	disputesCounted bool // a figure of disputes agreed, which shows that those about disclosure are meant
	brackets        []bracket
	outer           int       // the clause that the bracket before interrupted; -1 for none
	decisions       bool      // decisions of the table of proactive disclosure were counted
	figures         int       // number of figures so far
	plain           bool      // nothing unknown was said so far, and nothing that is not in the tables
	partsListed     bool      // behind 其中 and no semicolon
	summands        []meaning // of the figures so far that agree, for their sum
	applicant       []idSum   // kind of applicant that this sentence has named
	growth          bool      // behind 较上年
	change          *numeral  // change in numbers that was told
	lastYearNumeral *numeral  // last year's figure that was told

	lastFigure  int // index of the figure that a following percentage or change refers to; -1 for none
	lastMeaning meaning
	lastNumeral numeral
	wholeFigure int   // index of the last figure of what came in; -1 for none
	partFigures []int // indexes of the figures of channels behind it
}

// elsewhere reports whether another time or another organ is spoken of.
func (st *state) elsewhere() bool {
	return st.scope == otherScope || st.partOfYear || st.year == lastYear || st.year == otherYear
}

// bracket is what is known where a bracket opens. It holds again behind the bracket, and the clause goes on.
type bracket struct {
	open, clause    int // tokens: the bracket, and the clause that it stands in
	lastFigure      int
	lastMeaning     meaning
	lastNumeral     numeral
	first, second   []idSum
	dispute         []idSum
	inParts, growth bool
	partsListed     bool
	scope           scope
	year            rune
	partOfYear      bool
}

// maxBrackets is the largest number of brackets within each other that are told apart.
const maxBrackets = 8

// open keeps what is known at the bracket in token k.
func (st *state) open(k, clause int) {
	if st.outer >= 0 && clause == k {
		clause = st.outer // a second bracket behind the first
	}
	if len(st.brackets) < maxBrackets {
		st.brackets = append(st.brackets, bracket{k, clause, st.lastFigure, st.lastMeaning, st.lastNumeral, st.first, st.second, st.dispute,
			st.inParts, st.growth, st.partsListed, st.scope, st.year, st.partOfYear})
	}
}

// close takes back what is known to where the bracket opened that token k closes.
func (tr *textReader) close(k int, st *state) {
	n := len(st.brackets)
	if n == 0 {
		return
	}
	b := st.brackets[n-1]
	st.brackets = st.brackets[:n-1]
	tr.tokens[b.open].close = k
	st.outer = b.clause
	st.lastFigure, st.lastMeaning, st.lastNumeral = b.lastFigure, b.lastMeaning, b.lastNumeral
	st.first, st.second, st.dispute = b.first, b.second, b.dispute
	st.inParts, st.growth, st.partsListed, st.scope, st.year, st.partOfYear = b.inParts, b.growth, b.partsListed, b.scope, b.year, b.partOfYear
}

// readSentence reads the tokens from i to j, which have no stop within.
func (tr *textReader) readSentence(i, j int, para *paragraph) {
	st := &state{para: para, table: para.table, scope: para.scope, lastFigure: -1, wholeFigure: -1, outer: -1, plain: true}
	st.requestNamed = para.table == tableRequests
	clause, since := i, i
	if o := para.elsewhere; o != nil { // "上半年收到70件。其中……"
		st.scope, st.year, st.partOfYear, st.inherited = o.scope, o.year, o.partOfYear, true
	}
	st.countsDocuments = tr.countsDocuments(i, j)
	tr.sentenceStart = i
	tr.findCarried(i, j)
	tr.forgetGrounds(i, j)
	for k := i; k <= j; k++ {
		if k == j || tr.tokens[k].kind == tBreak || tr.tokens[k].kind == tOpen {
			tr.judgeClaims(clause, k, st)
			tr.announceDisputes(clause, k, st)
			if k < j {
				switch r := tr.scanner.runes[tr.tokens[k].start]; r {
				case '(':
					st.open(k, clause)
					st.outer = -1
				case ')':
					st.outer = -1
					tr.close(k, st)
				case ';':
					st.outer, st.partsListed = -1, false
				default:
					st.outer = -1
				}
			}
			clause = k + 1
			continue
		}
		t := tr.tokens[k]
		tr.step(k, st)
		if t.kind == tNumber {
			post := k + 1
			for post < j && tr.tokens[post].kind != tNumber && tr.tokens[post].kind < tBreak {
				post++
			}
			st.subjectFollowed = false
			tr.judgeNumber(k, clause, since, post, st)
			since, clause, st.outer = k+1, k+1, -1
			if st.subjectFollowed { // "1件予以公开、2件…": what stands behind it belongs to it
				clause = post
			}
		}
	}
	tr.judgeChannels(st)
	tr.judgeLists(i, j, para)
	para.scope, para.table, para.elsewhere = noScope, st.table, nil
	if st.lastIsElsewhere {
		para.elsewhere = st
	}
	if (st.scope == wideScope || st.scope == narrowScope) && (st.table == tableRequests || st.table == tableDisputes) {
		para.scope = st.scope
	}
	if st.table == "topic" {
		para.table = ""
	}
}

// findCarried finds what the sentence from token i to j says of what was carried from year to year.
func (tr *textReader) findCarried(i, j int) {
	tr.carriedIn, tr.carriedOut, tr.carriedInApart = false, false, -1
	tr.visited += j - i
	parts, fresh := false, false
	for k := i; k < j; k++ {
		t := &tr.tokens[k]
		parts = parts || t.has(isParts) || t.kind == tOpen
		for _, s := range t.subjects() {
			if s.kind != kRow || len(s.first) != 1 || len(s.first[0]) != 1 {
				continue
			}
			switch s.first[0][0].id {
			case "carried_in":
				if tr.carriedIn = true; !parts && !fresh {
					tr.carriedInApart = k
				}
			case "carried_out":
				tr.carriedOut = true
			case "new":
				fresh = true
			}
		}
	}
	if fresh { // "受理160件，新收156件，上年结转4件" tells both, and their sum
		tr.carriedInApart = -1
	}
}

// forgetGrounds makes words for what an application was besides, in front of a result of it, tell nothing of their
// own in the sentence from token i to j: "属信访、重复申请等不予处理的".
func (tr *textReader) forgetGrounds(i, j int) {
	open, more := -1, false // the first of such words, if nothing else stands between it and the token at hand, and whether 等 does
	for k := i; k < j; k++ {
		t := &tr.tokens[k]
		tr.visited++
		switch {
		case t.has(isGround):
			if more = false; open < 0 || k-open > 12 {
				open = k
			}
		case open < 0:
		case slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.kind == kRow && s.table == tableRequests && !s.weak }):
			for i := open; more && i < k; i++ {
				if tr.tokens[i].has(isGround) {
					tr.tokens[i].word = nil
				}
			}
			if more {
				open = -1
			}
		case t.kind != tWord || t.word != nil && !t.has(isLink|isFiller|isWeakRequest):
			open = -1
		default:
			more = more || tr.scanner.runes[t.start] == '等'
		}
	}
}

// step takes over what a token says about time, scope and topic.
func (tr *textReader) step(k int, st *state) {
	t := tr.tokens[k]
	switch t.kind {
	case tYear:
		if tr.endsSpan(k) { // "2021年至2023年"
			st.partOfYear, st.inherited = true, false
		}
		tr.setYear(k, rune(t.year), true, st)
		return
	case tIgnored:
		st.partOfYear = st.partOfYear || t.partOfYear
		st.inherited = st.inherited && !t.partOfYear
		return
	case tUnknown:
		st.plain = false
		if k+1 < len(tr.tokens) && tr.tokens[k+1].has(isTopic|isChannel) {
			return // a place: 教育局网站
		}
		if tr.endsAsOrgan(t) {
			st.scope = otherScope
		}
		return
	}
	if t.own {
		st.scope = ownScope
	}
	if t.word == nil {
		return
	}
	tr.stepScope(k, st)
	switch {
	case t.has(isThis):
		tr.setYear(k, thisYear, false, st)
	case t.has(isLast):
		tr.setYear(k, lastYear, false, st)
	case t.has(isPartYear):
		st.partOfYear, st.inherited = true, false
	}
	st.plain = st.plain && !t.has(isTopic|isLimit)
	st.growth = st.growth || t.has(isAgainst)
	if t.has(isParts) {
		st.inParts, st.partsListed = true, true
	}
	tr.stepTopic(k, st)
}

// endsAsOrgan reports whether unknown characters end as the name of an organ does.
func (tr *textReader) endsAsOrgan(t token) bool {
	n := t.end - t.start
	return n > 2 && slices.ContainsFunc(tr.lex.organEnds, func(o []rune) bool {
		return len(o) < n && slices.Equal(tr.scanner.runes[t.end-len(o):t.end], o)
	})
}

// stepScope takes over whose figures follow.
func (tr *textReader) stepScope(k int, st *state) {
	t := tr.tokens[k]
	// 县政府网站 is a place, not whose figures follow.
	named := k+1 < len(tr.tokens) && tr.tokens[k+1].has(isTopic)
	switch {
	case named && t.has(isWide|isNarrow):
	case t.has(isOwn):
		st.scope = ownScope
	case t.word.level != "" && t.word.level != tr.organLevel:
		st.scope = otherScope
	case t.has(isWide):
		st.scope = wideScope
	case t.has(isNarrow):
		st.scope, tr.officeNamed = narrowScope, true
	}
}

// stepTopic takes over the table that is spoken of, and the disputes that are named.
func (tr *textReader) stepTopic(k int, st *state) {
	t := tr.tokens[k]
	switch {
	case t.has(isAttribute):
		st.table, st.requestNamed, st.countsDocuments = "topic", false, true
	case t.has(isRequest) && st.countsDocuments:
	case t.has(isRequest):
		st.table, st.requestNamed, st.para.disclosure, st.requestInSentence = tableRequests, true, true, true
	case t.has(isTopic), t.has(isPublish):
		if len(t.word.subjects) == 0 || t.has(isTopic) {
			st.table, st.requestNamed = "topic", false
		}
	}
	for _, s := range t.word.subjects {
		if s.kind == kDispute && !slices.ContainsFunc(st.disputesNamed, func(first []idSum) bool { return slices.Equal(first[0], s.first[0]) }) {
			st.disputesNamed = append(st.disputesNamed, s.first)
		}
	}
	st.para.disclosure = st.para.disclosure || t.has(isDisclosure)
	if t.has(isPublish) && st.table == "topic" && tr.actFollows(k) {
		st.table = tableProactive
	}
}

// endsSpan reports whether the year in token k ends a span of years.
func (tr *textReader) endsSpan(k int) bool {
	if k-2 < tr.sentenceStart || tr.tokens[k-2].kind != tYear || tr.tokens[k-1].end-tr.tokens[k-1].start != 1 {
		return false
	}
	return strings.ContainsRune(tr.lex.spans, tr.scanner.runes[tr.tokens[k-1].start])
}

// countsDocuments reports whether the sentence from token i to j counts documents by whether they are open: a
// figure of what was published on its own initiative, and no word that something came in or was answered.
func (tr *textReader) countsDocuments(i, j int) bool {
	tr.visited += j - i
	published, open := false, false
	for k := i; k < j; k++ {
		t := tr.tokens[k]
		if slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.kind == kVerb }) {
			return false
		}
		switch {
		case t.kind == tNumber:
			published = published || open
		case t.kind >= tBreak || t.has(isLink):
			open = false
		}
		open = open || t.has(isPublish) && !tr.actFollows(k)
	}
	return published
}

// actFollows reports whether an act of the table of proactive disclosure is named before the next figure.
func (tr *textReader) actFollows(k int) bool {
	if k >= tr.act.from && k < tr.act.to {
		return tr.act.found
	}
	at, found := k+1, false
	for ; at < tr.sentenceEnd && tr.tokens[at].kind < tBreak && tr.tokens[at].kind != tNumber && !found; at++ {
		tr.visited++
		found = slices.ContainsFunc(tr.tokens[at].subjects(), func(s *subject) bool { return s.kind == kAct })
	}
	if found {
		at--
	}
	tr.act.from, tr.act.to, tr.act.found = k, at, found
	return found
}

// setYear takes a year that was named. A year behind 较 or 比 is what is compared with and does not count.
func (tr *textReader) setYear(k int, y rune, figures bool, st *state) {
	if st.growth && y != thisYear {
		return
	}
	if st.inherited {
		st.partOfYear, st.inherited = false, false
		if st.scope == otherScope {
			st.scope = noScope
		}
	}
	st.year, st.yearStated = y, figures
	st.thisYearStated = st.thisYearStated || y == thisYear
	st.growth = false
}

// judgeNumber judges one figure. Its clause begins at token clause, what stands since the figure before it at
// since, and what belongs behind it ends at post.
func (tr *textReader) judgeNumber(k, clause, since, post int, st *state) {
	num := *tr.tokens[k].num
	st.figures++
	for _, a := range tr.lex.words.About {
		if k > since && strings.HasSuffix(string(tr.scanner.runes[tr.tokens[k-1].start:tr.tokens[k-1].end]), a) {
			num.about = true
		}
	}
	if num.percent {
		if !num.value.Equal(model.Int(100)) || !tr.judgeRate(k, clause, since, st) {
			tr.judgePercent(k, since, num, st)
		}
		return
	}
	pre := tr.spanOf(clause, k, st.table)
	if st.outer >= 0 && pre.subjects == 0 && pre.unknown == 0 {
		pre = tr.spanOf(st.outer, k, st.table) // the clause that a bracket interrupted
	}
	if st.growth && pre.parts&(isUp|isDown) != 0 || st.growth && tr.namesLastYear(clause, k) {
		tr.judgeChange(k, pre, num, st)
		return
	}
	if pre.subjects > 0 || pre.parts&(isRequest|isWeakRequest) != 0 {
		st.growth = false
	}
	tr.judgeCount(k, pre, tr.spanOf(k+1, post, st.table), num, st)
}

// namesLastYear reports whether the figure directly before token k is last year's: "较上年的", "比2022年的".
func (tr *textReader) namesLastYear(clause, k int) bool {
	for i := k - 1; i >= clause; i-- {
		tr.visited++
		t := tr.tokens[i]
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

// judgeChannels judges whether the figures of the ways in which requests came in sum to more than all of them.
func (tr *textReader) judgeChannels(st *state) {
	if st.wholeFigure < 0 || len(st.partFigures) < 2 {
		return
	}
	sum := model.Int(0)
	for _, i := range st.partFigures {
		sum = sum.Add(tr.figures[i].Number)
	}
	w := tr.figures[st.wholeFigure]
	if sum.Cmp(w.Number) <= 0 {
		return
	}
	f := &tr.figures[st.partFigures[len(st.partFigures)-1]]
	f.Kind, f.Verdict, f.Table, f.Number = Part, Disagrees, &w.Number, sum
	f.Message = msg.F("所列各项之和为 %s，多于总数 %s", "the parts listed sum to %s, more than the whole of %s", sum, w.Number)
	tr.infos[st.partFigures[len(st.partFigures)-1]].strict = true
}
