#!/usr/bin/env bash
# pdfplumber 0.11.10: in a wide table that is turned on an upright page 397 is read as 793, and 12 as 21.
#
# A table too wide for the page is turned to stand along it. Where the whole page is turned with it, all is well; where the
# table alone is, as in a report of upright pages, its characters run up the page. One would guess that a reader that knows
# the direction of each character (upright, matrix) follows it, or prints one character a line. Figures are whole, and
# turned round: lines are read from the top down, words are joined across the direction of reading, and rows are columns.
# There is no message. Turned to the other side (downwards) the figures are right. pypdf, PyMuPDF and PDFium have 397.
#
# Seen with Python 3.11, pdfplumber 0.11.10, pypdf 7.1.1, PyMuPDF 1.26.7, pypdfium2 5.15.2; pages by PyMuPDF:
#   upwards, pdfplumber: 311,1 21 793 A
#   upwards, PyMuPDF: A 397 12 1,113
#   upwards, pypdf: A 397 12 1,113
#   upwards, PDFium: A 397 12 1,113
#   on its head, pdfplumber: 311,1 21 793 A
#   on its head, PyMuPDF: A 397 12 1,113
#   downwards, pdfplumber: A 397 12 1,113
#   downwards, PyMuPDF: A 397 12 1,113
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pdfplumber==0.11.10 pypdf==7.1.1 pymupdf==1.26.7 pypdfium2==5.15.2 2>/dev/null
cat >turned.py <<'PY'
import logging

import pdfplumber
import pymupdf
import pypdf
import pypdfium2

logging.disable(logging.CRITICAL)
for name, turn in (("upwards", 90), ("on its head", 180), ("downwards", 270)):
    document = pymupdf.open()
    page = document.new_page(width=300, height=300)
    for along, text in ((40, "A"), (120, "397"), (200, "12"), (250, "1,113")):
        at = {90: (150, 300 - along), 180: (300 - along, 150), 270: (150, along)}[turn]
        page.insert_text(at, text, fontsize=12, rotate=turn)
    document.save("page.pdf")
    print(f"{name}, pdfplumber:", " ".join(pdfplumber.open("page.pdf").pages[0].extract_text().split()))
    print(f"{name}, PyMuPDF:", " ".join(pymupdf.open("page.pdf")[0].get_text().split()))
    if turn == 90:
        print(f"{name}, pypdf:", " ".join(pypdf.PdfReader("page.pdf").pages[0].extract_text().split()))
        print(f"{name}, PDFium:", " ".join(pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().split()))
PY
venv/bin/python turned.py >seen
cat seen
diff - seen <<'SEEN'
upwards, pdfplumber: 311,1 21 793 A
upwards, PyMuPDF: A 397 12 1,113
upwards, pypdf: A 397 12 1,113
upwards, PDFium: A 397 12 1,113
on its head, pdfplumber: 311,1 21 793 A
on its head, PyMuPDF: A 397 12 1,113
downwards, pdfplumber: A 397 12 1,113
downwards, PyMuPDF: A 397 12 1,113
SEEN
