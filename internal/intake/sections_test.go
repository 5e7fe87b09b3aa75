package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// bodyTables are the tables of the documents of sections: table 2 with one band, and table 4.
var bodyTables = map[string]string{
	"#2": "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|0|0|0\n行政规范性文件|3|1|8",
	"#4": "行政复议^5\n结果维持|结果纠正|其他结果|尚未审结|总计\n1|0|0|0|1",
}

// pageOf makes a sheet of lines, one a row; #2 and #4 stand for tables, bars part the cells of a row, and ^ gives
// the columns of a wide one. A document has
// no name, a worksheet has one.
func pageOf(name, text string) *Sheet {
	s := &Sheet{Name: name, Complete: name == "", Address: func(row, col int) string { return fmt.Sprintf("%s%d.%d", name, row+1, col+1) }}
	row := 0
	for line := range strings.SplitSeq(text, "\n") {
		rows := line
		if t, ok := bodyTables[line]; ok {
			rows = t
		}
		for r := range strings.SplitSeq(rows, "\n") {
			cells := []string{r}
			if rows != line || name != "" {
				cells = strings.Split(r, "|")
			}
			for col, c := range cells {
				c, wide, _ := strings.Cut(c, "^")
				cols, _ := strconv.Atoi(wide)
				s.Add(row, col, 1, cols, Cell{Kind: Text, Text: strings.ReplaceAll(c, "⏎", "\n")})
			}
			row++
		}
	}
	return s
}

// The title, the introduction and the official headings of the cases' reports.
const (
	titleLine = "某市某局2024年政府信息公开工作年度报告"
	introLine = "本报告依据条例编制。"
	h1, h2    = "一、总体情况", "二、主动公开政府信息情况"
	h3, h4    = "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"
	h5, h6    = "五、存在的主要问题及改进情况", "六、其他需要报告的事项"
)

// reportLines is the lines of a report with the given headings and overview.
func reportLines(front, overview, problems string, heads ...string) string {
	return strings.Join([]string{front, heads[0], overview, heads[1], "#2", heads[2], "略。", heads[3], "#4", heads[4], problems, heads[5], "无。"}, "\n")
}

// plainHeads are the official headings.
var plainHeads = []string{h1, h2, h3, h4, h5, h6}

// with returns the official headings with one of another wording.
func with(n int, s string) []string {
	out := slices.Clone(plainHeads)
	out[n-1] = s
	return out
}

// numberedAs returns the official headings with their numbers in another style, %[1]d in digits or %[2]s in Chinese.
func numberedAs(style string) []string {
	var out []string
	for i, h := range plainHeads {
		chinese, words, _ := strings.Cut(h, "、")
		out = append(out, strings.NewReplacer("%d", fmt.Sprint(i+1), "%s", chinese).Replace(style)+words)
	}
	return out
}

// front is what stands above the first heading.
const front = titleLine + "\n" + introLine

