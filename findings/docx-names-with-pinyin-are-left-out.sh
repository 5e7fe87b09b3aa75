#!/usr/bin/env bash
# pandoc 3.9, mammoth 1.13.0 and python-docx 1.2.0: of 盱眙县 with the pinyin above two of its characters only 县 is left.
#
# Word's phonetic guide (拼音指南) sets the pinyin above a character, as is done for the rare ones of names and places. The
# file keeps both in one element (ruby): the guide (rt) and what it stands above (rubyBase). One would guess that a reader
# which does not know the element shows the characters, with the pinyin at worst. These three leave out both, so that a
# name is another name, or a place among counties. pandoc and python-docx say nothing; mammoth has a message about an
# unrecognised element. docx2txt and docx2python put the pinyin before each character; LibreOffice has the name.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1:
#   pandoc: 县人民政府
#   mammoth: 县人民政府
#   python-docx: 县人民政府
#   docx2txt: xū盱yí眙县人民政府
#   docx2python: xū盱yí眙县人民政府
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 2>/dev/null
cat >name.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = docx.Document()
paragraph = document.add_paragraph()
for character, sound in (("盱", "xū"), ("眙", "yí")):
    properties = '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:ruby>{properties}<w:rt><w:r><w:t>{sound}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{character}</w:t></w:r></w:rubyBase></w:ruby></w:r>'))
paragraph.add_run("县人民政府")
document.save("name.docx")
print("pandoc:", pypandoc.convert_file("name.docx", "plain").strip())
with open("name.docx", "rb") as f:
    print("mammoth:", mammoth.extract_raw_text(f).value.strip())
print("python-docx:", docx.Document("name.docx").paragraphs[0].text)
print("docx2txt:", docx2txt.process("name.docx").strip())
print("docx2python:", docx2python("name.docx").text.strip())
PY
PYTHONUTF8=1 venv/bin/python name.py >seen
cat seen
diff - seen <<'SEEN'
pandoc: 县人民政府
mammoth: 县人民政府
python-docx: 县人民政府
docx2txt: xū盱yí眙县人民政府
docx2python: xū盱yí眙县人民政府
SEEN
