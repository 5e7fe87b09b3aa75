package engine

import (
	"bytes"
	"cmp"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

// printing is how what is no report is printed: what no face has is said.
var printing = pdfout.Options{AllowMissing: true}

// unprinted says what no face has; empty where all was printed.
func (c *call) unprinted(missing []msg.Text) string {
	if len(missing) == 0 {
		return ""
	}
	return msg.F("%s，印作“〓”", "%s; printed as 〓", msg.Join(missing, "；", "; ")).In(c.lang)
}

// reportIn reads the report in an open file by its name, a total's for the figures of the units that it lists.
func (e *Engine) reportIn(name string) (*model.Report, error) {
	_, r, err := e.reportOf(e.handleOf(name))
	return r, err
}

// unitsLast finds units' reports on the year before among those that are open, and in totals there; nil without any.
func (e *Engine) unitsLast() (func(code, name string, year int) (*units.Submission, error), error) {
	if e.last == nil {
		return nil, nil
	}
	subs := lists.Map(e.ofRole(LastYear), func(f *file) units.Submission { return f.sub })
	all, err := units.NewLastReports(e.roster, subs, 0)
	if err != nil {
		return nil, err
	}
	return all.Of, all.AddUnitsOf(e.reportIn)
}

// measured is the indicators of the units whose reports of this year are open.
func (e *Engine) measured(year int) (*indicators.Results, error) {
	files, err := e.chosen(nil)
	if err != nil {
		return nil, err
	}
	o := indicators.Options{Year: year, Open: e.reportIn}
	if o.Last, err = e.unitsLast(); err != nil {
		return nil, err
	}
	return indicators.Of(e.roster, e.submissions(files), o)
}

func (e *Engine) indicators(c *call, q Measure) (Measured, error) {
	if err := needFaces(q.Format); err != nil {
		return Measured{}, err
	}
	r, err := e.measured(q.Year)
	if err != nil {
		return Measured{}, err
	}
	out := Measured{Title: r.Title().In(c.lang), Sentence: r.Sentence().In(c.lang), Complete: r.Complete(), Doubts: c.in(r.Doubts)}
	var b bytes.Buffer
	if q.Format == "pdf" {
		res, err := indicators.WritePDF(&b, r, c.lang, printing)
		if err != nil {
			return Measured{}, err
		}
		out.Note = c.unprinted(res.Missing)
	} else if err := indicators.Write(&b, r, indicators.WriteOptions{Format: cmp.Or(q.Format, "html"), Lang: c.lang}); err != nil {
		return Measured{}, err
	}
	if q.Format == "" {
		out.HTML = b.String()
	} else {
		c.make(c.t("指标", "indicators")+"."+q.Format, b.Bytes())
	}
	return out, nil
}

func (e *Engine) brief(c *call, q Brief) (Note, error) {
	q.Format = cmp.Or(q.Format, "docx")
	if err := needFaces(q.Format); err != nil {
		return Note{}, err
	}
	o := gkxl.BriefOptions{Format: q.Format, Lang: c.lang, PDF: printing, Reword: inFile}
	name := ""
	var r *model.Report
	var err error
	if q.Handle == "" {
		if o.Units, err = e.measured(q.Year); err != nil {
			return Note{}, err
		}
		if len(o.Units.Units) == 0 {
			return Note{}, &msg.Problem{What: msg.T("没有一个单位的报告能计入", "no unit's report can be counted"), Hint: msg.T("请查看各单位的指标，其中列出原因", "see the indicators of the units, which say why")}
		}
		name = o.Units.Title().In(c.lang)
	} else {
		var f *file
		if f, r, err = e.reportOf(q.Handle); err != nil {
			return Note{}, err
		}
		o.File, o.Check, o.Last = f.name, e.checked(f), f.last
		o.Findings = append([]gkxl.Finding{}, e.result(f).Findings...) // not nil: it was checked
		if f.role == Total && e.last != nil {                          // a total is not held against the one on the year before until it is asked for
			last, err := e.lastOf(r)
			if err != nil {
				return Note{}, err
			}
			if last != nil {
				o.Last = e.result(last).Report
				o.Check.Last, o.Check.Renamed, o.Check.LastSought = o.Last, true, true
				o.Findings = append([]gkxl.Finding{}, gkxl.Check(r, o.Check)...)
			}
		}
		name = stem(f)
		if len(r.Sources) > 0 {
			last, err := e.unitsLast()
			if err != nil {
				return Note{}, err
			}
			if o.Units, err = indicators.OfTotal(f.name, r, last); err != nil {
				return Note{}, err
			}
		}
	}
	var b bytes.Buffer
	res, err := gkxl.Brief(&b, r, o)
	if err != nil {
		return Note{}, msg.At(o.File, err)
	}
	c.make((product{name: name + c.t("（简报）", " (brief)") + "." + q.Format}).base(), b.Bytes())
	return Note{c.unprinted(res.Missing)}, nil
}
