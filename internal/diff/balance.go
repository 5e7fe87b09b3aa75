package diff

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Balance is an identity across two years with its figures.
type Balance struct {
	Identity *model.Identity
	Terms    []Term
	// Left and Right are the two sides, each a figure or the reason why there is none.
	Left, Right model.Value
}

// Term is one term of a balance with its value.
type Term struct {
	model.Term
	Fields []*model.Field // fields of the report that the term is about, of last year's form for a term of last year
	Value  model.Value
}

// Known reports whether both sides are figures, neither of them blank.
func (b *Balance) Known() bool { return b.Left.IsNumber() && b.Right.IsNumber() }

// Holds reports whether both sides are figures and equal.
func (b *Balance) Holds() bool { return b.Known() && b.Left.Number.Equal(b.Right.Number) }

// Balances returns the identities across years of the later report's form with their figures. One whose terms
// last year's edition does not have is left out.
func Balances(from, to *model.Report) []Balance {
	if to.Year != 0 && from.Year != 0 && to.Year != from.Year+1 {
		return nil
	}
	a, err := align(from.Form, to.Form)
	if err != nil {
		return nil
	}
	old := map[*model.Field][]*model.Field{}
	for _, m := range a.matches {
		if m.As == "same" && len(m.To) == 1 {
			old[m.To[0]] = m.From
		}
	}
	var out []Balance
next:
	for _, id := range to.Form.YearIdentities {
		b := Balance{Identity: id}
		for _, t := range id.Terms() {
			x := Term{Term: t, Fields: []*model.Field{t.Field}}
			r := to
			if t.Last {
				if x.Fields = old[t.Field]; len(x.Fields) == 0 {
					continue next
				}
				r = from
			}
			x.Value = model.Sum(r, x.Fields)
			b.Terms = append(b.Terms, x)
		}
		b.Left, b.Right = sumSide(b.Terms[:len(id.Left)]), sumSide(b.Terms[len(id.Left):])
		out = append(out, b)
	}
	return out
}

// sumSide adds up terms. A side of blanks is blank. Beside figures a blank counts as 0, but not if it is last
// year's and this year's are the only figures.
func sumSide(ts []Term) model.Value {
	sum := model.Value{State: model.Blank}
	last, known := false, false
	for _, t := range ts {
		last, known = last || t.Last, known || t.Last && t.Value.IsNumber()
	}
	for _, t := range ts {
		switch v := t.Value; v.State {
		case model.IsNumber:
			sum.State, sum.Number = model.IsNumber, sum.Number.Add(t.Signed(v.Number))
		case model.Absent, model.Unreadable:
			return v
		}
	}
	if last && !known {
		return model.Value{State: model.Blank}
	}
	return sum
}

// Fault is a reason against comparing two reports. With Doubt it cannot be decided, since something is not given.
type Fault struct {
	Message msg.Text
	Item    string // item of the cover that it is about
	Doubt   bool
	Note    bool // nothing is wrong, but readers have to know
}

// Pair returns what speaks against comparing a report with another as last year's: another organ, the same
// year, years apart, the wrong order.
func Pair(last, this *model.Report, renamed bool) []Fault {
	var out []Fault
	a, b := last, this
	switch {
	case renamed:
	case Name(a.Organ) == "" || Name(b.Organ) == "":
		out = append(out, Fault{msg.F("机关名称没有写全（上年%s，本年%s），无法确认是同一机关", "an organ is not named (last year %s, this year %s); whether it is the same is unknown", organText(a.Organ), organText(b.Organ)), "organ", true, false})
	case isTail(Name(a.Organ), Name(b.Organ), b.Form) || isTail(Name(b.Organ), Name(a.Organ), a.Form):
		out = append(out, Fault{msg.F("机关名称写法不同（上年报告是“%s”，本年是“%s”），可能是同一机关，已作上下年核对；请确认", "the organs are named otherwise (last year %q, this year %q) and may be the same: the years were compared; make sure that they are", a.Organ, b.Organ), "organ", true, false})
	case Name(a.Organ) != Name(b.Organ):
		out = append(out, Fault{msg.F("不是同一机关：上年报告是“%s”，本年是“%s”", "not the same organ: last year's report is %q's, this year's %q's", a.Organ, b.Organ), "organ", false, false})
	}
	switch {
	case a.Year == 0 || b.Year == 0:
		out = append(out, Fault{msg.F("报告年度没有写全（上年 %s，本年 %s），无法确认是相邻两年", "a report year is missing (last %s, this %s); whether they are adjacent is unknown", yearText(a.Year), yearText(b.Year)), "year", true, false})
	case a.Year == b.Year:
		out = append(out, Fault{msg.F("两份都是 %d 年度的报告", "both reports are on %d", a.Year), "year", false, false})
	case a.Year > b.Year:
		out = append(out, Fault{msg.F("次序颠倒：作为上年的是 %d 年度，作为本年的是 %d 年度", "the wrong way round: %d was given as the year before %d", a.Year, b.Year), "year", false, false})
	case b.Year-a.Year > 1:
		out = append(out, Fault{msg.F("相隔 %d 年：上年报告是 %d 年度，本年是 %d 年度", "%d years apart: last year's report is on %d, this year's on %d", b.Year-a.Year, a.Year, b.Year), "year", false, false})
	}
	if t := OtherUnits(a, b); !t.IsZero() {
		out = append(out, Fault{t, "organ", true, true})
	}
	return out
}

