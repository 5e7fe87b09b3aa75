package narrative

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"golang.org/x/text/width"
)

type tokenKind byte

const (
	tWord   tokenKind = iota
	tNumber           // a figure
	tSkip             // digits that are no figure: a date, an ordinal, a document's number
	tYear             // a year; see token.year
	tRest             // text the lexicon does not know
	tBreak            // between clauses
	tOpen             // a bracket
	tStop             // between sentences
	tLine             // between paragraphs
)

type token struct {
	kind       tokenKind
	start, end int // runes
	word       *word
	num        numeral
	year       int
	own        bool // a name of the organ itself
	part       bool // a date within the year
}

func (t token) parts() part {
	if t.word == nil {
		return 0
	}
	return t.word.parts
}

func (t token) subjects() []*subject {
	if t.word == nil {
		return nil
	}
	return t.word.subjects
}

func (t token) has(p part) bool { return t.word != nil && t.word.parts&p != 0 }

// scanner holds one text, folded to one width and without blanks, with the way
// back to its bytes.
type scanner struct {
	lex    *lexicon
	year   int
	own    [][]rune
	shorts []shortened
	rs     []rune
	from   []int // byte of each rune in the text, and of the end
	to     []int
}

func (s *scanner) read(raw string) {
	s.rs, s.from, s.to = s.rs[:0], s.from[:0], s.to[:0]
	for i, n := 0, 0; i < len(raw); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(raw[i:])
		if r != '\n' && (unicode.IsSpace(r) || text.Invisible(r)) {
			continue
		}
		if f := width.LookupRune(r).Folded(); f != 0 {
			r = f
		}
		if t, ok := s.lex.simplified[r]; ok {
			r = t
		}
		if r >= lastYear && r <= otherYear {
			r = unicode.ReplacementChar // private characters of the text are no years
		}
		s.rs, s.from, s.to = append(s.rs, r), append(s.from, i), append(s.to, i+n)
		if r == '年' {
			s.foldYear()
		}
	}
}

// foldYear turns the year before a 年 into the one character that stands for it.
func (s *scanner) foldYear() {
	n := len(s.rs)
	if n < 5 || n > 5 && isDigit(s.rs[n-6]) {
		return
	}
	y, err := strconv.Atoi(string(s.rs[n-5 : n-1]))
	if err != nil || y < 1990 || y > 2099 || !isDigit(s.rs[n-5]) {
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
	s.rs[n-5] = mark
	s.to[n-5] = s.to[n-1]
	s.rs, s.from, s.to = s.rs[:n-4], s.from[:n-4], s.to[:n-4]
}

func isYear(r rune) bool { return r >= lastYear && r <= otherYear }

// tokens cuts the text up.
func (s *scanner) tokens() []token {
	toks := make([]token, 0, len(s.rs)/2)
	for i := 0; i < len(s.rs); {
		t := s.next(i, toks)
		if t.kind == tRest && len(toks) > 0 && toks[len(toks)-1].kind == tRest {
			toks[len(toks)-1].end = t.end
		} else {
			toks = append(toks, t)
		}
		i = t.end
	}
	return s.splitShort(toks)
}

// splitShort makes the organ's shortened names tokens of their own.
func (s *scanner) splitShort(toks []token) []token {
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind != tRest {
			continue
		}
		at, ok := s.short(s.rs[t.start:t.end])
		if !ok {
			continue
		}
		own := token{kind: tWord, start: t.start + at, end: t.end, own: true}
		if at == 0 {
			toks[i] = own
			continue
		}
		toks[i].end = own.start
		i++
		toks = slices.Insert(toks, i, own)
	}
	return toks
}

func (s *scanner) at(i int) rune {
	if i < 0 || i >= len(s.rs) {
		return 0
	}
	return s.rs[i]
}

