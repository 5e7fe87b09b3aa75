package units

import (
	"slices"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
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
	size    int // of the texts, in bytes
	left    []string
}

// comparedReport is a report with who filed it.
type comparedReport struct {
	submission Submission
	source     *repetition.Source
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
	s := &repetition.Source{Organ: f.Organ, Year: f.Year, Form: form, Texts: f.TextsOf()}
	entries := f.Row.Entries()
	for i, fd := range form.Fields {
		if e := entries[i]; fd.Total == nil && e.State == model.IsNumber && e.Number.Sign() != 0 {
			s.Figures = append(s.Figures, repetition.Figure{Field: fd, Number: e.Number.String()})
		}
	}
	if f.Texts == "" { // there was no room for them
		c.left = append(c.left, f.Shown)
	}
	c.add(f, s)
}

// AddResult adds a report that was checked, by the name of its file for people.
func (c *Comparing) AddResult(r findings.Result, shown string) {
	if r.Err != nil || check.Unfilled(r.Report) {
		return
	}
	if sources, err := sums.ReadSources(r.Report); err != nil || len(sources) > 0 {
		return
	}
	c.add(Submission{File: r.File, Shown: shown, Organ: r.Report.Organ, Code: r.Report.Code, Year: r.Report.Year, Form: r.Report.Form.ID, Row: sums.Of(r.Report).Row()}, repetition.SourceOf(r.Report))
}

// add adds a source, as long as there is room for its texts.
func (c *Comparing) add(f Submission, s *repetition.Source) {
	n := 0
	for _, t := range s.Texts {
		n += len(t)
	}
	if c.size += n; n > 0 && c.size > MaxComparedTexts {
		s.Texts = nil
		c.left = append(c.left, f.Shown)
	}
	s.File = f.Shown
	c.reports = append(c.reports, comparedReport{Submission{File: f.File, Shown: f.Shown, Organ: f.Organ, Code: f.Code, Year: f.Year, Form: f.Form, Row: f.Row, Content: f.File}, s})
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
	byFile := map[string]*repetition.Source{}
	for _, r := range c.reports {
		byFile[r.submission.File] = r.source
	}
	all := lists.Map(c.withoutTotals(), func(r comparedReport) Submission { return r.submission })
	var sources []*repetition.Source
	owners := Assemble(list, nil, all).Units
	filed := 0
	for _, u := range owners {
		files := append(slices.Clone(u.Filings), u.Copies...)
		for _, f := range files {
			s := byFile[f.File]
			s.Owner, s.Name = u.Code+"\x00"+u.Name, u.Name
			sources = append(sources, s)
		}
		if len(files) > 0 {
			filed++
		}
	}
	if filed < 2 {
		return nil
	}
	out := &findings.Across{LeftOut: slices.Sorted(slices.Values(c.left))}
	for _, r := range repetition.Compare(sources) {
		out.Reports = append(out.Reports, findings.AcrossReport{Report: r, Findings: check.AcrossUnits(r, c.Options)})
	}
	return out
}

// withoutTotals are the reports that by their figures are no total of others beyond doubt: a total says what its units say.
func (c *Comparing) withoutTotals() []comparedReport {
	type formYear struct {
		form *model.Form
		year int
	}
	members, at := map[formYear][]sums.Member{}, map[formYear][]int{}
	for i, r := range c.reports {
		f := r.submission
		key := formYear{r.source.Form, f.Year}
		if f.Row.Fits(key.form) {
			members[key], at[key] = append(members[key], sums.Member{Row: f.Row, Code: f.Code, Path: f.Shown}), append(at[key], i)
		}
	}
	total := make([]bool, len(c.reports))
	for key, all := range members {
		for _, t := range sums.FindTotals(key.form, all) {
			total[at[key][t.Report]] = t.Certain
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
