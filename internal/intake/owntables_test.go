package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
)

// A table in a narrative that is not the form's becomes lines of the text, a row each, and that is said; a label beside
// a long text is no such table.
func TestOwnTables(t *testing.T) {
	f, _ := official(t)
	long := strings.Repeat("公开", 40) + "。"
	for _, tc := range []struct {
		name, other, want string
		document          bool
		at                string
	}{
		{"document", "建议办理如下。\n类别|件数\n建议|12\n提案|9", "建议办理如下。\n类别　件数\n建议　12\n提案　9", true, "12.1 3"},
		{"worksheet", "类别|件数|办结\n建议|12|12", "类别　件数　办结\n建议　12　12", false, "甲11.1 2"},
		{"label and text", "说明|" + long, "说明\n" + long, true, ""},
		{"paragraphs", "一是公开。\n二是公开。", "一是公开。\n二是公开。", true, ""},
	} {
		s := pageOf("甲", strings.Join([]string{titleLine, h1, "略。", h4, "#4", h5, "略。", h6, tc.other}, "\n"))
		if tc.document {
			s = documentOf(s)
		}
		m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		if got := m.Report.Texts["other"]; got != tc.want {
			t.Errorf("%s: %q", tc.name, got)
		}
		said := ""
		for _, n := range m.Report.Notes {
			if _, rest, ok := strings.Cut(n.Message.EN, "holds a table of its own (from "); ok {
				said = n.Cell + " " + strings.TrimSuffix(strings.Fields(rest)[3], ",")
			}
		}
		if said != tc.at {
			t.Errorf("%s: said %q", tc.name, said)
		}
	}
}

// documentOf makes a document of a worksheet.
func documentOf(s *Sheet) *Sheet {
	s.Name, s.Complete = "", true
	at := s.Address
	s.Address = func(row, col int) string { return strings.TrimPrefix(at(row, col), "甲") }
	return s
}

// A cell that was merged, cut up and filled in says its figure several times under one label: it is read once. Figures
// that differ are not read.
func TestRepeatedFigure(t *testing.T) {
	f, _ := official(t)
	for figures, want := range map[string]string{"12|12|12": "12", "12|12|13": "", "12": "12", "12||": "12"} {
		for _, document := range []bool{false, true} {
			text := strings.Join([]string{titleLine, h2, "第二十条第（五）项", "信息内容|本年处理决定数量|本年处理决定数量|本年处理决定数量", "行政许可|" + figures,
				"第二十条第（六）项", "信息内容|本年处理决定数量|本年处理决定数量|本年处理决定数量", "行政处罚|5|5|5", "行政强制|0|0|0", h5, "略。"}, "\n")
			s := pageOf("甲", text)
			if document {
				s = documentOf(s)
			}
			m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
			if err != nil || m == nil {
				t.Fatal(m, err)
			}
			m.Values()
			got := m.Report.Values["proactive.licensing.decisions"].Typed()
			if got != want {
				t.Errorf("%s %v: %q", figures, document, got)
			}
			extra, repeated := 0, 0
			for _, n := range m.Report.Notes {
				if n.Rule == ruleExtra {
					extra++
				}
				if strings.Contains(n.Message.ZH, "各写一遍") {
					repeated++
				}
			}
			if strings.HasPrefix(figures, "12|12|12") && (extra > 0 || repeated != 2) {
				t.Errorf("%s %v: %d extra, %d said", figures, document, extra, repeated)
			}
		}
	}
}

