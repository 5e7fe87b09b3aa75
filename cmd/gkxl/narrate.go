package main

import (
	"bytes"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/msg"
)

func narrateCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "narrate",
		Usage:     s.t("按表中的数字写出总体情况里带数字的句子", "write the overview's sentences that carry figures, from the tables"),
		ArgsUsage: s.t("文件 [--last 上年文件] [--unit 件|宗]", "FILE [--last LAST] [--unit 件|宗]"),
		Description: s.t("给出上年的报告，句子里就有增减和幅度。数字不全的句子不写，并说明原因。",
			"With last year's report the sentences compare. A sentence that lacks a figure is left out, and why is said."),
		Flags: append(append([]cli.Flag{
			lastFlag(s), renamedFlag(s),
			&cli.StringFlag{Name: "unit", Usage: s.t("申请的单位：件 或 宗", "the unit of requests: 件 or 宗")},
		}, sourceFlags(s)...), outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.narrate(c) },
	}
}

func (s session) narrate(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage("请给出一份报告", "give one report")
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
	report, err := gkxl.ImportFile(c.Args().First(), src)
	if err != nil {
		return err
	}
	this, last := report, src.Last
	if last != nil {
		for _, f := range diff.Pair(last, this, c.Bool("renamed")) {
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
	for _, n := range notes {
		s.warn(n)
	}
	return s.emit(c.String("o"), c.Bool("force"), func(b *bytes.Buffer) error { b.WriteString(text + "\n"); return nil })
}
