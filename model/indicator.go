package model

import "github.com/gkxl/gkxl/msg"

// Indicator is a share or a count by which units are set beside each other. The official form prescribes none.
type Indicator struct {
	ID    string
	Title msg.Text
	// Definition says how it is computed, in words; Ground where its figures come from.
	Definition, Ground msg.Text
	Terms              []string // ids of fields or derived subtotals, summed: the numerator, or the count
	Of                 []string // the denominator, summed; none for a count
	Unit               msg.Text // of a count
	// Least is the smallest denominator with which a unit is ranked.
	Least int
	// Fence is how many distances between the quartiles a value may lie outside of them before it is named.
	Fence Number
	// Brief marks one that stands on the page for a leader alone.
	Brief bool
	Line  int
}

// IsShare reports whether an indicator is a share of something, rather than a count.
func (i *Indicator) IsShare() bool { return len(i.Of) > 0 }

// Indicator finds an indicator by its id.
func (f *Form) Indicator(id string) (*Indicator, bool) {
	return find(f.Indicators, func(i *Indicator) bool { return i.ID == id })
}

// Brief is what the one page for a leader shows.
type Brief struct {
	Figures []BriefFigure
	Chart   BriefChart
}

// BriefFigure is a figure of the page for a leader: a sum of fields, and the indicator whose share stands beside it.
type BriefFigure struct {
	ID    string
	Title msg.Text
	Terms []string
	Share string // id of an indicator; empty for none
	Line  int
}

// BriefChart is the chart of the page for a leader.
type BriefChart struct {
	Title msg.Text
	Total []string      // what the bars are shares of
	Bars  []BriefFigure // without shares
	Line  int
}

// SumOf adds up what ids name in a report, each a field or a derived subtotal. It has the states of [Sum]; a name that
// the report's form does not have makes it absent.
func SumOf(r *Report, ids []string) Value {
	var all []*Field
	for _, id := range ids {
		fs, ok := r.Form.Figure(id)
		if !ok {
			return Value{State: Absent}
		}
		all = append(all, fs...)
	}
	return Sum(r, all)
}
