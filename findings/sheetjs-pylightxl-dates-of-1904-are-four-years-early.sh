#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5) and pylightxl 1.61: of a workbook that counts days from 1904 a date of 2024 is one of 2020.
#
# Workbooks that began on a Mac count days from 1 January 1904, and say so (date1904). One would guess that a reader which
# gives dates takes that in. SheetJS does, in the text of a cell (w, and what its CSV holds), and not in the date beside it
# that cellDates asks for: the same cell says 2024-12-31 and is a Date of 30 December 2020. pylightxl knows no such
# workbooks. Both dates are of the right kind and four years and a day early. openpyxl, exceljs, calamine and Roo are right.
#
# Seen with Node 20, xlsx 0.18.5, exceljs 4.4.0, Python 3.11, pylightxl 1.61, openpyxl 3.1.5; file by XlsxWriter 3.2.9:
#   openpyxl: 2024-12-31
#   pylightxl: 2020/12/30
#   SheetJS, w: 2024-12-31
#   SheetJS, v: 2020-12-30
#   SheetJS, sheet_to_csv: 2024-12-31
#   SheetJS, sheet_to_json: 2020-12-30
#   exceljs: 2024-12-31
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 pylightxl==1.61 openpyxl==3.1.5 2>/dev/null
cat >dates.py <<'PY'
import datetime

import openpyxl
import pylightxl
import xlsxwriter

with xlsxwriter.Workbook("mac.xlsx", {"date_1904": True}) as book:
    book.add_worksheet("a").write_datetime(0, 0, datetime.datetime(2024, 12, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
print("openpyxl:", openpyxl.load_workbook("mac.xlsx").active["A1"].value.date())
print("pylightxl:", pylightxl.readxl("mac.xlsx").ws("a").address("A1"))
PY
cat >dates.js <<'JS'
const XLSX = require("xlsx");
const ExcelJS = require("exceljs");

const sheet = XLSX.readFile("mac.xlsx", { cellDates: true }).Sheets.a;
console.log("SheetJS, w:", sheet.A1.w);
console.log("SheetJS, v:", sheet.A1.v.toISOString().slice(0, 10));
console.log("SheetJS, sheet_to_csv:", XLSX.utils.sheet_to_csv(sheet).trim());
console.log("SheetJS, sheet_to_json:", XLSX.utils.sheet_to_json(sheet, { header: 1 })[0][0].toISOString().slice(0, 10));
const book = new ExcelJS.Workbook();
book.xlsx.readFile("mac.xlsx").then(() => console.log("exceljs:", book.worksheets[0].getCell("A1").value.toISOString().slice(0, 10)));
JS
{
	venv/bin/python dates.py
	TZ=UTC node dates.js
} >seen
cat seen
diff - seen <<'SEEN'
openpyxl: 2024-12-31
pylightxl: 2020/12/30
SheetJS, w: 2024-12-31
SheetJS, v: 2020-12-30
SheetJS, sheet_to_csv: 2024-12-31
SheetJS, sheet_to_json: 2020-12-30
exceljs: 2024-12-31
SEEN
