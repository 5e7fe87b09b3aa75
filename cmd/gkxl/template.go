package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

func rulesCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     s.t("列出规则，解释一条规则，或查一格受哪些规则约束", "list the rules, explain one, or tell which guard a cell"),
		ArgsUsage: s.t("[规则编号|格] [-o 文件.txt]", "[RULE|CELL] [-o FILE.txt]"),
		Description: s.t("格写编号（requests.new.total）、空白模板中的地址（三、依申请公开!D5，只写 D5 则各表的 D5 都列出），或行和列的名称（新收）。",
			"CELL is a field id (requests.new.total), an address of the blank template (without a sheet, that cell of every table), or the labels of row and column."),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "cell", Usage: s.t("格的编号或地址", "id or address of a cell")},
			localFlag(s),
		}, formFlags(s), outputFlags(s)),
		Action: func(c *cli.Context) error {
			forms, err := rulesForms(c)
			if err != nil {
				return err
			}
			if c.NArg() > 1 && rulebook.Has(forms, strings.ToUpper(c.Args().First())) {
				return usage("一次只解释一条规则", "one rule at a time")
			}
			if _, err := formatOf(c, c.String("o"), "text"); err != nil {
				return err
			}
			var rules *gkxl.LocalRules
			if path := c.String("local"); path != "" {
				form, err := formGiven(c)
				if err != nil {
					return err
				}
				if rules, err = gkxl.ReadLocalRulesFile(path, form); err != nil {
					return err
				}
			}
			return s.emit(c, msg.T("规则", "the rules"), func(b io.Writer) error {
				if rules != nil && c.Args().Present() {
					if found, err := rulebook.ExplainLocal(b, rules, strings.ToUpper(c.Args().First()), s.lang); found {
						return err
					}
				} else if rules != nil && c.String("cell") == "" {
					return rulebook.ListLocal(b, rules, s.lang)
				}
				switch {
				case c.String("cell") != "":
					return rulebook.WriteGuards(b, forms, c.String("cell"), s.lang)
				case c.Args().Present():
					return s.ruleOrCell(b, forms, c.Args().Slice())
				}
				return rulebook.List(b, forms, s.lang)
			})
		},
	}
}

// ruleOrCell explains the rule that arguments name, or else tells which rules guard the cell that they name.
func (s session) ruleOrCell(w io.Writer, forms []*model.Form, args []string) error {
	err := rulebook.Explain(w, forms, strings.ToUpper(args[0]), s.lang)
	if err == nil {
		return nil
	}
	noCell := rulebook.WriteGuards(w, forms, strings.Join(args, " "), s.lang)
	if noCell != nil && ruleID.MatchString(args[0]) {
		return err
	}
	return noCell
}

