package gkxl

import (
	"bytes"
	"io"

	"github.com/gkxl/gkxl/diffout"
	"github.com/gkxl/gkxl/model/diff"
	"github.com/gkxl/gkxl/model/publish"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/xlsx"
)

// Diff holds an earlier report against a later one, field by field in the order
// of the form and sentence by sentence, whatever their editions. The error is a
// *say.Problem.
func Diff(last, this diff.Side, o diff.Options) (*diff.Diff, error) {
	return diff.Of(last, this, o)
}

// WriteDiff writes a comparison in a format: text, md, html, pdf, xlsx or json.
func WriteDiff(w io.Writer, d *diff.Diff, format string, o diff.PageOptions, colour bool) error {
	switch format {
	case "json":
		return diffout.JSON(w, d, o.Lang)
	case "pdf":
		_, err := DiffPDF(w, d, o, pdfout.Options{})
		return err
	}
	return writePage(w, d.Page(o), format, o.Lang, colour)
}

// Series lines up more than two years' reports, a column for each.
func Series(sides []diff.Side, o diff.Options) (*diff.Series, error) {
	return diff.SeriesOf(sides, o)
}

// WriteSeries writes a series in a format: text, md, html, pdf, xlsx or json.
func WriteSeries(w io.Writer, s *diff.Series, format string, o diff.PageOptions, colour bool) error {
	switch format {
	case "json":
		return diffout.SeriesJSON(w, s, o.Lang)
	case "pdf":
		_, err := SeriesPDF(w, s, o, pdfout.Options{})
		return err
	}
	return writePage(w, s.Page(o), format, o.Lang, colour)
}

// DiffPDF writes a comparison as PDF, made and tagged as a report's is, with the
// comparison as JSON attached.
func DiffPDF(w io.Writer, d *diff.Diff, o diff.PageOptions, p pdfout.Options) (pdfout.Result, error) {
	var data bytes.Buffer
	if err := diffout.JSON(&data, d, o.Lang); err != nil {
		return pdfout.Result{}, err
	}
	p.Data, p.DataName, p.DataAbout = data.Bytes(), "diff.json", diffout.Schema
	return pdfout.Write(w, publish.Comparison(d.Page(o), o.Lang), p)
}

// SeriesPDF writes a series as PDF, with the series as JSON attached.
func SeriesPDF(w io.Writer, s *diff.Series, o diff.PageOptions, p pdfout.Options) (pdfout.Result, error) {
	var data bytes.Buffer
	if err := diffout.SeriesJSON(&data, s, o.Lang); err != nil {
		return pdfout.Result{}, err
	}
	p.Data, p.DataName, p.DataAbout = data.Bytes(), "series.json", diffout.SeriesSchema
	return pdfout.Write(w, publish.Comparison(s.Page(o), o.Lang), p)
}

func writePage(w io.Writer, p *diff.Page, format string, lang say.Lang, colour bool) error {
	switch format {
	case "text":
		return diffout.Text(w, p, colour)
	case "md":
		return diffout.Markdown(w, p)
	case "html":
		return diffout.HTML(w, p, lang)
	case "xlsx":
		return xlsx.WriteComparison(w, p, say.T("摘要", "summary").In(lang))
	}
	return &say.Problem{What: say.F("不能写成“%s”", "cannot write %q", format),
		Do: say.T("可用的格式：text、md、html、pdf、xlsx、json", "formats: text, md, html, pdf, xlsx, json")}
}
