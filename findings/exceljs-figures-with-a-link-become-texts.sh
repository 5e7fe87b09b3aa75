#!/usr/bin/env bash
# exceljs 4.4.0: a figure with a link to its source is saved as a text, and the sum of its column leaves it out.
#
# A link may be put on any cell; the figure in it stays a number, as in Excel and in the file, where the link stands
# apart. exceljs reads such a cell as { text: 12, hyperlink: … }, and the 12 in it is still a number. One would guess
# that what it read as a number it writes as one. It writes the text 12: SUM in every spreadsheet leaves it out once it
# is computed again, and the stored results around are the old ones, so that the file looks right until then. Nothing is
# said. openpyxl and SheetJS keep the number and the link.
#
# Seen with Node 20, exceljs 4.4.0, xlsx 0.18.5, Python 3.11, openpyxl 3.1.5, ironcalc 0.9.1; file by XlsxWriter 3.2.9, A1 to A3 are 3, 4 and 5 with a link on A2, A4 is their sum:
#   in: A2 4, link https://example.org/source, the sum, computed again, 12
#   openpyxl: A2 4, link https://example.org/source, the sum, computed again, 12
#   sheetjs: A2 4, link https://example.org/source, the sum, computed again, 12
#   exceljs: A2 '4', link https://example.org/source, the sum, computed again, 8
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 openpyxl==3.1.5 ironcalc==0.9.1 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1
cat >save.js <<'JS'
const XLSX = require('xlsx')
const { Workbook } = require('exceljs')
;(async () => {
  const book = new Workbook()
  await book.xlsx.readFile('in.xlsx')
  await book.xlsx.writeFile('exceljs.xlsx')
  XLSX.writeFile(XLSX.readFile('in.xlsx'), 'sheetjs.xlsx')
})()
JS
cat >links.py <<'PY'
import subprocess

import ironcalc
import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_url("A2", "https://example.org/source")
    for row, figure in enumerate([3, 4, 5]):
        sheet.write_number(row, 0, figure)
    sheet.write_formula("A4", "=SUM(A1:A3)", None, 12)
book = openpyxl.load_workbook("in.xlsx")
book.save("openpyxl.xlsx")
subprocess.run(["node", "save.js"], check=True)
for name in ["in", "openpyxl", "sheetjs", "exceljs"]:
    cell = openpyxl.load_workbook(f"{name}.xlsx").active["A2"]
    model = ironcalc.load_from_xlsx(f"{name}.xlsx", "en", "UTC", "en")
    model.evaluate()
    print(f"{name}: A2 {cell.value!r}, link {cell.hyperlink.target}, the sum, computed again, {model.get_formatted_cell_value(0, 4, 1)}")
PY
PYTHONUTF8=1 venv/bin/python links.py >seen
cat seen
diff - seen <<'SEEN'
in: A2 4, link https://example.org/source, the sum, computed again, 12
openpyxl: A2 4, link https://example.org/source, the sum, computed again, 12
sheetjs: A2 4, link https://example.org/source, the sum, computed again, 12
exceljs: A2 '4', link https://example.org/source, the sum, computed again, 8
SEEN
