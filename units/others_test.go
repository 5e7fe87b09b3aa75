package units_test

import (
	"bytes"
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
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"units.csv", []byte("代码,名称\n1,甲局\n2,乙局\n"), "单位名单（2 个单位）"},
		{"答案.xlsx", answers.Bytes(), "由 gkxl 写出的清单“示范区人民政府2025年度练习：安排了 0 处差错”"},
		{"清单.xlsx", book("", "各单位的电话"), "由 gkxl 写出的清单“各单位的电话”"},
		{"a report that lost its tables.xlsx", book(model.NamePrefix+"requests_new_total", "12"), ""},
		{"a list of prices.csv", []byte("品名,价格\n纸,20\n"), ""},
		{"letter.txt", []byte("请各单位按时报送。"), ""},
		{"report.xlsx", formtest.ExampleFile(t, "huaian-2024.xlsx"), ""},
		{"half.xlsx", formtest.ExampleFile(t, "huaian-2024.xlsx")[:2000], ""},
	} {
		_, err := pipeline.Import(c.name, c.data, pipeline.Options{})
		if got := units.OtherThanReport(c.name, c.data, err); got.ZH != c.want {
			t.Errorf("%s: %q, and it is %q", c.name, got.ZH, c.want)
		}
	}
	if units.IsRoster("答案.xlsx", answers.Bytes()) || !units.IsRoster("units.csv", []byte("代码,名称\n1,甲局\n")) {
		t.Error("what is a roster")
	}
}
