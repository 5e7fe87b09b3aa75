package gkxl_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A blank workbook for a report year.
func ExampleTemplate() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	report := model.NewReport(form)
	report.Organ, report.Year = "某市某局", 2024
	var workbook bytes.Buffer
	if err := gkxl.Template(&workbook, report); err != nil {
		panic(err)
	}
	fmt.Println(form.ID, workbook.Len() > 0)
	// Output: 2021 true
}

// Reading a workbook gives a value for every field, and notes on how cells were
// read.
func ExampleImport() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Organ, report.Year, report.Form.ID)
	v := report.Value("proactive.other_services.items_last_year")
	fmt.Println(v.Number, v.Remark, v.Cell)
	// Output:
	// 广州市黄埔区人民政府 广州开发区管委会 2020 2019
	// 746 街镇事项按统一数量，不重复统计 二、主动公开!B9
}

// Checking gives findings with the cells to look at.
func ExampleCheck() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	for _, f := range gkxl.Check(report, gkxl.CheckOptions{}) {
		if f.Grade == model.Error {
			fmt.Println(f.Rule.ID, f.Cells, f.Message.In(msg.ZH))
		}
	}
	// Output: BLANK-TOTAL [四、复议诉讼!O5] 总计格缺失，各项之和为 1（1＋0＋0＋0）
}

// A publication is read back and held against the report it was made from.
func ExampleVerify() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var page bytes.Buffer
	if err := html.Write(&page, publish.Of(report, publish.Options{Group: true})); err != nil {
		panic(err)
	}
	altered := bytes.Replace(page.Bytes(), []byte(">1,482<"), []byte(">1,428<"), 1)
	for _, published := range [][]byte{page.Bytes(), altered} {
		res, err := gkxl.Verify("report.html", published, report, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		fmt.Println(res.Figures, res.Paragraphs, len(res.Differences))
		for _, d := range res.Differences {
			fmt.Println(d.Cell, d.Message.In(msg.ZH))
		}
	}
	// Output:
	// 198 15 0
	// 198 15 1
	// 三、依申请公开!D5 发布件为 1428，工作簿为 1482
}

// The figures of a report as tidy CSV.
func ExampleWriteCSV() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	if err := gkxl.WriteCSV(&out, report); err != nil {
		panic(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	fmt.Print(lines[0], lines[7])
	// Output:
	// organ,year,form,field,section,row,column,value,unit,remark,state,text
	// 广州市黄埔区人民政府 广州开发区管委会,2020,2019,proactive.licensing.items_last_year,二、主动公开政府信息情况,行政许可,上一年项目数量,657,,,number,
}

// Results of several files, in the order of the files.
func ExampleCheckJob_Files() {
	files := []string{"examples/huaian-2024.xlsx", "examples/huangpu-2020.xlsx"}
	gkxl.CheckJob{}.Files(files, func(r gkxl.Result) {
		fmt.Println(r.File, r.Verdict())
	})
	// Output:
	// examples/huaian-2024.xlsx pass
	// examples/huangpu-2020.xlsx fail
}

// A workbook goes back to its unit with its errors marked, and everything else
// as it was.
func ExampleMark() {
	data, err := os.ReadFile("examples/huangpu-2020.xlsx")
	if err != nil {
		panic(err)
	}
	result := gkxl.CheckFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{}, gkxl.CheckOptions{})
	var marked bytes.Buffer
	why, err := gkxl.Mark(&marked, data, result, msg.ZH)
	if err != nil {
		panic(err)
	}
	again, err := gkxl.Import("", marked.Bytes(), gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(why.IsZero(), len(again.Listed))
	// Output: true 7
}

// What is read of any file can be moved into a fresh template.
func ExampleRepair() {
	var fresh bytes.Buffer
	done, err := gkxl.RepairFile(&fresh, "examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(done.Absent), done.Absent[0].Label(), len(done.Left))
	// Output: 1 复议后起诉·总计 0
}

// A report becomes a PDF for publication, unless errors stand.
func ExamplePDF() {
	for _, file := range []string{"examples/huaian-2024.xlsx", "examples/huangpu-2020.xlsx"} {
		report, err := gkxl.ImportFile(file, gkxl.ImportOptions{})
		if err != nil {
			panic(err)
		}
		var pdf bytes.Buffer
		res, err := gkxl.PDF(&pdf, report, gkxl.Publication{Findings: gkxl.Check(report, gkxl.CheckOptions{})})
		if err != nil {
			fmt.Println(errors.Is(err, gkxl.ErrNotPublished))
			continue
		}
		fmt.Println(res.Pages, "pages, PDF/A-3a and PDF/UA-1:", res.Claims)
	}
	// Output:
	// 3 pages, PDF/A-3a and PDF/UA-1: true
	// true
}

// One wrong figure breaks several identities; the cause is the cell, and what it
// should say.
func ExampleCauses() {
	report, err := gkxl.ImportFile("examples/huaian-2024.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	report, _, err = gkxl.WhatIf(report, []gkxl.Assignment{{Cell: "requests.partial.natural_person", Text: "474"}})
	if err != nil {
		panic(err)
	}
	findings := gkxl.Check(report, gkxl.CheckOptions{})
	causes := gkxl.Causes(report, findings, gkxl.CheckOptions{})
	for _, c := range causes.Best() {
		fmt.Println(len(c.Findings), causes.Sentence(c.Group).In(msg.EN))
	}
	// Output: 2 "（二）部分公开（区分处理的，只计这一情形，不计其他情形） × 自然人" is probably 447, and it says 474 (digits swapped); then all 2 identities hold.
}

// The verdict as it would be, were a cell to say something else.
func ExampleWhatIf() {
	report, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(check.VerdictOf(gkxl.Check(report, gkxl.CheckOptions{})))
	what, _, err := gkxl.WhatIf(report, []gkxl.Assignment{{Cell: "四、复议诉讼!O5", Text: "1"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(check.VerdictOf(gkxl.Check(what, gkxl.CheckOptions{})))
	// Output:
	// fail
	// pass
}
