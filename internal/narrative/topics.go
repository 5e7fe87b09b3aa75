package narrative

import "slices"

// listedMeaning returns the meaning of one word of a list whose figures follow behind 分别.
func (tr *textReader) listedMeaning(it item, st *state) (m meaning, strong, ok bool) {
	m = meaning{table: it.subject.table, firsts: it.subject.first, second: total, loose: it.subject.loose}
	switch it.subject.kind {
	case kRow:
	case kDecision:
		m.second, m.loose = it.subject.second, false // the last of the words says what all of them are
		return m, st.thisYearStated || st.plain, true
	case kDispute:
		st.dispute = it.subject.first
	case kOutcome:
		m.firsts, m.second = st.dispute, it.subject.second
	default:
		return m, false, false
	}
	return m, true, len(m.firsts) > 0
}

// disputeMeaning returns the meaning of a figure about disputes: which ones, and with what outcome.
func (tr *textReader) disputeMeaning(sp span, behind bool, disputes, outcomes []item, st *state) (m meaning, strong, ok bool) {
	m = meaning{table: tableDisputes, firsts: st.dispute, second: total}
	if len(disputes) > 0 {
		m.firsts = sumOf(disputes, firstOf)
		st.dispute = m.firsts
	}
	if len(disputes) == 0 && st.partsListed && len(st.disputesNamed) > 1 {
		// "复议9件、诉讼4件，其中纠正2件": of the last, or of all of them
		all := st.disputesNamed[0]
		for _, named := range st.disputesNamed[1:] {
			all = crossSums(all, named)
		}
		st.dispute = union(st.dispute, all)
		m.firsts = st.dispute
	}
	if len(outcomes) > 0 {
		if outcomes[0].subject.weak && st.lastFigure < 0 {
			return m, false, false
		}
		m.second = sumOf(outcomes, secondOf)
	}
	about := sp.parts&(isDisclosure|isRequest) != 0
	if len(disputes) > 0 && allLoose(disputes) { // 相关案件: those named before
		return m, false, st.para.disclosure && len(st.disputesNamed)+len(st.disputesTold) > 0
	}
	if behind && st.table == tableRequests {
		about = false // disputes that arose from the applications, which may be other years' disputes
	}
	if len(sp.items[kVerb]) > 0 && !about {
		return m, false, false // an organ that decides or defends cases counts all of them
	}
	return m, about || st.para.disclosure && !(behind && st.table == tableRequests), true
}

// announceDisputes makes the disputes that a clause from token a to b names, and says nothing of, those that the next
// outcomes are of: "复议案件中，维持2件".
func (tr *textReader) announceDisputes(a, b int, st *state) {
	if !st.para.disclosure || st.table == "topic" || !slices.ContainsFunc(tr.tokens[a:b], func(t token) bool {
		return slices.ContainsFunc(t.subjects(), func(s *subject) bool { return s.kind == kDispute })
	}) {
		return
	}
	sp := tr.spanOf(a, b, tableDisputes)
	if g := tr.lastGroup(sp.items[kDispute]); len(g) > 0 && sp.unknown == 0 && sp.subjects == len(sp.items[kDispute]) && sp.parts&(isNone|isZero|isTopic|isLimit|isRequest|isAll) == 0 && !allLoose(g) {
		st.dispute, st.table = sumOf(g, firstOf), tableDisputes
	}
}

// actMeaning returns the meaning of a figure of the table of proactive disclosure.
func (tr *textReader) actMeaning(group func(subjectKind) []item, st *state) (m meaning, strong, ok bool) {
	m.table = tableProactive
	if g := group(kDecision); len(g) > 0 {
		m.firsts, m.second, m.loose = sumOf(g, firstOf), sumOf(g[:1], secondOf), allLoose(g) && !st.decisions
		st.decisions = st.decisions || !m.loose // a decision that is counted once says that decisions are counted throughout
		// Without a word for the whole year it may be the figure of one campaign.
		return m, (st.thisYearStated || st.plain) && st.table != "topic" && !st.inParts, true
	}
	if g := group(kMoney); len(g) > 0 {
		m.firsts, m.second, m.loose = sumOf(g, firstOf), sumOf(g[:1], secondOf), allLoose(g)
		return m, (st.thisYearStated || st.plain) && st.table != "topic" && !st.inParts, true
	}
	acts, measures := group(kAct), group(kMeasure)
	if len(acts) > 0 {
		st.act, st.actStated = sumOf(acts, firstOf), (st.thisYearStated || st.plain) && len(measures) > 0 && !allLoose(lastWord(measures)) && !st.inParts
	} else if st.table != tableProactive {
		return m, false, false
	}
	if len(measures) > 0 {
		st.measure = sumOf(lastWord(measures), secondOf)
		m.loose = allLoose(lastWord(measures))
	}
	m.firsts, m.second = st.act, st.measure
	return m, st.actStated && !st.inParts, len(m.firsts) > 0 && len(m.second) > 0
}

// lastWord returns the items of the last word.
func lastWord(items []item) []item {
	i := len(items) - 1
	for i > 0 && items[i-1].at == items[i].at {
		i--
	}
	return items[i:]
}

// allLoose reports whether all items may confirm a figure only.
func allLoose(items []item) bool {
	return !slices.ContainsFunc(items, func(it item) bool { return !it.subject.loose })
}

