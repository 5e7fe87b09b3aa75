#!/usr/bin/env bash
# pandoc 3.9, mammoth 1.13.0 and four others: what was chosen from the list of a Word form, 已公开, is no text at all.
#
# In a form with the older controls of Word, the developer's legacy forms, a text that was filled in stands in the
# document, and of a list only the number of the entry that was chosen, beside the entries (ddList): Word looks the
# entry up and shows it. One would guess that a reader which has what was typed into the field before has what was
# chosen in the next, or prints some sign in its place. Six of seven have nothing there, so that 公开情况：已公开 and
# 公开情况：未公开 are the same text, and none says so. docx2python has the entry; LibreOffice 7.4, asked for text, has
# none either. Where nothing was chosen, the first entry holds.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, Node 20, officeparser 7.8.0, word-extractor 1.0.4:
#   pandoc: 件数：12，公开情况：。
#   mammoth: 件数：12，公开情况：。
#   python-docx: 件数：12，公开情况：。
#   docx2txt: 件数：12，公开情况：。
#   docx2python: 件数：12，公开情况：已公开。
#   officeparser: 件数：12，公开情况：。
#   word-extractor: 件数：12，公开情况：。
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 2>/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 word-extractor@1.0.4 >/dev/null 2>&1
cat >choice.js <<'JS'
const office = require('officeparser')
const Word = require('word-extractor')
;(async () => {
  const text = await office.parseOffice('in.docx')
  console.log('officeparser:', text.toText().trim())
  console.log('word-extractor:', (await new Word().extract('in.docx')).getBody().trim())
})()
JS
cat >choice.py <<'PY'
import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()


def run(paragraph, inner):
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))


def field(paragraph, question, control, result):
    run(paragraph, f'<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/><w:enabled/>{control}</w:ffData></w:fldChar>')
    run(paragraph, f'<w:instrText xml:space="preserve"> {question} </w:instrText>')
    if result:
        run(paragraph, '<w:fldChar w:fldCharType="separate"/>')
        run(paragraph, f"<w:t>{result}</w:t>")
    run(paragraph, '<w:fldChar w:fldCharType="end"/>')


paragraph = document.add_paragraph("件数：")
field(paragraph, "FORMTEXT", "<w:textInput/>", "12")
run(paragraph, "<w:t>，公开情况：</w:t>")
field(paragraph, "FORMDROPDOWN", '<w:ddList><w:result w:val="1"/><w:listEntry w:val="未公开"/><w:listEntry w:val="已公开"/></w:ddList>', "")
run(paragraph, "<w:t>。</w:t>")
document.save("in.docx")

print("pandoc:", pypandoc.convert_file("in.docx", "plain").strip())
with open("in.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
print("python-docx:", docx.Document("in.docx").paragraphs[0].text)
print("docx2txt:", docx2txt.process("in.docx").strip())
print("docx2python:", docx2python.docx2python("in.docx").text.strip())
PY
{
	PYTHONUTF8=1 venv/bin/python choice.py
	node choice.js
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: 件数：12，公开情况：。
mammoth: 件数：12，公开情况：。
python-docx: 件数：12，公开情况：。
docx2txt: 件数：12，公开情况：。
docx2python: 件数：12，公开情况：已公开。
officeparser: 件数：12，公开情况：。
word-extractor: 件数：12，公开情况：。
SEEN
