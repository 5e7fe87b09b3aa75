package main

import (
	"bytes"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
)

func importCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "import",
		Usage:     s.t("把填好的工作簿读成 JSON 报告", "read a filled workbook into a JSON report"),
		ArgsUsage: "FILE.xlsx [-o report.json]",
		Description: s.t("按单元格名称读取，工作表改名、移动，插入行列都不影响。每个不是纯数字的读法都写进 import。",
			"Cells are found by their names, so renamed or moved sheets and inserted rows do no harm."),
		Flags: append([]cli.Flag{&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")}}, outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usage("请给出一个工作簿", "give one workbook")
			}
			form, err := variant(c)
			if err != nil {
				return err
			}
			report, form, err := gkxl.ImportFile(c.Args().First(), form)
			if err != nil {
				return err
			}
			return s.emit(c.String("o"), c.Bool("force"), func(b *bytes.Buffer) error { return gkxl.Export(b, form, report, s.lang) })
		},
	}
}

// Variant is the form given with --form, or nil.
func variant(c *cli.Context) (*model.Form, error) {
	if c.String("form") == "" {
		return nil, nil
	}
	return gkxl.FormFor(gkxl.FormChoice{File: c.String("form")})
}
