package units_test

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/units"
)

// ownWords is a narrative long enough to be judged.
var ownWords = "今年我们把办事窗口搬到了社区服务站，老人不出小区就能查阅文件；又请退休教师担任讲解员，每逢集市摆摊答疑，收到的建议逐条登记、逐条答复。年底请居民代表打分，排在最后的两个科室向大家说明原因，并在公告栏写明改到什么程度、什么时候改完。旧文件的目录重新编排，按街道和年份两种办法查找，电话咨询由值班人员当场答复，答不了的第二天回电。大厅里添了两台自助机，视力不好的人可以听，听力不好的人可以看。"

// filedBy is the result of checking a report of a unit.
func filedBy(f *model.Form, organ, code, file string, year int, text string) findings.Result {
	r := formtest.Report(f, year, map[string]string{"requests.new.total": "3", "requests.new.business": "3"})
	r.Organ, r.Code = organ, code
	r.Texts = map[string]string{"problems": text}
	return findings.Result{File: file, Report: r}
}

// What is another unit's is found; two files of one unit, by its code, its name or its former name, and reports on
// different years are not compared.
func TestComparing(t *testing.T) {
	f := formtest.Form(t, "2021")
	list, err := units.ReadRoster("units.csv", []byte("代码,名称,曾用名\n01,示例区教育局,示例区教育委员会\n02,示例区财政局,\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name     string
		organ    string
		code     string
		year     int
		compared bool // two units at all
		found    int
	}{
		{"another unit", "示例区财政局", "02", 2024, true, 2},
		{"the same unit", "示例区教育局", "01", 2024, false, 0},
		{"the same unit without its code", "示例区教育局", "", 2024, false, 0},
		{"the same unit under its former name", "示例区教育委员会", "", 2024, false, 0},
		{"last year's report", "示例区教育局", "01", 2023, false, 0},
		{"another unit's of another year", "示例区财政局", "02", 2023, true, 0},
	} {
		var c units.Comparing
		c.AddResult(filedBy(f, "示例区教育局", "01", "a.xlsx", 2024, ownWords), "a.xlsx")
		c.AddResult(filedBy(f, tc.organ, tc.code, "b.xlsx", tc.year, ownWords), "b.xlsx")
		across := c.Compare(list)
		if (across != nil) != tc.compared || len(across.Findings()) != tc.found {
			t.Errorf("%s: %v, %d findings", tc.name, across != nil, len(across.Findings()))
		}
	}
}

// Short narratives are said to be too short, and templates that nobody filled in are left alone.
func TestComparingShort(t *testing.T) {
	f := formtest.Form(t, "2021")
	var c units.Comparing
	for i := range 3 {
		c.AddResult(filedBy(f, fmt.Sprintf("第%d局", i), "", fmt.Sprintf("%d.xlsx", i), 2024, "没有突出的问题。"), fmt.Sprintf("%d.xlsx", i))
	}
	c.AddResult(findings.Result{File: "empty.xlsx", Report: model.NewReport(f)}, "empty.xlsx")
	across := c.Compare(nil)
	if across.TooShort() != 3 || len(across.Reports) != 3 || len(across.Findings()) != 0 {
		t.Errorf("%d too short of %d, %v", across.TooShort(), len(across.Reports), across.Findings())
	}
}
