package narrative

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
)

// tokenKind is the kind of a token. Kinds from tBreak on end a clause, those from tStop on a sentence.
type tokenKind byte

const (
	tWord    tokenKind = iota // a word of the vocabulary, or a name of the organ
	tNumber                   // a number
	tIgnored                  // digits that are no figure: a date, an ordinal, the number of a document
	tYear                     // a year; see token.year
	tUnknown                  // text that the vocabulary does not know
	tBreak                    // between clauses
	tOpen                     // a bracket
	tStop                     // between sentences
	tLine                     // between paragraphs
)

// token is a piece of a text, from rune start to rune end.
type token struct {
	kind       tokenKind
	start, end int // runes
	word       *word
	num        *numeral // of a number
	year       int
	own        bool // a name of the report's own organ
	partOfYear bool // a date within the year
	close      int  // of an opening bracket, the token that closes it; 0 if it is not known
	figure     int  // of a number, 1 more than the index of the figure it was listed as
}

// subjects returns what the token's word stands for; nil without a word.
func (t token) subjects() []*subject {
	if t.word == nil {
		return nil
	}
	return t.word.subjects
}

// has reports whether the token's word has one of some parts.
func (t token) has(p partSet) bool { return t.word != nil && t.word.parts&p != 0 }

// anyHas reports whether the word of one of the tokens has one of some parts.
func anyHas(tokens []token, p partSet) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.has(p) })
}

// scanner cuts one text into tokens. It holds the text folded to one width, in simplified characters and
// without blanks, with the byte that each character had in the text.
type scanner struct {
	lex        *lexicon
	year       int
	ownNames   [][]rune
	ownBegin   map[rune]bool // characters that one of the names begins with
	shortNames []shortName
	*room
}

// room is the memory of a scanner, which is used again for other texts.
type room struct {
	runes []rune
	from  []int // byte of each rune in the text, and of the end
	to    []int
	kept  []token
}

// rooms keeps the memory of scanners that are done.
var rooms = sync.Pool{New: func() any { return &room{} }}

// load makes a text the one to be cut.
func (s *scanner) load(raw string) {
	most := utf8.RuneCountInString(raw) + 1
	s.runes, s.from, s.to = slices.Grow(s.runes[:0], most), slices.Grow(s.from[:0], most), slices.Grow(s.to[:0], most)
	for i, n := 0, 0; i < len(raw); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(raw[i:])
		if r != '\n' && (unicode.IsSpace(r) || text.Invisible(r)) || text.Shifted(r) {
			continue // a raised digit refers to a note, and is no digit of the figure before it
		}
		r = text.FoldRune(r)
		if t, ok := s.lex.simplified[r]; ok {
			r = t
		}
		if r >= lastYear && r <= otherYear {
			r = unicode.ReplacementChar // private characters of the text are no years
		}
		s.runes, s.from, s.to = append(s.runes, r), append(s.from, i), append(s.to, i+n)
		if r == '年' {
			s.foldYear()
		}
	}
}

// foldYear replaces the year before a 年 just read by one character that says which year it is to the report.
func (s *scanner) foldYear() {
	n := len(s.runes)
	if n < 5 || n > 5 && isDigit(s.runes[n-6]) {
		return
	}
	y, err := strconv.Atoi(string(s.runes[n-5 : n-1]))
	if err != nil || y < 1990 || y > 2099 || !isDigit(s.runes[n-5]) {
		return
	}
	mark := rune(otherYear)
	switch {
	case s.year == 0:
	case y == s.year:
		mark = thisYear
	case y == s.year-1:
		mark = lastYear
	case y == s.year+1:
		mark = nextYear
	}
	s.runes[n-5] = mark
	s.to[n-5] = s.to[n-1]
	s.runes, s.from, s.to = s.runes[:n-4], s.from[:n-4], s.to[:n-4]
}

// isYear reports whether a character stands for a year.
func isYear(r rune) bool { return r >= lastYear && r <= otherYear }

// tokens cuts the text into tokens, neighbouring unknown text joined.
func (s *scanner) tokens() []token {
	toks := slices.Grow(s.kept[:0], len(s.runes)/3) // about what official prose has, so that a long text is not moved again and again
	for i := 0; i < len(s.runes); {
		t := s.nextToken(i, toks)
		i = t.end
		unknown := len(toks) > 0 && toks[len(toks)-1].kind == tUnknown
		if t.kind == tUnknown && unknown {
			toks[len(toks)-1].end = t.end
			continue
		}
		if unknown {
			toks = s.splitShort(toks)
		}
		toks = append(toks, t)
	}
	if len(toks) > 0 && toks[len(toks)-1].kind == tUnknown {
		toks = s.splitShort(toks)
	}
	s.kept = toks
	return toks
}

// splitShort makes a shortened name of the organ at the end of unknown text a token of its own. It returns the tokens
// with it.
func (s *scanner) splitShort(toks []token) []token {
	t := &toks[len(toks)-1]
	at, ok := s.findShort(s.runes[t.start:t.end])
	if !ok {
		return toks
	}
	own := token{kind: tWord, start: t.start + at, end: t.end, own: true}
	if at == 0 {
		*t = own
		return toks
	}
	t.end = own.start
	return append(toks, own)
}

// runeAt returns the character at a position; 0 outside of the text.
func (s *scanner) runeAt(i int) rune {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	return s.runes[i]
}

