package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// numberStyle is the way in which a line is numbered. A report numbers the headings of its sections in one style
// and what stands within a section in another.
type numberStyle int

const (
	unnumbered       numberStyle = iota
	partNumber                   // 第一部分
	chineseNumber                // 一、
	arabicNumber                 // 1.
	chineseInBracket             // （一）
	arabicInBracket              // (1)
)

// wording says how the words of a line are those of a heading; a later one is the better.
type wording int

const (
	otherWords    wording = iota // of no heading
	similarWords                 // misspelt ones
	numberedWords                // words that are a heading only behind its number
	patternWords                 // one of the heading's patterns
	listedWords                  // the form's heading, or one of its variants
)

// headingLine is a line read as the heading of a section.
type headingLine struct {
	section    *model.Section // nil if the words are no heading's
	wording    wording
	similarity float64 // of similarWords, from 0 to 1; else 1
	style      numberStyle
	number     int    // the line's number; 0 for none
	text       string // the line, without what follows the heading
	rest       string // what follows the heading in its line
	paged      bool   // the line ends in the number of a page, as in a table of contents
}

// maxHeading is the largest number of characters in a heading.
const maxHeading = 60

// maxRunIn is the largest number of characters before the colon or full stop that ends a heading whose text follows
// in the same line.
const maxRunIn = 45

var (
	// headingNumber matches the number of a heading, in one subexpression for each style.
	headingNumber = text.NewPattern(`^\s*(?:第\s*([一二三四五六七八九十\d]{1,3})\s*(?:部\s*分|章|节|篇|方面|项)\s*[、.,:]?|\(\s*([一二三四五六七八九十]{1,3})\s*\)[、.,:]?|([一二三四五六七八九十]{1,3})\s*\)[、.,]?|\(\s*(\d{1,2})\s*\)[、.,:]?|(\d{1,2})\s*\)[、.,]?|([一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})(?:\s*[、.,:．。·•]+|\s)|0?(\d{1,2})(?:\s*[、.,:．。]+|\s)|(\d\.\d{1,2}(?:\.\d{1,2})*)[\s、.]|([IVX]{1,4})\s*[、.,:\s])\s*`)
	// pageNumber matches what a table of contents has behind a heading.
	pageNumber = text.NewPattern(`(?:[\s.…·‥⋯•＿_—\-]*第?\s*\(?\d{1,3}\)?\s*页?|[.…‥⋯_·]{2,})\s*$`)
)

// styleOfGroup gives the style of each subexpression of headingNumber.
var styleOfGroup = []numberStyle{unnumbered, partNumber, chineseInBracket, chineseInBracket, arabicInBracket, arabicInBracket, chineseNumber, arabicNumber, arabicInBracket, arabicNumber}

// lineNumber matches what numbers a line, where it stands apart from the line's text.
var lineNumber = text.NewPattern(`^(?:第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|篇)[、.:]?|\(?[一二三四五六七八九十]{1,3}[、.:)]*|\(\d{1,2}\)|\d{1,2}[、.)])$`)

// IsLineNumber reports whether a text is nothing but what numbers a line, such as 一、 or 第一部分.
func IsLineNumber(s string) bool { return len(s) < 30 && lineNumber.MatchString(text.Bare(s)) }

// formalDigits are the numerals of documents of value, beside the plain ones.
var formalDigits = strings.NewReplacer("壹", "一", "贰", "二", "叁", "三", "肆", "四", "伍", "五", "陆", "六", "柒", "七", "捌", "八", "玖", "九", "拾", "十")

// ornaments are characters that stand around a heading and are no part of it.
const ornaments = " \t\u3000■□◆◇●○★☆▲△►▶•·#*【】《》[]<>〈〉「」『』_~"

