#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5): in a CSV file or a web page's table 6(3), six of which three, is the number -63, and 5- is 1 May 2001.
#
# A cell of such a file has no kind, and a reader must guess it: 397 is a number, 12% a share. One would guess that what is
# no number as a whole stays text. SheetJS takes out brackets and commas, wherever they stand, and gives what is left as a
# number, below zero if there was a bracket; what then is no number goes to the dates of JavaScript, which make one of
# 5-, of 3-5 and of a numbered heading, 1.2.3: of a web page's table only the number of its day is left, 37012. Nothing
# is said. With raw: true all stay texts, 397 as well.
#
# Seen with Node 20, xlsx 0.18.5:
#   397: CSV n 397, page n 397, page with raw s 397
#   12件: CSV s 12件, page s 12件, page with raw s 12件
#   6(3): CSV n -63, page n -63, page with raw s 6(3)
#   12 (4): CSV s 12 (4), page s 12 (4), page with raw s 12 (4)
#   1(2)3: CSV n -123, page n -123, page with raw s 1(2)3
#   5-: CSV n 37012, page n 37012, page with raw s 5-
#   3-5: CSV n 36955, page n 36955, page with raw s 3-5
#   1.2.3: CSV n 37623, page n 37623, page with raw s 1.2.3
#   1/3: CSV n 36894, page n 36894, page with raw s 1/3
#   2024-1: CSV n 45292, page n 45292, page with raw s 2024-1
#   1,2: CSV n 12, page n 12, page with raw s 1,2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
cat >kinds.js <<'JS'
const xlsx = require('xlsx');

const texts = ['397', '12件', '6(3)', '12 (4)', '1(2)3', '5-', '3-5', '1.2.3', '1/3', '2024-1', '1,2'];
const read = (source, options) => Object.values(xlsx.read(source, {type: 'string', ...options}).Sheets)[0];
const csv = read(texts.map((text) => `"${text}"`).join('\n'));
const html = '<table>' + texts.map((text) => `<tr><td>${text}</td></tr>`).join('') + '</table>';
const page = read(html);
const raw = read(html, {raw: true});
const say = (cell) => `${cell.t} ${cell.v}`;
texts.forEach((text, i) => {
  const name = 'A' + (i + 1);
  console.log(`${text}: CSV ${say(csv[name])}, page ${say(page[name])}, page with raw ${say(raw[name])}`);
});
JS
TZ=UTC node kinds.js >seen
cat seen
diff - seen <<'SEEN'
397: CSV n 397, page n 397, page with raw s 397
12件: CSV s 12件, page s 12件, page with raw s 12件
6(3): CSV n -63, page n -63, page with raw s 6(3)
12 (4): CSV s 12 (4), page s 12 (4), page with raw s 12 (4)
1(2)3: CSV n -123, page n -123, page with raw s 1(2)3
5-: CSV n 37012, page n 37012, page with raw s 5-
3-5: CSV n 36955, page n 36955, page with raw s 3-5
1.2.3: CSV n 37623, page n 37623, page with raw s 1.2.3
1/3: CSV n 36894, page n 36894, page with raw s 1/3
2024-1: CSV n 45292, page n 45292, page with raw s 2024-1
1,2: CSV n 12, page n 12, page with raw s 1,2
SEEN
