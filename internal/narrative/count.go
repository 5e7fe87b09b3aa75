package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// count settles a figure that counts things.
func (rp *reporter) count(k int, pre, post span, num numeral, st *state) {
	f := Figure{Kind: Count, Number: num.value, exact: exact(num)}
	n := note{scope: st.scope}
	if !rp.lex.counts[num.unit] && !rp.lex.money[num.unit] {
		st.cur = -1
		rp.add(k, k, f, n)
		return
	}
	channel := pre.parts&isChannel != 0 && pre.parts&isFrame == 0 && len(pre.items[kRow]) == 0
	var m meaning
	strong, ok := false, false
	if !channel {
		m, strong, ok = rp.meaning(pre, post, st)
	}
	if num.unit == "" && !rp.stated(k, pre) {
		ok = false
	}
	if ok && rp.severalYears(pre) {
		ok = false // "2022年、2023年分别为"
	}
	if ok && (m.table == tableProactive || rp.lex.money[num.unit]) {
		ok = rp.lex.money[num.unit] == rp.money(m)
	}
	if !ok {
		if pre.subjects > 0 || pre.parts&(isRequest|isWeakRequest) != 0 {
			st.blocked = st.elsewhere()
		}
		st.cur = -1
		if num.unit == "" {
			return // a bare number that nothing is known of is no figure
		}
		rp.add(k, k, f, n)
		if channel && st.whole >= 0 {
			st.parts = append(st.parts, len(rp.figures)-1)
		}
		return
	}
	n.table, n.firsts = m.table, m.firsts
	n.verb = m.verb
	st.blocked = st.elsewhere()
	clean := !m.loose && rp.clean(k, pre, post, m, num, st)
	n.strict = strong && clean
	switch {
	case st.scope == otherScope || st.part:
	case st.year == lastYear:
		rp.judgeLast(&f, n.strict, pre, m, num, st)
	case st.year == 0 || st.year == thisYear:
		rp.judge(&f, n.strict, rp.r, m, num)
	}
	if num.unit == "" && f.Verdict != Agrees && f.Verdict != Disagrees {
		return
	}
	// A figure of some size that is confirmed shows that it was understood.
	n.strict = n.strict || clean && f.Verdict == Agrees && num.value.Sub(model.Int(10)).Sign() >= 0
	rp.add(k, k, f, n)
	at := len(rp.figures) - 1
	if st.scope == otherScope || st.part {
		st.cur, st.whole = -1, -1
		return
	}
	st.cur, st.curM, st.curN = at, m, num
	if f.Verdict == Agrees {
		st.curM.firsts = rp.fitting(m, num)
	}
	if strong || f.Verdict == Agrees {
		st.ctx = m.table
	}
	st.diff, st.before = nil, nil
	st.second = nil
	if m.column {
		st.second, st.of = m.second, m.second
	} else if m.verb {
		st.of = nil
	}
	switch m.table {
	case tableRequests:
		st.named = st.named || strong || f.Verdict == Agrees
		if !m.column {
			st.first = m.firsts
		}
		if m.verb {
			st.whole, st.parts = at, nil
			const most = 16 // a paragraph tells no more
			if w := st.para.wholes; len(w) == most {
				st.para.wholes = slices.Delete(w, 0, 1)
			}
			st.para.wholes = append(st.para.wholes, num.value)
		}
	}
}

// stated reports whether a bare number is a figure: between "共" or a colon and the
// end of its clause.
func (rp *reporter) stated(k int, pre span) bool {
	if k+1 < len(rp.toks) && rp.toks[k+1].kind < tBreak {
		return false
	}
	if k == 0 {
		return false
	}
	t := rp.toks[k-1]
	return t.kind == tBreak || t.kind == tWord && t.word == nil || pre.subjects > 0 && (t.has(isFiller) || t.has(isApiece) || len(t.subjects()) > 0)
}

func (rp *reporter) severalYears(pre span) bool {
	n := 0
	for i := pre.from; i < pre.to; i++ {
		if rp.toks[i].kind == tYear {
			n++
		}
	}
	return n > 1
}

func (rp *reporter) money(m meaning) bool {
	for _, rd := range rp.readings(m) {
		for _, fd := range rd.fields {
			if fd.Kind == model.Amount {
				return true
			}
		}
	}
	return false
}

// clean reports whether a figure's clause holds nothing but what is understood,
// so that it may contradict the tables.
func (rp *reporter) clean(k int, pre, post span, m meaning, num numeral, st *state) bool {
	stop := isLimit | isTopic | isNone | isFrame | isAgainst
	if m.table != tableProactive {
		stop |= isPublish
	} else {
		stop |= isCumulative
	}
	if pre.rest > 0 || pre.foreign || pre.parts&stop != 0 || num.about || num.over && num.value.Sign() == 0 {
		return false
	}
	if pre.subjects == 0 || m.table == tableRequests && pre.subjects == len(pre.items[kVerb]) {
		// What it counts is said behind it: all of that must be understood, and "均"
		// makes it a statement about figures told before.
		if post.parts&(isAll|isLimit|isTopic) != 0 && pre.subjects == 0 {
			return false
		}
		if post.rest > 0 && post.parts&isAll == 0 {
			return false
		}
	}
	if post.from < post.to {
		if t := rp.toks[post.from]; t.kind == tRest || t.has(isTopic) || t.has(isLimit) {
			return false
		}
	}
	// "受理一件、办结一件" is a saying.
	one, _ := num.value.Int64()
	return !(num.hanzi && one == 1)
}

