#!/usr/bin/env bash
# Roo 2.10.0 (Ruby) and pyexcel 0.7.6: behind a chart that is a sheet of its own, each sheet is read under the name before its own.
#
# A chart may be a sheet between others. It has a name and no cells. One would guess that a reader gives it no rows, or
# leaves its name out, since openpyxl, on which pyexcel builds, keeps both kinds of sheet apart by name. Both readers take
# the names in order and the sheets with cells in order: the name of the chart has the table of the next sheet, that sheet's
# name the table after it. pyexcel loses the last sheet without a word; Roo cannot find the file of the last name, once
# that is asked for. pandas, calamine and Spreadsheet::ParseXLSX are right.
#
# Seen with Ruby 3.1, ruby-roo 2.10.0, Python 3.11, pyexcel 0.7.6, pyexcel-xlsx 0.6.1, openpyxl 3.1.5, pandas 3.1.1; file by XlsxWriter 3.2.9:
#   pandas: 收到 11, 办结 22, 结转 33
#   pyexcel: 收到 11, 图 22, 办结 33
#   Roo: 收到 11, 图 22, 办结 33, 结转 FileNotFound
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! ruby -e 'require "roo"' 2>/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends ruby-roo; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pyexcel==0.7.6 pyexcel-xlsx==0.6.1 openpyxl==3.1.5 pandas==3.1.1 XlsxWriter==3.2.9 2>/dev/null
cat >sheets.py <<'PY'
import pandas
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
print("pandas:", ", ".join(f"{name} {sheet.iat[0, 1]}" for name, sheet in pandas.read_excel("chart.xlsx", header=None, sheet_name=None).items()))
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
{
	PYTHONUTF8=1 venv/bin/python sheets.py
	LANG=C.UTF-8 ruby sheets.rb
} >seen
cat seen
diff - seen <<'SEEN'
pandas: 收到 11, 办结 22, 结转 33
pyexcel: 收到 11, 图 22, 办结 33
Roo: 收到 11, 图 22, 办结 33, 结转 FileNotFound
SEEN
