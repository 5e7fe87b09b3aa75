package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// judgeCount judges token k, a figure that counts things. pre and post are what stands before and behind
// it in its clause.
func (tr *textReader) judgeCount(k int, pre, post span, num numeral, st *state) {
	f := Figure{Kind: Count, Number: num.value, exact: isExact(num)}
	n := figureInfo{scope: st.scope}
	isMoney := slices.Contains(tr.lex.money, num.unit)
	if !isMoney && !slices.Contains(tr.lex.words.Counts, num.unit) {
		st.lastFigure = -1
		tr.addFigure(k, k, f, n)
		return
	}
	if isMoney && pre.parts&isProcessingFee != 0 && !pre.foreign && !st.elsewhere() {
		tr.addFigure(k, k, f, n)
		tr.keepFee(num.value)
		return
	}
	channel := pre.parts&isChannel != 0 && pre.parts&isFrame == 0 && len(pre.items[kRow]) == 0
	var m meaning
	strong, ok := false, false
	if !channel {
		m, strong, ok = tr.countMeaning(k, pre, post, num, st)
	}
	if !ok {
		tr.leaveUnread(k, f, n, pre, num, channel, st)
		return
	}
	n.table, n.firsts, n.verb = m.table, m.firsts, m.verb
	st.lastIsElsewhere = st.elsewhere()
	clean, nearly := false, false
	if large := m.table == tableProactive && num.value.Cmp(model.Int(100)) >= 0; !m.loose || large {
		clean, nearly = tr.isClean(k, pre, post, m, num, st)
	}
	n.strict = strong && clean && !m.loose && !m.listed
	if m.table == tableProactive && isMoney {
		num = tr.inUnitOf(m, num)
		f.Number = num.value
	}
	switch {
	case st.scope == otherScope || st.partOfYear:
	case st.year == lastYear:
		tr.judgeLast(&f, n.strict, pre, m, num, st)
	case st.year == 0 || st.year == thisYear:
		tr.judge(&f, n.strict, tr.report, m, num)
		if f.Verdict == "" && nearly {
			n.slip = tr.slipOf(f, m, num)
		}
	}
	agrees := f.Verdict == Agrees
	if num.unit == "" && !agrees && f.Verdict != Disagrees {
		return
	}
	// A confirmed figure of 10 or more shows that the clause was understood: small ones agree by chance.
	n.strict = n.strict || clean && !m.loose && agrees && num.value.Cmp(model.Int(10)) >= 0
	tr.addFigure(k, k, f, n)
	if st.scope == otherScope || st.partOfYear {
		st.lastFigure, st.wholeFigure = -1, -1
		return
	}
	tr.rememberCount(m, num, strong || n.slip != nil, agrees, st)
}

// keepFee keeps the figure just added, the amount of a fee for information; 0 says that none was taken.
func (tr *textReader) keepFee(amount model.Number) {
	at := len(tr.figures) - 1
	if amount.Sign() > 0 {
		tr.feesTold = append(tr.feesTold, at)
	} else if len(tr.feesDenied) < maxFees {
		tr.feesDenied = append(tr.feesDenied, feeDenied{at: at})
	}
}

// leaveUnread adds the figure of token k, of which it is not known what it counts; channel says that it is of a way in which
// applications came in. A number without a unit is no figure then.
func (tr *textReader) leaveUnread(k int, f Figure, n figureInfo, pre span, num numeral, channel bool, st *state) {
	if pre.subjects > 0 || pre.parts&(isRequest|isWeakRequest) != 0 {
		st.lastIsElsewhere = st.elsewhere()
	}
	st.lastFigure = -1
	if num.unit == "" {
		return
	}
	tr.addFigure(k, k, f, n)
	if channel && st.wholeFigure >= 0 {
		st.partFigures = append(st.partFigures, len(tr.figures)-1)
	}
}

