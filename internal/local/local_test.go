package local_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/msg"
)

// head begins a file; rule begins its only rule.
const (
	head = "id: T\ntitle: 通知\nrules:\n"
	rule = "  - {id: R, grade: warning, title: 题, ground: 第一条, "
)

// Mistakes are refused with their line, in both languages.
func TestFaults(t *testing.T) {
	for _, tc := range []struct{ name, text, where, want string }{
		{"empty", "", "a.yaml", "是空的"},
		{"comments only", "# 空\n", "a.yaml", "是空的"},
		{"not UTF-8", "id: \xb5\xd8", "a.yaml", "不是 UTF-8"},
		{"no YAML", "id: T\n\t- x: [\n", "a.yaml:2", "不是 YAML"},
		{"no mapping", "- a\n", "a.yaml:1", "键: 值"},
		{"null", "~\n", "a.yaml:1", "键: 值"},
		{"two documents", head + rule + "kind: length, min: 3}\n---\nid: U\n", "a.yaml", "几份 YAML"},
		{"no rules", "id: T\ntitle: 通知\n", "a.yaml:1", "缺少“rules”"},
		{"rules no list", "id: T\ntitle: 通知\nrules: {}\n", "a.yaml:3", "规则的列表"},
		{"unknown key", "id: T\ntitle: 通知\nrule: []\n", "a.yaml:3", "没有“rule”这一项"},
		{"twice", "id: T\nid: U\ntitle: 通知\n", "a.yaml:2", "写了两次"},
		{"bad id", "id: t\ntitle: 通知\nrules: [{}]\n", "a.yaml:1", "编号“t”不能用"},
		{"number for a text", "id: T\ntitle: []\nrules: [{}]\n", "a.yaml:2", "应是文字"},
		{"alias", "id: &a T\ntitle: *a\nrules: [{}]\n", "a.yaml:2", "引用"},
		{"no kind", head + rule + "min: 3}\n", "a.yaml:4", "缺少“kind”"},
		{"unknown kind", head + rule + "kind: size}\n", "a.yaml:4", "“size”不能用在这里"},
		{"another kind's key", head + rule + "kind: length, min: 3, names: [a]}\n", "a.yaml:4", "没有“names”这一项"},
		{"nothing demanded", head + rule + "kind: length}\n", "a.yaml:4", "至少要写：min、max"},
		{"no ground", head + "  - {id: R, grade: hint, title: 题, kind: length, min: 3}\n", "a.yaml:4", "缺少“ground”"},
		{"no such grade", head + "  - {id: R, grade: bad, title: 题, ground: 一, kind: length, min: 3}\n", "a.yaml:4", "error、warning"},
		{"the same id", head + rule + "kind: length, min: 3}\n" + rule + "kind: length, max: 3}\n", "a.yaml:5", "用了两次"},
		{"a word for a number", head + rule + "kind: length, min: 三}\n", "a.yaml:4", "整数"},
		{"below 1", head + rule + "kind: length, min: 0}\n", "a.yaml:4", "1 到 1000000"},
		{"min above max", head + rule + "kind: length, min: 9, max: 3}\n", "a.yaml:4", "大于"},
		{"no such section", head + rule + "kind: length, min: 9, sections: [nowhere]}\n", "a.yaml:4", "没有“nowhere”这个部分"},
		{"a table", head + rule + "kind: length, min: 9, sections: [requests]}\n", "a.yaml:4", "没有“requests”这个部分"},
		{"no such cell", head + rule + "kind: count, fields: [requests.all]}\n", "a.yaml:4", "没有编号为“requests.all”的格"},
		{"words without units", head + rule + "kind: count, words: [解读]}\n", "a.yaml:4", "要一起写"},
		{"text for a list", head + rule + "kind: phrase, must: 甲}\n", "a.yaml:4", "列表"},
		{"empty word", head + rule + "kind: phrase, must: ['']}\n", "a.yaml:4", "应有文字"},
		{"bad pattern", head + rule + "kind: phrase, must_match:\n     [甲,\n      '(乙']}\n", "a.yaml:6", "不是正则表达式"},
		{"pattern of nothing", head + rule + "kind: phrase, must_match: ['甲*']}\n", "a.yaml:4", "空的文字"},
		{"lookahead", head + rule + "kind: phrase, must_not_match: ['甲(?=乙)']}\n", "a.yaml:4", "不是正则表达式"},
		{"least above the names", head + rule + "kind: mention, names: [甲], least: 2}\n", "a.yaml:4", "1 到 1"},
		{"no with", head + rule + "kind: repetition, limit: 40}\n", "a.yaml:4", "缺少“with”"},
		{"limit above 99", head + rule + "kind: repetition, with: last, limit: 100}\n", "a.yaml:4", "1 到 99"},
	} {
		_, err := local.Parse("a.yaml", []byte(tc.text), formtest.Forms(t), local.DefaultLimits)
		var p *msg.Problem
		switch {
		case !errors.As(err, &p):
			t.Errorf("%s: accepted (%v)", tc.name, err)
		case p.Where != tc.where || !strings.Contains(p.What.ZH+p.Hint.ZH, tc.want):
			t.Errorf("%s: %v", tc.name, err)
		case p.What.EN == "" || p.Hint.ZH == "" || p.Hint.EN == "":
			t.Errorf("%s: %+v", tc.name, p)
		}
	}
}

// Every limit is tried with a small file.
func TestLimits(t *testing.T) {
	for _, tc := range []struct {
		limits local.Limits
		text   string
	}{
		{local.Limits{Bytes: 60, Rules: 9, Words: 9, Characters: 99}, head + rule + "kind: length, min: 3}\n"},
		{local.Limits{Bytes: 999, Rules: 1, Words: 9, Characters: 99}, head + rule + "kind: length, min: 3}\n" + strings.Replace(rule, "R", "S", 1) + "kind: length, min: 4}\n"},
		{local.Limits{Bytes: 999, Rules: 9, Words: 2, Characters: 99}, head + rule + "kind: phrase, must: [一, 二, 三]}\n"},
		{local.Limits{Bytes: 999, Rules: 9, Words: 9, Characters: 4}, head + rule + "kind: phrase, must: [一二三四五]}\n"},
	} {
		if _, err := local.Parse("a.yaml", []byte(tc.text), formtest.Forms(t), local.DefaultLimits); err != nil {
			t.Errorf("%q: %v", tc.text, err)
		}
		if _, err := local.Parse("a.yaml", []byte(tc.text), formtest.Forms(t), tc.limits); err == nil {
			t.Errorf("%+v: accepted", tc.limits)
		}
	}
}

// The example has a rule of every kind.
func TestExample(t *testing.T) {
	data, err := os.ReadFile("../../examples/local-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rs, err := local.Parse("local-rules.yaml", data, formtest.Forms(t), local.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[local.Kind]bool{}
	for _, r := range rs.Rules {
		kinds[r.Kind] = true
		if r.Title.EN == r.Title.ZH || r.Ground.EN == r.Ground.ZH {
			t.Errorf("%s is in one language", r.ID)
		}
	}
	if len(kinds) != len(local.Kinds) {
		t.Errorf("the example has %d of %d kinds", len(kinds), len(local.Kinds))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(head + rule + "kind: length, min: 3}\n")
	f.Add(head + rule + "kind: phrase, must_match: ['(甲|乙)+']}\n")
	forms := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, text string) {
		rs, err := local.Parse("a.yaml", []byte(text), forms, local.DefaultLimits)
		if (rs == nil) == (err == nil) {
			t.Fatal(rs, err)
		}
	})
}
