package aggregate_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// traced gives a figure's tracing, and what is written of it as text.
func traced(t testing.TB, r *model.Report, figure string) (*aggregate.Tracing, string) {
	t.Helper()
	tr, err := aggregate.Trace(r, figure, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := aggregate.WriteTrace(&b, "t.xlsx", tr, aggregate.TraceOptions{Format: "text", Lang: msg.ZH}); err != nil {
		t.Fatal(err)
	}
	return tr, b.String()
}

func imported(t testing.TB, path string) *model.Report {
	t.Helper()
	r, err := pipeline.ImportFile(path, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every figure of a total is what its units have, each at its place, in order.
func TestTraceEveryFigure(t *testing.T) {
	d := makeDistrict(t, rand.New(rand.NewPCG(3, 3)))
	for seed := uint64(4); d.town == 0; seed++ {
		d = makeDistrict(t, rand.New(rand.NewPCG(seed, 3)))
	}
	r := imported(t, d.total)
	f, err := templates.Edition("2021")
	if err != nil {
		t.Fatal(err)
	}
	units := map[string]*model.Report{}
	for i, u := range d.units[:len(d.units)-d.town] {
		units[u.Organ] = imported(t, d.paths[i])
	}
	if d.town > 0 {
		units["某镇"] = imported(t, filepath.Join(d.dir, "in/total.xlsx"))
	}
	if _, text := traced(t, r, "requests.new.total"); !strings.Contains(text, fmt.Sprintf("  某镇（含 %d 个单位）", d.town)) || !strings.Contains(text, "再往下查，如：gkxl trace total.xlsx requests.new.total\n") {
		t.Error(text)
	}
	for _, fd := range f.Fields {
		tr, _ := traced(t, r, fd.ID)
		if len(tr.Units) != len(units) || tr.Difference == nil || tr.Difference.Sign() != 0 || !tr.Reason.IsZero() {
			t.Fatalf("%s: %+v", fd.ID, tr)
		}
		var sum model.Number
		for i, c := range tr.Units {
			v := units[c.Name].Value(fd.ID)
			if !v.Number.Equal(c.Number) || c.State != v.State || !slices.Equal(c.Cells, []string{v.Cell}) {
				t.Errorf("%s of %s: %+v, in its file %+v", fd.ID, c.Name, c, v)
			}
			if i > 0 && tr.Units[i-1].Number.Cmp(c.Number) < 0 {
				t.Errorf("%s: not in order of size", fd.ID)
			}
			sum = sum.Add(c.Number)
			if c.Running != nil && !c.Running.Equal(sum.Percent(r.Value(fd.ID).Number)) || (c.Share == nil) != (c.Number.Sign() == 0) {
				t.Errorf("%s: shares of %+v", fd.ID, c)
			}
			if (c.Below > 0) != (c.Name == "某镇") {
				t.Errorf("%s holds %d units", c.Name, c.Below)
			}
		}
		if v := r.Value(fd.ID); !v.Number.Equal(sum) {
			t.Errorf("%s: %s, units %s", fd.ID, v.Number, sum)
		}
		again, err := aggregate.Trace(r, r.Value(fd.ID).Cell, pipeline.Options{})
		if err != nil || again.ID != fd.ID {
			t.Errorf("%s by its address %s: %v", fd.ID, r.Value(fd.ID).Cell, err)
		}
	}
}

// A figure may be called by anything that names it without doubt.
func TestTraceNames(t *testing.T) {
	d := makeDistrict(t, rand.New(rand.NewPCG(3, 3)))
	r := imported(t, d.total)
	for given, want := range map[string]string{
		"requests.new.total": "requests.new.total", "requests.denied.total": "requests.denied.total", "disputes.suits.total": "disputes.suits.total",
		"三、依申请公开!J5": "requests.new.total", "'三、依申请公开'!$J$5": "requests.new.total", "='三、依申请公开'!j5": "requests.new.total", "三、依申请公开！J5": "requests.new.total",
		"gk_requests_new_total": "requests.new.total", "GK_REQUESTS_NEW_TOTAL": "requests.new.total",
		"予以公开 总计": "requests.granted.total", "（一）予以公开 × 总计": "requests.granted.total", "新收×自然人": "requests.new.natural_person", "规章 现行有效件数": "proactive.rules.in_force",
		"行政处罚": "proactive.penalty.decisions", "新收": "requests.new.total", "Requests.New.Total": "requests.new.total",
		"办结": "requests.result_total.total", "结转下年度": "requests.carried_out.total", "新收申请": "requests.new.total", "requests received": "requests.new.total", "行政诉讼": "disputes.suits.total", "行政复议": "disputes.review.total",
		"不予公开": "requests.denied.total", "不予公开 总计": "requests.denied.total", "（三）不予公开 × 总计": "requests.denied.total", "自然人 不予公开": "requests.denied.natural_person", "行政诉讼 结果纠正": "disputes.suits.corrected",
	} {
		tr, err := aggregate.Trace(r, given, pipeline.Options{})
		if err != nil || tr.ID != want {
			t.Errorf("%s: %v, want %s", given, err, want)
		}
	}
	for given, want := range map[string]string{
		"": "没有格", "nothing": "没有格", "三、依申请公开!A5": "不是数字格", "J5": "“J5”可以是 2 格：requests.new.total", "ZZ5": "没有格", "requests.new.totl": "没有格", "总计": "可以是 34 格", "结转": "“结转”可以是 2 格：requests.carried_in.total", "不予公开 没有这样的列": "没有格", "没有这样的行 总计": "没有格", "×": "没有格",
	} {
		_, err := aggregate.Trace(r, given, pipeline.Options{})
		var p *msg.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Error(), want) || p.Hint.IsZero() {
			t.Errorf("%q: %v, want %s", given, err, want)
		}
	}
	if all, err := aggregate.TraceAll(r, "$J$5", pipeline.Options{}); err != nil || len(all) != 2 || all[0].ID != "requests.new.total" || all[1].ID != "disputes.suit_direct.total" {
		t.Errorf("J5 of all sheets: %v, %v", all, err)
	}
	if _, err := aggregate.Trace(r, "requests.new.totl", pipeline.Options{}); err == nil || !strings.Contains(err.Error(), "是不是 requests.new.total？") {
		t.Errorf("a mistyped id: %v", err)
	}
	r.Sources = nil
	if _, err := aggregate.Trace(r, "requests.new.total", pipeline.Options{}); err == nil || !strings.Contains(err.Error(), "没有“来源”表") {
		t.Error(err)
	}
}

// What is no plain sum is explained, and units without a figure are named.
func TestTraceReasons(t *testing.T) {
	const stock, business, total = "proactive.rules.in_force", "requests.new.business", "requests.new.total"
	rng := rand.New(rand.NewPCG(5, 5))
	dir := t.TempDir()
	number := func(n int64) model.Value { return model.Value{State: model.IsNumber, Number: model.Int(n)} }
	for i, v := range []map[string]model.Value{
		{stock: number(3), business: number(7)}, {stock: number(2), business: {State: model.Blank}}, {stock: number(0), business: number(0)}, {stock: number(1), business: {State: model.Unreadable, Text: "见附件"}},
	} {
		r := balanced(rng, "2021", fmt.Sprintf("第%d局", i+1), "")
		for id, x := range v {
			r.Values[id] = x
		}
		file(t, dir, fmt.Sprintf("%d.xlsx", i), r)
	}
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Accept: aggregate.Acceptable}, dir)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	path := filepath.Join(dir, "total.xlsx")
	os.WriteFile(path, written(t, m), 0o644)
	r := imported(t, path)
	for _, tc := range []struct {
		id   string
		now  model.Value // what the total says instead; as it is without a state
		want []string
	}{
		{stock, model.Value{}, []string{"第1局", "第2局", "第4局", "其余 1 个单位为 0", "4 个单位相加 6，汇总表的这一格空着：还没有定：同一事项可能被几个单位各计一次"}},
		{stock, number(4), []string{"4 个单位相加 6，汇总表是 4，相差 -2：汇总的人另定了数：同一事项"}},
		{stock, number(6), []string{"4 个单位相加 6，等于汇总表的数\n"}},
		{business, model.Value{}, []string{"空白 1：第2局", "不是数字 1：第4局", "其余 1 个单位为 0", "4 个单位相加 7（缺 1 个数），汇总表的这一格空着：还没有定：有单位的数无法辨认"}},
		{business, number(9), []string{"相加 7（缺 1 个数），汇总表是 9，相差 2：汇总的人另定了数：有单位的数无法辨认"}},
		{"disputes.review.upheld", number(99), []string{"汇总之后，汇总表的这个数改过"}},
		{total, model.Value{}, []string{"它由各项相加，差在：一、本年新收政府信息公开申请数量 × 商业企业（汇总 （空），相加 7）"}},
		{"requests.denied.total", model.Value{}, []string{"4 个单位为 0", "4 个单位相加 0，等于汇总表的数"}},
	} {
		changed := *r
		changed.Values = map[string]model.Value{}
		for k, v := range r.Values {
			changed.Values[k] = v
		}
		if tc.now.State != "" {
			changed.Values[tc.id] = tc.now
		}
		_, text := traced(t, &changed, tc.id)
		for _, want := range tc.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", tc.id, want, text)
			}
		}
	}
}

