package status

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/msg"
)

// WriteXLSX writes a status as a workbook to print and hand on: a sheet of
// all units, and sheets of those missing, of reports at fault and of files that
// do not count. What files say stands there as text, never as a formula.
func WriteXLSX(w io.Writer, s *Status, lang msg.Lang) error {
	f := workbook.New()
	defer f.Close()
	b := statusBook{f: f, styles: map[statusStyle]int{}}
	for i, t := range s.tables(lang) {
		if err := workbook.Sheet(f, i, t.title); err != nil {
			return err
		}
		above := []string{s.Title().In(lang), s.Sentence().In(lang)}
		if i > 0 {
			above = []string{t.title}
		} else if d := s.Doubt(); !d.IsZero() {
			above[1] += msg.T("。", ". ").In(lang) + d.In(lang)
		}
		if err := b.sheet(t, above, lang); err != nil {
			return fmt.Errorf("%s: %w", t.title, err)
		}
	}
	return workbook.Write(w, f)
}

type statusBook struct {
	f      *excelize.File
	styles map[statusStyle]int
}

// statusStyle is what cells of one look have in common.
type statusStyle struct {
	use   string // title, sentence, head, text or number
	tone  string
	level int
	faint bool
}

func (b *statusBook) style(k statusStyle) (int, error) {
	if id, ok := b.styles[k]; ok {
		return id, nil
	}
	fill := map[string]string{"bad": workbook.ErrorFill, "warn": workbook.WarningFill, "above": "F3F5F8"}[k.tone]
	if k.use == "head" {
		fill = workbook.HeadFill
	}
	s := workbook.Cell(k.tone == "above" || k.use == "head", fill)
	if s.Alignment.Indent = k.level; k.level > 0 {
		s.Alignment.Horizontal = "left" // an indent counts from a side
	}
	switch k.use {
	case "title":
		s.Border, s.Font.Size, s.Font.Bold = nil, 15, true
	case "sentence":
		s.Border = nil
	case "head":
		s.Alignment.Horizontal, s.Alignment.Vertical = "center", "center"
	case "number":
		s.NumFmt, s.Alignment.Horizontal = 1, "right"
		if k.faint {
			empty := `0;-0;;@`
			s.NumFmt, s.CustomNumFmt = 0, &empty
		}
	}
	id, err := b.f.NewStyle(s)
	b.styles[k] = id
	return id, err
}

// sheet writes a table below its title lines, its heads frozen, filtered and
// repeated on every page of A4.
func (b *statusBook) sheet(t statusTable, above []string, lang msg.Lang) error {
	top := len(above) + 1 // the row of the heads
	last, err := excelize.ColumnNumberToName(len(t.heads))
	if err != nil {
		return err
	}
	if err := b.f.AutoFilter(t.title, fmt.Sprintf("A%d:%s%d", top, last, top+len(t.rows)), nil); err != nil { // first: it forgets the sheet's other properties
		return err
	}
	if err := b.pages(t.title, top, lang); err != nil {
		return err
	}
	w, err := b.f.NewStreamWriter(t.title)
	if err != nil {
		return err
	}
	whole := 0.0
	for i, h := range t.heads {
		whole += h.width
		if err := w.SetColWidth(i+1, i+1, h.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: top, TopLeftCell: fmt.Sprintf("B%d", top+1), ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, line := range above {
		use, height := "title", 24.0
		if i > 0 {
			use, height = "sentence", workbook.Height(workbook.Lines(line, whole))
		}
		id, err := b.style(statusStyle{use: use})
		if err != nil {
			return err
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), []any{excelize.Cell{StyleID: id, Value: line}}, excelize.RowOpts{Height: height}); err != nil {
			return err
		}
	}
	if err := b.rows(w, t, top); err != nil {
		return err
	}
	for i := range above {
		if err := w.MergeCell(fmt.Sprintf("A%d", i+1), fmt.Sprintf("%s%d", last, i+1)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// pages lays a sheet out for paper.
func (b *statusBook) pages(sheet string, top int, lang msg.Lang) error {
	side, above, edge := 0.4, 0.6, 0.3
	footer := msg.T("&C第 &P 页 共 &N 页", "&C&P of &N").In(lang)
	for _, err := range []error{
		workbook.Landscape(b.f, sheet),
		b.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &above, Bottom: &above, Header: &edge, Footer: &edge}),
		b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: footer}),
		b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, top, top), Scope: sheet}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *statusBook) rows(w *excelize.StreamWriter, t statusTable, top int) error {
	head, err := b.style(statusStyle{use: "head"})
	if err != nil {
		return err
	}
	var heads []any
	lines := 1
	for _, h := range t.heads {
		lines = max(lines, workbook.Lines(h.text, h.width))
		heads = append(heads, excelize.Cell{StyleID: head, Value: h.text})
	}
	if err := w.SetRow(fmt.Sprintf("A%d", top), heads, excelize.RowOpts{Height: float64(lines)*13.5 + 8}); err != nil {
		return err
	}
	for i, r := range t.rows {
		var cells []any
		lines := 1
		for k, c := range r.cells {
			s := statusStyle{use: "number", tone: r.tone, faint: c.is == isFaint}
			var v any = c.number
			if c.is == isText {
				s.use, v = "text", c.text
				lines = max(lines, workbook.Lines(c.text, t.heads[k].width))
			}
			if k == 0 {
				s.level = min(2*r.level, 15) // as far as a workbook goes
			}
			id, err := b.style(s)
			if err != nil {
				return err
			}
			cells = append(cells, excelize.Cell{StyleID: id, Value: v})
		}
		if err := w.SetRow(fmt.Sprintf("A%d", top+1+i), cells, excelize.RowOpts{Height: workbook.Height(lines)}); err != nil {
			return err
		}
	}
	return nil
}
