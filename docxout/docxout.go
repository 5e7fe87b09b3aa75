// Package docxout writes a publication as a Word document: real headings and
// tables, the faces of official documents by their names, A4, numbered pages.
// It needs no template and embeds no font.
package docxout

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"github.com/gkxl/gkxl/model/publish"
)

// Write writes a publication as a .docx. Its parts stand in a fixed order and
// carry no time, so that the same publication gives the same bytes.
func Write(w io.Writer, d *publish.Document) error {
	zw := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", core(d)},
		{"word/document.xml", body(d)},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles(d)},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable()},
		{"word/header1.xml", header(d)},
		{"word/footer1.xml", footer},
	} {
		pw, err := zw.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(pw, part.text); err != nil {
			return err
		}
	}
	return zw.Close()
}

// Esc makes text of any characters safe in XML. What no document may hold
// becomes U+FFFD.
func esc(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

type writer struct {
	buf     bytes.Buffer
	heading string // of the section at hand
}

func (w *writer) add(parts ...string) {
	for _, s := range parts {
		w.buf.WriteString(s)
	}
}

// Body is the document itself.
func body(d *publish.Document) string {
	w := &writer{}
	w.add(xmlHead, `<w:document `, namespaces, `><w:body>`)
	w.paragraph("Title", "", run("", d.Title))
	if s := d.Byline(); s != "" {
		w.paragraph("Subtitle", "", run("", s))
	}
	for _, b := range d.Blocks {
		w.block(b)
	}
	w.add(pageSetup, `</w:body></w:document>`)
	return w.buf.String()
}

func (w *writer) block(b publish.Block) {
	switch b.Kind {
	case publish.Heading:
		if b.Level == 1 {
			w.heading = b.Text
		}
		w.paragraph(headings[b.Level], "", run("", b.Text))
	case publish.Paragraph:
		runs := ""
		if b.Lead > 0 {
			runs = run(styled(leads[b.Level]), b.Text[:b.Lead])
		}
		w.paragraph("BodyText", "", runs+run("", b.Text[b.Lead:]))
	case publish.Note:
		properties := ""
		if b.Above {
			properties = `<w:keepNext/>`
		}
		w.paragraph("Note", properties, run("", b.Mark+b.Text))
	case publish.Signature:
		w.paragraph("Signature", "", run("", b.Text))
	case publish.Table:
		w.table(b.Table)
	}
}

// The styles of headings, and of what runs on from one, by level.
var (
	headings = map[int]string{1: "Heading1", 2: "Heading2", 3: "Heading3"}
	leads    = map[int]string{2: "Lead2", 3: "Lead3"}
)

func (w *writer) paragraph(style, properties, runs string) {
	w.add(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`, properties, `</w:pPr>`, runs, `</w:p>`)
}

func styled(style string) string { return `<w:rStyle w:val="` + style + `"/>` }

// Run is a piece of text with properties of its own.
func run(properties, text string) string {
	if text == "" {
		return ""
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`
}
