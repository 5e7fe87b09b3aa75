#!/usr/bin/env bash
# frictionless 5.21.0: a column of amounts such as 5,000 and 12,000 is taken for points on the earth.
#
# The framework with which open data portals check and publish tables guesses the type of each column. One would guess
# that figures with a comma are numbers, or stay text as long as nothing says what the comma is for; most do stay text.
# But where what stands before the comma is at most 180 and what stands behind it at most 90, as in whole thousands,
# the column is geopoint, and 5,000 is read as [5.0, 0.0], longitude and latitude, from .csv and .xlsx alike. One row in
# ten need not fit: there 1,113 is read as nothing. Periods written 1-2 and 3-5 become years and months. A column that
# lost no figure passes validate.
#
# Seen with Python 3.11, frictionless 5.21.0:
#   5,000 12,000 30,000: geopoint, valid True: [5.0, 0.0] [12.0, 0.0] [30.0, 0.0]
#   the same in .xlsx: geopoint, valid True: [5.0, 0.0] [12.0, 0.0] [30.0, 0.0]
#   5,000 1,113: string, valid True: 5,000 1,113
#   5,000 nine times, then 1,113: geopoint, valid False: the last is None
#   1-2 3-5: yearmonth, valid True: 0001-02 0003-05
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q 'frictionless[excel]==5.21.0' openpyxl==3.1.5 2>/dev/null
cat >columns.py <<'PY'
import openpyxl
from frictionless import Resource, validate


def look(path):
    with Resource(path) as resource:
        kind = resource.schema.get_field("金额").type
        return kind, [row["金额"] for row in resource.row_stream], validate(path).valid


def csv(*figures):
    with open("table.csv", "w", encoding="utf-8") as f:
        f.write("单位,金额\n" + "".join(f'甲{i},"{figure}"\n' for i, figure in enumerate(figures)))
    return look("table.csv")


def book(*figures):
    workbook = openpyxl.Workbook()
    for row in [("单位", "金额"), *((f"甲{i}", figure) for i, figure in enumerate(figures))]:
        workbook.active.append(row)
    workbook.save("table.xlsx")
    return look("table.xlsx")


def written(value):
    return f"{value.year:04}-{value.month:02}" if hasattr(value, "month") else str(value)


def say(name, seen, last=False):
    kind, values, valid = seen
    print(f"{name}: {kind}, valid {valid}: " + (f"the last is {values[-1]}" if last else " ".join(map(written, values))))


say("5,000 12,000 30,000", csv("5,000", "12,000", "30,000"))
say("the same in .xlsx", book("5,000", "12,000", "30,000"))
say("5,000 1,113", csv("5,000", "1,113"))
say("5,000 nine times, then 1,113", csv(*["5,000"] * 9, "1,113"), last=True)
say("1-2 3-5", csv("1-2", "3-5"))
PY
venv/bin/python columns.py >seen
cat seen
diff - seen <<'SEEN'
5,000 12,000 30,000: geopoint, valid True: [5.0, 0.0] [12.0, 0.0] [30.0, 0.0]
the same in .xlsx: geopoint, valid True: [5.0, 0.0] [12.0, 0.0] [30.0, 0.0]
5,000 1,113: string, valid True: 5,000 1,113
5,000 nine times, then 1,113: geopoint, valid False: the last is None
1-2 3-5: yearmonth, valid True: 0001-02 0003-05
SEEN
