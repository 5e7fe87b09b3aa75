package aggregate

import (
	"slices"

	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// blockTotals names the reports that by their figures are totals of others which count too, and those that bear the name
// of the organ whose total is made. Totals that list their units block as such already.
func (m *Merged) blockTotals(s *selection) {
	if s.accepts(LikeTotal) && s.options.Accepted == nil { // nobody asks
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
	said := map[*units.Submission]bool{}
	for _, t := range sums.FindTotals(m.Form, members) {
		p := counted[t.Report]
		said[p.submission] = true
		s.block(Blocker{Kind: LikeTotal, Unit: p.unit, Files: []string{p.submission.Shown},
			What: t.Text(len(members), func(i int) string { return counted[i].unit })})
	}
	organ := units.NameKey(s.organ())
	for _, p := range counted {
		if organ == "" || units.NameKey(p.unit) != organ || said[p.submission] || s.unitOf[p.submission.File].Unit != nil {
			continue
		}
		what := msg.T("与汇总机关同名：可能是它的汇总，也可能是它本级自己的报告", "it bears the name of the organ whose total is made: it may be that total, or the organ's own report")
		if beside, _ := m.besideRest(p); !beside.IsZero() {
			what = msg.F("%s；%s", "%s; %s", what, beside)
		}
		s.block(Blocker{Kind: LikeTotal, Unit: p.unit, Files: []string{p.submission.Shown}, What: what})
	}
}

// blockListed names the reports that no total lists, and whose figures are those of a unit that a total does list. Where the
// figures are too small to tell, and of all others that no total lists, the summary says so.
func (m *Merged) blockListed(s *selection) (err error) {
	if s.options.Open == nil {
		return nil
	}
	m.beside, err = s.assembly.BesideTotals(func(f units.Submission) (*model.Form, []sums.Source, error) {
		r, err := s.options.Open(f.File)
		if err != nil {
			return nil, nil, msg.At(f.File, err)
		}
		sources, err := sums.ReadSources(r)
		if err != nil {
			return nil, nil, msg.At(f.File, err)
		}
		return r.Form, sources, nil
	})
	for _, l := range m.beside.Alike {
		if l.IsSure() {
			s.block(Blocker{Kind: LikeTotal, Unit: l.Named(), Files: units.ShownOf(l.Unit.Filings),
				What: msg.F("各格的数与 %s 所列的“%s”全部相同，应是同一份，汇总中已含它的数；排除这一份，或排除那份汇总", "in every cell its figures are those of %[2]q, which %[1]s lists: it seems to be the same report, and that total holds its figures; leave out this report, or that total", l.Total, l.Name)})
		}
	}
	return err
}

// unlisted says which reports count beside a total that does not list them.
func (m *Merged) unlisted() (out []msg.Text) {
	for _, l := range m.beside.Alike {
		if !l.IsSure() {
			out = append(out, msg.F("“%s”各格的数与 %s 所列的“%s”全部相同，但数很小，作为两个单位计入；是同一个单位的，用 --without 排除这一份",
				"in every cell the figures of %q are those of %[3]q, which %[2]s lists; they are small, and count as two units; if they are one unit's, leave this report out with --without", l.Named(), l.Total, l.Name))
		}
	}
	for _, l := range m.beside.Near {
		out = append(out, msg.F("“%s”（%s）有数的 %d 格中 %d 格与 %s 所列的“%s”相同，可能是它改正后的报告，那样就计入了两次：请用改正后的重做那份汇总，或用 --without 排除这一份",
			"of the %[3]d cells in which %[1]q (%[2]s) has figures %[4]d are those of %[6]q, which %[5]s lists: it may be that unit's report put right, and would count twice; make that total anew with it, or leave this report out with --without",
			l.Named(), l.Unit.Filings[0].Shown, l.Likeness.Of, l.Likeness.Same, l.Total, l.Name))
	}
	if names := units.NamesOf(m.beside.Outside); len(names) > 0 {
		out = append(out, msg.F("下级汇总（%s）的来源中没有、另外计入的 %d 个：%s；已含在汇总中的（如名称写法不同），用 --without 排除",
			"counted, and not listed by the total below (%[1]s), %[2]d: %[3]s; leave out with --without those whose figures are in it, under another name for example", msg.Few(m.beside.Totals), len(names), msg.Few(names)))
	}
	return out
}

// weighUnknown adds to what is said of a unit that the roster does not have that it outweighs all others.
func (m *Merged) weighUnknown(s *selection) {
	parts := map[string]part{}
	for _, p := range m.parts {
		parts[p.submission.Shown] = p
	}
	for i, b := range s.blockers {
		if b.Kind != Unknown {
			continue
		}
		if p, ok := parts[b.Files[0]]; ok {
			if beside, above := m.besideRest(p); above {
				s.blockers[i].What = msg.F("%s；%s，请核实是不是汇总", "%s; %s: make sure that it is no total", b.What, beside)
			}
		}
	}
}

// organ is the name of the organ whose total is made; empty if it is not known.
func (s *selection) organ() string {
	if s.options.Organ != "" {
		return s.options.Organ
	}
	if top := s.assembly.Top(); top != nil {
		return top.Name
	}
	return ""
}

// besideRest says a report's first figure of those for a leader, the requests received, beside the sum of the others',
// and whether it is above that. Without other reports it is empty.
func (m *Merged) besideRest(p part) (said msg.Text, above bool) {
	if len(m.Form.Brief.Figures) == 0 || len(m.parts) < 2 {
		return said, false
	}
	x := m.Form.Brief.Figures[0]
	entries := p.row.Entries()
	var own, rest model.Number
	for _, id := range x.Terms {
		fields, _ := m.Form.Figure(id)
		for _, fd := range fields {
			own = own.Add(entries[fd.Index].Number)
			rest = rest.Add(m.Total.Sums[fd.Index].Number)
		}
	}
	rest = rest.Sub(own)
	return msg.F("%s %s，其余 %d 份之和 %s", "%s: %s, and %[4]s in the other %[3]d together", x.Title, own, len(m.parts)-1, rest), own.Cmp(rest) > 0
}