// OtherUnits says of two totals that they hold different numbers of units, so that a change may be those units'; empty where
// they do not, or where it is not known.
func OtherUnits(last, this *model.Report) msg.Text {
	if len(last.Sources) == 0 || len(this.Sources) == 0 {
		return msg.Text{}
	}
	a, b := sums.UnitsIn(last), sums.UnitsIn(this)
	if a == 0 || b == 0 || a == b {
		return msg.Text{}
	}
	return msg.F("上年的汇总计入 %d 个单位，本年 %d 个，增减中有单位多少的影响，不可直接相比", "last year's total holds %d units, this year's %d: part of every change is due to that, and the figures do not compare directly", a, b)
}

// Comparable reports whether a report may be compared with another as last year's: nothing that [Pair] finds forbids
// it, and there is a crosswalk between their forms.
func Comparable(last, this *model.Report, renamed bool) bool {
	if slices.ContainsFunc(Pair(last, this, renamed), func(f Fault) bool { return !f.Doubt }) {
		return false
	}
	_, err := model.Align(last.Form, this.Form)
	return err == nil
}

// isTail reports whether an organ's name is another's without the place at its beginning, which ends in one of the
// form's words for levels: 教育局 and 某市教育局. Form is that of the report with the long name.
func isTail(short, long string, form *model.Form) bool {
	const least = 3 // characters of a name
	if len([]rune(short)) < least || len(short) >= len(long) || !strings.HasSuffix(long, short) {
		return false
	}
	place := strings.TrimSuffix(long, short)
	return form != nil && slices.ContainsFunc(form.Vocabulary.Words["levels"], func(level string) bool { return strings.HasSuffix(place, level) })
}

func organText(s string) msg.Text {
	if Name(s) == "" {
		return msg.T("未填", "not given")
	}
	return msg.F("“%s”", "%q", s)
}

func yearText(y int) msg.Text {
	if y == 0 {
		return msg.T("未填", "not given")
	}
	return msg.F("%d", "%d", y)
}

// Name reduces an organ's name to what is compared: in one width, without blanks, brackets alike.
func Name(s string) string {
	s = text.Bare(s)
	if !strings.ContainsAny(s, "〔〕【】") {
		return s
	}
	return brackets.Replace(s)
}

// brackets writes every kind of bracket as a round one.
var brackets = strings.NewReplacer("〔", "(", "〕", ")", "【", "(", "】", ")")

// Key is one of the few figures with which a comparison begins.
type Key struct {
	Figure   model.KeyFigure
	Share    bool // the figure is in percent
	Old, New model.Value
	Delta    *model.Number // for a share, in percentage points
	Percent  *model.Number
	Base     Base
}

