#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5): a formula without a stored result is read as no cell at all, and saving drops it.
#
# Libraries write formulas without results; spreadsheets compute them when they open the file. readFile keeps no such
# cell, also with cellFormula: true, and says nothing; what writeFile then writes has lost every sum. Only sheetStubs:
# true, which is said to be for blank cells, keeps them.
#
# Seen with Node 20, xlsx 0.18.5, exceljs 4.4.0:
#   {}: cells A1 B1, formulas saved 0
#   {"cellFormula":true}: cells A1 B1, formulas saved 0
#   {"sheetStubs":true}: cells A1 B1 C1, formulas saved 1
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 >/dev/null
cat >formulas.js <<'JS'
const XLSX = require('xlsx')
const { Workbook } = require('exceljs')
;(async () => {
  const book = new Workbook()
  book.addWorksheet('S').addRow([1, 2, { formula: 'A1+B1' }])
  await book.xlsx.writeFile('in.xlsx')
  for (const options of [{}, { cellFormula: true }, { sheetStubs: true }]) {
    const said = JSON.stringify(options) // readFile adds to its options
    const read = XLSX.readFile('in.xlsx', options)
    XLSX.writeFile(read, 'out.xlsx')
    const saved = new Workbook()
    await saved.xlsx.readFile('out.xlsx')
    const cells = Object.keys(read.Sheets.S).filter((k) => k[0] !== '!')
    console.log(`${said}: cells ${cells.join(' ')}, formulas saved ${saved.worksheets[0].getCell('C1').formula ? 1 : 0}`)
  }
})()
JS
node formulas.js >seen
cat seen
diff - seen <<'SEEN'
{}: cells A1 B1, formulas saved 0
{"cellFormula":true}: cells A1 B1, formulas saved 0
{"sheetStubs":true}: cells A1 B1 C1, formulas saved 1
SEEN
