package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func rosterFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "roster", Usage: s.t("单位名单（CSV 或 xlsx；列：代码、名称，可选类型、上级、联系方式、截止日期、曾用名）", "the units (CSV or xlsx; columns code, name, optionally type, parent, contact, deadline, former)")}
}

// looksLikeRoster reports whether a file is a roster of units, and so no report.
func looksLikeRoster(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".xlsx", ".xls", ".et", ".ods":
	default:
		return false
	}
	data, err := archive.OnDisk().ReadFile(path)
	return err == nil && units.IsRoster(path, data)
}

// writeRoster is the hint to count units by a roster: one that stands among the arguments gets its option.
func (s session) writeRoster(c *cli.Context) msg.Text {
	for _, a := range c.Args().Slice() {
		switch {
		case !looksLikeRoster(a):
		case c.NArg() == 1:
			return s.writeFor(a, s.t("收件", "returned"), "--roster", a)
		default:
			return s.writeFor(a, "--roster", a)
		}
	}
	return s.write("--roster", s.t("名单.csv", "units.csv"))
}

// isRoster is the error of a roster that was given as a report.
func (s session) isRoster(path string) error {
	return &msg.Problem{Where: path, What: msg.T("这像是单位名单，不是年度报告", "this looks like a roster of units, not a report"),
		Hint: msg.F("清点各单位报了没有：%s", "to count which units have reported: %s", typed([]string{"status", s.t("收件", "returned"), "--roster", path}))}
}

// isOther is the error of a file that was given as a report, and of which it is known what it is instead.
func (s session) isOther(path string, what msg.Text) error {
	if looksLikeRoster(path) {
		return s.isRoster(path)
	}
	return &msg.Problem{Where: path, What: msg.F("这是%s，不是年度报告", "this is %s and no report", what)}
}

// unitTemplates makes one workbook for every unit that reports itself. All of
// them are new, unless forced: a file that is there may have been filled in.
func (s session) unitTemplates(c *cli.Context) error {
	for _, other := range []string{"organ", "type", "fill"} {
		if c.String(other) != "" {
			return usage("--roster 与 --%s 不能同时使用", "use --roster or --%s, not both", other)
		}
	}
	list, err := s.rosterOf(c)
	if err != nil {
		return err
	}
	y, err := year(c)
	if err != nil {
		return err
	}
	if y == 0 {
		return usageSo(s.write("--year", yearDue()), "没有指定报告年度：--year %s", "no report year: --year %s", yearDue())
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition"), Year: y})
	if err != nil {
		return err
	}
	if given := c.String("o"); !exists(given) && !meansFolder(given) {
		if ending := filepath.Ext(given); otherFormats[strings.ToLower(strings.TrimPrefix(ending, "."))] {
			return usageSo(s.writeValue("-o", given, strings.TrimSuffix(given, ending)), "为名单上的每个单位各写一份，-o 后面是文件夹，而“%s”像一个文件", "every unit of the roster gets a workbook of its own: behind -o stands a folder, and %q looks like a file", given)
		}
	}
	out, err := outputOf(c, s.t("空白模板", "templates"))
	if err != nil {
		return err
	}
	due, dir, force := list.Due(), out.path, out.force
	files := units.UnitFiles(dir, due, ".xlsx")
	in := sourcesOf(c)
	if err := in.outside(dir); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	last, err := s.unitsLast(ctx, c, list, y)
	if err != nil {
		return err
	}
	to, err := s.beginBatch(in, dir, files, force)
	if err != nil {
		return err
	}
	var notes []msg.Text
	zeros := make([]msg.Text, len(files)) // what each was filled with
	err = writeMany(ctx, s.newProgress(s.t("生成", "making"), len(files)), func(i int) ([]msg.Text, error) {
		return s.unitTemplate(form, y, due[i], last[due[i]].File, files[i], to, zeroing{c.Bool("zeros"), &zeros[i]})
	}, func(i int, of []msg.Text) error {
		for _, n := range of {
			notes = append(notes, msg.F("%s：%s", "%s: %s", due[i].Name, n))
		}
		return nil
	}, func(n int64) msg.Text {
		return msg.F("已生成 %d 份，都是完整的；其余没有生成", "%d workbooks were made, all of them whole; the others were not", n)
	})
	s.warnAll(notes)
	if err != nil {
		return err
	}
	to.end()
	s.tell(msg.F("已生成 %d 份：%s%s", "%d workbooks made: %s%s", len(files), dir, out.note))
	zeros = slices.DeleteFunc(zeros, msg.Text.IsZero)
	if len(zeros) > 0 {
		s.tell(msg.F("其中 %d 份%s", "%d of them were %s", len(zeros), zeros[0]))
	}
	return nil
}

// zeroing says whether a unit's workbook is filled with zeros, and where to say what was filled.
type zeroing struct {
	wanted bool
	done   *msg.Text
}

// unitTemplate writes one unit's workbook, with zeros as [gkxl.FillZeros] fills them in if they are wanted.
func (s session) unitTemplate(form *model.Form, year int, u *units.Unit, last, path string, to *batch, zeros zeroing) (notes []msg.Text, err error) {
	report := units.UnitReport(form, year, u)
	if last != "" {
		before, err := gkxl.ImportFile(last, gkxl.ImportOptions{})
		if err != nil {
			return nil, err
		}
		if report, notes, err = units.UnitReportFrom(before, form, u); err != nil {
			return nil, msg.At(path, err)
		}
	}
	if zeros.wanted {
		var more []msg.Text
		var err error
		if *zeros.done, more, err = gkxl.FillZeros(report); err != nil { // it has applications, and is made without zeros
			more = []msg.Text{msg.Of(err)}
		}
		notes = append(notes, more...)
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, report); err != nil {
		return nil, msg.At(path, err)
	}
	return notes, to.write(path, b.Bytes())
}

// unitsLast are the units' reports on the year before, of those in the folder
// given with --from.
func (s session) unitsLast(ctx context.Context, c *cli.Context, list *units.Roster, year int) (map[*units.Unit]units.Submission, error) {
	dir := c.String("from")
	if dir == "" {
		return nil, nil
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, osfile.FileError(dir, err)
	}
	all, err := s.lastReports(ctx, c, dir, list, year-1)
	if err != nil {
		return nil, err
	}
	of := all.OfUnits(list, year)
	s.warnAll(all.Notes)
	return of, nil
}

// warnAll gives the first notes, and says how many more there are.
func (s session) warnAll(notes []msg.Text) {
	const most = 20
	s.warn(notes[:min(most, len(notes))]...)
	if n := len(notes) - most; n > 0 {
		s.warn(msg.F("另有 %d 条", "and %d more", n))
	}
}
