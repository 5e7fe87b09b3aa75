#!/usr/bin/env bash
# pypdf 7.1.1 and PDF.js 6.1.200: of a row that is drawn from right to left, 12 and 34, the text is 3412.
#
# The order in which a page draws is not the order in which it is read: programs that align figures to the right, or put
# totals first, draw the last column before the first. One would guess that text comes in the order of drawing, with a blank
# wherever the next piece stands somewhere else, as both set one where the row is drawn from left to right and the gap is
# the same. To the left neither sets any: two figures of neighbouring columns, or a label and its figure, are one word.
# pypdf does so, too, where a table stands on its head or is turned to the right. pdftotext, pdfplumber and PyMuPDF keep
# them apart, and so does pypdf's layout mode for upright text.
#
# Seen with Python 3.11, pypdf 7.1.1, pdfplumber 0.11.10, PyMuPDF 1.26.7, Node 20, pdfjs-dist 6.1.200; pages by PyMuPDF:
#   drawn from the left, pypdf: A 12 34
#   drawn from the left, pypdf, layout: A 12 34
#   drawn from the left, pdfplumber: A 12 34
#   drawn from the left, PyMuPDF: A 12 34
#   drawn from the left, PDF.js: A 12 34
#   drawn from the right, pypdf: 3412A
#   drawn from the right, pypdf, layout: A 12 34
#   drawn from the right, pdfplumber: A 12 34
#   drawn from the right, PyMuPDF: 34 12 A
#   drawn from the right, PDF.js: 3412A
#   turned to the right, pypdf: A1234
#   turned to the right, PyMuPDF: A 12 34
#   turned to the right, PDF.js: A 12 34
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypdf==7.1.1 pdfplumber==0.11.10 pymupdf==1.26.7 2>/dev/null
npm install --silent --no-audit --no-fund pdfjs-dist@6.1.200 >/dev/null 2>&1
cat >pages.py <<'PY'
import pymupdf

columns = ((50, "A"), (120, "12"), (200, "34"))
for name, order, turn in (("left", columns, 0), ("right", columns[::-1], 0), ("turned", columns, 270)):
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=300)
        for at, text in order:
            page.insert_text((at, 100) if not turn else (100, at), text, fontsize=12, rotate=turn)
        document.save(f"{name}.pdf")
PY
cat >words.py <<'PY'
import logging
import sys

import pdfplumber
import pymupdf
import pypdf

logging.disable(logging.CRITICAL)
path = sys.argv[1]
print("pypdf:", " ".join(pypdf.PdfReader(path).pages[0].extract_text().split()))
if "turned" not in path:
    print("pypdf, layout:", " ".join(pypdf.PdfReader(path).pages[0].extract_text(extraction_mode="layout").split()))
    print("pdfplumber:", " ".join(pdfplumber.open(path).pages[0].extract_text().split()))
print("PyMuPDF:", " ".join(pymupdf.open(path)[0].get_text().split()))
PY
cat >words.mjs <<'JS'
import fs from "fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const document = await getDocument({ data: new Uint8Array(fs.readFileSync(process.argv[2])), verbosity: 0 }).promise;
const { items } = await (await document.getPage(1)).getTextContent();
console.log("PDF.js:", items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("").split(/\s+/).join(" ").trim());
JS
venv/bin/python pages.py
{
	for page in left right turned; do
		venv/bin/python words.py $page.pdf | sed "s/^/$page, /"
		node words.mjs $page.pdf 2>/dev/null | sed "s/^/$page, /"
	done
} | sed 's/^left,/drawn from the left,/;s/^right,/drawn from the right,/;s/^turned,/turned to the right,/' >seen
cat seen
diff - seen <<'SEEN'
drawn from the left, pypdf: A 12 34
drawn from the left, pypdf, layout: A 12 34
drawn from the left, pdfplumber: A 12 34
drawn from the left, PyMuPDF: A 12 34
drawn from the left, PDF.js: A 12 34
drawn from the right, pypdf: 3412A
drawn from the right, pypdf, layout: A 12 34
drawn from the right, pdfplumber: A 12 34
drawn from the right, PyMuPDF: 34 12 A
drawn from the right, PDF.js: 3412A
turned to the right, pypdf: A1234
turned to the right, PyMuPDF: A 12 34
turned to the right, PDF.js: A 12 34
SEEN
