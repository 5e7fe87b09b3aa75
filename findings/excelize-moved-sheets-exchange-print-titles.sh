#!/usr/bin/env bash
# excelize v2.11.1: MoveSheet leaves print areas and print titles behind, so that each sheet has those of another.
#
# What belongs to one sheet only, its print area, its repeated heading and its names, is kept in the workbook with the
# number of the sheet. DeleteSheet counts these numbers anew. One would guess that MoveSheet, which is there to change the
# order, does so too. It moves the sheets alone: the area of the first is now a name of the sheet that took its place, and
# refers to another one. Nothing is an error. openpyxl, reading the saved file, gives each sheet the area of another: of a
# report that is printed, rows are missing. Its own move_sheet keeps them.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1, Python 3.11, openpyxl 3.1.5:
#   after MoveSheet, the print area of three: one!$A$1:$C$1
#   after MoveSheet, the print area of one: two!$A$1:$C$2
#   after MoveSheet, the print area of two: three!$A$1:$C$3
#   moved, read by openpyxl: three 'three'!$A$1:$C$1, one 'one'!$A$1:$C$2, two 'two'!$A$1:$C$3
#   by openpyxl, read by openpyxl: three 'three'!$A$1:$C$3, one 'one'!$A$1:$C$1, two 'two'!$A$1:$C$2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	f := excelize.NewFile()
	must(f.SetSheetName("Sheet1", "one"))
	for _, name := range []string{"two", "three"} {
		_, err := f.NewSheet(name)
		must(err)
	}
	for i, name := range f.GetSheetList() {
		must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:$C$%d", name, i+1), Scope: name}))
	}
	must(f.SaveAs("before.xlsx"))
	must(f.MoveSheet("three", "one"))
	for _, name := range f.GetDefinedName() {
		fmt.Printf("after MoveSheet, the print area of %s: %s\n", name.Scope, name.RefersTo)
	}
	must(f.SaveAs("moved.xlsx"))
}
GO
cat >areas.py <<'PY'
import openpyxl

book = openpyxl.load_workbook("before.xlsx")
book.move_sheet("three", -2)
book.save("by openpyxl.xlsx")
for path in ("moved", "by openpyxl"):
    print(f"{path}, read by openpyxl:", ", ".join(f"{sheet.title} {sheet.print_area or 'none'}" for sheet in openpyxl.load_workbook(f"{path}.xlsx")))
PY
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 2>/dev/null
{
	go run .
	venv/bin/python areas.py
} >seen
cat seen
diff - seen <<'SEEN'
after MoveSheet, the print area of three: one!$A$1:$C$1
after MoveSheet, the print area of one: two!$A$1:$C$2
after MoveSheet, the print area of two: three!$A$1:$C$3
moved, read by openpyxl: three 'three'!$A$1:$C$1, one 'one'!$A$1:$C$2, two 'two'!$A$1:$C$3
by openpyxl, read by openpyxl: three 'three'!$A$1:$C$3, one 'one'!$A$1:$C$1, two 'two'!$A$1:$C$2
SEEN
