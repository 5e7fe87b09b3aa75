package table

import "github.com/gkxl/gkxl/internal/write/docx/wml"

// DOCX draws a table into a Word document, as wide as its text. The columns share
// the width in proportion to their own.
func DOCX(body *wml.Body, b Block) {
	widths := make([]int, len(b.Head))
	var all, sum float64
	for _, w := range b.Widths {
		all += w
	}
	for i, before := 0, 0; i < len(widths); i++ {
		sum += b.Widths[i]
		end := int(wml.TextWidth * sum / all)
		widths[i], before = end-before, end
	}
	body.Table(b.Title, widths)
	for i, row := range append([]Row{{Cells: Cells(b.Head...)}}, b.Rows...) {
		body.Row(i == 0)
		for k, n := range widths {
			c := wml.Cell{Width: n, Style: "TableLabel"}
			if i == 0 {
				c.Style = "TableHead"
			}
			if k < len(row.Cells) {
				c.Runs = wml.Lines("", row.Cells[k].Text)
			}
			body.Cell(c)
		}
		body.EndRow()
	}
	body.EndTable()
}
