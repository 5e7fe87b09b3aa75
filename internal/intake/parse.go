package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// fold makes the text of a cell one to read a figure from: folded by [text.Fold], every kind of blank a plain one,
// spaces that group the digits of a figure left out, trimmed. Other blanks and line breaks stay, unlike in
// [text.Bare]: what stands behind one is a second number or a remark.
func fold(s string) string {
	if plain(s) {
		return strings.TrimSpace(text.Fold(s))
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '\n'
		case unicode.IsSpace(r):
			return ' '
		case r == '\u2212':
			return '-'
		}
		return r
	}, ungroupSpaces(text.Fold(s)))
	return strings.TrimSpace(s)
}

// groupedDigits matches figures whose digits are grouped by threes with spaces at which no line breaks.
var groupedDigits = text.NewPattern(`[0-9]{1,3}(?:[\x{a0}\x{2007}][0-9]{3})+`)

// ungroupSpaces leaves out the spaces by which digits are grouped, where they stand as they must.
func ungroupSpaces(s string) string {
	if !strings.ContainsAny(s, "\u00a0\u2007") {
		return s
	}
	isDigit := func(at int) bool { return at >= 0 && at < len(s) && s[at] >= '0' && s[at] <= '9' }
	var b strings.Builder
	from := 0
	for _, m := range groupedDigits.FindAllStringIndex(s, -1) {
		b.WriteString(s[from:m[0]])
		if from = m[1]; isDigit(m[0]-1) || isDigit(m[1]) {
			b.WriteString(s[m[0]:m[1]])
			continue
		}
		for _, c := range []byte(s[m[0]:m[1]]) {
			if c >= '0' && c <= '9' {
				b.WriteByte(c)
			}
		}
	}
	return b.String() + s[from:]
}

// plain reports whether a text is ASCII without carriage returns, so that folding changes nothing.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == '\r' })
}

// hasDigit reports whether a text has a digit, or consists of Chinese numerals.
func hasDigit(s string) bool {
	return strings.IndexFunc(s, unicode.IsDigit) >= 0 || strings.ContainsAny(s, "一二三四五六七八九十百千万亿两〇零") && strings.Trim(s, "一二三四五六七八九十百千万亿两〇零 ") == ""
}

// placeholder reports whether a text says that there is nothing to fill in, such as / or 无.
func placeholder(s string, voc *model.Reading) bool {
	if inner, ok := brackets(s); ok {
		s = inner
	}
	if strings.Trim(s, "-—―–_/\\.·*×~ ") == "" {
		return true
	}
	s = strings.TrimRight(s, " 。.;；")
	if slices.ContainsFunc(voc.Placeholders, func(p string) bool { return sameInAnyCase(s, p) }) {
		return true
	}
	if hasDigit(s) || slices.ContainsFunc(voc.Not, func(n string) bool { return strings.Contains(s, n) }) {
		return false
	}
	return opensPlaceholder(s, voc) || opensPlaceholder(cutOrganWord(s, voc), voc)
}

// sameInAnyCase is [strings.EqualFold]. Mostly the first characters differ, and are such as have no case: digits, signs,
// Chinese characters.
func sameInAnyCase(s, t string) bool {
	caseless := func(first byte) bool { return first < 'A' || first >= 0xe4 && first <= 0xe9 }
	if s != "" && t != "" && s[0] != t[0] && caseless(s[0]) {
		return false
	}
	return strings.EqualFold(s, t)
}

// opensPlaceholder reports whether a text begins with one of the form's words for nothing.
func opensPlaceholder(s string, voc *model.Reading) bool {
	return s != "" && slices.ContainsFunc(voc.Openings, func(o string) bool { return strings.HasPrefix(s, o) })
}

// cutOrganWord cuts off the organ that a sentence begins with, as in 本单位无, 我局未收到. It returns "" if the
// sentence does not begin with one, or no word for nothing can follow it.
func cutOrganWord(s string, voc *model.Reading) string {
	if !slices.ContainsFunc(voc.OwnWords, func(w string) bool { return strings.HasPrefix(s, w) }) {
		return ""
	}
	rs := []rune(s)
	for n := 2; n <= 4 && n < len(rs); n++ {
		if slices.ContainsFunc(voc.Openings, func(o string) bool { return strings.HasPrefix(o, string(rs[n])) }) {
			return string(rs[n:])
		}
	}
	return ""
}

