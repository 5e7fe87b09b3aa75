package check_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The findings of the rules on wording name the section, the paragraph and the words, in both languages.
func TestWording(t *testing.T) {
	f := formtest.Form(t, "2021")
	const whole = "本年，主动公开、依申请公开、信息管理、平台建设和监督保障有序推进，列入考核。\n"
	for _, tc := range []struct{ rule, section, text, want string }{
		{"TEXT-MISSPELLED", "overview", whole + "按照上级布 署办理。", "第 2 段“布署”应为“部署”，在“按照上级布署办理。”中"},
		{"TEXT-MISSPELLED", "overview", whole + "对专栏进行进行检查。", "第 2 段“进行进行”应为“进行”，在“对专栏进行进行检查。”中"},
		{"TEXT-MISSPELLED", "other", "全年没有收取信息处理费，收到伸请5件。", "第 1 段“伸请”应为“申请”，在“收取信息处理费，收到伸请5件。”中"},
		{"TEXT-MISSPELLED", "other", "全年收到依申清公开5件，没有收取信息处理费。", ""}, // a misprinted term, which TEXT-TERM reports
		{"TEXT-LAW", "preamble", "根据《中华人民共和国信息公开条例》编制。", "第 1 段“《中华人民共和国信息公开条例》”应为“《中华人民共和国政府信息公开条例》”"},
		{"TEXT-LAW", "preamble", "根据《政府信息公开条例》《条例》和中华人民共和国国务院令第711号编制。", ""},
		{"TEXT-UNFILLED", "overview", whole + "公开信息XX条。", "第 2 段“XX条”没有填上"},
		{"TEXT-UNFILLED", "overview", whole + "写主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面", "是提示填写的话"},
		{"TEXT-UNFILLED", "problems", strings.Repeat("公开信息XX条。", 9), "另有 4 处"},
		{"TEXT-PERIOD", "preamble", "数据统计期限自2022年1月1日起至2022年12月30日止。", "不是 2022 年 1 月 1 日至 12 月 31 日"},
		{"TEXT-PERIOD", "preamble", "数据统计期限自 2022 年 1 月 1 日起至 12 月 31 日止。", ""},
		{"TEXT-PERIOD", "preamble", "数据自2021年1月1日起至2021年12月31日止。", "不是 2022 年 1 月 1 日至 12 月 31 日"},
		{"TEXT-PERIOD", "preamble", "数据自2022年1月1日起至2022年12月31日止。", ""},
		{"TEXT-EDITION", "preamble", "按照国办公开办函〔2019〕60号编制。", "国办公开办函〔2021〕30号"},
		{"TEXT-EDITION", "preamble", "按照国办公开办函[2019]60号、国办公开办函〔2021〕30号编制。", ""},
		{"TEXT-SIGNATURE", "signature", "测试市人民政府\n2023年1月20日", ""},
		{"TEXT-SIGNATURE", "signature", "某省测试市人民政府办公室\n2023 年 1 月 20 日", ""},
		{"TEXT-SIGNATURE", "signature", "测试市政府\n抄送：某省人民政府办公厅\n2023年1月20日", ""},
		{"TEXT-SIGNATURE", "signature", "另一县教育局\n2023年1月20日", "落款是“另一县教育局”，封面的机关名称是“测试市人民政府”"},
		{"TEXT-SIGNATURE", "signature", "测试市人民政府\n2022年6月1日", "“2022年6月1日”在报告年度 2022 结束之前"},
		{"TEXT-SIGNATURE", "signature", "测试市人民政府\n2023年2月30日", "“2023年2月30日”不是日期"},
		{"TEXT-NUMBERING", "overview", whole + "（一）公开。\n（三）申请。", "第 3 段“（三）申请。”之前没有第 2 个标题"},
		{"TEXT-PUNCTUATION", "other", "没有收取信息处理费,没有其他事项。", "第 1 段“,”是西文标点"},
		{"TEXT-BROKEN", "other", "没有收取信息处理费，", "第 1 段“没有收取信息处理费，”之后没有写完"},
		{"TEXT-ASPECTS", "overview", "（一）主动公开。公开信息20条。\n（二）依申请公开。按期答复，列入考核。", "“一、总体情况”没有写到：政府信息管理、政府信息公开平台建设"},
		{"TEXT-FEE", "other", "无。", "“六、其他需要报告的事项”没有写到：信息处理费"},
	} {
		r := baseline(f)
		r.Texts[tc.section] = tc.text
		var zh, en string
		for _, x := range check.Run(r, check.Options{}) {
			if x.Rule.ID == tc.rule {
				zh, en = zh+x.Message.ZH+"\n", en+x.Message.EN+"\n"
			}
		}
		if tc.want == "" && zh != "" || !strings.Contains(zh, tc.want) || (zh == "") != (en == "") {
			t.Errorf("%s %s: %q, want %q", tc.rule, tc.text, zh, tc.want)
		}
	}
}

// A date on the cover that lies in the report year is a finding about the cover; an overview without headings that
// leaves something out is a hint.
func TestCoverDateAndUndivided(t *testing.T) {
	r := baseline(formtest.Form(t, "2021"))
	r.Cover = map[string]string{"date": "2022年3月1日"}
	r.Texts["overview"] = "2022年，本机关依法公开信息，按期办理申请，列入考核，" + strings.Repeat("各项工作有序推进，", 9) + "全年任务完成。"
	rules := map[string]string{}
	for _, x := range check.Run(r, check.Options{}) {
		rules[x.Rule.ID] = string(x.Grade)
	}
	if rules["TEXT-SIGNATURE"] != "warning" || rules["TEXT-ASPECTS"] != "hint" || len(rules) != 2 {
		t.Error(rules)
	}
}

// What reading says of the organ's name is a warning.
func TestOrganNotWhole(t *testing.T) {
	r := baseline(formtest.Form(t, "2021"))
	r.Notes = append(r.Notes, model.Note{Rule: "COVER-ORGAN", Cell: "第2段", Message: msg.T("机关名称可能不全", "the organ's name may not be whole")})
	found := check.Run(r, check.Options{})
	if len(found) != 1 || found[0].Rule.ID != "COVER-ORGAN" || found[0].Grade != model.Warning || found[0].Message.ZH != "机关名称可能不全" {
		t.Error(found)
	}
}

// A few sentences without headings are not asked for the contents of a whole overview, whatever the other sections say.
func TestShortOverview(t *testing.T) {
	r := baseline(formtest.Form(t, "2021"))
	r.Organ = "测试市人民政府"
	r.Texts["overview"] = "2022年，各项公开工作有序开展，全年任务按期完成。全市没有收到政府信息公开申请。"
	r.Texts["problems"] = "（一）公开目录更新不及时。" + strings.Repeat("将按月更新目录，", 9) + "年底前完成。"
	for _, x := range check.Run(r, check.Options{}) {
		if x.Rule.Relation == model.RelContents {
			t.Error(x.Message.ZH)
		}
	}
}
