package locate

import (
	"math"
	"slices"
)

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
