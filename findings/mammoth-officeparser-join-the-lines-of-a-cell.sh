#!/usr/bin/env bash
# mammoth (npm and PyPI 1.13.0) and officeparser 7.8.0: of a cell with two lines, 12 and 34, the text of the document has 1234.
#
# A line end within a paragraph (Shift+Enter, w:br) is how two figures get into one cell of a Word table. mammoth knows it:
# its HTML has <br />. One would guess that its plain text, extractRawText, has a line end, or at least a blank, where the
# HTML has a break. It has nothing: a number of four digits, in a file whose paragraphs are two lines apart. officeparser
# leaves out the tab as well, with which figures are set in columns. docx2txt, python-docx, pandoc and docx2python keep the
# two apart.
#
# Seen with Node 20, mammoth 1.13.0, officeparser 7.8.0, Python 3.11, mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9:
#   python-docx: ['12\n34', '56\t78']
#   docx2txt: ['12\n34', '56\t78']
#   mammoth, HTML: <table><tr><td><p>12<br />34</p></td></tr></table><p>56	78</p>
#   mammoth, PyPI, raw text: ['1234', '56\t78']
#   mammoth, npm, raw text: ["1234","56\t78"]
#   officeparser: ["1234","5678"]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 2>/dev/null
npm install --silent --no-audit --no-fund mammoth@1.13.0 officeparser@7.8.0 >/dev/null 2>&1
cat >lines.py <<'PY'
import docx
import docx2txt
import mammoth

document = docx.Document()
document.add_table(1, 1).cell(0, 0).text = "12\n34"
document.add_paragraph("56\t78")
document.save("report.docx")
report = docx.Document("report.docx")
print("python-docx:", [report.tables[0].cell(0, 0).text, report.paragraphs[0].text])
print("docx2txt:", [text for text in docx2txt.process("report.docx").split("\n\n") if text.strip()])
with open("report.docx", "rb") as file:
    print("mammoth, HTML:", mammoth.convert_to_html(file).value)
    print("mammoth, PyPI, raw text:", mammoth.extract_raw_text(file).value.split("\n\n")[:2])
PY
cat >lines.mjs <<'JS'
import mammoth from "mammoth";
import { OfficeParser } from "officeparser";

const { value } = await mammoth.extractRawText({ path: "report.docx" });
console.log("mammoth, npm, raw text:", JSON.stringify(value.trim().split(/\n\n+/)));
const parsed = await OfficeParser.parseOffice("report.docx");
console.log("officeparser:", JSON.stringify(parsed.toText().trim().split("\n")));
JS
{
	venv/bin/python lines.py
	node lines.mjs
} >seen
cat seen
diff - seen <<'SEEN'
python-docx: ['12\n34', '56\t78']
docx2txt: ['12\n34', '56\t78']
mammoth, HTML: <table><tr><td><p>12<br />34</p></td></tr></table><p>56	78</p>
mammoth, PyPI, raw text: ['1234', '56\t78']
mammoth, npm, raw text: ["1234","56\t78"]
officeparser: ["1234","5678"]
SEEN
