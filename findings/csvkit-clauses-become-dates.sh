#!/usr/bin/env bash
# csvkit 2.2.0: the numbers of clauses, 3-5, become days of the year 2001, and counts of 0 and 1 become yes and no.
#
# csvkit turns workbooks into CSV and CSV into JSON or databases, and is what data desks are taught. It guesses the kind of
# each column and writes the values in that kind. One would guess that figures stay figures, and that what is no number
# stays text. Where a township received no more than one application, every count is True or False. 3-5 is a day of the
# year 2001, and 5m and 12:30 are lengths of time. A percent sign is left off, so that 12.5% is twelve and a half; commas
# may stand anywhere, and 1,1 is eleven. There is no message. With --no-inference these stay as they are.
#
# Seen with Python 3.11, csvkit 2.2.0, agate 1.14.2, agate-excel 0.4.2, openpyxl 3.1.5, by in2csv:
#   count 0 1: False True
#   text 3-5 1-2: 2001-03-05 2001-01-02
#   text 12.5% 5%: 12.5 5
#   text 1,1 2,3: 11 23
#   text 5m 3h: 0:05:00 3:00:00
#   text 12:30 1:15: 0:12:30 0:01:15
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q csvkit==2.2.0 agate==1.14.2 agate-excel==0.4.2 openpyxl==3.1.5 2>/dev/null
cat >kinds.py <<'PY'
import csv
import subprocess

import openpyxl

columns = [[0, 1], ["3-5", "1-2"], ["12.5%", "5%"], ["1,1", "2,3"], ["5m", "3h"], ["12:30", "1:15"]]
book = openpyxl.Workbook()
book.active.append(["单位"] + [f"列{i}" for i in range(len(columns))])
for i, unit in enumerate("甲乙"):
    book.active.append([unit] + [c[i] for c in columns])
book.save("table.xlsx")
rows = list(csv.reader(subprocess.run(["venv/bin/in2csv", "table.xlsx"], capture_output=True, text=True, check=True).stdout.splitlines()))
for i, column in enumerate(columns):
    kind = "text" if isinstance(column[0], str) else "count"
    print(f"{kind} {column[0]} {column[1]}: {rows[1][i + 1]} {rows[2][i + 1]}")
PY
PYTHONUTF8=1 venv/bin/python kinds.py >seen
cat seen
diff - seen <<'SEEN'
count 0 1: False True
text 3-5 1-2: 2001-03-05 2001-01-02
text 12.5% 5%: 12.5 5
text 1,1 2,3: 11 23
text 5m 3h: 0:05:00 3:00:00
text 12:30 1:15: 0:12:30 0:01:15
SEEN
