package gkxl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/model/say"
)

// FindingsSchema names the JSON that [WriteFindings] writes.
const FindingsSchema = "gkxl-findings/1"

// UnreadableRule is the id under which a file that could not be read at all is
// listed: one finding, and no follow-on findings.
const UnreadableRule = "FILE-UNREADABLE"

type jsonReport struct {
	File     string        `json:"file"`
	Organ    string        `json:"organ"`
	Year     int           `json:"year"`
	Form     string        `json:"form"`
	Verdict  string        `json:"verdict"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Rule       string        `json:"rule"`
	Grade      model.Grade   `json:"grade"`
	Regraded   bool          `json:"regraded,omitempty"`
	Title      string        `json:"title,omitempty"`
	Fields     []string      `json:"fields"`
	Cells      []string      `json:"cells"`
	Left       *model.Number `json:"left"`
	Right      *model.Number `json:"right"`
	Difference *model.Number `json:"difference"`
	Message    string        `json:"message"`
	Ground     string        `json:"ground,omitempty"`
	Do         string        `json:"do,omitempty"`
	// Explanation is the unit's answer to a warning, and Stale says that its
	// figures have changed since.
	Explanation string `json:"explanation,omitempty"`
	Stale       bool   `json:"stale,omitempty"`
}

type jsonOptions struct {
	Disabled []string               `json:"disabled,omitempty"`
	Regraded map[string]model.Grade `json:"regraded,omitempty"`
}

// Printer writes results one by one, so that a thousand files need no more memory
// than one. Close writes what comes after the last.
type Printer interface {
	Add(Result) error
	Close() error
}

// WriteFindings writes results as JSON, schema gkxl-findings/1, with messages in
// a language.
func WriteFindings(w io.Writer, results []Result, o check.Options, lang say.Lang) error {
	return printAll(NewJSONPrinter(w, o, lang), results)
}

func printAll(p Printer, results []Result) error {
	for _, r := range results {
		if err := p.Add(r); err != nil {
			return err
		}
	}
	return p.Close()
}

// NewJSONPrinter writes results as JSON, schema gkxl-findings/1.
func NewJSONPrinter(w io.Writer, o check.Options, lang say.Lang) Printer {
	p := &jsonPrinter{w: w, options: o, lang: lang, counts: map[string]int{"explained": 0}}
	for _, g := range model.Grades {
		p.counts[string(g)] = 0
	}
	return p
}

type jsonPrinter struct {
	w       io.Writer
	options check.Options
	lang    say.Lang
	counts  map[string]int
	n       int
}

func (p *jsonPrinter) Add(r Result) error {
	jr := jsonReport{File: r.File, Verdict: r.Verdict(), Findings: []jsonFinding{}}
	if r.Err != nil {
		jr.Findings = append(jr.Findings, jsonFinding{Rule: UnreadableRule, Grade: model.Error, Fields: []string{}, Cells: []string{},
			Message: say.Of(r.Err).In(p.lang)})
		p.counts[string(model.Error)]++
	} else {
		jr.Organ, jr.Year, jr.Form = r.Report.Organ, r.Report.Year, r.Form.ID
	}
	for _, f := range r.Findings {
		p.counts[string(f.Grade)]++
		if f.Explained() {
			p.counts["explained"]++
		}
		jr.Findings = append(jr.Findings, asJSON(f, p.lang))
	}
	before := ",\n  "
	if p.n == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [\n  "
	}
	p.n++
	return p.write(before, jr, "  ", "")
}

func (p *jsonPrinter) Close() error {
	before := "\n ],\n \"counts\": "
	if p.n == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [],\n \"counts\": "
	}
	if len(p.options.Disable)+len(p.options.Regrade) == 0 {
		return p.write(before, p.counts, " ", "\n}\n")
	}
	if err := p.write(before, p.counts, " ", ""); err != nil {
		return err
	}
	return p.write(",\n \"options\": ", jsonOptions{p.options.Disable, p.options.Regrade}, " ", "\n}\n")
}

func (p *jsonPrinter) write(before string, v any, indent, after string) error {
	var buf bytes.Buffer
	buf.WriteString(before)
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indent, " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	buf.Truncate(buf.Len() - 1) // the line break Encode adds
	buf.WriteString(after)
	_, err := buf.WriteTo(p.w)
	return err
}

func asJSON(f check.Finding, lang say.Lang) jsonFinding {
	j := jsonFinding{Rule: f.Rule.ID, Grade: f.Grade, Regraded: f.Regraded, Title: f.Rule.Title.In(lang), Fields: []string{}, Cells: []string{},
		Left: f.Left, Right: f.Right, Difference: f.Difference, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang), Explanation: f.Explanation, Stale: f.Stale}
	for _, fd := range f.Fields {
		j.Fields = append(j.Fields, fd.ID)
	}
	j.Cells = append(j.Cells, f.Cells...)
	return j
}

// WriteText writes results for people: grouped by file and sheet, each finding
// with its cells, what is wrong, the ground and what to do. The last line is
// always the verdict.
func WriteText(w io.Writer, results []Result, o check.Options, lang say.Lang, colour bool) error {
	return printAll(NewTextPrinter(w, o, lang, colour), results)
}

// NewTextPrinter writes results for people, as [WriteText] does.
func NewTextPrinter(w io.Writer, o check.Options, lang say.Lang, colour bool) Printer {
	return &textWriter{w: w, lang: lang, colour: colour, settings: o, total: map[model.Grade]int{}}
}

func (t *textWriter) Add(r Result) error {
	if t.reports > 0 {
		t.line("")
	}
	t.reports++
	if r.Err != nil {
		t.unreadable++
		t.total[model.Error]++
		t.line("%s", r.File)
		t.line("  %s  %s", t.grade(model.Error), strings.TrimPrefix(say.Of(r.Err).In(t.lang), r.File+t.in("：", ": ")))
		return t.err
	}
	t.report(r)
	for _, f := range r.Findings {
		t.total[f.Grade]++
		if f.Grade == model.Warning && f.Explained() {
			t.explained++
		}
	}
	return t.err
}

func (t *textWriter) Close() error {
	t.options(t.settings)
	if t.reports > 0 {
		t.line("")
	}
	t.line("%s", t.verdict())
	return t.err
}

type textWriter struct {
	w      io.Writer
	lang   say.Lang
	colour bool
	err    error

	settings            check.Options
	reports, unreadable int
	total               map[model.Grade]int
	explained           int // warnings
}

func (t *textWriter) in(zh, en string) string { return say.T(zh, en).In(t.lang) }

func (t *textWriter) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (t *textWriter) grade(g model.Grade) string {
	name := g.Name().In(t.lang)
	if !t.colour {
		return name
	}
	code := map[model.Grade]string{model.Error: "31", model.Warning: "33", model.Hint: "36"}[g]
	return "\x1b[" + code + "m" + name + "\x1b[0m"
}

func (t *textWriter) report(r Result) {
	organ := r.Report.Organ
	if organ == "" {
		organ = t.in("（未填机关名称）", "(no organ given)")
	}
	t.line("%s", r.File)
	year := say.F("%d 年度", "%d", r.Report.Year)
	if r.Report.Year == 0 {
		year = say.T("（未填年度）", "(no year given)")
	}
	t.line("%s", say.F("%s  %s  %s 版", "%s  %s  edition %s", organ, year, r.Form.ID).In(t.lang))
	group := ""
	for _, f := range r.Findings {
		if g := groupOf(f, r.Form); g != group {
			group = g
			t.line("")
			t.line("%s", group)
		}
		t.finding(f)
	}
}

// GroupOf is the sheet a finding belongs to, as it is called in the file.
func groupOf(f check.Finding, form *model.Form) string {
	for _, c := range f.Cells {
		if i := strings.LastIndexByte(c, '!'); i > 0 {
			return strings.Trim(c[:i], "'")
		}
	}
	if len(f.Fields) > 0 {
		return form.SheetOf(f.Fields[0].Table.ID)
	}
	if len(f.Sections) > 0 {
		return form.SheetOf(f.Sections[0])
	}
	return form.Messages["cover_sheet"]
}

// MaxCells is how many addresses a line of text lists; JSON lists all.
const maxCells = 8

func (t *textWriter) finding(f check.Finding) {
	cells := slices.DeleteFunc(slices.Clone(f.Cells), func(s string) bool { return s == "" })
	more := ""
	if n := len(cells); n > maxCells {
		cells = cells[:maxCells]
		more = say.F(" 等 %d 格", " and others, %d cells", n).In(t.lang)
	}
	regraded := ""
	if f.Regraded {
		regraded = t.in("（等级已改）", " (regraded)")
	}
	t.line("  %s  %s%s  %s", t.grade(f.Grade), f.Rule.ID, regraded, f.Rule.Title.In(t.lang))
	if len(cells) > 0 {
		t.line("      %s%s", strings.Join(cells, " "), more)
	}
	if len(f.Fields) > 0 && len(f.Fields) <= 2 {
		t.line("      %s", describe(f.Fields[0]))
	}
	t.line("      %s", strings.ReplaceAll(f.Message.In(t.lang), "\n", "\n      "))
	if f.Grade == model.Hint {
		return
	}
	if f.Explained() {
		t.line("      %s%s", t.in("已说明：", "explained: "), strings.ReplaceAll(f.Explanation, "\n", "\n      "))
		return
	}
	if f.Stale {
		t.line("      %s%s", t.in("说明已失效，数字已改变，请重新说明：", "the explanation lapsed, for its figures have changed: "), f.Explanation)
	}
	t.line("      %s%s", t.in("依据：", "ground: "), f.Rule.Ground.In(t.lang))
	t.line("      %s%s", t.in("处理：", "do: "), f.Rule.Do.In(t.lang))
}

func describe(fd *model.Field) string {
	if row := fd.RowLabel(); row != "" {
		return row + " × " + fd.ColumnLabel()
	}
	return fd.ColumnLabel()
}

func (t *textWriter) options(o check.Options) {
	if len(o.Disable) > 0 {
		t.line("")
		t.line("%s%s", t.in("已停用的规则：", "rules switched off: "), strings.Join(o.Disable, " "))
	}
	var ids []string
	for id, g := range o.Regrade {
		ids = append(ids, id+"="+string(g))
	}
	if slices.Sort(ids); len(ids) > 0 {
		t.line("")
		t.line("%s%s", t.in("已改等级的规则：", "rules regraded: "), strings.Join(ids, " "))
	}
}

func (t *textWriter) verdict() string {
	word := say.T("通过", "passed")
	switch {
	case t.total[model.Error] > 0:
		word = say.T("未通过", "failed")
	case t.total[model.Warning] > t.explained:
		word = say.T("通过，有警告", "passed with warnings")
	}
	warnings := say.F("警告 %d", "%d warnings", t.total[model.Warning])
	if t.explained > 0 {
		warnings = say.F("%s（已说明 %d）", "%s (%d explained)", warnings, t.explained)
	}
	s := say.F("%s：错误 %d，%s，提示 %d", "%s: %d errors, %s, %d hints", word, t.total[model.Error], warnings, t.total[model.Hint])
	if t.reports != 1 {
		s = say.F("%s；共 %d 份", "%s; %d reports", s, t.reports)
	}
	if t.unreadable > 0 {
		s = say.F("%s，其中 %d 份无法读取", "%s, %d unreadable", s, t.unreadable)
	}
	return s.In(t.lang)
}
