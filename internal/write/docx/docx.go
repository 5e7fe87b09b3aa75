// Package docx writes a publication as a Word document: headings and tables as such,
// the fonts of official documents by their names, A4, numbered pages. It uses no
// template and embeds no fonts.
package docx

import (
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
)

// Write writes a publication as a .docx. The same publication gives the same
// bytes.
func Write(w io.Writer, d *publish.Document) error {
	wr := &writer{}
	wr.Paragraph("Title", "", wml.Lines("", titleLines(d)))
	if s := d.DateLine(); s != "" {
		wr.Paragraph("Subtitle", "", wml.Run("", s))
	}
	for _, b := range d.Blocks {
		wr.block(b)
	}
	return wml.Write(w, wml.Document{Title: d.Title, Creator: d.Organ, Lang: d.Lang, Stamp: d.Stamp}, &wr.Body)
}

// titleLines is the title, broken behind the organ where it does not fit a line: Word
// would break it anywhere.
func titleLines(d *publish.Document) string {
	rest, found := strings.CutPrefix(d.Title, d.Organ)
	// A column, half a Han character, is a quarter of the size in half points wide.
	if !found || d.Organ == "" || text.Columns(d.Title)*wml.TitleSize*5 <= wml.TextWidth {
		return d.Title
	}
	return d.Organ + "\n" + rest
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
		w.Paragraph(fmt.Sprintf("Heading%d", b.Level), "", wml.Run("", b.Text))
	case publish.Paragraph:
		runs := ""
		if b.Lead > 0 {
			runs = wml.Run(wml.Styled(fmt.Sprintf("Lead%d", b.Level)), b.Text[:b.Lead])
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

// table writes a table. A table of one band repeats its header on every page; one of
// several bands has a header for each and repeats none.
func (w *writer) table(g *publish.Drawn) {
	widths, size := columns(g)
	small := "" // run properties of figures
	if size < wml.TableSize {
		small = wml.Sized(size)
	}
	w.Table(w.heading, widths)
	repeats := len(g.Table.Bands) == 1
	for r := range g.Rows {
		w.Row(repeats && r < g.Head)
		keep := r < g.Rows-1 // with the next row, so that a table that fits is on one page
		for col := 0; col < g.Cols; {
			i := cellAt(g, r, col)
			if i < 0 { // no form has such a gap; a row must be complete
				w.cell("", widths[col], grid.Value, "", keep)
				col++
				continue
			}
			c := g.Cells[i]
			span, width := "", 0
			for _, n := range widths[c.Col : c.Col+c.Cols] {
				width += n
			}
			if c.Cols > 1 {
				span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.Cols)
			}
			text := wml.Run(small, g.Shown[i].Text) + wml.Run(wml.Styled("Mark")+small, g.Shown[i].Mark)
			if c.Kind != grid.Value {
				text = wml.Run("", g.Shown[i].Text)
			}
			if c.Rows > 1 {
				if c.Row == r {
					span += `<w:vMerge w:val="restart"/>`
				} else {
					span += `<w:vMerge/>`
					text = ""
				}
			}
			kind := c.Kind
			if kind == grid.Label && c.Rows > 1 {
				kind = grid.Head // the label of a group stands in the middle
			}
			w.cell(span, width, kind, text, keep)
			col = c.Col + c.Cols
		}
		w.EndRow()
	}
	w.EndTable()
}

func cellAt(g *publish.Drawn, row, col int) int {
	for i, c := range g.Cells {
		if c.Row <= row && row < c.Row+c.Rows && c.Col <= col && col < c.Col+c.Cols {
			return i
		}
	}
	return -1
}

func (w *writer) cell(span string, width int, kind grid.Kind, runs string, keep bool) {
	style := "TableText"
	switch kind {
	case grid.Label:
		style = "TableLabel"
	case grid.Band, grid.Corner, grid.Head:
		style = "TableHead"
	}
	c := wml.Cell{Width: width, Span: span, Style: style, Runs: runs}
	if keep {
		c.Props = wml.KeepNext
	}
	w.Cell(c)
}

// columns divides the width of the page by the widths that the form gives, and widens
// columns that are too narrow for their longest figure, since figures are not broken.
// Widths are in twentieths of a point; size is that of the figures in half points.
func columns(g *publish.Drawn) (widths []int, size int) {
	share := make([]float64, g.Cols)
	total := 0.0
	for i := range share {
		share[i] = 1
		if i < len(g.Table.Widths) {
			share[i] = g.Table.Widths[i]
		}
		total += share[i]
	}
	var least []float64
	for size = wml.TableSize; size >= minSize; size-- {
		least = minWidths(g, size)
		sum := 0.0
		for _, n := range least {
			sum += n
		}
		if sum <= wml.TextWidth {
			break
		}
	}
	size = max(size, minSize)
	lack, spare := 0.0, 0.0
	for i := range share {
		share[i] *= wml.TextWidth / total
		lack += max(0, least[i]-share[i])
		spare += max(0, share[i]-least[i])
	}
	give := 0.0 // share of what is spare that is taken
	if spare > 0 {
		give = min(1, lack/spare)
	}
	get := 0.0 // share of what is lacking that is given
	if lack > 0 {
		get = give * spare / lack
	}
	sum, before := 0.0, 0
	for i := range share {
		sum += share[i] + get*max(0, least[i]-share[i]) - give*max(0, share[i]-least[i])
		end := int(sum + 0.5)
		widths, before = append(widths, end-before), end
	}
	return widths, size
}

// minSize is the smallest size of figures, in half points.
const minSize = 2 * workbook.SmallestPrint

// minWidths is the smallest width of each column for its figures, in twentieths of a
// point. A digit is half as wide as it is high, and somewhat wider in the fonts that
// replace Times where it is not installed. Cells of several columns have room enough.
func minWidths(g *publish.Drawn, size int) []float64 {
	const margins = 2*40 + 20
	least := make([]float64, g.Cols)
	for i := range least {
		least[i] = float64(20*size + margins) // two characters, for labels
	}
	for i, c := range g.Cells {
		if c.Kind != grid.Value || c.Cols > 1 {
			continue
		}
		width := 0
		for _, r := range g.Shown[i].Text + g.Shown[i].Mark {
			if r < 0x80 {
				width += 6 * size
			} else {
				width += 10 * size
			}
		}
		figure := strings.Trim(g.Shown[i].Text, "0123456789.,+-") == "" // words may break
		if n := float64(width + margins); figure && n > least[c.Col] {
			least[c.Col] = n
		}
	}
	return least
}
