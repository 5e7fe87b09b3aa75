package units

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// MaxComparedTexts is how many bytes of narratives are compared with each other, those of the first files: the
// narratives of about seven thousand units.
const MaxComparedTexts = 64 << 20

// Comparing gathers the reports of many units, to be compared with each other.
type Comparing struct {
	// Options switch rules off or grade them otherwise.
	Options check.Options

	forms   map[string]*model.Form // by id
	reports []comparedReport
	texts   osfile.Spool
	size    int // of the texts, in bytes
	left    []string
	groups  []alike // nil until what was added is searched for totals
}

// comparedReport is a report with the file that it was read from, the code of who filed it, and its figures in its own form.
type comparedReport struct {
	*repetition.Source
	path, code string
	row        sums.Row
}

// Add adds what a file says, as Gathering handed it over with its narratives. What cannot be read, is empty, or is a
// total of units with their sources is left alone.
func (c *Comparing) Add(f Submission) {
	if f.Err != nil || f.Empty || f.IsTotal() || f.Aside {
		return
	}
	form := c.form(f.Form)
	if form == nil || !f.Row.Fits(form) {
		return
	}
	s := &repetition.Source{File: f.Shown, Organ: f.Organ, Year: f.Year, Form: form}
	entries := f.Row.Entries()
	s.SetFigures(func(yield func(*model.Field, model.Number) bool) {
		for i, fd := range form.Fields {
			if e := entries[i]; e.State == model.IsNumber && !yield(fd, e.Number) {
				return
			}
		}
	})
	if there, _ := f.HasTexts(); !there { // there was no room for them
		c.left = append(c.left, f.Shown)
	}
	texts := f.TextsOf()
	if c.hasRoom(texts, f.Shown) {
		s.SetTexts(texts, &c.texts)
	}
	c.take(comparedReport{s, f.File, f.Code, f.Row})
}

// AddResult adds a report that was checked, by the name of its file for people.
func (c *Comparing) AddResult(r findings.Result, shown string) {
	if r.Err != nil || check.Unfilled(r.Report) {
		return
	}
	if sources, err := sums.ReadSources(r.Report); err != nil || len(sources) > 0 {
		return
	}
	x := *r.Report
	if !c.hasRoom(x.Texts, shown) {
		x.Texts = nil
	}
	s := repetition.SourceOf(&x, &c.texts)
	s.File = shown
	c.take(comparedReport{s, r.File, r.Report.Code, sums.Of(r.Report).Row()})
}

// take takes a report in.
func (c *Comparing) take(r comparedReport) { c.reports, c.groups = append(c.reports, r), nil }

// hasRoom takes in the texts of a file, as long as there is room for them. Otherwise the file is among those left out.
func (c *Comparing) hasRoom(texts map[string]string, shown string) bool {
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	if c.size += n; n > 0 && c.size > MaxComparedTexts {
		c.left = append(c.left, shown)
		return false
	}
	return true
}

// form returns the form of an id; nil if there is none.
func (c *Comparing) form(id string) *model.Form {
	if c.forms == nil {
		c.forms, _ = templates.CandidatesByID(nil) // the official ones are always there
	}
	return c.forms[id]
}

// Use adds a variant's form, which the reports may be read by.
func (c *Comparing) Use(form *model.Form) {
	if form != nil {
		c.form("")
		c.forms[form.ID] = form
	}
}

// Compare compares what was added; nil where there are not two units. The roster, which may be nil, tells whose the
// files are, as Assemble does: two files of one unit, also on different years, are not compared.
func (c *Comparing) Compare(list *Roster) *findings.Across {
	sources, filed := c.owned(list)
	if filed < 2 {
		return nil
	}
	out := &findings.Across{LeftOut: slices.Sorted(slices.Values(c.left))}
	for _, r := range repetition.Compare(sources) {
		out.Reports = append(out.Reports, findings.AcrossReport{Report: r, Findings: check.AcrossUnits(r, c.Options)})
	}
	return out
}

// owned gives the reports their owners, and returns them in the order of these, and how many filed one.
func (c *Comparing) owned(list *Roster) (sources []*repetition.Source, filed int) {
	reports := c.withoutTotals()
	byFile := make(map[string]*repetition.Source, len(reports))
	all := make([]Submission, len(reports))
	for i, r := range reports {
		byFile[r.path] = r.Source
		all[i] = Submission{File: r.path, Shown: r.File, Organ: r.Organ, Code: r.code, Year: r.Year, Content: r.path}
	}
	sources = make([]*repetition.Source, 0, len(all))
	for _, u := range Assemble(list, nil, all).Units {
		owner := u.Code + "\x00" + u.Name
		for _, files := range [][]Submission{u.Filings, u.Copies} {
			for _, f := range files {
				s := byFile[f.File]
				s.Owner, s.Name = owner, u.Name
				sources = append(sources, s)
			}
		}
		if len(u.Filings)+len(u.Copies) > 0 {
			filed++
		}
	}
	return sources, filed
}

// alike are reports in one form on one year, with those among them that are by their figures the total of others.
type alike struct {
	members []sums.Member
	at      []int // their places among the reports that were added
	totals  []sums.TotalOfOthers
}

// searched are the reports by form and year, searched for totals of others; once for all that was added.
func (c *Comparing) searched() []alike {
	if c.groups != nil {
		return c.groups
	}
	type formYear struct {
		form *model.Form
		year int
	}
	place := map[formYear]int{}
	c.groups = []alike{}
	for i, r := range c.reports {
		key := formYear{r.Form, r.Year}
		if !r.row.Fits(key.form) {
			continue
		}
		at, ok := place[key]
		if !ok {
			at = len(c.groups)
			place[key], c.groups = at, append(c.groups, alike{})
		}
		g := &c.groups[at]
		g.members, g.at = append(g.members, sums.Member{Row: r.row, Code: r.code, Path: r.File}), append(g.at, i)
	}
	for key, at := range place {
		g := &c.groups[at]
		g.totals = sums.FindTotals(key.form, g.members)
	}
	return c.groups
}

// TotalNotes say which reports are by their figures the total of others, so that the units' figures stand there twice.
func (c *Comparing) TotalNotes() (out []msg.Text) {
	for _, g := range c.searched() {
		for _, t := range g.totals {
			text := t.Text(len(g.members), func(i int) string { return g.members[i].Path })
			if t.Certain {
				out = append(out, msg.F("“%s”像是汇总：%s", "%q seems to be a total: %s", g.members[t.Report].Path, text))
			} else {
				out = append(out, msg.F("“%s”可能是汇总：%s", "%q may be a total: %s", g.members[t.Report].Path, text))
			}
		}
	}
	sorting.By(out, func(a, b msg.Text) int { return cmp.Compare(a.ZH, b.ZH) })
	return out
}

// withoutTotals are the reports that by their figures are no total of others beyond doubt: a total says what its units say.
func (c *Comparing) withoutTotals() []comparedReport {
	total := make([]bool, len(c.reports))
	for _, g := range c.searched() {
		for _, t := range g.totals {
			total[g.at[t.Report]] = t.Certain
		}
	}
	var out []comparedReport
	for i, r := range c.reports {
		if !total[i] {
			out = append(out, r)
		}
	}
	return out
}
