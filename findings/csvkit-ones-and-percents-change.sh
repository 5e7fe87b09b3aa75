#!/usr/bin/env bash
# csvkit 2.2.0: converting a workbook makes False and True of a column of 0 and 1, and sorting takes percent signs off.
#
# The tools of csvkit guess the type of every column. One would guess that in2csv keeps numbers that the workbook itself
# stores as numbers, and that csvsort changes the order of rows and nothing in them. But a column that has only 0 and 1,
# as most counts of a small unit's report do, comes out as False and True; with a single 2 in it, it stays as it is.
# csvsort writes 12.5% as 12.5, a growth of -35.5% as -35.5, and the periods 1-2 and 3-5 as days of the year 2001.
# Nothing is reported, and a sum or a share of what was written is another. --no-inference keeps the cells.
#
# Seen with Python 3.11, csvkit 2.2.0, openpyxl 3.1.5:
#   in2csv of the numbers 0 1, 1 1, 2 1: 0,True 1,True 2,True
#   the same with --no-inference: 0,1 1,1 2,1
#   csvsort of 乙,12.5% 甲,-35.5%: 乙,12.5 甲,-35.5
#   csvsort of 乙,1-2 甲,3-5: 乙,2001-01-02 甲,2001-03-05
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q csvkit==2.2.0 openpyxl==3.1.5 2>/dev/null
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["收到", "办结"], [0, 1], [1, 1], [2, 1]):
    book.active.append(row)
book.save("counts.xlsx")
PY
printf '单位,率\n乙,12.5%%\n甲,-35.5%%\n' >rates.csv
printf '单位,期\n乙,1-2\n甲,3-5\n' >periods.csv
{
	echo "in2csv of the numbers 0 1, 1 1, 2 1:" $(venv/bin/in2csv counts.xlsx | tail -n +2)
	echo "the same with --no-inference:" $(venv/bin/in2csv --no-inference counts.xlsx | tail -n +2)
	echo "csvsort of 乙,12.5% 甲,-35.5%:" $(venv/bin/csvsort -c 单位 rates.csv | tail -n +2)
	echo "csvsort of 乙,1-2 甲,3-5:" $(venv/bin/csvsort -c 单位 periods.csv | tail -n +2)
} >seen
cat seen
diff - seen <<'SEEN'
in2csv of the numbers 0 1, 1 1, 2 1: 0,True 1,True 2,True
the same with --no-inference: 0,1 1,1 2,1
csvsort of 乙,12.5% 甲,-35.5%: 乙,12.5 甲,-35.5
csvsort of 乙,1-2 甲,3-5: 乙,2001-01-02 甲,2001-03-05
SEEN
