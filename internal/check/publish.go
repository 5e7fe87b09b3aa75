package check

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

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
	cell    string // of a text that is none of the report's
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

// textsBeside returns the texts in the cells of the report's file that are none of the report's.
func (c *checker) textsBeside(published []publishedText) (out []publishedText) {
	figures := map[string]bool{} // an amount may look like a telephone number
	for _, v := range c.values {
		figures[v.Cell] = true
	}
	for _, cell := range slices.Sorted(maps.Keys(c.options.Beside)) {
		if figures[cell] {
			continue
		}
		s := strings.TrimSpace(c.options.Beside[cell])
		if utf8.RuneCountInString(s) < 2 || slices.ContainsFunc(published, func(w publishedText) bool { return strings.Contains(w.text, s) || strings.Contains(s, w.text) }) {
			continue
		}
		out = append(out, publishedText{text: s, cell: cell})
	}
	return out
}

// addForText lists a finding about a text.
func (c *checker) addForText(w publishedText, what msg.Text, about string) {
	f := Finding{Message: what, About: about}
	if w.field != nil {
		f.Fields = []*model.Field{w.field}
	}
	if w.cell != "" {
		f.Cells = []string{w.cell}
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
	beside := c.textsBeside(texts)
	for _, kind := range c.rule.Words {
		find := personalFinders[kind]
		if find == nil {
			continue
		}
		all := texts
		if kind == "placeholder" {
			all = append([]publishedText{{text: c.report.Organ}}, texts...)
		} else {
			all = slices.Concat(texts, beside)
		}
		for _, w := range all {
			s := text.Fold(w.text)
			found := find(&c.form.Publish, s)
			if len(found) == 0 {
				continue
			}
			shown := maskNumbers(&c.form.Publish, s)
			var told [][2]int // reported by the rule on placeholders in narratives
			if kind == "placeholder" && w.section != "" {
				told = narrative.Placeholders(s)
			}
			for _, p := range found {
				if slices.ContainsFunc(told, func(t [2]int) bool { return p[0] < t[1] && t[0] < p[1] }) {
					continue
				}
				context := func(s string) string { return text.OneLine(surroundings(s, p[0], p[1], 12)) }
				c.addForText(w, msg.F("“%s”，在“%s”中", "%q, in %q", shown[p[0]:p[1]], context(shown)), s[p[0]:p[1]]+"|"+context(s))
			}
		}
	}
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

// checkNoText reports texts that hold what a spreadsheet shows for an error or a picture.
func (c *checker) checkNoText() {
	add := func(s string, f Finding) {
		if w := text.FirstOf(s, c.rule.Words); w != "" {
			f.About = w
			f.Message = msg.F("文字里有“%s”，是公式错误或单元格里的图片，不是文字", "the text holds %q, which is a formula error or a picture in a cell and no text", strings.TrimRight(w, "("))
			c.add(f)
		}
	}
	for _, w := range c.publishedTexts() {
		switch {
		case w.section != "":
			add(w.text, Finding{Sections: []string{w.section}, Cells: c.placeOf(model.PlaceOfText(w.section))})
		case c.values[w.field.Index].IsNumber(): // a remark; a text in place of a figure is reported as such
			add(w.text, Finding{Fields: []*model.Field{w.field}})
		}
	}
	add(c.report.Organ, Finding{Cells: c.placeOf(model.PlaceOfCover("organ"))})
	for _, item := range c.form.Cover {
		add(c.report.Cover[item.ID], Finding{Cells: c.placeOf(model.PlaceOfCover(item.ID))})
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
