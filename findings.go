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

type jsonFindings struct {
	Schema  string         `json:"schema"`
	Reports []jsonReport   `json:"reports"`
	Counts  map[string]int `json:"counts"`
	Options *jsonOptions   `json:"options,omitempty"`
}

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
	Last       []string      `json:"last,omitempty"`
	Left       *model.Number `json:"left"`
	Right      *model.Number `json:"right"`
	Difference *model.Number `json:"difference"`
	Message    string        `json:"message"`
	Ground     string        `json:"ground,omitempty"`
	Do         string        `json:"do,omitempty"`
}

type jsonOptions struct {
	Disabled []string               `json:"disabled,omitempty"`
	Regraded map[string]model.Grade `json:"regraded,omitempty"`
}

// WriteFindings writes results as JSON, schema gkxl-findings/1, with messages in
// a language.
func WriteFindings(w io.Writer, results []Result, o check.Options, lang say.Lang) error {
	out := jsonFindings{Schema: FindingsSchema, Reports: []jsonReport{}, Counts: map[string]int{}}
	for _, g := range model.Grades {
		out.Counts[string(g)] = 0
	}
	if len(o.Disable) > 0 || len(o.Regrade) > 0 {
		out.Options = &jsonOptions{o.Disable, o.Regrade}
	}
	for _, r := range results {
		jr := jsonReport{File: r.File, Verdict: r.Verdict(), Findings: []jsonFinding{}}
		if r.Err != nil {
			jr.Findings = append(jr.Findings, jsonFinding{Rule: UnreadableRule, Grade: model.Error, Fields: []string{}, Cells: []string{},
				Message: say.Of(r.Err).In(lang)})
			out.Counts[string(model.Error)]++
		} else {
			jr.Organ, jr.Year, jr.Form = r.Report.Organ, r.Report.Year, r.Form.ID
		}
		for _, f := range r.Findings {
			out.Counts[string(f.Grade)]++
			jr.Findings = append(jr.Findings, asJSON(f, lang))
		}
		out.Reports = append(out.Reports, jr)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

func asJSON(f check.Finding, lang say.Lang) jsonFinding {
	j := jsonFinding{Rule: f.Rule.ID, Grade: f.Grade, Regraded: f.Regraded, Title: f.Rule.Title.In(lang), Fields: []string{}, Cells: []string{},
		Left: f.Left, Right: f.Right, Difference: f.Difference, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang)}
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
	t := &textWriter{w: w, lang: lang, colour: colour}
	total := map[model.Grade]int{}
	unreadable := 0
	for i, r := range results {
		if i > 0 {
			t.line("")
		}
		if r.Err != nil {
			unreadable++
			total[model.Error]++
			t.line("%s", r.File)
			t.line("  %s  %s", t.grade(model.Error), strings.TrimPrefix(say.Of(r.Err).In(lang), r.File+t.in("：", ": ")))
			continue
		}
		t.report(r)
		for g, n := range check.Count(r.Findings) {
			total[g] += n
		}
	}
	t.options(o)
	if len(results) > 0 {
		t.line("")
	}
	t.line("%s", t.verdict(results, total, unreadable))
	return t.err
}

type textWriter struct {
	w      io.Writer
	lang   say.Lang
	colour bool
	err    error
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
	if len(f.Last) > 0 && len(f.Last) <= maxCells {
		t.line("      %s%s", t.in("上年报告：", "last year's report: "), strings.Join(f.Last, " "))
	}
	if len(f.Fields) > 0 && len(f.Fields) <= 2 {
		t.line("      %s", describe(f.Fields[0]))
	}
	t.line("      %s", strings.ReplaceAll(f.Message.In(t.lang), "\n", "\n      "))
	if f.Grade == model.Hint {
		return
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

func (t *textWriter) verdict(results []Result, total map[model.Grade]int, unreadable int) string {
	word := say.T("通过", "passed")
	switch {
	case total[model.Error] > 0:
		word = say.T("未通过", "failed")
	case total[model.Warning] > 0:
		word = say.T("通过，有警告", "passed with warnings")
	}
	s := say.F("%s：错误 %d，警告 %d，提示 %d", "%s: %d errors, %d warnings, %d hints",
		word, total[model.Error], total[model.Warning], total[model.Hint])
	if len(results) != 1 {
		s = say.F("%s；共 %d 份", "%s; %d reports", s, len(results))
	}
	if unreadable > 0 {
		s = say.F("%s，其中 %d 份无法读取", "%s, %d unreadable", s, unreadable)
	}
	return s.In(t.lang)
}
