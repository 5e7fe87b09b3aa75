package wording

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// numberStyles are how the headings of a text are numbered, the widest first: 一、 then （一） then 1. then （1）. The
// first group is the number.
var numberStyles = []*regexp.Regexp{
	regexp.MustCompile(`^([一二三四五六七八九十]{1,3})、`),
	regexp.MustCompile(`^[（(]([一二三四五六七八九十]{1,3})[）)]`),
	regexp.MustCompile(`^(\d{1,2})[.．、]\D`),
	regexp.MustCompile(`^[（(](\d{1,2})[）)]`),
}

// numerals are the Chinese numerals from 1.
const numerals = "一二三四五六七八九"

// numberOf returns the number that a heading's numeral stands for; 0 if it is none.
func numberOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	tens, ones, ten := strings.Cut(s, "十")
	if !ten {
		ones, tens = s, ""
	}
	one := func(s string) int {
		if i := strings.Index(numerals, s); s != "" && i >= 0 && utf8.RuneCountInString(s) == 1 {
			return i/len("一") + 1
		}
		return 0
	}
	if !ten {
		return one(ones)
	}
	n := 10
	if tens != "" {
		n = 10 * one(tens)
	}
	return n + one(ones)
}

// Divided reports whether a text is divided by numbered headings.
func Divided(s string) bool {
	for line := range strings.Lines(s) {
		if style, _, _ := headingNumber(strings.TrimSpace(line)); style >= 0 {
			return true
		}
	}
	return false
}

// headingNumber returns the style and the number that a paragraph begins with, and the length of both; the style is -1
// without a number.
func headingNumber(line string) (style, number, length int) {
	r, _ := utf8.DecodeRuneInString(line)
	if r != '（' && r != '(' && !isDigit(r) {
		return -1, 0, 0
	}
	for i, p := range numberStyles {
		if m := p.FindStringSubmatchIndex(line); m != nil {
			if next, _ := utf8.DecodeRuneInString(line[m[1]:]); i == 0 && isDigit(next) {
				return -1, 0, 0 // 三、四季度
			}
			return i, numberOf(line[m[2]:m[3]]), m[3]
		}
	}
	return -1, 0, 0
}

// Numbering finds headings whose numbers are not in order: one left out, or given twice. A number that stands within a
// paragraph counts as given. A list may begin anew.
func Numbering(s string) []Fault {
	var out []Fault
	last := make([]int, len(numberStyles))
	first := map[[2]int]int{} // by style and number: where the number is given first, since a text may ask for it often
	given := func(style, n, before int) bool {
		at, ok := first[[2]int{style, n}]
		if !ok {
			at = numberAt(s, style, n)
			first[[2]int{style, n}] = at
		}
		return at >= 0 && at < before
	}
	at := 0
	for line := range strings.Lines(s) {
		from := at + len(line) - len(strings.TrimLeft(line, " \t\u00a0\u3000"))
		at += len(line)
		line = strings.TrimSpace(line)
		style, n, length := headingNumber(line)
		if style < 0 || n == 0 {
			continue
		}
		to := from + len(excerptOf(line[length:], 8)) + length
		switch {
		case n == 1 || n == last[style]+1:
		case n > last[style]+1 && !given(style, n-1, from):
			out = append(out, Fault{from, to, msg.F("之前没有第 %d 个标题", "has no heading numbered %d before it", n-1)})
		case n == last[style]:
			out = append(out, Fault{from, to, msg.T("的序号与前一个标题相同", "has the number of the heading before it")})
		}
		last[style] = n
		clear(last[style+1:])
	}
	return out
}

// numberAt returns where a text first holds the number of a heading in any style of the same numerals; -1 if it does
// not.
func numberAt(s string, style, n int) int {
	number := strconv.Itoa(n)
	if style < 2 {
		number = text.Numeral(n)
	}
	first := -1
	for _, sides := range [][2]string{{"（", "）"}, {"(", ")"}, {"", "、"}, {"", "."}, {"", "．"}, {"", "是"}, {"", "）"}, {"", ")"}} {
		if i := strings.Index(s, sides[0]+number+sides[1]); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

// Period is a span of days that a text states.
type Period struct {
	From, To           int // in bytes
	FirstYear, EndYear int // EndYear is FirstYear if the text gives one year
	WholeYear          bool
	Named              bool // by a word for the period, which says the same of years wherever figures are read
}

// cutLast returns what stands before and behind the last sep in a text; ok is false if it holds none.
func cutLast(s, sep string) (before, behind string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// periodPattern matches a span of days.
var periodPattern = regexp.MustCompile(`(20\d\d)年(\d{1,2})月(\d{1,2})日?[起始]?(?:至|到|-|—|–|~|～)+(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日`)

// Periods finds the spans of days that stand within a few characters behind one of the words for the statistical
// period, or directly behind one of those beside it.
func Periods(s string, words, beside []string) []Period {
	var out []Period
	for _, m := range periodPattern.FindAllStringSubmatchIndex(s, -1) {
		before := s[:m[0]][wordsBefore(s[:m[0]], 16):]
		if i := strings.LastIndexAny(before, "。；\n"); i >= 0 {
			before = before[i:]
		}
		// "统计期限内，2024年5月1日至5月31日开展宣传" is about something else.
		if clause, rest, ok := cutLast(before, ","); ok && (strings.HasSuffix(clause, "内") || utf8.RuneCountInString(rest) > 1) {
			continue
		}
		named := text.FirstOf(before, words) != ""
		if !named && !endsWith(before, beside) {
			continue
		}
		group := func(i int) int {
			if m[2*i] < 0 {
				return 0
			}
			n, _ := strconv.Atoi(s[m[2*i]:m[2*i+1]])
			return n
		}
		p := Period{From: m[0], To: m[1], Named: named, FirstYear: group(1), EndYear: group(4)}
		if p.EndYear == 0 {
			p.EndYear = p.FirstYear
		}
		p.WholeYear = p.FirstYear == p.EndYear && group(2) == 1 && group(3) == 1 && group(5) == 12 && group(6) == 31
		out = append(out, p)
	}
	return out
}
