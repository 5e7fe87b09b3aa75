package xlsx

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// TestConditionalFormats reads figures that conditional formats or the view of the sheet show otherwise than they are
// stored: D5 of table 2 stores 66, C4 stores 0.
func TestConditionalFormats(t *testing.T) {
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	white := excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}}
	on := func(ground string) excelize.Style {
		return excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ground}}}
	}
	formatted := func(code string) excelize.Style { return excelize.Style{CustomNumFmt: &code} }
	formula := func(s string) excelize.ConditionalFormatOptions {
		return excelize.ConditionalFormatOptions{Type: "formula", Criteria: s}
	}
	compared := func(operator, with string) excelize.ConditionalFormatOptions {
		return excelize.ConditionalFormatOptions{Type: "cell", Criteria: operator, Value: with}
	}
	for _, test := range []struct {
		name    string
		style   excelize.Style
		options excelize.ConditionalFormatOptions
		want    string // of D5; "" if it is not read
		says    string // at the cell at
		at      string
	}{
		{"hidden if it is large", white, compared(">", "50"), "", "看不见", "D5"},
		{"not so large", white, compared(">", "70"), "66", "", "D5"},
		{"struck", excelize.Style{Font: &excelize.Font{Strike: true}}, formula("TRUE"), "", "删除线", "D5"},
		{"compared by its address", white, formula("B4>=66"), "", "看不见", "D5"},
		{"compared by its column", white, formula("$B4=66"), "66", "有 4 格带条件格式（C4 起）", "C4"},
		{"a format that shows nothing", formatted(";;;"), formula("TRUE"), "", "显示为空白", "D5"},
		{"a format with digits of its own", formatted(`#,##0"000"`), formula("TRUE"), "", "显示为“66000”", "D5"},
		{"a usual format", formatted("#,##0.00"), formula("TRUE"), "66", "", "D5"},
		{"zeros hidden", white, compared("=", "0"), "66", "有 1 格存的是 0", "C4"},
		{"not worked out", white, formula("MOD(ROW(),2)=1"), "66", "有 6 格带条件格式（B4 起）", "B4"},
		{"seen on its own ground", on("1F4E78"), compared(">", "50"), "66", "", "D5"},
		{"not seen on it", on("FFF8F8"), compared(">", "50"), "", "看不见", "D5"},
		{"a usual warning", excelize.Style{Font: &excelize.Font{Color: "9C0006"}}, compared(">", "50"), "66", "", "D5"},
		{"bars beside figures", white, excelize.ConditionalFormatOptions{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6"}, "66", "", "D5"},
		{"bars instead of figures", white, excelize.ConditionalFormatOptions{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6", BarOnly: true}, "", "看不见", "D5"},
	} {
		for name, data := range map[string][]byte{test.name: data, test.name + ", without names": withoutNames(t, data)} {
			t.Run(name, func(t *testing.T) {
				r := readBack(t, edit(t, data, func(x *excelize.File) {
					style, err := x.NewConditionalStyle(&test.style)
					if err != nil {
						t.Fatal(err)
					}
					if test.options.Type == "cell" || test.options.Type == "formula" {
						test.options.Format = &style
					}
					if err := x.SetConditionalFormat(shownSheet, "B4:D5", []excelize.ConditionalFormatOptions{test.options}); err != nil {
						t.Fatal(err)
					}
				}))
				checkSaid(t, r, test.want, test.at, test.says)
			})
		}
	}
}

// TestSheetWithoutZeros says once that a sheet shows no zeros.
func TestSheetWithoutZeros(t *testing.T) {
	no := false
	r := readBack(t, edit(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), func(x *excelize.File) {
		if err := x.SetSheetView(shownSheet, 0, &excelize.ViewOptions{ShowZeros: &no}); err != nil {
			t.Fatal(err)
		}
	}))
	checkSaid(t, r, "66", "C4", "有 1 格存的是 0，看上去空着，读作 0")
}

// checkSaid checks the figure of D5 and what is said at a cell of its sheet; nothing may be said if says is "".
func checkSaid(t *testing.T, r *model.Report, want, at, says string) {
	t.Helper()
	v := r.Value(shownField)
	if v.IsNumber() != (want != "") || v.IsNumber() && v.Number.String() != want {
		t.Errorf("read %v, want %q", v, want)
	}
	notes := said(r, shownSheet+"!"+at)
	if says == "" && len(notes) > 0 || says != "" && !slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, says) }) {
		t.Errorf("said %q, want %q", notes, says)
	}
}
