package check

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// personal is what a text must not hold when it is published, by the words of the rules.
var personal = map[string]func(*model.PublishWords, string) []place{
	"identity": func(w *model.PublishWords, s string) []place {
		return append(numbers(identity, s, validIdentity), oldIdentities(w, s)...)
	},
	"mobile": func(_ *model.PublishWords, s string) []place { return numbers(mobile, s, nil) },
	"card":   func(_ *model.PublishWords, s string) []place { return numbers(card, s, validCard) },
	"email":  emails,
	"name":   names,
	"placeholder": func(_ *model.PublishWords, s string) (out []place) {
		for _, m := range placeholder.FindAllStringIndex(s, -1) {
			out = append(out, place{m[0], m[1]})
		}
		return out
	},
}

// place is where in a text something stands, in bytes.
type place struct{ from, to int }

var (
	identity    = regexp.MustCompile(`[1-9]\d{16}[\dXx]`)
	oldIdentity = regexp.MustCompile(`[1-9]\d{14}`)
	mobile      = regexp.MustCompile(`1[3-9]\d[ -]?\d{4}[ -]?\d{4}`)
	card        = regexp.MustCompile(`[3-6]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?`)
	email       = regexp.MustCompile(`[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}`)
	placeholder = regexp.MustCompile(`\{\{[^{}\n]{0,80}\}\}|\{\{`)
)

// numbers finds what a pattern matches that is no part of a longer number or code.
func numbers(re *regexp.Regexp, s string, valid func(string) bool) (out []place) {
	for _, m := range re.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:m[0]])
		after, _ := utf8.DecodeRuneInString(s[m[1]:])
		code := func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsDigit(r) || unicode.IsLetter(r)) || r == '_' }
		if code(before) || code(after) || before == '.' || before == '-' || after == '-' && m[1]+1 < len(s) && code(rune(s[m[1]+1])) {
			continue
		}
		if d := strings.NewReplacer(" ", "", "-", "").Replace(s[m[0]:m[1]]); valid == nil || valid(d) {
			out = append(out, place{m[0], m[1]})
		}
	}
	return out
}

