package locate

import (
	"container/heap"
	"slices"
)

const (
	// MaxMoves bounds the slips one explanation may suppose.
	maxMoves = 10
	// MaxWork bounds the changes one search tries.
	maxWork = 20_000
	// MaxUnknown bounds the cells without a figure that are worked out.
	maxUnknown = 60
	// Slack is how much unlikelier an alternative may be, as a logarithm.
	slack = 7.0
	// MaxSolutions bounds the explanations that are kept.
	maxSolutions = 40
)

// Change of a cell to a figure.
type change struct {
	cell int
	to   int64
	slip Slip
}

// Move is one slip undone.
type move struct {
	changes []change
	slip    Slip
	cost    float64
	unknown bool // it gives a figure to a cell that had none
	excuse  int  // a soft equation that is left as it is, plus one
}

// Node is an unfinished explanation: what was changed, and what is still off.
type node struct {
	parent    *node
	move      move
	residuals []int64
	open      []uint8 // unknown cells in an equation
	moves     int
	cost      float64
	guess     float64
	order     int
	key       uint64
}

func (n *node) changed(cell int) bool {
	for ; n != nil; n = n.parent {
		for _, c := range n.move.changes {
			if c.cell == cell {
				return true
			}
		}
	}
	return false
}

func (n *node) excused(eq int) bool {
	for ; n != nil; n = n.parent {
		if n.move.excuse == eq+1 {
			return true
		}
	}
	return false
}

// Path lists the moves from a root.
func (n *node) path(root *node) []move {
	var out []move
	for ; n != nil && n != root; n = n.parent {
		out = append(out, n.move)
	}
	slices.Reverse(out)
	return out
}

// Search looks for explanations of what is off in some equations.
type search struct {
	*system
	eqs     []int // those of the part that is searched
	unknown []int // cells without a figure there
	queue   queue
	seen    map[uint64]bool
	work    int
	order   int
	within  float64 // how far behind the best others are taken
	wanted  int
	best    []*node
	root    *node
	scratch []int64
	macros  []move
}

// Start is the root of a search: the report with some moves done.
func (s *system) start(part []int, done []move) *node {
	n := &node{residuals: slices.Clone(s.root), open: make([]uint8, len(s.eqs))}
	for _, e := range part {
		for _, c := range s.eqs[e].cells {
			if s.cells[c.at].unknown {
				n.open[e]++
			}
		}
	}
	for _, m := range done {
		n = s.after(n, m)
	}
	n.cost, n.guess, n.moves = 0, 0, 0
	return n
}

// After is a node with one more move.
func (s *system) after(n *node, m move) *node {
	out := &node{parent: n, move: m, residuals: slices.Clone(n.residuals), open: n.open, moves: n.moves, cost: n.cost + m.cost, key: n.key}
	if !m.unknown {
		out.moves++
	} else {
		out.open = slices.Clone(n.open)
	}
	for _, c := range m.changes {
		cl := &s.cells[c.cell]
		by := c.to - cl.x
		for _, e := range cl.eqs {
			out.residuals[e.at] += e.factor * by
			if cl.unknown && m.unknown {
				out.open[e.at]--
			}
		}
		out.key += hash(c)
	}
	if m.excuse > 0 {
		out.key += hash(change{cell: -m.excuse})
	}
	return out
}

func hash(c change) uint64 {
	h := (uint64(c.cell)+1)*0x9E3779B97F4A7C15 ^ uint64(c.to)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	return h * 0xBF58476D1CE4E5B9
}

