package main

import (
	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
)

func verifyCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     s.t("比对发布件与工作簿：每个数字、每段文字是否相同", "compare a publication with its workbook: every figure and every paragraph"),
		ArgsUsage: "PUBLISHED WORKBOOK",
		Description: s.t("发布件可以是网页、Word 文档、带标签的 PDF、文本、CSV 或 JSON；工作簿也可以是报告 JSON。两个方向都比，文字只忽略空白。退出码：0 一致，1 有不同，2 用法错误或文件无法读取。",
			"PUBLISHED is a web page, Word document, tagged PDF, text, CSV or JSON; WORKBOOK may be a report as JSON. Both directions are compared, texts without their blanks. Exit codes: 0 the same, 1 different, 2 usage or unreadable input."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text 或 json", "output: text or json")},
		}, sourceFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() != 2 {
				return usage("请给出发布件和工作簿两个文件", "give the publication and the workbook")
			}
			format := c.String("format")
			if format != "text" && format != "json" {
				return usage("--format 应是 text 或 json", "--format is text or json")
			}
			src, err := source(c)
			if err != nil {
				return err
			}
			publication, workbook := c.Args().Get(0), c.Args().Get(1)
			res, err := gkxl.VerifyFiles(publication, workbook, src)
			if err != nil {
				return err
			}
			if err := gkxl.WriteVerification(s.out, res, gkxl.VerifyOptions{Format: format, Lang: s.lang, Publication: publication, Workbook: workbook}); err != nil {
				return err
			}
			if len(res.Differences) > 0 {
				return code(exitFindings)
			}
			return nil
		},
	}
}
