package locate

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// compile makes cells, equations and variables of a problem.
func compile(p *Problem) *system {
	c := &compiler{problem: p, system: &system{problem: p, scale: 1, weights: cmp.Or(p.weights, &defaultWeights)}}
	c.indexCells()
	c.readFigures()
	c.writeEquations()
	c.listLines()
	c.readStatements()
	c.listVariables()
	return c.system
}

// compiler makes a system of a problem.
type compiler struct {
	problem   *Problem
	system    *system
	defining  []int // by field: the equation that computes it and replaces it, or −1
	expanded  []*linearSum
	expanding []bool
}

// linearSum is a sum of cells, each with a factor, and a constant.
type linearSum struct {
	cells    []coefficient
	constant int64
	ok       bool // false if a total could not be replaced by its parts
}

// indexCells finds the cells that stand in equations, and the totals that are replaced by their parts.
func (c *compiler) indexCells() {
	n := len(c.problem.Form.Fields)
	s := c.system
	s.byField = make([]int, n)
	s.cells = make([]cell, 0, n)
	c.defining, c.expanded, c.expanding = make([]int, n), make([]*linearSum, n), make([]bool, n)
	for i := range n {
		s.byField[i], c.defining[i] = -1, -1
	}
	for i, e := range c.problem.Equations {
		for _, t := range e.Terms {
			k := t.Field.Index
			if s.byField[k] < 0 {
				s.byField[k] = len(s.cells)
				s.cells = append(s.cells, cell{field: t.Field, value: c.problem.Report.Value(t.Field.ID), lines: [2]linePosition{{-1, -1}, {-1, -1}}})
			}
		}
		if e.Total == nil || c.defining[e.Total.Index] >= 0 {
			continue
		}
		if v := c.problem.Report.Value(e.Total.ID); v.Computed && c.holds(e) || v.State == model.Blank || v.State == model.Absent {
			c.defining[e.Total.Index] = i
		}
	}
	sorting.By(s.cells, func(a, b cell) int { return a.field.Index - b.field.Index })
	for i, cl := range s.cells {
		s.byField[cl.field.Index] = i
	}
}

// holds reports whether an equation over a computed total holds, as it should.
func (c *compiler) holds(e Equation) bool {
	n := e.Const.Neg()
	for _, t := range e.Terms {
		v := c.problem.Report.Value(t.Field.ID)
		if v.State == model.Unreadable || v.State == model.Absent {
			return false
		}
		n = n.Add(t.Signed(v.Number))
	}
	return n.Sign() == 0
}

// readFigures brings all figures to whole multiples of one unit and sets how doubtful each cell is.
func (c *compiler) readFigures() {
	s := c.system
	for range c.decimals() {
		s.scale *= 10
	}
	for i := range s.cells {
		c.readFigure(&s.cells[i])
	}
	s.zeroShare = s.shareOfZeros()
	c.doubtOverwritten()
}

// decimals are the most decimal places of a figure or a constant, as far as any are kept.
func (c *compiler) decimals() (places int) {
	count := func(n model.Number) {
		if d := n.Decimals(); d <= maxDecimals {
			places = max(places, d)
		}
	}
	for i := range c.system.cells {
		if v := c.system.cells[i].value; v.IsNumber() {
			count(v.Number)
		}
	}
	for _, e := range c.problem.Equations {
		count(e.Const)
	}
	return places
}

// readFigure sets the figure of a cell, that of last year, and how doubtful it is.
func (c *compiler) readFigure(cl *cell) {
	s := c.system
	switch v := cl.value; v.State {
	case model.IsNumber:
		if x, ok := s.toUnits(v.Number); ok {
			cl.figure = x
		} else {
			cl.unknown = true
		}
	case model.Blank:
		cl.doubt = s.weights.emptyDoubt
	default:
		cl.unknown = true
	}
	if c.problem.Last != nil {
		if n, ok := c.problem.Last(cl.field); ok {
			cl.last, cl.hasLast = s.toUnits(n)
		}
	}
	if !cl.unknown && cl.value.IsNumber() && !s.allowed(cl, cl.figure) {
		cl.doubt = s.weights.surely
	}
}