// countMeaning returns what a counted figure is about. ok is false where that is unknown, where a bare
// number does not end its clause, where several years are named, and where money meets things.
func (tr *textReader) countMeaning(k int, pre, post span, num numeral, st *state) (m meaning, strong, ok bool) {
	m, strong, ok = tr.meaning(pre, post, st)
	switch money := slices.Contains(tr.lex.money, num.unit); {
	case !ok, num.unit == "" && !tr.endsClause(k, pre):
		return m, strong, false
	case pre.years > 1:
		return m, strong, false // "2022年、2023年分别为"
	case m.table == tableProactive || money:
		ok = money == tr.isMoney(m)
	}
	return m, strong, ok
}

// maxWholes is the number of wholes that a paragraph keeps: no paragraph has more.
const maxWholes = 16

// rememberCount keeps what the figure just added was about, for those that follow it in the sentence and
// the paragraph.
func (tr *textReader) rememberCount(m meaning, num numeral, strong, agrees bool, st *state) {
	st.lastFigure, st.lastMeaning, st.lastNumeral = len(tr.figures)-1, m, num
	if agrees {
		st.lastMeaning.firsts = tr.agreeingFirsts(m, num)
		tr.infos[st.lastFigure].firsts = st.lastMeaning.firsts
	}
	if strong || agrees {
		if st.table != m.table {
			st.summands = nil
		}
		st.table = m.table
	}
	if agrees && !m.column && len(st.summands) < 3 {
		st.summands = append(st.summands, st.lastMeaning)
	}
	st.disputesCounted = st.disputesCounted || agrees && m.table == tableDisputes && num.value.Cmp(model.Int(5)) >= 0
	if m.table == tableDisputes && !slices.Equal(m.second[0], total[0]) {
		tr.tellDisputes(m.firsts, st)
	}
	st.change, st.lastYearNumeral, st.second = nil, nil, nil
	if m.column {
		st.second, st.applicant = m.second, m.second
	} else if m.verb {
		st.applicant = nil
	}
	if m.table != tableRequests {
		return
	}
	st.requestNamed = st.requestNamed || strong || agrees
	if !m.column {
		st.first = st.lastMeaning.firsts
	}
	if m.verb {
		st.wholeFigure, st.partFigures = st.lastFigure, nil
		w := st.para.wholes
		st.para.wholes = append(w[max(0, len(w)+1-maxWholes):], num.value)
	}
}

// endsClause reports whether a number without a unit ends its clause behind a word or colon that announces a figure.
func (tr *textReader) endsClause(k int, pre span) bool {
	if k == 0 || k+1 < len(tr.tokens) && tr.tokens[k+1].kind < tBreak {
		return false
	}
	t := tr.tokens[k-1]
	return t.kind == tBreak || t.kind == tWord && t.word == nil || pre.subjects > 0 && (t.has(isFiller) || t.has(isApiece) || len(t.subjects()) > 0)
}

// isMoney reports whether a meaning includes amounts of money.
func (tr *textReader) isMoney(m meaning) bool {
	return slices.ContainsFunc(tr.readings(m), func(rd reading) bool {
		return slices.ContainsFunc(rd, func(t model.Term) bool { return t.Field.Kind == model.Amount })
	})
}

// slipOf returns what a figure is if it is nearly what one of the readings is; nil if it is not.
func (tr *textReader) slipOf(f Figure, m meaning, num numeral) *Figure {
	for _, rd := range tr.readings(m) {
		if v, known, _ := valueOf(tr.report, rd); known && isSlip(num.value, v) {
			f.Verdict, f.Cells, f.Table = Disagrees, rd, &v
			f.Message = countMessage(&f, []reading{rd}, tr.report)
			return &f
		}
	}
	return nil
}

// tellDisputes takes disputes from those of which no outcome was told.
func (tr *textReader) tellDisputes(firsts []idSum, st *state) {
	st.disputesTold = [][]idSum{firsts}
	if len(st.disputesNamed) == 0 {
		return
	}
	st.disputesNamed = slices.DeleteFunc(slices.Clone(st.disputesNamed), func(named []idSum) bool {
		return !slices.ContainsFunc(named[0], func(t idTerm) bool { return !slices.Contains(firsts[0], t) })
	})
}