// A list of sources without its hidden columns is no list: that is said, and the
// total is neither taken for an ordinary report nor summed as one.
func TestDamagedSources(t *testing.T) {
	d := makeDistrict(t, rand.New(rand.NewPCG(2, 3)))
	x, err := excelize.OpenFile(d.total)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := x.RemoveCol("来源", "K"); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "damaged.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if _, err := aggregate.Trace(imported(t, path), "requests.new.total", pipeline.Options{}); err == nil || !strings.Contains(msg.Of(err).ZH, "隐藏的列删去了") {
		t.Error("traced", err)
	}
	submissions, _, err := units.Gathering{}.AllAt(t.Context(), []string{path}, nil)
	if err != nil || len(submissions) != 1 || submissions[0].Err == nil || !strings.Contains(msg.Of(submissions[0].Err).ZH, "隐藏的列删去了") {
		t.Error("read as an ordinary report", err)
	}
}

// Units in another edition are traced to the cells of their own files.
func TestTraceAcrossEditions(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	dir := t.TempDir()
	old, now := balanced(rng, "2019", "甲局", ""), balanced(rng, "2021", "乙局", "")
	old.Values["proactive.normative.made"] = model.Value{State: model.IsNumber, Number: model.Int(5)}
	file(t, dir, "old.xlsx", old)
	file(t, dir, "new.xlsx", now)
	for _, form := range []string{"2021", "2019"} {
		f, err := templates.Edition(form)
		if err != nil {
			t.Fatal(err)
		}
		year := 2020
		if form == "2021" {
			year = 2024
		}
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某区", Form: f, Year: year, AcrossEditions: true, Accept: aggregate.Acceptable}, dir)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		path := filepath.Join(t.TempDir(), "total.xlsx")
		os.WriteFile(path, written(t, m), 0o644)
		r := imported(t, path)
		figures := map[string][2]string{"requests.new.business": {"三、依申请公开!E5", "三、依申请公开!E5"}}
		if form == "2021" {
			figures["proactive.normative.issued"] = [2]string{imported(t, filepath.Join(dir, "old.xlsx")).Value("proactive.normative.made").Cell, "二、主动公开!B5"}
			figures["proactive.fees.amount"] = [2]string{"", "二、主动公开!B15"}
		} else {
			figures["requests.otherwise.business"] = [2]string{imported(t, filepath.Join(dir, "old.xlsx")).Value("requests.otherwise.business").Cell, "三、依申请公开!E25 三、依申请公开!E26 三、依申请公开!E27"}
		}
		for id, want := range figures {
			tr, _ := traced(t, r, id)
			for _, c := range tr.Units {
				w := want[0]
				if c.Name == "乙局" {
					w = want[1]
				}
				if got := strings.Join(c.Cells, " "); got != w {
					t.Errorf("%s in %s, %s: %q, want %q", id, form, c.Name, got, w)
				}
			}
		}
	}
}

