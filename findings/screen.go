package findings

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Screen is how much of the results in text somebody sees who reads them on a terminal.
type Screen int

// The kinds of text.
const (
	Everything Screen = iota // for pipes and files: every finding with all that is known of it
	Details                  // every finding, and behind the last what each rule rests on, once
	Summary                  // a line for every report that is not in order, and each rule once
)

// ruleCount is a rule with findings.
type ruleCount struct {
	rule    *model.Rule
	grade   model.Grade
	reports int
	places  int
	last    int // the last report with one, by its number
}

// ruleCounts are rules with findings, each once.
type ruleCounts []*ruleCount

// add counts a finding on a report, which is given by its number.
func (c *ruleCounts) add(f check.Finding, report int) {
	i := slices.IndexFunc(*c, func(r *ruleCount) bool { return r.rule.ID == f.Rule.ID && r.grade == f.Grade })
	if i < 0 {
		i = len(*c)
		*c = append(*c, &ruleCount{rule: f.Rule, grade: f.Grade})
	}
	r := (*c)[i]
	r.places++
	if r.last != report {
		r.reports, r.last = r.reports+1, report
	}
}

// sorted are the rules by their grade, and those with the most findings first.
func (c ruleCounts) sorted() []*ruleCount {
	out := slices.Clone(c)
	sorting.By(out, func(a, b *ruleCount) int {
		return cmp.Or(slices.Index(model.Grades, a.grade)-slices.Index(model.Grades, b.grade), b.places-a.places)
	})
	return out
}

// grounds writes what each rule rests on and what to do, once.
func (t *textPrinter) grounds(rules []*ruleCount) {
	if len(rules) == 0 {
		return
	}
	t.line("")
	t.line("%s", t.in("依据和处理", "grounds, and what to do"))
	for _, r := range rules {
		count := msg.F("%s 处", "%s", msg.Count(r.places, "place", "places"))
		if t.tally.reports > 1 {
			count = msg.F("%s 份 %s 处", "%s, %s", msg.Count(r.reports, "report", "reports"), msg.Count(r.places, "place", "places"))
		}
		t.line("  %s  %s  %s  %s", t.grade(r.grade), r.rule.ID, count.In(t.Lang), r.rule.Title.In(t.Lang))
		t.line("      %s%s", t.in("处理：", "do: "), r.rule.Do.In(t.Lang))
		t.line("      %s%s", t.in("依据：", "ground: "), r.rule.Ground.In(t.Lang))
	}
}

// First says what is wrong first in a report, with its place; empty where nothing is but hints.
func (r Result) First() msg.Text {
	for _, g := range []model.Grade{model.Error, model.Warning} {
		for _, f := range r.Findings {
			if f.Grade == g && !f.Explained() {
				return r.Short(f)
			}
		}
	}
	return msg.Text{}
}

// Short is a finding in one sentence with its place, or rather what caused it.
func (r Result) Short(f check.Finding) msg.Text {
	if cause := r.Causes.SentenceFor(f); !cause.IsZero() {
		return cause
	}
	return f.Placed()
}

// summaryPrinter writes results for people at a terminal who checked many reports: a table of those that are not in
// order, and each rule once.
type summaryPrinter struct {
	textPrinter
	rows   []summaryRow
	passed int // reports that are in order
	alone  int // reports of which no report on the year before was found
	rules  ruleCounts
}

// summaryRow is a report that is not in order.
type summaryRow struct {
	file, unit       string
	outcome          string
	tone             model.Grade
	errors, warnings int
	cause            msg.Text
}

// judge settles the verdict of a report by what was counted.
func (r *summaryRow) judge(lang msg.Lang) {
	r.outcome, r.tone = model.Fail.Title().In(lang), model.Error
	if r.errors == 0 {
		r.outcome, r.tone = msg.T("有警告", "warnings").In(lang), model.Warning
	}
}

func (p *summaryPrinter) Add(r Result) error {
	p.tally.add(r)
	row := summaryRow{file: r.File, unit: unitShown(r), cause: r.First()}
	switch {
	case r.Err != nil:
		row.outcome, row.tone, row.errors = p.in("无法读取", "unreadable"), model.Error, 1 // as the last line counts it
		why := whyUnreadable(r, p.Lang)
		row.cause = msg.T(why, why)
	default:
		if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Rule.Relation == model.RelPair && f.Grade == model.Hint }) {
			p.alone++
		}
		for _, f := range r.Findings {
			switch {
			case f.Grade == model.Error:
				row.errors++
			case f.Grade == model.Warning && !f.Explained():
				row.warnings++
			default:
				continue
			}
			p.rules.add(f, p.tally.reports)
		}
		if row.judge(p.Lang); row.errors+row.warnings == 0 {
			row.tone = model.Hint
			p.passed++
		}
	}
	p.rows = append(p.rows, row)
	return nil
}

// unitShown names the unit of a report, and its file where the name of that does not tell the unit.
func unitShown(r Result) string {
	base := filepath.Base(r.File)
	if r.Err != nil || strings.TrimSpace(r.Report.Organ) == "" {
		return text.TerminalLine(base)
	}
	organ := text.TerminalLine(text.OneLine(text.Named(r.Report.Organ)))
	if strings.Contains(base, organ) {
		return organ
	}
	return fmt.Sprintf("%s (%s)", organ, text.TerminalLine(base))
}

