package model

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Number is an exact figure: an integer or a decimal, never a floating-point number. The zero value is 0.
//
// Counts, nearly all figures of a report, are kept in an int64; what does not fit, and every figure with
// decimal places, is kept as a decimal.
type Number struct {
	int int64
	dec *decimal.Decimal // nil when int holds the figure
}

// MaxDigits bounds the digits of a figure. Longer ones are pasted account numbers or attacks and are refused.
const MaxDigits = 30

// ErrNumber says that a text is not a plain number.
var ErrNumber = errors.New("not a plain number")

// Int returns a whole number.
func Int(i int64) Number { return Number{int: i} }

// Scaled returns the number i ÷ 10^places.
func Scaled(i int64, places int) Number { return fromDecimal(decimal.New(i, -int32(places))) }

// ParseNumber reads a plain decimal number: an optional sign, digits, and optionally a point with digits.
// Exponents, separators and blanks are an ErrNumber, and so are more than MaxDigits digits.
func ParseNumber(s string) (Number, error) {
	t := s
	if t != "" && (t[0] == '-' || t[0] == '+') {
		t = t[1:]
	}
	whole, frac, point := strings.Cut(t, ".")
	if !allDigits(whole) || point && !allDigits(frac) || len(whole)+len(frac) > MaxDigits {
		return Number{}, ErrNumber
	}
	if !point && len(whole) <= 18 { // nearly every figure there is
		i, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return Number{}, ErrNumber
		}
		return Int(i), nil
	}
	d, err := decimal.NewFromString(strings.TrimPrefix(s, "+"))
	if err != nil {
		return Number{}, ErrNumber
	}
	return fromDecimal(d), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// ParseCellNumber reads the raw number of a spreadsheet cell, which is the decimal form of a binary double and may have
// an exponent. Spreadsheets store and show 15 significant digits; what follows them ("96171.600000000006",
// "12.000000000000002") comes from the binary form and is rounded away. As in XML's numbers, blanks may stand around it,
// and a point needs no digit on both of its sides. The error is ErrNumber.
func ParseCellNumber(s string) (Number, error) {
	if s = strings.TrimSpace(s); len(s) > 40 {
		return Number{}, ErrNumber
	}
	mantissa, exp, hasExp := strings.Cut(strings.ToLower(s), "e")
	if strings.HasSuffix(mantissa, ".") || strings.HasPrefix(strings.TrimLeft(mantissa, "+-"), ".") {
		whole, decimals, _ := strings.Cut(mantissa, ".")
		if decimals == "" && strings.Trim(whole, "+-") == "" {
			return Number{}, ErrNumber
		}
		if strings.Trim(whole, "+-") == "" {
			whole += "0"
		}
		if s, mantissa = whole, whole; decimals != "" {
			s, mantissa = whole+"."+decimals, whole+"."+decimals
		}
		if hasExp {
			s += "e" + exp
		}
	}
	if len(strings.TrimLeft(exp, "+-0")) > 2 { // 1e100 and beyond is no figure
		return Number{}, ErrNumber
	}
	if _, err := ParseNumber(mantissa); err != nil {
		return Number{}, err
	}
	d, err := decimal.NewFromString(strings.TrimPrefix(s, "+"))
	if err != nil {
		return Number{}, ErrNumber
	}
	if n := d.NumDigits(); n > 15 {
		d = d.Round(int32(15-n) - d.Exponent())
	}
	if d.NumDigits()+max(0, int(d.Exponent())) > MaxDigits || d.Exponent() < -MaxDigits {
		return Number{}, ErrNumber
	}
	return fromDecimal(d), nil
}

func fromDecimal(d decimal.Decimal) Number {
	if d.IsInteger() {
		d = d.Truncate(0)
		if b := d.BigInt(); b.IsInt64() {
			return Number{int: b.Int64()}
		}
	}
	return Number{dec: &d}
}

func (n Number) decimal() decimal.Decimal {
	if n.dec != nil {
		return *n.dec
	}
	return decimal.NewFromInt(n.int)
}

