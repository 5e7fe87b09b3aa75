package locate

import (
	"container/heap"
	"slices"
)

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

// search looks for explanations of what is off in some equations.
type search struct {
	*system
	limits  limits
	part    []int // the equations that are searched
	unknown []int // cells without a figure there
	queue   queue
	seen    map[uint64]bool
	work    int
	order   int
	root    *node
	scratch []int64
	macros  []move
	blocked bits
	within  bits // the components the searched equations make up
}

// limits bound a search.
type limits struct {
	wanted  int     // how many explanations are taken
	within  float64 // how far behind the best
	ceiling float64 // what none may cost; 0 for anything
	work    int     // how many changes are tried
}

// find runs a search from a root and gives explanations, the cheapest first. It is
// whole unless the work ran out.
func (s *system) find(part []int, root *node, l limits) (found []*node, whole bool) {
	x := &search{system: s, part: part, root: root, limits: l, seen: map[uint64]bool{}, scratch: make([]int64, len(s.eqs)), blocked: make(bits, (len(s.eqs)+63)/64), within: make(bits, len(s.cells)/64+1)}
	for _, e := range part {
		x.within.set(s.eqs[e].part)
		for _, c := range s.eqs[e].cells {
			if s.cells[c.at].unknown && !root.touched.has(c.at) && !slices.Contains(x.unknown, c.at) {
				x.unknown = append(x.unknown, c.at)
			}
		}
	}
	if len(x.unknown) > maxUnknown {
		x.unknown = nil
	}
	if !s.problem.Plain {
		x.macros = s.lineMoves(part, root, x.within)
	}
	heap.Push(&x.queue, root)
	for x.queue.Len() > 0 {
		n := heap.Pop(&x.queue).(*node)
		if len(found) > 0 && n.guess > found[0].cost+l.within || len(found) >= l.wanted {
			return found, true
		}
		if x.work > l.work {
			return found, false
		}
		s.ready(n)
		if !x.expand(n) {
			found = append(found, n)
		}
	}
	return found, true
}

// off reports whether an equation can be judged and fails.
func (n *node) off(e int) bool { return n.residuals[e] != 0 && n.open[e] == 0 }

// consider puts a node in the queue if the move is worth it. Estimated is what
// each of a set of failing equations, no two of which one change mends, must cost.
func (x *search) consider(n *node, m move) {
	key := n.keyWith(m)
	if x.seen[key] {
		return
	}
	x.seen[key] = true
	left := x.atLeast(n, m)
	moves := n.moves
	if m.isSlip() {
		moves++
	}
	if moves+left > maxMoves {
		return
	}
	out := x.follow(n, m)
	out.guess = out.cost + float64(left)*x.cheapest()
	if x.limits.ceiling > 0 && out.guess >= x.limits.ceiling {
		return
	}
	out.order = x.order
	x.order++
	heap.Push(&x.queue, out)
}

// atLeast is how many moves are needed after a move, at least.
func (x *search) atLeast(n *node, m move) int {
	copy(x.scratch, n.residuals)
	for _, c := range m.changes {
		by := c.to - n.values[c.cell]
		for _, e := range x.cells[c.cell].eqs {
			x.scratch[e.at] += e.factor * by
		}
	}
	clear(x.blocked)
	left := 0
	for _, e := range x.part {
		if x.scratch[e] == 0 || n.open[e] > 0 || x.eqs[e].soft || x.blocked.has(e) {
			continue
		}
		left++
		for w, b := range x.near[e] {
			x.blocked[w] |= b
		}
	}
	return left
}

func (x *search) cheapest() float64 {
	if x.problem.Plain {
		return 1
	}
	return x.weights.base + x.weights.least
}

// expand puts the ways on from a node in the queue; false says that the node is
// a whole explanation.
func (x *search) expand(n *node) bool {
	if u := x.solvable(n); u >= 0 {
		x.solve(n, u)
		return true
	}
	// The failing equation with the fewest ways to mend it; soft ones last.
	pick, failing := -1, 0
	for _, e := range x.part {
		q := &x.eqs[e]
		if !n.off(e) || q.soft && n.excused(e) {
			continue
		}
		failing++
		if pick < 0 || x.eqs[pick].soft && !q.soft || x.eqs[pick].soft == q.soft && len(q.vars) < len(x.eqs[pick].vars) {
			pick = e
		}
	}
	if pick < 0 {
		return false
	}
	for _, v := range x.eqs[pick].vars {
		x.try(n, v, failing)
	}
	for _, m := range x.macros {
		x.tryMacro(n, m, pick, failing)
	}
	if x.eqs[pick].soft {
		x.consider(n, move{cost: x.weights.soft, excuse: pick + 1})
	}
	return true
}

// try undoes a slip in one variable, by every amount that satisfies one of its
// failing equations.
func (x *search) try(n *node, v int, failing int) {
	q := &x.vars[v]
	for _, c := range q.cells {
		if x.cells[c.at].unknown || n.touched.has(c.at) && (q.along || !n.free.has(c.at)) {
			return
		}
	}
	var done [8]int64
	tried := done[:0]
	for _, e := range q.eqs {
		if !n.off(e.at) || n.residuals[e.at]%e.factor != 0 {
			continue
		}
		d := -n.residuals[e.at] / e.factor
		if slices.Contains(tried, d) {
			continue
		}
		tried = append(tried, d)
		x.work++
		x.tryAmount(n, q, d, failing)
	}
}

