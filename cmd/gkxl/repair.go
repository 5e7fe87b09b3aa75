package main

import (
	"bytes"

	"github.com/gkxl/gkxl"
	"github.com/urfave/cli/v2"
)

func repairCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "repair",
		Usage:     s.t("把读到的内容移入一份新的模板", "move what was read into a fresh template"),
		ArgsUsage: "FILE -o OUT.xlsx",
		Description: s.t("列出移入的每一格及其来处。空白和缺失的格留空，读不成数字的格保留原文，格式之外的内容逐一列出，不猜测。退出码 1 表示有内容没有移入。",
			"Lists every cell that was moved and from where. Blank and missing cells stay empty, and nothing is guessed. Exit code 1 says that something was left behind."),
		Flags: append(sourceFlags(s), outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usage("请给出一个文件", "give one file")
			}
			out := c.String("o")
			if out == "" || out == "-" {
				return usage("没有指定输出文件：-o 文件名.xlsx", "no output file: -o FILE.xlsx")
			}
			src, err := source(c)
			if err != nil {
				return err
			}
			path := c.Args().First()
			var done *gkxl.Repaired
			if err := s.emit(out, c.Bool("force"), func(b *bytes.Buffer) error {
				done, err = gkxl.RepairFile(b, path, src)
				return err
			}); err != nil {
				return err
			}
			if err := gkxl.WriteRepaired(s.out, done, s.lang); err != nil {
				return err
			}
			if len(done.Left) > 0 {
				return code(exitFindings)
			}
			return nil
		},
	}
}