// attempt is a reading that did not agree, with what it comes to.
type attempt struct {
	reading
	value model.Number
}

// judge holds a figure against a report.
func (rp *reporter) judge(f *Figure, strict bool, r *model.Report, m meaning, num numeral) {
	var tried []attempt
	for _, rd := range rp.readings(m) {
		v, ok := value(r, rd)
		if !ok {
			continue
		}
		if num.fits(v) {
			f.Verdict, f.Fields, f.minus, f.Table = Agrees, rd.fields, rd.minus, &v
			return
		}
		tried = append(tried, attempt{rd, v})
	}
	if len(tried) > 0 && strict {
		best := tried[0]
		f.Verdict, f.Fields, f.minus, f.Table = Disagrees, best.fields, best.minus, &best.value
		f.Message = rp.countMessage(f, tried, r)
	}
}

// fitting are the firsts by which a figure agrees: what is said of it next is
// about these.
func (rp *reporter) fitting(m meaning, num numeral) []sum {
	var out []sum
	for _, first := range m.firsts {
		one := m
		one.firsts = []sum{first}
		for _, rd := range rp.readings(one) {
			if v, ok := value(rp.r, rd); ok && num.fits(v) {
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

// judgeLast settles a figure that the text gives for last year. One that is this
// year's, in a sentence that names only last year, has the wrong year.
func (rp *reporter) judgeLast(f *Figure, strict bool, pre span, m meaning, num numeral, st *state) {
	if rp.last != nil {
		if rp.judge(f, false, rp.last, m, num); f.Verdict == Agrees {
			f.Kind = Growth
			return
		}
	}
	ten := model.Int(10)
	if strict && st.said && !st.thisSaid && num.value.Sub(ten).Sign() >= 0 {
		if rp.judge(f, false, rp.r, m, num); f.Verdict == Agrees {
			f.Kind, f.Verdict = Year, Disagrees
			f.Message = yearMessage(f, rp.r.Year)
			return
		}
	}
	said := slices.ContainsFunc(rp.toks[pre.from:pre.to], func(t token) bool { return t.kind == tYear || t.has(isLast) })
	if rp.last != nil && said {
		if rp.judge(f, strict, rp.last, m, num); f.Verdict == Disagrees {
			f.Kind = Growth
			f.Message = lastMessage(f)
		}
	}
}

// meaning tells what a figure is about from what stands before and behind it.
// Strong says that it may contradict the tables if its clause is clean.
func (rp *reporter) meaning(pre, post span, st *state) (m meaning, strong, ok bool) {
	if pre.foreign || pre.parts&isTopic != 0 && len(pre.items[kAct]) == 0 {
		return m, false, false
	}
	sp := pre
	behind := false
	if pre.subjects == 0 && pre.parts&(isRequest|isWeakRequest) == 0 {
		if len(st.queue) > 0 {
			it := st.queue[0]
			st.queue = st.queue[1:]
			return rp.single(it, st)
		}
		if post.parts&isTopic != 0 || post.foreign {
			return m, false, false
		}
		sp, behind = post, true
		st.behind = post.subjects > 0
	}
	group := func(kind kind) []item {
		if behind { // the first run, not the last
			items := sp.items[kind]
			for i := range items {
				if i > 0 && items[i].at != items[i-1].at && !rp.joined(items[i-1].at, items[i].at) {
					return items[:i]
				}
			}
			return items
		}
		return rp.lastGroup(sp.items[kind])
	}
	if pre.parts&isEach != 0 {
		for _, kind := range []kind{kRow, kDispute, kOutcome} {
			if g := rp.lastGroup(pre.items[kind]); len(g) > 1 && g[0].at != g[1].at {
				st.queue = slices.Clone(g[1:])
				return rp.single(g[0], st)
			}
		}
	}
	if pre.parts&isApiece != 0 && pre.subjects > 1 {
		return m, false, false // one figure for each of several
	}
	verbs := sp.items[kVerb]
	disputes, outcomes := group(kDispute), group(kOutcome)
	switch {
	case len(disputes) > 0 || len(outcomes) > 0 && st.dispute != nil && st.ctx == tableDisputes:
		return rp.aboutDisputes(sp, behind, disputes, outcomes, st)
	case len(sp.items[kDecision])+len(sp.items[kAct])+len(sp.items[kMeasure])+len(sp.items[kMoney]) > 0 &&
		len(sp.items[kRow]) == 0:
		if m, strong, ok = rp.aboutActs(sp, group, st); ok || len(sp.items[kAct])+len(sp.items[kDecision]) > 0 {
			return m, strong, ok
		}
	}
	if st.sorted || st.ctx == "topic" && sp.parts&isRequest == 0 {
		return m, false, false
	}
	return rp.aboutRequests(sp, post, group, verbs, st)
}
