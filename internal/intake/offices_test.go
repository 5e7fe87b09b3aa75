package intake

import (
	"errors"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Two titles are of one report where organ and year may be the same.
func TestSameOffice(t *testing.T) {
	title := func(organ string, year int) reportTitle { return reportTitle{organ: organ, year: year} }
	for _, tc := range []struct {
		a, b reportTitle
		same bool
	}{
		{title("某市某局", 2024), title("某市某局", 2024), true},
		{title("某市某局", 2024), title("某局", 2024), true},
		{title("某局", 2024), title("某市某局", 0), true},
		{title("某市某局", 0), title("某局", 2024), true},
		{title("某市某局", 2024), title("某市某局", 2023), false},
		{title("某市某局", 2024), title("某市另局", 2024), false},
		{title("某市某局", 0), title("某市另局", 0), false},
	} {
		if tc.a.sameOffice(tc.b) != tc.same || tc.b.sameOffice(tc.a) != tc.same {
			t.Errorf("%v and %v: want %v", tc.a, tc.b, tc.same)
		}
	}
}

// Tables of several units in one file are not mixed: with a line that names the unit over each, one can be asked for;
// without, none is read and the places are named. A table that stands there twice alike is of one report.
func TestTablesOfUnits(t *testing.T) {
	f, _ := official(t)
	table := func(figure string) string {
		return "信息内容|本年处理决定数量\n行政处罚|" + figure + "\n行政强制|" + figure
	}
	two := func(name, over1, figure1, over2, figure2 string) []*Sheet {
		return []*Sheet{pageOf(name+"1", h2+over1+"\n"+table(figure1)), pageOf(name+"2", h2+over2+"\n"+table(figure2))}
	}
	a, b := "\n填报单位：某县甲镇人民政府", "\n填报单位：某县乙镇人民政府"
	for _, tc := range []struct {
		name   string
		sheets []*Sheet
		organ  string
		said   string // of the refusal
		want   string // the figure, where it is read
	}{
		{"units named", two("甲", a, "5", b, "7"), "", "文件里有 2 份报告（某县甲镇人民政府", ""},
		{"one of them asked for", two("甲", a, "5", b, "7"), "某县乙镇人民政府", "", "7"},
		{"stacked on one sheet", []*Sheet{pageOf("甲", h2+a+"\n"+table("5")+"\n"+h2+b+"\n"+table("7"))}, "某县甲镇人民政府", "", "5"},
		{"nameless", two("甲", "", "5", "", "7"), "", "文件里像是有 2 份报告", ""},
		{"nameless, behind a title", append([]*Sheet{pageOf("乙", titleLine)}, two("甲", "", "5", "", "7")...), "", "", ""},
		{"three, behind a title", append(two("甲", "", "5", "", "7"), pageOf("乙", titleLine+"\n"+table("9"))), "", "文件里像是有 3 份报告", ""},
		{"the same twice", two("甲", "", "5", "", "5"), "", "", "5"},
		{"one unit over both", two("甲", a, "5", a, "5"), "", "", "5"},
	} {
		m, err := Map(tc.sheets, []*model.Form{f}, Options{Organ: tc.organ})
		var p *msg.Problem
		if tc.said != "" {
			if !errors.As(err, &p) || !strings.Contains(p.What.ZH, tc.said) {
				t.Errorf("%s: %v %v", tc.name, m, err)
			}
			continue
		}
		if err != nil || m == nil {
			t.Fatal(tc.name, m, err)
		}
		m.Values()
		if got := m.Report.Values["proactive.penalty.decisions"].Typed(); got != tc.want {
			t.Errorf("%s: %q", tc.name, got)
		}
	}
}

// A form that a county hands out has the county's name in its title: the unit that hands it in is the organ. Of two
// organs the item counts, with a warning; the office that filled in the form is none.
func TestOrganOfItem(t *testing.T) {
	f, _ := official(t)
	for _, tc := range []struct{ title, item, organ, rule string }{
		{"某县2024年政府信息公开工作年度报告统计表", "填报单位：某县财政局", "某县财政局", ruleReading},
		{"某县人民政府2024年政府信息公开工作年度报告", "填报单位：某县财政局", "某县财政局", "COVER-ORGAN"},
		{"某县人民政府2024年政府信息公开工作年度报告", "填报单位：某县人民政府办公室", "某县人民政府", ""},
		{"某县财政局2024年政府信息公开工作年度报告", "填报单位：县财政局", "某县财政局", ""},
		{"某县财政局2024年政府信息公开工作年度报告", "填报单位：某县财政局", "某县财政局", ""},
	} {
		m, err := Map([]*Sheet{pageOf("甲", strings.Join([]string{tc.title, tc.item, h4, "#4"}, "\n"))}, []*model.Form{f}, Options{})
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		rule := ""
		for _, n := range m.Report.Notes {
			if n.Found != "" && n.Read == tc.organ {
				rule = n.Rule
			}
		}
		if m.Report.Organ != tc.organ || rule != tc.rule {
			t.Errorf("%s, %s: %q %q", tc.title, tc.item, m.Report.Organ, rule)
		}
	}
}
