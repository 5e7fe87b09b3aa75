#!/usr/bin/env bash
# pandoc 3.9 and six others: 较上年增加46件, whose middle Word computed by a field that asks another one, is read as 较上年46增加46件.
#
# A field may ask another: { IF { =397-351 } > 0 "增加46" "减少46" } is how a form letter or a report chooses its words,
# and the file keeps the result of each field behind its question. Word shows that of the outer one alone, since the
# inner one is a part of the question. One would guess that readers which leave questions out, as all of these do, leave
# out what stands within them. Each looks no further than one field: the figure of the question is printed before the
# answer, as one figure if the answer begins with one. Nothing is said. LibreOffice has the answer alone.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, Node 20, officeparser 7.8.0, word-extractor 1.0.4:
#   pandoc: 较上年46增加46件
#   mammoth: 较上年46增加46件
#   python-docx: 较上年46增加46件
#   docx2txt: 较上年46增加46件
#   docx2python: 较上年46增加46件
#   officeparser: 较上年46增加46件
#   word-extractor: 较上年46增加46件
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 2>/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 word-extractor@1.0.4 >/dev/null 2>&1
cat >fields.js <<'JS'
const office = require('officeparser')
const Word = require('word-extractor')
;(async () => {
  const text = await office.parseOffice('in.docx')
  console.log('officeparser:', text.toText().trim())
  console.log('word-extractor:', (await new Word().extract('in.docx')).getBody().trim())
})()
JS
cat >fields.py <<'PY'
import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

document = docx.Document()
paragraph = document.add_paragraph("较上年")


def mark(kind):
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(part)


def question(text):
    part = OxmlElement("w:instrText")
    part.set(qn("xml:space"), "preserve")
    part.text = text
    paragraph.add_run()._r.append(part)


mark("begin")
question(" IF ")
mark("begin")
question(" =397-351 ")
mark("separate")
paragraph.add_run("46")
mark("end")
question(' > 0 "增加46" "减少46" ')
mark("separate")
paragraph.add_run("增加46")
mark("end")
paragraph.add_run("件")
document.save("in.docx")

print("pandoc:", pypandoc.convert_file("in.docx", "plain").strip())
with open("in.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
print("python-docx:", docx.Document("in.docx").paragraphs[0].text)
print("docx2txt:", docx2txt.process("in.docx").strip())
print("docx2python:", docx2python.docx2python("in.docx").text.strip())
PY
{
	PYTHONUTF8=1 venv/bin/python fields.py
	node fields.js
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: 较上年46增加46件
mammoth: 较上年46增加46件
python-docx: 较上年46增加46件
docx2txt: 较上年46增加46件
docx2python: 较上年46增加46件
officeparser: 较上年46增加46件
word-extractor: 较上年46增加46件
SEEN
