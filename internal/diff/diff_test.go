package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func load(t testing.TB, name string) *model.Report {
	r := formtest.Example(t, name)
	return r
}

// typed makes a report of cells as typed.
func typed(f *model.Form, year int, values map[string]string) *model.Report {
	return formtest.Report(f, year, values)
}

func of(t testing.TB, from, to *model.Report) *diff.Diff {
	t.Helper()
	d, err := diff.Of(from, to, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func line(t testing.TB, d *diff.Diff, id string) diff.Field {
	t.Helper()
	for _, f := range d.Fields {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no line %s", id)
	return diff.Field{}
}

// random is a report of any states and figures.
func random(f *model.Form, rnd *rand.Rand, year int) *model.Report {
	r := model.NewReport(f)
	r.Organ, r.Year = "某局", year
	for _, fd := range f.Fields {
		v := model.Value{State: model.IsNumber, Number: model.Int(rnd.Int64N(40) - 3)}
		switch rnd.IntN(10) {
		case 0:
			v = model.Value{State: model.Blank}
		case 1:
			v = model.Value{State: model.Blank, Text: "无"}
		case 2:
			v = model.Value{State: model.Unreadable, Text: "见附件"}
		case 3:
			continue // absent
		case 4:
			v.Number, _ = model.ParseNumber(fmt.Sprintf("%d.%02d", rnd.IntN(1000), rnd.IntN(100)))
		case 5:
			v.Text, v.Unit = v.Number.String()+"元", "元"
		case 6:
			v.Text, v.Remark = v.Number.String()+"（含转办）", "含转办"
		}
		r.Values[fd.ID] = v
	}
	return r
}

// apply makes the values of the later report of the earlier report and the comparison: what is the same is taken
// from the earlier report, what changed by a figure is added to it. How a cell was written comes from the
// comparison.
func apply(d *diff.Diff, from *model.Report) map[string]model.Value {
	out := map[string]model.Value{}
	for _, f := range d.Fields {
		if len(f.To) != 1 {
			continue
		}
		v := f.New
		if len(f.From) > 0 {
			old := from.Value(f.From[0].ID)
			if len(f.From) > 1 {
				old = model.Sum(from, f.From)
			}
			switch {
			case f.Delta != nil:
				v.Number = old.Number.Add(*f.Delta)
			case f.Status == diff.Same:
				v.State, v.Number = old.State, old.Number
				if v.State == model.Unreadable {
					v.Text = old.Text
				}
			}
		}
		out[f.To[0].ID] = v
	}
	return out
}

// What a comparison says, applied to the earlier report, gives the later one:
// every field, whatever the editions and the states.
func TestApplyGivesTheLaterReport(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 2021))
	for range formtest.Trials(200, 40) {
		for _, pair := range [][2]string{{"2019", "2019"}, {"2019", "2021"}, {"2021", "2021"}, {"2021", "2019"}} {
			a, b := random(formtest.Form(t, pair[0]), rnd, 2020), random(formtest.Form(t, pair[1]), rnd, 2021)
			got := apply(of(t, a, b), a)
			if len(got) != len(b.Form.Fields) {
				t.Fatalf("%v: %d fields, want %d", pair, len(got), len(b.Form.Fields))
			}
			for _, fd := range b.Form.Fields {
				if d := cmp.Diff(b.Value(fd.ID), got[fd.ID]); d != "" {
					t.Fatalf("%v %s: %s", pair, fd.ID, d)
				}
			}
		}
	}
}

// A field is changed exactly when the two reports do not say the same of it.
func TestChangedMeansChanged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	n := map[diff.Status]int{}
	for _, id := range []string{"2019", "2021"} {
		f := formtest.Form(t, id)
		for range 100 {
			a, b := random(f, rnd, 2020), random(f, rnd, 2021)
			for _, fd := range f.Fields { // half of them stay as they are
				if rnd.IntN(2) == 0 {
					b.Values[fd.ID] = a.Value(fd.ID)
				}
			}
			d := of(t, a, b)
			for i := range d.Fields {
				x := &d.Fields[i]
				old, now := a.Value(x.ID), b.Value(x.ID)
				same := old.State == now.State && (!old.IsNumber() || old.Number.Equal(now.Number)) && (old.State != model.Unreadable || old.Text == now.Text)
				n[x.Status]++
				if x.Status == diff.Incomparable { // amounts of different units
					if old.Unit == now.Unit {
						t.Fatalf("%s: %+v and %+v are not compared", x.ID, old, now)
					}
					continue
				}
				if (x.Status == diff.Same) != same || x.Differs() == same {
					t.Fatalf("%s is %s: %+v, %+v", x.ID, x.Status, old, now)
				}
				if heavier := x.Weight > 0; x.Delta != nil && heavier == same {
					t.Fatalf("%s weighs %f: %+v, %+v", x.ID, x.Weight, old, now)
				}
			}
		}
	}
	if n[diff.Same] < 1000 || n[diff.Changed] < 1000 {
		t.Error(n)
	}
}

