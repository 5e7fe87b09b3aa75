#!/usr/bin/env bash
# DuckDB 1.5.5 (excel): of a sheet with its title in A1 read_xlsx reads column A alone, and it stops at the first blank row.
#
# Nearly every official workbook has a title above the table, in the first cell, with the others of its row blank. One would
# guess that read_xlsx reads the used range, as pandas and polars do, with the title for a heading and empty headings beside
# it, or complains. It takes as many columns as the first row has cells filled: the names of the units are there and no
# figure is, and cells to the right of the heading are cut off. A blank row, as before a total, ends the table
# (stop_at_empty). A number in a column that began with a date is a day of 1900. Nothing of this is reported; with a range
# and stop_at_empty = false all is read.
#
# Seen with Python 3.11, duckdb 1.5.5, duckdb-extension-excel 1.5.5, openpyxl 3.1.5, pandas 3.1.1:
#   a table: 甲镇 3 1 | 乙镇 4 2
#   with a title: 单位 | 甲镇 | 乙镇
#   with a title, pandas: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2
#   with a title, range: 甲镇 3 1 | 乙镇 4 2
#   a remark to the right: 甲镇 3
#   a blank row before the total: 甲镇 3 1 | 乙镇 4 2
#   a blank row, stop_at_empty = false: 甲镇 3 1 | 乙镇 4 2 | - - - | 合计 7 3
#   12 below a date: 甲镇 2024-12-31 | 乙镇 1900-01-11
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q duckdb==1.5.5 duckdb-extension-excel==1.5.5 openpyxl==3.1.5 pandas==3.1.1 2>/dev/null
cat >sheets.py <<'PY'
import datetime
import glob
import os
import sysconfig

import duckdb
import openpyxl
import pandas

os.environ["HOME"] = os.getcwd()
connection = duckdb.connect(config={"extension_directory": os.getcwd()})
extension = glob.glob(sysconfig.get_path("purelib") + "/duckdb_extension_excel/**/*.duckdb_extension", recursive=True)[0]
connection.execute(f"INSTALL '{extension}'")
connection.execute("LOAD excel")


def read(rows, options=""):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save("sheet.xlsx")
    cells = connection.execute(f"SELECT * FROM read_xlsx('sheet.xlsx'{options})").fetchall()
    return " | ".join(" ".join("-" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row) for row in cells)


table = [["单位", "收到", "办结"], ["甲镇", 3, 1], ["乙镇", 4, 2]]
print("a table:", read(table))
titled = [["2024年度申请情况"], *table]
print("with a title:", read(titled))
print("with a title, pandas:", " | ".join(" ".join(map(str, row)) for row in pandas.read_excel("sheet.xlsx").values))
print("with a title, range:", read(titled, ", range = 'A2:C4', header = true"))
print("a remark to the right:", read([["单位", "收到"], ["甲镇", 3, "含上年结转"]]))
apart = [*table, [], ["合计", 7, 3]]
print("a blank row before the total:", read(apart))
print("a blank row, stop_at_empty = false:", read(apart, ", stop_at_empty = false"))
print("12 below a date:", read([["单位", "期限"], ["甲镇", datetime.date(2024, 12, 31)], ["乙镇", 12]]))
PY
PYTHONUTF8=1 venv/bin/python sheets.py >seen
cat seen
diff - seen <<'SEEN'
a table: 甲镇 3 1 | 乙镇 4 2
with a title: 单位 | 甲镇 | 乙镇
with a title, pandas: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2
with a title, range: 甲镇 3 1 | 乙镇 4 2
a remark to the right: 甲镇 3
a blank row before the total: 甲镇 3 1 | 乙镇 4 2
a blank row, stop_at_empty = false: 甲镇 3 1 | 乙镇 4 2 | - - - | 合计 7 3
12 below a date: 甲镇 2024-12-31 | 乙镇 1900-01-11
SEEN
