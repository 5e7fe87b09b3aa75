package locate

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Bounds of a search. maxMore is maxWork for the alternatives of one cause and for joined components.
const (
	// maxMoves bounds the slips one explanation may suppose.
	maxMoves = 8
	// maxWork bounds the changes that are tried for the best explanation of a part,
	// maxMore those for alternatives of one cause.
	maxWork = 10_000
	maxMore = 2_000
	// maxUnknown bounds the cells without a figure that are worked out.
	maxUnknown = 60
	// slack is how much unlikelier an alternative may be, as a logarithm.
	slack = 7.0
	// maxSolutions bounds the explanations that are kept.
	maxSolutions = 40
)

// search looks for explanations of the failing equations among some.
type search struct {
	*system
	limits      limits
	searched    []int // the equations that are searched
	unknown     []int // cells without a figure in them
	queue       queue
	seen        map[uint64]bool
	work        int
	order       int
	root        *node
	scratch     []int64
	lineChanges []move // changes of a whole row or column that may be tried
	counted     bits
	inSearch    bits // the components that the searched equations belong to
}

// limits bound a search.
type limits struct {
	wanted  int     // largest number of explanations
	within  float64 // how much more than the best they may cost
	ceiling float64 // least cost that is too much; 0 for no bound
	work    int     // largest number of changes tried
}

// find runs a search from a root and returns explanations, the cheapest first. whole is false if the work ran out.
func (s *system) find(part []int, root *node, l limits) (found []*node, whole bool) {
	x := &search{system: s, searched: part, root: root, limits: l, seen: map[uint64]bool{}, scratch: make([]int64, len(s.equations)), counted: make(bits, (len(s.equations)+63)/64), inSearch: make(bits, len(s.cells)/64+1)}
	for _, e := range part {
		x.inSearch.set(s.equations[e].component)
		for _, c := range s.equations[e].cells {
			if s.cells[c.index].unknown && !root.touched.has(c.index) && !slices.Contains(x.unknown, c.index) {
				x.unknown = append(x.unknown, c.index)
			}
		}
	}
	if len(x.unknown) > maxUnknown {
		x.unknown = nil
	}
	if !s.problem.Plain {
		x.lineChanges = s.lineMoves(part, root, x.inSearch)
	}
	heap.Push(&x.queue, root)
	for x.queue.Len() > 0 {
		n := heap.Pop(&x.queue).(*node)
		if len(found) > 0 && n.estimate > found[0].cost+l.within || len(found) >= l.wanted {
			return found, true
		}
		if x.work > l.work {
			return found, false
		}
		s.apply(n)
		if !x.expand(n) {
			found = append(found, n)
		}
	}
	return found, true
}

// fails reports whether an equation can be judged and fails.
func (n *node) fails(e int) bool { return n.residuals[e] != 0 && n.unknowns[e] == 0 }

// enqueue puts the node after a move into the queue, unless it is there already or supposes or costs too much.
// The estimate is the cost so far and, for each of a set of failing equations no two of which one change mends,
// the usual least cost.
func (x *search) enqueue(n *node, m move) {
	key := n.keyWith(m)
	if x.seen[key] {
		return
	}
	x.seen[key] = true
	left := x.leastMoves(n, m)
	moves := n.moves
	if m.isSlip() {
		moves++
	}
	if moves+left > maxMoves {
		return
	}
	out := x.child(n, m)
	least := x.weights.base + x.weights.least
	if x.problem.Plain {
		least = 1
	}
	out.estimate = out.cost + float64(left)*least
	if x.limits.ceiling > 0 && out.estimate >= x.limits.ceiling {
		return
	}
	out.order = x.order
	x.order++
	heap.Push(&x.queue, out)
}

// leastMoves returns how many moves are needed after a move, at least.
func (x *search) leastMoves(n *node, m move) int {
	copy(x.scratch, n.residuals)
	for _, c := range m.changes {
		by := c.to - n.values[c.cell]
		for _, e := range x.cells[c.cell].equations {
			x.scratch[e.index] += e.factor * by
		}
	}
	clear(x.counted)
	left := 0
	for _, e := range x.searched {
		if x.scratch[e] == 0 || n.unknowns[e] > 0 || x.equations[e].soft || x.counted.has(e) {
			continue
		}
		left++
		for w, b := range x.mendedTogether[e] {
			x.counted[w] |= b
		}
	}
	return left
}