// keyFigures returns the key figures that both forms have.
func keyFigures(from, to *model.Report) []Key {
	if to.Form.Comparison == nil || from.Form.Comparison == nil {
		return nil
	}
	var out []Key
	for _, k := range to.Form.Comparison.Keys {
		i := slices.IndexFunc(from.Form.Comparison.Keys, func(o model.KeyFigure) bool { return o.ID == k.ID })
		if i < 0 {
			continue
		}
		key := Key{Figure: k, Share: len(k.Of) > 0, Old: keyValue(from, from.Form.Comparison.Keys[i]), New: keyValue(to, k)}
		if key.Old.IsNumber() && key.New.IsNumber() {
			delta := key.New.Number.Sub(key.Old.Number)
			key.Delta = &delta
			if !key.Share {
				key.Percent, key.Base = percent(key.Old.Number, delta, false, smallBase(to.Form))
			}
		}
		out = append(out, key)
	}
	return out
}

// keyValue computes a key figure. A share is in percent; it is absent if the whole is 0 or no figure.
func keyValue(s *model.Report, k model.KeyFigure) model.Value {
	v := sumOf(s, k.Terms)
	if len(k.Of) == 0 || !v.IsNumber() {
		return v
	}
	of := sumOf(s, k.Of)
	if !of.IsNumber() || of.Number.Sign() == 0 {
		return model.Value{State: model.Absent}
	}
	return model.Value{State: model.IsNumber, Number: v.Number.Percent(of.Number)}
}

// sumOf adds up fields and subtotals of a report.
func sumOf(s *model.Report, ids []string) model.Value {
	var fs []*model.Field
	for _, id := range ids {
		more, _ := s.Form.Figure(id)
		fs = append(fs, more...)
	}
	return model.Sum(s, fs)
}

// Words says how much a figure changed: in percent where that is meaningful, and otherwise why not.
func Words(old, delta model.Number, percent *model.Number, base Base) msg.Text {
	switch {
	case delta.Sign() == 0:
		return msg.T("持平", "no change")
	case base == Zero:
		return msg.T("原为 0", "from 0")
	case base == Small:
		return msg.T("基数小，不计幅度", "base too small")
	case percent == nil:
		return msg.Text{}
	}
	if percent.Sign() == 0 {
		return msg.T("不到 0.1 %", "under 0.1 %")
	}
	s := signed(*percent) + " %"
	if percent.Cmp(model.Int(1000)) >= 0 {
		times := old.Add(delta).Percent(old)
		return msg.F("约为原来的 %s 倍", "about %s times as much", times.Hundredth())
	}
	return msg.T(s, s)
}

// Where returns the label of the row or column that a balance is about.
func (b *Balance) Where() string {
	return b.Identity.Line.Label
}

// Spell writes terms with their values; those of last year are marked.
func (b *Balance) Spell(ts []Term) msg.Text {
	var parts []msg.Text
	for i, t := range ts {
		node := t.Field.Row
		if b.Identity.Rule.Along == "columns" {
			node = t.Field.Column
		}
		sign := ""
		switch {
		case t.Minus:
			sign = "－"
		case i > 0:
			sign = "＋"
		}
		label := msg.F("“%s”", "%q", node.Label)
		if t.Last {
			label = msg.F("上年“%s”", "last year's %q", node.Label)
		}
		parts = append(parts, msg.F("%s%s %s", "%s%s %s", sign, label, t.Value.Describe()))
	}
	return msg.Join(parts, "", "")
}

// trendText says how figures went over the years; empty for fewer than two.
func trendText(ns []*model.Number) msg.Text {
	var last *model.Number
	ups, downs, steps, gap, gaps := 0, 0, 0, 0, 0
	for _, n := range ns {
		if n == nil {
			gap++
			continue
		}
		if last != nil {
			steps++
			gaps += gap // no more than the figures that are there can be told
			switch n.Cmp(*last) {
			case 1:
				ups++
			case -1:
				downs++
			}
		}
		last, gap = n, 0
	}
	switch {
	case steps == 0:
		return msg.Text{}
	case ups == steps && steps > 1 && gaps == 0:
		return msg.T("逐年上升", "up every year")
	case downs == steps && steps > 1 && gaps == 0:
		return msg.T("逐年下降", "down every year")
	case ups > 0 && downs > 0:
		return msg.T("有升有降", "up and down")
	case ups > 0:
		return msg.T("上升", "up")
	case downs > 0:
		return msg.T("下降", "down")
	}
	return msg.T("持平", "no change")
}
