#!/usr/bin/env bash
# excelize v2.11.1: =IF(B2="","blank","filled") says filled of a cell with nothing in it, and a mean can be above every number.
#
# To compare a cell with "" is how nearly every workbook asks whether something was filled in. A cell with nothing equals
# "" and equals 0 in Excel, LibreOffice, Gnumeric, Apache POI and HyperFormula. CalcCellValue knows the second alone: each
# form that is not filled in is reported as complete, in IF and IFS, and COUNTIF and SUMPRODUCT count no blanks. ISBLANK
# and COUNTBLANK are right, and so is B2&"". And of a figure stored as text beside a number, 397 and 3, the sum and the
# greatest are 3, as they should be, but the mean is 200: larger than the sum and than every number.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1, B1 is 0, B2 and B3 are blank, C1 is the text 397, C2 is 3:
#   IF(B2="","blank","filled"): filled
#   COUNTIF(B1:B3,""): 0
#   SUMPRODUCT((B1:B3="")*1): 0
#   COUNTBLANK(B1:B3): 2
#   IF(B2&""="","blank","filled"): blank
#   B2=0: TRUE
#   SUM(C1:C2): 3
#   AVERAGE(C1:C2): 200
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	f := excelize.NewFile()
	check(f.SetCellInt("Sheet1", "B1", 0))
	check(f.SetCellStr("Sheet1", "C1", "397"))
	check(f.SetCellInt("Sheet1", "C2", 3))
	for _, formula := range []string{`IF(B2="","blank","filled")`, `COUNTIF(B1:B3,"")`, `SUMPRODUCT((B1:B3="")*1)`, `COUNTBLANK(B1:B3)`, `IF(B2&""="","blank","filled")`, `B2=0`, `SUM(C1:C2)`, `AVERAGE(C1:C2)`} {
		check(f.SetCellFormula("Sheet1", "E1", formula))
		v, err := f.CalcCellValue("Sheet1", "E1")
		check(err)
		fmt.Printf("%s: %s\n", formula, v)
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
IF(B2="","blank","filled"): filled
COUNTIF(B1:B3,""): 0
SUMPRODUCT((B1:B3="")*1): 0
COUNTBLANK(B1:B3): 2
IF(B2&""="","blank","filled"): blank
B2=0: TRUE
SUM(C1:C2): 3
AVERAGE(C1:C2): 200
SEEN
