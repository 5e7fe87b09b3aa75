package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// termsOf writes the figures of the cells that a reading sums; "" for a single cell or too many.
func termsOf(rd reading, r *model.Report) string {
	if len(rd.fields) < 2 || len(rd.fields) > 12 {
		return ""
	}
	var b strings.Builder
	for i, fd := range rd.fields {
		n, _, _ := cellValue(r, fd)
		if rd.minus[i] {
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
func (tr *textReader) countMessage(f *Figure, tried []triedReading, r *model.Report) msg.Text {
	first := tried[0]
	m := msg.F("读作 %s，表中为 %s%s，文中为 %s，相差 %s", "read as %s: the table has %s%s, the text %s, a difference of %s",
		f.Reading(), f.Table, termsOf(first.reading, r), f.Number, f.Number.Sub(*f.Table))
	const most = 2 // further ways to understand it
	told, others := []triedReading{first}, msg.Text{}
	for _, t := range tried[1:] {
		if len(told) > most || slices.ContainsFunc(told, func(x triedReading) bool { return x.value.Equal(t.value) }) {
			continue
		}
		one := msg.F("%s（%s）", "%s (%s)", t.name(), t.value)
		if len(told) > 1 {
			one = msg.F("%s、%s", "%s or %s", others, one)
		}
		told, others = append(told, t), one
	}
	if others.IsZero() {
		return m
	}
	return msg.F("%s；读作 %s也不相符", "%s; read as %s it does not agree either", m, others)
}

// lastMessage says that a figure is not last year's.
func lastMessage(f *Figure) msg.Text {
	return msg.F("读作上年的 %s，上年报告为 %s，文中为 %s", "read as last year's %s: last year's report has %s, the text %s", f.Reading(), f.Table, f.Number)
}

// yearMessage says that a figure given for last year is this year's.
func yearMessage(f *Figure, year int) msg.Text {
	return msg.F("文中说的是上一年，而 %s 正是 %d 年度表中的 %s", "the text speaks of the year before, but %s is what the tables for %d have as %s", f.Number, year, f.Reading())
}

// periodMessage says that the period is another year's.
func periodMessage(f *Figure, year int) msg.Text {
	return msg.F("统计期限写作“%s”，报告年度是 %d", "the span of the figures reads %q, the report is on %d", f.Text, year)
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
	for _, fd := range f.Fields {
		if n, _, _ := cellValue(tr.report, fd); n.Sign() != 0 {
			parts = append(parts, reading{[]*model.Field{fd}, []bool{false}}.name().ZH+" "+n.String())
		}
	}
	return msg.F("“%s”说明应为 0，表中却有：%s", "%q says that these are 0, but the tables have: %s", f.Text, strings.Join(parts, "、"))
}

// partsMessage says that parts sum to more than their whole.
func partsMessage(sum model.Number, whole Figure) msg.Text {
	return msg.F("所列各项之和为 %s，多于总数 %s", "the parts listed sum to %s, more than the whole of %s", sum, whole.Number)
}

// restMessage says that parts and the rest do not sum to their whole.
func restMessage(sum, whole model.Number) msg.Text {
	return msg.F("所列各项连同其余之和为 %s，总数为 %s，相差 %s", "the parts listed and the rest sum to %s, the whole is %s, a difference of %s", sum, whole, sum.Sub(whole))
}

// shareOfMessage says what share the text's own figures give.
func shareOfMessage(part, whole model.Number, num numeral) msg.Text {
	return msg.F("按文中的数字计算为 %s%%（%s÷%s），文中为 %s%%", "by the text's own figures it is %s%% (%s÷%s), by the text %s%%",
		ratio(part, whole, max(2, num.places)), part, whole, num.value)
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
