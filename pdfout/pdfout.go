// Package pdfout writes a report as a PDF for publication and for the archive: set
// by the rules of Chinese typography, tagged for screen readers, with its data
// attached. The same pages go into an OFD file as well.
//
// Pages are laid out first (type flow). For a PDF they are drawn with gofpdf (render),
// and then the file is rewritten (finish) to add what gofpdf cannot write: structure,
// metadata, attachments, and fonts reduced to the glyphs that are shown. An OFD file
// is written from the laid out pages at once (ofd.go). docs/pdf.md says to which
// standards the results conform and how that is proved.
package pdfout

import (
	"cmp"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/msg"
)

// Options say how a publication is made. The zero value is the profile "web" with
// the embedded faces.
type Options struct {
	Profile      string         // one of Profiles: "web", or "gongwen" for a look after GB/T 9704
	Landscape    bool           // sets large tables on landscape pages
	AllowMissing bool           // prints 〓 for characters that no face has; an error otherwise
	Faces        map[Role]*Face // instead of the embedded faces
	Stamp        string         // across every page, such as 草稿; empty for none
	Charts       []chart.Chart
	Data         []byte // attachment: the report as JSON; nil for none
	DataName     string // file name of the attachment; report.json if empty
	DataAbout    string // description of the attachment; the schema of reports if empty
	Review       []byte // attachment: the record of the report's reviews; nil for none
	SourceName   string // name of the file the report was read from
	SourceSum    string // attachment: the SHA-256 of that file in hexadecimal; empty for none
}

// Result is what was noticed while a publication was made.
type Result struct {
	Pages   int
	Missing []msg.Text // characters printed as 〓
	Claims  bool       // the file declares that it conforms to PDF/A-3a and PDF/UA-1
}

// Write writes a publication as PDF. The error is a *msg.Problem if the profile is
// unknown or a face lacks a character or is damaged.
func Write(w io.Writer, d *publish.Document, o Options) (Result, error) {
	f, err := lay(d, o)
	if err != nil {
		return Result{}, err
	}
	raw, err := render(f.drawing)
	if err != nil {
		return Result{}, err
	}
	meta := o.metadata(d)
	meta.claim = len(o.Faces) == 0 && len(f.missing) == 0
	if err := finish(w, raw, f.drawing, f.typesetter, meta); err != nil {
		return Result{}, err
	}
	return Result{Pages: len(f.drawing.pages), Missing: f.missing, Claims: meta.claim}, nil
}

// lay sets a publication on pages. Errors are those of Write.
func lay(d *publish.Document, o Options) (*flow, error) {
	p, ok := profiles[cmp.Or(o.Profile, "web")]
	if !ok {
		return nil, &msg.Problem{What: msg.F("没有名为“%s”的版式", "there is no profile %q", o.Profile), Hint: msg.T("可用的版式：web、gongwen", "profiles: web, gongwen")}
	}
	if err := facesThere(); err != nil {
		return nil, err
	}
	f := newFlow(newTypesetter(o.Faces, o.AllowMissing), p)
	f.stamp, f.lang = o.Stamp, language(d.Lang)
	f.document(d, o.Landscape, o.Charts)
	f.footers()
	return f, f.err
}

// metadata is what a file says of a publication, with the files that go inside.
func (o Options) metadata(d *publish.Document) metadata {
	m := metadata{title: d.Title, author: cmp.Or(d.Organ, d.Title), tool: version.Tool(), lang: d.Lang}
	if len(o.Data) > 0 {
		m.attachments = append(m.attachments, attachment{name: cmp.Or(o.DataName, "report.json"), mime: "application/json", relation: "Data", about: cmp.Or(o.DataAbout, "gkxl-report/1"), data: o.Data})
	}
	if len(o.Review) > 0 {
		m.attachments = append(m.attachments, attachment{name: "review.json", mime: "application/json", relation: "Supplement", about: "gkxl-review/1", data: o.Review})
	}
	if o.SourceSum != "" {
		m.attachments = append(m.attachments, attachment{name: "source.sha256", mime: "text/plain", relation: "Supplement", about: "SHA-256",
			data: []byte(o.SourceSum + "  " + o.SourceName + "\n")})
	}
	return m
}

// language is the language of the page numbers, by the language of the document.
func language(code string) msg.Lang {
	if strings.HasPrefix(code, string(msg.EN)) {
		return msg.EN
	}
	return msg.ZH
}

// profile holds the measures of a publication, in points.
type profile struct {
	name                     string
	top, bottom, left, right float64 // margins
	title, titlePitch        float64
	head, sub, body          float64 // sizes
	pitch                    float64 // from line to line
	note, notePitch          float64
	table, tableMin          float64 // the largest and the smallest size of a table
	page                     float64 // size of the page number
	flush                    bool    // headings and paragraphs are not set in
	outer                    bool    // page numbers stand at the outer edge, else in the middle
	squeeze                  float64 // how much closer characters may stand to fit a line, in ems
}

// mm is a millimetre in points.
const mm = 72 / 25.4

// A4 in points, upright.
const (
	a4Width  = 595.28
	a4Height = 841.89
)

// smallest is the size of the smallest text: a little above the least that is asked for,
// as readers of files compute sizes in binary fractions.
const smallest = table.SmallestPrint + 0.25

var profiles = map[string]profile{
	// For the screen and the office printer.
	"web": {name: "web", top: 25 * mm, bottom: 24 * mm, left: 26 * mm, right: 26 * mm, title: 22, titlePitch: 34, head: 15, sub: 12, body: 12, pitch: 22,
		note: 9, notePitch: 14, table: 9.5, tableMin: smallest, page: 9, squeeze: 0.02},
	// After GB/T 9704: margins, sizes (2号 22 pt, 3号 16 pt, 4号 14 pt) and 28.95 pt
	// from line to line, which makes 22 lines of 28 characters.
	"gongwen": {name: "gongwen", top: 37 * mm, bottom: 35 * mm, left: 28 * mm, right: 26 * mm, title: 22, titlePitch: 36, head: 16, sub: 16, body: 16, pitch: 28.95,
		note: 10.5, notePitch: 16, table: 10, tableMin: smallest, page: 14, outer: true, squeeze: 0.02},
	// For what must fit on one page; margins of 20 mm, as the other forms of that page have.
	"brief": {name: "brief", top: 20 * mm, bottom: 20 * mm, left: 20 * mm, right: 20 * mm, title: 17, titlePitch: 26, head: 11.5, sub: 10, body: 9, pitch: 14,
		note: 9, notePitch: 13, table: 9, tableMin: 8, page: 8, flush: true, squeeze: 0.02},
}

// Profiles are the names of the profiles, for Options.Profile.
var Profiles = []string{"web", "gongwen"}