// ruleID matches what is written like the id of a rule and not like a cell.
var ruleID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9-]+$|^[A-Za-z]+$`)

// rulesForms are the form that was asked for, or else all editions, the oldest first.
func rulesForms(c *cli.Context) ([]*model.Form, error) {
	form, err := formGiven(c)
	if err != nil {
		return nil, err
	}
	forms, err := formsFor(form)
	slices.Reverse(forms)
	return forms, err
}

func formCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "form",
		Usage:     s.t("打印一个版本的格式文件，供制作自定义格式时参考", "print an edition's form file, to write a variant from"),
		ArgsUsage: s.t("[版本] [-o 文件.yaml]", "[EDITION] [-o FILE.yaml]"),
		Flags:     outputFlags(s),
		Action: func(c *cli.Context) error {
			if _, err := formatOf(c, c.String("o"), "yaml"); err != nil {
				return err
			}
			id := c.Args().First()
			if id == "" {
				id = templates.Editions()[len(templates.Editions())-1]
			}
			data, err := templates.Source(id)
			if err != nil {
				return err
			}
			return s.emit(c, msg.T("格式文件", "the form file"), func(b io.Writer) error { _, err := b.Write(data); return err })
		},
	}
}

func formFlags(s session) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "edition", Usage: s.t("格式版本，如 2021；不写则由年度决定", "edition of the form, such as 2021; otherwise the year decides")},
		&cli.StringFlag{Name: "form", Usage: s.t("自定义格式的文件", "a variant's form file")},
	}
}

func outputFlags(s session) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: s.t("输出文件；- 为标准输出", "output file; - is standard output")},
		&cli.BoolFlag{Name: "force", Usage: s.t("覆盖已有的文件", "overwrite an existing file")},
	}
}

func templateCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "template",
		Usage:     s.t("生成填报用的工作簿", "make the workbook to fill in"),
		ArgsUsage: "--year 2024 --organ " + s.t("机关名称 [-o 文件.xlsx]", "NAME [-o FILE.xlsx]"),
		Description: s.t("空白模板，或用 --fill 填好的工作簿。格式版本由报告年度决定。有 --roster 时，-o 是文件夹，为名单上的每个单位各生成一份。不写 -o 时写成“机关名称 年度.xlsx”，放在当前文件夹，不覆盖已有的文件。",
			"A blank template, or with --fill a filled one. The report year decides the edition. With --roster, -o is a folder and every unit gets a workbook. Without -o it is named after organ and year, in the current folder, and overwrites nothing."),
		Flags: append(append([]cli.Flag{
			&cli.StringFlag{Name: "year", Usage: s.t("报告所述的年度", "the year reported on")},
			&cli.StringFlag{Name: "organ", Usage: s.t("机关全称", "full name of the organ")},
			&cli.StringFlag{Name: "type", Usage: s.t("机关类型，如 city；见 docs/guide.md", "kind of organ, such as city")},
			&cli.StringFlag{Name: "fill", Usage: s.t("填入报告（gkxl-report/1 的 JSON）；- 为标准输入", "fill in a report (JSON, gkxl-report/1); - is standard input")},
			&cli.StringFlag{Name: "from", Usage: s.t("由上年的报告开始：取来机关名称和结转的数字；与 --roster 合用时是文件夹，各单位按代码、名称、曾用名找到自己的", "begin with last year's report: organ and carried figures; with --roster a folder, where each unit's is found by code, name or former name")},
			&cli.BoolFlag{Name: "zeros", Usage: s.t("没有收到申请的单位：三、四两表的空格填 0，并写入相应的句子", "a unit without applications: fill the blank cells of tables three and four with 0, and write the sentences that say so")},
			rosterFlag(s), noCacheFlag(s),
		}, formFlags(s)...), outputFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return s.unexpected(c, c.Args().First())
			}
			if c.String("roster") != "" {
				return s.unitTemplates(c)
			}
			if _, err := formatOf(c, c.String("o"), "xlsx"); err != nil {
				return err
			}
			report, err := s.filled(c)
			if err != nil {
				return err
			}
			name := strings.TrimSpace(fmt.Sprintf("%s %d", cmp.Or(report.Organ, report.Form.Title.ZH), report.Year))
			if report.Year == 0 {
				name = cmp.Or(report.Organ, report.Form.Title.ZH)
			}
			out, err := outputOf(c, units.SafeName(name)+".xlsx")
			if err != nil {
				return err
			}
			if report.Year != 0 && !report.Form.Years.Contains(report.Year) {
				s.warn(msg.F("%d 年度的报告不用 %s 版格式；已按要求生成，核对时会报错误", "reports on %d do not use edition %s; made as asked, and a check will say so", report.Year, report.Form.ID))
			}
			var done msg.Text
			var notes []msg.Text
			if c.Bool("zeros") {
				if done, notes, err = gkxl.FillZeros(report); err != nil {
					return err
				}
			}
			if err := s.emitAt(c, out, func(w io.Writer) error { return gkxl.Template(w, report) }); err != nil {
				return err
			}
			s.wrote(templateOf(report), out)
			if c.Bool("zeros") {
				s.tell(done)
				s.warn(notes...)
			}
			return nil
		},
	}
}

// templateOf says which workbook was made.
func templateOf(r *model.Report) msg.Text {
	if r.Year == 0 {
		return msg.F("模板（%s 版）", "the template (edition %s)", r.Form.ID)
	}
	return msg.F("模板（%d 年度，%s 版）", "the template (%d, edition %s)", r.Year, r.Form.ID)
}

// unexpected is the error of an argument where only options are taken: the year, the name of an organ, a roster, or last
// year's report most likely.
func (s session) unexpected(c *cli.Context, arg string) error {
	option := "--organ"
	n, _ := strconv.Atoi(arg)
	switch ending := strings.ToLower(filepath.Ext(arg)); {
	case n > 1000 && n < 10000:
		option = "--year"
	case ending == ".csv":
		option = "--roster"
	case isPathLike(arg):
		option = "--from"
	}
	if c.IsSet(strings.TrimLeft(option, "-")) || c.NArg() > 1 {
		return usage("多余的参数“%s”", "unexpected argument %q", arg)
	}
	return usageSo(s.writeFor(arg, option, arg), "多余的参数“%s”", "unexpected argument %q", arg)
}

func (s session) warn(notes ...msg.Text) {
	for _, n := range notes {
		s.tell(msg.F("注意：%s", "note: %s", n))
	}
}

// filled gives the form and the report a workbook is to be made of.
func (s session) filled(c *cli.Context) (*model.Report, error) {
	year, err := year(c)
	if err != nil {
		return nil, err
	}
	var fixed *model.Form
	choice := gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition"), Year: year}
	if choice != (gkxl.FormChoice{}) {
		if fixed, err = gkxl.FormFor(choice); err != nil {
			return nil, err
		}
	}
	var report *model.Report
	if c.String("from") != "" {
		if report, err = s.carried(c, fixed, year); err != nil {
			return nil, err
		}
	} else if path := c.String("fill"); path != "" {
		data, err := osfile.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var chosen *model.Form
		if choice.File != "" || choice.Edition != "" || !namesForm(data) {
			chosen = fixed
		}
		if report, err = gkxl.Import(c.String("fill"), data, gkxl.ImportOptions{Form: chosen}); err != nil {
			return nil, msg.At(path, err)
		}
	} else if fixed == nil {
		return nil, usageSo(s.write("--year", yearDue()), "没有指定报告年度：--year %s", "no report year: --year %s", yearDue())
	} else {
		report = model.NewReport(fixed)
	}
	if year != 0 {
		report.Year = year
	}
	if v := c.String("organ"); v != "" {
		report.Organ = v
	}
	if v := c.String("type"); v != "" {
		if _, ok := report.Form.OrganType(v); !ok {
			return nil, usageSo(report.Form.OrganTypesFor(v), "没有机关类型“%s”", "there is no kind of organ %q", v)
		}
		report.OrganType = v
	}
	return report, nil
}

// namesForm tells a fill file that says its own form or year from a bare set of
// values, for which the options decide.
func namesForm(data []byte) bool {
	_, err := gkxl.Import("", data, gkxl.ImportOptions{})
	return err == nil
}