// nextToken returns the token that begins at position i. before are the tokens up to it.
func (s *scanner) nextToken(i int, before []token) token {
	r := s.runes[i]
	one := func(k tokenKind) token { return token{kind: k, start: i, end: i + 1} }
	switch r {
	case '\n':
		return one(tLine)
	case '。', '!', '?', '｡':
		return one(tStop)
	case '.':
		if p, n := s.runeAt(i-1), s.runeAt(i+1); p >= 0x2e80 && (n == 0 || n >= 0x2e80 || n == '\n') {
			return one(tStop)
		}
	case ':':
		if isDigit(s.runeAt(i + 1)) { // "收到申请：156件"
			return one(tWord)
		}
		return one(tBreak)
	case ',', ';', ')', '…':
		return one(tBreak)
	case '(', '〔', '[':
		return one(tOpen)
	}
	for _, name := range s.namesFrom(r) {
		if name[0] == r && i+len(name) <= len(s.runes) && slices.Equal(s.runes[i:i+len(name)], name) {
			return token{kind: tWord, start: i, end: i + len(name), own: true}
		}
	}
	w, n := s.lex.tree.longest(s.runes[i:])
	if n > 0 && isDigit(s.runeAt(i+n-1)) && (isDigit(s.runeAt(i+n)) || s.runeAt(i+n) == '.' || s.runeAt(i+n) == '%') {
		w, n = nil, 0 // the beginning of a longer number
	}
	if isYear(r) {
		if n > 1 {
			return token{kind: tWord, start: i, end: i + n, word: w}
		}
		end := i + 1
		if s.runeAt(end) == '度' {
			end++
		}
		return token{kind: tYear, start: i, end: end, year: int(r)}
	}
	if t, ok := s.readFigure(i, before); ok && (n < 2 || t.end-i > n) {
		return t
	}
	if n > 0 {
		return token{kind: tWord, start: i, end: i + n, word: w}
	}
	return one(tUnknown)
}

// namesFrom returns the own names if one of them begins with a character.
func (s *scanner) namesFrom(r rune) [][]rune {
	if s.ownBegin[r] {
		return s.ownNames
	}
	return nil
}

func isLetter(r rune) bool { return r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z') }

// readFigure reads the number at position i. ok is false if there is none. The token is tNumber if it may count
// something and tIgnored if it is a date, an ordinal, or part of a document's number. before are the tokens up to it.
func (s *scanner) readFigure(i int, before []token) (t token, ok bool) {
	num, n := s.lex.readNumeral(s.runes[i:])
	if n == 0 {
		return token{}, false
	}
	t = token{kind: tNumber, start: i, end: i + n}
	if num.hanzi && !num.percent && !s.countsInHanzi(i, n, num) || !isDigit(s.runes[i]) && !num.hanzi && !num.percent {
		return t, false
	}
	kept := num
	if t.num = &kept; !isDigit(s.runes[i]) {
		return t, true
	}
	end := i // of the digits
	for isDigit(s.runeAt(end)) {
		end++
	}
	switch next := s.runeAt(end); {
	case next == '月':
		t.kind = tIgnored
		t.end, t.partOfYear = s.readDate(i, end)
		return t, true
	case next == '〕' || next == ']' || next == '-' && isDigit(s.runeAt(end+1)):
		t.kind, t.end = tIgnored, end+1
		return t, true
	case next == '、' || next == '.' && !isDigit(s.runeAt(end+1)):
		// "1." and "1、" at the beginning of a clause number it.
		if len(before) == 0 || before[len(before)-1].kind >= tBreak {
			t.kind, t.end = tIgnored, end+1
			return t, true
		}
	}
	prev := s.runeAt(i - 1)
	if prev == '第' || isLetter(prev) || prev == '-' && isDigit(s.runeAt(i-2)) || prev == '.' || isLetter(s.runeAt(i+n)) || n > 18 ||
		slices.Contains(s.lex.words.NoCountUnits, num.unit) || s.unitBegins(i+n, num.unit, s.lex.words.References) || num.percentagePoints {
		t.kind = tIgnored
	}
	return t, true
}

// countsInHanzi reports whether a number of n Chinese numerals with its unit, at position i, counts
// something: not 第一件, 十几件, 一件事.
func (s *scanner) countsInHanzi(i, n int, num numeral) bool {
	return num.unit != "" && slices.Contains(s.lex.words.Counts, num.unit) && !strings.ContainsRune(s.lex.noCountAfter, s.runeAt(i-1)) && !strings.ContainsRune(s.lex.noCountBefore, s.runeAt(i+n)) &&
		!s.unitBegins(i+n, num.unit, s.lex.words.NoCountPhrases)
}

// unitBegins reports whether a unit, with what follows it at position i, is one of the phrases.
func (s *scanner) unitBegins(i int, unit string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool {
		rest, ok := strings.CutPrefix(p, unit)
		return ok && unit != "" && hasPrefix(s.runes[min(i, len(s.runes)):], rest)
	})
}

// readDate reads a month, whose digits stand from i to digits, and a day behind it. It returns where the
// date ends and whether it lies within the year, which its first and last day do not.
func (s *scanner) readDate(i, digits int) (end int, partOfYear bool) {
	month, end := string(s.runes[i:digits]), digits+1
	last := end
	for isDigit(s.runeAt(last)) {
		last++
	}
	if s.runeAt(last) != '日' || last == end {
		return end, true
	}
	day := string(s.runes[end:last])
	return last + 1, !(month == "12" && day == "31" || month == "1" && day == "1" || month == "01" && day == "01")
}

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
	longest := 0
	for _, n := range s.shortNames {
		longest = max(longest, len(n.name))
	}
	for start := max(0, len(rs)-longest); len(rs)-start >= least; start++ {
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
