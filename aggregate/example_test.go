package aggregate_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// exampleUnits writes the workbooks of two units, and the total of both.
func exampleUnits(dir string) (total string) {
	folder := filepath.Join(dir, "units")
	if err := os.Mkdir(folder, 0o755); err != nil {
		panic(err)
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	for i, organ := range []string{"某区教育局", "某区民政局"} {
		r := model.NewReport(form)
		r.Organ, r.Year = organ, 2024
		for _, fd := range form.Fields {
			if fd.Total == nil {
				r.Values[fd.ID] = model.Value{State: model.IsNumber}
			}
		}
		for _, id := range []string{"requests.new.business", "requests.granted.business"} {
			r.Values[id] = model.Value{State: model.IsNumber, Number: model.Int(int64(2 + 4*i))}
		}
		var b bytes.Buffer
		if err := gkxl.Template(&b, r); err != nil {
			panic(err)
		}
		if err := os.WriteFile(filepath.Join(folder, organ+".xlsx"), b.Bytes(), 0o600); err != nil {
			panic(err)
		}
	}
	submissions, _, err := units.Gathering{}.AllAt(context.Background(), []string{filepath.Join(dir, "units")}, nil)
	if err != nil {
		panic(err)
	}
	merged, _, err := aggregate.Merge(units.Assemble(nil, nil, submissions), aggregate.Options{Organ: "某区"})
	if err != nil {
		panic(err)
	}
	total = filepath.Join(dir, "total.xlsx")
	if err := os.WriteFile(total, merged.Workbook, 0o600); err != nil {
		panic(err)
	}
	return total
}

// A figure of a total is traced to the cells of the units' own files.
func ExampleTrace() {
	dir, err := os.MkdirTemp("", "gkxl")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	report, err := pipeline.ImportFile(exampleUnits(dir), pipeline.Options{})
	if err != nil {
		panic(err)
	}
	t, err := aggregate.Trace(report, "三、依申请公开!J5", pipeline.Options{})
	if err != nil {
		panic(err)
	}
	for _, u := range t.Units {
		fmt.Println(u.Name, u.Number, u.Share, u.File, u.Cells)
	}
	fmt.Println(t.Verdict().In(msg.ZH))
	// Output:
	// 某区民政局 6 75 某区民政局.xlsx [三、依申请公开!J5]
	// 某区教育局 2 25 某区教育局.xlsx [三、依申请公开!J5]
	// 2 个单位相加 8，等于汇总表的数
}

// A total is held against its units: here one of them is gone.
func ExampleCheckFile_units() {
	dir, err := os.MkdirTemp("", "gkxl")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	total := exampleUnits(dir)
	if err := os.Remove(filepath.Join(dir, "units", "某区教育局.xlsx")); err != nil {
		panic(err)
	}
	filed, _, err := units.Gathering{}.AllAt(context.Background(), []string{filepath.Join(dir, "units")}, nil)
	if err != nil {
		panic(err)
	}
	data, err := os.ReadFile(total)
	if err != nil {
		panic(err)
	}
	job := gkxl.CheckJob{Units: aggregate.Reconciliation(filed, nil)}
	for _, f := range job.Data("total.xlsx", data).Findings {
		if f.AboutUnits() {
			fmt.Println(f.Rule.ID, f.Message.In(msg.ZH))
		}
	}
	// Output: UNITS-GONE 某区教育局：给出的文件里没有它的报告，汇总时是“某区教育局.xlsx”；相加时用的是来源表里记的数
}
