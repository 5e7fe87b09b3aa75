package main

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

func briefCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "brief",
		Usage:     s.t("给领导看的一页纸：六项数字、增减、占比、图、警告和说明", "one page for a leader: six figures, changes, shares, a chart, warnings and explanations"),
		ArgsUsage: s.t("年报.xlsx [--last 上年.xlsx] [-o 简报.docx|.pdf|.html]；或 汇总.xlsx；或 文件夹 --roster 名单.csv", "REPORT.xlsx [--last LAST.xlsx] [-o BRIEF.docx|.pdf|.html]; or TOTAL.xlsx; or FOLDER --roster UNITS.csv"),
		Description: s.t("正好一页 A4。不写 -o 则为当前文件夹的“原名（简报）.docx”。报告有错误的，写在最前面；放不下的写明条数。汇总另有各单位的占比和要联系的三个单位，写明为什么。六项数字、占比和图是数据，见 templates/forms/indicators.yaml。退出码：0，报告有错误或单位没有报齐为 1（简报照样写出），2 用法错误或读写失败。",
			"Exactly one A4 page; without -o NAME (brief).docx in the current folder. Errors in the report stand at its top; what finds no room is said with its number. A total adds its units' shares and the three units to call, with the reason. The six figures, the shares and the chart are data, see templates/forms/indicators.yaml. Exit codes: 0, 1 if the report has errors or not all units are in (the page is written all the same), 2 usage or I/O."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "last", Usage: s.t("同一机关上年的报告，或其中有它的文件夹；汇总用上年的汇总；文件夹用各单位上年报告的文件夹", "the same organ's report on the year before, or a folder that holds it; of a total, last year's total; of a folder, the folder of its units' reports")},
			renamedFlag(s), rosterFlag(s),
			&cli.StringFlag{Name: "organ", Usage: s.t("机关名称，文件里没有时用", "the organ's name, for a file that has none")},
			&cli.StringFlag{Name: "year", Usage: s.t("报告年度", "the report year")},
			&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
			localFlag(s),
			disableFlag(s), gradeFlag(s), acceptTotalsFlag(s),
			pdfMissingFlag(s), fontFlag(s), noCacheFlag(s),
		}, outputFlags(s)...),
		Action: func(c *cli.Context) error { return s.brief(c) },
	}
}

func (s session) brief(c *cli.Context) error {
	if !c.Args().Present() {
		return usage("请给出一份报告、一份汇总，或各单位报告所在的文件夹", "give a report, a total, or the folder of units' reports")
	}
	to, err := outputOf(c, s.nameFrom(c.Args().First(), s.t("（简报）", " (brief)"), ".docx"))
	if err != nil {
		return err
	}
	out := to.path
	o := gkxl.BriefOptions{Lang: s.lang, File: c.Args().First()}
	if o.Format, err = formatOf(c, out, gkxl.BriefFormats...); err != nil {
		return err
	}
	if o.Format == "pdf" {
		if o.PDF, err = s.pdfOptions(c); err != nil {
			return err
		}
	}
	var report *model.Report
	wrong := false
	if first := c.Args().First(); c.NArg() > 1 || isFolder(first) || c.String("roster") != "" && archive.IsName(first) {
		for _, name := range []string{"organ", "renamed"} {
			if c.IsSet(name) {
				return usage("--%s 只用于一份报告", "--%s is for one report", name)
			}
		}
		if o.Units, err = s.resultsOf(c, out); err != nil {
			return err
		}
		if len(o.Units.Units) == 0 {
			return &msg.Problem{Where: first, What: msg.T("没有一个单位的报告能计入", "no unit's report can be counted"), Hint: msg.T("用“gkxl indicators”查看各自的原因", "see the reasons with \"gkxl indicators\"")}
		}
	} else {
		if c.IsSet("accept") {
			return usage("--accept 只用于各单位的报告", "--accept is for the reports of units")
		}
		if err := s.free(c, out); err != nil {
			return err
		}
		if report, err = s.briefOf(c, &o); err != nil {
			return err
		}
		wrong = check.Count(o.Findings)[model.Error] > 0
	}
	write := func(w io.Writer) (pdfout.Result, error) { return gkxl.Brief(w, report, o) }
	if err := s.emitTo(out, to.force, func(w io.Writer) error { return s.printed(write(w)) }); err != nil {
		return err
	}
	if toFile(out) {
		s.tell(msg.F("简报已写出：%s%s", "the brief is written: %s%s", out, to.note))
		if wrong {
			s.tell(msg.T("报告有错误，写在简报的最前面", "the report has errors; they stand at the top of the page"))
		}
	}
	return exitIf(wrong || o.Units != nil && !o.Units.Complete())
}

