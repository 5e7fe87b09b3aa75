package main

import (
	"cmp"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

func checkCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     s.t("核对工作簿：哪里不平、哪里没填、该怎么改", "check workbooks: what does not balance, what is missing, what to do"),
		ArgsUsage: s.t("文件或文件夹…", "FILES|FOLDERS..."),
		Description: s.t("退出码：0 通过，1 有不通过的结果，2 用法错误或文件无法读取。错误级规则不能停用。",
			"Exit codes: 0 clean, 1 findings that fail, 2 usage or unreadable input. Errors cannot be switched off."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text、json、html、md、sarif、xlsx", "output: text, json, html, md, sarif or xlsx")},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: s.t("把结果写到这个文件；不写则为标准输出", "write the results to this file rather than to standard output")},
			&cli.StringSliceFlag{Name: "set", Usage: s.t("假设一格是另一个数再核对，如 requests.new.total=41 或 三、依申请公开!J5=41；不改文件", "check as if a cell said something else, such as requests.new.total=41 or an address; the file is not changed")},
			&cli.StringFlag{Name: "fail", Value: "error", Usage: s.t("从哪一级起算不通过：error 或 warning", "what fails: error or warning")},
			disableFlag(s), gradeFlag(s),
			&cli.BoolFlag{Name: "all", Usage: s.t("在终端上核对多个文件时，也逐条列出结果；写到文件和管道的总是逐条", "list every finding of several files on a terminal too; files and pipes always get all of them")},
			&cli.BoolFlag{Name: "text", Usage: s.t("列出叙述中的每个数字：与表格相符、不符，还是与表格无关", "list every figure of the narratives: whether it agrees with the tables, disagrees, or is not about them")},
			&cli.BoolFlag{Name: "blanks", Usage: s.t("列出空着的格：填 0 后勾稽是否成立", "list the blank cells: whether the identities hold with 0 in them")},
			&cli.BoolFlag{Name: "publish", Usage: s.t("公布前的检查：个人信息、批注、隐藏内容、作者信息、占位符", "look for what must not be published: personal data, comments, hidden content, authors, placeholders")},
			localFlag(s), lastFlag(s), renamedFlag(s), lastRosterFlag(s),
			&cli.StringSliceFlag{Name: "units", Usage: s.t("核对汇总是否等于各单位之和：单位的文件或文件夹，可写多次", "prove that a total is the sum of its units: their files or folders, may be repeated")},
			noCacheFlag(s),
			&cli.StringFlag{Name: "mark", Usage: s.t("把标注了问题的工作簿写到这里；核对多个文件时是文件夹；不写名称则为当前文件夹的“原名（标注）.xlsx”，多个文件为文件夹“标注”", "write the workbook with its findings marked here; a folder for several files; without a name \"NAME (marked).xlsx\", for several files the folder marked, in the current folder")},
			&cli.BoolFlag{Name: "force", Usage: s.t("覆盖已有的输出文件和标注文件", "overwrite existing output and marked files")},
		}, slices.Concat(returnFlags(s), printFlags(s), sourceFlags(s))...),
		Action: func(c *cli.Context) error { return s.check(c) },
	}
}

func (s session) check(c *cli.Context) error {
	if !c.Args().Present() {
		return s.nothingToCheck(c)
	}
	format, err := formatOf(c, c.String("output"), findings.Formats...)
	if err != nil {
		return err
	}
	if f := c.String("fail"); f != "error" && f != "warning" {
		return usage("--fail 应是 error 或 warning", "--fail is error or warning")
	}
	src, err := source(c)
	if err != nil {
		return err
	}
	opts, err := checkOptions(c, src.Form)
	if err != nil {
		return err
	}
	opts.Figures, opts.Blanks, opts.Publish = c.Bool("text"), c.Bool("blanks"), c.Bool("publish")
	noteUnused, err := s.lastYear(c, &src)
	if err != nil {
		return err
	}
	defer noteUnused()
	found, err := s.filesToCheck(c)
	if err != nil {
		return err
	}
	run, err := s.newCheckRun(c, gkxl.CheckJob{Import: src, Check: opts, Beside: found.Beside}, found.Files, format)
	if err != nil {
		return err
	}
	run.checkFiles()
	return run.finish()
}

// nothingToCheck is the error of a command line without a file.
func (s session) nothingToCheck(c *cli.Context) error {
	if given := c.String("mark"); isPathLike(given) {
		return usageSo(msg.F("请写：%s", "write: %s", typed(append(slices.DeleteFunc(slices.Clone(s.args), func(a string) bool { return a == "--mark" }), "--mark"))), "“%s”写在 --mark 后面，被当作标注后的文件名；没有要核对的文件", "%q stands behind --mark and names the marked file; there is no file to check", given)
	}
	return usageSo(s.write(s.anyReport()), "请给出要核对的文件或文件夹", "give files or folders to check")
}

