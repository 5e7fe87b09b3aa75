#!/usr/bin/env bash
# xlsx2html 0.6.4: of 397 in a cell that has the format of text the web page has 400, and of 12 it has 10.
#
# Cells are set to the format of text, @, so that codes keep their zeros; figures that programs write there are numbers all
# the same, and a spreadsheet shows their digits. xlsx2html writes what a sheet shows as a page. One would guess that it
# shows such a number whole, or knows no format but the usual ones. It hands the format to Babel, to which one @ is one
# significant digit, and the rest is rounded away. There is no message. Figures without a format, and
# those in the usual ones, are right. openpyxl, on which it is built, has the values.
#
# Seen with Python 3.11, xlsx2html 0.6.4, openpyxl 3.1.5, babel 2.17.0; file by XlsxWriter 3.2.9:
#   397 in General: openpyxl 397, xlsx2html 397
#   397 in 0: openpyxl 397, xlsx2html 397
#   1113 in #,##0: openpyxl 1113, xlsx2html 1,113
#   0.125 in 0.0%: openpyxl 0.125, xlsx2html 12.5%
#   397 in @: openpyxl 397, xlsx2html 400
#   12 in @: openpyxl 12, xlsx2html 10
#   1113 in @: openpyxl 1113, xlsx2html 1000
#   45657 in @: openpyxl 45657, xlsx2html 50000
#   5 in @: openpyxl 5, xlsx2html 5
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q xlsx2html==0.6.4 openpyxl==3.1.5 babel==2.17.0 XlsxWriter==3.2.9 2>/dev/null
cat >page.py <<'PY'
import html.parser
import io

import openpyxl
import xlsx2html
import xlsxwriter

cells = [(397, "General"), (397, "0"), (1113, "#,##0"), (0.125, "0.0%"), (397, "@"), (12, "@"), (1113, "@"), (45657, "@"), (5, "@")]
with xlsxwriter.Workbook("in.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (figure, code) in enumerate(cells):
        sheet.write_number(row, 0, figure, book.add_format({"num_format": code}))


class Cells(html.parser.HTMLParser):
    texts, inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "td":
            self.inside = True
            self.texts.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data.strip()


out = io.StringIO()
xlsx2html.xlsx2html("in.xlsx", out)
page = Cells()
page.feed(out.getvalue())
values = [row[0].value for row in openpyxl.load_workbook("in.xlsx").active]
for (figure, code), value, text in zip(cells, values, page.texts, strict=True):
    print(f"{figure} in {code}: openpyxl {value}, xlsx2html {text}")
PY
PYTHONUTF8=1 venv/bin/python page.py >seen
cat seen
diff - seen <<'SEEN'
397 in General: openpyxl 397, xlsx2html 397
397 in 0: openpyxl 397, xlsx2html 397
1113 in #,##0: openpyxl 1113, xlsx2html 1,113
0.125 in 0.0%: openpyxl 0.125, xlsx2html 12.5%
397 in @: openpyxl 397, xlsx2html 400
12 in @: openpyxl 12, xlsx2html 10
1113 in @: openpyxl 1113, xlsx2html 1000
45657 in @: openpyxl 45657, xlsx2html 50000
5 in @: openpyxl 5, xlsx2html 5
SEEN
