// Package findings writes what checking reports gave: for people as text, Markdown, a
// web page or a workbook, for programs as JSON or SARIF.
package findings

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Printer writes results one by one, so that a thousand files need no more memory
// than one. Across writes what the reports have in common, once and behind the last; Close what comes after that.
// Verdict is what text says last of what was written so far.
type Printer interface {
	Add(Result) error
	Across(*Across) error
	Close() error
	Verdict() msg.Text
}

// WriteOptions say how results are written.
type WriteOptions struct {
	Format  string // one of the [Formats]
	Lang    msg.Lang
	Colour  bool          // of text, for a terminal
	Version string        // of the program, for SARIF
	Check   check.Options // how the rules were changed
	Screen  Screen        // how much of text, for a terminal
	Columns int           // of the terminal; 0 where they are not known
	More    msg.Text      // behind a [Summary]: how to see everything
}

// Formats are those results are written in: text for people; JSON, schema
// [FindingsSchema]; one page; Markdown; SARIF 2.1.0; and a workbook.
var Formats = []string{"text", "json", "html", "md", "sarif", "xlsx"}

// output is what all printers have: where they write, how, and what they counted.
type output struct {
	WriteOptions
	w     io.Writer
	tally tally
}

// Verdict is the verdict with its counts.
func (o *output) Verdict() msg.Text { return o.tally.verdict(true) }

func (o *output) in(zh, en string) string { return msg.T(zh, en).In(o.Lang) }

// NewPrinter begins to write results in a format. The error of an unknown format
// is a *msg.Problem.
func NewPrinter(w io.Writer, o WriteOptions) (Printer, error) {
	out := output{WriteOptions: o, w: w}
	switch o.Format {
	case "", "text":
		return onScreen(w, o), nil
	case "json":
		return &jsonPrinter{output: out}, nil
	case "html":
		return &htmlPrinter{output: out}, nil
	case "md":
		return &markdownPrinter{out}, nil
	case "sarif":
		return &sarifPrinter{output: out, index: map[string]int{}, rules: []sarifRule{}}, nil
	case "xlsx":
		return &xlsxPrinter{output: out}, nil
	}
	return nil, msg.UnknownFormat(o.Format, Formats)
}

// Write writes results in a format, as a [Printer] does.
func Write(w io.Writer, results []Result, o WriteOptions) error {
	p, err := NewPrinter(w, o)
	if err != nil {
		return err
	}
	for _, r := range results {
		if err := p.Add(r); err != nil {
			return err
		}
	}
	return p.Close()
}

