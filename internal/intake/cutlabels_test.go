package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
)

// A row that opens a page is the rest of labels above where all its cells say so; otherwise it stays as it is.
func TestCutLabels(t *testing.T) {
	f, _ := official(t)
	const above = "结果|结果|其他|尚未|总计"
	for name, tc := range map[string]struct{ above, below, want string }{
		"labels of columns":      {above, "维持|纠正|结果|审结|", "结果维持 2|结果纠正 2|其他结果 2|尚未审结 2|总计 2"},
		"one set below the cut":  {"结果|结果|其他|尚未|", "维持|纠正|结果|审结|总计", "结果维持 2|结果纠正 2|其他结果 2|尚未审结 2|总计 2"},
		"a label of a row":       {"（四）无", "法提供", "（四）无法提供 2"},
		"cells that begin below": {"社会公|法律服", "益组织|务机构|商业企业+", "社会公益组织 2|法律服务机构 2/商业企业 1"},
		"a figure":               {above, "维持|纠正|3|审结|", ""},
		"a figure that begins":   {"社会公|法律服", "益组织|务机构|3+", ""},
		"other words":            {above, "维持|纠错|结果|审结|", ""},
		"a cell of other width":  {"结果|结果|其他|尚未|总计^2", "维持|纠正|结果|审结|", ""},
		"whole labels":           {"行政许可|商业企业", "行政处罚|科研机构", ""},
		"words in an empty cell": {"结果|", "维持|数据", ""},
		"two labels of the form": {"其他|结果维持", "其他|结果纠正", ""},
		"nothing below":          {above, "||||", ""},
		"no page between":        {above, "维持-|纠正-|结果-|审结-|-", ""},
	} {
		s := pageOf("甲", tc.above+"\n"+tc.below)
		for i := range s.Cells {
			x := &s.Cells[i]
			x.Cut = x.Row == 1 && !strings.HasSuffix(x.Cell.Text, "+") && !strings.HasSuffix(x.Cell.Text, "-")
			x.Cell.Text = strings.TrimRight(x.Cell.Text, "+-")
		}
		show := func() string {
			var rows [2][]string
			for _, x := range s.Cells {
				rows[x.Row] = append(rows[x.Row], fmt.Sprintf("%s %d", x.Cell.Text, x.Rows))
			}
			return strings.TrimSuffix(strings.Join(rows[0], "|")+"/"+strings.Join(rows[1], "|"), "/")
		}
		want := tc.want
		if want == "" {
			want = show()
		}
		joinCutLabels([]*Sheet{s}, []*model.Form{f})
		if got := show(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// A table whose header a page cut is read.
func TestCutHeader(t *testing.T) {
	f, _ := official(t)
	s := pageOf("甲", strings.Join([]string{titleLine, h4, "行政复议^5", "结果|结果|其他|尚未|总计", "维持|纠正|结果|审结|", "1|2|3|4|10", h5, "略。"}, "\n"))
	for i := range s.Cells {
		s.Cells[i].Cut = s.Cells[i].Row == 4
	}
	s.Complete = true
	m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	for column, want := range map[string]string{"upheld": "1", "corrected": "2", "other": "3", "pending": "4", "total": "10"} {
		if got := m.Report.Values["disputes.review."+column].Typed(); got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
}
