package gkxl

import (
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// Verify reads a publication back and holds it against the report it was made
// from: every figure and every paragraph, in both directions. The publication is
// a web page, a Word document, a text, CSV, JSON, a workbook, or the text layer
// of a PDF; src.Name is its name. The error, which says that it could not be read,
// is a *msg.Problem.
func Verify(publication []byte, src pipeline.Options, r *model.Report) (*verify.Result, error) {
	src.Form = r.Form
	var asides []msg.Text
	if part := html.Cut(publication); part != nil {
		publication = part
		asides = append(asides, msg.T("只比对了页面中标明是报告的部分", "of the page only the part marked as the report was compared"))
	}
	got, texts, err := published(publication, src)
	if err != nil {
		return nil, err
	}
	res := verify.Compare(r, got, texts)
	res.Asides = append(asides, res.Asides...)
	return res, nil
}

// published reads a publication: its figures, and its texts as they stand.
func published(data []byte, src pipeline.Options) (*model.Report, verify.Texts, error) {
	r, m, err := pipeline.Read(data, src)
	switch {
	case err != nil:
		return nil, verify.Texts{}, err
	case m != nil:
		return r, verify.Texts{Passages: m.Passages(), Ends: []string{draftAppendix, checksAppendix, pdfout.ChartsHeading}}, nil
	}
	return r, verify.Texts{Passages: verify.Printed(r), None: record.IsCSV(data)}, nil
}

// VerifyFiles verifies a published file against a workbook, or against a report
// as JSON.
func VerifyFiles(publication, workbook string, src pipeline.Options) (*verify.Result, error) {
	r, err := pipeline.ImportFile(workbook, src)
	if err != nil {
		return nil, err
	}
	data, err := osfile.ReadFile(publication)
	if err != nil {
		return nil, err
	}
	res, err := Verify(data, pipeline.Options{Name: publication}, r)
	if err != nil {
		return nil, msg.At(publication, err)
	}
	return res, nil
}
