package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/model"
)

// localRules reads one rule of a notice.
func localRules(t *testing.T, f *model.Form, rule string) *local.Rules {
	t.Helper()
	rs, err := local.Parse("local.yaml", []byte("id: T\ntitle: 通知（示例）\nrules:\n  - {id: R, grade: warning, title: 题, ground: 第一条, "+rule+"}\n"), []*model.Form{f}, local.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

// Every kind of local rule has a case that passes and one that fails.
func TestLocalRules(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range []struct {
		rule       string
		values     map[string]string
		good, bad  string // the overview
		want       string // in the message
		wantedLast string
	}{
		{rule: "kind: length, sections: [overview], min: 5", good: "一二三 四五", bad: "一二三四", want: "“一、总体情况”有 4 字，少于 5 字"},
		{rule: "kind: length, sections: [overview], max: 5", good: "一二三四五", bad: "一二三四五六", want: "超过 5 字"},
		{rule: "kind: count, sections: [overview], fields: [requests.new.total]", values: map[string]string{"requests.new.total": "3", "requests.new.business": "3"},
			good: "2022年新收政府信息公开申请3件。", bad: "2022年认真办理政府信息公开申请。", want: "没有写明“一、本年新收政府信息公开申请数量 × 总计”的数，表中是 3"},
		{rule: "kind: count, sections: [overview], fields: [requests.new.total]", values: map[string]string{"requests.new.total": "32", "requests.new.business": "32"},
			good: "2022年收到的共32宗。", bad: "2022年收到的共1325宗。", want: "表中是 32"},
		{rule: "kind: count, sections: [overview], words: [解读], units: [条, 篇]", good: "发布政策解读1,200余条。", bad: "发布政策解读。接待群众12条次以外的3人。", want: "没有写明“解读”的数"},
		{rule: "kind: mention, sections: [overview], names: [[微信, 公众号], 门户网站]", good: "门户网站和公众号。", bad: "公众号。", want: "没有提到：门户网站"},
		{rule: "kind: mention, sections: [overview], names: [甲, 乙, 丙], least: 2", good: "甲和丙。", bad: "丙。", want: "提到 1 项，至少要 2 项；没有提到：甲、乙"},
		{rule: "kind: phrase, sections: [overview], must: [监督保障]", good: "监督保障有力。", bad: "监督有力。", want: "没有“监督保障”"},
		{rule: "kind: phrase, sections: [overview], must_not: [Ａ级]", good: "一级。", bad: "A级。", want: "不应出现"},
		{rule: `kind: phrase, sections: [overview], must_match: ['第\d+条']`, good: "第１２条。", bad: "第十二条。", want: "没有与“第\\d+条”相符的语句"},
		{rule: `kind: phrase, sections: [overview], must_not_match: ["不(够)?到位"]`, good: "到位。", bad: "认识不够到位。", want: "有“不够到位”，不应出现"},
		{rule: "kind: repetition, with: last, limit: 40, least: 40, sections: [overview]", good: strings.Repeat("今年的事各不相同", 2) + "，甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张。", bad: lastOverview, want: "与上年相同", wantedLast: lastOverview},
	} {
		o := check.Options{Local: localRules(t, f, tc.rule)}
		for text, want := range map[string]bool{tc.good: false, tc.bad: true} {
			r := apply(f, model.Example{Values: tc.values, Texts: map[string]string{"overview": text}})
			if tc.wantedLast != "" {
				o.Last = lastOf(f, model.Example{Last: &model.Example{Texts: map[string]string{"overview": tc.wantedLast}}}).Last
			}
			fs := check.Run(r, o)
			i := slices.IndexFunc(fs, func(x check.Finding) bool { return x.Rule.ID == "LOCAL-T-R" })
			switch {
			case (i >= 0) != want:
				t.Errorf("%s: %q: found %v, not %v", tc.rule, text, i >= 0, want)
			case want && (!strings.Contains(fs[i].Message.ZH, tc.want) || fs[i].Message.EN == "" || fs[i].Rule.Ground.ZH != "通知（示例），第一条" || fs[i].Grade != model.Warning):
				t.Errorf("%s: %+v", tc.rule, fs[i])
			}
		}
	}
}

// lastOverview is a text of last year.
const lastOverview = "去年网站栏目分散，群众查找文件不够方便。我们合并了七个栏目，增加按主题和年份检索的入口，并在大厅设置查阅点，全年接待查阅群众二百余人次，反映良好。"

// A cell of 0 need not be named, and an empty narrative is another rule's.
func TestLocalRulesLeaveAlone(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, rule := range []string{"kind: count, sections: [overview], fields: [requests.new.total]", "kind: length, min: 5, sections: [other]", "kind: repetition, with: last, limit: 1"} {
		if fs := check.Run(apply(f, model.Example{}), check.Options{Local: localRules(t, f, rule)}); len(fs) > 0 {
			t.Errorf("%s: %v", rule, fs[0].Message)
		}
	}
}

// The threshold between units of a notice, and its grade.
func TestLocalRepetition(t *testing.T) {
	f := formtest.Form(t, "2021")
	unit := func(name, text string) *repetition.Source {
		r := apply(f, model.Example{Organ: name, Texts: map[string]string{"overview": text, "problems": "无。"}})
		s := repetition.SourceOf(r, nil)
		s.Owner = name
		return s
	}
	own := "本局今年把服务搬到了社区，在八个街道设了流动窗口，老人不出小区就能办理，又请了退休教师担任讲解员，每逢集市摆摊答疑，收到的建议都登记在册。"
	o := check.Options{Local: localRules(t, f, "kind: repetition, with: units, limit: 30, least: 60")}
	for _, r := range repetition.Compare([]*repetition.Source{unit("甲局", lastOverview+own), unit("乙局", lastOverview+"乙局另有一段自己写的文字，与别处没有任何相同的地方，讲的是档案库房搬迁和目录重编的经过，前后用了四个月，全部由本单位的人员完成。")}) {
		fs := check.AcrossUnits(r, o)
		if !has(fs, "LOCAL-T-R") || has(check.AcrossUnits(r, check.Options{}), "LOCAL-T-R") {
			t.Errorf("%s: %v", r.Source.Name, fs)
		}
	}
}

// Local rules can be switched off and regraded by their ids, unless they are errors.
func TestLocalOptions(t *testing.T) {
	f := formtest.Form(t, "2021")
	rs := localRules(t, f, "kind: length, sections: [overview], max: 5")
	r := apply(f, model.Example{Texts: map[string]string{"overview": "一二三四五六"}})
	if has(check.Run(r, check.Options{Local: rs, Disable: []string{"LOCAL-T-R"}}), "LOCAL-T-R") {
		t.Error("not switched off")
	}
	if err := (check.Options{Local: rs, Disable: []string{"LOCAL-T-R"}}).Validate(f); err != nil {
		t.Error(err)
	}
	if (check.Options{Disable: []string{"LOCAL-T-R"}}).Validate(f) == nil {
		t.Error("an unknown rule was accepted")
	}
	for _, rule := range f.Rules {
		if strings.HasPrefix(rule.ID, local.Prefix) {
			t.Errorf("%s has the prefix of local rules", rule.ID)
		}
	}
}