// shareOfZeros is how common 0 is among the figures. A blank cell is weaker evidence for that than a 0, since a table may
// not be filled in yet.
func (s *system) shareOfZeros() float64 {
	zeros, all, blanks := 3, 4, 0
	for _, cl := range s.cells {
		switch {
		case cl.unknown:
		case cl.value.State == model.Blank:
			blanks++
		default:
			all++
			if cl.figure == 0 {
				zeros++
			}
		}
	}
	blanks = min(blanks, all)
	return float64(zeros+blanks) / float64(all+blanks)
}

// doubtOverwritten adds to the doubt about figures that replaced a formula. A single one is suspicious; many were pasted
// together.
func (c *compiler) doubtOverwritten() {
	s := c.system
	var over []*cell
	for _, n := range c.problem.Report.Notes {
		if fd, ok := c.problem.Form.Field(n.Field); ok && n.Rule == overwrittenRule && s.byField[fd.Index] >= 0 {
			over = append(over, &s.cells[s.byField[fd.Index]])
		}
	}
	for _, cl := range over {
		cl.doubt += max(0, s.weights.overwritten-math.Log(float64(len(over))))
	}
}

// overwrittenRule is the rule of the note that a figure replaced a total's formula.
const overwrittenRule = "FORMULA-OVERWRITTEN"

// expand returns what a field stands for: itself, or the parts of a total that is replaced by them.
func (c *compiler) expand(fd *model.Field) *linearSum {
	i := fd.Index
	at := c.system.byField[i]
	if c.defining[i] < 0 || c.expanding[i] {
		return &linearSum{cells: []coefficient{{at, 1}}, ok: true}
	}
	if c.expanded[i] != nil {
		return c.expanded[i]
	}
	c.expanding[i] = true
	e := c.problem.Equations[c.defining[i]]
	out := &linearSum{}
	var own int64
	for _, t := range e.Terms {
		f := factorOf(t)
		if t.Field == fd {
			own += f
			continue
		}
		out.add(c.expand(t.Field), -f)
	}
	rest, ok := c.system.toUnits(e.Const)
	out.constant += rest
	out.ok = ok && (own == 1 || own == -1)
	if own == -1 {
		neg := &linearSum{}
		neg.add(out, -1)
		neg.ok = out.ok
		out = neg
	}
	c.expanding[i] = false
	if !out.ok {
		out = &linearSum{cells: []coefficient{{at, 1}}, ok: true}
	}
	c.expanded[i] = out
	return out
}

// factorOf returns the sign of a term, 1 or −1.
func factorOf(t model.Term) int64 {
	if t.Minus {
		return -1
	}
	return 1
}

// add adds another sum times a factor.
func (s *linearSum) add(o *linearSum, factor int64) {
	for _, e := range o.cells {
		if i := slices.IndexFunc(s.cells, func(x coefficient) bool { return x.index == e.index }); i >= 0 {
			s.cells[i].factor += factor * e.factor
		} else {
			s.cells = append(s.cells, coefficient{e.index, factor * e.factor})
		}
	}
	s.constant += factor * o.constant
}

// writeEquations writes every equation over the cells that are left.
func (c *compiler) writeEquations() {
	s := c.system
	for i, e := range c.problem.Equations {
		total := &linearSum{}
		for _, t := range e.Terms {
			total.add(c.expand(t.Field), factorOf(t))
		}
		rest, ok := s.toUnits(e.Const)
		total.cells = slices.DeleteFunc(total.cells, func(e coefficient) bool { return e.factor == 0 })
		if !ok || len(total.cells) == 0 {
			continue
		}
		sorting.By(total.cells, func(a, b coefficient) int { return a.index - b.index })
		s.equations = append(s.equations, equation{number: i, cells: total.cells, constant: rest - total.constant, soft: e.Soft})
	}
	s.dropImplied()
	for k := range s.equations {
		residual := -s.equations[k].constant
		for _, e := range s.equations[k].cells {
			cl := &s.cells[e.index]
			cl.equations = append(cl.equations, coefficient{k, e.factor})
			if !cl.unknown {
				residual += e.factor * cl.figure
			}
		}
		s.rootResiduals = append(s.rootResiduals, residual)
	}
	for i := range s.cells {
		s.cells[i].parts = c.partsOf(s.cells[i].field)
	}
}

