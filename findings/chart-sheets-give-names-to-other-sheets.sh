#!/usr/bin/env bash
# Roo 2.10.0 (Ruby), pyexcel 0.7.6, tealeg/xlsx v3.3.13: behind a chart that is a sheet of its own, sheets are read under other names.
#
# A chart may be a sheet between others. It has a name and no cells. One would guess that a reader gives it no rows, or
# leaves its name out, since openpyxl, on which pyexcel builds, keeps both kinds of sheet apart by name. Roo and pyexcel
# take the names in order and the sheets with cells in order: the name of the chart has the table of the next sheet, that
# sheet's name the table after it. pyexcel loses the last sheet without a word; Roo cannot find the file of the last name,
# once that is asked for. tealeg/xlsx gives the chart the cells of the next sheet, so that these count twice. openpyxl,
# calamine and Spreadsheet::ParseXLSX are right.
#
# Seen with Ruby 3.1, ruby-roo 2.10.0, Go 1.26.8, github.com/tealeg/xlsx/v3 v3.3.13, Python 3.11, pyexcel 0.7.6, pyexcel-xlsx 0.6.1, openpyxl 3.1.5; file by XlsxWriter 3.2.9:
#   openpyxl: 收到 11, 办结 22, 结转 33
#   pyexcel: 收到 11, 图 22, 办结 33
#   Roo: 收到 11, 图 22, 办结 33, 结转 FileNotFound
#   tealeg/xlsx: 收到 11, 图 22, 办结 22, 结转 33
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! ruby -e 'require "roo"' 2>/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends ruby-roo; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pyexcel==0.7.6 pyexcel-xlsx==0.6.1 openpyxl==3.1.5 XlsxWriter==3.2.9 2>/dev/null
cat >sheets.py <<'PY'
import openpyxl
import pyexcel
import xlsxwriter

with xlsxwriter.Workbook("chart.xlsx") as book:
    first = book.add_worksheet("收到")
    first.write_row(0, 0, ["甲镇", 11])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=收到!$B$1:$B$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("办结").write_row(0, 0, ["甲镇", 22])
    book.add_worksheet("结转").write_row(0, 0, ["甲镇", 33])
print("openpyxl:", ", ".join(f"{sheet.title} {sheet['B1'].value}" for sheet in openpyxl.load_workbook("chart.xlsx").worksheets))
print("pyexcel:", ", ".join(f"{name} {rows[0][1]}" for name, rows in pyexcel.get_book_dict(file_name="chart.xlsx").items()))
PY
cat >sheets.rb <<'RB'
require "roo"
book = Roo::Spreadsheet.open("chart.xlsx")
puts "Roo: " + book.sheets.map { |name|
  begin
    "#{name} #{book.sheet(name).cell(1, 2)}"
  rescue Roo::FileNotFound
    "#{name} FileNotFound"
  end
}.join(", ")
RB
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/tealeg/xlsx/v3"
)

func main() {
	book, err := xlsx.OpenFile("chart.xlsx")
	if err != nil {
		panic(err)
	}
	fmt.Print("tealeg/xlsx:")
	for i, sheet := range book.Sheets {
		cell, err := sheet.Cell(0, 1)
		if err != nil {
			panic(err)
		}
		fmt.Print([]string{" ", ", "}[min(i, 1)], sheet.Name, " ", cell.Value)
	}
	fmt.Println()
}
GO
go mod init example >/dev/null 2>&1
go get github.com/tealeg/xlsx/v3@v3.3.13 >/dev/null 2>&1
{
	PYTHONUTF8=1 venv/bin/python sheets.py
	LANG=C.UTF-8 ruby sheets.rb
	go run .
} >seen
cat seen
diff - seen <<'SEEN'
openpyxl: 收到 11, 办结 22, 结转 33
pyexcel: 收到 11, 图 22, 办结 33
Roo: 收到 11, 图 22, 办结 33, 结转 FileNotFound
tealeg/xlsx: 收到 11, 图 22, 办结 22, 结转 33
SEEN