// Add returns n + m.
func (n Number) Add(m Number) Number {
	if n.dec == nil && m.dec == nil {
		if s := n.int + m.int; (s > n.int) == (m.int > 0) {
			return Number{int: s}
		}
	}
	return fromDecimal(n.decimal().Add(m.decimal()))
}

// Neg returns -n.
func (n Number) Neg() Number {
	if n.dec == nil && n.int != math.MinInt64 {
		return Number{int: -n.int}
	}
	return fromDecimal(n.decimal().Neg())
}

// Sub returns n - m.
func (n Number) Sub(m Number) Number { return n.Add(m.Neg()) }

// Mul returns n × m.
func (n Number) Mul(m Number) Number {
	if n.isShort() && m.isShort() {
		return Number{int: n.int * m.int}
	}
	return fromDecimal(n.decimal().Mul(m.decimal()))
}

// isShort reports whether the product with another such number fits an int64.
func (n Number) isShort() bool { return n.dec == nil && int64(int32(n.int)) == n.int }

// Over returns n ÷ m, and whether that is exact within MaxDigits decimal places. M must not be 0.
func (n Number) Over(m Number) (Number, bool) {
	q, r := n.decimal().QuoRem(m.decimal(), MaxDigits)
	return fromDecimal(q), r.IsZero()
}

// Sign returns -1, 0 or 1.
func (n Number) Sign() int {
	if n.dec != nil {
		return n.dec.Sign()
	}
	return min(1, int(max(-1, n.int)))
}

// Equal reports whether two figures are the same number.
func (n Number) Equal(m Number) bool {
	if n.dec == nil && m.dec == nil {
		return n.int == m.int
	}
	return n.decimal().Equal(m.decimal())
}

// IsInteger reports whether the figure has no decimal places.
func (n Number) IsInteger() bool { return n.dec == nil || n.dec.IsInteger() }

// Int64 returns a whole number that fits an int64.
func (n Number) Int64() (int64, bool) { return n.int, n.dec == nil }

// Decimals returns the number of decimal places; 0 for a whole number.
func (n Number) Decimals() int {
	if n.dec == nil {
		return 0
	}
	return max(0, -int(n.dec.Exponent()))
}

// Digits returns the number of significant digits that a spreadsheet would have to store.
func (n Number) Digits() int {
	count := 0
	for _, c := range n.String() {
		if c >= '1' && c <= '9' || c == '0' && count > 0 {
			count++
		}
	}
	return count
}

// Float returns the nearest double. It is for figures of at most 15 significant digits in a spreadsheet, which
// stores nothing else, and for layout.
func (n Number) Float() float64 { return n.decimal().InexactFloat64() }

// String returns the plain decimal form, without separators.
func (n Number) String() string {
	if n.dec == nil {
		return strconv.FormatInt(n.int, 10)
	}
	return n.dec.String()
}

// MarshalJSON writes a JSON number with every digit.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads a JSON number exactly.
func (n *Number) UnmarshalJSON(b []byte) error {
	m, err := ParseNumber(string(b))
	if err != nil {
		return err
	}
	*n = m
	return nil
}

// Percent returns n in percent of m, rounded to one decimal place, halves away from zero. M must not be 0.
func (n Number) Percent(m Number) Number { return n.PercentTo(m, 1) }

// PercentTo returns n in percent of m, rounded to a number of decimal places, halves away from zero. M must not be 0.
func (n Number) PercentTo(m Number, places int) Number {
	return fromDecimal(n.decimal().Mul(decimal.NewFromInt(100)).DivRound(m.decimal(), int32(places)))
}

// Abs returns the number without its sign.
func (n Number) Abs() Number {
	if n.Sign() < 0 {
		return n.Neg()
	}
	return n
}

// Cmp returns -1, 0 or 1 as n is less than, equal to or greater than m.
func (n Number) Cmp(m Number) int {
	if n.dec == nil && m.dec == nil {
		return cmp.Compare(n.int, m.int)
	}
	return n.decimal().Cmp(m.decimal())
}

// Hundredth returns the number divided by 100 and rounded to a whole number.
func (n Number) Hundredth() Number {
	return fromDecimal(n.decimal().DivRound(decimal.NewFromInt(100), 0))
}
