#!/usr/bin/env bash
# pypdf 7.1.1: extraction_mode="layout" has nothing of a page that was placed on another, as two to a sheet or under a stamp.
#
# Programs that put pages on sheets, add a letterhead or number them place the old page on a new one as a form (an XObject
# of the kind Form). One would guess that the mode for tables, which keeps the columns of a page apart, has the same
# characters as the plain one, which reads forms. It never looks into them: what the last program wrote is there, a page
# number, and the report is not. Text that is turned, the wide tables of a report, is left out as well unless
# layout_mode_strip_rotated is off; for that there is a warning, for the forms none.
#
# Seen with Python 3.11, pypdf 7.1.1, PyMuPDF 1.26.7:
#   as it was, plain: Town A 12 34 Town B 56 78
#   as it was, layout: Town A 12 34 Town B 56 78
#   placed on a sheet, plain: - 1 - Town A 12 34 Town B 56 78
#   placed on a sheet, layout: - 1 -
#   turned, plain: Town A 12 34 - 1 -
#   turned, layout: - 1 -
#   turned, layout, layout_mode_strip_rotated off: 34 12 Town A - 1 -
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypdf==7.1.1 pymupdf==1.26.7 2>/dev/null
cat >placed.py <<'PY'
import logging

import pymupdf
import pypdf

logging.disable(logging.CRITICAL)
report = pymupdf.open()
page = report.new_page(width=300, height=400)
for y, row in ((100, ("Town A", "12", "34")), (120, ("Town B", "56", "78"))):
    for x, text in zip((50, 150, 220), row):
        page.insert_text((x, y), text, fontsize=12)
report.save("as it was.pdf")
sheet = pymupdf.open()
page = sheet.new_page(width=600, height=420)
page.insert_text((280, 410), "- 1 -", fontsize=12)
page.show_pdf_page(pymupdf.Rect(0, 0, 300, 400), report, 0)
sheet.save("placed on a sheet.pdf")
turned = pymupdf.open()
page = turned.new_page(width=300, height=300)
for y, text in ((250, "Town A"), (150, "12"), (80, "34")):
    page.insert_text((100, y), text, fontsize=12, rotate=90)
page.insert_text((140, 280), "- 1 -", fontsize=12)
turned.save("turned.pdf")
for name in ("as it was", "placed on a sheet", "turned"):
    page = pypdf.PdfReader(f"{name}.pdf").pages[0]
    print(f"{name}, plain:", " ".join(page.extract_text().split()))
    print(f"{name}, layout:", " ".join(page.extract_text(extraction_mode="layout").split()))
print("turned, layout, layout_mode_strip_rotated off:", " ".join(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False).split()))
PY
venv/bin/python placed.py >seen
cat seen
diff - seen <<'SEEN'
as it was, plain: Town A 12 34 Town B 56 78
as it was, layout: Town A 12 34 Town B 56 78
placed on a sheet, plain: - 1 - Town A 12 34 Town B 56 78
placed on a sheet, layout: - 1 -
turned, plain: Town A 12 34 - 1 -
turned, layout: - 1 -
turned, layout, layout_mode_strip_rotated off: 34 12 Town A - 1 -
SEEN
