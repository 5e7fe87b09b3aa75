package xlsx_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// The cover says how many cells are still to be filled in before it says that all
// agrees, and nothing disagrees while a table holds last year's figures alone.
func TestCoverCountsBlanks(t *testing.T) {
	last := formtest.Example(t, "bureau-2021.json")
	blank := model.NewReport(formtest.Form(t, "2021"))
	carried, _ := carry.Over(last, formtest.Form(t, "2021"))
	begun, _ := carry.Over(last, formtest.Form(t, "2021"))
	begun.Values["requests.new.natural_person"] = model.Value{State: model.IsNumber, Number: model.Int(3)}
	full := formtest.Example(t, "huaian-2024.json")
	wrong := formtest.Example(t, "huaian-2024.json")
	wrong.Values["requests.new.natural_person"] = model.Value{State: model.IsNumber, Number: model.Int(3)}
	for name, tc := range map[string]struct {
		report *model.Report
		want   string
	}{
		"blank":                 {blank, "还有 166 格没有填"},
		"last year's figures":   {carried, "还有 160 格没有填"},
		"a figure beside those": {begun, "4 项不符，还有 159 格没有填"},
		"filled in":             {full, "全部相符"},
		"filled in, and wrong":  {wrong, "2 项不符"},
	} {
		var b bytes.Buffer
		if err := xlsx.Write(&b, tc.report); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := f.GetCellValue("校验", "A2")
		if err != nil || stored != tc.want {
			t.Errorf("%s: %q, %v, want %q", name, stored, err, tc.want)
		}
		f.Close()
	}
}
