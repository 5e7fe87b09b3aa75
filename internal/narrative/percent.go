package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// judgePercent judges a percentage: a share of a whole, or growth.
func (tr *textReader) judgePercent(k, since int, num numeral, st *state) {
	f := Figure{Kind: Share, Number: num.value}
	n := figureInfo{scope: st.scope}
	sp := tr.spanOf(since, k, st.table)
	bracket := k == since+1 && tr.tokens[since].kind == tOpen
	blocked := sp.parts&isTopic != 0 || sp.foreign || st.elsewhere()
	switch {
	case blocked || num.percentagePoints:
	case sp.parts&isShare != 0 || bracket:
		tr.judgeShare(&f, &n, sp, num, st)
	case st.growth && sp.parts&(isUp|isDown) != 0:
		f.Kind = Growth
		tr.judgeGrowth(&f, &n, sp, num, st)
	}
	tr.addFigure(k, k, f, n)
}

// percentSubject returns what a percentage is about: the words before it, or the figure before it, which is
// then also returned as text.
func (tr *textReader) percentSubject(sp span, st *state) (m meaning, text *model.Number, strict, ok bool) {
	if len(sp.items[kRow])+len(sp.items[kColumn])+len(sp.items[kDispute]) > 0 || sp.parts&(isRequest|isWeakRequest) != 0 && st.lastFigure < 0 {
		m, strict, ok = tr.meaning(sp, span{}, st)
		return m, nil, strict, ok && m.table == tableRequests
	}
	if v := sp.items[kVerb]; len(v) > 0 && st.wholeFigure >= 0 { // "受理数量较上年增加": not the figure before
		m, strict, ok = tr.meaning(sp, span{}, st)
		return m, &tr.figures[st.wholeFigure].Number, strict, ok && m.table == tableRequests
	}
	if st.lastFigure < 0 {
		return m, nil, false, false
	}
	return st.lastMeaning, &st.lastNumeral.value, tr.infos[st.lastFigure].strict, true
}

// judgeShare compares a percentage with every share that may be meant.
func (tr *textReader) judgeShare(f *Figure, n *figureInfo, sp span, num numeral, st *state) {
	m, text, strict, ok := tr.percentSubject(sp, st)
	if !ok {
		return
	}
	n.table, n.strict = m.table, strict && sp.unknown == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0 && m.table == tableRequests && st.year != lastYear
	pairs, best := tr.sharePairs(m, sp, text, st)
	if best == nil || len(pairs) == 0 {
		return
	}
	for _, p := range pairs {
		if num.percentFits(p[0], p[1]) {
			f.Verdict, f.Cells = Agrees, best
			return
		}
	}
	if n.strict && pairs[0][1].Sign() > 0 {
		f.Verdict, f.Cells = Disagrees, best
		f.Message = shareMessage(f, num, pairs[0], text)
	}
}