// groupOf is where a finding belongs: the sheet, as it is called in the file, or
// the section of a file that has none.
func groupOf(r Result, f check.Finding) msg.Text {
	name := func(s string) msg.Text { return msg.T(s, s) }
	section := ""
	switch {
	case f.AboutUnits():
		return msg.T("各单位", "The units")
	case len(f.Sections) > 0:
		section = f.Sections[0]
	case len(f.Fields) > 0:
		section = f.Fields[0].Table.ID
	}
	if !hasSheets(r.Report) {
		if s, ok := r.Report.Form.Section(section); ok {
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
		return name(r.Report.Form.SheetOf(section))
	}
	cover := r.Report.Form.Messages["cover_sheet"]
	for key, at := range r.Report.Places {
		if strings.HasPrefix(key, model.PlaceOfCover("")) && strings.HasPrefix(strings.Trim(at, "'"), cover) {
			return name(cover)
		}
	}
	return wholeReport
}

var wholeReport = msg.T("整份报告", "the whole report")

// hasSheets reports whether a report was read from a workbook: something in it has
// an address such as A1.
func hasSheets(r *model.Report) bool {
	for _, v := range r.Values {
		if isAddress(v.Cell) {
			return true
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(r.Places)), isAddress)
}

func isAddress(at string) bool {
	i := strings.LastIndexByte(at, '!')
	_, _, err := excelize.CellNameToCoordinates(at[i+1:])
	return i > 0 && err == nil
}

// optionLines say how the rules were changed.
func optionLines(o check.Options, lang msg.Lang) []string {
	var out []string
	if len(o.Disable) > 0 {
		out = append(out, msg.T("已停用的规则：", "rules switched off: ").In(lang)+strings.Join(o.Disable, " "))
	}
	if len(o.Regrade) > 0 {
		ids := lists.Map(slices.Sorted(maps.Keys(o.Regrade)), func(id string) string { return id + "=" + string(o.Regrade[id]) })
		out = append(out, msg.T("已改等级的规则：", "rules regraded: ").In(lang)+strings.Join(ids, " "))
	}
	return out
}

// Supposed is a cell that a what-if gives another value.
type Supposed struct {
	Field        *model.Field
	Present, New model.Value
}

// Result is what checking one file gave. Err is set when the file could not be
// read at all; then there is no report.
type Result struct {
	File     string
	Report   *model.Report
	Findings []check.Finding
	Figures  []narrative.Figure // of the narratives, when they were asked for
	Blanks   []check.BlankCells // cells left blank, when they were asked for
	Causes   locate.Outcome     // what explains them
	Supposed []Supposed         // what the report was supposed to say, in a what-if
	Units    *check.Units       // what it was held against; nil if nothing
	Review   *review.State      // how far it has been reviewed; nil if there is no record
	Err      error
}

// Verdict is what the findings come to; a file that cannot be read fails.
func (r Result) Verdict() model.Verdict {
	if r.Err != nil {
		return model.Fail
	}
	return check.VerdictOf(r.Findings)
}

// UnreadableRule is the id under which a file that could not be read at all is
// listed: one finding, and no follow-on findings.
const UnreadableRule = "FILE-UNREADABLE"

func (s Supposed) sentence() msg.Text {
	place := msg.F("“%s”", "%q", s.Field.Label())
	if s.Present.Cell != "" {
		place = msg.T(s.Present.Cell, s.Present.Cell)
	}
	return msg.F("假设：%s 由 %s 改为 %s；文件没有改动", "supposing: %s changed from %s to %s; the file stays as it is", place, s.Present.Shown(), s.New.Shown())
}

// tally counts what checking found, for the verdict.
type tally struct {
	reports, unreadable     int
	errors, warnings, hints int
	explained               int // warnings
	explains, causes        int // findings that causes account for, and those
}

func (t *tally) add(r Result) {
	t.reports++
	if r.Err != nil {
		t.unreadable++
		t.errors++
		return
	}
	for _, f := range r.Findings {
		t.count(f)
	}
	t.explains += r.Causes.Occurrences()
	t.causes += len(r.Causes.Best())
}

// count counts a finding.
func (t *tally) count(f check.Finding) {
	switch f.Grade {
	case model.Error:
		t.errors++
	case model.Hint:
		t.hints++
	default:
		t.warnings++
		if f.Explained() {
			t.explained++
		}
	}
}

// outcome is the verdict alone.
func (t *tally) outcome() model.Verdict {
	switch {
	case t.errors > 0:
		return model.Fail
	case t.warnings > t.explained:
		return model.Warn
	}
	return model.Pass
}

// verdict is the verdict with its counts; whole also says of how many reports.
func (t *tally) verdict(whole bool) msg.Text {
	warnings := msg.F("警告 %s", "%s", msg.Count(t.warnings, "warning", "warnings"))
	if t.explained > 0 {
		warnings = msg.F("%s（已说明 %d）", "%s (%d explained)", warnings, t.explained)
	}
	s := msg.F("%s：错误 %s，%s，提示 %s", "%s: %s, %s, %s", t.outcome().Title(), msg.Count(t.errors, "error", "errors"), warnings, msg.Count(t.hints, "hint", "hints"))
	s = msg.F("%s%s", "%s%s", s, locate.CountTextOf(t.explains, t.causes))
	if whole && t.reports != 1 {
		s = msg.F("%s；共 %d 份", "%s; %d reports", s, t.reports)
	}
	if whole && t.unreadable > 0 {
		s = msg.F("%s，其中 %d 份无法读取", "%s, %d unreadable", s, t.unreadable)
	}
	return s
}

// longestOrgan is how many characters of an organ's name are shown: more than any organ has.
const longestOrgan = 100

// Reviewed says how far a report has been reviewed; empty if there is no record of reviews.
func Reviewed(r Result) msg.Text {
	if r.Review.None() {
		return msg.Text{}
	}
	return msg.F("审核：%s", "review: %s", r.Review.Sentence())
}

// About names a report: organ, year and edition.
func About(r Result) msg.Text {
	name := text.Clip(text.OneLine(text.Named(r.Report.Organ)), longestOrgan)
	organ := cmp.Or(msg.T(name, name), msg.T("（未填机关名称）", "(no organ given)"))
	year := msg.F("%d 年度", "%d", r.Report.Year)
	if r.Report.Year == 0 {
		year = msg.T("（未填年度）", "(no year given)")
	}
	t := msg.F("%s  %s  %s 版", "%s  %s  edition %s", organ, year, r.Report.Form.ID)
	if n := r.Units.Counted(); n > 0 {
		t = msg.F("%s  与 %s 个单位核对", "%s  held against %s", t, msg.Count(n, "unit", "units"))
	}
	return t
}

// whyUnreadable says why a file could not be read, without naming it once more.
func whyUnreadable(r Result, lang msg.Lang) string { return msg.Within(r.File, r.Err).In(lang) }
