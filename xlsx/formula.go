package xlsx

import (
	"fmt"
	"strings"

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
			refs[i] = quoteSheet(sheet) + "!" + refs[i]
		}
	}
	return strings.Join(refs, ",")
}

// totalFormula is the formula of a total, which shows nothing while nothing is entered.
func (l *Layout) totalFormula(fd *model.Field) string {
	var ps []place
	for _, t := range fd.Total.Right {
		ps = append(ps, l.fields[t.Field.Index])
	}
	refs := refsIn(ps, "")
	return fmt.Sprintf(`IF(COUNT(%s)=0,"",SUM(%s))`, refs, refs)
}

// outcome is the two sides of an identity, as the formulas of the spreadsheet give
// them.
type outcome struct{ left, right model.Number }

func (l *Layout) outcome(id *model.Identity, cs []content) outcome {
	sum := func(ts []model.Term) (n model.Number) {
		for _, t := range ts {
			if v := cs[t.Field.Index].number; v != nil {
				if t.Minus {
					n = n.Sub(*v)
				} else {
					n = n.Add(*v)
				}
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

// failsFormula is a condition that is true when an identity does not hold.
func (l *Layout) failsFormula(id *model.Identity) string {
	if id.Rule.Relation == model.RelNonNegative {
		return l.sumOf(id.Left, "") + "<0"
	}
	return l.sumOf(id.Left, "") + "<>" + l.sumOf(id.Right, "")
}

// cellsToMark are the cells that turn red if an identity fails: its total, or all
// terms if it has none.
func (l *Layout) cellsToMark(id *model.Identity) []place {
	if id.Total != nil {
		return []place{l.fields[id.Total.Index]}
	}
	var ps []place
	for _, t := range id.Terms() {
		ps = append(ps, l.fields[t.Field.Index])
	}
	return ps
}

// shortTitle is the title of a rule in the workbook.
func shortTitle(r *model.Rule) string {
	if r.Short != "" {
		return r.Short
	}
	return r.Title.ZH
}

func quoteText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// shownIdentities are the identities that a workbook shows: all but those on equal
// figures that should differ, which are hints.
func shownIdentities(f *model.Form) []*model.Identity {
	var out []*model.Identity
	for _, id := range f.Identities {
		if id.Rule.Relation != model.RelUnequal {
			out = append(out, id)
		}
	}
	return out
}
