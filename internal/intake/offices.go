package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// reportsOnSheets returns the reports of a file in which each has a cover or title sheet of its own and its tables
// on the sheets behind it, and for each sheet the number of its report, -1 in front of the first. It returns nil if
// there is one report: if all covers name the same organ and year, or nothing stands behind more than one of them.
func (a *formMatch) reportsOnSheets(sheets []*Sheet) (reports []reportTitle, of []int) {
	of = make([]int, len(sheets))
	current := -1
	for i := range sheets {
		if t, ok := a.titleOfSheet(sheets, i); ok && (current < 0 || !t.sameOffice(reports[current])) {
			current = slices.IndexFunc(reports, t.sameOffice)
			if current < 0 {
				current = len(reports)
				reports = append(reports, t)
			}
		}
		of[i] = current
	}
	if len(reports) < 2 || !a.contentTwice(of) {
		return nil, nil
	}
	return reports, of
}

// titleOfSheet returns the organ and year that a sheet states in an item of the cover or in a title; ok is false if
// it states no organ.
func (a *formMatch) titleOfSheet(sheets []*Sheet, i int) (t reportTitle, ok bool) {
	states := false
	for _, g := range a.grids {
		if g.sheetIndex == i && !g.sheet.Hidden {
			for k, l := range g.labels {
				item := a.vocabulary.coverItems[l.core]
				if item == nil { // 填报单位：某局
					name, _, _ := strings.Cut(strings.ReplaceAll(g.text(k), "：", ":"), ":")
					item = a.vocabulary.coverItems[a.vocabulary.reducer.label(name).core]
				}
				_, _, title := a.vocabulary.title(g.text(k))
				states = states || title || l.core != "" && item != nil && item.ID == "organ"
			}
		}
	}
	if !states {
		return t, false
	}
	r := a.textsOf(i)
	return reportTitle{sheet: i, cell: r.Places[model.PlaceOfCover("organ")], organ: r.Organ, year: r.Year}, r.Organ != ""
}

// sameOffice reports whether two titles may be of one report: the same year where both give one, and the same
// organ, whose name may be cut short at its beginning (某市某局, 某局).
func (t reportTitle) sameOffice(o reportTitle) bool {
	x, y := squeeze(t.organ), squeeze(o.organ)
	return (t.year == o.year || t.year == 0 || o.year == 0) && (strings.HasSuffix(x, y) || strings.HasSuffix(y, x))
}

// contentTwice reports whether a table or a narrative stands behind more than one cover; of gives the number of
// the cover that each sheet stands behind.
func (a *formMatch) contentTwice(of []int) bool {
	seen := map[string]int{}
	twice := false
	see := func(what string, g *grid) {
		if n := of[g.sheetIndex]; n >= 0 && !g.sheet.Hidden {
			first, known := seen[what]
			twice = twice || known && first != n
			if !known {
				seen[what] = n
			}
		}
	}
	for _, f := range a.finders {
		for _, b := range f.blocks {
			for fd := range f.found[b] {
				see(fd.ID, b.grid)
			}
		}
	}
	for _, g := range a.grids {
		for _, l := range g.labels {
			if s := a.vocabulary.headings[l.core]; l.core != "" && s != nil && s.Table == nil {
				see(s.ID, g)
			}
		}
	}
	return twice
}
