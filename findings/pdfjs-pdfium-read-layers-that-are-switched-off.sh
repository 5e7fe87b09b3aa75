#!/usr/bin/env bash
# PDF.js 6.1.200 and PDFium (pypdfium2 5.15.2): a figure on a layer that is switched off is not shown, and is in the text.
#
# A PDF may have layers (optional content), as drafts and stamps have them, of which some are off when the file is opened.
# Both programs know them: Firefox and Chromium, whose readers they are, do not draw what is off. One would guess that the
# text of the same page leaves it out as well, as pdftotext's and PyMuPDF's does, and that only libraries which draw
# nothing, pypdf and pdfplumber, have it. Both have it: the old figure stands beside the new one in what is searched, copied
# and counted, and the picture of the page shows one. PDF.js tells of the layer, as marked content, on request alone.
#
# Seen with Node 20, pdfjs-dist 6.1.200, Python 3.11, pypdfium2 5.15.2, pypdf 7.1.1, poppler's pdftotext 22.12; page by PyMuPDF 1.26.7:
#   PDFium's picture: 397 not drawn, 351 drawn
#   PDFium's text: received 397 351
#   PyMuPDF: received 351
#   pypdf: received 397 351
#   pdftotext: received 351
#   PDF.js's layers: draft off, final on
#   PDF.js's text: received 397 351
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v pdftotext >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends poppler-utils; } >/dev/null 2>&1
fi
npm install --silent --no-audit --no-fund pdfjs-dist@6.1.200 >/dev/null 2>&1
python3 -m venv venv
venv/bin/pip install -q pymupdf==1.26.7 pypdfium2==5.15.2 pypdf==7.1.1 pillow==12.0.0 2>/dev/null
cat >layers.py <<'PY'
import pymupdf
import pypdf
import pypdfium2

with pymupdf.open() as document:
    page = document.new_page(width=300, height=100)
    draft, final = document.add_ocg("draft", on=False), document.add_ocg("final", on=True)
    page.insert_text((20, 50), "received", fontsize=12)
    page.insert_text((120, 50), "397", fontsize=12, oc=draft)
    page.insert_text((200, 50), "351", fontsize=12, oc=final)
    document.save("layers.pdf")
page = pypdfium2.PdfDocument("layers.pdf")[0]


def drawn(left, right):
    return "drawn" if page.render().to_pil().convert("L").crop((left, 0, right, 100)).getextrema()[0] < 128 else "not drawn"


print(f"PDFium's picture: 397 {drawn(110, 190)}, 351 {drawn(190, 300)}")
print("PDFium's text:", " ".join(page.get_textpage().get_text_range().split()))
print("PyMuPDF:", " ".join(pymupdf.open("layers.pdf")[0].get_text().split()))
print("pypdf:", " ".join(pypdf.PdfReader("layers.pdf").pages[0].extract_text().split()))
PY
cat >layers.mjs <<'JS'
import fs from "fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const document = await getDocument({ data: new Uint8Array(fs.readFileSync("layers.pdf")), verbosity: 0 }).promise;
const shown = [...(await document.getOptionalContentConfig())].map(([, layer]) => `${layer.name} ${layer.visible ? "on" : "off"}`);
console.log("PDF.js's layers:", shown.join(", "));
const { items } = await (await document.getPage(1)).getTextContent();
console.log("PDF.js's text:", items.map((item) => item.str).join(" ").split(/\s+/).join(" "));
JS
{
	venv/bin/python layers.py
	printf 'pdftotext: '
	pdftotext -layout layers.pdf - | tr -d '\f' | xargs
	node layers.mjs 2>/dev/null
} >seen
cat seen
diff - seen <<'SEEN'
PDFium's picture: 397 not drawn, 351 drawn
PDFium's text: received 397 351
PyMuPDF: received 351
pypdf: received 397 351
pdftotext: received 351
PDF.js's layers: draft off, final on
PDF.js's text: received 397 351
SEEN
