package demo

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// spoilt is the section whose text is spoilt where its figures are no matter.
const spoilt = "problems"

// zeros are entered counts of 0 that no other cell needs, in a random order.
func (p *planting) zeros() []*model.Field {
	figures := p.figures(p.unit, p.Year)
	var out []*model.Field
	for _, i := range p.rand.Perm(len(p.Form.Fields)) {
		if fd := p.Form.Fields[i]; fd.Total == nil && fd.Kind == model.Count && figures[i].Sign() == 0 {
			out = append(out, fd)
		}
	}
	return out
}

// instead puts something else in place of some zeros.
func (p *planting) instead(n int, v model.Value) bool {
	zeros := p.zeros()
	if len(zeros) < n {
		return false
	}
	zeros = zeros[:n]
	slices.SortFunc(zeros, func(a, b *model.Field) int { return a.Index - b.Index })
	r := p.own()
	for _, fd := range zeros {
		r.Values[fd.ID] = v
	}
	p.at(zeros...)
	p.Found, p.Right = v.Typed(), "0"
	return true
}

func (p *planting) blankCells() bool {
	return p.instead(3+p.rand.IntN(5), model.Value{State: model.Blank})
}

func (p *planting) none() bool { return p.instead(2, model.Value{State: model.Blank, Text: "无"}) }

func (p *planting) words() bool {
	return p.instead(1, model.Value{State: model.Unreadable, Text: "见附件"})
}

func (p *planting) negative() bool {
	return p.instead(1, model.Value{State: model.IsNumber, Number: model.Int(-1)})
}

// withUnit writes a figure as words do, after the workbook was made: its formulas
// do not know.
func (p *planting) withUnit() bool {
	unit := p.Form.Reading.Units[0]
	figures := p.figures(p.unit, p.Year)
	for _, fd := range p.Form.Fields {
		n := figures[fd.Index]
		if fd.Total != nil || fd.Kind != model.Count || n.Sign() == 0 {
			continue
		}
		p.at(fd)
		p.Found, p.Right = n.String()+unit, n.String()
		sheet, ref, _ := strings.Cut(p.Cells[0], "!")
		text := p.Found
		p.file.spoil = edit(func(f *excelize.File) error { return f.SetCellStr(sheet, ref, text) })
		return true
	}
	return false
}

// figureInText changes the number of requests in the overview.
func (p *planting) figureInText() bool {
	r := p.own()
	n := p.narrated(r)
	if n == "" {
		return false
	}
	wrong := n + "0"
	section := p.Form.Narration.Section
	r.Texts[section] = strings.Replace(r.Texts[section], n, wrong, 1)
	p.texts(section)
	p.Found, p.Right = wrong, n
	return true
}

// narrated is a figure of the overview that stands there with its unit and is
// compared with nothing; "" if there is none.
func (p *planting) narrated(r *model.Report) string {
	figures := p.figures(p.unit, p.Year)
	for _, id := range p.Form.Identities { // the totals, in the order of the form
		if id.Total == nil || figures[id.Total.Index].Sign() == 0 || id.Rule.Relation != model.RelSum {
			continue
		}
		n := figures[id.Total.Index].String()
		for _, before := range []string{"申请", "办结"} {
			if strings.Count(r.Texts[p.Form.Narration.Section], before+n+p.Form.Narration.Units[0]) == 1 {
				return before + n
			}
		}
	}
	return ""
}

// texts notes the narratives an error is in.
func (p *planting) texts(section string) {
	p.Cells = append(p.Cells, xlsx.NewLayout(p.Form).Text(section))
}

func (p *planting) placeholder() bool {
	p.Found, p.Right = "{{requests.nwe.total}}", "{{requests.new.total}}"
	p.own().Texts[spoilt] += "\n全年新收申请" + p.Found + "件。"
	p.texts(spoilt)
	return true
}

func (p *planting) yearInText() bool {
	section := p.Form.Narration.Section
	r := p.own()
	p.Found, p.Right = strconv.Itoa(p.Year-1), strconv.Itoa(p.Year)
	r.Texts[section] = strings.ReplaceAll(r.Texts[section], p.Right+"年", p.Found+"年")
	p.texts(section)
	return true
}

func (p *planting) textMissing() bool {
	delete(p.own().Texts, spoilt)
	p.texts(spoilt)
	return true
}

// carriedWrong begins with a request more than last year's report left over, and
// balances all the same.
func (p *planting) carriedWrong() bool {
	id := balances(p.Form)[0]
	if !p.Last || len(id.Left) < 2 {
		return false
	}
	fd := id.Left[1].Field
	right := p.figures(p.unit, p.Year)[fd.Index]
	p.file.report = p.oneMore(fd, entered(id.Right)[0])
	p.at(fd)
	p.Found, p.Right = right.Add(model.Int(1)).String(), right.String()
	return true
}

