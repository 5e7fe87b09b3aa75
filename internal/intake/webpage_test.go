package intake

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func official(t testing.TB) (*model.Form, *vocabulary) {
	f, err := templates.Edition("2021")
	if err != nil {
		t.Fatal(err)
	}
	return f, vocabularyOf(f, nil)
}

func TestTitles(t *testing.T) {
	_, v := official(t)
	for _, tc := range []struct {
		text, organ string
		year        int
	}{
		{"某市某局2024年政府信息公开工作年度报告", "某市某局", 2024},
		{"2024年度某市某局政府信息公开工作年度报告", "某市某局", 2024},
		{"某局二〇二〇年政府信息公开工作年度报告", "某局", 2020},
		{"某局二○二一年政府信息公开工作年度报告", "某局", 2021},
		{"某局二零一九年政府信息公开工作年度报告", "某局", 2019},
		{"某区人民政府 某管委会2020年政府信息公开工作年度报告", "某区人民政府 某管委会", 2020},
		{"某 局 2 0 2 4 年 政府信息 公开工作 年度报告", "某局", 2024},
		{"某局２０２４年政府信息公开\n工作年度报告", "某局", 2024},
		{"某局2024年政府信息公开年报", "某局", 2024},
		{"某局政府信息公开工作年报（2024年）", "某局", 2024},
		{"某局关于报送2024年政府信息公开工作年度报告的报告", "某局", 2024},
		{"某局2024年政府信息公开工作年度报告数据表", "某局", 2024},
		{"2024年度政府信息公开情况汇总表", "", 2024},
		{"某局政府信息公开工作年度报告统计表（2024年度）", "某局", 2024},
		{"主动公开政府信息情况统计表（2024年度）", "", 0},
		{"== 某局2024年政府信息公开工作年度报告", "某局", 2024},
		{"**局2024年政府信息公开工作年度报告", "**局", 2024},
		{"某局2024年政府信息公开工作总结", "某局", 2024},
		{"2024年度某局信息公开工作总结", "某局", 2024},
		{"某局2024年政务公开工作年度报告", "某局", 2024},
		{"某局政府信息公开2024年年度报告", "某局", 2024},
		{"某局2024年政务公开工作总结", "", 0},
		{"某局2024年工作总结", "", 0},
		{"某局工作报告", "", 0},
		{"关于印发2024年政府信息公开工作年度报告的通知", "", 0},
	} {
		organ, year, ok := v.title(tc.text)
		if organ != tc.organ || year != tc.year || ok != (tc.year != 0) {
			t.Errorf("%q: %q %d %v", tc.text, organ, year, ok)
		}
	}
}

func TestSiteLines(t *testing.T) {
	_, v := official(t)
	for _, tc := range []struct {
		line       string
		ends, site bool
	}{
		{"网站首页 | 政务公开 | 政务服务", false, true},
		{"当前位置：首页 > 政务公开 > 政府信息公开年报 > 正文", false, true},
		{"发布日期：2021-01-20 10:23 来源：市政府办公室 浏览次数：125", false, true},
		{"发布时间 2021-01-20", false, true},
		{"【字体：大 中 小】", false, true},
		{"【打印】 【关闭】 分享到：", true, true},
		{"[大 中 小] 打印本页 关闭窗口", true, true},
		{"浏览次数：12", false, true},
		{"主办：某市人民政府办公室 承办：某市大数据中心", true, false},
		{"粤ICP备00000000号 粤公网安备00000000000000号", true, false},
		{"Copyright 2021 All Rights Reserved", true, false},
		{"上一篇：某局年报", true, true},
		// What a report says is not the site's.
		{"无", false, false},
		{"2021年1月20日", false, false},
		{"某市人民政府", false, false},
		{"联系电话：020-12345678", false, false},
		{"本年度收取信息处理费0元。", false, false},
		{"全年通过政府网站发布信息1200条，版权所有的内容依法处理；政务新媒体同步发布。", false, false},
		{"中", false, false},
		{"", false, false},
		{strings.Repeat("首页", 100), false, false},
	} {
		ends, site := v.siteLine(squeeze(tc.line))
		if ends != tc.ends || site != tc.site {
			t.Errorf("%q: ends %v, site %v", tc.line, ends, site)
		}
	}
}

