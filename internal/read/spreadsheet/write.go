package spreadsheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
)

// XLSX is the workbook as the bytes of a .xlsx. Nothing in it is compressed: it is read at once and thrown away.
func (b *Book) XLSX() ([]byte, error) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, p := range (&writer{book: b, strings: map[string]int{}, styles: map[Style]int{}}).parts() {
		f, err := zw.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err = io.WriteString(f, p.content); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// part is a part of a .xlsx.
type part struct{ name, content string }

// parts are the parts of the workbook.
func (w *writer) parts() (parts []part) {
	b := w.book
	w.style(Style{})
	add := func(name, content string) { parts = append(parts, part{name, content}) }
	for i, s := range b.Sheets {
		n := strconv.Itoa(i + 1)
		add("xl/worksheets/sheet"+n+".xml", w.sheet(s))
		rels := ""
		if len(s.Comments) > 0 {
			add("xl/comments"+n+".xml", comments(s.Comments))
			rels += relationship("rId1", "comments", "../comments"+n+".xml")
		}
		if len(s.Boxes) > 0 {
			add("xl/drawings/drawing"+n+".xml", drawing(s.Boxes))
			rels += relationship("rId2", "drawing", "../drawings/drawing"+n+".xml")
		}
		if rels != "" {
			add("xl/worksheets/_rels/sheet"+n+".xml.rels", relationships(rels))
		}
	}
	add("xl/sharedStrings.xml", header+`<sst xmlns="`+mainSpace+`">`+strings.Join(w.list, "")+`</sst>`)
	add("xl/styles.xml", w.stylesPart())
	add("xl/workbook.xml", w.workbook())
	add("xl/_rels/workbook.xml.rels", w.workbookRels())
	add("_rels/.rels", relationships(relationship("rId1", "officeDocument", "xl/workbook.xml")))
	add("[Content_Types].xml", w.contentTypes())
	return parts
}

// The beginnings of parts and the names of what they are made of.
const (
	header    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// writer writes one workbook.
type writer struct {
	book    *Book
	strings map[string]int // number of each shared string
	list    []string       // the shared strings
	styles  map[Style]int
	order   []Style
	looks   []Look // of conditional formats, by their number
}

// style is the number of a style.
func (w *writer) style(s Style) int {
	n, ok := w.styles[s]
	if !ok {
		n = len(w.order)
		w.styles[s] = n
		w.order = append(w.order, s)
	}
	return n
}

// shared is the number of a shared string.
func (w *writer) shared(c *Cell) int {
	var b strings.Builder
	b.WriteString("<si>")
	if len(c.Runs) == 0 {
		b.WriteString(`<t xml:space="preserve">` + text.XML(c.Text) + `</t>`)
	}
	for _, r := range c.Runs {
		b.WriteString(`<r><rPr>` + font(r.Font, "rFont") + `</rPr><t xml:space="preserve">` + text.XML(r.Text) + `</t></r>`)
	}
	b.WriteString("</si>")
	s := b.String()
	n, ok := w.strings[s]
	if !ok {
		n = len(w.list)
		w.strings[s] = n
		w.list = append(w.list, s)
	}
	return n
}

// font are the elements of a font.
func font(f Font, name string) string {
	var b strings.Builder
	if f.Strike {
		b.WriteString(`<strike/>`)
	}
	if f.Vert != "" {
		b.WriteString(`<vertAlign val="` + f.Vert + `"/>`)
	}
	if f.Size > 0 {
		b.WriteString(`<sz val="` + strconv.FormatFloat(f.Size, 'f', -1, 64) + `"/>`)
	}
	if f.Colour != "" {
		b.WriteString(`<color rgb="FF` + f.Colour + `"/>`)
	}
	return b.String() + `<` + name + ` val="x"/>`
}

// AppendAddress appends the address of a cell, such as B3 or, absolute, $B$3, to a text. A place that no worksheet has is
// A1: readers bound rows and columns.
func AppendAddress(b []byte, row, col int, absolute bool) []byte {
	if row < 0 || row >= 1<<20 || col < 0 || col >= 1<<14 {
		return append(b, "A1"...)
	}
	if absolute {
		b = append(b, '$')
	}
	switch {
	case col >= 26+26*26:
		b = append(b, byte('A'+(col-26-26*26)/(26*26)), byte('A'+(col-26-26*26)/26%26))
	case col >= 26:
		b = append(b, byte('A'+(col-26)/26))
	}
	b = append(b, byte('A'+col%26))
	if absolute {
		b = append(b, '$')
	}
	return strconv.AppendInt(b, int64(row)+1, 10)
}

// reference is the address of a cell.
func reference(row, col int) string {
	var b [16]byte
	return string(AppendAddress(b[:0], row, col, false))
}

// writeRange writes the address of a range.
func writeRange(b *strings.Builder, r Range) {
	var a [32]byte
	out := append(AppendAddress(a[:0], r.Row, r.Col, false), ':')
	b.Write(AppendAddress(out, r.LastRow, r.LastCol, false))
}

// sheet is the part of a worksheet.
func (w *writer) sheet(s *Sheet) string {
	switch s.Kind { // package xlsx says that these are passed over
	case Chart:
		return header + `<chartsheet xmlns="` + mainSpace + `"/>`
	case Macros:
		return header + `<macrosheet xmlns="` + mainSpace + `"/>`
	}
	var b strings.Builder
	b.Grow(1024 + 32*len(s.Merges)) // about what it takes
	b.WriteString(header + `<worksheet xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `">`)
	if s.NoZeros {
		b.WriteString(`<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>`)
	}
	b.WriteString(columns(s.Columns))
	b.WriteString("<sheetData>")
	w.rows(&b, s)
	b.WriteString("</sheetData>")
	if len(s.Merges) > 0 {
		b.WriteString("<mergeCells>")
		for _, m := range s.Merges {
			b.WriteString(`<mergeCell ref="`)
			writeRange(&b, m)
			b.WriteString(`"/>`)
		}
		b.WriteString("</mergeCells>")
	}
	for i := range s.Conditions {
		if c := &s.Conditions[i]; c.IsRead() {
			w.condition(&b, c)
		}
	}
	if len(s.Boxes) > 0 {
		b.WriteString(`<drawing r:id="rId2"/>`)
	}
	return b.String() + "</worksheet>"
}

// rows writes the rows of a sheet.
func (w *writer) rows(b *strings.Builder, s *Sheet) {
	hidden := map[int]bool{}
	for _, r := range s.HiddenRows {
		hidden[r] = true
	}
	row := -1
	for i := range s.Cells {
		c := &s.Cells[i]
		if c.Row != row {
			if row >= 0 {
				b.WriteString("</row>")
			}
			row = c.Row
			fmt.Fprintf(b, `<row r="%d"`, row+1)
			if hidden[row] {
				b.WriteString(` hidden="1"`)
			}
			if height, ok := s.Heights[row]; ok {
				b.WriteString(` ht="` + strconv.FormatFloat(height, 'f', -1, 64) + `" customHeight="1"`)
			}
			b.WriteString(">")
		}
		w.cell(b, c)
	}
	if row >= 0 {
		b.WriteString("</row>")
	}
}

// columns are the elements of the columns that are hidden or have a width. Columns alike that stand side by side, which
// .xls lists one by one, are one element.
func columns(list []Columns) string {
	var b strings.Builder
	for i := 0; i < len(list); i++ {
		if c := list[i]; c.Hidden || c.Width > 0 {
			for i+1 < len(list) && list[i+1] == (Columns{c.Last + 1, list[i+1].Last, c.Hidden, c.Width}) {
				i++
				c.Last = list[i].Last
			}
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%s"`, c.First+1, c.Last+1, strconv.FormatFloat(cmp.Or(c.Width, usualWidth), 'f', -1, 64))
			if c.Hidden {
				b.WriteString(` hidden="1"`)
			}
			b.WriteString("/>")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "<cols>" + b.String() + "</cols>"
}

// usualWidth is the width in characters that is written of a hidden column without one.
const usualWidth = 8.0

// condition writes a conditional format.
func (w *writer) condition(b *strings.Builder, c *Condition) {
	b.WriteString(`<conditionalFormatting sqref="`)
	for i, r := range c.Ranges {
		if i > 0 {
			b.WriteString(" ")
		}
		writeRange(b, r)
	}
	b.WriteString(`">`)
	if c.IconsOnly {
		b.WriteString(`<cfRule type="dataBar" priority="1"><dataBar showValue="0"/></cfRule>`)
	} else {
		look := slices.Index(w.looks, c.Look)
		if look < 0 {
			look = len(w.looks)
			w.looks = append(w.looks, c.Look)
		}
		b.WriteString(`<cfRule type="` + c.Kind + `" dxfId="` + strconv.Itoa(look) + `" priority="1"`)
		if c.Operator != "" {
			b.WriteString(` operator="` + c.Operator + `"`)
		}
		b.WriteString(">")
		for _, f := range c.Formulas {
			b.WriteString(`<formula>` + text.XML(f) + `</formula>`)
		}
		b.WriteString("</cfRule>")
	}
	b.WriteString("</conditionalFormatting>")
}

// looksPart are the styles of conditional formats.
func (w *writer) looksPart() string {
	if len(w.looks) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<dxfs count="%d">`, len(w.looks))
	for i, l := range w.looks {
		b.WriteString("<dxf><font>")
		if l.Struck {
			b.WriteString("<strike/>")
		}
		if l.Colour != "" {
			b.WriteString(`<color rgb="FF` + l.Colour + `"/>`)
		}
		b.WriteString("</font>")
		if l.Format != "" {
			fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="%s"/>`, lookFormats+i, text.XML(l.Format))
		}
		if l.Ground != "" {
			b.WriteString(`<fill><patternFill patternType="solid"><bgColor rgb="FF` + l.Ground + `"/></patternFill></fill>`)
		}
		b.WriteString("</dxf>")
	}
	return b.String() + "</dxfs>"
}

// lookFormats is the number from which on the number formats of conditional formats are counted.
const lookFormats = 1_000_000

// cell writes a cell.
func (w *writer) cell(b *strings.Builder, c *Cell) {
	b.WriteString(`<c r="` + reference(c.Row, c.Col) + `"`)
	if n := w.style(c.Style); n > 0 {
		b.WriteString(` s="` + strconv.Itoa(n) + `"`)
	}
	formula, value := "", ""
	if c.Formula != "" {
		formula = `<f>` + text.XML(c.Formula) + `</f>`
	}
	switch {
	case c.Kind == Number:
		value = `<v>` + text.XML(c.Text) + `</v>`
	case c.Kind == Bool:
		b.WriteString(` t="b"`)
		value = `<v>` + text.XML(c.Text) + `</v>`
	case c.Kind == Error:
		b.WriteString(` t="e"`)
		value = `<v>` + text.XML(c.Text) + `</v>`
	case c.Formula != "" && c.EmptyText:
		b.WriteString(` t="str"`)
		value = `<v></v>`
	case c.Formula != "" && c.Kind == Text:
		b.WriteString(` t="str"`)
		value = `<v>` + text.XML(c.Text) + `</v>`
	case c.Kind == Text:
		b.WriteString(` t="s"`)
		value = `<v>` + strconv.Itoa(w.shared(c)) + `</v>`
	}
	b.WriteString(">" + formula + value + "</c>")
}

// stylesPart is the part of the styles.
func (w *writer) stylesPart() string {
	var formats, fonts, fills, xfs strings.Builder
	for i, s := range w.order {
		id := s.FormatID
		if s.OwnFormat() {
			id = FirstFormat + i
			fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, text.XML(s.Format))
		}
		fonts.WriteString(`<font>` + font(s.Font, "name") + `</font>`)
		if s.Ground == "" {
			fills.WriteString(`<fill><patternFill patternType="none"/></fill>`)
		} else {
			fills.WriteString(`<fill><patternFill patternType="solid"><fgColor rgb="FF` + s.Ground + `"/></patternFill></fill>`)
		}
		n := strconv.Itoa(i)
		xfs.WriteString(`<xf numFmtId="` + strconv.Itoa(id) + `" fontId="` + n + `" fillId="` + n + `" borderId="0" xfId="0"/>`)
	}
	count := strconv.Itoa(len(w.order))
	out := header + `<styleSheet xmlns="` + mainSpace + `">`
	if formats.Len() > 0 {
		out += `<numFmts>` + formats.String() + `</numFmts>`
	}
	return out + `<fonts count="` + count + `">` + fonts.String() + `</fonts><fills count="` + count + `">` + fills.String() +
		`</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + count + `">` + xfs.String() + `</cellXfs>` + w.looksPart() + `</styleSheet>`
}

// workbook is the part that lists the sheets.
func (w *writer) workbook() string {
	var b strings.Builder
	b.WriteString(header + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `">`)
	if w.book.Date1904 {
		b.WriteString(`<workbookPr date1904="1"/>`)
	}
	b.WriteString("<sheets>")
	for i, s := range w.book.Sheets {
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, text.XML(s.Name), i+1, state, i+1)
	}
	b.WriteString("</sheets>")
	if len(w.book.Names) > 0 {
		b.WriteString("<definedNames>")
		for _, n := range w.book.Names {
			b.WriteString(`<definedName name="` + text.XML(n.Name) + `">` + text.XML(n.RefersTo) + `</definedName>`)
		}
		b.WriteString("</definedNames>")
	}
	return b.String() + "</workbook>"
}

