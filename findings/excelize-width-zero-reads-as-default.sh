#!/usr/bin/env bash
# excelize v2.11.1: a column of width 0 is written, and read back as one of the default width that is visible.
#
# SetColWidth takes 0, which hides a column in every spreadsheet, and the file says width="0". GetColWidth of the same
# file gives 9.140625, the default, and GetColVisible says true: whoever looks for hidden columns with these two misses
# it. A width of 0.5 is read as it was written.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1:
#   0 -> 9.140625, visible true, width="0" in the file true
#   0.5 -> 0.5, visible true, width="0" in the file false
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.org/finding

go 1.26
MOD
cat >main.go <<'GO'
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	for _, width := range []float64{0, 0.5} {
		f := excelize.NewFile()
		must(f.SetCellValue("Sheet1", "B1", 66))
		must(f.SetColWidth("Sheet1", "B", "B", width))
		b, err := f.WriteToBuffer()
		must(err)
		data := b.Bytes()
		zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		must(err)
		r, err := zr.Open("xl/worksheets/sheet1.xml")
		must(err)
		part, err := io.ReadAll(r)
		must(err)
		g, err := excelize.OpenReader(bytes.NewReader(data))
		must(err)
		read, err := g.GetColWidth("Sheet1", "B")
		must(err)
		shown, err := g.GetColVisible("Sheet1", "B")
		must(err)
		fmt.Printf("%v -> %v, visible %v, width=\"0\" in the file %v\n", width, read, shown, bytes.Contains(part, []byte(`width="0"`)))
	}
}
GO
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
0 -> 9.140625, visible true, width="0" in the file true
0.5 -> 0.5, visible true, width="0" in the file false
SEEN