// Every field of both forms is in a comparison, once, and those of the later
// form in its order.
func TestEveryFieldOnce(t *testing.T) {
	for _, pair := range [][2]string{{"2019", "2019"}, {"2019", "2021"}, {"2021", "2021"}, {"2021", "2019"}} {
		from, to := formtest.Form(t, pair[0]), formtest.Form(t, pair[1])
		d := of(t, typed(from, 2020, nil), typed(to, 2021, nil))
		olds, news := map[*model.Field]int{}, map[*model.Field]int{}
		last := -1
		for _, f := range d.Fields {
			for _, fd := range f.From {
				if f.PartOf == "" {
					olds[fd]++
				}
			}
			for _, fd := range f.To {
				if len(f.To) == 1 {
					news[fd]++
					if fd.Index < last {
						t.Errorf("%v: %s out of order", pair, fd.ID)
					}
					last = fd.Index
				}
			}
		}
		for _, fd := range from.Fields {
			if olds[fd] != 1 {
				t.Errorf("%v: %s of the earlier form is in %d lines", pair, fd.ID, olds[fd])
			}
		}
		for _, fd := range to.Fields {
			if news[fd] != 1 {
				t.Errorf("%v: %s of the later form is in %d lines", pair, fd.ID, news[fd])
			}
		}
	}
}

func TestItselfIsEmpty(t *testing.T) {
	sides := []*model.Report{load(t, "huaian-2024.json"), load(t, "huangpu-2020.json"), load(t, "shanghai-office-2019.json")}
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		sides = append(sides, random(formtest.Form(t, "2019"), rnd, 2020), random(formtest.Form(t, "2021"), rnd, 2024))
	}
	for _, s := range sides {
		d := of(t, s, s)
		if !d.Empty() || len(d.Changes()) > 0 || d.Differs(diff.PageOptions{}) {
			t.Errorf("%s differs from itself: %+v", s.Organ, d.Changes())
		}
	}
}

