#!/usr/bin/env bash
# HyperFormula 3.5.0, fast-formula-parser 1.0.19, formulas 1.3.4: SUMPRODUCT with a condition is the figure of the first row, or 0.
#
# SUMPRODUCT((A1:A4="甲镇")*B1:B4) is how workbooks add by name and count by two conditions, since it needs no array entry:
# its arguments are arrays in every spreadsheet. One would guess that a library which lists the function computes them so,
# or that it is an error where arrays must be switched on. HyperFormula compares the first row and adds nothing else
# (useArrayArithmetic is off unless set), fast-formula-parser gives 0 unless all is in separate arguments, and the Python
# package formulas counts the truth values of --(…) as 0. None says a word. IronCalc and xlsx-calc are right.
#
# Seen with Node 20, hyperformula 3.5.0, fast-formula-parser 1.0.19, Python 3.11, formulas 1.3.4, ironcalc 0.9.1, openpyxl 3.1.5,
# A1:C4 is 甲镇 3 1, 乙镇 4 2, 甲镇 5 3, 丙镇 6 4; right is what Excel and LibreOffice give:
#   =SUMPRODUCT((A1:A4="甲镇")*B1:B4), right is 8: HyperFormula 3, fast-formula-parser 0, formulas 8, IronCalc 8
#   =SUMPRODUCT((B1:B4>3)*1), right is 3: HyperFormula 0, fast-formula-parser 0, formulas 3, IronCalc 3
#   =SUMPRODUCT(--(A1:A4="甲镇")), right is 2: HyperFormula 1, fast-formula-parser 0, formulas 0, IronCalc 2
#   =SUMPRODUCT(B1:B4*C1:C4), right is 50: HyperFormula 3, fast-formula-parser 3, formulas 50, IronCalc 50
#   =SUMPRODUCT(B1:B4,C1:C4), right is 50: HyperFormula 50, fast-formula-parser 50, formulas 50, IronCalc 50
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund hyperformula@3.5.0 fast-formula-parser@1.0.19 >/dev/null
python3 -m venv venv
venv/bin/pip install -q formulas==1.3.4 ironcalc==0.9.1 openpyxl==3.1.5 2>/dev/null
cat >book.py <<'PY'
import json
import logging
import os

import formulas
import ironcalc
import numpy
import openpyxl

logging.disable(logging.CRITICAL)
rows = [["甲镇", 3, 1], ["乙镇", 4, 2], ["甲镇", 5, 3], ["丙镇", 6, 4]]
asked = {
    'SUMPRODUCT((A1:A4="甲镇")*B1:B4)': 8,
    "SUMPRODUCT((B1:B4>3)*1)": 3,
    'SUMPRODUCT(--(A1:A4="甲镇"))': 2,
    "SUMPRODUCT(B1:B4*C1:C4)": 50,
    "SUMPRODUCT(B1:B4,C1:C4)": 50,
}
book = openpyxl.Workbook()
for row in rows:
    book.active.append(row)
for i, formula in enumerate(asked):
    book.active.cell(i + 1, 5, "=" + formula)
book.save("book.xlsx")
model = ironcalc.load_from_xlsx("book.xlsx", "en", "UTC")
model.evaluate()
results = json.loads(os.popen("node parsers.mjs").read())
for i, (formula, right) in enumerate(asked.items()):
    compiled = formulas.Parser().ast("=" + formula)[1].compile()
    given = compiled(*(numpy.array([[cell.value for cell in row] for row in book.active[name]], object) for name in compiled.inputs))
    print(f"={formula}, right is {right}: HyperFormula {results[i][0]}, fast-formula-parser {results[i][1]}, formulas {float(numpy.ravel(given)[0]):g}, IronCalc {model.get_formatted_cell_value(0, i + 1, 5)}")
PY
cat >parsers.mjs <<'JS'
import { HyperFormula } from "hyperformula";
import Parser from "fast-formula-parser";

const rows = [["甲镇", 3, 1], ["乙镇", 4, 2], ["甲镇", 5, 3], ["丙镇", 6, 4]];
const parser = new Parser({
	onCell: ({ row, col }) => rows[row - 1][col - 1],
	onRange: ({ from, to }) => rows.slice(from.row - 1, to.row).map((row) => row.slice(from.col - 1, to.col)),
});
const asked = ['SUMPRODUCT((A1:A4="甲镇")*B1:B4)', "SUMPRODUCT((B1:B4>3)*1)", 'SUMPRODUCT(--(A1:A4="甲镇"))', "SUMPRODUCT(B1:B4*C1:C4)", "SUMPRODUCT(B1:B4,C1:C4)"];
console.log(JSON.stringify(asked.map((formula) => {
	const engine = HyperFormula.buildFromArray(rows.map((row, i) => (i ? row : [...row, "=" + formula])), { licenseKey: "gpl-v3" });
	return [engine.getCellValue({ sheet: 0, row: 0, col: 3 }), parser.parse(formula, { sheet: "表", row: 1, col: 5 })];
})));
JS
PYTHONUTF8=1 venv/bin/python book.py >seen
cat seen
diff - seen <<'SEEN'
=SUMPRODUCT((A1:A4="甲镇")*B1:B4), right is 8: HyperFormula 3, fast-formula-parser 0, formulas 8, IronCalc 8
=SUMPRODUCT((B1:B4>3)*1), right is 3: HyperFormula 0, fast-formula-parser 0, formulas 3, IronCalc 3
=SUMPRODUCT(--(A1:A4="甲镇")), right is 2: HyperFormula 1, fast-formula-parser 0, formulas 0, IronCalc 2
=SUMPRODUCT(B1:B4*C1:C4), right is 50: HyperFormula 3, fast-formula-parser 3, formulas 50, IronCalc 50
=SUMPRODUCT(B1:B4,C1:C4), right is 50: HyperFormula 50, fast-formula-parser 50, formulas 50, IronCalc 50
SEEN
