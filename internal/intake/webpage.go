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
	if c.section != "" && c.section != "preamble" && c.section != afterReport && !last {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		s := squeeze(line)
		ends, site := c.vocabulary.siteLine(s)
		if last && ends {
			c.section = afterReport // nothing of the report follows
		}
		if c.section == afterReport {
			break
		}
		if s != "" && !site && !ends {
			return false
		}
	}
	c.around.add(g.addressOf(i), text)
	return true
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

// noteAround notes that texts around the report were not read.
func (c *textCollector) noteAround() {
	if l := c.around; l.count > 0 {
		c.report.Notes = append(c.report.Notes, model.Note{Rule: "TEXT-PLACE", Cell: l.at, Found: strings.Join(l.texts, "\n"), Message: msg.F(
			"报告之外有 %d 处文字（网站的导航、发布信息、页脚等），没有读入：%s", "%d texts stand around the report (the site's navigation, publishing data, footer) and were not read: %s", l.count, brief(strings.Join(l.texts, "；")))})
	}
}

// titleFromPage reads organ and year from the names of a page whose text has no title.
func (c *textCollector) titleFromPage(g *grid) {
	for _, cell := range g.sheet.Titles {
		if organ, year, ok := c.titles.read(cell.Text); ok {
			c.takeTitle(organ, year, cell.Address)
			return
		}
	}
}
