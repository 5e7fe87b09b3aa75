package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// readCover reads items of the cover, such as "机关名称 | 某局" and "填报单位：某局", also several on a line, before the
// report itself begins. It reports whether the text is nothing but items. An introduction that ends with address and
// telephone is none, and neither is what follows one.
func (c *textCollector) readCover(g *grid, i int, text string) bool {
	if isSentence(text) || c.section == "preamble" && slices.ContainsFunc(c.parts[c.section], isSentence) {
		return false
	}
	if item := c.coverLabel; item != nil && i == c.coverLabelAt+1 && !c.isCoverItem(text) && utf8.RuneCountInString(text) <= maxCoverValue {
		c.coverLabel = nil // a page as text has the value on the next line
		if c.setCover(item, text, g.addressOf(i)) {
			return true
		}
	}
	items := splitItems(text)
	if len(items) > 1 && !c.isCoverItem(items[0]) {
		return false
	}
	any := false
	var others []string
	for _, s := range items {
		if c.readCoverItem(g, i, s) {
			any = true
		} else {
			others = append(others, s)
		}
	}
	if any && len(others) > 0 {
		c.strays.add(g.addressOf(i), strings.Join(others, " "))
	}
	return any
}

// maxCoverValue is the longest value of an item of the cover, in characters, that stands on a line by itself.
const maxCoverValue = 60

// isSentence reports whether a text has a full stop or a closing bracket without its opening, so that it is no item of
// a cover.
func isSentence(s string) bool {
	return strings.ContainsAny(s, "。；") || strings.Count(s, "（")+strings.Count(s, "(") != strings.Count(s, "）")+strings.Count(s, ")")
}

// isCoverItem reports whether a text begins with the label of an item of the cover.
func (c *textCollector) isCoverItem(text string) bool {
	name, _, _ := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	l := c.vocabulary.reducer.label(name)
	return c.vocabulary.coverItem(l) != nil || c.vocabulary.namedItems[l.core] != nil
}

// splitItems cuts a line into items whose labels end in colons; if there are not several, the text is one.
func splitItems(text string) []string {
	var out []string
	line := strings.Trim(strings.ReplaceAll(text, "：", ":"), " ()（）")
	if strings.Count(line, ":") < 2 {
		return []string{text}
	}
	for _, s := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == ';' || r == '；' || r == '，' }) {
		if n := len(out); n > 0 && (!strings.Contains(s, ":") || strings.HasSuffix(out[n-1], ":")) {
			out[n-1] += s
			continue
		}
		out = append(out, s)
	}
	if len(out) < 2 {
		return []string{text}
	}
	return out
}

// readCoverItem reads one item, whose value stands behind a colon or in the next cell. It reports whether the
// text is one.
func (c *textCollector) readCoverItem(g *grid, i int, text string) bool {
	name, value, inline := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	at := g.addressOf(i)
	l := c.vocabulary.reducer.label(name)
	item := c.vocabulary.coverItem(l)
	if named := c.vocabulary.namedItems[l.core]; item == nil && inline && c.vocabulary.endsAsOrgan(value) {
		item = named
	}
	if item == nil || len(c.headingSeen) > 0 && c.section != "" && (inline || item.Label != text) {
		return false // within a narrative only the label as the cover prints it counts
	}
	value = strings.TrimSpace(value)
	if !inline || value == "" {
		j := g.at(g.cell(i).Row, g.cell(i).Col+g.cell(i).Cols)
		if j < 0 || g.role[j] != roleUnknown {
			if item.Label == name && g.sheet.Lists {
				c.coverLabel, c.coverLabelAt = item, i
			}
			return item.Label == name
		}
		if g.empty(j) || c.vocabulary.printed(g.text(j)) {
			return true
		}
		value, at = strings.TrimSpace(g.text(j)), g.addressOf(j)
		g.role[j] = roleIgnored
		cell := g.cell(j).Cell
		cell.Address = at
		formula := g.cell(j).Formula
		n, ok := NoText(cell, formula, "", c.vocabulary.form)
		if formula != "" && cell.Kind == Number && cell.Text == "0" {
			n, ok = ComputedNumber(cell, formula, ""), true
		}
		if ok {
			c.report.Notes = append(c.report.Notes, n)
			return true
		}
	}
	return c.setCover(item, value, at)
}

