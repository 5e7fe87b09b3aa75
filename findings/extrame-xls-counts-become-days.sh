#!/usr/bin/env bash
# extrame/xls v0.0.1 (Go): in an .xls that xlwt wrote 397 is 31 January 1901, 12.34 a day of May 1903, and 12件 one of January 1900.
#
# .xls is what older systems hand out, and this package is the first one finds to read it in Go. A number is stored with the
# format of its cell, and whole numbers and those with two places in a shorter way (RK). Formats that are not built in, and
# with xlwt General, too, have numbers from 164 on. One would guess that a format without years and days is no date, or, if the
# package does not know formats, that the number comes as it is stored. It takes every short number in such a format for a
# day, and a long one beside it for what it is. There is no error, and no way to have the number. xlrd reads the same file right.
#
# Seen with Go 1.26, github.com/extrame/xls v0.0.1, Python 3.11, xlwt 1.3.0, xlrd 2.0.2:
#   397 in General: xlrd 397.0, extrame "1901-01-31T00:00:00Z"
#   12.34 in General: xlrd 12.34, extrame "1903-05-18T00:00:00Z"
#   113.5 in #,##0.0: xlrd 113.5, extrame "1931-01-27T00:00:00Z"
#   12 in 0"件": xlrd 12.0, extrame "1900-01-11T00:00:00Z"
#   0.125 in 0.0%: xlrd 0.125, extrame "0.125"
#   1234567.891 in General: xlrd 1234567.891, extrame "1234567.891"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q xlwt==1.3.0 xlrd==2.0.2 2>/dev/null
cat >book.py <<'PY'
import xlrd
import xlwt

cells = [(397, "General"), (12.34, "General"), (113.5, "#,##0.0"), (12, '0"件"'), (0.125, "0.0%"), (1234567.891, "General")]
book = xlwt.Workbook()
sheet = book.add_sheet("s")
for row, (figure, code) in enumerate(cells):
    sheet.write(row, 0, figure, xlwt.easyxf(num_format_str=code))
    sheet.write(row, 1, "text")
book.save("figures.xls")
read = xlrd.open_workbook("figures.xls").sheet_by_index(0)
with open("xlrd", "w") as out:
    for row, (figure, code) in enumerate(cells):
        out.write(f"{figure} in {code}: xlrd {read.cell_value(row, 0)}\n")
PY
cat >go.mod <<'MOD'
module example

go 1.23

require github.com/extrame/xls v0.0.1
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/extrame/xls"
)

func main() {
	book, err := xls.Open("figures.xls", "utf-8")
	if err != nil {
		panic(err)
	}
	sheet := book.GetSheet(0)
	for i := 0; i <= int(sheet.MaxRow); i++ {
		fmt.Printf("%q\n", sheet.Row(i).Col(0))
	}
}
GO
PYTHONUTF8=1 venv/bin/python book.py
go mod tidy >/dev/null 2>&1
go run . >extrame
paste -d"|" xlrd extrame | sed 's/|/, extrame /' >seen
cat seen
diff - seen <<'SEEN'
397 in General: xlrd 397.0, extrame "1901-01-31T00:00:00Z"
12.34 in General: xlrd 12.34, extrame "1903-05-18T00:00:00Z"
113.5 in #,##0.0: xlrd 113.5, extrame "1931-01-27T00:00:00Z"
12 in 0"件": xlrd 12.0, extrame "1900-01-11T00:00:00Z"
0.125 in 0.0%: xlrd 0.125, extrame "0.125"
1234567.891 in General: xlrd 1234567.891, extrame "1234567.891"
SEEN
