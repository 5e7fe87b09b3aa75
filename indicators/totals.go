package indicators

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// disputed is how many of a unit's different reports are tried, one after the other, when totals of the units are looked for.
const disputed = 3

// likeness is why a report seems to be the total of others, and whether that is beyond doubt.
type likeness struct {
	why     msg.Text
	certain bool
}

// findTotals finds the reports that by their figures are the total of others. Of a unit with several reports that differ each
// is tried, for the total was made with one of them.
func (g *gathering) findTotals(a *units.Submissions) {
	g.like = map[string]likeness{}
	tries := 1
	for try := 0; try < tries; try++ {
		var members []sums.Member
		var of []*units.UnitSubmissions
		for _, u := range a.Units {
			if len(u.Filings) == 0 || g.list != nil && u.Unit == nil || g.isTotal(u) {
				continue
			}
			tries = max(tries, min(len(u.Filings), disputed))
			f := u.Filings[min(try, len(u.Filings)-1)]
			form := g.forms[f.Form]
			if form == nil || !f.Row.Fits(form) || f.IsTotal() {
				continue
			}
			if own, _, ok := f.Row.Entries().Translate(form, g.Form); ok {
				members, of = append(members, sums.Member{Row: own.Row(), Code: u.Code, Path: f.Shown}), append(of, u)
			}
		}
		for _, t := range sums.FindTotals(g.Form, members) {
			u := of[t.Report]
			if len(u.Filings) > 1 || g.like[u.Filings[0].File].certain || slices.Contains(g.options.CountTotalsOf, u.Filings[0].Shown) {
				continue // the first does not count in any case, and the last does
			}
			g.like[u.Filings[0].File] = likeness{t.Text(len(members), func(i int) string { return cmp.Or(of[i].Name, of[i].Code) }), t.Certain}
		}
	}
}

// LikeTotals are the files that are not counted because by their figures they are the total of others.
func (r *Results) LikeTotals() (files []string) {
	for _, x := range r.Uncounted {
		if x.Reason == LikeTotal {
			files = append(files, x.Files...)
		}
	}
	return files
}

// isTotal reports whether the one report of a unit is a total: it lists its units, or the roster has units below its own.
func (g *gathering) isTotal(u *units.UnitSubmissions) bool {
	return u.Filings[0].IsTotal() || u.Unit != nil && len(g.list.Children(u.Unit)) > 0
}

// opened is a total that was read again.
type opened struct {
	form    *model.Form
	sources []sums.Source
}

// open reads a total again, for the figures of the units that it lists.
func (g *gathering) open(f units.Submission) (opened, error) {
	if o, ok := g.opened[f.File]; ok {
		return o, nil
	}
	r, err := g.options.Open(f.File)
	if err != nil {
		return opened{}, msg.At(f.File, err)
	}
	sources, err := sums.ReadSources(r)
	if err != nil {
		return opened{}, msg.At(f.File, err)
	}
	o := opened{r.Form, sources}
	g.opened[f.File] = o
	return o, nil
}

// findListed holds reports that no total lists against the units of the totals' lists, where no roster tells them apart: a
// unit may have written its name otherwise. The very figures of a listed unit whose own report is not there are the same
// report; of others it is said that they count beside the list.
func (g *gathering) findListed(a *units.Submissions) error {
	g.same, g.opened = map[string]msg.Text{}, map[string]opened{}
	if g.options.Open == nil {
		return nil
	}
	beside, err := a.BesideTotals(func(f units.Submission) (*model.Form, []sums.Source, error) {
		o, err := g.open(f)
		return o.form, o.sources, err
	})
	if err != nil {
		return err
	}
	for _, l := range beside.Alike {
		if l.IsSure() {
			g.same[l.Unit.Filings[0].File] = msg.F("各格的数与 %s 所列的“%s”全部相同，是同一份，已按汇总计入一次；不是的，请给出单位名单",
				"in every cell its figures are those of %[2]q, which %[1]s lists: it is the same report, counted once as the total has it; if it is not, give the roster of the units", l.Total, l.Name)
			continue
		}
		g.Doubts = append(g.Doubts, msg.F("“%s”各格的数与 %s 所列的“%s”全部相同，但数很小，作为两个单位计入；是同一个单位的，请移出这一份。",
			"In every cell the figures of %q are those of %[3]q, which %[2]s lists; they are small, and count as two units. If they are one unit's, take this report out.", l.Named(), l.Total, l.Name))
	}
	for _, l := range beside.Near {
		g.Doubts = append(g.Doubts, msg.F("“%s”（%s）有数的 %d 格中 %d 格与 %s 所列的“%s”相同，可能是它改正后的报告，那样就计入了两次：请用改正后的重做那份汇总，或移出这一份。",
			"Of the %[3]d cells in which %[1]q (%[2]s) has figures %[4]d are those of %[6]q, which %[5]s lists: it may be that unit's report put right, and would count twice. Make that total anew with it, or take this report out.",
			l.Named(), l.Unit.Filings[0].Shown, l.Likeness.Of, l.Likeness.Same, l.Total, l.Name))
	}
	if len(beside.Outside) > 0 {
		g.Doubts = append(g.Doubts, msg.F("汇总（%s）的来源中没有、另作为单位计入的 %d 个：%s；已含在汇总中的（如名称写法不同），请移出。",
			"Units counted that the total (%s) does not list, %d: %s. Take out those whose figures are in it, under another name for example.", msg.Few(beside.Totals), len(beside.Outside), msg.Few(units.NamesOf(beside.Outside))))
	}
	return nil
}

// doubt says of a report that counts that it may be a total.
func (g *gathering) doubt(name string, f units.Submission, like likeness) {
	g.Doubts = append(g.Doubts, msg.F("“%s”（%s）可能是汇总：%s。已作为一个单位计入；是汇总的，请移出，否则各单位的数计入两次。",
		"%q (%s) may be a total: %s. It counts as a unit; take a total out, or the units' figures count twice.", name, f.Shown, like.why))
}

// DoubtsInShort are the doubts about what counts twice, the first few in full; empty without any.
func (r *Results) DoubtsInShort(most int) []msg.Text {
	if len(r.Doubts) <= most {
		return r.Doubts
	}
	return append(slices.Clone(r.Doubts[:most]), msg.F("另有 %d 处可能计入两次，见各单位的指标。", "What else may count twice: %d; see the indicators of the units.", len(r.Doubts)-most))
}
