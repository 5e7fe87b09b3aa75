package carry

import (
	"errors"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

const saidOfNone = "未收到新的政府信息公开申请；没有上年结转的申请。全年没有办结申请；没有结转下年度继续办理的申请。" +
	"没有因政府信息公开工作被申请行政复议的案件；没有因政府信息公开工作被提起行政诉讼的案件。"

func number(n int64) model.Value { return model.Value{State: model.IsNumber, Number: model.Int(n)} }

func TestZerosFillTheTablesAndSaySo(t *testing.T) {
	for edition, cells := range map[string]string{"2019": "132", "2021": "144"} {
		f := formtest.Form(t, edition)
		r := model.NewReport(f)
		r.Year = f.Years.From
		z, err := FillZeros(r)
		if err != nil {
			t.Fatal(err)
		}
		if s := z.Text(); !strings.Contains(s.ZH, "“三、依申请公开”"+cells+" 格，“四、复议诉讼”12 格") || !strings.Contains(s.EN, cells+" cells") || len(z.Notes()) > 0 {
			t.Errorf("%s: %s %v", edition, s, z.Notes())
		}
		for _, fd := range f.Fields {
			v, given := r.Values[fd.ID]
			zero := v.IsNumber() && v.Number.Sign() == 0
			if proactive := fd.Table.ID == "proactive"; proactive == given || !proactive && !zero {
				t.Errorf("%s: %s is %+v", edition, fd.ID, v)
			}
		}
		if s := r.Texts["overview"]; !strings.HasSuffix(s, saidOfNone) {
			t.Errorf("%s: %s", edition, s)
		}
	}
}

func TestZerosLeaveWhatIsThere(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, c := range []struct {
		name   string
		change func(*model.Report)
		err    string
		notes  []string
	}{
		{"applications", func(r *model.Report) { r.Values["requests.new.business"] = number(2) }, "“一、本年新收政府信息公开申请数量 × 申请人情况·法人或其他组织·商业企业”是 2，这个单位有申请", nil},
		{"what cannot be read", func(r *model.Report) {
			r.Values["requests.granted.other"] = model.Value{State: model.Unreadable, Text: "若干"}
		}, "不是数字（“若干”）", nil},
		{"suits of earlier years", func(r *model.Report) { r.Values["disputes.suit_direct.upheld"] = number(1) }, "", []string{"“四、复议诉讼”没有填 0：表中已有别的数"}},
		{"a text", func(r *model.Report) { r.Texts["overview"] = "已有的话。" }, "", []string{"“一、总体情况”已有文字，没有写入；与表相符的句子是："}},
		{"figures that last year's report should have given", func(r *model.Report) {
			r.Taken = map[string]model.Taken{"requests.carried_in.natural_person": {}}
			r.Values["requests.carried_in.natural_person"] = number(0)
		}, "", []string{"5 格没有填 0：应取自上年报告而没有取到"}},
		{"zeros already", func(r *model.Report) { r.Values["requests.new.business"] = number(0) }, "", nil},
	} {
		r := model.NewReport(f)
		r.Year = 2024
		c.change(r)
		before := len(r.Values)
		z, err := FillZeros(r)
		if c.err != "" {
			var p *msg.Problem
			if !errors.As(err, &p) || !strings.Contains(p.Text().ZH, c.err) || len(r.Values) != before || len(r.Texts) > 0 {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var notes []string
		for _, n := range z.Notes() {
			notes = append(notes, n.ZH)
		}
		if len(notes) != len(c.notes) {
			t.Errorf("%s: %q", c.name, notes)
			continue
		}
		for i, want := range c.notes {
			if !strings.HasPrefix(notes[i], want) {
				t.Errorf("%s: %s", c.name, notes[i])
			}
		}
		if c.name == "suits of earlier years" && (strings.Contains(r.Texts["overview"], "行政诉讼") || strings.Contains(r.Texts["overview"], "行政复议")) {
			t.Errorf("what is not 0 is said to be none: %s", r.Texts["overview"])
		}
	}
}
