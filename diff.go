package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/diffout"
	"github.com/gkxl/gkxl/model/diff"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/xlsx"
)

// Diff holds an earlier report against a later one, field by field in the order
// of the form and sentence by sentence, whatever their editions. The error is a
// *say.Problem.
func Diff(last, this diff.Side, o diff.Options) (*diff.Diff, error) {
	return diff.Of(last, this, o)
}

// WriteDiff writes a comparison in a format: text, md, html, xlsx or json.
func WriteDiff(w io.Writer, d *diff.Diff, format string, o diff.PageOptions, colour bool) error {
	if format == "json" {
		return diffout.JSON(w, d, o.Lang)
	}
	return writePage(w, d.Page(o), format, o.Lang, colour)
}

// Series lines up more than two years' reports, a column for each.
func Series(sides []diff.Side, o diff.Options) (*diff.Series, error) {
	return diff.SeriesOf(sides, o)
}

// WriteSeries writes a series in a format: text, md, html, xlsx or json.
func WriteSeries(w io.Writer, s *diff.Series, format string, o diff.PageOptions, colour bool) error {
	if format == "json" {
		return diffout.SeriesJSON(w, s, o.Lang)
	}
	return writePage(w, s.Page(o), format, o.Lang, colour)
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
		Do: say.T("可用的格式：text、md、html、xlsx、json", "formats: text, md, html, xlsx, json")}
}
