package gkxl_test

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Comparing two years gives what changed, the weightiest first.
func ExampleDiff() {
	side := func(file string) *model.Report {
		r, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		return r
	}
	d, err := gkxl.Diff(side("examples/bureau-2021.json"), side("examples/bureau-2022.json"), gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	for _, f := range d.Changes()[:2] {
		fmt.Println(f.ID, f.Old.Number, f.New.Number, f.Delta, f.Percent)
	}
	for _, b := range d.Balances {
		if b.Known() && !b.Holds() {
			fmt.Println(b.Identity.Rule.ID, b.Where(), b.Left.Number, b.Right.Number)
		}
	}
	// Output:
	// requests.new.total 137 174 37 27
	// requests.result_total.total 134 178 44 32.8
	// YEAR-CARRY-COLUMN 自然人 12 11
	// YEAR-CARRY-COLUMN 法律服务机构 0 1
	// YEAR-IN-FORCE 行政规范性文件 31 32
}

// A comparison is written for a terminal, as Markdown, a page, a workbook or JSON.
func ExampleWriteDiff() {
	report, err := gkxl.ImportFile("examples/bureau-2022.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	same := report
	d, err := gkxl.Diff(same, same, gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	var page bytes.Buffer
	if _, err := gkxl.WriteDiff(&page, d, gkxl.CompareOptions{Format: "text", Lang: msg.EN}); err != nil {
		panic(err)
	}
	lines := strings.Split(strings.TrimSpace(page.String()), "\n")
	fmt.Println(lines[len(lines)-1])
	// Output: the two reports do not differ
}

// More than two years stand side by side, in the fields of the newest form.
func ExampleSeries() {
	var sides []*model.Report
	for _, year := range []string{"2020", "2021", "2022"} {
		r, err := gkxl.ImportFile("examples/bureau-"+year+".json", gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		sides = append(sides, r)
	}
	s, err := gkxl.Series(sides, gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	for _, row := range s.Rows {
		if row.ID == "requests.otherwise.total" || row.ID == "requests.otherwise_other.total" {
			fmt.Println(row.ID, row.Values[0].Number, row.Values[1].Number, row.Values[2].Number, row.Values[0].State)
		}
	}
	// Output:
	// requests.otherwise.total 5 5 4 number
	// requests.otherwise_other.total 0 2 3 absent
}

// A series is written in the same formats as a comparison.
func ExampleWriteSeries() {
	report, err := gkxl.ImportFile("examples/bureau-2022.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	s, err := gkxl.Series([]*model.Report{report}, gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	var page bytes.Buffer
	if _, err := gkxl.WriteSeries(&page, s, gkxl.CompareOptions{Format: "md", Lang: msg.EN}); err != nil {
		panic(err)
	}
	title, _, _ := strings.Cut(page.String(), "\n")
	fmt.Println(title)
	// Output: # 某市住房和城乡建设局, year by year
}

// For a meeting there is a PDF, with the comparison as JSON inside.
func ExampleWriteDiff_pdf() {
	side := func(file string) *model.Report {
		r, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		return r
	}
	d, err := gkxl.Diff(side("examples/bureau-2021.json"), side("examples/bureau-2022.json"), gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	res, err := gkxl.WriteDiff(&b, d, gkxl.CompareOptions{Format: "pdf"})
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Pages, res.Claims)
	// Output: 4 true
}

// So there is of a series.
func ExampleWriteSeries_pdf() {
	report, err := gkxl.ImportFile("examples/bureau-2022.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	s, err := gkxl.Series([]*model.Report{report}, gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	res, err := gkxl.WriteSeries(&b, s, gkxl.CompareOptions{Format: "pdf"})
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Claims)
	// Output: true
}

// The overview's sentences that carry figures are written from the tables.
func ExampleFillZeros() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	if err != nil {
		panic(err)
	}
	report := model.NewReport(form)
	report.Year, report.Organ = 2025, "示例镇人民政府"
	done, notes, err := gkxl.FillZeros(report)
	if err != nil {
		panic(err)
	}
	fmt.Println(done.In(msg.ZH)[:len("已填 0：“三、依申请公开”144 格，“四、复议诉讼”12 格")], len(notes))
	// Output: 已填 0：“三、依申请公开”144 格，“四、复议诉讼”12 格 0
}

func ExampleNarrate() {
	side := func(file string) *model.Report {
		r, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		return r
	}
	text, _, err := gkxl.Narrate(side("examples/bureau-2022.json"), side("examples/bureau-2021.json"), "宗")
	if err != nil {
		panic(err)
	}
	fmt.Println(strings.SplitAfter(text, "；")[1][len("作出行政许可决定5102件、行政处罚决定188件、行政强制决定2件。"):])
	// Output: 2022年新收政府信息公开申请174宗，较上年增加37宗，增长27%；
}

// A new year's report begins with what last year's says about it.
func ExampleCarryOver() {
	last, err := gkxl.ImportFile("examples/bureau-2020.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2021})
	if err != nil {
		panic(err)
	}
	report, _ := gkxl.CarryOver(last, form)
	fmt.Println(report.Organ, report.Year, report.Form.ID)
	taken := report.Taken["requests.carried_in.natural_person"]
	fmt.Println(taken.Number, taken.Source)
	// Output:
	// 某市住房和城乡建设局 2021 2021
	// 8 2020 年度报告 四、结转下年度继续办理 × 自然人
}

// One page for a leader, with last year's figures beside this year's.
func ExampleBrief() {
	side := func(file string) *model.Report {
		r, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		return r
	}
	var page bytes.Buffer
	o := gkxl.BriefOptions{Format: "html", Last: side("examples/bureau-2021.json"), File: "bureau-2022.json"}
	if _, err := gkxl.Brief(&page, side("examples/bureau-2022.json"), o); err != nil {
		panic(err)
	}
	for line := range strings.Lines(page.String()) {
		if strings.Contains(line, "新收申请") {
			fmt.Print(html.UnescapeString(strings.ReplaceAll(line, "</td><td>", " ")))
		}
	}
	// Output:
	// <tr><th scope="row">新收申请</th><td>174 137 +37 +27.0%</td><td class="words">自然人占 94.3% 90.5%</td></tr>
}
