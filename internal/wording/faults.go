package wording

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/msg"
)

// Fault is something wrong with the wording of a text, at a place in bytes.
type Fault struct {
	From, To int
	What     msg.Text // what is wrong, to stand behind the words in quotes
}

// isHan reports whether a character is a Chinese one.
func isHan(r rune) bool {
	return r >= '一' && r <= '鿿' || r > '鿿' && unicode.Is(unicode.Han, r) || r == '〇'
}

// Fillers are what Unfilled looks for beside the signs that stand for what is missing.
type Fillers struct {
	Prompts *Words   // words that only a template has, as [Prompts] makes them; may be nil
	Own     string   // the form's own words on what to write in this text; may be empty
	Units   []string // what stands behind a figure
	Gaps    []string // units of a figure before which blanks stand for it
	SetWide []string // words of two characters that may have blanks between them
	// Surnames stand before signs that hide a person's name, which is no place to fill.
	Surnames []string
}

// The kinds of signs that stand for what is still to be filled. Signs of one kind may stand together.
const (
	crosses = iota
	underscores
	circles
	boxes
	lettersY
	lettersN
)

// signs are the characters of each kind.
var signs = []string{crosses: "XxＸｘ×✕", underscores: "_＿", circles: "〇○◯", boxes: "□", lettersY: "YyＹ", lettersN: "NnＮ"}

// signKind returns the kind of a sign, or -1.
func signKind(r rune) int {
	if r < utf8.RuneSelf && r != 'X' && r != 'x' && r != '_' && r != 'Y' && r != 'N' || r >= '一' && r <= '鿿' || isClauseMark(r) {
		return -1
	}
	return slices.IndexFunc(signs, func(list string) bool { return strings.ContainsRune(list, r) })
}

// isWordCharacter reports whether a character beside a sign makes it a part of a Latin word or a number.
func isWordCharacter(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("./@:-", r)
}

// Unfilled finds places of a text that are still to be filled.
func Unfilled(s string, fill Fillers) []Fault {
	var out []Fault
	open := msg.T("没有填上", "was not filled in")
	prompt := msg.T("是提示填写的话", "is a prompt to fill something in")
	if fill.Prompts != nil {
		for _, m := range fill.Prompts.Find(s) {
			out = append(out, Fault{m.From, m.To, prompt})
		}
	}
	if i := strings.Index(s, fill.Own); fill.Own != "" && i >= 0 {
		out = append(out, Fault{i, i + len(fill.Own), prompt})
	}
	var before rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		kind := signKind(r)
		if kind < 0 {
			if (r == ' ' || r == '\u00a0' || r == '\u3000') && blankForFigure(before, s[i:], fill) {
				to := i + len(s[i:]) - len(strings.TrimLeft(s[i:], " \u00a0\u3000"))
				_, last := utf8.DecodeRuneInString(s[to:])
				out = append(out, Fault{i - utf8.RuneLen(before), to + last, msg.T("之间空着", "has a gap")})
			}
			before, i = r, i+n
			continue
		}
		to, count := i, 0
		for to < len(s) {
			next, size := utf8.DecodeRuneInString(s[to:])
			if signKind(next) != kind {
				break
			}
			to, count = to+size, count+1
		}
		next, _ := utf8.DecodeRuneInString(s[to:])
		if unfilledSign(before, r, next, kind, count, s[to:], fill) {
			end := to
			if isHan(next) {
				end += utf8.RuneLen(next)
			}
			out = append(out, Fault{i, end, open})
		}
		before, i = r, to
	}
	return out
}

// unfilledSign reports whether signs of a kind stand for something to be filled, by what stands on both sides.
func unfilledSign(before, sign, next rune, kind, count int, rest string, fill Fillers) bool {
	unit := slices.ContainsFunc(fill.Units, func(u string) bool { return u != "" && strings.HasPrefix(rest, u) })
	switch kind {
	case underscores:
		return count >= 2 && !isWordCharacter(before) && !isWordCharacter(next)
	case circles: // also a Chinese zero
		return count >= 2 && !isDigit(before) && !isDigit(next)
	case boxes: // a single one may be one to tick
		return count >= 3 || count == 2 && unit
	case lettersY, lettersN:
		return count == 1 && unit && sign < utf8.RuneSelf && unicode.IsUpper(sign) && isHan(before) && before != '第' && !strings.HasPrefix(rest, "年")
	}
	if unicode.IsDigit(before) { // 20XX年
		return count >= 2 && sign != '×' && strings.HasPrefix(rest, "年")
	}
	if isWordCharacter(before) || isWordCharacter(next) {
		return false
	}
	if count == 1 {
		return unit && before != '第' && !strings.HasPrefix(rest, "人")
	}
	return unit || before == '某' && isHan(next) || !slices.Contains(fill.Surnames, string(before)) && before != '某'
}

