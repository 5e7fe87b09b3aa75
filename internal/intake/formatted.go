package intake

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A stored number is not always what people see: its number format may add a unit, scale it, round it, or show
// something else. What is stored counts where both say the same or one is the other rounded; where they say
// different figures neither is taken.

// SetFormat sets what a number format makes of a Number, which may be a Date or a Percent then.
func (c *Cell) SetFormat(f *numberformat.Format) {
	if f.ShowsPlainly(c.Text) {
		return
	}
	n, err := model.ParseCellNumber(c.Text)
	if c.Kind != Number || err != nil {
		return
	}
	s, ok := f.Show(n.String())
	switch {
	case !ok:
	case s.Kind == numberformat.Date:
		c.Kind, c.Shown = Date, &s
	case s.Kind == numberformat.Percent:
		c.Kind, c.Text, c.Shown = Percent, s.Text, &s
	case s.Kind != numberformat.Number || s.Text != n.String():
		c.Shown = &s
	}
}

// FormatMessage says what a cell's number format shows and what is stored. Shown must not be nil.
func (c Cell) FormatMessage() msg.Text {
	s := c.Shown
	seen := msg.F("“%s”", "%q", brief(s.Text))
	switch {
	case s.Kind == numberformat.Fraction:
		seen = msg.T("分数", "a fraction")
	case s.Kind == numberformat.Chinese:
		seen = msg.T("中文数字", "Chinese numerals")
	case s.Text == "":
		seen = msg.T("空白", "a blank")
	}
	return msg.F("格里存的是 %s，按数字格式显示为%s", "the cell stores %s, and its number format shows %s", s.Stored, seen)
}

// readFormatted reads a number, already in v, that its format shows in a way of its own.
func readFormatted(cell Cell, v model.Value, f *model.Field, voc *model.Reading) (model.Value, []model.Note) {
	s, stored, both := cell.Shown, v.Number.String(), cell.FormatMessage()
	asStored := func() (model.Value, []model.Note) {
		return v, []model.Note{note(cell, f, ruleReading, stored, msg.F("%s，读作 %s", "%s; it was read as %s", both, stored))}
	}
	differs := func() (model.Value, []model.Note) {
		return apart(cell, f, "没有读入："+stored, msg.F("%s，无法确定以哪个为准", "%s; which one counts is unclear", both))
	}
	if s.Kind != numberformat.Number {
		return asStored()
	}
	if s.Digits == "" {
		switch {
		case v.Number.Sign() != 0:
		case s.Text != "" && strings.Trim(s.Text, "-—–") == "":
			return v, nil // how accountants write 0
		default:
			return asStored()
		}
		return differs()
	}
	n := v.Number
	if s.Negative {
		n = n.Abs() // the digits have no sign
	}
	g, why := parse(fold(s.Text), true, voc)
	digits, err := model.ParseCellNumber(s.Digits)
	switch {
	case err != nil, why == multiplier, !roundsTo(s.Digits, n), !why.IsZero() && onlyDigits(s.Text) != onlyDigits(s.Digits):
		return differs() // also where the format writes digits of its own beside the figure
	case !why.IsZero(), s.Negative && g.number.Sign() > 0:
		return asStored() // beside words that no figure has, or a negative number without its sign
	case !g.number.Abs().Equal(digits.Abs()):
		return differs()
	}
	var notes []model.Note
	if !g.number.Equal(v.Number) {
		_, notes = asStored()
	}
	if money := slices.Contains(voc.Money, g.unit); money && g.unit != f.Unit {
		v.Unit, v.Text = g.unit, s.Text
		notes = []model.Note{note(cell, f, ruleReading, stored+" "+g.unit, msg.F("%s，读作 %s", "%s; it was read as %s", both, stored+" "+g.unit))}
	}
	return v, notes
}

// onlyDigits is a text without anything but its digits.
func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// roundsTo reports whether a number rounded to the places that digits show is what they say.
func roundsTo(digits string, n model.Number) bool {
	m, err := model.ParseCellNumber(digits)
	if err != nil {
		return false
	}
	mantissa, power, _ := strings.Cut(digits, "E")
	_, decimals, _ := strings.Cut(mantissa, ".")
	exponent, _ := strconv.Atoi(power)
	last, err := model.ParseCellNumber("1E" + strconv.Itoa(exponent-len(decimals))) // the value of 1 in the last place
	return err == nil && m.Sub(n).Abs().Mul(model.Int(2)).Cmp(last) <= 0
}
