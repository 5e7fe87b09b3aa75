#!/usr/bin/env bash
# pandas 3.1.1: a label that spans more rows than are left makes read_html give the last row twice, and a sum counts it twice.
#
# A span that goes beyond the last row, or beyond the group of rows (tbody) it stands in, ends there in HTML, and
# browsers show nothing of the rest; templates and editing leave such spans, as when a row was deleted. One would guess
# that read_html, which makes a table as long as its rows, ends it as well. Where all cells of the last row span too
# far, a further row repeats it; where a label does at the end of a group, the rows of the next group begin one column
# later, under the heading to the right, and the label counts as theirs. Nothing is said. In tabletojson and SheetJS the
# rows of the next group move as well, and no row is doubled. pandoc is right in both.
#
# Seen with Python 3.11, pandas 3.1.1, lxml 6.1.3, pandoc 3.9 (PyPI pypandoc_binary 1.17), Node 20, tabletojson 4.1.15, xlsx 0.18.5:
#   the last row spans two:
#   pandas: 单位 收到 | 甲镇 3 | 乙镇 4 | 乙镇 4
#   pandoc: 单位 收到 | 甲镇 3 | 乙镇 4
#   tabletojson: 单位 收到 | 甲镇 3 | 乙镇 4
#   SheetJS: 单位 收到 | 甲镇 3 | 乙镇 4
#   a label spans three, two groups:
#   pandas: 单位 收到 办结 - | 甲镇 3 1 - | 甲镇 乙镇 4 2.0 | 甲镇 - - -
#   pandoc: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2
#   tabletojson: 单位 收到 办结 | 甲镇 3 1 | 甲镇 乙镇 4 2
#   SheetJS: 单位 收到 办结 | 甲镇 3 1 | - 乙镇 4 2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 pypandoc_binary==1.17 2>/dev/null
npm install --silent --no-audit --no-fund tabletojson@4.1.15 xlsx@0.18.5 >/dev/null 2>&1
cat >spans.js <<'JS'
const { Tabletojson } = require('tabletojson')
const XLSX = require('xlsx')
const page = require('fs').readFileSync('in.html', 'utf8')
const line = (rows) => rows.map((row) => Array.from(row, (cell) => cell ?? '-').join(' ')).join(' | ')
console.log('tabletojson: ' + line(Tabletojson.convert(page, { useFirstRowForHeadings: false })[0].map((row) => Object.values(row))))
console.log('SheetJS: ' + line(XLSX.utils.sheet_to_json(XLSX.read(page, { type: 'string' }).Sheets.Sheet1, { header: 1 })))
JS
cat >spans.py <<'PY'
import io
import subprocess

import pandas
import pypandoc

pages = {
    "the last row spans two": "<table><tr><td>单位</td><td>收到</td></tr><tr><td>甲镇</td><td>3</td></tr><tr><td rowspan=2>乙镇</td><td rowspan=2>4</td></tr></table>",
    "a label spans three, two groups": "<table><tbody><tr><td>单位</td><td>收到</td><td>办结</td></tr><tr><td rowspan=3>甲镇</td><td>3</td><td>1</td></tr></tbody><tbody><tr><td>乙镇</td><td>4</td><td>2</td></tr></tbody></table>",
}
for name, page in pages.items():
    with open("in.html", "w", encoding="utf-8") as out:
        out.write(page)
    print(f"{name}:")
    rows = pandas.read_html(io.StringIO(page))[0].values.tolist()
    print("pandas:", " | ".join(" ".join("-" if cell != cell else str(cell) for cell in row) for row in rows))
    text = pypandoc.convert_text(page, "plain", "html")
    print("pandoc:", " | ".join(" ".join(line.split()) for line in text.split("\n") if line.strip(" -")))
    print(subprocess.run(["node", "spans.js"], capture_output=True, text=True, check=True).stdout.strip())
PY
PYTHONUTF8=1 venv/bin/python spans.py >seen
cat seen
diff - seen <<'SEEN'
the last row spans two:
pandas: 单位 收到 | 甲镇 3 | 乙镇 4 | 乙镇 4
pandoc: 单位 收到 | 甲镇 3 | 乙镇 4
tabletojson: 单位 收到 | 甲镇 3 | 乙镇 4
SheetJS: 单位 收到 | 甲镇 3 | 乙镇 4
a label spans three, two groups:
pandas: 单位 收到 办结 - | 甲镇 3 1 - | 甲镇 乙镇 4 2.0 | 甲镇 - - -
pandoc: 单位 收到 办结 | 甲镇 3 1 | 乙镇 4 2
tabletojson: 单位 收到 办结 | 甲镇 3 1 | 甲镇 乙镇 4 2
SheetJS: 单位 收到 办结 | 甲镇 3 1 | - 乙镇 4 2
SEEN
