package aggregate

import (
	"slices"

	"github.com/gkxl/gkxl/internal/sums"
)

// blockTotals names the reports that by their figures are totals of others which count too. Totals that list their units
// block as such already.
func (m *Merged) blockTotals(s *selection) {
	if s.accepts(LikeTotal) {
		return
	}
	var counted []part
	var members []sums.Member
	for _, p := range m.parts {
		if !slices.Contains(s.totals, p.submission) {
			counted = append(counted, p)
			members = append(members, sums.Member{Row: p.row, Code: p.code, Path: p.submission.Shown})
		}
	}
	for _, t := range sums.FindTotals(m.Form, members) {
		p := counted[t.Report]
		s.block(Blocker{Kind: LikeTotal, Unit: p.unit, Files: []string{p.submission.Shown},
			What: t.Text(len(members), func(i int) string { return counted[i].unit })})
	}
}
