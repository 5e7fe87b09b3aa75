package xls

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
)

// condition is the record of a condition that compares a cell with an integer, with what it changes behind its flags.
func condition(comparison byte, with uint16, flags uint32, look ...[]byte) []byte {
	return rec(recCF, byte(1), comparison, uint16(3), uint16(0), flags, uint16(0), bytes.Join(look, nil), byte(0x1E), with)
}

// fontLook is the font of a condition: its style where that changes, and the number of its colour.
func fontLook(style, kept uint32, colour int32) []byte {
	return rec(0, make([]byte, 68), style, make([]byte, 8), colour, uint32(0), kept, make([]byte, 26))[4:]
}

func TestConditions(t *testing.T) {
	const white = 9
	cells := rec(recCondFmt, uint16(1), uint16(0), make([]byte, 8), uint16(2), uint16(1), uint16(3), uint16(0), uint16(2), uint16(5), uint16(5), uint16(0), uint16(0))
	formula := rec(recCF, byte(2), byte(0), uint16(9), uint16(0), uint32(hasFont), uint16(0), fontLook(1<<7, 0, -1), byte(0x4C), int16(0), uint16(0xC000), byte(0x1E), uint16(66), byte(0x0D))
	for name, tc := range map[string]struct {
		record []byte
		want   string
	}{
		"white if greater":      {condition(5, 50, hasFont, fontLook(0, 1<<7, white)), "cellIs greaterThan [50] {false FFFFFF  }"},
		"struck if equal":       {condition(3, 0, hasFont, fontLook(1<<7, 0, -1)), "cellIs equal [0] {true   }"},
		"the strike kept":       {condition(3, 0, hasFont, fontLook(1<<7, 1<<7, -1)), "cellIs equal [0] {false   }"},
		"a number format":       {condition(6, 5, hasNumberFormat, []byte{0, 164}), `cellIs lessThan [5] {false   0.0"件"}`},
		"a ground":              {condition(4, 5, hasFont|hasAlignment|hasBorder|hasPattern, fontLook(0, 1<<7, white), make([]byte, 16), []byte{0, 4, 0, 4}), "cellIs notEqual [5] {false FFFFFF 000000 }"},
		"a ground that is kept": {condition(4, 5, hasPattern|noGround, []byte{0, 4, 0, 4}), "cellIs notEqual [5] {false   }"},
		"a formula":             {formula, "expression  [A2>66] {true   }"},
		"cut short":             {condition(5, 50, hasFont)[:20], ""},
	} {
		t.Run(name, func(t *testing.T) {
			tc.record[2] = byte(len(tc.record) - 4) // of a record that was cut
			book := readBook(t, formtest.XLS(base(), formtest.XLSSheet{Name: "表", Records: bytes.Join([][]byte{cells, tc.record}, nil)}))
			got := ""
			for _, c := range book.Sheets[0].Conditions {
				got += fmt.Sprint(c.Kind, " ", c.Operator, " ", c.Formulas, " ", c.Look)
				if at := fmt.Sprint(c.Ranges); at != "[{1 0 3 2} {5 0 5 0}]" {
					t.Errorf("for %s", at)
				}
			}
			if got != tc.want {
				t.Errorf("%s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestUnseenRows reads rows that are hidden unless they say otherwise, and a sheet that shows no zeros.
func TestUnseenRows(t *testing.T) {
	sheet := func(records ...[]byte) string {
		records = append(records, rec(recNumber, uint16(1), uint16(0), uint16(0), 1.0), rec(recNumber, uint16(2), uint16(0), uint16(0), 2.0))
		s := readBook(t, formtest.XLS(base(), formtest.XLSSheet{Name: "表", Records: bytes.Join(records, nil)})).Sheets[0]
		return strings.TrimSpace(fmt.Sprint(s.HiddenRows, s.Heights, s.NoZeros))
	}
	row := rec(recRow, uint16(1), uint16(0), uint16(1), uint16(300), uint32(0), uint16(0), uint16(0))
	for _, tc := range []struct{ got, want string }{
		{sheet(rec(recDefHeight, uint16(2), uint16(0)), row), "[2] map[1:15] false"},
		{sheet(rec(recDefHeight, uint16(0), uint16(255)), row), "[] map[1:15] false"},
		{sheet(rec(recWindow2, uint16(0x06A6), make([]byte, 16))), "[] map[] true"},
		{sheet(rec(recWindow2, uint16(0x06B6), make([]byte, 16))), "[] map[] false"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s, want %s", tc.got, tc.want)
		}
	}
}