func (x *search) tryAmount(n *node, q *variable, d int64, failing int) {
	for _, c := range q.cells {
		cl := &x.cells[c.at]
		if to := n.values[c.at] + c.factor*d; !x.allowed(cl, to) || to > maxFigure {
			return
		}
	}
	cl := &x.cells[q.main]
	if x.stillOff(n, q.eqs, d) <= failing {
		m := move{changes: make([]change, 0, len(q.cells)), slip: Other, cost: 1}
		switch {
		case x.problem.Plain:
		case n.free.has(q.main): // its figure was open; now it is this
			m.slip, m.cost = OldLine, 0
		default:
			m.slip, m.cost = x.slip(q.main, cl.x+d)
			m.cost += x.weights.base - cl.doubt + x.prior(cl.x, cl.x+d)
			if q.along {
				m.cost += x.weights.along
			}
		}
		for i, c := range q.cells {
			slip := m.slip
			if i > 0 {
				slip = Follows
			}
			m.changes = append(m.changes, change{c.at, n.values[c.at] + c.factor*d, slip, n.free.has(c.at)})
		}
		if !x.problem.Plain {
			m.cost += x.hear(m)
		}
		x.consider(n, m)
	}
	if !q.along && !x.problem.Plain && !n.touched.has(q.main) {
		x.tryExchange(n, q, d, failing)
	}
}

// tryExchange looks for the figure a cell should hold elsewhere in its row and
// its column: there it may have been put by mistake.
func (x *search) tryExchange(n *node, q *variable, d int64, failing int) {
	cl := &x.cells[q.main]
	for _, at := range cl.lines {
		if at.line < 0 {
			continue
		}
		for k, other := range x.lines[at.line] {
			o := &x.cells[other]
			if k == at.at || o.unknown || !x.within.has(o.part) {
				continue
			}
			beside := k == at.at+1 || k == at.at-1
			slip := Exchanged
			switch {
			case o.x == cl.x+d && (cl.x == 0 || o.x == 0):
				slip = Neighbour
				if !beside {
					slip = Elsewhere
				}
			case o.x == cl.x+d:
			case beside && cl.x == 0 && d > 0 && o.x > d:
				slip = OnTop
			default:
				continue
			}
			if to := o.x - d; !x.allowed(o, to) || n.touched.has(other) || len(o.vars) == 0 {
				continue
			}
			x.work++
			both := &sum{}
			both.add(&sum{cells: cl.eqs}, 1)
			both.add(&sum{cells: o.eqs}, -1)
			if x.stillOff(n, both.cells, d) > failing {
				continue
			}
			m := move{slip: slip, cost: x.weights.pairCost(slip, beside, len(x.lines[at.line])) - cl.doubt - o.doubt + x.prior(cl.x, cl.x+d) + x.prior(o.x, o.x-d),
				changes: []change{{cell: q.main, to: cl.x + d, slip: slip}, {cell: other, to: o.x - d, slip: slip}}}
			if len(cl.parts) > 0 { // a total is where its parts put it
				m.cost += x.weights.totalMoved
			}
			m.cost += x.hear(m)
			x.consider(n, m)
		}
	}
}

func (x *search) tryMacro(n *node, m move, pick, failing int) {
	copy(x.scratch, n.residuals)
	touches := false
	for _, c := range m.changes {
		if n.touched.has(c.cell) {
			return
		}
		cl := &x.cells[c.cell]
		for _, e := range cl.eqs {
			x.scratch[e.at] += e.factor * (c.to - cl.x)
			touches = touches || e.at == pick
		}
	}
	x.work++
	if touches && x.count(n) < failing {
		m.cost += x.hear(m)
		x.consider(n, m)
	}
}

// hear is what the narratives add to a move's cost.
func (x *search) hear(m move) float64 {
	cost, _ := x.heard(m.changes)
	return cost
}

// stillOff counts what fails after a change by d along some equations.
func (x *search) stillOff(n *node, eqs []entry, d int64) int {
	copy(x.scratch, n.residuals)
	for _, e := range eqs {
		x.scratch[e.at] += e.factor * d
	}
	return x.count(n)
}

func (x *search) count(n *node) int {
	off := 0
	for _, e := range x.part {
		if x.scratch[e] != 0 && n.open[e] == 0 {
			off++
		}
	}
	return off
}

// solvable finds an unknown cell for which some equation without another one asks
// for a figure that it may hold.
func (x *search) solvable(n *node) int {
	for _, u := range x.unknown {
		if !n.touched.has(u) && len(x.figures(n, u)) > 0 {
			return u
		}
	}
	return -1
}

// figures are those that the equations of an unknown cell ask for.
func (x *search) figures(n *node, u int) []int64 {
	cl := &x.cells[u]
	var out []int64
	for _, e := range cl.eqs {
		if n.open[e.at] != 1 || n.residuals[e.at]%e.factor != 0 {
			continue
		}
		to := cl.x - n.residuals[e.at]/e.factor
		if !slices.Contains(out, to) && x.allowed(cl, to) && to <= maxFigure {
			out = append(out, to)
		}
	}
	return out
}

// solve gives an unknown cell each of the figures its equations ask for.
func (x *search) solve(n *node, u int) {
	slip := Missing
	if x.cells[u].value.IsNumber() {
		slip = Large
	}
	for _, to := range x.figures(n, u) {
		x.work++
		x.consider(n, move{changes: []change{{cell: u, to: to, slip: slip}}, slip: slip, figure: true, cost: x.textCost(u, to)})
	}
}

// queue orders nodes by what they are likely to cost in the end.
type queue []*node

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].guess != q[j].guess {
		return q[i].guess < q[j].guess
	}
	return q[i].order < q[j].order
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(v any)   { *q = append(*q, v.(*node)) }
func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}