// expand puts the nodes that follow a node into the queue. It returns false if the node is a whole explanation.
func (x *search) expand(n *node) bool {
	if u := x.nextUnknown(n); u >= 0 {
		x.fillUnknown(n, u)
		return true
	}
	// The failing equation with the fewest ways to mend it; soft ones last.
	pick, failing := -1, 0
	for _, e := range x.searched {
		q := &x.equations[e]
		if !n.fails(e) || q.soft && n.leftSoft(e) {
			continue
		}
		failing++
		if pick < 0 || x.equations[pick].soft && !q.soft || x.equations[pick].soft == q.soft && len(q.variables) < len(x.equations[pick].variables) {
			pick = e
		}
	}
	if pick < 0 {
		return false
	}
	for _, v := range x.equations[pick].variables {
		x.tryVariable(n, v, failing)
	}
	for _, m := range x.lineChanges {
		x.tryLineChange(n, m, pick, failing)
	}
	if x.equations[pick].soft {
		x.enqueue(n, move{cost: x.weights.soft, softLeft: pick + 1})
	}
	return true
}

// tryVariable undoes a slip in one variable, by every amount that satisfies one of its failing equations.
func (x *search) tryVariable(n *node, v int, failing int) {
	q := &x.variables[v]
	for _, c := range q.cells {
		if x.cells[c.index].unknown || n.touched.has(c.index) && (q.withTotals || !n.undetermined.has(c.index)) {
			return
		}
	}
	var done [8]int64
	tried := done[:0]
	for _, e := range q.equations {
		if !n.fails(e.index) || n.residuals[e.index]%e.factor != 0 {
			continue
		}
		d := -n.residuals[e.index] / e.factor
		if slices.Contains(tried, d) {
			continue
		}
		tried = append(tried, d)
		x.work++
		x.tryAmount(n, q, d, failing)
	}
}

// tryAmount undoes a slip in one variable by one amount.
func (x *search) tryAmount(n *node, q *variable, d int64, failing int) {
	for _, c := range q.cells {
		cl := &x.cells[c.index]
		if to := n.values[c.index] + c.factor*d; !x.allowed(cl, to) || to > maxFigure {
			return
		}
	}
	cl := &x.cells[q.main]
	if x.failingAfter(n, q.equations, d) <= failing {
		m := move{changes: make([]change, 0, len(q.cells)), slip: Other, cost: 1}
		switch {
		case x.problem.Plain:
		case n.undetermined.has(q.main): // its figure was only derived, so this is no further slip
			m.slip, m.cost = OldLine, 0
		default:
			m.slip, m.cost = x.likeliestSlip(q.main, cl.figure+d)
			m.cost += x.weights.base - cl.doubt + x.prior(cl.figure, cl.figure+d)
			if q.withTotals {
				m.cost += x.weights.along
			}
		}
		for i, c := range q.cells {
			slip := m.slip
			if i > 0 {
				slip = Follows
			}
			m.changes = append(m.changes, change{c.index, n.values[c.index] + c.factor*d, slip, n.undetermined.has(c.index)})
		}
		if !x.problem.Plain {
			m.cost += x.narrativeCost(m)
		}
		x.enqueue(n, m)
	}
	if !q.withTotals && !x.problem.Plain && !n.touched.has(q.main) {
		x.tryExchange(n, q, d, failing)
	}
}

// tryExchange looks in the row and the column of a cell for the figure it should hold, which may have been put
// there by mistake.
func (x *search) tryExchange(n *node, q *variable, d int64, failing int) {
	cl := &x.cells[q.main]
	for _, at := range cl.lines {
		if at.line < 0 {
			continue
		}
		for k, other := range x.lines[at.line] {
			o := &x.cells[other]
			if k == at.at || o.unknown || !x.inSearch.has(o.component) {
				continue
			}
			beside := k == at.at+1 || k == at.at-1
			slip := Exchanged
			switch {
			case o.figure == cl.figure+d && (cl.figure == 0 || o.figure == 0):
				slip = Neighbour
				if !beside {
					slip = Elsewhere
				}
			case o.figure == cl.figure+d:
			case beside && cl.figure == 0 && d > 0 && o.figure > d:
				slip = OnTop
			default:
				continue
			}
			if to := o.figure - d; !x.allowed(o, to) || n.touched.has(other) || len(o.variables) == 0 {
				continue
			}
			x.work++
			both := &linearSum{}
			both.add(&linearSum{cells: cl.equations}, 1)
			both.add(&linearSum{cells: o.equations}, -1)
			if x.failingAfter(n, both.cells, d) > failing {
				continue
			}
			m := move{slip: slip, cost: x.weights.pairCost(slip, beside, len(x.lines[at.line])) - cl.doubt - o.doubt + x.prior(cl.figure, cl.figure+d) + x.prior(o.figure, o.figure-d),
				changes: []change{{cell: q.main, to: cl.figure + d, slip: slip}, {cell: other, to: o.figure - d, slip: slip}}}
			if len(cl.parts) > 0 { // totals are seldom misplaced, their parts being beside them
				m.cost += x.weights.totalMoved
			}
			m.cost += x.narrativeCost(m)
			x.enqueue(n, m)
		}
	}
}

