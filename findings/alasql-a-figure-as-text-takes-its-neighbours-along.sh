#!/usr/bin/env bash
# AlaSQL 4.19.1: of 9, 10 and 4, one of which is a text, the sum is 14, 4 or 194, and the mean is 3034.67.
#
# AlaSQL runs SQL over rows in JavaScript, as they come from a workbook, where a figure is often stored as text. One would
# guess that SUM takes a text of a figure for the figure, as SQLite and JavaScript's other tables do, or leaves it out, or
# fails; and that SUM, AVG and COUNT fit together. SUM leaves out a text that stands first; of one that stands second it
# leaves out the figure before as well; one that stands last is put behind the digits of the sum, 19 and 4. AVG puts all
# digits one behind the other, 9104, and divides by three. There is no error. From a CSV file that AlaSQL reads itself they are numbers, and all is right.
#
# Seen with Node 20, alasql 4.19.1:
#   [9,10,4]: SUM 23, AVG 7.666666666666667, COUNT 3, MAX 10
#   [9,"10",4]: SUM 4, AVG 3034.6666666666665, COUNT 3, MAX 9
#   ["9",10,4]: SUM 14, AVG 3034.6666666666665, COUNT 3, MAX 10
#   [9,10,"4"]: SUM 194, AVG 64.66666666666667, COUNT 3, MAX 10
#   ["9","10","4"]: SUM undefined, AVG 3034.6666666666665, COUNT 3, MAX undefined
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund alasql@4.19.1 >/dev/null
cat >sum.js <<'JS'
const alasql = require('alasql');

for (const figures of [[9, 10, 4], [9, '10', 4], ['9', 10, 4], [9, 10, '4'], ['9', '10', '4']]) {
  const rows = figures.map((figure) => ({n: figure}));
  const ask = (what) => alasql(`SELECT ${what}(n) AS answer FROM ?`, [rows])[0].answer;
  console.log(`${JSON.stringify(figures)}: SUM ${ask('SUM')}, AVG ${ask('AVG')}, COUNT ${ask('COUNT')}, MAX ${ask('MAX')}`);
}
JS
node sum.js >seen
cat seen
diff - seen <<'SEEN'
[9,10,4]: SUM 23, AVG 7.666666666666667, COUNT 3, MAX 10
[9,"10",4]: SUM 4, AVG 3034.6666666666665, COUNT 3, MAX 9
["9",10,4]: SUM 14, AVG 3034.6666666666665, COUNT 3, MAX 10
[9,10,"4"]: SUM 194, AVG 64.66666666666667, COUNT 3, MAX 10
["9","10","4"]: SUM undefined, AVG 3034.6666666666665, COUNT 3, MAX undefined
SEEN
