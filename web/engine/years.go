package engine

import (
	"bytes"
	"fmt"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

func (e *Engine) beside(c *call, q Beside) (FileLine, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return FileLine{}, err
	}
	if q.Last != "" {
		last, err := e.handle(q.Last)
		if err != nil {
			return FileLine{}, err
		}
		if r := e.result(last); r.Err != nil {
			return FileLine{}, r.Err
		}
		if last == f {
			return FileLine{}, &msg.Problem{Where: f.name, What: msg.T("不能与它自己核对", "it cannot be checked against itself"), Hint: msg.T("请选择上年的报告", "choose the report on the year before")}
		}
	}
	f.beside, f.renamed = q.Last, q.Renamed
	e.check(f)
	return e.line(f, c.lang), nil
}

// reportOf is the report of an open file.
func (e *Engine) reportOf(handle string) (*file, *model.Report, error) {
	f, err := e.handle(handle)
	if err != nil {
		return nil, nil, err
	}
	r := e.result(f)
	return f, r.Report, r.Err
}

func (e *Engine) diff(c *call, q Diff) (Compared, error) {
	if err := needFaces(q.Format); err != nil {
		return Compared{}, err
	}
	_, last, err := e.reportOf(q.Last)
	if err != nil {
		return Compared{}, err
	}
	_, this, err := e.reportOf(q.This)
	if err != nil {
		return Compared{}, err
	}
	d, err := gkxl.Diff(last, this, gkxl.DiffOptions{Renamed: q.Renamed})
	if err != nil {
		return Compared{}, err
	}
	o := gkxl.CompareOptions{Lang: c.lang, All: q.All, PDF: pdfout.Options{AllowMissing: true}}
	out := Compared{Title: msg.F("%s：%d 与 %d", "%s: %d and %d", this.Organ, last.Year, this.Year).In(c.lang), Differs: o.Differs(d)}
	write := func(format string) ([]byte, error) {
		var b bytes.Buffer
		o.Format = format
		res, err := gkxl.WriteDiff(&b, d, o)
		if len(res.Missing) > 0 {
			out.Note = msg.F("%s，印作“〓”", "%s; printed as 〓", msg.Join(res.Missing, "；", "; ")).In(c.lang)
		}
		return b.Bytes(), err
	}
	if q.Format != "" {
		data, err := write(q.Format)
		if err != nil {
			return Compared{}, err
		}
		c.make(fmt.Sprintf("%s %d-%d.%s", this.Organ, last.Year, this.Year, q.Format), data)
		return out, nil
	}
	page, err := write("html")
	if err != nil {
		return Compared{}, err
	}
	out.HTML = string(page)
	out.Data, err = write("json")
	return out, err
}

func (e *Engine) narrate(c *call, q OfFile) (Narrated, error) {
	f, r, err := e.reportOf(q.Handle)
	if err != nil {
		return Narrated{}, err
	}
	text, notes, err := gkxl.Narrate(r, f.last, "")
	return Narrated{text, c.in(notes)}, err
}

func (e *Engine) carry(c *call, q Carry) (Carried, error) {
	f, last, err := e.reportOf(q.Handle)
	if err != nil {
		return Carried{}, err
	}
	if last.Year == 0 {
		return Carried{}, &msg.Problem{Where: f.name, What: msg.T("报告没有写明年度", "the report names no year"), Hint: msg.T("在工作簿中填写年度，再打开", "give the year in the workbook, and open it again")}
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: last.Year + 1})
	if err != nil {
		return Carried{}, err
	}
	if _, err := model.Align(last.Form, form); err != nil {
		return Carried{}, err
	}
	r, notes := gkxl.CarryOver(last, form)
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		return Carried{}, err
	}
	c.make(fmt.Sprintf("%s %d.xlsx", r.Organ, r.Year), b.Bytes())
	return Carried{r.Year, len(r.Taken), c.in(notes)}, nil
}

func (e *Engine) template(c *call, q Blank) (made BlankMade, err error) {
	form, err := gkxl.FormFor(gkxl.FormChoice{Edition: q.Edition, Year: q.Year})
	if err != nil {
		return made, err
	}
	r := model.NewReport(form)
	r.Year, r.Organ = q.Year, q.Organ
	if q.Type != "" {
		if _, ok := form.OrganType(q.Type); !ok {
			return made, badCall("no kind of organ " + q.Type)
		}
		r.OrganType = q.Type
	}
	if q.Zeros {
		done, _, err := gkxl.FillZeros(r) // nothing is left as it was in a blank report
		if err != nil {
			return made, err
		}
		made.Note = done.In(c.lang)
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		return made, err
	}
	name := form.Title.ZH
	if q.Organ != "" {
		name = q.Organ
	}
	if q.Year != 0 {
		name = fmt.Sprintf("%s %d", name, q.Year)
	}
	c.make(name+".xlsx", b.Bytes())
	return made, nil
}
