package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// percent settles a percentage: a share of a whole, or growth.
func (rp *reporter) percent(k, since int, num numeral, st *state) {
	f := Figure{Kind: Share, Number: num.value}
	n := note{scope: st.scope}
	sp := rp.span(since, k, st.ctx)
	bracket := k == since+1 && rp.toks[since].kind == tOpen
	blocked := sp.parts&isTopic != 0 || sp.foreign || st.scope == otherScope || st.part || st.year == lastYear || st.year == otherYear
	switch {
	case blocked || num.points:
	case sp.parts&isShare != 0 || bracket:
		rp.share(&f, &n, sp, num, st)
	case st.growth && sp.parts&(isUp|isDown) != 0:
		f.Kind = Growth
		rp.grow(&f, &n, sp, num, st)
	}
	rp.add(k, k, f, n)
}

// about is the figure, or the words, that a percentage is about.
func (rp *reporter) about(sp span, st *state) (m meaning, text *model.Number, strict, ok bool) {
	if len(sp.items[kRow])+len(sp.items[kColumn])+len(sp.items[kDispute]) > 0 || sp.parts&(isRequest|isWeakRequest) != 0 && st.cur < 0 {
		m, strict, ok = rp.meaning(sp, span{}, st)
		return m, nil, strict, ok && m.table == tableRequests
	}
	if st.cur < 0 {
		return m, nil, false, false
	}
	return st.curM, &st.curN.value, rp.notes[st.cur].strict, true
}

// share holds a percentage against every whole that it may be of.
func (rp *reporter) share(f *Figure, n *note, sp span, num numeral, st *state) {
	m, text, strict, ok := rp.about(sp, st)
	if !ok {
		return
	}
	n.table, n.strict = m.table, strict && sp.rest == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0 && m.table == tableRequests && st.year != lastYear
	pairs, best := rp.shares(m, sp, text, st)
	if best == nil || len(pairs) == 0 {
		return
	}
	for _, p := range pairs {
		if num.percentFits(p[0], p[1]) {
			f.Verdict, f.Fields, f.minus = Agrees, best.fields, best.minus
			return
		}
	}
	if n.strict && pairs[0][1].Sign() > 0 {
		f.Verdict, f.Fields, f.minus = Disagrees, best.fields, best.minus
		f.Message = shareMessage(f, num, pairs[0], text)
	}
}

// shares pairs every part that may be meant with every whole it may be of; the
// first pair is of figures of the tables.
func (rp *reporter) shares(m meaning, sp span, text *model.Number, st *state) (pairs [][2]model.Number, best *reading) {
	values := func(m meaning) (out []model.Number) {
		for _, rd := range rp.readings(m) {
			if v, ok := value(rp.r, rd); ok {
				out = append(out, v)
			}
		}
		return out
	}
	all := meaning{table: m.table, firsts: union(rp.lex.answered, rp.lex.received), second: total}
	bases := rp.basesIn(sp)
	for _, first := range m.firsts {
		for _, second := range m.second {
			rds := rp.readings(meaning{table: m.table, firsts: []sum{first}, second: []sum{second}})
			if len(rds) == 0 {
				continue
			}
			v, ok := value(rp.r, rds[0])
			if !ok {
				continue
			}
			var wholes []model.Number
			switch {
			case m.table == tableDisputes:
				wholes = values(meaning{table: m.table, firsts: st.dispute, second: total})
			case m.table != tableRequests:
			case bases != nil:
				all.firsts = bases
				wholes = values(all)
			case m.column: // a kind of applicant's share of a row
				wholes = values(meaning{table: m.table, firsts: []sum{first}, second: total})
			default:
				wholes = values(all)
				if !slices.Equal(second, total[0]) {
					wholes = append(wholes, values(meaning{table: m.table, firsts: all.firsts, second: []sum{second}})...)
				}
				for _, g := range rp.groupsOf(rds[0]) {
					wholes = append(wholes, values(meaning{table: m.table, firsts: []sum{g}, second: total})...)
				}
			}
			if best == nil {
				best = &rds[0]
			}
			wholes = append(wholes, st.para.wholes...)
			for _, w := range wholes {
				pairs = append(pairs, [2]model.Number{v, w})
				if text != nil {
					pairs = append(pairs, [2]model.Number{*text, w})
				}
			}
		}
	}
	return pairs, best
}

