package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// judgeClaims judges words from token a to b that state a number without a figure.
func (tr *textReader) judgeClaims(a, b int, st *state) {
	tr.visited += b - a
	for i := a; i < b; i++ {
		t := tr.tokens[i]
		switch {
		case t.word == nil:
		case len(t.word.claims) > 0:
			for _, c := range t.word.claims {
				switch {
				case c.rate:
				case c.table == tableDisputes:
					tr.outcomeClaim(a, i, c, st)
				default:
					tr.requestClaim(a, i, c, st)
				}
			}
			a = i + 1
		case t.has(isZero):
			tr.zeroClaim(a, i, st)
			a = i + 1
		case t.has(isNone):
			tr.noneClaim(a, i, b, st)
			return
		case t.has(isAll):
			if last := tr.allClaim(a, i, b, st); last > 0 {
				i, a = last, last+1
			}
		}
	}
}

// outcomeClaim judges words such as 均获维持: of the disputes that the clause names, or else of all named before that
// were not spoken of in detail since, none ended otherwise, and none is pending.
func (tr *textReader) outcomeClaim(a, i int, c claim, st *state) {
	sp := tr.spanOf(a, i, tableDisputes)
	var named [][]idSum
	for _, it := range sp.items[kDispute] {
		named = append(named, it.subject.first)
	}
	if len(named) == 0 {
		named = st.disputesNamed
	}
	if len(named) == 0 {
		named = st.disputesTold
	}
	if c.first != nil { // 败诉 is said of lawsuits alone
		named = slices.DeleteFunc(slices.Clone(named), func(first []idSum) bool {
			return slices.ContainsFunc(first[0], func(t idTerm) bool { return !slices.Contains(c.first, t) })
		})
	}
	if len(named) == 0 {
		return
	}
	st.disputesTold = named
	st.disputesNamed = slices.DeleteFunc(slices.Clone(st.disputesNamed), func(first []idSum) bool {
		return slices.ContainsFunc(named, func(n []idSum) bool { return slices.Equal(n[0], first[0]) })
	})
	var cells reading
	for _, first := range named {
		for _, rd := range tr.readings(meaning{table: tableDisputes, firsts: first[:1], second: []idSum{c.second}}) {
			for _, t := range rd {
				if !slices.ContainsFunc(cells, func(u model.Term) bool { return u.Field == t.Field }) {
					cells = append(cells, t)
				}
			}
		}
	}
	strong := (st.para.disclosure || st.disputesCounted) && sp.unknown == 0 && sp.parts&(isTopic|isLimit) == 0 && !st.elsewhere()
	tr.claimZero(i, i, cells, tableDisputes, strong, st)
}

// claimZero judges the statement, in tokens first to last, that some cells are 0. Only a strong one may contradict.
func (tr *textReader) claimZero(first, last int, cells reading, table string, strong bool, st *state) {
	f := Figure{Kind: Claim, Number: model.Int(0), Verdict: Agrees}
	sum := model.Int(0)
	for _, t := range cells {
		v, known, _ := valueOf(tr.report, reading{t})
		if !known {
			return
		}
		sum = sum.Add(v)
		f.addCells(reading{t}, v)
	}
	if len(f.Cells) == 0 {
		return
	}
	f.Table = &sum
	if sum.Sign() != 0 {
		if !strong {
			return
		}
		f.Verdict = Disagrees
	}
	tr.addFigure(first, last, f, figureInfo{scope: st.scope, table: table, strict: true})
}

// maxAside is the largest number of unknown characters that may stand between the words of a statement.
const maxAside = 8

// requestClaim judges words such as 无结转, whose cells the vocabulary names.
func (tr *textReader) requestClaim(a, i int, c claim, st *state) {
	sp := tr.spanOf(a, i, st.table)
	if sp.foreign || st.elsewhere() || sp.parts&(isTopic|isLimit|isChannel) != 0 || sp.unknown > maxAside {
		return
	}
	if st.table != c.table && (c.table != tableRequests || sp.parts&(isRequest|isWeakRequest) == 0 || st.table != "") {
		return
	}
	m := meaning{table: c.table, firsts: []idSum{c.first}, second: total}
	if c.second != nil {
		m.second = []idSum{c.second}
	}
	for _, rd := range tr.readings(m) {
		tr.claimZero(i, i, rd, c.table, true, st)
	}
}

