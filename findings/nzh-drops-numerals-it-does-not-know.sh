#!/usr/bin/env bash
# nzh 1.0.14: two thousand and twenty-four, written 两千零二十四, is decoded as 24, and the year 二〇二四 as 224.
#
# A much used npm package for Chinese numerals turns them into figures with decodeS. One would guess that it knows 两,
# which everybody writes for two before hundred and thousand, and years digit by digit, or that it gives NaN for what it
# does not know. A numeral that it does not know is passed over with its place, and digits that follow each other
# overwrite one another: what is left is a plausible smaller figure. 二千零二十四, as in a contract, is right.
#
# Seen with Node 20, nzh 1.0.14:
#   二千零二十四 -> 2024
#   两千零二十四 -> 24
#   两万五千 -> 5000
#   两百 -> 0
#   廿三 -> 3
#   二〇二四 -> 224
#   二零二四 -> 224
#   三百九十七件 -> 397
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund nzh@1.0.14 >/dev/null
cat >numerals.js <<'JS'
const { cn } = require('nzh')
for (const numeral of ['二千零二十四', '两千零二十四', '两万五千', '两百', '廿三', '二〇二四', '二零二四', '三百九十七件']) {
  console.log(`${numeral} -> ${cn.decodeS(numeral)}`)
}
JS
node numerals.js >seen
cat seen
diff - seen <<'SEEN'
二千零二十四 -> 2024
两千零二十四 -> 24
两万五千 -> 5000
两百 -> 0
廿三 -> 3
二〇二四 -> 224
二零二四 -> 224
三百九十七件 -> 397
SEEN
