#!/usr/bin/env bash
# excelize v2.11.1, HyperFormula 3.5.0, pycel 1.0b30: a grand total by SUBTOTAL counts the subtotals as well, and is twice as high.
#
# SUBTOTAL(9, …) is what the button for subtotals of a spreadsheet writes: it adds a range and leaves out the cells of the
# range that are SUBTOTAL themselves, so that the total below all groups can simply go over everything. One would guess
# that a library which has the function has just that, for which it was made; SUM is there for the rest. Three that compute
# workbooks without a spreadsheet add the subtotals once more. Each subtotal is right, and so is the total of a table
# with no groups. IronCalc gives 12, like Excel, LibreOffice, Gnumeric and Apache POI.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1, Node 20, hyperformula 3.5.0, Python 3.11, pycel 1.0b30, ironcalc 0.9.1:
#   the column: 3, 4, their subtotal, 5, its subtotal, the total of all
#   excelize: 7 5 24
#   HyperFormula: 7 5 24
#   pycel: 7 5 24
#   IronCalc: 7 5 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 pycel==1.0b30 ironcalc==0.9.1 2>/dev/null
npm install --silent --no-audit --no-fund hyperformula@3.5.0 >/dev/null
cat >total.py <<'PY'
import ironcalc
import openpyxl
from pycel import ExcelCompiler

book = openpyxl.Workbook()
for value in (3, 4, "=SUBTOTAL(9,A1:A2)", 5, "=SUBTOTAL(9,A4:A4)", "=SUBTOTAL(9,A1:A5)"):
    book.active.append([value])
book.save("table.xlsx")
compiled = ExcelCompiler("table.xlsx")
print("pycel:", *(compiled.evaluate(f"Sheet!A{row}") for row in (3, 5, 6)))
model = ironcalc.load_from_xlsx("table.xlsx", "en", "UTC")
model.evaluate()
print("IronCalc:", *(model.get_formatted_cell_value(0, row, 1) for row in (3, 5, 6)))
PY
cat >total.mjs <<'JS'
import { HyperFormula } from "hyperformula";

const engine = HyperFormula.buildFromArray([[3], [4], ["=SUBTOTAL(9,A1:A2)"], [5], ["=SUBTOTAL(9,A4:A4)"], ["=SUBTOTAL(9,A1:A5)"]], { licenseKey: "gpl-v3" });
console.log("HyperFormula:", ...[2, 4, 5].map((row) => engine.getCellValue({ sheet: 0, row, col: 0 })));
JS
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	f, err := excelize.OpenFile("table.xlsx")
	if err != nil {
		panic(err)
	}
	fmt.Print("excelize:")
	for _, cell := range []string{"A3", "A5", "A6"} {
		v, err := f.CalcCellValue("Sheet", cell)
		if err != nil {
			panic(err)
		}
		fmt.Print(" ", v)
	}
	fmt.Println()
}
GO
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
venv/bin/python total.py >python
{
	go run .
	node total.mjs
	cat python
} >seen
cat seen
diff - seen <<'SEEN'
excelize: 7 5 24
HyperFormula: 7 5 24
pycel: 7 5 24
IronCalc: 7 5 12
SEEN
