package gkxl

import (
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model/say"
)

// SheetList is a sheet with a line over all, column heads and rows. The fourth
// column says the grade or the verdict, and is coloured by it.
type sheetList struct {
	title, first string
	heads        []say.Text
	widths       []float64
	rows         [][]string
	tones        map[string]string
	lang         say.Lang
}

func (l sheetList) fill(f *excelize.File) error {
	style := func(fill string, bold bool) int {
		s := &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Bold: bold}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
		}
		if fill != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
		}
		id, _ := f.NewStyle(s)
		return id
	}
	plain, head := style("", false), style("DDE6F0", true)
	tones := map[string]int{}
	var texts []string
	for text := range l.tones {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	for _, text := range texts {
		tones[text] = style(l.tones[text], false)
	}
	landscape, a4, fit, asMany := "landscape", 9, true, 0
	if err := f.SetPageLayout(l.title, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &asMany}); err != nil {
		return err
	}
	if err := f.SetSheetProps(l.title, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
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
			lines = max(lines, linesOf(text, l.widths[k]))
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
		if err := w.SetRow(at, cells, excelize.RowOpts{Height: min(409, float64(lines)*13.5+5)}); err != nil {
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

// LinesOf is how many lines a text takes in a column so wide, in which a Chinese
// character takes two of its units.
func linesOf(s string, width float64) int {
	lines := 0
	for _, part := range strings.Split(s, "\n") {
		used := 0.0
		for _, r := range part {
			if used++; r > 0x2e7f {
				used++
			}
		}
		lines += max(1, int(math.Ceil(used*1.08/(width-1))))
	}
	return lines
}