var sectionCases = []struct {
	name, text string
	overview   string // ⏎ parts lines; "" for 公开20条。
	problems   string // "" for 不够。
	said       []string
}{
	{name: "as the form has it", text: reportLines(front, "公开20条。", "不够。", plainHeads...)},
	{name: "without numbers", text: reportLines(front, "公开20条。", "不够。", numberedAs("")...)},
	{name: "digits", text: reportLines(front, "公开20条。", "不够。", numberedAs("%d.")...)},
	{name: "digits and a blank", text: reportLines(front, "公开20条。", "不够。", numberedAs("%d ")...)},
	{name: "parts", text: reportLines(front, "一、主动公开政府信息情况\n公开20条。", "不够。", numberedAs("第%s部分　")...), overview: "一、主动公开政府信息情况⏎公开20条。"},
	{name: "brackets", text: reportLines(front, "1.主动公开政府信息情况\n公开20条。", "不够。", numberedAs("（%s）")...), overview: "1.主动公开政府信息情况⏎公开20条。"},
	{name: "no mark behind the number", text: reportLines(front, "公开20条。", "不够。", numberedAs("%s")...)},
	{name: "the number on a line of its own", text: reportLines(front, "公开20条。", "不够。", numberedAs("%s、\n")...)},
	{name: "published wordings", text: reportLines(front, "公开20条。", "不够。", "一、概述", "二、主动公开情况", "三、依申请公开办理情况", "四、行政复议、行政诉讼情况", "五、存在的问题及整改措施", "六、其他事项"),
		said: []string{"标题“一、概述”读作", "标题“二、主动公开情况”读作", "标题“三、依申请公开办理情况”读作", "标题“四、行政复议、行政诉讼情况”读作", "标题“五、存在的问题及整改措施”读作“五、存在的主要问题及改进情况”", "标题“六、其他事项”读作"}},
	{name: "by number and place", text: reportLines(front, "公开20条。", "不够。", with(5, "五、工作短板与努力方向")...), said: []string{"标题“五、工作短板与努力方向”按序号和位置读作“五、存在的主要问题及改进情况”"}},
	{name: "the text in the line of the heading", text: reportLines(front, "公开20条。", "不够。", with(6, "六、其他需要报告的事项：没有")...), said: []string{"其后的文字读作该部分的内容"}},
	{name: "misnumbered", text: reportLines(front, "公开20条。", "不够。", with(5, "四、存在的主要问题及改进情况")...), said: []string{"标题“四、存在的主要问题及改进情况”的序号与官方格式的“五、存在的主要问题及改进情况”不同"}},
	{name: "misspelt", text: reportLines(front, "公开20条。", "不够。", with(5, "五、存在的主要问提及改进情况")...), said: []string{"相近程度"}},
	{name: "one more section", text: reportLines(front, "公开20条。", "不够。", with(5, "五、工作亮点\n亮点。\n六、存在的主要问题及改进情况")...), said: []string{"标题“五、工作亮点”不在官方格式中", "标题“六、存在的主要问题及改进情况”的序号"}},
	{name: "subheadings like headings", text: reportLines(front, "（一）主动公开政府信息情况\n公开20条。\n（二）收到和处理政府信息公开申请情况\n收到1件。\n（五）存在的主要问题及改进情况\n略。", "（一）存在的主要问题\n不够。\n（二）改进情况\n加强。", plainHeads...),
		overview: "（一）主动公开政府信息情况⏎公开20条。⏎（二）收到和处理政府信息公开申请情况⏎收到1件。⏎（五）存在的主要问题及改进情况⏎略。", problems: "（一）存在的主要问题⏎不够。⏎（二）改进情况⏎加强。"},
	{name: "lists numbered as the headings are", text: reportLines(front, "一、主动公开情况\n公开20条。\n二、依申请公开情况\n收到1件。\n三、政府信息管理情况\n好。", "一、存在的主要问题\n不够。\n二、改进措施\n加强。\n三、其他\n略。", plainHeads...),
		overview: "一、主动公开情况⏎公开20条。⏎二、依申请公开情况⏎收到1件。⏎三、政府信息管理情况⏎好。", problems: "一、存在的主要问题⏎不够。⏎二、改进措施⏎加强。⏎三、其他⏎略。"},
	{name: "a long list", text: reportLines(front, "公开20条。", "一、加强甲\n二、加强乙\n三、加强丙\n四、加强丁\n五、加强戊\n六、加强己\n七、加强庚", plainHeads...), problems: "一、加强甲⏎二、加强乙⏎三、加强丙⏎四、加强丁⏎五、加强戊⏎六、加强己⏎七、加强庚"},
	{name: "lines without numbers", text: reportLines(front, "主动公开政府信息情况\n公开20条。\n存在的主要问题及改进情况\n略。", "不够。", plainHeads...), overview: "主动公开政府信息情况⏎公开20条。⏎存在的主要问题及改进情况⏎略。"},
	{name: "twice", text: reportLines(front, "公开20条。", "不够。\n"+h5+"\n还不够。", plainHeads...), problems: "不够。⏎还不够。", said: []string{"标题“五、存在的主要问题及改进情况”出现 2 次"}},
	{name: "numbers of pages", text: reportLines(front, "公开20条。\n- 1 -\n（二）略。", "不够。\n第 2 页 共 3 页", plainHeads...), overview: "公开20条。⏎（二）略。", said: []string{"报告之外有 2 处文字"}},
	{name: "missing", text: strings.Replace(reportLines(front, "公开20条。", "不够。", plainHeads...), h1+"\n公开20条。\n", "", 1), overview: "-", said: []string{"没有找到标题“一、总体情况”"}},
	{name: "missing among others", text: strings.Replace(reportLines(front, "公开20条。", "不够。", plainHeads...), h5+"\n", "", 1), problems: "-", said: []string{"没有找到标题“五、存在的主要问题及改进情况”；如果文件里有这一部分，它的文字读入了前面的部分"}},
	// Tables of contents.
	{name: "contents under the title", text: reportLines(titleLine+"\n目  录\n"+strings.Join(plainHeads, "\n")+"\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（7 处文字）"}},
	{name: "contents with pages and subheadings", text: reportLines(titleLine+"\n目录\n引言……1\n"+h1+"……1\n（一）主动公开情况……1\n（二）依申请公开情况……2\n"+h2+"……3\n"+h3+"……4\n"+h4+"……5\n"+h5+"……6\n"+h6+"……7\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（10 处文字）"}},
	{name: "contents without the word", text: reportLines(strings.Join(plainHeads, " 1\n")+" 2\n"+front, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（6 处文字）"}},
	{name: "links in one line", text: reportLines(titleLine+"\n"+strings.Join(plainHeads, " | ")+"\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（1 处文字）"}},
	{name: "contents below the report", text: reportLines(front, "公开20条。", "不够。", plainHeads...) + "\n本页内容\n" + strings.Join(plainHeads, "\n"), said: []string{"目录没有读入（7 处文字）"}},
	{name: "contents in one cell", text: reportLines(titleLine+"\n目录⏎"+strings.Join(plainHeads, "⏎")+"⏎\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（7 处文字）"}},
	{name: "contents in other words than the headings", text: reportLines(titleLine+"\n目录\n一、概述\n二、主动公开\n三、依申请公开情况\n四、复议诉讼情况\n五、问题及改进\n六、其他\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入"}},
	{name: "contents of a list with pages on lines of their own", text: reportLines(titleLine+"\n目次\n"+strings.Join(plainHeads, "\n1\n")+"\n2\n"+introLine, "公开20条。", "不够。", plainHeads...), said: []string{"目录没有读入（13 处文字）"}},
}

// TestSections holds which text of a document belongs to which section, and what is said of its headings.
func TestSections(t *testing.T) {
	f, _ := official(t)
	for _, tc := range sectionCases {
		t.Run(tc.name, func(t *testing.T) {
			m, err := Map([]*Sheet{pageOf("", tc.text)}, []*model.Form{f}, Options{})
			if err != nil || m == nil {
				t.Fatal(m, err)
			}
			m.Values()
			want := map[string]string{"preamble": introLine, "overview": "公开20条。", "requests": "略。", "problems": "不够。", "other": "无。"}
			if tc.overview != "" {
				want["overview"] = strings.ReplaceAll(tc.overview, "⏎", "\n")
			}
			if tc.problems != "" {
				want["problems"] = strings.ReplaceAll(tc.problems, "⏎", "\n")
			}
			switch tc.name {
			case "one more section":
				want["disputes"] = "五、工作亮点\n亮点。"
			case "the text in the line of the heading":
				want["other"] = "没有\n无。"
			case "missing":
				delete(want, "overview")
			case "missing among others":
				delete(want, "problems")
				want["disputes"] = "不够。"
				if i := slices.IndexFunc(m.Report.Notes, func(n model.Note) bool { return n.Rule == ruleHeading }); i < 0 || m.Report.Notes[i].Section != "disputes" {
					t.Errorf("the section that took the text in is not named: %v", m.Report.Notes)
				}
			}
			checkTexts(t, m.Report, want, tc.said)
			for id, n := range map[string]string{"proactive.normative.in_force": "8", "disputes.review.total": "1"} {
				if v := m.Report.Values[id]; v.Number.String() != n {
					t.Errorf("%s is %v, want %s", id, v, n)
				}
			}
		})
	}
}

// checkTexts compares the texts of a report, and what its notes say of headings and of texts that were not read.
func checkTexts(t *testing.T, r *model.Report, want map[string]string, said []string) {
	t.Helper()
	for _, s := range r.Form.Sections {
		if got := r.Texts[s.ID]; got != want[s.ID] {
			t.Errorf("%s is %q, want %q", s.ID, got, want[s.ID])
		}
	}
	var notes []string
	for _, n := range r.Notes {
		if n.Rule == ruleHeading || n.Rule == "TEXT-PLACE" && !strings.Contains(n.Message.ZH, "分布") || n.Rule == ruleLabel && n.Section != "" && strings.Contains(n.Message.ZH, "标题“") {
			notes = append(notes, n.Message.ZH)
			if n.Cell == "" {
				t.Errorf("no place: %s", n.Message.ZH)
			}
		}
	}
	for _, s := range said {
		i := slices.IndexFunc(notes, func(n string) bool { return strings.Contains(n, s) })
		if i < 0 {
			t.Errorf("not said: %s", s)
			continue
		}
		notes = slices.Delete(notes, i, i+1)
	}
	if len(notes) > 0 {
		t.Errorf("said besides: %q", notes)
	}
}

// TestTextBesideATable holds that a remark in a row of a table on a worksheet is named when it is read as a note.
func TestTextBesideATable(t *testing.T) {
	f, _ := official(t)
	text := strings.Join([]string{titleLine, h1, "公开20条。", h2, "信息内容|本年制发件数|本年废止件数|现行有效件数||已与业务科室核对", "规章|0|0|0", "行政规范性文件|3|1|8"}, "\n")
	m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	checkTexts(t, m.Report, map[string]string{"overview": "公开20条。", "proactive": "已与业务科室核对"}, []string{"“已与业务科室核对”在表格旁边，读作表注"})
}

// TestContentsSheets holds that sheets with a table of contents are left out of the narratives.
func TestContentsSheets(t *testing.T) {
	f, _ := official(t)
	body := []*Sheet{pageOf("甲", front+"\n"+h1+"\n公开20条。"), pageOf("乙", h2+"\n#2"), pageOf("丙", h4+"\n#4"), pageOf("丁", h5+"\n不够。"), pageOf("戊", h6+"\n无。")}
	want := map[string]string{"preamble": introLine, "overview": "公开20条。", "problems": "不够。", "other": "无。"}
	for _, tc := range []struct {
		name, sheet, text string
	}{
		{"words", "目录", "目录\n" + strings.Join(plainHeads, "\n")},
		{"pages", "目录", "目录\n" + h1 + "|1\n" + h2 + "|2\n" + h3 + "|3\n" + h5 + "|4"},
		{"numbered", "首页", "1|" + h1 + "|见工作表1\n2|" + h2 + "|见工作表2\n3|" + h4 + "|见工作表3\n4|" + h5 + "|见工作表4"},
		{"names of sheets", "索引", "甲\n乙\n丙\n丁\n戊"},
		{"what a program exported", "导出摘要", "本文稿是导出的。每个表格转换成一张工作表。\n表格名称|工作表名称\n表格 1|" + h1},
		{"in English", "Export Summary", "Each table was converted to a worksheet, and all other objects were placed on separate worksheets.\nSheet|Table|Worksheet\n" + h1 + "|Table 1|甲"},
	} {
		for _, at := range []int{0, len(body)} {
			t.Run(fmt.Sprint(tc.name, at), func(t *testing.T) {
				m, err := Map(slices.Insert(slices.Clone(body), at, pageOf(tc.sheet, tc.text)), []*model.Form{f}, Options{})
				if err != nil || m == nil {
					t.Fatal(m, err)
				}
				m.Values()
				checkTexts(t, m.Report, want, []string{"目录没有读入"})
			})
		}
	}
}

// TestIntroductionIsKept holds that contact data are the cover's only where they stand as its items.
func TestIntroductionIsKept(t *testing.T) {
	f, _ := official(t)
	contact := "如对本报告有疑问，请与某局办公室联系（地址：某路1号，邮编：100000，电话：010-1234567）。"
	for _, tc := range []struct {
		front, preamble, contact string
		said                     []string
	}{
		{contact, contact, "", nil},
		{strings.TrimSuffix(contact, "。"), strings.TrimSuffix(contact, "。"), "", nil},
		{introLine + "\n联系电话：010-1234567\n地址：某路1号", introLine + "\n联系电话：010-1234567\n地址：某路1号", "", nil},
		{"联系电话：010-1234567", "", "010-1234567", nil},
		{"（填报单位：某市某局  联系电话：010-1234567）", "", "010-1234567", nil},
		{"填报单位：某市某局  联系电话：010-1234567  邮编：100000", "", "010-1234567", []string{"没有读入：邮编:100000"}},
	} {
		m, err := Map([]*Sheet{pageOf("", reportLines(titleLine+"\n"+tc.front, "公开20条。", "不够。", plainHeads...))}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		want := map[string]string{"overview": "公开20条。", "requests": "略。", "problems": "不够。", "other": "无。", "preamble": tc.preamble}
		checkTexts(t, m.Report, want, tc.said)
		if got := m.Report.Cover["contact"]; got != tc.contact {
			t.Errorf("%s: contact is %q, want %q", tc.front, got, tc.contact)
		}
	}
}

// TestSignature holds what above the date at the end is the name of the organ.
func TestSignature(t *testing.T) {
	f, _ := official(t)
	for _, tc := range []struct{ end, other, signature string }{
		{"无\n某市某局\n2025年1月20日", "无", "某市某局\n2025年1月20日"},
		{"无。\n2025年1月20日", "无。", "2025年1月20日"},
		{"没有\n2025年1月20日", "没有", "2025年1月20日"},
		{"本年度无其他需要报告的事项\n2025年1月20日", "本年度无其他需要报告的事项", "2025年1月20日"},
		{"下一步将加强培训\n2025年1月20日", "下一步将加强培训", "2025年1月20日"},
		{"收取信息处理费3940元\n某局办公室\n2025年1月20日", "收取信息处理费3940元", "某局办公室\n2025年1月20日"},
	} {
		text := strings.TrimSuffix(reportLines(front, "公开20条。", "不够。", plainHeads...), "无。") + tc.end
		m, err := Map([]*Sheet{pageOf("", text)}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		if r := m.Report; r.Texts["other"] != tc.other || r.Texts["signature"] != tc.signature {
			t.Errorf("%q: %q, signature %q", tc.end, r.Texts["other"], r.Texts["signature"])
		}
	}
}

// TestCaptionInACell holds that a section's heading and a label in one cell are both read.
func TestCaptionInACell(t *testing.T) {
	f, _ := official(t)
	text := strings.Join([]string{titleLine, h1, "公开20条。", h4 + " ⏎行政复议|行政诉讼", "结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉", "1|0|0|0|1", h5, "不够。"}, "\n")
	m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	if r := m.Report; r.Texts["overview"] != "公开20条。" || r.Texts["disputes"] != "" || r.Texts["problems"] != "不够。" {
		t.Errorf("%q", r.Texts)
	}
}

// TestLabelOfAnotherEdition holds that a row under the label of another edition is read and told apart from a table of
// that edition.
func TestLabelOfAnotherEdition(t *testing.T) {
	f, _ := official(t)
	old, err := templates.Edition("2019")
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]string{"规范性文件": ruleOtherEdition, "行政规范性文件": ""} {
		text := strings.Join([]string{titleLine, h1, "公开20条。", h2, "信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|0|0|0", label + "|3|1|8"}, "\n")
		m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f, old}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		got := ""
		for _, n := range m.Report.Notes {
			if n.Rule == ruleOtherEdition || n.Rule == "EDITION-YEAR" || n.Rule == ruleLabel {
				got += n.Rule
			}
		}
		if v := m.Report.Value("proactive.normative.issued"); got != want || m.Report.Form.ID != f.ID || v.Number.String() != "3" {
			t.Errorf("%s: %s, want %s; %s %s", label, got, want, m.Report.Form.ID, v.Number)
		}
	}
}
