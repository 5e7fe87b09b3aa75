package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// claims settles the words of a clause, from token a to b, that say a number
// without a figure.
func (rp *reporter) claims(a, b int, st *state) {
	for i := a; i < b; i++ {
		t := rp.toks[i]
		switch {
		case t.word == nil:
		case len(t.word.claims) > 0:
			for _, c := range t.word.claims {
				rp.outcomeClaim(a, i, c, st)
			}
			a = i + 1
		case t.has(isZero):
			rp.zeroClaim(a, i, st)
			a = i + 1
		case t.has(isNone):
			rp.noneClaim(a, i, b, st)
			return
		}
	}
}

// outcomeClaim: 均获维持 says of all disputes named before that none ended
// otherwise, and none is pending.
func (rp *reporter) outcomeClaim(a, i int, c claim, st *state) {
	if len(st.all) == 0 {
		return
	}
	var fields []*model.Field
	have, ok := model.Int(0), true
	for _, first := range st.all {
		for _, rd := range rp.readings(meaning{table: tableDisputes, firsts: first[:1], second: []sum{c.second}}) {
			for k, fd := range rd.fields {
				if slices.Contains(fields, fd) {
					continue
				}
				v, good := value(rp.r, reading{[]*model.Field{fd}, rd.minus[k : k+1]})
				ok = ok && good
				if have = have.Add(v); v.Sign() != 0 {
					fields = append([]*model.Field{fd}, fields...)
				} else {
					fields = append(fields, fd)
				}
			}
		}
	}
	if !ok || len(fields) == 0 {
		return
	}
	f := Figure{Kind: Claim, Number: model.Int(c.is), Fields: fields, Table: &have, Verdict: Agrees}
	n := note{scope: st.scope, table: tableDisputes, strict: true}
	if !have.Equal(f.Number) {
		sp := rp.span(a, i, st.ctx)
		if !st.para.disclosure || sp.rest > 0 || sp.parts&(isTopic|isLimit) != 0 || st.part || st.scope == otherScope || st.year == lastYear || st.year == otherYear {
			return
		}
		f.Verdict = Disagrees
	}
	g := rp.add(i, i, f, n)
	if f.Verdict == Disagrees {
		g.Message = rp.claimMessage(g)
	}
}

// zeroClaim: "不予公开、无法提供均为0".
func (rp *reporter) zeroClaim(a, i int, st *state) {
	sp := rp.span(a, i, st.ctx)
	var ms []meaning
	for _, it := range sp.items[kRow] {
		ms = append(ms, meaning{table: it.sub.table, firsts: it.sub.first, second: total})
	}
	for _, it := range sp.items[kDispute] {
		ms = append(ms, meaning{table: it.sub.table, firsts: it.sub.first, second: total})
	}
	if len(sp.items[kRow]) == 0 {
		for k := a; k < i; k++ { // "申请、复议、诉讼均为零", and not "申请引起的复议均为零"
			if rp.toks[k].has(isRequest) && (k+1 == i || rp.toks[k+1].has(isLink)) {
				ms = append(ms, meaning{table: tableRequests, firsts: rp.lex.received[:1], second: total})
				break
			}
		}
	}
	strong := st.para.disclosure || st.ctx == tableRequests || len(sp.items[kDispute]) == 0
	rp.zero(i, i, ms, sp, strong, st)
}

