package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// digitGroup is digits of a text that stand together, in Arabic or, one by one, in Chinese numerals.
type digitGroup struct {
	digits   string
	gap      string // what parts it from the group before; "" when it is the first, or stands apart from it
	arabic   bool
	from, to int // in bytes
}

// chineseDigits are the Chinese numerals in which a number may be spelled digit by digit.
const chineseDigits = "〇一二三四五六七八九"

// digitOf is the digit that a character stands for.
func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r == '零' || r == '○':
		return '0', true
	case r == '幺':
		return '1', true
	}
	if i := strings.IndexRune(chineseDigits, r); i >= 0 {
		return byte('0' + i/len("〇")), true
	}
	return 0, false
}

// separates reports whether a character may stand between the digits of one number.
func separates(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-.·•()[]—–‐‑,/_", r)
}

// digitGroups lists the groups of digits of a text. No more than three characters, and one line break, part the groups
// of one number.
func digitGroups(s string) []digitGroup {
	var groups []digitGroup
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		d, ok := digitOf(r)
		if !ok {
			at += n
			continue
		}
		g := digitGroup{from: at, arabic: r < utf8.RuneSelf}
		var other []byte // of digits that are no figures
		for ok && (r < utf8.RuneSelf) == g.arabic {
			if !g.arabic {
				other = append(other, d)
			}
			at += n
			r, n = utf8.DecodeRuneInString(s[at:])
			d, ok = digitOf(r)
		}
		if g.digits, g.to = s[g.from:at], at; !g.arabic {
			g.digits = string(other)
		}
		if len(groups) > 0 && groups[len(groups)-1].arabic == g.arabic {
			gap := s[groups[len(groups)-1].to:g.from]
			if utf8.RuneCountInString(gap) <= 3 && strings.IndexFunc(gap, func(r rune) bool { return !separates(r) }) < 0 && strings.Count(gap, "\n") < 2 {
				g.gap = gap
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// digitRun is one or more groups that stand together and may be one number.
type digitRun struct {
	groups []digitGroup
	digits string
	// joined tells that digits of another number are joined to it by a mark, on either side.
	joined   bool
	from, to int // in bytes
}

// digitRuns calls a function with every run of groups with least to most digits together.
func digitRuns(s string, least, most int, visit func(digitRun)) {
	groups := digitGroups(s)
	for i := range groups {
		digits := ""
		for j := i; j < len(groups) && (j == i || groups[j].gap != ""); j++ {
			if digits += groups[j].digits; len(digits) > most {
				break
			}
			if len(digits) < least {
				continue
			}
			glued := func(gap string) bool {
				return gap != "" && strings.IndexFunc(gap, unicode.IsSpace) < 0 && gap != "/" && gap != ","
			}
			visit(digitRun{
				groups: groups[i : j+1], digits: digits, from: groups[i].from, to: groups[j].to,
				joined: glued(groups[i].gap) || j+1 < len(groups) && glued(groups[j+1].gap),
			})
		}
	}
}

// lengths are the lengths of a run's groups.
func (r digitRun) lengths() []int {
	out := make([]int, len(r.groups))
	for i, g := range r.groups {
		out[i] = len(g.digits)
	}
	return out
}

// gaps are all marks between the groups of a run.
func (r digitRun) gaps() string {
	var b strings.Builder
	for _, g := range r.groups[1:] {
		b.WriteString(g.gap)
	}
	return b.String()
}
