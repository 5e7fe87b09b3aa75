package check

import (
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// personalFinders find what must not be published, by the words of the rules. They return where it begins and ends in
// a folded text, in bytes.
var personalFinders = map[string]func(*model.PublishWords, string) [][]int{
	"identity":    findIdentities,
	"mobile":      findMobiles,
	"card":        findCards,
	"email":       findEmails,
	"passport":    findPassports,
	"account":     findAccounts,
	"plate":       findPlates,
	"home":        findHomes,
	"name":        findNames,
	"placeholder": func(_ *model.PublishWords, s string) [][]int { return placeholderPattern.FindAllStringIndex(s, -1) },
}

// placeholderPattern is a placeholder, or the beginning of one.
var placeholderPattern = text.NewPattern(`\{\{[^{}\n]{0,80}\}\}|\{\{`)

// How many characters before a number are searched for a word that says what it is: a word that names it stands close
// before it, as in 联系电话（手机）：, and the name of a firm's code may be longer, as in 统一社会信用代码（注册号）为：.
const (
	nearWord = 8
	farWord  = 14
)

// before is what stands before a place, at most so many characters, within its sentence.
func before(s string, at, chars int) string {
	from := at
	for range chars {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if n == 0 || r == '\n' || r == '。' || r == ';' {
			break
		}
		from -= n
	}
	return s[from:at]
}

// named reports whether one of the words stands close before a place, in letters of either case.
func named(s string, at, chars int, words []string) bool {
	return containsAny(strings.ToLower(before(s, at, chars)), words) || containsAny(before(s, at, chars), words)
}

// inCode reports whether a character beside a number tells that it is a part of a code: a Latin letter or an
// underscore.
func inCode(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) || r == '_' }

// counted reports whether a number is a count or an amount, by the unit behind it or the word before it.
func counted(w *model.PublishWords, s string, from, to int) bool {
	behind := strings.TrimLeft(s[to:], " \u00a0余多")
	return containsPrefix(behind, w.Units) || named(s, from, nearWord, w.Measures)
}

// mobileGroupings are how the digits of a mobile number are grouped. Any other grouping needs a word that says that it
// is one.
var mobileGroupings = [][]int{{11}, {3, 4, 4}, {3, 8}, {7, 4}}

// findMobiles finds mobile numbers: eleven digits that begin with 13 to 19, also behind the code of the country.
func findMobiles(w *model.PublishWords, s string) (out [][]int) {
	digitRuns(s, 11, 15, func(r digitRun) {
		d, lengths := r.digits, r.lengths()
		for _, country := range []string{"0086", "086", "86"} {
			if len(d) != 11+len(country) || !strings.HasPrefix(d, country) {
				continue
			}
			d = d[len(country):]
			if lengths[0] -= len(country); lengths[0] == 0 {
				lengths = lengths[1:]
			}
			break
		}
		if len(d) != 11 || d[0] != '1' || d[1] < '3' {
			return
		}
		last, _ := utf8.DecodeLastRuneInString(s[:r.from])
		next, _ := utf8.DecodeRuneInString(s[r.to:])
		phone := named(s, r.from, nearWord, w.Phones)
		if adjacent := strings.TrimRight(before(s, r.from, nearWord), " :(+为是"); !endsWithAny(strings.ToLower(adjacent), w.Phones) && counted(w, s, r.from, r.to) {
			return
		}
		if inCode(next) || !phone && inCode(last) {
			return
		}
		usual := slices.ContainsFunc(mobileGroupings, func(g []int) bool { return slices.Equal(g, lengths) })
		gaps := r.gaps()
		if len(lengths) == 2 && strings.Contains(gaps, ".") || strings.ContainsAny(gaps, "\n,/_") {
			usual = false // a decimal, or two numbers
		}
		file := strings.HasPrefix(s[r.to:], "号") && !strings.HasPrefix(s[r.to:], "号码") || named(s, r.from, nearWord, w.Numbers)
		if !phone && (!usual || r.joined || file || inLink(s, r.from)) {
			return
		}
		out = append(out, []int{r.from, r.to})
	})
	return widest(out)
}

