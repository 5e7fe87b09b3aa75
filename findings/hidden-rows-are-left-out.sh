#!/usr/bin/env bash
# xlsx2csv 0.8.6 and pyexcel 0.7.6: a row that a filter hides is not there, and of a hidden column one has it and one has not.
#
# Who works in a collected table filters it, and saves it as it is. One would guess that what reads or converts a workbook
# takes all rows, as pandas, calamine, SheetJS, R's readxl and a spreadsheet that saves as CSV do, hidden or not. xlsx2csv
# writes a blank line in place of a hidden row, and the columns whole; pyexcel closes up the rows and leaves out columns,
# too, so that the second column is now another one. The total, which counts them, is there. Both have an option against it
# (--include-hidden-rows, skip_hidden_row_and_column=False), and neither says that something was left out.
#
# Seen with Python 3.11, xlsx2csv 0.8.6, pyexcel 0.7.6, pyexcel-xlsx 0.6.1, openpyxl 3.1.5, pandas 3.1.1; file by XlsxWriter 3.2.9:
#   pandas: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2 | 丙镇 5 3 | 合计 12 6
#   pyexcel: 单位 办结 | 甲镇 1 | 丙镇 3 | 合计 6
#   pyexcel, skip_hidden_row_and_column=False: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2 | 丙镇 5 3 | 合计 12 6
#   xlsx2csv: 单位 收到 办结 | 甲镇 3 1 |  | 丙镇 5 3 | 合计 12 6
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q xlsx2csv==0.8.6 pyexcel==0.7.6 pyexcel-xlsx==0.6.1 openpyxl==3.1.5 pandas==3.1.1 XlsxWriter==3.2.9 2>/dev/null
cat >filtered.py <<'PY'
import pandas
import pyexcel
import xlsxwriter

with xlsxwriter.Workbook("filtered.xlsx") as book:
    sheet = book.add_worksheet("表")
    for row, cells in enumerate((["单位", "收到", "办结"], ["甲镇", 3, 1], ["乙镇", 4, 2], ["丙镇", 5, 3], ["合计", 12, 6])):
        sheet.write_row(row, 0, cells)
    sheet.autofilter(0, 0, 3, 2)
    sheet.filter_column(0, "x != 乙镇")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
print("pandas:", " | ".join(" ".join(map(str, row)) for row in pandas.read_excel("filtered.xlsx", header=None).values))
print("pyexcel:", " | ".join(" ".join(map(str, row)) for row in pyexcel.get_array(file_name="filtered.xlsx")))
print("pyexcel, skip_hidden_row_and_column=False:", " | ".join(" ".join(map(str, row)) for row in pyexcel.get_array(file_name="filtered.xlsx", skip_hidden_row_and_column=False)))
PY
{
	PYTHONUTF8=1 venv/bin/python filtered.py
	printf 'xlsx2csv: '
	PYTHONUTF8=1 venv/bin/xlsx2csv -l '\n' filtered.xlsx | tr ',' ' ' | paste -sd '|' | sed 's/|/ | /g'
} >seen
cat seen
diff - seen <<'SEEN'
pandas: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2 | 丙镇 5 3 | 合计 12 6
pyexcel: 单位 办结 | 甲镇 1 | 丙镇 3 | 合计 6
pyexcel, skip_hidden_row_and_column=False: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2 | 丙镇 5 3 | 合计 12 6
xlsx2csv: 单位 收到 办结 | 甲镇 3 1 |  | 丙镇 5 3 | 合计 12 6
SEEN
