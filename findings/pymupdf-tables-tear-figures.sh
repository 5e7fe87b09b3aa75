#!/usr/bin/env bash
# PyMuPDF 2.0: find_tables takes the point, the comma and the minus out of a figure and puts them behind it.
#
# A ruled table is drawn with PyMuPDF itself, in Helvetica, one figure a cell. get_text gives every figure as it is;
# extract of the same page's table gives 12.50 as 1250 and a point on a line of its own, and -3.5 as 35. Whoever takes
# the first line, or keeps the digits, has another figure. PyMuPDF 1.26.7 gives them whole.
#
# Seen with Python 3.11:
#   PyMuPDF 2.0: ['96171.6', '1,113', '12.50', '-3.5'] -> ['961716\n.', '1113\n,', '1250\n.', '35\n- .']
#   PyMuPDF 1.26.7: ['96171.6', '1,113', '12.50', '-3.5'] -> ['96171.6', '1,113', '12.50', '-3.5']
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >table.py <<'PY'
import contextlib
import io
import sys

import pymupdf

figures = ["96171.6", "1,113", "12.50", "-3.5"]
document = pymupdf.open()
page = document.new_page()
for x in (100, 150, 200):
    page.draw_line((x, 100), (x, 100 + 20 * len(figures)))
for i in range(len(figures) + 1):
    page.draw_line((100, 100 + 20 * i), (200, 100 + 20 * i))
for i, figure in enumerate(figures):
    page.insert_text((105, 114 + 20 * i), f"r{i}", fontsize=8)
    page.insert_text((155, 114 + 20 * i), figure, fontsize=8)
page = pymupdf.open(stream=document.tobytes())[0]
with contextlib.redirect_stdout(io.StringIO()):
    rows = page.find_tables()[0].extract()
print(f"PyMuPDF {sys.argv[1]}: {page.get_text().split()[1::2]} -> {[row[-1] for row in rows]}")
PY
for version in 2.0 1.26.7; do
	python3 -m venv "$version"
	"$version/bin/pip" install -q "pymupdf==$version" 2>/dev/null
	"$version/bin/python" table.py "$version"
done >seen
cat seen
diff - seen <<'SEEN'
PyMuPDF 2.0: ['96171.6', '1,113', '12.50', '-3.5'] -> ['961716\n.', '1113\n,', '1250\n.', '35\n- .']
PyMuPDF 1.26.7: ['96171.6', '1,113', '12.50', '-3.5'] -> ['96171.6', '1,113', '12.50', '-3.5']
SEEN