// relationship is one relationship of a part.
func relationship(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + relSpace + `/` + kind + `" Target="` + target + `"/>`
}

// relationships is a part of relationships.
func relationships(list string) string {
	return header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`
}

func (w *writer) workbookRels() string {
	list := ""
	for i := range w.book.Sheets {
		n := strconv.Itoa(i + 1)
		list += relationship("rId"+n, "worksheet", "worksheets/sheet"+n+".xml")
	}
	n := len(w.book.Sheets)
	list += relationship("rId"+strconv.Itoa(n+1), "styles", "styles.xml") + relationship("rId"+strconv.Itoa(n+2), "sharedStrings", "sharedStrings.xml")
	return relationships(list)
}

func (w *writer) contentTypes() string {
	const ml = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var b strings.Builder
	b.WriteString(header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	override := func(part, kind string) {
		b.WriteString(`<Override PartName="/xl/` + part + `" ContentType="` + kind + `"/>`)
	}
	override("workbook.xml", ml+"sheet.main+xml")
	override("styles.xml", ml+"styles+xml")
	override("sharedStrings.xml", ml+"sharedStrings+xml")
	for i, s := range w.book.Sheets {
		n := strconv.Itoa(i + 1)
		override("worksheets/sheet"+n+".xml", ml+"worksheet+xml")
		if len(s.Comments) > 0 {
			override("comments"+n+".xml", ml+"comments+xml")
		}
		if len(s.Boxes) > 0 {
			override("drawings/drawing"+n+".xml", "application/vnd.openxmlformats-officedocument.drawing+xml")
		}
	}
	return b.String() + `</Types>`
}

// comments is the part of a sheet's comments.
func comments(notes []Note) string {
	var b strings.Builder
	b.WriteString(header + `<comments xmlns="` + mainSpace + `"><authors><author></author></authors><commentList>`)
	for _, n := range notes {
		b.WriteString(`<comment ref="` + reference(n.Row, n.Col) + `" authorId="0"><text><t xml:space="preserve">` + text.XML(n.Text) + `</t></text></comment>`)
	}
	return b.String() + `</commentList></comments>`
}

// drawing is the part of a sheet's text boxes.
func drawing(boxes []Note) string {
	const space = "http://schemas.openxmlformats.org/drawingml/2006/"
	var b strings.Builder
	b.WriteString(header + `<xdr:wsDr xmlns:xdr="` + space + `spreadsheetDrawing" xmlns:a="` + space + `main">`)
	sorting.By(boxes, func(a, b Note) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	for i, n := range boxes {
		fmt.Fprintf(&b, `<xdr:twoCellAnchor><xdr:from><xdr:col>%d</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>%d</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="%d" name="TextBox"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/>`,
			n.Col, n.Row, n.Col+1, n.Row+1, i+2)
		for line := range strings.SplitSeq(n.Text, "\n") {
			b.WriteString(`<a:p><a:r><a:t>` + text.XML(line) + `</a:t></a:r></a:p>`)
		}
		b.WriteString(`</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>`)
	}
	return b.String() + `</xdr:wsDr>`
}
