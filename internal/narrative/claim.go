package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// judgeClaims judges words from token a to b that state a number without a figure.
func (tr *textReader) judgeClaims(a, b int, st *state) {
	for i := a; i < b; i++ {
		t := tr.tokens[i]
		switch {
		case t.word == nil:
		case len(t.word.claims) > 0:
			for _, c := range t.word.claims {
				tr.outcomeClaim(a, i, c, st)
			}
			a = i + 1
		case t.has(isZero):
			tr.zeroClaim(a, i, st)
			a = i + 1
		case t.has(isNone):
			tr.noneClaim(a, i, b, st)
			return
		}
	}
}

// outcomeClaim judges words such as 均获维持: of all disputes named before none ended otherwise, and none is pending.
func (tr *textReader) outcomeClaim(a, i int, c claim, st *state) {
	if len(st.disputesNamed) == 0 {
		return
	}
	f := Figure{Kind: Claim, Number: model.Int(c.is), Verdict: Agrees}
	have, ok := model.Int(0), true
	for _, first := range st.disputesNamed {
		for _, rd := range tr.readings(meaning{table: tableDisputes, firsts: first[:1], second: []idSum{c.second}}) {
			for _, t := range rd {
				if slices.Contains(f.Fields(), t.Field) {
					continue
				}
				v, known, _ := valueOf(tr.report, reading{t})
				have, ok = have.Add(v), ok && known
				f.addCells(reading{t}, v)
			}
		}
	}
	if !ok || len(f.Cells) == 0 {
		return
	}
	f.Table = &have
	if !have.Equal(f.Number) {
		sp := tr.spanOf(a, i, st.table)
		if !st.para.disclosure || sp.unknown > 0 || sp.parts&(isTopic|isLimit) != 0 || st.elsewhere() {
			return
		}
		f.Verdict = Disagrees
	}
	tr.addFigure(i, i, f, figureInfo{scope: st.scope, table: tableDisputes, strict: true})
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
	if pre.unknown > 0 || pre.parts&(isTopic|isLimit|isChannel) != 0 || sp.parts&isChannel != 0 {
		return
	}
	var ms []meaning
	strong := true
	end := i
	for _, kind := range []subjectKind{kDispute, kRow} {
		for _, it := range sp.items[kind] {
			if it.subject.weak {
				continue
			}
			second := total
			if o := tr.lastGroup(sp.items[kOutcome]); kind == kDispute && len(o) > 0 {
				second = sumOf(o, secondOf)
			}
			ms = append(ms, meaning{table: it.subject.table, firsts: it.subject.first[:1], second: second})
			end = max(end, it.at)
		}
		if len(ms) > 0 && kind == kDispute {
			strong = sp.parts&(isDisclosure|isRequest) != 0 || st.para.disclosure
			break
		}
	}
	if acts := sp.items[kAct]; len(ms) == 0 && len(acts) > 0 {
		second := tr.lex.issued
		if len(second) > 0 {
			ms = append(ms, meaning{table: tableProactive, firsts: acts[len(acts)-1].subject.first, second: second})
			end = acts[len(acts)-1].at
		}
	}
	if len(ms) == 0 && sp.parts&isRequest != 0 {
		m := meaning{table: tableRequests, firsts: tr.lex.received[:1], second: total}
		if cols := sp.items[kColumn]; len(cols) > 0 {
			m.second = cols[len(cols)-1].subject.second
		}
		ms = append(ms, m)
		for k := i + 1; k < b; k++ {
			if tr.tokens[k].has(isRequest) {
				end = k
			}
		}
	}
	tr.judgeZero(i, end, ms, sp, strong, st)
}

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
		if !strong || sp.unknown > 0 {
			return
		}
		f.Verdict = Disagrees
	}
	tr.addFigure(first, last, f, figureInfo{scope: st.scope, table: ms[0].table, strict: strong})
	st.lastFigure = -1
}

// judgePeriods finds the period that the figures are said to be of, where it is another year.
func (tr *textReader) judgePeriods() {
	for i, t := range tr.tokens {
		if t.kind != tYear || t.year == thisYear || tr.report.Year == 0 {
			continue
		}
		text := func(k int) string {
			if k >= len(tr.tokens) {
				return ""
			}
			return string(tr.scanner.runes[tr.tokens[k].start:tr.tokens[k].end])
		}
		if text(i+1) != "1月1日" && text(i+1) != "01月01日" {
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
				if tr.enterSentence(k); anyHas(tr.tokens[tr.sentenceStart:i], isPeriod) {
					g := tr.addFigure(i, k, Figure{Kind: Year, Verdict: Disagrees, Number: model.Int(int64(tr.report.Year))}, figureInfo{strict: true})
					g.Message = msg.F("统计期限写作“%s”，报告年度是 %d", "the span of the figures reads %q, the report is on %d", g.Text, tr.report.Year)
				}
				break
			}
		}
	}
}

// enterSentence makes the sentence around a token the current one.
func (tr *textReader) enterSentence(k int) {
	tr.sentenceStart, tr.sentenceEnd = k, k
	for tr.sentenceStart > 0 && tr.tokens[tr.sentenceStart-1].kind < tStop {
		tr.sentenceStart--
	}
	for tr.sentenceEnd < len(tr.tokens) && tr.tokens[tr.sentenceEnd].kind < tStop {
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
