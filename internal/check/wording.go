package check

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/wording"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// wordFinders are the finders of misspellings and of wrong titles by form and kind; each is made once.
var wordFinders sync.Map // wordFinder → func() *wording.Words

// wordFinder names a finder of words.
type wordFinder struct {
	form *model.Form
	kind string
}

// wordsOf returns the finder of a kind of words that are written wrong. A line of a form that says nothing is left out;
// a test holds those built in to being right.
func wordsOf(f *model.Form, kind string) *wording.Words {
	get, _ := wordFinders.LoadOrStore(wordFinder{f, kind}, sync.OnceValue(func() *wording.Words {
		var entries []wording.Entry
		switch kind {
		case "misspelling":
			entries, _ = wording.Parse(f.Wording.Misspellings)
		case "title":
			entries, _ = wording.Parse(f.Wording.Titles)
		case "doubled":
			entries = wording.Doubled(f.Wording.Doubled)
		case "unfilled":
			return wording.Prompts(f.Wording.Unfilled)
		case "told":
			var words []string
			if f.Vocabulary != nil {
				words = slices.Clone(f.Vocabulary.Words["period"])
			}
			words = append(words, f.Wording.PeriodBeside...)
			for _, content := range f.Wording.Contents {
				words = append(words, content.Words...)
			}
			return wording.Prompts(words)
		}
		return wording.New(entries)
	}))
	return get.(func() *wording.Words)()
}

// plainText is a section's text without blanks, and which words for what a report must tell of are in it.
type plainText struct {
	text  string
	words map[string]bool
}

// plainText returns the text of a section, which several rules look through, without blanks.
func (c *checker) plainText(section string) plainText {
	t, ok := c.plain[section]
	if !ok {
		t.text = wording.Unblanked(c.report.Texts[section])
		t.words = wordsOf(c.form, "told").Present(t.text)
		if c.plain == nil {
			c.plain = map[string]plainText{}
		}
		c.plain[section] = t
	}
	return t
}

// maxShown is the largest number of faults of one kind in one text that are listed one by one; further ones are counted.
const maxShown = 5

// checkWording reports faults in the wording of the narratives and notes, of the kinds that the rule names.
func (c *checker) checkWording() {
	for _, s := range c.form.Sections {
		body := c.report.Texts[s.ID]
		if body == "" {
			continue
		}
		for _, kind := range c.rule.Words {
			c.addFaults(s, c.faultsOf(s, body, kind))
		}
	}
}

// wordingText is a text and the faults of one kind in it.
type wordingText struct {
	text   string // the text that the places of the faults are in
	faults []wording.Fault
}

// faultsOf finds the faults of one kind in a text.
func (c *checker) faultsOf(s *model.Section, body, kind string) wordingText {
	switch kind {
	case "unfilled":
		fill := wording.Fillers{Prompts: wordsOf(c.form, kind), Units: c.form.Wording.UnfilledUnits, Gaps: c.form.Wording.GapUnits, SetWide: c.form.Wording.SetWide, Surnames: c.form.Publish.Surnames}
		if c.form.Vocabulary != nil {
			fill.Units = slices.Concat(fill.Units, c.form.Vocabulary.Counts)
		}
		// The form's own words on what to write here.
		if prompt := s.Prompt[:max(0, strings.IndexAny(s.Prompt, "。；"))]; utf8.RuneCountInString(prompt) >= 8 {
			fill.Own = prompt
		}
		return wordingText{body, wording.Unfilled(body, fill)}
	case "punctuation":
		return wordingText{body, wording.Punctuation(body)}
	case "broken":
		if s.ID == "signature" {
			return wordingText{}
		}
		return wordingText{body, wording.Broken(body)}
	case "numbering":
		return wordingText{body, wording.Numbering(body)}
	case "period":
		return c.wrongPeriods(s, body)
	}
	plain := c.plainText(s.ID).text
	var out []wording.Fault
	for _, m := range wordsOf(c.form, kind).Find(plain) {
		if c.misprintAround(plain, m) {
			continue
		}
		out = append(out, wording.Fault{From: m.From, To: m.To, What: msg.F("应为“%s”", "should read %q", m.Entry.Right)})
	}
	return wordingText{plain, out}
}

