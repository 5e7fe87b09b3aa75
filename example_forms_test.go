package gkxl_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The report year decides the edition.
func ExampleFormFor() {
	for _, year := range []int{2020, 2024, 1999} {
		form, err := gkxl.FormFor(gkxl.FormChoice{Year: year})
		if err != nil {
			fmt.Println(errors.Is(err, gkxl.ErrUnknownForm))
			continue
		}
		fmt.Println(form.ID, len(form.Fields))
	}
	// Output:
	// 2019 198
	// 2021 200
	// true
}

// A report is made in memory of counts, amounts and what somebody typed.
func ExampleCount() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	if err != nil {
		panic(err)
	}
	report := model.NewReport(form)
	report.Organ, report.Year = "示例区民政局", 2025
	report.Values["requests.new.natural_person"] = gkxl.Count(3)
	fmt.Println(report.Value("requests.new.natural_person").Number)
	// Output: 3
}

// Amounts are exact decimals.
func ExampleAmount() {
	fee, err := gkxl.Amount("43.788")
	if err != nil {
		panic(err)
	}
	_, err = gkxl.Amount("about 22")
	fmt.Println(fee.Number, err != nil)
	// Output: 43.788 true
}

// A text is read as if it stood in the cell.
func ExampleTyped() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	if err != nil {
		panic(err)
	}
	v, err := gkxl.Typed(form, "proactive.normative.issued", "22（其中修订16件）")
	if err != nil {
		panic(err)
	}
	fmt.Println(v.Number, v.Remark)
	_, err = gkxl.Typed(form, "proactive.normative.isued", "22")
	fmt.Println(errors.Is(err, gkxl.ErrUnknownField))
	// Output:
	// 22 其中修订16件
	// true
}

// A report that comes in parts is read as one.
func ExampleImportParts() {
	whole, err := os.ReadFile("examples/huangpu-2020.txt")
	if err != nil {
		panic(err)
	}
	before, behind, _ := strings.Cut(string(whole), "四、")
	report, err := gkxl.ImportParts([]gkxl.File{{Name: "1.txt", Data: []byte(before)}, {Name: "2.txt", Data: []byte("四、" + behind)}}, gkxl.ImportOptions{Year: 2020})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Value("requests.new.total").Number, report.Value("requests.new.total").Cell)
	// Output: 1586 1.txt!第108行
}

// A file is read by its path.
func ExampleImportFile() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Organ, report.Year)
	_, err = gkxl.ImportFile("examples/no such file.xlsx", gkxl.ImportOptions{})
	fmt.Println(errors.Is(err, os.ErrNotExist), errors.Is(err, gkxl.ErrFile))
	// Output:
	// 淮安市人民政府 2024
	// true true
}

// One file or several parts, by their paths.
func ExampleImportFiles() {
	report, err := gkxl.ImportFiles([]string{"examples/huaian-2024.xlsx"}, gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Form.ID)
	// Output: 2021
}

// A report as JSON is read back as it was.
func ExampleExport() {
	report, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := gkxl.Export(&b, report, msg.ZH); err != nil {
		panic(err)
	}
	again, err := gkxl.Import("report.json", b.Bytes(), gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(again.Organ, again.Value("requests.new.total").Number.Equal(report.Value("requests.new.total").Number))
	// Output: 淮安市人民政府 true
}

// A file is repaired by its path.
func ExampleRepairFile() {
	done, err := gkxl.RepairFile(io.Discard, "examples/huangpu-2020.txt", gkxl.ImportOptions{Year: 2020})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(done.Moved) > 0, len(done.Left))
	// Output: true 0
}

// What was moved is listed for people.
func ExampleWriteRepaired() {
	done, err := gkxl.RepairFile(io.Discard, "examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	if err := gkxl.WriteRepaired(&b, done, msg.EN); err != nil {
		panic(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	fmt.Println(lines[len(lines)-1])
	// Output: 197 cells and 3 texts moved; 0 cells were blank; 1 cell missing
}
