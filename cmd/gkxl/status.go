package main

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

func statusCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "status",
		Usage:     s.t("谁报了、谁没报、谁的有误：按名单清点各单位的报告", "who has reported, who has not, and whose report is wrong: count the units' reports by the roster"),
		ArgsUsage: s.t("文件或文件夹… --roster 名单.csv [-o 文件.xlsx|.pdf|.docx|.html|.md|.csv] [--letters 文件夹|函.pdf]", "FILES|FOLDERS... --roster UNITS.csv [-o FILE.xlsx|.pdf|.docx|.html|.md|.csv] [--letters FOLDER|LETTERS.pdf]"),
		Description: s.t("应报 = 已报 + 缺报；上级的各列是其下各单位之和。迟报看文件最后写入的时间是否晚于名单中的截止日期。退出码：0 报齐且无误，1 有缺报、有误或不能归入单位的文件，2 用法错误或读写失败。",
			"What is due is what is in and what is missing; a unit above others shows their sums. A file last written after the roster's deadline is late. Exit codes: 0 all in and in order, 1 something missing, wrong or of no unit, 2 usage or I/O."),
		Flags: append([]cli.Flag{
			rosterFlag(s), lastFolderFlag(s), localFlag(s),
			&cli.StringFlag{Name: "year", Usage: s.t("报告年度；别的年度的报告不计", "the report year; reports on another are not counted")},
			&cli.StringFlag{Name: "as-of", Usage: s.t("以这一天判断是否逾期，如 2025-02-01；不写则为今天", "the day that tells what is overdue, such as 2025-02-01; today if not given")},
			&cli.StringFlag{Name: "fail", Value: "error", Usage: s.t("从哪一级起算不通过：error 或 warning", "what fails: error or warning")},
			&cli.BoolFlag{Name: "all", Usage: s.t("已报、没有问题的单位也列出", "show units that are in and in order too")},
			disableFlag(s), gradeFlag(s),
			&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
		}, slices.Concat(letterFlags(s), printFlags(s), []cli.Flag{jsonLinesFlag(s), noCacheFlag(s)}, outputFlags(s))...),
		Action: func(c *cli.Context) error { return s.status(c) },
	}
}

// statusCall is what a call asks for.
type statusCall struct {
	gkxl.ImportOptions
	format  string      // of the output
	from    model.Grade // what fails: errors, or warnings too
	asOf    time.Time
	notice  status.NoticeOptions
	list    *units.Roster
	letters letterPlaces
	pdf     pdfout.Options // of the status and of the letters
}

func (s session) statusCall(c *cli.Context) (r statusCall, err error) {
	output := c.String("o")
	switch {
	case isFolder(c.String("roster")):
		_, err = s.rosterOf(c)
		return r, err
	case !c.Args().Present():
		return r, usageSo(s.write(s.t("收件", "returned"), "--roster", s.t("名单.csv", "units.csv")), "请给出各单位报告所在的文件夹或文件", "give the folder or files of the units' reports")
	case c.String("roster") == "":
		return r, usageSo(s.writeRoster(c), "没有指定单位名单：--roster 名单.csv", "no roster: --roster UNITS.csv")
	case c.String("fail") != "error" && c.String("fail") != "warning":
		return r, usage("--fail 应是 error 或 warning", "--fail is error or warning")
	case output == "-" && c.Bool("json-lines"):
		return r, usage("--json-lines 已用标准输出，-o 要写成文件", "--json-lines takes standard output; -o must be a file")
	}
	r.from = model.Grade(c.String("fail"))
	if r.format, err = formatOf(c, output, status.Formats...); err != nil {
		return r, err
	}
	if r.asOf, err = dayGiven(c, "as-of", time.Now()); err != nil {
		return r, err
	}
	if r.ImportOptions, err = source(c); err != nil {
		return r, err
	}
	r.notice = status.NoticeOptions{Form: r.Form, Sender: c.String("sender"), Source: r.ImportOptions, Read: archive.OnDisk().ReadFile}
	if r.notice.Check, err = checkOptions(c, r.Form); err != nil {
		return r, err
	}
	if r.notice.Until, err = dayGiven(c, "until", time.Time{}); err != nil {
		return r, err
	}
	if r.pdf, err = s.pdfOptions(c); err != nil {
		return r, err
	}
	if r.letters, err = lettersGiven(c); err != nil {
		return r, err
	}
	if r.letters.some() && r.Year != 0 && r.Form == nil {
		if r.notice.Form, err = gkxl.FormFor(gkxl.FormChoice{Year: r.Year}); err != nil {
			return r, err
		}
	}
	r.list, err = s.rosterOf(c)
	return r, err
}

