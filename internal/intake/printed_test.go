package intake

import (
	"testing"

	"github.com/gkxl/gkxl/model"
)

// TestPrintedWorkbook leaves out what stands on sheets that are for reading only where all sheets stand one under the
// other and show their titles, as in a workbook that was printed.
func TestPrintedWorkbook(t *testing.T) {
	form, _ := official(t)
	headings := map[string]string{}
	for _, sec := range form.Sections {
		headings[sec.ID] = sec.Heading
	}
	s := &Sheet{Complete: true}
	row := 0
	add := func(texts ...string) {
		for i, text := range texts {
			s.Add(row, i, 1, 1, Cell{Kind: Text, Text: text})
		}
		row++
	}
	add("某县某局2024年政府信息公开工作年度报告")
	add(headings["proactive"])
	add("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
	add("规章", "0", "0", "0")
	add("行政规范性文件", "1", "0", "2")
	add(headings["other"])
	add("没有其他事项。")
	add(form.Messages["checks_title"])
	add("三、依申请公开 自然人", "3035", "3035", "0")
	m, err := Map([]*Sheet{s}, []*model.Form{form}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	if got := m.Report.Texts["other"]; got != "没有其他事项。" {
		t.Errorf("the last section is %q", got)
	}
}

// What the cover of the template says of cells that are left is no text of the report, however much is left.
func TestBlanksOfTheCover(t *testing.T) {
	form, _ := official(t)
	v := vocabularyOf(form, nil)
	for text, want := range map[string]bool{
		"三、依申请公开 105 格；四、复议诉讼 8 格；": true, "封面 1 格；二、主动公开 10 格；三、依申请公开 144 格；文字 3 段；": true, "文字 1 段；": true, "都填了": true,
		"三、依申请公开 105 件；": false, "窗口 3 格；": false, "其中 3 格；四、复议诉讼 8 格；": false, "三、依申请公开 格；": false,
	} {
		if got := v.printed(text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
