package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// checkEdition reports a report whose year has another edition.
func (c *checker) checkEdition() {
	year := c.report.Year
	if !isPlausibleYear(year) || c.form.Years.Contains(year) {
		return
	}
	m := msg.F("%d 年度的报告用了 %s 版表格", "the report on %d uses the tables of edition %s", year, c.form.Edition)
	if c.options.EditionFor != nil {
		if right := c.options.EditionFor(year); right != "" {
			m = msg.F("%s，应使用 %s 版", "%s, edition %s is due", m, right)
		}
	}
	c.add(Finding{Cells: c.placeOf(model.PlaceOfCover("year")), Message: m})
}

// isPlausibleYear reports whether a year may be that of a report: the Regulation is in force since 2008.
func isPlausibleYear(year int) bool { return year >= 2008 && year <= 2100 }

// checkOrgan reports figures in rows that the organ's type may not fill.
func (c *checker) checkOrgan() {
	t, ok := c.form.OrganType(c.report.OrganType)
	if !ok {
		t, ok = organTypeOf(c.form, c.report.Organ)
	}
	if !ok || t.Rules {
		return
	}
	for _, row := range c.rule.Fields {
		var fs []*model.Field
		for _, fd := range c.form.Fields {
			v := &c.values[fd.Index]
			if fd.Table.ID == c.rule.Table && fd.Row.ID == row && v.IsNumber() && v.Number.Sign() != 0 {
				fs = append(fs, fd)
			}
		}
		if len(fs) > 0 {
			c.add(Finding{Fields: fs, Left: &c.values[fs[0].Index].Number, Message: msg.F("%s（%s）填了 %s", "%s (%s) reports %s", c.report.Organ, t.Label, c.listFigures(fs))})
		}
	}
}

// listFigures writes the figures of fields with their columns.
func (c *checker) listFigures(fs []*model.Field) msg.Names {
	var parts []string
	for _, fd := range fs {
		parts = append(parts, fd.Column.Label+" "+c.values[fd.Index].Number.String())
	}
	return parts
}

// organTypeOf returns the type of an organ by the end of its name, the longest ending that fits; ok is false if
// none does.
func organTypeOf(f *model.Form, organ string) (best model.OrganType, ok bool) {
	names := strings.Fields(organ)
	if len(names) == 0 {
		return best, false
	}
	longest := 0
	for _, t := range f.OrganTypes {
		for _, s := range t.Suffixes {
			if strings.HasSuffix(names[0], s) && len(s) > longest {
				best, longest = t, len(s)
			}
		}
	}
	return best, longest > 0
}

// yearInName matches a year in the name of an organ.
var yearInName = text.NewPattern(`[12]\d{3}\s*年`)

// checkCover reports items of the cover that are missing or not what they should be.
func (c *checker) checkCover() {
	c.reportNotes()
	for _, item := range c.rule.Fields {
		at := c.placeOf(model.PlaceOfCover(item))
		switch item {
		case "organ":
			organ := strings.TrimSpace(c.report.Organ)
			switch {
			case organ == "":
				c.add(Finding{Cells: at, Message: msg.T("没有填机关名称", "the organ's name is not given")})
			case yearInName.MatchString(text.Fold(organ)) || slices.ContainsFunc(c.rule.Words, func(w string) bool { return strings.Contains(organ, w) }):
				c.add(Finding{Cells: at, Message: msg.F("机关名称写成了“%s”", "the organ's name reads %q", organ)})
			}
		case "year":
			switch {
			case c.report.Year <= 0:
				c.add(Finding{Cells: at, Message: msg.T("没有填报告年度，或不是四位年份，无法核对表格版本", "the report year is missing or no year; the edition could not be checked")})
			case !isPlausibleYear(c.report.Year):
				c.add(Finding{Cells: at, Message: msg.F("报告年度写成了 %d", "the report year reads %d", c.report.Year)})
			}
		case "organ_type":
			if _, ok := c.form.OrganType(c.report.OrganType); !ok {
				m := msg.T("没有填机关类型", "the kind of organ is not given")
				if c.report.OrganType != "" {
					m = msg.F("机关类型“%s”不在列表中", "%q is not among the kinds of organ", c.report.OrganType)
				}
				c.add(Finding{Cells: at, Message: m})
			}
		}
	}
}

