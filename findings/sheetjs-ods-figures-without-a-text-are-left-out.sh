#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5): of an OpenDocument spreadsheet by ezodf all texts are read, and no figure, share or date.
#
# A cell of an .ods has its value as an attribute, office:value="397", and what is shown as a paragraph below it; the
# paragraph may be missing, and ezodf 0.3.2, a Python library for such files, writes none for numbers. LibreOffice shows
# the figures all the same. One would guess that a reader takes the value, which is what a figure is computed with, or
# the text where there is no value. SheetJS does take the value where it has the text as well, 12 of a cell that shows
# about 10, and has no cell at all where the text is missing. Nothing is said: the labels are there, and the columns
# beside them are blank. pandas, calamine and pyexcel read all.
#
# Seen with Python 3.11, ezodf 0.3.2, lxml 6.1.3, pandas 3.1.1, odfpy 1.4.1, python-calamine 0.9.1, Node 20, xlsx 0.18.5:
#   pandas: 甲镇 397 0.125 2024-12-31 | 乙镇 12
#   calamine: 甲镇 397.0 0.125 2024-12-31 | 乙镇 12.0
#   SheetJS: 甲镇 | 乙镇 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q ezodf==0.3.2 lxml==6.1.3 pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 2>/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null 2>&1
cat >figures.py <<'PY'
import ezodf
import pandas
import python_calamine

book = ezodf.newdoc("ods", "in.ods")
sheet = ezodf.Sheet("S", size=(2, 4))
book.sheets += sheet
for name, *value in [("A1", "甲镇"), ("B1", 397), ("C1", 0.125, "percentage"), ("D1", "2024-12-31", "date"), ("A2", "乙镇"), ("B2", 12)]:
    sheet[name].set_value(*value)
shown = ezodf.Paragraph("about 10")
sheet["B2"].append(shown)
book.save()
for name, rows in [
    ("pandas", pandas.read_excel("in.ods", header=None, engine="odf").values.tolist()),
    ("calamine", python_calamine.CalamineWorkbook.from_path("in.ods").get_sheet_by_index(0).to_python()),
]:
    print(f"{name}:", " | ".join(" ".join(str(value)[:10] for value in row if value not in ("", None) and value == value) for row in rows))
PY
PYTHONUTF8=1 venv/bin/python figures.py >seen
node -e 'const XLSX = require("xlsx"); console.log("SheetJS:", XLSX.utils.sheet_to_json(XLSX.readFile("in.ods").Sheets.S, { header: 1 }).map((row) => row.join(" ")).join(" | "))' >>seen
cat seen
diff - seen <<'SEEN'
pandas: 甲镇 397 0.125 2024-12-31 | 乙镇 12
calamine: 甲镇 397.0 0.125 2024-12-31 | 乙镇 12.0
SheetJS: 甲镇 | 乙镇 12
SEEN
