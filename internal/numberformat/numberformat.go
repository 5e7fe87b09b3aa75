// Package numberformat tells what a spreadsheet shows of a stored number or text, by the cell's number format
// (ECMA-376 part 1, 18.8.30 and 18.8.31). Readers compare it with what is stored: a unit in the format, a scale or
// an own word for 0 make people see another figure than the file holds.
package numberformat

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Kind says what a format makes of a number.
type Kind int

// The kinds of what is shown.
const (
	Number   Kind = iota // digits, or nothing but the format's own characters
	Date                 // a date, a time, a weekday or an era
	Percent              // a percentage
	Fraction             // a fraction of whole numbers
	Chinese              // Chinese numerals, or full-width digits
)

// Shown is what is shown of a number.
type Shown struct {
	Kind   Kind
	Stored string // the number itself
	// Text is what is seen, without blanks at its ends. It is not worked out for a Date, a Fraction and Chinese.
	Text string
	// Digits is the figure in Text without the format's own words; empty if Text has no digits.
	Digits string
	// Negative says that the format has a section of its own for negative numbers, which shows this one by brackets, by
	// colour or not at all instead of by a minus sign.
	Negative bool
}

// Format is a number format.
type Format struct {
	sections []section
	text     *section // for texts; nil if they are shown as they are
	plain    bool     // the first section shows whole numbers as such, with or without commas and decimals
}

// General is the format of cells that have none.
var General = Parse("General")

// maxCode is the length of the longest format code that is read; spreadsheets allow 255 characters. A longer one
// counts as General.
const maxCode = 1000

// Parse reads a format code. Every text is one: a character that means nothing shows itself.
func Parse(code string) *Format {
	if len(code) > maxCode {
		code = ""
	}
	f := &Format{}
	rest := code
	for more := true; more && len(f.sections) < 4; {
		var s section
		s, rest, more = parseSection(rest)
		f.sections = append(f.sections, s)
	}
	last := len(f.sections) - 1
	if last == 3 || last > 0 && f.sections[last].has(textPlace) || last == 0 && f.sections[0].has(textPlace) {
		s := f.sections[last]
		f.text, f.sections = &s, f.sections[:last]
	}
	if len(f.sections) == 0 { // a format for texts shows numbers as they are
		f.sections = []section{{tokens: []token{{kind: general}}}}
	}
	f.plain = f.sections[0].isPlain()
	return f
}

// isPlain reports whether the section shows nothing but the digits of whole numbers, all of them.
func (s *section) isPlain() bool {
	if s.condition != "" || s.numerals {
		return false
	}
	last, behindPoint := token{}, false
	for _, t := range s.tokens {
		switch {
		case t.kind == blank, t.kind == digit && behindPoint:
		case t.kind == digit, t.kind == comma && last.kind == digit && !behindPoint:
			last = t
		case t.kind == point && !behindPoint && last.kind == digit:
			behindPoint = true
		case t.kind == general && len(s.tokens) == 1:
			return true
		default:
			return false
		}
	}
	return last.kind == digit && last.text == "0"
}

// ShowsPlainly reports whether a number, as it is stored, is certain to be shown as the same figure. If it is not
// certain, Show tells.
func (f *Format) ShowsPlainly(stored string) bool {
	if stored == "0" {
		return f.plain && len(f.sections) < 3 // no section for it
	}
	return f.plain && stored != "" && len(stored) <= 11 && stored[0] != '0' && strings.Trim(stored, "0123456789") == ""
}

// ChangesTexts reports whether the format may show a text otherwise than it is stored.
func (f *Format) ChangesTexts() bool { return f.text != nil && f.ShowText("x") != "x" }

// ShowText is what is shown of a text.
func (f *Format) ShowText(s string) string {
	if f.text == nil {
		return s
	}
	var b strings.Builder
	for _, t := range f.text.tokens {
		switch t.kind {
		case textPlace, general:
			b.WriteString(s)
		case literal:
			b.WriteString(t.text)
		case blank:
			b.WriteByte(' ')
		}
	}
	if out := b.String(); strings.TrimSpace(out) != strings.TrimSpace(s) {
		return strings.TrimSpace(out)
	}
	return s // padding is not seen
}

