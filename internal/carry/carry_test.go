package carry

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// TestOver takes over what last year's report carried out, and says what it could not take over, and where last year's
// total is not the sum of what was taken.
func TestOver(t *testing.T) {
	const from, to = "requests.carried_out.natural_person", "requests.carried_in.natural_person"
	f := formtest.Form(t, "2021")
	unreadable := model.Value{State: model.Unreadable, Text: "不详"}
	for name, tc := range map[string]struct {
		values map[string]model.Value
		taken  string // the figure of natural persons
		says   string // how a note begins; empty for no note
	}{
		"as it was":     {nil, "same", ""},
		"another":       {map[string]model.Value{from: number(7), "requests.carried_out.total": number(7)}, "7", ""},
		"blank":         {map[string]model.Value{from: {State: model.Blank}}, "", "“四、结转下年度继续办理 × 自然人”"},
		"unreadable":    {map[string]model.Value{from: unreadable}, "", "“四、结转下年度继续办理 × 自然人”"},
		"a wrong total": {map[string]model.Value{"requests.carried_out.total": number(999_999)}, "same", "上年报告的总计是 999999"},
	} {
		last := formtest.Example(t, "huaian-2024.json")
		if strings.HasPrefix(name, "another") {
			for _, fd := range f.Fields {
				if strings.HasPrefix(fd.ID, "requests.carried_out.") {
					last.Values[fd.ID] = number(0)
				}
			}
		}
		same := last.Value(from).Number.String()
		for id, v := range tc.values {
			last.Values[id] = v
		}
		r, notes := Over(last, f)
		v := r.Value(to)
		switch {
		case tc.taken == "" && (v.IsNumber() || r.Taken[to] != model.Taken{}):
			t.Errorf("%s: took %v", name, v)
		case tc.taken == "same" && v.Number.String() != same, tc.taken != "" && tc.taken != "same" && v.Number.String() != tc.taken:
			t.Errorf("%s: took %v", name, v)
		case tc.taken != "" && !r.Taken[to].Number.Equal(v.Number):
			t.Errorf("%s: is said to have taken %v", name, r.Taken[to])
		}
		if r.Year != last.Year+1 || r.Organ != last.Organ {
			t.Errorf("%s: %s %d", name, r.Organ, r.Year)
		}
		if tc.says == "" && len(notes) > 0 || tc.says != "" && !saidBy(notes, tc.says) {
			t.Errorf("%s: %v", name, notes)
		}
		for _, n := range notes {
			if n.EN == "" || n.EN == n.ZH {
				t.Errorf("%s: %+v", name, n)
			}
		}
	}
}

func saidBy(notes []msg.Text, what string) bool {
	for _, n := range notes {
		if strings.Contains(n.ZH, what) {
			return true
		}
	}
	return false
}

// TestDoubtedFigure takes over no figure that may stand in the wrong place, and says so; the others are taken.
func TestDoubtedFigure(t *testing.T) {
	f, last := formtest.Form(t, "2021"), formtest.Example(t, "huaian-2024.json")
	fd, _ := last.Form.Field("requests.carried_out.natural_person")
	last.Notes = append(last.Notes, model.Note{Rule: "FORM-DOUBT", Fields: []*model.Field{fd}})
	last.MarkDoubtful()
	r, notes := Over(last, f)
	if v := r.Value("requests.carried_in.natural_person"); v.IsNumber() {
		t.Errorf("took %v", v)
	}
	if v := r.Value("requests.carried_in.business"); !v.IsNumber() {
		t.Errorf("did not take the figure beside it: %v", v)
	}
	if !saidBy(notes, "“四、结转下年度继续办理 × 自然人”可能错位") {
		t.Errorf("%v", notes)
	}
}
