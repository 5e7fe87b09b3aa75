// Package demo makes practice districts: a roster of units that do not exist,
// their reports as workbooks with planted errors of every kind, and the answer,
// which says where each error is and what is right. They serve training, tests
// and benchmarks of many reports, since the right sums are known exactly.
//
// The same options and version give the same bytes. Names, sizes and sentences
// of a district are data (district.yaml); which figures must balance is taken
// from the form.
package demo

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// MaxUnits is the largest number of units of a district; a real province has
// fewer.
const MaxUnits = 100_000

// Options say what district to make.
type Options struct {
	Units  int    // number of units that report, 1 to MaxUnits
	Errors int    // number of planted errors, each in another unit
	Year   int    // year reported on
	Seed   uint64 // districts of different seeds differ
	// Kinds are the ids of the kinds of errors to plant, in turn; empty means all.
	Kinds []string
	// Last adds last year's reports, from which this year's carry figures over.
	Last bool
}

// District is a made-up district. Its methods may be called from several
// goroutines.
type District struct {
	Options
	Form     *model.Form
	LastForm *model.Form // nil if there is no form for the year before
	Roster   *units.Roster
	Due      []*units.Unit  // units that report, in the order of the roster
	Planted  []PlantedError // in the order of the units
	Files    []*File        // workbooks, in the order of their paths

	csv []byte
	// Each made when it is first used.
	template, lastTemplate func() (*workbookTemplate, error)
}

// New makes a district. District.Data makes the content of its workbooks. The
// error is a *msg.Problem: wrong options, no form for the year, or more errors
// than fit the units.
func New(o Options) (*District, error) {
	switch {
	case o.Units < 1 || o.Units > MaxUnits:
		return nil, &msg.Problem{What: msg.F("单位数应为 1 到 %d", "the number of units is 1 to %d", MaxUnits)}
	case o.Errors < 0 || o.Errors > o.Units:
		return nil, &msg.Problem{What: msg.F("差错数应为 0 到单位数 %d：一个单位至多一处", "the number of errors is 0 to that of the units, %d: a unit has one at most", o.Units)}
	}
	form, err := templates.ForYear(o.Year)
	if err != nil {
		return nil, err
	}
	last, err := templates.ForYear(o.Year - 1)
	if err != nil && o.Last {
		return nil, err
	}
	d := &District{Options: o, Form: form, LastForm: last}
	d.template = sync.OnceValues(func() (*workbookTemplate, error) { return newWorkbookTemplate(form, o.Year) })
	d.lastTemplate = sync.OnceValues(func() (*workbookTemplate, error) { return newWorkbookTemplate(last, o.Year-1) })
	d.csv = d.rosterCSV()
	if d.Roster, err = units.ReadRoster(RosterFile, d.csv); err != nil {
		return nil, err
	}
	d.Due = d.Roster.Due()
	return d, d.plantFaults()
}

// RosterCSV is the roster as CSV in UTF-8 with a byte order mark.
func (d *District) RosterCSV() []byte { return bytes.Clone(d.csv) }

// rand is a random source of its own for every unit and purpose, so that nothing
// depends on the order in which reports are made.
func (d *District) rand(unit, purpose int) *rand.Rand {
	return rand.New(rand.NewPCG(d.Seed, uint64(unit)<<20|uint64(purpose)))
}

// The purposes of random sources. For the figures of a report the purpose is the
// year.
const (
	forSize = iota
	forTime
	forPlanting
	forFault
)

// Sum is the sum of the correct reports of chosen units, by field index; nil
// chooses all units. Chosen gets the index in Due and the unit. An amount is in
// the unit that its field prints, or else in the first unit of money of the form.
func (d *District) Sum(chosen func(i int, u *units.Unit) bool) []model.Number {
	sums := make([]model.Number, len(d.Form.Fields))
	for i, u := range d.Due {
		if chosen != nil && !chosen(i, u) {
			continue
		}
		for k, n := range d.figures(i, d.Year) {
			if unit := d.unitOf(d.Form.Fields[k], i); unit != "" {
				n = n.Mul(d.Form.Merging.Money[unit])
			}
			sums[k] = sums[k].Add(n)
		}
	}
	return sums
}