func TestStatuses(t *testing.T) {
	old := typed(formtest.Form(t, "2019"), 2020, map[string]string{
		"requests.new.total": "40", "requests.otherwise.total": "9", "proactive.normative.made": "5", "proactive.normative.disclosed_total": "7",
		"proactive.licensing.items_last_year": "3", "proactive.penalty.decisions": "4", "proactive.procurement.amount": "976.81万元", "requests.granted.total": "",
	})
	now := typed(formtest.Form(t, "2021"), 2021, map[string]string{
		"requests.new.total": "50", "requests.otherwise_not_corrected.total": "4", "requests.otherwise_fee_unpaid.total": "0", "requests.otherwise_other.total": "7",
		"proactive.normative.issued": "6", "proactive.normative.in_force": "8", "proactive.penalty.decisions": "4", "requests.granted.total": "3", "proactive.fees.amount": "1.5",
	})
	d := of(t, old, now)
	for _, tc := range []struct {
		id                  string
		status              diff.Status
		from, to, delta, pc string
	}{
		{"requests.new.total", diff.Changed, "40", "50", "10", "25"},
		{"requests.otherwise.total", diff.Changed, "9", "11", "2", ""},
		{"requests.otherwise_other.total", diff.Added, "", "7", "", ""},
		{"proactive.normative.issued", diff.Counterpart, "5", "6", "1", ""},
		{"proactive.normative.disclosed_total", diff.Incomparable, "7", "", "", ""},
		{"proactive.normative.in_force", diff.Added, "", "8", "", ""},
		{"proactive.licensing.items_last_year", diff.Dropped, "3", "", "", ""},
		{"proactive.penalty.decisions", diff.Same, "4", "4", "0", ""},
		{"proactive.procurement.amount", diff.Dropped, "976.81", "", "", ""},
		{"proactive.fees.amount", diff.Incomparable, "", "1.5", "", ""},
		{"requests.granted.total", diff.Changed, "", "3", "", ""},
	} {
		f := line(t, d, tc.id)
		str := func(n *model.Number) string {
			if n == nil {
				return ""
			}
			return n.String()
		}
		num := func(v model.Value) string {
			if !v.IsNumber() {
				return ""
			}
			return v.Number.String()
		}
		got := []string{string(f.Status), num(f.Old), num(f.New), str(f.Delta), str(f.Percent)}
		if want := []string{string(tc.status), tc.from, tc.to, tc.delta, tc.pc}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tc.id, got, want)
		}
	}
	if f := line(t, d, "proactive.normative.issued"); f.Note.ZH == "" || f.From[0].ID != "proactive.normative.made" {
		t.Errorf("a counterpart without its note: %+v", f)
	}
}

// Nothing is converted: amounts in different units are not subtracted.
func TestUnits(t *testing.T) {
	f := formtest.Form(t, "2019")
	for _, tc := range []struct {
		old, now string
		want     diff.Status
	}{
		{"864098223.91元", "976.81万元", diff.Incomparable},
		{"52.15", "976.81万元", diff.Incomparable},
		{"52.15", "60", diff.Changed},
		{"52.15万元", "60万元", diff.Changed},
		{"52.15万元", "52.150万元", diff.Same},
	} {
		id := "proactive.procurement.amount"
		d := of(t, typed(f, 2019, map[string]string{id: tc.old}), typed(f, 2020, map[string]string{id: tc.now}))
		if got := line(t, d, id); got.Status != tc.want || (got.Delta == nil) != (tc.want == diff.Incomparable) {
			t.Errorf("%s → %s: %s", tc.old, tc.now, got.Status)
		}
	}
	id := "requests.new.total" // a count may carry a measure word
	if got := line(t, of(t, typed(f, 2019, map[string]string{id: "12件"}), typed(f, 2020, map[string]string{id: "13"})), id); got.Delta == nil {
		t.Error("a count with a measure word is not compared")
	}
}

func TestWords(t *testing.T) {
	for _, tc := range []struct{ old, now, want string }{
		{"1373", "1586", "+15.5 %"}, {"34", "34", "持平"}, {"0", "5", "原为 0"}, {"1", "13", "基数小，不计幅度"}, {"9", "0", "基数小，不计幅度"},
		{"10", "0", "-100 %"}, {"15", "351", "约为原来的 23 倍"}, {"40", "41", "+2.5 %"}, {"0", "0", "持平"}, {"3000", "3001", "不到 0.1 %"},
	} {
		f := formtest.Form(t, "2021")
		id := "requests.new.total"
		l := line(t, of(t, typed(f, 2023, map[string]string{id: tc.old}), typed(f, 2024, map[string]string{id: tc.now})), id)
		if got := diff.Words(l.Old.Number, *l.Delta, l.Percent, l.Base).In(msg.ZH); got != tc.want {
			t.Errorf("%s → %s: %s, want %s", tc.old, tc.now, got, tc.want)
		}
	}
	f := formtest.Form(t, "2019") // a change of either sign has no percentage
	id := "proactive.licensing.items_change"
	if l := line(t, of(t, typed(f, 2019, map[string]string{id: "-8"}), typed(f, 2020, map[string]string{id: "+253"})), id); l.Percent != nil || l.Base != diff.Signed || l.Delta.String() != "261" {
		t.Errorf("%+v", l)
	}
}

