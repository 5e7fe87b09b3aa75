package locate

import (
	"math"
	"slices"
)

// lineMoves are the slips that spoil a whole stretch of a row or a column: it was
// shifted by one cell, or last year's was filled in.
func (s *system) lineMoves(part []int, n *node, within bits) []move {
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
		if len(line) < 3 {
			continue
		}
		x := &liner{system: s, node: n, line: l, cells: line, within: within}
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

// liner reads one line.
type liner struct {
	*system
	node   *node
	line   int
	cells  []int
	within bits
	cross  [][]int // by position: the failing equations that hold no other cell of the line
	out    []move
}

// offCount finds the equations across the line and counts the cells in failing
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
			if times[e.at] == 1 && x.within.has(x.system.cells[c].part) && x.node.open[e.at] == 0 && x.node.residuals[e.at] != 0 {
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

// wants is the figure that the failing equation across the line asks of a cell.
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
	return !x.at(i).unknown && len(x.at(i).eqs) > 0 && x.within.has(x.at(i).part) && !x.node.touched.has(x.cells[i])
}

// shifts finds stretches that stand one cell too far in a direction: each cell
// of one should hold what the next one does, and the equation across it says so,
// but for one that another slip may hide. The first cell was skipped and left
// empty; the figure of the last was pushed out, or was nothing.
func (x *liner) shifts(dir int) {
	n := len(x.cells)
	pos := func(k int) int { // along the direction
		if dir > 0 {
			return k
		}
		return n - 1 - k
	}
	for s := 0; s < n-1; s++ {
		if first := pos(s); !x.usable(first) || x.at(first).x != 0 || x.at(pos(s+1)).x == 0 {
			continue
		}
		var changes []change
		missed := 0
		for k := s; k < n && x.usable(pos(k)) && missed <= 1+len(changes)/4; k++ {
			i := pos(k)
			cl := x.at(i)
			next, last := int64(0), k == n-1
			if !last {
				next = x.at(pos(k + 1)).x
			}
			wants, off := x.wants(i)
			if !off {
				wants = cl.x
			}
			if last || wants != next {
				// Here the stretch may end.
				end := changes
				if off && x.allowed(cl, wants) {
					end = append(slices.Clone(changes), change{x.cells[i], wants, Shifted, true})
				}
				x.shift(end, missed)
				missed++
			}
			if last || !x.allowed(cl, next) {
				break
			}
			if next != cl.x {
				changes = append(changes, change{x.cells[i], next, Shifted, false})
			}
		}
	}
}

func (x *liner) shift(changes []change, missed int) {
	if len(changes) >= 3+missed {
		x.out = append(x.out, move{slip: Shifted, changes: slices.Clone(changes), cost: x.lineCost(x.weights.shift)})
	}
}

// lineCost: a line, a direction and an extent are chosen rather than a cell.
func (x *liner) lineCost(kind float64) float64 { return x.weights.base + kind + math.Log(4) }

// lastYear finds the line in whose cells last year's figures stand.
func (x *liner) lastYear() {
	var changes []change
	for i := range x.cells {
		cl := x.at(i)
		w, ok := x.wants(i)
		if !ok || !x.usable(i) || !cl.hasLast || cl.x != cl.last {
			continue
		}
		if !x.allowed(cl, w) {
			w = 0 // another slip is in the row; the search will see
		}
		changes = append(changes, change{x.cells[i], w, OldLine, true})
	}
	if len(changes) >= 3 {
		x.out = append(x.out, move{slip: OldLine, changes: changes, cost: x.lineCost(x.weights.oldLine)})
	}
}