// maxDigits bounds the numbers that are read: their digits and the zeros that a power of ten stands for.
const maxDigits = 400

// parse reads a number.
func parse(s string) (decimal.Decimal, bool) {
	if len(s) > maxDigits {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(s)
	return n, err == nil && n.Exponent() <= maxDigits && n.Exponent() >= -maxDigits
}

// Show is what is shown of a number. It reports false if stored is none, or has some hundred digits.
func (f *Format) Show(stored string) (Shown, bool) {
	n, ok := parse(stored)
	if !ok {
		return Shown{}, false
	}
	s, own := f.section(n)
	out := Shown{Kind: s.kind(), Stored: stored, Negative: own}
	if out.Kind == Date || out.Kind == Fraction && !n.IsInteger() || out.Kind == Chinese {
		return out, true
	}
	if out.Kind == Fraction {
		out.Kind = Number
		out.Text, out.Digits = stored, stored
		return out, true
	}
	minus := n.Sign() < 0 && !own
	text, digits := s.show(n.Abs(), minus)
	out.Text, out.Digits = strings.TrimSpace(text), digits
	return out, true
}

// section is the section for a number; own says that it is one for negative numbers, which shows no sign by itself.
func (f *Format) section(n decimal.Decimal) (s *section, own bool) {
	if slices.ContainsFunc(f.sections, func(s section) bool { return s.condition != "" }) {
		for i := range f.sections {
			s := &f.sections[i]
			if s.condition == "" && (i == len(f.sections)-1 || i == 0 && n.Sign() > 0 || i == 1 && n.Sign() < 0) || s.condition != "" && s.holds(n) {
				return s, n.Sign() < 0 && strings.HasPrefix(s.condition, "<") && s.condition != "<>" && s.limit.Sign() <= 0
			}
		}
		return &section{}, false // spreadsheets fill the cell with ####
	}
	switch {
	case n.Sign() < 0 && len(f.sections) > 1:
		return &f.sections[1], true
	case n.Sign() == 0 && len(f.sections) > 2:
		return &f.sections[2], false
	}
	return &f.sections[0], false
}

// section is one of the parts of a format that semicolons divide.
type section struct {
	tokens    []token
	condition string // such as <=; empty for none
	limit     decimal.Decimal
	colour    bool
	numerals  bool // Chinese numerals or full-width digits
}

// token is what a section is made of.
type token struct {
	kind tokenKind
	text string // of a literal; of a digit place the character
}

// tokenKind is what a token does.
type tokenKind byte

const (
	literal   tokenKind = iota // shows itself
	blank                      // shows a blank of some width
	digit                      // 0, # or ?
	point                      // the decimal point
	comma                      // groups digits, or divides by thousand behind the last digit
	percent                    // %
	exponent                   // E+ or E-
	slash                      // / of a fraction, as a literal elsewhere
	general                    // General
	textPlace                  // @
	datePart                   // a letter of a date or a time
)

func (s *section) has(kind tokenKind) bool {
	for _, t := range s.tokens {
		if t.kind == kind {
			return true
		}
	}
	return false
}

// kind is what the section makes of a number.
func (s *section) kind() Kind {
	switch {
	case s.has(datePart):
		return Date
	case s.has(percent):
		return Percent
	case s.isFraction():
		return Fraction
	case s.numerals && (s.has(digit) || s.has(general)):
		return Chinese
	}
	return Number
}

// isFraction reports whether a slash stands behind a digit place and is followed by a place or a number.
func (s *section) isFraction() bool {
	seen := false
	for i, t := range s.tokens {
		if t.kind == slash && seen && i+1 < len(s.tokens) {
			next := s.tokens[i+1]
			return next.kind == digit || next.kind == literal && next.text >= "1" && next.text <= "9"
		}
		seen = seen || t.kind == digit
	}
	return false
}

// numeralTags are the bracketed tags by which a format shows Chinese numerals or full-width digits.
const numeralTags = "dbnum"

// parseSection reads a section; more says that another one follows.
func parseSection(code string) (s section, rest string, more bool) {
	add := func(kind tokenKind, text string) { s.tokens = append(s.tokens, token{kind, text}) }
	for code != "" {
		c, n := utf8.DecodeRuneInString(code)
		char := code[:n]
		after := code[n:]
		lower := strings.ToLower(code)
		switch {
		case c == ';':
			return s, after, true
		case c == '\\' || c == '!':
			_, n := utf8.DecodeRuneInString(after)
			add(literal, after[:n])
			after = after[n:]
		case c == '_':
			_, n := utf8.DecodeRuneInString(after)
			add(blank, "")
			after = after[n:]
		case c == '*': // fills the cell with a character
			_, n := utf8.DecodeRuneInString(after)
			add(blank, "")
			after = after[n:]
		case c == '"':
			inside, behind, _ := strings.Cut(after, `"`)
			add(literal, inside)
			after = behind
		case c == '[':
			inside, behind, ok := strings.Cut(after, "]")
			if !ok {
				add(literal, char)
				break
			}
			s.tag(inside)
			after = behind
		case strings.HasPrefix(lower, "general"):
			add(general, "")
			after = code[len("general"):]
		case strings.HasPrefix(lower, "g/通用格式"):
			add(general, "")
			after = code[len("g/通用格式"):]
		case strings.HasPrefix(lower, "am/pm"), strings.HasPrefix(code, "上午/下午"):
			add(datePart, "")
			after = code[len("am/pm"):]
			if c != 'A' && c != 'a' {
				after = code[len("上午/下午"):]
			}
		case (c == 'e' || c == 'E') && (strings.HasPrefix(after, "+") || strings.HasPrefix(after, "-")) && s.has(digit):
			add(exponent, char)
			after = after[1:]
		case strings.ContainsRune("0#?", c):
			add(digit, char)
		case c == '.':
			add(point, char)
		case c == ',':
			add(comma, char)
		case c == '%', c == '％':
			add(percent, char)
		case c == '/':
			add(slash, char)
		case c == '@':
			add(textPlace, "")
		case strings.ContainsRune("ymdhsegbaYMDHSEGBA", c):
			add(datePart, char)
		default:
			add(literal, char)
		}
		code = after
	}
	return s, "", false
}

// tag reads what stands in square brackets: a condition, a colour, elapsed time, a currency, a language or numerals.
func (s *section) tag(inside string) {
	lower := strings.ToLower(inside)
	switch {
	case strings.HasPrefix(lower, numeralTags):
		s.numerals = true
	case strings.HasPrefix(inside, "$"): // [$¥-804]
		sign, _, _ := strings.Cut(inside[1:], "-")
		if sign != "" {
			s.tokens = append(s.tokens, token{literal, sign})
		}
		// A language may ask for the numerals of its own script: the first byte of eight digits.
		if _, code, ok := strings.Cut(inside, "-"); ok && len(code) > 6 && !strings.HasPrefix(code, "0") {
			s.numerals = s.numerals || len(code) == 7 && code[0] != '1' || len(code) == 8 && code[:2] != "01"
		}
	case strings.Trim(lower, "h") == "" || strings.Trim(lower, "m") == "" || strings.Trim(lower, "s") == "":
		s.tokens = append(s.tokens, token{datePart, ""})
	case strings.HasPrefix(inside, "<"), strings.HasPrefix(inside, ">"), strings.HasPrefix(inside, "="):
		operator := inside[:len(inside)-len(strings.TrimLeft(inside, "<>="))]
		if limit, ok := parse(strings.TrimSpace(inside[len(operator):])); ok {
			s.condition, s.limit = operator, limit
		}
	default:
		s.colour = true
	}
}

// holds reports whether a section's condition holds for a number.
func (s *section) holds(n decimal.Decimal) bool {
	c := n.Cmp(s.limit)
	switch s.condition {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "=":
		return c == 0
	}
	return c != 0 // <>
}

// show writes a number of no sign. Digits is the number that the digits show, with a minus sign if there is one.
func (s *section) show(n decimal.Decimal, minus bool) (text, digits string) {
	sign := ""
	if minus {
		sign = "-"
	}
	if s.has(general) {
		var b strings.Builder
		for _, t := range s.tokens {
			switch t.kind {
			case general:
				b.WriteString(n.String())
			case literal, slash, percent, comma, point:
				b.WriteString(t.text)
			case blank:
				b.WriteByte(' ')
			}
		}
		return sign + b.String(), sign + n.String()
	}
	p := s.places()
	if p.whole+p.decimals == 0 {
		text, _ := s.fill("", "", "", p)
		return text, ""
	}
	n = n.Shift(int32(2*p.percents - 3*p.thousands))
	power := ""
	if s.has(exponent) {
		n, power = scientific(n, max(1, p.whole))
	}
	n = n.Round(int32(p.decimals))
	if n.IsZero() {
		sign = ""
	}
	whole, decimals, _ := strings.Cut(n.StringFixed(int32(p.decimals)), ".")
	text, digits = s.fill(strings.TrimLeft(whole, "0"), decimals, power, p)
	if digits != "" {
		digits = sign + digits
	}
	return sign + text, digits
}

// scientific divides a number by a power of ten so that it has so many whole digits.
func scientific(n decimal.Decimal, whole int) (mantissa decimal.Decimal, power string) {
	if n.IsZero() {
		return n, "E0"
	}
	at := n.NumDigits() + int(n.Exponent()) - whole
	return n.Shift(int32(-at)), "E" + decimal.NewFromInt(int64(at)).String()
}

// places counts the places for digits of a section.
type places struct {
	whole, decimals     int
	thousands, percents int // commas behind the last digit; percent signs
	grouped             bool
}

func (s *section) places() places {
	var p places
	behindPoint, commas := false, 0
	for _, t := range s.tokens {
		switch t.kind {
		case exponent:
			p.thousands += commas
			return p
		case digit:
			if commas > 0 && !behindPoint {
				p.grouped = true
			}
			commas = 0
			if behindPoint {
				p.decimals++
			} else {
				p.whole++
			}
		case comma:
			if p.whole+p.decimals > 0 {
				commas++
			}
		case point:
			if commas > 0 && !behindPoint && p.whole > 0 {
				p.thousands += commas // 0,.0 divides, too
				commas = 0
			}
			behindPoint = true
		case percent:
			p.percents++
		}
	}
	p.thousands += commas
	return p
}

// fill puts digits and the power of ten into a section's places. Literals between places stay where they are, as the
// point in 0!.0, does.
func (s *section) fill(whole, decimals, power string, p places) (text, digits string) {
	var b, d strings.Builder
	place, behindPoint, exponentSeen := 0, false, false
	figure := func(t string) {
		b.WriteString(t)
		d.WriteString(t)
	}
	for _, t := range s.tokens {
		switch {
		case t.kind == literal || t.kind == slash || t.kind == percent:
			b.WriteString(t.text)
		case t.kind == blank:
			b.WriteByte(' ')
		case t.kind == exponent:
			exponentSeen = true
			figure(power)
		case exponentSeen && t.kind == digit:
		case t.kind == point && !behindPoint:
			behindPoint = true
			if p.decimals > 0 && strings.TrimRight(decimals, "0") == "" && !s.fixedDecimals() {
				b.WriteByte('.') // as 12. of 0.##
			} else {
				figure(".")
			}
		case t.kind == digit && behindPoint:
			if decimals == "" {
				continue
			}
			digit := decimals[:1]
			if decimals = decimals[1:]; t.text != "0" && strings.Trim(digit+decimals, "0") == "" {
				continue // places for digits that need not be shown
			}
			figure(digit)
		case t.kind == digit:
			place++
			left := p.whole - place // places still to come
			switch {
			case len(whole) > left: // the first place takes all digits that have none
				for len(whole) > left {
					figure(whole[:1])
					if whole = whole[1:]; p.grouped && len(whole) > 0 && len(whole)%3 == 0 {
						b.WriteByte(',')
					}
				}
			case t.text == "0":
				figure("0")
				if p.grouped && left > 0 && left%3 == 0 {
					b.WriteByte(',')
				}
			case t.text == "?":
				b.WriteByte(' ')
			}
		}
	}
	return b.String(), strings.TrimSuffix(d.String(), ".")
}

// fixedDecimals reports whether a place behind the point always shows a digit.
func (s *section) fixedDecimals() bool {
	behind := false
	for _, t := range s.tokens {
		if t.kind == point {
			behind = true
		}
		if behind && t.kind == digit && t.text == "0" {
			return true
		}
	}
	return false
}