func TestThresholds(t *testing.T) {
	f := formtest.Form(t, "2021")
	d := of(t, typed(f, 2023, map[string]string{"requests.new.total": "1000", "requests.granted.total": "100", "requests.partial.total": "0"}),
		typed(f, 2024, map[string]string{"requests.new.total": "1010", "requests.granted.total": "103", "requests.partial.total": "2"}))
	n := func(s string) *model.Number { v, _ := model.ParseNumber(s); return &v }
	for _, tc := range []struct {
		change, percent *model.Number
		want            string
	}{
		{nil, nil, "requests.new.total requests.granted.total requests.partial.total"},
		{n("5"), nil, "requests.new.total"},
		{nil, n("2"), "requests.granted.total requests.partial.total"}, // from 0 there is no percentage to fall short of
		{n("100"), nil, ""},
	} {
		o := diff.PageOptions{MinChange: tc.change, MinPercent: tc.percent}
		var got []string
		for _, b := range d.Page(o).Blocks {
			if len(b.Head) == 7 || strings.HasPrefix(b.Title, "数字变化") {
				for _, r := range b.Rows {
					for _, c := range d.Changes() {
						if r.Cells[1].Text == c.Label() {
							got = append(got, c.ID)
						}
					}
				}
			}
		}
		slices.Sort(got)
		want := strings.Fields(tc.want)
		slices.Sort(want)
		if !slices.Equal(got, want) || d.Differs(o) != (len(want) > 0) {
			t.Errorf("%v %v: %v, want %v", tc.change, tc.percent, got, want)
		}
	}
}

// A blank for a 0 is a difference, but none that crowds out the others.
func TestBlankForZero(t *testing.T) {
	f := formtest.Form(t, "2021")
	d := of(t, typed(f, 2023, map[string]string{"requests.new.total": "0", "requests.granted.total": "", "requests.partial.total": ""}),
		typed(f, 2024, map[string]string{"requests.new.total": "", "requests.granted.total": "0", "requests.partial.total": "4"}))
	if c := d.Changes(); len(c) != 1 || c[0].ID != "requests.partial.total" {
		t.Errorf("%+v", c)
	}
	if l := line(t, d, "requests.new.total"); l.Status != diff.Changed || l.Note.ZH != "0 → 空白" || d.Empty() {
		t.Errorf("%+v", l)
	}
	if p := d.Page(diff.PageOptions{}); !strings.Contains(strings.Join(p.Texts(), " "), "2 项一年是 0、一年是空白") {
		t.Error(p.Texts())
	}
}

// Rows of like numbers are told apart by the number of their heading.
func TestLabels(t *testing.T) {
	f := formtest.Form(t, "2021")
	d := of(t, typed(f, 2023, nil), typed(f, 2024, nil))
	seen := map[string]string{}
	for i := range d.Fields {
		x := &d.Fields[i]
		key := x.To[0].Table.ID + x.Label()
		if seen[key] != "" {
			t.Errorf("%s and %s are both %s", seen[key], x.ID, x.Label())
		}
		seen[key] = x.ID
	}
	for id, want := range map[string]string{"requests.otherwise_other.total": "（六）3.其他 × 总计", "requests.granted.total": "（一）予以公开 × 总计", "requests.new.total": "一、本年新收政府信息公开申请数量 × 总计", "disputes.review.upheld": "行政复议·结果维持"} {
		if l := line(t, d, id); l.Label() != want {
			t.Errorf("%s is called %s", id, l.Label())
		}
	}
}

// What was not checked is not counted as agreeing.
func TestVerdictWithoutBalances(t *testing.T) {
	f := formtest.Form(t, "2021")
	apart := of(t, typed(f, 2021, map[string]string{"requests.new.total": "1"}), typed(f, 2024, map[string]string{"requests.new.total": "2"}))
	if v := apart.Page(diff.PageOptions{}).Verdict; !strings.HasSuffix(v, "没有核对上下年衔接") {
		t.Error(v)
	}
	next := of(t, typed(f, 2023, map[string]string{"requests.new.total": "1"}), typed(f, 2024, map[string]string{"requests.new.total": "2"}))
	if v := next.Page(diff.PageOptions{}).Verdict; !strings.HasSuffix(v, "上下年不衔接 0 处") {
		t.Error(v)
	}
}

