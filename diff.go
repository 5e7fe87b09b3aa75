package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/diffout"
	"github.com/gkxl/gkxl/model/diff"
	"github.com/gkxl/gkxl/model/say"
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
	return WritePage(w, d.Page(o), format, colour)
}

// WritePage writes a page in a format: text, md, html or xlsx.
func WritePage(w io.Writer, p *diff.Page, format string, colour bool) error {
	switch format {
	case "text":
		return diffout.Text(w, p, colour)
	}
	return &say.Problem{What: say.F("不能写成“%s”", "cannot write %q", format),
		Do: say.T("可用的格式：text、md、html、xlsx、json", "formats: text, md, html, xlsx, json")}
}
