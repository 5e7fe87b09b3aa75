#!/usr/bin/env bash
# xlsx-calc 0.9.2: SUMIF down a column adds the first row or nothing, so that a total by name is 3 or 0 in place of 8.
#
# xlsx-calc computes the formulas of workbooks that SheetJS reads, and is what its users are pointed to. A function that it
# does not know is an error. One would guess that one it lists, SUMIF, gives what it gives in a spreadsheet, or fails with
# conditions such as >4. It goes along the first row of the range only: right in a table that lies on its side, and in one
# that stands each total is the figure of the first row if that one fits, and 0 if not. There is no error. SUM, and
# SUMPRODUCT with the same condition, are right.
#
# Seen with Node 20, xlsx-calc 0.9.2, A1:B4 is 甲镇 3, 乙镇 4, 甲镇 5, 丙镇 6:
#   =SUMIF(A1:A4,"甲镇",B1:B4): 3
#   =SUMIF(A1:A4,"乙镇",B1:B4): 0
#   =SUMIF(B1:B4,">4"): 0
#   =SUMIF(A1:A4,"<>丙镇",B1:B4): 0
#   =SUMPRODUCT((A1:A4="甲镇")*B1:B4): 8
#   =SUM(B1:B4): 18
#   the table on its side, =SUMIF(A1:D1,"甲镇",A2:D2): 8
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund xlsx-calc@0.9.2 >/dev/null
cat >sum.js <<'JS'
const calculate = require("xlsx-calc");

const table = [["甲镇", 3], ["乙镇", 4], ["甲镇", 5], ["丙镇", 6]];
for (const formula of ['SUMIF(A1:A4,"甲镇",B1:B4)', 'SUMIF(A1:A4,"乙镇",B1:B4)', 'SUMIF(B1:B4,">4")', 'SUMIF(A1:A4,"<>丙镇",B1:B4)', 'SUMPRODUCT((A1:A4="甲镇")*B1:B4)', "SUM(B1:B4)"]) {
	const sheet = { "!ref": "A1:D4", D1: { t: "n", f: formula } };
	table.forEach(([name, figure], i) => {
		sheet["A" + (i + 1)] = { t: "s", v: name };
		sheet["B" + (i + 1)] = { t: "n", v: figure };
	});
	calculate({ SheetNames: ["表"], Sheets: { 表: sheet } });
	console.log(`=${formula}: ${sheet.D1.v}`);
}
const lying = { "!ref": "A1:D4", A4: { t: "n", f: 'SUMIF(A1:D1,"甲镇",A2:D2)' } };
table.forEach(([name, figure], i) => {
	lying["ABCD"[i] + 1] = { t: "s", v: name };
	lying["ABCD"[i] + 2] = { t: "n", v: figure };
});
calculate({ SheetNames: ["表"], Sheets: { 表: lying } });
console.log(`the table on its side, =${lying.A4.f}: ${lying.A4.v}`);
JS
node sum.js >seen
cat seen
diff - seen <<'SEEN'
=SUMIF(A1:A4,"甲镇",B1:B4): 3
=SUMIF(A1:A4,"乙镇",B1:B4): 0
=SUMIF(B1:B4,">4"): 0
=SUMIF(A1:A4,"<>丙镇",B1:B4): 0
=SUMPRODUCT((A1:A4="甲镇")*B1:B4): 8
=SUM(B1:B4): 18
the table on its side, =SUMIF(A1:D1,"甲镇",A2:D2): 8
SEEN
