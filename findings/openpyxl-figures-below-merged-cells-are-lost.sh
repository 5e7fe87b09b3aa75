#!/usr/bin/env bash
# openpyxl 3.1.5 and exceljs 4.4.0: figures that merged cells cover, and that SUM adds, are lost when a workbook is opened and saved.
#
# Cells may be merged with their contents kept, as with the format painter or by a program: what is covered is not
# shown, and formulas go on counting it. Such a workbook shows a total that nobody can explain, which is why one opens
# it with a program. One would guess that a library which opens and saves has what the file has. openpyxl throws the
# contents of covered cells away when it reads: None in each, and the saved file has another sum, once it is computed.
# Its own read-only mode, and so pandas, gives 7 and 8, from the same file and the same library. exceljs puts the first
# cell's value in their place when it reads, and nothing when it writes.
#
# Seen with Python 3.11, openpyxl 3.1.5, pandas 3.1.1, Node 20, exceljs 4.4.0; file by XlsxWriter 3.2.9, A1 to A3 are merged and are 5, 7 and 8, A4 is their sum:
#   read by pandas: 5 7 8
#   read by openpyxl, read_only: 5 7 8
#   read by openpyxl: 5 None None
#   saved by openpyxl, read_only: 5 None None
#   read by exceljs: 5 5 5
#   saved by exceljs, read_only: 5 None None
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 pandas==3.1.1 XlsxWriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 >/dev/null 2>&1
cat >save.js <<'JS'
const { Workbook } = require('exceljs')
;(async () => {
  const book = new Workbook()
  await book.xlsx.readFile('in.xlsx')
  console.log('read by exceljs: ' + [1, 2, 3].map((row) => book.worksheets[0].getCell(row, 1).value).join(' '))
  await book.xlsx.writeFile('exceljs.xlsx')
})()
JS
cat >merged.py <<'PY'
import subprocess

import openpyxl
import pandas
import xlsxwriter

with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.merge_range("A1:A3", "")
    for row, figure in enumerate([5, 7, 8]):
        sheet.write_number(row, 0, figure)
    sheet.write_formula("A4", "=SUM(A1:A3)", None, 20)


def held(name):
    rows = openpyxl.load_workbook(f"{name}.xlsx", read_only=True).active.iter_rows(max_row=3, values_only=True)
    return " ".join(str(row[0]) for row in rows)


print("read by pandas:", *pandas.read_excel("in.xlsx", header=None)[0].tolist()[:3])
print("read by openpyxl, read_only:", held("in"))
book = openpyxl.load_workbook("in.xlsx")
print("read by openpyxl:", *(row[0] for row in book.active.iter_rows(max_row=3, values_only=True)))
book.save("openpyxl.xlsx")
print("saved by openpyxl, read_only:", held("openpyxl"))
print(subprocess.run(["node", "save.js"], capture_output=True, text=True, check=True).stdout.strip())
print("saved by exceljs, read_only:", held("exceljs"))
PY
PYTHONUTF8=1 venv/bin/python merged.py >seen
cat seen
diff - seen <<'SEEN'
read by pandas: 5 7 8
read by openpyxl, read_only: 5 7 8
read by openpyxl: 5 None None
saved by openpyxl, read_only: 5 None None
read by exceljs: 5 5 5
saved by exceljs, read_only: 5 None None
SEEN
