package findings_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

func printed(t *testing.T, results []findings.Result, across *findings.Across, o findings.WriteOptions) string {
	t.Helper()
	var b bytes.Buffer
	p, err := findings.NewPrinter(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if err := p.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if across != nil {
		err = p.Across(across)
	}
	if err == nil {
		err = p.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// On a terminal every rule's ground stands once, and nothing else is left out.
func TestDetailsOnScreen(t *testing.T) {
	results := wrong(t)
	results = append(results, results[0])
	whole := printed(t, results, nil, findings.WriteOptions{Lang: msg.ZH})
	got := printed(t, results, nil, findings.WriteOptions{Lang: msg.ZH, Screen: findings.Details})
	rules := map[string]bool{}
	for _, f := range results[0].Findings {
		rules[f.Rule.ID] = true
		if n := strings.Count(got, "依据："+f.Rule.Ground.ZH); n != 1 && strings.Count(whole, "依据："+f.Rule.Ground.ZH) > 0 {
			t.Errorf("the ground of %s stands %d times", f.Rule.ID, n)
		}
	}
	if len(rules) < 3 || strings.Count(got, "依据：") > len(rules) {
		t.Errorf("%d rules:\n%s", len(rules), got)
	}
	at := -1
	for line := range strings.SplitSeq(whole, "\n") {
		if strings.Contains(line, "依据：") || strings.Contains(line, "处理：") {
			continue
		}
		i := strings.Index(got[at+1:], line)
		if i < 0 {
			t.Errorf("%q is missing", line)
			continue
		}
		at += i
	}
}

// A line stands for a report that is not in order, within the width of the terminal; the others are counted.
func TestSummaryOnScreen(t *testing.T) {
	results := wrong(t)
	good, err := pipeline.ImportFile("../examples/huaian-2024.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fine := findings.Result{File: "in/good.xlsx", Report: good, Findings: pipeline.Check(good, check.Options{})}
	results = append(results, fine, fine)
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, columns := range []int{0, 80, 200} {
			got := printed(t, results, nil, findings.WriteOptions{Lang: lang, Screen: findings.Summary, Columns: columns, More: msg.T("全部", "all")})
			lines := strings.Split(got, "\n")
			if columns == 0 {
				columns = 80
			}
			for _, l := range lines[:3] {
				if n := text.Columns(l); n >= columns {
					t.Errorf("%d columns in %d: %s", n, columns, l)
				}
			}
			head, organ := msg.T("单位", "unit").In(lang), "淮安市人民政府 (甲 1.xlsx)"
			if !strings.HasPrefix(lines[0], head) || !strings.HasPrefix(lines[1], organ) || !strings.HasPrefix(lines[2], "nowhere.xlsx") {
				t.Errorf("%s, %d columns:\n%s", lang, columns, got)
			}
			for _, want := range []string{msg.T("其余 2 份没有错误", "the other 2 reports have no errors").In(lang), "VALUE-UNREADABLE", "\n" + msg.T("全部", "all").In(lang) + "\n\n"} {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing:\n%s", want, got)
				}
			}
			errors := 0
			for _, l := range lines[1:3] {
				n := regexp.MustCompile(` (\d+) +\d+  `).FindStringSubmatch(l)
				if n == nil {
					t.Fatalf("no counts: %s", l)
				}
				k, _ := strconv.Atoi(n[1])
				errors += k
			}
			if !strings.Contains(got, msg.F("错误 %d，", ": %d errors,", errors).In(lang)) {
				t.Errorf("the column of errors comes to %d:\n%s", errors, got)
			}
			whole := printed(t, results, nil, findings.WriteOptions{Lang: lang})
			if last := whole[strings.LastIndex(strings.TrimSpace(whole), "\n"):]; !strings.HasSuffix(got, last) {
				t.Errorf("the verdict is not %q:\n%s", last, got)
			}
		}
	}
	if got := printed(t, []findings.Result{fine, fine}, nil, findings.WriteOptions{Lang: msg.ZH, Screen: findings.Summary}); strings.Contains(got, "单位") || strings.Contains(got, "依据") {
		t.Errorf("reports in order:\n%s", got)
	}
	if got := printed(t, results, nil, findings.WriteOptions{Lang: msg.ZH, Screen: findings.Summary, Colour: true}); !strings.Contains(got, "\x1b[31m未通过") {
		t.Errorf("no colour: %q", got)
	}
}

// A folder without last year's report of a unit's is said once for all such units, and no fault of theirs.
func TestSummaryOfReportsWithoutLast(t *testing.T) {
	good, err := pipeline.ImportFile("../examples/huaian-2024.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, sought := range []bool{true, false} {
		o := check.Options{LastSought: sought}
		fine := findings.Result{File: "good.xlsx", Report: good, Findings: pipeline.Check(good, o)}
		got := printed(t, []findings.Result{fine, fine}, nil, findings.WriteOptions{Lang: msg.ZH, Screen: findings.Summary})
		if strings.Contains(got, "2 份没有用上年报告核对") != sought || strings.Contains(got, "YEAR-PAIR") {
			t.Errorf("sought %v:\n%s", sought, got)
		}
	}
}

// What units have in common is counted with them, also where the report is in order otherwise.
func TestSummaryAcross(t *testing.T) {
	a := acrossUnits(t)
	var results []findings.Result
	for _, r := range a.Reports {
		report, err := pipeline.ImportFile("../examples/huaian-2024.json", pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		report.Organ = r.Source.Name
		results = append(results, findings.Result{File: "in/" + r.Source.File, Report: report, Findings: pipeline.Check(report, check.Options{})})
	}
	got := printed(t, results, a, findings.WriteOptions{Lang: msg.ZH, Screen: findings.Summary})
	for _, r := range a.Reports {
		if len(r.Findings) > 0 && !strings.Contains(got, r.Source.Name) || strings.Contains(got, "其余") {
			t.Errorf("%s:\n%s", r.Source.Name, got)
		}
	}
	if !strings.Contains(got, "有警告") || !strings.Contains(got, "COPY-UNITS") {
		t.Error(got)
	}
}
