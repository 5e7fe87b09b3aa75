package main

import (
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

func diffCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     s.t("对照两年的报告：哪些数字、哪些话变了", "compare reports of two years: which figures and sentences changed"),
		ArgsUsage: s.t("上年文件或文件夹 本年文件 [-o 文件.xlsx|.html|.pdf|.docx|.ofd|.md|.json]", "LAST|FOLDER THIS [-o FILE.xlsx|.html|.pdf|.docx|.ofd|.md|.json]"),
		Description: s.t("逐格对照，跨版本也可；两个以上的文件给出逐年的序列。退出码：0；加 --exit-code 时有不同为 1；2 用法错误或文件无法读取。",
			"Field by field, across editions too; more than two files give a series. Exit codes: 0, with --exit-code 1 if they differ, 2 usage or unreadable input."),
		Flags: slices.Concat([]cli.Flag{
			&cli.BoolFlag{Name: "exit-code", Usage: s.t("有不同时退出码为 1", "exit with 1 if there are differences")},
			&cli.StringFlag{Name: "min-change", Usage: s.t("增减小于此数的变化不列出", "do not show changes smaller than this")},
			&cli.StringFlag{Name: "min-percent", Usage: s.t("幅度小于此百分数的变化不列出", "do not show changes of fewer percent than this")},
			renamedFlag(s),
			&cli.BoolFlag{Name: "all", Usage: s.t("相同的、为 0 的也列出", "show what is equal or 0 too")},
		}, printFlags(s), slices.DeleteFunc(sourceFlags(s), func(f cli.Flag) bool { return f.Names()[0] == "year" }), outputFlags(s)), // years differ
		Action: func(c *cli.Context) error { return s.diff(c) },
	}
}

func renamedFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "renamed", Usage: s.t("机关更名，两年的名称不同", "the organ was renamed between the two years")}
}

func (s session) diff(c *cli.Context) error {
	if c.NArg() < 2 {
		do := s.write(s.t("上年.xlsx", "last.xlsx"), s.t("本年.xlsx", "this.xlsx"))
		if this := c.Args().First(); this != "" {
			do = s.writeFor(this, s.t("上年.xlsx", "last.xlsx"), this)
		}
		return usageSo(do, "请给出上年和本年的报告，共两个文件", "give last year's report and this year's")
	}
	format, err := formatOf(c, c.String("o"), "text", "xlsx", "html", "pdf", "docx", "ofd", "md", "json")
	if err != nil {
		return err
	}
	o := gkxl.CompareOptions{Format: format, Lang: s.lang, Colour: c.String("o") == "" && s.colour(), All: c.Bool("all")}
	if o.MinChange, err = threshold(c, "min-change"); err != nil {
		return err
	}
	if o.MinPercent, err = threshold(c, "min-percent"); err != nil {
		return err
	}
	src, err := source(c)
	if err != nil {
		return err
	}
	var sides []*model.Report
	if first := c.Args().First(); c.NArg() == 2 && isFolder(first) {
		if sides, err = s.withLastIn(c, first, c.Args().Get(1), src); err != nil {
			return err
		}
	} else {
		for _, path := range c.Args().Slice() {
			r, err := gkxl.ImportFile(path, src)
			if err != nil {
				return err
			}
			sides = append(sides, r)
		}
	}
	s.warnUnfilled(c.Args().Slice(), sides)
	if len(sides) > 2 {
		return s.series(c, sides, o)
	}
	d, err := gkxl.Diff(sides[0], sides[1], gkxl.DiffOptions{Renamed: c.Bool("renamed")})
	if err != nil {
		return err
	}
	err = s.emit(c, comparison, func(w io.Writer) error {
		return s.compared(c, &o, func() (pdfout.Result, error) { return gkxl.WriteDiff(w, d, o) })
	})
	if err == nil && toFile(c.String("o")) {
		s.warn(d.Pair...) // the document says it too
	}
	if err == nil && c.Bool("exit-code") && o.Differs(d) {
		return code(exitFindings)
	}
	return err
}