// ofYear refuses letters that name no year, or one that none of the reports is about: every unit would be dunned.
func (r statusCall) ofYear(s session, read []units.Submission) error {
	if !r.letters.some() {
		return nil
	}
	count := map[int]int{}
	for _, f := range read {
		if f.Err == nil {
			count[f.Year]++
		}
	}
	usual := 0 // the year that most reports are about
	for y, n := range count {
		if y != 0 && (n > count[usual] || usual == 0 || n == count[usual] && y > usual) {
			usual = y
		}
	}
	hint := yearDue()
	if usual != 0 {
		hint = strconv.Itoa(usual)
	}
	switch {
	case r.Year == 0:
		return usageSo(s.write("--year", hint), "写函要指明报告所述的年度，如 --year %s", "letters name the year that the reports are about, such as --year %s", hint)
	case usual != 0 && count[r.Year]+count[0] == 0:
		return usageSo(msg.F("请核对 --year，或给出 %d 年度的报告", "check --year, or give the reports on %d", r.Year), "没有一份报告是 %d 年度的（最多的是 %d 年度），照此会向每个单位催报，没有写函", "no report is about %d (most are about %d): every unit would get a reminder, and no letters were written", r.Year, usual)
	}
	return nil
}

func (s session) status(c *cli.Context) error {
	call, err := s.statusCall(c)
	if err != nil {
		return err
	}
	noteUnused, err := s.lastOfUnits(c, call.list, &call.ImportOptions)
	if err != nil {
		return err
	}
	defer noteUnused()
	call.notice.Source = call.ImportOptions
	output, listed := c.String("o"), c.String("roster")
	in, skipped, err := s.findSubmissions(c.Args().Slice(), listed, call.list, output, call.letters.dir, call.letters.pdf)
	if err != nil {
		return err
	}
	if err := s.free(c, output, pathsOf(in)...); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	lines := s.jsonLines(c)
	g := units.Gathering{Source: call.ImportOptions, Options: call.notice.Check, Texts: units.MaxComparedTexts, Roster: call.list}
	comparing := units.Comparing{Options: call.notice.Check}
	comparing.Use(call.Form)
	submissions, err := s.readSubmissions(ctx, c, g, in, lines, func(f *units.Submission) {
		if call.Year == 0 || f.Year == call.Year {
			comparing.Add(*f)
		}
		f.Row, f.Cells, f.Texts = sums.Row{}, "", "" // only whose it is and in what state; a province's figures would fill the memory
	})
	if err != nil {
		return stopped(err, msg.F("已读取 %d 份（共 %d 份），没有写出任何文件", "%d of %d files were read, and nothing was written", len(submissions), len(in)))
	}
	if err := call.ofYear(s, submissions); err != nil {
		return err
	}
	asides, err := readAsides(ctx, g, call.list, c.Args().Slice(), skipped)
	if err != nil {
		return stopped(err, msg.T("没有写出任何文件", "nothing was written"))
	}
	st := status.Of(call.list, append(submissions, asides...), status.Options{Year: call.Year, AsOf: call.asOf, Form: call.Form, Repetition: comparing.Compare(call.list)})
	letters, err := s.newNotices(c, sourcesOf(c, pathsOf(in)...), st, call)
	if err != nil {
		return err
	}
	// The letters go first: what comes last is the sum.
	if err := letters.write(ctx, s, st, lines); err != nil {
		return err
	}
	if err := s.showStatus(c, st, call, lines); err != nil {
		return err
	}
	return exitIf(!st.Clean(call.from))
}

// showStatus writes the status to where it was asked for.
func (s session) showStatus(c *cli.Context, st *status.Status, call statusCall, lines *jsonLines) error {
	out := c.String("o")
	if toFile(out) || lines == nil {
		o := status.WriteOptions{Format: call.format, Lang: s.lang, Colour: out == "" && s.colour(), All: c.Bool("all")}
		print := func(w io.Writer) error { return status.Write(w, st, o) }
		if o.Format == "pdf" {
			print = func(w io.Writer) error { return s.printed(status.WritePDF(w, st, s.lang, call.pdf)) }
		}
		if err := s.emitTo(out, c.Bool("force"), print); err != nil {
			return err
		}
	}
	if lines != nil {
		lines.status(st, call.from)
		return lines.failed()
	}
	if toFile(out) {
		if d := st.Doubt(); !d.IsZero() {
			s.warn(d)
		}
		if t := st.Untimed(); !t.IsZero() {
			s.warn(t)
		}
		s.wrote(msg.T("清点表", "the status"), output{path: out})
		s.tell(st.Sentence())
	}
	return nil
}