func (s *scanner) next(i int, before []token) token {
	r := s.rs[i]
	one := func(k tokenKind) token { return token{kind: k, start: i, end: i + 1} }
	switch r {
	case '\n':
		return one(tLine)
	case '。', '!', '?', '｡':
		return one(tStop)
	case '.':
		if p, n := s.at(i-1), s.at(i+1); p >= 0x2e80 && (n == 0 || n >= 0x2e80 || n == '\n') {
			return one(tStop)
		}
	case ':':
		if isDigit(s.at(i + 1)) { // "收到申请：156件"
			return one(tWord)
		}
		return one(tBreak)
	case ',', ';', ')', '…':
		return one(tBreak)
	case '(', '〔', '[':
		return one(tOpen)
	}
	for _, name := range s.own {
		if name[0] == r && i+len(name) <= len(s.rs) && string(s.rs[i:i+len(name)]) == string(name) {
			return token{kind: tWord, start: i, end: i + len(name), own: true}
		}
	}
	w, n := s.lex.longest(s.rs[i:])
	if n > 0 && isDigit(s.at(i+n-1)) && (isDigit(s.at(i+n)) || s.at(i+n) == '.' || s.at(i+n) == '%') {
		w, n = nil, 0 // the beginning of a longer number
	}
	if isYear(r) {
		if n > 1 {
			return token{kind: tWord, start: i, end: i + n, word: w}
		}
		end := i + 1
		if s.at(end) == '度' {
			end++
		}
		return token{kind: tYear, start: i, end: end, year: int(r)}
	}
	if t, ok := s.figure(i, before); ok && (n < 2 || t.end-i > n) {
		return t
	}
	if n > 0 {
		return token{kind: tWord, start: i, end: i + n, word: w}
	}
	return one(tRest)
}

func isLetter(r rune) bool { return r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z') }

// figure reads a number, or tells why digits are none.
func (s *scanner) figure(i int, before []token) (token, bool) {
	r := s.rs[i]
	num, n := s.lex.number(s.rs[i:])
	if n == 0 {
		return token{}, false
	}
	t := token{kind: tNumber, start: i, end: i + n, num: num}
	prev := s.at(i - 1)
	if num.hanzi && !num.percent {
		next := s.at(i + n)
		if num.unit == "" || !s.lex.counts[num.unit] || strings.ContainsRune("第统唯之每逐同某另哪这那十百千万几数", prev) || next == '事' || next == '案' && num.unit == "件" && s.at(i+n+1) == '事' {
			return token{}, false
		}
		return t, true
	}
	if !isDigit(r) {
		return t, num.percent
	}
	skip := prev == '第' || isLetter(prev) || prev == '-' && isDigit(s.at(i-2)) || prev == '.' || isLetter(s.at(i+n)) || n > 18
	digitsEnd := i
	for isDigit(s.at(digitsEnd)) {
		digitsEnd++
	}
	switch next := s.at(digitsEnd); {
	case next == '月':
		t.kind = tSkip
		t.end = digitsEnd + 1
		month := string(s.rs[i:digitsEnd])
		day := t.end
		for isDigit(s.at(day)) {
			day++
		}
		if s.at(day) == '日' && day > t.end {
			d := string(s.rs[t.end:day])
			t.part = !(month == "12" && d == "31" || month == "1" && d == "1" || month == "01" && d == "01")
			t.end = day + 1
		} else {
			t.part = true
		}
		return t, true
	case next == '〕' || next == ']' || next == '-' && isDigit(s.at(digitsEnd+1)):
		t.kind, t.end = tSkip, digitsEnd+1
		return t, true
	case next == '、' || next == '.' && !isDigit(s.at(digitsEnd+1)):
		// "1." and "1、" at the beginning of a clause number it.
		if len(before) == 0 || before[len(before)-1].kind >= tBreak {
			t.kind, t.end = tSkip, digitsEnd+1
			return t, true
		}
	}
	switch num.unit {
	case "年", "月", "日", "号", "时", "章", "版", "级", "届":
		skip = true
	case "条":
		skip = skip || s.at(i+n) == '第'
	}
	if skip || num.points {
		t.kind = tSkip
	}
	return t, true
}
