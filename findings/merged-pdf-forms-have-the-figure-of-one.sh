#!/usr/bin/env bash
# pypdf 7.1.1, poppler's pdfunite, pdf-lib 1.17.1: of two filled forms in one PDF the figures are 34 alone, 12 alone, or none.
#
# An office sends one form to all, and puts what comes back into one file. Every copy has a field of the same name with a
# figure of its own. One would guess that merging keeps the figures apart, by another name for the second, or says that it
# cannot, since the names are those by which figures are read. Both pages still show their figures; by name pypdf gives that of the last
# file, what pdfunite makes has that of the first, and pdf-lib leaves no form at all. Nothing is an error. qpdf renames the second field.
#
# Seen with Python 3.11, pypdf 7.1.1, reportlab 5.1.0, Node 20, pdf-lib 1.17.1, poppler-utils 22.12, pikepdf 10.18.0 (qpdf);
# the fields of the merged file, read by pypdf:
#   a: count 12
#   b: count 34
#   qpdf: count 12, count+1 34
#   pypdf: count 34
#   pdfunite: count 12
#   pdf-lib: no fields
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v pdfunite >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends poppler-utils; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pypdf==7.1.1 reportlab==5.1.0 pikepdf==10.18.0 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pdf-lib@1.17.1 >/dev/null 2>&1
cat >make.py <<'PY'
import pikepdf
import pypdf
from reportlab.pdfgen.canvas import Canvas

for name, figure in (("a", "12"), ("b", "34")):
    canvas = Canvas(name + ".pdf")
    canvas.drawString(50, 700, name)
    canvas.acroForm.textfield(name="count", value=figure, x=50, y=600, width=80, height=20)
    canvas.save()
merged = pypdf.PdfWriter()
merged.append("a.pdf")
merged.append("b.pdf")
merged.write("pypdf.pdf")
merged = pikepdf.open("a.pdf")
merged.add_pages_from(pikepdf.open("b.pdf"))
merged.save("qpdf.pdf")
PY
cat >make.js <<'JS'
const fs = require('fs')
const { PDFDocument } = require('pdf-lib')

;(async () => {
  const merged = await PDFDocument.create()
  for (const name of ['a.pdf', 'b.pdf']) {
    const [page] = await merged.copyPages(await PDFDocument.load(fs.readFileSync(name)), [0])
    merged.addPage(page)
  }
  fs.writeFileSync('pdf-lib.pdf', await merged.save())
})()
JS
cat >read.py <<'PY'
import pypdf

for name in ("a", "b", "qpdf", "pypdf", "pdfunite", "pdf-lib"):
    fields = pypdf.PdfReader(name + ".pdf").get_fields() or {}
    print(f"{name}: {', '.join(f'{field} {fields[field].value}' for field in fields) or 'no fields'}")
PY
venv/bin/python make.py
node make.js
pdfunite a.pdf b.pdf pdfunite.pdf 2>/dev/null
venv/bin/python read.py >seen
cat seen
diff - seen <<'SEEN'
a: count 12
b: count 34
qpdf: count 12, count+1 34
pypdf: count 34
pdfunite: count 12
pdf-lib: no fields
SEEN