// withLastIn reads a report and, from a folder of many units' reports, that of its organ on the year before, which is
// looked for as --last of other commands does.
func (s session) withLastIn(c *cli.Context, folder, path string, src gkxl.ImportOptions) ([]*model.Report, error) {
	var in gkxl.ImportOptions
	if _, _, err := s.lastYears(c, folder, nil, &in); err != nil {
		return nil, err
	}
	this, err := gkxl.ImportFile(path, src)
	if err != nil {
		return nil, err
	}
	last, err := in.LastOf(this)
	if err != nil {
		return nil, msg.At(path, err)
	}
	if last == nil {
		what := msg.F("其中没有找到“%s”%d 年度的报告", "no report of %q on %d was found in it", this.Organ, this.Year-1)
		if this.Year == 0 {
			what = msg.F("其中没有找到“%s”的报告", "no report of %q was found in it", this.Organ)
		}
		return nil, &msg.Problem{Where: folder, What: what,
			Hint: msg.T("请直接给出上年的文件", "give last year's file itself")}
	}
	return []*model.Report{last, this}, nil
}

// warnUnfilled says which placeholders stay in the narratives of the earliest report: those of the others are filled
// from the year before, and the year before the earliest is not compared.
func (s session) warnUnfilled(paths []string, sides []*model.Report) {
	first := 0
	for i, r := range sides {
		if r.Year < sides[first].Year {
			first = i
		}
	}
	r := sides[first]
	for _, section := range r.Form.Sections {
		text := r.Texts[section.ID]
		if open := narrative.Placeholders(text); len(open) > 0 {
			s.warn(msg.F("%s：“%s”有 %d 个占位符没有换成数字，对照中原样列出，如 %s；要填上，请把它上一年的报告也放在前面对照", "%s: in %q, %d placeholders were not filled and are compared as they are, such as %s; to fill them, compare with the report on the year before as well",
				paths[first], section.Heading, len(open), text[open[0][0]:open[0][1]]))
		}
	}
}

// comparison is what is said to be written of reports that are compared.
var comparison = msg.T("对照", "the comparison")

func (s session) series(c *cli.Context, sides []*model.Report, o gkxl.CompareOptions) error {
	for _, name := range []string{"exit-code", "min-change", "min-percent"} {
		if c.IsSet(name) {
			return usage("--%s 只用于两个文件", "--%s is for two files", name)
		}
	}
	series, err := gkxl.Series(sides, gkxl.DiffOptions{Renamed: c.Bool("renamed")})
	if err != nil {
		return err
	}
	err = s.emit(c, comparison, func(w io.Writer) error {
		return s.compared(c, &o, func() (pdfout.Result, error) { return gkxl.WriteSeries(w, series, o) })
	})
	if err == nil && toFile(c.String("o")) {
		s.warn(series.Pair...)
	}
	return err
}

// compared writes a comparison, a PDF with the faces asked for, and says what
// characters they lack.
func (s session) compared(c *cli.Context, o *gkxl.CompareOptions, write func() (pdfout.Result, error)) error {
	if o.Format == "pdf" || o.Format == "ofd" {
		var err error
		if o.PDF, err = s.pdfOptions(c); err != nil {
			return err
		}
	}
	return s.printed(write())
}

func threshold(c *cli.Context, name string) (*model.Number, error) {
	v := strings.TrimSuffix(strings.TrimSpace(c.String(name)), "%")
	if v == "" {
		return nil, nil
	}
	n, err := model.ParseNumber(v)
	if err != nil || n.Sign() < 0 {
		return nil, &msg.Problem{What: msg.F("--%s 应是大于或等于 0 的数，而不是“%s”", "--%s is a number of 0 or more, not %q", name, c.String(name))}
	}
	return &n, nil
}
