#!/usr/bin/env bash
# tealeg/xlsx v3.3.13: 31 December 2024 in the format yyyy-m-d is read as 2024-m-31, as is the 31st of every other month.
#
# The usual Chinese formats for dates have one m, yyyy-m-d and yyyy"年"m"月"d"日", since months have no leading zero. One would
# guess that FormattedValue, which has the words of 0"件" and the month of mm right, gives 2024-12-31 and 2024年12月31日, or an
# error, as for formats that it does not know. Year and day are replaced, and a single m stays a letter: dates of different
# months are the same text. Words of a date keep their quotation marks. There is no error. Value, which has the stored
# content of other cells, is empty for text of which one character is bold.
#
# Seen with Go 1.26.8, github.com/tealeg/xlsx/v3 v3.3.13, github.com/xuri/excelize/v2 v2.11.1; file by XlsxWriter 3.2.9:
#   yyyy"年"m"月"d"日": tealeg 2024"年"m"月"31"日", Value "45657", excelize 2024年12月31日
#   yyyy"年"m"月"d"日": tealeg 2024"年"m"月"31"日", Value "45596", excelize 2024年10月31日
#   yyyy"年"mm"月": tealeg 2024"年"12"月", Value "45657", excelize 2024年12月
#   yyyy年m月d日: tealeg error: invalid formatting code: unsupported or unescaped characters, Value "45657", excelize 2024年12月31日
#   yyyy-m-d: tealeg 2024-m-31, Value "45657", excelize 2024-12-31
#   text 397, its 9 bold: tealeg 397, Value "", excelize 397
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 2>/dev/null
cat >book.py <<'PY'
import datetime

import xlsxwriter

with xlsxwriter.Workbook("dates.xlsx") as book:
    sheet = book.add_worksheet("a")
    for row, (shown, month) in enumerate((('yyyy"年"m"月"d"日"', 12), ('yyyy"年"m"月"d"日"', 10), ('yyyy"年"mm"月"', 12), ("yyyy年m月d日", 12), ("yyyy-m-d", 12))):
        sheet.write_string(row, 0, shown)
        sheet.write_datetime(row, 1, datetime.datetime(2024, month, 31), book.add_format({"num_format": shown}))
    sheet.write_string(5, 0, "text 397, its 9 bold")
    sheet.write_rich_string(5, 1, "3", book.add_format({"bold": True}), "9", "7")
PY
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/tealeg/xlsx/v3"
	"github.com/xuri/excelize/v2"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	f, err := xlsx.OpenFile("dates.xlsx")
	must(err)
	e, err := excelize.OpenFile("dates.xlsx")
	must(err)
	for row := range 6 {
		name, err := f.Sheets[0].Cell(row, 0)
		must(err)
		cell, err := f.Sheets[0].Cell(row, 1)
		must(err)
		shown, err := cell.FormattedValue()
		if err != nil {
			shown = "error: " + err.Error()
		}
		other, err := e.GetCellValue("a", fmt.Sprintf("B%d", row+1))
		must(err)
		fmt.Printf("%s: tealeg %s, Value %q, excelize %s\n", name.Value, shown, cell.Value, other)
	}
}
GO
PYTHONUTF8=1 venv/bin/python book.py
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 github.com/tealeg/xlsx/v3@v3.3.13 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
yyyy"年"m"月"d"日": tealeg 2024"年"m"月"31"日", Value "45657", excelize 2024年12月31日
yyyy"年"m"月"d"日": tealeg 2024"年"m"月"31"日", Value "45596", excelize 2024年10月31日
yyyy"年"mm"月": tealeg 2024"年"12"月", Value "45657", excelize 2024年12月
yyyy年m月d日: tealeg error: invalid formatting code: unsupported or unescaped characters, Value "45657", excelize 2024年12月31日
yyyy-m-d: tealeg 2024-m-31, Value "45657", excelize 2024-12-31
text 397, its 9 bold: tealeg 397, Value "", excelize 397
SEEN
