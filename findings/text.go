package findings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// textPrinter writes results for people: grouped by file and sheet, each finding
// with its cells, what is wrong, the ground and what to do. The last line is
// always the verdict.
type textPrinter struct {
	output
	err    error
	rested ruleCounts // the rules whose grounds come behind the last report
}

func (t *textPrinter) Add(r Result) error {
	if t.tally.reports > 0 {
		t.line("")
	}
	t.tally.add(r)
	t.line("%s", text.TerminalLine(r.File))
	if r.Err != nil {
		t.line("  %s  %s", t.grade(model.Error), whyUnreadable(r, t.Lang))
	} else {
		t.report(r)
	}
	return t.err
}

func (t *textPrinter) Close() error {
	t.grounds(t.rested.sorted())
	for _, l := range optionLines(t.Check, t.Lang) {
		t.line("")
		t.line("%s", l)
	}
	if t.tally.reports > 0 {
		t.line("")
	}
	t.line("%s", t.Verdict().In(t.Lang))
	return t.err
}

// line writes a line. What could control the terminal is taken out of its texts, apart from the colours that
// [textPrinter.grade] adds.
func (t *textPrinter) line(format string, args ...any) {
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
func (t *textPrinter) grade(g model.Grade) painted {
	name := g.Name().In(t.Lang)
	if !t.Colour {
		return painted(name)
	}
	return painted(colourOf(g, name))
}

func (t *textPrinter) report(r Result) {
	t.line("%s", About(r).In(t.Lang))
	if s := Reviewed(r); !s.IsZero() {
		t.line("%s", s.In(t.Lang))
	}
	for _, s := range r.Supposed {
		t.line("%s", s.sentence().In(t.Lang))
	}
	group := ""
	done := map[string]bool{}
	for _, f := range r.Findings {
		c, caused := r.Causes.CauseOf(f)
		if done[f.Key] || caused && !c.Leads(f) { // it comes with what leads
			continue
		}
		if g := groupOf(r, f).In(t.Lang); g != group {
			group = g
			t.line("")
			t.line("%s", group)
		}
		if caused {
			t.cause(r.Causes, c, done)
			continue
		}
		t.finding(f, msg.Text{})
	}
	t.figures(r)
	t.blanks(r)
}

// maxCells is how many addresses a line of text lists; JSON lists all.
const maxCells = 8

// finding writes one finding, and its cause where one is known.
func (t *textPrinter) finding(f check.Finding, cause msg.Text) {
	cells := slices.DeleteFunc(slices.Clone(f.Cells), func(s string) bool { return s == "" })
	more := ""
	if n := len(cells); n > maxCells {
		cells = cells[:maxCells]
		more = msg.F(" 等 %d 格", " and others, %d cells", n).In(t.Lang)
	}
	regraded := ""
	if f.Regraded {
		regraded = t.in("（等级已改）", " (regraded)")
	}
	t.line("  %s  %s%s  %s", t.grade(f.Grade), f.Rule.ID, regraded, f.Rule.Title.In(t.Lang))
	if len(cells) > 0 {
		t.line("      %s%s", strings.Join(cells, " "), more)
	}
	if len(f.Last) > 0 && len(f.Last) <= maxCells {
		t.line("      %s%s", t.in("上年报告：", "last year's report: "), strings.Join(f.Last, " "))
	}
	if len(f.Fields) > 0 && len(f.Fields) <= 2 && !f.AboutUnits() {
		t.line("      %s", f.Fields[0].FullLabel())
	}
	t.line("      %s", strings.ReplaceAll(f.Message.In(t.Lang), "\n", "\n      "))
	if !cause.IsZero() {
		t.line("      %s", cause.In(t.Lang))
	}
	if f.Grade == model.Hint && f.Rule.Relation != model.RelLocal {
		return
	}
	if f.Explained() {
		t.line("      %s%s", t.in("已说明：", "explained: "), strings.ReplaceAll(f.Explanation, "\n", "\n      "))
		return
	}
	if f.Stale {
		t.line("      %s%s", t.in("说明已失效，数字已改变，请重新说明：", "the explanation lapsed, for its figures have changed: "), f.Explanation)
	}
	if t.Screen != Everything {
		t.rested.add(f, t.tally.reports)
		return
	}
	t.line("      %s%s", t.in("依据：", "ground: "), f.Rule.Ground.In(t.Lang))
	t.line("      %s%s", t.in("处理：", "do: "), f.Rule.Do.In(t.Lang))
}

// cause writes a cause and under it, in short, the findings it accounts for.
func (t *textPrinter) cause(o locate.Outcome, c locate.Explanation, done map[string]bool) {
	var fs []check.Finding
	for _, f := range c.Findings {
		if !done[f.Key] {
			fs = append(fs, f)
			done[f.Key] = true
		}
	}
	if len(fs) == 1 {
		t.finding(fs[0], o.SentenceFor(fs[0]))
		return
	}
	t.line("  %s  %s", t.in("原因", "cause"), o.Sentence(c.Group).In(t.Lang))
	for _, f := range fs {
		cell := ""
		if len(f.Cells) > 0 && f.Cells[0] != "" {
			cell = f.Cells[0] + "  "
		}
		t.line("    %s  %s  %s", t.grade(f.Grade), f.Rule.ID, f.Rule.Title.In(t.Lang))
		t.line("        %s%s", cell, strings.ReplaceAll(f.Message.In(t.Lang), "\n", "\n        "))
		if f.Explained() {
			t.line("        %s%s", t.in("已说明：", "explained: "), strings.ReplaceAll(f.Explanation, "\n", "\n        "))
		} else if t.Screen != Everything {
			t.rested.add(f, t.tally.reports)
		}
	}
}

// figures writes the list of figures, sentence by sentence.
func (t *textPrinter) figures(r Result) {
	if r.Figures == nil {
		return
	}
	names := verdictNames(t.Lang)
	t.line("")
	t.line("%s", figuresTitle.In(t.Lang))
	section, sentence := "", ""
	for _, f := range r.Figures {
		if f.Section != section {
			section, sentence = f.Section, ""
			if s, ok := r.Report.Form.Section(section); ok {
				t.line("  %s", s.Heading)
			}
		}
		if f.Sentence != sentence {
			sentence = f.Sentence
			t.line("    “%s”", text.OneLine(text.Named(sentence)))
		}
		t.line("      %s  %s  %s", names[f.Verdict], text.Named(f.Text), readingOf(f, t.Lang))
	}
	t.line("  %s", figuresCount(r.Figures).In(t.Lang))
}