// inUnitOf returns an amount of money in the unit of the cell that it is about, rounded to its last digit.
func (tr *textReader) inUnitOf(m meaning, num numeral) numeral {
	rds := tr.readings(m)
	if len(rds) == 0 || rds[0][0].Field.Kind != model.Amount {
		return num
	}
	into := rds[0][0].Field.Unit
	if v := tr.report.Value(rds[0][0].Field.ID); v.Unit != "" {
		into = v.Unit
	}
	a, ok1 := tr.lex.factors[num.unit]
	b, ok2 := tr.lex.factors[into]
	from, _ := a.Int64()
	to, _ := b.Int64()
	if !ok1 || !ok2 || from <= 0 || to <= 0 {
		return num
	}
	factor := model.Int(from / to)
	for places := 0; from < to; places++ {
		from *= 10
		factor = model.Scaled(1, places+1)
	}
	if num.rounding.Sign() == 0 {
		num.rounding = model.Scaled(1, num.places)
	}
	num.value, num.rounding = num.value.Mul(factor), num.rounding.Mul(factor)
	return num
}

// isSlip reports whether a figure is another's with one digit wrong, two digits in each other's place, or nearly it,
// as by a slip of the pen. Small figures are never: they are near to each other by chance.
func isSlip(a, b model.Number) bool {
	if b.Cmp(model.Int(10)) < 0 {
		return false
	}
	if a.Sub(b).Abs().Cmp(model.Int(2)) <= 0 {
		return true
	}
	x, y := a.String(), b.String()
	if len(x) != len(y) || len(x) < 3 {
		return false
	}
	var differ []int
	for i := range x {
		if x[i] != y[i] {
			differ = append(differ, i)
		}
	}
	n := len(differ)
	return n == 1 || n == 2 && differ[1] == differ[0]+1 && x[differ[0]] == y[differ[1]] && x[differ[1]] == y[differ[0]]
}

// isClean reports whether a figure's clause holds nothing but what is understood, so that the figure may
// contradict the tables; nearly, whether it holds nothing else but a few unknown words.
func (tr *textReader) isClean(k int, pre, post span, m meaning, num numeral, st *state) (clean, nearly bool) {
	stop := isLimit | isTopic | isNone | isFrame | isAgainst
	if m.table != tableProactive {
		stop |= isPublish
	} else if second := []idSum{m.second[0]}; !hasTerm(second, "in_force") && !hasTerm(second, "disclosed_total") {
		stop |= isCumulative
	}
	if pre.unknown > maxAside || pre.foreign || pre.parts&stop != 0 || num.about || num.over && num.value.Sign() == 0 {
		return false, false
	}
	clean = pre.unknown == 0
	if pre.subjects == 0 || m.table == tableRequests && pre.subjects == len(pre.items[kVerb]) {
		// The words for what it counts stand behind it: all of them must be understood, and 均 makes it a
		// statement about earlier figures.
		if post.parts&(isAll|isLimit|isTopic) != 0 && pre.subjects == 0 || post.unknown > 0 && post.parts&isAll == 0 {
			return false, post.unknown <= maxAside && post.parts&(isLimit|isTopic|isAll) == 0
		}
	}
	if post.from < post.to && tr.tokens[post.from].has(isTopic|isLimit) {
		return false, false
	}
	if post.from < post.to && tr.tokens[post.from].kind == tUnknown {
		clean = false
	}
	// "受理一件、办结一件" is a set phrase.
	if one, _ := num.value.Int64(); num.hanzi && one == 1 {
		return false, false
	}
	return clean, true
}

