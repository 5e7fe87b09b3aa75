package locate

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
)

const (
	// likely is how much less likely an alternative may be and still count as one to look at, as a natural logarithm.
	likely = 3.0
	// certainShare is what all alternatives together may weigh against the best of a certain cause.
	certainShare = 0.05
	// maxPairs bounds the moves that are tried in pairs.
	maxPairs = 6
)

// solution is the best explanation of a component.
type solution struct {
	equations []int
	moves     []move
	cost      float64
	complete  bool
}

// solveComponent explains some equations, at less than a ceiling. ok is false if nothing explains them, or so
// many slips are needed that they explain nothing.
func (s *system) solveComponent(part []int, ceiling float64, work int) (out solution, ok bool) {
	root := s.rootNode(part, nil)
	failing := 0
	for _, e := range part {
		if root.fails(e) {
			failing++
		}
	}
	found, whole := s.find(part, root, limits{wanted: 1, ceiling: ceiling, work: work})
	if len(found) == 0 {
		return out, false
	}
	out = solution{equations: part, cost: found[0].cost, complete: whole}
	slips := 0
	for _, m := range found[0].path(root) {
		if m.softLeft > 0 || len(m.changes) == 0 {
			continue
		}
		out.moves = append(out.moves, m)
		if m.isSlip() {
			slips++
		}
	}
	// As many slips as failing equations explain nothing.
	return out, len(out.moves) > 0 && (slips <= 4 || slips*3 <= failing*2)
}

// solutions returns the explanations of all components that need one. Components that share a row are also
// tried together: figures may have been put in the wrong column across them.
func (s *system) solutions() []solution {
	parts := s.components()
	var out []solution
	for _, part := range parts {
		if !slices.ContainsFunc(part, s.needsExplaining) {
			continue
		}
		if one, ok := s.solveComponent(part, 0, maxWork); ok {
			out = append(out, one)
		}
	}
	for _, set := range s.sharingRows(out) {
		joined := solution{}
		for _, i := range set {
			joined.equations = append(joined.equations, out[i].equations...)
			joined.cost += out[i].cost
		}
		slices.Sort(joined.equations)
		one, ok := s.solveComponent(joined.equations, joined.cost, maxMore)
		if !ok {
			continue
		}
		out[set[0]] = one
		for _, i := range set[1:] {
			out[i].moves = nil
		}
	}
	return slices.DeleteFunc(out, func(o solution) bool { return len(o.moves) == 0 })
}

// needsExplaining reports whether an equation fails, or could not be judged.
func (s *system) needsExplaining(e int) bool {
	return s.rootResiduals[e] != 0 || slices.ContainsFunc(s.equations[e].cells, func(c coefficient) bool { return s.cells[c.index].unknown })
}

// sharingRows returns the sets of solutions whose components have rows of the form in common.
func (s *system) sharingRows(sols []solution) [][]int {
	rows := make([]map[int]bool, len(sols))
	for i, o := range sols {
		rows[i] = map[int]bool{}
		for _, e := range o.equations {
			for _, c := range s.equations[e].cells {
				rows[i][s.cells[c.index].lines[0].line] = true
			}
		}
		delete(rows[i], -1)
	}
	var out [][]int
	done := make([]bool, len(sols))
	for i := range sols {
		if done[i] {
			continue
		}
		set := []int{i}
		done[i] = true
		for k := 0; k < len(set); k++ {
			for j := range sols {
				if !done[j] && slices.ContainsFunc(slices.Collect(maps.Keys(rows[set[k]])), func(l int) bool { return rows[j][l] }) {
					set = append(set, j)
					done[j] = true
				}
			}
		}
		if len(set) > 1 {
			out = append(out, set)
		}
	}
	return out
}

// explain returns the causes in a solution.
func (s *system) explain(o solution) []Cause {
	var out []Cause
	for group, set := range s.groupPairs(o.equations, o.moves) {
		out = append(out, s.alternatives(o, set, group)...)
	}
	return out
}

