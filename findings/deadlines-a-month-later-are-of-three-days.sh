#!/usr/bin/env bash
# HyperFormula 3.5.0, pycel 1.0b30, fast-formula-parser 1.0.19: a month after 31 January 2024 is 28 February or 2 March, not the 29th.
#
# EDATE gives the day on which a period of months ends, and goes to the last day of a month that is too short: from 31
# January 2024 to 29 February in Excel, LibreOffice, Gnumeric, IronCalc and the Python package formulas. One would guess
# that libraries which have EOMONTH right, as these do, have that. HyperFormula never goes beyond 28 February, also in a
# leap year, and from the 30th as well; the two others count on into March. WORKDAY of fast-formula-parser goes back from a
# Sunday by one working day to that Sunday, and from a Monday by one to itself; onwards it is right.
#
# Seen with Node 20, hyperformula 3.5.0, fast-formula-parser 1.0.19, Python 3.11, pycel 1.0b30, ironcalc 0.9.1, openpyxl 3.1.5:
#   =EDATE(DATE(2024,1,31),1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-02, pycel 2024-03-02
#   =EDATE(DATE(2024,1,30),1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-01, pycel 2024-03-01
#   =EDATE(DATE(2024,3,31),-1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-02, pycel 2024-03-02
#   =EDATE(DATE(2023,1,31),1): IronCalc 2023-02-28, HyperFormula 2023-02-28, fast-formula-parser 2023-03-03, pycel 2023-03-03
#   =EOMONTH(DATE(2024,1,31),1): IronCalc 2024-02-29, HyperFormula 2024-02-29, fast-formula-parser 2024-02-29, pycel 2024-02-29
#   =WORKDAY(DATE(2024,1,7),-1): IronCalc 2024-01-05, HyperFormula 2024-01-05, fast-formula-parser 2024-01-07
#   =WORKDAY(DATE(2024,1,8),-1): IronCalc 2024-01-05, HyperFormula 2024-01-05, fast-formula-parser 2024-01-08
#   =WORKDAY(DATE(2024,1,5),20): IronCalc 2024-02-02, HyperFormula 2024-02-02, fast-formula-parser 2024-02-02
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund hyperformula@3.5.0 fast-formula-parser@1.0.19 >/dev/null
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 pycel==1.0b30 ironcalc==0.9.1 2>/dev/null
cat >dates.py <<'PY'
import datetime
import json
import os

import ironcalc
import openpyxl
from pycel import ExcelCompiler

asked = [
    "EDATE(DATE(2024,1,31),1)",
    "EDATE(DATE(2024,1,30),1)",
    "EDATE(DATE(2024,3,31),-1)",
    "EDATE(DATE(2023,1,31),1)",
    "EOMONTH(DATE(2024,1,31),1)",
    "WORKDAY(DATE(2024,1,7),-1)",
    "WORKDAY(DATE(2024,1,8),-1)",
    "WORKDAY(DATE(2024,1,5),20)",
]
book = openpyxl.Workbook()
for formula in asked:
    book.active.append(["=" + formula])
book.save("dates.xlsx")
model = ironcalc.load_from_xlsx("dates.xlsx", "en", "UTC")
model.evaluate()
compiled = ExcelCompiler("dates.xlsx")
with open("asked.json", "w") as file:
    json.dump(asked, file)
parsers = json.loads(os.popen("node dates.mjs").read())


def day(number):
    return (datetime.date(1899, 12, 30) + datetime.timedelta(int(number))).isoformat()


for i, formula in enumerate(asked):
    given = {"IronCalc": model.get_formatted_cell_value(0, i + 1, 1), "HyperFormula": parsers[i][0], "fast-formula-parser": parsers[i][1]}
    if not formula.startswith("WORKDAY"):
        given["pycel"] = compiled.evaluate(f"Sheet!A{i + 1}")
    print(f"={formula}:", ", ".join(f"{name} {day(number)}" for name, number in given.items()))
PY
cat >dates.mjs <<'JS'
import fs from "fs";
import { HyperFormula } from "hyperformula";
import Parser from "fast-formula-parser";

const parser = new Parser();
console.log(JSON.stringify(JSON.parse(fs.readFileSync("asked.json", "utf8")).map((formula) => [
	HyperFormula.buildFromArray([["=" + formula]], { licenseKey: "gpl-v3" }).getCellValue({ sheet: 0, row: 0, col: 0 }),
	parser.parse(formula, { sheet: "a", row: 1, col: 1 }),
])));
JS
venv/bin/python dates.py >seen
cat seen
diff - seen <<'SEEN'
=EDATE(DATE(2024,1,31),1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-02, pycel 2024-03-02
=EDATE(DATE(2024,1,30),1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-01, pycel 2024-03-01
=EDATE(DATE(2024,3,31),-1): IronCalc 2024-02-29, HyperFormula 2024-02-28, fast-formula-parser 2024-03-02, pycel 2024-03-02
=EDATE(DATE(2023,1,31),1): IronCalc 2023-02-28, HyperFormula 2023-02-28, fast-formula-parser 2023-03-03, pycel 2023-03-03
=EOMONTH(DATE(2024,1,31),1): IronCalc 2024-02-29, HyperFormula 2024-02-29, fast-formula-parser 2024-02-29, pycel 2024-02-29
=WORKDAY(DATE(2024,1,7),-1): IronCalc 2024-01-05, HyperFormula 2024-01-05, fast-formula-parser 2024-01-07
=WORKDAY(DATE(2024,1,8),-1): IronCalc 2024-01-05, HyperFormula 2024-01-05, fast-formula-parser 2024-01-08
=WORKDAY(DATE(2024,1,5),20): IronCalc 2024-02-02, HyperFormula 2024-02-02, fast-formula-parser 2024-02-02
SEEN
