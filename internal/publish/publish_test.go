package publish_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Every value of a table is shown as the report has it: blanks stay blank,
// remarks become notes, units stay where the form prints none.
func TestCells(t *testing.T) {
	for _, tt := range []struct {
		field, edition string
		value          model.Value
		group          bool
		text, note     string
	}{
		{"requests.new.business", "2021", model.Value{State: model.IsNumber, Number: model.Int(1113)}, false, "1113", ""},
		{"requests.new.business", "2021", model.Value{State: model.IsNumber, Number: model.Int(1113)}, true, "1,113", ""},
		{"requests.new.business", "2021", model.Value{State: model.IsNumber, Number: model.Int(113)}, true, "113", ""},
		{"requests.new.business", "2021", model.Value{State: model.IsNumber, Number: model.Int(22), Unit: "件", Remark: "其中\n修订16件"}, false, "22", "其中 修订16件"},
		{"requests.new.business", "2021", model.Value{State: model.Blank}, false, "", ""},
		{"requests.new.business", "2021", model.Value{State: model.Blank, Text: "/"}, false, "/", ""},
		{"requests.new.business", "2021", model.Value{State: model.Blank, Text: "本单位未制作规章"}, false, "", "本单位未制作规章"},
		{"requests.new.business", "2021", model.Value{State: model.Absent}, false, "", ""},
		{"requests.new.business", "2021", model.Value{State: model.Unreadable, Text: "见附件"}, false, "见附件", ""},
		{"proactive.licensing.items_change", "2019", model.Value{State: model.IsNumber, Number: model.Int(253), Text: "+253"}, false, "+253", ""},
		{"proactive.licensing.items_change", "2019", model.Value{State: model.IsNumber, Number: model.Int(-1253), Text: "减1253"}, true, "-1,253", ""},
		{"proactive.procurement.amount", "2019", model.Value{State: model.IsNumber, Number: number(t, "864098223.91"), Unit: "元"}, true, "864,098,223.91元", ""},
		{"proactive.fees.amount", "2021", model.Value{State: model.IsNumber, Number: number(t, "43.788"), Unit: "万元"}, false, "43.788", ""},
		{"proactive.fees.amount", "2021", model.Value{State: model.IsNumber, Number: number(t, "59237.2449"), Unit: "元"}, true, "59,237.2449元", ""},
	} {
		f := formtest.Form(t, tt.edition)
		r := model.NewReport(f)
		r.Values[tt.field] = tt.value
		d := publish.Of(r, publish.Options{Group: tt.group})
		var mark, note string
		for _, b := range d.Blocks {
			if b.Kind == publish.Note {
				note = b.Text
				if b.Mark != mark || mark == "" {
					t.Errorf("%s: the cell carries %q, its note %q", tt.field, mark, b.Mark)
				}
			}
			if b.Table == nil {
				continue
			}
			for i, c := range b.Table.Cells {
				if c.Field == nil && b.Table.Shown[i].Text != c.Text {
					t.Errorf("label %q is shown as %q", c.Text, b.Table.Shown[i].Text)
				}
				if c.Field != nil && c.Field.ID == tt.field {
					mark = b.Table.Shown[i].Mark
					if got := b.Table.Shown[i].Text; got != tt.text {
						t.Errorf("%s of %+v is %q, want %q", tt.field, tt.value, got, tt.text)
					}
				}
			}
		}
		if note != tt.note {
			t.Errorf("%s: note %q, want %q", tt.field, note, tt.note)
		}
	}
}

