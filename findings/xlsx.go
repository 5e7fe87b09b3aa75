package findings

import (
	"bytes"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// NewXLSXPrinter writes results as a workbook: of one report the list that
// [Mark] gives, of several one list of all findings.
func NewXLSXPrinter(w io.Writer, lang msg.Lang) Printer {
	return &xlsxPrinter{w: w, lang: lang}
}

type xlsxPrinter struct {
	w     io.Writer
	lang  msg.Lang
	first *Result // as long as it is the only one
	rows  [][]string
	tally tally

	figures [][]string // of the narratives
	asked   bool
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
	for _, g := range v.Figures {
		p.figures = append(p.figures, []string{r.File, r.Report.Organ, g.Section, g.Verdict, g.Text, g.Reading, g.Before + g.At + g.Behind})
	}
	p.asked = p.asked || r.Figures != nil
	year := ""
	if r.Report.Year != 0 {
		year = model.Int(int64(r.Report.Year)).String()
	}
	if len(v.Findings) == 0 {
		p.rows = append(p.rows, []string{r.File, r.Report.Organ, year, "", "", "", "", msg.T("没有发现问题", "nothing was found").In(p.lang), "", ""})
	}
	for _, f := range v.Findings {
		p.rows = append(p.rows, []string{r.File, r.Report.Organ, year, f.Grade, f.Rule, f.where(3, p.lang), f.Item, f.Message, r.Causes.SentenceFor(f.finding).In(p.lang), f.Do})
	}
	return nil
}

var xlsxHeads = []msg.Text{msg.T("文件", "file"), msg.T("机关", "organ"), msg.T("年度", "year"), msg.T("等级", "grade"), msg.T("规则", "rule"), msg.T("位置", "place"),
	msg.T("项目", "item"), msg.T("问题", "finding"), msg.T("原因", "cause"), msg.T("处理", "what to do")}

var figureHeads = []msg.Text{msg.T("文件", "file"), msg.T("机关", "organ"), msg.T("部分", "section"), msg.T("判断", "verdict"), msg.T("数字", "figure"),
	msg.T("读作", "read as"), msg.T("句子", "sentence")}

var figureWidths = []float64{24, 24, 20, 12, 14, 52, 70}

var xlsxWidths = []float64{24, 24, 7, 7, 19, 24, 26, 48, 40, 30}

func (p *xlsxPrinter) Close() error {
	f := workbook.New()
	if r := p.first; r != nil {
		var b bytes.Buffer
		err := mark.Separate(&b, mark.Job{Report: r.Report, Findings: r.Causes.InDisplayOrder(r.Findings), Causes: r.Causes, Err: r.Err, Lang: p.lang})
		if err == nil && !p.asked {
			_, err = b.WriteTo(p.w)
			return err
		}
		if err == nil {
			f, err = excelize.OpenReader(&b)
		}
		if err != nil {
			return err
		}
	} else if err := p.all(f); err != nil {
		return err
	}
	defer f.Close()
	if p.asked {
		l := sheetList{title: figuresTitle.In(p.lang), first: p.counted(), heads: figureHeads, widths: figureWidths, rows: p.figures, lang: p.lang}
		if err := workbook.Sheet(f, 1, l.title); err != nil {
			return err
		}
		names := verdictNames(p.lang)
		l.tones = map[string]string{names[narrative.Disagrees]: workbook.ErrorFill, names[narrative.Agrees]: workbook.GoodFill}
		if err := l.fill(f); err != nil {
			return err
		}
	}
	return workbook.Write(p.w, f)
}

func (p *xlsxPrinter) counted() string {
	n := map[string]int{}
	for _, row := range p.figures {
		n[row[3]]++
	}
	names := verdictNames(p.lang)
	return countOf(len(p.figures), n[names[narrative.Agrees]], n[names[narrative.Disagrees]], n[names[narrative.Unrelated]]).In(p.lang)
}

// all writes the one list of all findings.
func (p *xlsxPrinter) all(f *excelize.File) error {
	l := sheetList{title: msg.T("问题清单", "Findings").In(p.lang), first: p.tally.verdict(true).In(p.lang), heads: xlsxHeads, widths: xlsxWidths, rows: p.rows, lang: p.lang,
		tones: map[string]string{model.Error.Name().In(p.lang): workbook.ErrorFill, model.Warning.Name().In(p.lang): workbook.WarningFill}}
	if err := workbook.Sheet(f, 0, l.title); err != nil {
		return err
	}
	return l.fill(f)
}
