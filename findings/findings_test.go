package findings_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// wrong is a real report with slips, a what-if and a file that is not there.
func wrong(t testing.TB) []findings.Result {
	r, err := pipeline.ImportFile("../examples/huaian-2024.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, supposed, err := pipeline.WhatIf(r, []pipeline.Assignment{{Cell: "requests.partial.natural_person", Text: "474"}, {Cell: "disputes.review.upheld", Text: "x"}, {Cell: "requests.granted.business", Text: ""}})
	if err != nil {
		t.Fatal(err)
	}
	one := findings.Result{File: "甲 1.xlsx", Report: r, Findings: pipeline.Check(r, check.Options{}), Supposed: supposed}
	one.Causes = pipeline.Causes(r, one.Findings, check.Options{})
	return []findings.Result{one, {File: "nowhere.xlsx", Err: osfile.FileError("nowhere.xlsx", os.ErrNotExist)}}
}

// The schema knows every member that is written, and what it requires is there.
func TestFindingsSchema(t *testing.T) {
	data, err := os.ReadFile("../docs/schema/findings.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	o := check.Options{Disable: []string{"BLANK-CELL"}, Regrade: map[string]model.Grade{"TEXT-LENGTH": model.Hint}}
	if err := findings.Write(&b, wrong(t), findings.WriteOptions{Format: "json", Lang: msg.ZH, Check: o}); err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, fault := range formtest.ValidateSchema(schema, schema, got, "$") {
		t.Error(fault)
	}
	// A validator that passes everything would prove nothing.
	delete(got.(map[string]any)["reports"].([]any)[0].(map[string]any), "causes")
	got.(map[string]any)["counts"].(map[string]any)["error"] = "many"
	if faults := formtest.ValidateSchema(schema, schema, got, "$"); len(faults) != 2 {
		t.Errorf("faults not seen: %v", faults)
	}
}

// acrossUnits is what two reports with the same narrative and table have in common.
func acrossUnits(t *testing.T) *findings.Across {
	t.Helper()
	f := formtest.Form(t, "2021")
	text := "今年我们把办事窗口搬到了社区服务站，老人不出小区就能查阅文件；又请退休教师担任讲解员，每逢集市摆摊答疑，收到的建议逐条登记、逐条答复。年底请居民代表打分，排在最后的两个科室向大家说明原因，并在公告栏写明改到什么程度、什么时候改完。旧文件的目录重新编排，按街道和年份两种办法查找，电话咨询由值班人员当场答复，答不了的第二天回电。"
	var sources []*repetition.Source
	for _, unit := range []string{"甲局", "乙局"} {
		r := formtest.Report(f, 2024, map[string]string{"requests.new.business": "31", "requests.new.natural_person": "42", "requests.granted.business": "53", "requests.granted.natural_person": "64", "requests.partial.business": "75"})
		r.Organ, r.Texts = unit, map[string]string{"problems": text}
		s := repetition.SourceOf(r, nil)
		s.Owner, s.File = unit, unit+".xlsx"
		sources = append(sources, s)
	}
	a := &findings.Across{LeftOut: []string{"丙局.xlsx"}}
	for _, r := range repetition.Compare(sources) {
		a.Reports = append(a.Reports, findings.AcrossReport{Report: r, Findings: check.AcrossUnits(r, check.Options{})})
	}
	return a
}

// The rate that stands in a table is that of the finding's own sentence, of the sections that its rule is about.
func TestAcrossHasOneRate(t *testing.T) {
	a := acrossUnits(t)
	for i, r := range a.Reports {
		more := *r.Report
		more.Overall.Length *= 2 // of a section that the rule is not about
		r.Report = &more
		a.Reports[i] = r
		for _, words := range r.Brief() {
			said, _, _ := strings.Cut(words.ZH, "与")
			ok := slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return strings.HasPrefix(f.Message.ZH, said) })
			if strings.HasPrefix(said, "叙述有") && !ok {
				t.Errorf("%s: %+v", words.ZH, r.Findings)
			}
		}
		if len(r.Findings) == 0 {
			t.Error("no findings")
		}
	}
}

