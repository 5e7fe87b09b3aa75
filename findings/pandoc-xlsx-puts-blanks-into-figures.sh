#!/usr/bin/env bash
# pandoc 3.9: of a workbook, the text 12345 with a red 3 is read as three figures, and amounts as powers of ten.
#
# pandoc has a reader of .xlsx, by which tables get into reports, web pages and language models. One would guess that it
# shows cells as the spreadsheet does, or else as they are stored. It does neither: the pieces of a text in more than one
# font are joined by blanks, so that 12345 becomes 12 3 45; every whole number has .0 behind it; from ten million on and
# below a tenth numbers are powers of ten; a percentage is its fraction and a date its day number; and a hidden sheet
# follows as if it were not hidden.
#
# Seen with pandoc 3.9 (PyPI pypandoc_binary 1.17), XlsxWriter 3.2.9:
#   text 12345, its 3 red: 12 3 45
#   397: 397.0
#   12345678.9: 1.23456789e7
#   0.05: 5.0e-2
#   0.125 as 12.5%: 0.125
#   45658 as 2025年1月1日: 45658.0
#   on a hidden sheet 66: 66.0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 XlsxWriter==3.2.9 2>/dev/null
cat >cells.py <<'PY'
import re

import pypandoc
import xlsxwriter

names = ["text 12345, its 3 red", "397", "12345678.9", "0.05", "0.125 as 12.5%", "45658 as 2025年1月1日", "on a hidden sheet 66"]
with xlsxwriter.Workbook("cells.xlsx") as book:
    sheet = book.add_worksheet("表")
    sheet.write_rich_string("A1", "12", book.add_format({"font_color": "red"}), "3", "45")
    sheet.write("A2", 397)
    sheet.write("A3", 12345678.9)
    sheet.write("A4", 0.05)
    sheet.write("A5", 0.125, book.add_format({"num_format": "0.0%"}))
    sheet.write("A6", 45658, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    hidden = book.add_worksheet("隐")
    hidden.hide()
    hidden.write("A1", 66)
for name, cell in zip(names, re.findall("<t[hd]>(.*?)</t[hd]>", pypandoc.convert_file("cells.xlsx", "html")), strict=True):
    print(f"{name}: {cell}")
PY
venv/bin/python cells.py >seen
cat seen
diff - seen <<'SEEN'
text 12345, its 3 red: 12 3 45
397: 397.0
12345678.9: 1.23456789e7
0.05: 5.0e-2
0.125 as 12.5%: 0.125
45658 as 2025年1月1日: 45658.0
on a hidden sheet 66: 66.0
SEEN
