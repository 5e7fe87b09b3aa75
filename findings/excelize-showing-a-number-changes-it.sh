#!/usr/bin/env bash
# excelize v2.11.1: to ask what a cell shows changes what the cell holds.
#
# A workbook stores a whole number of sixteen digits, as account and document numbers
# have, a number with a zero behind its fraction and one with zeros in front. Read as
# they are stored, all are right. Once the same cell has been read as it is shown, to
# read it as it is stored gives another text, and of the long number the last digit is
# gone: the library formats the number in the cell that it keeps, not in a copy. A
# program that reads a workbook by both ways gets other figures by the order of its
# calls; saving the workbook writes them to the file.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1:
#   stored 1234567890123456, then shown, then stored: 1234567890123456 1.23456789012346E+15 1.23456789012346E+15
#   stored 1.50, then shown, then stored: 1.50 1.5 1.5
#   stored 0012, then shown, then stored: 0012 12 12
#   saved and read again: 1.23456789012346E+15 1.5 12
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
	"strings"

	"github.com/xuri/excelize/v2"
)

// stored are numbers as programs other than Excel write them; each is valid.
var stored = []string{"1234567890123456", "1.50", "0012"}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// workbook is a workbook with these numbers in its first row.
func workbook() []byte {
	f := excelize.NewFile()
	var plain bytes.Buffer
	must(f.WriteTo(&plain))
	zr := must(zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len())))
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, e := range zr.File {
		part := string(must(io.ReadAll(must(e.Open()))))
		if strings.HasSuffix(e.Name, "sheet1.xml") {
			row := `<sheetData><row r="1">`
			for i, n := range stored {
				row += fmt.Sprintf(`<c r="%c1"><v>%s</v></c>`, 'A'+i, n)
			}
			part = strings.NewReplacer("<sheetData/>", row+"</row></sheetData>", "<sheetData></sheetData>", row+"</row></sheetData>").Replace(part)
		}
		must(io.WriteString(must(zw.Create(e.Name)), part))
	}
	if err := zw.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func main() {
	f := must(excelize.OpenReader(bytes.NewReader(workbook())))
	raw := excelize.Options{RawCellValue: true}
	for i, n := range stored {
		ref := string(rune('A'+i)) + "1"
		before := must(f.GetCellValue("Sheet1", ref, raw))
		shown := must(f.GetCellValue("Sheet1", ref))
		after := must(f.GetCellValue("Sheet1", ref, raw))
		fmt.Printf("stored %s, then shown, then stored: %s %s %s\n", n, before, shown, after)
	}
	var saved bytes.Buffer
	must(f.WriteTo(&saved))
	again := must(excelize.OpenReader(&saved))
	fmt.Print("saved and read again:")
	for i := range stored {
		fmt.Print(" ", must(again.GetCellValue("Sheet1", string(rune('A'+i))+"1", raw)))
	}
	fmt.Println()
}
GO
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
stored 1234567890123456, then shown, then stored: 1234567890123456 1.23456789012346E+15 1.23456789012346E+15
stored 1.50, then shown, then stored: 1.50 1.5 1.5
stored 0012, then shown, then stored: 0012 12 12
saved and read again: 1.23456789012346E+15 1.5 12
SEEN