// parsedNumber is the result of parsing a text: number, unit and remark.
type parsedNumber struct {
	number model.Number
	unit   string
	remark string
}

// Reasons why a text is no number, to be put behind the text.
var (
	notNumber  = msg.T("不是数字", "is no number")
	notAlone   = msg.T("里不止一个数字，无法确定取哪一个", "holds more than a number, and which one counts is unclear")
	badGroups  = msg.T("的千分位不规范，无法确定数值", "has misplaced thousands separators")
	multiplier = msg.T("带有“万”“亿”而没有完整的单位；请填写完整的数字", "has 万 or 亿 without a full unit; write the whole number")
	dashed     = msg.T("以破折号开头，无法确定是不是负数", "begins with a dash that may or may not be a minus")
	bracketed  = msg.T("整个写在括号里，无法确定是数字还是说明", "stands in brackets as a whole: a number or a remark")
)

// parse reads "[sign] digits [unit] [remark]" from a folded text. The second result says why it is no number;
// it is empty if it is one.
func parse(s string, signed bool, voc *model.Reading) (parsedNumber, msg.Text) {
	var g parsedNumber
	if slices.Contains(voc.Zeros, s) {
		return g, msg.Text{}
	}
	if strings.Trim(s, "0123456789") == "" && s != "" { // mostly nothing else stands there
		n, err := model.ParseNumber(s)
		if err != nil {
			return g, notNumber
		}
		g.number = n
		return g, msg.Text{}
	}
	minus, rest := cutSign(cutTextMark(s), signed, voc)
	rest = strings.TrimLeft(rest, " ")
	switch {
	case strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "―"):
		return g, dashed
	case strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "【") || strings.HasPrefix(rest, "〔"):
		return g, bracketed
	}
	currency := ""
	for _, c := range voc.Currency {
		if r, ok := strings.CutPrefix(rest, c); ok && len(voc.Money) > 0 {
			currency, rest = voc.Money[0], strings.TrimLeft(r, " ")
		}
	}
	marks, rest := cutMarks(rest, text.Shifted)
	digits, rest := cutNumber(rest)
	if digits == "" {
		return g, notNumber
	}
	whole, ok := ungroup(digits)
	if !ok {
		return g, badGroups
	}
	n, err := model.ParseNumber(whole)
	if err != nil {
		return g, notNumber
	}
	if minus {
		n = n.Neg()
	}
	g.number = n
	more, rest := cutMarks(strings.TrimLeft(rest, " "), text.NoteMark)
	marks += more
	g.unit, rest = cutUnit(strings.TrimLeft(rest, " "), voc)
	if g.unit == "" {
		g.unit = currency
	}
	line, below, _ := strings.Cut(strings.TrimLeft(rest, " "), "\n")
	line, below = strings.TrimSpace(line), strings.TrimSpace(below)
	more, line = cutMarks(line, text.NoteMark)
	if marks += more; line != "" {
		if strings.HasPrefix(line, "万") || strings.HasPrefix(line, "亿") {
			return g, multiplier
		}
		if inner, ok := brackets(line); ok {
			line = inner
		} else if !isNumberedNote(line, voc) {
			return g, notAlone
		}
	}
	if below != "" && slices.ContainsFunc(strings.Split(below, "\n"), func(l string) bool { return isFigureAlone(strings.TrimSpace(l), signed, voc) }) {
		return g, notAlone
	}
	g.remark = joinRemark(text.Level(marks+line), below)
	return g, msg.Text{}
}

// isFigureAlone reports whether a line is a figure and nothing else: below another figure it is a second one, or the
// rest of the first.
func isFigureAlone(line string, signed bool, voc *model.Reading) bool {
	if !hasDigit(line) {
		return false
	}
	g, why := parse(line, signed, voc)
	return why.IsZero() && g.remark == ""
}

// joinRemark joins the remark on the line of the number with the lines below it.
func joinRemark(line, below string) string {
	if inner, ok := brackets(below); ok {
		below = inner
	}
	if line != "" && below != "" {
		line += "\n"
	}
	return line + below
}