// blankForFigure reports whether a text begins with blanks in place of a figure: behind a Chinese character and before
// a unit.
func blankForFigure(before rune, s string, fill Fillers) bool {
	if !isHan(before) || strings.ContainsRune("一二三四五六七八九十百千万两几数每各", before) {
		return false
	}
	rest := strings.TrimLeft(s, " \u00a0\u3000")
	blanks := 0
	for _, r := range s[:len(s)-len(rest)] {
		if blanks++; r == '\u3000' {
			blanks++
		}
	}
	next, n := utf8.DecodeRuneInString(rest)
	if slices.Contains(fill.SetWide, string(before)+string(next)) {
		return false
	}
	behind, _ := utf8.DecodeRuneInString(rest[n:])
	return blanks >= 2 && slices.Contains(fill.Gaps, string(next)) && (behind == utf8.RuneError || strings.ContainsRune("，。；、）", behind))
}

// asciiMarks are the marks of punctuation that Chinese text has of its own.
const asciiMarks = ",;:?!"

// Punctuation finds marks of Latin text between Chinese characters, and marks that stand twice. Marks within numbers,
// times, addresses and Latin words have no Chinese character beside them, and numbers of lists in brackets are let be.
func Punctuation(s string) []Fault {
	var out []Fault
	var before rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		next, size := utf8.DecodeRuneInString(s[i+n:])
		end := size == 0 || next == '\n' || next == '\r'
		switch {
		case isClauseMark(r) && (r == before || isClauseMark(before) && before != '。' && before != '：'):
			out = append(out, Fault{i - n, i + n, msg.T("标点重复", "is two marks in a row")})
		case r >= utf8.RuneSelf || !isHan(before) && before != '”' && before != '》' && before != '）':
		case strings.IndexByte(asciiMarks, byte(r)) >= 0 && (isHan(next) || strings.ContainsRune("“《（", next) || end && r != ':'),
			r == '.' && (isHan(next) || end):
			out = append(out, Fault{i, i + n, msg.T("是西文标点，应用中文标点", "is a mark of Latin text; Chinese text has its own")})
		case r == '(':
			const longest = 120 // bytes
			if to := strings.IndexAny(s[i:min(len(s), i+longest)], ")\n"); to > 0 && s[i+to] == ')' && strings.ContainsFunc(s[i:i+to], isHan) && isHan(next) && !isListNumber(s[i+n:i+to]) {
				out = append(out, Fault{i, i + to + 1, msg.T("用了西文括号，应用中文括号", "is in Latin brackets; Chinese text has its own")})
			}
		}
		before, i = r, i+n
	}
	return out
}

// isClauseMark reports whether a character is a mark of Chinese punctuation between clauses.
func isClauseMark(r rune) bool {
	return r == '，' || r == '。' || r == '；' || r == '：' || r == '、'
}

// isListNumber reports whether what stands in brackets is the number of a list.
func isListNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) }) < 0
}

// Broken finds paragraphs that end before their sentence does, and brackets, quotes and titles that are not closed.
func Broken(s string) []Fault {
	var out []Fault
	lines, broken := 0, 0
	at := 0
	for line := range strings.Lines(s) {
		from := at
		at += len(line)
		text := strings.TrimRightFunc(line, unicode.IsSpace)
		if strings.TrimSpace(text) == "" {
			continue
		}
		lines++
		last, n := utf8.DecodeLastRuneInString(text)
		p := Fault{From: from + wordsBefore(text, 12), To: from + len(text)}
		switch {
		case strings.ContainsRune("，、,", last):
			p.What = msg.T("之后没有写完", "is where the sentence breaks off")
		case isHan(last) && utf8.RuneCountInString(text) >= 20 && strings.ContainsAny(text[:len(text)-n], "。；"):
			p.What = msg.T("之后没有标点，像是没有写完", "ends without a mark and may be broken off")
		default:
			if i, mark := unclosed(text); i >= 0 {
				p.From, p.To = from+i, from+i+len(excerptOf(text[i:], 12))
				p.What = msg.F("的“%s”没有配对的另一半", "opens with %q, which is not closed", mark)
			}
		}
		if !p.What.IsZero() {
			broken++
			out = append(out, p)
		}
	}
	if broken >= 3 && broken*2 > lines { // lines as wide as a page, not paragraphs
		return nil
	}
	return out
}

// wordsBefore returns where the last characters of a text begin, in bytes.
func wordsBefore(s string, chars int) int {
	at := len(s)
	for range chars {
		_, n := utf8.DecodeLastRuneInString(s[:at])
		at -= n
	}
	return at
}

// excerptOf returns the first characters of a text.
func excerptOf(s string, chars int) string {
	at := 0
	for range chars {
		_, n := utf8.DecodeRuneInString(s[at:])
		at += n
	}
	return s[:at]
}

// pairs are marks that close what they open, opening and closing one by one.
var pairs = [][2]rune{{'《', '》'}, {'（', '）'}, {'“', '”'}}

// unclosed returns the place of the last mark of a paragraph that opens and is not closed, and the mark; -1 if there is
// none, or if another kind of mark may close it.
func unclosed(s string) (at int, mark string) {
	for _, p := range pairs {
		open, places := 0, -1
		for i, r := range s {
			switch {
			case r == p[0]:
				open++
				places = i
			case r == p[1] || p[0] == '（' && r == ')':
				open--
			}
		}
		if open == 1 && !(p[0] == '“' && strings.Contains(s, `"`)) {
			return places, string(p[0])
		}
	}
	return -1, ""
}
