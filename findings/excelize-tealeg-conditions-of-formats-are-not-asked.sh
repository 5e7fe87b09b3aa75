#!/usr/bin/env bash
# excelize v2.11.1 and tealeg/xlsx v3.3.13: in the format [=0]"无";0, which shows 无 for zeros only, the count 12 is read as 无.
#
# To leave zeros blank, or to print large figures in 万, a format has sections for certain numbers: [=0]"";0 and
# [>=10000]0.0,"万";0. Both libraries give by default what a cell shows (GetCellValue and GetRows, FormattedValue), and parse
# such sections. One would guess that they ask whether the condition holds, or give the number where they do not know it.
# excelize takes the first section for every number: 12 and 20000 are blank, 无 or 是, and 12 is 0.0万. tealeg takes the
# sections for those of positive numbers, negative ones and zero, with the same result but for 万, which it leaves aside.
# There is no error. SheetJS and Apache POI show the same cells right.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1, github.com/tealeg/xlsx/v3 v3.3.13, Node 20, xlsx 0.18.5; file by XlsxWriter 3.2.9:
#   12 in [=0]"";0: SheetJS "12", excelize "", tealeg ""
#   0 in [=0]"";0: SheetJS "", excelize "", tealeg ""
#   20000 in [=0]"";0: SheetJS "20000", excelize "", tealeg ""
#   12 in [=0]"无";0: SheetJS "12", excelize "无", tealeg "无"
#   0 in [=0]"无";0: SheetJS "无", excelize "无", tealeg "无"
#   20000 in [=0]"无";0: SheetJS "20000", excelize "无", tealeg "无"
#   12 in [=1]"是";[=0]"否";0: SheetJS "12", excelize "是", tealeg "是"
#   0 in [=1]"是";[=0]"否";0: SheetJS "否", excelize "是", tealeg "0"
#   20000 in [=1]"是";[=0]"否";0: SheetJS "20000", excelize "是", tealeg "是"
#   12 in [>=10000]0.0,"万";0: SheetJS "12", excelize "0.0万", tealeg "12"
#   0 in [>=10000]0.0,"万";0: SheetJS "0", excelize "0.0万", tealeg "0"
#   20000 in [>=10000]0.0,"万";0: SheetJS "20.0万", excelize "20.0万", tealeg "20000"
#   12 in 0;-0;"无": SheetJS "12", excelize "12", tealeg "12"
#   0 in 0;-0;"无": SheetJS "无", excelize "0", tealeg "无"
#   20000 in 0;-0;"无": SheetJS "20000", excelize "20000", tealeg "20000"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null 2>&1
cat >book.py <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("counts.xlsx") as book:
    sheet = book.add_worksheet("a")
    for row, shown in enumerate(['[=0]"";0', '[=0]"无";0', '[=1]"是";[=0]"否";0', '[>=10000]0.0,"万";0', '0;-0;"无"']):
        sheet.write_string(row, 0, shown)
        for column, count in enumerate((12, 0, 20000)):
            sheet.write_number(row, column + 1, count, book.add_format({"num_format": shown}))
PY
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/tealeg/xlsx/v3"
	"github.com/xuri/excelize/v2"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	byExcelize, err := excelize.OpenFile("counts.xlsx")
	must(err)
	byTealeg, err := xlsx.OpenFile("counts.xlsx")
	must(err)
	out, err := exec.Command("node", "shown.js").Output()
	must(err)
	for row, bySheetJS := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		for column, count := range []string{"12", "0", "20000"} {
			cell, err := excelize.CoordinatesToCellName(column+2, row+1)
			must(err)
			one, err := byExcelize.GetCellValue("a", cell)
			must(err)
			c, err := byTealeg.Sheets[0].Cell(row, column+1)
			must(err)
			two, err := c.FormattedValue()
			must(err)
			fmt.Fprintf(os.Stdout, "%s in %s: SheetJS %q, excelize %q, tealeg %q\n", count, bySheetJS[:strings.Index(bySheetJS, "\t")], strings.Split(bySheetJS, "\t")[column+1], one, two)
		}
	}
}
GO
cat >shown.js <<'JS'
const XLSX = require("xlsx");

console.log(XLSX.utils.sheet_to_json(XLSX.readFile("counts.xlsx").Sheets.a, { header: 1, raw: false, defval: "" }).map((row) => row.join("\t")).join("\n"));
JS
PYTHONUTF8=1 venv/bin/python book.py
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 github.com/tealeg/xlsx/v3@v3.3.13 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
12 in [=0]"";0: SheetJS "12", excelize "", tealeg ""
0 in [=0]"";0: SheetJS "", excelize "", tealeg ""
20000 in [=0]"";0: SheetJS "20000", excelize "", tealeg ""
12 in [=0]"无";0: SheetJS "12", excelize "无", tealeg "无"
0 in [=0]"无";0: SheetJS "无", excelize "无", tealeg "无"
20000 in [=0]"无";0: SheetJS "20000", excelize "无", tealeg "无"
12 in [=1]"是";[=0]"否";0: SheetJS "12", excelize "是", tealeg "是"
0 in [=1]"是";[=0]"否";0: SheetJS "否", excelize "是", tealeg "0"
20000 in [=1]"是";[=0]"否";0: SheetJS "20000", excelize "是", tealeg "是"
12 in [>=10000]0.0,"万";0: SheetJS "12", excelize "0.0万", tealeg "12"
0 in [>=10000]0.0,"万";0: SheetJS "0", excelize "0.0万", tealeg "0"
20000 in [>=10000]0.0,"万";0: SheetJS "20.0万", excelize "20.0万", tealeg "20000"
12 in 0;-0;"无": SheetJS "12", excelize "12", tealeg "12"
0 in 0;-0;"无": SheetJS "无", excelize "0", tealeg "无"
20000 in 0;-0;"无": SheetJS "20000", excelize "20000", tealeg "20000"
SEEN
