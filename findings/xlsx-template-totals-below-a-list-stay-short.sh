#!/usr/bin/env bash
# xlsx-template 1.4.7: the total below a list of three townships, =SUM(B2:B2) in the template, adds the first one alone.
#
# A template has one row with ${table:t.n}, which becomes as many rows as there are, and what stands below moves down.
# Its writer sets the total below that row, over it, as in a spreadsheet, where a range grows with the rows put into it.
# One would guess that the formula grows, since cells are moved for it, or that it says which ranges cannot. The formula
# moves down as it is: its total is the figure of the first row. What other sheets take from the total, =S!B3, is now the
# figure of the second township. Nothing is said, and a spreadsheet which opens the file computes just that.
#
# Seen with Node 20, xlsx-template 1.4.7, Python 3.11, openpyxl 3.1.5; template by XlsxWriter 3.3.1, computed by IronCalc 0.9.1:
#   甲镇 3 shown as 3
#   乙镇 4 shown as 4
#   丙镇 5 shown as 5
#   合计 =SUM(B2:B2) shown as 3
#   摘要 =S!B3 shown as 4
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 openpyxl==3.1.5 ironcalc==0.9.1 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx-template@1.4.7 >/dev/null
cat >template.py <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("template.xlsx") as book:
    sheet = book.add_worksheet("S")
    sheet.write_row("A1", ["单位", "收到"])
    sheet.write_row("A2", ["${table:t.name}", "${table:t.n}"])
    sheet.write("A3", "合计")
    sheet.write_formula("B3", "=SUM(B2:B2)")
    book.add_worksheet("摘要").write_formula("A1", "=S!B3")
PY
cat >fill.js <<'JS'
const fs = require('fs');
const Template = require('xlsx-template');

const template = new Template(fs.readFileSync('template.xlsx'));
template.substitute('S', {t: [{name: '甲镇', n: 3}, {name: '乙镇', n: 4}, {name: '丙镇', n: 5}]});
fs.writeFileSync('filled.xlsx', template.generate({type: 'nodebuffer'}));
JS
cat >look.py <<'PY'
import ironcalc
import openpyxl

book = openpyxl.load_workbook("filled.xlsx")
computed = ironcalc.load_from_xlsx("filled.xlsx", "en", "UTC", "en")
computed.evaluate()
for row in range(2, 6):
    print(*(cell.value for cell in book["S"][row]), "shown as", computed.get_formatted_cell_value(0, row, 2))
print("摘要", book["摘要"]["A1"].value, "shown as", computed.get_formatted_cell_value(1, 1, 1))
PY
venv/bin/python template.py
node fill.js
PYTHONUTF8=1 venv/bin/python look.py | grep -v Unexpected >seen
cat seen
diff - seen <<'SEEN'
甲镇 3 shown as 3
乙镇 4 shown as 4
丙镇 5 shown as 5
合计 =SUM(B2:B2) shown as 3
摘要 =S!B3 shown as 4
SEEN
