// Package rulebook writes the rules of forms for people: as a list, one rule with its
// ground and examples, the rules on one cell, and the handbook of all rules.
package rulebook

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// ruleEntry is a rule, as its newest form has it, with the ids of its forms.
type ruleEntry struct {
	rule  *model.Rule
	forms []string
}

// entries lists the rules of several forms, each once, in the order of the forms.
func entries(forms []*model.Form) []*ruleEntry {
	var out []*ruleEntry
	for _, f := range forms {
		at := 0
		for _, r := range f.Rules {
			i := slices.IndexFunc(out, func(e *ruleEntry) bool { return e.rule.ID == r.ID })
			if i < 0 {
				// A rule of a later form goes behind the one it follows there.
				out = slices.Insert(out, min(at, len(out)), &ruleEntry{r, []string{f.ID}})
				at++
				continue
			}
			out[i].rule = r
			out[i].forms = append(out[i].forms, f.ID)
			at = i + 1
		}
	}
	return out
}

// List lists the rules of forms, one on a line.
func List(w io.Writer, forms []*model.Form, lang msg.Lang) error {
	var b strings.Builder
	for _, e := range entries(forms) {
		fmt.Fprintf(&b, "%-20s %s  %s  %s\n", e.rule.ID, e.rule.Grade.Name().In(lang), strings.Join(e.forms, ","), e.rule.Title.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Has reports whether one of some forms has a rule.
func Has(forms []*model.Form, id string) bool {
	return slices.ContainsFunc(entries(forms), func(e *ruleEntry) bool { return e.rule.ID == id })
}

// Explain writes all about one rule: title, grade, ground, editions, what to
// do, and examples that pass and fail.
func Explain(w io.Writer, forms []*model.Form, id string, lang msg.Lang) error {
	for _, e := range entries(forms) {
		if e.rule.ID == id {
			_, err := io.WriteString(w, explanation(e, forms, lang, ""))
			return err
		}
	}
	return &msg.Problem{What: msg.F("没有编号为“%s”的规则", "there is no rule %q", id), Hint: msg.Meant(text.Near(id, lists.Map(entries(forms), func(e *ruleEntry) string { return e.rule.ID })), msg.T("用“gkxl rules”列出全部规则", "list them with \"gkxl rules\"")), Kind: msg.ErrUnknownRule}
}

// explanation is all about one rule, each line after bullet. With an empty bullet the
// first line is the rule's id and title.
func explanation(e *ruleEntry, forms []*model.Form, lang msg.Lang, bullet string) string {
	var b strings.Builder
	t := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	put := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s%s\n", bullet, key, value)
		}
	}
	if bullet == "" {
		fmt.Fprintf(&b, "%s  %s\n", e.rule.ID, e.rule.Title.In(lang))
	}
	put(t("等级：", "grade: "), e.rule.Grade.Name().In(lang))
	put(t("版本：", "editions: "), strings.Join(e.forms, t("、", ", ")))
	put(t("依据：", "ground: "), e.rule.Ground.In(lang))
	put(t("处理：", "do: "), e.rule.Do.In(lang))
	put(t("通过的例子：", "passes: "), example(e, forms, e.rule.Good, lang))
	put(t("不通过的例子：", "fails: "), example(e, forms, e.rule.Bad, lang))
	return b.String()
}

// example describes an example in the words of the newest form that has the rule.
func example(e *ruleEntry, forms []*model.Form, x model.Example, lang msg.Lang) string {
	var form *model.Form
	for _, f := range forms {
		if slices.Contains(e.forms, f.ID) {
			form = f
		}
	}
	var parts []string
	add := func(t msg.Text) { parts = append(parts, t.In(lang)) }
	switch {
	case x.Year > 0:
		add(msg.F("报告年度 %d", "report year %d", x.Year))
	case x.Year < 0:
		add(msg.T("没有报告年度", "no report year"))
	}
	if x.Organ != "" {
		add(msg.F("机关名称“%s”", "organ %q", x.Organ))
	}
	if t, ok := form.OrganType(x.Type); ok {
		add(msg.F("机关类型 %s", "kind of organ %s", t.Name()))
	} else if x.Type != "" {
		add(msg.F("机关类型写作“%s”", "kind of organ %q", x.Type))
	}
	for _, v := range values(form, x.Values) {
		add(v)
	}
	for _, s := range form.Sections {
		if v, ok := x.Texts[s.ID]; ok {
			add(msg.F("“%s”写作“%s”", "%q reads %q", s.Heading, v))
		}
	}
	if note, known := exampleNotes[x.Note]; known {
		add(note)
	} else if x.Note != "" {
		add(msg.T("（读取时发现）", "(found while reading)"))
	}
	if len(parts) == 0 && len(x.Units) == 0 && e.rule.Grade != model.Off {
		add(msg.T("各格填 0、叙述写全的报告", "a report with every cell 0 and every narrative written"))
	}
	for _, u := range x.Units {
		add(unitExample(form, u))
	}
	if x.Last != nil {
		add(msg.F("上年报告：%s", "last year's report: %s", example(e, forms, *x.Last, lang)))
	}
	if x.Other != nil {
		add(msg.F("另一单位的报告：%s", "another unit's report: %s", example(e, forms, *x.Other, lang)))
	}
	return strings.Join(parts, msg.T("；", "; ").In(lang))
}

// values are what an example gives fields, in the order of the form.
func values(form *model.Form, of map[string]string) (out []msg.Text) {
	for _, fd := range form.Fields {
		if v, ok := of[fd.ID]; ok {
			shown := cmp.Or(msg.T(v, v), msg.T("（空）", "(blank)"))
			out = append(out, msg.F("%s＝%s", "%s = %s", fd.Label(), shown))
		}
	}
	return out
}

// exampleNotes are the meanings of model.Example.Note.
var exampleNotes = map[string]msg.Text{
	"file": msg.T("一个网页改名为 .xlsx", "a web page renamed to .xlsx"), "table": msg.T("整张表不在文件中", "a whole table is not in the file"),
	"unfilled": msg.T("没有填写的模板", "a template nobody filled in"),
	"taken":    msg.T("从上年报告取来的是 3", "3 was taken over from last year's report"), "absent": msg.T("该格不在文件中", "the cell is not in the file"),
}

// unitNotes are the meanings of model.UnitExample.Note.
var unitNotes = map[string]msg.Text{
	"damaged": msg.T("来源表损坏", "the list of sources is damaged"), "unreadable": msg.T("无法读取", "cannot be read"),
	"twice": msg.T("另有一份内容不同的报告", "has filed something else too"), "errors": msg.T("有错误", "has errors"),
	"text": msg.T("文件改过，数没有变", "its file changed, its figures did not"), "others": msg.T("是别的年度的报告", "is on another year"),
}

// unitExample describes the part of an example that is about one unit.
func unitExample(form *model.Form, u model.UnitExample) msg.Text {
	list := func(of map[string]string) msg.Text {
		parts := values(form, of)
		if len(parts) == 0 {
			return msg.T("各格为 0", "all cells 0")
		}
		return msg.Join(parts, "，", ", ")
	}
	var t msg.Text
	switch {
	case u.Listed == nil && u.Now == nil:
		return msg.F("文件“%s”%s", "the file %q %s", u.Name, unitNotes[u.Note])
	case u.Listed == nil:
		t = msg.F("单位“%s”不在来源表中，文件里 %s", "unit %q is not in the list, its file has %s", u.Name, list(u.Now))
	case u.Now == nil && u.Note == "":
		t = msg.F("单位“%s”没有文件，来源表记 %s", "unit %q has no file, the list has %s", u.Name, list(u.Listed))
	case maps.Equal(u.Listed, u.Now) || u.Note == "damaged":
		t = msg.F("单位“%s”：%s", "unit %q: %s", u.Name, list(u.Listed))
	default:
		t = msg.F("单位“%s”：来源表记 %s，文件里 %s", "unit %q: the list has %s, its file %s", u.Name, list(u.Listed), list(u.Now))
	}
	if note := unitNotes[u.Note]; !note.IsZero() {
		t = msg.F("%s，%s", "%s, %s", t, note)
	}
	return t
}

// WriteGuards lists the rules that check a cell, which is given by field id, by its
// address in the blank template, or by its labels. An address without a sheet gives
// the cells of all sheets. An unknown cell is a *msg.Problem of kind
// msg.ErrUnknownField.
func WriteGuards(w io.Writer, forms []*model.Form, cell string, lang msg.Lang) error {
	var unknown error
	found := false
	for _, f := range forms {
		figures, err := pipeline.FiguresNamed(model.NewReport(f), cell)
		if err != nil {
			unknown = err
			continue
		}
		l := xlsx.NewLayout(f)
		for _, figure := range figures {
			for _, fd := range figure.Fields {
				found = true
				fmt.Fprintf(w, "%s  %s  %s\n", f.ID, l.Cell(fd), fd.ID)
				fmt.Fprintf(w, "  %s\n", fd.FullLabel())
				for _, r := range check.Guards(f, fd) {
					fmt.Fprintf(w, "  %-20s %s  %s\n", r.ID, r.Grade.Name().In(lang), r.Title.In(lang))
				}
			}
		}
	}
	if !found {
		return unknown
	}
	return nil
}

// Handbook writes the handbook of rules as Markdown.
func Handbook(w io.Writer, forms []*model.Form) error {
	var b strings.Builder
	b.WriteString("# 规则手册\n\n由规则数据生成，请勿手工修改：`go test . -run Handbook -update`。\n\n")
	b.WriteString("| 编号 | 等级 | 版本 | 内容 |\n| --- | --- | --- | --- |\n")
	all := entries(forms)
	for _, e := range all {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", e.rule.ID, strings.ToLower(e.rule.ID), e.rule.Grade.Name().ZH, strings.Join(e.forms, "、"), e.rule.Title.ZH)
	}
	for _, e := range all {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s\n\n%s", e.rule.ID, e.rule.Title.ZH, e.rule.Title.EN, explanation(e, forms, msg.ZH, "- "))
	}
	localHandbook(&b)
	b.WriteString("\n## 没有勾稽关系约束的格\n\n下列格只受单格规则（类型、空白、单位）约束，填错一个合理的数不会被发现：\n")
	for _, f := range forms {
		fmt.Fprintf(&b, "\n%s 版：\n\n", f.ID)
		for _, fd := range Unguarded(f) {
			fmt.Fprintf(&b, "- `%s` %s\n", fd.ID, fd.Label())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Unguarded lists the fields that no identity binds, in which a plausible wrong
// figure goes unnoticed.
func Unguarded(f *model.Form) []*model.Field {
	bound := map[*model.Field]bool{}
	for _, id := range f.Identities {
		if id.Rule.Relation == model.RelUnequal {
			continue
		}
		for _, t := range id.Terms() {
			bound[t.Field] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(f.Fields), func(fd *model.Field) bool { return bound[fd] })
}
