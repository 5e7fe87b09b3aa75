package sums

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/model"
)

// How sure it must be that a report is a total before it is left out without a question, in bits, of cells that do not
// follow from each other. Where most of the requests of a place are granted at once, the cell of those received and that of
// those granted say one thing, and that the figure of one unit is the sum of two others' happens. Measured on 40 made-up
// districts each: of the totals of five units 35 are certain and the others suspected, of eight and more units all are.
const (
	certainIfAll  = 20
	certainIfMost = 32
	certainCells  = 3 // at least so many cells
)

// weighed is a cell that speaks for a total, and how much, in bits.
type weighed struct {
	field *model.Field
	bits  float64
}

// isCertain reports whether a report is a total beyond doubt, by the cells that are evidence of it. Chances are how many bits
// of evidence more are needed because so many combinations of reports were tried.
func (s *finder) isCertain(t TotalOfOthers, own Entries, evidence []weighed, chances float64) bool {
	apart := s.independent(t, own, evidence)
	need := certainIfAll + chances
	if len(t.Differs) > 0 {
		need = certainIfMost + chances
	}
	return len(apart) >= certainCells && bitsOf(apart) >= need
}

// bitsOf adds up what cells say.
func bitsOf(cells []weighed) (sum float64) {
	for _, c := range cells {
		sum += c.bits
	}
	return sum
}

// independent are the cells of the evidence that do not follow from others by the identities of the form, as long as only
// the cells differ from 0 in which some report has a figure. Of cells that follow from each other those stay which say the
// least. What the identities demand of one report they demand of a sum of reports too, and of the difference of both.
func (s *finder) independent(t TotalOfOthers, own Entries, evidence []weighed) []weighed {
	used := make([]bool, len(s.form.Fields)) // a report has a figure other than 0, or one that is not known
	note := func(es Entries) {
		for i, e := range es {
			used[i] = used[i] || !e.isPlain() || e.Number.Sign() != 0
		}
	}
	note(own)
	for _, i := range t.Others {
		note(s.members[i].Row.Entries())
	}
	for _, fd := range s.form.Fields {
		used[fd.Index] = used[fd.Index] || fd.Total != nil // many leave them to the program
	}
	// Cells that are no evidence are solved for first, then those that say the most.
	bits := make([]float64, len(s.form.Fields))
	for i := range bits {
		bits[i] = math.Inf(1)
	}
	for _, c := range evidence {
		bits[c.field.Index] = c.bits
	}
	for _, c := range t.Equal { // copies of one report's figures, which are no evidence and equal all the same
		if math.IsInf(bits[c.Index], 1) {
			used[c.Index] = false
		}
	}
	var order []int
	for i, is := range used {
		if is {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(bits[b], bits[a]) })
	place := make([]int, len(s.form.Fields))
	for k, i := range order {
		place[i] = k + 1
	}
	follows := solvable(s.equations(place, len(order)), len(order))
	return slices.DeleteFunc(slices.Clone(evidence), func(c weighed) bool { return follows[place[c.field.Index]-1] })
}

// equations are the identities of the form between figures of one report, as rows of factors: place has for every field its
// column plus 1, or 0 for one that is 0 in every report.
func (s *finder) equations(place []int, columns int) (rows [][]float64) {
	for _, id := range s.form.Identities {
		if len(id.Right) == 0 {
			continue // an inequality
		}
		row := make([]float64, columns)
		add := func(terms []model.Term, factor float64) {
			for _, t := range terms {
				if k := place[t.Field.Index]; k > 0 {
					if t.Minus {
						row[k-1] -= factor
					} else {
						row[k-1] += factor
					}
				}
			}
		}
		add(id.Left, 1)
		add(id.Right, -1)
		rows = append(rows, row)
	}
	return rows
}

// solvable says of every column whether equations give it from the columns behind it. It changes the rows.
func solvable(rows [][]float64, columns int) []bool {
	const small = 1e-9
	out := make([]bool, columns)
	for k := range columns {
		p := slices.IndexFunc(rows, func(row []float64) bool { return math.Abs(row[k]) > small })
		if p < 0 {
			continue
		}
		out[k] = true
		pivot := rows[p]
		rows = slices.Delete(rows, p, p+1)
		for _, row := range rows {
			if factor := row[k] / pivot[k]; math.Abs(factor) > small {
				for i := k; i < columns; i++ {
					row[i] -= factor * pivot[i]
				}
			}
		}
	}
	return out
}

// SameFigures reports whether two reports in a form say the same in every cell, where a blank is as good as 0, and how much that says, in
// bits: 0 where there is no figure but 0. Computed cells, which follow from others, do not count.
func SameFigures(f *model.Form, a, b Row) (bits float64, ok bool) {
	if !a.Fits(f) || !b.Fits(f) {
		return 0, false
	}
	x, y := a.Entries(), b.Entries()
	for i, fd := range f.Fields {
		plain := x[i].isPlain() && y[i].isPlain() && x[i].Number.Equal(y[i].Number)
		if !plain && !x[i].Equal(y[i]) {
			return 0, false
		}
		if fd.Total == nil {
			bits += math.Log2(1 + math.Abs(x[i].Number.Float()))
		}
	}
	return bits, true
}

// Likeness is how many of the cells in which one of two reports has a figure but 0 say the same in both.
type Likeness struct{ Same, Of int }

// IsNear reports whether two reports have so many cells, and so many of them alike, that one may be the other put right.
func (l Likeness) IsNear() bool {
	const enough = 8 // cells, of which at least three in four are alike
	return l.Of >= enough && l.Same < l.Of && 4*l.Same >= 3*l.Of
}

// Compare counts the cells of two reports in a form that are alike. Computed cells, which follow from others, do not count.
func Compare(f *model.Form, a, b Row) (l Likeness) {
	if !a.Fits(f) || !b.Fits(f) {
		return l
	}
	x, y := a.Entries(), b.Entries()
	for i, fd := range f.Fields {
		if fd.Total != nil || x[i].Number.Sign() == 0 && y[i].Number.Sign() == 0 {
			continue
		}
		l.Of++
		if x[i].Equal(y[i]) {
			l.Same++
		}
	}
	return l
}
