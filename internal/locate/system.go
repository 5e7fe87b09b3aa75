package locate

import (
	"math"
	"slices"

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
	field   *model.Field
	value   model.Value
	x       int64 // in units of the system's scale
	last    int64
	hasLast bool
	unknown bool // it holds no figure, or none that can be meant
	vars    []int
	eqs     []entry
	parts   []int   // of a total: the cells it adds up
	lines   [2]spot // its row and its column
	told    []int   // statements about it
	part    int     // of the system that it belongs to; −1 for none
	// Doubt is how much likelier than others the cell is wrong, as a logarithm.
	doubt float64
}

// spot is a place in a line.
type spot struct{ line, at int }

// entry says that something stands in an equation, or in a cell, with a factor.
type entry struct {
	at     int
	factor int64
}

// equation of the system: Σ factor·cell − rest = residual, which should be 0.
type equation struct {
	number int // in the problem
	cells  []entry
	rest   int64
	soft   bool
	vars   []int
	part   int
}

// variable is a way for figures to change: by factor·d for one amount d.
type variable struct {
	cells []entry
	eqs   []entry
	main  int  // the cell that was entered wrong
	along bool // and totals with it
}

// system is a problem made ready for the search.
type system struct {
	problem *Problem
	weights *weights
	scale   int64
	zeros   float64 // share of cells that hold 0
	cells   []cell
	eqs     []equation
	vars    []variable
	told    []told
	lines   [][]int // cells of a row, or of a column, in order
	root    []int64 // residuals as the report stands
	near    [][]uint64
	byField []int // cell of a field, −1 for none
}

func (s *system) units(n model.Number) (int64, bool) {
	i, ok := n.Int64()
	if !ok || s.scale > 1 {
		i, ok = n.Mul(model.Int(s.scale)).Int64()
	}
	return i, ok && i <= maxFigure && i >= -maxFigure
}

// number turns units back into a figure.
func (s *system) number(x int64) model.Number {
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

// dropImplied removes equations that are a sum of others without a cell in
// common: they fail whenever one of those does, and tell no two cells apart. Live
// totals make such.
func (s *system) dropImplied() {
	holds := func(big, small equation) bool {
		i := 0
		for _, e := range small.cells {
			for i < len(big.cells) && big.cells[i].at < e.at {
				i++
			}
			if i == len(big.cells) || big.cells[i] != e {
				return false
			}
		}
		return true
	}
	var kept []equation
	for i, big := range s.eqs {
		left := len(big.cells)
		taken := map[int]bool{}
		for j, small := range s.eqs {
			if i == j || len(small.cells) >= len(big.cells) || small.soft || !holds(big, small) ||
				slices.ContainsFunc(small.cells, func(e entry) bool { return taken[e.at] }) {
				continue
			}
			for _, e := range small.cells {
				taken[e.at] = true
			}
			left -= len(small.cells)
		}
		if left > 0 || len(taken) == 0 {
			kept = append(kept, big)
		}
	}
	s.eqs = kept
}

func (s *system) addVariable(v variable) {
	all := &sum{}
	for _, c := range v.cells {
		all.add(&sum{cells: s.cells[c.at].eqs}, c.factor)
	}
	v.eqs = slices.DeleteFunc(all.cells, func(e entry) bool { return e.factor == 0 })
	if len(v.eqs) == 0 {
		return
	}
	k := len(s.vars)
	s.vars = append(s.vars, v)
	for _, e := range v.eqs {
		s.eqs[e.at].vars = append(s.eqs[e.at].vars, k)
	}
	s.cells[v.main].vars = append(s.cells[v.main].vars, k)
}

// fails reports whether an equation does not hold in the report: one with a cell
// without a figure cannot be said to, one with a figure beyond all reckoning does.
func (s *system) fails(e int) bool {
	large := false
	for _, c := range s.eqs[e].cells {
		if cl := &s.cells[c.at]; cl.unknown && !cl.value.IsNumber() {
			return false
		} else if cl.unknown {
			large = true
		}
	}
	return large || s.root[e] != 0
}

// components are the equations that hang together through cells, each set apart
// from the others.
func (s *system) components() [][]int {
	for i := range s.eqs {
		s.eqs[i].part = -1
	}
	for i := range s.cells {
		s.cells[i].part = -1
	}
	var out [][]int
	for i := range s.eqs {
		if s.eqs[i].part >= 0 {
			continue
		}
		part := []int{i}
		s.eqs[i].part = len(out)
		for k := 0; k < len(part); k++ {
			for _, c := range s.eqs[part[k]].cells {
				s.cells[c.at].part = len(out)
				for _, e := range s.cells[c.at].eqs {
					if s.eqs[e.at].part < 0 {
						s.eqs[e.at].part = len(out)
						part = append(part, e.at)
					}
				}
			}
		}
		slices.Sort(part)
		out = append(out, part)
	}
	return out
}