// Find runs a search from a root and gives explanations, the cheapest first.
func (s *system) find(part []int, root *node, within float64, wanted int) (found []*node, whole bool) {
	x := &search{system: s, eqs: part, root: root, within: within, wanted: wanted, seen: map[uint64]bool{}, scratch: make([]int64, len(s.eqs))}
	for _, e := range part {
		for _, c := range s.eqs[e].cells {
			if s.cells[c.at].unknown && !root.changed(c.at) && !slices.Contains(x.unknown, c.at) {
				x.unknown = append(x.unknown, c.at)
			}
		}
	}
	if len(x.unknown) > maxUnknown {
		x.unknown = nil
	}
	if !s.problem.Plain {
		x.macros = s.lineMoves(part, root)
	}
	x.push(root)
	whole = true
	for x.queue.Len() > 0 {
		n := heap.Pop(&x.queue).(*node)
		if len(x.best) > 0 && n.cost > x.best[0].cost+within || len(x.best) >= wanted {
			break
		}
		if x.work > maxWork {
			whole = false
			break
		}
		if !x.expand(n) {
			x.best = append(x.best, n)
		}
	}
	return x.best, whole
}

// Off reports whether an equation can be judged and fails.
func (x *search) off(n *node, e int) bool { return n.residuals[e] != 0 && n.open[e] == 0 }

// Push puts a node in the queue with an estimate of what is left to pay: each of
// a set of failing equations that no change mends together needs a move of its
// own.
func (x *search) push(n *node) {
	if x.seen[n.key] && n != x.root {
		return
	}
	x.seen[n.key] = true
	var blocked [4]uint64
	left := 0
	for _, e := range x.eqs {
		if !x.off(n, e) || x.system.eqs[e].soft || e/64 < len(blocked) && blocked[e/64]&(1<<(e%64)) != 0 {
			continue
		}
		left++
		for w, bits := range x.near[e] {
			if w < len(blocked) {
				blocked[w] |= bits
			}
		}
	}
	if n.moves+left > maxMoves && n != x.root {
		return
	}
	n.guess = n.cost + float64(left)*x.cheapest()
	n.order = x.order
	x.order++
	heap.Push(&x.queue, n)
}

func (x *search) cheapest() float64 {
	if x.problem.Plain {
		return 1
	}
	return slipBase + slipLeast
}

// Expand puts the ways on from a node in the queue; false says that the node is
// a whole explanation.
func (x *search) expand(n *node) bool {
	if u := x.solvable(n); u >= 0 {
		x.solve(n, u)
		return true
	}
	// The failing equation with the fewest ways to mend it.
	pick, soft := -1, true
	failing := 0
	for _, e := range x.eqs {
		if !x.off(n, e) {
			continue
		}
		failing++
		q := &x.system.eqs[e]
		if q.soft && n.excused(e) {
			failing--
			continue
		}
		if pick < 0 || soft && !q.soft || soft == q.soft && len(q.vars) < len(x.system.eqs[pick].vars) {
			pick, soft = e, q.soft
		}
	}
	if pick < 0 {
		return false
	}
	if n.moves >= maxMoves {
		return true
	}
	for _, v := range x.system.eqs[pick].vars {
		x.try(n, v, failing)
	}
	for _, m := range x.macros {
		x.tryMacro(n, m, pick, failing)
	}
	if soft {
		x.push(x.after(n, move{cost: softCost, excuse: pick + 1, slip: Other, unknown: true}))
	}
	return true
}