// cutMarks cuts off the marks of one kind that a text begins with, several with commas or hyphens between them.
func cutMarks(s string, kind func(rune) bool) (marks, rest string) {
	rest = strings.TrimLeftFunc(s, kind)
	for len(rest) < len(s) && rest != "" {
		next := strings.TrimLeft(rest, ",、- ")
		more := strings.TrimLeftFunc(next, text.Shifted)
		if len(next) == len(rest) || len(more) == len(next) {
			break
		}
		rest = more
	}
	return s[:len(s)-len(rest)], strings.TrimLeft(rest, " ")
}

// isNumberedNote reports whether a text refers to a note elsewhere by one of the form's words and a number, as 注1.
func isNumberedNote(s string, voc *model.Reading) bool {
	s = text.Level(s)
	return slices.ContainsFunc(voc.Notes, func(w string) bool {
		number, ok := strings.CutPrefix(s, w)
		return ok && strings.Trim(number, "0123456789 ") == ""
	})
}

// foundRemark returns the remark as it was typed, before folding.
func foundRemark(typed, folded string) string {
	i := strings.IndexFunc(typed, func(r rune) bool { return strings.ContainsRune("（(【〔[\n\r", r) || text.NoteMark(r) })
	if i < 0 || strings.ContainsFunc(typed, text.Shifted) {
		return folded
	}
	line, below, _ := strings.Cut(strings.ReplaceAll(typed[i:], "\r\n", "\n"), "\n")
	line = strings.TrimSpace(line)
	inner, ok := brackets(line)
	if line != "" && !ok {
		return folded
	}
	return joinRemark(inner, strings.TrimSpace(below))
}

// cutTextMark cuts off the apostrophe that is typed before a figure to make it a text. Programs that export figures
// write it as well.
func cutTextMark(s string) string {
	rest, marked := strings.CutPrefix(s, "'")
	if !marked {
		rest, marked = strings.CutPrefix(s, "’")
	}
	if marked && rest != "" && strings.ContainsRune("0123456789+-", rune(rest[0])) && !strings.ContainsAny(rest, "'’") {
		return rest
	}
	return s
}

// cutSign cuts off a sign. Words such as 增加 count as one only in a field that may be negative (signed).
func cutSign(s string, signed bool, voc *model.Reading) (minus bool, rest string) {
	for _, sign := range []string{"-", "–", "+"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			return sign != "+", rest
		}
	}
	best := ""
	for _, words := range [][]string{voc.Plus, voc.Minus} {
		for _, w := range words {
			if signed && strings.HasPrefix(s, w) && len(w) > len(best) {
				best, minus = w, slices.Contains(voc.Minus, w)
			}
		}
	}
	return minus, s[len(best):]
}

// cutNumber cuts off digits with separators and a decimal part.
func cutNumber(s string) (number, rest string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || (s[i] == ',' || s[i] == '.') && i > 0 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
		i++
	}
	return s[:i], s[i:]
}

// ungroup removes thousands separators. ok is false if they do not stand where they belong.
func ungroup(s string) (string, bool) {
	whole, frac, point := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (len(g) > 3 || g[0] == '0') {
			return "", false
		}
	}
	whole = strings.Join(groups, "")
	if !point {
		return whole, true
	}
	return whole + "." + frac, !strings.ContainsAny(frac, ".,")
}

// cutUnit cuts off the longest unit that a text begins with.
func cutUnit(s string, voc *model.Reading) (unit, rest string) {
	for _, list := range [][]string{voc.Units, voc.Money} {
		for _, u := range list {
			if strings.HasPrefix(s, u) && len(u) > len(unit) {
				unit = u
			}
		}
	}
	return unit, s[len(unit):]
}

// brackets returns the inside of a text that is one pair of brackets as a whole.
func brackets(s string) (string, bool) {
	pairs := map[rune]rune{'(': ')', '【': '】', '〔': '〕', '[': ']', '（': '）'}
	open, size := utf8.DecodeRuneInString(s)
	closing, ok := pairs[open]
	if !ok {
		return "", false
	}
	depth := 0
	for i, r := range s {
		switch r {
		case open:
			depth++
		case closing:
			depth--
		}
		if depth == 0 {
			if i+utf8.RuneLen(r) != len(s) {
				return "", false
			}
			return strings.TrimSpace(s[size:i]), true
		}
	}
	return "", false
}
