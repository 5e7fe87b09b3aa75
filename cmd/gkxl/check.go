package main

import (
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/templates"
)

func checkCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     s.t("核对工作簿：哪里不平、哪里没填、该怎么改", "check workbooks: what does not balance, what is missing, what to do"),
		ArgsUsage: s.t("文件或文件夹…", "FILES|FOLDERS..."),
		Description: s.t("退出码：0 通过，1 有不通过的结果，2 用法错误或文件无法读取。错误级规则不能停用。",
			"Exit codes: 0 clean, 1 findings that fail, 2 usage or unreadable input. Errors cannot be switched off."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Value: "text", Usage: s.t("输出格式：text 或 json", "output: text or json")},
			&cli.StringFlag{Name: "fail", Value: "error", Usage: s.t("从哪一级起算不通过：error 或 warning", "what fails: error or warning")},
			&cli.StringSliceFlag{Name: "disable", Usage: s.t("停用一条警告或提示规则", "switch a warning or hint off")},
			&cli.StringSliceFlag{Name: "grade", Usage: s.t("改等级，如 TEXT-LENGTH=warning", "regrade, such as TEXT-LENGTH=warning")},
			&cli.StringFlag{Name: "mark", Usage: s.t("把标注了问题的工作簿写到这里；核对多个文件时是文件夹", "write the workbook with its findings marked here; a folder for several files")},
			&cli.BoolFlag{Name: "force", Usage: s.t("覆盖已有的标注文件", "overwrite existing marked files")},
		}, sourceFlags(s)...),
		Action: func(c *cli.Context) error { return s.check(c) },
	}
}

func (s session) check(c *cli.Context) error {
	if !c.Args().Present() {
		return usage("请给出要核对的文件或文件夹", "give files or folders to check")
	}
	if f := c.String("format"); f != "text" && f != "json" {
		return usage("--format 应是 text 或 json", "--format is text or json")
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
	files, skipped, err := gkxl.FindFiles(c.Args().Slice())
	if err != nil {
		return err
	}
	if len(skipped) > 0 {
		s.warn(say.F("文件夹中有 %d 个文件不是工作簿，没有核对：%s", "%d files in the folders are no workbooks and were not checked: %s", len(skipped), listed(skipped)))
	}
	marks, err := s.newMarking(c.String("mark"), c.Bool("force"), c.Args().Slice(), files)
	if err != nil {
		return err
	}
	var out gkxl.Printer
	if c.String("format") == "json" {
		out = gkxl.NewJSONPrinter(s.out, opts, s.lang)
	} else {
		out = gkxl.NewTextPrinter(s.out, opts, s.lang, s.colour())
	}
	batch := gkxl.Batch{Source: src, Options: opts}
	if marks != nil {
		batch.Also = marks.mark
	}
	bar := s.newProgress(s.t("核对", "checking"), len(files))
	exit := 0
	batch.Run(files, func(r gkxl.Result) {
		bar.clear()
		if err == nil {
			err = out.Add(r)
		}
		switch v := r.Verdict(); {
		case r.Err != nil:
			exit = exitTrouble
		case v == "fail", v == "warn" && c.String("fail") == "warning":
			exit = max(exit, exitFindings)
		}
		bar.step()
	})
	bar.clear()
	if err == nil {
		err = out.Close()
	}
	if marks != nil && err == nil {
		err = marks.report(s)
	}
	switch {
	case err != nil:
		return err
	case exit != 0:
		return code(exit)
	}
	return nil
}

func listed(names []string) string {
	if len(names) > 3 {
		names = append(names[:3:3], "…")
	}
	return strings.Join(names, " ")
}

// CheckOptions are held against every form in use, so that a misspelt rule is
// said once and before any file is read.
func checkOptions(c *cli.Context, form *model.Form) (check.Options, error) {
	o := check.Options{Regrade: map[string]model.Grade{}}
	for _, id := range c.StringSlice("disable") {
		o.Disable = append(o.Disable, strings.ToUpper(id))
	}
	for _, kv := range c.StringSlice("grade") {
		id, g, ok := strings.Cut(kv, "=")
		if !ok {
			return o, usage("--grade 应写成“规则=等级”，而不是“%s”", "--grade is RULE=GRADE, not %q", kv)
		}
		o.Regrade[strings.ToUpper(id)] = model.Grade(strings.ToLower(g))
	}
	if len(o.Disable)+len(o.Regrade) == 0 {
		return o, nil
	}
	forms := []*model.Form{form}
	if form == nil {
		forms = forms[:0]
		for _, id := range templates.Editions() {
			f, err := templates.Edition(id)
			if err != nil {
				return o, err
			}
			forms = append(forms, f)
		}
	}
	// A rule of one edition may be named though another edition lacks it.
	var bad error
	for _, f := range slices.Backward(forms) {
		err := o.Validate(f)
		if err == nil {
			return o, nil
		}
		if bad == nil {
			bad = err
		}
	}
	return o, bad
}

func (s session) colour() bool {
	f, ok := s.out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" {
		return false
	}
	return isTerminal(f)
}
