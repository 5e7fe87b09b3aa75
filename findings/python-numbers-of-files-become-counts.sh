#!/usr/bin/env bash
# petl 1.7.30, agate 1.14.2, XlsxWriter 3.3.1 and pyexcel 0.7.6 (Python): the number of a file, 2024_001, is read or written as the number 2024001.
#
# Numbers of files and of rows are often written with a low line, year_number. What turns the texts of a table into numbers
# where they are numbers, agate (and csvkit) on its own, petl by convertnumbers, XlsxWriter by strings_to_numbers, tries
# Python's int, float or Decimal and keeps the text if they fail. One would guess that they fail at a low line, as pandas
# does. Since Python 3.6 it may stand between two digits, as in a program: the text is a count of two million, 12_5 is
# 125, and it can be added up. pyexcel keeps the first as it is and makes 125 of 12_5. Nothing is
# said.
#
# Seen with Python 3.11, petl 1.7.30, agate 1.14.2, XlsxWriter 3.3.1, openpyxl 3.1.5, pyexcel 0.7.6, pyexcel-io 0.6.8, pandas 3.1.1:
#   pandas: '2024_001', '12_5'
#   petl: 2024001, 125
#   agate: 2024001, 125
#   XlsxWriter: 2024001, 125
#   pyexcel: '2024_001', 125.0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q petl==1.7.30 agate==1.14.2 XlsxWriter==3.3.1 openpyxl==3.1.5 pyexcel==0.7.6 pyexcel-io==0.6.8 pandas==3.1.1 2>/dev/null
cat >kinds.py <<'PY'
import agate
import openpyxl
import pandas
import petl
import pyexcel
import xlsxwriter

with open("files.csv", "w", encoding="utf-8") as f:
    f.write("文号,序号\n2024_001,12_5\n2024_002,12_6\n")
with xlsxwriter.Workbook("files.xlsx", {"strings_to_numbers": True}) as book:
    book.add_worksheet().write_row(0, 0, ["2024_001", "12_5"])


def say(reader, row):
    print(f"{reader}: " + ", ".join(repr(value) if isinstance(value, str) else str(value) for value in row))


say("pandas", pandas.read_csv("files.csv").values.tolist()[0])
say("petl", petl.data(petl.convertnumbers(petl.fromcsv("files.csv", encoding="utf-8")))[0])
say("agate", agate.Table.from_csv("files.csv").rows[0].values())
say("XlsxWriter", [cell.value for cell in openpyxl.load_workbook("files.xlsx").active[1]])
say("pyexcel", pyexcel.get_array(file_name="files.csv")[1])
PY
PYTHONUTF8=1 venv/bin/python kinds.py >seen
cat seen
diff - seen <<'SEEN'
pandas: '2024_001', '12_5'
petl: 2024001, 125
agate: 2024001, 125
XlsxWriter: 2024001, 125
pyexcel: '2024_001', 125.0
SEEN
