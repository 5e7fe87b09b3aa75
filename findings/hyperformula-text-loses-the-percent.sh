#!/usr/bin/env bash
# HyperFormula 3.5.0: TEXT writes 12.5 percent as 0.1 percent, and INT rounds a decrease towards zero.
#
# The engine computes spreadsheets in web applications, and the sentences of a report are often formulas, as in
# ="增长"&TEXT(B1,"0.0%"). One would guess that a percent format multiplies by a hundred, as in every spreadsheet, or
# that a format which is not supported is an error. TEXT keeps the sign and leaves the multiplication out, so that the
# growth is a plausible figure and a hundredth of the right one; a format with commas prints a part of itself behind the
# figure, and a format for 0 is printed in the place of the figure. INT(-2.5) is -2, where Excel has -3. The right
# results below are those of Excel, of LibreOffice and of the Python library pycel.
#
# Seen with Node 20, hyperformula 3.5.0:
#   ="增长"&TEXT(A1,"0.0%"): 增长0.1%, right is 增长12.5%
#   =TEXT(A1,"0%"): 0%, right is 13%
#   =TEXT(1113.5,"#,##0"): 1114,##0, right is 1,114
#   =TEXT(0,"0;-0;无"): 0;-0;无, right is 无
#   =INT(-2.5): -2, right is -3
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund hyperformula@3.5.0 >/dev/null
cat >texts.js <<'JS'
const { HyperFormula } = require('hyperformula')
const right = {
  '="增长"&TEXT(A1,"0.0%")': '增长12.5%',
  '=TEXT(A1,"0%")': '13%',
  '=TEXT(1113.5,"#,##0")': '1,114',
  '=TEXT(0,"0;-0;无")': '无',
  '=INT(-2.5)': -3,
}
const book = HyperFormula.buildFromArray([[0.125, ...Object.keys(right)]], { licenseKey: 'gpl-v3' })
Object.entries(right).forEach(([formula, result], i) => {
  console.log(`${formula}: ${book.getCellValue({ sheet: 0, row: 0, col: i + 1 })}, right is ${result}`)
})
JS
node texts.js >seen
cat seen
diff - seen <<'SEEN'
="增长"&TEXT(A1,"0.0%"): 增长0.1%, right is 增长12.5%
=TEXT(A1,"0%"): 0%, right is 13%
=TEXT(1113.5,"#,##0"): 1114,##0, right is 1,114
=TEXT(0,"0;-0;无"): 0;-0;无, right is 无
=INT(-2.5): -2, right is -3
SEEN
