package gkxl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

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
	Units    int           `json:"units,omitempty"`
	Verdict  string        `json:"verdict"`
	Findings []jsonFinding `json:"findings"`
	Figures  []jsonFigure  `json:"figures,omitempty"`
	Causes   []jsonCause   `json:"causes"`
	Groups   []jsonGroup   `json:"cause_groups,omitempty"`
	Supposed []jsonChange  `json:"supposed,omitempty"`
}

type jsonFinding struct {
	Rule       string        `json:"rule"`
	Grade      model.Grade   `json:"grade"`
	Regraded   bool          `json:"regraded,omitempty"`
	Title      string        `json:"title,omitempty"`
	Unit       string        `json:"unit,omitempty"`
	Fields     []string      `json:"fields"`
	Cells      []string      `json:"cells"`
	Last       []string      `json:"last,omitempty"`
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
	jr := jsonReport{File: r.File, Verdict: r.Verdict(), Findings: []jsonFinding{}, Causes: causesAsJSON(r.Causes), Groups: groupsAsJSON(r.Causes), Supposed: supposedAsJSON(r.Supposed)}
	if r.Err != nil {
		jr.Findings = append(jr.Findings, jsonFinding{Rule: UnreadableRule, Grade: model.Error, Fields: []string{}, Cells: []string{},
			Message: say.Of(r.Err).In(p.lang)})
		p.counts[string(model.Error)]++
	} else {
		jr.Organ, jr.Year, jr.Form = r.Report.Organ, r.Report.Year, r.Form.ID
		jr.Units = r.Units.Counted()
	}
	for _, f := range r.Findings {
		p.counts[string(f.Grade)]++
		if f.Explained() {
			p.counts["explained"]++
		}
		jr.Findings = append(jr.Findings, asJSON(f, p.lang))
	}
	jr.Figures = figuresAsJSON(r.Figures, p.lang)
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
	j := jsonFinding{Rule: f.Rule.ID, Grade: f.Grade, Regraded: f.Regraded, Title: f.Rule.Title.In(lang), Unit: f.Unit, Fields: []string{}, Cells: []string{},
		Left: f.Left, Right: f.Right, Difference: f.Difference, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang), Explanation: f.Explanation, Stale: f.Stale}
	for _, fd := range f.Fields {
		j.Fields = append(j.Fields, fd.ID)
	}
	j.Cells = append(j.Cells, f.Cells...)
	j.Last = f.Last
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
	return &textWriter{w: w, lang: lang, colour: colour, settings: o}
}

func (t *textWriter) Add(r Result) error {
	if t.tally.reports > 0 {
		t.line("")
	}
	t.tally.add(r)
	if r.Err != nil {
		t.line("%s", r.File)
		t.line("  %s  %s", t.grade(model.Error), whyUnreadable(r, t.lang))
		return t.err
	}
	t.report(r)
	return t.err
}

func (t *textWriter) Close() error {
	t.options(t.settings)
	if t.tally.reports > 0 {
		t.line("")
	}
	t.line("%s", t.tally.verdict(true).In(t.lang))
	return t.err
}

type textWriter struct {
	w      io.Writer
	lang   say.Lang
	colour bool
	err    error

	settings check.Options
	tally    tally
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
	t.line("%s", r.File)
	t.line("%s", about(r).In(t.lang))
	t.supposed(r)
	group := ""
	done := map[string]bool{}
	for _, f := range r.Findings {
		if done[f.Key] {
			continue
		}
		if g := groupOf(r, f).In(t.lang); g != group {
			group = g
			t.line("")
			t.line("%s", group)
		}
		if c, ok := r.Causes.Of(f); ok {
			t.cause(r.Causes, c, done)
			continue
		}
		t.finding(f, say.Text{})
	}
	t.figures(r)
}

// GroupOf is where a finding belongs: the sheet, as it is called in the file, or
// the section of a file that has none.
func groupOf(r Result, f check.Finding) say.Text {
	name := func(s string) say.Text { return say.T(s, s) }
	section := ""
	switch {
	case f.AboutUnits():
		return say.T("各单位", "The units")
	case len(f.Sections) > 0:
		section = f.Sections[0]
	case len(f.Fields) > 0:
		section = f.Fields[0].Table.ID
	}
	if !hasSheets(r.Report) {
		if s, ok := r.Form.Section(section); ok {
			return name(s.Heading)
		}
		return wholeReport
	}
	for _, c := range f.Cells {
		if i := strings.LastIndexByte(c, '!'); i > 0 {
			return name(strings.Trim(c[:i], "'"))
		}
	}
	if section != "" {
		return name(r.Form.SheetOf(section))
	}
	cover := r.Form.Messages["cover_sheet"]
	for key, at := range r.Report.Places {
		if strings.HasPrefix(key, model.PlaceOfCover("")) && strings.HasPrefix(strings.Trim(at, "'"), cover) {
			return name(cover)
		}
	}
	return wholeReport
}

var wholeReport = say.T("整份报告", "the whole report")

// HasSheets reports whether a report was read from a workbook: something in it has
// an address such as A1.
func hasSheets(r *model.Report) bool {
	for _, v := range r.Values {
		if isAddress(v.Cell) {
			return true
		}
	}
	for _, at := range r.Places {
		if isAddress(at) {
			return true
		}
	}
	return false
}

func isAddress(at string) bool {
	i := strings.LastIndexByte(at, '!')
	_, _, err := excelize.CellNameToCoordinates(at[i+1:])
	return i > 0 && err == nil
}

// MaxCells is how many addresses a line of text lists; JSON lists all.
const maxCells = 8

// Finding writes one finding, and its cause where one is known.
func (t *textWriter) finding(f check.Finding, cause say.Text) {
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
	if len(f.Last) > 0 && len(f.Last) <= maxCells {
		t.line("      %s%s", t.in("上年报告：", "last year's report: "), strings.Join(f.Last, " "))
	}
	if len(f.Fields) > 0 && len(f.Fields) <= 2 && !f.AboutUnits() {
		t.line("      %s", describe(f.Fields[0]))
	}
	t.line("      %s", strings.ReplaceAll(f.Message.In(t.lang), "\n", "\n      "))
	if !cause.IsZero() {
		t.line("      %s", cause.In(t.lang))
	}
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
	for _, l := range optionLines(o, t.lang) {
		t.line("")
		t.line("%s", l)
	}
}

// OptionLines say how the rules were changed.
func optionLines(o check.Options, lang say.Lang) []string {
	var out []string
	if len(o.Disable) > 0 {
		out = append(out, say.T("已停用的规则：", "rules switched off: ").In(lang)+strings.Join(o.Disable, " "))
	}
	var ids []string
	for id, g := range o.Regrade {
		ids = append(ids, id+"="+string(g))
	}
	if slices.Sort(ids); len(ids) > 0 {
		out = append(out, say.T("已改等级的规则：", "rules regraded: ").In(lang)+strings.Join(ids, " "))
	}
	return out
}
