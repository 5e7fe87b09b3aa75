package gkxl

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/write/docx"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// Publication says how a report is published. The zero value publishes for the
// web, and only what is in order.
type Publication struct {
	Profile      string                       // "web" or "gongwen"
	Group        bool                         // thousands with commas
	Landscape    bool                         // large tables on a turned page
	Draft        bool                         // though errors stand: stamped, with its findings behind it
	Checks       bool                         // the warnings behind the report
	Faces        map[pdfout.Role]*pdfout.Face // instead of the embedded ones
	AllowMissing bool                         // 〓 for characters no face has
	Charts       bool                         // pictures behind the report
	Last         *model.Report                // the year before, drawn beside this one
	Check        CheckOptions                 // by which the report is checked
	// Findings are what [Check] gave, where the report was checked before; nil has it
	// checked here. An empty list that is not nil publishes it unchecked.
	Findings   []Finding
	Review     []byte // the record of its reviews, schema gkxl-review/1, attached to a PDF and an OFD file
	Source     []byte // the file the report was read from, whose SHA-256 is attached
	SourceName string
}

// Publishable is an error of kind [ErrNotPublished] while errors are among
// findings.
func Publishable(findings []Finding) error {
	if check.Count(findings)[model.Error] == 0 {
		return nil
	}
	return &msg.Problem{What: msg.T("核对有错误，没有导出", "errors stand; nothing was exported"),
		Hint: msg.T("改正后再导出，或用 --draft 导出带“草稿”水印和核对结果的稿子", "correct them, or export a draft with --draft"), Kind: ErrNotPublished}
}

// compose decides what a publication says. While errors stand it is refused,
// unless it is a draft.
func compose(r *model.Report, p Publication) (*publish.Document, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	if err := p.Check.Validate(r.Form); err != nil {
		return nil, err
	}
	if p.Findings == nil {
		if p.Check.Last == nil {
			p.Check.Last = p.Last // another organ's is not drawn beside this one
		}
		p.Findings = Check(r, p.Check)
	}
	if err := Publishable(p.Findings); err != nil && !p.Draft {
		return nil, err
	}
	d := publish.Of(r, publish.Options{Group: p.Group})
	switch {
	case p.Draft:
		d.Stamp = publish.DraftStamp
		d.Append(publish.DraftAppendix, p.Findings, model.Error, model.Warning)
	case p.Checks:
		d.Append(publish.ChecksAppendix, p.Findings, model.Warning)
	}
	return d, nil
}

// PDF writes a report as PDF. While errors stand, and it is no draft, nothing is
// written and the error is of kind [ErrNotPublished].
func PDF(w io.Writer, r *model.Report, p Publication) (pdfout.Result, error) {
	return printed(w, r, p, pdfout.Write)
}

// OFD writes a report as OFD (GB/T 33190): the pages of its [PDF], with the same
// attachments, but without what lets screen readers follow them. Errors that stand are
// refused as by PDF.
func OFD(w io.Writer, r *model.Report, p Publication) (pdfout.Result, error) {
	return printed(w, r, p, pdfout.WriteOFD)
}

// printed writes the pages of a report.
func printed(w io.Writer, r *model.Report, p Publication, write func(io.Writer, *publish.Document, pdfout.Options) (pdfout.Result, error)) (pdfout.Result, error) {
	d, err := compose(r, p)
	if err != nil {
		return pdfout.Result{}, err
	}
	var data bytes.Buffer
	if err := Export(&data, r, msg.ZH); err != nil {
		return pdfout.Result{}, err
	}
	o := pdfout.Options{Profile: p.Profile, Landscape: p.Landscape, Faces: p.Faces, AllowMissing: p.AllowMissing, Data: data.Bytes(), Review: p.Review}
	if p.Charts {
		o.Charts = charts(r, p)
	}
	if p.Draft {
		o.Stamp = publish.DraftStamp
	}
	if p.Source != nil {
		sum := sha256.Sum256(p.Source)
		o.SourceSum, o.SourceName = hex.EncodeToString(sum[:]), filepath.Base(p.SourceName)
	}
	return write(w, d, o)
}

// HTML writes a report as one web page that needs nothing else. Errors that stand
// are refused as by [PDF].
func HTML(w io.Writer, r *model.Report, p Publication) error {
	d, err := compose(r, p)
	if err != nil {
		return err
	}
	return html.Write(w, d)
}

// Docx writes a report as a Word document. Errors that stand are refused as by
// [PDF].
func Docx(w io.Writer, r *model.Report, p Publication) error {
	d, err := compose(r, p)
	if err != nil {
		return err
	}
	return docx.Write(w, d)
}

// charts are the charts of a report, and of the year before beside it.
func charts(r *model.Report, p Publication) []chart.Chart {
	if p.Last != nil {
		return chart.Of(r, p.Last)
	}
	return chart.Of(r)
}

// ChartsSVG writes the charts of a report as one SVG picture. Errors that stand
// are refused as by [PDF].
func ChartsSVG(w io.Writer, r *model.Report, p Publication) error {
	d, err := compose(r, p)
	if err != nil {
		return err
	}
	return pdfout.SVG(w, d.Title, charts(r, p), pdfout.Options{Faces: p.Faces, AllowMissing: p.AllowMissing})
}
