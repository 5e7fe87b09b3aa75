package sums

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// filled computes the totals of a report, as its workbook's formulas do.
func filled(r *model.Report) *model.Report {
	var value func(fd *model.Field) model.Value
	value = func(fd *model.Field) model.Value {
		if v, ok := r.Values[fd.ID]; ok || fd.Total == nil {
			return v
		}
		out := model.Value{State: model.Blank}
		for _, p := range fd.Total.Right {
			if v := value(p.Field); v.IsNumber() {
				out.State, out.Number = model.IsNumber, out.Number.Add(v.Number)
			}
		}
		r.Values[fd.ID] = out
		return out
	}
	for _, fd := range r.Form.Fields {
		value(fd)
	}
	return r
}

// random makes a unit's report with everything that cells may say.
func random(rng *rand.Rand, f *model.Form) *model.Report {
	r := model.NewReport(f)
	for _, fd := range f.Fields {
		if fd.Total != nil {
			continue
		}
		v := model.Value{State: model.IsNumber, Number: model.Int(rng.Int64N(50) * rng.Int64N(2))}
		if fd.Kind == model.Amount && rng.IntN(2) == 0 {
			v.Number, _ = model.ParseNumber(fmt.Sprintf("%d.%04d", rng.IntN(1000), rng.IntN(10000)))
			v.Unit = []string{"元", "万元", "亿元", ""}[rng.IntN(4)]
		}
		switch rng.IntN(60) {
		case 0:
			v = model.Value{State: model.Blank}
		case 1:
			v = model.Value{State: model.Unreadable}
		case 2:
			v = model.Value{State: model.Absent}
		case 3:
			v.Remark = "不重复统计"
		}
		r.Values[fd.ID] = v
	}
	return filled(r)
}

func entriesOf(t testing.TB, r *model.Report) Entries {
	f := r.Form
	e, _, ok := Of(r).Translate(f, f)
	if !ok {
		t.Fatal("a form is not translated into itself")
	}
	return e
}

// However units are grouped, and groups of groups summed, the total is that of
// all units at once.
func TestNested(t *testing.T) {
	for _, id := range templates.Editions() {
		f := formtest.Form(t, id)
		for seed := range uint64(60) {
			rng := rand.New(rand.NewPCG(seed, 1))
			var layer []Entries
			flat := New(f)
			for range 1 + rng.IntN(9) {
				e := entriesOf(t, random(rng, f))
				layer = append(layer, e)
				flat.Add(e)
			}
			var top *Total
			for steps := 0; steps == 0 || len(layer) > 1; steps++ {
				rng.Shuffle(len(layer), func(i, j int) { layer[i], layer[j] = layer[j], layer[i] })
				var next []Entries
				for len(layer) > 0 {
					n := min(len(layer), 1+rng.IntN(4))
					top = New(f)
					for _, e := range layer[:n] {
						again, err := ParseRow(e.Row().String(), f)
						if err != nil {
							t.Fatal(err)
						}
						top.Add(again.Entries())
					}
					layer = layer[n:]
					again := top.Again(filled(top.Report(nil)))
					next = append(next, inUnits(again, f))
				}
				layer = next
			}
			again := New(f)
			again.Add(layer[0])
			for i, fd := range f.Fields {
				a, b := flat.Sums[i], again.Sums[i]
				if !a.Number.Equal(b.Number) || flat.Open(fd) != 0 != (again.Open(fd) != 0) {
					t.Fatalf("%s, seed %d, %s: at once %s open %b, in steps %s open %b", id, seed, fd.ID, a.Number, flat.Open(fd), b.Number, again.Open(fd))
				}
			}
			want, got := filled(flat.Report(nil)), filled(top.Report(nil))
			for _, fd := range f.Fields {
				if w, g := want.Value(fd.ID), got.Value(fd.ID); w.State != g.State || !w.Number.Equal(g.Number) || w.Unit != g.Unit {
					t.Fatalf("%s, seed %d, %s: in steps %+v, at once %+v", id, seed, fd.ID, g, w)
				}
			}
		}
	}
}

