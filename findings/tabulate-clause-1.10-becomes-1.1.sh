#!/usr/bin/env bash
# tabulate 0.10.0 (pandas to_markdown): the clause 1.10 is printed as 1.1, 0.50 as 0.5, and 1234567.5 as 1.23457e+06, though they are texts.
#
# DataFrame.to_markdown and tabulate are how tables get into reports, web pages and language models. One would guess that
# a text is printed as it is, at most set to the right if it looks like a number. A column whose texts can
# all be read as numbers, one of them with a point or an e, is converted: zeros at either end go, also those of a code,
# long numbers are cut to six digits, and two clauses become the same. One entry that is no number, 合计, and all of the
# column stay as they were. Nothing is said. disable_numparse=True leaves texts alone.
#
# Seen with Python 3.11, pandas 3.1.1, tabulate 0.10.0; columns of texts:
#   1.1, 1.10: 1.1, 1.1; without numparse 1.1, 1.10
#   012, 007: 012, 007; without numparse 012, 007
#   012, 1.5: 12, 1.5; without numparse 012, 1.5
#   1e5, 3e1: 100000, 30; without numparse 1e5, 3e1
#   1234567.5, 0.50: 1.23457e+06, 0.5; without numparse 1234567.5, 0.50
#   1.1, 1.10, 合计: 1.1, 1.10, 合计; without numparse 1.1, 1.10, 合计
#   1,113, 012: 1,113, 012; without numparse 1,113, 012
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 tabulate==0.10.0 2>/dev/null
cat >print.py <<'PY'
import pandas

columns = [["1.1", "1.10"], ["012", "007"], ["012", "1.5"], ["1e5", "3e1"], ["1234567.5", "0.50"], ["1.1", "1.10", "合计"], ["1,113", "012"]]
for column in columns:
    table = pandas.DataFrame({"c": column})
    plain, raw = ([line.strip("| ") for line in table.to_markdown(index=False, **options).split("\n")[2:]] for options in ({}, {"disable_numparse": True}))
    print(f"{', '.join(column)}: {', '.join(plain)}; without numparse {', '.join(raw)}")
PY
PYTHONUTF8=1 venv/bin/python print.py >seen
cat seen
diff - seen <<'SEEN'
1.1, 1.10: 1.1, 1.1; without numparse 1.1, 1.10
012, 007: 012, 007; without numparse 012, 007
012, 1.5: 12, 1.5; without numparse 012, 1.5
1e5, 3e1: 100000, 30; without numparse 1e5, 3e1
1234567.5, 0.50: 1.23457e+06, 0.5; without numparse 1234567.5, 0.50
1.1, 1.10, 合计: 1.1, 1.10, 合计; without numparse 1.1, 1.10, 合计
1,113, 012: 1,113, 012; without numparse 1,113, 012
SEEN
