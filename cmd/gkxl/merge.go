package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func mergeCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "merge",
		Usage:     s.t("把许多单位的报告汇总成一份", "make one report of many units' reports"),
		ArgsUsage: s.t("文件或文件夹… -o 汇总.xlsx", "FILES|FOLDERS... -o TOTAL.xlsx"),
		Description: s.t("逐个读取、核对，相加后写成填好的工作簿，并附来源、待定、明细和叙述汇集。有问题的报告全部列出，不另加选项就不汇总。缺报的单位列出后继续。",
			"Reads and checks every report, and writes a filled workbook of the sums, with sheets on sources, open figures, details and narratives. Doubtful reports are all named, and nothing is summed without an option that says so. Missing units are named, and the rest is summed."),
		Flags: append(append([]cli.Flag{
			rosterFlag(s), lastFolderFlag(s),
			&cli.StringFlag{Name: "organ", Usage: s.t("汇总的机关；在名单上时，只汇总它的下属单位", "whose total it is; when on the roster, only units below it are summed")},
			&cli.StringFlag{Name: "year", Usage: s.t("汇总的年度；不写则为各报告的年度", "the year of the total; otherwise that of the reports")},
			&cli.BoolFlag{Name: "complete", Usage: s.t("有缺报的单位就不汇总", "no total as long as units are missing")},
			&cli.BoolFlag{Name: "across-editions", Usage: s.t("格式版本不同的，按版本对照汇总", "sum reports in other editions over the crosswalk")},
			&cli.StringSliceFlag{Name: "accept", Usage: s.t("仍要汇总：errors（有错误的）、years（年度不同的）、unknown（名单之外的）、unreadable（无法读取的，不计入）、totals（像是其他报告的汇总的）；只接受其中几个的，写 totals=文件名或单位", "go on in spite of: errors, years, unknown units, unreadable files (which are left out), totals (reports that may be totals of others); of some alone with totals=FILE or UNIT")},
			&cli.StringSliceFlag{Name: "without", Usage: s.t("不计入这个文件、文件夹里的全部文件或这个单位", "leave this file, all files in this folder, or this unit out")},
			&cli.StringSliceFlag{Name: "figure", Usage: s.t("指定一个不能直接相加的数，格写编号、地址或名称，如 proactive.rules.in_force=12", "give a figure that cannot simply be added, by the id, the address or the labels of its cell, such as proactive.rules.in_force=12")},
			jsonLinesFlag(s), noCacheFlag(s),
		}, formFlags(s)...), outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.merge(c) },
	}
}

func (s session) merge(c *cli.Context) error {
	out := c.String("o")
	if err := s.checkMergeArguments(c, out); err != nil {
		return err
	}
	o, accept, err := s.mergeOptions(c)
	if err != nil {
		return err
	}
	list, above, err := s.mergeRoster(c, o.Organ)
	if err != nil {
		return err
	}
	noteUnused, err := s.lastOfUnits(c, list, &o.Source)
	if err != nil {
		return err
	}
	defer noteUnused()
	in, skipped, err := s.findSubmissions(c.Args().Slice(), c.String("roster"), list, out)
	if err != nil {
		return err
	}
	if err := s.free(c, out, pathsOf(in)...); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	lines := s.jsonLines(c)
	g := units.Gathering{Source: o.Source, Texts: aggregate.MaxMergedTexts, Roster: list}
	submissions, without, err := s.submissionsToMerge(ctx, c, g, in, skipped, lines)
	if err != nil {
		return err
	}
	if o.AcceptOf, err = accept.files(submissions); err != nil {
		return err
	}
	submissions, empty := units.SplitEmpty(submissions)
	assembly := units.Assemble(list, above, submissions)
	assembly.LeftOut, assembly.Empty = without, empty
	merged, blockers, err := aggregate.Merge(assembly, o)
	if err != nil {
		return err
	}
	if len(blockers) > 0 {
		return s.blockers(blockers, lines)
	}
	if err := ctx.Err(); err != nil {
		return stopped(err, msg.T("没有写出任何文件", "nothing was written"))
	}
	return s.writeTotal(c, out, merged, lines)
}

// checkMergeArguments tells what is missing from the command or contradicts itself, before a file is opened.
func (s session) checkMergeArguments(c *cli.Context, out string) error {
	switch {
	case !c.Args().Present():
		return usageSo(s.write(s.t("收件", "returned"), "-o", s.t("汇总.xlsx", "total.xlsx")), "请给出要汇总的文件或文件夹", "give the files or folders to merge")
	case out == "":
		return usageSo(s.write("-o", s.t("汇总.xlsx", "total.xlsx")), "没有指定输出文件：-o 汇总.xlsx", "no output file: -o TOTAL.xlsx")
	case out == "-" && c.Bool("json-lines"):
		return usage("--json-lines 已用标准输出，-o 要写成文件", "--json-lines takes standard output; -o must be a file")
	}
	_, err := formatOf(c, out, "xlsx")
	return err
}

