package textdoc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// The beginnings of parts and the names of what they are made of.
const (
	header    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	mainSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
)

// DOCX is the document as the bytes of a .docx. Nothing in it is compressed: it is read at once and thrown away.
func (d *Document) DOCX() ([]byte, error) {
	w := &writer{}
	w.body.WriteString(header + `<w:document xmlns:w="` + mainSpace + `"><w:body>`)
	w.blocks(d.Blocks)
	w.body.WriteString(`</w:body></w:document>`)
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, p := range []struct{ name, content string }{
		{"[Content_Types].xml", header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"word/document.xml", w.body.String()},
		{"word/numbering.xml", numbering(d.Lists)},
		{"word/styles.xml", styles()},
	} {
		f, err := zw.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, p.content); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writer writes one document.
type writer struct{ body strings.Builder }

func (w *writer) blocks(bs []Block) {
	for i := range bs {
		if bs[i].Table != nil {
			w.table(bs[i].Table)
		} else {
			w.paragraph(&bs[i])
		}
	}
}

// paragraph writes a paragraph.
func (w *writer) paragraph(b *Block) {
	w.body.WriteString("<w:p><w:pPr>")
	switch {
	case b.Contents:
		w.body.WriteString(`<w:pStyle w:val="TOC1"/>`)
	case b.Heading > 0:
		w.body.WriteString(`<w:pStyle w:val="Heading` + strconv.Itoa(min(b.Heading, 9)) + `"/>`)
	}
	if b.List > 0 {
		fmt.Fprintf(&w.body, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, b.Level, b.List)
	}
	w.body.WriteString("</w:pPr>")
	for _, r := range b.Runs {
		w.run(r)
	}
	w.body.WriteString("</w:p>")
}

// run writes a stretch of text.
func (w *writer) run(r Run) {
	if r.Font.Deleted {
		w.body.WriteString(`<w:del><w:r><w:delText xml:space="preserve">` + text.XML(r.Text) + `</w:delText></w:r></w:del>`)
		return
	}
	w.body.WriteString("<w:r><w:rPr>")
	f := r.Font
	if f.Strike {
		w.body.WriteString("<w:strike/>")
	}
	if f.Hidden {
		w.body.WriteString("<w:vanish/>")
	}
	if f.Colour != "" {
		w.body.WriteString(`<w:color w:val="` + f.Colour + `"/>`)
	}
	if f.Size > 0 {
		w.body.WriteString(`<w:sz w:val="` + strconv.Itoa(max(1, int(2*f.Size))) + `"/>`)
	}
	if f.Ground != "" {
		w.body.WriteString(`<w:shd w:val="clear" w:fill="` + f.Ground + `"/>`)
	}
	if f.Vert != "" {
		w.body.WriteString(`<w:vertAlign w:val="` + f.Vert + `"/>`)
	}
	w.body.WriteString("</w:rPr>")
	if f.Picture {
		w.body.WriteString("<w:pict/>")
	}
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			w.body.WriteString("<w:br/>")
		}
		for j, s := range strings.Split(line, "\t") {
			if j > 0 {
				w.body.WriteString("<w:tab/>")
			}
			if s != "" {
				w.body.WriteString(`<w:t xml:space="preserve">` + text.XML(s) + `</w:t>`)
			}
		}
	}
	w.body.WriteString("</w:r>")
}

// table writes a table. Its columns are the distances between all edges of cells.
func (w *writer) table(t *Table) {
	all := map[int]bool{}
	for _, row := range t.Rows {
		for _, c := range row.Cells {
			all[c.Left], all[c.Right] = true, true
		}
	}
	edges := slices.Sorted(maps.Keys(all))
	w.body.WriteString("<w:tbl><w:tblGrid>")
	for i := 1; i < len(edges); i++ {
		fmt.Fprintf(&w.body, `<w:gridCol w:w="%d"/>`, edges[i]-edges[i-1])
	}
	w.body.WriteString("</w:tblGrid>")
	for _, row := range t.Rows {
		w.body.WriteString("<w:tr>")
		for i, c := range row.Cells {
			from, _ := slices.BinarySearch(edges, c.Left)
			to, _ := slices.BinarySearch(edges, c.Right)
			if i == 0 && from > 0 {
				fmt.Fprintf(&w.body, `<w:trPr><w:gridBefore w:val="%d"/></w:trPr>`, from)
			}
			fmt.Fprintf(&w.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/>`, c.Right-c.Left, max(1, to-from))
			switch {
			case c.Begins:
				w.body.WriteString(`<w:vMerge w:val="restart"/>`)
			case c.Continues:
				w.body.WriteString(`<w:vMerge/>`)
			}
			w.body.WriteString("</w:tcPr>")
			w.blocks(c.Blocks)
			if len(c.Blocks) == 0 {
				w.body.WriteString("<w:p/>")
			}
			w.body.WriteString("</w:tc>")
		}
		w.body.WriteString("</w:tr>")
	}
	w.body.WriteString("</w:tbl>")
}

// numbering is the part of the lists.
func numbering(lists []List) string {
	var b strings.Builder
	b.WriteString(header + `<w:numbering xmlns:w="` + mainSpace + `">`)
	for i, l := range lists {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d">`, i)
		for j, level := range l.Levels {
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, j, level.Start, text.XML(level.Format), text.XML(level.Text))
		}
		b.WriteString(`</w:abstractNum>`)
	}
	for i := range lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	return b.String() + `</w:numbering>`
}

// styles is the part of the styles: those of headings and of tables of contents, by their names.
func styles() string {
	var b strings.Builder
	b.WriteString(header + `<w:styles xmlns:w="` + mainSpace + `">`)
	for i := 1; i <= 9; i++ {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/></w:style>`, i, i)
	}
	b.WriteString(`<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>`)
	return b.String() + `</w:styles>`
}
