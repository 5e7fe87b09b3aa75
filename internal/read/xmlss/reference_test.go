package xmlss

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// asPattern matches a reference to a cell, or what stands in quotes.
var asPattern = regexp.MustCompile(`\bR(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+\b|\b)|"[^"]*"|'[^']*'`)

// byPattern is a1 by a pattern, and by the library's addresses.
func byPattern(formula string, row, col int, absolute bool) string {
	return asPattern.ReplaceAllStringFunc(formula, func(s string) string {
		m := asPattern.FindStringSubmatch(s)
		if s[0] == '"' || s[0] == '\'' {
			return s
		}
		at := func(part string, from int) int {
			switch {
			case part == "":
				return from
			case part[0] == '[':
				n, _ := strconv.Atoi(part[1 : len(part)-1])
				return from + n
			}
			n, _ := strconv.Atoi(part)
			return n - 1
		}
		name, err := excelize.CoordinatesToCellName(at(m[2], col)+1, at(m[1], row)+1, absolute)
		if err != nil {
			return "#REF!"
		}
		return name
	})
}

// formulas have references of all kinds, and what only looks like one.
var formulas = []string{
	"SUM(R[-3]C:R[-1]C)", "R1C1+R2C[3]", "RC", "RC[-1]", "R[2]C[-2]+RC[x]+R[]C", "R1C1R2C2", "SRC1", "RC1a", "RC_", "RC中", "R1C2.5", "_RC", "1RC", "表!R1C1", "'R1C1 表'!R2C2", `"RC"&RC`, `"RC`, "'RC", `'a"RC"'RC`,
	"R99999999999999999999C1", "R[-99999999999999999999]C", "R0C0", "R1048576C16384", "R1048577C1", "R1C16385", "R[5", "R5", "C5", "RCC", "RRC", "", "R", "RC[1]2", "RC12[1]", "R[-]C", "R[--1]C", "R01C01",
}

func TestA1(t *testing.T) {
	for _, formula := range formulas {
		if got, want := a1(formula, 4, 2, false), byPattern(formula, 4, 2, false); got != want {
			t.Errorf("%s: %s, want %s", formula, got, want)
		}
	}
	if got := a1("SUM(R[-3]C:R[-1]C)+'二、R1C1'!R7C3", 4, 2, false); got != "SUM(C2:C4)+'二、R1C1'!C7" {
		t.Error(got)
	}
}

// FuzzA1 holds the reading of references to a pattern.
func FuzzA1(f *testing.F) {
	for i, formula := range formulas {
		f.Add(formula, i, i, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, formula string, row, col int, absolute bool) {
		row, col = row&lastRow, col&lastColumn
		if got, want := a1(formula, row, col, absolute), byPattern(formula, row, col, absolute); got != want {
			t.Errorf("%q in row %d, column %d: %s, want %s", formula, row, col, got, want)
		}
	})
}
