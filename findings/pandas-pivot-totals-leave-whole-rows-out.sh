#!/usr/bin/env bash
# pandas 3.1.1: of three rows with 3, 4 and 5 the total that pivot_table adds is 8, if the second has a blank in another column.
#
# pivot_table with margins=True adds a row All below a table by town, as reports have it. One would guess that it is the
# sum of the rows above it, and that a blank counts as nothing, as in the rows themselves and in DataFrame.sum. A record
# with a blank in any of the columns that are added is left out of All in every column; with columns by year the total at
# the end of its own row is blank, too. Nothing is said. dropna=False gives 12; that dropna, which is about columns
# without entries in its first sentence, does this too stands below in its documentation.
#
# Seen with Python 3.11, pandas 3.1.1; records: 甲 received 3 settled 2, 乙 received 4 settled blank, 丙 received 5 settled 5:
#   dropna=True, received: {'丙': 5, '乙': 4, '甲': 3, 'All': 8}
#   dropna=False, received: {'丙': 5, '乙': 4, '甲': 3, 'All': 12}
#   by year, received, total of 乙: nan and of all: 8.0
#   sum: 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 2>/dev/null
cat >total.py <<'PY'
import pandas

records = pandas.DataFrame({"town": ["甲", "乙", "丙"], "year": [2023, 2023, 2024], "received": [3, 4, 5], "settled": [2, None, 5]})
for dropna in (True, False):
    table = records.pivot_table(index="town", values=["received", "settled"], aggfunc="sum", margins=True, dropna=dropna)
    print(f"dropna={dropna}, received: {table['received'].to_dict()}")
table = records.pivot_table(index="town", columns="year", values=["received", "settled"], aggfunc="sum", margins=True)
print("by year, received, total of 乙:", table.loc["乙", ("received", "All")], "and of all:", table.loc["All", ("received", "All")])
print("sum:", records["received"].sum())
PY
PYTHONUTF8=1 venv/bin/python total.py >seen
cat seen
diff - seen <<'SEEN'
dropna=True, received: {'丙': 5, '乙': 4, '甲': 3, 'All': 8}
dropna=False, received: {'丙': 5, '乙': 4, '甲': 3, 'All': 12}
by year, received, total of 乙: nan and of all: 8.0
sum: 12
SEEN
