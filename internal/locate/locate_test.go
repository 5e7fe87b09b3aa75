package locate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func number(s string) model.Value {
	if s == "" {
		return model.Value{State: model.Blank}
	}
	n, err := model.ParseNumber(s)
	if err != nil {
		return model.Value{State: model.Unreadable, Text: s}
	}
	return model.Value{State: model.IsNumber, Number: n}
}

func explain(r *model.Report, ev locate.Evidence) locate.Outcome {
	run := func(r *model.Report) []check.Finding { return check.Run(r, check.Options{}) }
	return locate.Explain(r, run(r), ev, run)
}

// spell writes a cause as one line: what is to be changed, why, and what it
// settles.
func spell(c locate.Explanation) string {
	var b strings.Builder
	for _, ch := range c.Changes {
		present := ch.Present.Typed()
		if present == "" {
			present = string(ch.Present.State)
		}
		fmt.Fprintf(&b, "%s %s→%s ", ch.Field.ID, present, ch.Proposed)
	}
	fmt.Fprintf(&b, "%s %d/%d", c.Slip, c.Rank+1, c.LikelyCount)
	if c.Certain {
		b.WriteString(" certain")
	}
	fmt.Fprintf(&b, ": %d", len(c.Findings)-c.Following)
	if c.Following > 0 {
		fmt.Fprintf(&b, "+%d", c.Following)
	}
	return b.String()
}

