#!/usr/bin/env bash
# openpyxl 3.1.5 and exceljs 4.4.0: one reads a strict workbook, the other one with another prefix, as a workbook without sheets.
#
# Excel saves a strict workbook (Strict Open XML) on request: the same parts, with other names for the namespaces. Which
# letters stand for a namespace, r:id or d3p1:id, is free in XML, and .NET's writers make up their own. One would guess that
# a reader which does not know a file says so. openpyxl opens the strict one with no sheet in it (and a warning that an
# "invalid specification for 0" was removed), and exceljs the one whose prefix is not r: a program that goes through the
# sheets finds no figure and no fault. pandas, by openpyxl, complains of an empty list of names. Each reads what the other
# does not; SheetJS and calamine read both.
#
# Seen with Python 3.11, openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, Node 20, exceljs 4.4.0, xlsx 0.18.5; file by XlsxWriter 3.2.9:
#   as written, openpyxl: ['表']
#   as written, pandas: ['表']
#   as written, calamine: ['表']
#   strict, openpyxl: []
#   strict, pandas: Sheet name is an empty list
#   strict, calamine: ['表']
#   prefix d3p1, openpyxl: ['表']
#   prefix d3p1, pandas: ['表']
#   prefix d3p1, calamine: ['表']
#   as written, exceljs: ["表"]
#   as written, SheetJS: ["表"]
#   strict, exceljs: ["表"]
#   strict, SheetJS: ["表"]
#   prefix d3p1, exceljs: []
#   prefix d3p1, SheetJS: ["表"]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 XlsxWriter==3.2.9 2>/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1
cat >books.py <<'PY'
import zipfile

import openpyxl
import pandas
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("as written.xlsx") as book:
    book.add_worksheet("表").write_row(0, 0, ["甲镇", 3])


def rewrite(path, *changes):
    with zipfile.ZipFile("as written.xlsx") as source, zipfile.ZipFile(path, "w") as result:
        for name in source.namelist():
            part = source.read(name).decode()
            for old, new in changes:
                part = part.replace(old, new)
            result.writestr(name, part)


rewrite("strict.xlsx",
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"))
rewrite("prefix d3p1.xlsx", ("xmlns:r=", "xmlns:d3p1="), ("r:id=", "d3p1:id="))
for name in ("as written", "strict", "prefix d3p1"):
    print(f"{name}, openpyxl:", openpyxl.load_workbook(f"{name}.xlsx").sheetnames)
    try:
        print(f"{name}, pandas:", list(pandas.read_excel(f"{name}.xlsx", header=None, sheet_name=None)))
    except ValueError as error:
        print(f"{name}, pandas:", error)
    print(f"{name}, calamine:", python_calamine.load_workbook(f"{name}.xlsx").sheet_names)
PY
cat >books.js <<'JS'
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");

(async () => {
	for (const name of ["as written", "strict", "prefix d3p1"]) {
		const book = new ExcelJS.Workbook();
		await book.xlsx.readFile(name + ".xlsx");
		console.log(`${name}, exceljs:`, JSON.stringify(book.worksheets.map((sheet) => sheet.name)));
		console.log(`${name}, SheetJS:`, JSON.stringify(XLSX.readFile(name + ".xlsx").SheetNames));
	}
})();
JS
{
	PYTHONUTF8=1 venv/bin/python books.py
	node books.js
} >seen
cat seen
diff - seen <<'SEEN'
as written, openpyxl: ['表']
as written, pandas: ['表']
as written, calamine: ['表']
strict, openpyxl: []
strict, pandas: Sheet name is an empty list
strict, calamine: ['表']
prefix d3p1, openpyxl: ['表']
prefix d3p1, pandas: ['表']
prefix d3p1, calamine: ['表']
as written, exceljs: ["表"]
as written, SheetJS: ["表"]
strict, exceljs: ["表"]
strict, SheetJS: ["表"]
prefix d3p1, exceljs: []
prefix d3p1, SheetJS: ["表"]
SEEN
