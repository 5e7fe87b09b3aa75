package main

import (
	"bytes"
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
)

func importCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "import",
		Usage:     s.t("把工作簿、Word 文档、网页、CSV 或文本读成 JSON 报告", "read a workbook, document, web page, CSV or text into a JSON report"),
		ArgsUsage: "FILE... [-o report.json]",
		Description: s.t("模板按单元格名称读取，工作表改名、移动，插入行列都不影响；别的文件按行列标签读取。几个文件合为一份报告，如逐表导出的 CSV。每个不是纯数字的读法都写进 import。",
			"A template is read by its cells' names, whatever was moved or inserted; other files by the labels of rows and columns. Several files are one report, such as CSV exported sheet by sheet."),
		Flags: append(append(sourceFlags(s), lastFlag(s)), outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage("请给出一个工作簿", "give one workbook")
			}
			src, err := source(c)
			if err != nil {
				return err
			}
			noteUnused, err := s.lastYear(c, &src)
			if err != nil {
				return err
			}
			defer noteUnused()
			report, err := gkxl.ImportFiles(c.Args().Slice(), src)
			if err != nil {
				return err
			}
			return s.emit(c.String("o"), c.Bool("force"), func(b *bytes.Buffer) error { return gkxl.Export(b, report, s.lang) })
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

func source(c *cli.Context) (gkxl.ImportOptions, error) {
	src := gkxl.ImportOptions{Organ: c.String("organ")}
	var err error
	if src.Year, err = year(c); err != nil {
		return src, err
	}
	if c.String("form") != "" || c.String("edition") != "" {
		src.Form, err = gkxl.FormFor(gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition")})
	}
	return src, err
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
