#!/usr/bin/env bash
# calamine (python-calamine 0.9.1, polars): of an .ods cell with two lines, 12 and 34, the text is 1234, and so it is of 12 and 34 with a tab.
#
# Within a paragraph of OpenDocument a line end and a tab are elements, text:line-break and text:tab, as several blanks
# are text:s. Gnumeric and ezodf write the lines of a cell so; LibreOffice begins a paragraph for each, and has the tab
# as element. One would guess that a reader which knows text:s and sets a line end between paragraphs, as calamine does,
# knows the two others. They are left out: one figure of four digits, or the last word of one line and the first of the
# next as one. pandas with odfpy has the line end and drops the tab. pyexcel and SheetJS have both.
#
# Seen with Python 3.11, ezodf 0.3.2, lxml 6.1.3, python-calamine 0.9.1, polars 2.1.0, fastexcel 0.21.0, pandas 3.1.1, odfpy 1.4.1, pyexcel-ods 0.6.0:
#   pyexcel: ['12\n34', '12\t34', '12   34']
#   pandas: ['12\n34', 1234, '12   34']
#   calamine: ['1234', '1234', '12   34']
#   polars: ['1234', '1234', '12   34']
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q ezodf==0.3.2 lxml==6.1.3 python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0 pandas==3.1.1 odfpy==1.4.1 pyexcel-ods==0.6.0 2>/dev/null
cat >lines.py <<'PY'
import ezodf
import pandas
import polars
import pyexcel_ods
import python_calamine

book = ezodf.newdoc("ods", "in.ods")
sheet = ezodf.Sheet("S", size=(1, 3))
book.sheets += sheet
for column, text in enumerate(["12\n34", "12\t34", "12   34"]):
    sheet[0, column].set_value(text)
book.save()
print("pyexcel:", pyexcel_ods.get_data("in.ods")["S"][0])
print("pandas:", pandas.read_excel("in.ods", header=None, engine="odf").values.tolist()[0])
print("calamine:", python_calamine.CalamineWorkbook.from_path("in.ods").get_sheet_by_index(0).to_python()[0])
print("polars:", list(polars.read_excel("in.ods", has_header=False).rows()[0]))
PY
PYTHONUTF8=1 venv/bin/python lines.py >seen
cat seen
diff - seen <<'SEEN'
pyexcel: ['12\n34', '12\t34', '12   34']
pandas: ['12\n34', 1234, '12   34']
calamine: ['1234', '1234', '12   34']
polars: ['1234', '1234', '12   34']
SEEN
