package locate

import "slices"

// change is the change of a cell to a figure.
type change struct {
	cell int
	to   int64
	slip Slip
	// undetermined says that the new figure was only derived from the equations, so that a later change of it is
	// no further slip.
	undetermined bool
}

// move undoes one slip.
type move struct {
	changes  []change
	slip     Slip
	cost     float64
	figure   bool // it gives a figure to a cell that had none
	softLeft int  // number plus one of a soft equation that is left failing; 0 for none
}

// bits is a set of small numbers.
type bits []uint64

// has reports whether a number, −1 allowed, is in the set.
func (b bits) has(i int) bool { return i >= 0 && b[i/64]&(1<<(i%64)) != 0 }

// set puts a number into the set.
func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }

// node is an unfinished explanation: what was changed, and which equations then fail. The slices are filled
// only when its turn comes (apply), which for most nodes is never.
type node struct {
	parent   *node
	move     move
	moves    int
	cost     float64
	estimate float64 // of the cost in the end
	order    int
	key      uint64 // of the changes, the same in any order

	values       []int64 // what cells hold
	residuals    []int64
	unknowns     []uint8 // unknown cells in an equation
	touched      bits    // cells that were changed
	undetermined bits    // of those, cells whose figure was only derived
}

// leftSoft reports whether a soft equation was left failing on the way to the node.
func (n *node) leftSoft(eq int) bool {
	for ; n != nil; n = n.parent {
		if n.move.softLeft == eq+1 {
			return true
		}
	}
	return false
}

// path returns the moves from a root to the node. A cell that was changed twice is changed where it was first,
// to what it became.
func (n *node) path(root *node) []move {
	var out []move
	last := map[int]int64{}
	for ; n != nil && n != root; n = n.parent {
		m := n.move
		m.changes = slices.Clone(m.changes)
		out = append(out, m)
		for _, c := range m.changes {
			if _, ok := last[c.cell]; !ok {
				last[c.cell] = c.to
			}
		}
	}
	slices.Reverse(out)
	for i := range out {
		kept := out[i].changes[:0]
		for _, c := range out[i].changes {
			if to, ok := last[c.cell]; ok {
				c.to = to
				kept = append(kept, c)
				delete(last, c.cell)
			}
		}
		out[i].changes = kept
	}
	return slices.DeleteFunc(out, func(m move) bool { return len(m.changes) == 0 })
}

// rootNode returns the root of a search in some equations: the report with some moves done.
func (s *system) rootNode(part []int, done []move) *node {
	words := (len(s.cells) + 63) / 64
	n := &node{values: make([]int64, len(s.cells)), residuals: slices.Clone(s.rootResiduals), unknowns: make([]uint8, len(s.equations)), touched: make(bits, words), undetermined: make(bits, words)}
	for i := range s.cells {
		n.values[i] = s.cells[i].figure
	}
	for _, e := range part {
		for _, c := range s.equations[e].cells {
			if s.cells[c.index].unknown {
				n.unknowns[e]++
			}
		}
	}
	for _, m := range done {
		n = s.child(n, m)
		s.apply(n)
	}
	n.cost, n.estimate, n.moves = 0, 0, 0
	return n
}

// child returns the node after one more move.
func (s *system) child(n *node, m move) *node {
	out := &node{parent: n, move: m, moves: n.moves, cost: n.cost + m.cost, key: n.keyWith(m)}
	if m.isSlip() {
		out.moves++
	}
	return out
}

// isSlip reports whether a move supposes a slip of its own.
func (m *move) isSlip() bool { return m.cost > 0 && !m.figure && m.softLeft == 0 }

// keyWith returns a key of the changes after a move, whatever their order.
func (n *node) keyWith(m move) uint64 {
	key := n.key + uint64(m.softLeft)*0x94D049BB133111EB
	for _, c := range m.changes {
		if n.touched.has(c.cell) {
			key -= hashChange(c.cell, n.values[c.cell])
		}
		key += hashChange(c.cell, c.to)
	}
	return key
}

// hashChange returns a hash of one change.
func hashChange(cell int, to int64) uint64 {
	h := (uint64(cell)+1)*0x9E3779B97F4A7C15 ^ uint64(to)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	return h * 0xBF58476D1CE4E5B9
}

// apply computes the figures and residuals of a node from those of its parent.
func (s *system) apply(n *node) {
	if n.residuals != nil {
		return
	}
	p := n.parent
	n.residuals, n.unknowns, n.undetermined = slices.Clone(p.residuals), p.unknowns, p.undetermined
	n.touched, n.values = slices.Clone(p.touched), slices.Clone(p.values)
	if n.move.figure {
		n.unknowns = slices.Clone(p.unknowns)
	}
	if slices.ContainsFunc(n.move.changes, func(c change) bool { return c.undetermined }) {
		n.undetermined = slices.Clone(p.undetermined)
	}
	for _, c := range n.move.changes {
		cl := &s.cells[c.cell]
		by := c.to - n.values[c.cell]
		n.values[c.cell] = c.to
		for _, e := range cl.equations {
			n.residuals[e.index] += e.factor * by
			if n.move.figure {
				n.unknowns[e.index]--
			}
		}
		n.touched.set(c.cell)
		if c.undetermined {
			n.undetermined.set(c.cell)
		}
	}
}
