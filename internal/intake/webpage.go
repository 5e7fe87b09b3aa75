package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A report on a web page has the site's own texts around it: date and publisher above, buttons and the
// owner of the site below. Where no heading separates them from the report, they are recognised by
// their words (Reading.SiteWords and others).

// maxSiteLine is the largest number of characters in a line of a web site.
const maxSiteLine = 150

// takeSiteText puts a text aside if it is a web site's and not the report's. It reports whether it was.
func (c *textCollector) takeSiteText(g *grid, i int, text string) bool {
	last := c.section != "" && c.section == c.vocabulary.lastNarrative
	if c.section == afterReport {
		return c.addAround(g.addressOf(i), text)
	}
	if c.section != "" && c.section != "preamble" && !last {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		s := squeeze(line)
		switch ends, site := c.vocabulary.siteLine(s); {
		case last && ends:
			c.section = afterReport // nothing of the report follows
			return c.addAround(g.addressOf(i), text)
		case s != "" && !site && !ends:
			return false
		}
	}
	return c.addAround(g.addressOf(i), text)
}

// afterReport is the section of text that follows the end of the report on a web page.
const afterReport = "."

// siteMarks are the characters of times, sizes and paths, which may stand between the words of a web site.
const siteMarks = "0123456789-—:：/|｜>＞»›·.,，、+[]【】()（）《》<\"“”年月日时分秒次大中小"

// siteLine reports whether a line without blanks is a web site's, and whether it ends the article.
func (v *vocabulary) siteLine(s string) (ends, site bool) {
	if s == "" || utf8.RuneCountInString(s) > maxSiteLine || strings.ContainsAny(s, "。；") {
		return false, false
	}
	r := &v.form.Reading
	ends = slices.ContainsFunc(r.SiteEnds, func(e string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(e)) })
	for _, o := range r.SiteOpenings {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(s, "[【(（《<>·|"), o); ok && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：") || strings.Trim(rest, siteMarks) == "") {
			return ends, true
		}
	}
	rest := s
	for _, word := range r.SiteWords {
		rest = strings.ReplaceAll(rest, word, "")
	}
	return ends, rest != s && strings.Trim(rest, siteMarks) == ""
}

// addAround counts a text around the report and keeps the first 50.
func (c *textCollector) addAround(at, text string) bool {
	if len(c.around) == 0 {
		c.aroundAt = at
	}
	if len(c.around) < 50 {
		c.around = append(c.around, text)
	}
	c.aroundAll++
	return true
}

// noteAround notes that texts around the report were not read.
func (c *textCollector) noteAround() {
	if c.aroundAll == 0 {
		return
	}
	c.report.Notes = append(c.report.Notes, model.Note{Rule: "TEXT-PLACE", Cell: c.aroundAt, Found: strings.Join(c.around, "\n"), Message: msg.F(
		"报告之外有 %d 处文字（网站的导航、发布信息、页脚等），没有读入：%s", "%d texts stand around the report (the site's navigation, publishing data, footer) and were not read: %s", c.aroundAll, brief(strings.Join(c.around, "；")))})
}

// titleFromPage reads organ and year from the names of a page whose text has no title.
func (c *textCollector) titleFromPage(g *grid) {
	for _, cell := range g.sheet.Titles {
		if organ, year, ok := c.vocabulary.title(cell.Text); ok {
			c.takeTitle(organ, year, cell.Address)
			return
		}
	}
}
