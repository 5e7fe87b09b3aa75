package narrative

import (
	"strings"

	"github.com/gkxl/gkxl/model"
)

// numeral is a number as it stands in a sentence.
type numeral struct {
	value            model.Number
	rounding         model.Number // largest difference of the meant figure from a rounded one; 0 for an exact one
	over             bool         // "5500余": the figure meant is the number or somewhat more
	about            bool         // "约5500"
	percent          bool
	percentagePoints bool // percentage points
	unit             string
	places           int  // digits behind the point
	hanzi            bool // written in Chinese numerals
}

// hanziDigits are the Chinese numerals below ten.
var hanziDigits = map[rune]int64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// hanziUnits are the Chinese numerals that multiply the one before them.
var hanziUnits = map[rune]int64{'十': 10, '百': 100, '千': 1000}

// bigUnits are the Chinese numerals that multiply all before them.
var bigUnits = map[rune]int64{'万': 10_000, '亿': 100_000_000}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// maxRun is the largest number of characters in a figure.
const maxRun = 24

// readDigits reads digits with separators and a point. n is the number of characters, 0 if there are none. If
// they are too many for a figure, text is empty.
func readDigits(rs []rune) (text string, places, n int) {
	var b strings.Builder
	point := false
	for n < len(rs) && n < maxRun {
		switch r := rs[n]; {
		case isDigit(r):
			b.WriteRune(r)
			if point {
				places++
			}
		case r == ',' && !point && groupOf3(rs[n+1:]) && b.Len() <= 3+4*strings.Count(string(rs[:n]), ","):
		case r == '.' && !point && n+1 < len(rs) && isDigit(rs[n+1]):
			point = true
			b.WriteRune('.')
		default:
			return b.String(), places, n
		}
		n++
	}
	if n == maxRun {
		for n < len(rs) && isDigit(rs[n]) {
			n++
		}
		return "", 0, n
	}
	return b.String(), places, n
}

// groupOf3 reports whether exactly three digits follow, as behind a thousands separator.
func groupOf3(rs []rune) bool {
	return len(rs) >= 3 && isDigit(rs[0]) && isDigit(rs[1]) && isDigit(rs[2]) && (len(rs) == 3 || !isDigit(rs[3]))
}

// readHanzi reads a number in Chinese numerals, such as 一百二十三 or 两千; n is the number of characters, 0 if there
// is none.
func readHanzi(rs []rune) (value int64, n int) {
	var total, digit int64 = 0, -1
	for n < len(rs) && n < maxRun {
		r := rs[n]
		if d, ok := hanziDigits[r]; ok {
			if digit > 0 {
				return 0, 0 // 二〇二三, 三五: no number of things
			}
			digit = d
		} else if u, ok := hanziUnits[r]; ok {
			if digit < 0 {
				digit = 1
			}
			total += digit * u
			digit = -1
		} else {
			break
		}
		n++
	}
	if digit > 0 {
		total += digit
	}
	return total, n
}

// readNumeral reads a number at the beginning of rs: digits or Chinese numerals, 万 and 亿, 余, and its unit or
// percent sign. n is the number of characters, 0 if there is none.
func (l *lexicon) readNumeral(rs []rune) (num numeral, n int) {
	text, places, n := readDigits(rs)
	switch {
	case n > 0 && text == "":
		return num, n // too long to be a figure: skipped by the caller as no unit follows
	case n > 0:
		v, err := model.ParseNumber(text)
		if err != nil {
			return numeral{}, 0
		}
		num.value, num.places = v, places
	case rs[0] == '百' && hasPrefix(rs, "百分之"):
		if text, places, k := readDigits(rs[3:]); k > 0 {
			v, err := model.ParseNumber(text)
			return numeral{value: v, places: places, percent: err == nil}, 3 + k
		}
		if v, k := readHanzi(rs[3:]); k > 0 {
			return numeral{value: model.Int(v), percent: true, hanzi: true}, 3 + k
		}
		return numeral{}, 0
	default:
		v, k := readHanzi(rs)
		if k == 0 {
			return numeral{}, 0
		}
		num.value, num.hanzi, n = model.Int(v), true, k
	}
	at := func(i int) rune {
		if i < len(rs) {
			return rs[i]
		}
		return 0
	}
	if strings.ContainsRune(l.over, at(n)) {
		num.over = true
		n++
	}
	if u, ok := bigUnits[at(n)]; ok && !(at(n) == '万' && at(n+1) == '元') {
		num.value, num.rounding = num.value.Mul(model.Int(u)), model.Scaled(u, num.places)
		n++
		if strings.ContainsRune(l.over, at(n)) {
			num.over = true
			n++
		}
	} else if u, ok := hanziUnits[at(n)]; ok && !num.hanzi { // "3千件"
		num.value = num.value.Mul(model.Int(u))
		n++
	}
	if at(n) == '%' {
		num.percent = true
		return num, n + 1
	}
	rest := rs[n:]
	for _, u := range l.units[at(n)] {
		if hasPrefix(rest, u) {
			num.unit = u
			n += len([]rune(u))
			break
		}
	}
	if num.unit == "个" && hasPrefix(rs[n:], "百分点") {
		num.percentagePoints = true
		n += 3
	}
	if num.unit != "" && strings.ContainsRune(l.over, at(n)) && at(n) == '多' {
		num.over = true
		n++
	}
	return num, n
}

// hasPrefix reports whether characters begin with a text.
func hasPrefix(rs []rune, s string) bool {
	n := 0
	for _, r := range s {
		if n == len(rs) || rs[n] != r {
			return false
		}
		n++
	}
	return true
}

// fits reports whether the number meant may be v, rounding allowed.
func (num numeral) fits(v model.Number) bool {
	if num.value.Equal(v) {
		return true
	}
	step := num.rounding
	if num.over || num.about {
		if s := roundness(num.value); s.Cmp(step) > 0 {
			step = s
		}
	}
	if step.Sign() == 0 {
		return false
	}
	d := v.Sub(num.value)
	return (d.Sign() >= 0 || !num.over) && d.Abs().Cmp(step) < 0
}

// roundness returns the value of the last digit that is not 0: 100 for 5500. It is 1 for 0 and for fractions.
func roundness(v model.Number) model.Number {
	n, ok := v.Int64()
	if !ok || n == 0 {
		return model.Int(1)
	}
	s := int64(1)
	for n%10 == 0 {
		n /= 10
		s *= 10
	}
	return model.Int(s)
}

// percentFits reports whether the number is a/b in percent, rounded or cut off.
func (num numeral) percentFits(a, b model.Number) bool {
	if b.Sign() <= 0 {
		return false
	}
	unit := model.Scaled(1, num.places)
	if num.about || num.over {
		unit = model.Int(1)
	}
	d := num.value.Mul(b).Sub(a.Mul(model.Int(100)))
	return d.Abs().Cmp(unit.Mul(b)) < 0
}
