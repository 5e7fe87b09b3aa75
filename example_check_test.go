package gkxl_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Content is checked without a file.
func ExampleCheckData() {
	data, err := os.ReadFile("examples/huangpu-2020.xlsx")
	if err != nil {
		panic(err)
	}
	r := gkxl.CheckData("upload.xlsx", data, gkxl.ImportOptions{}, gkxl.CheckOptions{})
	fmt.Println(r.File, r.Verdict())
	r = gkxl.CheckData("empty.xlsx", nil, gkxl.ImportOptions{}, gkxl.CheckOptions{})
	fmt.Println(r.Verdict(), errors.Is(r.Err, gkxl.ErrUnreadable))
	// Output:
	// upload.xlsx fail
	// fail true
}

// A file is checked by its path.
func ExampleCheckFile() {
	fmt.Println(gkxl.CheckFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{}, gkxl.CheckOptions{}).Verdict())
	// Output: pass
}

// A job says once how contents are read and checked, here with a cell supposed to
// say something else.
func ExampleCheckJob_Data() {
	data, err := os.ReadFile("examples/huangpu-2020.xlsx")
	if err != nil {
		panic(err)
	}
	one, err := gkxl.ParseAssignment("四、复议诉讼!O5=1")
	if err != nil {
		panic(err)
	}
	job := gkxl.CheckJob{Set: []gkxl.Assignment{one}}
	fmt.Println(job.Data("huangpu-2020.xlsx", data).Verdict())
	// Output: pass
}

// A job checks a file, and gives what it holds.
func ExampleCheckJob_File() {
	r, data := gkxl.CheckJob{}.File("examples/huaian-2024.xlsx")
	fmt.Println(r.Verdict(), len(data) > 0)
	// Output: pass true
}

// The verdict on findings is pass, warn or fail.
func ExampleVerdictOf() {
	fmt.Println(gkxl.VerdictOf(nil))
	// Output: pass
}

// An assignment is a cell and what it is supposed to say.
func ExampleParseAssignment() {
	a, err := gkxl.ParseAssignment("requests.new.total=41")
	if err != nil {
		panic(err)
	}
	fmt.Println(a.Cell, a.Text)
	// Output: requests.new.total 41
}

// While errors stand, a report is not published.
func ExamplePublishable() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	err = gkxl.Publishable(gkxl.Check(report, gkxl.CheckOptions{}))
	fmt.Println(errors.Is(err, gkxl.ErrNotPublished))
	// Output: true
}

// A report becomes an OFD file of the pages of its PDF.
func ExampleOFD() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var ofd bytes.Buffer
	result, err := gkxl.OFD(&ofd, report, gkxl.Publication{})
	if err != nil {
		panic(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(ofd.Bytes()), int64(ofd.Len()))
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Pages, archive.File[0].Name)
	// Output: 3 OFD.xml
}

// A report becomes a web page that needs nothing else.
func ExampleHTML() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := gkxl.HTML(&b, report, gkxl.Publication{Group: true}); err != nil {
		panic(err)
	}
	fmt.Println(strings.Contains(b.String(), "淮安市人民政府"), strings.Contains(b.String(), "<script"))
	// Output: true false
}

// A report becomes a Word document; as a draft even while errors stand.
func ExampleDocx() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	err = gkxl.Docx(&b, report, gkxl.Publication{})
	fmt.Println(errors.Is(err, gkxl.ErrNotPublished), b.Len())
	err = gkxl.Docx(&b, report, gkxl.Publication{Draft: true})
	fmt.Println(err, b.Len() > 0)
	// Output:
	// true 0
	// <nil> true
}

// The charts of a report are one picture.
func ExampleChartsSVG() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := gkxl.ChartsSVG(&b, report, gkxl.Publication{}); err != nil {
		panic(err)
	}
	fmt.Println(strings.HasPrefix(b.String(), "<svg"))
	// Output: true
}

