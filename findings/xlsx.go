package findings

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// xlsxPrinter writes results as a workbook: of one report the list that
// [mark.Separate] gives, of several one list of all findings.
type xlsxPrinter struct {
	output
	first *Result // as long as it is the only one
	rows  []table.Row

	across []table.Block // what the reports have in common

	figures []table.Row        // of the narratives
	all     []narrative.Figure // the same
	asked   bool
}

func (p *xlsxPrinter) Add(r Result) error {
	if p.first = nil; p.tally.reports == 0 {
		p.first = &r
	}
	p.tally.add(r)
	if r.Err != nil {
		p.list(model.Error, r.File, "", "", model.Error.Name().In(p.Lang), UnreadableRule, "", "", whyUnreadable(r, p.Lang), "", "")
		return nil
	}
	v := viewOf(r, 0, p.Lang)
	for _, g := range v.Figures {
		cells := table.Cells(r.File, r.Report.Organ, g.Section, g.Verdict, g.Text, g.Reading, g.Before+g.At+g.Behind)
		cells[3].Tone = map[string]table.Tone{string(narrative.Agrees): table.Good, string(narrative.Disagrees): table.Bad}[g.Tone]
		p.figures = append(p.figures, table.Row{Cells: cells})
	}
	if r.Figures != nil {
		p.all, p.asked = append(p.all, r.Figures...), true
	}
	year := strings.TrimPrefix(strconv.Itoa(r.Report.Year), "0") // nothing for none
	if len(v.Findings) == 0 {
		p.list("", r.File, r.Report.Organ, year, "", "", "", "", p.in("没有发现问题", "nothing was found"), "", "")
	}
	for _, f := range v.Findings {
		p.list(f.finding.Grade, r.File, r.Report.Organ, year, f.Grade, f.Rule, f.where(3, p.Lang), f.Item, f.Message, r.Causes.SentenceFor(f.finding).In(p.Lang), f.Do)
	}
	return nil
}

// list adds a finding to the list of all. Its grade colours the fourth cell, which
// names it.
func (p *xlsxPrinter) list(g model.Grade, texts ...string) {
	cells := table.Cells(texts...)
	cells[3].Tone = map[model.Grade]table.Tone{model.Error: table.Bad, model.Warning: table.Warn}[g]
	p.rows = append(p.rows, table.Row{Cells: cells})
}

// The columns of the list of findings, and of that of figures.
var (
	findingColumns = []table.Column{table.Col(msg.T("文件", "file"), 18), table.Col(msg.T("机关", "organ"), 16), table.Col(msg.T("年度", "year"), 7),
		table.Col(msg.T("等级", "grade"), 7), table.Col(msg.T("规则", "rule"), 17), table.Col(msg.T("位置", "place"), 18), table.Col(msg.T("项目", "item"), 20),
		table.Col(msg.T("问题", "finding"), 34), table.Col(msg.T("原因", "cause"), 26), table.Col(msg.T("处理", "what to do"), 20)}
	figureColumns = []table.Column{table.Col(msg.T("文件", "file"), 20), table.Col(msg.T("机关", "organ"), 18), table.Col(msg.T("部分", "section"), 16),
		table.Col(msg.T("判断", "verdict"), 10), table.Col(msg.T("数字", "figure"), 11), table.Col(msg.T("读作", "read as"), 44), table.Col(msg.T("句子", "sentence"), 62)}
)

func (p *xlsxPrinter) Close() error {
	page := &table.Page{}
	if p.asked {
		b := table.List(p.Lang, figuresTitle, figureColumns...)
		b.Rows, b.Notes = p.figures, []string{figuresCount(p.all).In(p.Lang)}
		page.Blocks = []table.Block{b}
	}
	r := p.first
	if r == nil {
		page.Verdict, page.Outcome = p.tally.verdict(true).In(p.Lang), p.tally.outcome()
		b := table.List(p.Lang, msg.T("问题清单", "Findings"), findingColumns...)
		b.Rows = p.rows
		page.Blocks = slices.Concat([]table.Block{b}, p.across, page.Blocks)
		return table.Write(p.w, page, table.Options{Format: "xlsx", Lang: p.Lang})
	}
	var b bytes.Buffer
	if err := mark.Separate(&b, mark.Job{Report: r.Report, Findings: r.Causes.InDisplayOrder(r.Findings), Causes: r.Causes, Err: r.Err, Lang: p.Lang}); err != nil {
		return err
	}
	if !p.asked {
		_, err := b.WriteTo(p.w)
		return err
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := table.AddSheets(f, page, p.Lang); err != nil {
		return err
	}
	return workbook.Write(p.w, f, nil)
}