// cutHeadingNumber splits off the number that a folded line begins with.
func cutHeadingNumber(s string) (n int, style numberStyle, rest string) {
	s = strings.TrimLeft(s, ornaments)
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r >= '①' && r <= '⑳':
		return int(r-'①') + 1, arabicInBracket, s[size:]
	case r >= '⑴' && r <= '⒇':
		return int(r-'⑴') + 1, arabicInBracket, s[size:]
	case r >= '⒈' && r <= '⒛':
		return int(r-'⒈') + 1, arabicNumber, s[size:]
	case r >= '㈠' && r <= '㈩':
		return int(r-'㈠') + 1, chineseInBracket, s[size:]
	case r >= 'Ⅰ' && r <= 'Ⅻ':
		return int(r-'Ⅰ') + 1, arabicNumber, strings.TrimLeft(s[size:], "、.,: ")
	}
	m := headingNumber.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, unnumbered, s
	}
	for g := 1; 2*g < len(m); g++ {
		if m[2*g] < 0 {
			continue
		}
		number := s[m[2*g]:m[2*g+1]]
		style := styleOfGroup[g]
		if style == arabicNumber && strings.Trim(number, "IVX") == "" {
			n = slices.Index([]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}, number) + 1
		} else {
			n = ordinalOf([]rune(formalDigits.Replace(number)))
		}
		if n > 0 || strings.Contains(number, ".") {
			return n, style, s[m[1]:]
		}
	}
	return 0, unnumbered, s
}

// headingPattern recognises the wordings of one section's heading.
type headingPattern struct {
	section         *model.Section
	words, numbered *regexp.Regexp // nil for none
}

// compileHeading turns patterns of a section into a regular expression for reduced labels; nil for none.
func compileHeading(patterns []string, r *reducer) *regexp.Regexp {
	if len(patterns) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("^(?:")
	for i, p := range patterns {
		if i > 0 {
			b.WriteByte('|')
		}
		p = strings.NewReplacer("{year}", "\x00", "{any}", "\x01").Replace(p)
		for _, c := range p {
			switch {
			case c == '\x00':
				b.WriteString(yearExpr)
			case c == '\x01':
				b.WriteString(".{0,25}?")
			case c == '[' || c == '(':
				b.WriteString("(?:")
			case c == ']':
				b.WriteString(")?")
			case c == ')' || c == '|':
				b.WriteRune(c)
			case unicode.IsLetter(c) && !r.optional[c]:
				b.WriteRune(c)
			}
		}
	}
	b.WriteString(")$")
	return regexp.MustCompile(b.String())
}

// headingLine reads a line as a heading: its number, its words, and, behind a number, what follows a colon, a full
// stop or a blank. Whether it is one depends on the lines around it: see chooseHeadings.
func (v *vocabulary) headingLine(s string) headingLine {
	s = strings.TrimSpace(s)
	if len(s) < 6 || !strings.ContainsFunc(s, func(c rune) bool { return c >= utf8.RuneSelf }) {
		return headingLine{}
	}
	whole := headingLine{text: s}
	if len(s) <= 3*maxHeading {
		whole = v.wholeLine(s)
		if whole.wording > similarWords || whole.style == unnumbered {
			return whole
		}
	}
	if _, style, _ := cutHeadingNumber(text.Fold(text.Clip(s, 10))); style == unnumbered {
		return whole
	}
	head, rest := cutRunIn(s)
	if rest == "" {
		return whole
	}
	h := v.wholeLine(head)
	if h.section == nil || h.wording < patternWords || h.number != v.numbers[h.section] {
		return whole
	}
	h.rest = rest
	return h
}

// lineIn is headingLine for a line of a grid, which keeps the answer.
func (v *vocabulary) lineIn(g *grid, s string) headingLine {
	h, known := g.lines[s]
	if !known {
		if g.lines == nil {
			g.lines = map[string]headingLine{}
		}
		h = v.headingLine(s)
		g.lines[s] = h
	}
	return h
}

// cutRunIn cuts a numbered line behind the colon, full stop or blank that may end a heading; rest is empty if there
// is none.
func cutRunIn(s string) (head, rest string) {
	runes, begun := 0, false
	for i, c := range s {
		if runes++; runes > maxRunIn {
			return s, ""
		}
		letter := unicode.IsLetter(c)
		if ends := strings.ContainsRune("：:。", c) || unicode.IsSpace(c); ends && begun && runes > 6 {
			return s[:i], strings.TrimSpace(strings.TrimLeft(s[i:], "：:。 \t\u3000"))
		}
		begun = begun || letter
	}
	return s, ""
}