// textCopied hands in last year's narrative.
func (p *planting) textCopied() bool {
	if !p.Last {
		return false
	}
	p.own().Texts[spoilt] = p.LastReport(p.unit).Texts[spoilt]
	p.texts(spoilt)
	return true
}

// wrongYear puts another year on the cover, of the same edition.
func (p *planting) wrongYear() bool {
	r := p.own()
	r.Year--
	if !p.Form.Years.Contains(r.Year) {
		r.Year += 2
	}
	if !p.Form.Years.Contains(r.Year) {
		return false
	}
	p.cover("year")
	p.Found, p.Right = strconv.Itoa(r.Year), strconv.Itoa(p.Year)
	return true
}

// cover notes the item of the cover an error is in.
func (p *planting) cover(item string) {
	p.Cells = append(p.Cells, xlsx.NewLayout(p.Form).Item(item))
}

func (p *planting) wrongEdition() bool {
	for _, id := range templates.Editions() {
		f, err := templates.Edition(id)
		if err != nil || f.Edition == p.Form.Edition {
			continue
		}
		p.file.form, p.file.report = f, p.compose(f, p.unit, p.Year)
		p.cover("form")
		p.Found, p.Right = f.ID, p.Form.ID
		return true
	}
	return false
}

// edit is a change that a person makes to a workbook.
func edit(change func(*excelize.File) error) func([]byte) ([]byte, error) {
	return func(data []byte) ([]byte, error) {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if err := change(f); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		_, err = f.WriteTo(&b)
		return b.Bytes(), err
	}
}

// lost are cells that are deleted, and where they were: their names lead nowhere
// then.
func (p *planting) lost(sheet, where string, cells []*model.Field, remove func(*excelize.File) error) bool {
	p.at(cells...)
	p.Cells = []string{where}
	p.file.spoil = edit(func(f *excelize.File) error {
		for _, fd := range cells {
			if err := f.DeleteDefinedName(&excelize.DefinedName{Name: fd.Name()}); err != nil {
				return err
			}
		}
		if err := remove(f); err != nil {
			return err
		}
		for _, fd := range cells {
			if err := f.SetDefinedName(&excelize.DefinedName{Name: fd.Name(), RefersTo: sheet + "!#REF!"}); err != nil {
				return err
			}
		}
		return nil
	})
	return true
}

// line is an entered row or column of the largest table, its cells in order.
func (p *planting) line(of func(*model.Field) *model.Node) (sheet string, cells []*model.Field) {
	t := slices.MaxFunc(p.Form.Tables, func(a, b *model.Table) int { return len(p.Form.FieldsOf(a)) - len(p.Form.FieldsOf(b)) })
	all := p.Form.FieldsOf(t)
	at := all[p.rand.IntN(len(all))]
	for at.Total != nil {
		at = all[p.rand.IntN(len(all))]
	}
	for _, fd := range all {
		if of(fd) == of(at) {
			cells = append(cells, fd)
		}
	}
	return p.Form.SheetOf(t.ID), cells
}

func (p *planting) rowDeleted() bool {
	sheet, cells := p.line(func(fd *model.Field) *model.Node { return fd.Row })
	_, row := p.place(cells[0])
	return p.lost(sheet, fmt.Sprintf("%s!%d:%d", sheet, row, row), cells, func(f *excelize.File) error { return f.RemoveRow(sheet, row) })
}

func (p *planting) columnDeleted() bool {
	sheet, cells := p.line(func(fd *model.Field) *model.Node { return fd.Column })
	col, _ := p.place(cells[0])
	name, err := excelize.ColumnNumberToName(col)
	return err == nil && p.lost(sheet, sheet+"!"+name+":"+name, cells, func(f *excelize.File) error { return f.RemoveCol(sheet, name) })
}

func (p *planting) place(fd *model.Field) (col, row int) {
	_, ref, _ := strings.Cut(xlsx.NewLayout(p.Form).Cell(fd), "!")
	col, row, _ = excelize.CellNameToCoordinates(ref) // of our own making
	return col, row
}

func (p *planting) sheetDeleted() bool {
	t := p.Form.Tables[p.rand.IntN(len(p.Form.Tables))]
	sheet := p.Form.SheetOf(t.ID)
	return p.lost(sheet, sheet, p.Form.FieldsOf(t), func(f *excelize.File) error { return f.DeleteSheet(sheet) })
}

// damaged is a file whose end was lost on its way.
func (p *planting) damaged() bool {
	p.file.spoil = func(data []byte) ([]byte, error) { return data[:len(data)*2/3], nil }
	return true
}

func (p *planting) noWorkbook() bool {
	p.file.spoil = func([]byte) ([]byte, error) {
		return []byte("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>登录</title></head><body><p>会话已过期，请重新登录后下载。</p></body></html>\n"), nil
	}
	return true
}