// The order of units and how they are spread over workers change nothing.
func TestJoin(t *testing.T) {
	f := formtest.Form(t, "2021")
	rng := rand.New(rand.NewPCG(5, 6))
	var all []Entries
	for range 20 {
		all = append(all, entriesOf(t, random(rng, f)))
	}
	one := New(f)
	for _, e := range all {
		one.Add(e)
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	a, b := New(f), New(f)
	for i, e := range all {
		[]*Total{a, b}[i%2].Add(e)
	}
	b.Reports += a.Reports
	for i, s := range a.Sums {
		b.Sums[i] = b.Sums[i].Add(s)
	}
	for i := range one.Sums {
		x, y := one.Sums[i], b.Sums[i]
		if !x.Number.Equal(y.Number) {
			t.Errorf("%s: %s, %s", f.Fields[i].ID, x.Number, y.Number)
		}
		if x.Number, y.Number = (model.Number{}), (model.Number{}); x != y {
			t.Errorf("%s: %+v, %+v", f.Fields[i].ID, x, y)
		}
	}
}

func report(f *model.Form, values map[string]model.Value) *model.Report {
	r := model.NewReport(f)
	for _, fd := range f.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber}
	}
	for id, v := range values {
		r.Values[id] = v
	}
	return r
}

func number(s string) model.Value {
	n, err := model.ParseNumber(s)
	if err != nil {
		panic(err)
	}
	return model.Value{State: model.IsNumber, Number: n}
}

func with(v model.Value, unit, remark string) model.Value {
	v.Unit, v.Remark = unit, remark
	return v
}

func TestSums(t *testing.T) {
	blank, absent, unreadable := model.Value{State: model.Blank}, model.Value{State: model.Absent}, model.Value{State: model.Unreadable}
	const count, stock, fee, spent = "requests.new.business", "proactive.rules.in_force", "proactive.fees.amount", "proactive.procurement.amount"
	for _, tc := range []struct {
		name, edition, id string
		values            []model.Value
		want              string // "" when left open
		sum               string
		why               Why
	}{
		{"counts", "2021", count, []model.Value{number("3"), number("4")}, "7", "7", 0},
		{"more than an int64", "2021", count, []model.Value{number("9223372036854775807"), number("9223372036854775807")}, "18446744073709551614", "18446744073709551614", 0},
		{"a blank is no figure and adds nothing", "2021", count, []model.Value{number("3"), blank}, "3", "3", 0},
		{"nothing but blanks", "2021", count, []model.Value{blank, blank}, "", "0", 0},
		{"a missing cell", "2021", count, []model.Value{number("3"), absent}, "", "3", Missing},
		{"an unreadable cell", "2021", count, []model.Value{number("3"), unreadable}, "", "3", Unreadable},
		{"money in a count", "2021", count, []model.Value{number("3"), with(number("4"), "万元", "")}, "", "3", Unreadable},
		{"units of counts", "2021", count, []model.Value{number("3"), with(number("4"), "件", "")}, "7", "7", 0},
		{"a stock of one", "2021", stock, []model.Value{number("3"), number("0")}, "3", "3", 0},
		{"a stock of two", "2021", stock, []model.Value{number("3"), number("2")}, "", "5", Remarked},
		{"a remark", "2021", count, []model.Value{with(number("3"), "", "街镇事项按统一数量，不重复统计"), number("2")}, "", "5", Remarked},
		{"a remark and nobody else", "2021", count, []model.Value{with(number("3"), "", "不重复统计"), number("0")}, "3", "3", 0},
		{"元 into 万元", "2021", fee, []model.Value{number("1.5"), with(number("123456.78"), "元", "")}, "13.845678", "13.845678", 0},
		{"万元, printed", "2021", fee, []model.Value{with(number("43.788"), "万元", ""), number("0.0001")}, "43.7881", "43.7881", 0},
		{"a unit unknown", "2021", fee, []model.Value{with(number("3"), "美元", ""), number("1")}, "", "1", Unreadable},
		{"万元 and 元, none printed", "2019", spent, []model.Value{with(number("976.81"), "万元", ""), with(number("864098223.91"), "元", "")}, "873866323.91", "873866323.91", 0},
		{"a bare amount", "2019", spent, []model.Value{number("52.15"), with(number("10"), "元", "")}, "", "10", NoUnit},
		{"a bare 0", "2019", spent, []model.Value{number("0"), with(number("10"), "元", "")}, "10", "10", 0},
	} {
		f := formtest.Form(t, tc.edition)
		total := New(f)
		for _, v := range tc.values {
			total.Add(entriesOf(t, report(f, map[string]model.Value{tc.id: v})))
		}
		fd, _ := f.Field(tc.id)
		got := total.Report(nil).Value(tc.id)
		text := ""
		if got.IsNumber() {
			text = got.Number.String()
		}
		if text != tc.want || total.Sums[fd.Index].Number.String() != tc.sum || total.Open(fd) != tc.why {
			t.Errorf("%s: %q, sum %s, open %b; want %q, %s, %b", tc.name, text, total.Sums[fd.Index].Number, total.Open(fd), tc.want, tc.sum, tc.why)
		}
		if decided := total.Report(map[string]model.Number{tc.id: model.Int(99)}).Value(tc.id); decided.Number.String() != "99" {
			t.Errorf("%s: the figure given is %+v", tc.name, decided)
		}
	}
}