// partsOf returns the cells that a total adds up; nil for a cell that is no total.
func (c *compiler) partsOf(fd *model.Field) []int {
	for _, e := range c.problem.Equations {
		if e.Total != fd {
			continue
		}
		var out []int
		for _, t := range e.Terms {
			if t.Field != fd {
				out = append(out, c.system.byField[t.Field.Index])
			}
		}
		return out
	}
	return nil
}

// listLines lists the rows and columns of the form with the cells that are typed, since people type, paste and
// shift by rows and columns.
func (c *compiler) listLines() {
	s := c.system
	at := map[*model.Node]int{}
	for i := range s.cells {
		cl := &s.cells[i]
		if c.defining[cl.field.Index] >= 0 && cl.value.Computed {
			continue
		}
		for k, node := range []*model.Node{cl.field.Row, cl.field.Column} {
			l, ok := at[node]
			if !ok {
				l = len(s.lines)
				at[node] = l
				s.lines = append(s.lines, nil)
			}
			cl.lines[k] = linePosition{l, len(s.lines[l])}
			s.lines[l] = append(s.lines[l], i)
		}
	}
}

// listVariables lists the ways in which figures change: a cell alone, or with the totals above it.
func (c *compiler) listVariables() {
	s := c.system
	totals := c.totalsOfParts()
	for i := range s.cells {
		if len(s.cells[i].equations) == 0 {
			continue
		}
		alone := []coefficient{{i, 1}}
		s.addVariable(variable{cells: alone, main: i})
		if len(totals[i]) > 0 && !s.cells[i].unknown && !c.problem.Plain {
			s.addVariable(variable{cells: withTotals(alone, totals), main: i, withTotals: true})
		}
	}
	s.findMendedTogether()
}

// totalsOfParts are, by cell, the totals that it is a part of, with the factor by which they rise with it.
func (c *compiler) totalsOfParts() [][]coefficient {
	s := c.system
	out := make([][]coefficient, len(s.cells))
	seen := map[*model.Field]bool{}
	for _, e := range c.problem.Equations {
		if e.Total == nil || seen[e.Total] {
			continue
		}
		seen[e.Total] = true
		total := s.byField[e.Total.Index]
		if c.defining[e.Total.Index] >= 0 || s.cells[total].unknown {
			continue
		}
		own := int64(1)
		parts := &linearSum{}
		for _, t := range e.Terms {
			if t.Field == e.Total {
				own = factorOf(t)
			} else {
				parts.add(c.expand(t.Field), factorOf(t))
			}
		}
		for _, p := range parts.cells {
			out[p.index] = append(out[p.index], coefficient{total, -own * p.factor})
		}
	}
	return out
}

// withTotals are cells and the totals above them, as far as 16 cells. A total that is reached in two ways changes by the
// first of them.
func withTotals(cells []coefficient, totals [][]coefficient) []coefficient {
	cells = slices.Clone(cells)
	for k := 0; k < len(cells) && len(cells) < 16; k++ {
		for _, t := range totals[cells[k].index] {
			if !slices.ContainsFunc(cells, func(c coefficient) bool { return c.index == t.index }) {
				cells = append(cells, coefficient{t.index, t.factor * cells[k].factor})
			}
		}
	}
	return cells
}

// findMendedTogether sets which equations one change can mend together.
func (s *system) findMendedTogether() {
	words := (len(s.equations) + 63) / 64
	s.mendedTogether = make([][]uint64, len(s.equations))
	for i := range s.mendedTogether {
		s.mendedTogether[i] = make([]uint64, words)
	}
	for _, v := range s.variables {
		for _, a := range v.equations {
			for _, b := range v.equations {
				s.mendedTogether[a.index][b.index/64] |= 1 << (b.index % 64)
			}
		}
	}
}
