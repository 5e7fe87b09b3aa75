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

// Planted is one error, and what is right.
type Planted struct {
	Kind   string
	Title  msg.Text
	Unit   *units.Unit // on the roster; nil for one that is not
	File   string
	Rule   string
	Grade  model.Grade
	Cells  []string // addresses in the file
	Fields []string
	Found  string
	Right  string
}

// File is a workbook of a district.
type File struct {
	Path     string // below the district's folder, with slashes
	Unit     int    // index in Due; -1 for a unit that is not on the roster
	Last     bool   // it is last year's
	Modified time.Time
	Wrong    *Planted // nil where nothing is

	form   *model.Form
	report *model.Report // nil for the unit's correct one
	spoil  func([]byte) ([]byte, error)
}

// The folders of a district, and its list of units.
const (
	Returned   = "收件"
	LastYear   = "上年"
	RosterFile = "units.csv"
)

// planting is an error on its way into a unit's file.
type planting struct {
	*District
	rand *rand.Rand
	unit int
	file *File
	also []*File // further files it takes
	gone bool    // there is no file at all
	// Wrong are the figures while a slip is tried.
	wrong []model.Number
	*Planted
}

// plant makes the list of files with errors in some of them.
func (d *District) plant() error {
	kinds, err := chosenKinds(d.Kinds)
	if err != nil {
		return err
	}
	free := d.rand(0, forPlanting).Perm(len(d.Due))
	done := map[int]*planting{}
	taken := map[string]bool{}
	barren := 0 // kinds in a row that fit nobody
	for next := 0; len(done) < d.Errors; next++ {
		if barren == len(kinds) {
			return &msg.Problem{What: msg.F("这些单位里放不下 %d 处差错，只放得下 %d 处", "%d errors do not fit these units, only %d do", d.Errors, len(done)),
				Hint: msg.T("减少差错，或增加单位", "plant fewer errors, or make more units")}
		}
		barren++
		for at, unit := range free {
			if p := d.try(kinds[next%len(kinds)], unit); p != nil && !taken[p.File] {
				done[unit], taken[p.File] = p, true
				free = slices.Delete(free, at, at+1)
				barren = 0
				break
			}
		}
	}
	d.gather(done)
	return nil
}

// try plants an error of a kind in a unit's file; nil where it does not fit.
func (d *District) try(k Kind, unit int) *planting {
	p := &planting{District: d, rand: d.rand(unit, forSpoiling), unit: unit, file: d.file(unit)}
	p.Planted = &Planted{Kind: k.ID, Title: k.Title, Unit: d.Due[unit], File: p.file.Path, Rule: k.Rule}
	if rule, ok := d.Form.Rule(k.Rule); ok {
		p.Grade = rule.Grade
	}
	p.file.Wrong = p.Planted
	if !k.plant(p) {
		return nil
	}
	return p
}

// gather lists the files of all units.
func (d *District) gather(done map[int]*planting) {
	for i, u := range d.Due {
		p := done[i]
		switch {
		case p == nil:
			d.Files = append(d.Files, d.file(i))
		case p.gone:
			p.File = ""
		default:
			d.Files = append(append(d.Files, p.file), p.also...)
		}
		if p != nil {
			d.Planted = append(d.Planted, *p.Planted)
		}
		if d.Last {
			d.Files = append(d.Files, &File{Path: fmt.Sprintf("%s/%s %s.xlsx", LastYear, u.Code, u.Name), Unit: i, Last: true, form: d.LastForm,
				Modified: d.handed(i).AddDate(-1, 0, 0)})
		}
	}
	slices.SortStableFunc(d.Files, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
}

// file is what a unit hands in when nothing is wrong. Not everyone keeps the name
// of the file they were given.
func (d *District) file(i int) *File {
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
	return &File{Path: Returned + "/" + name + ".xlsx", Unit: i, Modified: d.handed(i), form: d.Form}
}

// at notes the cells an error is in.
func (p *planting) at(fs ...*model.Field) {
	l := xlsx.NewLayout(p.Form)
	for _, fd := range fs {
		p.Fields = append(p.Fields, fd.ID)
		p.Cells = append(p.Cells, l.Cell(fd))
	}
}

// own gives the file a report of its own, to be spoilt, with totals that are left
// to the formulas.
func (p *planting) own() *model.Report {
	p.file.report = p.Report(p.unit)
	for _, fd := range p.Form.Fields {
		if fd.Total != nil {
			delete(p.file.report.Values, fd.ID)
		}
	}
	return p.file.report
}
