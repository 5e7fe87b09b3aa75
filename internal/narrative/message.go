package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

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

// claimMessage says which cells are not 0.
func (tr *textReader) claimMessage(f *Figure) msg.Text {
	var parts []string
	for _, t := range f.Cells {
		if n, _, _ := valueOf(tr.report, reading{t}); n.Sign() != 0 {
			parts = append(parts, reading{t}.name().ZH+" "+n.String())
		}
	}
	return msg.F("“%s”说明应为 0，表中却有：%s", "%q says that these are 0, but the tables have: %s", f.Text, strings.Join(parts, "、"))
}

// ratio returns a/b in percent with a number of decimal places, rounded; "?" if it cannot be computed.
func ratio(a, b model.Number, places int) string {
	n, ok1 := a.Int64()
	m, ok2 := b.Int64()
	if !ok1 || !ok2 || m <= 0 || n > 1e12 || n < 0 {
		return "?"
	}
	scale := int64(100)
	for range places {
		scale *= 10
	}
	q := (n*scale*2 + m) / (2 * m)
	s := model.Int(q).String()
	for len(s) <= places {
		s = "0" + s
	}
	if places == 0 {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s[:len(s)-places]+"."+s[len(s)-places:], "0"), ".")
}