// What is said of slips in a real report, best first.
func TestCauses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		values map[string]string // as typed; "-" for a cell that is not there
		live   bool              // totals are formulas
		last   map[string]string
		want   []string
	}{
		{name: "nothing is wrong"},
		{name: "digits swapped", values: map[string]string{"requests.partial.natural_person": "474"}, want: []string{
			"requests.partial.natural_person 474→447 digits-swapped 1/1 certain: 2",
		}},
		{name: "a total", values: map[string]string{"requests.result_total.total": "3005"}, want: []string{
			"requests.result_total.total 3005→3050 digits-swapped 1/1 certain: 3+1",
		}},
		{name: "a slip that is none known", values: map[string]string{"requests.granted.natural_person": "711"}, want: []string{
			"requests.granted.natural_person 711→1288 unknown 1/1 certain: 2",
		}},
		{name: "two cells exchanged", values: map[string]string{"requests.granted.business": "50", "requests.granted.legal_service": "21"}, want: []string{
			"requests.granted.business 50→21 requests.granted.legal_service 21→50 cells-exchanged 1/1 certain: 2",
		}},
		{name: "negative", values: map[string]string{"requests.granted.legal_service": "-50"}, want: []string{
			"requests.granted.legal_service -50→50 sign 1/1 certain: 3",
		}},
		{name: "decimals", values: map[string]string{"requests.granted.legal_service": "5.0", "requests.granted.natural_person": "128.8"}, want: []string{
			"requests.granted.natural_person 128.8→1288 factor-10 1/1 certain: 3",
			"requests.granted.legal_service 5→50 factor-10 1/1 certain: 2",
		}},
		{name: "blank", values: map[string]string{"requests.granted.business": ""}, want: []string{
			"requests.granted.business blank→21 left-blank 1/1 certain: 3",
		}},
		{name: "no figure", values: map[string]string{"requests.granted.business": "二十几"}, want: []string{
			"requests.granted.business 二十几→21 no-figure 1/1 certain: 1",
		}},
		{name: "no figure, but its digits", values: map[string]string{"requests.granted.business": "2 1"}, want: []string{
			"requests.granted.business 2 1→21 no-figure 1/1 certain: 1",
		}},
		{name: "absent", values: map[string]string{"requests.granted.business": "-"}, want: []string{
			"requests.granted.business absent→21 no-figure 1/1 certain: 1",
		}},
		{name: "an account number", values: map[string]string{"requests.granted.business": "440101199001011234"}, want: []string{
			"requests.granted.business 440101199001011234→21 too-large 1/1 certain: 2",
		}},
		{name: "no figure and a slip in its row", values: map[string]string{"requests.granted.business": "x", "requests.granted.natural_person": "1828"}, want: []string{
			"requests.granted.natural_person 1828→1288 digits-swapped 1/1 certain: 1",
			"requests.granted.business x→21 no-figure 1/1 certain: 1",
		}},
		{name: "total left at 0", values: map[string]string{"disputes.review.total": "0"}, want: []string{
			"disputes.review.total 0→351 left-at-zero 1/1 certain: 1+1",
		}},
		{name: "a part of an only identity", values: map[string]string{"disputes.review.upheld": "27"}, want: []string{
			"disputes.review.upheld 27→72 digits-swapped 1/1 certain: 1+1",
			"disputes.review.pending 37→82 unknown 2/1: 1",
		}},
		{name: "a part of an only identity, whichever", values: map[string]string{"disputes.suit_direct.total": "31"}, want: []string{
			"disputes.suit_direct.corrected 4→9 digit-mistyped 1/3: 1",
			"disputes.suit_direct.pending 1→6 digit-mistyped 2/3: 1",
			"disputes.suit_direct.upheld 13→18 digit-mistyped 3/3: 1",
			"disputes.suit_direct.total 31→26 unknown 4/3: 1",
			"5",
		}},
		{name: "totals blank", values: map[string]string{"requests.granted.total": "", "requests.partial.total": "", "disputes.review.total": ""}, want: []string{
			"requests.granted.total blank→1362 requests.partial.total blank→454 total-blank 1/1 certain: 2",
			"disputes.review.total blank→351 total-blank 1/1 certain: 1",
		}},
		{name: "a total blank over a slip", values: map[string]string{"requests.granted.total": "", "requests.granted.natural_person": "1828"}, want: []string{
			"requests.granted.natural_person 1828→1288 digits-swapped 1/1 certain: 2",
			"requests.granted.total blank→1362 total-blank 1/1 certain: 1",
		}},
		{name: "slips apart", values: map[string]string{"requests.new.business": "35", "requests.partial.natural_person": "474", "disputes.review.other": "187"}, want: []string{
			"requests.new.business 35→53 digits-swapped 1/1 certain: 2",
			"requests.partial.natural_person 474→447 digits-swapped 1/1 certain: 2",
			"disputes.review.other 187→178 digits-swapped 1/1 certain: 1+1",
			"disputes.review.pending 37→28 unknown 2/1: 1",
			"6",
		}},
		{name: "a live total is no slip", live: true, values: map[string]string{"requests.new.natural_person": "3010"}, want: []string{
			"requests.otherwise_not_corrected.natural_person 67→76 digits-swapped 1/9: 2",
			"requests.rejected_complaint.natural_person 56→65 digits-swapped 2/9: 2",
			"requests.denied_process.natural_person 12→21 digits-swapped 3/9: 2",
			"requests.new.natural_person 3010→3001 digits-swapped 4/9: 2",
			"18",
		}},
		{name: "live totals, a slip of no kind", live: true, values: map[string]string{"requests.new.natural_person": "2222"}, want: []string{
			"requests.granted.natural_person 1288→509 unknown 1/3: 2",
			"requests.carried_in.natural_person 34→813 unknown 2/3: 2",
			"requests.new.natural_person 2222→3001 unknown 3/3: 2",
		}},
		{name: "last year's figure", values: map[string]string{"requests.denied_query.total": "77"}, last: map[string]string{"requests.denied_query.total": "77"}, want: []string{
			"requests.denied_query.total 77→105 last-year 1/1 certain: 2",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := formtest.Example(t, "huaian-2024.json")
			if tc.live {
				for _, fd := range r.Form.Fields {
					v := r.Values[fd.ID]
					v.Computed = fd.Total != nil
					r.Values[fd.ID] = v
				}
			}
			values := map[string]model.Value{}
			for id, v := range tc.values {
				if values[id] = number(v); v == "-" {
					values[id] = model.Value{State: model.Absent}
				}
			}
			ev := locate.Evidence{Last: func(fd *model.Field) (model.Number, bool) {
				v, ok := tc.last[fd.ID]
				return number(v).Number, ok
			}}
			out := explain(r.With(r.Form, values), ev)
			var got []string
			for i, c := range out.Causes {
				if i == 4 {
					got = append(got, fmt.Sprint(len(out.Causes)))
					break
				}
				got = append(got, spell(c))
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// What the narrative tells picks one of the cells that live totals leave alike;
// without it several are as likely, and what it says of none changes nothing.
// What a cell says in place of a figure is quoted on one line, no more than its beginning, and as one would see it.
func TestQuotedText(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"约3001", "写的是“约3001”"},
		{strings.Repeat("甲\n", 300), "写的是“" + strings.Repeat("甲 ", 20) + "…”"},
		{strings.Repeat("长", 9000), "写的是“" + strings.Repeat("长", 40) + "…”"},
		{"30\ue00001", "写的是“30[U+E000]01”"},
		{"3001\u0336", "写的是“3001[U+0336]”"},
	} {
		r := formtest.Example(t, "huaian-2024.json")
		const id = "requests.new.natural_person"
		out := explain(r.With(r.Form, map[string]model.Value{id: {State: model.Unreadable, Text: tc.text}}), locate.Evidence{})
		if got := out.Sentence(0).ZH; !strings.Contains(got, tc.want) {
			t.Errorf("%.20q: %s", tc.text, got)
		}
	}
}

// How many times too large or small a figure is, is said in numbers.
func TestTimesOff(t *testing.T) {
	for typed, want := range map[string][2]string{
		"210":  {"（差 10 倍）", "(off by a factor of 10)"},
		"2100": {"（差 100 倍）", "(off by a factor of 100)"},
		"2.1":  {"（差 10 倍）", "(off by a factor of 10)"},
		"12":   {"（数字颠倒）", "(digits swapped)"},
	} {
		r := formtest.Example(t, "huaian-2024.json")
		out := explain(r.With(r.Form, map[string]model.Value{"requests.granted.business": number(typed)}), locate.Evidence{})
		if s := out.Sentence(0); !strings.Contains(s.ZH, want[0]) || !strings.Contains(s.EN, want[1]) {
			t.Errorf("%s: %s", typed, s)
		}
	}
}

func TestTold(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	for _, fd := range r.Form.Fields {
		v := r.Values[fd.ID]
		v.Computed = fd.Total != nil
		r.Values[fd.ID] = v
	}
	say := func(id, value string) locate.Statement {
		fd, ok := r.Form.Field(id)
		if !ok {
			t.Fatal(id)
		}
		return locate.Statement{Terms: []model.Term{{Field: fd}}, Value: number(value).Number}
	}
	// 12 requests more in one column than were answered, and totals that follow.
	values := map[string]model.Value{"requests.granted.natural_person": number("1276")}
	for _, id := range []string{"requests.granted.total", "requests.result_total.natural_person", "requests.result_total.total"} {
		v := r.Value(id)
		v.Number = v.Number.Sub(model.Int(12))
		values[id] = v
	}
	total := func(id string) string { return r.Value(id).Number.String() }
	for _, tc := range []struct {
		name string
		told []locate.Statement
		of   bool // it is known which cell it was
	}{
		{"nothing", nil, false},
		{"the right total", []locate.Statement{say("requests.granted.total", total("requests.granted.total")), say("requests.new.total", total("requests.new.total"))}, true},
		{"another total", []locate.Statement{say("requests.new.total", total("requests.new.total"))}, false},
		{"no sense", []locate.Statement{say("requests.granted.total", "99999")}, false},
	} {
		res := locate.Run(locate.Problem{Form: r.Form, Report: r.With(r.Form, values), Equations: locate.Identities(r.Form), Statements: tc.told})
		if len(res.Causes) == 0 {
			t.Errorf("%s: no cause", tc.name)
			continue
		}
		c := res.Causes[0]
		found := c.Changes[0].Field.ID == "requests.granted.natural_person" && c.Changes[0].Proposed.Equal(model.Int(1288)) && c.NewlyAgreeing == 1
		if found != tc.of || c.Certain && !tc.of {
			t.Errorf("%s: %s, told %d, certain %v", tc.name, c.Changes[0].Field.ID, c.NewlyAgreeing, c.Certain)
		}
	}
}

// Equations of another kind are taken as they are: last year's figures ask
// something of this year's, and may be wrong themselves.
func TestOtherEquations(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	field := func(id string) *model.Field {
		fd, ok := r.Form.Field(id)
		if !ok {
			t.Fatal(id)
		}
		return fd
	}
	carry := &model.Rule{ID: "CARRY", Relation: model.RelBalance, Grade: model.Warning}
	stock := &model.Rule{ID: "STOCK", Relation: model.RelBalance, Grade: model.Warning}
	run := func(values map[string]string, eqs ...locate.Equation) []string {
		vs := map[string]model.Value{}
		for id, v := range values {
			vs[id] = number(v)
		}
		res := locate.Run(locate.Problem{Form: r.Form, Report: r.With(r.Form, vs), Equations: append(locate.Identities(r.Form), eqs...)})
		var out []string
		for _, c := range res.Causes {
			out = append(out, spell(locate.Explanation{Cause: c})[:len(spell(locate.Explanation{Cause: c}))-1]+fmt.Sprint(len(c.Mends)))
		}
		return append(out, fmt.Sprint("open ", len(res.Open)))
	}
	carried := locate.Equation{Rule: carry, Terms: []model.Term{{Field: field("requests.carried_in.business")}}, Const: model.Int(0)}
	inForce := locate.Equation{Rule: stock, Soft: true, Const: model.Int(84), Terms: []model.Term{
		{Field: field("proactive.normative.in_force")}, {Field: field("proactive.normative.issued"), Minus: true}, {Field: field("proactive.normative.repealed")}}}
	for _, tc := range []struct {
		name   string
		values map[string]string
		eqs    []locate.Equation
		want   []string
	}{
		{"all hold", nil, []locate.Equation{carried, inForce}, []string{"open 0"}},
		{"a third equation on a cell", map[string]string{"requests.carried_in.business": "3"}, []locate.Equation{carried},
			[]string{"requests.carried_in.business 3→0 digit-mistyped 1/1 certain: 3", "open 0"}},
		{"a soft equation and a likely slip", map[string]string{"proactive.normative.in_force": "96"}, []locate.Equation{inForce},
			[]string{"proactive.normative.issued 8→38 digit-dropped 1/2: 1", "proactive.normative.in_force 96→66 digit-mistyped 2/2: 1", "open 0"}},
		{"a soft equation and nothing likely", map[string]string{"proactive.normative.in_force": "1234"}, []locate.Equation{inForce}, []string{"open 1"}},
	} {
		got := run(tc.values, tc.eqs...)
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, d)
		}
	}
}

