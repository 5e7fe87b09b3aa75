package brief

import (
	"fmt"
	"io"
	"strconv"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
	"github.com/gkxl/gkxl/msg"
)

// writeDOCX writes a page as a Word document on one A4 page. Every line has an exact height, so that the fonts which are
// installed do not move anything to a second page.
func writeDOCX(w io.Writer, p *Page) error {
	d := &document{page: p, width: wml.Upright.TextWidth()}
	d.paragraph("Title", titleSize, titlePitch, 0, wml.Bold, p.Title)
	d.paragraph("Subtitle", noteSize, 15, 8, "", p.Under)
	for _, a := range p.Alerts {
		d.note(wml.Bold+wml.Coloured("7F0000"), "※ "+a)
	}
	d.note("", p.Filed)
	for i, t := range p.Parts {
		d.heading(t.Title)
		if t.Head != nil && t.Kept > 0 {
			words := 0
			if i == 0 {
				words = p.words()
			}
			d.table(t, words)
		}
		for _, n := range p.texts(t) {
			d.note("", n)
		}
		if i == 0 {
			d.chart()
		}
	}
	return wml.Write(w, wml.Document{Title: p.Title, Creator: "gkxl", Lang: msg.T("zh-CN", "en-US").In(p.Lang), Paper: wml.Upright}, &d.body)
}

// document is the Word document while it is written. Widths are in twentieths of a point.
type document struct {
	page  *Page
	body  wml.Body
	width int
}

// exact is the property of a paragraph whose lines have an exact height, with a distance behind it, in points.
func exact(pitch, after float64) string {
	return fmt.Sprintf(`<w:spacing w:before="0" w:after="%d" w:line="%d" w:lineRule="exact"/>`, int(after*20), int(pitch*20))
}

func (d *document) paragraph(style string, size, pitch, after float64, properties, s string) {
	if s != "" {
		d.body.Paragraph(style, exact(pitch, after), wml.Run(properties+wml.Sized(int(2*size)), text.Shown(s)))
	}
}

func (d *document) note(properties, s string) {
	d.paragraph("Note", noteSize, notePitch, 0, properties, s)
}

func (d *document) heading(s string) {
	d.body.Paragraph("Heading1", fmt.Sprintf(`<w:spacing w:before="%d" w:after="40" w:line="300" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/>`, int((headPitch-17)*20)),
		wml.Run(wml.Sized(int(2*headSize)), text.Shown(s)))
}

// table draws a table whose columns share the page in proportion to their texts. The first one and another hold words.
func (d *document) table(t Part, words int) {
	columns := t.widths()
	all := 0
	for _, n := range columns {
		all += n
	}
	widths := make([]int, len(columns))
	sum, before := 0, 0
	for i, n := range columns {
		sum += n
		end := d.width * sum / max(all, 1)
		widths[i], before = end-before, end
	}
	d.body.Table(t.Title, widths)
	row := func(cells []string, head bool) {
		d.body.Row(head)
		for i, s := range cells {
			c := wml.Cell{Width: widths[i], Style: "TableText", Props: exact(1.3*tableSize, 0) + `<w:jc w:val="right"/>`, Runs: wml.Run(wml.Sized(int(2*tableSize)), text.Shown(s))}
			switch {
			case head:
				c.Span, c.Style, c.Props = wml.Shaded("EEEEEE"), "TableHead", exact(1.3*tableSize, 0)
			case i == 0 || i == words:
				c.Style, c.Props = "TableLabel", exact(1.3*tableSize, 0)
			}
			d.body.Cell(c)
		}
		d.body.EndRow()
	}
	row(t.Head, true)
	for _, r := range t.Rows[:t.Kept] {
		row(r, false)
	}
	d.body.EndTable()
}

// The columns of the chart: one of labels, and so many narrow ones, of which a bar takes some and what stands behind it
// the others.
const (
	labelWidth  = 1800
	chartUnits  = 100
	longestUnit = 68
)

// bare and tight are the properties of a cell without lines around it, and without room above and below its text.
const (
	bare  = `<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>`
	tight = `<w:tcMar><w:top w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/></w:tcMar>`
)

// chart draws the chart as a table: a bar is a shaded cell over some of the columns.
func (d *document) chart() {
	c := d.page.Chart
	d.paragraph("Subtitle", 10.5, 18, 0, "", c.Title)
	unit := (d.width - labelWidth) / chartUnits
	widths := []int{labelWidth}
	for range chartUnits {
		widths = append(widths, unit)
	}
	d.body.Table(c.Alt(), widths)
	high := barHigh
	cell := func(columns int, properties, s, align string) {
		width, span := columns*unit, fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, columns)
		if columns == 0 {
			width, span = labelWidth, ""
		}
		d.body.Cell(wml.Cell{Width: width, Span: span + bare + properties + tight, Style: "TableLabel", Props: exact(high, 0) + align, Runs: wml.Run(wml.Sized(17), text.Shown(s))})
	}
	row := func(label string, units int, year int, behind string) {
		d.body.Row(false)
		cell(0, "", label, `<w:jc w:val="right"/>`)
		if units > 0 {
			cell(units, wml.Shaded([]string{"404040", "BFBFBF"}[min(year, 1)]), "", "")
		}
		cell(chartUnits-units, "", behind, "")
		d.body.EndRow()
	}
	for _, k := range bars(c, longestUnit) {
		for y, b := range k.Bars {
			label := ""
			if y == 0 {
				label = k.Label
			}
			row(label, wholeUnits(b.Length), y, b.Label)
		}
		high = barGap
		row("", 0, 0, "")
		high = barHigh
	}
	if len(c.Years) > 1 {
		for y, name := range c.Years {
			row("", 4, y, name)
		}
	}
	d.body.EndTable()
}

// wholeUnits is a length as whole columns, at least one of what is not nothing.
func wholeUnits(length string) int {
	n, err := strconv.ParseFloat(length, 64)
	if err != nil || n <= 0 {
		return 0
	}
	return max(1, min(int(n+0.5), longestUnit))
}
