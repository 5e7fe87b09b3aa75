package demo

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// narrativeSection is the section whose text gets the errors that are not about
// figures.
const narrativeSection = "problems"

// zeroFields are the fields of entered counts that are 0, in a random order. An
// error in them leaves all totals right.
func (p *fault) zeroFields() []*model.Field {
	figures := p.figures(p.unit, p.Year)
	var out []*model.Field
	for _, i := range p.rand.Perm(len(p.Form.Fields)) {
		if fd := p.Form.Fields[i]; fd.Total == nil && fd.Kind == model.Count && figures[i].Sign() == 0 {
			out = append(out, fd)
		}
	}
	return out
}

// replaceZeros puts a value in place of n zeros.
func (p *fault) replaceZeros(n int, v model.Value) bool {
	zeros := p.zeroFields()
	if len(zeros) < n {
		return false
	}
	zeros = zeros[:n]
	sorting.By(zeros, func(a, b *model.Field) int { return a.Index - b.Index })
	r := p.ownReport()
	for _, fd := range zeros {
		r.Values[fd.ID] = v
	}
	p.noteCells(zeros...)
	p.Found, p.Right = v.Typed(), "0"
	return true
}

func (p *fault) blankCells() bool {
	return p.replaceZeros(3+p.rand.IntN(5), model.Value{State: model.Blank})
}

// withUnit writes a figure with its unit of measure into the finished workbook, so
// that the stored results of its formulas are still right.
func (p *fault) withUnit() bool {
	unit := p.Form.Reading.Units[0]
	figures := p.figures(p.unit, p.Year)
	for _, fd := range p.Form.Fields {
		n := figures[fd.Index]
		if fd.Total != nil || fd.Kind != model.Count || n.Sign() == 0 {
			continue
		}
		p.noteCells(fd)
		p.Found, p.Right = n.String()+unit, n.String()
		sheet, ref, _ := strings.Cut(p.Cells[0], "!")
		text := p.Found
		p.file.corrupt = editWorkbook(func(f *excelize.File) error { return f.SetCellStr(sheet, ref, text) })
		return true
	}
	return false
}

// figureInText changes a number of requests in the narrative.
func (p *fault) figureInText() bool {
	r := p.ownReport()
	n := p.narratedFigure(r)
	if n == "" {
		return false
	}
	wrong := n + "0"
	section := p.Form.Narration.Section
	r.Texts[section] = strings.Replace(r.Texts[section], n, wrong, 1)
	p.noteText(section)
	p.Found, p.Right = wrong, n
	return true
}

// narratedFigure is a figure of the narrative with the word before it, where both
// stand once before the unit of measure; empty if there is none.
func (p *fault) narratedFigure(r *model.Report) string {
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

// noteText records the cell of the narrative that the error is in.
func (p *fault) noteText(section string) {
	p.Cells = append(p.Cells, xlsx.NewLayout(p.Form).Text(section))
}

func (p *fault) placeholder() bool {
	p.Found, p.Right = "{{requests.nwe.total}}", "{{requests.new.total}}"
	p.ownReport().Texts[narrativeSection] += "\n全年新收申请" + p.Found + "件。"
	p.noteText(narrativeSection)
	return true
}

func (p *fault) yearInText() bool {
	section := p.Form.Narration.Section
	r := p.ownReport()
	p.Found, p.Right = strconv.Itoa(p.Year-1), strconv.Itoa(p.Year)
	r.Texts[section] = strings.ReplaceAll(r.Texts[section], p.Right+"年", p.Found+"年")
	p.noteText(section)
	return true
}

func (p *fault) textMissing() bool {
	delete(p.ownReport().Texts, narrativeSection)
	p.noteText(narrativeSection)
	return true
}

// carriedWrong carries in one request more than last year's report carried out;
// the balance holds all the same.
func (p *fault) carriedWrong() bool {
	id := balances(p.Form)[0]
	if !p.Last || len(id.Left) < 2 {
		return false
	}
	fd := id.Left[1].Field
	right := p.figures(p.unit, p.Year)[fd.Index]
	p.file.report = p.oneMore(fd, entered(id.Right)[0])
	p.noteCells(fd)
	p.Found, p.Right = right.Add(model.Int(1)).String(), right.String()
	return true
}

// textCopied hands in last year's narrative.
func (p *fault) textCopied() bool {
	if !p.Last {
		return false
	}
	p.ownReport().Texts[narrativeSection] = p.LastReport(p.unit).Texts[narrativeSection]
	p.noteText(narrativeSection)
	return true
}

// wrongYear puts another year of the same edition on the cover.
func (p *fault) wrongYear() bool {
	r := p.ownReport()
	r.Year--
	if !p.Form.Years.Contains(r.Year) {
		r.Year += 2
	}
	if !p.Form.Years.Contains(r.Year) {
		return false
	}
	p.noteCover("year")
	p.Found, p.Right = strconv.Itoa(r.Year), strconv.Itoa(p.Year)
	return true
}

// noteCover records the item of the cover that the error is in.
func (p *fault) noteCover(item string) {
	p.Cells = append(p.Cells, xlsx.NewLayout(p.Form).CoverItem(item))
}

func (p *fault) wrongEdition() bool {
	for _, id := range templates.Editions() {
		f, err := templates.Edition(id)
		if err != nil || f.Edition == p.Form.Edition {
			continue
		}
		p.file.report = p.composeOf(f, p.unit, p.Year, p.figuresIn(f, p.unit, p.Year))
		p.noteCover("year") // where the check says it: the year decides the edition
		p.Found, p.Right = f.ID, p.Form.ID
		return true
	}
	return false
}

// editWorkbook makes a function for File.corrupt that changes the workbook through
// the spreadsheet library.
func editWorkbook(change func(*excelize.File) error) func([]byte) ([]byte, error) {
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
		err = workbook.Write(&b, f, nil)
		return b.Bytes(), err
	}
}

