package intake

import (
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
)

// The header of a list is read line by line, however its headings were merged: 行政复议 over two lines, as in the
// official table, or over one. Where that leaves open which labels belong to which heading, no figure is read.
func TestListHeaders(t *testing.T) {
	f, _ := official(t)
	const labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
	const otherOrder = "结果维持 总计 结果纠正 其他结果 尚未审结"
	figures := "1 2 3 4 10 5 6 7 8 26 9 10 11 12 42"
	for _, c := range []struct {
		name, header, figures string
		review, direct, after string // the totals; "" where none is read
	}{
		{"over two lines", "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n" + labels + " " + labels + " " + labels, figures, "10", "26", "42"},
		{"over one line", "行政复议 行政诉讼\n" + labels + " 未经复议直接起诉 复议后起诉\n" + labels + " " + labels, figures, "10", "26", "42"},
		{"the other way round", "行政诉讼 行政复议\n未经复议直接起诉 复议后起诉\n" + labels + " " + labels + " " + labels, figures, "42", "10", "26"},
		{"another order in one line", "行政诉讼 行政复议\n未经复议直接起诉 复议后起诉\n" + labels + " " + labels + " " + otherOrder, "1 2 3 4 10 5 6 7 8 26 9 42 10 11 12", "42", "10", "26"},
		{"another order in lines of one label", strings.ReplaceAll("行政诉讼 行政复议 未经复议直接起诉 复议后起诉 "+labels+" "+labels+" "+otherOrder, " ", "\n"), "1 2 3 4 10 5 6 7 8 26 9 42 10 11 12", "", "", ""},
		{"a heading too few", "行政复议 行政诉讼\n未经复议直接起诉\n" + labels + " " + labels + " " + labels, figures, "", "", ""},
	} {
		s := &Sheet{Lists: true, Gaps: true, Address: func(int, int) string { return "" }}
		for r, line := range strings.Split("四、政府信息公开行政复议、行政诉讼情况\n"+c.header+"\n"+c.figures, "\n") {
			for k, text := range strings.Fields(line) {
				s.Add(r, k, 1, 1, Cell{Kind: Text, Text: text})
			}
		}
		var values map[string]model.Value
		if m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{}); err == nil && m != nil {
			m.Values()
			values = m.Report.Values
		}
		var got []string
		for _, id := range []string{"review", "suit_direct", "suit_after_review"} {
			n := ""
			if v := values["disputes."+id+".total"]; v.IsNumber() {
				n = v.Number.String()
			}
			got = append(got, n)
		}
		if want := []string{c.review, c.direct, c.after}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
}