// A published file is held against the workbook it was made of.
func ExampleVerifyFiles() {
	dir, err := os.MkdirTemp("", "gkxl")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := gkxl.HTML(&b, report, gkxl.Publication{}); err != nil {
		panic(err)
	}
	page := filepath.Join(dir, "report.html")
	if err := os.WriteFile(page, b.Bytes(), 0o600); err != nil {
		panic(err)
	}
	v, err := gkxl.VerifyFiles(page, "examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(v.Differences))
	// Output: 0
}

// What verifying gave is written for people.
func ExampleWriteVerification() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var page bytes.Buffer
	if err := gkxl.HTML(&page, report, gkxl.Publication{}); err != nil {
		panic(err)
	}
	v, err := gkxl.Verify("report.html", page.Bytes(), report, gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	if err := gkxl.WriteVerification(os.Stdout, v, gkxl.VerifyOptions{Lang: msg.EN, Publication: "report.html", Workbook: "report.xlsx"}); err != nil {
		panic(err)
	}
	// Output:
	// publication report.html, workbook report.xlsx
	//   note  of the page only the part marked as the report was compared
	//
	// the same: 200 cells and 15 texts compared
}

// Options decide what counts as a difference.
func ExampleCompareOptions_Differs() {
	report, err := gkxl.ImportFile("examples/bureau-2022.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	d, err := gkxl.Diff(report, report, gkxl.DiffOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(gkxl.CompareOptions{}.Differs(d))
	// Output: false
}

// Rules are listed, one on a line.
func ExampleWriteRules() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	if err := gkxl.WriteRules(&b, []*model.Form{form}, msg.EN); err != nil {
		panic(err)
	}
	fmt.Println(strings.Contains(b.String(), "T3-BALANCE"))
	// Output: true
}

// A rule says why it is, and what to do.
func ExampleExplainRule() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	if err := gkxl.ExplainRule(&b, []*model.Form{form}, "T3-BALANCE", msg.EN); err != nil {
		panic(err)
	}
	fmt.Println(strings.SplitN(b.String(), "\n", 2)[0])
	err = gkxl.ExplainRule(&b, []*model.Form{form}, "T3-BALANCED", msg.EN)
	fmt.Println(errors.Is(err, gkxl.ErrUnknownRule))
	// Output:
	// T3-BALANCE  received plus carried in is not completed plus carried out
	// true
}

// A cell names the rules that watch it.
func ExampleWriteGuards() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	if err := gkxl.WriteGuards(&b, []*model.Form{form}, "requests.new.total", msg.EN); err != nil {
		panic(err)
	}
	fmt.Println(strings.SplitN(b.String(), "\n", 2)[0])
	// Output: 2021  三、依申请公开!J5  requests.new.total
}

// A city's notice is a small file; its rules are applied with the national ones.
func ExampleReadLocalRules() {
	rules, err := gkxl.ReadLocalRules("notice.yaml", []byte(`
id: SHILI
title: 示例市的通知（虚构）
rules:
  - {id: OVERVIEW, kind: length, sections: [overview], min: 3000, grade: warning, title: 篇幅, ground: 第三条}
`), nil)
	if err != nil {
		panic(err)
	}
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	for _, f := range gkxl.Check(report, gkxl.CheckOptions{Local: rules}) {
		fmt.Println(f.Rule.ID, f.Grade)
		fmt.Println(f.Rule.Ground.ZH)
	}
	// Output:
	// LOCAL-SHILI-OVERVIEW warning
	// 示例市的通知（虚构），第三条
}

// The rules of a notice, from a file.
func ExampleReadLocalRulesFile() {
	rules, err := gkxl.ReadLocalRulesFile("examples/local-rules.yaml", nil)
	if err != nil {
		panic(err)
	}
	for _, r := range rules.Rules {
		fmt.Println(r.ID, r.Kind)
	}
	// Output:
	// LOCAL-SHILI-OVERVIEW-LENGTH length
	// LOCAL-SHILI-REQUESTS-NAMED count
	// LOCAL-SHILI-PUBLISHED-NAMED count
	// LOCAL-SHILI-PLATFORMS mention
	// LOCAL-SHILI-PHRASES phrase
	// LOCAL-SHILI-COPY-LAST repetition
	// LOCAL-SHILI-COPY-OTHERS repetition
}
