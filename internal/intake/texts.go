package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// textCollector is texts on their way into a report.
type textCollector struct {
	vocabulary   *vocabulary
	report       *model.Report
	section      string // the section that text now belongs to; "" for none
	cellCount    map[string]int
	lastSheet    map[string]int // the sheet a section's text last came from
	titleSeen    bool
	strayTexts   []string // texts that belong nowhere, the first of them
	strayCount   int      // and how many there are
	strayAt      string
	unreadTables map[string]bool // tables that were not read
	inTableRow   bool            // the row at hand has so many cells that it is a table's
	headingSeen  map[string]bool // sections whose heading was seen
	// What stands around the report, as a site puts it there.
	around    []string
	aroundAt  string
	aroundAll int
	// What stands beside the cells, by section.
	boxTexts, boxAddresses map[string][]string
	comments               map[string][]Found
}

// collectTexts reads title, cover, narratives and notes off what no table claimed.
func collectTexts(w *vocabulary, m *Mapping, views []*grid, unread map[string]bool) {
	r := m.Report
	n := &textCollector{vocabulary: w, report: r, unreadTables: unread, cellCount: map[string]int{}, lastSheet: map[string]int{}, headingSeen: map[string]bool{}, boxTexts: map[string][]string{}, boxAddresses: map[string][]string{}, comments: map[string][]Found{}}
	for _, v := range views {
		n.readSheet(withBoxes(v, w))
	}
	n.noteBoxes(m)
	n.splitSignature()
	n.noteAround()
	for _, s := range w.form.Sections {
		most := 1
		if s.Table != nil {
			most = few // a note above, one below
		}
		if c := n.cellCount[s.ID]; c > most && !slices.ContainsFunc(views, func(v *grid) bool { return v.sheet.Complete || v.sheet.Lists }) {
			r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: r.Places[model.PlaceOfText(s.ID)], Message: msg.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", s.Heading, c)})
		}
	}
	if len(n.strayTexts) > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: n.strayAt, Found: strings.Join(n.strayTexts, "\n"), Message: msg.F(
			"有 %d 处文字不属于任何部分，没有读入：%s", "%d texts belong to no section and were not read: %s", n.strayCount, brief(strings.Join(n.strayTexts, "；")))})
	}
}

func (n *textCollector) readSheet(v *grid) {
	n.section = ""
	if w := n.vocabulary; w.sheetNames[squeeze(v.sheet.Name[strings.LastIndex(v.sheet.Name, "-")+1:])] == asideSection {
		return // a worksheet saved as a file is named after both
	}
	headed := slices.ContainsFunc(v.sheet.Cells, func(c Found) bool { s, _ := n.vocabulary.heading(firstLine(c.Cell.Text)); return s != nil })
	if !headed {
		if s, _ := n.vocabulary.heading(v.sheet.Name); s != nil {
			n.section = s.ID
		}
	}
	if !n.vocabulary.hasTitle(v.sheet) {
		n.titleFromPage(v)
	}
	for _, c := range v.sheet.Around {
		n.addAround(c.Address, c.Text)
	}
	comments := v.sheet.Comments
	for row, cells := range v.rows {
		left := 0
		for _, i := range cells {
			if v.role[i] == roleUnknown && !v.empty(i) {
				left++
			}
		}
		n.inTableRow = left >= few && !v.sheet.Lists
		for _, i := range cells {
			if v.role[i] != roleUnknown && v.role[i] != roleText || v.empty(i) {
				continue
			}
			if v.cell(i).Computed && v.cell(i).Cell.Kind != Text {
				continue
			}
			text := strings.TrimSpace(v.text(i))
			if n.placeText(v, i, text) {
				v.role[i] = roleText
			}
		}
		for len(comments) > 0 && comments[0].Row <= row {
			n.comment(comments[0])
			comments = comments[1:]
		}
	}
	for _, c := range comments {
		n.comment(c)
	}
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return first
}

// placeText places one text. It reports whether the text was used or known.
func (n *textCollector) placeText(v *grid, i int, text string) bool {
	w := n.vocabulary
	if n.title(v, i, text) {
		return true
	}
	if sec, score := w.heading(text); sec != nil {
		n.startSection(v, i, sec, score, text)
		return true
	}
	if first, rest, more := strings.Cut(text, "\n"); more {
		if sec, score := w.heading(first); sec != nil {
			n.startSection(v, i, sec, score, first)
			n.addText(v, i, strings.TrimSpace(rest))
			return true
		}
	}
	if name := sheetName.ReplaceAllString(text, ""); w.sheetNames[squeeze(name)] != "" {
		// A page made from a workbook names its sheets.
		if w.sheetNames[squeeze(name)] == asideSection {
			n.section = asideSection
		} else if n.section == asideSection {
			n.section = ""
		}
		return true
	}
	if n.section == asideSection || w.printed(text) || v.cell(i).Computed {
		return true
	}
	if n.readCover(v, i, text) || n.dateLine(v, i, text) {
		return true
	}
	if n.takeSiteText(v, i, text) {
		return true
	}
	if n.section == "" && n.titleSeen && len(n.headingSeen) == 0 {
		n.section = "preamble"
	}
	if n.section == "" {
		return n.countStray(v, i, text)
	}
	if s, ok := w.form.Section(n.section); ok && s.Table != nil && (n.inTableRow || v.isFigure[i] || w.bandOf[v.labels[i].core] != nil && v.labels[i].core != "") {
		if n.unreadTables[n.section] {
			return true // of the table, which says itself that it was not read
		}
		return n.countStray(v, i, text)
	}
	n.addText(v, i, text)
	return true
}

