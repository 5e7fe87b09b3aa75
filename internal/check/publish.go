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

// personalFinders find what must not be published, by the words of the rules. They return where it begins and ends in
// a text, in bytes.
var personalFinders = map[string]func(*model.PublishWords, string) [][]int{
	"identity": func(w *model.PublishWords, s string) [][]int {
		return append(findNumbers(identityPattern, s, validIdentity), findOldIdentities(w, s)...)
	},
	"mobile":      func(_ *model.PublishWords, s string) [][]int { return findNumbers(mobilePattern, s, nil) },
	"card":        func(_ *model.PublishWords, s string) [][]int { return findNumbers(cardPattern, s, validCard) },
	"email":       findEmails,
	"name":        personalNames,
	"placeholder": func(_ *model.PublishWords, s string) [][]int { return placeholderPattern.FindAllStringIndex(s, -1) },
}

// What may be a personal number, an address or a placeholder; the finders check more closely.
var (
	identityPattern    = regexp.MustCompile(`[1-9]\d{16}[\dXx]`)
	oldIdentityPattern = regexp.MustCompile(`[1-9]\d{14}`)
	mobilePattern      = regexp.MustCompile(`1[3-9]\d[ -]?\d{4}[ -]?\d{4}`)
	cardPattern        = regexp.MustCompile(`[3-6]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?`)
	emailPattern       = regexp.MustCompile(`[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}`)
	placeholderPattern = regexp.MustCompile(`\{\{[^{}\n]{0,80}\}\}|\{\{`)
)

// findNumbers returns what a pattern matches, without matches that are part of a longer number or code.
func findNumbers(re *regexp.Regexp, s string, valid func(string) bool) [][]int {
	return slices.DeleteFunc(re.FindAllStringIndex(s, -1), func(m []int) bool {
		before, _ := utf8.DecodeLastRuneInString(s[:m[0]])
		after, _ := utf8.DecodeRuneInString(s[m[1]:])
		code := func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsDigit(r) || unicode.IsLetter(r)) || r == '_' }
		if code(before) || code(after) || before == '.' || before == '-' || after == '-' && m[1]+1 < len(s) && code(rune(s[m[1]+1])) {
			return true
		}
		return valid != nil && !valid(strings.NewReplacer(" ", "", "-", "").Replace(s[m[0]:m[1]]))
	})
}

// validIdentity checks an identity number's date of birth and its last character (GB 11643).
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

// findOldIdentities finds identity numbers of fifteen digits. They have no check digit: region and date of
// birth must be valid, and no word before the number may say that it is a firm's, a file's or an account's.
func findOldIdentities(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(findNumbers(oldIdentityPattern, s, func(d string) bool {
		if len(d) != 15 || !slices.Contains(w.Regions, d[:2]) || d[12:] == "000" {
			return false
		}
		_, err := time.Parse("20060102", "19"+d[6:12])
		return err == nil
	}), func(p []int) bool {
		const far = 14 // characters, as in 统一社会信用代码（注册号）为：
		from := p[0]
		for range far {
			r, n := utf8.DecodeLastRuneInString(s[:from])
			if n == 0 || r == '\n' || r == '。' {
				break
			}
			from -= n
		}
		return containsAny(s[from:p[0]], w.Codes)
	})
}

// validCard checks the number of a bank card by its check digit (Luhn).
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

// findEmails finds addresses, except an office's own: those under an official domain, or among contact data.
func findEmails(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(emailPattern.FindAllStringIndex(s, -1), func(m []int) bool {
		official := slices.ContainsFunc(w.Domains, func(d string) bool { return strings.HasSuffix(strings.ToLower(s[m[0]:m[1]]), d) })
		return official || containsAny(surroundings(s, m[0], m[1], 60), w.Contacts)
	})
}

