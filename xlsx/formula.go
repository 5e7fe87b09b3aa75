package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// sumOf is the sum of terms as a formula. SUM skips texts and blanks, as checking
// counts a blank as 0. If sheet is not empty, the references name it.
func (l *Layout) sumOf(terms []model.Term, sheet string) string {
	var plus, minus []place
	for _, t := range terms {
		p := l.fields[t.Field.Index]
		if t.Minus {
			minus = append(minus, p)
		} else {
			plus = append(plus, p)
		}
	}
	s := "0"
	if len(plus) > 0 {
		s = "SUM(" + refsIn(plus, sheet) + ")"
	}
	if len(minus) > 0 {
		s += "-SUM(" + refsIn(minus, sheet) + ")"
	}
	return s
}

func refsIn(ps []place, sheet string) string {
	refs := rangesOf(ps)
	for i := range refs {
		if sheet != "" {
			refs[i] = workbook.QuoteSheet(sheet) + "!" + refs[i]
		}
	}
	return strings.Join(refs, ",")
}

// totalFormulas are the formulas of totals, which show nothing while nothing is entered.
func (l *Layout) totalFormulas() []string {
	out := make([]string, len(l.form.Fields))
	for i, fd := range l.form.Fields {
		if fd.Total != nil {
			refs := refsIn(l.places(fd.Total.Right), "")
			out[i] = fmt.Sprintf(`IF(COUNT(%s)=0,"",SUM(%s))`, refs, refs)
		}
	}
	return out
}

// identityFormulas are the formulas of one identity.
type identityFormulas struct {
	left, right           string // its two sides, on the sheet of its cells
	leftNamed, rightNamed string // the same on another sheet
	blank, blankNamed     string // count its blank cells
	fails                 string // a condition that is true when it does not hold, with absolute references
	marked                string // the cells that turn red then
}

// identityFormulas are the formulas of all identities that a workbook shows.
func (l *Layout) identityFormulas() map[*model.Identity]identityFormulas {
	out := map[*model.Identity]identityFormulas{}
	for _, id := range shownIdentities(l.form) {
		sheet := l.fields[id.Terms()[0].Field.Index].sheet
		x := identityFormulas{
			left: l.sumOf(id.Left, ""), right: l.sumOf(id.Right, ""), leftNamed: l.sumOf(id.Left, sheet), rightNamed: l.sumOf(id.Right, sheet),
			blank: l.blankIn(id, ""), blankNamed: l.blankIn(id, sheet), marked: strings.Join(rangesOf(l.cellsToMark(id)), " "),
		}
		x.fails = absolute(x.left + "<>" + x.right)
		if id.Rule.Relation == model.RelNonNegative {
			x.fails = absolute(x.left + "<0")
		}
		out[id] = x
	}
	return out
}

func (l *Layout) places(terms []model.Term) []place {
	var ps []place
	for _, t := range terms {
		ps = append(ps, l.fields[t.Field.Index])
	}
	return ps
}

// outcome is the two sides of an identity, as the formulas of the spreadsheet give
// them.
type outcome struct{ left, right model.Number }

func (l *Layout) outcome(id *model.Identity, cs []content) outcome {
	sum := func(ts []model.Term) (n model.Number) {
		for _, t := range ts {
			switch v := cs[t.Field.Index].number; {
			case v == nil:
			case t.Minus:
				n = n.Sub(*v)
			default:
				n = n.Add(*v)
			}
		}
		return n
	}
	return outcome{sum(id.Left), sum(id.Right)}
}

func (o outcome) difference() model.Number { return o.left.Sub(o.right) }

// holds says whether the identity holds.
func (o outcome) holds(id *model.Identity) bool {
	d := o.difference().Sign()
	if id.Rule.Relation == model.RelNonNegative {
		return d >= 0
	}
	return d == 0
}

// cellsToMark are the cells that turn red if an identity fails: its total, or all
// terms if it has none.
func (l *Layout) cellsToMark(id *model.Identity) []place {
	if id.Total != nil {
		return []place{l.fields[id.Total.Index]}
	}
	return l.places(id.Terms())
}

// shortTitle is the title of a rule in the workbook.
func shortTitle(r *model.Rule) string { return cmp.Or(r.Short, r.Title.ZH) }

func quoteText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// shownIdentities are the identities that a workbook shows: all but those on equal
// figures that should differ, which are hints.
func shownIdentities(f *model.Form) []*model.Identity {
	return slices.DeleteFunc(slices.Clone(f.Identities), func(id *model.Identity) bool { return id.Rule.Relation == model.RelUnequal })
}

// content is the content of a field's cell.
type content struct {
	number  *model.Number // a number cell, or a formula's result
	text    string        // a text cell
	formula bool          // the form's own formula
}

// isBlank reports whether the cell is empty.
func (c content) isBlank() bool { return c.number == nil && c.text == "" }

func (c content) value() any {
	if c.number == nil {
		return c.text
	}
	return workbook.Number(*c.number)
}

// typed is what a spreadsheet makes of a text when it is typed: a plain number becomes
// a number if no digit is lost, everything else stays text.
func typed(s string) content {
	if n, err := model.ParseNumber(s); err == nil && n.String() == s && n.Digits() <= workbook.MaxDigits {
		return content{number: &n}
	}
	return content{text: s}
}

// contents decides the content of every field's cell, by Field.Index.
//
// A total gets the form's formula if that gives the figure of the report. Otherwise it
// gets the figure itself, as if it had been typed over the formula, so that the
// workbook says what the report says.
func contents(r *model.Report) []content {
	f := r.Form
	c := &contentPlan{report: r, out: make([]content, len(f.Fields)), read: make([]*model.Number, len(f.Fields)), done: make([]bool, len(f.Fields))}
	for _, fd := range f.Fields {
		c.decide(fd)
	}
	return c.out
}

// contentPlan decides contents cell by cell. Read is the figure that reading the cell
// will give; it exists also for a text such as "1,113", which SUM skips.
type contentPlan struct {
	report *model.Report
	out    []content
	read   []*model.Number
	done   []bool
}

func (c *contentPlan) decide(fd *model.Field) {
	if c.done[fd.Index] {
		return
	}
	c.done[fd.Index] = true
	v, given := c.report.Values[fd.ID]
	want := typed(v.Typed())
	if v.IsNumber() {
		c.read[fd.Index] = &v.Number
	}
	c.out[fd.Index] = want
	if fd.Total == nil {
		return
	}
	var shown, sum *model.Number // what the formula gives, and what it should give
	for _, t := range fd.Total.Right {
		c.decide(t.Field)
		shown = addTo(shown, c.out[t.Field.Index].number)
		sum = addTo(sum, c.read[t.Field.Index])
	}
	if !given {
		c.read[fd.Index] = sum
		want = content{}
		if sum != nil {
			want = typed(sum.String())
		}
		c.out[fd.Index] = want
	}
	if v.State != model.Absent && want.text == "" && sameNumber(want.number, shown) && sameNumber(shown, sum) {
		c.out[fd.Index] = content{formula: true, number: shown}
	}
}

func addTo(sum, n *model.Number) *model.Number {
	if n == nil {
		return sum
	}
	if sum == nil {
		return n
	}
	s := sum.Add(*n)
	return &s
}

func sameNumber(a, b *model.Number) bool {
	return a == b || a != nil && b != nil && a.Equal(*b)
}
