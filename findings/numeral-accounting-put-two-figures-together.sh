#!/usr/bin/env bash
# numeral 2.0.6 and accounting 0.4.1: 12件（其中3件）, twelve of which three, is the number 123, and 1/3 is 13.
#
# Both npm packages read figures that people wrote, with a sign of a currency, commas or brackets, and both say no to a
# cell without any digit: null and 0. One would guess that a text with two figures is not a number either, or that its
# first figure counts, as in parseFloat. Everything that is no digit, point or minus is taken out, wherever it stands,
# and what is left is one number: a remark in the cell multiplies the count by ten, a third is thirteen. To numeral two
# minus signs are none, so that 2023-2024 is twenty million below zero, b and m behind a figure are thousand millions
# and millions, and 12:30 are seconds.
#
# Seen with Node 20, numeral 2.0.6, accounting 0.4.1:
#   1,113: numeral 1113, accounting 1113, parseFloat 1
#   无: numeral null, accounting 0, parseFloat NaN
#   12件（其中3件）: numeral 123, accounting 123, parseFloat 12
#   1/3: numeral 13, accounting 13, parseFloat 1
#   1,1: numeral 11, accounting 11, parseFloat 1
#   2023-2024: numeral -20232024, accounting 2023, parseFloat 2023
#   10b: numeral 10000000000, accounting 10, parseFloat 10
#   12:30: numeral 750, accounting 1230, parseFloat 12
#   3万: numeral 3, accounting 3, parseFloat 3
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund numeral@2.0.6 accounting@0.4.1 >/dev/null 2>&1
cat >figures.js <<'JS'
const numeral = require('numeral')
const accounting = require('accounting')
for (const text of ['1,113', '无', '12件（其中3件）', '1/3', '1,1', '2023-2024', '10b', '12:30', '3万']) {
  console.log(`${text}: numeral ${numeral(text).value()}, accounting ${accounting.unformat(text)}, parseFloat ${parseFloat(text)}`)
}
JS
node figures.js >seen
cat seen
diff - seen <<'SEEN'
1,113: numeral 1113, accounting 1113, parseFloat 1
无: numeral null, accounting 0, parseFloat NaN
12件（其中3件）: numeral 123, accounting 123, parseFloat 12
1/3: numeral 13, accounting 13, parseFloat 1
1,1: numeral 11, accounting 11, parseFloat 1
2023-2024: numeral -20232024, accounting 2023, parseFloat 2023
10b: numeral 10000000000, accounting 10, parseFloat 10
12:30: numeral 750, accounting 1230, parseFloat 12
3万: numeral 3, accounting 3, parseFloat 3
SEEN