// What reports have in common is in every format, in both languages, and fits the schema.
func TestAcross(t *testing.T) {
	a := acrossUnits(t)
	for _, format := range findings.Formats {
		for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
			var b bytes.Buffer
			p, err := findings.NewPrinter(&b, findings.WriteOptions{Format: format, Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range append(wrong(t), wrong(t)...) {
				err = errors.Join(err, p.Add(r))
			}
			if err = errors.Join(err, p.Across(a), p.Close()); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			if format == "xlsx" {
				continue
			}
			for _, want := range []string{"COPY-UNITS", "COPY-UNITS-TABLE", "甲局.xlsx", "乙局"} {
				if !strings.Contains(b.String(), want) {
					t.Errorf("%s lacks %s", format, want)
				}
			}
			if format != "json" {
				continue
			}
			data, err := os.ReadFile("../docs/schema/findings.json")
			if err != nil {
				t.Fatal(err)
			}
			var schema map[string]any
			var got any
			if err := errors.Join(json.Unmarshal(data, &schema), json.Unmarshal(b.Bytes(), &got)); err != nil {
				t.Fatal(err)
			}
			for _, fault := range formtest.ValidateSchema(schema, schema, got, "$") {
				t.Error(fault)
			}
		}
	}
}

// What SARIF 2.1.0 requires of a log, and what readers of it rely on.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	p, err := findings.NewPrinter(&b, findings.WriteOptions{Format: "sarif", Lang: msg.ZH, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	results := wrong(t)
	for _, r := range results {
		if err := p.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name, Version string
					Rules         []struct{ ID string }
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
					LogicalLocations []struct{ Name, FullyQualifiedName, Kind string }
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "gkxl" || log.Runs[0].Tool.Driver.Version != "1.2.3" {
		t.Fatalf("%+v", log)
	}
	run := log.Runs[0]
	if len(run.Results) != len(results[0].Findings)+1 {
		t.Errorf("%d results", len(run.Results))
	}
	for _, r := range run.Results {
		if r.Message.Text == "" || !slices.Contains([]string{"error", "warning", "note"}, r.Level) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || len(r.Locations) != 1 {
			t.Errorf("%+v", r)
		}
	}
	if got := run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != "%E7%94%B2%201.xlsx" {
		t.Error(got)
	}
	if l := run.Results[0].Locations[0].LogicalLocations; len(l) == 0 || l[0].Kind != "cell" || l[0].Name == "" {
		t.Errorf("%+v", l)
	}
}

// Findings of several reports are one list.
func TestFindingsWorkbook(t *testing.T) {
	var first []byte
	for range 3 {
		var b bytes.Buffer
		p, err := findings.NewPrinter(&b, findings.WriteOptions{Format: "xlsx", Lang: msg.ZH})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range wrong(t) {
			r.Figures = []narrative.Figure{} // asked for: a second sheet
			if err := p.Add(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Error("not the same bytes")
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("问题清单")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(wrong(t)[0].Findings) + 3; len(rows) != n {
		t.Errorf("%d rows, not %d", len(rows), n)
	}
	for _, want := range []string{"甲 1.xlsx", "错误", "T3-ROW-TOTAL", "大概是 447", "nowhere.xlsx", "找不到文件"} {
		if !strings.Contains(fmt.Sprint(rows), want) {
			t.Errorf("%q is not listed", want)
		}
	}
}

// Of one report it is the list that goes back with it, causes included.
func TestFindingsWorkbookOfOne(t *testing.T) {
	var b bytes.Buffer
	p, err := findings.NewPrinter(&b, findings.WriteOptions{Format: "xlsx", Lang: msg.ZH})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Add(wrong(t)[0]); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("问题清单")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(rows); !strings.Contains(text, "大概是 447，填成了 474（数字颠倒）") || !strings.Contains(text, "说明") {
		t.Error(text)
	}
}

// Every format is the same twice, in both languages, and a page is whole.
func TestPrinters(t *testing.T) {
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, name := range findings.Formats {
			var outs [2]bytes.Buffer
			for i := range outs {
				if err := findings.Write(&outs[i], wrong(t), findings.WriteOptions{Format: name, Lang: lang}); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(outs[0].Bytes(), outs[1].Bytes()) {
				t.Errorf("%s: not the same bytes", name)
			}
			if name != "xlsx" && !bytes.Contains(outs[0].Bytes(), []byte("447")) {
				t.Errorf("%s: the cause is not said", name)
			}
			if name == "html" && (bytes.Count(outs[0].Bytes(), []byte("<section")) != 2 || !bytes.HasSuffix(outs[0].Bytes(), []byte("</html>\n"))) {
				t.Errorf("the page is not whole")
			}
		}
	}
}

// What a file and its name say does not speak to the terminal; grades keep their
// colours.
func TestTextOfHostileFiles(t *testing.T) {
	rs := wrong(t)
	rs[0].File, rs[0].Report.Organ, rs[0].Findings[0].Message = "a\x1b[2J\n通过.xlsx", "某\u009b31m局\x07", msg.T("\x1b]0;x\a文字\r", "")
	rs[1].File = "b\xff\b.xlsx"
	var b bytes.Buffer
	if err := findings.Write(&b, rs, findings.WriteOptions{Format: "text", Lang: msg.ZH, Colour: true}); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	for _, code := range []string{"31", "33", "36", "0"} {
		s = strings.ReplaceAll(s, "\x1b["+code+"m", "")
	}
	if strings.ContainsAny(s, "\x1b\x07\b\r\u009b") || !utf8.ValidString(s) || strings.Contains(s, "\n通过.xlsx") || s == b.String() {
		t.Errorf("%q", s)
	}
}

// A cell is found by its id and by its address, as the file has it.
func TestWhatIf(t *testing.T) {
	r, err := pipeline.ImportFile("../examples/huangpu-2020.xlsx", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := r.Value("disputes.suit_after_review.total")
	for _, cell := range []string{"disputes.suit_after_review.total", "四、复议诉讼!O5", "'四、复议诉讼'!$O$5", "四、复议诉讼！o5"} {
		what, supposed, err := pipeline.WhatIf(r, []pipeline.Assignment{{Cell: cell, Text: "1"}})
		if err != nil {
			t.Errorf("%s: %v", cell, err)
			continue
		}
		if len(supposed) != 1 || check.VerdictOf(pipeline.Check(what, check.Options{})) != "pass" {
			t.Errorf("%s: %+v", cell, supposed)
		}
	}
	if r.Value("disputes.suit_after_review.total") != before {
		t.Error("the report was changed")
	}
	// What a formula adds up follows; what reading noted of the cell is gone.
	r, _ = pipeline.ImportFile("../examples/huaian-2024.xlsx", pipeline.Options{})
	what, _, err := pipeline.WhatIf(r, []pipeline.Assignment{{Cell: "requests.granted.business", Text: "31"}})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"requests.granted.total": "1372", "requests.result_total.business": "63", "requests.result_total.total": "3060"} {
		if got := what.Value(id).Number.String(); got != want {
			t.Errorf("%s: %s, not %s", id, got, want)
		}
	}
}

// Last year's report is evidence: it tells the cell among those that one identity
// binds, and a figure that was not brought up to date.
func TestCausesAcrossYears(t *testing.T) {
	last, err := pipeline.ImportFile("../examples/bureau-2021.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := pipeline.ImportFile("../examples/bureau-2022.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := check.Options{Last: last}
	old := last.Value("requests.granted.total").Number.String()
	in := r.Value("requests.carried_in.business").Number
	for _, tc := range []struct {
		set  pipeline.Assignment
		want string
		rule string
	}{
		{pipeline.Assignment{Cell: "requests.granted.total", Text: old}, "last year's figure", "T3-ROW-TOTAL"},
		{pipeline.Assignment{Cell: "requests.carried_in.business", Text: in.Add(model.Int(40)).String()}, "is probably " + in.String(), "YEAR-CARRY-COLUMN"},
	} {
		what, _, err := pipeline.WhatIf(r, []pipeline.Assignment{tc.set})
		if err != nil {
			t.Fatal(err)
		}
		causes := pipeline.Causes(what, pipeline.Check(what, o), o)
		found := false
		for _, c := range causes.Best() {
			found = found || strings.Contains(causes.Sentence(c.Group).In(msg.EN), tc.want) &&
				slices.ContainsFunc(c.Findings, func(x check.Finding) bool { return x.Rule.ID == tc.rule })
		}
		if !found {
			t.Errorf("%v: %d causes, %s", tc.set, len(causes.Best()), causes.Sentence(0).In(msg.EN))
		}
	}
}

// A format there is not is said with those there are.
func TestUnknownFormat(t *testing.T) {
	err := findings.Write(&bytes.Buffer{}, wrong(t), findings.WriteOptions{Format: "odt"})
	if !errors.Is(err, msg.ErrFormat) || !strings.Contains(err.Error(), "sarif") {
		t.Error(err)
	}
}