func TestAcrossEditions(t *testing.T) {
	old, now := formtest.Form(t, "2019"), formtest.Form(t, "2021")
	r := report(old, map[string]model.Value{
		"requests.new.business": number("5"), "requests.otherwise.business": number("2"), "proactive.rules.made": number("3"),
		"proactive.rules.disclosed_total": number("9"), "proactive.licensing.decisions": number("7"), "proactive.fees.items_last_year": number("4"),
	})
	e, lost, ok := Of(r).Translate(old, now)
	if !ok {
		t.Fatal("no crosswalk")
	}
	total := New(now)
	total.Add(e)
	get := func(id string) (Sum, Why) {
		fd, _ := now.Field(id)
		return total.Sums[fd.Index], total.Open(fd)
	}
	for id, want := range map[string]string{"requests.new.business": "5", "proactive.rules.issued": "3", "proactive.licensing.decisions": "7", "requests.otherwise_other.research": "0"} {
		if s, why := get(id); s.Number.String() != want || why != 0 || s.Known != 1 {
			t.Errorf("%s: %+v open %b, want %s", id, s, why, want)
		}
	}
	if s, why := get("requests.otherwise_other.business"); why != Split || s.Known != 0 {
		t.Errorf("one figure for three rows: %+v open %b", s, why)
	}
	if s, why := get("proactive.fees.amount"); why != 0 || s.Known != 0 || s.Why&Left == 0 {
		t.Errorf("an incomparable field: %+v open %b", s, why)
	}
	var names []string
	for _, l := range lost {
		names = append(names, l.Field.ID+"="+l.Number.String())
	}
	if got := fmt.Sprint(names); got != "[proactive.rules.disclosed_total=9 proactive.fees.items_last_year=4 requests.otherwise.business=2]" {
		t.Error("left out: " + got)
	}

	// The other way round the three rows make one.
	r = report(now, map[string]model.Value{"requests.otherwise_other.business": number("2"), "requests.otherwise_fee_unpaid.business": number("1"), "proactive.fees.amount": number("8")})
	e, lost, _ = Of(r).Translate(now, old)
	fd, _ := old.Field("requests.otherwise.business")
	if e[fd.Index].Number.String() != "3" || len(lost) != 1 || lost[0].Field.ID != "proactive.fees.amount" {
		t.Errorf("%+v, left out %v", e[fd.Index], lost)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("0*3 1.5:元#2 . x ?#4 -7", 8)
	f.Add("0*99999999999999999999", 3)
	f.Add("0:\x01", 9)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 0 || n > 1000 {
			return
		}
		var row, again Row
		if err := row.UnmarshalText([]byte(s)); err != nil {
			return
		}
		if err := again.UnmarshalText([]byte(row.String())); err != nil || again != row {
			t.Fatalf("%q became %q: %v", row, again, err)
		}
		if n != len(row.Entries()) == row.Fits(&model.Form{Fields: make([]*model.Field, n)}) {
			t.Fatalf("%q is no row of %d fields", row, n)
		}
		entries, err := parse(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			if a := row.Entries()[i]; e.State != a.State || !e.Number.Equal(a.Number) || e.Why != a.Why {
				t.Fatalf("%+v became %+v", e, a)
			}
		}
	})
}

// An amount that has no place in another edition keeps its unit.
func TestLossUnit(t *testing.T) {
	old, now := formtest.Form(t, "2019"), formtest.Form(t, "2021")
	r := model.NewReport(old)
	r.Values["proactive.procurement.amount"] = model.Value{State: model.IsNumber, Number: model.Int(54861), Unit: "元"}

	_, lost, ok := Of(r).Translate(old, now)
	units := map[string]string{}
	for _, l := range lost {
		units[l.Field.ID] = l.Unit
	}
	if unit := units["proactive.procurement.amount"]; !ok || unit != "元" {
		t.Errorf("%v", units)
	}
}