// wholeLine reads a line that is nothing but a heading.
func (v *vocabulary) wholeLine(s string) headingLine {
	h := headingLine{text: s, similarity: 1}
	folded := text.Fold(s)
	var words string
	h.number, h.style, words = cutHeadingNumber(folded)
	words = strings.TrimRight(words, ornaments+"。.,:;、")
	if len(words) < 4 {
		return h
	}
	if h.match(v, words); h.section != nil && h.wording > similarWords {
		return h
	}
	if r, size := utf8.DecodeRuneInString(words); h.style == unnumbered && strings.ContainsRune(chineseDigits, r) && len(words) > size+3 {
		joined := h
		joined.number, joined.style = ordinalOf([]rune{r}), chineseNumber
		if joined.match(v, words[size:]); joined.wording == listedWords {
			return joined
		}
	}
	if at := pageNumber.FindStringIndex(words); at != nil && at[0] > 0 {
		paged := h
		paged.paged = true
		if paged.match(v, words[:at[0]]); paged.section != nil && paged.wording >= h.wording {
			return paged
		}
		h.paged = true
	}
	return h
}

// match finds the section whose heading the words are.
func (h *headingLine) match(v *vocabulary, words string) {
	h.section, h.wording, h.similarity = nil, otherWords, 1
	l := v.reducer.label(words)
	if l.core == "" {
		return
	}
	for _, core := range []string{l.core, l.bare} {
		if sec := v.headings[core]; sec != nil {
			h.section, h.wording = sec, listedWords
			return
		}
	}
	if utf8.RuneCountInString(l.core) > maxHeading-10 {
		return
	}
	for _, p := range v.headingPatterns {
		if p.words != nil && (p.words.MatchString(l.core) || l.bare != l.core && p.words.MatchString(l.bare)) {
			h.section, h.wording = p.section, patternWords
			return
		}
	}
	if h.number == 0 {
		return
	}
	for _, p := range v.headingPatterns {
		if p.numbered != nil && (p.numbered.MatchString(l.core) || l.bare != l.core && p.numbered.MatchString(l.bare)) {
			h.section, h.wording = p.section, numberedWords
			if v.numbers[p.section] == h.number {
				return // else a later section may have the number
			}
		}
	}
	if h.section == nil && !strings.ContainsAny(words, "。；;:，,！？!?") {
		if h.section, h.similarity = v.misspeltHeading(l); h.section != nil {
			h.wording = similarWords
		}
	}
}

// misspeltHeading returns the section whose heading a label is a misspelt form of, and how similar they are; nil if
// there is none, or more than one.
func (v *vocabulary) misspeltHeading(l label) (sec *model.Section, score float64) {
	best, second := 0.0, 0.0
	for core, h := range v.headings {
		if h.Optional {
			continue // a heading that gkxl made up, too short for a comparison
		}
		if n := len(l.bare) - len(core); n >= 2*len("字") && strings.Contains(l.bare, core) {
			continue // a sentence that begins or ends as the heading does
		}
		switch a := max(labelSimilarity(core, l.core), labelSimilarity(core, l.bare)); {
		case a > best:
			if sec != nil && sec != h {
				second = best
			}
			best, sec = a, h
		case a > second && h != sec:
			second = a
		}
	}
	if best >= 0.75 && best-second >= margin {
		return sec, best
	}
	return nil, 0
}

// heading returns the section whose heading a text is, read without what stands around it, with score 1, or the
// similarity if the heading is misspelt; nil and 0 if it is no heading.
func (v *vocabulary) heading(s string) (sec *model.Section, score float64) {
	h := v.headingLine(s)
	if h.section == nil || h.rest != "" || h.wording == numberedWords && h.number != v.numbers[h.section] {
		return nil, 0
	}
	return h.section, h.similarity
}