// personalNames finds a surname with a given name behind a word for an applicant. It rather misses a name than
// takes other words for one.
func personalNames(w *model.PublishWords, s string) (out [][]int) {
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
			if n := personalNameLength(w, rest); n > 0 && !slices.ContainsFunc(out, func(p []int) bool { return p[0] == from }) {
				out = append(out, []int{from, from + n})
			}
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

// personalNameLength returns the length in bytes of the personal name that a text begins with; 0 for none.
func personalNameLength(w *model.PublishWords, s string) int {
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

// surroundings returns a part of a text with some characters on both sides, within its line.
func surroundings(s string, from, to, chars int) string {
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

// publishedText is one text of a report that will be published.
type publishedText struct {
	text    string
	section string
	field   *model.Field
}

// publishedTexts returns the narratives, the remarks of cells and the texts in cells that are no numbers.
func (c *checker) publishedTexts() []publishedText {
	var out []publishedText
	for _, s := range c.form.Sections {
		if t := c.report.Texts[s.ID]; t != "" {
			out = append(out, publishedText{text: t, section: s.ID})
		}
	}
	for _, fd := range c.form.Fields {
		v := c.values[fd.Index]
		if v.Remark != "" {
			out = append(out, publishedText{text: v.Remark, field: fd})
		} else if v.State == model.Unreadable {
			out = append(out, publishedText{text: v.Text, field: fd})
		}
	}
	return out
}

// addForText lists a finding about a text.
func (c *checker) addForText(w publishedText, what msg.Text, about string) {
	f := Finding{Message: what, About: about}
	if w.field != nil {
		f.Fields = []*model.Field{w.field}
	}
	if w.section != "" {
		f.Sections = []string{w.section}
		f.Cells = c.placeOf(model.PlaceOfText(w.section))
	}
	c.add(f)
}

// checkPersonal looks in every text for what the rule's words name.
func (c *checker) checkPersonal() {
	texts := c.publishedTexts()
	for _, kind := range c.rule.Words {
		find := personalFinders[kind]
		if find == nil {
			continue
		}
		all := texts
		if kind == "placeholder" {
			all = append([]publishedText{{text: c.report.Organ}}, texts...)
		}
		for _, w := range all {
			s := text.Fold(w.text)
			shown := maskNumbers(&c.form.Publish, s)
			var told [][2]int // reported by the rule on placeholders in narratives
			if kind == "placeholder" && w.section != "" {
				told = narrative.Placeholders(s)
			}
			for _, p := range find(&c.form.Publish, s) {
				if slices.ContainsFunc(told, func(t [2]int) bool { return p[0] < t[1] && t[0] < p[1] }) {
					continue
				}
				context := func(s string) string { return text.OneLine(surroundings(s, p[0], p[1], 12)) }
				c.addForText(w, msg.F("“%s”，在“%s”中", "%q, in %q", shown[p[0]:p[1]], context(shown)), s[p[0]:p[1]]+"|"+context(s))
			}
		}
	}
}

// maskNumbers hides the middle of personal numbers, since findings are passed on. The text keeps its length.
func maskNumbers(w *model.PublishWords, s string) string {
	const front, back = 3, 4 // digits that stay
	out := []byte(s)
	for _, kind := range []string{"identity", "mobile", "card"} {
		for _, p := range personalFinders[kind](w, s) {
			digits := 0
			for _, r := range s[p[0]:p[1]] {
				if unicode.IsDigit(r) {
					digits++
				}
			}
			at := 0
			for i := p[0]; i < p[1]; i++ {
				if s[i] < '0' || s[i] > '9' {
					continue
				}
				if at++; at > front && at <= digits-back {
					out[i] = '*'
				}
			}
		}
	}
	return string(out)
}

// checkMisprints reports official terms (rules with the word "term") or numbers of documents ("document") that
// are written wrong.
func (c *checker) checkMisprints() {
	texts := c.publishedTexts()
	plain := make([]string, len(texts))
	for i, w := range texts {
		plain[i] = comparableTerm(w.text)
	}
	for _, t := range c.form.Terms {
		if kind := map[bool]string{true: "document", false: "term"}[len(t.Near) > 0]; !slices.Contains(c.rule.Words, kind) {
			continue
		}
		wrong := comparableTerm(t.Wrong)
		for n, w := range texts {
			s := plain[n]
			for at := 0; ; {
				i := strings.Index(s[at:], wrong)
				if i < 0 {
					break
				}
				from := at + i
				at = from + len(wrong)
				if context := surroundings(s, from, at, 40); len(t.Near) == 0 || containsAny(context, t.Near) {
					c.addForText(w, msg.F("“%s”应为“%s”", "%q should read %q", t.Wrong, t.Right), t.Wrong+"|"+surroundings(s, from, at, 12))
				}
			}
		}
	}
}

// comparableTerm folds spellings that differ in width, blanks, quotes and kinds of brackets. Line breaks stay,
// unlike in [text.Bare]: a term does not go on in the next paragraph.
func comparableTerm(s string) string {
	s = text.Fold(s)
	return brackets.Replace(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' {
			return -1
		}
		return r
	}, s))
}

// brackets replaces all kinds of brackets and quotes by one.
var brackets = strings.NewReplacer("〔", "[", "【", "[", "(", "[", "{", "[", "〕", "]", "】", "]", ")", "]", "}", "]", "“", `"`, "”", `"`)
