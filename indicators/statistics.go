package indicators

import (
	"math/big"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// leastUnits is the smallest number of ranked units of which one can lie far from the others: of fewer the
// quartiles are single units.
const leastUnits = 8

// Summary is how the values of an indicator are distributed. Ranks and all of the
// distribution go by the ranked units alone.
type Summary struct {
	Indicator *model.Indicator
	Ranked    int
	Small     int // units with a smaller denominator than is ranked, and not 0
	None      int // units with a denominator of 0
	Unknown   int // units whose figures are blank, missing or unreadable
	// Pooled is the value of all units together; Paired those of the units that have a report on last year, with
	// last year's.
	Pooled, Paired Value
	Mean, Median   *big.Rat
	Min, Max       *big.Rat
	Q1, Q3         *big.Rat
	// Q1 and Q3 are nil of fewer than eight units. Low and High are the fences: Q1 and Q3, and so many of their distances further out as the
	// indicator says. They are nil where the quartiles are, and where those are equal, since then any other value would lie
	// outside.
	Low, High *big.Rat
	Outliers  []Outlier // the farthest first
}

// Outlier is a unit whose value lies outside of the fences.
type Outlier struct {
	Unit  *Unit
	Value *big.Rat
	Above bool
	// Distance is how far it lies from the fence, in distances between the quartiles.
	Distance *big.Rat
}

// summarise ranks the units and describes how they are distributed.
func (g *gathering) summarise() {
	sorting.By(g.Uncounted, func(a, b Uncounted) int { return a.Reason.order() - b.Reason.order() })
	for k, i := range g.Indicators {
		s := Summary{Indicator: i, Pooled: add(g.Units, k, i, func(*Unit) bool { return true }), Paired: add(g.Units, k, i, (*Unit).hasLast)}
		last := Value{State: model.Blank, Whole: model.Int(1)}
		if g.paired.units > 0 {
			last = lastOf(g.Units, k, i)
			s.Paired.Last = &last
		}
		type ranked struct {
			unit  *Unit
			value *big.Rat
		}
		var all []ranked
		for _, u := range g.Units {
			v := &u.Values[k]
			switch {
			case v.State != model.IsNumber:
				s.Unknown++
			case !v.Known():
				s.None++
			case v.Small:
				s.Small++
			default:
				all = append(all, ranked{u, v.Ratio()})
			}
		}
		sorting.By(all, func(a, b ranked) int { return b.value.Cmp(a.value) })
		rank := 0
		for n, x := range all {
			if n == 0 || x.value.Cmp(all[n-1].value) != 0 {
				rank = n + 1
			}
			x.unit.Values[k].Rank = rank
		}
		s.Ranked = len(all)
		values := make([]*big.Rat, len(all)) // from the lowest up
		for n, x := range all {
			values[len(all)-1-n] = x.value
		}
		s.describe(values)
		for _, x := range all {
			s.fence(x.unit, x.value)
		}
		sorting.By(s.Outliers, func(a, b Outlier) int { return b.Distance.Cmp(a.Distance) })
		g.Summaries = append(g.Summaries, s)
	}
}

// hasLast reports whether a unit has a report on last year.
func (u *Unit) hasLast() bool { return u.HasLast }

// reasons are all of them in their order, with what they are called.
var reasons = []struct {
	id    Reason
	title msg.Text
}{
	{Missing, msg.T("缺报", "missing")}, {Unreadable, msg.T("无法读取", "unreadable")}, {Conflicting, msg.T("几份内容不同", "conflicting")}, {Stranger, msg.T("不能归入单位", "of no unit")},
	{Empty, msg.T("没有填写", "not filled in")}, {OtherYear, msg.T("别的年度", "on another year")}, {LikeTotal, msg.T("像是汇总、没有计入", "like a total, not counted")}, {InTotal, msg.T("只在下级汇总中", "in a total alone")}, {LeftOut, msg.T("没有计入汇总", "left out of the total")}, {Repeated, msg.T("已在汇总中", "in the total already")},
}

// order is the place of a reason among all.
func (r Reason) order() int {
	for i, x := range reasons {
		if x.id == r {
			return i
		}
	}
	return len(reasons)
}

// add pools the known values of units that fit: the parts and the wholes are summed. Of a share, units count whose
// denominator is 0 as well.
func add(us []*Unit, k int, i *model.Indicator, fits func(*Unit) bool) Value {
	out := Value{State: model.Blank}
	for _, u := range us {
		if fits(u) {
			out = out.plus(u.Values[k])
		}
	}
	return out.pooled(i)
}

// lastOf pools last year's values.
func lastOf(us []*Unit, k int, i *model.Indicator) Value {
	out := Value{State: model.Blank}
	for _, u := range us {
		if last := u.Values[k].Last; last != nil {
			out = out.plus(*last)
		}
	}
	return out.pooled(i)
}

func (v Value) plus(o Value) Value {
	if o.State == model.IsNumber {
		v.State, v.Part, v.Whole = model.IsNumber, v.Part.Add(o.Part), v.Whole.Add(o.Whole)
	}
	return v
}

// pooled completes a pooled value: a count is a sum, a share of few is marked.
func (v Value) pooled(i *model.Indicator) Value {
	if !i.IsShare() {
		v.Whole = model.Int(1)
		return v
	}
	v.Small = v.State == model.IsNumber && v.Whole.Cmp(model.Int(int64(i.Least))) < 0
	return v
}

// describe takes the measures of sorted values.
func (s *Summary) describe(sorted []*big.Rat) {
	n := len(sorted)
	if n == 0 {
		return
	}
	sum := new(big.Rat)
	for _, v := range sorted {
		sum.Add(sum, v)
	}
	s.Mean = sum.Quo(sum, big.NewRat(int64(n), 1))
	s.Min, s.Max = sorted[0], sorted[n-1]
	s.Median = quartile(sorted, 2)
	if n < leastUnits {
		return
	}
	s.Q1, s.Q3 = quartile(sorted, 1), quartile(sorted, 3)
	between := new(big.Rat).Sub(s.Q3, s.Q1)
	fence, ok := new(big.Rat).SetString(s.Indicator.Fence.String())
	if between.Sign() == 0 || !ok || fence.Sign() == 0 {
		return
	}
	reach := fence.Mul(fence, between)
	s.Low, s.High = new(big.Rat).Sub(s.Q1, reach), new(big.Rat).Add(s.Q3, reach)
}

// quartile is the k-th quartile of sorted values as spreadsheets compute it (QUARTILE.INC): at k quarters of the way
// from the first to the last, between two values in proportion.
func quartile(sorted []*big.Rat, k int) *big.Rat {
	at := k * (len(sorted) - 1)
	low := sorted[at/4]
	if at%4 == 0 {
		return low
	}
	step := new(big.Rat).Sub(sorted[at/4+1], low)
	return step.Mul(step, big.NewRat(int64(at%4), 4)).Add(step, low)
}

// fence names a unit whose value lies outside of the fences.
func (s *Summary) fence(u *Unit, v *big.Rat) {
	if s.Low == nil {
		return
	}
	o := Outlier{Unit: u, Value: v, Distance: new(big.Rat)}
	switch {
	case v.Cmp(s.High) > 0:
		o.Above = true
		o.Distance.Sub(v, s.High)
	case v.Cmp(s.Low) < 0:
		o.Distance.Sub(s.Low, v)
	default:
		return
	}
	o.Distance.Quo(o.Distance, new(big.Rat).Sub(s.Q3, s.Q1))
	s.Outliers = append(s.Outliers, o)
}
