// Package repetition measures what reports have in common: a report with the same organ's of the year before
// (Between), and the reports of different units on one year (Compare). It returns rates by text, by table and over all,
// and the passages that stand in both. internal/check makes findings of the rates.
//
// Texts are compared by fingerprints of their characters (winnowing), not pair by pair: the time grows with the length
// of all texts together. Figures, blanks, punctuation, set phrases and the organ's own name make no difference.
package repetition

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"sync"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// Source is what of one report is compared. Ten thousand of them are small enough to be in memory at once.
type Source struct {
	Owner string // whose report it is: the same for all files of one unit, which are not compared with each other
	Name  string // of the unit, for people
	File  string
	Organ string // as the report has it; it is no difference
	Year  int
	Form  *model.Form

	texts   []narrative
	figures string // see AddFigure
}

// narrative is a text of a source that is not empty.
type narrative struct {
	section *model.Section
	text    osfile.Piece
}

// SetTexts sets the narratives, by the ids of their sections. They are kept in a spool, which may be nil.
func (s *Source) SetTexts(texts map[string]string, in *osfile.Spool) {
	s.texts = nil
	for _, section := range s.Form.Sections {
		if t := texts[section.ID]; t != "" {
			s.texts = append(s.texts, narrative{section, in.Put(t)})
		}
	}
	s.texts = slices.Clip(s.texts)
}

// Figure is a figure of a report, as text.
type Figure struct {
	Field  *model.Field
	Number string
}

// SetFigures sets the figures that were entered and are not 0, in the order of the form.
func (s *Source) SetFigures(all iter.Seq2[*model.Field, model.Number]) {
	var b []byte
	for fd, number := range all {
		if fd.Total == nil && number.Sign() != 0 {
			n := number.String()
			b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(fd.Index)), uint64(len(n)))
			b = append(b, n...)
		}
	}
	s.figures = string(b)
}

