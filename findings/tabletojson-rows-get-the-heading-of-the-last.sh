#!/usr/bin/env bash
# tabletojson 4.1.15: of rows that begin with a heading, 甲镇 3 and 乙镇 4, the figure of the first is given under 乙镇, too.
#
# In a table whose labels are in the first column, an accessible page marks each of them as a heading (th), as it marks
# those of the first row. One would guess that the rows are read as rows, with the label as a cell or as a key of its
# own row, since only the first row names columns. Every th, wherever it stands, is taken for the name of its column,
# the last one counts, and no row has a label any more: the figures of both have the key 乙镇. Where the first row has
# headings as well, the label of the last row is the heading of the first column, and that of each figure is the one to
# its left. Nothing is said. pandas and SheetJS read the same page right.
#
# Seen with Node 20, tabletojson 4.1.15, xlsx 0.18.5, Python 3.11, pandas 3.1.1, lxml 6.1.3:
#   labels, pandas: [[0, 1, 2], ['甲镇', 3, 1], ['乙镇', 4, 2]]
#   both, pandas: [['单位', '收到', '办结'], ['甲镇', 3, 1], ['乙镇', 4, 2]]
#   labels, tabletojson: [{"1":"1","乙镇":"3"},{"1":"2","乙镇":"4"}]
#   labels, SheetJS: [["甲镇",3,1],["乙镇",4,2]]
#   both, tabletojson: [{"乙镇":"3","收到":"1"},{"乙镇":"4","收到":"2"}]
#   both, SheetJS: [["单位","收到","办结"],["甲镇",3,1],["乙镇",4,2]]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 2>/dev/null
npm install --silent --no-audit --no-fund tabletojson@4.1.15 xlsx@0.18.5 >/dev/null 2>&1
cat >rows.js <<'JS'
const { Tabletojson } = require('tabletojson')
const XLSX = require('xlsx')
const fs = require('fs')
for (const name of ['labels', 'both']) {
  const page = fs.readFileSync(name + '.html', 'utf8')
  console.log(`${name}, tabletojson: ${JSON.stringify(Tabletojson.convert(page)[0])}`)
  console.log(`${name}, SheetJS: ${JSON.stringify(XLSX.utils.sheet_to_json(XLSX.read(page, { type: 'string' }).Sheets.Sheet1, { header: 1 }))}`)
}
JS
cat >rows.py <<'PY'
import io

import pandas

rows = "<tr><th>甲镇</th><td>3</td><td>1</td></tr><tr><th>乙镇</th><td>4</td><td>2</td></tr>"
head = "<tr><th>单位</th><th>收到</th><th>办结</th></tr>"
for name, page in {"labels": f"<table>{rows}</table>", "both": f"<table>{head}{rows}</table>"}.items():
    with open(f"{name}.html", "w", encoding="utf-8") as out:
        out.write(page)
    table = pandas.read_html(io.StringIO(page))[0]
    print(f"{name}, pandas:", [list(table.columns)] + table.values.tolist())
PY
{
	PYTHONUTF8=1 venv/bin/python rows.py
	node rows.js
} >seen
cat seen
diff - seen <<'SEEN'
labels, pandas: [[0, 1, 2], ['甲镇', 3, 1], ['乙镇', 4, 2]]
both, pandas: [['单位', '收到', '办结'], ['甲镇', 3, 1], ['乙镇', 4, 2]]
labels, tabletojson: [{"1":"1","乙镇":"3"},{"1":"2","乙镇":"4"}]
labels, SheetJS: [["甲镇",3,1],["乙镇",4,2]]
both, tabletojson: [{"乙镇":"3","收到":"1"},{"乙镇":"4","收到":"2"}]
both, SheetJS: [["单位","收到","办结"],["甲镇",3,1],["乙镇",4,2]]
SEEN