// sharePairs pairs every part that may be meant with every whole it may be a share of; the first pair is of
// figures of the tables.
func (tr *textReader) sharePairs(m meaning, sp span, text *model.Number, st *state) (pairs [][2]model.Number, best reading) {
	values := func(m meaning) (out []model.Number) {
		for _, rd := range tr.readings(m) {
			if v, known, _ := valueOf(tr.report, rd); known {
				out = append(out, v)
			}
		}
		return out
	}
	all := meaning{table: m.table, firsts: union(tr.lex.answered, tr.lex.received), second: total}
	for _, first := range m.firsts {
		for _, second := range m.second {
			rds := tr.readings(meaning{table: m.table, firsts: []idSum{first}, second: []idSum{second}})
			if len(rds) == 0 {
				continue
			}
			v, known, _ := valueOf(tr.report, rds[0])
			if !known {
				continue
			}
			var wholes []model.Number
			switch {
			case m.table == tableDisputes:
				wholes = values(meaning{table: m.table, firsts: st.dispute, second: total})
			case m.table != tableRequests:
			case sp.bases != nil:
				all.firsts = sp.bases
				wholes = values(all)
			case m.column: // a kind of applicant's share of a row
				wholes = values(meaning{table: m.table, firsts: []idSum{first}, second: total})
			default:
				wholes = values(all)
				if !slices.Equal(second, total[0]) {
					wholes = append(wholes, values(meaning{table: m.table, firsts: all.firsts, second: []idSum{second}})...)
				}
				for _, g := range tr.groupsOf(rds[0]) {
					wholes = append(wholes, values(meaning{table: m.table, firsts: []idSum{g}, second: total})...)
				}
			}
			if best == nil {
				best = rds[0]
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

// groupsOf returns the groups that a row belongs to, since a ground of refusal may be told as a share of all
// refusals.
func (tr *textReader) groupsOf(rd reading) (out []idSum) {
	parts := tr.lex.ids[tableRequests]
	for p := rd[0].Field.Row.Parent; p != nil; p = p.Parent {
		if g := parts.groups[p.Group]; len(g) > 1 && p.Parent != nil {
			out = append(out, g)
		}
	}
	return out
}

// judgeGrowth compares growth in percent with last year's report, or with what the text itself tells of last year.
func (tr *textReader) judgeGrowth(f *Figure, n *figureInfo, sp span, num numeral, st *state) {
	m, text, strict, ok := tr.percentSubject(sp, st)
	if !ok || m.table == tableProactive {
		return
	}
	n.table, n.strict = m.table, strict && sp.unknown == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0
	up := sp.parts&isUp != 0
	pairs, best := tr.yearPairs(m, text)
	if text != nil && st.lastYearNumeral != nil {
		pairs = append(pairs, [2]model.Number{*text, st.lastYearNumeral.value})
	} else if text != nil && st.change != nil {
		d := st.change.value
		if !up {
			d = d.Neg()
		}
		pairs = append(pairs, [2]model.Number{*text, text.Sub(d)})
	}
	if len(pairs) == 0 || best == nil {
		return
	}
	for _, p := range pairs {
		d := p[0].Sub(p[1])
		if otherWay := d.Sign() < 0 && up || d.Sign() > 0 && !up; !otherWay && num.percentFits(d.Abs(), p[1]) {
			f.Verdict, f.Cells = Agrees, best
			return
		}
	}
	if n.strict && pairs[0][1].Sign() > 0 {
		f.Verdict, f.Cells = Disagrees, best
		f.Message = growthMessage(f, pairs[0][0], pairs[0][1], num.places)
	}
}

// yearPairs pairs this year's and last year's figure of each reading.
func (tr *textReader) yearPairs(m meaning, text *model.Number) (pairs [][2]model.Number, best reading) {
	for _, rd := range tr.readings(m) {
		v, known, _ := valueOf(tr.report, rd)
		if !known {
			continue
		}
		if best == nil {
			best = rd
		}
		if tr.last == nil {
			continue
		}
		if w, known, _ := valueOf(tr.last, rd); known {
			pairs = append(pairs, [2]model.Number{v, w})
			if text != nil {
				pairs = append(pairs, [2]model.Number{*text, w})
			}
		}
	}
	return pairs, best
}

// judgeChange judges a change in numbers, "较上年增加17件", or last year's figure beside this year's, "比2022年的139件".
func (tr *textReader) judgeChange(k int, sp span, num numeral, st *state) {
	f := Figure{Kind: Growth, Number: num.value}
	n := figureInfo{scope: st.scope}
	moved := sp.parts&(isUp|isDown) != 0
	m, text, strict, ok := tr.percentSubject(sp, st)
	if ok && slices.Contains(tr.lex.words.Counts, num.unit) && st.scope != otherScope && !st.partOfYear && sp.parts&isTopic == 0 && m.table != tableProactive {
		n.table, n.strict = m.table, strict && sp.unknown == 0 && sp.parts&(isLimit|isFrame|isChannel|isPublish) == 0 && !num.about && !num.over
		pairs, best := tr.yearPairs(m, text)
		if moved && text != nil && st.lastYearNumeral != nil {
			pairs = append(pairs, [2]model.Number{*text, st.lastYearNumeral.value})
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
				f.Message = changeMessage(&f, moved, pairs[0][0], pairs[0][1])
			}
		}
		if f.Verdict != "" {
			f.Cells = best
		}
	}
	tr.addFigure(k, k, f, n)
	if moved {
		st.change = &num
	} else {
		st.lastYearNumeral = &num
	}
}

// shareMessage says what share the tables give, and the text's own figure if that is another.
func shareMessage(f *Figure, num numeral, pair [2]model.Number, text *model.Number) msg.Text {
	places := max(2, num.places)
	m := msg.F("读作 %s 所占的比例，按表计算为 %s%%（%s÷%s），文中为 %s%%", "read as the share of %s: by the tables it is %s%% (%s÷%s), by the text %s%%",
		f.Reading(), ratio(pair[0], pair[1], places), pair[0], pair[1], num.value)
	if text != nil && !text.Equal(pair[0]) && text.Cmp(pair[1]) <= 0 {
		m = msg.F("%s；按文中的 %s 计算为 %s%%，也不相符", "%s; with the text's own %s it is %s%%, which does not agree either", m, *text, ratio(*text, pair[1], places))
	}
	return m
}

// growthMessage says what growth the figures of two years give.
func growthMessage(f *Figure, now, before model.Number, decimal int) msg.Text {
	d := now.Sub(before)
	zh, en := "增长", "growth"
	if d.Sign() < 0 {
		d, zh, en = d.Neg(), "下降", "decline"
	}
	return msg.F("读作 %s 的增减，由 %s 到 %s，%s %s%%，与文中的 %s%% 不符", "read as the change of %s: from %s to %s is a %s of %s%%, not %s%%",
		f.Reading(), before, now, msg.T(zh, en), ratio(d, before, max(2, decimal)), f.Number)
}

// changeMessage says what change, or what figure of last year, the reports give.
func changeMessage(f *Figure, moved bool, now, before model.Number) msg.Text {
	if !moved {
		return msg.F("读作上年的数字，上年报告为 %s，文中为 %s", "read as last year's figure: last year's report has %s, the text %s", before, f.Number)
	}
	return msg.F("读作增减数，由 %s 到 %s 相差 %s，文中为 %s", "read as the change: from %s to %s it is %s, by the text %s", before, now, now.Sub(before), f.Number)
}

// ratio returns a/b in percent with a number of decimal places, rounded; "?" if it cannot be computed.
func ratio(a, b model.Number, places int) string {
	n, ok1 := a.Int64()
	m, ok2 := b.Int64()
	if !ok1 || !ok2 || m <= 0 || n > 1e12 || n < 0 {
		return "?"
	}
	return a.PercentTo(b, places).String()
}
