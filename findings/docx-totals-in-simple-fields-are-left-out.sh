#!/usr/bin/env bash
# pandoc 3.9, mammoth 1.13.0, python-docx 1.2.0: a total that Word computed in a table is left out if its field is simple.
#
# A formula in a Word table, =SUM(LEFT), and the number in a caption are fields. The same field may be written in pieces
# (fldChar) or as one element (fldSimple); Word writes either, by the formatting of the result, and both hold the result
# as text. One would guess that a reader keeps the result of both, or of neither. All three keep that of pieces and leave
# the other out: the total of one row is there, that of the next row blank, and a sentence has no figure. pandoc and
# python-docx say nothing; mammoth has a message about an unrecognised element. docx2txt keeps both.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9:
#   docx2txt: 合计397件, 33 in pieces, 35 simple
#   pandoc: 合计件, 33 in pieces, nothing simple
#   mammoth: 合计件, 33 in pieces, nothing simple
#   python-docx: 合计件, 33 in pieces, nothing simple
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9 2>/dev/null
cat >fields.py <<'PY'
import re

import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def run(inside):
    return f"<w:r>{inside}</w:r>"


def mark(kind):
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def pieces(result):
    return mark("begin") + run("<w:instrText> =SUM(LEFT) </w:instrText>") + mark("separate") + run(f"<w:t>{result}</w:t>") + mark("end")


def simple(result):
    return f'<w:fldSimple w:instr=" =SUM(LEFT) ">{run(f"<w:t>{result}</w:t>")}</w:fldSimple>'


def fill(paragraph, field):
    for element in parse_xml(f'<w:p {nsdecls("w")}>{field}</w:p>'):
        paragraph._p.append(element)


document = docx.Document()
sentence = document.add_paragraph("合计")
fill(sentence, simple(397))
sentence.add_run("件")
table = document.add_table(2, 3)
for i, (first, second, field) in enumerate(((11, 22, pieces(33)), (12, 23, simple(35)))):
    table.cell(i, 0).text, table.cell(i, 1).text = str(first), str(second)
    fill(table.cell(i, 2).paragraphs[0], field)
document.save("fields.docx")


def html(text):
    return re.sub("<[^>]*>", "", re.search("<p>(.*?)</p>", text)[1]), [re.sub("<[^>]*>|\\s", "", c) for c in re.findall("(?s)<t[dh]\\b.*?>(.*?)</t[dh]>", text)][2::3]


def words():
    said = docx2txt.process("fields.docx").split()
    return said[0], said[3::3]


def python_docx():
    d = docx.Document("fields.docx")
    return d.paragraphs[0].text, [row.cells[2].text for row in d.tables[0].rows]


with open("fields.docx", "rb") as f:
    by_mammoth = html(mammoth.convert_to_html(f).value)
for reader, (text, totals) in {"docx2txt": words(), "pandoc": html(pypandoc.convert_file("fields.docx", "html")), "mammoth": by_mammoth, "python-docx": python_docx()}.items():
    print(f"{reader}: {text}, {totals[0]} in pieces, {totals[1] or 'nothing'} simple")
PY
venv/bin/python fields.py >seen
cat seen
diff - seen <<'SEEN'
docx2txt: 合计397件, 33 in pieces, 35 simple
pandoc: 合计件, 33 in pieces, nothing simple
mammoth: 合计件, 33 in pieces, nothing simple
python-docx: 合计件, 33 in pieces, nothing simple
SEEN
