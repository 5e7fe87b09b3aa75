package intake

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func TestReadRuns(t *testing.T) {
	for _, tc := range []struct {
		runs   []Run
		text   string // of the cell
		state  model.State
		number string
		said   []string // parts of the notes
	}{
		{[]Run{{"66", Plain}}, "66", model.IsNumber, "66", nil},
		{[]Run{{"66", Plain}, {"1", Raised}}, "66¹", model.IsNumber, "66", []string{"“66¹”读作 66，备注：1"}},
		{[]Run{{"66", Plain}, {"[１]", Raised}}, "66[¹]", model.IsNumber, "66", []string{"读作 66，备注：1"}},
		{[]Run{{"66", Plain}, {"①", Raised}}, "66①", model.IsNumber, "66", []string{"读作 66，备注：①"}},
		{[]Run{{"66", Plain}, {"2", Lowered}}, "66₂", model.IsNumber, "66", []string{"读作 66，备注：2"}},
		{[]Run{{"6", Struck}, {"66", Plain}}, "66", model.IsNumber, "66", []string{"“6”加了删除线，没有读入"}},
		{[]Run{{"6", Unseen}, {"66", Plain}}, "66", model.IsNumber, "66", []string{"“6”看不见"}},
		{[]Run{{"6", Unseen}, {"7", Struck}, {"66", Plain}}, "66", model.IsNumber, "66", []string{"“7”加了删除线，“6”看不见"}},
		{[]Run{{"66", Struck}}, "", model.Unreadable, "", []string{"“66”加了删除线，没有读入；请填写现在的数字"}},
		{[]Run{{"66", Raised}}, "66", model.IsNumber, "66", []string{"整格“66”设成了上标或下标"}},
		{[]Run{{"域 = 60+6", Unclear}}, "", model.Unreadable, "", []string{"“域 = 60+6”怎样显示无法确定，没有读入；请填写现在的数字"}},
		{[]Run{{"6", Plain}, {"符号 F06C", Unclear}}, "6", model.Unreadable, "", []string{"“符号 F06C”怎样显示无法确定"}},
		{[]Run{{" ", Struck}, {"66", Plain}}, "66", model.IsNumber, "66", nil},
		{[]Run{{"\u200b", Unseen}}, "", model.Blank, "", nil},
	} {
		var c Cell
		c.SetRuns(tc.runs)
		if c.Text != tc.text {
			t.Errorf("%v: the text is %q", tc.runs, c.Text)
		}
		v, notes := Read(c, &model.Field{Kind: count}, reading)
		if v.State != tc.state || v.IsNumber() && v.Number.String() != tc.number {
			t.Errorf("%v: %v %v", tc.runs, v.State, v.Number)
		}
		var said []string
		for _, n := range notes {
			if n.Rule != ruleTextNumber {
				said = append(said, n.Message.In(msg.ZH))
			}
		}
		if len(said) != len(tc.said) {
			t.Errorf("%v: said %q", tc.runs, said)
			continue
		}
		for i := range said {
			if !strings.Contains(said[i], tc.said[i]) {
				t.Errorf("%v: said %q", tc.runs, said)
			}
		}
	}
}

func TestNamedInMessages(t *testing.T) {
	_, notes := Read(Cell{Kind: Text, Text: "30\u206001"}, &model.Field{Kind: count}, reading)
	if len(notes) != 1 || notes[0].Message.In(msg.ZH) != "“30[U+2060]01”读作 3001" {
		t.Error(notes)
	}
}

// TestLookAlikes reads a report whose labels and texts hold radicals in place of ordinary characters.
func TestLookAlikes(t *testing.T) {
	form, _ := official(t)
	s := &Sheet{Name: "⼀", Complete: true}
	s.Add(0, 0, 1, 1, Cell{Kind: Text, Text: "某县⼈⺠政府2024年政府信息公开⼯作年度报告", Address: "第1段"})
	table := form.FieldsOf(form.Tables[0])[0].Table
	s.Add(1, 0, 1, 1, Cell{Kind: Text, Text: strings.ReplaceAll(table.Section.Heading, "二", "⼆"), Address: "第2段"})
	row := 2
	for _, c := range []string{"信息内容", "本年制发件数", "本年废⽌件数", "现⾏有效件数"} {
		s.Add(2, row-2, 1, 1, Cell{Kind: Text, Text: c})
		row++
	}
	for i, c := range []string{"⾏政规范性⽂件", "1", "2", "3"} {
		s.Add(3, i, 1, 1, Cell{Kind: Text, Text: c})
	}
	m, err := Map([]*Sheet{s}, []*model.Form{form}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	if m.Report.Organ != "某县人民政府" || m.Report.Year != 2024 {
		t.Error(m.Report.Organ, m.Report.Year)
	}
	if v := m.Report.Value("proactive.normative.in_force"); !v.IsNumber() || v.Number.String() != "3" {
		t.Error(v)
	}
	said := 0
	for _, n := range m.Report.Notes {
		if n.Rule == ruleReading && strings.Contains(n.Message.In(msg.ZH), "部首") {
			said++
			if n.Cell != "第1段" || !strings.Contains(n.Message.In(msg.ZH), "人（U+2F08）、民（U+2EA0）") {
				t.Error(n.Cell, n.Message.In(msg.ZH))
			}
		}
		if n.Rule == ruleLabel {
			t.Error(n.Message.In(msg.ZH))
		}
	}
	if said != 1 {
		t.Error(said, m.Report.Notes)
	}
}
