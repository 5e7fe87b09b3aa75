package pdf_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/msg"
)

// rowsAt are rows of a label and two figures from a height down, one in 20 points.
func rowsAt(top int, rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		for k, s := range strings.Split(row, ",") {
			b.WriteString(put(55+100*k, top-20*i-15, s))
		}
	}
	return b.String()
}

// TestRuledOneWay refuses files whose tables have rulings one way only, with what they lack.
func TestRuledOneWay(t *testing.T) {
	text := put(50, 750, "some text that is there and goes on")
	rows := rowsAt(700, "a,1,2", "b,3,4", "c,5,6")
	across, upright := "", ""
	for i := range 4 {
		across += rule(50, 700-20*i, 350, 700-20*i)
		upright += rule(50+100*i, 700, 50+100*i, 640)
	}
	frame := rule(50, 700, 350, 700) + rule(50, 640, 350, 640) + rule(50, 700, 50, 640) + rule(350, 700, 350, 640)
	const noUprights, noAcross, none = "的表格只有横线，没有竖线，分不出各个数字在哪一列", "的表格只有竖线，没有横线，分不出各个数字在哪一行", "也没有带格线的表格，分不出各个数字在哪一行、哪一列"
	for name, tc := range map[string]struct{ drawn, want string }{
		"three rulings across":     {rule(50, 700, 350, 700) + rule(50, 680, 350, 680) + rule(50, 640, 350, 640), noUprights},
		"a ruling below each row":  {across, noUprights},
		"and a frame around them":  {across + frame, noUprights},
		"rulings beside each cell": {upright, noAcross},
		"and a frame around these": {upright + frame, noAcross},
		"rulings of another place": {rule(50, 100, 350, 100) + rule(550, 700, 550, 640), noUprights}, // one, far below, as the foot of a table has it
		"none":                     {"", none},
		"a frame alone":            {frame, none},
		"both, that do not meet":   {rule(50, 705, 350, 705) + rule(50, 699, 50, 640) + rule(350, 699, 350, 640), none},
		"both":                     {across + upright, ""},
	} {
		_, err := pdf.Read(untagged(text + rows + tc.drawn).bytes())
		var got msg.Text
		if err != nil {
			got = msg.Of(err)
		}
		if (tc.want == "") != (err == nil) || !strings.Contains(got.ZH, tc.want) || err != nil && got.EN == "" {
			t.Errorf("%s: %q, want %q", name, got.ZH, tc.want)
		}
	}
}

// TestRowsBesideTables names the rows that no rulings part into cells where a file has other tables, on each page.
func TestRowsBesideTables(t *testing.T) {
	table := ruled(500, "x,1", "y,2")
	rows := rowsAt(700, "a,1,2", "b,3,4") + rule(50, 700, 350, 700) + rule(50, 660, 350, 660)
	more := rowsAt(700, "c,5,6") + rule(50, 700, 350, 700)
	for name, tc := range map[string]struct {
		pages []string
		want  string
	}{
		"on two pages": {[]string{rows + table, more}, "FILE-UNREAD 第1页 第 1 页有像表格的 2 行（从“a 1 2”起），只有横线，没有竖线，分不出各个数字在哪一列，没有读作表格，按行读作文字\n" +
			"FILE-UNREAD 第2页 第 2 页有像表格的 1 行（从“c 5 6”起），只有横线，没有竖线，分不出各个数字在哪一列，没有读作表格，按行读作文字"},
		"too few": {[]string{rows + table}, ""},
		"in a frame": {[]string{table + ruled(700, "a", "b", "c") + put(90, 685, "1") + put(120, 685, "2") + put(90, 665, "3") + put(120, 665, "4") + put(90, 645, "5") + put(120, 645, "6")},
			"FILE-UNREAD 第1页 第 1 页有像表格的 3 行（从“a 1 2”起），只有横线，没有竖线，分不出各个数字在哪一列，没有读作表格，按行读作文字"},
		"tables alone": {[]string{table + ruled(700, "a,1,2", "b,3,4", "c,5,6")}, ""},
	} {
		if got := notes(sheetOf(t, untagged(tc.pages...))); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
