package demo

import (
	"strings"
	"time"

	"github.com/gkxl/gkxl/model"
)

// What only the list of units shows: nothing is wrong within the files.

func (p *planting) missing() bool {
	p.gone = true
	return true
}

func (p *planting) late() bool {
	p.file.Modified = p.Unit.Deadline.AddDate(0, 0, 2+p.rand.IntN(9)).Add(9 * time.Hour)
	return true
}

// again is a second file of the same unit.
func (p *planting) again(mark string) *File {
	f := *p.file
	f.Path = strings.TrimSuffix(f.Path, ".xlsx") + mark + ".xlsx"
	p.also = append(p.also, &f)
	p.Found = f.Path
	return &f
}

func (p *planting) sameTwice() bool {
	p.again("(1)")
	return true
}

// different hands in a draft too, with a request less or more; the report itself
// is the right one.
func (p *planting) different() bool {
	id := balances(p.Form)[0]
	draft := p.again("（初稿）")
	draft.report = p.oneMore(id.Left[0].Field, entered(id.Right)[0])
	draft.Modified = draft.Modified.AddDate(0, 0, -2)
	p.Right = p.File
	return true
}

// oneMore is the unit's report with one more in two cells that balance.
func (p *planting) oneMore(a, b *model.Field) *model.Report {
	figures := p.figures(p.unit, p.Year)
	for _, fd := range []*model.Field{a, b} {
		figures[fd.Index] = figures[fd.Index].Add(model.Int(1))
	}
	settle(p.Form, figures)
	return p.composeOf(p.Form, p.unit, p.Year, figures)
}

// renamed hands in under another name, in a workbook that does not carry the
// unit's code.
func (p *planting) renamed(name string) {
	p.file.report, p.file.Path = p.as(name), Returned+"/"+name+".xlsx"
	p.File = p.file.Path
	p.Found, p.Right = name, p.Unit.Name
	p.cover("organ")
}

// as is the unit's report under another name.
func (p *planting) as(name string) *model.Report {
	r := p.Report(p.unit)
	for id, text := range r.Texts {
		r.Texts[id] = strings.ReplaceAll(text, r.Organ, name)
	}
	r.Organ, r.Code = name, ""
	return r
}

func (p *planting) former() bool {
	if len(p.Unit.Former) == 0 {
		return false
	}
	p.renamed(p.Unit.Former[0])
	return true
}

// misnamed leaves out whose department it is.
func (p *planting) misnamed() bool {
	_, short := p.area()
	if _, known := p.Roster.Find(short); known || short == "" || strings.Contains(short, district().Itself) {
		return false
	}
	p.renamed(short)
	return true
}

// area is the district in a unit's name, and the rest of it.
func (p *planting) area() (area, rest string) {
	const district = "区"
	if i := strings.LastIndex(p.Due[p.unit].Name, district); i >= 0 {
		area, rest = p.Due[p.unit].Name[:i+len(district)], p.Due[p.unit].Name[i+len(district):]
	}
	return area, rest
}

// stranger is a unit that the roster does not know; the unit whose turn it is
// reports as it should.
func (p *planting) stranger() bool {
	area, _ := p.area()
	name := area + district().Stranger
	f := p.again("")
	f.Unit, f.Path, f.report = -1, Returned+"/"+name+".xlsx", p.as(name)
	p.file.Wrong = nil
	p.Unit, p.File, p.Found = nil, f.Path, name
	return true
}
