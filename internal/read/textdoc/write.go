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

// DOCX is the document as the bytes of a .docx. Nothing in it is compressed: it is read at once and thrown away. The
// error is a *msg.Problem for a document that takes more bytes than the limits allow.
func (d *Document) DOCX(limits Limits) ([]byte, error) {
	w := &writer{body: &limited{left: limits.Bytes}, notes: &limited{left: limits.Bytes}}
	w.body.WriteString(header + `<w:document xmlns:w="` + mainSpace + `"><w:body>`)
	w.notes.WriteString(header + `<w:footnotes xmlns:w="` + mainSpace + `">`)
	if len(d.Deleted) > 0 {
		w.notes.WriteString(`<w:footnote w:id="0"><w:p>`) // no mark refers to it
		for _, r := range d.Deleted {
			fmt.Fprintf(w.notes, `<w:del><w:r><w:delText xml:space="preserve">%s</w:delText></w:r></w:del>`, text.XML(r.Text))
		}
		w.notes.WriteString(`</w:p></w:footnote>`)
	}
	w.blocks(d.Blocks)
	w.body.WriteString(`</w:body></w:document>`)
	w.notes.WriteString(`</w:footnotes>`)
	if w.body.left < 0 || w.notes.left < 0 {
		return nil, limits.TooManyBytes()
	}
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, p := range []struct{ name, content string }{
		{"[Content_Types].xml", header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"word/document.xml", w.body.String()},
		{"word/footnotes.xml", w.notes.String()},
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

// limited is a part that takes no more than so many bytes: what tells its parts over and over, as repeated rows do, is
// short in the file and may be long here.
type limited struct {
	strings.Builder
	left int // negative where something was left out
}

func (l *limited) WriteString(s string) {
	if l.left -= len(s); l.left >= 0 {
		l.Builder.WriteString(s)
	}
}

func (l *limited) Write(p []byte) (int, error) {
	l.WriteString(string(p))
	return len(p), nil
}

// writer writes one document.
type writer struct {
	body, notes *limited
	count       int  // of notes
	inNote      bool // the body is the notes
}

func (w *writer) blocks(bs []Block) {
	for i := range bs {
		if w.body.left < 0 {
			return
		}
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
		fmt.Fprintf(w.body, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, b.Level, b.List)
	}
	w.body.WriteString("</w:pPr>")
	for _, r := range b.Runs {
		w.run(r)
	}
	w.body.WriteString("</w:p>")
}

// run writes a stretch of text.
func (w *writer) run(r Run) {
	if r.Picture {
		w.body.WriteString(`<w:r><w:pict><w:imagedata/></w:pict></w:r>`)
	}
	if len(r.Note) > 0 && !w.inNote {
		w.note(r.Note)
	}
	if r.Text == "" {
		return
	}
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

// note writes a footnote and the mark of it.
func (w *writer) note(blocks []Block) {
	w.count++
	fmt.Fprintf(w.body, `<w:r><w:footnoteReference w:id="%d"/></w:r>`, w.count)
	fmt.Fprintf(w.notes, `<w:footnote w:id="%d">`, w.count)
	w.body, w.notes, w.inNote = w.notes, w.body, true
	w.blocks(blocks)
	w.body, w.notes, w.inNote = w.notes, w.body, false
	w.notes.WriteString("</w:footnote>")
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
		fmt.Fprintf(w.body, `<w:gridCol w:w="%d"/>`, edges[i]-edges[i-1])
	}
	w.body.WriteString("</w:tblGrid>")
	for _, row := range t.Rows {
		if w.body.left < 0 {
			return
		}
		w.body.WriteString("<w:tr>")
		for i, c := range row.Cells {
			from, _ := slices.BinarySearch(edges, c.Left)
			to, _ := slices.BinarySearch(edges, c.Right)
			if i == 0 && from > 0 {
				fmt.Fprintf(w.body, `<w:trPr><w:gridBefore w:val="%d"/></w:trPr>`, from)
			}
			fmt.Fprintf(w.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/>`, c.Right-c.Left, max(1, to-from))
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
