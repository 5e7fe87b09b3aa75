package findings

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// WriteText writes results for people: grouped by file and sheet, each finding
// with its cells, what is wrong, the ground and what to do. The last line is
// always the verdict.
func WriteText(w io.Writer, results []Result, o check.Options, lang msg.Lang, colour bool) error {
	return printAll(NewTextPrinter(w, o, lang, colour), results)
}

// NewTextPrinter writes results for people, as [WriteText] does.
func NewTextPrinter(w io.Writer, o check.Options, lang msg.Lang, colour bool) Printer {
	return &textWriter{w: w, lang: lang, colour: colour, settings: o}
}

func (t *textWriter) Add(r Result) error {
	if t.tally.reports > 0 {
		t.line("")
	}
	t.tally.add(r)
	if r.Err != nil {
		t.line("%s", text.TerminalLine(r.File))
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
	lang   msg.Lang
	colour bool
	err    error

	settings check.Options
	tally    tally
}

func (t *textWriter) in(zh, en string) string { return msg.T(zh, en).In(t.lang) }

// line writes a line. Its texts must not speak to the terminal; what [textWriter.grade]
// painted may.
func (t *textWriter) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = text.Terminal(s)
		}
	}
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

// painted is a text with colours of its own.
type painted string

// grade is a finding's grade in its colour.
func (t *textWriter) grade(g model.Grade) painted {
	name := g.Name().In(t.lang)
	if !t.colour {
		return painted(name)
	}
	code := map[model.Grade]string{model.Error: "31", model.Warning: "33", model.Hint: "36"}[g]
	return painted("\x1b[" + code + "m" + name + "\x1b[0m")
}

func (t *textWriter) report(r Result) {
	t.line("%s", text.TerminalLine(r.File))
	t.line("%s", About(r).In(t.lang))
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
		if c, ok := r.Causes.CauseOf(f); ok {
			t.cause(r.Causes, c, done)
			continue
		}
		t.finding(f, msg.Text{})
	}
	t.figures(r)
}

// maxCells is how many addresses a line of text lists; JSON lists all.
const maxCells = 8

// finding writes one finding, and its cause where one is known.
func (t *textWriter) finding(f check.Finding, cause msg.Text) {
	cells := slices.DeleteFunc(slices.Clone(f.Cells), func(s string) bool { return s == "" })
	more := ""
	if n := len(cells); n > maxCells {
		cells = cells[:maxCells]
		more = msg.F(" 等 %d 格", " and others, %d cells", n).In(t.lang)
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
		t.line("      %s", f.Fields[0].FullLabel())
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

func (t *textWriter) options(o check.Options) {
	for _, l := range optionLines(o, t.lang) {
		t.line("")
		t.line("%s", l)
	}
}