// coverItem returns the item of the cover that a label names; nil if it names none.
func (v *vocabulary) coverItem(l label) *model.CoverItem {
	if item := v.coverItems[l.core]; item != nil {
		return item
	}
	return v.coverItems[l.bare]
}

// endsAsOrgan reports whether a text ends as names of organs do, or as one with the place of its seal.
func (v *vocabulary) endsAsOrgan(s string) bool {
	name := v.withoutSeal(squeeze(s))
	return utf8.RuneCountInString(name) > 2 && slices.ContainsFunc(v.form.Reading.OrganEndings, func(e string) bool { return strings.HasSuffix(name, e) })
}

// withoutSeal returns a name without what says, in brackets behind it, where the organ's seal goes.
func (v *vocabulary) withoutSeal(name string) string { return v.seal.ReplaceAllString(name, "") }

// setCover gives the report the value of an item. It reports false if the value is no year or the item has
// another value already.
func (c *textCollector) setCover(item *model.CoverItem, value, at string) bool {
	r := c.report
	switch item.ID {
	case "organ":
		value = c.vocabulary.withoutSeal(value)
		if r.Organ != "" && !c.goesBeforeTitle(value, at) {
			c.organTitled = c.organTitled && r.Organ != value
			return r.Organ == value
		}
		r.Organ = value
	case "organ_type":
		r.OrganType = value
		if t, ok := c.vocabulary.form.OrganType(value); ok {
			r.OrganType = t.ID
		}
	case "year":
		year, ok := YearAlone(value)
		if !ok || r.Year != 0 && r.Year != year {
			return false
		}
		r.Year = year
	case "form":
	default:
		if r.Cover[item.ID] != "" {
			return false
		}
		r.Cover[item.ID] = value
	}
	r.Places[model.PlaceOfCover(item.ID)] = at
	return true
}

// goesBeforeTitle reports whether the organ that an item names goes before the one of the title, and notes it: a form
// that a county hands out has the county's name in its title and the unit's in an item. An office of the organ in the
// title, which only filled in the form, does not.
func (c *textCollector) goesBeforeTitle(value, at string) bool {
	r, v := c.report, c.vocabulary
	x, y := squeeze(r.Organ), squeeze(value)
	if !c.organTitled || !v.endsAsOrgan(value) || strings.HasSuffix(x, y) || strings.HasSuffix(y, x) {
		return false
	}
	place := v.form.Vocabulary != nil && slices.ContainsFunc(v.form.Vocabulary.Words["levels"], func(l string) bool { return strings.HasSuffix(x, l) })
	if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) && !place {
		return false
	}
	n := model.Note{Rule: ruleReading, Cell: at, Found: r.Organ, Read: value, Message: msg.F(
		"标题（%s）写的是“%s”，这里写明填报的是“%s”，机关名称按这里读取", "the title (%s) says %q, and here it says that %q hands in the report; the organ's name was read from here", r.Places[model.PlaceOfCover("organ")], r.Organ, value)}
	if !place {
		n.Rule = "COVER-ORGAN"
		n.Message = msg.F("标题（%s）写的机关是“%s”，这里写的是“%s”，不是同一机关；机关名称按这里读取，请核对后改成一致", "the organ in the title (%s) is %q, and here it is %q, which is not the same; the organ's name was read from here; check them and make them agree", r.Places[model.PlaceOfCover("organ")], r.Organ, value)
	}
	r.Notes = append(r.Notes, n)
	c.organTitled = false
	return true
}

// dateItem is the id of the cover's item that a date under the title fills.
const dateItem = "date"

// dateLine reads the line under a title that gives the date, with or without the organ before it. It reports
// whether the text is one.
func (c *textCollector) dateLine(g *grid, i int, line string) bool {
	r := c.report
	if !c.titleSeen || c.section != "" || len(c.headingSeen) > 0 || r.Cover[dateItem] != "" {
		return false
	}
	date := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), r.Organ))
	date = strings.TrimSpace(strings.Trim(date, "（）()"))
	if !dateAlone.MatchString(text.Fold(date)) {
		return false
	}
	r.Cover[dateItem] = date
	r.Places[model.PlaceOfCover(dateItem)] = g.addressOf(i)
	return true
}
