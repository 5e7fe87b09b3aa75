package docxout

import (
	"fmt"

	"github.com/gkxl/gkxl/model/grid"
	"github.com/gkxl/gkxl/model/publish"
)

// TextWidth is the width between the margins, in twentieths of a point.
const textWidth = 8845

// Table draws a table. A table of one band repeats its header on every page;
// one of several bands has a header for each, and none to repeat.
func (w *writer) table(g *publish.Drawn) {
	widths := columns(g)
	w.add(`<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>`, fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, textWidth),
		`<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
		`<w:tblCaption w:val="`, esc(w.heading), `"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		w.add(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, n))
	}
	w.add(`</w:tblGrid>`)
	repeats := len(g.Table.Bands) == 1
	for r := range g.Rows {
		w.add(`<w:tr><w:trPr><w:cantSplit/>`)
		if repeats && r < g.Head {
			w.add(`<w:tblHeader/>`)
		}
		w.add(`</w:trPr>`)
		keep := r < g.Rows-1 // with the next row: a table that fits a page stands on one
		for col := 0; col < g.Cols; {
			i := cellAt(g, r, col)
			if i < 0 { // a hole no form has; a row must be whole
				w.cell("", widths[col], grid.Value, "", "", keep)
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
			text, mark := g.Shown[i].Text, g.Shown[i].Mark
			if c.Rows > 1 {
				if c.Row == r {
					span += `<w:vMerge w:val="restart"/>`
				} else {
					span += `<w:vMerge/>`
					text, mark = "", ""
				}
			}
			kind := c.Kind
			if kind == grid.Label && c.Rows > 1 {
				kind = grid.Head // the label of a group stands in the middle
			}
			w.cell(span, width, kind, text, mark, keep)
			col = c.Col + c.Cols
		}
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
}

func cellAt(g *publish.Drawn, row, col int) int {
	for i, c := range g.Cells {
		if c.Row <= row && row < c.Row+c.Rows && c.Col <= col && col < c.Col+c.Cols {
			return i
		}
	}
	return -1
}

func (w *writer) cell(span string, width int, kind grid.Kind, text, mark string, keep bool) {
	style := "TableText"
	switch kind {
	case grid.Label:
		style = "TableLabel"
	case grid.Band, grid.Corner, grid.Head:
		style = "TableHead"
	}
	w.add(`<w:tc><w:tcPr>`, fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, width), span, `<w:vAlign w:val="center"/></w:tcPr>`)
	properties := ""
	if keep {
		properties = `<w:keepNext/>`
	}
	w.paragraph(style, properties, run("", text)+run("Mark", mark))
	w.add(`</w:tc>`)
}

// Columns shares the width of the page out as the form shares it.
func columns(g *publish.Drawn) []int {
	out := make([]int, g.Cols)
	weight := func(i int) float64 {
		if i < len(g.Table.Widths) {
			return g.Table.Widths[i]
		}
		return 1
	}
	total := 0.0
	for i := range out {
		total += weight(i)
	}
	sum, before := 0.0, 0
	for i := range out {
		sum += weight(i)
		end := int(sum/total*textWidth + 0.5)
		out[i], before = end-before, end
	}
	return out
}