// allClaim judges words that begin with 均 or 全部 in token i of the clause from a to b: that all applications were
// answered, or that all of what was counted before are of one kind. It returns the last token that belongs to the
// statement, 0 if there is none.
func (tr *textReader) allClaim(a, i, b int, st *state) int {
	found := tr.saidOfAll(i, b)
	if found < 0 {
		return 0
	}
	if tr.tokens[found].subjects()[0].kind == kVerb { // "答复并予以公开" says what the answer was
		found = tr.rowBehind(found, b)
	}
	before, column, ok := tr.antecedent(a, i, found, st)
	if !ok {
		return found
	}
	m, ok := tr.restOf(tr.tokens[found], before, column)
	if !ok {
		return found
	}
	for _, rd := range tr.readings(m)[:min(1, len(tr.readings(m)))] {
		tr.claimZero(i, found, rd, tableRequests, true, st)
	}
	return found
}

// saidOfAll finds what the word 均 in token i says of all: a row or a kind of applicants of the table of applications, or that
// they were answered. It returns its token, -1 where something else stands in between or it is not within ten tokens.
func (tr *textReader) saidOfAll(i, b int) int {
	aside := 0
	for j := i; j < b && j-i < 10; j++ {
		tr.visited++
		t := tr.tokens[j]
		if t.has(isNegation) {
			return -1
		}
		if slices.ContainsFunc(t.subjects(), func(s *subject) bool {
			return s.table == tableRequests && !s.weak && (s.kind == kRow || s.kind == kColumn || s.kind == kVerb && tr.answers(s))
		}) {
			return j
		}
		if t.kind == tUnknown {
			aside += t.end - t.start
		} else if t.kind != tWord || t.word != nil && t.word.parts&(isAll|isFiller|isPunctual|isWeakRequest|isRequest|isLink) == 0 {
			return -1
		}
		if aside > maxAside {
			return -1
		}
	}
	return -1
}

// restOf is what must be 0 where a word is said of all that some rows count in a column: what these have besides. Ok is false
// where that is nothing, or the sentence tells otherwise.
func (tr *textReader) restOf(said token, rows, column []idSum) (m meaning, ok bool) {
	var s *subject
	for _, one := range said.subjects() {
		if one.table == tableRequests && (s == nil || one.kind == kRow) {
			s = one
		}
	}
	switch s.kind {
	case kVerb:
		carriedOut := []idSum{{{id: "carried_out"}}}
		return meaning{table: tableRequests, firsts: carriedOut, second: column}, hasTerm(rows, "new") && !tr.carriedOut
	case kColumn:
		others := []idSum{without(tr.lex.columns[0], s.second)}
		return meaning{table: tableRequests, firsts: rows[:1], second: others}, slices.Equal(column[0], total[0])
	}
	whole := rows[0]
	if hasTerm(rows, "new") || hasTerm(rows, "result_total") {
		whole = tr.lex.results[0]
	}
	rest := without(whole, s.first)
	return meaning{table: tableRequests, firsts: []idSum{rest}, second: column}, len(rest) < len(whole)
}

// answers reports whether a subject counts what was answered.
func (tr *textReader) answers(s *subject) bool { return hasTerm(s.first[:1], "result_total") }

// hasTerm reports whether one of some sums has an id.
func hasTerm(sums []idSum, id string) bool {
	return slices.ContainsFunc(sums, func(s idSum) bool { return slices.Contains(s, idTerm{id: id}) })
}

// without returns a sum without the terms of some others.
func without(whole idSum, others []idSum) idSum {
	return slices.DeleteFunc(slices.Clone(whole), func(t idTerm) bool {
		return slices.ContainsFunc(others, func(o idSum) bool { return slices.Contains(o, t) })
	})
}

