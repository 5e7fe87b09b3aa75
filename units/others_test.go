package units_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// A file in which there is no report is told for what it is where that is sure, and for nothing else.
func TestOtherThanReport(t *testing.T) {
	t.Parallel()
	d, err := demo.New(demo.Options{Units: 5, Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	var answers bytes.Buffer
	if err := d.WriteAnswerBook(&answers, msg.ZH); err != nil {
		t.Fatal(err)
	}
	book := func(name, cell string) []byte {
		f := workbook.New()
		defer f.Close()
		if err := workbook.Sheet(f, 0, "表"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("表", "A1", cell); err != nil {
			t.Fatal(err)
		}
		if name != "" {
			if err := f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "表!$A$1"}); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := workbook.Write(&b, f, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	listed := func(picture bool, rows ...[]any) []byte {
		f := excelize.NewFile()
		defer f.Close()
		for i, row := range rows {
			if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		if picture {
			var dot bytes.Buffer
			if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
				t.Fatal(err)
			}
			if err := f.AddPictureFromBytes("Sheet1", "A9", &excelize.Picture{Extension: ".png", File: dot.Bytes()}); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	head, treasury := []any{"单位代码", "单位名称", "年度"}, []any{"01102", "示范区财政局", 2025}
	second, third := []any{"01103", "示范区民政局", 2025}, []any{"01104", "示范区教育局", 2025}
	list, err := units.ReadRoster("units.csv", []byte("代码,名称,上级\n01,示范区人民政府,\n01102,示范区财政局,01\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		list *units.Roster
		name string
		data []byte
		want string
	}{
		{nil, "units.csv", []byte("代码,名称\n1,甲局\n2,乙局\n"), "单位名单（2 个单位）"},
		{nil, "答案.xlsx", answers.Bytes(), "由 gkxl 写出的清单“示范区人民政府2025年度练习：安排了 0 处差错”"},
		{nil, "清单.xlsx", book("", "各单位的电话"), "由 gkxl 写出的清单“各单位的电话”"},
		{nil, "a report that lost its tables.xlsx", book(model.NamePrefix+"requests_new_total", "12"), ""},
		{nil, "a list of prices.csv", []byte("品名,价格\n纸,20\n"), ""},
		{nil, "letter.txt", []byte("请各单位按时报送。"), ""},
		{nil, "report.xlsx", formtest.ExampleFile(t, "huaian-2024.xlsx"), ""},
		{nil, "half.xlsx", formtest.ExampleFile(t, "huaian-2024.xlsx")[:2000], ""},
		{nil, "01102 示范区财政局.xlsx", listed(false, head, treasury), ""},
		{nil, "财政.xlsx", listed(false, head, treasury), "单位名单（1 个单位）"},
		{list, "01102 示范区财政局.xlsx", listed(false, head, treasury, second), ""},
		{list, "名单.xlsx", listed(false, head, treasury, second), "单位名单（2 个单位）"},
		{list, "示范区人民政府名单.xlsx", listed(false, head, treasury, second), "单位名单（2 个单位）"},
		{nil, "报送.xlsx", listed(true, head, treasury, second), ""},
		{nil, "名单.xlsx", listed(true, head, treasury, second, third), "单位名单（3 个单位）"},
		{nil, "表.csv", []byte("序号,单位名称,新收申请\n1,甲局,3\n2,乙局,4\n"), ""},
		{nil, "表.csv", []byte("序号,单位名称,联系人,电话\n1,甲局,张三,12345678\n2,乙局,李四,13800000000\n"), "单位名单（2 个单位）"},
		{nil, "o/进度.csv", []byte("\ufeff单位,类别,代码,应报,已报,缺报\n甲局,单位,1,1,1,0\n"), "由 gkxl 写出的清单“进度”"},
		{nil, "单位.csv", []byte("\ufeff单位,类别,代码\n甲局,单位,1\n"), "单位名单（1 个单位）"},
	} {
		_, err := pipeline.Import(c.name, c.data, pipeline.Options{})
		if got := units.OtherThanReport(c.list, c.name, c.data, err); got.ZH != c.want {
			t.Errorf("%s: %q, and it is %q", c.name, got.ZH, c.want)
		}
	}
	if units.IsRoster("答案.xlsx", answers.Bytes()) || !units.IsRoster("units.csv", []byte("代码,名称\n1,甲局\n")) {
		t.Error("what is a roster")
	}
}