// tryLineChange tries the change of a whole row or column.
func (x *search) tryLineChange(n *node, m move, pick, failing int) {
	copy(x.scratch, n.residuals)
	touches := false
	for _, c := range m.changes {
		if n.touched.has(c.cell) {
			return
		}
		cl := &x.cells[c.cell]
		for _, e := range cl.equations {
			x.scratch[e.index] += e.factor * (c.to - cl.figure)
			touches = touches || e.index == pick
		}
	}
	x.work++
	if touches && x.countFailing(n) < failing {
		m.cost += x.narrativeCost(m)
		x.enqueue(n, m)
	}
}

// narrativeCost returns what the narratives add to the cost of a move.
func (x *search) narrativeCost(m move) float64 {
	cost, _ := x.statementCost(m.changes)
	return cost
}

// failingAfter counts the equations that fail after a change by d along some equations.
func (x *search) failingAfter(n *node, eqs []coefficient, d int64) int {
	copy(x.scratch, n.residuals)
	for _, e := range eqs {
		x.scratch[e.index] += e.factor * d
	}
	return x.countFailing(n)
}

// countFailing counts the failing equations by the residuals in scratch.
func (x *search) countFailing(n *node) int {
	off := 0
	for _, e := range x.searched {
		if x.scratch[e] != 0 && n.unknowns[e] == 0 {
			off++
		}
	}
	return off
}

// nextUnknown returns a cell without a figure for which an equation that lacks no other cell demands a figure
// it may hold; −1 for none.
func (x *search) nextUnknown(n *node) int {
	for _, u := range x.unknown {
		if !n.touched.has(u) && len(x.demandedFigures(n, u)) > 0 {
			return u
		}
	}
	return -1
}

// demandedFigures returns the figures that the equations of an unknown cell demand.
func (x *search) demandedFigures(n *node, u int) []int64 {
	cl := &x.cells[u]
	var out []int64
	for _, e := range cl.equations {
		if n.unknowns[e.index] != 1 || n.residuals[e.index]%e.factor != 0 {
			continue
		}
		to := cl.figure - n.residuals[e.index]/e.factor
		if !slices.Contains(out, to) && x.allowed(cl, to) && to <= maxFigure {
			out = append(out, to)
		}
	}
	return out
}

// fillUnknown gives an unknown cell each of the figures its equations demand.
func (x *search) fillUnknown(n *node, u int) {
	slip := Missing
	if x.cells[u].value.IsNumber() {
		slip = Large
	}
	for _, to := range x.demandedFigures(n, u) {
		x.work++
		x.enqueue(n, move{changes: []change{{cell: u, to: to, slip: slip}}, slip: slip, figure: true, cost: x.textCost(u, to)})
	}
}

// queue is a heap of nodes by their estimated cost in the end.
type queue []*node

// Len is part of heap.Interface, as are the methods below.
func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].estimate, q[j].estimate), cmp.Compare(q[i].order, q[j].order)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(v any)   { *q = append(*q, v.(*node)) }
func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}

// lineMoves returns the slips that spoil a whole stretch of a row or a column: it was shifted by one cell, or
// last year's was filled in.
func (s *system) lineMoves(part []int, n *node, within bits) []move {
	off := 0
	for _, e := range part {
		if n.fails(e) {
			off++
		}
	}
	if off < 3 {
		return nil
	}
	var out []move
	for l, line := range s.lines {
		if len(line) < 3 {
			continue
		}
		x := &lineSearch{system: s, node: n, line: l, cells: line, within: within}
		if x.findFailing() < 3 {
			continue
		}
		x.findShifts(+1)
		x.findShifts(-1)
		x.findLastYear()
		out = append(out, x.out...)
	}
	return out
}

