package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// applyLocal applies the local rules that are about one report.
func (c *checker) applyLocal() {
	for _, r := range c.options.Local.All() {
		g, changed := c.options.grade(&r.Rule)
		if g == model.Off || c.isUnfilled {
			continue
		}
		c.rule, c.grade, c.changed = &r.Rule, g, changed
		switch r.Kind {
		case local.Length:
			c.localLength(r)
		case local.Count:
			c.localCounts(r)
		case local.Mention:
			c.localMentions(r)
		case local.Phrase:
			c.localPhrases(r)
		case local.Repetition:
			if !r.WithUnits && c.options.Last != nil && c.comparablePair() {
				c.checkRepetition()
			}
		}
	}
}

// sectionsOf calls a function for each section of the form that a rule is about.
func (c *checker) sectionsOf(r *local.Rule, f func(s *model.Section, text string)) {
	for _, s := range c.form.Sections {
		if slices.Contains(r.Sections, s.ID) {
			f(s, c.report.Texts[s.ID])
		}
	}
}

// addLocal adds a finding about a narrative. About is the part of it that the finding rests on.
func (c *checker) addLocal(section, about string, message msg.Text) {
	c.add(Finding{Sections: []string{section}, Cells: c.placeOf(model.PlaceOfText(section)), About: about, Message: message})
}

// localLength reports narratives that are shorter or longer than they may be.
func (c *checker) localLength(r *local.Rule) {
	c.sectionsOf(r, func(s *model.Section, text string) {
		switch n := countCharacters(text); {
		case n == 0: // another rule's
		case r.Min > 0 && n < r.Min:
			c.addLocal(s.ID, "", msg.F("“%s”有 %d 字，少于 %d 字", "%q has %d characters, fewer than %d", s.Heading, n, r.Min))
		case r.Max > 0 && n > r.Max:
			c.addLocal(s.ID, "", msg.F("“%s”有 %d 字，超过 %d 字", "%q has %d characters, more than %d", s.Heading, n, r.Max))
		}
	})
}

// headingsOf names the sections that a rule is about, and returns the texts of all of them and the first that has one.
func (c *checker) headingsOf(r *local.Rule) (headings msg.Text, all, first string) {
	var names []msg.Text
	c.sectionsOf(r, func(s *model.Section, text string) {
		names = append(names, msg.F("“%s”", "%q", s.Heading))
		if first == "" || strings.TrimSpace(all) == "" {
			first = s.ID
		}
		all += text + "\n"
	})
	return msg.Join(names, "、", ", "), text.Fold(all), first
}

// localCounts reports counts that the narratives do not name.
func (c *checker) localCounts(r *local.Rule) {
	headings, all, first := c.headingsOf(r)
	if strings.TrimSpace(all) == "" {
		return
	}
	for _, id := range r.Fields {
		fd, ok := c.form.Field(id)
		if !ok {
			continue
		}
		if v := &c.values[fd.Index]; v.IsNumber() && v.Number.Sign() != 0 && !c.names(r, fd, all) {
			c.addLocal(first, id, msg.F("%s没有写明“%s”的数，表中是 %s", "%s: the count of %q is not named; the table has %s", headings, fd.Label(), v.Number))
		}
	}
	if len(r.Words) > 0 && !namesCount(r, all) {
		c.addLocal(first, r.Words[0], msg.F("%s没有写明“%s”的数（如“%s……12%s”）", "%s: the count of %q is not named (such as %q … 12 %s)", headings, r.Words[0], r.Words[0], r.Units[0]))
	}
}

// leastFound is the least figure of a table that is taken for named when it stands anywhere in the text: smaller ones
// stand for other things too.
var leastFound = model.Int(10)

// names reports whether the narratives that a rule is about name a cell's figure.
func (c *checker) names(r *local.Rule, fd *model.Field, all string) bool {
	c.readNarrative()
	for i := range c.narrative {
		f := &c.narrative[i]
		if slices.Contains(r.Sections, f.Section) && slices.Contains(f.Fields(), fd) {
			return true
		}
	}
	number := c.values[fd.Index].Number
	return number.Cmp(leastFound) >= 0 && hasFigure(all, number.String())
}

