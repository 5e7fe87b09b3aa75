#!/usr/bin/env bash
# exceljs 4.4.0: of a name that two sheets have for themselves, 合计, one is left when it is saved, and a sheet shows the other's total.
#
# A name may be a sheet's own: in a workbook with a sheet for each unit, 合计 is on each sheet that sheet's total, as
# after a sheet was copied. The file says so with the number of the sheet (localSheetId), which exceljs keeps for print
# areas and print titles. One would guess that it does so for names. It forgets whose they are; one of the two stays,
# for the whole workbook, and =合计 on the other sheet is the wrong unit's total once a spreadsheet computes it. A name
# for a number, 率 for 0.05, is lost as well. Nothing is said. openpyxl keeps all three.
#
# Seen with Node 20, exceljs 4.4.0, Python 3.11, openpyxl 3.1.5; file by XlsxWriter 3.2.9:
#   in the file: 率 is 0.05, 合计 of 甲镇 is 甲镇!$A$1, 合计 of 乙镇 is 乙镇!$A$1
#   saved by openpyxl: 率 is 0.05, 合计 of 甲镇 is 甲镇!$A$1, 合计 of 乙镇 is 乙镇!$A$1
#   saved by exceljs: 合计 is '甲镇'!$A$1
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.2.9 openpyxl==3.1.5 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 >/dev/null 2>&1
cat >names.py <<'PY'
import subprocess

import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("in.xlsx") as book:
    for unit, total in [("甲镇", 397), ("乙镇", 5)]:
        sheet = book.add_worksheet(unit)
        sheet.write_number("A1", total)
        sheet.write_formula("B1", "=合计", None, total)
        book.define_name(f"{unit}!合计", f"={unit}!$A$1")
    book.define_name("率", "=0.05")
    sheet.write_formula("C1", "=A1*率", None, 0.25)


def show(name, file):
    book = openpyxl.load_workbook(file)
    names = [f"{key} is {value.attr_text}" for key, value in book.defined_names.items()]
    names += [f"{key} of {sheet.title} is {value.attr_text}" for sheet in book for key, value in sheet.defined_names.items()]
    print(f"{name}: {', '.join(names)}")


show("in the file", "in.xlsx")
book = openpyxl.load_workbook("in.xlsx")
book.save("openpyxl.xlsx")
show("saved by openpyxl", "openpyxl.xlsx")
subprocess.run(["node", "-e", 'const { Workbook } = require("exceljs"); const book = new Workbook(); book.xlsx.readFile("in.xlsx").then(() => book.xlsx.writeFile("exceljs.xlsx"))'], check=True)
show("saved by exceljs", "exceljs.xlsx")
PY
PYTHONUTF8=1 venv/bin/python names.py >seen
cat seen
diff - seen <<'SEEN'
in the file: 率 is 0.05, 合计 of 甲镇 is 甲镇!$A$1, 合计 of 乙镇 is 乙镇!$A$1
saved by openpyxl: 率 is 0.05, 合计 of 甲镇 is 甲镇!$A$1, 合计 of 乙镇 is 乙镇!$A$1
saved by exceljs: 合计 is '甲镇'!$A$1
SEEN