// misprintAround reports whether a misspelling is a part of a misprinted term of the form, which another rule reports.
func (c *checker) misprintAround(s string, m wording.Match) bool {
	return slices.ContainsFunc(c.form.Terms, func(t model.MisprintedTerm) bool {
		i := strings.Index(t.Wrong, m.Entry.Wrong)
		return len(t.Near) == 0 && i >= 0 && m.From >= i && strings.HasPrefix(s[m.From-i:], t.Wrong)
	})
}

// wrongPeriods finds statistical periods that are not a whole year. That the year is another than the report's is said
// where its figures are read.
func (c *checker) wrongPeriods(s *model.Section, body string) wordingText {
	var words []string
	if c.form.Vocabulary != nil {
		words = c.form.Vocabulary.Words["period"]
	}
	beside := c.form.Wording.PeriodBeside
	isTold := func(w string) bool { return c.plainText(s.ID).words[w] }
	if !slices.ContainsFunc(words, isTold) && !slices.ContainsFunc(beside, isTold) {
		return wordingText{}
	}
	plain := wording.Unblanked(text.Fold(body))
	var out []wording.Fault
	for _, p := range wording.Periods(plain, words, beside) {
		if !p.WholeYear || !p.Named && isPlausibleYear(c.report.Year) && p.FirstYear != c.report.Year {
			out = append(out, wording.Fault{From: p.From, To: p.To, What: msg.F("不是 %d 年 1 月 1 日至 12 月 31 日", "is not 1 January to 31 December %d", c.report.Year)})
		}
	}
	return wordingText{plain, out}
}

// addFaults lists the faults of one kind in a text: the first one by one with their paragraphs, the others by number.
func (c *checker) addFaults(s *model.Section, w wordingText) {
	for i, f := range w.faults {
		words := text.OneLine(w.text[f.From:f.To])
		about := words + "|" + surroundings(w.text, f.From, f.To, 12)
		m := msg.F("本部分第 %d 段“%s”%s，在“%s”中", "paragraph %d of the section: %q %s, in %q", wording.Paragraph(w.text, f.From), words, f.What, text.OneLine(surroundings(w.text, f.From, f.To, 10)))
		if rest := len(w.faults) - i; i == maxShown-1 && rest > 1 {
			m = msg.F("%s；另有 %d 处", "%s; %d more", m, rest-1)
		}
		c.add(Finding{Sections: []string{s.ID}, Cells: c.placeOf(model.PlaceOfText(s.ID)), About: about, Message: m})
		if i == maxShown-1 {
			return
		}
	}
}

// checkContents reports contents that the texts of the rule's sections do not tell of. Of texts that no headings divide
// that is no more than a hint, since they may tell of them in any words.
func (c *checker) checkContents() {
	if names := strings.Fields(c.report.Organ); len(c.rule.Words) > 0 && (len(names) == 0 || !endsWithAny(names[0], c.rule.Words)) {
		return
	}
	main := c.rule.Sections[0]
	if c.report.Texts[main] == "" {
		return // that is said already
	}
	divided := slices.ContainsFunc(c.rule.Sections, func(s string) bool { return wording.Divided(c.report.Texts[s]) })
	if !wording.Divided(c.report.Texts[main]) && utf8.RuneCountInString(c.plainText(main).text) < c.rule.Limit {
		return // a few sentences, of which more cannot be asked
	}
	isTold := func(o model.Content) bool {
		return slices.ContainsFunc(c.rule.Sections, func(s string) bool {
			words := c.plainText(s).words
			return slices.ContainsFunc(o.Words, func(w string) bool { return words[w] })
		})
	}
	told := 0
	var missing msg.Names
	for _, o := range c.form.Wording.Contents {
		switch {
		case !slices.Contains(c.rule.Parts, o.ID):
		case isTold(o):
			told++
		default:
			missing = append(missing, o.Name)
		}
	}
	if len(missing) == 0 || c.rule.Least > 0 && told >= c.rule.Least {
		return
	}
	s, _ := c.form.Section(main)
	f := Finding{Sections: []string{main}, Cells: c.placeOf(model.PlaceOfText(main)), Message: msg.F("“%s”没有写到：%s", "%q does not tell of: %s", s.Heading, missing)}
	if !divided && c.grade == model.Warning {
		f.Grade = model.Hint
	}
	c.add(f)
}

