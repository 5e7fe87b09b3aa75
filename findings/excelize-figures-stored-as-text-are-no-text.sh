#!/usr/bin/env bash
# excelize v2.11.1: 397 stored as text is for its formulas no number, no text, and not other than text either.
#
# To find figures stored as text, the commonest fault of collected tables, a workbook asks ISTEXT or ISNUMBER of each cell.
# One would guess that one of the two holds, and that of ISTEXT and ISNONTEXT one does: excelize keeps cells of text apart
# from numbers, its TYPE says 2, which is text, and its SUM leaves them out. All three are false of such a cell, so that
# what the check says depends on the way it was asked. Over a range ISTEXT and ISNUMBER count nothing at all, also of cells
# that they are right about alone; MATCH finds the text for the number, and A1=397 holds. Nothing is an error.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1, A1 is the text 397, A2 the number 397, A3 the text 无; right is what
# Excel and LibreOffice give:
#   =ISTEXT(A1): FALSE, right is TRUE
#   =ISNUMBER(A1): FALSE, right is FALSE
#   =ISNONTEXT(A1): FALSE, right is FALSE
#   =TYPE(A1): 2, right is 2
#   =N(A1): 397, right is 0
#   =A1=397: TRUE, right is FALSE
#   =MATCH(397,A1:A3,0): 1, right is 2
#   =SUM(A1:A3): 397, right is 397
#   =ISTEXT(A3): TRUE, right is TRUE
#   =SUMPRODUCT(--ISTEXT(A1:A3)): 0, right is 2
#   =ISNUMBER(A2): TRUE, right is TRUE
#   =SUMPRODUCT(--ISNUMBER(A1:A3)): 0, right is 1
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
	for cell, value := range map[string]any{"A1": "397", "A2": 397, "A3": "无"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			panic(err)
		}
	}
	for _, asked := range []struct{ formula, right string }{
		{"ISTEXT(A1)", "TRUE"}, {"ISNUMBER(A1)", "FALSE"}, {"ISNONTEXT(A1)", "FALSE"}, {"TYPE(A1)", "2"}, {"N(A1)", "0"},
		{"A1=397", "FALSE"}, {"MATCH(397,A1:A3,0)", "2"}, {"SUM(A1:A3)", "397"},
		{"ISTEXT(A3)", "TRUE"}, {"SUMPRODUCT(--ISTEXT(A1:A3))", "2"}, {"ISNUMBER(A2)", "TRUE"}, {"SUMPRODUCT(--ISNUMBER(A1:A3))", "1"},
	} {
		if err := f.SetCellFormula("Sheet1", "C1", asked.formula); err != nil {
			panic(err)
		}
		v, err := f.CalcCellValue("Sheet1", "C1")
		if err != nil {
			panic(err)
		}
		fmt.Printf("=%s: %s, right is %s\n", asked.formula, v, asked.right)
	}
}
GO
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
=ISTEXT(A1): FALSE, right is TRUE
=ISNUMBER(A1): FALSE, right is FALSE
=ISNONTEXT(A1): FALSE, right is FALSE
=TYPE(A1): 2, right is 2
=N(A1): 397, right is 0
=A1=397: TRUE, right is FALSE
=MATCH(397,A1:A3,0): 1, right is 2
=SUM(A1:A3): 397, right is 397
=ISTEXT(A3): TRUE, right is TRUE
=SUMPRODUCT(--ISTEXT(A1:A3)): 0, right is 2
=ISNUMBER(A2): TRUE, right is TRUE
=SUMPRODUCT(--ISNUMBER(A1:A3)): 0, right is 1
SEEN
