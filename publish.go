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
	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/internal/write/docx"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// Publication says how a report is published.
type Publication struct {
	Profile      string                     // "web" or "gongwen"
	Group        bool                       // thousands with commas
	Landscape    bool                       // large tables on a turned page
	Draft        bool                       // though errors stand: stamped, with its findings behind it
	Checks       bool                       // the warnings behind the report
	Faces        map[pdfout.Role]*sfnt.Font // instead of the embedded ones
	AllowMissing bool                       // 〓 for characters no face has
	Charts       bool                       // pictures behind the report
	Last         **model.Report             // the year before, drawn beside this one
	Findings     []check.Finding            // of Check
	Source       []byte                     // the file the report was read from, whose SHA-256 is attached
	SourceName   string
}

// ErrNotPublished says that a report was not published because errors stand.
var ErrNotPublished error = &msg.Problem{What: msg.T("核对有错误，没有导出", "errors stand; nothing was exported"),
	Hint: msg.T("改正后再导出，或用 --draft 导出带“草稿”水印和核对结果的稿子", "correct them, or export a draft with --draft")}

// What a publication says besides the report.
const (
	stamp          = "草稿"
	draftAppendix  = "附：核对结果（草稿，不予公开）"
	checksAppendix = "附：核对提出的警告"
)

// Compose decides what a publication says. It is refused while errors stand,
// unless it is a draft.
func Compose(r *model.Report, p Publication) (*publish.Document, error) {
	failed := check.Count(p.Findings)[model.Error] > 0
	if failed && !p.Draft {
		return nil, ErrNotPublished
	}
	d := publish.Of(r, publish.Options{Group: p.Group})
	switch {
	case p.Draft:
		d.Stamp = stamp
		d.Append(draftAppendix, p.Findings, model.Error, model.Warning)
	case p.Checks:
		d.Append(checksAppendix, p.Findings, model.Warning)
	}
	return d, nil
}

// PDF writes a report as PDF. The error is ErrNotPublished while errors stand
// and it is no draft.
func PDF(w io.Writer, r *model.Report, p Publication) (pdfout.Result, error) {
	d, err := Compose(r, p)
	if err != nil {
		return pdfout.Result{}, err
	}
	var data bytes.Buffer
	if err := Export(&data, r, msg.ZH); err != nil {
		return pdfout.Result{}, err
	}
	o := pdfout.Options{Profile: p.Profile, Landscape: p.Landscape, Faces: p.Faces, AllowMissing: p.AllowMissing, Data: data.Bytes()}
	if p.Charts {
		o.Charts = charts(r, p)
	}
	if p.Draft {
		o.Stamp = stamp
	}
	if p.Source != nil {
		sum := sha256.Sum256(p.Source)
		o.SourceSum, o.SourceName = hex.EncodeToString(sum[:]), filepath.Base(p.SourceName)
	}
	return pdfout.Write(w, d, o)
}

// HTML writes a report as one web page that needs nothing else. The error is
// ErrNotPublished while errors stand and it is no draft.
func HTML(w io.Writer, r *model.Report, p Publication) error {
	d, err := Compose(r, p)
	if err != nil {
		return err
	}
	return html.Write(w, d)
}

// Docx writes a report as a Word document. The error is ErrNotPublished while
// errors stand and it is no draft.
func Docx(w io.Writer, r *model.Report, p Publication) error {
	d, err := Compose(r, p)
	if err != nil {
		return err
	}
	return docx.Write(w, d)
}

func charts(r *model.Report, p Publication) []chart.Chart {
	if p.Last != nil {
		return chart.Of(r, *p.Last)
	}
	return chart.Of(r)
}

// ChartsSVG writes the charts of a report as one SVG picture. The error is
// ErrNotPublished while errors stand and it is no draft.
func ChartsSVG(w io.Writer, r *model.Report, p Publication) error {
	d, err := Compose(r, p)
	if err != nil {
		return err
	}
	return pdfout.SVG(w, d.Title, charts(r, p), p.Faces, p.AllowMissing)
}