// inLink reports whether a place is within the address of a page, whose path may hold any number.
func inLink(s string, at int) bool {
	from := strings.LastIndexFunc(s[:at], func(r rune) bool { return r >= utf8.RuneSelf || unicode.IsSpace(r) }) + 1
	link := strings.ToLower(s[from:at])
	return strings.Contains(link, "://") || strings.Contains(link, "www.")
}

// widest leaves out places that lie within others, and sorts them.
func widest(places [][]int) (out [][]int) {
	sorting.By(places, func(a, b []int) int {
		if a[0] != b[0] {
			return a[0] - b[0]
		}
		return b[1] - a[1]
	})
	for _, p := range places {
		if len(out) == 0 || p[1] > out[len(out)-1][1] {
			out = append(out, p)
		}
	}
	return out
}

// lastOfIdentity are how the last character of an identity number is written when it is no digit: the Roman ten, also
// as the signs that look like it.
const lastOfIdentity = "XxⅩⅹ×хХ"

// findIdentities finds identity numbers, in any grouping: those of eighteen characters by region, date of birth and
// last character, or by a word that says that it is one; those of fifteen by region and date of birth, unless a word
// says that it is a firm's, a file's or an account's.
func findIdentities(w *model.PublishWords, s string) (out [][]int) {
	digitRuns(s, 15, 20, func(r digitRun) {
		id, to := r.digits, r.to
		longer := named(s, r.from, farWord, w.Disabled)
		switch {
		case longer && len(id) == 20:
			id = id[:18]
		case len(id) > 18:
			return
		}
		if len(id) == 17 {
			x := strings.TrimLeft(s[to:], " -\n")
			c, n := utf8.DecodeRuneInString(x)
			if !strings.ContainsRune(lastOfIdentity, c) || n == 0 || len(s)-to-len(x) > 1 {
				return
			}
			id, to = id+"X", len(s)-len(x)+n
		}
		if longer {
			to += len(disabilityPattern.FindString(s[to:]))
		}
		next, _ := utf8.DecodeRuneInString(s[to:])
		if inCode(next) || unicode.IsDigit(next) {
			return
		}
		labelled := longer || named(s, r.from, farWord, w.Identities)
		if r.joined && !labelled {
			return
		}
		if !slices.Contains(w.Regions, id[:2]) {
			return
		}
		switch len(id) {
		case 18:
			if bornOn(id[6:14]) && (labelled || checkedIdentity(id) && !named(s, r.from, farWord, w.Firms)) {
				out = append(out, []int{r.from, to})
			}
		case 15:
			last, _ := utf8.DecodeLastRuneInString(s[:r.from])
			coded := named(s, r.from, farWord, w.Firms) || named(s, r.from, farWord, w.Codes)
			if bornOn("19"+id[6:12]) && id[12:] != "000" && (labelled || !inCode(last) && !coded && !counted(w, s, r.from, to)) {
				out = append(out, []int{r.from, to})
			}
		}
	})
	return widest(out)
}

// disabilityPattern is what a certificate of disability has behind an identity number: kind and degree, where its last
// character parts them from the rest, and how often it was issued again.
var disabilityPattern = text.NewPattern(`^(?:\d{2})?(?:[Bb]\d)?`)

// bornOn reports whether eight digits are a date of birth of our time.
func bornOn(digits string) bool {
	t, err := time.Parse("20060102", digits)
	return err == nil && t.Year() >= 1900 && t.Year() < 2100
}

// checkedIdentity checks the last character of an identity number of eighteen (GB 11643).
func checkedIdentity(s string) bool {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11] == s[17]
}