// rowBehind returns the token of a row directly behind token found, or found itself.
func (tr *textReader) rowBehind(found, b int) int {
	for k := found + 1; k < b && k-found < 4; k++ {
		t := tr.tokens[k]
		if slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.table == tableRequests && s.kind == kRow && !s.weak }) {
			return k
		}
		if !t.has(isFiller) && !t.has(isLink) {
			break
		}
	}
	return found
}

// antecedent returns what the words in tokens i to end say something of, by the words of their clause from token a on
// or by the figure before: rows, and the kind of applicants.
func (tr *textReader) antecedent(a, i, end int, st *state) (rows, column []idSum, ok bool) {
	sp := tr.spanOf(a, end, st.table)
	if sp.foreign || st.elsewhere() || sp.parts&(isTopic|isLimit&^isPunctual|isChannel) != 0 && !tr.onlyPunctual(a, end) || sp.unknown > maxAside {
		return nil, nil, false
	}
	if noun := sp.parts & (isRequest | isWeakRequest); noun != 0 && (a == 0 || tr.tokens[a-1].kind != tNumber) {
		known := sp.parts&isRequest != 0 || st.requestNamed && st.table == tableRequests || st.table == "" && sp.unknown == 0
		if !known || len(sp.items[kColumn])+len(sp.items[kDispute])+len(sp.items[kDecision]) > 0 {
			return nil, nil, false
		}
		rows = tr.lex.received[:1]
		for _, it := range sp.items[kVerb] {
			if tr.answers(it.subject) && it.at < i {
				rows = tr.lex.answered[:1]
			}
		}
		if r := sp.items[kRow]; len(r) > 0 && r[0].at < i {
			rows = r[0].subject.first
		}
		return rows, total, true
	}
	if st.figures == 0 && st.table == tableRequests && st.requestInSentence && sp.parts&isTopic == 0 && sp.subjects <= 1 {
		return tr.lex.received[:1], total, true // "对政府信息公开申请，均依法予以公开"
	}
	if st.lastFigure < 0 || st.lastMeaning.table != tableRequests || len(st.lastMeaning.firsts) == 0 ||
		tr.spanOf(a, i, st.table).subjects > 0 || sp.items[kVerb] != nil && sp.items[kVerb][0].at < i {
		return nil, nil, false
	}
	column = total
	if hasTerm(st.lastMeaning.firsts, "carried_in") && len(st.summands) == 2 && hasTerm(st.summands[0].firsts, "new") && !st.inParts {
		return tr.lex.received[:1], total, true // "新收13件，上年结转1件，均已答复"
	}
	if st.lastMeaning.column {
		column = st.lastMeaning.second[:1]
	}
	return st.lastMeaning.firsts, column, true
}

// onlyPunctual reports whether all limiting words from token a to b are such as 按时.
func (tr *textReader) onlyPunctual(a, b int) bool {
	tr.visited += b - a
	return !slices.ContainsFunc(tr.tokens[a:b], func(t token) bool {
		return t.has(isTopic|isChannel) || t.has(isLimit) && !t.has(isPunctual)
	})
}

// judgeRate judges a rate of 100 % in token k, "办结率100%" or "100%办结": nothing was carried over. It reports whether
// it was such a statement.
func (tr *textReader) judgeRate(k, clause, since int, st *state) bool {
	sp := tr.spanOf(clause, k, st.table)
	if st.elsewhere() || sp.foreign || sp.parts&isTopic != 0 || sp.unknown > maxAside || len(sp.items[kColumn])+len(sp.items[kRow])+len(sp.items[kDispute]) > 0 || tr.carriedOut {
		return false // where the sentence tells what was carried over, the rate is of what was due
	}
	if sp.parts&isRequest == 0 && (st.table != tableRequests || !st.requestNamed) {
		return false
	}
	for i := k - 1; i >= since; i-- {
		if w := tr.tokens[i].word; w != nil && len(w.claims) > 0 && w.claims[0].rate {
			for _, rd := range tr.readings(meaning{table: w.claims[0].table, firsts: []idSum{w.claims[0].first}, second: total}) {
				tr.claimZero(i, k, rd, tableRequests, true, st)
			}
			return true
		}
	}
	for i := k + 1; i < min(k+4, tr.sentenceEnd); i++ {
		t := tr.tokens[i]
		if slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.table == tableRequests && s.kind == kVerb && tr.answers(s) }) {
			for _, rd := range tr.readings(meaning{table: tableRequests, firsts: []idSum{{{id: "carried_out"}}}, second: total}) {
				tr.claimZero(k, i, rd, tableRequests, true, st)
			}
			return true
		}
		if !t.has(isFiller | isPunctual) {
			break
		}
	}
	return false
}

