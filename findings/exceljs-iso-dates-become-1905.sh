#!/usr/bin/env bash
# exceljs 4.4.0: a date written as a date, 2024-12-31, is read as 16 July 1905.
#
# A workbook may store a date as such (cell type d) in place of a day number: Excel does so in a strict workbook, and
# openpyxl if iso_dates is set. One would guess that a reader which does not know the type gives the text, or nothing.
# exceljs takes the figure in front, 2024, for a day number, which every date of the year has: all of them are one day in
# 1905, as valid dates, and saving writes that day. xlsx-populate has no number. SheetJS reads the same file right.
#
# Seen with Node 20, exceljs 4.4.0, xlsx-populate 1.21.0, xlsx 0.18.5; file by openpyxl 3.1.5:
#   in the file: 2024-12-31 2024-03-01T08:30:00 2025-01-01
#   exceljs: 1905-07-16 1905-07-16 1905-07-17
#   saved by exceljs: 2024 2024 2025
#   xlsx-populate: NaN NaN NaN
#   SheetJS: 2024-12-31 2024-03-01 2025-01-01
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx-populate@1.21.0 xlsx@0.18.5 jszip@3.10.1 >/dev/null
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 2>/dev/null
venv/bin/python - <<'PY'
from datetime import date, datetime

import openpyxl

book = openpyxl.Workbook(iso_dates=True)
book.active.title = "S"
book.active.append([date(2024, 12, 31), datetime(2024, 3, 1, 8, 30), date(2025, 1, 1)])
book.save("dates.xlsx")
PY
cat >dates.js <<'JS'
const fs = require('fs')
const { Workbook } = require('exceljs')
const XLSX = require('xlsx')
const populate = require('xlsx-populate')
const JSZip = require('jszip')
const say = (what, values) => console.log(`${what}: ${values.join(' ')}`)
const day = (date) => date.toISOString().slice(0, 10)
const stored = async (path) => {
  const sheet = await (await JSZip.loadAsync(fs.readFileSync(path))).file('xl/worksheets/sheet1.xml').async('string')
  return [...sheet.matchAll(/<v>(.*?)<\/v>/g)].map((v) => v[1])
}
;(async () => {
  say('in the file', await stored('dates.xlsx'))
  const book = new Workbook()
  await book.xlsx.readFile('dates.xlsx')
  say('exceljs', book.worksheets[0].getRow(1).values.slice(1).map(day))
  await book.xlsx.writeFile('saved.xlsx')
  say('saved by exceljs', await stored('saved.xlsx'))
  say('xlsx-populate', (await populate.fromFileAsync('dates.xlsx')).sheet(0).usedRange().value()[0])
  const sheet = XLSX.readFile('dates.xlsx', { cellDates: true }).Sheets.S
  say('SheetJS', ['A1', 'B1', 'C1'].map((cell) => day(sheet[cell].v)))
})()
JS
TZ=UTC node dates.js >seen
cat seen
diff - seen <<'SEEN'
in the file: 2024-12-31 2024-03-01T08:30:00 2025-01-01
exceljs: 1905-07-16 1905-07-16 1905-07-17
saved by exceljs: 2024 2024 2025
xlsx-populate: NaN NaN NaN
SheetJS: 2024-12-31 2024-03-01 2025-01-01
SEEN
