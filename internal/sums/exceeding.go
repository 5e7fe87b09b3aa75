package sums

import (
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
)

// When a report that says more than all others together may be their total, although it is not their sum since units are
// missing. Chosen on made-up districts of 5 to 60 units: none of their units was taken for a total, however large.
const (
	leastExceeding = 10 // so many cells in which the others have figures must hold their sum or more
	mostBelow      = 20 // one cell of so many may hold less: a unit has since been corrected, or errs
	leastOthers    = 3  // so many others must have figures
)

// inExcess finds a report that about everywhere, in every table of the form, says as much as all others together or more.
func (s *finder) inExcess() (found []TotalOfOthers) {
	var members []int
	filled := map[int]bool{} // that have figures
	same := map[Row]int64{}
	sum := make([]model.Number, len(s.fields))
	for i, m := range s.members {
		if s.total[i] {
			continue
		}
		members = append(members, i)
		same[m.Row]++
		own := s.plain(m.Row)
		filled[i] = slices.ContainsFunc(own, func(n model.Number) bool { return n.Sign() != 0 })
		for k, n := range own {
			sum[k] = sum[k].Add(n)
		}
	}
	for _, i := range members {
		own := s.plain(s.members[i].Row)
		t := TotalOfOthers{Report: i, Exceeds: true}
		copies := model.Int(same[s.members[i].Row])
		others := lists.Map(own, func(n model.Number) model.Number { return n.Mul(copies) })
		for k, fd := range s.fields {
			others[k] = sum[k].Sub(others[k])
			switch {
			case own[k].Cmp(others[k]) < 0:
				t.Differs = append(t.Differs, fd)
			case others[k].Sign() > 0:
				t.Equal = append(t.Equal, fd)
			}
		}
		if len(t.Equal) < leastExceeding || len(t.Differs)*mostBelow > len(t.Equal)+len(t.Differs) || !s.inAllTables(own) {
			continue
		}
		having := 0
		for _, o := range members {
			if s.members[o].Row == s.members[i].Row {
				continue
			}
			t.Others = append(t.Others, o)
			if filled[o] {
				having++
			}
		}
		if having >= leastOthers {
			t.Own, t.Sums = s.stand(t, own), s.stand(t, others)
			found = append(found, t)
		}
	}
	return found
}

// stand are the figures of the cells that are compared which stand in those of t.
func (s *finder) stand(t TotalOfOthers, figures []model.Number) map[*model.Field]model.Number {
	out := map[*model.Field]model.Number{}
	for k, fd := range s.fields {
		if slices.Contains(t.Equal, fd) || slices.Contains(t.Differs, fd) {
			out[fd] = figures[k]
		}
	}
	return out
}

// plain are the figures of a row in the cells that are compared; 0 where there is none that could be added.
func (s *finder) plain(row Row) []model.Number {
	entries := row.Entries()
	out := make([]model.Number, len(s.fields))
	for k, fd := range s.fields {
		if e := entries[fd.Index]; e.isPlain() {
			out[k] = e.Number
		}
	}
	return out
}

// inAllTables reports whether there is a figure other than 0 in every table that is compared.
func (s *finder) inAllTables(row []model.Number) bool {
	for _, t := range s.form.Tables {
		in := func(k int) bool { return s.fields[k].Table == t }
		compared, some := false, false
		for k, n := range row {
			compared = compared || in(k)
			some = some || in(k) && n.Sign() != 0
		}
		if compared && !some {
			return false
		}
	}
	return true
}
