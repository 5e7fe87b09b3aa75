package indicators_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// unit is what a unit reports, in the cells that the indicators need: requests received, granted, denied and carried
// out, all of natural persons.
type unit struct {
	name                             string
	received, granted, denied, later int
}

// report is a unit's report.
func (u unit) report(t testing.TB, year int) *model.Report {
	t.Helper()
	typed := map[string]string{}
	for _, fd := range formtest.Form(t, "2021").Fields {
		if fd.Table.ID != "proactive" {
			typed[fd.ID] = "0"
		}
	}
	put := func(row string, n int) {
		typed["requests."+row+".natural_person"], typed["requests."+row+".total"] = fmt.Sprint(n), fmt.Sprint(n)
	}
	put("new", u.received)
	put("granted", u.granted)
	put("denied_secret", u.denied)
	put("result_total", u.granted+u.denied)
	put("carried_out", u.later)
	for id := range typed {
		if _, ok := formtest.Form(t, "2021").Field(id); !ok {
			delete(typed, id)
		}
	}
	for _, fd := range formtest.Form(t, "2021").Fields {
		if fd.Column.Path() == "total" && fd.Row.Parent != nil && fd.Row.Parent.Group == "denied" {
			typed[fd.ID] = "0"
		}
	}
	first := true
	for _, fd := range formtest.Form(t, "2021").Fields {
		if first && fd.Row.Parent != nil && fd.Row.Parent.Group == "denied" && fd.Column.Path() == "total" {
			typed[fd.ID], first = fmt.Sprint(u.denied), false
		}
	}
	r := formtest.Report(formtest.Form(t, "2021"), year, typed)
	r.Organ = u.name
	return r
}

