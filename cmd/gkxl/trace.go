package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/msg"
)

func traceCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "trace",
		Usage:     s.t("查汇总表的一个数由哪些单位组成", "tell which units a figure of a total comes from"),
		ArgsUsage: s.t("汇总.xlsx 格", "TOTAL.xlsx FIGURE"),
		Description: s.t("格写编号（requests.new.total，也可以是一组，如 requests.denied.total）、地址（三、依申请公开!J5），或行和列的名称（“予以公开 总计”）。单位由大到小列出，附文件、位置、占比；最后说明相加是否等于汇总表的数。退出码：0；加 --exit-code 时汇总表的数不等于相加的为 1；2 用法错误或文件无法读取。",
			"FIGURE is an id (requests.new.total, or a group such as requests.denied.total), an address, or the labels of row and column. Units are listed by size with file, cell and share; the last line says whether they add up to the figure. Exit codes: 0, with --exit-code 1 if they do not, 2 usage or unreadable input."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text、json 或 csv", "output: text, json or csv")},
			&cli.BoolFlag{Name: "exit-code", Usage: s.t("汇总表的数不等于各单位相加时退出码为 1", "exit with 1 if the units do not add up to the figure")},
			&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
		}, outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() < 2 {
				return usage("请给出汇总表和一个格：gkxl trace 汇总.xlsx requests.new.total", "give the total and a figure: gkxl trace TOTAL.xlsx requests.new.total")
			}
			format := c.String("format")
			if !slices.Contains(aggregate.TraceFormats, format) {
				return usage("--format 应是 text、json 或 csv", "--format is text, json or csv")
			}
			src, err := source(c)
			if err != nil {
				return err
			}
			file := c.Args().First()
			r, err := gkxl.ImportFile(file, src)
			if err != nil {
				return err
			}
			// Labels may be given as several words.
			t, err := aggregate.Trace(r, strings.Join(c.Args().Tail(), " "), src)
			if err != nil {
				return msg.At(file, err)
			}
			out := c.String("o")
			err = s.emit(out, c.Bool("force"), func(b *bytes.Buffer) error {
				return aggregate.WriteTrace(b, file, t, aggregate.TraceOptions{Format: format, Lang: s.lang, Colour: out == "" && s.colour()})
			})
			if err == nil && c.Bool("exit-code") && t.Differs() {
				return code(exitFindings)
			}
			return err
		},
	}
}