// noneClaim: "未收到申请", "未发生诉讼".
func (rp *reporter) noneClaim(a, i, b int, st *state) {
	pre, sp := rp.span(a, i, st.ctx), rp.span(i+1, b, st.ctx)
	if b < len(rp.toks) && rp.toks[b].kind < tBreak { // a figure follows: not a claim
		return
	}
	if pre.rest > 0 || pre.parts&(isTopic|isLimit|isChannel) != 0 || sp.parts&isChannel != 0 {
		return
	}
	var ms []meaning
	strong := true
	end := i
	for _, kind := range []kind{kDispute, kRow} {
		for _, it := range sp.items[kind] {
			if it.sub.weak {
				continue
			}
			second := total
			if o := rp.lastGroup(sp.items[kOutcome]); kind == kDispute && len(o) > 0 {
				second = sumOf(o, secondOf)
			}
			ms = append(ms, meaning{table: it.sub.table, firsts: it.sub.first[:1], second: second})
			end = max(end, it.at)
		}
		if len(ms) > 0 && kind == kDispute {
			strong = sp.parts&(isDisclosure|isRequest) != 0 || st.para.disclosure
			break
		}
	}
	if acts := sp.items[kAct]; len(ms) == 0 && len(acts) > 0 {
		second := rp.lex.issued
		if len(second) > 0 {
			ms = append(ms, meaning{table: tableProactive, firsts: acts[len(acts)-1].sub.first, second: second})
			end = acts[len(acts)-1].at
		}
	}
	if len(ms) == 0 && sp.parts&isRequest != 0 {
		m := meaning{table: tableRequests, firsts: rp.lex.received[:1], second: total}
		if cols := sp.items[kColumn]; len(cols) > 0 {
			m.second = cols[len(cols)-1].sub.second
		}
		ms = append(ms, m)
		for k := i + 1; k < b; k++ {
			if rp.toks[k].has(isRequest) {
				end = k
			}
		}
	}
	rp.zero(i, end, ms, sp, strong, st)
}

// zero settles a claim that each of several things did not happen.
func (rp *reporter) zero(first, last int, ms []meaning, sp span, strong bool, st *state) {
	if len(ms) == 0 || st.year == lastYear || st.year == otherYear || st.part || st.scope == otherScope || sp.parts&(isTopic|isLimit) != 0 || sp.foreign {
		return
	}
	f := Figure{Kind: Claim, Number: model.Int(0), Verdict: Agrees}
	sum := model.Int(0)
	for _, m := range ms {
		rds := rp.readings(m)
		if len(rds) == 0 {
			return
		}
		v, ok := value(rp.r, rds[0])
		if !ok {
			return
		}
		if sum = sum.Add(v); v.Sign() != 0 {
			f.Fields = append(slices.Clone(rds[0].fields), f.Fields...)
		} else {
			f.Fields = append(f.Fields, rds[0].fields...)
		}
	}
	f.Table = &sum
	n := note{scope: st.scope, table: ms[0].table, strict: strong}
	if sum.Sign() != 0 {
		if !strong || sp.rest > 0 {
			return
		}
		f.Verdict = Disagrees
	}
	g := rp.add(first, last, f, n)
	if f.Verdict == Disagrees {
		g.Message = rp.claimMessage(g)
	}
	st.cur = -1
}

// periods finds the span of time that the figures are said to be of, where it is
// another year's.
func (rp *reporter) periods() {
	for i, t := range rp.toks {
		if t.kind != tYear || t.year == thisYear || rp.r.Year == 0 {
			continue
		}
		text := func(k int) string {
			if k >= len(rp.toks) {
				return ""
			}
			return string(rp.scan.rs[rp.toks[k].start:rp.toks[k].end])
		}
		if text(i+1) != "1月1日" && text(i+1) != "01月01日" {
			continue
		}
		for k := i + 2; k < min(i+8, len(rp.toks)); k++ {
			if u := rp.toks[k]; u.kind >= tStop || u.kind == tYear && u.year != t.year {
				break
			}
			if text(k) == "12月31日" {
				if text(k+1) == "止" {
					k++
				}
				if rp.periodSaid(i) {
					rp.sentenceAt(k)
					g := rp.add(i, k, Figure{Kind: Year, Verdict: Disagrees, Number: model.Int(int64(rp.r.Year))}, note{strict: true})
					g.Message = periodMessage(g, rp.r.Year)
				}
				break
			}
		}
	}
}

// sentenceAt makes the sentence around a token the one being read.
func (rp *reporter) sentenceAt(k int) {
	rp.begin, rp.stop = k, k
	for rp.begin > 0 && rp.toks[rp.begin-1].kind < tStop {
		rp.begin--
	}
	for rp.stop < len(rp.toks) && rp.toks[rp.stop].kind < tStop {
		rp.stop++
	}
}

// periodSaid reports whether the sentence says that the span is the figures'.
func (rp *reporter) periodSaid(i int) bool {
	for k := i - 1; k >= 0 && rp.toks[k].kind < tStop; k-- {
		if rp.toks[k].has(isPeriod) {
			return true
		}
	}
	return false
}