// addCells adds cells to those that a claim is about, in front of the others if their sum is not 0.
func (f *Figure) addCells(cells reading, sum model.Number) {
	at := len(f.Cells)
	if sum.Sign() != 0 {
		at = 0
	}
	for i, t := range cells {
		f.Cells = slices.Insert(f.Cells, at+i, model.Term{Field: t.Field})
	}
}

// zeroClaim judges words such as 不予公开、无法提供均为0.
func (tr *textReader) zeroClaim(a, i int, st *state) {
	sp := tr.spanOf(a, i, st.table)
	var ms []meaning
	for _, it := range slices.Concat(sp.items[kRow], sp.items[kDispute]) {
		ms = append(ms, meaning{table: it.subject.table, firsts: it.subject.first, second: total})
	}
	if len(sp.items[kRow]) == 0 {
		for k := a; k < i; k++ { // "申请、复议、诉讼均为零", and not "申请引起的复议均为零"
			if tr.tokens[k].has(isRequest) && (k+1 == i || tr.tokens[k+1].has(isLink)) {
				ms = append(ms, meaning{table: tableRequests, firsts: tr.lex.received[:1], second: total})
				break
			}
		}
	}
	strong := st.para.disclosure || st.table == tableRequests || len(sp.items[kDispute]) == 0
	tr.judgeZero(i, i, ms, sp, strong, st)
}

// noneClaim judges words such as 未收到申请 and 未发生诉讼.
func (tr *textReader) noneClaim(a, i, b int, st *state) {
	pre, sp := tr.spanOf(a, i, st.table), tr.spanOf(i+1, b, st.table)
	if b < len(tr.tokens) && tr.tokens[b].kind < tBreak { // a figure follows: not a claim
		return
	}
	if sp.parts&isProcessingFee != 0 && pre.unknown == 0 && !pre.foreign && !st.elsewhere() {
		tr.noFee(i, b-1, st)
		return
	}
	if pre.unknown > 0 || pre.parts&(isTopic|isLimit|isChannel) != 0 || sp.parts&isChannel != 0 || tr.ofSome(a, i) ||
		len(sp.items[kDispute]) > 0 && len(sp.items[kDecision]) > 0 { // disputes about decisions
		return
	}
	denied, strong := tr.deniedItems(i, sp), true
	if denied.disputes {
		strong = sp.parts&(isDisclosure|isRequest) != 0 || st.para.disclosure
	}
	if len(denied.meanings) == 0 {
		denied = tr.deniedActs(i, b, sp)
	}
	if len(denied.meanings) == 0 {
		denied = tr.deniedRequests(i, b, sp, st)
	}
	tr.judgeZero(i, denied.end, denied.meanings, sp, strong, st)
}

// denial is what words such as 未 and 没有 deny: each of the meanings is said to be 0.
type denial struct {
	meanings []meaning
	end      int  // the last token that belongs to the statement
	disputes bool // the meanings are disputes
}

// deniedItems is what the word in token i denies of disputes, or else of rows, decisions and money.
func (tr *textReader) deniedItems(i int, sp span) denial {
	d := denial{end: i}
	for _, kind := range []subjectKind{kDispute, kRow, kDecision, kMoney} {
		for _, it := range sp.items[kind] {
			if it.subject.weak || kind == kDispute && withinOther(it, sp.items[kind]) {
				continue
			}
			m := meaning{table: it.subject.table, firsts: it.subject.first[:1], second: total}
			switch o := tr.lastGroup(sp.items[kOutcome]); {
			case kind == kDispute && len(o) > 0:
				m.second = sumOf(o, secondOf)
			case kind == kDecision || kind == kMoney:
				m.second = it.subject.second[:1]
			}
			d.meanings = append(d.meanings, m)
			d.end = max(d.end, it.at)
		}
		if len(d.meanings) > 0 && kind != kRow {
			d.disputes = kind == kDispute
			break
		}
	}
	return d
}

