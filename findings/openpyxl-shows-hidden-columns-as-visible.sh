#!/usr/bin/env bash
# openpyxl 3.1.5: of three hidden columns side by side two are reported as visible, and to ask changes what is saved.
#
# A workbook writes neighbouring columns of one kind as one range, and openpyxl keeps a range under its first letter. One
# would guess that column_dimensions["C"].hidden tells whether C is hidden, as row_dimensions does for rows and as SheetJS
# does for columns. For every column of a range but the first it is False, with the default width of 13. A program that
# leaves hidden figures out, or warns of them, sees one column of three. To ask also adds an entry for the letter: what
# is saved has one range for B to D and others for C and D, which overlap, and SheetJS now shows two of the hidden columns.
#
# Seen with Python 3.11, openpyxl 3.1.5, XlsxWriter 3.2.9, Node 20, xlsx 0.18.5:
#   hidden in the file by SheetJS: B C D
#   hidden by openpyxl: B
#   ranges saved without having asked: 2-4 hidden
#   ranges saved after having asked: 1-1 2-4 hidden 3-3 4-4 5-5
#   hidden in what was saved then, by SheetJS: B
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 XlsxWriter==3.2.9 2>/dev/null
cat >hidden.js <<'JS'
const XLSX = require('xlsx')
const columns = XLSX.readFile(process.argv[2], { cellStyles: true }).Sheets.S['!cols']
console.log([...'ABCDE'].filter((_, i) => columns[i]?.hidden).join(' '))
JS
cat >columns.py <<'PY'
import re
import subprocess
import zipfile

import openpyxl
import xlsxwriter


def by_sheetjs(path):
    return subprocess.run(["node", "hidden.js", path], check=True, capture_output=True, text=True).stdout.strip()


def ranges(path):
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    columns = [dict(re.findall(r'(\w+)="(.*?)"', column)) for column in re.findall("<col .*?>", sheet)]
    return " ".join(f"{c['min']}-{c['max']}" + (" hidden" if "hidden" in c else "") for c in columns)


with xlsxwriter.Workbook("columns.xlsx") as book:
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["合计", 1, 2, 3, 4])
    sheet.set_column("B:D", None, None, {"hidden": True})
print("hidden in the file by SheetJS:", by_sheetjs("columns.xlsx"))
read = openpyxl.load_workbook("columns.xlsx")
read.save("not-asked.xlsx")
print("hidden by openpyxl:", " ".join(letter for letter in "ABCDE" if read["S"].column_dimensions[letter].hidden))
read.save("asked.xlsx")
print("ranges saved without having asked:", ranges("not-asked.xlsx"))
print("ranges saved after having asked:", ranges("asked.xlsx"))
print("hidden in what was saved then, by SheetJS:", by_sheetjs("asked.xlsx"))
PY
venv/bin/python columns.py >seen
cat seen
diff - seen <<'SEEN'
hidden in the file by SheetJS: B C D
hidden by openpyxl: B
ranges saved without having asked: 2-4 hidden
ranges saved after having asked: 1-1 2-4 hidden 3-3 4-4 5-5
hidden in what was saved then, by SheetJS: B
SEEN