func number(t testing.TB, s string) model.Number {
	n, err := model.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Sections stand in order; what a report lacks leaves its heading; notes stand
// above a table until one opens with a word for a note.
func TestOrder(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "某市某局", 2024
	r.Texts = map[string]string{
		"preamble": "根据条例编制。", "overview": "第一段。\n\n（一）主动公开。公开12条。\r\n（二）依申请公开\n一是加强培训。办班3期。",
		"requests": "全市口径。\n注：含上年度结转。\n不含街镇。", "disputes": "注：无。", "signature": "某市某局\n2025年1月10日",
	}
	d := publish.Of(r, publish.Options{})
	var got []string
	for _, b := range d.Blocks {
		s := []string{"H", "P", "T", "N", "S"}[b.Kind]
		switch {
		case b.Kind == publish.Table:
			s += b.Section
		case b.Lead > 0:
			s += "<" + b.Text[:b.Lead] + ">" + b.Text[b.Lead:]
		default:
			s += b.Text
		}
		if b.Above {
			s = "↑" + s
		}
		got = append(got, s)
	}
	want := []string{"P根据条例编制。", "H一、总体情况", "P第一段。", "P<（一）主动公开。>公开12条。", "H（二）依申请公开", "P<一是加强培训。>办班3期。",
		"H二、主动公开政府信息情况", "Tproactive", "H三、收到和处理政府信息公开申请情况", "↑N全市口径。", "Trequests", "N注：含上年度结转。", "N不含街镇。",
		"H四、政府信息公开行政复议、行政诉讼情况", "Tdisputes", "N注：无。", "H五、存在的主要问题及改进情况", "H六、其他需要报告的事项", "S某市某局", "S2025年1月10日"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.Title != "某市某局2024年政府信息公开工作年度报告" {
		t.Error(d.Title)
	}
}

// A sub-heading is recognised; a sentence that merely begins like one is not.
func TestLead(t *testing.T) {
	for _, tt := range []struct {
		text, lead string
		kind       publish.Kind
	}{
		{"（一）主动公开情况。2024 年公开12条。", "（一）主动公开情况。", publish.Paragraph},
		{"（一）主动公开情况：公开12条。", "（一）主动公开情况：", publish.Paragraph},
		{"（十二）监督保障", "", publish.Heading},
		{"(二)监督保障", "", publish.Heading},
		{"（二）监督保障。", "", publish.Heading},
		{"（一）坚持先审查、后公开，不断完善机制，加强管理，提升水平。另有12条。", "", publish.Paragraph},
		{"（2024年）公开12条。", "", publish.Paragraph},
		{"（）公开12条。", "", publish.Paragraph},
		{"一是加强培训。办班3期。", "一是加强培训。", publish.Paragraph},
		{"一是加强培训，办班3期。", "", publish.Paragraph},
		{"十一是数字。然后呢。", "十一是数字。", publish.Paragraph},
		{"是的。然后呢。", "", publish.Paragraph},
		{"一是意识不强。少数科室不主动。二是形式单一。以文字为主。", "", publish.Paragraph},
		{"一是公开不及时；二是形式较单一。下一步将按月提醒。", "", publish.Paragraph},
		{"（一）主动公开。公开12条。（二）依申请公开。收到3件。", "", publish.Paragraph},
		{"（一）主动公开：公开12条，（二）依申请公开：收到3件。", "", publish.Paragraph},
		{"（一）主要问题。一是不及时。二是不规范。", "（一）主要问题。", publish.Paragraph},
		{"一是学习其一是什么。再作安排。", "一是学习其一是什么。", publish.Paragraph},
		{"二是" + strings.Repeat("长", 50) + "。完。", "", publish.Paragraph},
	} {
		f := formtest.Form(t, "2021")
		r := model.NewReport(f)
		r.Texts["preamble"] = tt.text
		b := publish.Of(r, publish.Options{}).Blocks[0]
		if b.Kind != tt.kind || b.Text != tt.text || b.Text[:b.Lead] != tt.lead {
			t.Errorf("%q: kind %d, lead %q; want %d, %q", tt.text, b.Kind, b.Text[:b.Lead], tt.kind, tt.lead)
		}
	}
}

// First sentences of one list are set alike: all as headings, or none.
func TestLeadsAreConsistent(t *testing.T) {
	for text, want := range map[string]string{
		"一是意识不强。少数科室不主动。\n二是形式单一。以文字为主。":     "一是意识不强。|二是形式单一。",
		"一是意识不强。少数科室不主动。\n二是形式单一，以文字为主。":     "|",
		"（一）问题。有三个。\n一是意识不强。\n二是形式单一。以文字为主。": "（一）问题。||",
		"一是不及时；二是不规范。\n三是形式单一。以文字为主。":        "|",
	} {
		r := model.NewReport(formtest.Form(t, "2021"))
		r.Texts["preamble"] = text
		var got []string
		for _, b := range publish.Of(r, publish.Options{}).Blocks[:strings.Count(text, "\n")+1] {
			got = append(got, b.Text[:b.Lead])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// No text is lost: every character that can be seen is in a block.
func FuzzOf(f *testing.F) {
	for _, s := range []string{"", "（一）甲。乙", "注：甲\n乙", "\x00\xff\tx", "（一", "一是", "\ufeff（二）\u2028三", "𬭊"} {
		f.Add(s)
	}
	edition := formtest.Form(f, "2021")
	f.Fuzz(func(t *testing.T, s string) {
		for _, id := range []string{"overview", "requests", "signature"} {
			r := model.NewReport(edition)
			r.Texts[id] = s
			var got strings.Builder
			for _, b := range publish.Of(r, publish.Options{}).Blocks {
				if b.Kind != publish.Heading || b.Level > 1 {
					got.WriteString(b.Text)
				}
				if b.Lead > len(b.Text) {
					t.Fatalf("%q: lead %d", b.Text, b.Lead)
				}
			}
			if want := strings.Join(publish.Paragraphs(s), ""); got.String() != want {
				t.Errorf("%q became %q", want, got.String())
			}
		}
	})
}

// The appendix gives each finding of the grades asked for, with its explanation
// if one is valid.
func TestAppend(t *testing.T) {
	f := formtest.Form(t, "2021")
	rule := func(id string) *model.Rule {
		r, ok := f.Rule(id)
		if !ok {
			t.Fatal(id)
		}
		return r
	}
	fs := []check.Finding{
		{Rule: rule("T3-BALANCE"), Grade: model.Error, Message: msg.T("不平\n第二行", ""), Fields: f.Fields[:6]},
		{Rule: rule("BLANK-CELL"), Grade: model.Warning, Message: msg.T("空格", ""), Explanation: "没有\n发生"},
		{Rule: rule("BLANK-CELL"), Grade: model.Warning, Message: msg.T("空格", ""), Explanation: "旧的", Stale: true},
		{Rule: rule("FORM-LABEL"), Grade: model.Hint, Message: msg.T("不列", "")},
	}
	d := publish.Of(model.NewReport(f), publish.Options{})
	before := len(d.Blocks)
	d.Append("附录", fs, model.Error, model.Warning)
	var got []string
	for _, b := range d.Blocks[before:] {
		if b.Section != publish.Appendix {
			t.Errorf("%q is not of the appendix", b.Text)
		}
		got = append(got, b.Text)
	}
	text := strings.Join(got, "|")
	for _, want := range []string{"附录|1. 错误：", "|不平|第二行|位置：", "等6格", "|2. 警告：", "|空格|说明：没有 发生|", "规则：BLANK-CELL|3. 警告：", "规则：T3-BALANCE"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	for _, no := range []string{"不列", "旧的"} {
		if strings.Contains(text, no) {
			t.Errorf("%q is in %s", no, text)
		}
	}
	d.Append("空", nil, model.Error)
	if last := d.Blocks[len(d.Blocks)-1].Text; last != "没有。" {
		t.Error(last)
	}
}
