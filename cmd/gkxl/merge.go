package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/roster"
)

func mergeCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "merge",
		Usage:     s.t("把许多单位的报告汇总成一份", "make one report of many units' reports"),
		ArgsUsage: s.t("文件或文件夹… -o 汇总.xlsx", "FILES|FOLDERS... -o TOTAL.xlsx"),
		Description: s.t("逐个读取、核对，相加后写成填好的工作簿，并附来源、待定、明细和叙述汇集。有问题的报告全部列出，不另加选项就不汇总。缺报的单位列出后继续。",
			"Reads and checks every report, and writes a filled workbook of the sums, with sheets on sources, open figures, details and narratives. Doubtful reports are all named, and nothing is summed without an option that says so. Missing units are named, and the rest is summed."),
		Flags: append(append([]cli.Flag{
			rosterFlag(s),
			&cli.StringFlag{Name: "organ", Usage: s.t("汇总的机关；在名单上时，只汇总它的下属单位", "whose total it is; when on the roster, only units below it are summed")},
			&cli.StringFlag{Name: "year", Usage: s.t("汇总的年度；不写则为各报告的年度", "the year of the total; otherwise that of the reports")},
			&cli.BoolFlag{Name: "complete", Usage: s.t("有缺报的单位就不汇总", "no total as long as units are missing")},
			&cli.BoolFlag{Name: "across-editions", Usage: s.t("格式版本不同的，按版本对照汇总", "sum reports in other editions over the crosswalk")},
			&cli.StringSliceFlag{Name: "accept", Usage: s.t("仍要汇总：errors（有错误的）、years（年度不同的）、unknown（名单之外的）、unreadable（无法读取的，不计入）", "go on in spite of: errors, years, unknown units, unreadable files (which are left out)")},
			&cli.StringSliceFlag{Name: "without", Usage: s.t("不计入这个文件或单位", "leave this file or unit out")},
			&cli.StringSliceFlag{Name: "figure", Usage: s.t("指定一个不能直接相加的数，如 proactive.rules.in_force=12", "give a figure that cannot simply be added, such as proactive.rules.in_force=12")},
			noCacheFlag(s),
		}, formFlags(s)...), outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.merge(c) },
	}
}

func (s session) merge(c *cli.Context) error {
	out := c.String("o")
	switch {
	case !c.Args().Present():
		return usage("请给出要汇总的文件或文件夹", "give the files or folders to merge")
	case out == "":
		return usage("没有指定输出文件：-o 汇总.xlsx", "no output file: -o TOTAL.xlsx")
	}
	o, err := s.mergeOptions(c)
	if err != nil {
		return err
	}
	var list *roster.Roster
	var above *roster.Unit
	if path := c.String("roster"); path != "" {
		if list, err = gkxl.ReadRoster(path); err != nil {
			return err
		}
		if o.Organ != "" {
			above, _ = list.Find(o.Organ)
		}
	}
	if err := free(out, nil, c.Bool("force")); err != nil {
		return err
	}
	filings, err := s.gather(c, gkxl.Gathering{Source: o.Source, Cache: s.cache(c), Texts: gkxl.MaxMergedTexts}, s.t("汇总", "merging"))
	if err != nil {
		return err
	}
	filings = slices.DeleteFunc(filings, func(f gkxl.Filing) bool { return sameFile(f.File, out) })
	filings, without, err := gkxl.Without(filings, c.StringSlice("without"))
	if err != nil {
		return err
	}
	assembly := gkxl.Assemble(list, above, filings)
	assembly.LeftOut = without
	merged, objections, err := gkxl.Merge(assembly, o)
	if err != nil {
		return err
	}
	if len(objections) > 0 {
		if err := gkxl.WriteObjections(s.out, objections, s.lang); err != nil {
			return err
		}
		if slices.ContainsFunc(objections, func(o gkxl.Objection) bool { return o.Kind == gkxl.Unreadable }) {
			return code(exitTrouble)
		}
		return code(exitFindings)
	}
	if err := s.emit(out, c.Bool("force"), func(b *bytes.Buffer) error { return merged.Write(b, s.lang) }); err != nil {
		return err
	}
	if out != "-" {
		for _, line := range merged.Summary() {
			s.tell(line)
		}
	}
	return nil
}

// Gather reads what the arguments name, with a bar, until it is interrupted.
func (s session) gather(c *cli.Context, g gkxl.Gathering, doing string) ([]gkxl.Filing, error) {
	ctx, stop := interruptible()
	defer stop()
	var bar *progress
	read := 0
	filings, skipped, err := g.All(ctx, c.Args().Slice(), func(_ gkxl.Filing, n, of int) {
		if bar == nil {
			bar = s.newProgress(doing, of)
		}
		read = n
		bar.step()
	})
	if bar != nil {
		bar.clear()
	}
	if err != nil {
		return nil, stopped(err, say.F("已读取 %d 个文件，没有写出任何文件", "%d files were read, and nothing was written", read))
	}
	if len(skipped) > 0 {
		s.warn(say.F("文件夹中有 %d 个文件不是年度报告，没有读取：%s", "%d files in the folders are no reports and were not read: %s", len(skipped), listed(skipped)))
	}
	return filings, nil
}

func (s session) mergeOptions(c *cli.Context) (o gkxl.MergeOptions, err error) {
	o = gkxl.MergeOptions{Organ: c.String("organ"), Complete: c.Bool("complete"), AcrossEditions: c.Bool("across-editions"), Decided: map[string]model.Number{}}
	if o.Year, err = year(c); err != nil {
		return o, err
	}
	choice := gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition")}
	if choice.File != "" || choice.Edition != "" {
		if o.Form, err = gkxl.FormFor(choice); err != nil {
			return o, err
		}
	}
	if choice.File != "" {
		o.Source.Form = o.Form
	}
	for _, a := range commaList(c.StringSlice("accept")) {
		k := gkxl.ObjectionKind(strings.ToLower(a))
		if !slices.Contains(gkxl.Acceptable, k) {
			return o, usage("--accept 应是 errors、years、unknown、unreadable 之一，而不是“%s”", "--accept is one of errors, years, unknown, unreadable, not %q", a)
		}
		o.Accept = append(o.Accept, k)
	}
	for _, kv := range c.StringSlice("figure") {
		id, n, ok := strings.Cut(kv, "=")
		num, err := model.ParseNumber(strings.TrimSpace(n))
		if !ok || err != nil {
			return o, usage("--figure 应写成“编号=数”，而不是“%s”", "--figure is FIELD=NUMBER, not %q", kv)
		}
		o.Decided[strings.TrimSpace(id)] = num
	}
	return o, nil
}

// SameFile reports whether a file that was found is the one to be written.
func sameFile(found, out string) bool {
	a, errA := filepath.Abs(found)
	b, errB := filepath.Abs(out)
	return errA == nil && errB == nil && a == b
}