// deleteCells deletes cells by remove and leaves their names pointing nowhere, as
// a spreadsheet program does. Where is the address to record.
func (p *fault) deleteCells(sheet, where string, cells []*model.Field, remove func(*excelize.File) error) bool {
	p.noteCells(cells...)
	p.Cells = []string{where}
	p.file.corrupt = editWorkbook(func(f *excelize.File) error {
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

// randomLine is a random row or column of the largest table, its cells in order.
func (p *fault) randomLine(of func(*model.Field) *model.Node) (sheet string, cells []*model.Field) {
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

func (p *fault) rowDeleted() bool {
	sheet, cells := p.randomLine(func(fd *model.Field) *model.Node { return fd.Row })
	_, row := p.cellOf(cells[0])
	return p.deleteCells(sheet, fmt.Sprintf("%s!%d:%d", sheet, row, row), cells, func(f *excelize.File) error { return f.RemoveRow(sheet, row) })
}

func (p *fault) columnDeleted() bool {
	sheet, cells := p.randomLine(func(fd *model.Field) *model.Node { return fd.Column })
	col, _ := p.cellOf(cells[0])
	name, err := excelize.ColumnNumberToName(col)
	return err == nil && p.deleteCells(sheet, sheet+"!"+name+":"+name, cells, func(f *excelize.File) error { return f.RemoveCol(sheet, name) })
}

func (p *fault) cellOf(fd *model.Field) (col, row int) {
	_, ref, _ := strings.Cut(xlsx.NewLayout(p.Form).Cell(fd), "!")
	col, row, _ = excelize.CellNameToCoordinates(ref) // of our own making
	return col, row
}

func (p *fault) sheetDeleted() bool {
	t := p.Form.Tables[p.rand.IntN(len(p.Form.Tables))]
	sheet := p.Form.SheetOf(t.ID)
	return p.deleteCells(sheet, sheet, p.Form.FieldsOf(t), func(f *excelize.File) error { return f.DeleteSheet(sheet) })
}

// damaged cuts off the last third of the file.
func (p *fault) damaged() bool {
	p.file.corrupt = func(data []byte) ([]byte, error) { return data[:len(data)*2/3], nil }
	return true
}

func (p *fault) noWorkbook() bool {
	p.file.corrupt = func([]byte) ([]byte, error) {
		return []byte("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>登录</title></head><body><p>会话已过期，请重新登录后下载。</p></body></html>\n"), nil
	}
	return true
}

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

// injectTypo changes one or two entered figures so that a balance no longer holds.
func (p *fault) injectTypo(change func(*fault, *model.Field) bool) bool {
	var cells []*model.Field
	for _, id := range balances(p.Form) {
		cells = append(cells, entered(id.Terms())...)
	}
	right := p.figures(p.unit, p.Year)
	for _, at := range p.rand.Perm(len(cells)) {
		p.typed = slices.Clone(right)
		if !change(p, cells[at]) {
			continue
		}
		computeTotals(p.Form, p.typed)
		if brokenBalance(p.Form, p.typed) != p.Rule {
			continue
		}
		r := p.ownReport()
		for i, fd := range p.Form.Fields {
			if fd.Total == nil && !p.typed[i].Equal(right[i]) {
				r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: p.typed[i]}
				p.noteCells(fd)
				p.Found, p.Right = join(p.Found, p.typed[i].String()), join(p.Right, right[i].String())
			}
		}
		return true
	}
	return false
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "，" + b
}

// brokenBalance is the id of the rule of the first balance that does not hold;
// empty when all hold.
func brokenBalance(f *model.Form, figures []model.Number) string {
	m := &generator{form: f, out: figures}
	for _, id := range f.Identities {
		left, _ := m.sum(id.Left)
		right, _ := m.sum(id.Right)
		if id.Rule.Relation == model.RelBalance && !left.Equal(right) {
			return id.Rule.ID
		}
	}
	return ""
}

func (p *fault) typedFigure(fd *model.Field) int64 {
	return integer(p.typed[fd.Index])
}

func (p *fault) setFigure(fd *model.Field, n int64) bool {
	same := p.typedFigure(fd) == n
	p.typed[fd.Index] = model.Int(n)
	return !same
}

// changeDigits changes the decimal digits of a figure that has at least so many. What would
// begin with a 0 is left: typed as a number it looks like another slip.
func (p *fault) changeDigits(fd *model.Field, least int, change func([]byte) []byte) bool {
	d := []byte(strconv.FormatInt(p.typedFigure(fd), 10))
	if len(d) < least {
		return false
	}
	typed := string(change(d))
	n, err := strconv.ParseInt(typed, 10, 64)
	return err == nil && !strings.HasPrefix(typed, "0") && p.setFigure(fd, n)
}

func swapDigits(p *fault, fd *model.Field) bool {
	return p.changeDigits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d) - 1)
		d[i], d[i+1] = d[i+1], d[i]
		return d
	})
}

