#!/usr/bin/env bash
# Roo 2.10.0 (Ruby) and pylightxl 1.61: a count that is shown in red, in Chinese numerals or with a unit is a day of January 1900.
#
# A workbook stores a date as a number, and only the format of the cell says that it is one. One would guess that readers
# which look for d, m, y, h and s in the format leave out what stands in quotation marks and square brackets, as openpyxl,
# calamine and R's readxl do. pylightxl takes the d of [Red] for a day, and Roo that of [DBNum1], the format of 十二; both
# take letters of a unit in quotation marks. The counts of one column are numbers and days by their colour, and the day is
# given as a valid date: 12 is 11 January 1900. Nothing is reported. Chinese units, 0"件", are read right by all.
#
# Seen with Ruby 3.1, ruby-roo 2.10.0, Python 3.11, pylightxl 1.61, python-calamine 0.9.1; file by XlsxWriter 3.2.9:
#   12 in the format 0: Roo 12, pylightxl 12, calamine 12
#   12 in the format 0"件": Roo 12, pylightxl 12, calamine 12
#   12 in the format [Red]0: Roo 12, pylightxl 1900/01/11, calamine 12
#   12 in the format 0"件";[Red]-0"件": Roo 12, pylightxl 12, calamine 12
#   12 in the format [DBNum1][$-804]0: Roo 1900-01-11, pylightxl 12, calamine 12
#   12 in the format 0"days": Roo 1900-01-11, pylightxl 1900/01/11 00:00:00, calamine 12
#   12 in the format 0"y": Roo 1900-01-11, pylightxl 1900/01/11, calamine 12
#   12 in the format 0_);[Red]\(0\): Roo 12, pylightxl 12, calamine 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! ruby -e 'require "roo"' 2>/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends ruby-roo; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pylightxl==1.61 python-calamine==0.9.1 XlsxWriter==3.2.9 2>/dev/null
cat >counts.py <<'PY'
import sys

import python_calamine
import pylightxl
import xlsxwriter

formats = ["0", '0"件"', "[Red]0", '0"件";[Red]-0"件"', "[DBNum1][$-804]0", '0"days"', '0"y"', "0_);[Red]\\(0\\)"]
with xlsxwriter.Workbook("counts.xlsx") as book:
    sheet = book.add_worksheet("a")
    for row, shown in enumerate(formats):
        sheet.write_number(row, 0, 12, book.add_format({"num_format": shown}))
roo = open(sys.argv[1]).read().split("\n") if len(sys.argv) > 1 else []
for shown, one, two, three in zip(formats, pylightxl.readxl("counts.xlsx").ws("a").col(1), python_calamine.load_workbook("counts.xlsx").get_sheet_by_index(0).to_python(), roo):
    print(f"12 in the format {shown}: Roo {three}, pylightxl {one}, calamine {two[0]:g}")
PY
cat >counts.rb <<'RB'
require "roo"
sheet = Roo::Spreadsheet.open("counts.xlsx").sheet("a")
(1..sheet.last_row).each { |row| puts sheet.cell(row, 1) }
RB
PYTHONUTF8=1 venv/bin/python counts.py
LANG=C.UTF-8 ruby counts.rb >roo.txt
PYTHONUTF8=1 venv/bin/python counts.py roo.txt >seen
cat seen
diff - seen <<'SEEN'
12 in the format 0: Roo 12, pylightxl 12, calamine 12
12 in the format 0"件": Roo 12, pylightxl 12, calamine 12
12 in the format [Red]0: Roo 12, pylightxl 1900/01/11, calamine 12
12 in the format 0"件";[Red]-0"件": Roo 12, pylightxl 12, calamine 12
12 in the format [DBNum1][$-804]0: Roo 1900-01-11, pylightxl 12, calamine 12
12 in the format 0"days": Roo 1900-01-11, pylightxl 1900/01/11 00:00:00, calamine 12
12 in the format 0"y": Roo 1900-01-11, pylightxl 1900/01/11, calamine 12
12 in the format 0_);[Red]\(0\): Roo 12, pylightxl 12, calamine 12
SEEN
