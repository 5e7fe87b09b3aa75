// Package docx writes a publication as a Word document: headings and tables as such,
// the fonts of official documents by their names, A4, numbered pages. It uses no
// template and embeds no fonts.
package docx

import (
	"io"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
)

// Write writes a publication as a .docx. The same publication gives the same
// bytes.
func Write(w io.Writer, d *publish.Document) error {
	wr := &writer{}
	wr.Paragraph("Title", "", wml.Run("", d.Title))
	if s := d.DateLine(); s != "" {
		wr.Paragraph("Subtitle", "", wml.Run("", s))
	}
	for _, b := range d.Blocks {
		wr.block(b)
	}
	return wml.Write(w, wml.Document{Title: d.Title, Creator: d.Organ, Lang: d.Lang, Stamp: d.Stamp}, &wr.Body)
}

type writer struct {
	wml.Body
	heading string // of the current section
}

func (w *writer) block(b publish.Block) {
	switch b.Kind {
	case publish.Heading:
		if b.Level == 1 {
			w.heading = b.Text
		}
		w.Paragraph(headings[b.Level], "", wml.Run("", b.Text))
	case publish.Paragraph:
		runs := ""
		if b.Lead > 0 {
			runs = wml.Run(wml.Styled(leads[b.Level]), b.Text[:b.Lead])
		}
		w.Paragraph("BodyText", "", runs+wml.Run("", b.Text[b.Lead:]))
	case publish.Note:
		properties := ""
		if b.Above {
			properties = wml.KeepNext
		}
		w.Paragraph("Note", properties, wml.Run("", b.Mark+b.Text))
	case publish.Signature:
		w.Paragraph("Signature", "", wml.Run("", b.Text))
	case publish.Table:
		w.table(b.Table)
	}
}

// The styles of headings, and of headings that run on into their paragraph, by level.
var (
	headings = map[int]string{1: "Heading1", 2: "Heading2", 3: "Heading3"}
	leads    = map[int]string{2: "Lead2", 3: "Lead3"}
)
