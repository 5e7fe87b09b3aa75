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

	countsDocuments bool // the sentence counts documents by whether they are open
	inherited       bool // time and organ are those of the sentence before
	lastIsElsewhere bool // the last figure was about another year or organ

	scope          scope
	year           rune // the year spoken of; 0 if none was named
	yearStated     bool // that year was given in digits
	thisYearStated bool // this year was named
	partOfYear     bool // a part of the year, or several years

	first         []idSum   // rows last spoken of
	second        []idSum   // kind of applicant of the last figure, if it had one
	dispute       []idSum   // disputes last spoken of
	disputesNamed [][]idSum // every dispute named so far
	pendingItems  []item    // what the next figures are about, one after the other
	act           []idSum   // of the table of proactive disclosure
	measure       []idSum
	actStated     bool // an act was named with what is counted of it

	subjectFollowed bool     // the words for what the last figure counts stand behind it
	inParts         bool     // behind 其中
	inPartsOutside  bool     // inParts before the bracket that is open now
	applicant       []idSum  // kind of applicant that this sentence has named
	growth          bool     // behind 较上年
	change          *numeral // change in numbers that was told
	lastYearNumeral *numeral // last year's figure that was told

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

// readSentence reads the tokens from i to j, which have no stop within.
func (tr *textReader) readSentence(i, j int, para *paragraph) {
	st := &state{para: para, table: para.table, scope: para.scope, lastFigure: -1, wholeFigure: -1}
	st.requestNamed = para.table == tableRequests
	clause, since := i, i
	if o := para.elsewhere; o != nil { // "上半年收到70件。其中……"
		st.scope, st.year, st.partOfYear, st.inherited = o.scope, o.year, o.partOfYear, true
	}
	st.countsDocuments = tr.countsDocuments(i, j)
	tr.sentenceStart, tr.carriedIn = i, false
	for _, t := range tr.tokens[i:j] {
		for _, s := range t.subjects() {
			tr.carriedIn = tr.carriedIn || s.kind == kRow && len(s.first) == 1 && slices.Equal(s.first[0], idSum{{id: "carried_in"}})
		}
	}
	for k := i; k <= j; k++ {
		if k == j || tr.tokens[k].kind == tBreak || tr.tokens[k].kind == tOpen {
			if k < j {
				switch r := tr.scanner.runes[tr.tokens[k].start]; {
				case tr.tokens[k].kind == tOpen:
					st.inPartsOutside = st.inParts
				case r == ')':
					st.inParts = st.inPartsOutside
				}
			}
			tr.judgeClaims(clause, k, st)
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
			since, clause = k+1, k+1
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

// step takes over what a token says about time, scope and topic.
func (tr *textReader) step(k int, st *state) {
	t := tr.tokens[k]
	switch t.kind {
	case tYear:
		tr.setYear(k, rune(t.year), true, st)
		return
	case tIgnored:
		st.partOfYear = st.partOfYear || t.partOfYear
		st.inherited = st.inherited && !t.partOfYear
		return
	case tUnknown:
		text := string(tr.scanner.runes[t.start:t.end])
		for _, o := range tr.lex.organs {
			if t.end-t.start > 2 && len(o) < len(text) && strings.HasSuffix(text, o) {
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
	switch {
	case t.has(isThis):
		tr.setYear(k, thisYear, false, st)
	case t.has(isLast):
		tr.setYear(k, lastYear, false, st)
	case t.has(isPartYear):
		st.partOfYear, st.inherited = true, false
	}
	st.growth = st.growth || t.has(isAgainst)
	st.inParts = st.inParts || t.has(isParts)
	switch {
	case t.has(isAttribute):
		st.table, st.requestNamed, st.countsDocuments = "topic", false, true
	case t.has(isRequest) && st.countsDocuments:
	case t.has(isRequest):
		st.table, st.requestNamed, st.para.disclosure = tableRequests, true, true
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

// countsDocuments reports whether the sentence from token i to j counts documents by whether they are open: a
// figure of what was published on its own initiative, and no word that something came in or was answered.
func (tr *textReader) countsDocuments(i, j int) bool {
	published := false
	for k := i; k < j; k++ {
		t := tr.tokens[k]
		if slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.kind == kVerb }) {
			return false
		}
		if !t.has(isPublish) || tr.actFollows(k) {
			continue
		}
		for n := k + 1; n < j && tr.tokens[n].kind < tBreak && !tr.tokens[n].has(isLink); n++ {
			published = published || tr.tokens[n].kind == tNumber
		}
	}
	return published
}

// actFollows reports whether an act of the table of proactive disclosure is named before the next figure.
func (tr *textReader) actFollows(k int) bool {
	for k++; k < tr.sentenceEnd && tr.tokens[k].kind < tBreak && tr.tokens[k].kind != tNumber; k++ {
		if slices.ContainsFunc(tr.tokens[k].subjects(), func(s *subject) bool { return s.kind == kAct }) {
			return true
		}
	}
	return false
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
	num := tr.tokens[k].num
	for _, a := range tr.lex.words.About {
		if k > since && strings.HasSuffix(string(tr.scanner.runes[tr.tokens[k-1].start:tr.tokens[k-1].end]), a) {
			num.about = true
		}
	}
	if num.percent {
		tr.judgePercent(k, since, num, st)
		return
	}
	pre := tr.spanOf(clause, k, st.table)
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
