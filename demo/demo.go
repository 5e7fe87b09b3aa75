// Package demo makes districts that do not exist: a roster of units, their
// reports as workbooks, and among them errors of every kind, with an answer that
// says where each is. They serve to learn and to teach with, and as tests and
// benchmarks of what handles many reports: the sums are known exactly.
//
// The same options and version give the same bytes. What a district is like,
// its names, sizes and sentences, is data; what must balance is taken from the
// form.
package demo

import (
	"bytes"
	"math/rand/v2"
	"time"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// MaxUnits bounds a district; a province is smaller.
const MaxUnits = 100_000

// Options say what district to make.
type Options struct {
	Units  int // that report
	Errors int // how many are planted, each in another unit
	Year   int
	Seed   uint64
	// Kinds are the ids of the kinds of errors to plant; none for all. They are
	// planted in turn.
	Kinds []string
	// Last adds last year's reports, from which this year's carry over.
	Last bool
}

// District is a made-up district. Its methods may be called from several
// goroutines.
type District struct {
	Options
	Form     *model.Form
	LastForm *model.Form
	Roster   *units.Roster
	Due      []*units.Unit // that report, in the order of the roster
	Planted  []Planted     // what is wrong, in the order of the files
	Files    []*File       // the workbooks, in the order of their names

	csv   []byte
	mills mills
}

// New makes a district. Its workbooks are made when they are asked for. The error
// is a *msg.Problem.
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
	d.csv = d.list()
	if d.Roster, err = units.ReadRoster(RosterFile, d.csv); err != nil {
		return nil, err
	}
	d.Due = d.Roster.Due()
	return d, d.plant()
}

// RosterCSV is the list of units.
func (d *District) RosterCSV() []byte { return bytes.Clone(d.csv) }

// rand is a source of its own for every unit and purpose, so that nothing
// depends on the order in which things are made.
func (d *District) rand(unit, purpose int) *rand.Rand {
	return rand.New(rand.NewPCG(d.Seed, uint64(unit)<<20|uint64(purpose)))
}

// Purposes of sources besides the years.
const (
	forSize = iota
	forTime
	forPlanting
	forSpoiling
)

// Sum is the sum of the correct reports of chosen units, field by field; nil
// chooses all. Amounts of money are in the unit that their field prints, or else
// in the first that the form knows.
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

// Report is the correct report of a unit.
func (d *District) Report(i int) *model.Report { return d.report(i, d.Year) }

// LastReport is a unit's report of the year before.
func (d *District) LastReport(i int) *model.Report { return d.report(i, d.Year-1) }

func (d *District) formOf(year int) *model.Form {
	if year == d.Year {
		return d.Form
	}
	return d.LastForm
}

func (d *District) report(i, year int) *model.Report { return d.compose(d.formOf(year), i, year) }

func (d *District) compose(f *model.Form, i, year int) *model.Report {
	return d.composeOf(f, i, year, d.figuresIn(f, i, year))
}

// composeOf makes a report of figures: a unit's cover and narratives with them.
func (d *District) composeOf(f *model.Form, i, year int, figures []model.Number) *model.Report {
	u := d.Due[i]
	r := d.reportOf(f, i, year, figures)
	r.Code, r.Cover["contact"] = u.Code, u.Contact
	d.write(r, i, year)
	return r
}

// reportOf puts figures into a report.
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

// handed is the day a unit hands its report in.
func (d *District) handed(i int) time.Time {
	return time.Date(d.Year+1, 1, 4+d.rand(i, forTime).IntN(15), 9, 30, 0, 0, time.UTC)
}

// Title names the district.
func (d *District) Title() string { return d.Roster.Tops()[0].Name }
