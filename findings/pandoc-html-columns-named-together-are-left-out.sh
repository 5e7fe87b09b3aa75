#!/usr/bin/env bash
# pandoc 3.9: a web page's table whose columns are described together, <col span=3>, is read with its first column alone.
#
# Excel and WPS describe equal columns of a page once, with the number of columns that it is for, and so does hand-written
# HTML. One would guess that a reader which does not need the widths leaves such elements aside, or knows span, as pandoc
# does of colgroup. It counts the elements (col) and cuts every row at that number: labels are there, figures are not, and
# there is no message. Without any col the table is whole. pandas, trafilatura and LibreOffice read all cells.
#
# Seen with Python 3.11, pandoc 3.9 (PyPI pypandoc_binary 1.17), pandas 3.1.1, lxml 6.1.3:
#   no columns described: 单位 收到 办结 甲镇 12 9
#   <col><col><col>: 单位 收到 办结 甲镇 12 9
#   <col span=3>: 单位 甲镇
#   <col><col span=2>: 单位 收到 甲镇 12
#   <colgroup span=3>: 单位 收到 办结 甲镇 12 9
#   <col span=3>, pandas: 单位 收到 办结 甲镇 12 9
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pypandoc_binary==1.17 pandas==3.1.1 lxml==6.1.3 2>/dev/null
cat >columns.py <<'PY'
import io
import re

import pandas
import pypandoc

rows = "<tr><td>单位</td><td>收到</td><td>办结</td></tr><tr><td>甲镇</td><td>12</td><td>9</td></tr>"


def cells(page):
    return " ".join(re.findall("<t[dh][^>]*>(.*?)</t[dh]>", pypandoc.convert_text(page, "html", "html")))


for name, columns in (
    ("no columns described", ""),
    ("<col><col><col>", "<col><col><col>"),
    ("<col span=3>", "<col span=3>"),
    ("<col><col span=2>", "<col><col span=2>"),
    ("<colgroup span=3>", "<colgroup span=3></colgroup>"),
):
    print(f"{name}:", cells(f"<table>{columns}{rows}</table>"))
print("<col span=3>, pandas:", *pandas.read_html(io.StringIO(f"<table><col span=3>{rows}</table>"))[0].values.flatten())
PY
PYTHONUTF8=1 venv/bin/python columns.py >seen
cat seen
diff - seen <<'SEEN'
no columns described: 单位 收到 办结 甲镇 12 9
<col><col><col>: 单位 收到 办结 甲镇 12 9
<col span=3>: 单位 甲镇
<col><col span=2>: 单位 收到 甲镇 12
<colgroup span=3>: 单位 收到 办结 甲镇 12 9
<col span=3>, pandas: 单位 收到 办结 甲镇 12 9
SEEN
