package main

import (
	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/diff"
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

// Carried begins a new year's report with last year's.
func (s session) carried(c *cli.Context, form *model.Form, year int) (*model.Form, *model.Report, error) {
	path := c.String("from")
	if c.String("fill") != "" {
		return nil, nil, usage("--from 与 --fill 不能同时使用", "use --from or --fill, not both")
	}
	last, lastForm, err := gkxl.ImportFile(path, gkxl.Source{})
	if err != nil {
		return nil, nil, err
	}
	switch {
	case last.Year == 0 && year == 0:
		return nil, nil, &say.Problem{Where: path, What: say.T("上年的报告没有写明年度", "last year's report names no year"), Do: say.T("用 --year 给出新的报告年度", "give the new report's year with --year")}
	case last.Year == 0:
		last.Year = year - 1
	case year != 0 && year != last.Year+1:
		return nil, nil, &say.Problem{Where: path, What: say.F("这是 %d 年度的报告，结转的是 %d 年度，而 --year 是 %d", "this is the report on %d, which carries over to %d, but --year is %d", last.Year, last.Year+1, year),
			Do: say.T("改用上一年度的报告，或去掉 --year", "use the report on the year before, or leave --year out")}
	}
	if form == nil {
		if form, err = gkxl.FormFor(gkxl.FormChoice{Year: last.Year + 1}); err != nil {
			return nil, nil, err
		}
	}
	if _, err := model.Align(lastForm, form); err != nil {
		return nil, nil, err
	}
	r, notes := gkxl.CarryOver(diff.Side{Report: last, Form: lastForm}, form)
	for _, n := range notes {
		s.warn(n)
	}
	s.warn(say.F("取自 %d 年度报告的数字：%d 格；不可比的没有取", "figures taken over from the report on %d: %d; nothing that is not comparable", last.Year, len(r.Taken)))
	return form, r, nil
}
