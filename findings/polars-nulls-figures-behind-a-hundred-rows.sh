#!/usr/bin/env bash
# polars 2.1.0: read_excel makes nothing of the figure 1,113 or 3万 if it stands behind the hundredth row, and true of a 3.
#
# Figures stored as text are the commonest fault of collected tables, and of a long table the last rows are those added by
# hand. The kinds of the columns are guessed from the first hundred rows. One would guess that a value further down which
# does not fit is an error, as it is in polars.read_csv, or widens the column, as another engine of the same function does
# (openpyxl). With the engine that is used unless told, the text is null, and a total is too small by it without a word;
# a number in a column that began with yes and no is true. A number with decimals in a column of whole ones does widen
# the column, and plain digits stored as text are read: the loss shows only in what is written otherwise.
#
# Seen with Python 3.11, polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5, a column of rows with 5 and then one value:
#   "1,113" in row 100: 1,113
#   "1,113" in row 101: None
#   "3万" in row 101: None
#   "397" in row 101: 397
#   12.5 in row 101: 12.5
#   3 behind 100 times TRUE: True
#   "1,113" in row 101, engine openpyxl: 1,113
#   "1,113" in row 101, read_csv: ComputeError
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5 2>/dev/null
cat >last.py <<'PY'
import openpyxl
import polars


def read(first, last, rows=100, **how):
    book = openpyxl.Workbook()
    book.active.append(["单位", "收到"])
    for i in range(rows):
        book.active.append([f"单位{i + 1}", first])
    book.active.append(["甲镇", last])
    book.save("long.xlsx")
    return polars.read_excel("long.xlsx", **how)["收到"][-1]


print('"1,113" in row 100:', read(5, "1,113", 99))
print('"1,113" in row 101:', read(5, "1,113"))
print('"3万" in row 101:', read(5, "3万"))
print('"397" in row 101:', read(5, "397"))
print("12.5 in row 101:", read(5, 12.5))
print("3 behind 100 times TRUE:", read(True, 3))
print('"1,113" in row 101, engine openpyxl:', read(5, "1,113", engine="openpyxl"))
with open("long.csv", "w") as out:
    out.write("收到\n" + "5\n" * 100 + '"1,113"\n')
try:
    print('"1,113" in row 101, read_csv:', polars.read_csv("long.csv")["收到"][-1])
except polars.exceptions.ComputeError:
    print('"1,113" in row 101, read_csv: ComputeError')
PY
PYTHONUTF8=1 venv/bin/python last.py >seen
cat seen
diff - seen <<'SEEN'
"1,113" in row 100: 1,113
"1,113" in row 101: None
"3万" in row 101: None
"397" in row 101: 397
12.5 in row 101: 12.5
3 behind 100 times TRUE: True
"1,113" in row 101, engine openpyxl: 1,113
"1,113" in row 101, read_csv: ComputeError
SEEN
