package locate

import (
	"math"
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

// Statement is what a narrative says that some cells come to. It need not be
// right, and asks for nothing: it speaks for one of several explanations.
type Statement struct {
	Terms []model.Term
	Value model.Number
}

// What a statement weighs, as a logarithm. One that a change makes agree would
// otherwise be wrong by itself, and by just as much: the more digits, the less is
// that a chance. One that agrees now says little, for it may have been copied from
// a wrong table.
const (
	toldWrong = 1.0
	toldDigit = math.Ln10
	toldKept  = 2.0
	// manyTold is what all statements together may weigh.
	manyTold = 14.0
)

// told is a statement over the cells of the system.
type told struct {
	cells  []entry
	off    int64 // by how much the report as it stands differs
	weight float64
}

// statements writes what was told over the cells that are left.
func (c *compiler) statements() {
	s := c.system
	for _, st := range c.problem.Told {
		total := &sum{}
		known := true
		for _, t := range st.Terms {
			if known = known && s.byField[t.Field.Index] >= 0; known {
				total.add(c.expand(t.Field), factor(t))
			}
		}
		value, ok := s.units(st.Value)
		if !known || !ok {
			continue
		}
		digits := len(strconv.FormatInt(abs(value)/s.scale, 10))
		out := told{off: total.rest - value, weight: toldWrong + toldDigit*float64(digits)}
		for _, e := range total.cells {
			if s.cells[e.at].unknown {
				known = false
			}
			if e.factor != 0 {
				out.cells = append(out.cells, e)
				out.off += e.factor * s.cells[e.at].x
			}
		}
		if !known || len(out.cells) == 0 {
			continue
		}
		for _, e := range out.cells {
			s.cells[e.at].told = append(s.cells[e.at].told, len(s.told))
		}
		s.told = append(s.told, out)
	}
}

// heard is what statements have to say to changes: more for one that makes an
// agreeing one wrong, less for one that makes a wrong one agree.
func (s *system) heard(changes []change) (cost float64, now int) {
	if len(s.told) == 0 {
		return 0, 0
	}
	var seen []int
	for _, c := range changes {
		for _, k := range s.cells[c.cell].told {
			if slices.Contains(seen, k) {
				continue
			}
			seen = append(seen, k)
			t := &s.told[k]
			off := t.off
			for _, e := range t.cells {
				for _, d := range changes {
					if d.cell == e.at {
						off += e.factor * (d.to - s.cells[d.cell].x)
					}
				}
			}
			switch {
			case t.off == 0 && off != 0:
				cost += min(toldKept, t.weight/2)
			case t.off != 0 && off == 0:
				cost -= t.weight
				now++
			}
		}
	}
	return max(-manyTold, min(manyTold, cost)), now
}