// deniedActs is what the word in token i of a clause that ends at b denies of acts of the table of proactive disclosure.
func (tr *textReader) deniedActs(i, b int, sp span) denial {
	d := denial{end: i}
	acts := sp.items[kAct]
	if len(acts) == 0 {
		return d
	}
	last := acts[len(acts)-1]
	seconds := [][]idSum{tr.lex.issued}
	if measures := tr.spanOf(i, b, tableProactive).items[kMeasure]; len(measures) > 0 { // 没有制发、废止
		seconds = nil
		for _, it := range measures {
			if !it.subject.loose {
				seconds = append(seconds, it.subject.second[:1])
			}
		}
	}
	for _, second := range seconds {
		if len(second) > 0 {
			d.meanings = append(d.meanings, meaning{table: tableProactive, firsts: last.subject.first, second: second})
			d.end = last.at
		}
	}
	return d
}

// deniedRequests is what the word in token i of a clause that ends at b denies of applications: that any were answered, or
// received.
func (tr *textReader) deniedRequests(i, b int, sp span, st *state) denial {
	if v := sp.items[kVerb]; sp.parts&(isRequest|isWeakRequest) != 0 && st.table == tableRequests && len(v) > 0 && tr.answers(v[0].subject) {
		return denial{[]meaning{{table: tableRequests, firsts: tr.lex.answered[:1], second: total}}, b - 1, false} // 没有办结的申请
	}
	d := denial{end: i}
	if sp.parts&isRequest == 0 {
		return d
	}
	m := meaning{table: tableRequests, firsts: tr.lex.received[:1], second: total}
	if cols := sp.items[kColumn]; len(cols) > 0 {
		m.second = cols[len(cols)-1].subject.second
	}
	d.meanings = []meaning{m}
	for k := i + 1; k < b; k++ {
		if tr.tokens[k].has(isRequest) {
			d.end = k
		}
	}
	return d
}

// ofSome reports whether the words from token a to b stand behind a number of organs: "12家单位未收到".
func (tr *textReader) ofSome(a, b int) bool {
	return a > 0 && a < b && tr.tokens[a-1].kind == tNumber && slices.ContainsFunc(tr.tokens[a].subjects(), func(s *subject) bool { return s.kind == kColumn })
}

// withinOther reports whether what an item counts is a part of what another of the items counts, which then only says
// what kind it is. It is asked of the larger one.
func withinOther(it item, items []item) bool {
	return slices.ContainsFunc(items, func(o item) bool {
		return o.at < it.at && len(o.subject.first[0]) < len(it.subject.first[0]) &&
			!slices.ContainsFunc(o.subject.first[0], func(t idTerm) bool { return !slices.Contains(it.subject.first[0], t) })
	})
}

// feeDenied is a statement that no fee for information was taken: words, or an amount of 0.
type feeDenied struct {
	at     int     // index among the figures, or where the words go among them
	figure *Figure // of words, which are no figure unless they contradict
	info   figureInfo
}

// noFee keeps the statement, in tokens first to last, that no fee for information was taken.
func (tr *textReader) noFee(first, last int, st *state) {
	if len(tr.feesDenied) >= maxFees {
		return
	}
	f := *tr.addFigure(first, last, Figure{Kind: Claim, Number: model.Int(0)}, figureInfo{scope: st.scope, strict: true})
	n := len(tr.figures) - 1
	tr.feesDenied = append(tr.feesDenied, feeDenied{n, &f, tr.infos[n]})
	tr.figures, tr.infos = tr.figures[:n], tr.infos[:n]
}

