package intake

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
)

var reading = &model.Reading{
	Placeholders: []string{"无", "暂无", "没有", "空", "不适用", "N/A"},
	Openings:     []string{"无", "暂无", "未制作", "未发生", "不适用", "不收费"},
	Not:          []string{"无法", "不详", "未统计", "待"},
	OwnWords:     []string{"本", "我", "该"},
	Units:        []string{"件", "宗", "条", "项", "个", "人次"},
	Money:        []string{"元", "万元", "亿元"},
	Currency:     []string{"¥"},
	Plus:         []string{"增", "增加", "↑"},
	Zeros:        []string{"零"},
	Notes:        []string{"注", "说明"},
	Minus:        []string{"减", "减少", "负", "↓"},
}

const (
	count  = model.Count
	signed = model.Signed
	amount = model.Amount
)

var cases = []struct {
	kind                      model.Kind
	text                      string
	state                     model.State
	number, unit, remark, gap string // gap is the note's rule
}{
	{count, "", model.Blank, "", "", "", ""},
	{count, " \u3000\u00a0\n\t\u200b", model.Blank, "", "", "", ""},
	{count, "1482", model.IsNumber, "1482", "", "", ruleTextNumber},
	{count, "0", model.IsNumber, "0", "", "", ruleTextNumber},
	{count, "007", model.IsNumber, "7", "", "", ruleReading},
	{count, " 12", model.IsNumber, "12", "", "", ruleReading},
	{count, "１２３", model.IsNumber, "123", "", "", ruleReading},
	{count, "1,113", model.IsNumber, "1113", "", "", ruleReading},
	{count, "1，113", model.IsNumber, "1113", "", "", ruleReading},
	{count, "1,234,567.5", model.IsNumber, "1234567.5", "", "", ruleReading},
	{count, "12.0", model.IsNumber, "12", "", "", ruleReading},
	{count, "-8", model.IsNumber, "-8", "", "", ruleTextNumber},
	{count, "－8", model.IsNumber, "-8", "", "", ruleReading},
	{count, "−8", model.IsNumber, "-8", "", "", ruleReading},
	{count, "–8", model.IsNumber, "-8", "", "", ruleReading},
	{count, "12件", model.IsNumber, "12", "件", "", ruleReading},
	{count, "12 件", model.IsNumber, "12", "件", "", ruleReading},
	{count, "12人次", model.IsNumber, "12", "人次", "", ruleReading},
	{count, "12元", model.IsNumber, "12", "元", "", ruleReading},
	{count, "746（街镇事项按统一数量，不重复统计）", model.IsNumber, "746", "", "街镇事项按统一数量，不重复统计", ruleReading},
	{count, "22（其中修订 16 件）", model.IsNumber, "22", "", "其中修订 16 件", ruleReading},
	{count, "22\n（其中修订 16 件）", model.IsNumber, "22", "", "其中修订 16 件", ruleReading},
	{count, "22\r\n其中修订16件", model.IsNumber, "22", "", "其中修订16件", ruleReading},
	{count, "30\n01", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66\n2件", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "\u202e1003\u202c", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66\u202e", model.IsNumber, "66", "", "", ruleReading},
	{count, "22件(含转办（2件）)", model.IsNumber, "22", "件", "含转办（2件）", ruleReading},
	{count, "5【注】", model.IsNumber, "5", "", "注", ruleReading},
	{signed, "+253", model.IsNumber, "253", "", "", ruleReading},
	{signed, "-417", model.IsNumber, "-417", "", "", ruleTextNumber},
	{signed, "减3", model.IsNumber, "-3", "", "", ruleReading},
	{signed, "减少 3", model.IsNumber, "-3", "", "", ruleReading},
	{signed, "增加12项", model.IsNumber, "12", "项", "", ruleReading},
	{count, "减3", model.Unreadable, "", "", "", ruleUnreadable},
	{amount, "864098223.91元", model.IsNumber, "864098223.91", "元", "", ruleReading},
	{amount, "976.81万元", model.IsNumber, "976.81", "万元", "", ruleReading},
	{amount, "43.788 万元", model.IsNumber, "43.788", "万元", "", ruleReading},
	{amount, "59237.2449", model.IsNumber, "59237.2449", "", "", ruleTextNumber},
	{amount, "￥251,000.50", model.IsNumber, "251000.5", "元", "", ruleReading},
	{amount, "¥3万元", model.IsNumber, "3", "万元", "", ruleReading},
	{count, "'12", model.IsNumber, "12", "", "", ruleReading},
	{count, "’1,113件", model.IsNumber, "1113", "件", "", ruleReading},
	{count, "''12", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "'12'", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "'", model.Unreadable, "", "", "", ruleUnreadable},
	{signed, "'-5", model.IsNumber, "-5", "", "", ruleReading},
	{signed, "↑78", model.IsNumber, "78", "", "", ruleReading},
	{signed, "↓91项", model.IsNumber, "-91", "项", "", ruleReading},
	{count, "↓91", model.Unreadable, "", "", "", ruleUnreadable},
	{signed, "▲78", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "（无）", model.Blank, "", "", "", ruleReading},
	{count, "(/)", model.Blank, "", "", "", ruleReading},
	{count, "（未统计）", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "746*", model.IsNumber, "746", "", "*", ruleReading},
	{count, "746①", model.IsNumber, "746", "", "①", ruleReading},
	{count, "66¹", model.IsNumber, "66", "", "1", ruleReading},
	{count, "66¹²", model.IsNumber, "66", "", "12", ruleReading},
	{count, "¹66", model.IsNumber, "66", "", "1", ruleReading},
	{count, "66₂", model.IsNumber, "66", "", "2", ruleReading},
	{count, "66¹件", model.IsNumber, "66", "件", "1", ruleReading},
	{count, "66件②", model.IsNumber, "66", "件", "②", ruleReading},
	{count, "66⑴", model.IsNumber, "66", "", "⑴", ruleReading},
	{count, "66❶", model.IsNumber, "66", "", "❶", ruleReading},
	{count, "66[1]", model.IsNumber, "66", "", "1", ruleReading},
	{count, "66[¹]", model.IsNumber, "66", "", "1", ruleReading},
	{count, "66注1", model.IsNumber, "66", "", "注1", ruleReading},
	{count, "66 注", model.IsNumber, "66", "", "注", ruleReading},
	{count, "66¹,²", model.IsNumber, "66", "", "1,2", ruleReading},
	{count, "66ᵃ", model.IsNumber, "66", "", "a", ruleReading},
	{count, "66注¹", model.IsNumber, "66", "", "注1", ruleReading},
	{count, "66㈠", model.IsNumber, "66", "", "㈠", ruleReading},
	{count, "66⒈", model.IsNumber, "66", "", "⒈", ruleReading},
	{count, "66 - 5", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66*1", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "6¹6", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "¹", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "3\u2009001", model.IsNumber, "3001", "", "", ruleReading},
	{count, "6\u202f6", model.IsNumber, "66", "", "", ruleReading},
	{count, "3\u00a0001", model.IsNumber, "3001", "", "", ruleReading},
	{amount, "1\u00a0234\u00a0567.5元", model.IsNumber, "1234567.5", "元", "", ruleReading},
	{count, "12\u00a034", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1234\u00a0567", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "3 001", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "30\u00ad01", model.IsNumber, "3001", "", "", ruleReading},
	{amount, "2000万", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1.2万件", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "14万余", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "无", model.Blank, "", "", "", ruleReading},
	{count, " 无 ", model.Blank, "", "", "", ruleReading},
	{count, "/", model.Blank, "", "", "", ruleReading},
	{count, "／", model.Blank, "", "", "", ruleReading},
	{count, "-", model.Blank, "", "", "", ruleReading},
	{count, "——", model.Blank, "", "", "", ruleReading},
	{count, "n/a", model.Blank, "", "", "", ruleReading},
	{count, "不适用", model.Blank, "", "", "", ruleReading},
	{count, "本单位未制作规章", model.Blank, "", "", "", ruleReading},
	{count, "我局无此项职能", model.Blank, "", "", "", ruleReading},
	{count, "本单位无法统计", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "不详", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "无（2件待定）", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "见附件", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "规章000", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "6 0", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1 586", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "3-5", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "约22", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "≥3", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "22%", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1/2", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "2020-01-31", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1e5", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "12.", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1,13", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "11,13", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "1234,567", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "12,,345", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "（8）", model.Unreadable, "", "", "", ruleUnreadable},
	{signed, "—3", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "22其中16", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "22（其中16", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "22（其中16）另2", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "零", model.IsNumber, "0", "", "", ruleReading},
	{count, "十二", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "6\n6", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66\n1件", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66（注）\n1", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "66\n其中转办1件", model.IsNumber, "66", "", "其中转办1件", ruleReading},
	{count, "66\n2024年补报", model.IsNumber, "66", "", "2024年补报", ruleReading},
	{count, "66\n①", model.IsNumber, "66", "", "①", ruleReading},
	{count, "\u202e12", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "3\u202e21\u202c", model.Unreadable, "", "", "", ruleUnreadable},
	{count, "12\u202e", model.IsNumber, "12", "", "", ruleReading},
	{count, "\u202e8\u202c", model.IsNumber, "8", "", "", ruleReading},
	{count, strings.Repeat("9", 60), model.Unreadable, "", "", "", ruleUnreadable},
}

func TestRead(t *testing.T) {
	for _, tc := range cases {
		f := &model.Field{ID: "t.r.c", Kind: tc.kind}
		v, notes := Read(Cell{Kind: Text, Text: tc.text, Address: "一!A1"}, f, reading)
		if v.State != tc.state || v.Unit != tc.unit || v.Remark != tc.remark || v.Cell != "一!A1" {
			t.Errorf("%q: %+v", tc.text, v)
		}
		if v.IsNumber() && v.Number.String() != tc.number {
			t.Errorf("%q: read as %s, want %s", tc.text, v.Number, tc.number)
		}
		rule := ""
		if len(notes) == 1 {
			rule = notes[0].Rule
		}
		if rule != tc.gap || len(notes) > 1 {
			t.Errorf("%q: notes %v, want one of %s", tc.text, notes, tc.gap)
		}
	}
}

// A character that shows nothing changes no figure and no label, and is noted
// wherever it stands in a figure.
func TestReadUnseen(t *testing.T) {
	r := newReducer(reading)
	for _, unseen := range "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u202a\u2060\u2066\u3164\ufe0f\ufeff\U000e0100\x07\x1b\u0096" {
		z := string(unseen)
		for _, tc := range []struct {
			kind       model.Kind
			text, want string
		}{
			{count, z, ""}, {count, " " + z + "\n", ""}, {count, "1" + z + "0000", "10000"}, {count, z + "12", "12"}, {count, "12" + z, "12"},
			{count, "1," + z + "113件", "1113"}, {signed, "-" + z + "8", "-8"}, {signed, z + "+8", "8"}, {amount, "8" + z + ".5万" + z + "元", "8.5"}, {count, "3" + z + "（注）", "3"},
		} {
			v, notes := Read(Cell{Kind: Text, Text: tc.text}, &model.Field{Kind: tc.kind}, reading)
			if tc.want == "" && (v.State != model.Blank || len(notes) > 0) || tc.want != "" && (!v.IsNumber() || v.Number.String() != tc.want || len(notes) != 1 || notes[0].Rule != ruleReading) {
				t.Errorf("%+q: read as %+v with notes %v", tc.text, v, notes)
			}
		}
		if a, b := r.label("（"+z+"三）予以"+z+"公开"), r.label("（三）予以公开"); a != b {
			t.Errorf("%+q: label %+v, not %+v", z, a, b)
		}
	}
}

func TestReadKinds(t *testing.T) {
	f := &model.Field{Kind: model.Count}
	for _, tc := range []struct {
		cell  Cell
		state model.State
		want  string
	}{
		{Cell{Kind: Number, Text: "96171.600000000006"}, model.IsNumber, "96171.6"},
		{Cell{Kind: Number, Text: "12.000000000000002"}, model.IsNumber, "12"},
		{Cell{Kind: Number, Text: "1E+5"}, model.IsNumber, "100000"},
		{Cell{Kind: Number, Text: "1e400"}, model.Unreadable, ""},
		{Cell{Kind: Bool, Text: "TRUE"}, model.Unreadable, ""},
		{Cell{Kind: Error, Text: "#REF!"}, model.Unreadable, ""},
		{Cell{Kind: Date, Text: "2020-01-31"}, model.Unreadable, ""},
		{Cell{Kind: Percent, Text: "50%"}, model.Unreadable, ""},
		{Cell{}, model.Blank, ""},
	} {
		v, notes := Read(tc.cell, f, reading)
		if v.State != tc.state || v.IsNumber() && v.Number.String() != tc.want {
			t.Errorf("%+v: %+v", tc.cell, v)
		}
		if (v.State == model.Unreadable) != (len(notes) == 1) {
			t.Errorf("%+v: notes %v", tc.cell, notes)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, tc := range cases {
		f.Add(tc.text, tc.kind == signed, tc.kind == amount)
	}
	f.Fuzz(func(t *testing.T, text string, isSigned, isAmount bool) {
		field := &model.Field{Kind: count}
		if isSigned {
			field.Kind = signed
		} else if isAmount {
			field.Kind = amount
		}
		v, notes := Read(Cell{Kind: Text, Text: text}, field, reading)
		why := 0
		for _, n := range notes {
			if n.Rule == ruleUnreadable {
				why++
			}
		}
		if (v.State == model.Unreadable) != (why == 1) || why > 1 {
			t.Fatalf("%q: %v with notes %v", text, v.State, notes)
		}
		if !v.IsNumber() {
			return
		}
		if !strings.ContainsAny(fold(text), "0123456789零") {
			t.Fatalf("%q has no digit and was read as %s", text, v.Number)
		}
		again, _ := Read(Cell{Kind: Text, Text: v.Typed()}, field, reading)
		if !again.IsNumber() || !again.Number.Equal(v.Number) || again.Unit != v.Unit || again.Remark != v.Remark {
			t.Fatalf("%q read again: %+v then %+v", text, v, again)
		}
	})
}
