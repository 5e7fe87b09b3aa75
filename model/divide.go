package model

// Over returns n ÷ m, and whether that is exact within the digits of a figure.
// M must not be 0.
func (n Number) Over(m Number) (Number, bool) {
	q, r := n.decimal().QuoRem(m.decimal(), MaxDigits)
	return fromDecimal(q), r.IsZero()
}
