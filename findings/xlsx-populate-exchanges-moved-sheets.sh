#!/usr/bin/env bash
# xlsx-populate 1.21.0: a workbook whose sheets were reordered is read with the content of one under the name of another.
#
# Which part holds a sheet is said by the relationships of the workbook; a spreadsheet that moves a tab changes the
# order of the names alone. xlsx-populate takes the first name with sheet1.xml, the second with sheet2.xml, whatever the
# relationships say. Nothing is an error, and what is saved has the contents exchanged. exceljs and SheetJS read the
# same file right.
#
# Seen with Node 20, xlsx-populate 1.21.0, exceljs 4.4.0, xlsx 0.18.5:
#   exceljs: two has text of two, one has text of one
#   SheetJS: two has text of two, one has text of one
#   xlsx-populate: two has text of one, one has text of two
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx-populate@1.21.0 exceljs@4.4.0 xlsx@0.18.5 jszip@3.10.1 >/dev/null
cat >sheets.js <<'JS'
const { Workbook } = require('exceljs')
const XLSX = require('xlsx')
const populate = require('xlsx-populate')
const zip = require('jszip')
const say = (library, sheets) => console.log(`${library}: ${sheets.map(([name, text]) => `${name} has ${text}`).join(', ')}`)
;(async () => {
  const book = new Workbook()
  for (const name of ['one', 'two']) book.addWorksheet(name).getCell('A1').value = `text of ${name}`
  const parts = await zip.loadAsync(await book.xlsx.writeBuffer())
  let main = await parts.file('xl/workbook.xml').async('string')
  const sheets = main.match(/<sheet [^>]*\/>/g)
  parts.file('xl/workbook.xml', main.replace(sheets.join(''), [...sheets].reverse().join('')))
  const moved = await parts.generateAsync({ type: 'nodebuffer' })
  const read = new Workbook()
  await read.xlsx.load(moved)
  say('exceljs', read.worksheets.map((s) => [s.name, s.getCell('A1').value]))
  const { SheetNames, Sheets } = XLSX.read(moved)
  say('SheetJS', SheetNames.map((name) => [name, Sheets[name].A1.v]))
  say('xlsx-populate', (await populate.fromDataAsync(moved)).sheets().map((s) => [s.name(), s.cell('A1').value()]))
})()
JS
node sheets.js >seen
cat seen
diff - seen <<'SEEN'
exceljs: two has text of two, one has text of one
SheetJS: two has text of two, one has text of one
xlsx-populate: two has text of one, one has text of two
SEEN