// groupsOf are the groups that a row belongs to: a ground of refusal may
// be told as a share of all refusals.
func (rp *reporter) groupsOf(rd reading) (out []sum) {
	h := rp.lex.halves[tableRequests]
	for p := rd.fields[0].Row.Parent; p != nil; p = p.Parent {
		if g := h.groups[p.Group]; len(g) > 1 && p.Parent != nil {
			out = append(out, g)
		}
	}
	return out
}

func (rp *reporter) basesIn(sp span) []sum {
	for i := sp.from; i < sp.to; i++ {
		if w := rp.toks[i].word; w != nil && len(w.bases) > 0 {
			return w.bases[0]
		}
	}
	return nil
}

// grow holds a growth in percent against last year's report, or else against what
// the text itself tells of last year.
func (rp *reporter) grow(f *Figure, n *note, sp span, num numeral, st *state) {
	m, text, strict, ok := rp.about(sp, st)
	if !ok || m.table == tableProactive {
		return
	}
	n.table, n.strict = m.table, strict && sp.rest == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0
	up := sp.parts&isUp != 0
	pairs, best := rp.years(m, text)
	if text != nil && st.before != nil {
		pairs = append(pairs, [2]model.Number{*text, st.before.value})
	} else if text != nil && st.diff != nil {
		d := st.diff.value
		if !up {
			d = d.Neg()
		}
		pairs = append(pairs, [2]model.Number{*text, text.Sub(d)})
	}
	if len(pairs) == 0 || best == nil {
		return
	}
	f.Fields, f.minus = best.fields, best.minus
	for _, p := range pairs {
		d := p[0].Sub(p[1])
		if d.Sign() < 0 && up || d.Sign() > 0 && !up {
			continue
		}
		if d.Sign() < 0 {
			d = d.Neg()
		}
		if num.percentFits(d, p[1]) {
			f.Verdict = Agrees
			return
		}
	}
	if n.strict && pairs[0][1].Sign() > 0 {
		f.Verdict = Disagrees
		f.Message = growthMessage(f, pairs[0][0], pairs[0][1], num.decimal)
		return
	}
	f.Fields, f.minus = nil, nil
}

// years pairs this year's and last year's figure of each reading.
func (rp *reporter) years(m meaning, text *model.Number) (pairs [][2]model.Number, best *reading) {
	for _, rd := range rp.readings(m) {
		v, ok := value(rp.r, rd)
		if !ok {
			continue
		}
		if best == nil {
			best = &rd
		}
		if rp.last == nil {
			continue
		}
		if w, ok := value(rp.last, rd); ok {
			pairs = append(pairs, [2]model.Number{v, w})
			if text != nil {
				pairs = append(pairs, [2]model.Number{*text, w})
			}
		}
	}
	return pairs, best
}

// change settles a change in numbers, "较上年增加17件", or last year's figure told
// beside this year's, "比2022年的139件".
func (rp *reporter) change(k int, sp span, num numeral, st *state) {
	f := Figure{Kind: Growth, Number: num.value}
	n := note{scope: st.scope}
	moved := sp.parts&(isUp|isDown) != 0
	m, text, strict, ok := rp.about(sp, st)
	if ok && rp.lex.counts[num.unit] && st.scope != otherScope && !st.part && sp.parts&isTopic == 0 && m.table != tableProactive {
		n.table, n.strict = m.table, strict && sp.rest == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0 && !num.about && !num.over
		pairs, best := rp.years(m, text)
		if moved && text != nil && st.before != nil {
			pairs = append(pairs, [2]model.Number{*text, st.before.value})
		}
		for i, p := range pairs {
			want := p[1]
			if moved {
				want = p[0].Sub(p[1])
				if sp.parts&isUp == 0 {
					want = want.Neg()
				}
			}
			if num.fits(want) {
				f.Verdict = Agrees
				break
			}
			if i == len(pairs)-1 && n.strict {
				f.Verdict = Disagrees
				first := pairs[0]
				f.Message = changeMessage(&f, moved, first[0], first[1])
			}
		}
		if f.Verdict != "" {
			f.Fields, f.minus = best.fields, best.minus
		}
	}
	rp.add(k, k, f, n)
	if moved {
		st.diff = &num
	} else {
		st.before = &num
	}
}
