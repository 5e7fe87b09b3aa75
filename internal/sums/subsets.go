package sums

import (
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// MaxSubsets is among how many reports a total is sought of some that nothing else tells from the others: every report is
// compared with every other one.
const MaxSubsets = 1000

// maxSteps bounds the search for one total; nearly all reports need one step or two.
const maxSteps = 200

// inSubsets finds the totals of some of the members, whatever those have in common. Every report that is chosen must fit
// into the total in every cell, and all together must fill it. Since among many reports some may do so by chance, each of
// them that fits asks for one bit more of certainty.
func (s *finder) inSubsets() (found []TotalOfOthers) {
	var members []int
	for i := range s.members {
		if !s.total[i] {
			members = append(members, i)
		}
	}
	if len(members) > MaxSubsets {
		return nil
	}
	fields, rows := s.figures(members)
	for x, report := range members {
		var fit []int
		for y := range members {
			if y != x && !rows[y].isZero() && rows[y].within(&rows[x]) && rows[y].fits(rows[x].figures) &&
				!slices.Equal(rows[y].figures, rows[x].figures) {
				fit = append(fit, y)
			}
		}
		if len(fit) < 2 {
			continue
		}
		p := puzzle{rows, maxSteps}
		chosen, ok := p.solve(slices.Clone(rows[x].figures), fit)
		if !ok || len(chosen) < 2 {
			continue
		}
		t := TotalOfOthers{Report: report, Own: map[*model.Field]model.Number{}, Sums: map[*model.Field]model.Number{}}
		for k, fd := range fields {
			if n := rows[x].figures[k]; n.Sign() != 0 {
				t.Equal = append(t.Equal, fd)
				t.Own[fd], t.Sums[fd] = n, n
			}
		}
		slices.Sort(chosen)
		for _, y := range chosen {
			t.Others = append(t.Others, members[y])
		}
		own := s.members[report].Row.Entries()
		evidence := s.evidence(t, own)
		if bitsOf(evidence) >= sureIfAll+float64(len(fit)) {
			t.Certain = s.isCertain(t, own, evidence, float64(len(fit)))
			found = append(found, t)
		}
	}
	return found
}

// figures are what members say in the cells that all of them give as plain figures not below 0, with the fields of these.
func (s *finder) figures(members []int) (fields []*model.Field, rows []line) {
	all := make([]Entries, len(members))
	for i, m := range members {
		all[i] = s.members[m].Row.Entries()
	}
	fields = slices.DeleteFunc(slices.Clone(s.fields), func(fd *model.Field) bool {
		return slices.ContainsFunc(all, func(es Entries) bool {
			e := es[fd.Index]
			return !e.isPlain() || e.Number.Sign() < 0
		})
	})
	rows = make([]line, len(members))
	for i, es := range all {
		rows[i] = lineOf(lists.Map(fields, func(fd *model.Field) model.Number { return es[fd.Index].Number }))
	}
	return fields, rows
}

// line is what a report says in the cells that are compared.
type line struct {
	figures []model.Number
	used    []int    // which of them are not 0, the largest figure first
	mask    []uint64 // the same, as a bit for each
}

// lineOf makes a line of figures.
func lineOf(figures []model.Number) line {
	l := line{figures: figures, mask: make([]uint64, (len(figures)+63)/64)}
	for k, n := range figures {
		if n.Sign() != 0 {
			l.used = append(l.used, k)
			l.mask[k/64] |= 1 << (k % 64)
		}
	}
	sorting.By(l.used, func(a, b int) int { return figures[b].Cmp(figures[a]) })
	return l
}

// isZero reports whether figures are all 0.
func (l *line) isZero() bool { return len(l.used) == 0 }

// within reports whether another line has a figure other than 0 wherever this one has. Hardly any other report fits into
// a report, and this tells of most of them at a glance that they do not.
func (l *line) within(o *line) bool {
	for i, m := range l.mask {
		if m&^o.mask[i] != 0 {
			return false
		}
	}
	return true
}

// fits reports whether no figure is above what is left, where nothing left is below 0.
func (l *line) fits(rest []model.Number) bool {
	for _, k := range l.used {
		if l.figures[k].Cmp(rest[k]) > 0 {
			return false
		}
	}
	return true
}

// puzzle is lines of figures of which some are to add up to another row, and how many more steps may be taken.
type puzzle struct {
	rows  []line
	steps int
}

// solve finds rows among those that are open which add up to the rest: where all that are open must be taken to fill a
// cell, they are, and otherwise one that is needed for the cell with the fewest is tried with and without.
func (p *puzzle) solve(rest []model.Number, open []int) (chosen []int, ok bool) {
	for {
		if p.steps--; p.steps < 0 {
			return nil, false
		}
		open = slices.DeleteFunc(slices.Clone(open), func(i int) bool { return !p.rows[i].fits(rest) })
		needed, must, ok := p.needed(rest, open)
		switch {
		case !ok:
			return nil, false
		case needed == nil:
			return chosen, true
		case !must:
			with := append(slices.Clone(chosen), needed[0])
			left := slices.DeleteFunc(slices.Clone(open), func(i int) bool { return i == needed[0] })
			for _, take := range []bool{true, false} {
				after := slices.Clone(rest)
				if take {
					p.take(after, needed[0])
				}
				if more, ok := p.solve(after, left); ok {
					if take {
						return append(with, more...), true
					}
					return append(slices.Clone(chosen), more...), true
				}
			}
			return nil, false
		}
		for _, i := range needed {
			if !p.rows[i].fits(rest) {
				return nil, false
			}
			p.take(rest, i)
		}
		chosen = append(chosen, needed...)
		open = slices.DeleteFunc(open, func(i int) bool { return slices.Contains(needed, i) })
	}
}

// needed gives the open rows that have a figure in a cell which is not filled yet: in one where all of them must be taken, or
// else in the one where they are fewest. It is nil where every cell is filled, and ok is false where one cannot be.
func (p *puzzle) needed(rest []model.Number, open []int) (rows []int, must, ok bool) {
	for k, n := range rest {
		if n.Sign() == 0 {
			continue
		}
		var having []int
		sum := model.Number{}
		for _, i := range open {
			if m := p.rows[i].figures[k]; m.Sign() > 0 {
				having = append(having, i)
				sum = sum.Add(m)
			}
		}
		switch d := sum.Sub(n).Sign(); {
		case d < 0:
			return nil, false, false
		case d == 0:
			return having, true, true
		case rows == nil || len(having) < len(rows):
			rows = having
		}
	}
	return rows, false, true
}

// take subtracts a row from the rest.
func (p *puzzle) take(rest []model.Number, row int) {
	for _, k := range p.rows[row].used {
		rest[k] = rest[k].Sub(p.rows[row].figures[k])
	}
}
