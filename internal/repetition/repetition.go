// Package repetition measures what reports have in common: a report with the same organ's of the year before
// (Between), and the reports of different units on one year (Compare). It returns rates by text, by table and over all,
// and the passages that stand in both. internal/check makes findings of the rates.
//
// Texts are compared by fingerprints of their characters (winnowing), not pair by pair: the time grows with the length
// of all texts together. Figures, blanks, punctuation, set phrases and the organ's own name make no difference.
package repetition

import (
	"cmp"
	"sync"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// Source is what of one report is compared.
type Source struct {
	Owner   string // whose report it is: the same for all files of one unit, which are not compared with each other
	Name    string // of the unit, for people
	File    string
	Organ   string // as the report has it; it is no difference
	Year    int
	Form    *model.Form
	Texts   map[string]string // by section
	Figures []Figure          // that were entered and are not 0, in the order of the form
}

// Figure is a figure of a report, as text.
type Figure struct {
	Field  *model.Field
	Number string
}

// Rate says how much of a text, or of several, stands in another report too.
type Rate struct {
	Section *model.Section // nil for several
	Length  int            // characters that count: letters and figures outside of set phrases
	Same    int            // of these, in passages that another report has too
}

// Share returns Same in percent of Length, rounded; 0 for an empty text.
func (r Rate) Share() int {
	if r.Length == 0 {
		return 0
	}
	return (r.Same*100 + r.Length/2) / r.Length
}

// Passage is a part of a text that the nearest report has too.
type Passage struct {
	Section, OtherSection *model.Section
	Length                int // characters that count, and that no other passage has counted

	text, other  *comparedText
	from, to, at int
}

// Text returns the passage as it was written.
func (p Passage) Text() string { return p.text.passage(p.from, p.to) }

// OtherText returns the passage as the other report has it. It may differ in figures, blanks and set phrases.
func (p Passage) OtherText() string { return p.other.passage(p.at, p.at+p.to-p.from) }

// Quote returns the passage and how the other report has it, to be read by themselves.
func (p Passage) Quote() (mine, other string) {
	return p.text.quote(p.from, p.to), p.other.quote(p.at, p.at+p.to-p.from)
}

// Table says how many figures of a table another report has in the same cells.
type Table struct {
	Table *model.Table
	All   int // cells with a figure in either report
	Same  int // of these, with the same figure in both
	// Telling is how many different figures of two digits or more are the same: small ones are the same by chance.
	Telling int
	Other   *Source
}

// Share returns Same in percent of All, rounded; 0 for an empty table.
func (t Table) Share() int { return Rate{Length: t.All, Same: t.Same}.Share() }

// Report is what one report has in common with others: with the one that it has most in common with, and with any.
type Report struct {
	Source   *Source
	Nearest  *Source   // the report it has most of its text in common with; nil if it has nothing in common with any
	Texts    []Rate    // of the texts that are not empty, beside Nearest, in the order of the form
	Overall  Rate      // of all texts, beside Nearest
	Any      Rate      // of all texts, beside all others together
	Passages []Passage // that Nearest has too, the longest first
	Tables   []Table   // that have figures in common with another report, in the order of the form
}

// prepared is a text of a source in the index.
type prepared struct {
	source  *Source
	section *model.Section
	text    *comparedText
}

// phrases keeps the set phrases of forms, which never change.
var phrases sync.Map

// phrasesFor returns the set phrases of a form, which are gathered once.
func phrasesFor(form *model.Form) *Phrases {
	if known, ok := phrases.Load(form); ok {
		return known.(*Phrases)
	}
	known, _ := phrases.LoadOrStore(form, PhrasesOf(form))
	return known.(*Phrases)
}

// comparison compares texts.
type comparison struct {
	index index
	texts []*prepared
}

// add adds the texts of a source, and returns which they are.
func (c *comparison) add(s *Source, owner int, set *Phrases, organs ...[]rune) (ids []int) {
	for _, section := range s.Form.Sections {
		if s.Texts[section.ID] == "" {
			continue
		}
		p := &prepared{s, section, compared(s.Texts[section.ID], set, organs...)}
		ids = append(ids, len(c.texts))
		c.texts = append(c.texts, p)
		c.index.add(p.text.runes, owner, s.Year)
	}
	return ids
}

// maxNearest is how many reports, those with the longest passages in common, a report is compared with as a whole.
const maxNearest = 3

// report returns what the texts of a source have in common with others, which the texts of each source tell.
func (c *comparison) report(s *Source, ids []int, idsOf map[*Source][]int) *Report {
	r := &Report{Source: s}
	for _, id := range ids {
		if n := len(c.texts[id].text.runes); n > 0 {
			r.Texts = append(r.Texts, Rate{Section: c.texts[id].section, Length: n})
			r.Overall.Length += n
		}
	}
	r.Any.Length = r.Overall.Length
	common := map[*Source]int{}
	var others []*Source // in a fixed order
	for _, id := range ids {
		for _, m := range c.index.matches(id, func(m match) {
			o := c.texts[m.other].source
			if common[o] == 0 {
				others = append(others, o)
			}
			common[o] += m.to - m.from
		}) {
			r.Any.Same += m.counted
		}
	}
	sorting.By(others, func(a, b *Source) int { return cmp.Compare(common[b], common[a]) })
	for _, o := range others[:min(len(others), maxNearest)] {
		if x := c.beside(s, ids, o, idsOf[o]); x.Overall.Same > r.Overall.Same {
			r.Nearest, r.Texts, r.Overall, r.Passages = o, x.Texts, x.Overall, x.Passages
		}
	}
	return r
}

// beside returns what the texts of a source have in common with those of one other.
func (c *comparison) beside(s *Source, ids []int, other *Source, otherIDs []int) *Report {
	r := &Report{Source: s, Nearest: other}
	pair := c.index.only(otherIDs)
	for _, id := range ids {
		p := c.texts[id]
		rate := Rate{Section: p.section, Length: len(p.text.runes)}
		for _, m := range pair.matches(id, nil) {
			rate.Same += m.counted
			o := c.texts[m.other]
			r.Passages = append(r.Passages, Passage{Section: p.section, OtherSection: o.section, Length: m.counted, text: p.text, other: o.text, from: m.from, to: m.to, at: m.at})
		}
		if rate.Length > 0 {
			r.Texts = append(r.Texts, rate)
			r.Overall.Length, r.Overall.Same = r.Overall.Length+rate.Length, r.Overall.Same+rate.Same
		}
	}
	c.index.work += pair.work
	sorting.By(r.Passages, func(a, b Passage) int { return cmp.Compare(b.Length, a.Length) })
	return r
}

// nameOf returns the name of an organ as it stands in a compared text.
func nameOf(organ string) []rune {
	runes, _ := lettersOf(organ, false)
	return runes
}

// SourceOf returns what of a report is compared.
func SourceOf(r *model.Report) *Source {
	s := &Source{Organ: r.Organ, Name: r.Organ, Year: r.Year, Form: r.Form, Texts: r.Texts}
	for _, fd := range r.Form.Fields {
		if v := r.Value(fd.ID); fd.Total == nil && v.IsNumber() && v.Number.Sign() != 0 {
			s.Figures = append(s.Figures, Figure{fd, v.Number.String()})
		}
	}
	return s
}

// Between returns what the texts of a report have in common with last year's. Its tables are compared by
// internal/diff, which knows which cells of two editions are the same.
func Between(last, this *model.Report) *Report {
	before, now := SourceOf(last), SourceOf(this)
	before.Year, now.Year = 0, 0 // they are compared whatever their years
	c := comparison{index: index{shortest: BetweenYears}}
	set, organs := phrasesFor(this.Form), [][]rune{nameOf(last.Organ), nameOf(this.Organ)}
	earlier := c.add(before, 0, set, organs...)
	ids := c.add(now, 1, set, organs...)
	return c.beside(now, ids, before, earlier)
}

// Compare returns what each of several reports has in common with those of other units on the same year, in the order
// of the units' names and their files. The order in which the sources are given makes no difference.
func Compare(sources []*Source) []*Report {
	reports, _ := compare(sources)
	return reports
}

// compare is Compare, and returns the work it took: characters, entries and cells looked at.
func compare(sources []*Source) ([]*Report, int) {
	sorted := append([]*Source{}, sources...)
	sorting.By(sorted, func(a, b *Source) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File), cmp.Compare(a.Owner, b.Owner))
	})
	owners := map[string]int{}
	c := comparison{index: index{shortest: BetweenUnits}}
	ids := map[*Source][]int{}
	for _, s := range sorted {
		if _, known := owners[s.Owner]; !known {
			owners[s.Owner] = len(owners)
		}
		ids[s] = c.add(s, owners[s.Owner], phrasesFor(s.Form), nameOf(s.Organ), nameOf(s.Name))
	}
	c.index.listAll()
	tables, work := compareTables(sorted)
	reports := make([]*Report, len(sorted))
	for i, s := range sorted {
		reports[i] = c.report(s, ids[s], ids)
		reports[i].Tables = tables[i]
	}
	return reports, c.index.work + work
}