// judge compares a figure with a report. It agrees with the first reading that fits; it disagrees if strict and
// no reading fits.
func (tr *textReader) judge(f *Figure, strict bool, r *model.Report, m meaning, num numeral) {
	var tried []reading // those that did not agree
	for _, rd := range tr.readings(m) {
		v, known, _ := valueOf(r, rd)
		if !known {
			continue
		}
		if num.fits(v) {
			f.Verdict, f.Cells, f.Table = Agrees, rd, &v
			return
		}
		tried = append(tried, rd)
	}
	if len(tried) > 0 && strict {
		v, _, _ := valueOf(r, tried[0])
		f.Verdict, f.Cells, f.Table = Disagrees, tried[0], &v
		f.Message = countMessage(f, tried, r)
	}
}

// agreeingFirsts returns the rows by which a figure agrees; what follows is about these.
func (tr *textReader) agreeingFirsts(m meaning, num numeral) []idSum {
	if len(m.firsts) == 1 {
		return m.firsts
	}
	var out []idSum
	for _, first := range m.firsts {
		one := m
		one.firsts = []idSum{first}
		for _, rd := range tr.readings(one) {
			if v, known, _ := valueOf(tr.report, rd); known && num.fits(v) {
				out = append(out, first)
				break
			}
		}
	}
	if out == nil {
		return m.firsts // it agrees with last year's
	}
	return out
}

// judgeLast judges a figure that the text gives for last year. If it is this year's, and the sentence names
// only last year, the year is wrong.
func (tr *textReader) judgeLast(f *Figure, strict bool, pre span, m meaning, num numeral, st *state) {
	if tr.last != nil {
		if tr.judge(f, false, tr.last, m, num); f.Verdict == Agrees {
			f.Kind = Growth
			return
		}
	}
	if strict && st.yearStated && !st.thisYearStated && num.value.Cmp(model.Int(10)) >= 0 {
		if tr.judge(f, false, tr.report, m, num); f.Verdict == Agrees {
			f.Kind, f.Verdict = Year, Disagrees
			f.Message = msg.F("文中说的是上一年，而 %s 正是 %d 年度表中的 %s", "the text speaks of the year before, but %s is what the tables for %d have as %s", f.Number, tr.report.Year, f.Reading())
			return
		}
	}
	if tr.last != nil && (pre.years > 0 || pre.parts&isLast != 0) {
		if tr.judge(f, strict, tr.last, m, num); f.Verdict == Disagrees {
			f.Kind = Growth
			f.Message = msg.F("读作上年的 %s，上年报告为 %s，文中为 %s", "read as last year's %s: last year's report has %s, the text %s", f.Reading(), f.Table, f.Number)
		}
	}
}

