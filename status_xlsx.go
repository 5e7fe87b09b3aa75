package gkxl

import (
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/xlsx"
)

// WriteStatusXLSX writes a status as a workbook to print and hand on: a sheet of
// all units, and sheets of those missing, of reports at fault and of files that
// do not count. What files say stands there as text, never as a formula.
func WriteStatusXLSX(w io.Writer, s *Status, lang say.Lang) error {
	f := excelize.NewFile()
	defer f.Close()
	f.SetZipWriter(xlsx.SortedZip)
	f.Pkg.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>gkxl</dc:creator></cp:coreProperties>`))
	b := statusBook{f: f, styles: map[statusStyle]int{}}
	for i, t := range s.tables(lang) {
		if i == 0 {
			if err := f.SetSheetName(f.GetSheetName(0), t.title); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(t.title); err != nil {
			return err
		}
		above := []string{s.Title().In(lang), s.Sentence().In(lang)}
		if i > 0 {
			above = []string{t.title}
		} else if d := s.Doubt(); !d.IsZero() {
			above[1] += say.T("。", ". ").In(lang) + d.In(lang)
		}
		if err := b.sheet(t, above, lang); err != nil {
			return fmt.Errorf("%s: %w", t.title, err)
		}
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

type statusBook struct {
	f      *excelize.File
	styles map[statusStyle]int
}

// A statusStyle is what cells of one look have in common.
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
	s := &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true, Indent: k.level}, NumFmt: 49}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
	}
	fill := map[string]string{"bad": "FFD9DD", "warn": "FFF2CC", "above": "F3F5F8"}[k.tone]
	s.Font.Bold = k.tone == "above"
	if k.level > 0 {
		s.Alignment.Horizontal = "left" // an indent counts from a side
	}
	switch k.use {
	case "title":
		s.Border, s.Font.Size, s.Font.Bold = nil, 15, true
	case "sentence":
		s.Border = nil
	case "head":
		s.Font.Bold, fill, s.Alignment.Horizontal, s.Alignment.Vertical = true, "DDE6F0", "center", "center"
	case "number":
		s.NumFmt, s.Alignment.Horizontal = 1, "right"
		if k.faint {
			empty := `0;-0;;@`
			s.NumFmt, s.CustomNumFmt = 0, &empty
		}
	}
	if fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	id, err := b.f.NewStyle(s)
	b.styles[k] = id
	return id, err
}

// Sheet writes a table below its title lines, its heads frozen, filtered and
// repeated on every page of A4.
func (b *statusBook) sheet(t statusTable, above []string, lang say.Lang) error {
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
			use, height = "sentence", float64(linesOf(line, whole))*13.5+5
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

// Pages lays a sheet out for paper.
func (b *statusBook) pages(sheet string, top int, lang say.Lang) error {
	landscape, a4, fit, asMany, side, above, edge := "landscape", 9, true, 0, 0.4, 0.6, 0.3
	footer := say.T("&C第 &P 页 共 &N 页", "&C&P of &N").In(lang)
	for _, err := range []error{
		b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &asMany}),
		b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
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
		lines = max(lines, linesOf(h.text, h.width))
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
				lines = max(lines, linesOf(c.text, t.heads[k].width))
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
		if err := w.SetRow(fmt.Sprintf("A%d", top+1+i), cells, excelize.RowOpts{Height: min(409, float64(lines)*13.5+5)}); err != nil {
			return err
		}
	}
	return nil
}
