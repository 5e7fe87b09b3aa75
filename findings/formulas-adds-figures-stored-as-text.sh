#!/usr/bin/env bash
# formulas 1.3.4 (Python): a figure stored as text counts in a sum, and VALUE makes a date of 1,113.
#
# The library of the European Commission's research centre computes workbooks without a spreadsheet, to check totals or
# fill in results. Figures stored as text are the commonest fault of collected tables, and SUM, COUNT and SUMPRODUCT over
# cells leave them out in Excel and LibreOffice. One would guess that a library made to give Excel's results does so too.
# It adds them: the total is the one that the spreadsheet does not show, and a check by recomputing finds other faults
# than there are, or none. MAX and AVERAGE, which leave the same cell out in Excel, are errors. The text 1,113 is 0 in a
# sum, and its VALUE 41275, which is the day 1 January 2013.
#
# Seen with Python 3.11, formulas 1.3.4, A1 the text 397, B1 the number 3, C1 the text 1,113; right is what Excel and
# LibreOffice give:
#   =SUM(A1:B1): 400, right is 3
#   =COUNT(A1:B1): 2, right is 1
#   =SUMPRODUCT(A1:B1): 400, right is 3
#   =MAX(A1:B1): #VALUE!, right is 3
#   =AVERAGE(A1:B1): #VALUE!, right is 3
#   =VALUE(C1): 41275, right is 1113
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q 'formulas[excel]==1.3.4' openpyxl==3.1.5 2>/dev/null
cat >sums.py <<'PY'
import formulas
import openpyxl

right = {"=SUM(A1:B1)": 3, "=COUNT(A1:B1)": 1, "=SUMPRODUCT(A1:B1)": 3, "=MAX(A1:B1)": 3, "=AVERAGE(A1:B1)": 3, "=VALUE(C1)": 1113}
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "S"
sheet.append(["397", 3, "1,113"])
for i, formula in enumerate(right):
    sheet.cell(2 + i, 1, formula)
book.save("sums.xlsx")
results = formulas.ExcelModel().loads("sums.xlsx").finish().calculate()
for i, (formula, result) in enumerate(right.items()):
    got = results[f"'[sums.xlsx]S'!A{2 + i}"].value[0, 0]
    print(f"{formula}: {got if str(got).startswith('#') else int(got)}, right is {result}")
PY
venv/bin/python sums.py 2>/dev/null >seen
cat seen
diff - seen <<'SEEN'
=SUM(A1:B1): 400, right is 3
=COUNT(A1:B1): 2, right is 1
=SUMPRODUCT(A1:B1): 400, right is 3
=MAX(A1:B1): #VALUE!, right is 3
=AVERAGE(A1:B1): #VALUE!, right is 3
=VALUE(C1): 41275, right is 1113
SEEN