// checkText reports a text that is too short, too long, or on another year.
func (c *checker) checkText(section string) {
	s, ok := c.form.Section(section)
	if !ok {
		return
	}
	text := c.report.Texts[section]
	n := countCharacters(text)
	f := Finding{Sections: []string{section}, Cells: c.placeOf(model.PlaceOfText(section))}
	switch c.rule.Relation {
	case model.RelText:
		switch {
		case c.rule.Limit == 0 && n == 0:
			f.Message = msg.F("“%s”没有内容", "%q is empty", s.Heading)
		case c.rule.Limit > 0 && n > 0 && n < c.rule.Limit:
			f.Message = msg.F("“%s”只有 %d 字", "%q has only %d characters", s.Heading, n)
		default:
			return
		}
	case model.RelTextLength:
		if n <= c.rule.Limit {
			return
		}
		f.Message = msg.F("“%s”有 %d 字，超过 %d 字", "%q has %d characters, more than %d", s.Heading, n, c.rule.Limit)
	case model.RelTextYear:
		own := strconv.Itoa(c.report.Year)
		if !isPlausibleYear(c.report.Year) || strings.Contains(text, own+"年") { // the usual case, which needs no search
			return
		}
		years := yearsIn(text, c.rule.Words)
		years = slices.DeleteFunc(years, func(y string) bool { n, _ := strconv.Atoi(y); return n < c.report.Year-oldYears })
		if len(years) == 0 || slices.Contains(years, own) {
			return
		}
		f.Message = msg.F("“%s”没有提到 %d 年，只提到 %s 年", "%q does not mention %d, only %s", s.Heading, c.report.Year, msg.Names(years))
	}
	c.add(f)
}

// countCharacters counts the characters of a text that are no blanks.
func countCharacters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// yearInText matches a year in a text.
var yearInText = text.NewPattern(`(?:^|\D)(20\d\d)\s*年`)

// oldYears is how many years back a text speaks of history and is no copy of an earlier report.
const oldYears = 5

// yearsIn returns the years that a text names, each once, but those behind words of comparison: 比2023年.
func yearsIn(s string, comparing []string) []string {
	var out []string
	s = text.Fold(s)
	for _, m := range yearInText.FindAllStringSubmatchIndex(s, -1) {
		y := s[m[2]:m[3]]
		if !slices.Contains(out, y) && !endsWithAny(strings.TrimRight(s[:m[2]], " "), comparing) {
			out = append(out, y)
		}
	}
	return out
}

// readNarrative reads the figures of the narratives once, with what they say of last year where its report may be
// compared.
func (c *checker) readNarrative() {
	if !c.narrativeRead {
		c.narrative, c.narrativeRead = narrative.ReaderFor(c.form).Read(c.report, c.options.Compared(c.report)), true
	}
}

// narrativeFigures reports the figures of the narratives that contradict the tables, of the kinds that the rule names.
func (c *checker) narrativeFigures() {
	c.readNarrative()
	for i := range c.narrative {
		t := &c.narrative[i]
		if t.Verdict != narrative.Disagrees || !slices.Contains(c.rule.Words, string(t.Kind)) {
			continue
		}
		which := t.Message
		if t.Kind == narrative.Count || t.Kind == narrative.Share || t.Kind == narrative.Growth {
			which = msg.F("“%s”%s", "%q %s", text.Named(t.Text), t.Message)
		}
		f := Finding{Fields: t.Fields(), Sections: []string{t.Section}, Left: &t.Number, Right: t.Table,
			Message: msg.F("“%s”：%s", "%q: %s", text.Named(excerpt(*t)), which), About: excerpt(*t) + "|" + t.Text}
		if t.Table != nil && t.Kind != narrative.Year {
			d := t.Number.Sub(*t.Table)
			f.Difference = &d
		} else {
			f.Left, f.Right = nil, nil
		}
		f.Cells = c.appendCells(c.placeOf(model.PlaceOfText(t.Section)), t.Fields())
		c.add(f)
	}
}

// excerpt returns the part of a sentence around one of its figures that is shown.
func excerpt(f narrative.Figure) string {
	const before, behind = 36, 18 // characters
	a, b := f.At, min(len(f.Sentence), f.At+f.End-f.Start)
	for range before {
		_, n := utf8.DecodeLastRuneInString(f.Sentence[:a])
		a -= n
	}
	for range behind {
		_, n := utf8.DecodeRuneInString(f.Sentence[b:])
		b += n
	}
	s := text.OneLine(f.Sentence[a:b])
	if a > 0 {
		s = "…" + s
	}
	if b < len(f.Sentence) {
		s += "…"
	}
	return s
}