// countStray counts a text that belongs nowhere.
func (n *textCollector) countStray(v *grid, i int, text string) bool {
	if v.cell(i).Cell.Kind == Text && strings.IndexFunc(text, unicode.IsLetter) >= 0 || n.section != "" && v.isFigure[i] {
		if n.strayCount++; n.strayCount == 1 {
			n.strayAt = v.addressOf(i)
		}
		if n.strayCount <= 50 {
			n.strayTexts = append(n.strayTexts, text)
		}
	}
	return false
}

// title takes a title: in one cell, or in up to three one under the other, the
// organ's name in the first.
func (n *textCollector) title(v *grid, i int, text string) bool {
	w, r := n.vocabulary, n.report
	organ, year, ok := w.title(text)
	above := 0
	for k := 1; (!ok || organ == "") && len(n.headingSeen) == 0 && k <= min(2, len(n.strayTexts)); k++ {
		last := n.strayTexts[len(n.strayTexts)-k:]
		if name := last[0]; utf8.RuneCountInString(name) > 60 || strings.ContainsAny(name, "。：:，") {
			break
		}
		if o, y, whole := w.title(strings.Join(last, "") + text); whole && o != "" {
			organ, year, ok, above = o, y, true, k
		}
	}
	if !ok {
		return false
	}
	n.titleSeen = true
	n.strayTexts = n.strayTexts[:len(n.strayTexts)-above]
	n.strayCount -= above
	if r.Organ == "" && organ != "" {
		r.Organ = organ
		r.Places[model.PlaceOfCover("organ")] = v.addressOf(i)
	}
	if r.Year == 0 {
		r.Year = year
		r.Places[model.PlaceOfCover("year")] = v.addressOf(i)
	}
	return true
}

func (n *textCollector) startSection(v *grid, i int, sec *model.Section, score float64, text string) {
	n.section = sec.ID
	n.headingSeen[sec.ID] = true
	if score < 1 {
		n.report.Notes = append(n.report.Notes, model.Note{Rule: ruleLabel, Section: sec.ID, Cell: v.addressOf(i), Found: text, Read: sec.Heading, Message: msg.F(
			"标题“%s”读作“%s”（相近程度 %d %%）", "the heading %q was read as %q (%d %% alike)", brief(text), sec.Heading, int(100*score+0.5))})
	}
	if sec.Table == nil {
		if _, ok := n.report.Places[model.PlaceOfText(sec.ID)]; !ok {
			n.report.Places[model.PlaceOfText(sec.ID)] = v.addressOf(i)
		}
	}
}

func (n *textCollector) addText(v *grid, i int, text string) {
	if text == "" {
		return
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	old := n.report.Texts[n.section]
	if old != "" && n.lastSheet[n.section] != v.sheetIndex && strings.Contains("\n"+old+"\n", "\n"+text+"\n") {
		return // a copy of the page says it again
	}
	if n.cellCount[n.section]++; n.cellCount[n.section] == 1 {
		n.report.Places[model.PlaceOfText(n.section)] = v.addressOf(i)
	}
	n.lastSheet[n.section] = v.sheetIndex
	n.rememberBox(v, i, text)
	if old != "" {
		text = old + "\n" + text
	}
	n.report.Texts[n.section] = text
}

// splitSignature moves the organ and date at the end of the report to a part of
// their own.
func (n *textCollector) splitSignature() {
	last := ""
	for _, s := range n.vocabulary.form.Sections {
		if s.Table == nil && !s.Optional && n.report.Texts[s.ID] != "" {
			last = s.ID
		}
	}
	if last == "" || n.report.Texts["signature"] != "" {
		return
	}
	lines := strings.Split(n.report.Texts[last], "\n")
	k := len(lines)
	for k > 0 && strings.TrimSpace(lines[k-1]) == "" {
		k--
	}
	if k == 0 || !dateAlone.MatchString(width.Fold.String(lines[k-1])) {
		return
	}
	from := k - 1
	if from > 0 {
		name := strings.TrimSpace(lines[from-1])
		if l := len([]rune(name)); l > 1 && l <= 40 && !strings.ContainsAny(name, "。；，、：:") && name != "无" {
			from--
		}
	}
	n.report.Texts["signature"] = strings.TrimSpace(strings.Join(lines[from:k], "\n"))
	if rest := strings.TrimRight(strings.Join(lines[:from], "\n"), "\n"); rest != "" {
		n.report.Texts[last] = rest
	} else {
		delete(n.report.Texts, last)
	}
}