// A form of another kind needs no code: exact amounts, a total of its own, a
// signed cell.
func TestVariant(t *testing.T) {
	f, err := templates.Load("variant.yaml", []byte(`
id: variant
base: "2021"
tables:
  - id: proactive
    bands:
      - id: fees
        columns:
          - {id: amount, label: 本年收费金额（单位：万元）}
          - {id: change, label: 比上年, kind: signed}
        rows:
          - {id: copies, label: 复制费, kind: amount}
          - {id: postage, label: 邮寄费, kind: amount}
          - {id: charges, label: 合计, kind: amount}
rules:
  - id: V-CHARGES
    relation: sum
    table: proactive
    along: rows
    total: charges
    parts: [fees, copies, postage]
    grade: error
    title: {zh: 合计不等于各项之和, en: the charges do not add up}
    ground: {zh: 合计的含义, en: what a total means}
    do: {zh: 核对各项, en: check the parts}
    good: {values: {proactive.fees.amount: "1"}}
    bad: {values: {proactive.fees.amount: "2"}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		values map[string]string
		want   string
	}{
		{map[string]string{"fees.amount": "59237.2449", "copies.amount": "12.5", "postage.amount": "0.05", "charges.amount": "59249.7949"}, ""},
		{map[string]string{"fees.amount": "59237.2449", "copies.amount": "12.5", "postage.amount": "0.3", "charges.amount": "59250.4049"},
			"proactive.charges.amount 59250.4049→59250.0449 digits-swapped 1/1 certain: 1"},
		{map[string]string{"fees.amount": "592372449", "copies.amount": "12.5", "postage.amount": "0.05", "charges.amount": "59249.7949"},
			"proactive.fees.amount 592372449→59237.2449 factor-10000 1/1 certain: 1"},
		{map[string]string{"fees.change": "3", "copies.change": "-5", "postage.change": "0", "charges.change": "2"},
			"proactive.charges.change 2→-2 sign 1/4: 1"},
	} {
		r := model.NewReport(f)
		for _, fd := range f.FieldsOf(f.Tables[0]) {
			r.Values[fd.ID] = number("0")
		}
		for id, v := range tc.values {
			r.Values["proactive."+id] = number(v)
		}
		got := ""
		for _, c := range explain(r, locate.Evidence{}).Best() {
			got = spell(c)
		}
		if got != tc.want {
			t.Errorf("%v:\n got %s\nwant %s", tc.values, got, tc.want)
		}
	}
}

// A table of random numbers has no cause, and says so soon.
func TestHopeless(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	values := map[string]model.Value{}
	x := rand.New(rand.NewPCG(5, 6))
	for _, fd := range r.Form.FieldsOf(r.Form.Tables[1]) {
		values[fd.ID] = number(fmt.Sprint(x.IntN(1000)))
	}
	out := explain(r.With(r.Form, values), locate.Evidence{})
	if len(out.Causes) > 0 || len(out.Open) < 30 {
		t.Errorf("%d causes, %d findings open", len(out.Causes), len(out.Open))
	}
}

// Whatever stands in a report, what is proposed fits its cells, differs from what
// stands there, and mends what it says it does.
func FuzzRun(f *testing.F) {
	base := formtest.Example(f, "huaian-2024.json")
	f.Add("474", "", "x", uint16(40), uint16(70), uint16(110), true)
	f.Add("-5", "1.5", "440101199001011234", uint16(41), uint16(48), uint16(190), false)
	f.Add("999999999999999", "-999999999999999", "99999999999999999999999999999", uint16(10), uint16(11), uint16(12), false)
	f.Add("0.000001", "1000000000000000", "7", uint16(60), uint16(61), uint16(170), true)
	f.Fuzz(func(t *testing.T, a, b, c string, i, j, k uint16, live bool) {
		values := map[string]model.Value{}
		for n, v := range []string{a, b, c} {
			at := base.Form.Fields[int([]uint16{i, j, k}[n])%len(base.Form.Fields)]
			values[at.ID] = number(v)
		}
		r := base
		if live {
			r = base.With(base.Form, nil)
			for _, fd := range base.Form.Fields {
				v := r.Values[fd.ID]
				v.Computed = fd.Total != nil
				r.Values[fd.ID] = v
			}
		}
		r = r.With(base.Form, values)
		p := locate.Problem{Form: base.Form, Report: r, Equations: locate.Identities(base.Form)}
		res := locate.Run(p)
		fixed := map[string]model.Value{}
		for _, cause := range res.Causes {
			for _, ch := range cause.Changes {
				if ch.Proposed.Sign() < 0 || !ch.Proposed.IsInteger() {
					t.Fatalf("%s: %s proposed", ch.Field.ID, ch.Proposed)
				}
				if ch.Present.IsNumber() && ch.Present.Number.Equal(ch.Proposed) {
					t.Fatalf("%s: %s proposed for the same", ch.Field.ID, ch.Proposed)
				}
				if cause.Rank == 0 {
					if _, twice := fixed[ch.Field.ID]; twice {
						t.Fatalf("%s is changed twice", ch.Field.ID)
					}
					fixed[ch.Field.ID] = ch.Value()
				}
			}
		}
		after := locate.Run(locate.Problem{Form: base.Form, Report: r.With(base.Form, fixed), Equations: p.Equations})
		for _, e := range after.Failing {
			if !slices.Contains(res.Open, e) {
				t.Fatalf("equation %d was to be mended", e)
			}
		}
	})
}

// A table that nobody filled in yet has no causes.
func TestBegun(t *testing.T) {
	f := formtest.Form(t, "2021")
	number := func(n int64) model.Value { return model.Value{State: model.IsNumber, Number: model.Int(n)} }
	for _, tc := range []struct {
		name   string
		values map[string]model.Value
		taken  map[string]model.Taken
		want   bool
	}{
		{"brought along", map[string]model.Value{"requests.carried_in.business": number(3), "requests.carried_in.research": number(1)}, map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(3)}, "requests.carried_in.research": {Number: model.Int(1)}}, false},
		{"one figure", map[string]model.Value{"requests.new.business": number(3)}, nil, false},
		{"a few", map[string]model.Value{"requests.new.business": number(14), "requests.granted.business": number(41)}, nil, true},
		{"brought along and changed", map[string]model.Value{"requests.carried_in.business": number(4), "requests.carried_in.research": number(1)}, map[string]model.Taken{"requests.carried_in.business": {Number: model.Int(3)}}, true},
	} {
		r := model.NewReport(f)
		r.Taken = tc.taken
		for _, fd := range f.Fields {
			r.Values[fd.ID] = model.Value{State: model.Blank, Computed: fd.Total != nil}
		}
		for id, v := range tc.values {
			r.Values[id] = v
		}
		findings := check.Run(r, check.Options{})
		got := locate.Explain(r, findings, locate.Evidence{}, func(r *model.Report) []check.Finding { return check.Run(r, check.Options{}) })
		if (len(got.Causes) > 0) != tc.want {
			t.Errorf("%s: %d causes", tc.name, len(got.Causes))
		}
	}
}