// A row that is too short tells what it lacks only where empty cells leave a trace.
func TestGaps(t *testing.T) {
	f, _ := official(t)
	rows := [][]string{{"三、收到和处理政府信息公开申请情况"}, {"申请人情况"}, {"自然人", "法人或其他组织", "总计"}, {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
		{"一、本年新收政府信息公开申请数量", "5", "0", "0", "0", "0", "0", "5"}, {"二、上年结转政府信息公开申请数量", "1", "1"}, {"（一）予以公开"}, {"（七）总计", "5", "0", "0", "0", "0", "0", "5"}}
	for _, gaps := range []bool{true, false} {
		s := &Sheet{Lists: true, Gaps: gaps, Address: func(int, int) string { return "" }}
		for r, cells := range rows {
			for c, text := range cells {
				s.Add(r, c, 1, 1, Cell{Kind: Text, Text: text})
			}
		}
		m, _ := Map([]*Sheet{s}, []*model.Form{f}, Options{})
		m.Values()
		v := m.Report.Values
		if n := v["requests.new.total"]; !n.IsNumber() {
			t.Errorf("gaps %v: the whole row is %v", gaps, n)
		}
		if n := v["requests.carried_in.natural_person"]; n.IsNumber() {
			t.Errorf("gaps %v: the short row is %v", gaps, n)
		}
		if n := v["requests.granted.total"]; (n.State == model.Blank) != gaps || (n.State == model.Absent) == gaps {
			t.Errorf("gaps %v: the empty row is %v", gaps, n)
		}
	}
}

// A title in other words than the official ones is noted with what it should read, be it in one line or in two.
func TestTitleWording(t *testing.T) {
	form, _ := official(t)
	for title, want := range map[string]string{
		"某市某局2024年政府信息公开工作年度报告":          "",
		"2024年某市某局政府信息公开工作年度报告":          "",
		"某市某局\n2024年政府信息公开工作年度报告":        "",
		"《某市某局 2024 年政府信息公开工作年度报告》（公开版）": "",
		"2024年政府信息公开工作年度报告":              "",
		"某市某局2024年度政府信息公开工作年度报告":         "某市某局2024年政府",
		"某市某局\n2024年政府信息公开年度报告":          "某市某局2024年政府",
		"2024年度政府信息公开工作年度报告":             "机关全称2024年政府",
		"2024年度某市某局政府信息公开工作年度报告":         "某市某局2024年政府",
	} {
		m, err := Map([]*Sheet{pageOf("", reportLines(title, "略。", "略。", h1, h2, h3, h4, h5, h6))}, []*model.Form{form}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		got := ""
		for _, n := range m.Report.Notes {
			if n.Rule == "TEXT-TITLE" {
				got = n.Message.ZH + n.Message.EN
			}
		}
		if got == "" != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

// A title that was broken within the organ's name gives the whole name where another place gives it too; where none
// does, the line above is said to be doubtful.
func TestTitleBrokenInName(t *testing.T) {
	form, _ := official(t)
	doubt := func(line, name string) string {
		return "机关名称可能不全：标题的上一行是“" + line + "”，别处没有写明；名称读作“" + name + "”，如应是“" + line + name + "”，请把标题里的名称写在一行"
	}
	for _, tc := range []struct{ title, overview, organ, doubt string }{
		{"某某省某某市经济技\n术开发区管理委员会2024年政府信息公\n开工作年度报告", "某某省某某市经济技术开发区管理委员会公开20条。", "某某省某某市经济技术开发区管理委员会", ""},
		{"某某省某某市经济技术开发区管理\n委员会2024年政府信息公开工作年度报告", "某某省某某市经济技术开发区管理委员会公开20条。", "某某省某某市经济技术开发区管理委员会", ""},
		{"某某省某某市\n经济技术开发区管理\n委员会2024年\n政府信息公开工作年度报告", "某某省某某市经济技术开发区管理委员会公开20条。", "某某省某某市经济技术开发区管理委员会", ""},
		{"某某省某某市经济技术开发区管理\n委员会2024年政府信息公开工作年度报告", "公开20条。", "委员会", doubt("某某省某某市经济技术开发区管理", "委员会")},
		{"某某市人民政府\n民政局2024年政府信息公开工作年度报告", "今年，民政局公开20条。", "民政局", ""},
		{"某某市人民政府\n某某市民政局2024年政府信息公开工作年度报告", "公开20条。", "某某市民政局", ""},
		{"附件\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"草稿\n某某市某某区民政局2024年政府信息公开工作年度报告", "公开20条。", "某某市某某区民政局", ""},
		{"草稿\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"第二次征求意见稿\n住房和城乡建设局\n2024年政府信息公开工作年度报告", "公开20条。", "住房和城乡建设局", ""},
		{"徵求意見稿（二）\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"报审版\n↵民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"送审稿⏎民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"征求意见稿\n开发区经济\n管理局2024年政府信息公开工作年度报告", "公开20条。", "管理局", doubt("开发区经济", "管理局")},
		{"政务公开\n某某区人民政府2024年政府信息公开工作年度报告", "公开20条。", "某某区人民政府", ""},
		{"某某市经济技术\n开发区管委会2024年政府信息公开工作年度报告", "公开20条。", "开发区管委会", doubt("某某市经济技术", "开发区管委会")},
		{"（公开版）\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"某 某 市 经 济 技 术\n开发区2024年政府信息公开工作年度报告", "某某市经济技术开发区公开20条。", "某某市经济技术开发区", ""},
		{"某 某 市 某 局\n2024年政府信息公开工作年度报告", "公开20条。", "某某市某局", ""},
		{"示范市教育局、\n体育局2024年政府信息公开工作年度报告", "公开20条。", "体育局", doubt("示范市教育局、", "体育局")},
		{"示范市教育局、\n体育局2024年政府信息公开工作年度报告", "示范市教育局、体育局公开20条。", "示范市教育局、体育局", ""},
		{"示范市建设局\n（示范市人防办）2024年政府信息公开工作年度报告", "公开20条。", "（示范市人防办）", doubt("示范市建设局", "（示范市人防办）")},
		{"示范区\n人民政府2024年政府信息公开工作年度报告", "公开20条。", "人民政府", doubt("示范区", "人民政府")},
		{"示政发〔2025〕3号\n示范市住房和城乡\n建设局\n2024年政府信息公开工作年度报告", "公开20条。", "建设局", doubt("示范市住房和城乡", "建设局")},
		{"示范市\n住房和城乡建设局\n2024年政府信息公开\n工作年度报告", "公开20条。", "住房和城乡建设局", doubt("示范市", "住房和城乡建设局")},
		{"示范市\n住房和城乡建设局\n2024年政府信息公开\n工作年度报告", "示范市住房和城乡建设局公开20条。", "示范市住房和城乡建设局", ""},
		{"示政发〔2025〕3号\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"索引号：123\n民政局2024年政府信息公开工作年度报告", "公开20条。", "民政局", ""},
		{"示范区人民政府\n示范区民政局\n2024年政府信息公开工作年度报告", "公开20条。", "示范区民政局", ""},
		// What goes on in one paragraph is one name, unless it begins with the same place, or more goes on in it.
		{"示范市住房和城乡\n↵建设局2024年政府信息公开工作年度报告", "公开20条。", "示范市住房和城乡建设局", ""},
		{"附件\n示范市\n↵住房和城乡建设局\n↵2024年政府信息公开\n↵工作年度报告", "公开20条。", "示范市住房和城乡建设局", ""},
		{"示范区人民政府\n↵示范区民政局2024年政府信息公开工作年度报告", "公开20条。", "示范区民政局", ""},
		{"示范区网站\n↵民政局2024年政府信息公开工作年度报告\n↵我局编制本报告。", "公开20条。", "民政局", doubt("示范区网站", "民政局")},
		{"某某市经济⏎开发区管委会2024年政府⏎信息公开工作年度报告", "公开20条。", "某某市经济开发区管委会", ""},
	} {
		page := pageOf("", reportLines(tc.title, tc.overview, "略。", h1, h2, h3, h4, h5, h6))
		for i := range page.Cells {
			cell := &page.Cells[i]
			cell.Cell.Text, cell.GoesOn = strings.CutPrefix(cell.Cell.Text, "↵")
		}
		m, err := Map([]*Sheet{page}, []*model.Form{form}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		if m.Report.Organ != tc.organ || m.Report.Year != 2024 {
			t.Errorf("%q: %q, %d", tc.title, m.Report.Organ, m.Report.Year)
		}
		doubt := ""
		for _, n := range m.Report.Notes {
			if n.Rule == "COVER-ORGAN" {
				doubt += n.Message.ZH
			}
		}
		if doubt != tc.doubt {
			t.Errorf("%q: %q, want %q", tc.title, doubt, tc.doubt)
		}
	}
}
