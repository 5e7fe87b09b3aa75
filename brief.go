package gkxl

import (
	"cmp"
	"io"

	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/brief"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// BriefFormats are the formats that [Brief] writes.
var BriefFormats = brief.Formats

// BriefOptions say how the one page for a leader is written.
type BriefOptions struct {
	Format string        // one of BriefFormats; empty for docx
	Lang   msg.Lang      // Chinese if empty
	Last   *model.Report // the report on the year before
	File   string        // the report's file, named where the page has no room for all
	Check  CheckOptions  // by which the report is checked
	// Findings are what [Check] gave, where the report was checked before; nil has it checked here.
	Findings []Finding
	// Units are those of a total, or of which a folder has the reports; nil for one organ's report. Without a report the
	// page is that of their sum.
	Units *indicators.Results
	PDF   pdfout.Options // the faces of a PDF
	// Reword puts a sentence of the page in other words, for programs in which what to do next is no command; nil leaves
	// all as they are.
	Reword func(sentence string) string
}

// Brief writes one A4 page on a report for a leader: six figures with their change on last year
// and the share of each, a small chart, errors at the top, and warnings with the unit's explanations; of a total also its
// units' shares and the three units to call. What finds no room is left out, and its number said. The report may be
// nil where the options have units.
func Brief(w io.Writer, r *model.Report, o BriefOptions) (pdfout.Result, error) {
	s := brief.Subject{Report: r, Last: o.Last, File: o.File, Findings: o.Findings, Units: o.Units, Reword: o.Reword}
	switch {
	case r == nil && o.Units == nil:
		return pdfout.Result{}, &msg.Problem{What: msg.T("没有给出报告", "there is no report"), Hint: msg.T("给出一份报告，或各单位的指标", "give a report, or the indicators of units")}
	case r == nil:
		sums := o.Units.Summed()
		s.Report, s.Last, s.Added = sums.This, sums.Last, true
	default:
		if err := validate(r); err != nil {
			return pdfout.Result{}, err
		}
		if s.Findings == nil {
			o.Check.Last = cmp.Or(o.Check.Last, o.Last)
			s.Findings = Check(r, o.Check)
		}
		if o.Units != nil {
			s.Causes = pipeline.Causes(r, s.Findings, o.Check)
		}
	}
	o.Lang = cmp.Or(o.Lang, msg.ZH)
	return brief.Write(w, brief.Of(s, o.Lang), cmp.Or(o.Format, "docx"), o.PDF)
}
