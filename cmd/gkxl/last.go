package main

import (
	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model/say"
)

func lastFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "last", Usage: s.t("同一机关上年的报告，用于上下年核对", "the same organ's report on the year before, to check against")}
}

// LastYear reads the report given with --last into a source. What the options
// say about this year's file, its year above all, says nothing about last year's.
func (s session) lastYear(c *cli.Context, src *gkxl.Source) error {
	path := c.String("last")
	if path == "" {
		if c.Bool("renamed") {
			s.warn(say.T("--renamed 只与 --last 合用，没有作用", "--renamed does nothing without --last"))
		}
		return nil
	}
	var err error
	src.Last, src.LastForm, err = gkxl.ImportFile(path, gkxl.Source{Organ: src.Organ})
	return err
}