// checkEditionText reports a text that cites the document of another edition and not that of the report's own.
func (c *checker) checkEditionText() {
	own := comparableTerm(c.form.Document)
	for _, s := range c.form.Sections {
		body := c.report.Texts[s.ID]
		var plain string
		for _, other := range c.rule.Words {
			if sign, _, _ := strings.Cut(other, "〔"); !strings.Contains(body, sign) {
				continue
			}
			plain = comparableTerm(body)
			if i := strings.Index(plain, comparableTerm(other)); i >= 0 && !strings.Contains(plain, own) {
				c.add(Finding{Sections: []string{s.ID}, Cells: c.placeOf(model.PlaceOfText(s.ID)), About: other, Message: msg.F("本部分第 %d 段引用了“%s”；%d 年度的报告所依据的格式是%s", "paragraph %d of the section cites %q; the format of a report on %d is %s", wording.Paragraph(plain, i), other, c.report.Year, c.form.Document)})
			}
		}
	}
}

// dateInText matches a date.
var dateInText = text.NewPattern(`(20\d\d)年(\d{1,2})月(\d{1,2})日`)

// checkSignature reports a signature of another organ than the cover's, and a date that cannot be that of the report.
func (c *checker) checkSignature() {
	for _, section := range c.rule.Sections {
		body := c.report.Texts[section]
		if body == "" {
			continue
		}
		f := Finding{Sections: []string{section}, Cells: c.placeOf(model.PlaceOfText(section))}
		for line := range strings.Lines(body) {
			c.checkSigned(f, wording.Unblanked(text.Fold(strings.TrimSpace(line))))
		}
	}
	date := wording.Unblanked(text.Fold(c.report.Cover["date"]))
	c.checkDate(Finding{Cells: c.placeOf(model.PlaceOfCover("date"))}, date)
}

// checkSigned checks one line of a signature.
func (c *checker) checkSigned(f Finding, line string) {
	c.checkDate(f, line)
	line = dateInText.ReplaceAllString(line, "")
	organ := wording.Unblanked(text.Fold(c.report.Organ))
	if organ == "" || strings.Contains(line, ":") || utf8.RuneCountInString(line) < 4 || utf8.RuneCountInString(line) > 40 || !endsWithAny(line, c.form.Reading.OrganEndings) {
		return
	}
	for _, name := range append(strings.Fields(text.Fold(c.report.Organ)), organ) {
		if strings.Contains(line, name) || isShort(line, name) || isShort(name, line) || strings.HasPrefix(line, strings.TrimSuffix(name, "人民政府")) {
			return // with the place before it, an office of it, or a short form: 住建局
		}
	}
	f.About = line
	f.Message = msg.F("落款是“%s”，封面的机关名称是“%s”", "the report is signed by %q, and its cover names %q", line, c.report.Organ)
	c.add(f)
}

// isShort reports whether a name is another one with characters left out.
func isShort(short, name string) bool {
	for _, r := range short {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+utf8.RuneLen(r):]
	}
	return true
}

// checkDate checks the dates of a line: a report on a year is made after the year.
func (c *checker) checkDate(f Finding, line string) {
	for _, m := range dateInText.FindAllStringSubmatch(line, -1) {
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		day, _ := strconv.Atoi(m[3])
		f.About = m[0]
		switch d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); {
		case d.Month() != time.Month(month) || d.Day() != day:
			f.Message = msg.F("“%s”不是日期", "%q is no date", m[0])
		case isPlausibleYear(c.report.Year) && year <= c.report.Year:
			f.Message = msg.F("“%s”在报告年度 %d 结束之前", "%q lies before the end of the report year %d", m[0], c.report.Year)
		default:
			continue
		}
		c.add(f)
	}
}
