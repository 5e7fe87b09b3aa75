#!/usr/bin/env bash
# pandoc 3.9: the table of an OpenDocument text has merged cells without the cells they cover.
#
# OpenDocument asks for a covered-table-cell at each place that a merged cell covers, so that every row has as many cells
# as the table has columns. pandoc writes the span and leaves the covered cells out. A program that counts the cells of
# a row, as the format allows, has the figures below a merged cell one column too far to the left. pandoc reads its own
# file right, since it counts the spans.
#
# Seen with pandoc 3.9 (PyPI pypandoc_binary 1.17):
#   columns 3; cells of the rows [3, 3, 2, 2]; covered cells 0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 2>/dev/null
cat >table.py <<'PY'
import re
import zipfile

import pypandoc

pypandoc.convert_text(
    "<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td rowspan='2'>d</td><td>e</td><td>1</td></tr>"
    "<tr><td>f</td><td>2</td></tr><tr><td colspan='2'>sum</td><td>3</td></tr></table>",
    "odt", format="html", outputfile="table.odt")
content = zipfile.ZipFile("table.odt").read("content.xml").decode()
rows = re.findall("(?s)<table:table-row>(.*?)</table:table-row>", content)
cells = [len(re.findall("<table:(?:covered-)?table-cell\\b", row)) for row in rows]
columns = len(re.findall("<table:table-column\\b", content))
print(f"columns {columns}; cells of the rows {cells}; covered cells {content.count('covered-table-cell')}")
PY
venv/bin/python table.py >seen
cat seen
diff - seen <<'SEEN'
columns 3; cells of the rows [3, 3, 2, 2]; covered cells 0
SEEN
