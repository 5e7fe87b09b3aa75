// Package wml writes Word documents (WordprocessingML) in the layout of Chinese
// official documents: the parts of the file, the styles, paragraphs and tables.
package wml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// Document is the metadata of a document.
type Document struct {
	Title, Creator string
	Lang           string // "zh-CN" or "en-US"
	Stamp          string // at the head of every page
}

// Write writes a document. Its parts have a fixed order and no times, so that the same
// document gives the same bytes.
func Write(w io.Writer, d Document, b *Body) error {
	zw := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", core(d)},
		{"word/document.xml", xmlHead + `<w:document ` + namespaces + `><w:body>` + b.buf.String() + pageSetup + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles(d)},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable()},
		{"word/header1.xml", header(d)},
		{"word/footer1.xml", footer(d)},
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

// Body collects the paragraphs and tables of a document.
type Body struct{ buf bytes.Buffer }

func (b *Body) add(parts ...string) {
	for _, s := range parts {
		b.buf.WriteString(s)
	}
}

// Paragraph adds a paragraph of a style: properties of its own, and its runs.
func (b *Body) Paragraph(style, properties, runs string) {
	b.add(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`, properties, `</w:pPr>`, runs, `</w:p>`)
}

// Styled is the property of a run that has a style.
func Styled(style string) string { return `<w:rStyle w:val="` + style + `"/>` }

// Sized is the property of a run of a size, in half points.
func Sized(halfPoints int) string {
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, halfPoints, halfPoints)
}

// KeepNext is the property of a paragraph that stays on the page of the next one.
const KeepNext = `<w:keepNext/>`

// Run is a piece of text with properties of its own.
func Run(properties, s string) string {
	if s == "" {
		return ""
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + text.XML(s) + `</w:t></w:r>`
}

// Lines is a run with its line breaks.
func Lines(properties, text string) string {
	runs := ""
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			runs += `<w:r><w:br/></w:r>`
		}
		runs += Run(properties, line)
	}
	return runs
}

// TextWidth is the width between the margins, in twentieths of a point.
const TextWidth = 8845

// Table begins a table with columns of these widths; rows and cells follow, then
// EndTable.
func (b *Body) Table(caption string, widths []int) {
	b.add(`<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>`, fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, TextWidth),
		`<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
		`<w:tblCaption w:val="`, text.XML(caption), `"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		b.add(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, n))
	}
	b.add(`</w:tblGrid>`)
}

// EndTable ends a table.
func (b *Body) EndTable() { b.add(`</w:tbl>`) }

// Row begins a row that is not split between pages; a header row is repeated on every
// page. EndRow ends it.
func (b *Body) Row(header bool) {
	b.add(`<w:tr><w:trPr><w:cantSplit/>`)
	if header {
		b.add(`<w:tblHeader/>`)
	}
	b.add(`</w:trPr>`)
}

// EndRow ends a row.
func (b *Body) EndRow() { b.add(`</w:tr>`) }

// Cell is a cell of a table with one paragraph.
type Cell struct {
	Width              int
	Span               string // properties
	Style, Props, Runs string // of the paragraph
}

// Cell adds a cell to a row.
func (b *Body) Cell(c Cell) {
	b.add(`<w:tc><w:tcPr>`, fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, c.Width), c.Span, `<w:vAlign w:val="center"/></w:tcPr>`)
	b.Paragraph(c.Style, c.Props, c.Runs)
	b.add(`</w:tc>`)
}
