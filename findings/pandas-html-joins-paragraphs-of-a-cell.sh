#!/usr/bin/env bash
# pandas 3.1.1: of a cell with two paragraphs, 12 and 34, read_html makes the number 1234, though it keeps lines apart.
#
# Tables that were pasted from Word into a web page have each line of a cell in a paragraph of its own. A line end, br, in
# a cell is a blank to read_html, and "12 34" stays text: one would guess that a paragraph, which browsers set apart even
# more, is as well. Paragraphs and divs are joined without anything between, and then taken for one number, by both
# parsers. So is a figure that was struck out with the one behind it, and a figure with the raised number
# of its note: 12 with note 1 is 121, in a column of numbers, where nothing shows it.
#
# Seen with Python 3.11, pandas 3.1.1, lxml 6.1.3, beautifulsoup4 4.15.0, html5lib 1.1:
#   12<br>34: lxml '12 34', bs4 '12 34'
#   <p>12</p><p>34</p>: lxml 1234, bs4 1234
#   <div>12</div><div>34</div>: lxml 1234, bs4 1234
#   <s>10</s>12: lxml 1012, bs4 1012
#   12<sup>1</sup>: lxml 121, bs4 121
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 beautifulsoup4==4.15.0 html5lib==1.1 2>/dev/null
cat >cell.py <<'PY'
import io

import pandas


def read(cell, flavor):
    page = f"<table><tr><th>单位</th><th>收到</th></tr><tr><td>甲</td><td>{cell}</td></tr></table>"
    value = pandas.read_html(io.StringIO(page), flavor=flavor)[0].loc[0, "收到"]
    return repr(value if isinstance(value, str) else value.item())


for cell in ("12<br>34", "<p>12</p><p>34</p>", "<div>12</div><div>34</div>", "<s>10</s>12", "12<sup>1</sup>"):
    print(f"{cell}: lxml {read(cell, 'lxml')}, bs4 {read(cell, 'bs4')}")
PY
PYTHONUTF8=1 venv/bin/python cell.py >seen
cat seen
diff - seen <<'SEEN'
12<br>34: lxml '12 34', bs4 '12 34'
<p>12</p><p>34</p>: lxml 1234, bs4 1234
<div>12</div><div>34</div>: lxml 1234, bs4 1234
<s>10</s>12: lxml 1012, bs4 1012
12<sup>1</sup>: lxml 121, bs4 121
SEEN