// meaning returns what a figure is about, from the words before it or, without such, behind it. Strong says
// that it may contradict the tables if its clause is clean; ok is false if nothing is known.
func (tr *textReader) meaning(pre, post span, st *state) (m meaning, strong, ok bool) {
	if pre.foreign || pre.parts&isTopic != 0 && len(pre.items[kAct]) == 0 {
		return m, false, false
	}
	sp := pre
	behind := false
	if pre.subjects == 0 && pre.parts&(isRequest|isWeakRequest) == 0 {
		if m, ok := tr.sumMeaning(pre, st); ok {
			return m, true, true
		}
		if st.lastFigure >= 0 && pre.unknown == 0 && pre.years+len(post.items[kVerb])+post.subjects == 1 && pre.years == 1 || st.lastFigure >= 0 && pre.parts&isLast != 0 && pre.unknown == 0 && post.subjects == 0 {
			return st.lastMeaning, true, st.lastMeaning.table == tableRequests // "上年收到3件，2024年为4件"
		}
		if len(st.pendingItems) > 0 {
			it := st.pendingItems[0]
			st.pendingItems = st.pendingItems[1:]
			return tr.listedMeaning(it, st)
		}
		if post.parts&isTopic != 0 || post.foreign {
			return m, false, false
		}
		sp, behind = post, true
		st.subjectFollowed = post.subjects > 0
	}
	group := func(kind subjectKind) []item {
		if behind { // the first run, not the last
			items := sp.items[kind]
			for i := range items {
				if i > 0 && items[i].at != items[i-1].at && !tr.joined(items[i-1].at, items[i].at) {
					return items[:i]
				}
			}
			return items
		}
		return tr.lastGroup(sp.items[kind])
	}
	if pre.parts&isEach != 0 {
		for _, kind := range []subjectKind{kRow, kDispute, kOutcome, kDecision} {
			if g := tr.lastGroup(pre.items[kind]); len(g) > 1 && g[0].at != g[1].at {
				st.pendingItems = slices.Clone(g[1:])
				return tr.listedMeaning(g[0], st)
			}
		}
	}
	if pre.parts&isApiece != 0 && pre.subjects > 1 {
		return m, false, false // one figure for each of several
	}
	verbs := sp.items[kVerb]
	disputes, outcomes := group(kDispute), group(kOutcome)
	switch {
	case len(disputes) > 0 || len(outcomes) > 0 && st.dispute != nil && st.table == tableDisputes:
		return tr.disputeMeaning(sp, behind, disputes, outcomes, st)
	case len(sp.items[kDecision])+len(sp.items[kAct])+len(sp.items[kMeasure])+len(sp.items[kMoney]) > 0 &&
		len(sp.items[kRow]) == 0:
		if m, strong, ok = tr.actMeaning(group, st); ok || len(sp.items[kAct])+len(sp.items[kDecision]) > 0 {
			return m, strong, ok
		}
	}
	if st.countsDocuments || st.table == "topic" && sp.parts&isRequest == 0 {
		return m, false, false
	}
	return tr.requestMeaning(sp, post, group, verbs, st)
}

// sumMeaning returns the sum of the two figures before, which 合计 and such words announce.
func (tr *textReader) sumMeaning(pre span, st *state) (m meaning, ok bool) {
	if pre.parts&isSum == 0 || pre.unknown > 0 || len(st.summands) != 2 || st.inParts {
		return m, false
	}
	a, b := st.summands[0], st.summands[1]
	if a.table != b.table || a.table == tableProactive || a.table == tableRequests && (!hasTerm(a.firsts, "new") || !hasTerm(b.firsts, "carried_in")) {
		return m, false
	}
	return meaning{table: a.table, firsts: crossSums(a.firsts, b.firsts), second: total}, true
}

// termsOf writes the figures of the cells that a reading sums; "" for a single cell or too many.
func termsOf(rd reading, r *model.Report) string {
	if len(rd) < 2 || len(rd) > 12 {
		return ""
	}
	var b strings.Builder
	for i, t := range rd {
		n, _, _ := valueOf(r, reading{{Field: t.Field}})
		if t.Minus {
			b.WriteString("－")
		} else if i > 0 {
			b.WriteString("＋")
		}
		b.WriteString(n.String())
	}
	return "（" + b.String() + "）"
}

// countMessage says what a figure was compared with. Where it may be read in several ways, none of which
// agrees, all are named.
func countMessage(f *Figure, tried []reading, r *model.Report) msg.Text {
	m := msg.F("读作 %s，表中为 %s%s，文中为 %s，相差 %s", "read as %s: the table has %s%s, the text %s, a difference of %s",
		f.Reading(), f.Table, termsOf(tried[0], r), f.Number, f.Number.Sub(*f.Table))
	const most = 2 // further ways to understand it
	told, others := []model.Number{*f.Table}, msg.Text{}
	for _, rd := range tried[1:] {
		v, _, _ := valueOf(r, rd)
		if len(told) > most || slices.ContainsFunc(told, v.Equal) {
			continue
		}
		one := msg.F("%s（%s）", "%s (%s)", rd.name(), v)
		if len(told) > 1 {
			one = msg.F("%s、%s", "%s or %s", others, one)
		}
		told, others = append(told, v), one
	}
	if others.IsZero() {
		return m
	}
	return msg.F("%s；读作 %s也不相符", "%s; read as %s it does not agree either", m, others)
}
