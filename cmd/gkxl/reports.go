package main

import (
	"io"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

func importCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "import",
		Usage:     s.t("把工作簿、Word 文档、PDF、OFD、网页、邮件、压缩包、CSV 或文本读成 JSON 报告", "read a workbook, document, PDF, OFD, web page, mail, archive, CSV or text into a JSON report"),
		ArgsUsage: s.t("文件… [-o 报告.json]", "FILE... [-o report.json]"),
		Description: s.t("模板按单元格名称读取，工作表改名、移动，插入行列都不影响；别的文件按行列标签读取。几个文件合为一份报告，如逐表导出的 CSV。不是纯数字的格怎样读，都写在报告的 import 一项里。",
			"A template is read by its cells' names, whatever was moved or inserted; other files by the labels of rows and columns. Several files are one report, such as CSV exported sheet by sheet. How cells that are no plain number were read stands under import in the report."),
		Flags: slices.Concat(sourceFlags(s), []cli.Flag{lastFlag(s), renamedFlag(s), lastRosterFlag(s)}, outputFlags(s)),
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usageSo(s.write(s.anyReport()), "请给出一个工作簿", "give one workbook")
			}
			if _, err := formatOf(c, c.String("o"), "json"); err != nil {
				return err
			}
			src, noteUnused, err := s.sourceWithLast(c)
			if err != nil {
				return err
			}
			defer noteUnused()
			report, err := gkxl.ImportFiles(c.Args().Slice(), src)
			if err != nil {
				return err
			}
			if n := len(report.DoubtfulFields()); n > 0 {
				s.warn(msg.F("%d 格的数字可能错位（见 gkxl check），写作 unreadable、doubtful，不作数字", "the figures of %d cells may stand in the wrong place (see gkxl check): they are written as unreadable and doubtful, not as numbers", n))
			}
			return s.emit(c, msg.T("报告", "the report"), func(w io.Writer) error { return gkxl.Export(w, report, s.lang) })
		},
	}
}

// sourceFlags say about a file what the file itself may not.
func sourceFlags(s session) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "organ", Usage: s.t("机关名称，文件里没有时用", "the organ's name, for a file that has none")},
		&cli.StringFlag{Name: "year", Usage: s.t("报告年度，文件里没有时用", "the report year, for a file that has none")},
		&cli.StringFlag{Name: "edition", Usage: s.t("按哪一版格式读取，如 2021；不写则由表上的标签决定", "the edition to read by, such as 2021; otherwise the labels decide")},
		&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
	}
}

// sourceWithLast is [source] with the report of the year before. NoteUnused says at the end which reports of a folder
// were of no use.
func (s session) sourceWithLast(c *cli.Context) (src gkxl.ImportOptions, noteUnused func(), err error) {
	if src, err = source(c); err == nil {
		noteUnused, err = s.lastYear(c, &src)
	}
	return src, noteUnused, err
}

func source(c *cli.Context) (gkxl.ImportOptions, error) {
	src := gkxl.ImportOptions{Organ: c.String("organ")}
	var err error
	if src.Year, err = year(c); err == nil {
		src.Form, err = formGiven(c)
	}
	return src, err
}

// formGiven is the form that --form or --edition name; nil without them.
func formGiven(c *cli.Context) (*model.Form, error) {
	choice := gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition")}
	if choice == (gkxl.FormChoice{}) {
		return nil, nil
	}
	return gkxl.FormFor(choice)
}

// year is the year given with --year, or 0.
func year(c *cli.Context) (int, error) {
	y := c.String("year")
	if y == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(y)
	if err != nil || n < 1000 || n > 9999 {
		return 0, usage("--year 应是四位年份，而不是“%s”", "--year is a year of four digits, not %q", y)
	}
	return n, nil
}

func repairCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "repair",
		Usage:     s.t("把读到的内容移入一份新的模板", "move what was read into a fresh template"),
		ArgsUsage: s.t("文件 [-o 新文件.xlsx]", "FILE [-o OUT.xlsx]"),
		Description: s.t("不写 -o 时写成“原名（修复）.xlsx”，放在当前文件夹，不覆盖已有的文件。列出移入的每一格及其来处。空白和缺失的格留空，读不成数字的格保留原文，格式之外的内容逐一列出，不猜测。退出码 1 表示有内容没有移入。",
			"Without -o it writes \"NAME (repaired).xlsx\" into the current folder, and overwrites nothing. Lists every cell that was moved and from where. Blank and missing cells stay empty, and nothing is guessed. Exit code 1 says that something was left behind."),
		Flags: append(sourceFlags(s), outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usageSo(s.write(s.anyReport()), "请给出一个文件", "give one file")
			}
			path := c.Args().First()
			out, err := outputOf(c, s.nameFrom(path, s.t("（修复）", " (repaired)"), ".xlsx"))
			if err != nil {
				return err
			}
			if out.path == "-" {
				return usage("移入的内容列在标准输出上，-o 要写成文件", "what was moved is listed on standard output; -o must be a file")
			}
			if _, err := formatOf(c, out.path, "xlsx"); err != nil {
				return err
			}
			src, err := source(c)
			if err != nil {
				return err
			}
			var done *gkxl.Repaired
			if err := s.emitAt(c, out, func(w io.Writer) error {
				done, err = gkxl.RepairFile(w, path, src)
				return err
			}); err != nil {
				return err
			}
			if err := gkxl.WriteRepaired(s.out, done, s.lang); err != nil {
				return err
			}
			s.wrote(msg.T("新的模板", "the fresh template"), out)
			if t := wrongEdition(done.Report); !t.IsZero() {
				s.warn(t)
			}
			return exitIf(len(done.Left) > 0)
		},
	}
}