// submission is what a unit's file says.
func submission(t testing.TB, u unit, year int) units.Submission {
	t.Helper()
	f, err := indicators.Submission(u.name+".xlsx", u.report(t, year))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// summaryOf finds the summary of an indicator, with its index.
func summaryOf(t testing.TB, r *indicators.Results, id string) (indicators.Summary, int) {
	t.Helper()
	k := slices.IndexFunc(r.Indicators, func(i *model.Indicator) bool { return i.ID == id })
	if k < 0 {
		t.Fatalf("there is no indicator %s", id)
	}
	return r.Summaries[k], k
}

// Shares are exact, equal ones share a rank, and those of few cases are shown and not ranked.
func TestRanks(t *testing.T) {
	t.Parallel()
	var all []units.Submission
	for _, u := range []unit{
		{"甲局", 30, 10, 20, 0}, // a third
		{"乙局", 12, 4, 8, 0},   // a third as well
		{"丙局", 10, 9, 1, 0},
		{"丁局", 9, 9, 0, 0}, // too few
		{"戊局", 0, 0, 0, 0}, // none at all
	} {
		all = append(all, submission(t, u, 2024))
	}
	r, err := indicators.Of(nil, all, indicators.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, k := summaryOf(t, r, "disclosed")
	got := map[string]string{}
	for _, u := range r.Units {
		v := u.Values[k]
		got[u.Name] = fmt.Sprint(v.Ratio(), v.Rank, v.Small)
	}
	want := map[string]string{"甲局": "1/3 2 false", "乙局": "1/3 2 false", "丙局": "9/10 1 false", "丁局": "1/1 0 true", "戊局": "<nil> 0 true"}
	for name, w := range want {
		if got[name] != w {
			t.Errorf("%s: %s, and it is %s", name, got[name], w)
		}
	}
	if s.Ranked != 3 || s.Small != 1 || s.None != 1 || s.Pooled.Ratio().Cmp(big.NewRat(32, 61)) != 0 || s.Mean.Cmp(big.NewRat(47, 90)) != 0 || s.Median.Cmp(big.NewRat(1, 3)) != 0 {
		t.Errorf("%+v: pooled %v, mean %v, median %v", s, s.Pooled.Ratio(), s.Mean, s.Median)
	}
	if s.Q1 != nil || s.Low != nil || !r.Complete() {
		t.Error("quartiles of three units")
	}
	// The order in which files came does not matter.
	var first, again bytes.Buffer
	for range 3 {
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		other, err := indicators.Of(nil, all, indicators.Options{})
		if err != nil {
			t.Fatal(err)
		}
		first.Reset()
		again.Reset()
		for b, r := range map[*bytes.Buffer]*indicators.Results{&first: r, &again: other} {
			if err := indicators.Write(b, r, indicators.WriteOptions{Format: "csv", Lang: msg.ZH}); err != nil {
				t.Fatal(err)
			}
		}
		if first.String() != again.String() {
			t.Fatalf("%s\n%s", first.String(), again.String())
		}
	}
}

// Quartiles are those of spreadsheets, and a value outside of the fences is named with the fence.
func TestFences(t *testing.T) {
	t.Parallel()
	var all []units.Submission
	for i, granted := range []int{50, 52, 54, 56, 58, 60, 62, 64, 5} { // of 100
		all = append(all, submission(t, unit{fmt.Sprintf("第%d局", i+1), 100, granted, 100 - granted, 0}, 2024))
	}
	r, err := indicators.Of(nil, all, indicators.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := summaryOf(t, r, "disclosed")
	// QUARTILE.INC of the nine values: 52, 56, 60; the fences are 52 - 1.5*8 and 60 + 1.5*8.
	for _, m := range []struct {
		got  *big.Rat
		want int64
	}{{s.Q1, 52}, {s.Median, 56}, {s.Q3, 60}, {s.Low, 40}, {s.High, 72}} {
		if m.got.Cmp(big.NewRat(m.want, 100)) != 0 {
			t.Errorf("%v, and it is %d%%", m.got, m.want)
		}
	}
	if len(s.Outliers) != 1 || s.Outliers[0].Unit.Name != "第9局" || s.Outliers[0].Above || s.Outliers[0].Distance.Cmp(big.NewRat(35, 8)) != 0 {
		t.Errorf("%+v", s.Outliers)
	}
	// Where all are equal, no one lies outside.
	if n, _ := summaryOf(t, r, "received"); n.Low != nil || len(n.Outliers) != 0 {
		t.Errorf("%+v", n)
	}
	calls, more := r.Calls(1)
	if len(calls) != 1 || calls[0].Name != "第9局" || calls[0].Why.In(msg.ZH) != "公开率 5.0%，中位数 56.0%，下限 40.0%" || !more.IsZero() {
		t.Errorf("%v %v", calls, more)
	}
}

// What is not counted is listed with its reason; what is counted twice or of another year is not mixed in.
func TestUncounted(t *testing.T) {
	t.Parallel()
	list, err := units.ReadRoster("units.csv", []byte("代码,名称,联系方式\n01,甲局,8101\n02,乙局,8102\n03,丙局,8103\n04,丁局,8104\n05,戊局,8105\n"))
	if err != nil {
		t.Fatal(err)
	}
	conflict := submission(t, unit{"乙局", 11, 11, 0, 0}, 2024)
	conflict.File, conflict.Shown, conflict.Content = "乙局2.xlsx", "乙局2.xlsx", "乙局2"
	empty := submission(t, unit{"丁局", 0, 0, 0, 0}, 2024)
	empty.Empty = true
	wrong := submission(t, unit{"甲局", 10, 10, 0, 0}, 2024)
	wrong.Errors = 2
	all := []units.Submission{wrong, submission(t, unit{"乙局", 10, 10, 0, 0}, 2024), conflict, empty,
		submission(t, unit{"戊局", 10, 10, 0, 0}, 2023), submission(t, unit{"外局", 10, 10, 0, 0}, 2024), {File: "丙局.xlsx", Shown: "丙局.xlsx", Err: errors.New("damaged")}}
	if _, err := indicators.Of(list, all, indicators.Options{}); err == nil || !strings.Contains(err.Error(), "2023") {
		t.Error("reports on two years:", err)
	}
	r, err := indicators.Of(list, all, indicators.Options{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Units) != 1 || r.Units[0].Name != "甲局" || r.Due != 5 || r.Complete() {
		t.Errorf("%+v", r.Units)
	}
	var got []string
	for _, x := range r.Uncounted {
		got = append(got, string(x.Reason)+" "+x.Name)
	}
	want := "[unreadable 丙局 conflicting 乙局 stranger 外局 empty 丁局 other-year 戊局]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v\n%s", got, want)
	}
	calls, more := r.Calls(3)
	if len(calls) != 3 || calls[0].Contact != "8103" || more.In(msg.EN) != "Not listed here: received and not counted: 2, with errors: 1." {
		t.Errorf("%v %s", calls, more.In(msg.EN))
	}
}

// The change on last year is that between exact values, of the units with both.
func TestChange(t *testing.T) {
	t.Parallel()
	last, err := units.NewLastReports(nil, []units.Submission{submission(t, unit{"甲局", 30, 10, 20, 0}, 2023)}, 2023)
	if err != nil {
		t.Fatal(err)
	}
	r, err := indicators.Of(nil, []units.Submission{submission(t, unit{"甲局", 30, 15, 15, 0}, 2024), submission(t, unit{"乙局", 30, 3, 27, 0}, 2024)}, indicators.Options{Last: last.Of})
	if err != nil {
		t.Fatal(err)
	}
	s, k := summaryOf(t, r, "disclosed")
	if c := s.Paired.Change(); c == nil || c.Cmp(big.NewRat(1, 6)) != 0 || r.Units[0].Values[k].Change() != nil {
		t.Errorf("change by %v", c)
	}
	var b bytes.Buffer
	if err := indicators.Write(&b, r, indicators.WriteOptions{Format: "csv", Lang: msg.EN}); err != nil {
		t.Fatal(err)
	}
	if line := "disclosed,1,甲局,,50.0%,15,30,33.3%,+16.7,0,"; !strings.Contains(b.String(), line) {
		t.Errorf("%s is not in\n%s", line, b.String())
	}
	sums := r.Summed()
	if n := model.SumOf(sums.This, []string{"requests.new.total"}); n.Number.String() != "60" || sums.Pairs != 1 || model.SumOf(sums.Last, []string{"requests.new.total"}).Number.String() != "30" {
		t.Errorf("%v %+v", n, sums)
	}
}

// A unit whose total is not the sum of its parts makes two figures of one name, and the reason stands below them.
func TestTotalApartFromItsUnits(t *testing.T) {
	t.Parallel()
	for _, wrong := range []bool{true, false} {
		a, b := submission(t, unit{"甲局", 30, 10, 20, 0}, 2024), submission(t, unit{"乙局", 30, 3, 27, 0}, 2024)
		if wrong {
			r := unit{"乙局", 30, 3, 27, 0}.report(t, 2024)
			v := r.Values["requests.new.total"]
			v.Number = v.Number.Sub(model.Int(1))
			r.Values["requests.new.total"] = v
			var err error
			if b, err = indicators.Submission("乙局.xlsx", r); err != nil {
				t.Fatal(err)
			}
		}
		m, blockers, err := aggregate.Merge(units.Assemble(nil, nil, []units.Submission{a, b}), aggregate.Options{Organ: "示例区"})
		if err != nil || len(blockers) > 0 {
			t.Fatal(err, blockers)
		}
		total, err := indicators.Submission("汇总.xlsx", m.Report)
		if err != nil {
			t.Fatal(err)
		}
		r, err := indicators.Of(nil, []units.Submission{total}, indicators.Options{Open: func(string) (*model.Report, error) { return m.Report, nil }})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := indicators.Write(&out, r, indicators.WriteOptions{Format: "md"}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "新收申请 59，汇总表 60") != wrong || strings.Contains(out.String(), "各部分之和的单位：乙局") != wrong {
			t.Errorf("wrong %v:\n%s", wrong, out.String())
		}
	}
}

// Every format says everything in both languages, twice the same.
func TestFormats(t *testing.T) {
	t.Parallel()
	r, err := indicators.Of(nil, []units.Submission{submission(t, unit{"甲局", 30, 10, 20, 0}, 2024), submission(t, unit{"乙局", 3, 3, 0, 0}, 2024)}, indicators.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, format := range indicators.Formats {
			var a, b bytes.Buffer
			if err := indicators.Write(&a, r, indicators.WriteOptions{Format: format, Lang: lang}); err != nil {
				t.Fatal(format, err)
			}
			if err := indicators.Write(&b, r, indicators.WriteOptions{Format: format, Lang: lang}); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Error(format, "differs", err)
			}
			if format == "html" || format == "md" {
				for _, i := range r.Indicators {
					if !strings.Contains(a.String(), i.Definition.In(lang)) || !strings.Contains(a.String(), i.Ground.In(lang)) {
						t.Errorf("%s %s lacks the definition of %s", format, lang, i.ID)
					}
				}
			}
		}
	}
	if err := indicators.Write(&bytes.Buffer{}, r, indicators.WriteOptions{Format: "odt"}); err == nil {
		t.Error("an unknown format is written")
	}
}

// Every indicator has a definition in both languages, and is of every edition.
func TestIndicatorsOfEditions(t *testing.T) {
	t.Parallel()
	for _, f := range formtest.Forms(t) {
		if len(f.Indicators) == 0 || len(f.Brief.Figures) != 6 {
			t.Errorf("%s has %d indicators and %d figures of the page for a leader", f.ID, len(f.Indicators), len(f.Brief.Figures))
		}
		for _, i := range f.Indicators {
			for _, text := range []msg.Text{i.Title, i.Definition, i.Ground} {
				if text.ZH == "" || text.EN == "" {
					t.Errorf("%s lacks a language", i.ID)
				}
			}
			if i.IsShare() && !i.Brief && i.Least < 2 {
				t.Errorf("%s ranks what has a denominator of %d", i.ID, i.Least)
			}
		}
	}
}

// A share of requests is not reckoned where their row is blank: the rest would be taken for all.
func TestBlankDenominator(t *testing.T) {
	form := formtest.Form(t, "2021")
	r := unit{name: "甲局", received: 12, granted: 25, later: 2}.report(t, 2025)
	i := slices.IndexFunc(form.Indicators, func(i *model.Indicator) bool { return len(i.Of) == 2 && i.Of[0] == "requests.new.total" })
	if i < 0 {
		t.Fatal("no share of new and carried requests")
	}
	if v := indicators.ValueOf(r, form.Indicators[i]); v.State != model.IsNumber {
		t.Errorf("%+v", v)
	}
	r.Values["requests.new.total"] = model.Value{State: model.Blank}
	if v := indicators.ValueOf(r, form.Indicators[i]); v.State != model.Blank {
		t.Errorf("with a blank row: %+v", v)
	}
}

// A report whose figures are the sum of others is no unit, unless it is said to be one.
func TestTotalAmongUnits(t *testing.T) {
	t.Parallel()
	var all []units.Submission
	total := unit{name: "某区人民政府"}
	for _, u := range []unit{{"甲局", 30, 10, 20, 0}, {"乙局", 12, 4, 8, 0}, {"丙局", 10, 9, 1, 0}, {"丁局", 19, 9, 9, 1}} {
		all = append(all, submission(t, u, 2024))
		total.received, total.granted, total.denied, total.later = total.received+u.received, total.granted+u.granted, total.denied+u.denied, total.later+u.later
	}
	for _, c := range []struct {
		name           string
		more           []units.Submission
		options        indicators.Options
		units, without int
		says           string
	}{
		{"none", nil, indicators.Options{}, 4, 0, ""},
		{"by hand", []units.Submission{submission(t, total, 2024)}, indicators.Options{}, 5, 0, "“某区人民政府”（某区人民政府.xlsx）可能是汇总：不为 0 的 3 格都等于其余 4 份报告之和"},
		{"counted", []units.Submission{submission(t, total, 2024)}, indicators.Options{CountTotals: true}, 5, 0, ""},
		{"another one", []units.Submission{submission(t, unit{"戊局", 70, 32, 38, 0}, 2024)}, indicators.Options{}, 5, 0, ""},
	} {
		r, err := indicators.Of(nil, append(slices.Clone(all), c.more...), c.options)
		if err != nil {
			t.Fatal(err)
		}
		says := ""
		for _, x := range r.Uncounted {
			says += x.Why.ZH
		}
		for _, d := range r.Doubts {
			says += d.ZH
		}
		if len(r.Units) != c.units || c.says == "" && says != "" || len(r.Uncounted) != c.without || !strings.Contains(says, c.says) {
			t.Errorf("%s: %d units, %d not: %s", c.name, len(r.Units), len(r.Uncounted), says)
		}
		if calls, _ := r.Calls(3); len(calls) > 0 {
			t.Errorf("%s: nobody is to be called about it: %v", c.name, calls)
		}
	}
}

// districtOf are the reports of a made-up district without errors, and their sum as a clerk makes it, by hand.
func districtOf(t *testing.T, n int) (all []units.Submission, byHand *model.Report) {
	t.Helper()
	d, err := demo.New(demo.Options{Units: n, Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	total := sums.New(d.Form)
	for i := range d.Due {
		r := d.Report(i)
		total.Add(sums.Of(r))
		all = append(all, submissionOf(t, fmt.Sprintf("%d.xlsx", i), r))
	}
	byHand = total.Report(nil)
	byHand.Year, byHand.Organ = 2025, "某区"
	return all, byHand
}

// submissionOf is what a report's file says.
func submissionOf(t *testing.T, name string, r *model.Report) units.Submission {
	t.Helper()
	f, err := indicators.Submission(name, r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A total by hand is left out where it is one beyond doubt, also where a unit handed in two reports that differ: the total
// holds one of them.
func TestTotalBeyondDoubt(t *testing.T) {
	t.Parallel()
	all, byHand := districtOf(t, 12)
	other := all[0]
	other.File, other.Shown, other.Content = "又一份.xlsx", "又一份.xlsx", "又一份"
	entries := other.Row.Entries()
	for i := range entries {
		if entries[i].Number.Sign() != 0 {
			entries[i].Number = entries[i].Number.Mul(model.Int(3))
		}
	}
	other.Row = entries.Row()
	total := submissionOf(t, "手工.xlsx", byHand)
	for name, c := range map[string]struct {
		all   []units.Submission
		units int
		want  []string
	}{
		"none":             {all, 12, nil},
		"a total":          {append(slices.Clone(all), total), 12, []string{"手工.xlsx"}},
		"two reports":      {append(slices.Clone(all), other, total), 11, []string{"手工.xlsx"}},
		"two, first other": {append([]units.Submission{other}, append(slices.Clone(all), total)...), 11, []string{"手工.xlsx"}},
		"two and no total": {append(slices.Clone(all), other), 11, nil},
	} {
		r, err := indicators.Of(nil, c.all, indicators.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Units) != c.units || !slices.Equal(r.LikeTotals(), c.want) || len(r.Doubts) > 0 {
			t.Errorf("%s: %d units, %v left out, %v", name, len(r.Units), r.LikeTotals(), r.Doubts)
		}
	}
}

// A report under another name than the one that a total lists it under counts once, by its figures; one that the total does
// not have counts, and is named. A roster tells units apart without that.
func TestBesideTotal(t *testing.T) {
	t.Parallel()
	all, _ := districtOf(t, 5)
	m, blockers, err := aggregate.Merge(units.Assemble(nil, nil, all), aggregate.Options{Organ: "示例区"})
	if err != nil || len(blockers) > 0 {
		t.Fatal(err, blockers)
	}
	total := submissionOf(t, "汇总.xlsx", m.Report)
	largest := slices.MaxFunc(all, func(a, b units.Submission) int { return len(a.Row.String()) - len(b.Row.String()) })
	renamed := largest
	renamed.Organ, renamed.Code, renamed.File, renamed.Shown = "某局", "", "某局.xlsx", "某局.xlsx"
	another := submission(t, unit{"另局", 31, 30, 1, 0}, 2025)
	options := indicators.Options{Open: func(string) (*model.Report, error) { return m.Report, nil }}
	for _, c := range []struct {
		name          string
		beside        units.Submission
		units         int
		reason, doubt string
	}{
		{"listed", largest, 5, "", ""},
		{"under another name", renamed, 5, "某局：各格的数与 汇总.xlsx 所列的“" + largest.Organ + "”全部相同", ""},
		{"not listed", another, 6, "", "来源中没有、另作为单位计入的 1 个：另局"},
	} {
		r, err := indicators.Of(nil, []units.Submission{total, c.beside}, options)
		if err != nil {
			t.Fatal(err)
		}
		reason, doubt := "", ""
		for _, x := range r.Uncounted {
			reason += x.Name + "：" + x.Why.ZH
		}
		for _, d := range r.Doubts {
			doubt += d.ZH
		}
		if len(r.Units) != c.units || !strings.Contains(reason, c.reason) || !strings.Contains(doubt, c.doubt) || c.reason == "" && reason != "" || c.doubt == "" && doubt != "" {
			t.Errorf("%s: %d units; %s; %s", c.name, len(r.Units), reason, doubt)
		}
	}
}

// The units that a received total lists are counted and not missing, also where it is that of the organ above all; a unit that it
// does not list is.
func TestInTotalOfTop(t *testing.T) {
	t.Parallel()
	all, _ := districtOf(t, 5)
	roster := "代码,名称,上级\n0,示例区,\nX9,未报局,0\n"
	for _, f := range all {
		roster += f.Code + "," + f.Organ + ",0\n"
	}
	list, err := units.ReadRoster("units.csv", []byte(roster))
	if err != nil {
		t.Fatal(err)
	}
	m, blockers, err := aggregate.Merge(units.Assemble(list, nil, all), aggregate.Options{Organ: "示例区"})
	if err != nil || len(blockers) > 0 {
		t.Fatal(err, blockers)
	}
	total := submissionOf(t, "汇总.xlsx", m.Report)
	for _, given := range [][]units.Submission{{total}, {total, all[0]}} {
		r, err := indicators.Of(list, given, indicators.Options{Open: func(string) (*model.Report, error) { return m.Report, nil }})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Units) != 5 || len(r.Uncounted) != 1 || r.Uncounted[0].Name != "未报局" || r.Due != 6 {
			t.Errorf("%d units of %d: %+v", len(r.Units), r.Due, r.Uncounted)
		}
	}
}
