package status_test

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

// Who reports, and who stands above them.
func ExampleReadRoster() {
	list, err := units.ReadRosterFile("../examples/units.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range list.Due() {
		fmt.Println(u.Code, u.Name, u.Type, u.Deadline.Format("2006-01-02"))
	}
	u, _ := list.Find("示例区旅游局")
	fmt.Println(u.Name)
	// Output:
	// 0101 示例区教育局 department 2025-01-20
	// 0102 示例区文化和旅游局 department 2025-01-20
	// 0103 示例区示例镇人民政府 township 2025-01-20
	// 示例区文化和旅游局
}

// A workbook that knows whose it is.
func ExampleUnitTemplate() {
	list, err := units.ReadRosterFile("../examples/units.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		fmt.Println(err)
		return
	}
	var b bytes.Buffer
	if err := units.UnitTemplate(&b, form, 2024, list.Due()[0]); err != nil {
		fmt.Println(err)
		return
	}
	r, err := pipeline.Import("", b.Bytes(), pipeline.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Code, r.Organ, r.OrganType, r.Year, r.Cover["contact"])
	// Output:
	// 0101 示例区教育局 department 2024 8101
}

// What is in, what is missing, and what is wrong.
func ExampleOf() {
	list, err := units.ReadRosterFile("../examples/units.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	var filings []units.Submission // what a Gathering hands over
	for _, code := range []string{"0101", "0102"} {
		filings = append(filings, units.Submission{Shown: code + ".xlsx", Code: code, Year: 2024, Received: time.Date(2025, 1, 22, 9, 0, 0, 0, time.Local)})
	}
	s := status.Of(list, filings, status.Options{Year: 2024, AsOf: time.Date(2025, 1, 31, 0, 0, 0, 0, time.Local)})
	if err := status.Write(os.Stdout, s, status.WriteOptions{Format: "text", Lang: msg.ZH}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 单位                    应报  已报  缺报  重复  有误  有未说明警告  迟报  情况
	// 示例区人民政府             3     2     1     0     0             0     2
	//   示例区教育局             1     1                                     1  已报：0101.xlsx；迟报 2 天
	//   示例区文化和旅游局       1     1                                     1  已报：0102.xlsx；迟报 2 天
	//   示例区示例镇人民政府     1           1                                  缺报，逾期 11 天；联系方式 8103
	//
	// 迟报按文件最后写入的时间判断：另存、复制或下载都会改变这个时间，请先核实
	//
	// 截至 2025-01-31（截止日 2025-01-20）：应报 3，已报 2，缺报 1，重复 0，有误 0，有未说明警告 0，迟报 2
}
