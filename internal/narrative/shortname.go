package narrative

import (
	"slices"
	"strings"
)

// shortName is a name of the report's organ that texts shorten: 市场监管局 for 市场监督管理局, 卫健委 for 卫生健康委员会.
type shortName struct {
	name  []rune
	inner bool // the name of another organ stands within it: 公安局城东分局
}

// shortNames prepares a name for finding its shortened forms.
func (l *lexicon) shortNames(organ string) []shortName {
	const committee = "员会"
	var out []shortName
	for _, name := range []string{organ, strings.TrimSuffix(organ, committee)} {
		s := shortName{name: []rune(name)}
		if len(s.name) < 4 || len(out) > 0 && name == organ {
			continue
		}
		body := string(s.name[:len(s.name)-1])
		for _, o := range l.organs {
			// A level of government within the name is no other organ.
			s.inner = s.inner || !slices.Contains(l.levels, o) && strings.Contains(body, o)
		}
		out = append(out, s)
	}
	return out
}

// findShort returns where in unknown text a shortened name of the organ begins, with which the text ends.
func (s *scanner) findShort(rs []rune) (int, bool) {
	const least = 3 // shorter names, such as 县委 and 市局, are other organs
	for start := 0; len(rs)-start >= least; start++ {
		for _, n := range s.shortNames {
			if n.matches(rs[start:]) {
				return start, true
			}
		}
	}
	return 0, false
}

// matches reports whether a text is the name with characters left out. The last character must be there.
func (n shortName) matches(text []rune) bool {
	end := len(n.name) - 1
	if text[len(text)-1] != n.name[end] || len(text) > len(n.name) {
		return false
	}
	if n.inner && text[len(text)-2] != n.name[end-1] {
		return false
	}
	at := 0
	for _, r := range text[:len(text)-1] {
		i := slices.Index(n.name[at:end], r)
		if i < 0 {
			return false
		}
		at += i + 1
	}
	return true
}
