package main

import (
	"bytes"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func rulesCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     s.t("列出规则，解释一条规则，或查一格受哪些规则约束", "list the rules, explain one, or tell which guard a cell"),
		ArgsUsage: s.t("[规则编号] [--cell 格]", "[RULE] [--cell CELL]"),
		Description: s.t("--cell 可以是编号（requests.new.total）或空白模板中的地址（三、依申请公开!D5）。",
			"--cell takes a field id (requests.new.total) or an address of the blank template."),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "cell", Usage: s.t("格的编号或地址", "id or address of a cell")},
		}, formFlags(s)...),
		Action: func(c *cli.Context) error {
			if c.NArg() > 1 {
				return usage("一次只解释一条规则", "one rule at a time")
			}
			forms, err := rulesForms(c)
			if err != nil {
				return err
			}
			return s.emit("", false, func(b *bytes.Buffer) error {
				switch {
				case c.String("cell") != "":
					return rulebook.WriteGuards(b, forms, c.String("cell"), s.lang)
				case c.Args().Present():
					return rulebook.Explain(b, forms, strings.ToUpper(c.Args().First()), s.lang)
				}
				return rulebook.List(b, forms, s.lang)
			})
		},
	}
}

func rulesForms(c *cli.Context) ([]*model.Form, error) {
	if c.String("form") != "" || c.String("edition") != "" {
		f, err := gkxl.FormFor(gkxl.FormChoice{File: c.String("form"), Edition: c.String("edition")})
		return []*model.Form{f}, err
	}
	var forms []*model.Form
	for _, id := range templates.Editions() {
		f, err := templates.Edition(id)
		if err != nil {
			return nil, err
		}
		forms = append(forms, f)
	}
	return forms, nil
}

func formCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "form",
		Usage:     s.t("打印一个版本的格式文件，供制作自定义格式时参考", "print an edition's form file, to write a variant from"),
		ArgsUsage: s.t("[版本]", "[EDITION]"),
		Action: func(c *cli.Context) error {
			id := c.Args().First()
			if id == "" {
				id = templates.Editions()[len(templates.Editions())-1]
			}
			data, err := templates.Source(id)
			if err != nil {
				return err
			}
			return s.emit("", false, func(b *bytes.Buffer) error { b.Write(data); return nil })
		},
	}
}