// judgeFees contradicts the statement that no fee for information was taken where a text tells the amount of one.
func (tr *textReader) judgeFees() {
	if len(tr.feesTold) == 0 {
		return
	}
	told, added := tr.figures[tr.feesTold[0]].Text, 0
	for _, d := range tr.feesDenied {
		at := d.at + added
		if d.figure != nil {
			tr.figures, tr.infos = slices.Insert(tr.figures, at, *d.figure), slices.Insert(tr.infos, at, d.info)
			added++
		}
		f := &tr.figures[at]
		f.Kind, f.Verdict = Claim, Disagrees
		f.Message = msg.F("“%s”与文中另一处的“%s”不一致", "%q, but the text elsewhere tells %q", f.Text, told)
		tr.infos[at].strict = true
	}
}

// maxFees is the largest number of statements about fees that are kept: no report has more.
const maxFees = 50

// judgeZero judges the statement, in tokens first to last, that each of several things did not happen.
func (tr *textReader) judgeZero(first, last int, ms []meaning, sp span, strong bool, st *state) {
	if len(ms) == 0 || st.elsewhere() || sp.parts&(isTopic|isLimit) != 0 || sp.foreign {
		return
	}
	f := Figure{Kind: Claim, Number: model.Int(0), Verdict: Agrees}
	sum := model.Int(0)
	for _, m := range ms {
		rds := tr.readings(m)
		if len(rds) == 0 {
			return
		}
		v, known, _ := valueOf(tr.report, rds[0])
		if !known {
			return
		}
		sum = sum.Add(v)
		f.addCells(rds[0], v)
	}
	f.Table = &sum
	if sum.Sign() != 0 {
		if !strong || sp.unknown > 2 {
			return
		}
		f.Verdict = Disagrees
	}
	tr.addFigure(first, last, f, figureInfo{scope: st.scope, table: ms[0].table, strict: strong})
	st.lastFigure = -1
}

// judgePeriods finds the period that the figures are said to be of, where it is another year.
func (tr *textReader) judgePeriods() {
	text := func(k int) string {
		if k >= len(tr.tokens) {
			return ""
		}
		return string(tr.scanner.runes[tr.tokens[k].start:tr.tokens[k].end])
	}
	start, named := 0, false // of the sentence, and whether it names the span of the figures
	for i, t := range tr.tokens {
		if t.kind >= tStop {
			start, named = i+1, false
		}
		named = named || t.has(isPeriod)
		if t.kind != tYear || t.year == thisYear || tr.report.Year == 0 || !named || text(i+1) != "1月1日" && text(i+1) != "01月01日" {
			continue
		}
		for k := i + 2; k < min(i+8, len(tr.tokens)); k++ {
			if u := tr.tokens[k]; u.kind >= tStop || u.kind == tYear && u.year != t.year {
				break
			}
			if text(k) == "12月31日" {
				if text(k+1) == "止" {
					k++
				}
				tr.enterSentence(start, k)
				g := tr.addFigure(i, k, Figure{Kind: Year, Verdict: Disagrees, Number: model.Int(int64(tr.report.Year))}, figureInfo{strict: true})
				g.Message = msg.F("统计期限写作“%s”，报告年度是 %d", "the span of the figures reads %q, the report is on %d", g.Text, tr.report.Year)
				break
			}
		}
	}
}

// enterSentence makes the sentence that begins at token start, and holds token k, the current one.
func (tr *textReader) enterSentence(start, k int) {
	if tr.sentenceStart == start && tr.sentenceEnd >= k {
		return
	}
	tr.sentenceStart, tr.sentenceEnd = start, k
	for tr.sentenceEnd < len(tr.tokens) && tr.tokens[tr.sentenceEnd].kind < tStop {
		tr.visited++
		tr.sentenceEnd++
	}
}

// claimMessage says which cells are not 0.
func (tr *textReader) claimMessage(f *Figure) msg.Text {
	var parts []string
	for _, t := range f.Cells {
		if n, _, _ := valueOf(tr.report, reading{t}); n.Sign() != 0 {
			parts = append(parts, reading{t}.name().ZH+" "+n.String())
		}
	}
	return msg.F("“%s”说明应为 0，表中却有：%s", "%q says that these are 0, but the tables have: %s", f.Text, msg.Names(parts))
}
