#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5): a format that only names the Chinese language shows a count as an amount of dollars.
#
# [$-804] in a format code says in which language a number is written, and has no sign of a currency. As the text of
# such a cell (w, and what its CSV holds) SheetJS gives the figure with a dollar before it, for [$-804]0"件" as for
# [DBNum2][$-804]General, the format of numerals in Chinese. A figure with decimals and below zero loses its digits.
# Where the bracket has a sign, as in [$¥-804]0.00, the sign is right.
#
# Seen with Node 20, xlsx 0.18.5:
#   [$-804]0"件": 12345 -> $12345件, -0.4 -> -$件
#   [DBNum2][$-804]General: 12345 -> $12345, -0.4 -> $-0.4
#   [$¥-804]0.00: 12345 -> ¥12345.00, -0.4 -> -¥0.40
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
cat >formats.js <<'JS'
const XLSX = require('xlsx')
for (const format of ['[$-804]0"件"', '[DBNum2][$-804]General', '[$¥-804]0.00']) {
  const book = XLSX.utils.book_new()
  const cell = (v) => ({ t: 'n', v, z: format })
  XLSX.utils.book_append_sheet(book, { '!ref': 'A1:A2', A1: cell(12345), A2: cell(-0.4) }, 'S')
  const sheet = XLSX.read(XLSX.write(book, { type: 'buffer' })).Sheets.S
  console.log(`${format}: 12345 -> ${sheet.A1.w}, -0.4 -> ${sheet.A2.w}`)
}
JS
node formats.js >seen
cat seen
diff - seen <<'SEEN'
[$-804]0"件": 12345 -> $12345件, -0.4 -> -$件
[DBNum2][$-804]General: 12345 -> $12345, -0.4 -> $-0.4
[$¥-804]0.00: 12345 -> ¥12345.00, -0.4 -> -¥0.40
SEEN