// lineSearch looks for slips in one row or column.
type lineSearch struct {
	*system
	node   *node
	line   int
	cells  []int
	within bits
	across [][]int // by position: the failing equations that hold no other cell of the line
	out    []move
}

// findFailing finds the failing equations across the line and counts the cells in them.
func (x *lineSearch) findFailing() int {
	times := map[int]int{}
	for _, c := range x.cells {
		for _, e := range x.system.cells[c].equations {
			times[e.index]++
		}
	}
	x.across = make([][]int, len(x.cells))
	n := 0
	for i, c := range x.cells {
		for _, e := range x.system.cells[c].equations {
			if times[e.index] == 1 && x.within.has(x.system.cells[c].component) && x.node.fails(e.index) {
				x.across[i] = append(x.across[i], e.index)
			}
		}
		if len(x.across[i]) > 0 {
			n++
		}
	}
	return n
}

// at returns a cell of the line.
func (x *lineSearch) at(i int) *cell { return &x.system.cells[x.cells[i]] }

// demanded returns the figure that the failing equation across the line demands of a cell.
func (x *lineSearch) demanded(i int) (int64, bool) {
	for _, e := range x.across[i] {
		for _, f := range x.at(i).equations {
			if f.index == e && x.node.residuals[e]%f.factor == 0 {
				return x.at(i).figure - x.node.residuals[e]/f.factor, true
			}
		}
	}
	return 0, false
}

// usable reports whether a cell may be changed here.
func (x *lineSearch) usable(i int) bool {
	return !x.at(i).unknown && len(x.at(i).equations) > 0 && x.within.has(x.at(i).component) && !x.node.touched.has(x.cells[i])
}

// findShifts finds stretches that stand one cell too far in a direction: each cell of one should hold what the
// next one does, and the equation across it demands that, except for one that another slip may hide. The first
// cell was skipped and left empty; the figure of the last was pushed out, or was nothing.
func (x *lineSearch) findShifts(dir int) {
	n := len(x.cells)
	pos := func(k int) int { // along the direction
		if dir > 0 {
			return k
		}
		return n - 1 - k
	}
	for s := 0; s < n-1; s++ {
		if first := pos(s); !x.usable(first) || x.at(first).figure != 0 || x.at(pos(s+1)).figure == 0 {
			continue
		}
		var changes []change
		missed := 0
		for k := s; k < n && x.usable(pos(k)) && missed <= 1+len(changes)/4; k++ {
			i := pos(k)
			cl := x.at(i)
			next, last := int64(0), k == n-1
			if !last {
				next = x.at(pos(k + 1)).figure
			}
			wants, off := x.demanded(i)
			if !off {
				wants = cl.figure
			}
			if last || wants != next {
				// The stretch may end here.
				end := changes
				if off && x.allowed(cl, wants) {
					end = append(slices.Clone(changes), change{x.cells[i], wants, Shifted, true})
				}
				x.addShift(end, missed)
				missed++
			}
			if last || !x.allowed(cl, next) {
				break
			}
			if next != cl.figure {
				changes = append(changes, change{x.cells[i], next, Shifted, false})
			}
		}
	}
}

// addShift adds the move that undoes a shift, if it is long enough.
func (x *lineSearch) addShift(changes []change, missed int) {
	if len(changes) >= 3+missed {
		x.out = append(x.out, move{slip: Shifted, changes: slices.Clone(changes), cost: x.lineCost(x.weights.shift)})
	}
}

// lineCost returns the cost of a slip of a whole line: a line, a direction and an extent are chosen rather than a cell.
func (x *lineSearch) lineCost(kind float64) float64 { return x.weights.base + kind + math.Log(4) }

// findLastYear finds last year's figures in the cells of the line.
func (x *lineSearch) findLastYear() {
	var changes []change
	for i := range x.cells {
		cl := x.at(i)
		w, ok := x.demanded(i)
		if !ok || !x.usable(i) || !cl.hasLast || cl.figure != cl.last {
			continue
		}
		if !x.allowed(cl, w) {
			w = 0 // the row has another slip, which the search finds later
		}
		changes = append(changes, change{x.cells[i], w, OldLine, true})
	}
	if len(changes) >= 3 {
		x.out = append(x.out, move{slip: OldLine, changes: changes, cost: x.lineCost(x.weights.oldLine)})
	}
}
