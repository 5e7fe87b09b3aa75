package table

import (
	"cmp"
	"fmt"
	"io"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The sizes of the text of tables in Word documents, in half points: the usual one, and
// that of tables which have no room for it.
const (
	docxSize  = 18
	docxSmall = int(2*SmallestPrint) + 1
)

// writeDOCX writes a page as a Word document on A4, turned where a table asks for the
// room. The same page gives the same bytes.
func writeDOCX(w io.Writer, p *Page, o Options) error {
	d := &docxWriter{paper: wml.Upright, lang: o.Lang}
	if p.Wider(d.ems(docxSize)) {
		d.paper = wml.Turned
	}
	d.body.Paragraph("Title", `<w:spacing w:before="0" w:after="160" w:line="560" w:lineRule="exact"/>`, wml.Run(wml.Sized(docxTitle), text.Shown(p.Title)))
	if p.Subtitle != "" {
		d.body.Paragraph("Subtitle", `<w:spacing w:before="0" w:after="240" w:line="400" w:lineRule="exact"/>`, wml.Run(wml.Sized(docxHead), text.Shown(p.Subtitle)))
	}
	for _, s := range p.Warnings {
		d.note(wml.Bold+wml.Coloured("7F6000"), msg.T("※ ", "! ").In(o.Lang)+s)
	}
	d.note(wml.Bold+wml.Coloured(cmp.Or(inks[verdictTones[p.Outcome]], "000000")), p.Verdict)
	for _, b := range p.Blocks {
		d.block(b)
	}
	return wml.Write(w, wml.Document{Title: p.Title, Creator: cmp.Or(p.Organ, "gkxl"), Lang: msg.T("zh-CN", "en-US").In(o.Lang), Paper: d.paper}, &d.body)
}

// The sizes of a title and of the headings below it, in half points.
const (
	docxTitle = 36
	docxHead  = 26
)

// docxWriter writes the blocks of a page.
type docxWriter struct {
	body  wml.Body
	paper wml.Paper
	lang  msg.Lang
}

// ems is how much text of a size in half points stands beside each other.
func (d *docxWriter) ems(size int) float64 { return float64(d.paper.TextWidth()) / float64(10*size) }

func (d *docxWriter) note(properties, s string) {
	if s != "" {
		d.body.Paragraph("Note", "", wml.Run(properties, text.Shown(s)))
	}
}

// block draws a block: its title, its table in as many parts as the paper asks for, the
// sentences that differ, and its notes.
func (d *docxWriter) block(b Block) {
	if b.Title != "" {
		d.body.Paragraph("Heading1", `<w:spacing w:before="240" w:after="80" w:line="400" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/>`, wml.Run(wml.Sized(docxHead), text.Shown(b.Title)))
	}
	notes := b.Notes
	b.Notes = nil
	if len(b.Head) > 0 {
		for i, part := range b.Parts(d.ems(docxSmall)) {
			if i > 0 {
				d.body.Paragraph("Note", wml.KeepNext, wml.Run("", msg.T("（续表）", "(continued)").In(d.lang)))
			}
			part.Title = b.Title
			d.table(part)
		}
	}
	d.lines(b)
	for _, n := range notes {
		d.note("", n)
	}
}

// table draws the table of a block, in the larger size for which there is room.
func (d *docxWriter) table(b Block) {
	size := docxSize
	if b.least() > d.ems(docxSize) {
		size = docxSmall
	}
	d.draw(b, twentieths(b.shares(d.ems(size)), d.paper.TextWidth()), size)
}

// shares are the widths of the columns of a table that is so many ems wide, by their texts.
func (b Block) shares(full float64) []float64 {
	var least, want, amount []float64
	for _, w := range b.wishes() {
		least, want, amount = append(least, w.least), append(want, w.want), append(amount, w.amount)
	}
	rest := Share(least, want, amount, full)
	widths := make([]float64, len(least))
	for i, w := range least { // what is left, or lacks, is all columns' in proportion
		widths[i] = w * full / (full - rest)
	}
	return widths
}

// twentieths are widths in proportion, as whole twentieths of a point that sum up to full.
func twentieths(shares []float64, full int) []int {
	out := make([]int, len(shares))
	var all, sum float64
	for _, w := range shares {
		all += w
	}
	for i, before := 0, 0; i < len(out); i++ {
		sum += shares[i]
		end := int(float64(full) * sum / all)
		out[i], before = end-before, end
	}
	return out
}

// draw draws a table with columns of these widths, its text in a size in half points.
func (d *docxWriter) draw(b Block, widths []int, size int) {
	small := ""
	if size != docxSize {
		small = wml.Sized(size)
	}
	numeric := b.Numeric()
	d.body.Table(text.Shown(b.Title), widths)
	d.body.Row(true)
	for k, h := range b.Head {
		d.body.Cell(wml.Cell{Width: widths[k], Span: wml.Shaded(docxHeadGround), Style: "TableHead", Runs: wml.Lines(wml.Bold+small, text.Shown(h))})
	}
	d.body.EndRow()
	for r := range b.All() {
		d.body.Row(false)
		for k, n := range widths {
			c := wml.Cell{Width: n, Style: "TableLabel"}
			if k < len(r.Cells) {
				d.fill(&c, r, k, numeric[k], small)
			}
			d.body.Cell(c)
		}
		d.body.EndRow()
	}
	d.body.EndTable()
}

// docxHeadGround is the ground of column heads.
const docxHeadGround = "EEF2F7"

// fill says in a cell of a document what a cell of a row says.
func (d *docxWriter) fill(c *wml.Cell, r Row, k int, numeric bool, small string) {
	cell := r.Cells[k]
	tone := cmp.Or(cell.Tone, r.Tone)
	if ground := grounds[tone]; ground != "" {
		c.Span = wml.Shaded(ground)
	}
	if k == 0 && r.Level > 0 {
		c.Props = fmt.Sprintf(`<w:ind w:left="%d"/>`, 180*min(r.Level, 6))
	}
	if numeric {
		c.Props += `<w:jc w:val="right"/>`
	}
	s := cell.Text
	switch {
	case cell.Trend != nil:
		s = Trend(cell.Trend) + "  " + s
	case cell.Faint:
		s = ""
	}
	ink := inks[tone]
	if cell.Change {
		ink = cmp.Or(changed[tone], ink)
	}
	properties := ""
	if tone == Total {
		properties += wml.Bold
	}
	if ink != "" {
		properties += wml.Coloured(ink)
	}
	c.Runs = wml.Lines(properties+small, text.Shown(s))
}

// lines draws the sentences of a block that differ, those of a section in a table of
// their own.
func (d *docxWriter) lines(b Block) {
	open := false
	widths := twentieths([]float64{12, 44, 44}, d.paper.TextWidth())
	for _, l := range b.Lines {
		if l.Mark == "" {
			if open {
				d.body.EndTable()
				open = false
			}
			d.body.Paragraph("Note", wml.KeepNext, wml.Run(wml.Bold, text.Shown(l.Label))+wml.Run(wml.Coloured(inks[Muted]), "  "+text.Shown(l.New)))
			continue
		}
		if !open {
			open = true
			d.body.Table(text.Shown(b.Title), widths)
			d.body.Row(true)
			for k, h := range b.Sides {
				d.body.Cell(wml.Cell{Width: widths[k], Span: wml.Shaded(docxHeadGround), Style: "TableHead", Runs: wml.Run(wml.Bold, text.Shown(h))})
			}
			d.body.EndRow()
		}
		d.body.Row(false)
		for k, runs := range []string{wml.Run("", text.Shown(l.Label)), apart(l.Old, l.New, changed[Up]), apart(l.New, l.Old, changed[Down])} {
			d.body.Cell(wml.Cell{Width: widths[k], Style: "TableLabel", Runs: runs})
		}
		d.body.EndRow()
	}
	if open {
		d.body.EndTable()
	}
}

// apart are the runs of a sentence, in which what another has otherwise stands out.
func apart(s, other, ink string) string {
	s, other = text.OneLine(s), text.OneLine(other)
	if s == "" || other == "" {
		return wml.Run("", text.Shown(s))
	}
	runs := ""
	for _, p := range parts(s, other) {
		if p.Marked {
			runs += wml.Run(wml.Bold+wml.Coloured(ink), text.Shown(p.Text))
		} else {
			runs += wml.Run("", text.Shown(p.Text))
		}
	}
	return runs
}

// verdictTones are the tones of verdicts.
var verdictTones = map[model.Verdict]Tone{model.Pass: Good, model.Warn: Warn, model.Fail: Bad}

// DOCX draws a table into a Word document, as wide as its text. The columns share
// the width by what stands in them.
func DOCX(body *wml.Body, b Block) {
	widths := twentieths(b.shares(float64(wml.TextWidth)/(10*docxSize)), wml.TextWidth)
	body.Table(b.Title, widths)
	draw := func(row Row, head bool) {
		body.Row(head)
		for k, n := range widths {
			c := wml.Cell{Width: n, Style: "TableLabel"}
			if head {
				c.Style = "TableHead"
			}
			if k < len(row.Cells) {
				c.Runs = wml.Lines("", row.Cells[k].Text)
			}
			body.Cell(c)
		}
		body.EndRow()
	}
	draw(Row{Cells: Cells(b.Head...)}, true)
	for r := range b.All() {
		draw(r, false)
	}
	body.EndTable()
}
