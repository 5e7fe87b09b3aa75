package gkxl_test

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
)

// Every figure of a narrative is told from the tables, or not about them.
func ExampleFigures() {
	report, err := gkxl.ImportFile("examples/shanghai-office-2019.json", gkxl.ImportOptions{})
	if err != nil {
		panic(err)
	}
	report.Texts = map[string]string{"overview": "受理政府信息公开申请859件，予以公开及部分公开258件。召开新闻发布会12场。"}
	for _, f := range gkxl.Figures(report, nil) {
		fmt.Println(f.Text, f.Verdict)
		if f.Verdict == narrative.Disagrees {
			fmt.Println("  " + f.Message.ZH)
		}
	}
	// Output:
	// 859件 agrees
	// 258件 disagrees
	//   读作 （一）予以公开＋（二）部分公开 × 总计，表中为 275（272＋3），文中为 258，相差 -17
	// 12场 unrelated
}

// What must not be published with a report.
func ExampleCheckPublish() {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		panic(err)
	}
	report := model.NewReport(form)
	report.Texts["overview"] = "申请人张小明提出的申请已答复。"
	for _, f := range gkxl.CheckPublish(report, nil) {
		fmt.Println(f.Rule.ID, f.Message.ZH)
	}
	// Output: PUB-NAME “张小明”，在“申请人张小明提出的申请已答复。”中
}

// The narratives of the examples agree with their tables.
func TestExamplesAgree(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r, err := gkxl.ImportFile("examples/"+name+".xlsx", gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, x := range gkxl.Figures(r, nil) {
			if x.Verdict == narrative.Disagrees {
				t.Errorf("%s: %s: %s", name, x.Text, x.Message.ZH)
			}
			if x.Verdict == narrative.Agrees {
				n++
			}
		}
		if n < 8 {
			t.Errorf("%s: only %d figures were read", name, n)
		}
	}
}
