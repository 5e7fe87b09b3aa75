#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5) and rvest 1.0.3 (R): a small table within a cell ends the table around it, or is read three times.
#
# Older office pages set a small table into a cell of a larger one, and so does what Word saves as a web page. One would
# guess that the rows of the larger table are all there, with the text of the small one in its cell or without it, since
# the end tag of the inner table cannot be taken for that of the outer one. SheetJS takes just that: rows behind the cell
# are gone, the inner row is one of the table, and its cells have moved. rvest has the inner cells in the text of their
# cell, once more beside it, and once more as a row: 4 is there three times. Neither says so. pandas has the rows
# of the outer table.
#
# Seen with Node 20, xlsx 0.18.5, R 4.2.2, r-cran-rvest 1.0.3, Python 3.11, pandas 3.1.1, lxml 6.1.3; the rows: 甲 3, 乙 (其中 4), 丙 5:
#   pandas: [['甲', '3'], ['乙', '其中4'], ['丙', '5']]
#   SheetJS: [["甲",3],["乙"],["其中",4]]
#   rvest: 甲 3 | 乙 其中4 其中 4 | 其中 4 | 丙 5
#   rvest: 其中 4
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! Rscript -e 'library(rvest)' >/dev/null 2>&1; then
	{ apt-get update && apt-get install -y --no-install-recommends r-base-core r-cran-rvest; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
cat >page.html <<'HTML'
<html><head><meta charset="utf-8"></head><body>
<table><tr><td>甲</td><td>3</td></tr>
<tr><td>乙</td><td><table><tr><td>其中</td><td>4</td></tr></table></td></tr>
<tr><td>丙</td><td>5</td></tr></table>
</body></html>
HTML
cat >read.js <<'JS'
const xlsx = require('xlsx');

const book = xlsx.readFile('page.html');
console.log('SheetJS: ' + JSON.stringify(xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], {header: 1})));
JS
cat >read.R <<'R'
suppressMessages(library(rvest))
for (table in html_table(read_html("page.html"))) {
  rows <- apply(as.matrix(table), 1, function(row) paste(trimws(row[!is.na(row)]), collapse = " "))
  cat("rvest: ", paste(rows, collapse = " | "), "\n", sep = "")
}
R
cat >read.py <<'PY'
import pandas

print("pandas:", pandas.read_html("page.html")[0].values.tolist())
PY
{
	PYTHONUTF8=1 venv/bin/python read.py
	node read.js
	LC_ALL=C.UTF-8 Rscript read.R
} >seen
cat seen
diff - seen <<'SEEN'
pandas: [['甲', '3'], ['乙', '其中4'], ['丙', '5']]
SheetJS: [["甲",3],["乙"],["其中",4]]
rvest: 甲 3 | 乙 其中4 其中 4 | 其中 4 | 丙 5
rvest: 其中 4
SEEN