// validIdentity checks an identity number's date of birth and its last character
// (GB 11643).
func validIdentity(s string) bool {
	if len(s) != 18 {
		return false
	}
	year, month, day := s[6:10], s[10:12], s[12:14]
	if year < "1900" || year > "2099" || month < "01" || month > "12" || day < "01" || day > "31" {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	return "10X98765432"[sum%11] == last
}

// oldIdentities finds identity numbers of fifteen digits. They have no check
// digit: the region and the date of birth must be such, and no word before the
// number may say that it is a firm's, a file's or an account's.
func oldIdentities(w *model.PublishWords, s string) []place {
	return slices.DeleteFunc(numbers(oldIdentity, s, func(d string) bool {
		if len(d) != 15 || !slices.Contains(w.Regions, d[:2]) || d[12:] == "000" {
			return false
		}
		_, err := time.Parse("20060102", "19"+d[6:12])
		return err == nil
	}), func(p place) bool {
		const far = 14 // characters, as in 统一社会信用代码（注册号）为：
		from := p.from
		for range far {
			r, n := utf8.DecodeLastRuneInString(s[:from])
			if n == 0 || r == '\n' || r == '。' {
				break
			}
			from -= n
		}
		return containsAny(s[from:p.from], w.Codes)
	})
}

// validCard checks a bank card's number after Luhn.
func validCard(s string) bool {
	if len(s) < 15 || len(s) > 19 || strings.Trim(s, s[:1]) == "" || validIdentity(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// emails leaves out an office's own address: one under an official domain, or one
// that stands among contact data.
func emails(w *model.PublishWords, s string) (out []place) {
	for _, m := range email.FindAllStringIndex(s, -1) {
		official := slices.ContainsFunc(w.Domains, func(d string) bool { return strings.HasSuffix(strings.ToLower(s[m[0]:m[1]]), d) })
		if !official && !containsAny(around(s, m[0], m[1], 60), w.Contacts) {
			out = append(out, place{m[0], m[1]})
		}
	}
	return out
}

// names finds a surname with a given name behind a word for an applicant. It is
// meant to miss rather than to accuse.
func names(w *model.PublishWords, s string) (out []place) {
	for _, person := range w.Persons {
		for at := 0; ; {
			i := strings.Index(s[at:], person)
			if i < 0 {
				break
			}
			from := at + i + len(person)
			at = from
			rest := strings.TrimLeft(s[from:], ":： ")
			from = len(s) - len(rest)
			if n := nameAt(w, rest); n > 0 && !slices.Contains(out, place{from, from + n}) {
				out = append(out, place{from, from + n})
			}
		}
	}
	slices.SortFunc(out, func(a, b place) int { return a.from - b.from })
	return out
}

// nameAt is the length of the personal name that s begins with; 0 for none.
func nameAt(w *model.PublishWords, s string) int {
	if containsPrefix(s, w.NotNames) {
		return 0
	}
	surname := ""
	for _, n := range w.Surnames {
		if strings.HasPrefix(s, n) && len(n) > len(surname) {
			surname = n
		}
	}
	if surname == "" {
		return 0
	}
	n := len(surname)
	for range 2 {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.Han, r) && r != '×' && r != '*' {
			return 0
		}
		n += size
		if rest := s[n:]; rest == "" || containsPrefix(rest, w.Behind) {
			return n
		}
	}
	return 0
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func containsPrefix(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

// around is a place in a text with some characters on both sides, within its line.
func around(s string, from, to, chars int) string {
	for range chars {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if n == 0 || r == '\n' {
			break
		}
		from -= n
	}
	for range chars {
		r, n := utf8.DecodeRuneInString(s[to:])
		if n == 0 || r == '\n' {
			break
		}
		to += n
	}
	return s[from:to]
}

// written is one text of a report that will be published.
type written struct {
	text    string
	section string
	field   *model.Field
	item    string // of the cover
}

func (c *checker) written() []written {
	var out []written
	for _, s := range c.form.Sections {
		if t := c.report.Texts[s.ID]; t != "" {
			out = append(out, written{text: t, section: s.ID})
		}
	}
	for _, fd := range c.form.Fields {
		v := c.values[fd.Index]
		if v.Remark != "" {
			out = append(out, written{text: v.Remark, field: fd})
		} else if v.State == model.Unreadable {
			out = append(out, written{text: v.Text, field: fd})
		}
	}
	return out
}

func (c *checker) said(w written, what msg.Text, about string) {
	f := Finding{Message: what, About: about}
	if w.field != nil {
		f.Fields = []*model.Field{w.field}
	}
	if w.section != "" {
		f.Sections = []string{w.section}
		f.Cells = c.at(model.PlaceOfText(w.section))
	}
	c.add(f)
}

// personal looks for what the rule's words name in every text.
func (c *checker) personal() {
	texts := c.written()
	for _, kind := range c.rule.Words {
		find := personal[kind]
		if find == nil {
			continue
		}
		all := texts
		if kind == "placeholder" {
			all = append([]written{{text: c.report.Organ, item: "organ"}}, texts...)
		}
		for _, w := range all {
			s := text.Fold(w.text)
			shown := masked(&c.form.Publish, s)
			var told [][2]int // by the rule on placeholders in narratives
			if kind == "placeholder" && w.section != "" {
				told = narrative.Placeholders(s)
			}
			for _, p := range find(&c.form.Publish, s) {
				if slices.ContainsFunc(told, func(t [2]int) bool { return p.from < t[1] && t[0] < p.to }) {
					continue
				}
				context := func(s string) string { return text.OneLine(around(s, p.from, p.to, 12)) }
				c.said(w, msg.F("“%s”，在“%s”中", "%q, in %q", shown[p.from:p.to], context(shown)), s[p.from:p.to]+"|"+context(s))
			}
		}
	}
}

// masked hides the middle of personal numbers: what was found is passed on, and
// need not be told in full to be found again. The text keeps its length.
func masked(w *model.PublishWords, s string) string {
	const front, back = 3, 4 // digits that stay
	var out []byte
	for _, kind := range []string{"identity", "mobile", "card"} {
		for _, p := range personal[kind](w, s) {
			if out == nil {
				out = []byte(s)
			}
			digits := 0
			for _, r := range s[p.from:p.to] {
				if unicode.IsDigit(r) {
					digits++
				}
			}
			at := 0
			for i := p.from; i < p.to; i++ {
				if s[i] < '0' || s[i] > '9' {
					continue
				}
				if at++; at > front && at <= digits-back {
					out[i] = '*'
				}
			}
		}
	}
	if out == nil {
		return s
	}
	return string(out)
}

// misprints points out official terms, or document numbers, that are written
// wrong: terms for a rule whose word is "term", numbers for "document".
func (c *checker) misprints() {
	texts := c.written()
	plain := make([]string, len(texts))
	for i, w := range texts {
		plain[i] = plainTerm(w.text)
	}
	for _, t := range c.form.Terms {
		if kind := map[bool]string{true: "document", false: "term"}[len(t.Near) > 0]; !slices.Contains(c.rule.Words, kind) {
			continue
		}
		wrong := plainTerm(t.Wrong)
		for n, w := range texts {
			s := plain[n]
			for at := 0; ; {
				i := strings.Index(s[at:], wrong)
				if i < 0 {
					break
				}
				from := at + i
				at = from + len(wrong)
				if context := around(s, from, at, 40); len(t.Near) == 0 || containsAny(context, t.Near) {
					c.said(w, msg.F("“%s”应为“%s”", "%q should read %q", t.Wrong, t.Right), t.Wrong+"|"+around(s, from, at, 12))
				}
			}
		}
	}
}

// plainTerm makes spellings comparable that differ in width, blanks, quotes and
// kinds of brackets. Line breaks stay, unlike in [text.Bare]: a term does not go on
// in the next paragraph.
func plainTerm(s string) string {
	s = text.Fold(s)
	return brackets.Replace(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' {
			return -1
		}
		return r
	}, s))
}

var brackets = strings.NewReplacer("〔", "[", "【", "[", "(", "[", "{", "[", "〕", "]", "】", "]", ")", "]", "}", "]", "“", `"`, "”", `"`)