// filesToCheck finds the files, and says what is not checked.
func (s session) filesToCheck(c *cli.Context) (units.Found, error) {
	if list := c.String("roster"); list != "" && c.String("last") == "" {
		s.warn(msg.F("check 不清点谁报了谁没报；要清点：%s", "check does not count who has reported; to count: %s", typed(append(append([]string{"status"}, c.Args().Slice()...), "--roster", list))))
	}
	found, err := units.Search(c.Args().Slice(), false)
	if err != nil {
		return found, err
	}
	s.notHeldAgainst(found)
	if skipped := s.passPictures(found.Skipped, msg.T("核对", "checked")); len(skipped) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件没有核对（不是年度报告，或已核对同名的工作簿）：%s", "%d files in the folders were not checked (no reports, or a workbook of the same name was): %s", len(skipped), listed(skipped)))
	}
	found.Files = slices.DeleteFunc(found.Files, func(f string) bool { return !slices.Contains(c.Args().Slice(), f) && isResult(c.String("output"), f) })
	return found, s.free(c, c.String("output"), found.Files...)
}

// unitsOf reads the units that a total is held against.
func (s session) unitsOf(c *cli.Context, args []string, src gkxl.ImportOptions, o check.Options) ([]units.Submission, error) {
	for _, a := range args {
		if _, err := os.Stat(a); err != nil {
			return nil, osfile.FileError(a, err)
		}
	}
	in, _, err := s.findSubmissions(args, "", nil)
	if err != nil {
		return nil, err
	}
	ctx, stop := interruptible()
	defer stop()
	g := units.Gathering{Source: gkxl.ImportOptions{Form: src.Form, LastOf: src.LastOf}, Options: check.Options{Disable: o.Disable, Regrade: o.Regrade}}
	submissions, err := s.readSubmissions(ctx, c, g, in, nil, nil)
	if err != nil {
		return nil, stopped(err, msg.F("已读取 %d 份（共 %d 份），没有核对", "%d of %d files were read, and nothing was checked", len(submissions), len(in)))
	}
	return submissions, nil
}

// passPictures says of the pictures among files that were skipped that nothing can be read in them, since a unit may have
// sent them in place of its report, and returns the others. Done is what was not done with them.
func (s session) passPictures(skipped []string, done msg.Text) (others []string) {
	var pictures []string
	for _, name := range skipped {
		if units.IsPicture(name) {
			pictures = append(pictures, name)
		} else {
			others = append(others, name)
		}
	}
	if len(pictures) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件没有%s（图片，无法读取其中的数字；文件名是单位的、该单位又没有别的报告的，请它改报工作簿或文档）：%s", "%d files in the folders were not %s (pictures, whose figures cannot be read; a unit whose name one of them bears and of which nothing else came should send a workbook or a document): %s", len(pictures), done, strings.Join(pictures, " ")))
	}
	return others
}

func listed(names []string) string {
	if len(names) > 3 {
		names = append(names[:3:3], "…")
	}
	return strings.Join(names, " ")
}

// disableFlag is --disable.
func disableFlag(s session) cli.Flag {
	return &cli.StringSliceFlag{Name: "disable", Usage: s.t("停用一条警告或提示规则，写规则编号，如 TEXT-STUB；全部编号见 gkxl rules", "switch a warning or hint off by the id of its rule, such as TEXT-STUB; gkxl rules lists them")}
}

// gradeFlag is --grade.
func gradeFlag(s session) cli.Flag {
	return &cli.StringSliceFlag{Name: "grade", Usage: s.t("改等级，如 TEXT-LENGTH=warning", "regrade, such as TEXT-LENGTH=warning")}
}

// checkOptions are held against every form in use, so that a misspelt rule is
// said once and before any file is read.
func checkOptions(c *cli.Context, form *model.Form) (check.Options, error) {
	o := check.Options{Regrade: map[string]model.Grade{}}
	for _, id := range commaList(c.StringSlice("disable")) {
		o.Disable = append(o.Disable, strings.ToUpper(id))
	}
	for _, kv := range commaList(c.StringSlice("grade")) {
		id, g, ok := strings.Cut(kv, "=")
		if !ok {
			return o, usage("--grade 应写成“规则=等级”，而不是“%s”", "--grade is RULE=GRADE, not %q", kv)
		}
		o.Regrade[strings.ToUpper(id)] = model.Grade(strings.ToLower(g))
	}
	if path := c.String("local"); path != "" {
		var err error
		if o.Local, err = gkxl.ReadLocalRulesFile(path, form); err != nil {
			return o, err
		}
	}
	if len(o.Disable)+len(o.Regrade) == 0 {
		return o, nil
	}
	forms, err := formsFor(form)
	if err != nil {
		return o, err
	}
	// A rule of one edition may be named though another edition lacks it.
	var bad error
	for _, f := range forms {
		err := o.Validate(f)
		if err == nil {
			return o, nil
		}
		bad = cmp.Or(bad, err)
	}
	return o, bad
}

// localFlag is --local of the commands that check.
func localFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "local", Usage: s.t("地方规则的文件（YAML）：当地通知的要求，见规则手册", "a file of local rules (YAML): what a city's notice demands; see the handbook of rules")}
}

// formsFor is a form alone, or without one every edition, the latest first.
func formsFor(form *model.Form) ([]*model.Form, error) {
	if form != nil {
		return []*model.Form{form}, nil
	}
	return templates.Candidates(nil)
}

func (s session) colour() bool {
	return os.Getenv("NO_COLOR") == "" && isTerminal(s.out) && paints(s.out)
}
