#!/usr/bin/env bash
# pandoc 3.9 and three other readers: a row of a Word table that begins one column later is read one column to the left.
#
# Where the first cell of a row was deleted or rubbed out, Word keeps the others where they stand and writes gridBefore,
# the number of columns that the row leaves free. One would guess that a reader which counts gridSpan and vMerge, as
# these do, counts it too. Neither pandoc nor mammoth, docx2python and python-docx (row.cells) does: every figure of the
# row is under the heading to its left, and pandoc fills the row up at the end, so that it does not even show as short.
# Nothing is reported. python-docx tells the number apart, as grid_cols_before, to those who ask. LibreOffice is right.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), mammoth 1.13.0, docx2python 3.7.1, python-docx 1.2.0:
#   the rows: 单位 收到 办结 结转 | 甲 11 22 33 | (left free) 12 23 35
#   pandoc: 12 under 单位, 23 under 收到, 35 under 办结
#   mammoth: 12 under 单位, 23 under 收到, 35 under 办结
#   docx2python: 12 under 单位, 23 under 收到, 35 under 办结
#   python-docx, row.cells: 12 under 单位, 23 under 收到, 35 under 办结
#   python-docx, grid_cols_before: 1
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 mammoth==1.13.0 docx2python==3.7.1 python-docx==1.2.0 2>/dev/null
cat >rows.py <<'PY'
import re

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

heads = ["单位", "收到", "办结", "结转"]
document = docx.Document()
table = document.add_table(3, 4)
for row, texts in zip(table.rows, (heads, ("甲", "11", "22", "33"), ("", "12", "23", "35"))):
    for cell, text in zip(row.cells, texts):
        cell.text = text
last = table.rows[2]._tr
last.remove(last.tc_lst[0])
last.insert(0, parse_xml(f'<w:trPr {nsdecls("w")}><w:gridBefore w:val="1"/></w:trPr>'))
document.save("rows.docx")


def html(text):
    rows = re.findall(r"(?s)<tr\b.*?</tr>", text)
    return [re.sub(r"<[^>]*>|\s", "", cell) for cell in re.findall(r"(?s)<t[dh]\b.*?>(.*?)</t[dh]>", rows[2])]


def say(reader, cells):
    print(f"{reader}: " + ", ".join(f"{cell} under {head}" for cell, head in zip(cells, heads) if cell))


with open("rows.docx", "rb") as f:
    by_mammoth = html(mammoth.convert_to_html(f).value)
read = docx.Document("rows.docx").tables[0].rows[2]
say("pandoc", html(pypandoc.convert_file("rows.docx", "html")))
say("mammoth", by_mammoth)
say("docx2python", ["".join(cell) for cell in docx2python("rows.docx").body[0][2]])
say("python-docx, row.cells", [cell.text for cell in read.cells])
print(f"python-docx, grid_cols_before: {read.grid_cols_before}")
PY
venv/bin/python rows.py >seen
cat seen
diff - seen <<'SEEN'
pandoc: 12 under 单位, 23 under 收到, 35 under 办结
mammoth: 12 under 单位, 23 under 收到, 35 under 办结
docx2python: 12 under 单位, 23 under 收到, 35 under 办结
python-docx, row.cells: 12 under 单位, 23 under 收到, 35 under 办结
python-docx, grid_cols_before: 1
SEEN
