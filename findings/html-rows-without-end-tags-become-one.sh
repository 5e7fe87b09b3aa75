#!/usr/bin/env bash
# html2text 2025.4.15, node-html-markdown 2.0.0, markdownify 1.2.3, pandoc 3.9: a table whose cells have no end tags loses its rows.
#
# In HTML the end tags of rows and cells may be left out, <td>12<td>34<tr>, and old pages of government sites are full of
# such tables; every browser shows them. One would guess that converters know what may be left out, as they are made for
# pages of the web. html2text puts all rows into one; node-html-markdown makes one cell of a row's last figure and the label
# of the next; markdownify, which uses Python's html.parser, has each row in one cell, the next within it; pandoc has a
# paragraph for each cell, and no table. Nothing is said. pandas, inscriptis and w3m are right, and so is markdownify given
# lxml's tree.
#
# Seen with Python 3.11, html2text 2025.4.15, markdownify 1.2.3, beautifulsoup4 4.15.0, lxml 6.1.3, pandoc 3.9 (PyPI pypandoc_binary 1.17), pandas 3.1.1, Node 20, node-html-markdown 2.0.0:
#   pandas: 甲镇 12 34 / 乙镇 56 78
#   html2text: 甲镇| 12| 34| 乙镇| 56| 78
#   markdownify: | 甲镇 12 34| | | | | | | | | 乙镇 56 78 | | | | | |
#   markdownify of lxml's tree: | 甲镇 | 12 | 34 | / | 乙镇 | 56 | 78 |
#   pandoc: 甲镇 / 12 / 34 / 乙镇 / 56 / 78
#   node-html-markdown: | 甲镇 | 12 | 34 乙镇 | 56 | 78 |
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q html2text==2025.4.15 markdownify==1.2.3 beautifulsoup4==4.15.0 lxml==6.1.3 pypandoc_binary==1.17 pandas==3.1.1 2>/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 >/dev/null 2>&1
cat >rows.py <<'PY'
import io

import bs4
import html2text
import markdownify
import pandas
import pypandoc

page = "<table><tr><td>甲镇<td>12<td>34<tr><td>乙镇<td>56<td>78</table>"


def lines(text):
    return " / ".join(" ".join(line.replace("---", "").replace("-|", "").split()) for line in text.strip().split("\n") if line.strip(" |-"))


print("pandas:", " / ".join(" ".join(map(str, row)) for row in pandas.read_html(io.StringIO(page))[0].values))
print("html2text:", lines(html2text.html2text(page)))
print("markdownify:", lines(markdownify.markdownify(page)))
print("markdownify of lxml's tree:", lines(markdownify.MarkdownConverter().convert_soup(bs4.BeautifulSoup(page, "lxml"))))
print("pandoc:", lines(pypandoc.convert_text(page, "gfm", "html")))
PY
cat >rows.js <<'JS'
const { NodeHtmlMarkdown } = require("node-html-markdown");

console.log("node-html-markdown:", NodeHtmlMarkdown.translate("<table><tr><td>甲镇<td>12<td>34<tr><td>乙镇<td>56<td>78</table>").split("\n").filter((line) => /\d/.test(line)).map((line) => line.split(/\s+/).join(" ")).join(" / "));
JS
{
	PYTHONUTF8=1 venv/bin/python rows.py
	node rows.js
} >seen
cat seen
diff - seen <<'SEEN'
pandas: 甲镇 12 34 / 乙镇 56 78
html2text: 甲镇| 12| 34| 乙镇| 56| 78
markdownify: | 甲镇 12 34| | | | | | | | | 乙镇 56 78 | | | | | |
markdownify of lxml's tree: | 甲镇 | 12 | 34 | / | 乙镇 | 56 | 78 |
pandoc: 甲镇 / 12 / 34 / 乙镇 / 56 / 78
node-html-markdown: | 甲镇 | 12 | 34 乙镇 | 56 | 78 |
SEEN
