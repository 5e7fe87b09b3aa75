package layout

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
)

func TestRuns(t *testing.T) {
	type piece struct {
		text string
		how  Style
	}
	raised, lowered, struck, hidden, faint := Style{Raised: true}, Style{Lowered: true}, Style{Struck: true}, Style{Hidden: true}, Style{Faint: true}
	for _, tc := range []struct {
		pieces []piece
		want   string // the text, then what was left out: ~struck~, ?unseen?
	}{
		{[]piece{{"66", Style{}}}, "66"},
		{[]piece{{"6", Style{}}, {"6", Style{}}}, "66"},
		{[]piece{{"66", Style{}}, {"1", raised}}, "66¹"},
		{[]piece{{"66", Style{}}, {"1", raised}, {"、2", raised}}, "66（1、2）"},
		{[]piece{{"66", Style{}}, {"1", raised}, {"2", lowered}}, "66¹₂"},
		{[]piece{{"1", raised}, {"66", Style{}}}, "¹66"},
		{[]piece{{"66\n说明", Style{}}, {"1", raised}}, "66\n说明¹"},
		{[]piece{{"66", raised}, {"\n", Style{}}, {"说明", Style{}}}, "66\n说明"},
		{[]piece{{"H", Style{}}, {"2", lowered}, {"O", Style{}}}, "H₂O"},
		{[]piece{{"6", struck}, {"66", Style{}}, {"7", hidden}}, "66~6~?7?"},
		{[]piece{{"66", Style{Struck: true, Raised: true}}}, "~66~"},
		{[]piece{{"6", Style{Struck: true, Hidden: true}}, {"66", Style{}}}, "66?6?"},
		{[]piece{{"66", faint}}, "66"},
		{[]piece{{"6", faint}, {"66", Style{}}}, "66?6?"},
		{[]piece{{"6", faint}, {"\n66", Style{}}}, "6\n66"},
		{[]piece{{" ", struck}, {"66", Style{}}}, "66"},
	} {
		var r Runs
		for _, p := range tc.pieces {
			r.Write(p.text, p.how)
		}
		b := r.Paragraph()
		got := b.Text
		for _, l := range b.Left {
			mark := map[intake.Look]string{intake.Struck: "~", intake.Unseen: "?"}[l.Look]
			got += mark + l.Text + mark
		}
		if got != tc.want {
			t.Errorf("%v is %q, want %q", tc.pieces, got, tc.want)
		}
		if again := r.Paragraph(); again.Text != "" {
			t.Errorf("%q is kept", again.Text)
		}
	}
}

func TestDropRepeated(t *testing.T) {
	unseen := func(s string) []intake.Run { return []intake.Run{{Text: s, Look: intake.Unseen}} }
	blocks := []Block{
		{Text: "二、主动公开政府信息情况", Left: unseen("二、主动公开政府信息情况")},
		{Text: "12345", Left: unseen("12345")},
		{Text: "其他", Left: unseen("｜ …")},
		{Left: []intake.Run{{Text: "主动公开", Look: intake.Struck}}},
		{Table: &Table{Unread: []UnreadRow{{Left: unseen("主动公开")}}, Rows: [][]Cell{{{Blocks: []Block{{Left: unseen("别的文字")}}}}}}},
	}
	DropRepeated(blocks)
	var left []string
	for _, b := range blocks[:4] {
		for _, r := range b.Left {
			left = append(left, r.Text)
		}
	}
	table := blocks[4].Table
	if got := strings.Join(left, "|"); got != "12345|主动公开" || len(table.Unread[0].Left) != 0 || len(table.Rows[0][0].Blocks[0].Left) != 1 {
		t.Error(got, table)
	}
}