// The label 单位 gives an organ where a name follows, and not where the unit of the figures does; what stands for a
// seal is no part of the name.
func TestOrganOnCover(t *testing.T) {
	f, _ := official(t)
	for line, want := range map[string]string{
		"单位：某市某局": "某市某局", "单位：件": "", "单位：万元": "", "填报单位：某市某局（盖章）": "某市某局", "填报单位（公章）：某市某局": "某市某局",
		"填报单位：某局 (盖 章)": "某局 (盖 章)", "单位：某市某局（章）　填报日期：2025年1月10日": "某市某局",
	} {
		m, err := Map([]*Sheet{pageOf("甲", strings.Join([]string{"2024年政府信息公开工作年度报告统计表", line, h4, "#4"}, "\n"))}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		if m.Report.Organ != want || m.Report.Year != 2024 {
			t.Errorf("%s: %q %d", line, m.Report.Organ, m.Report.Year)
		}
	}
}

// Control characters in the cover show nothing: they are left out, which is said, and what else nobody sees stays.
func TestControlsOnCover(t *testing.T) {
	f, _ := official(t)
	for name, tc := range map[string]struct{ want, noted string }{
		"某市某\x07局\x00":   {"某市某局", "某市某[U+0007]局[U+0000]"},
		"某市\u200b某局":     {"某市\u200b某局", ""},
		"某市 某局":          {"某市 某局", ""},
		"\x01某市某局\u0085": {"某市某局", "[U+0001]某市某局"},
	} {
		m, err := Map([]*Sheet{pageOf("甲", strings.Join([]string{"2024年政府信息公开工作年度报告统计表", "填报单位：" + name, h4, "#4"}, "\n"))}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		Supply(m.Report, Options{}) // a second time adds nothing
		noted := ""
		for _, n := range m.Report.Notes {
			if strings.Contains(n.Message.ZH, "控制字符") {
				noted += n.Found
				if n.Rule != ruleReading || n.Cell != m.Report.Places[model.PlaceOfCover("organ")] || !strings.HasSuffix(n.Message.ZH, "读作“"+tc.want+"”") {
					t.Errorf("%q: %+v", name, n)
				}
			}
		}
		if m.Report.Organ != tc.want || noted != tc.noted {
			t.Errorf("%q: %q, noted %q", name, m.Report.Organ, noted)
		}
	}
}

// 合计 over the last column is 总计, and 公民 is 自然人.
func TestWordsOfHeader(t *testing.T) {
	f, _ := official(t)
	text := strings.Join([]string{titleLine, h3, "项目|公民|商业企业|科研机构|社会公益组织|法律服务机构|其他|合计", "一、本年新收政府信息公开申请数量|7|1|2|3|4|5|22", h5, "略。"}, "\n")
	m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	for id, want := range map[string]string{"requests.new.natural_person": "7", "requests.new.total": "22"} {
		if got := m.Report.Values[id].Typed(); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

// A word such as 件数 before the row of table 4, which has no label, is one; any other is said to be extra.
func TestCountedRow(t *testing.T) {
	f, _ := official(t)
	for word, want := range map[string]bool{"件数": false, "数 量": false, "保密": true} {
		text := strings.Join([]string{titleLine, h4, "|行政复议^5", "类别|结果维持|结果纠正|其他结果|尚未审结|总计", word + "|1|0|0|0|1", h5, "略。"}, "\n")
		m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		said := false
		for _, n := range m.Report.Notes {
			said = said || n.Rule == ruleExtra
		}
		if said != want || m.Report.Values["disputes.review.upheld"].Typed() != "1" {
			t.Errorf("%s: %v", word, m.Report.Notes)
		}
	}
}

// Rows and columns that only number the others are no content, and neither is the number of a page between two parts of
// a table; other figures are.
func TestNumbersOfRowsAndColumns(t *testing.T) {
	f, _ := official(t)
	for _, tc := range []struct {
		name, head, numbers, first, second, between string
		extra                                       int
	}{
		{"numbers of columns", "信息内容", "栏次|1|2|3", "", "", "", 0},
		{"figures of a row", "信息内容", "其他|1|2|4", "", "", "", 1},
		{"numbers of rows", "信息内容|序号", "", "|1", "|2", "", 0},
		{"figures of a column", "信息内容|件数", "", "|1", "|2", "", 2},
		{"numbers that do not rise", "信息内容|序号", "", "|2", "|1", "", 2},
		{"number of a page", "信息内容", "", "", "", "- 3 -", 0},
		{"text between the rows", "信息内容", "", "", "", "其他 3", 1},
	} {
		lines := []string{titleLine, h2, tc.head + "|本年制发件数|本年废止件数|现行有效件数", tc.numbers, "规章" + tc.first + "|0|0|0", tc.between, "行政规范性文件" + tc.second + "|3|1|8", h5, "略。"}
		s := documentOf(pageOf("甲", strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")))
		m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		extra := 0
		for _, n := range m.Report.Notes {
			if n.Rule == ruleExtra {
				extra++
			}
		}
		if extra != tc.extra || m.Report.Values["proactive.normative.in_force"].Typed() != "8" {
			t.Errorf("%s: %v", tc.name, m.Report.Notes)
		}
	}
}

// A caption in a narrative that reads as a title is part of it; the title of another report there is none, and is said.
func TestCaptionLikeATitle(t *testing.T) {
	f, _ := official(t)
	for line, want := range map[string]string{
		"2024年政府信息公开情况统计表": "略。\n2024年政府信息公开情况统计表\n完。", titleLine: "略。\n完。", "某市某局2023年政府信息公开工作年度报告": "略。\n完。",
	} {
		m, err := Map([]*Sheet{pageOf("", reportLines(titleLine, "略。\n"+line+"\n完。", "略。", h1, h2, h3, h4, h5, h6))}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		said := false
		for _, n := range m.Report.Notes {
			said = said || n.Rule == "TEXT-PLACE" && strings.Contains(n.Found, line)
		}
		if got := m.Report.Texts["overview"]; got != want || said != strings.Contains(line, "2023") {
			t.Errorf("%s: %q, said %t", line, got, said)
		}
	}
}

// A column cut into two, such as this year's figures and last year's, is not read: which half counts is unclear. A
// half that is empty, or holds a word, is no rival.
func TestColumnCutInTwo(t *testing.T) {
	f, _ := official(t)
	for figures, want := range map[string]string{"5|7": "", "7|": "7", "7|件": "7"} {
		s := &Sheet{Complete: true, Address: func(row, col int) string { return fmt.Sprintf("%d.%d", row+1, col+1) }}
		add := func(row, col, cols int, text string) { s.Add(row, col, 1, cols, Cell{Kind: Text, Text: text}) }
		add(0, 0, 1, titleLine)
		add(1, 0, 1, h2)
		for r, cells := range []string{"信息内容|本年处理决定数量", "行政处罚|" + figures, "行政强制|0|"} {
			parts := strings.Split(cells, "|")
			add(2+r, 0, 1, parts[0])
			for i, p := range parts[1:] {
				add(2+r, 1+i, 3-len(parts)+1, p)
			}
		}
		m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		m.Values()
		doubts := 0
		for _, n := range m.Report.Notes {
			if n.Rule == ruleDoubt {
				doubts++
			}
		}
		if got := m.Report.Values["proactive.penalty.decisions"].Typed(); got != want || doubts != map[bool]int{true: 1}[want == ""] {
			t.Errorf("%s: %q, %d doubts", figures, got, doubts)
		}
	}
}