// findCards finds the numbers of bank cards, by their check digit (Luhn).
func findCards(w *model.PublishWords, s string) (out [][]int) {
	digitRuns(s, 15, 19, func(r digitRun) {
		last, _ := utf8.DecodeLastRuneInString(s[:r.from])
		next, _ := utf8.DecodeRuneInString(s[r.to:])
		if r.joined || inCode(last) || inCode(next) || strings.ContainsAny(r.gaps(), "\n,/_()") || r.digits[0] < '3' || r.digits[0] > '6' {
			return
		}
		for _, n := range r.lengths()[:len(r.groups)-1] {
			if n != 4 && n != 6 {
				return
			}
		}
		if named(s, r.from, nearWord, w.Numbers) || counted(w, s, r.from, r.to) {
			return
		}
		identity := len(r.digits) == 18 && bornOn(r.digits[6:14]) && checkedIdentity(r.digits)
		if validCard(r.digits) && !identity {
			out = append(out, []int{r.from, r.to})
		}
	})
	return widest(out)
}

// validCard checks the check digit of the number of a bank card (Luhn).
func validCard(s string) bool {
	if strings.Trim(s, s[:1]) == "" {
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

// emailPattern is an e-mail address, also with another sign in the place of the one it should have, or with blanks
// around it.
var emailPattern = text.NewPattern(`[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?: ?@ ?| ?# ?| ?[(\[【〔{](?:at|AT|艾特|@|#)[)\]】〕}] ?| (?:at|AT) )[A-Za-z0-9-]{1,63}(?:(?:\.|。|点| dot |\[dot\]|\(dot\))[A-Za-z0-9-]{1,63}){1,4}`)

// findEmails finds e-mail addresses, except an office's own: those under an official domain, or among contact data.
func findEmails(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(emailPattern.FindAllStringIndex(s, -1), func(m []int) bool {
		address := strings.ToLower(strings.NewReplacer("。", ".", "点", ".", " dot ", ".", "[dot]", ".", "(dot)", ".").Replace(s[m[0]:m[1]]))
		top := address[strings.LastIndexByte(address, '.')+1:]
		if len(top) < 2 || strings.IndexFunc(top, unicode.IsLetter) < 0 {
			return true // 人民网@2023.12
		}
		official := slices.ContainsFunc(w.Domains, func(d string) bool { return strings.HasSuffix(address, d) })
		return official || containsAny(surroundings(s, m[0], m[1], 60), w.Contacts)
	})
}

// Numbers of papers, accounts and plates, behind the word that names them.
var (
	passportPattern = text.NewPattern(`^(?:的)?(?:号码|号|证号|编号)?[ :为是(]*([A-Za-z]{1,2}[ -]?\d{6,9}|[A-Z]{3}\d{12}|军字第\d{6,8}号?)`)
	barePassport    = text.NewPattern(`^(?:(?:号码|号|证号|编号)[ :为是(]*|[ :为是(]+)(\d{7,9})`)
	shortPassport   = text.NewPattern(`^(0\d{7})`)
	accountPattern  = text.NewPattern(`^[ (]*(?:账号|帐号|号码|号|ID|id|wxid|账户)?[ :为是(]*([A-Za-z][-_A-Za-z0-9]{5,19}|[1-9]\d{4,11})`)
	platePattern    = text.NewPattern(`\p{Han} ?[A-HJ-NP-Z][ ·•.-]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]?`)
)

// occurrences gives where a word begins and ends in a text, each time it stands there, in bytes.
func occurrences(s, word string) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for at := 0; ; {
			i := strings.Index(s[at:], word)
			if i < 0 || !yield(at+i, at+i+len(word)) {
				return
			}
			at += i + len(word)
		}
	}
}

// behindWords finds what a pattern matches behind one of the words. The pattern's group is what is found.
func behindWords(s string, words []string, patterns ...*text.Pattern) (out [][]int) {
	for _, word := range words {
		for _, at := range occurrences(s, word) {
			for _, p := range patterns {
				if m := p.FindStringSubmatchIndex(s[at:]); m != nil {
					out = append(out, []int{at + m[2], at + m[3]})
					break
				}
			}
		}
	}
	return widest(out)
}

