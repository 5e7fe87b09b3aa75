package repair_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/repair"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// A total that the source leaves blank is left to the template's formula, which is
// said; one over parts that a formula passes over, or that the source does not have,
// stays as it was.
func TestBlankTotals(t *testing.T) {
	const total, part = "disputes.review.total", "disputes.review.upheld"
	blank, absent := model.Value{State: model.Blank}, model.Value{State: model.Absent}
	typed := func(s string) model.Value {
		f := formtest.Form(t, "2021")
		fd, _ := f.Field(part)
		v, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: s}, fd, &f.Reading)
		return v
	}
	for name, tc := range map[string]struct {
		values  map[string]model.Value
		formula bool
		says    string
	}{
		"as it was":                     {nil, true, ""},
		"blank":                         {map[string]model.Value{total: blank}, true, "四、复议诉讼!E5  行政复议·总计：351"},
		"missing":                       {map[string]model.Value{total: absent}, false, ""},
		"blank over a blank part":       {map[string]model.Value{total: blank, part: blank}, true, "四、复议诉讼!E5  行政复议·总计：279"},
		"blank over a part with a word": {map[string]model.Value{total: blank, part: typed("七十二")}, false, ""},
		"blank over a part with a text": {map[string]model.Value{total: blank, part: typed("不详")}, false, ""},
		"wrong":                         {map[string]model.Value{total: {State: model.IsNumber, Number: model.Int(1)}}, false, ""},
	} {
		r := formtest.Example(t, "huaian-2024.json")
		for id, v := range tc.values {
			r.Values[id] = v
		}
		var source, out, said bytes.Buffer
		if err := record.Encode(&source, r, msg.ZH); err != nil {
			t.Fatal(err)
		}
		done, err := repair.Repair(&out, "x.json", source.Bytes(), pipeline.Options{})
		if err == nil {
			err = repair.Write(&said, done, msg.ZH)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := len(done.Computed) > 0; got != (tc.says != "") || !strings.Contains(said.String(), tc.says) {
			t.Errorf("%s: %d computed, says\n%s", name, len(done.Computed), said.String())
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula("四、复议诉讼", "E5")
		if err != nil || (formula != "") != tc.formula {
			t.Errorf("%s: the formula is %q, %v", name, formula, err)
		}
		f.Close()
	}
}

// What is mended passes, and mending it again changes nothing.
func TestMendedPasses(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	for _, fd := range r.Form.Fields {
		if fd.Total != nil {
			r.Values[fd.ID] = model.Value{State: model.Blank}
		}
	}
	var source, first, second bytes.Buffer
	if err := record.Encode(&source, r, msg.ZH); err != nil {
		t.Fatal(err)
	}
	done, err := repair.Repair(&first, "x.json", source.Bytes(), pipeline.Options{})
	if err != nil || len(done.Computed) == 0 {
		t.Fatal(err)
	}
	mended, err := pipeline.Import("x.xlsx", first.Bytes(), pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := check.Count(pipeline.Check(mended, check.Options{}))[model.Error]; n != 0 {
		t.Errorf("%d errors are left", n)
	}
	again, err := repair.Repair(&second, "x.xlsx", first.Bytes(), pipeline.Options{})
	if err != nil || len(again.Computed) != 0 {
		t.Errorf("mended again: %v", err)
	}
	var whole bytes.Buffer
	if err := xlsx.Write(&whole, mended); err != nil || !bytes.Equal(whole.Bytes(), second.Bytes()) {
		t.Errorf("another workbook: %v", err)
	}
}

// Figures that may stand a column off are not moved under the labels of a new template, where nothing would show it; they
// are listed. Those of other rows are moved.
func TestDoubtfulFiguresStay(t *testing.T) {
	for name, tc := range map[string]struct {
		row, says string
		doubtful  int
	}{
		"in their columns": {"| 规章 | 1 | 2 | 3 | |", "", 0},
		"one column off":   {"| 规章 | | 1 | 2 | 3 |", "规章 × 本年废止件数：“1”可能错位，没有移入", 2},
	} {
		source := "# 某县水务局2023年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n\n" +
			"| 第二十条第（一）项 | | | | |\n| --- | --- | --- | --- | --- |\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | |\n" + tc.row + "\n| 行政规范性文件 | 7 | 8 | 9 | |\n"
		var out, said bytes.Buffer
		done, err := repair.Repair(&out, "x.md", []byte(source), pipeline.Options{})
		if err == nil {
			err = repair.Write(&said, done, msg.ZH)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(done.Doubtful) != tc.doubtful || !strings.Contains(said.String(), tc.says) {
			t.Errorf("%s: %d doubtful, says\n%s", name, len(done.Doubtful), said.String())
		}
		mended, err := pipeline.Import("x.xlsx", out.Bytes(), pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if v := mended.Value("proactive.rules.repealed"); v.IsNumber() != (tc.doubtful == 0) {
			t.Errorf("%s: moved %v", name, v)
		}
		if v := mended.Value("proactive.normative.repealed"); !v.IsNumber() || v.Number.String() != "8" {
			t.Errorf("%s: %v of the next row", name, v)
		}
	}
}

// Figures behind which a line break of Windows or of a Mac stands are moved with a plain one. Another control character is
// refused: no cell can hold it.
func TestLineBreaksBesideFigures(t *testing.T) {
	for typed, want := range map[string]string{`12\r\n`: "12\n", `12\r\n（含转办2件）`: "12\n（含转办2件）", `12\r`: "12\n", `12（\u0001）`: ""} {
		source := `{"organ": "某县水务局", "year": 2024, "form": "2021", "values": {"requests.new.natural_person": "` + typed + `"}}`
		var out bytes.Buffer
		_, err := repair.Repair(&out, "x.json", []byte(source), pipeline.Options{})
		if (err == nil) != (want != "") {
			t.Errorf("%s: %v", typed, err)
		}
		if err != nil {
			continue
		}
		moved, err := pipeline.Import("x.xlsx", out.Bytes(), pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if v := moved.Value("requests.new.natural_person"); !v.IsNumber() || v.Number.String() != "12" || v.Typed() != want {
			t.Errorf("%s: moved %v", typed, v)
		}
	}
}
