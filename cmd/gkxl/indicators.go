package main

import (
	"context"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func indicatorsCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "indicators",
		Usage:     s.t("各单位的指标和排名：公开率、无法提供占比、纠错率等，附分布和界限之外的值", "indicators and ranks of units: shares disclosed, not available, corrected and others, with their distribution and the values far off"),
		ArgsUsage: s.t("文件或文件夹… [--roster 名单.csv] [--last 文件夹] [-o 指标.xlsx|.html|.csv|.md|.docx|.pdf]", "FILES|FOLDERS... [--roster UNITS.csv] [--last FOLDER] [-o INDICATORS.xlsx|.html|.csv|.md|.docx|.pdf]"),
		Description: s.t("一份汇总给出它所汇总的各单位的指标。分母太小的只列出、不排名；值相同的名次相同；界限按四分位计算，写明怎样得出；每个指标附定义。不写 -o 则在屏幕上显示分布和界限之外的值，--all 连各单位一起显示。退出码：0 都已计入，1 有缺报、无法读取、不能计入的，或计入的报告有错误，2 用法错误或读写失败。",
			"A total gives the indicators of the units it sums. What has too small a denominator is shown and not ranked, equal values have equal ranks, fences go by quartiles and say how they came about, and every indicator is printed with its definition. Without -o the screen shows the distribution and the values far off, with --all every unit too. Exit codes: 0 everything is counted, 1 something is missing, unreadable or not counted, or a counted report has errors, 2 usage or I/O."),
		Flags: append([]cli.Flag{
			rosterFlag(s),
			&cli.StringFlag{Name: "last", Usage: s.t("各单位上年报告所在的文件夹，或上年的汇总，用于较上年的增减", "the folder of the units' reports on the year before, or the total of that year, for the change on it")},
			&cli.StringFlag{Name: "year", Usage: s.t("报告年度；别的年度的报告不计", "the report year; reports on another are not counted")},
			&cli.BoolFlag{Name: "all", Usage: s.t("在屏幕上也列出各单位", "show every unit on the screen too")},
			&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
			acceptTotalsFlag(s),
			pdfMissingFlag(s), fontFlag(s), noCacheFlag(s),
		}, outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.indicators(c) },
	}
}

func (s session) indicators(c *cli.Context) error {
	out := c.String("o")
	if !c.Args().Present() {
		return usage("请给出各单位报告所在的文件夹或文件，或一份汇总", "give the folder or files of the units' reports, or a total")
	}
	format, err := formatOf(c, out, indicators.Formats...)
	if err != nil {
		return err
	}
	r, err := s.resultsOf(c, out)
	if err != nil {
		return err
	}
	o := indicators.WriteOptions{Format: format, Lang: s.lang, Colour: out == "" && s.colour(), All: c.Bool("all")}
	print := func(w io.Writer) error { return indicators.Write(w, r, o) }
	if format == "pdf" {
		pdf, err := s.pdfOptions(c)
		if err != nil {
			return err
		}
		print = func(w io.Writer) error { return s.printed(indicators.WritePDF(w, r, s.lang, pdf)) }
	}
	if err := s.emitTo(out, c.Bool("force"), print); err != nil {
		return err
	}
	if toFile(out) {
		s.tell(msg.F("%s：%s", "%s: %s", out, r.Sentence()))
	}
	return exitIf(!r.Complete())
}

// resultsOf reads the reports of many units, or the units of a total, and computes their indicators.
func (s session) resultsOf(c *cli.Context, out string) (*indicators.Results, error) {
	o := indicators.Options{}
	var err error
	if o.Year, err = year(c); err != nil {
		return nil, err
	}
	if o.Form, err = formGiven(c); err != nil {
		return nil, err
	}
	options, err := checkOptions(c, o.Form)
	if err != nil {
		return nil, err
	}
	totals, err := accepted(c, aggregate.LikeTotal)
	if err != nil {
		return nil, err
	}
	o.CountTotals = len(totals.kinds) > 0
	src := gkxl.ImportOptions{Form: o.Form}
	o.Open = func(file string) (*model.Report, error) { return gkxl.ImportFile(file, src) }
	list, err := s.rosterOf(c)
	if err != nil {
		return nil, err
	}
	in, skipped, err := s.findSubmissions(c.Args().Slice(), c.String("roster"), list, out)
	if err != nil {
		return nil, err
	}
	if err := s.free(c, out, pathsOf(in)...); err != nil {
		return nil, err
	}
	ctx, stop := interruptible()
	defer stop()
	g := units.Gathering{Source: src, Options: options, Roster: list}
	submissions, err := s.readSubmissions(ctx, c, g, in, nil, func(f *units.Submission) { f.Cells, f.Texts = "", "" })
	if err != nil {
		return nil, stopped(err, msg.F("已读取 %d 份（共 %d 份），没有写出任何文件", "%d of %d files were read, and nothing was written", len(submissions), len(in)))
	}
	if len(submissions) == 0 && list == nil {
		return nil, &msg.Problem{Where: c.Args().First(), What: msg.T("没有找到年度报告", "there is no report"), Hint: msg.T("请给出各单位报告所在的文件夹或文件；要列出缺报的单位，用 --roster 给出名单", "give the folder or files of the units' reports; to list those missing, give the roster with --roster")}
	}
	asides, err := readAsides(ctx, g, list, c.Args().Slice(), skipped)
	if err != nil {
		return nil, stopped(err, msg.T("没有写出任何文件", "nothing was written"))
	}
	if o.Last, err = s.lastValues(ctx, c, list, src); err != nil {
		return nil, err
	}
	submissions = append(submissions, asides...)
	of, err := totals.files(submissions)
	if err != nil {
		return nil, err
	}
	o.CountTotalsOf = of[aggregate.LikeTotal]
	r, err := indicators.Of(list, submissions, o)
	if err == nil && ctx.Err() != nil {
		err = stopped(ctx.Err(), msg.T("没有写出任何文件", "nothing was written"))
	}
	return r, err
}

// lastValues finds units' reports on the year before, in a folder or in a total; nil without --last.
func (s session) lastValues(ctx context.Context, c *cli.Context, list *units.Roster, src gkxl.ImportOptions) (func(code, name string, year int) (*units.Submission, error), error) {
	path := c.String("last")
	if path == "" {
		return nil, nil
	}
	all, err := s.lastReports(ctx, c, path, list, 0)
	if err != nil {
		return nil, err
	}
	if err := all.AddUnitsOf(func(file string) (*model.Report, error) { return gkxl.ImportFile(file, src) }); err != nil {
		return nil, err
	}
	s.warnAll(all.Notes)
	return all.Of, nil
}
