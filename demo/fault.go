package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

// PlantedError is one planted error, where it is, and what would be right.
type PlantedError struct {
	Kind   string // Kind.ID
	Title  msg.Text
	Unit   *units.Unit // nil for a unit that is not on the roster
	File   string      // File.Path; empty if no file was handed in
	Rule   string      // rule that finds it; empty if only the roster shows it
	Grade  model.Grade // of the rule
	Cells  []string    // addresses in the file
	Fields []string    // field ids
	Found  string      // what the file says
	Right  string      // what it should say
}

// File is a workbook of a district.
type File struct {
	Path     string // below the district's folder, with slashes
	Unit     int    // index in Due; -1 for a unit that is not on the roster
	Last     bool   // it is last year's
	Modified time.Time
	Planted  *PlantedError // nil where nothing is wrong

	form    *model.Form
	report  *model.Report                // nil for the unit's correct one
	corrupt func([]byte) ([]byte, error) // changes the finished file; nil for no change
}

// The folders of a district, and its list of units.
const (
	Returned   = "收件"
	LastYear   = "上年"
	RosterFile = "units.csv"
)

// fault plants one error in what a unit hands in.
type fault struct {
	*District
	rand      *rand.Rand
	unit      int
	file      *File
	moreFiles []*File        // what the unit hands in besides file
	noFile    bool           // the unit hands in nothing
	typed     []model.Number // figures as typed, while a typo is tried
	*PlantedError
}

// plantFaults plants the errors and lists the files of all units.
func (d *District) plantFaults() error {
	kinds, err := chosenKinds(d.Kinds)
	if err != nil {
		return err
	}
	free := d.rand(0, forPlanting).Perm(len(d.Due))
	done := map[int]*fault{}
	taken := map[string]bool{}
	barren := 0 // kinds in a row that fit nobody
	for next := 0; len(done) < d.Errors; next++ {
		if barren == len(kinds) {
			return &msg.Problem{What: msg.F("这些单位里放不下 %d 处差错，只放得下 %d 处", "%d errors do not fit these units, only %d do", d.Errors, len(done)),
				Hint: msg.T("减少差错，或增加单位", "plant fewer errors, or make more units")}
		}
		barren++
		for at, unit := range free {
			if p := d.tryFault(kinds[next%len(kinds)], unit); p != nil && !taken[p.File] {
				done[unit], taken[p.File] = p, true
				free = slices.Delete(free, at, at+1)
				barren = 0
				break
			}
		}
	}
	d.listFiles(done)
	return nil
}

// tryFault plants an error of a kind in a unit's file; nil if it does not fit its
// report.
func (d *District) tryFault(k Kind, unit int) *fault {
	p := &fault{District: d, rand: d.rand(unit, forFault), unit: unit, file: d.correctFile(unit)}
	p.PlantedError = &PlantedError{Kind: k.ID, Title: k.Title, Unit: d.Due[unit], File: p.file.Path, Rule: k.Rule}
	if rule, ok := d.Form.Rule(k.Rule); ok {
		p.Grade = rule.Grade
	}
	p.file.Planted = p.PlantedError
	if !k.inject(p) {
		return nil
	}
	return p
}

// listFiles lists the files of all units; done are the faults by unit.
func (d *District) listFiles(done map[int]*fault) {
	for i, u := range d.Due {
		p := done[i]
		switch {
		case p == nil:
			d.Files = append(d.Files, d.correctFile(i))
		case p.noFile:
			p.File = ""
		default:
			d.Files = append(append(d.Files, p.file), p.moreFiles...)
		}
		if p != nil {
			d.Planted = append(d.Planted, *p.PlantedError)
		}
		if d.Last {
			d.Files = append(d.Files, &File{Path: fmt.Sprintf("%s/%s %s.xlsx", LastYear, u.Code, u.Name), Unit: i, Last: true, form: d.LastForm,
				Modified: d.handedInAt(i).AddDate(-1, 0, 0)})
		}
	}
	slices.SortStableFunc(d.Files, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
}

// correctFile is what a unit hands in when nothing is wrong. Units do not all name
// their files alike.
func (d *District) correctFile(i int) *File {
	u := d.Due[i]
	name := u.Code + " " + u.Name
	switch d.rand(i, forTime).IntN(8) {
	case 0:
		name = u.Name
	case 1:
		name = fmt.Sprintf("%s%d年年报", u.Name, d.Year)
	case 2:
		name = fmt.Sprintf("%d年政府信息公开年报（%s）", d.Year, u.Name)
	}
	return &File{Path: Returned + "/" + name + ".xlsx", Unit: i, Modified: d.handedInAt(i), form: d.Form}
}

// noteCells records the cells of the fields that the error is in.
func (p *fault) noteCells(fs ...*model.Field) {
	l := xlsx.NewLayout(p.Form)
	for _, fd := range fs {
		p.Fields = append(p.Fields, fd.ID)
		p.Cells = append(p.Cells, l.Cell(fd))
	}
}

// ownReport gives the file a copy of the unit's report to put the error in.
// Totals are left to the formulas.
func (p *fault) ownReport() *model.Report {
	p.file.report = p.Report(p.unit)
	for _, fd := range p.Form.Fields {
		if fd.Total != nil {
			delete(p.file.report.Values, fd.ID)
		}
	}
	return p.file.report
}