// mergeRoster reads the roster, nil where none is given, and finds the organ whose total it is on it: nil where none is
// given or where it is not on the roster, which is said.
func (s session) mergeRoster(c *cli.Context, organ string) (list *units.Roster, above *units.Unit, err error) {
	path := c.String("roster")
	if path == "" {
		return nil, nil, nil
	}
	if list, err = s.readRoster(path); err != nil || organ == "" {
		return list, nil, err
	}
	above, found := list.Find(organ)
	if !found {
		s.warn(msg.F("名单上没有“%s”，汇总的是名单上的所有单位", "%q is not on the roster; all units of the roster are summed", organ))
	}
	return list, above, nil
}

// submissionsToMerge reads the files and what lies beside them, and parts what --without leaves out from the rest.
func (s session) submissionsToMerge(ctx context.Context, c *cli.Context, g units.Gathering, in []units.File, skipped []string, lines *jsonLines) (submissions, without []units.Submission, err error) {
	var texts osfile.Spool
	submissions, err = s.readSubmissions(ctx, c, g, in, lines, func(f *units.Submission) { f.KeepTexts(&texts) })
	if err != nil {
		return nil, nil, stopped(err, msg.F("已读取 %d 份（共 %d 份），没有写出任何文件", "%d of %d files were read, and nothing was written", len(submissions), len(in)))
	}
	asides, err := readAsides(ctx, g, g.Roster, c.Args().Slice(), skipped)
	if err != nil {
		return nil, nil, stopped(err, msg.T("没有写出任何文件", "nothing was written"))
	}
	return units.Without(append(submissions, asides...), c.StringSlice("without"))
}

// writeTotal writes the workbook of a total, and says what it is made of.
func (s session) writeTotal(c *cli.Context, out string, merged *aggregate.Merged, lines *jsonLines) error {
	if err := s.emitTo(out, c.Bool("force"), func(w io.Writer) error { _, err := w.Write(merged.Workbook); return err }); err != nil {
		return err
	}
	if lines != nil {
		lines.merged(merged)
		return lines.failed()
	}
	if out != "-" {
		s.wrote(msg.T("汇总", "the total"), output{path: out})
		check := typed([]string{"check", out}) // what to do next, with the file that is there now
		for _, line := range merged.Summary() {
			s.tell(msg.T(strings.ReplaceAll(line.ZH, "gkxl check", check), strings.ReplaceAll(line.EN, "gkxl check", check)))
		}
	}
	return nil
}

// blockers says why there is no total.
func (s session) blockers(blockers []aggregate.Blocker, lines *jsonLines) error {
	if lines != nil {
		lines.blockers(blockers)
		if err := lines.failed(); err != nil {
			return err
		}
	} else if err := aggregate.WriteBlockers(s.out, blockers, s.lang); err != nil {
		return err
	}
	if slices.ContainsFunc(blockers, func(o aggregate.Blocker) bool { return o.Kind == aggregate.Unreadable }) {
		return code(exitTrouble)
	}
	return code(exitFindings)
}

// mergeOptions are the options that need no report, and what is accepted.
func (s session) mergeOptions(c *cli.Context) (o aggregate.Options, accept acceptance, err error) {
	o = aggregate.Options{Lang: s.lang, Organ: c.String("organ"), Complete: c.Bool("complete"), AcrossEditions: c.Bool("across-editions"), Decided: map[string]model.Number{}}
	if o.Year, err = year(c); err != nil {
		return o, accept, err
	}
	if o.Form, err = formGiven(c); err != nil {
		return o, accept, err
	}
	if c.String("form") != "" {
		o.Source.Form = o.Form
	}
	form := o.Source.Form
	o.Open = func(file string) (*model.Report, error) {
		return gkxl.ImportFile(file, gkxl.ImportOptions{Form: form})
	}
	if accept, err = accepted(c, acceptable...); err != nil {
		return o, accept, err
	}
	o.Accept = accept.kinds
	for _, kv := range c.StringSlice("figure") {
		id, n, ok := strings.Cut(kv, "=")
		num, err := model.ParseNumber(strings.TrimSpace(n))
		if !ok || err != nil {
			return o, accept, usage("--figure 应写成“格=数”，而不是“%s”", "--figure is FIELD=NUMBER, not %q", kv)
		}
		o.Decided[strings.TrimSpace(id)] = num
	}
	return o, accept, nil
}

// mergeSchema names the meaning of the last line.
const mergeSchema = "gkxl-merge/1"

type blockerEvent struct {
	Kind  aggregate.BlockerKind `json:"kind"`
	Unit  string                `json:"unit,omitempty"`
	Files []string              `json:"files"`
	What  string                `json:"what"`
}

type mergeEvent struct {
	Schema     string         `json:"schema"`
	Done       bool           `json:"done"`
	Organ      string         `json:"organ,omitempty"`
	Year       int            `json:"year,omitempty"`
	Form       string         `json:"form,omitempty"`
	Counted    int            `json:"counted"`
	Missing    []string       `json:"missing"`
	LeftOut    []string       `json:"left_out"`
	Open       []openEvent    `json:"open"`
	Objections []blockerEvent `json:"objections"`
}