// requestMeaning returns the meaning of a figure about applications: of which row and which kind of applicant.
func (tr *textReader) requestMeaning(sp, post span, group func(subjectKind) []item, verbs []item, st *state) (m meaning, strong, ok bool) {
	m = meaning{table: tableRequests, second: total}
	noun := (sp.parts|post.parts)&isRequest != 0
	weakNoun := (sp.parts|post.parts)&isWeakRequest != 0
	known := noun || st.requestNamed && st.table == tableRequests
	// A weak word for applications may confirm a figure if the text is about nothing else.
	maybe := known || weakNoun && st.table == "" && sp.unknown == 0
	rows, columns := group(kRow), group(kColumn)
	rows, columns = tr.chooseRest(rows, columns, st)
	if len(columns) > 0 && tr.followedByOthers(columns) {
		columns = nil // "公民、企业等提出的": of whatever kind
	}
	if len(columns) > 0 {
		m.second, m.column = sumOf(lastWord(columns), secondOf), true
		weak := !slices.ContainsFunc(columns, func(it item) bool { return !it.subject.weak })
		if !maybe || weak && (st.lastFigure < 0 || len(st.second) == 0 && len(rows)+len(verbs) == 0) {
			return m, false, false
		}
	} else if len(st.applicant) > 0 {
		// The applicants named before, or all of them: either may be meant.
		m.second = union(total, st.applicant)
	}
	switch {
	case len(rows) > 0:
		m.firsts = tr.rowsOf(sp.items[kRow], rows)
		m.loose = allLoose(rows)
		weak := !slices.ContainsFunc(rows, func(it item) bool { return !it.subject.weak })
		if weak && !known {
			return m, false, false
		}
		return m, known || st.table == "" && st.plain || st.table == tableRequests, true
	case len(verbs) > 0:
		for _, v := range verbs {
			m.firsts = union(m.firsts, tr.withoutNewOnly(v.subject.first))
		}
		if verbs[0].at < tr.carriedInApart {
			m.firsts = withoutSum(m.firsts, tr.lex.received[len(tr.lex.received)-1])
		}
		m.verb = !m.column
		m.listed = st.partsListed // behind 其中 it may be what was answered of a part only
		if len(columns) > 0 && len(st.first) > 0 {
			m.firsts = union(m.firsts, st.first)
		}
		return m, known, maybe
	case len(columns) > 0:
		m.firsts = st.first
		if len(m.firsts) == 0 {
			m.firsts = tr.lex.received
		}
		return m, known, len(m.firsts) > 0
	case noun && sp.parts&isPublish == 0 && st.table != "topic", weakNoun && known:
		m.firsts, m.verb = union(tr.lex.received, tr.lex.answered[:1]), true
		return m, noun, true
	}
	return m, false, false
}

// chooseRest chooses what words for the rest of a list stand for, where they may be a row or a kind of applicant: a
// row behind a result, and else a kind of applicant.
func (tr *textReader) chooseRest(rows, columns []item, st *state) (r, c []item) {
	if len(rows) == 0 || len(columns) == 0 || rows[0].at != columns[0].at {
		return rows, columns
	}
	m := st.lastMeaning
	if st.lastFigure >= 0 && m.table == tableRequests && !m.column && !m.verb && len(m.firsts) > 0 &&
		len(without(m.firsts[0], tr.lex.results)) == 0 {
		return rows, nil
	}
	return nil, columns
}

// followedByOthers reports whether several kinds of applicants are followed by 等.
func (tr *textReader) followedByOthers(columns []item) bool {
	last := columns[len(columns)-1].at
	return last+1 < len(tr.tokens) && columns[0].at != last && tr.scanner.runes[tr.tokens[last+1].start] == '等'
}

// rowsOf adds up the rows of a group of items. A row that stands before the name of its own group says which of
// the group is meant, unless 等 follows it.
func (tr *textReader) rowsOf(all, group []item) []idSum {
	out := sumOf(group, firstOf)
	at := slices.IndexFunc(all, func(it item) bool { return it.at == group[0].at })
	if at <= 0 || len(group) != 1 {
		return out
	}
	before := all[at-1]
	if len(before.subject.first) == 0 || len(out) == 0 || len(out[0]) < 2 || !slices.Contains(out[0], before.subject.first[0][0]) {
		return out
	}
	for i := before.at + 1; i < group[0].at; i++ {
		if r := tr.scanner.runes[tr.tokens[i].start]; r == '等' {
			return out
		}
	}
	return union(before.subject.first, out)
}

// withoutNewOnly drops the readings of what was answered that count this year's applications only, in a
// sentence that also names those carried in.
func (tr *textReader) withoutNewOnly(alts []idSum) []idSum {
	fresh := tr.lex.received[0][0]
	if !tr.carriedIn || alts[0][0] == fresh {
		return alts
	}
	return slices.DeleteFunc(slices.Clone(alts), func(s idSum) bool { return s[0] == fresh })
}

// withoutSum drops a reading unless it is the only one.
func withoutSum(alts []idSum, drop idSum) []idSum {
	if out := slices.DeleteFunc(slices.Clone(alts), func(s idSum) bool { return slices.Equal(s, drop) }); len(out) > 0 {
		return out
	}
	return alts
}
