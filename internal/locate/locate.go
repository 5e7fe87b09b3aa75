// Package locate names the few cells that explain why identities fail.
//
// # The problem
//
// The identities of a report are linear equations over its cells. Those that fail say how much they are off by, not
// which cell is wrong. This is error localisation after Fellegi and Holt: find the smallest sets of cells whose change
// satisfies every equation with values their cells may hold, whole numbers not below 0 for counts. Of several such sets
// the likelier goes first: people make slips of a few known kinds, such as two digits exchanged, and a set whose
// present values are such slips of the proposed ones is likelier than a set that needs arbitrary errors.
//
// # The search
//
// A [Problem] is compiled into a system: cells with what they hold, equations with what they are off by (their
// residual), and variables, the ways in which figures change together: a cell alone, or a cell with the totals
// that were computed from it. Totals that follow their parts by a live formula, or were left blank, are no cells
// of their own; they are replaced by their parts.
//
// A search takes the cheapest unfinished explanation, picks a failing equation, and tries every change that could
// be its cause. How much a cell is off by is read from an equation in which it is the only cell that is wrong: as
// long as wrong cells do not form a closed ring, which takes four, there always is one. The cost of a change is
// how unlikely it is: minus the logarithm of the probability of the slip. The estimate of what is left is a
// number of failing equations no two of which a single change could mend. Work is bounded; a table that makes no
// sense gives no explanation rather than a late one.
//
// # The answer
//
// Every change of the best explanation is a [Cause] with its alternatives: other changes that would mend the same
// equations. A cause is certain when none is nearly as likely. Nothing is changed and nothing is guessed in
// silence: where the figures allow several answers, all are given.
package locate

import "github.com/gkxl/gkxl/model"

// Equation is a linear identity: its terms add up to Const.
type Equation struct {
	Rule  *model.Rule // the rule whose findings report it
	Terms []model.Term
	Const model.Number
	// Total is the term that is computed from the others; nil if none is.
	Total *model.Field
	// Soft marks an equation that may fail for good reasons, such as last year's
	// figures that were counted anew. It is evidence, and need not be satisfied.
	Soft bool
}

// Identities returns the equations of a form's own rules.
func Identities(f *model.Form) []Equation {
	var out []Equation
	for _, id := range f.Identities {
		if id.Rule.Relation != model.RelSum && id.Rule.Relation != model.RelBalance {
			continue
		}
		e := Equation{Rule: id.Rule, Total: id.Total, Terms: append([]model.Term(nil), id.Left...)}
		for _, t := range id.Right {
			e.Terms = append(e.Terms, model.Term{Field: t.Field, Minus: !t.Minus})
		}
		out = append(out, e)
	}
	return out
}

// Problem is a report and what must hold in it.
type Problem struct {
	Form      *model.Form
	Report    *model.Report
	Equations []Equation
	// Last gives last year's figure of a cell. A cell that still holds it was not brought up to date. It may be nil.
	Last func(*model.Field) (model.Number, bool)
	// Statements are the sums of cells that the report's narratives state.
	Statements []Statement
	// Plain leaves out all knowledge of slips: an explanation with the fewest cells goes first, in the order of
	// the form. Measurements compare with it.
	Plain bool
	// weights replace the usual ones in tests that measure them.
	weights *weights
}

// Change is the change of one cell of a cause.
type Change struct {
	Field    *model.Field
	Present  model.Value
	Proposed model.Number
	Slip     Slip
}

// Cause explains failing equations by the change of a few cells.
type Cause struct {
	Changes []Change
	Slip    Slip // what went wrong; Several when the changes differ in it
	// Mends are the failing equations that the cause takes part in mending, by their number in the problem. One
	// that other causes break too holds only when all are mended.
	Mends []int
	// NewlyAgreeing is how many statements of the narratives agree after the change and not before.
	NewlyAgreeing int
	// Certain says that no other change is nearly as likely.
	Certain bool
	// Group numbers the causes. Those with the same number are alternatives, of which Rank 0 is the best.
	// LikelyCount is how many of them are not much less likely than the best.
	Group, Rank, LikelyCount int
	// Units are, of a total, the units whose own figures are off where the total is. There are no changes then.
	Units []UnitShare
	cost  float64
}

// Result is what Run found.
type Result struct {
	// Causes are best first: those that together explain the report, and behind them their alternatives.
	Causes []Cause
	// Failing are the equations that do not hold, Open those of them that no cause explains.
	Failing, Open []int
}

// Run finds the causes of the equations that fail.
func Run(p Problem) Result {
	s := compile(&p)
	if len(s.equations) == 0 {
		return Result{}
	}
	var out Result
	for i := range s.equations {
		if s.fails(i) {
			out.Failing = append(out.Failing, s.equations[i].number)
		}
	}
	explained := map[int]bool{}
	for _, o := range s.solutions() {
		causes := s.explain(o)
		for i := range causes {
			causes[i].Group += len(out.Causes) // made consecutive below
			for _, e := range causes[i].Mends {
				explained[e] = true
			}
		}
		out.Causes = append(out.Causes, causes...)
	}
	sortCauses(out.Causes)
	for _, e := range out.Failing {
		if !explained[e] {
			out.Open = append(out.Open, e)
		}
	}
	return out
}
