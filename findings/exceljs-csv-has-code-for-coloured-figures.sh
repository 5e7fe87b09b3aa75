#!/usr/bin/env bash
# exceljs 4.4.0: of a count with one red digit its CSV has a piece of JSON, and of a figure with a link the address instead.
#
# csv.write gives the first sheet as CSV. One would guess that a cell is what it shows, or what its text is to exceljs
# itself. Numbers, results of formulas and errors are written as one expects. A text with more than one font, as a
# corrected figure has, becomes JSON with its colours; a text with a link becomes the address alone, and what the cell
# says is lost; an error as the result of a formula is [object Object], here and as text. There is no message.
#
# Seen with Node 20, exceljs 4.4.0:
#   a number: text 397, CSV 397
#   a result: text 2, CSV 2
#   an error: text #DIV/0!, CSV #DIV/0!
#   a red digit: text 123, CSV "{""richText"":[{""text"":""12""},{""font"":{""color"":{""argb"":""FFFF0000""}},""text"":""3""}]}"
#   a link: text 397, CSV http://a.example/1
#   an error as a result: text [object Object], CSV [object Object]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 >/dev/null 2>&1
cat >write.js <<'JS'
const { Workbook } = require('exceljs')

;(async () => {
  const cells = {
    'a number': 397,
    'a result': { formula: '1+1', result: 2 },
    'an error': { error: '#DIV/0!' },
    'a red digit': { richText: [{ text: '12' }, { text: '3', font: { color: { argb: 'FFFF0000' } } }] },
    'a link': { text: '397', hyperlink: 'http://a.example/1' },
    'an error as a result': { formula: '1/0', result: { error: '#DIV/0!' } },
  }
  const written = new Workbook()
  const sheet = written.addWorksheet('s')
  for (const cell of Object.values(cells)) sheet.addRow([cell])
  const book = new Workbook()
  await book.xlsx.load(await written.xlsx.writeBuffer())
  const lines = String(await book.csv.writeBuffer()).split('\n')
  Object.keys(cells).forEach((name, i) => console.log(`${name}: text ${book.getWorksheet('s').getCell(i + 1, 1).text}, CSV ${lines[i]}`))
})()
JS
node write.js >seen
cat seen
diff - seen <<'SEEN'
a number: text 397, CSV 397
a result: text 2, CSV 2
an error: text #DIV/0!, CSV #DIV/0!
a red digit: text 123, CSV "{""richText"":[{""text"":""12""},{""font"":{""color"":{""argb"":""FFFF0000""}},""text"":""3""}]}"
a link: text 397, CSV http://a.example/1
an error as a result: text [object Object], CSV [object Object]
SEEN