// Try undoes a slip in one variable, by every amount that satisfies one of its
// failing equations.
func (x *search) try(n *node, v int, failing int) {
	q := &x.vars[v]
	for _, c := range q.cells {
		if x.cells[c.at].unknown || n.changed(c.at) {
			return
		}
	}
	var done [8]int64
	tried := done[:0]
	for _, e := range q.eqs {
		if !x.off(n, e.at) || n.residuals[e.at]%e.factor != 0 {
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
		if to := cl.x + c.factor*d; !x.allowed(cl, to) || to > maxFigure {
			return
		}
	}
	cl := &x.cells[q.main]
	if x.stillOff(n, q.eqs, d) <= failing {
		m := move{changes: make([]change, 0, len(q.cells))}
		if x.problem.Plain {
			m.slip, m.cost = Other, 1
		} else {
			m.slip, m.cost = x.slip(q.main, cl.x+d)
			m.cost += slipBase - cl.doubt
			if q.along {
				m.cost += alongCost
			}
		}
		for i, c := range q.cells {
			slip := m.slip
			if i > 0 {
				slip = Follows
			}
			m.changes = append(m.changes, change{c.at, x.cells[c.at].x + c.factor*d, slip})
		}
		x.push(x.after(n, m))
	}
	if !q.along && !x.problem.Plain {
		x.tryExchange(n, q, d, failing)
	}
}

// TryExchange looks for the figure a cell should hold elsewhere in its row and
// its column: there it may have been put by mistake.
func (x *search) tryExchange(n *node, q *variable, d int64, failing int) {
	cl := &x.cells[q.main]
	for _, at := range cl.lines {
		if at.line < 0 {
			continue
		}
		for k, other := range x.lines[at.line] {
			o := &x.cells[other]
			if k == at.at || o.unknown {
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
				slip = Neighbour
			default:
				continue
			}
			if to := o.x - d; !x.allowed(o, to) || n.changed(other) || len(o.vars) == 0 {
				continue
			}
			x.work++
			both := &sum{}
			both.add(&sum{cells: cl.eqs}, 1)
			both.add(&sum{cells: o.eqs}, -1)
			if x.stillOff(n, both.cells, d) > failing {
				continue
			}
			m := move{slip: slip, cost: x.pairCost(slip, beside, len(x.lines[at.line])) - cl.doubt - o.doubt,
				changes: []change{{q.main, cl.x + d, slip}, {other, o.x - d, slip}}}
			// A total is where its parts put it.
			if len(cl.parts) > 0 {
				m.cost += totalMoved
			}
			x.push(x.after(n, m))
		}
	}
}

func (x *search) tryMacro(n *node, m move, pick, failing int) {
	copy(x.scratch, n.residuals)
	touches := false
	for _, c := range m.changes {
		if n.changed(c.cell) {
			return
		}
		cl := &x.cells[c.cell]
		for _, e := range cl.eqs {
			x.scratch[e.at] += e.factor * (c.to - cl.x)
			touches = touches || e.at == pick
		}
	}
	x.work++
	if !touches {
		return
	}
	left := 0
	for _, e := range x.eqs {
		if x.scratch[e] != 0 && n.open[e] == 0 {
			left++
		}
	}
	if left < failing {
		x.push(x.after(n, m))
	}
}

// StillOff counts what fails after a change by d along some equations.
func (x *search) stillOff(n *node, eqs []entry, d int64) int {
	copy(x.scratch, n.residuals)
	for _, e := range eqs {
		x.scratch[e.at] += e.factor * d
	}
	left := 0
	for _, e := range x.eqs {
		if x.scratch[e] != 0 && n.open[e] == 0 {
			left++
		}
	}
	return left
}

// Solvable finds an unknown cell that is the only one of some equation.
func (x *search) solvable(n *node) int {
	for _, u := range x.unknown {
		if n.changed(u) {
			continue
		}
		for _, e := range x.cells[u].eqs {
			if n.open[e.at] == 1 {
				return u
			}
		}
	}
	return -1
}

// Solve gives an unknown cell each of the figures its equations ask for.
func (x *search) solve(n *node, u int) {
	cl := &x.cells[u]
	var tried []int64
	for _, e := range cl.eqs {
		if n.open[e.at] != 1 || n.residuals[e.at]%e.factor != 0 {
			continue
		}
		to := cl.x - n.residuals[e.at]/e.factor
		if slices.Contains(tried, to) || !x.allowed(cl, to) || to > maxFigure {
			continue
		}
		tried = append(tried, to)
		x.work++
		x.push(x.after(n, move{changes: []change{{u, to, Missing}}, slip: Missing, unknown: true, cost: x.textCost(u, to)}))
	}
	if len(tried) == 0 {
		// No figure fits; the cell is left alone, and what it stands in unjudged.
		m := move{changes: []change{{u, cl.x, None}}, slip: None, cost: slipBase}
		x.push(x.after(n, m))
	}
}

// Queue orders nodes by what they are likely to cost in the end.
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
