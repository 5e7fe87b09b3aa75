// Package pdfout writes a report as a PDF fit for publication and for the
// archive: set after the rules of Chinese typography, tagged for screen readers,
// with its data attached.
//
// Pages are laid out first and drawn with gofpdf afterwards. A pass over gofpdf's
// bytes then adds what gofpdf has no words for, and the faces, cut to the glyphs
// that are shown; docs/pdf.md says what is claimed of the result and how that is
// proved.
package pdfout

import (
	"cmp"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/msg"
)

// Options are how a publication is made.
type Options struct {
	Profile      string // "web", or "gongwen" for a look after GB/T 9704
	Landscape    bool   // turns large tables
	AllowMissing bool   // prints 〓 for characters no face has
	Faces        map[Role]*sfnt.Font
	Stamp        string // across every page, such as 草稿
	Charts       []chart.Chart
	Data         []byte // the report as JSON, to be attached
	DataName     string // of the attachment; report.json if empty
	DataAbout    string // what it is; the schema of reports if empty
	SourceName   string // the file the report was read from
	SourceSum    string // its SHA-256, to be attached
}

// Result is what was noticed while a publication was made.
type Result struct {
	Pages   int
	Missing []msg.Text // characters printed as 〓
	Claims  bool       // the file says it is PDF/A-3a and PDF/UA-1
}

// tool is what the file names as its maker.
const tool = "gkxl"

// Write writes a publication as PDF. The error is a *msg.Problem when the report
// or a face is at fault.
func Write(w io.Writer, d *publish.Document, o Options) (Result, error) {
	p, ok := profiles[o.Profile]
	if !ok {
		if o.Profile != "" {
			return Result{}, &msg.Problem{What: msg.F("没有名为“%s”的版式", "there is no profile %q", o.Profile), Hint: msg.T("可用的版式：web、gongwen", "profiles: web, gongwen")}
		}
		p = profiles["web"]
	}
	t := newTypesetter(o.Faces, o.AllowMissing)
	s := &scene{root: &elem{tag: "Document"}}
	f := &flow{typesetter: t, scene: s, p: p, root: s.root, stamp: o.Stamp, lang: language(d.Lang), laid: map[*publish.Drawn]*layout{}}
	f.document(d, o.Landscape, o.Charts)
	f.footers()
	if t.err != nil {
		return Result{}, t.err
	}
	raw, err := render(s)
	if err != nil {
		return Result{}, err
	}
	meta := metadata{title: d.Title, author: d.Organ, tool: tool, lang: d.Lang, claim: len(o.Faces) == 0 && len(t.missing) == 0}
	if meta.author == "" {
		meta.author = d.Title
	}
	if len(o.Data) > 0 {
		meta.attachments = append(meta.attachments, attachment{name: cmp.Or(o.DataName, "report.json"), mime: "application/json", relation: "Data", about: cmp.Or(o.DataAbout, "gkxl-report/1"), data: o.Data})
	}
	if o.SourceSum != "" {
		meta.attachments = append(meta.attachments, attachment{name: "source.sha256", mime: "text/plain", relation: "Supplement", about: "SHA-256",
			data: []byte(o.SourceSum + "  " + o.SourceName + "\n")})
	}
	out, err := finish(raw, s, t, meta)
	if err != nil {
		return Result{}, err
	}
	_, err = w.Write(out)
	return Result{Pages: len(s.pages), Missing: t.missing, Claims: meta.claim}, err
}

// language is what pages are numbered in.
func language(code string) msg.Lang {
	if strings.HasPrefix(code, string(msg.EN)) {
		return msg.EN
	}
	return msg.ZH
}
