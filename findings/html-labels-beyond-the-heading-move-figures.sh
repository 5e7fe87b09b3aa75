#!/usr/bin/env bash
# pandas 3.1.1, SheetJS (npm xlsx 0.18.5), rvest 1.0.3 and LibreOffice 7.4: a heading that spans one row too many moves the first row of figures.
#
# A page's table has its headings in thead, often with rowspan="2" left over from a heading of two rows. A browser ends a
# span where its group of rows ends, so that the headings stay in thead and tbody begins at the first column; so says the
# HTML standard. One would guess that readers which know rowspan, and that a table has groups, know that. These carry it
# into tbody: of the first row alone the name moves under the first figure's heading and the figure behind the last one,
# or the name of the heading is the unit's. No reader says so. pandoc is right.
#
# Seen with Python 3.11, pandas 3.1.1, lxml 6.1.3, pandoc 3.9 (PyPI pypandoc_binary 1.17), Node 20, xlsx 0.18.5, R 4.2.2, r-cran-rvest 1.0.3,
# LibreOffice 7.4; headings 单位 收到, figures 甲 3, 乙 4:
#   pandoc: 甲,3 | 乙,4
#   pandas: 单位,甲,3.0 | 乙,4,
#   SheetJS: ,甲,3 | 乙,4,
#   rvest: 单位,甲,3 | 乙,4,NA
#   LibreOffice: ,甲,3 | 乙,4,
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! Rscript -e 'library(rvest)' >/dev/null 2>&1; then
	{ apt-get update && apt-get install -y --no-install-recommends r-base-core r-cran-rvest; } >/dev/null 2>&1
fi
if ! command -v soffice >/dev/null; then
	{ apt-get update && apt-get install -y --no-install-recommends libreoffice-calc; } >/dev/null 2>&1
fi
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 lxml==6.1.3 pypandoc_binary==1.17 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
cat >page.html <<'HTML'
<html><head><meta charset="utf-8"></head><body>
<table><thead><tr><th rowspan="2">单位</th><th>收到</th></tr></thead>
<tbody><tr><td>甲</td><td>3</td></tr><tr><td>乙</td><td>4</td></tr></tbody></table>
</body></html>
HTML
cat >read.js <<'JS'
const xlsx = require('xlsx');

const book = xlsx.readFile('page.html');
console.log('SheetJS: ' + xlsx.utils.sheet_to_csv(book.Sheets[book.SheetNames[0]]).trim().split('\n').slice(1).join(' | '));
JS
cat >read.R <<'R'
suppressMessages(library(rvest))
table <- html_table(read_html("page.html"))[[1]]
cat("rvest: ", paste(apply(as.matrix(table), 1, function(row) paste(trimws(row), collapse = ",")), collapse = " | "), "\n", sep = "")
R
cat >read.py <<'PY'
import re

import pandas
import pypandoc

print("pandoc:", " | ".join(re.sub(" +", ",", line.strip()) for line in pypandoc.convert_file("page.html", "plain").splitlines() if re.search("甲|乙", line)))
print("pandas:", pandas.read_html("page.html")[0].to_csv(index=False, header=False).strip().replace("\n", " | "))
PY
{
	PYTHONUTF8=1 venv/bin/python read.py
	node read.js
	LC_ALL=C.UTF-8 Rscript read.R
	soffice "-env:UserInstallation=file://$work/profile" --headless --infilter=calc_HTML_WebQuery --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' page.html >/dev/null 2>&1
	echo "LibreOffice: $(tail -n +2 page.csv | paste -sd '|' | sed 's/|/ | /')"
} >seen
cat seen
diff - seen <<'SEEN'
pandoc: 甲,3 | 乙,4
pandas: 单位,甲,3.0 | 乙,4,
SheetJS: ,甲,3 | 乙,4,
rvest: 单位,甲,3 | 乙,4,NA
LibreOffice: ,甲,3 | 乙,4,
SEEN