// The other formats say the same, and the schema knows every member.
func TestTraceFormats(t *testing.T) {
	d := makeDistrict(t, rand.New(rand.NewPCG(2, 2)))
	r := imported(t, d.total)
	tr, _ := traced(t, r, "requests.new.total")
	tr.Missing, tr.Reason, tr.Units[0].Name, tr.Units[0].Code, tr.Units[0].Below, tr.Units[0].Unit = []string{"缺报局"}, msg.T("缘由", "reason"), "=1+1", "7", 3, "万元"
	var asJSON, asCSV bytes.Buffer
	if err := aggregate.WriteTrace(&asJSON, "t.xlsx", tr, aggregate.TraceOptions{Format: "json", Lang: msg.ZH}); err != nil {
		t.Fatal(err)
	}
	if err := aggregate.WriteTrace(&asCSV, "t.xlsx", tr, aggregate.TraceOptions{Format: "csv", Lang: msg.ZH}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(asCSV.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != len(tr.Units)+2 || rows[1][2] != "'=1+1" || rows[1][3] != tr.Units[0].Number.String() || rows[len(rows)-1][2] != "缺报局" {
		t.Errorf("%v %q", err, rows)
	}
	type object struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
		Defs       map[string]object          `json:"$defs"`
	}
	data, err := os.ReadFile("../docs/schema/trace.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema object
	var top map[string]json.RawMessage
	var lists struct {
		Units []map[string]json.RawMessage `json:"units"`
	}
	for into, from := range map[any][]byte{&schema: data, &top: asJSON.Bytes(), &lists: asJSON.Bytes()} {
		if err := json.Unmarshal(from, into); err != nil {
			t.Fatal(err)
		}
	}
	for _, pair := range []struct {
		o   object
		got map[string]json.RawMessage
	}{{schema, top}, {schema.Defs["unit"], lists.Units[0]}} {
		for key := range pair.got {
			if pair.o.Properties[key] == nil {
				t.Errorf("the schema lacks %q", key)
			}
		}
		for key := range pair.o.Properties {
			if pair.got[key] == nil {
				t.Errorf("%q is in the schema and not written", key)
			}
		}
	}
}

// Whatever a figure is called, and whatever a list of sources holds, tracing
// gives an answer or a problem.
func FuzzTrace(f *testing.F) {
	for _, s := range []string{"requests.new.total", "三、依申请公开!J5", "予以公开 总计", "×", "='", "!"} {
		f.Add(s, "0*200", "S!A1\tB1")
	}
	form, err := templates.Edition("2021")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, figure, entries, cells string) {
		r := model.NewReport(form)
		r.Sources = [][]string{{"单位", "文件", "SHA-256", "role", "figures", "cells", "版本"}, {"甲", "a.xlsx", "ab", "counted", entries, cells, "2021"}}
		tr, err := aggregate.Trace(r, figure, pipeline.Options{})
		if err != nil {
			return
		}
		for _, format := range aggregate.TraceFormats {
			if err := aggregate.WriteTrace(&bytes.Buffer{}, "t", tr, aggregate.TraceOptions{Format: format, Lang: msg.EN}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
