package gkxl

import (
	"bytes"
	"io"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/xlsx/mark"
)

// NewXLSXPrinter writes results as a workbook: of one report the list that
// [Mark] gives, of several one list of all findings.
func NewXLSXPrinter(w io.Writer, lang say.Lang) Printer {
	return &xlsxPrinter{w: w, lang: lang}
}

type xlsxPrinter struct {
	w     io.Writer
	lang  say.Lang
	first *Result // as long as it is the only one
	rows  [][]string
	tally tally
}

func (p *xlsxPrinter) Add(r Result) error {
	if p.first = nil; p.tally.reports == 0 {
		p.first = &r
	}
	p.tally.add(r)
	if r.Err != nil {
		p.rows = append(p.rows, []string{r.File, "", "", model.Error.Name().In(p.lang), UnreadableRule, "", "", whyUnreadable(r, p.lang), "", ""})
		return nil
	}
	v := viewOf(r, 0, p.lang)
	year := ""
	if r.Report.Year != 0 {
		year = model.Int(int64(r.Report.Year)).String()
	}
	if len(v.Findings) == 0 {
		p.rows = append(p.rows, []string{r.File, r.Report.Organ, year, "", "", "", "", say.T("没有发现问题", "nothing was found").In(p.lang), "", ""})
	}
	for i, f := range v.Findings {
		p.rows = append(p.rows, []string{r.File, r.Report.Organ, year, f.Grade, f.Rule, f.where(3, p.lang), f.Item, f.Message, r.Causes.SentenceFor(r.Findings[i]).In(p.lang), f.Do})
	}
	return nil
}

var xlsxHeads = []say.Text{say.T("文件", "file"), say.T("机关", "organ"), say.T("年度", "year"), say.T("等级", "grade"), say.T("规则", "rule"), say.T("位置", "place"),
	say.T("项目", "item"), say.T("问题", "finding"), say.T("原因", "cause"), say.T("处理", "what to do")}

var xlsxWidths = []float64{24, 24, 7, 7, 19, 24, 26, 48, 40, 30}

func (p *xlsxPrinter) Close() error {
	if r := p.first; r != nil {
		return mark.Separate(p.w, mark.Job{Form: r.Form, Report: r.Report, Findings: r.Findings, Causes: r.Causes, Err: r.Err, Lang: p.lang})
	}
	f := excelize.NewFile()
	defer f.Close()
	f.Pkg.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>gkxl</dc:creator></cp:coreProperties>`))
	sheet := say.T("问题清单", "Findings").In(p.lang)
	if err := p.fill(f, sheet); err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		return err
	}
	_, err := b.WriteTo(p.w)
	return err
}

func (p *xlsxPrinter) fill(f *excelize.File, sheet string) error {
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return err
	}
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
	tones := map[string]int{model.Error.Name().In(p.lang): style("FFD9DD", false), model.Warning.Name().In(p.lang): style("FFF2CC", false)}
	landscape, a4, fit, asMany := "landscape", 9, true, 0
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &asMany}); err != nil {
		return err
	}
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, width := range xlsxWidths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", []any{excelize.Cell{StyleID: head, Value: p.tally.verdict(true).In(p.lang)}}); err != nil {
		return err
	}
	var heads []any
	for _, h := range xlsxHeads {
		heads = append(heads, excelize.Cell{StyleID: head, Value: h.In(p.lang)})
	}
	if err := w.SetRow("A2", heads); err != nil {
		return err
	}
	for i, row := range p.rows {
		var cells []any
		lines := 1
		for k, text := range row {
			lines = max(lines, linesOf(text, xlsxWidths[k]))
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
	if err := w.MergeCell("A1", "J1"); err != nil {
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
