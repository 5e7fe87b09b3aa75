package publish

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
)

// Paragraphs cuts a text at its line breaks, without the blanks around each paragraph and without empty ones.
func Paragraphs(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(c rune) bool {
		return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == '\u2028' || c == '\u2029'
	}) {
		if p = clean(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// clean drops what no page shows: invisible characters that no other character needs, and the blanks at the
// ends. Tabs and line breaks become blanks, and broken bytes U+FFFD.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\t' || c == '\n':
			return ' '
		case unicode.IsControl(c), text.Removable(c):
			return -1
		}
		return c
	}, s)
	return strings.TrimFunc(s, unicode.IsSpace)
}

// cleanLines cleans each line of a text, and drops those that are empty.
func cleanLines(s string) string {
	lines := lists.Map(strings.Split(s, "\n"), clean)
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
}

// numerals are the Chinese numerals of headings.
const numerals = "一二三四五六七八九十百"

// maxHeading is the largest number of characters of a heading; what is longer is a sentence that begins with a number.
const maxHeading = 40

// leadingHeading returns the level and the length in bytes of the sub-heading that a paragraph is or begins
// with; 0 for none.
func leadingHeading(p string) (level, length int) {
	level, rest := headingNumber(p)
	if level == 0 || numberedAgain(rest, level) {
		return 0, 0
	}
	if level == 2 {
		if n := headingBeforeColon(p, rest); n > 0 {
			return level, n
		}
	}
	end := strings.IndexRune(rest, '。')
	if end < 0 {
		if strings.ContainsAny(rest, "，；：！？") || utf8.RuneCountInString(p) > maxHeading {
			return 0, 0
		}
		return level, len(p)
	}
	head := len(p) - len(rest) + end + len("。")
	if utf8.RuneCountInString(p[:head]) > maxHeading {
		return 0, 0
	}
	// A paragraph that is one whole sentence is a heading only if it has no comma.
	if head == len(p) && (level == 3 || strings.ContainsAny(rest, "，；")) {
		return 0, 0
	}
	if level == 2 && strings.Count(rest[:end], "，") > 1 {
		return 0, 0
	}
	return level, head
}

// numberedAgain reports whether the text behind a heading's number goes on to a further number of its kind: then
// the paragraph is a list of its own, and no part of it is a heading more than the others are.
func numberedAgain(rest string, level int) bool {
	for i, c := range rest {
		if !strings.ContainsRune("。；，：、！？ 　", c) {
			continue
		}
		if next, _ := headingNumber(rest[i+utf8.RuneLen(c):]); next == level {
			return true
		}
	}
	return false
}

// headingBeforeColon returns the length of a heading such as "（一）主动公开：" before its text; 0 for none.
func headingBeforeColon(p, rest string) int {
	end := strings.IndexRune(rest, '：')
	if end < 0 || strings.ContainsAny(rest[:end], "，。；！？") {
		return 0
	}
	head := len(p) - len(rest) + end + len("：")
	if utf8.RuneCountInString(p[:head]) > maxHeading || head == len(p) {
		return 0
	}
	return head
}

// headingNumber reads the number that a sub-heading begins with; level 0 for none.
func headingNumber(p string) (level int, rest string) {
	for _, b := range [][2]string{{"（", "）"}, {"(", ")"}} {
		if in, ok := strings.CutPrefix(p, b[0]); ok {
			n, rest, ok := strings.Cut(in, b[1])
			if ok && n != "" && strings.Trim(n, numerals) == "" {
				return 2, rest
			}
		}
	}
	if rest := strings.TrimLeft(p, numerals); rest != p && strings.HasPrefix(rest, "是") {
		return 3, strings.TrimPrefix(rest, "是")
	}
	return 0, ""
}
