#!/usr/bin/env bash
# excelize v2.11.1: rows put in or taken out move figures, names, links and merged cells, and leave every comment where it was.
#
# InsertRows, RemoveRow and InsertCols move what is below or to the right, as a spreadsheet does: formulas of all sheets,
# names, print areas, links, merged cells, validations and conditional formats go along. One would guess that comments do as
# well. They stay at their address: a comment that says what is wrong with a figure is on the figure above it, or on that of
# another unit. Nothing is an error, and the file opens without complaint.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1:
#   one row above: the 50 of B5 is at B6, link true, name Sheet1!$B$6, comment B5, on "40"
#   row 2 taken out: the 50 of B5 is at B4, link true, name Sheet1!$B$4, comment B5, on "60"
#   one column to the left: the 50 of B5 is at C5, link true, name Sheet1!$C$5, comment B5, on ""
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
	steps := []struct {
		name   string
		change func(*excelize.File) error
		cell   string
	}{
		{"one row above", func(f *excelize.File) error { return f.InsertRows("Sheet1", 2, 1) }, "B6"},
		{"row 2 taken out", func(f *excelize.File) error { return f.RemoveRow("Sheet1", 2) }, "B4"},
		{"one column to the left", func(f *excelize.File) error { return f.InsertCols("Sheet1", "A", 1) }, "C5"},
	}
	for _, step := range steps {
		f := excelize.NewFile()
		for row := 1; row <= 6; row++ {
			must(f.SetCellValue("Sheet1", fmt.Sprintf("B%d", row), row*10))
		}
		must(f.AddComment("Sheet1", excelize.Comment{Cell: "B5", Author: "审核", Text: "50 有误"}))
		must(f.SetCellHyperLink("Sheet1", "B5", "https://example.org/", "External"))
		must(f.SetDefinedName(&excelize.DefinedName{Name: "figure", RefersTo: "Sheet1!$B$5"}))
		must(step.change(f))
		value, err := f.GetCellValue("Sheet1", step.cell)
		must(err)
		linked, _, err := f.GetCellHyperLink("Sheet1", step.cell)
		must(err)
		comments, err := f.GetComments("Sheet1")
		must(err)
		below, err := f.GetCellValue("Sheet1", comments[0].Cell)
		must(err)
		fmt.Printf("%s: the %s of B5 is at %s, link %v, name %s, comment %s, on %q\n", step.name, value, step.cell, linked, f.GetDefinedName()[0].RefersTo, comments[0].Cell, below)
	}
}
GO
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
one row above: the 50 of B5 is at B6, link true, name Sheet1!$B$6, comment B5, on "40"
row 2 taken out: the 50 of B5 is at B4, link true, name Sheet1!$B$4, comment B5, on "60"
one column to the left: the 50 of B5 is at C5, link true, name Sheet1!$C$5, comment B5, on ""
SEEN
