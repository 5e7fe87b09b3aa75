#!/usr/bin/env bash
# pandas 3.1.1, pandoc 3.9, trafilatura 2.3.1, tabletojson 4.1.15: below a label with rowspan="0" figures move one column to the left.
#
# In HTML a cell with rowspan="0" goes down to the last row of its part of the table, and browsers show it so. Programs
# write it where they do not know how many rows will follow. One would guess that readers which count spans, as these
# do, know 0 as well, or stop. They take it for 1: the rows below begin in the column of the label, their figures stand
# under the heading to the left, and the last cell is filled with a blank, where it is not just missing. There is no
# message. With rowspan="3" in its place all four are right. Each line says what the row 21 22 became.
#
# Seen with Python 3.11, pandas 3.1.1, pandoc 3.9 (PyPI pypandoc_binary 1.17), trafilatura 2.3.1, Node 20, tabletojson 4.1.15:
#   the rows: 单位 收到 办结 | 甲, to the end of the table, 11 12 | 21 22 | 31 32
#   pandas: 21 under 单位, 22 under 收到
#   pandoc: 21 under 单位, 22 under 收到
#   trafilatura: 21 under 单位, 22 under 收到
#   tabletojson: 21 under 单位, 22 under 收到
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 lxml_html_clean==0.4.6 pypandoc_binary==1.17 trafilatura==2.3.1 2>/dev/null
npm install --silent --no-audit --no-fund tabletojson@4.1.15 >/dev/null
cat >rows.py <<'PY'
import io

import pandas
import pypandoc
import trafilatura

table = '<table><tr><th>单位</th><th>收到</th><th>办结</th></tr><tr><td rowspan="0">甲</td><td>11</td><td>12</td></tr><tr><td>21</td><td>22</td></tr><tr><td>31</td><td>32</td></tr></table>'
with open("table.html", "w") as out:
    out.write(table)
prose = "<p>" + "受理的申请按收到的先后办理，办结以后归档。" * 12 + "</p>"


def say(reader, heads, cells):
    print(f"{reader}: " + ", ".join(f"{cell} under {head}" for cell, head in zip(cells, heads) if cell))


def markdown(reader, text):
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if "|" in line]
    say(reader, rows[0], rows[3])


frame = pandas.read_html(io.StringIO(table))[0]
say("pandas", list(frame.columns), [str(cell) for cell in frame.loc[1] if cell == cell])
markdown("pandoc", pypandoc.convert_text(table, "gfm", format="html"))
markdown("trafilatura", trafilatura.extract(f"<html><body><article>{prose}{table}{prose}</article></body></html>", output_format="markdown"))
PY
cat >rows.mjs <<'JS'
import fs from "node:fs";
import { tabletojson } from "tabletojson";

const row = tabletojson.convert(fs.readFileSync("table.html", "utf8"))[0][1];
console.log("tabletojson: " + Object.entries(row).map(([head, cell]) => `${cell} under ${head}`).join(", "));
JS
{
	PYTHONUTF8=1 venv/bin/python rows.py
	node rows.mjs
} >seen
cat seen
diff - seen <<'SEEN'
pandas: 21 under 单位, 22 under 收到
pandoc: 21 under 单位, 22 under 收到
trafilatura: 21 under 单位, 22 under 收到
tabletojson: 21 under 单位, 22 under 收到
SEEN