// dayGiven is the day an option names, or otherwise another.
func dayGiven(c *cli.Context, name string, otherwise time.Time) (time.Time, error) {
	v := strings.TrimSpace(c.String(name))
	if v == "" {
		return otherwise, nil
	}
	for _, layout := range []string{"2006-1-2", "2006.1.2", "2006/1/2", "20060102", "2006年1月2日"} {
		if d, err := time.ParseInLocation(layout, v, time.Local); err == nil {
			return d, nil
		}
	}
	return time.Time{}, usage("--%s 应是日期，如 2025-02-01，而不是“%s”", "--%s is a day such as 2025-02-01, not %q", name, v)
}

// statusSchema names the meaning of the last line.
const statusSchema = "gkxl-status/1"

type unitEvent struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Parent   string `json:"parent"`
	Level    int    `json:"level"`
	Reports  bool   `json:"reports"`
	Deadline string `json:"deadline,omitempty"`
	status.Counts
	DaysLate   int      `json:"days_late"`
	DaysOver   int      `json:"days_over"`
	Files      []string `json:"files"`
	Copies     []string `json:"copies"`
	OtherYear  []string `json:"other_year"`
	Empty      []string `json:"empty"`
	Unreadable []string `json:"unreadable"`
	Doubtful   []string `json:"doubtful,omitempty"`
	Within     string   `json:"within,omitempty"`
	State      string   `json:"state"`
	Review     string   `json:"review,omitempty"`
}

type strayEvent struct {
	File  string `json:"file"`
	Code  string `json:"code,omitempty"`
	Organ string `json:"organ,omitempty"`
	Why   string `json:"why"`
}

type repetitionEvent struct {
	File  string   `json:"file"`
	Unit  string   `json:"unit"`
	With  string   `json:"with"`
	Share int      `json:"share"`
	Rules []string `json:"rules"`
	Words string   `json:"words"`
}

// repetition lists the reports that are mostly another unit's.
func (j *jsonLines) repetition(a *findings.Across) []repetitionEvent {
	out := []repetitionEvent{}
	if a == nil {
		return out
	}
	for _, r := range a.Reports {
		if len(r.Findings) == 0 {
			continue
		}
		e := repetitionEvent{File: text.Valid(r.Source.File), Unit: r.Source.Name, Share: r.Overall.Share(), Words: msg.Join(r.Brief(), "；", "; ").In(j.lang),
			Rules: lists.Map(r.Findings, func(f check.Finding) string { return f.Rule.ID })}
		if r.Nearest != nil {
			e.With = text.Valid(r.Nearest.File)
		}
		out = append(out, e)
	}
	return out
}

type statusEvent struct {
	Schema string `json:"schema"`
	Year   int    `json:"year,omitempty"`
	AsOf   string `json:"as_of"`
	status.Counts
	OfNoUnit   []strayEvent      `json:"of_no_unit"`
	Unreadable []strayEvent      `json:"unreadable"`
	Doubt      string            `json:"doubt,omitempty"`
	Repetition []repetitionEvent `json:"repetition"`
	Clean      bool              `json:"clean"`
	Sentence   string            `json:"sentence"`
}

// status tells of every unit, and last of all of them.
func (j *jsonLines) status(s *status.Status, from model.Grade) {
	shown := units.ShownOf
	for _, u := range s.Units {
		e := unitEvent{Code: u.Unit.Code, Name: u.Unit.Name, Parent: u.Unit.Parent, Level: u.Level, Reports: u.Reports, Counts: u.Counts, DaysLate: u.DaysLate, DaysOver: u.DaysOver,
			Files: shown(u.Filings), Copies: shown(u.Copies), OtherYear: shown(u.OtherYear), Empty: shown(u.Empty), Unreadable: shown(u.Unreadable), Doubtful: shown(u.Doubtful), State: u.Words().In(j.lang), Review: u.Reviewed().In(j.lang)}
		if !u.Unit.Deadline.IsZero() {
			e.Deadline = u.Unit.Deadline.Format("2006-01-02")
		}
		if u.Within != nil {
			e.Within = u.Within.Shown
		}
		j.event("unit", e)
	}
	e := statusEvent{Schema: statusSchema, Year: s.Year, AsOf: s.AsOf.Format("2006-01-02"), Counts: s.Counts, OfNoUnit: []strayEvent{},
		Unreadable: lists.Map(s.Unreadable, func(f units.Submission) strayEvent { return strayEvent{File: f.Shown, Why: f.Why().In(j.lang)} }),
		Doubt:      s.Doubt().In(j.lang), Repetition: j.repetition(s.Repetition), Clean: s.Clean(from), Sentence: s.Sentence().In(j.lang)}
	s.OfNoUnit(func(f units.Submission, why msg.Text) {
		e.OfNoUnit = append(e.OfNoUnit, strayEvent{f.Shown, f.Code, f.Organ, why.In(j.lang)})
	})
	j.event("status", e)
}
