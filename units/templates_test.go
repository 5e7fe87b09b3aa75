package units_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/units"
)

func TestUnitFiles(t *testing.T) {
	long := strings.Repeat("很长的名称", 40)
	list := []*units.Unit{
		{Code: "01", Name: "某市/某局"}, {Code: "con", Name: ""}, {Code: "a", Name: "B"}, {Code: "A", Name: "b"}, {Code: "x", Name: "名称. "},
		{Code: "2", Name: long}, {Code: "2", Name: long}, {Code: "..", Name: "\n\x00"}, {Code: "nul.a", Name: ""}, {Code: "-o", Name: "x"},
	}
	seen := map[string]bool{}
	for i, p := range units.UnitFiles("d", list, ".xlsx") {
		dir, name := filepath.Split(p)
		stem := strings.TrimSuffix(name, ".xlsx")
		switch {
		case dir != "d/" && dir != `d\`, len(name) > 255, strings.ContainsAny(name, "<>:\"/\\|?*\x00\n"), strings.TrimRight(stem, ". ") != stem,
			strings.HasPrefix(name, "."), strings.HasPrefix(name, "~"), strings.HasPrefix(name, "-"):
			t.Errorf("%q of %+v", p, list[i])
		}
		if first, _, _ := strings.Cut(name, "."); strings.EqualFold(first, "con") || strings.EqualFold(first, "nul") {
			t.Errorf("%q is a device", name)
		}
		if seen[strings.ToLower(name)] {
			t.Errorf("%q is there twice", name)
		}
		seen[strings.ToLower(name)] = true
	}
}

// File names that every system takes.
func ExampleUnitFiles() {
	list := []*units.Unit{{Code: "0101", Name: "示例区教育局"}, {Code: "0102", Name: "示例区A/B办"}}
	for _, f := range units.UnitFiles("", list, ".xlsx") {
		fmt.Println(f)
	}
	// Output:
	// 0101 示例区教育局.xlsx
	// 0102 示例区A／B办.xlsx
}
