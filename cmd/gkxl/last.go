package main

import (
	"context"
	"slices"
	"sync"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func lastFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "last", Usage: s.t("同一机关上年的报告，或其中有它的文件夹，用于上下年核对和填叙述中的占位符", "the same organ's report on the year before, or a folder that holds it, to check against and to fill placeholders in narratives from")}
}

// lastYear reads the report given with --last into a source. What the options
// say about this year's file, its year above all, says nothing about last year's.
// Done says, once the reports are read, what was not used.
func (s session) lastYear(c *cli.Context, src *gkxl.ImportOptions) (done func(), err error) {
	_, done, err = s.lastYearAmong(c, src)
	return done, err
}

// lastYearAmong is lastYear with all reports of a folder given with --last; nil where it is none.
func (s session) lastYearAmong(c *cli.Context, src *gkxl.ImportOptions) (all *units.LastReports, done func(), err error) {
	done = func() {}
	path := c.String("last")
	src.Renamed = c.Bool("renamed")
	if path == "" {
		if c.Bool("renamed") {
			s.warn(msg.T("--renamed 只与 --last 合用，没有作用", "--renamed does nothing without --last"))
		}
		return nil, done, nil
	}
	list, err := s.rosterOf(c)
	if err != nil {
		return nil, nil, err
	}
	if isFolder(path) || archive.IsName(path) {
		return s.lastYears(c, path, list, src)
	}
	src.Last, err = gkxl.ImportFile(path, gkxl.ImportOptions{Organ: src.Organ})
	return nil, done, err
}

// rosterOf is the roster given with --roster, whose former names tell whose an
// earlier report is; nil without one.
func (s session) rosterOf(c *cli.Context) (*units.Roster, error) {
	path := c.String("roster")
	switch {
	case path == "":
		return nil, nil
	case isFolder(path):
		list := []string{s.t("名单.csv", "units.csv")}
		if !c.Args().Present() { // the reports stand where the roster should
			list = append(list, path)
		}
		return nil, usageSo(s.writeValue("--roster", path, list...), "--roster 后面是单位名单的文件，而“%s”是文件夹", "behind --roster stands the file of the roster, and %q is a folder", path)
	}
	return s.readRoster(path)
}

// readRoster reads a roster, and says which of its columns are not read.
func (s session) readRoster(path string) (*units.Roster, error) {
	list, err := units.ReadRosterFile(path)
	if err != nil {
		return nil, err
	}
	if note := list.UnreadNote(path); !note.IsZero() {
		s.warn(note)
	}
	return list, nil
}

// lastRosterFlag is --roster of the commands that have one for --last alone.
func lastRosterFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "roster", Usage: s.t("--last 是文件夹时用的单位名单，按其中的曾用名认上年的报告", "a roster for a folder given with --last: its former names tell whose last year's reports are")}
}

// lastFolderFlag is --last of the commands that read the reports of many units.
func lastFolderFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "last", Usage: s.t("各单位上年报告所在的文件夹，用于上下年核对和填叙述中的占位符", "the folder of the units' reports on the year before, to check against and to fill placeholders in narratives from")}
}

// lastOfUnits reads the folder that --last gives to a command which reads the reports
// of many units. Done says, once they are read, what was not used.
func (s session) lastOfUnits(c *cli.Context, list *units.Roster, src *gkxl.ImportOptions) (done func(), err error) {
	dir := c.String("last")
	switch {
	case dir == "":
		return func() {}, nil
	case !isFolder(dir) && !archive.IsName(dir):
		return nil, usage("--last 是各单位上年报告所在的文件夹，而不是“%s”", "--last is the folder of the units' reports on the year before, not %q", dir)
	}
	_, done, err = s.lastYears(c, dir, list, src)
	return done, err
}

// lastYears reads a folder of earlier reports, among which each report's is found.
func (s session) lastYears(c *cli.Context, dir string, list *units.Roster, src *gkxl.ImportOptions) (all *units.LastReports, done func(), err error) {
	if c.Bool("renamed") {
		return nil, nil, usage("--renamed 不能与文件夹合用：在文件夹中按机关名称查找上年报告", "--renamed does not go with a folder, where reports are found by the organ's name")
	}
	ctx, stop := interruptible()
	defer stop()
	if all, err = s.lastReports(ctx, c, dir, list, 0); err != nil {
		return nil, nil, err
	}
	s.warnAll(all.Notes)
	var mu sync.Mutex
	var asked []int
	read := map[string]*model.Report{}
	src.LastOf = func(r *model.Report) (*model.Report, error) {
		mu.Lock()
		defer mu.Unlock()
		if r.Year != 0 && !slices.Contains(asked, r.Year-1) {
			asked = append(asked, r.Year-1)
		}
		f, err := all.Of(r.Code, r.Organ, r.Year)
		if f == nil {
			return nil, err
		}
		if _, known := read[f.File]; !known {
			last, err := gkxl.ImportFile(f.File, gkxl.ImportOptions{})
			if err != nil { // it could be read a moment ago
				s.warn(msg.F("%s 没有用作上年报告：%s", "%s is not used as last year's report: %s", f.Shown, err))
			}
			read[f.File] = last
		}
		return read[f.File], nil
	}
	return all, func() {
		if slices.Sort(asked); len(asked) > 0 {
			all.Notes = nil
			all.NoteOthers(asked...)
			s.warnAll(all.Notes)
		}
	}, nil
}

// lastReports reads a folder of earlier reports: those that the units of a list
// go back to, from a year, or that any report may go back to. No list is nil, and
// no year is 0.
func (s session) lastReports(ctx context.Context, c *cli.Context, dir string, list *units.Roster, year int) (*units.LastReports, error) {
	in, _, err := s.findSubmissions([]string{dir}, c.String("roster"), nil)
	if err == nil && len(in) == 0 && list == nil { // new units may have no report yet
		_, _, err = units.FindFiles([]string{dir})
	}
	if err != nil {
		return nil, err
	}
	submissions, err := s.readSubmissions(ctx, c, units.Gathering{Roster: list}, in, nil, nil)
	if err != nil {
		return nil, stopped(err, msg.T("没有生成任何文件", "nothing was written"))
	}
	all, err := units.NewLastReports(list, submissions, year)
	if err != nil {
		s.warnAll(all.Notes)
		return nil, msg.At(dir, err)
	}
	return all, nil
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
	s.warn(notes...)
	s.warn(msg.F("取自 %d 年度报告的数字：%d 格；不可比的没有取", "figures taken over from the report on %d: %d; nothing that is not comparable", last.Year, len(r.Taken)))
	return r, nil
}
