package gkxl

import (
	"bytes"
	"io"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/pdfout"
)

// Diff holds an earlier report against a later one, field by field in the order
// of the form and sentence by sentence, whatever their editions. The error is a
// *msg.Problem.
func Diff(last, this *model.Report, o diff.Options) (*diff.Diff, error) {
	return diff.Of(last, this, o)
}

// WriteDiff writes a comparison in a format: text, md, html, pdf, xlsx or json.
func WriteDiff(w io.Writer, d *diff.Diff, format string, o diff.PageOptions, colour bool) error {
	switch format {
	case "json":
		return diff.WriteJSON(w, d, o.Lang)
	case "pdf":
		_, err := DiffPDF(w, d, o, pdfout.Options{})
		return err
	}
	return table.Write(w, d.Page(o), format, o.Lang, colour)
}

// Series lines up more than two years' reports, a column for each.
func Series(sides []*model.Report, o diff.Options) (*diff.Series, error) {
	return diff.SeriesOf(sides, o)
}

// WriteSeries writes a series in a format: text, md, html, pdf, xlsx or json.
func WriteSeries(w io.Writer, s *diff.Series, format string, o diff.PageOptions, colour bool) error {
	switch format {
	case "json":
		return diff.WriteSeriesJSON(w, s, o.Lang)
	case "pdf":
		_, err := SeriesPDF(w, s, o, pdfout.Options{})
		return err
	}
	return table.Write(w, s.Page(o), format, o.Lang, colour)
}

// DiffPDF writes a comparison as PDF, made and tagged as a report's is, with the
// comparison as JSON attached.
func DiffPDF(w io.Writer, d *diff.Diff, o diff.PageOptions, p pdfout.Options) (pdfout.Result, error) {
	var data bytes.Buffer
	if err := diff.WriteJSON(&data, d, o.Lang); err != nil {
		return pdfout.Result{}, err
	}
	p.Data, p.DataName, p.DataAbout = data.Bytes(), "diff.json", diff.Schema
	return pdfout.Write(w, publish.Comparison(d.Page(o), o.Lang), p)
}

// SeriesPDF writes a series as PDF, with the series as JSON attached.
func SeriesPDF(w io.Writer, s *diff.Series, o diff.PageOptions, p pdfout.Options) (pdfout.Result, error) {
	var data bytes.Buffer
	if err := diff.WriteSeriesJSON(&data, s, o.Lang); err != nil {
		return pdfout.Result{}, err
	}
	p.Data, p.DataName, p.DataAbout = data.Bytes(), "series.json", diff.SeriesSchema
	return pdfout.Write(w, publish.Comparison(s.Page(o), o.Lang), p)
}
