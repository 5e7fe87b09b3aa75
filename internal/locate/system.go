package locate

import (
	"math"
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

const (
	// maxFigure bounds the figures that are reckoned with. No report comes near;
	// what is larger is a pasted account number, and counts as unknown.
	maxFigure = 1e15
	// maxDecimals bounds the decimal places of amounts.
	maxDecimals = 6
)

// cell is a figure that may be wrong.
type cell struct {
	field      *model.Field
	value      model.Value
	figure     int64 // in units of the system's scale
	last       int64
	hasLast    bool
	unknown    bool // it holds no figure, or one too large to be meant
	variables  []int
	equations  []coefficient
	parts      []int           // of a total: the cells it adds up
	lines      [2]linePosition // its row and its column
	statements []int           // statements about it
	component  int             // number of the group of connected equations it belongs to; −1 for none
	// doubt is how much likelier than others the cell is wrong, as a natural logarithm.
	doubt float64
}

// linePosition is the place of a cell in its row or its column; −1 for none.
type linePosition struct{ line, at int }

// coefficient is the factor of a cell in an equation, or of an equation for a cell, by the index of the other.
type coefficient struct {
	index  int
	factor int64
}

// equation is an equation of the system: Σ factor·cell − constant = residual, which should be 0.
type equation struct {
	number    int // in the problem
	cells     []coefficient
	constant  int64
	soft      bool
	variables []int
	component int
}

// variable is a way for figures to change: each by factor·d, for one amount d.
type variable struct {
	cells      []coefficient
	equations  []coefficient
	main       int  // the cell that was entered wrong
	withTotals bool // the totals above the cell change with it
}

// system is a problem prepared for the search.
type system struct {
	problem        *Problem
	weights        *weights
	scale          int64
	zeroShare      float64 // share of cells that hold 0
	cells          []cell
	equations      []equation
	variables      []variable
	statements     []weightedStatement
	lines          [][]int    // cells of a row, or of a column, in order
	rootResiduals  []int64    // residuals of the report as it is
	mendedTogether [][]uint64 // for each equation, the equations that a single change could mend with it
	byField        []int      // cell of a field, −1 for none
}

// toUnits converts a number to units. ok is false if it is no multiple or too large.
func (s *system) toUnits(n model.Number) (int64, bool) {
	i, ok := n.Int64()
	if !ok || s.scale > 1 {
		i, ok = n.Mul(model.Int(s.scale)).Int64()
	}
	return i, ok && i <= maxFigure && i >= -maxFigure
}

// toNumber converts units to a number.
func (s *system) toNumber(x int64) model.Number {
	if x%s.scale == 0 {
		return model.Int(x / s.scale)
	}
	return model.Scaled(x, int(math.Round(math.Log10(float64(s.scale)))))
}

// allowed reports whether a cell may hold a figure.
func (s *system) allowed(cl *cell, x int64) bool {
	switch cl.field.Kind {
	case model.Signed:
		return x%s.scale == 0
	case model.Amount:
		return x >= 0
	}
	return x >= 0 && x%s.scale == 0
}

// dropImplied removes equations that are a sum of others without a cell in common: they fail whenever one of
// those does, and do not distinguish any two cells. Live totals make such equations.
func (s *system) dropImplied() {
	holds := func(big, small equation) bool {
		i := 0
		for _, e := range small.cells {
			for i < len(big.cells) && big.cells[i].index < e.index {
				i++
			}
			if i == len(big.cells) || big.cells[i] != e {
				return false
			}
		}
		return true
	}
	var kept []equation
	for i, big := range s.equations {
		left := len(big.cells)
		taken := map[int]bool{}
		for j, small := range s.equations {
			if i == j || len(small.cells) >= len(big.cells) || small.soft || !holds(big, small) ||
				slices.ContainsFunc(small.cells, func(e coefficient) bool { return taken[e.index] }) {
				continue
			}
			for _, e := range small.cells {
				taken[e.index] = true
			}
			left -= len(small.cells)
		}
		if left > 0 || len(taken) == 0 {
			kept = append(kept, big)
		}
	}
	s.equations = kept
}

// addVariable adds a variable and links it with the equations it changes.
func (s *system) addVariable(v variable) {
	all := &linearSum{}
	for _, c := range v.cells {
		all.add(&linearSum{cells: s.cells[c.index].equations}, c.factor)
	}
	v.equations = slices.DeleteFunc(all.cells, func(e coefficient) bool { return e.factor == 0 })
	if len(v.equations) == 0 {
		return
	}
	k := len(s.variables)
	s.variables = append(s.variables, v)
	for _, e := range v.equations {
		s.equations[e.index].variables = append(s.equations[e.index].variables, k)
	}
	s.cells[v.main].variables = append(s.cells[v.main].variables, k)
}

// fails reports whether an equation does not hold in the report. With a cell without a figure it does not fail;
// with a figure too large it does.
func (s *system) fails(e int) bool {
	large := false
	for _, c := range s.equations[e].cells {
		if cl := &s.cells[c.index]; cl.unknown && !cl.value.IsNumber() {
			return false
		} else if cl.unknown {
			large = true
		}
	}
	return large || s.rootResiduals[e] != 0
}

// components returns the groups of equations that are connected by cells.
func (s *system) components() [][]int {
	for i := range s.equations {
		s.equations[i].component = -1
	}
	for i := range s.cells {
		s.cells[i].component = -1
	}
	var out [][]int
	for i := range s.equations {
		if s.equations[i].component >= 0 {
			continue
		}
		part := []int{i}
		s.equations[i].component = len(out)
		for k := 0; k < len(part); k++ {
			for _, c := range s.equations[part[k]].cells {
				s.cells[c.index].component = len(out)
				for _, e := range s.cells[c.index].equations {
					if s.equations[e.index].component < 0 {
						s.equations[e.index].component = len(out)
						part = append(part, e.index)
					}
				}
			}
		}
		slices.Sort(part)
		out = append(out, part)
	}
	return out
}

// Statement is what a narrative says that some cells sum to. It need not be right: it raises or lowers the cost
// of explanations and demands nothing.
type Statement struct {
	Terms []model.Term
	Value model.Number
}

// Weights of statements, in natural logarithms, set by hand. A statement that a change makes agree would
// otherwise be wrong by itself and by just that amount, which is the less likely the more digits it has.
// A statement that agrees already weighs little, since it may have been copied from a wrong table.
const (
	statementWrong = 1.0
	statementDigit = math.Ln10
	statementKept  = 2.0
	// maxStatementCost bounds what all statements together may weigh.
	maxStatementCost = 14.0
)

// weightedStatement is a statement over the cells of the system, with what it counts as evidence.
type weightedStatement struct {
	cells  []coefficient
	off    int64 // difference between the cells in the report and the statement
	weight float64
}

// readStatements writes the statements over the cells that are left.
func (c *compiler) readStatements() {
	s := c.system
	for _, st := range c.problem.Statements {
		total := &linearSum{}
		known := true
		for _, t := range st.Terms {
			if known = known && s.byField[t.Field.Index] >= 0; known {
				total.add(c.expand(t.Field), factorOf(t))
			}
		}
		value, ok := s.toUnits(st.Value)
		if !known || !ok {
			continue
		}
		digits := len(strconv.FormatInt(abs(value)/s.scale, 10))
		out := weightedStatement{off: total.constant - value, weight: statementWrong + statementDigit*float64(digits)}
		for _, e := range total.cells {
			if s.cells[e.index].unknown {
				known = false
			}
			if e.factor != 0 {
				out.cells = append(out.cells, e)
				out.off += e.factor * s.cells[e.index].figure
			}
		}
		if !known || len(out.cells) == 0 {
			continue
		}
		for _, e := range out.cells {
			s.cells[e.index].statements = append(s.cells[e.index].statements, len(s.statements))
		}
		s.statements = append(s.statements, out)
	}
}

// statementCost returns how much statements raise or lower the cost of changes, and how many of them agree only
// afterwards.
func (s *system) statementCost(changes []change) (cost float64, now int) {
	if len(s.statements) == 0 {
		return 0, 0
	}
	var seen []int
	for _, c := range changes {
		for _, k := range s.cells[c.cell].statements {
			if slices.Contains(seen, k) {
				continue
			}
			seen = append(seen, k)
			t := &s.statements[k]
			off := t.off
			for _, e := range t.cells {
				for _, d := range changes {
					if d.cell == e.index {
						off += e.factor * (d.to - s.cells[d.cell].figure)
					}
				}
			}
			switch {
			case t.off == 0 && off != 0:
				cost += min(statementKept, t.weight/2)
			case t.off != 0 && off == 0:
				cost -= t.weight
				now++
			}
		}
	}
	return max(-maxStatementCost, min(maxStatementCost, cost)), now
}
