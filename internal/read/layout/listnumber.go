package layout

import (
	"strconv"
	"strings"
)

// ListNumber writes the number of a list item. Format is a value of ST_NumberFormat
// of WordprocessingML, such as "chineseCounting"; an unknown one, or a number that
// it cannot write, gives decimal digits.
func ListNumber(n int, format string) string {
	switch f := strings.ToLower(format); {
	case n < 0 || n > 9999:
	case strings.HasPrefix(f, "chinesecounting"), strings.HasPrefix(f, "taiwanesecounting"), strings.HasPrefix(f, "japanesecounting"), f == "koreancounting":
		return chineseNumber(n)
	case f == "ideographdigital", f == "japanesedigitaltenthousand", f == "taiwanesedigital":
		return chineseDigits(n, "〇一二三四五六七八九")
	case strings.HasPrefix(f, "chineselegal"), f == "japaneselegal", f == "ideographlegaltraditional":
		return chineseDigits(n, "零壹贰叁肆伍陆柒捌玖")
	case strings.HasPrefix(f, "decimalenclosedcircle") && n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case f == "ideographtraditional" && n >= 1 && n <= 10:
		return string([]rune("甲乙丙丁戊己庚辛壬癸")[n-1])
	case f == "upperletter" && n >= 1 && n <= 26:
		return string(rune('A' + n - 1))
	case f == "lowerletter" && n >= 1 && n <= 26:
		return string(rune('a' + n - 1))
	case f == "upperroman":
		return romanNumber(n)
	case f == "lowerroman":
		return strings.ToLower(romanNumber(n))
	case f == "none", f == "bullet":
		return ""
	case f == "decimalzero" && n < 10:
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// chineseDigits writes a number digit by digit; set holds the ten digits.
func chineseDigits(n int, set string) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		b.WriteRune([]rune(set)[c-'0'])
	}
	return b.String()
}

// chineseNumber writes a number from 0 to 9999 as it is counted in Chinese.
func chineseNumber(n int) string {
	ds := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(ds[n])
	}
	if n < 20 {
		return "十" + strings.TrimPrefix(string(ds[n%10]), "零")
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.value % 10
		switch {
		case d > 0:
			if gap {
				b.WriteRune('零')
			}
			b.WriteRune(ds[d])
			b.WriteString(u.name)
			gap = false
		case b.Len() > 0:
			gap = true
		}
	}
	return b.String()
}

// romanNumber writes a number in Roman numerals; 0 gives an empty text.
func romanNumber(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		name  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.value {
			b.WriteString(r.name)
			n -= r.value
		}
	}
	return b.String()
}
