package intake

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// TestPictures reads a report in which pictures stand in place of some of the tables.
func TestPictures(t *testing.T) {
	form, _ := official(t)
	s := &Sheet{Complete: true}
	row := 0
	add := func(texts ...string) {
		for i, text := range texts {
			s.Add(row, i, 1, 1, Cell{Kind: Text, Text: text})
		}
		row++
	}
	picture := func(at string) {
		s.Pictures = append(s.Pictures, Found{Row: row, Cell: Cell{Address: at, Text: "扫描件"}})
	}
	headings := map[string]string{}
	for _, sec := range form.Sections {
		headings[sec.ID] = sec.Heading
	}
	picture("封面")
	add("某县某局2024年政府信息公开工作年度报告")
	add(headings["proactive"])
	add("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
	add("规章", "0", "0", "0")
	add("行政规范性文件", "1", "0", "2")
	add(headings["requests"])
	picture("甲")
	picture("乙")
	add(headings["problems"])
	picture("丙")
	m, err := Map([]*Sheet{s}, []*model.Form{form}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	var said []string
	for _, n := range m.Report.Notes {
		if strings.Contains(n.Message.ZH, "图片") {
			said = append(said, n.Rule+" "+n.Section+" "+n.Cell+" "+n.Message.In(msg.EN))
		}
	}
	want := []string{
		`FORM-TABLE requests 甲 "` + headings["requests"] + `" could not be read: there is no table, but pictures (甲、乙), whose figures cannot be read`,
		`TEXT-PLACE problems 丙 "` + headings["problems"] + `" is incomplete, and pictures stand there (丙), whose content was not read`,
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("said:\n%s", strings.Join(said, "\n"))
	}
	if !MayBePictured([]*Sheet{s}, []*model.Form{form}) || MayBePictured([]*Sheet{{Cells: s.Cells}}, []*model.Form{form}) || MayBePictured([]*Sheet{{Pictures: s.Pictures}}, []*model.Form{form}) {
		t.Error("a report with pictures has a title and pictures")
	}
	err = NoTable(msg.T("网页", "a web page"), nil, s)
	if p, ok := err.(*msg.Problem); !ok || !strings.Contains(p.What.ZH, "有 4 张图片（封面、甲、乙等）") {
		t.Error(err)
	}
}

func TestNoTableElsewhere(t *testing.T) {
	page := &Sheet{Elsewhere: []string{"甲局2024年年报.docx", "body.html"}, Pictures: []Found{{Cell: Cell{Address: "第1段"}}}}
	p, ok := NoTable(msg.T("网页", "a web page"), nil, page).(*msg.Problem)
	if !ok || !strings.Contains(p.What.ZH, "嵌入或链接着别的文件（甲局2024年年报.docx、body.html）") {
		t.Error(p)
	}
}
