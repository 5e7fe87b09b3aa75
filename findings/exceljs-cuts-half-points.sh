#!/usr/bin/env bash
# exceljs 4.4.0: half points of a font's size are cut off when a workbook is read.
#
# 10.5 points is 五号, the size of Chinese body text. exceljs writes 10.5 as it is told, and reads its own file's 10.5
# as 10: what is read and saved again has other sizes throughout. Widths and heights keep their decimals.
#
# Seen with Node 20, exceljs 4.4.0:
#   written: size 10.5, width 10.5, height 13.5
#   read: size 10, width 10.5, height 13.5
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund exceljs@4.4.0 >/dev/null
cat >sizes.js <<'JS'
const { Workbook } = require('exceljs')
const say = (what, sheet) => console.log(`${what}: size ${sheet.getCell('A1').font.size}, width ${sheet.getColumn(1).width}, height ${sheet.getRow(1).height}`)
;(async () => {
  const book = new Workbook()
  const sheet = book.addWorksheet('S')
  sheet.getCell('A1').value = 'x'
  sheet.getCell('A1').font = { name: 'Arial', size: 10.5 }
  sheet.getColumn(1).width = 10.5
  sheet.getRow(1).height = 13.5
  say('written', sheet)
  const read = new Workbook()
  await read.xlsx.load(await book.xlsx.writeBuffer())
  say('read', read.worksheets[0])
})()
JS
node sizes.js >seen
cat seen
diff - seen <<'SEEN'
written: size 10.5, width 10.5, height 13.5
read: size 10, width 10.5, height 13.5
SEEN
