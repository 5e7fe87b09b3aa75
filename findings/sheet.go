package findings

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/msg"
)

// sheetList is a sheet with a line over all, column heads and rows. The fourth
// column says the grade or the verdict, and is coloured by it.
type sheetList struct {
	title, first string
	heads        []msg.Text
	widths       []float64
	rows         [][]string
	tones        map[string]string
	lang         msg.Lang
}

func (l sheetList) fill(f *excelize.File) error {
	style := func(fill string, bold bool) int {
		id, _ := f.NewStyle(workbook.Cell(bold, fill))
		return id
	}
	plain, head := style("", false), style(workbook.HeadFill, true)
	tones := map[string]int{}
	var texts []string
	for text := range l.tones {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	for _, text := range texts {
		tones[text] = style(l.tones[text], false)
	}
	if err := workbook.Landscape(f, l.title); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(l.title)
	if err != nil {
		return err
	}
	for i, width := range l.widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", []any{excelize.Cell{StyleID: head, Value: l.first}}); err != nil {
		return err
	}
	var heads []any
	for _, h := range l.heads {
		heads = append(heads, excelize.Cell{StyleID: head, Value: h.In(l.lang)})
	}
	if err := w.SetRow("A2", heads); err != nil {
		return err
	}
	for i, row := range l.rows {
		var cells []any
		lines := 1
		for k, text := range row {
			lines = max(lines, workbook.Lines(text, l.widths[k]))
			id := plain
			if t, ok := tones[text]; ok && k == 3 {
				id = t
			}
			cells = append(cells, excelize.Cell{StyleID: id, Value: text})
		}
		at, err := excelize.CoordinatesToCellName(1, i+3)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells, excelize.RowOpts{Height: workbook.Height(lines)}); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(l.heads), 1)
	if err != nil {
		return err
	}
	if err := w.MergeCell("A1", last); err != nil {
		return err
	}
	return w.Flush()
}