// wrongEdition says of a report in another edition than that of its year that it must be made anew, and how many cells of the right
// edition its figures may be copied to; empty for any other report.
func wrongEdition(r *model.Report) msg.Text {
	right, err := templates.ForYear(r.Year)
	if err != nil || right.Edition == r.Form.Edition {
		return msg.Text{}
	}
	t := msg.F("%d 年度的报告要用 %s 版格式，这份仍是 %s 版，核对时会报错误；须重新填报：gkxl template --year %[1]d", "reports on %d use edition %s, and this one is still in edition %s, which a check says; make it anew: gkxl template --year %[1]d", r.Year, right.ID, r.Form.ID)
	matches, err := model.Align(r.Form, right)
	if err != nil {
		return t
	}
	same := 0
	for _, m := range matches {
		if m.As == "same" && len(m.From) == len(m.To) {
			same += len(m.To)
		}
	}
	return msg.F("%s；%s 版的 %d 格中 %d 格在 %s 版有相同的格，可以照填，其余的按原始台账填", "%s; of the %[3]d cells of edition %[2]s, %[4]d have the same cell in edition %[5]s and may be filled in from it, the others from the records", t, right.ID, len(right.Fields), same, r.Form.ID)
}

func verifyCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     s.t("比对发布件与工作簿：每个数字、每段文字是否相同", "compare a publication with its workbook: every figure and every paragraph"),
		ArgsUsage: s.t("发布件 工作簿", "PUBLISHED WORKBOOK"),
		Description: s.t("发布件可以是网页、Word 文档、PDF（有标签，或表格有格线）、OFD（表格有格线）、文本、CSV 或 JSON；工作簿也可以是报告 JSON。两个方向都比，文字只忽略空白。退出码：0 一致，1 有不同，2 用法错误或文件无法读取。",
			"PUBLISHED is a web page, Word document, PDF (with tags or with ruled tables), OFD (with ruled tables), text, CSV or JSON; WORKBOOK may be a report as JSON. Both directions are compared, texts without their blanks. Exit codes: 0 the same, 1 different, 2 usage or unreadable input."),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text 或 json", "output: text or json")},
			lastFlag(s), renamedFlag(s), lastRosterFlag(s),
		}, sourceFlags(s), outputFlags(s)),
		Action: func(c *cli.Context) error {
			if c.NArg() != 2 {
				return usageSo(s.write(slices.Repeat([]string{s.anyReport()}, max(0, 2-c.NArg()))...), "请给出发布件和工作簿两个文件", "give the publication and the workbook")
			}
			format, err := formatOf(c, c.String("o"), "text", "json")
			if err != nil {
				return err
			}
			src, noteUnused, err := s.sourceWithLast(c)
			if err != nil {
				return err
			}
			defer noteUnused()
			publication, workbook := c.Args().Get(0), c.Args().Get(1)
			res, err := gkxl.VerifyFiles(publication, workbook, src)
			if err != nil {
				return err
			}
			if err := s.emit(c, msg.T("比对结果", "the comparison"), func(w io.Writer) error {
				return gkxl.WriteVerification(w, res, gkxl.VerifyOptions{Format: format, Lang: s.lang, Publication: publication, Workbook: workbook})
			}); err != nil {
				return err
			}
			return exitIf(len(res.Differences) > 0)
		},
	}
}

func narrateCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "narrate",
		Usage:     s.t("按表中的数字写出总体情况里带数字的句子", "write the overview's sentences that carry figures, from the tables"),
		ArgsUsage: s.t("文件 [--last 上年文件] [--unit 件|宗]", "FILE [--last LAST] [--unit 件|宗]"),
		Description: s.t("给出上年的报告，句子里就有增减和幅度。数字不全的句子不写，并说明原因。",
			"With last year's report the sentences compare. A sentence that lacks a figure is left out, and why is said."),
		Flags: append(append([]cli.Flag{
			lastFlag(s), renamedFlag(s), lastRosterFlag(s),
			&cli.StringFlag{Name: "unit", Usage: s.t("申请的单位：件 或 宗", "the unit of requests: 件 or 宗")},
		}, sourceFlags(s)...), outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.narrate(c) },
	}
}

func (s session) narrate(c *cli.Context) error {
	if c.NArg() != 1 {
		return usageSo(s.write(s.anyReport()), "请给出一份报告", "give one report")
	}
	if _, err := formatOf(c, c.String("o"), "text", "md"); err != nil { // sentences alone are the same in both
		return err
	}
	src, noteUnused, err := s.sourceWithLast(c)
	if err != nil {
		return err
	}
	defer noteUnused()
	report, err := gkxl.ImportFile(c.Args().First(), src)
	if err != nil {
		return err
	}
	this, last := report, src.Last
	if src.LastOf != nil {
		if last, err = src.LastOf(report); err != nil {
			return err
		}
	}
	if last != nil {
		for _, f := range diff.Pair(last, this, src.Renamed || src.LastOf != nil) {
			if !f.Doubt {
				return &msg.Problem{Where: c.String("last"), What: f.Message, Hint: msg.T("核对 --last 的文件；机关更名的加 --renamed", "check the file given with --last; add --renamed if the organ was renamed")}
			}
			s.warn(f.Message)
		}
	}
	text, notes, err := gkxl.Narrate(this, last, c.String("unit"))
	if err != nil {
		return err
	}
	s.warn(notes...)
	return s.emit(c, msg.T("句子", "the sentences"), func(w io.Writer) error { _, err := io.WriteString(w, text+"\n"); return err })
}