// Figures are the figures that were set.
func (s *Source) Figures() iter.Seq[Figure] {
	return func(yield func(Figure) bool) {
		for at := 0; at < len(s.figures); {
			next := func() int {
				n, size := binary.Uvarint([]byte(s.figures[at:min(len(s.figures), at+binary.MaxVarintLen64)]))
				at += size
				return int(n)
			}
			field, size := s.Form.Fields[next()], next()
			if at += size; !yield(Figure{field, s.figures[at-size : at]}) {
				return
			}
		}
	}
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

// RateJSON is a rate as results in JSON say it.
type RateJSON struct {
	Section string `json:"section,omitempty"` // id; empty for several
	Length  int    `json:"length"`
	Same    int    `json:"same"`
	Share   int    `json:"share"`
}

// JSON is the rate as results in JSON say it.
func (r Rate) JSON() RateJSON {
	out := RateJSON{Length: r.Length, Same: r.Same, Share: r.Share()}
	if r.Section != nil {
		out.Section = r.Section.ID
	}
	return out
}

// Passage is a part of a text that the nearest report has too.
type Passage struct {
	Section, OtherSection *model.Section
	Length                int // characters that count, and that no other passage has counted

	of           *comparison
	text, other  int32
	from, to, at int32
}

// Text returns the passage as it was written.
func (p Passage) Text() string { return p.of.placed(p.text).passage(int(p.from), int(p.to)) }

// OtherText returns the passage as the other report has it. It may differ in figures, blanks and set phrases.
func (p Passage) OtherText() string {
	return p.of.placed(p.other).passage(int(p.at), int(p.at+p.to-p.from))
}

// Quote returns the passage and how the other report has it, to be read by themselves.
func (p Passage) Quote() (mine, other string) {
	return p.of.placed(p.text).quote(int(p.from), int(p.to)), p.of.placed(p.other).quote(int(p.at), int(p.at+p.to-p.from))
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
	texts []comparedText
	out   *leftOut // of all texts; nil for what each source's own form and name say

	lock  sync.Mutex
	shown []shownText // the last ones, to show one passage after another
}

// comparedText is a text of a source in the index: which of its narratives.
type comparedText struct {
	source *Source
	at     int
}

// narrative is the narrative that a text is.
func (t comparedText) narrative() *narrative { return &t.source.texts[t.at] }

// shownText is a text of which a passage was shown.
type shownText struct {
	text int32
	*placedText
}

// maxShown is how many texts are kept of which passages were shown: those of two reports.
const maxShown = 16

// placed is a text as it was written.
func (c *comparison) placed(text int32) *placedText {
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, s := range c.shown {
		if s.text == text {
			return s.placedText
		}
	}
	t := c.texts[text]
	p := placed(t.narrative().text.Text(), c.leftOut(t.source))
	if len(c.shown) == maxShown {
		c.shown = slices.Delete(c.shown, 0, 1)
	}
	c.shown = append(c.shown, shownText{text, p})
	return p
}

// leftOut is what of the texts of a source is not compared.
func (c *comparison) leftOut(s *Source) leftOut {
	if c.out != nil {
		return *c.out
	}
	return leftOut{phrasesFor(s.Form), [][]rune{nameOf(s.Organ), nameOf(s.Name)}}
}

// span are the texts of one source: the first, and the one behind the last.
type span struct{ from, to int }

// add adds the texts of a source, and returns which they are.
func (c *comparison) add(s *Source, owner int) span {
	ids := span{len(c.texts), len(c.texts) + len(s.texts)}
	if len(s.texts) > 0 {
		out := c.leftOut(s)
		for i, n := range s.texts {
			c.texts = append(c.texts, comparedText{s, i})
			c.index.add(compared(n.text.Text(), out), owner, s.Year)
		}
	}
	return ids
}

// maxNearest is how many reports, those with the longest passages in common, a report is compared with as a whole.
const maxNearest = 3

// report returns what the texts of a source have in common with others, which the texts of each source tell.
func (c *comparison) report(s *Source, ids span, idsOf map[*Source]span) *Report {
	r := &Report{Source: s}
	for id := ids.from; id < ids.to; id++ {
		if n := len(c.index.texts[id].narrow); n > 0 {
			r.Texts = append(r.Texts, Rate{Section: c.texts[id].narrative().section, Length: n})
			r.Overall.Length += n
		}
	}
	r.Any.Length = r.Overall.Length
	common := map[*Source]int{}
	var others []*Source // in a fixed order
	for id := ids.from; id < ids.to; id++ {
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
func (c *comparison) beside(s *Source, ids span, other *Source, others span) *Report {
	r := &Report{Source: s, Nearest: other}
	pair := c.index.only(others.from, others.to)
	for id := ids.from; id < ids.to; id++ {
		section := c.texts[id].narrative().section
		rate := Rate{Section: section, Length: len(c.index.texts[id].narrow)}
		for _, m := range pair.matches(id, nil) {
			rate.Same += m.counted
			r.Passages = append(r.Passages, Passage{Section: section, OtherSection: c.texts[m.other].narrative().section, Length: m.counted,
				of: c, text: int32(id), other: int32(m.other), from: int32(m.from), to: int32(m.to), at: int32(m.at)})
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

// SourceOf returns what of a report is compared. Its narratives are kept in a spool, which may be nil.
func SourceOf(r *model.Report, in *osfile.Spool) *Source {
	s := &Source{Organ: r.Organ, Name: r.Organ, Year: r.Year, Form: r.Form}
	s.SetTexts(r.Texts, in)
	s.SetFigures(func(yield func(*model.Field, model.Number) bool) {
		for _, fd := range r.Form.Fields {
			if v := r.Value(fd.ID); v.IsNumber() && !yield(fd, v.Number) {
				return
			}
		}
	})
	return s
}

// Between returns what the texts of a report have in common with last year's. Its tables are compared by
// internal/diff, which knows which cells of two editions are the same.
func Between(last, this *model.Report) *Report {
	before, now := SourceOf(last, nil), SourceOf(this, nil)
	before.Year, now.Year = 0, 0 // they are compared whatever their years
	c := &comparison{index: index{shortest: BetweenYears}, out: &leftOut{phrasesFor(this.Form), [][]rune{nameOf(last.Organ), nameOf(this.Organ)}}}
	earlier := c.add(before, 0)
	ids := c.add(now, 1)
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
	tables, work := compareTables(sorted) // first, since it takes much memory for a moment
	owners := map[string]int{}
	c := &comparison{index: index{shortest: BetweenUnits}}
	ids := map[*Source]span{}
	for _, s := range sorted {
		if _, known := owners[s.Owner]; !known {
			owners[s.Owner] = len(owners)
		}
		ids[s] = c.add(s, owners[s.Owner])
	}
	c.index.listAll()
	reports := make([]*Report, len(sorted))
	for i, s := range sorted {
		reports[i] = c.report(s, ids[s], ids)
		reports[i].Tables = tables[i]
	}
	work += c.index.work
	c.index.forget()
	return reports, work
}