// Two reports on one year, as before and after a correction, are told apart.
func TestSameYearTwice(t *testing.T) {
	f := formtest.Form(t, "2021")
	a, b := typed(f, 2024, map[string]string{"requests.new.total": "1"}), typed(f, 2024, map[string]string{"requests.new.total": "2"})
	p := of(t, a, b).Page(diff.PageOptions{})
	if h := p.Blocks[0].Head; h[1] == h[2] || !strings.Contains(h[1], "2024 年度") {
		t.Error(h)
	}
	same := typed(f, 2024, map[string]string{"requests.new.total": "1", "requests.granted.total": "3"})
	same.Texts["problems"], a.Texts["problems"] = "一是解读形式单一。二是人员流动较快。三是信息管理不够规范。", "一是解读形式单一。二是人员流动较快。"
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, all := range []bool{false, true} {
			p := of(t, same, a).Page(diff.PageOptions{Lang: lang, All: all})
			said := p.Title
			for _, b := range p.Blocks {
				said += "\n" + b.Title + strings.Join(b.Head, " ") + strings.Join(b.Notes, " ")
				for _, l := range b.Lines {
					said += l.Label + l.New
				}
			}
			for _, wrong := range []string{"上年", "本年", "两年", "last year", "this year", "two years", "both years"} {
				if strings.Contains(said, wrong) {
					t.Errorf("%q of two reports of one year:\n%s", wrong, said)
				}
			}
		}
	}
	a.Organ, b.Organ, b.Year = "", " ", 2025
	if w := of(t, a, b).Pair; len(w) != 1 || w[0].ZH != "机关名称没有写全（上年未填，本年未填），无法确认是同一机关" {
		t.Error(w)
	}
}

func TestPair(t *testing.T) {
	f := formtest.Form(t, "2021")
	side := func(organ string, year int) *model.Report {
		r := model.NewReport(f)
		r.Organ, r.Year = organ, year
		return r
	}
	for _, tc := range []struct {
		last, this *model.Report
		renamed    bool
		want       string // "" fits; "?" doubts
	}{
		{side("某局", 2023), side("某局", 2024), false, ""},
		{side("某 局", 2023), side("某局 ", 2024), false, ""},
		{side("某局（本级）", 2023), side("某局(本级)", 2024), false, ""},
		{side("某局", 2023), side("另一局", 2024), false, "不是同一机关"},
		{side("某局", 2023), side("另一局", 2024), true, ""},
		{side("教育局", 2023), side("某市教育局", 2024), false, "?机关名称写法不同"},
		{side("某省云岭市教育局", 2023), side("云岭市教育局", 2024), false, "?机关名称写法不同"},
		{side("教育厅", 2023), side("某某自治区教育厅", 2024), false, "?机关名称写法不同"},
		{side("教育厅", 2023), side("某某集团教育厅", 2024), false, "不是同一机关"},
		{side("教育局", 2023), side("某市教育局", 2024), true, ""},
		{side("市教育局", 2023), side("某市体育局", 2024), false, "不是同一机关"},
		{side("育局", 2023), side("某市教育局", 2024), false, "不是同一机关"},
		{side("公安分局", 2023), side("某市公安局城东公安分局", 2024), false, "不是同一机关"},
		{side("某局", 2024), side("某局", 2024), false, "两份都是 2024 年度"},
		{side("某局", 2022), side("某局", 2024), false, "相隔 2 年"},
		{side("某局", 2024), side("某局", 2023), true, "次序颠倒"},
		{side("", 2023), side("某局", 2024), false, "?机关名称没有写全"},
		{side("某局", 0), side("某局", 2024), false, "?报告年度没有写全"},
	} {
		got := ""
		for _, x := range diff.Pair(tc.last, tc.this, tc.renamed) {
			if x.Doubt {
				got += "?"
			}
			got += x.Message.ZH
		}
		if tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s %d, %s %d: %s, want %s", tc.last.Organ, tc.last.Year, tc.this.Organ, tc.this.Year, got, tc.want)
		}
	}
}
