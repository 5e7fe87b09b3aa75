#!/usr/bin/env bash
# docx2txt 0.9, docx2python 3.7.1, officeparser 7.8.0, word-extractor 1.0.4: what was moved with changes tracked is read twice.
#
# Where changes are tracked, Word marks a sentence that was moved at its old place (moveFrom) and at its new one (moveTo),
# as it marks what was deleted and inserted. All four leave out what was deleted and have what was inserted. One would guess
# that they treat a move, which is one of each, in the same way. Its old place is kept: each figure of the sentence is there
# twice, and counted twice. python-docx has neither place, so that the sentence is lost. pandoc and mammoth have the new
# one.
#
# Seen with Python 3.11, docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0, pandoc 3.9 (PyPI pypandoc_binary 1.17),
# Node 20, officeparser 7.8.0, word-extractor 1.0.4; 10 was made 12, and 收到397件 was moved to the end:
#   docx2txt: 收到397件。 办结12件。 收到397件。
#   docx2python: 收到397件。 办结12件。 收到397件。
#   python-docx: 办结件。
#   mammoth: 办结12件。 收到397件。
#   pandoc: 办结12件。 收到397件。
#   officeparser: 收到397件。 办结12件。 收到397件。
#   word-extractor: 收到397件。 办结12件。 收到397件。
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 pypandoc_binary==1.17 2>/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 word-extractor@1.0.4 >/dev/null 2>&1
cat >moved.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

by = 'w:author="某人" w:date="2025-01-05T00:00:00Z"'
document = docx.Document()
for change in (
    f'<w:moveFromRangeStart w:id="1" {by} w:name="move1"/><w:moveFrom w:id="2" {by}><w:r><w:t>收到397件。</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id="1"/>',
    f'<w:r><w:t>办结</w:t></w:r><w:del w:id="3" {by}><w:r><w:delText>10</w:delText></w:r></w:del><w:ins w:id="4" {by}><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>件。</w:t></w:r>',
    f'<w:moveToRangeStart w:id="5" {by} w:name="move1"/><w:moveTo w:id="6" {by}><w:r><w:t>收到397件。</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id="5"/>',
):
    document.element.body.insert(-1, parse_xml(f'<w:p {nsdecls("w")}>{change}</w:p>'))
document.save("report.docx")
print("docx2txt:", " ".join(docx2txt.process("report.docx").split()))
print("docx2python:", " ".join(docx2python("report.docx").text.split()))
print("python-docx:", " ".join("".join(paragraph.text + " " for paragraph in docx.Document("report.docx").paragraphs).split()))
with open("report.docx", "rb") as file:
    print("mammoth:", " ".join(mammoth.extract_raw_text(file).value.split()))
print("pandoc:", " ".join(pypandoc.convert_file("report.docx", "plain").split()))
PY
cat >moved.mjs <<'JS'
import { OfficeParser } from "officeparser";
import Extractor from "word-extractor";

console.log("officeparser:", (await OfficeParser.parseOffice("report.docx")).toText().trim().split(/\s+/).join(" "));
console.log("word-extractor:", (await new Extractor().extract("report.docx")).getBody().trim().split(/\s+/).join(" "));
JS
{
	PYTHONUTF8=1 venv/bin/python moved.py
	node moved.mjs
} >seen
cat seen
diff - seen <<'SEEN'
docx2txt: 收到397件。 办结12件。 收到397件。
docx2python: 收到397件。 办结12件。 收到397件。
python-docx: 办结件。
mammoth: 办结12件。 收到397件。
pandoc: 办结12件。 收到397件。
officeparser: 收到397件。 办结12件。 收到397件。
word-extractor: 收到397件。 办结12件。 收到397件。
SEEN