// Report is the correct report of the unit with index i in Due.
func (d *District) Report(i int) *model.Report { return d.report(i, d.Year) }

// LastReport is the correct report, for the year before, of the unit with index i
// in Due.
func (d *District) LastReport(i int) *model.Report { return d.report(i, d.Year-1) }

func (d *District) formOf(year int) *model.Form {
	if year == d.Year {
		return d.Form
	}
	return d.LastForm
}

func (d *District) report(i, year int) *model.Report {
	return d.composeOf(d.formOf(year), i, year, d.figures(i, year))
}

// composeOf makes a unit's report from figures, with cover and narratives.
func (d *District) composeOf(f *model.Form, i, year int, figures []model.Number) *model.Report {
	u := d.Due[i]
	r := d.reportOf(f, i, year, figures)
	r.Code, r.Cover["contact"] = u.Code, u.Contact
	d.writeTexts(r, i, year)
	return r
}

// reportOf makes a unit's report from figures, without narratives.
func (d *District) reportOf(f *model.Form, i, year int, figures []model.Number) *model.Report {
	u := d.Due[i]
	r := model.NewReport(f)
	r.Organ, r.OrganType, r.Year = u.Name, u.Type, year
	for k, fd := range f.Fields {
		v := model.Value{State: model.IsNumber, Number: figures[k], Computed: fd.Total != nil}
		if v.Number.Sign() != 0 {
			v.Unit = d.unitOf(fd, i)
		}
		r.Values[fd.ID] = v
	}
	return r
}

// handedInAt is when a unit hands in its report: one of the first weeks of the
// next year.
func (d *District) handedInAt(i int) time.Time {
	return time.Date(d.Year+1, 1, 4+d.rand(i, forTime).IntN(15), 9, 30, 0, 0, time.UTC)
}

// Title is the name of the top unit of the roster.
func (d *District) Title() string { return d.Roster.Tops()[0].Name }

// writeTexts writes the narratives of a unit's report.
func (d *District) writeTexts(r *model.Report, i, year int) {
	c := narrative.Context{Report: r}
	if d.Last && year == d.Year {
		c.Last = d.reportOf(d.LastForm, i, year-1, d.figures(i, year-1))
	}
	d.narrate(c, d.Due[i], i)
}

// narrate writes the narratives: sentences of district.yaml, others every year,
// and the sentences that package narrative makes from the tables.
func (d *District) narrate(c narrative.Context, u *units.Unit, i int) {
	sentences, _ := narrative.Narrate(c) // all figures are known
	var figures strings.Builder
	for _, s := range sentences {
		figures.WriteString(s.Text)
	}
	year := c.Report.Year
	fill := strings.NewReplacer("{organ}", u.Name, "{year}", fmt.Sprint(year), "{next}", fmt.Sprint(year+1), "{day}", fmt.Sprint(4+i%15), "{figures}", figures.String())
	for section, parts := range district().Texts {
		text := ""
		for k, stock := range parts {
			// The parts of a section vary independently, and change every year.
			text += worded(stock[(hashOf(i, k)+year)%len(stock)], i, year, k)
		}
		c.Report.Texts[section] = fill.Replace(text)
	}
}

// choice matches the words in brackets of a sentence, of which one is taken.
var choice = regexp.MustCompile(`\[[^\]]*\]`)

// worded is a sentence with one of the words in each of its brackets, others for every unit, year and part.
func worded(sentence string, unit, year, part int) string {
	n := 0
	return choice.ReplaceAllStringFunc(sentence, func(words string) string {
		all := strings.Split(strings.Trim(words, "[]"), "|")
		n++
		return all[hashOf(unit, year, part, n)%len(all)]
	})
}

// hashOf mixes numbers to one of 0 or more.
func hashOf(numbers ...int) int {
	h := uint64(1)
	for _, n := range numbers {
		h = rand.NewPCG(h, uint64(n)).Uint64()
	}
	return int(h >> 33)
}
