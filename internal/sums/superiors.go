package sums

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// inSuperiors finds the reports whose figures are in every cell the sum of those whose codes begin with their own, however
// few these or their figures are: an organ that only hands in what its subordinates did may have one of them that did
// anything.
func (s *finder) inSuperiors() (found []TotalOfOthers) {
	for _, g := range s.groups() {
		if g.head < 0 || s.total[g.head] {
			continue
		}
		t := TotalOfOthers{Report: g.head, Superior: true, Own: map[*model.Field]model.Number{}, Sums: map[*model.Field]model.Number{}}
		t.Others = slices.DeleteFunc(g.members, func(i int) bool { return i == g.head || s.total[i] })
		columns, own := s.columns(t.Others), s.members[g.head].Row.Entries()
		every := len(t.Others) > 0
		for k, fd := range s.fields {
			n := own[fd.Index].Number
			if every = every && !columns[k].left && own[fd.Index].isPlain() && n.Equal(columns[k].sum); !every {
				break
			}
			if n.Sign() != 0 {
				t.Equal = append(t.Equal, fd)
				t.Own[fd], t.Sums[fd] = n, n
			}
		}
		// A single cell is what the smallest unit and any other may have in common.
		if every && len(t.Equal) > 1 {
			s.total[g.head] = true
			found = append(found, t)
		}
	}
	return found
}

// inTotalCells finds the reports that give computed cells alone, whose parts are blank: these are held against the computed
// cells of the others. What such a report leaves blank is not given, and speaks for nothing.
func (s *finder) inTotalCells() (found []TotalOfOthers) {
	for i := range s.members {
		own := s.members[i].Row.Entries()
		if s.total[i] || !slices.ContainsFunc(s.form.Fields, own.standsAlone) {
			continue
		}
		given := *s
		given.fields = slices.DeleteFunc(slices.Clone(s.form.Fields), func(fd *model.Field) bool {
			return own[fd.Index].State != model.IsNumber || s.form.Merging.IsApart(fd)
		})
		for _, g := range s.groups() {
			g.members = slices.DeleteFunc(g.members, func(o int) bool { return s.total[o] })
			if len(g.members) < 3 || !slices.Contains(g.members, i) || g.head >= 0 && g.head != i {
				continue
			}
			if t, ok := given.compare(g, i, given.columns(g.members)); ok && len(t.Equal) >= certainCells {
				t.Report, s.total[i] = i, true
				found = append(found, t)
				break
			}
		}
	}
	return found
}

// standsAlone reports whether a computed field has a figure other than 0 and all its parts are blank.
func (es Entries) standsAlone(fd *model.Field) bool {
	return fd.Total != nil && es[fd.Index].Number.Sign() != 0 &&
		!slices.ContainsFunc(fd.Total.Right, func(t model.Term) bool { return es[t.Field.Index].State != model.Blank })
}
