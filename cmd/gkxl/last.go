package main

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func lastFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "last", Usage: s.t("同一机关上年的报告，用于上下年核对", "the same organ's report on the year before, to check against")}
}

// lastYear reads the report given with --last into a source. What the options
// say about this year's file, its year above all, says nothing about last year's.
func (s session) lastYear(c *cli.Context, src *gkxl.ImportOptions) error {
	path := c.String("last")
	if path == "" {
		if c.Bool("renamed") {
			s.warn(msg.T("--renamed 只与 --last 合用，没有作用", "--renamed does nothing without --last"))
		}
		return nil
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return s.lastYears(c, path, src)
	}
	var err error
	src.Last, err = gkxl.ImportFile(path, gkxl.ImportOptions{Organ: src.Organ})
	return err
}

// lastYears reads a folder of last year's reports, of which each organ's is found
// by its name.
func (s session) lastYears(c *cli.Context, dir string, src *gkxl.ImportOptions) error {
	if c.Bool("renamed") {
		return usage("--renamed 不能与文件夹合用：在文件夹中按机关名称查找上年报告", "--renamed does not go with a folder, where reports are found by the organ's name")
	}
	files, _, err := units.FindFiles([]string{dir})
	if err != nil {
		return err
	}
	known := map[string]*model.Report{}
	for _, path := range files {
		r, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
		if err != nil {
			s.warn(msg.F("%s 没有用作上年报告：%s", "%s is not used as last year's report: %s", path, err))
			continue
		}
		name := diff.Name(r.Organ)
		if _, twice := known[name]; twice {
			return &msg.Problem{Where: path, What: msg.F("文件夹里“%s”有两份报告，无法确定用哪一份", "the folder has two reports of %q, and which one to use is unclear", r.Organ), Hint: msg.T("只留一份", "leave one of them")}
		}
		known[name] = r
	}
	src.LastOf = func(organ string) *model.Report {
		side := known[diff.Name(organ)]
		return side
	}
	return nil
}

// carried begins a new year's report with last year's.
func (s session) carried(c *cli.Context, form *model.Form, year int) (*model.Report, error) {
	path := c.String("from")
	if c.String("fill") != "" {
		return nil, usage("--from 与 --fill 不能同时使用", "use --from or --fill, not both")
	}
	last, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
	if err != nil {
		return nil, err
	}
	switch {
	case last.Year == 0 && year == 0:
		return nil, &msg.Problem{Where: path, What: msg.T("上年的报告没有写明年度", "last year's report names no year"), Hint: msg.T("用 --year 给出新的报告年度", "give the new report's year with --year")}
	case last.Year == 0:
		last.Year = year - 1
	case year != 0 && year != last.Year+1:
		return nil, &msg.Problem{Where: path, What: msg.F("这是 %d 年度的报告，结转的是 %d 年度，而 --year 是 %d", "this is the report on %d, which carries over to %d, but --year is %d", last.Year, last.Year+1, year),
			Hint: msg.T("改用上一年度的报告，或去掉 --year", "use the report on the year before, or leave --year out")}
	}
	if form == nil {
		if form, err = gkxl.FormFor(gkxl.FormChoice{Year: last.Year + 1}); err != nil {
			return nil, err
		}
	}
	if _, err := model.Align(last.Form, form); err != nil {
		return nil, err
	}
	r, notes := gkxl.CarryOver(last, form)
	for _, n := range notes {
		s.warn(n)
	}
	s.warn(msg.F("取自 %d 年度报告的数字：%d 格；不可比的没有取", "figures taken over from the report on %d: %d; nothing that is not comparable", last.Year, len(r.Taken)))
	return r, nil
}