// groupPairs puts two moves into one set if an alternative exists for both together that does not fall apart
// into one for each.
func (s *system) groupPairs(part []int, moves []move) [][]move {
	var sets [][]move
	used := make([]bool, len(moves))
	for i, a := range moves {
		if used[i] {
			continue
		}
		set := []move{a}
		for j := i + 1; j < len(moves) && i < maxPairs && len(moves) <= maxPairs; j++ {
			if b := moves[j]; !used[j] && len(set) == 1 && s.sameAmount(a, b) && s.onlyAsPair(part, moves, a, b) {
				used[j] = true
				set = append(set, b)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// sameAmount reports whether two moves change cells by the same amount.
func (s *system) sameAmount(a, b move) bool {
	if a.figure || b.figure {
		return false
	}
	by := func(c change) int64 { return abs(c.to - s.cells[c.cell].figure) }
	return slices.ContainsFunc(a.changes, func(x change) bool {
		return slices.ContainsFunc(b.changes, func(y change) bool { return by(x) == by(y) })
	})
}

// onlyAsPair reports whether two moves have an alternative that does not fall apart into one for each.
func (s *system) onlyAsPair(part []int, moves []move, a, b move) bool {
	root := s.rootNode(part, without(moves, []move{a, b}))
	found, _ := s.find(part, root, limits{wanted: 6, within: likely, work: maxMore})
	ea, eb := s.effect([]move{a}), s.effect([]move{b})
	for _, n := range found {
		apart := false
		for _, m := range n.path(root) {
			e := s.effect([]move{m})
			apart = apart || slices.Equal(e, ea) || slices.Equal(e, eb)
		}
		if !apart {
			return true
		}
	}
	return false
}

// effect returns what moves change in the equations.
func (s *system) effect(moves []move) []int64 {
	out := make([]int64, len(s.equations))
	for _, m := range moves {
		for _, c := range m.changes {
			for _, e := range s.cells[c.cell].equations {
				out[e.index] += e.factor * (c.to - s.cells[c.cell].figure)
			}
		}
	}
	return out
}

// without returns the moves that are not in a set.
func without(moves, set []move) []move {
	return slices.DeleteFunc(slices.Clone(moves), func(m move) bool {
		return slices.ContainsFunc(set, func(o move) bool { return m.changes[0] == o.changes[0] })
	})
}

// alternatives returns the causes that could stand in the place of a set of moves, that set among them, the best first.
func (s *system) alternatives(o solution, set []move, group int) []Cause {
	root := s.rootNode(o.equations, without(o.moves, set))
	found, all := s.find(o.equations, root, limits{wanted: maxSolutions, within: slack, work: maxMore})
	var out []Cause
	excused := math.Inf(1)
	for _, n := range found {
		path := slices.DeleteFunc(n.path(root), func(m move) bool { return m.softLeft > 0 })
		if len(path) == 0 {
			excused = n.cost // nothing is wrong: it was only a soft equation
			continue
		}
		out = append(out, s.cause(o, path, n.cost))
	}
	if len(out) == 0 {
		cost := 0.0
		for _, m := range set {
			cost += m.cost
		}
		out = append(out, s.cause(o, set, cost))
	}
	sorting.By(out, func(a, b Cause) int { return cmp.Compare(a.cost, b.cost) })
	others, of := math.Exp(out[0].cost-excused), 0
	for i := range out {
		if i > 0 {
			others += math.Exp(out[0].cost - out[i].cost)
		}
		if out[i].cost <= out[0].cost+likely {
			of++
		}
	}
	for i := range out {
		out[i].Group, out[i].Rank, out[i].LikelyCount = group, i, of
		out[i].Certain = i == 0 && o.complete && all && others < certainShare
	}
	return out
}

// cause makes a Cause of moves.
func (s *system) cause(o solution, moves []move, cost float64) Cause {
	out := Cause{cost: cost}
	for i, m := range moves {
		switch {
		case i == 0:
			out.Slip = m.slip
		case out.Slip != m.slip:
			out.Slip = Several
		}
		for _, c := range m.changes {
			cl := &s.cells[c.cell]
			out.Changes = append(out.Changes, Change{Field: cl.field, Present: cl.value, Proposed: s.toNumber(c.to), Slip: c.slip})
			for _, e := range cl.equations {
				if n := s.equations[e.index].number; s.fails(e.index) && s.allKnown(o, e.index) && !slices.Contains(out.Mends, n) {
					out.Mends = append(out.Mends, n)
				}
			}
		}
	}
	slices.Sort(out.Mends)
	var all []change
	for _, m := range moves {
		all = append(all, m.changes...)
	}
	_, out.NewlyAgreeing = s.statementCost(all)
	return out
}

// allKnown reports whether a solution leaves no cell of an equation without a figure.
func (s *system) allKnown(o solution, e int) bool {
	return !slices.ContainsFunc(s.equations[e].cells, func(c coefficient) bool {
		return s.cells[c.index].unknown && !slices.ContainsFunc(o.moves, func(m move) bool { return m.changes[0].cell == c.index })
	})
}

// sortCauses puts the best of every group first, those that mend more before others, and the alternatives
// behind them, and renumbers the groups.
func sortCauses(cs []Cause) {
	key := func(c Cause) int { return min(c.Rank, 1) }
	sorting.By(cs, func(a, b Cause) int {
		if a.Rank == 0 && b.Rank == 0 {
			return cmp.Or(cmp.Compare(len(b.Mends), len(a.Mends)), cmp.Compare(a.cost, b.cost), cmp.Compare(a.Group, b.Group))
		}
		return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Rank, b.Rank))
	})
	// Groups are numbered in the order of their best.
	number := map[int]int{}
	for i := range cs {
		if cs[i].Rank == 0 {
			number[cs[i].Group] = len(number)
		}
	}
	for i := range cs {
		cs[i].Group = number[cs[i].Group]
	}
	sorting.By(cs, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Rank, b.Rank))
	})
}
