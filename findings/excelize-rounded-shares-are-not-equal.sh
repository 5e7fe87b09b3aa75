#!/usr/bin/env bash
# excelize v2.11.1: =ROUND(3/7*100,1)=42.9 is false, and the share in a sentence reads 42.900000000000006%.
#
# Whoever checks a share or an amount against the printed one rounds it and compares. One would guess that ROUND gives the
# number nearest to the rounded decimal, the one that is meant by 42.9, as in LibreOffice, Gnumeric, HyperFormula and
# IronCalc, and that only what was not rounded differs in the last digits. ROUND multiplies a binary fraction by 0.1: the
# result is one next to it. Shown alone it looks right, being cut to fifteen digits; it is not equal to what it shows, and
# joined to a text all its digits are there. Of the shares of two whole numbers up to 30 it is so with more than a quarter.
#
# Seen with Go 1.26.8, github.com/xuri/excelize/v2 v2.11.1:
#   =ROUND(3/7*100,1): 42.9
#   =ROUND(3/7*100,1)=42.9: FALSE
#   =ROUND(3/7*100,1)&"%": 42.900000000000006%
#   =ROUND(12.345,2)=12.35: FALSE
#   =ROUND(12.345,2)-12.35=0: FALSE
#   =ROUND(12.5,0)=13: TRUE
#   shares of numbers up to 30 that are not equal to what they show: 121 of 435
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

func main() {
	f := excelize.NewFile()
	calculate := func(formula string) string {
		if err := f.SetCellFormula("Sheet1", "A1", formula); err != nil {
			panic(err)
		}
		v, err := f.CalcCellValue("Sheet1", "A1")
		if err != nil {
			panic(err)
		}
		return v
	}
	for _, formula := range []string{"ROUND(3/7*100,1)", "ROUND(3/7*100,1)=42.9", `ROUND(3/7*100,1)&"%"`, "ROUND(12.345,2)=12.35", "ROUND(12.345,2)-12.35=0", "ROUND(12.5,0)=13"} {
		fmt.Printf("=%s: %s\n", formula, calculate(formula))
	}
	unequal, all := 0, 0
	for whole := 2; whole <= 30; whole++ {
		for part := 1; part < whole; part++ {
			all++
			share := fmt.Sprintf("ROUND(%d/%d*100,1)", part, whole)
			if calculate(share+"="+calculate(share)) == "FALSE" {
				unequal++
			}
		}
	}
	fmt.Printf("shares of numbers up to 30 that are not equal to what they show: %d of %d\n", unequal, all)
}
GO
go mod init example >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . >seen
cat seen
diff - seen <<'SEEN'
=ROUND(3/7*100,1): 42.9
=ROUND(3/7*100,1)=42.9: FALSE
=ROUND(3/7*100,1)&"%": 42.900000000000006%
=ROUND(12.345,2)=12.35: FALSE
=ROUND(12.345,2)-12.35=0: FALSE
=ROUND(12.5,0)=13: TRUE
shares of numbers up to 30 that are not equal to what they show: 121 of 435
SEEN
