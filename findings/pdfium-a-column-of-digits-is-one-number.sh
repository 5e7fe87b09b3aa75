#!/usr/bin/env bash
# PDFium (pypdfium2 5.15.2): the counts 3, 9 and 7, one below the other in a column, are read as the number 397.
#
# PDFium is the PDF reader of Chromium, and the usual one to call from Python where a licence matters. Small counts of one
# digit are most of what a township reports. One would guess that figures on different lines are different lines of text, as
# those of two digits are, and as pdftotext, pypdf, pdfplumber and PyMuPDF have them. Signs of one character that stand
# below one another and are drawn so, as by programs that draw a table column by column, are taken for vertical writing:
# they become one number, however far the lines are apart. Drawn row by row, with the labels between, they are right.
#
# Seen with Python 3.11, pypdfium2 5.15.2, pypdf 7.1.1, pdfplumber 0.11.10; pages by ReportLab 5.1.0:
#   lines 15 points apart: Town A Town B Town C 397
#   lines 40 points apart: Town A Town B Town C 397
#   with one of two digits: Town A Town B Town C 39 12
#   two columns: Town A Town B Town C 397 045
#   row by row: Town A 3 Town B 9 Town C 7
#   pypdf: Town A Town B Town C 3 9 7
#   pdfplumber: Town A 3 Town B 9 Town C 7
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypdfium2==5.15.2 pypdf==7.1.1 pdfplumber==0.11.10 reportlab==5.1.0 2>/dev/null
cat >column.py <<'PY'
import logging

import pdfplumber
import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

logging.disable(logging.CRITICAL)


def page(columns, pitch, by_row=False):
    pieces = [(x, line, text) for x, column in columns for line, text in enumerate(column)]
    if by_row:
        pieces.sort(key=lambda piece: (piece[1], piece[0]))
    canvas = Canvas("page.pdf")
    canvas.setFont("Helvetica", 12)
    for x, line, text in pieces:
        canvas.drawString(x, 700 - line * pitch, text)
    canvas.save()
    return " ".join(pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().split())


labels, counts = (50, ["Town A", "Town B", "Town C"]), (200, ["3", "9", "7"])
print("lines 15 points apart:", page([labels, counts], 15))
print("lines 40 points apart:", page([labels, counts], 40))
print("with one of two digits:", page([labels, (200, ["3", "9", "12"])], 15))
print("two columns:", page([labels, counts, (300, ["0", "4", "5"])], 15))
print("row by row:", page([labels, counts], 15, by_row=True))
page([labels, counts], 15)
print("pypdf:", " ".join(pypdf.PdfReader("page.pdf").pages[0].extract_text().split()))
print("pdfplumber:", " ".join(pdfplumber.open("page.pdf").pages[0].extract_text().split()))
PY
venv/bin/python column.py >seen
cat seen
diff - seen <<'SEEN'
lines 15 points apart: Town A Town B Town C 397
lines 40 points apart: Town A Town B Town C 397
with one of two digits: Town A Town B Town C 39 12
two columns: Town A Town B Town C 397 045
row by row: Town A 3 Town B 9 Town C 7
pypdf: Town A Town B Town C 3 9 7
pdfplumber: Town A 3 Town B 9 Town C 7
SEEN
