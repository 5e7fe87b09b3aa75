package locate

import (
	"math"
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

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
