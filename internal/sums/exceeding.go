package sums

import "github.com/gkxl/gkxl/model"

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
		if !isZero(own) {
			filled[i] = true
		}
		for k, n := range own {
			sum[k] = sum[k].Add(n)
		}
	}
	for _, i := range members {
		own := s.plain(s.members[i].Row)
		t := TotalOfOthers{Report: i, Exceeds: true, Own: map[*model.Field]model.Number{}, Sums: map[*model.Field]model.Number{}}
		copies := model.Int(same[s.members[i].Row])
		for k, fd := range s.fields {
			rest := sum[k].Sub(own[k].Mul(copies))
			switch {
			case own[k].Sub(rest).Sign() < 0:
				t.Differs = append(t.Differs, fd)
			case rest.Sign() > 0:
				t.Equal = append(t.Equal, fd)
			default:
				continue
			}
			t.Own[fd], t.Sums[fd] = own[k], rest
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
			found = append(found, t)
		}
	}
	return found
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
