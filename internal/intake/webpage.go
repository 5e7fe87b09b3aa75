package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A report that was published carries the site around it: when it was published
// and by whom above, buttons and the site's owner below. Where no narrative can
// be told from it by a heading, the words of such lines tell.

// maxSiteLine is how long a line of a site may be, in characters.
const maxSiteLine = 150

// takeSiteText takes a text for one of the site's, if it is one.
func (n *textCollector) takeSiteText(v *grid, i int, text string) bool {
	last := n.section != "" && n.section == n.vocabulary.lastNarrative
	if n.section == afterReport {
		return n.addAround(v.addressOf(i), text)
	}
	if n.section != "" && n.section != "preamble" && !last {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		s := squeeze(line)
		switch ends, site := n.vocabulary.siteLine(s); {
		case last && ends:
			n.section = afterReport // nothing of the report follows
			return n.addAround(v.addressOf(i), text)
		case s != "" && !site && !ends:
			return false
		}
	}
	return n.addAround(v.addressOf(i), text)
}

// afterReport is the section of what follows the end of the report.
const afterReport = "."

// siteMarks are left of times, sizes and paths.
const siteMarks = "0123456789-—:：/|｜>＞»›·.,，、+[]【】()（）《》<\"“”年月日时分秒次大中小"

// siteLine reports whether a line is a site's, and whether it ends the article.
func (w *vocabulary) siteLine(s string) (ends, site bool) {
	if s == "" || utf8.RuneCountInString(s) > maxSiteLine || strings.ContainsAny(s, "。；") {
		return false, false
	}
	r := &w.form.Reading
	for _, e := range r.SiteEnds {
		if strings.Contains(strings.ToLower(s), strings.ToLower(e)) {
			ends = true
		}
	}
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

func (n *textCollector) addAround(at, text string) bool {
	if len(n.around) == 0 {
		n.aroundAt = at
	}
	if len(n.around) < 50 {
		n.around = append(n.around, text)
	}
	n.aroundAll++
	return true
}

func (n *textCollector) noteAround() {
	if n.aroundAll == 0 {
		return
	}
	n.report.Notes = append(n.report.Notes, model.Note{Rule: "TEXT-PLACE", Cell: n.aroundAt, Found: strings.Join(n.around, "\n"), Message: msg.F(
		"报告之外有 %d 处文字（网站的导航、发布信息、页脚等），没有读入：%s", "%d texts stand around the report (the site's navigation, publishing data, footer) and were not read: %s", n.aroundAll, brief(strings.Join(n.around, "；")))})
}

// titleFromPage reads organ and year off what a page is called, where its text has
// no title.
func (n *textCollector) titleFromPage(v *grid) {
	for _, c := range v.sheet.Titles {
		organ, year, ok := n.vocabulary.title(c.Text)
		if !ok {
			continue
		}
		n.titleSeen = true
		r := n.report
		if r.Organ == "" && organ != "" {
			r.Organ, r.Places[model.PlaceOfCover("organ")] = organ, c.Address
		}
		if r.Year == 0 {
			r.Year, r.Places[model.PlaceOfCover("year")] = year, c.Address
		}
		return
	}
}

func (w *vocabulary) hasTitle(s *Sheet) bool {
	for _, c := range s.Cells {
		if _, _, ok := w.title(c.Cell.Text); ok {
			return true
		}
	}
	return false
}