type openEvent struct {
	Field string       `json:"field"`
	Sum   model.Number `json:"sum"`
	Why   string       `json:"why"`
}

// merged tells of a total.
func (j *jsonLines) merged(m *aggregate.Merged) {
	e := mergeEvent{Schema: mergeSchema, Done: true, Organ: m.Report.Organ, Year: m.Report.Year, Form: m.Form.ID, Counted: m.Counted(),
		Missing: []string{}, LeftOut: []string{}, Objections: []blockerEvent{}}
	for _, s := range m.Sources {
		switch s.Role {
		case sums.Missed:
			e.Missing = append(e.Missing, s.Name)
		case sums.LeftOut, sums.Outside, sums.Same:
			e.LeftOut = append(e.LeftOut, s.File)
		}
	}
	e.Open = lists.Map(m.Open, func(fd *model.Field) openEvent {
		return openEvent{fd.ID, m.Total.Sums[fd.Index].Number, m.WhyOpen(fd).In(j.lang)}
	})
	j.event("merge", e)
}

// blockers tells why there is no total.
func (j *jsonLines) blockers(blockers []aggregate.Blocker) {
	j.event("merge", mergeEvent{Schema: mergeSchema, Missing: []string{}, LeftOut: []string{}, Open: []openEvent{},
		Objections: lists.Map(blockers, func(o aggregate.Blocker) blockerEvent {
			return blockerEvent{o.Kind, o.Unit, append([]string{}, o.Files...), o.What.In(j.lang)}
		})})
}

func traceCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "trace",
		Usage:     s.t("查汇总表的一个数由哪些单位组成", "tell which units a figure of a total comes from"),
		ArgsUsage: s.t("汇总.xlsx 格", "TOTAL.xlsx FIGURE"),
		Description: s.t("格写编号（requests.new.total，也可以是一组，如 requests.denied.total）、地址（三、依申请公开!J5，只写 J5 则各表的 J5 都列出），或行和列的名称（“予以公开 自然人”，只写“新收”则为它的总计）。单位由大到小列出，附文件、位置、占比；最后说明相加是否等于汇总表的数。退出码：0；加 --exit-code 时汇总表的数不等于相加的为 1；2 用法错误或文件无法读取。",
			"FIGURE is an id (requests.new.total, or a group such as requests.denied.total), an address (without a sheet, that cell of every table), or the labels of row and column (a row alone is its total). Units are listed by size with file, cell and share; the last line says whether they add up to the figure. Exit codes: 0, with --exit-code 1 if they do not, 2 usage or unreadable input."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text、json 或 csv", "output: text, json or csv")},
			&cli.BoolFlag{Name: "exit-code", Usage: s.t("汇总表的数不等于各单位相加时退出码为 1", "exit with 1 if the units do not add up to the figure")},
			&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
		}, outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.trace(c) },
	}
}

// trace lists the units that a figure of a total comes from.
func (s session) trace(c *cli.Context) error {
	file, figure, err := s.traceArguments(c)
	if err != nil {
		return err
	}
	out := c.String("o")
	format, err := formatOf(c, out, aggregate.TraceFormats...)
	if err != nil {
		return err
	}
	src, err := source(c)
	if err != nil {
		return err
	}
	r, err := gkxl.ImportFile(file, src)
	if err != nil {
		return err
	}
	all, err := aggregate.TraceAll(r, figure, src)
	if err == nil && len(all) > 1 && format != "text" {
		_, err = aggregate.Trace(r, figure, src) // programs are given one
	}
	if err != nil {
		return msg.At(file, err)
	}
	err = s.emit(c, msg.T("各单位的数", "the units' figures"), func(w io.Writer) error {
		for i, t := range all {
			if i > 0 {
				fmt.Fprintln(w)
			}
			if err := aggregate.WriteTrace(w, file, t, aggregate.TraceOptions{Format: format, Lang: s.lang, Colour: out == "" && s.colour()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && c.Bool("exit-code") && slices.ContainsFunc(all, (*aggregate.Tracing).Differs) {
		return code(exitFindings)
	}
	return err
}

// traceArguments are the total and the figure that are given to trace, in either order. The labels of a figure may be
// given as several words.
func (s session) traceArguments(c *cli.Context) (file, figure string, err error) {
	total := s.t("汇总.xlsx", "total.xlsx")
	switch given := c.Args().First(); {
	case c.NArg() == 0:
		return "", "", usageSo(s.write(total, "新收"), "请给出汇总表和一个格", "give the total and a figure")
	case c.NArg() == 1 && isPathLike(given):
		return "", "", usageSo(s.write("新收"), "请给出要查的格", "give the figure to trace")
	case c.NArg() == 1:
		return "", "", usageSo(s.writeFor(given, total, given), "请给出汇总表", "give the total")
	}
	args := c.Args().Slice()
	if last := len(args) - 1; !isPathLike(args[0]) && isPathLike(args[last]) {
		args = append(args[last:], args[:last]...)
	}
	return args[0], strings.Join(args[1:], " "), nil
}
