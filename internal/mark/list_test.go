package mark

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A list that stands alone asks for the file itself: there are no coloured cells to correct
// in it. Of a file that could not be read it asks for the original, by its name without folders.
func TestListAlone(t *testing.T) {
	rule := &model.Rule{ID: "X", Relation: model.RelCover}
	for name, c := range map[string]struct {
		job        Job
		want, lack []string
	}{
		"unreadable": {Job{File: "/收件/李/财政局.xlsx", Err: &msg.Problem{Where: "/收件/李/财政局.xlsx", What: msg.T("文件不完整", "the file is not whole"), Hint: msg.T("请重新取得", "get it again"), Sender: msg.T("请重新发送", "send it again")}},
			[]string{"请重新发送原文件", "财政局.xlsx：文件不完整；请重新发送"}, []string{"收件", "标色", "请重新取得"}},
		"no workbook": {Job{Findings: []check.Finding{{Rule: rule, Grade: model.Error, Message: msg.T("第1个表格有误", "table 1 is wrong")}}},
			[]string{"在原来的文件里改正", "第1个表格有误"}, []string{"标色"}},
	} {
		var b bytes.Buffer
		if err := Separate(&b, c.job); err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, part := range formtest.Parts(t, b.Bytes()) {
			all += part
		}
		for _, s := range c.want {
			if !strings.Contains(all, s) {
				t.Errorf("%s: the list lacks %s", name, s)
			}
		}
		for _, s := range c.lack {
			if strings.Contains(all, s) {
				t.Errorf("%s: the list has %s", name, s)
			}
		}
	}
}
