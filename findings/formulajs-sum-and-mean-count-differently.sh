#!/usr/bin/env bash
# Formula.js 4.6.1: SUM counts a figure stored as text, AVERAGE and COUNT do not; and COUNTIF finds no 甲镇 by 甲*.
#
# @formulajs/formulajs is the functions of Excel for JavaScript, and other packages compute with it. In Excel, a text in a
# range is no number to SUM, AVERAGE, COUNT and MAX alike, so that the sum is the mean times the count. One would guess
# that whichever way a library decides here, it does so once. SUM counts the text 6, the others do not. Names cut
# short, 甲* and ?镇, which COUNTIF and SUMIF have for that, are compared letter by letter: the answer is 0, where MATCH of
# the same library finds the name. There is no error. HyperFormula is right.
#
# Seen with Node 20, @formulajs/formulajs 4.6.1, hyperformula 3.5.0; the range: 甲镇 3, 乙镇 4, 甲镇 5, 丙镇 4, 甲区 '6 (a text):
#   SUM: HyperFormula 16, Formula.js 22
#   AVERAGE: HyperFormula 4, Formula.js 4
#   COUNT: HyperFormula 4, Formula.js 4
#   MAX: HyperFormula 5, Formula.js 5
#   COUNTIF 甲镇: HyperFormula 2, Formula.js 2
#   COUNTIF 甲*: HyperFormula 3, Formula.js 0
#   COUNTIF ?镇: HyperFormula 4, Formula.js 0
#   SUMIF 甲*: HyperFormula 8, Formula.js 0
#   MATCH 乙*: Formula.js 2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @formulajs/formulajs@4.6.1 hyperformula@3.5.0 >/dev/null
cat >count.js <<'JS'
const formulajs = require('@formulajs/formulajs');
const {HyperFormula} = require('hyperformula');

const names = ['甲镇', '乙镇', '甲镇', '丙镇', '甲区'];
const figures = [3, 4, 5, 4, '6'];
const engine = HyperFormula.buildFromArray(names.map((name, i) => [name, typeof figures[i] === 'string' ? "'" + figures[i] : figures[i]]),
  {licenseKey: 'gpl-v3', useWildcards: true});
const by = (formula) => engine.calculateFormula(formula, 0);
for (const [what, right, seen] of [
  ['SUM', by('=SUM(B1:B5)'), formulajs.SUM(figures)],
  ['AVERAGE', by('=AVERAGE(B1:B5)'), formulajs.AVERAGE(figures)],
  ['COUNT', by('=COUNT(B1:B5)'), formulajs.COUNT(figures)],
  ['MAX', by('=MAX(B1:B5)'), formulajs.MAX(figures)],
  ['COUNTIF 甲镇', by('=COUNTIF(A1:A5,"甲镇")'), formulajs.COUNTIF(names, '甲镇')],
  ['COUNTIF 甲*', by('=COUNTIF(A1:A5,"甲*")'), formulajs.COUNTIF(names, '甲*')],
  ['COUNTIF ?镇', by('=COUNTIF(A1:A5,"?镇")'), formulajs.COUNTIF(names, '?镇')],
  ['SUMIF 甲*', by('=SUMIF(A1:A5,"甲*",B1:B5)'), formulajs.SUMIF(names, '甲*', figures)],
]) console.log(`${what}: HyperFormula ${right}, Formula.js ${seen}`);
console.log('MATCH 乙*: Formula.js ' + formulajs.MATCH('乙*', names, 0));
JS
node count.js >seen
cat seen
diff - seen <<'SEEN'
SUM: HyperFormula 16, Formula.js 22
AVERAGE: HyperFormula 4, Formula.js 4
COUNT: HyperFormula 4, Formula.js 4
MAX: HyperFormula 5, Formula.js 5
COUNTIF 甲镇: HyperFormula 2, Formula.js 2
COUNTIF 甲*: HyperFormula 3, Formula.js 0
COUNTIF ?镇: HyperFormula 4, Formula.js 0
SUMIF 甲*: HyperFormula 8, Formula.js 0
MATCH 乙*: Formula.js 2
SEEN
