package model

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]string{"0": "0", "12": "12", "-3": "-3", "+253": "253", "007": "7", "12.0": "12", "59237.2449": "59237.2449",
		"9223372036854775807": "9223372036854775807", "9223372036854775808": "9223372036854775808", "0.1": "0.1"} {
		n, err := ParseNumber(in)
		if err != nil || n.String() != want {
			t.Errorf("%q: %s, %v", in, n, err)
		}
	}
	for _, in := range []string{"", "-", "+", "1e3", "1,000", " 1", "1.", ".5", "１", "0x1", "1_000", "1.2.3", "--1", "1234567890123456789012345678901"} {
		if n, err := ParseNumber(in); err == nil {
			t.Errorf("%q was read as %s", in, n)
		}
	}
}

// Spreadsheets store 17 digits and mean 15.
func TestParseCellNumber(t *testing.T) {
	for in, want := range map[string]string{"96171.600000000006": "96171.6", "12.000000000000002": "12", "1E+5": "100000", "4.4999999999999998E-2": "0.045",
		"0.30000000000000004": "0.3", "864098223.90999997": "864098223.91", "-7": "-7", "123456789012345": "123456789012345", "9.9999999999999996E+22": "100000000000000000000000",
		" 3 ": "3", "+3": "3", "5.": "5", "-.5": "-0.5", ".5E1": "5", "5.e1": "50", "1.": "1"} {
		n, err := ParseCellNumber(in)
		if err != nil || n.String() != want {
			t.Errorf("%q: %s, %v, want %s", in, n, err, want)
		}
	}
	for _, in := range []string{"", "1e400", "NaN", "Inf", "1e", "e5", "1e99", "abc", ".", "-.", "+.e1"} {
		if n, err := ParseCellNumber(in); err == nil {
			t.Errorf("%q was read as %s", in, n)
		}
	}
}

func TestArithmetic(t *testing.T) {
	if s := Int(math.MaxInt64).Add(Int(1)).String(); s != "9223372036854775808" {
		t.Error(s)
	}
	if s := Int(math.MinInt64).Neg().String(); s != "9223372036854775808" {
		t.Error(s)
	}
	a, _ := ParseNumber("0.1")
	b, _ := ParseNumber("0.2")
	c, _ := ParseNumber("0.3")
	if !a.Add(b).Equal(c) || !c.Sub(b).Equal(a) || c.IsInteger() || !a.Add(a.Neg()).Equal(Int(0)) {
		t.Error("decimals are not exact")
	}
	for n, want := range map[int64]int{0: 0, 5: 1, -5: -1, math.MinInt64: -1, math.MaxInt64: 1} {
		if Int(n).Sign() != want {
			t.Errorf("sign of %d", n)
		}
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1", "-0.5", "1E+5", "96171.600000000006"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := ParseNumber(s); err == nil {
			if m, err := ParseNumber(n.String()); err != nil || !m.Equal(n) {
				t.Fatalf("%q: %s is not read back", s, n)
			}
		}
		ParseCellNumber(s)
	})
}

// Whole numbers take a shorter way; what they are is the same.
func TestShortWay(t *testing.T) {
	for _, s := range []string{"0", "-0", "+7", "007", "-12", "999999999999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.50", "-0.05", "100"} {
		n, err := ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		d, err := decimal.NewFromString(strings.TrimPrefix(s, "+"))
		if err != nil {
			t.Fatal(err)
		}
		digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(d.String()), "0")
		if n.String() != d.String() || !n.Equal(fromDecimal(d)) || n.Digits() != len(digits) {
			t.Errorf("%s: %s with %d digits, want %s with %d", s, n, n.Digits(), d, len(digits))
		}
	}
}

// TestWholeNumbers holds what whole numbers compute for themselves to what decimals compute of the same figures.
func TestWholeNumbers(t *testing.T) {
	edges := []int64{0, 1, -1, 7, 1<<31 - 1, 1 << 31, -1 << 31, -1<<31 - 1, 1 << 32, 3037000500, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}
	for _, a := range edges {
		for _, b := range edges {
			n, m, d, e := Int(a), Int(b), decimal.NewFromInt(a), decimal.NewFromInt(b)
			if got, want := n.Mul(m), d.Mul(e); got.String() != want.String() {
				t.Errorf("%d × %d = %s, not %s", a, b, got, want)
			}
			if got, want := n.Cmp(m), d.Cmp(e); got != want {
				t.Errorf("%d against %d: %d, not %d", a, b, got, want)
			}
		}
	}
}