// hasFigure reports whether a figure stands in a text, not as a part of another.
func hasFigure(s, figure string) bool {
	for {
		i := strings.Index(s, figure)
		if i < 0 {
			return false
		}
		before, behind := strings.TrimRightFunc(s[:i], isFigure), strings.TrimLeftFunc(s[i+len(figure):], isFigure)
		if len(before) == i && len(behind) == len(s)-i-len(figure) {
			return true
		}
		s = s[i+len(figure):]
	}
}

// isFigure reports whether a character is part of a figure.
func isFigure(r rune) bool { return unicode.IsDigit(r) || r == '.' || r == ',' }

// namesCount reports whether a sentence has one of the words and behind it a figure with one of the units.
func namesCount(r *local.Rule, all string) bool {
	for _, sentence := range diff.Sentences(all) {
		for _, w := range r.Words {
			_, behind, found := strings.Cut(sentence, text.Fold(w))
			if found && hasUnit(behind, r.Units) {
				return true
			}
		}
	}
	return false
}

// hasUnit reports whether a text has a figure with one of the units.
func hasUnit(s string, units []string) bool {
	for i, r := range s {
		if !unicode.IsDigit(r) {
			continue
		}
		rest := strings.TrimLeftFunc(s[i:], func(r rune) bool { return isFigure(r) || unicode.IsSpace(r) || r == '万' || r == '余' })
		if slices.ContainsFunc(units, func(u string) bool { return strings.HasPrefix(rest, text.Fold(u)) }) {
			return true
		}
	}
	return false
}

// localMentions reports what the narratives do not mention.
func (c *checker) localMentions(r *local.Rule) {
	headings, all, first := c.headingsOf(r)
	if strings.TrimSpace(all) == "" {
		return
	}
	var missing msg.Names
	for _, name := range r.Names {
		if !slices.ContainsFunc(name, func(n string) bool { return strings.Contains(all, text.Fold(n)) }) {
			missing = append(missing, name[0])
		}
	}
	switch found := len(r.Names) - len(missing); {
	case found >= r.Needed:
	case r.Needed == len(r.Names):
		c.addLocal(first, strings.Join(missing, ","), msg.F("%s没有提到：%s", "%s: not mentioned: %s", headings, missing))
	default:
		c.addLocal(first, strings.Join(missing, ","), msg.F("%s提到 %d 项，至少要 %d 项；没有提到：%s", "%s: %d are mentioned, %d are the least; not mentioned: %s", headings, found, r.Needed, missing))
	}
}

// localPhrases reports phrases that are missing, and phrases that must not occur.
func (c *checker) localPhrases(r *local.Rule) {
	headings, all, first := c.headingsOf(r)
	if strings.TrimSpace(all) == "" {
		return
	}
	for _, phrase := range r.Must {
		if !strings.Contains(all, text.Fold(phrase)) {
			c.addLocal(first, phrase, msg.F("%s没有“%s”", "%s: %q does not occur", headings, phrase))
		}
	}
	for _, re := range r.MustMatch {
		if !re.MatchString(all) {
			c.addLocal(first, re.String(), msg.F("%s没有与“%s”相符的语句", "%s: nothing matches %q", headings, re.String()))
		}
	}
	c.sectionsOf(r, func(s *model.Section, t string) {
		t = text.Fold(t)
		for _, phrase := range r.MustNot {
			if strings.Contains(t, text.Fold(phrase)) {
				c.addLocal(s.ID, phrase, msg.F("“%s”有“%s”，不应出现", "%q has %q, which must not occur", s.Heading, phrase))
			}
		}
		for _, re := range r.MustNotMatch {
			if found := re.FindString(t); found != "" {
				c.addLocal(s.ID, re.String(), msg.F("“%s”有“%s”，不应出现", "%q has %q, which must not occur", s.Heading, text.Brief(found)))
			}
		}
	})
}

// localAcrossUnits returns what the local rules find in what a report has in common with other units'.
func localAcrossUnits(r *repetition.Report, o Options) []Finding {
	var out []Finding
	for _, rule := range o.Local.All() {
		grade, changed := o.grade(&rule.Rule)
		if grade == model.Off || rule.Kind != local.Repetition || !rule.WithUnits {
			continue
		}
		for _, f := range repeatedTexts(&rule.Rule, r) {
			f.Rule, f.Grade, f.Regraded, f.Key = &rule.Rule, grade, changed, rule.ID+"|"+f.Sections[0]
			out = append(out, f)
		}
	}
	return out
}
