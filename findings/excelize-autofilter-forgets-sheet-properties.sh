#!/usr/bin/env bash
# excelize v2.11.1: AutoFilter throws away what SetSheetProps set.
#
# A sheet is told to fit its print on a page and gets a colour on its tab; then a
# filter is put on its heads. Nothing is an error, and both properties are gone: the
# filter writes a new sheetPr element, with filterMode alone, over the old one. Set
# the filter first, then the properties, and both stay.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1:
#   properties, then filter: fit false, tab false
#   filter, then properties: fit true, tab true
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.org/finding

go 1.26
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	for _, filterFirst := range []bool{false, true} {
		f := excelize.NewFile()
		yes, colour := true, "FF0000"
		steps := []func() error{
			func() error {
				return f.SetSheetProps("Sheet1", &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &colour})
			},
			func() error { return f.AutoFilter("Sheet1", "A1:B3", nil) },
		}
		order := "properties, then filter"
		if filterFirst {
			steps[0], steps[1] = steps[1], steps[0]
			order = "filter, then properties"
		}
		for _, step := range steps {
			if err := step(); err != nil {
				panic(err)
			}
		}
		p, err := f.GetSheetProps("Sheet1")
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: fit %v, tab %v\n", order, p.FitToPage != nil && *p.FitToPage, p.TabColorRGB != nil)
	}
}
GO
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
properties, then filter: fit false, tab false
filter, then properties: fit true, tab true
SEEN
