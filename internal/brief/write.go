package brief

import (
	"bytes"
	"cmp"
	"io"
	"slices"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// Formats are those a page is written in.
var Formats = []string{"docx", "pdf", "html"}

// Write fits a page on one A4 page and writes it. Options are those of a PDF, of which the profile is the page's own; what was noticed
// while that was made is in the result. The error of an unknown format is a *msg.Problem.
func Write(w io.Writer, p *Page, format string, o pdfout.Options) (pdfout.Result, error) {
	p.fit(0)
	switch format {
	case "pdf":
		return writePDF(w, p, o)
	case "docx":
		return pdfout.Result{}, writeDOCX(w, p)
	case "html":
		return pdfout.Result{}, writeHTML(w, p)
	}
	return pdfout.Result{}, msg.UnknownFormat(format, Formats)
}

// writePDF writes a page as PDF, tagged as a report is. Only the layout knows how high everything is: where the
// measures were too small, less is shown.
func writePDF(w io.Writer, p *Page, o pdfout.Options) (pdfout.Result, error) {
	o.Profile = "brief"
	for lower := 0.0; ; lower += 2 * notePitch {
		p.fit(lower)
		var b bytes.Buffer
		res, err := pdfout.Write(&b, p.document(), o)
		if err != nil {
			return res, err
		}
		if res.Pages == 1 || lower > pageHeight {
			_, err = b.WriteTo(w)
			return res, err
		}
	}
}

// document is the page as a publication.
func (p *Page) document() *publish.Document {
	page := &table.Page{Title: p.Title, Organ: p.Organ, Subtitle: p.Under, Verdict: p.Filed, Warnings: p.Alerts}
	for i, t := range p.Parts {
		b := table.Block{Title: t.Title, Notes: p.texts(t)}
		if t.Kept > 0 && t.Head != nil {
			b.Head = t.Head
			for _, r := range t.Rows[:t.Kept] {
				cells := table.Cells(r...)
				for k := range cells {
					cells[k].Change = k > 0 && (i > 0 || k != p.words()) // a figure, beside others of its column
				}
				b.Rows = append(b.Rows, table.Row{Cells: cells})
			}
		}
		page.Blocks = append(page.Blocks, b)
	}
	d := publish.OfPage(page, cmp.Or(p.Lang, msg.ZH))
	d.Turned = false
	// The chart follows the first part.
	at, heads := len(d.Blocks), 0
	for i, b := range d.Blocks {
		if b.Kind == publish.Heading {
			if heads++; heads == 2 {
				at = i
				break
			}
		}
	}
	d.Blocks = slices.Insert(d.Blocks, at, publish.Block{Kind: publish.Picture, Chart: &p.Chart})
	return d
}

// words is the column of the key figures that holds words, besides the first.
func (p *Page) words() int { return len(p.Parts[0].Head) - len(p.Chart.Years) }