// briefOf reads one report, checks it, and adds the units of one that is a total.
func (s session) briefOf(c *cli.Context, o *gkxl.BriefOptions) (*model.Report, error) {
	src, err := source(c)
	if err != nil {
		return nil, err
	}
	if o.Check, err = checkOptions(c, src.Form); err != nil {
		return nil, err
	}
	among, noteUnused, err := s.lastYearAmong(c, &src)
	if err != nil {
		return nil, err
	}
	defer noteUnused()
	path := c.Args().First()
	r, err := gkxl.ImportFile(path, src)
	if err != nil {
		return nil, err
	}
	if err := o.Check.Validate(r.Form); err != nil {
		return nil, msg.At(path, err)
	}
	o.Last = src.Last
	if src.LastOf != nil {
		o.Last, _ = src.LastOf(r) // its error was one of the import
		if o.Last == nil {
			s.warn(s.notCompared(c, r, among))
		}
	}
	o.Check.Last, o.Check.Renamed, o.Check.LastSought = o.Last, src.Renamed || src.LastOf != nil, src.LastOf != nil
	o.Findings = append([]gkxl.Finding{}, gkxl.Check(r, o.Check)...) // not nil: it was checked
	if len(r.Sources) == 0 {
		return r, nil
	}
	return r, s.unitsOfTotal(r, path, o)
}

// notCompared says why a report is not compared with last year: the folder given with --last, with all its reports, does not
// hold its organ's.
func (s session) notCompared(c *cli.Context, r *model.Report, all *units.LastReports) msg.Text {
	folder := c.String("last")
	switch {
	case r.Organ == "" && r.Code == "":
		return msg.F("没有与上年比较：报告没有写机关名称，不知道“%s”中哪一份是它上年的；用 --organ 写明", "not compared with last year: the report names no organ, and it is not known which in %q is its last year's; name it with --organ", folder)
	case r.Year == 0:
		return msg.F("没有与上年比较：报告没有写年度，不知道“%s”中哪一份是它上年的；用 --year 写明", "not compared with last year: the report names no year, and it is not known which in %q is its last year's; name it with --year", folder)
	}
	t := msg.F("没有与上年比较：“%s”中没有“%s”%d 年度的报告", "not compared with last year: %q holds no report of %q on %d", folder, cmp.Or(r.Organ, r.Code), r.Year-1)
	if len(r.Sources) == 0 {
		return t
	}
	on, others := all.OnYear(r.Year - 1)
	if len(on) == 0 {
		return msg.F("%s；请用 --last 给出 %d 年度各单位报告所在的文件夹，或上年的汇总", "%s; give the folder of the units' reports on %d with --last, or last year's total", t, r.Year-1)
	}
	from, without := mergeable(folder, on, others)
	if len(without) > msg.MaxNamed {
		return msg.F("%s；请把 %d 年度的 %d 份报告放在一个文件夹里（另有 %d 份是别的年度的或无法读取），用“gkxl merge”汇总，再用 --last 给出汇总",
			"%s; put the reports on %d, %d of them, into a folder of their own (%d others are on other years or cannot be read), make their total with \"gkxl merge\", and give that with --last", t, r.Year-1, len(on), len(without))
	}
	command := []string{"merge", from}
	if r.Organ != "" {
		command = append(command, "--organ", r.Organ)
	}
	for _, f := range without {
		command = append(command, "--without", f)
	}
	last := freeName(s.t("上年汇总.xlsx", "last-total.xlsx"))
	t = msg.F("%s；先汇总上年的报告：%s，再写 --last %s", "%s; make the total of that year first: %s, then give --last %s", t,
		typed(append(command, "--year", strconv.Itoa(r.Year-1), "-o", last)), last)
	if n := len(slices.DeleteFunc(on, func(f units.Submission) bool { return f.Errors == 0 })); n > 0 {
		t = msg.F("%s（其中 %d 份有错误：汇总时会列出，改正后再汇总，或加 --accept errors）", "%s (%d of them have errors: they will be listed; have them corrected, or add --accept errors)", t, n)
	}
	return t
}

// mergeable is the folder to sum the reports on a year from, the innermost that holds all of them, and the paths of the
// others in it, which are to be left out.
func mergeable(folder string, on, others []units.Submission) (from string, without []string) {
	from = folder
	if isFolder(folder) {
		from = filepath.Dir(on[0].File)
		for _, f := range on {
			for !strings.HasPrefix(f.File, from+string(filepath.Separator)) && len(from) > len(folder) {
				from = filepath.Dir(from)
			}
		}
		if !isFolder(from) || len(from) <= len(filepath.Clean(folder)) { // in an archive, or as it was written
			from = folder
		}
	}
	for _, f := range others {
		if from == folder || strings.HasPrefix(f.File, from+string(filepath.Separator)) {
			without = append(without, f.File)
		}
	}
	return from, without
}

// unitsOfTotal adds the indicators of the units that a total lists, with those of last year's total.
func (s session) unitsOfTotal(r *model.Report, path string, o *gkxl.BriefOptions) error {
	var lastOf func(code, name string, year int) (*units.Submission, error)
	if o.Last != nil && len(o.Last.Sources) > 0 {
		last, err := indicators.Submission(path, o.Last)
		if err != nil {
			return err
		}
		all, err := units.NewLastReports(nil, []units.Submission{last}, o.Last.Year)
		if err != nil {
			return err
		}
		if err := all.AddUnitsOf(func(string) (*model.Report, error) { return o.Last, nil }); err != nil {
			return err
		}
		lastOf = all.Of
	}
	var err error
	o.Units, err = indicators.OfTotal(path, r, lastOf)
	return err
}