// Across counts what reports have in common with the reports that it is found in.
func (p *summaryPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	if a == nil {
		return nil
	}
	for n, r := range a.Reports {
		if len(r.Findings) == 0 {
			continue
		}
		i := slices.IndexFunc(p.rows, func(row summaryRow) bool { return strings.HasSuffix(row.file, r.Source.File) })
		if i < 0 {
			i = len(p.rows)
			p.rows = append(p.rows, summaryRow{file: r.Source.File, unit: text.TerminalLine(r.Source.Name)})
		} else if p.rows[i].tone == model.Hint {
			p.passed--
		}
		row := &p.rows[i]
		for _, f := range r.Findings {
			p.rules.add(f, -1-n)
			switch f.Grade {
			case model.Error:
				row.errors++
			case model.Warning:
				row.warnings++
			}
		}
		row.judge(p.Lang)
		if row.cause.IsZero() {
			row.cause = msg.Join(r.Brief(), "；", "; ")
		}
	}
	for _, file := range a.LeftOut {
		p.rows = append(p.rows, summaryRow{file: file, unit: text.TerminalLine(file), outcome: p.in("没有比较", "not compared"), tone: model.Warning,
			cause: msg.T("叙述太多，没有与别的单位比较", "there are too many narratives; this one was not compared with those of other units")})
	}
	return nil
}

// Close writes the table, then the rules, and last the verdict.
func (p *summaryPrinter) Close() error {
	rows := slices.DeleteFunc(p.rows, func(r summaryRow) bool { return r.tone == model.Hint })
	sorting.By(rows, func(a, b summaryRow) int {
		return slices.Index(model.Grades, a.tone) - slices.Index(model.Grades, b.tone)
	})
	p.table(rows)
	if p.passed > 0 {
		p.line("%s", msg.F("其余 %s 份没有错误，也没有待说明的警告", "the other %s no errors, and no warnings without an explanation", msg.Count(p.passed, "report has", "reports have")).In(p.Lang))
	}
	if p.alone > 0 {
		p.line("%s", msg.F("%s 份没有用上年报告核对：没有找到，或无法确定是哪一份", "%s not held against last year's: none was found, or which one it is cannot be told", msg.Count(p.alone, "report was", "reports were")).In(p.Lang))
	}
	p.grounds(p.rules.sorted())
	if !p.More.IsZero() {
		p.line("")
		p.line("%s", p.More.In(p.Lang))
	}
	return p.textPrinter.Close()
}

// The widths of the table in columns of a terminal: at most so many for the unit, at least so many for what is wrong, and
// what is taken for the whole where a terminal does not tell.
const (
	unitColumns  = 34
	leastCause   = 16
	usualColumns = 80
)

// table writes a line for every report, none longer than the terminal is wide.
func (p *summaryPrinter) table(rows []summaryRow) {
	if len(rows) == 0 {
		return
	}
	head := []string{p.in("单位", "unit"), p.in("结论", "verdict"), p.in("错误", "errors"), p.in("警告", "warnings"), p.in("首要原因", "what is wrong first")}
	lines := lists.Map(rows, func(r summaryRow) []string {
		return []string{text.ClipColumns(r.unit, unitColumns), r.outcome, fmt.Sprint(r.errors), fmt.Sprint(r.warnings), text.TerminalLine(text.OneLine(r.cause.In(p.Lang)))}
	})
	widths := make([]int, len(head))
	for _, l := range append(lines, head) {
		for i, cell := range l[:len(l)-1] {
			widths[i] = max(widths[i], text.Columns(cell))
		}
	}
	used := 0
	for _, w := range widths {
		used += w + 2
	}
	last := max(cmp.Or(p.Columns, usualColumns)-used-1, leastCause)
	put := func(cells []string, tone model.Grade) {
		var b strings.Builder
		for i, cell := range cells[:len(cells)-1] {
			blanks := strings.Repeat(" ", widths[i]-text.Columns(cell))
			if i == 2 || i == 3 { // counts stand at the right
				cell, blanks = blanks+cell, ""
			}
			if i == 1 && p.Colour && tone != "" {
				cell = colourOf(tone, cell)
			}
			b.WriteString(cell + blanks + "  ")
		}
		b.WriteString(text.ClipColumns(cells[len(cells)-1], last))
		p.line("%s", painted(b.String()))
	}
	put(head, "")
	for i, l := range lines {
		put(l, rows[i].tone)
	}
}

// colourOf gives a text the colour of a grade.
func colourOf(g model.Grade, s string) string {
	code := map[model.Grade]string{model.Error: "31", model.Warning: "33", model.Hint: "36"}[g]
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// onScreen is the printer of text for a terminal.
func onScreen(w io.Writer, o WriteOptions) Printer {
	t := textPrinter{output: output{WriteOptions: o, w: w}}
	if o.Screen == Summary {
		return &summaryPrinter{textPrinter: t}
	}
	return &t
}
