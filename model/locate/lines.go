package locate

import (
	"math"
	"slices"
)

// LineMoves are the slips that spoil a whole stretch of a row or a column: it was
// shifted by one cell, or last year's was filled in.
func (s *system) lineMoves(part []int, n *node) []move {
	off := 0
	for _, e := range part {
		if n.residuals[e] != 0 && n.open[e] == 0 {
			off++
		}
	}
	if off < 3 {
		return nil
	}
	var out []move
	for l, line := range s.lines {
		if len(line) < 3 || len(s.cells[line[0]].eqs) == 0 {
			continue
		}
		x := &liner{system: s, node: n, line: l, cells: line}
		if x.offCount() < 3 {
			continue
		}
		x.shifts(+1)
		x.shifts(-1)
		x.lastYear()
		out = append(out, x.out...)
	}
	return out
}

// Liner reads one line.
type liner struct {
	*system
	node  *node
	line  int
	cells []int
	cross [][]int // by position: the failing equations that hold no other cell of the line
	out   []move
}

// OffCount finds the equations across the line and counts the cells in failing
// ones.
func (x *liner) offCount() int {
	times := map[int]int{}
	for _, c := range x.cells {
		for _, e := range x.system.cells[c].eqs {
			times[e.at]++
		}
	}
	x.cross = make([][]int, len(x.cells))
	n := 0
	for i, c := range x.cells {
		for _, e := range x.system.cells[c].eqs {
			if times[e.at] == 1 && x.node.open[e.at] == 0 && x.node.residuals[e.at] != 0 {
				x.cross[i] = append(x.cross[i], e.at)
			}
		}
		if len(x.cross[i]) > 0 {
			n++
		}
	}
	return n
}

func (x *liner) at(i int) *cell { return &x.system.cells[x.cells[i]] }

// Wants is the figure that the failing equation across the line asks of a cell.
func (x *liner) wants(i int) (int64, bool) {
	for _, e := range x.cross[i] {
		for _, f := range x.at(i).eqs {
			if f.at == e && x.node.residuals[e]%f.factor == 0 {
				return x.at(i).x - x.node.residuals[e]/f.factor, true
			}
		}
	}
	return 0, false
}

func (x *liner) usable(i int) bool {
	return !x.at(i).unknown && len(x.at(i).eqs) > 0 && !x.node.changed(x.cells[i])
}

// Shifts finds stretches that stand one cell too far in a direction: each holds
// what the equation across the cell before asks of it. The first cell of such a
// stretch was skipped, the figure of the last was pushed out or was nothing.
func (x *liner) shifts(dir int) {
	n := len(x.cells)
	pos := func(k int) int { // along the direction
		if dir > 0 {
			return k
		}
		return n - 1 - k
	}
	for s := 0; s < n-1; s++ {
		first := pos(s)
		if !x.usable(first) || x.at(first).x != 0 {
			continue
		}
		if w, ok := x.wants(first); !ok || w != x.at(pos(s+1)).x {
			continue
		}
		var changes []change
		missed := 0
		for k := s; k < n; k++ {
			i := pos(k)
			if !x.usable(i) {
				break
			}
			cl := x.at(i)
			w, off := x.wants(i)
			if !off {
				w = cl.x
			}
			var next int64
			if k+1 < n {
				next = x.at(pos(k + 1)).x
			}
			if w == next && k+1 < n && x.allowed(cl, next) {
				if next != cl.x {
					changes = append(changes, change{x.cells[i], next, Shifted})
				}
				continue
			}
			// The stretch ends here: what the cell asks for was pushed out, or was 0.
			if off && x.allowed(cl, w) {
				x.shift(append(slices.Clone(changes), change{x.cells[i], w, Shifted}))
			}
			if k+1 < n && next != cl.x && x.allowed(cl, next) && missed == 0 {
				missed++ // another slip may hide what the equation asks
				changes = append(changes, change{x.cells[i], next, Shifted})
				continue
			}
			break
		}
	}
}

func (x *liner) shift(changes []change) {
	if len(changes) >= 3 {
		x.out = append(x.out, move{slip: Shifted, changes: changes, cost: x.lineCost(costShift)})
	}
}

// LineCost: a line, a direction and an extent are chosen rather than a cell.
func (x *liner) lineCost(kind float64) float64 { return slipBase + kind + math.Log(4) }

// LastYear finds the line in whose cells last year's figures stand.
func (x *liner) lastYear() {
	var changes []change
	for i := range x.cells {
		cl := x.at(i)
		w, ok := x.wants(i)
		if !ok || !x.usable(i) || !cl.hasLast || cl.x != cl.last || !x.allowed(cl, w) {
			continue
		}
		changes = append(changes, change{x.cells[i], w, OldLine})
	}
	if len(changes) >= 3 {
		x.out = append(x.out, move{slip: OldLine, changes: changes, cost: x.lineCost(costOldLine)})
	}
}