// findPassports finds the numbers of passports and permits behind the words for them.
func findPassports(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(behindWords(s, w.Passports, passportPattern, barePassport, shortPassport), func(m []int) bool {
		next, _ := utf8.DecodeRuneInString(s[m[1]:])
		return inCode(next) || unicode.IsDigit(next) || counted(w, s, m[0], m[1])
	})
}

// findAccounts finds a person's accounts behind the names of services, except those that are called an office's.
func findAccounts(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(behindWords(s, w.Accounts, accountPattern), func(m []int) bool {
		next, _ := utf8.DecodeRuneInString(s[m[1]:])
		longer := inCode(next) || unicode.IsDigit(next)
		figure := next == '.' || containsPrefix(strings.TrimLeft(s[m[1]:], " 余多"), w.Units)
		return longer || figure || isOfficial(w, before(s, m[0], farWord), w.OfficialAccounts) || isOfficial(w, before(s, m[0], wholeSentence), w.OfficialServices)
	})
}

// wholeSentence is more characters than are searched of any sentence.
const wholeSentence = 60

// isOfficial reports whether one of the words for an office's account stands in a text, and no person after it.
func isOfficial(w *model.PublishWords, before string, official []string) bool {
	last := func(words []string) int {
		at := -1
		for _, word := range words {
			at = max(at, strings.LastIndex(before, word))
		}
		return at
	}
	return last(official) > last(w.Persons)
}

// findPlates finds the number plates of cars.
func findPlates(w *model.PublishWords, s string) [][]int {
	return slices.DeleteFunc(platePattern.FindAllStringIndex(s, -1), func(m []int) bool {
		plate := s[m[0]:m[1]]
		first, n := utf8.DecodeRuneInString(plate)
		next, _ := utf8.DecodeRuneInString(s[m[1]:])
		digits := strings.IndexFunc(plate, unicode.IsDigit) >= 0
		around := surroundings(s, m[0], m[1], nearWord)
		if last, _ := utf8.DecodeLastRuneInString(s[:m[0]]); strings.ContainsRune(w.Plates, last) && !containsAny(around, w.Cars) {
			return true // a road between two provinces
		}
		return !strings.ContainsRune(w.Plates, first) || n == 0 || !digits || inCode(next) || unicode.IsDigit(next) || next == '-' ||
			strings.HasPrefix(s[m[1]:], "号") && !containsAny(around, w.Cars) || strings.HasPrefix(plate[n:], " ") && !containsAny(around, w.Cars) || named(s, m[0], nearWord, w.Numbers)
	})
}

// maskNumbers hides the middle of personal numbers, since findings are passed on. The text keeps its length.
func maskNumbers(w *model.PublishWords, s string) string {
	out := []byte(s)
	for _, kind := range []string{"identity", "mobile", "card", "passport", "account", "plate"} {
		for _, p := range personalFinders[kind](w, s) {
			maskMiddle(out[p[0]:p[1]], s[p[0]:p[1]], kind == "account")
		}
	}
	return string(out)
}

// maskMiddle writes stars over the middle of a number, and of the letters in it where they count.
func maskMiddle(out []byte, number string, letters bool) {
	const long, front, back = 11, 3, 4 // what stays of a long number; of a short one a quarter on both sides
	isHidden := func(r rune) bool {
		_, digit := digitOf(r)
		return digit || letters && r < utf8.RuneSelf && unicode.IsLetter(r)
	}
	all := 0
	for _, r := range number {
		if isHidden(r) {
			all++
		}
	}
	first, last := front, back
	if all < long {
		first, last = all/4, all/4
	}
	at := 0
	for i, r := range number {
		if !isHidden(r) {
			continue
		}
		if at++; at > first && at <= all-last {
			if n := utf8.RuneLen(r); n == 1 {
				out[i] = '*'
			} else {
				copy(out[i:i+n], "＊") // as many bytes
			}
		}
	}
}

// startsWithRuneOf reports whether the first character of a text is one of some.
func startsWithRuneOf(s, runes string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && strings.ContainsRune(runes, r)
}

func endsWithAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}