func dropDigit(p *fault, fd *model.Field) bool {
	return p.changeDigits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Delete(d, i, i+1)
	})
}

func doubleDigit(p *fault, fd *model.Field) bool {
	return p.typedFigure(fd) > 0 && p.changeDigits(fd, 1, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Insert(d, i, d[i])
	})
}

func addZero(p *fault, fd *model.Field) bool { return p.setFigure(fd, p.typedFigure(fd)*10) }

func setZero(p *fault, fd *model.Field) bool { return p.setFigure(fd, 0) }

// exchangeNeighbours exchanges a figure with its right neighbour.
func exchangeNeighbours(p *fault, fd *model.Field) bool {
	if fd.Index+1 >= len(p.Form.Fields) {
		return false
	}
	to := p.Form.Fields[fd.Index+1]
	if to.Row != fd.Row || to.Total != nil || p.typedFigure(fd) == 0 {
		return false
	}
	a, b := p.typedFigure(fd), p.typedFigure(to)
	return p.setFigure(fd, b) && p.setFigure(to, a)
}

// findTotal finds the first total of a rule that has at least so many parts that
// are not 0, with its biggest part and its sum; total is nil if there is none.
func (p *fault) findTotal(rule string, parts int) (total *model.Field, biggest model.Number, sum model.Number) {
	figures := p.figures(p.unit, p.Year)
	for _, id := range p.Form.Identities {
		if id.Rule.ID != rule || id.Total == nil {
			continue
		}
		n := 0
		biggest = model.Number{}
		for _, t := range id.Right {
			if v := figures[t.Field.Index]; v.Sign() != 0 {
				if n++; v.Cmp(biggest) > 0 {
					biggest = v
				}
			}
		}
		if n >= parts {
			return id.Total, biggest, figures[id.Total.Index]
		}
	}
	return nil, biggest, sum
}

// overwriteTotal types a figure over a total's formula.
func (p *fault) overwriteTotal(fd *model.Field, n, right model.Number) bool {
	p.ownReport().Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
	p.noteCells(fd)
	p.Found, p.Right = n.String(), right.String()
	return true
}

func (p *fault) partLeftOut() bool {
	total, biggest, sum := p.findTotal(p.Rule, 2)
	return total != nil && p.overwriteTotal(total, sum.Sub(biggest), sum)
}

func (p *fault) totalOfOutcomes() bool {
	total, _, sum := p.findTotal(p.Rule, 1)
	return total != nil && p.overwriteTotal(total, model.Number{}, sum)
}

func (p *fault) totalBlank() bool {
	for _, id := range p.Form.Identities {
		if id.Total == nil {
			continue
		}
		if total, _, sum := p.findTotal(id.Rule.ID, 1); total != nil {
			p.ownReport().Values[total.ID] = model.Value{State: model.Blank}
			p.noteCells(total)
			p.Right = sum.String()
			return true
		}
	}
	return false
}
