package demo

import (
	"strings"
	"time"

	"github.com/gkxl/gkxl/model"
)

// The errors of this file are seen by the roster only; within the files nothing is
// wrong.

func (p *fault) missing() bool {
	p.noFile = true
	return true
}

func (p *fault) late() bool {
	p.file.Modified = p.Unit.Deadline.AddDate(0, 0, 2+p.rand.IntN(9)).Add(9 * time.Hour)
	return true
}

// secondFile adds a second file of the same unit, its name ending in mark.
func (p *fault) secondFile(mark string) *File {
	f := *p.file
	f.Path = strings.TrimSuffix(f.Path, ".xlsx") + mark + ".xlsx"
	p.moreFiles = append(p.moreFiles, &f)
	p.Found = f.Path
	return &f
}

func (p *fault) sameTwice() bool {
	p.secondFile("(1)")
	return true
}

// differentTwice hands in a draft too, with one request more; the report itself is
// right.
func (p *fault) differentTwice() bool {
	id := balances(p.Form)[0]
	draft := p.secondFile("（初稿）")
	draft.report = p.oneMore(id.Left[0].Field, entered(id.Right)[0])
	draft.Modified = draft.Modified.AddDate(0, 0, -2)
	p.Right = p.File
	return true
}

// oneMore is the unit's report with 1 added in two cells, so that it still
// balances.
func (p *fault) oneMore(a, b *model.Field) *model.Report {
	figures := p.figures(p.unit, p.Year)
	for _, fd := range []*model.Field{a, b} {
		figures[fd.Index] = figures[fd.Index].Add(model.Int(1))
	}
	computeTotals(p.Form, figures)
	return p.composeOf(p.Form, p.unit, p.Year, figures)
}

// renamed hands in under another name, in a workbook that does not carry the
// unit's code.
func (p *fault) renamed(name string) {
	p.file.report, p.file.Path = p.reportAs(name), Returned+"/"+name+".xlsx"
	p.File = p.file.Path
	p.Found, p.Right = name, p.Unit.Name
	p.noteCover("organ")
}

// reportAs is the unit's report under another name.
func (p *fault) reportAs(name string) *model.Report {
	r := p.Report(p.unit)
	for id, text := range r.Texts {
		r.Texts[id] = strings.ReplaceAll(text, r.Organ, name)
	}
	r.Organ, r.Code = name, ""
	return r
}

func (p *fault) former() bool {
	if len(p.Unit.Former) == 0 {
		return false
	}
	p.renamed(p.Unit.Former[0])
	return true
}

// misnamed leaves the district out of the unit's name.
func (p *fault) misnamed() bool {
	_, short := p.splitName()
	if _, known := p.Roster.Find(short); known || short == "" || strings.Contains(short, district().Itself) {
		return false
	}
	p.renamed(short)
	return true
}

// splitName splits a unit's name after the district in it.
func (p *fault) splitName() (area, rest string) {
	const district = "区"
	if i := strings.LastIndex(p.Due[p.unit].Name, district); i >= 0 {
		area, rest = p.Due[p.unit].Name[:i+len(district)], p.Due[p.unit].Name[i+len(district):]
	}
	return area, rest
}

// stranger adds the report of a unit that is not on the roster; the unit itself
// reports correctly.
func (p *fault) stranger() bool {
	area, _ := p.splitName()
	name := area + district().Stranger
	f := p.secondFile("")
	f.Unit, f.Path, f.report = -1, Returned+"/"+name+".xlsx", p.reportAs(name)
	p.file.Planted = nil
	p.Unit, p.File, p.Found = nil, f.Path, name
	return true
}
