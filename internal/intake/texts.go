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

// textCollector collects title, cover, narratives and notes of a report from cells that belong to no table.
type textCollector struct {
	vocabulary   *vocabulary
	titles       *titleReader
	report       *model.Report
	section      string              // the section that text now belongs to; "" for none
	parts        map[string][]string // texts of each section, in order
	cellCount    map[string]int
	lastSheet    map[string]int // the sheet that a section's text last came from
	titleSeen    bool
	organTitled  bool            // the report's organ is that of the title
	titleText    string          // the line of the first title, as squeeze gives it
	strays       textList        // texts that belong to no section
	around       textList        // texts around the report, as a web site puts them there
	unreadTables map[string]bool // sections of tables that were not read
	unreadRows   map[string]*unreadRows
	unreadAbove  *lexicon             // the table of which the row above was not read
	bandsRead    map[*model.Band]bool // bands of tables of which something was read
	headings     *headings
	coverLabel   *model.CoverItem // a label of the cover that stood on a line by itself; nil if none did
	coverLabelAt int              // the cell of that line
	inTableRow   bool             // the current row has so many cells that it is a table's
	headingSeen  map[string]bool  // sections whose heading was seen
	// boxTexts are texts that stand in text boxes, by section, and boxAddresses their addresses.
	boxTexts, boxAddresses map[string][]string
	comments               map[string][]Found
	unused                 map[sectionSheet]bool // narratives on sheets that are not read, see chooseTexts
	views                  []*grid               // all that is read
	// ownTables are the rows of tables that stand in a narrative and are no tables of the form, by section.
	ownTables map[string]*ownTable
	lastText  sectionRow // where the last text was added
}

// newTextCollector returns a collector that fills a report and has seen no sheet yet.
func newTextCollector(v *vocabulary, r *model.Report, h *headings) *textCollector {
	return &textCollector{vocabulary: v, titles: h.titles, report: r, headings: h, parts: map[string][]string{}, cellCount: map[string]int{}, lastSheet: map[string]int{}, headingSeen: map[string]bool{}, boxTexts: map[string][]string{}, boxAddresses: map[string][]string{}, comments: map[string][]Found{}, ownTables: map[string]*ownTable{}, unreadRows: map[string]*unreadRows{}}
}

// collectTexts reads title, cover, narratives and notes from the cells that no table used. unread are the
// sections whose table was not read, unused the narratives that chooseTexts leaves out.
func collectTexts(v *vocabulary, m *Mapping, views []*grid, unread map[string]bool, unused map[sectionSheet]bool) {
	r := m.Report
	c := newTextCollector(v, r, m.headings)
	c.unreadTables, c.unused, c.views, c.bandsRead = unread, unused, views, m.bandsRead()
	for _, g := range views {
		c.readSheet(g)
	}
	c.joinParts()
	c.noteBoxes(m)
	c.noteOwnTables()
	c.noteUnreadRows(m)
	c.splitSignature()
	c.headings.note(r)
	c.headings.noteContents(r)
	c.noteAround()
	for _, s := range v.form.Sections {
		most := 1
		if s.Table != nil {
			most = few // a note above, one below
		}
		if n := c.cellCount[s.ID]; n > most && !slices.ContainsFunc(views, func(g *grid) bool { return g.sheet.Complete || g.sheet.Lists }) {
			r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: r.Places[model.PlaceOfText(s.ID)], Message: msg.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", s.Heading, n)})
		}
	}
	if l := c.strays; len(l.texts) > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: l.at, Found: strings.Join(l.texts, "\n"), Message: msg.F(
			"有 %d 处文字不属于任何部分，没有读入：%s", "%d texts belong to no section and were not read: %s", l.count, brief(strings.Join(l.texts, "；")))})
	}
}

// textList is a number of texts that are only reported: the first 50, how many they are, and where the first stands.
type textList struct {
	texts []string
	count int
	at    string
}

// add counts a text that stands at an address.
func (l *textList) add(at, text string) {
	if l.count++; l.count == 1 {
		l.at = at
	}
	if l.count <= 50 {
		l.texts = append(l.texts, text)
	}
}

// readSheet reads the texts of one grid from the top down.
func (c *textCollector) readSheet(g *grid) {
	c.section = ""
	if c.vocabulary.isAside(g.sheet) {
		return
	}
	if !c.headings.headed[g] {
		if s, _ := c.vocabulary.heading(g.sheet.Name); s != nil {
			c.section = s.ID
		}
	}
	if !slices.ContainsFunc(g.sheet.Cells, func(cell Found) bool { _, _, ok := c.titles.read(cell.Cell.Text); return ok }) {
		c.titleFromPage(g)
	}
	for _, cell := range g.sheet.Around {
		c.around.add(cell.Address, cell.Text)
	}
	comments := g.sheet.Comments
	for row, cells := range g.rows {
		left := 0
		for _, i := range cells {
			if g.role[i] == roleUnknown && !g.empty(i) {
				left++
			}
		}
		c.inTableRow = left >= few && !g.sheet.Lists
		if c.takeUnreadRow(g, cells) {
			continue
		}
		for _, i := range cells {
			left := g.role[i] == roleUnknown || g.role[i] == roleText
			switch {
			case left && c.noText(g, i):
				g.role[i] = roleIgnored
			case !g.isText(i):
				for _, l := range c.headings.of(g, i) {
					if l.section != nil {
						c.startSection(l) // a caption in the cell of a label
					}
				}
			case c.placeCell(g, i):
				g.role[i] = roleText
			}
		}
		for len(comments) > 0 && comments[0].Row <= row {
			c.comment(comments[0])
			comments = comments[1:]
		}
	}
	for _, cell := range comments {
		c.comment(cell)
	}
}

// firstLine returns the first line of a text that is not blank.
func firstLine(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return first
}

// noText notes a cell that holds no text where a narrative stands. It reports false if it does, or no narrative stands
// there.
func (c *textCollector) noText(g *grid, i int) bool {
	sec, ok := c.vocabulary.form.Section(c.section)
	if !ok || sec.Table != nil || g.empty(i) {
		return false
	}
	f := g.cell(i)
	cell := f.Cell
	cell.Address = g.addressOf(i)
	n, ok := NoText(cell, f.Formula, sec.ID, c.vocabulary.form)
	if !ok && f.Formula != "" && cell.Kind == Number && !c.inTableRow {
		n, ok = ComputedNumber(cell, f.Formula, sec.ID), true
	}
	if ok {
		c.report.Notes = append(c.report.Notes, n)
	}
	return ok
}

// computedNarrative reports whether a formula's text stands where a narrative does that has no text yet, and notes it.
// A few words that are no sentence are what a formula checks or counts.
func (c *textCollector) computedNarrative(g *grid, i int, s string) bool {
	f := g.cell(i)
	sec, ok := c.vocabulary.form.Section(c.section)
	if !ok || sec.Table != nil || f.Formula == "" || len(c.parts[c.section]) > 0 || utf8.RuneCountInString(s) < minComment && !strings.HasSuffix(s, "。") {
		return false
	}
	formula := "=" + strings.TrimPrefix(f.Formula, "=")
	c.report.Notes = append(c.report.Notes, model.Note{Rule: "FORMULA-ENTRY", Section: sec.ID, Cell: g.addressOf(i), Found: formula, Message: msg.F(
		"“%s”的文字是公式 %s 的结果", "the text of %q is the result of the formula %s", sec.Heading, formula)})
	return true
}

// isAside reports whether a sheet is one of the template's that is only for reading. The file's name ends with the
// sheet's where a worksheet was saved as a file.
func (v *vocabulary) isAside(s *Sheet) bool {
	return v.sheetNames[squeeze(s.Name[strings.LastIndex(s.Name, "-")+1:])] == asideSection
}

// placeCell gives the lines of a cell to title, cover or a section. It reports whether the text was used or is known.
func (c *textCollector) placeCell(g *grid, i int) bool {
	special := c.headings.of(g, i)
	if special == nil {
		return c.placeText(g, i, strings.TrimSpace(g.text(i)))
	}
	var between []string
	flush := func() {
		if s := strings.TrimSpace(strings.Join(between, "\n")); s != "" {
			c.placeText(g, i, s)
		}
		between = nil
	}
	for n, line := range strings.Split(g.text(i), "\n") {
		if len(special) == 0 || special[0].line != n {
			between = append(between, line)
			continue
		}
		flush()
		l := special[0]
		special = special[1:]
		if l.section != nil && !l.contents {
			c.startSection(l)
			between = append(between, l.heading.rest)
		}
	}
	flush()
	return true
}

// placeText gives one text to title, cover or a section. It reports whether the text was used or is known.
func (c *textCollector) placeText(g *grid, i int, text string) bool {
	v := c.vocabulary
	if c.title(g, i, text) {
		return true
	}
	if IsPageFoot(text) {
		c.around.add(g.addressOf(i), text)
		return true
	}
	if name := sheetName.ReplaceAllString(text, ""); v.sheetNames[squeeze(name)] != "" {
		// A page made from a workbook names its sheets.
		if v.sheetNames[squeeze(name)] == asideSection {
			c.section = asideSection
		} else if c.section == asideSection {
			c.section = ""
		}
		return true
	}
	if c.section == asideSection || v.printed(text) || g.cell(i).Computed && !c.computedNarrative(g, i, text) {
		return true
	}
	if c.section == "" && c.beginsTitle(g, i, text) {
		return c.countStray(g, i, text)
	}
	if c.readCover(g, i, text) || c.dateLine(g, i, text) || c.takeSiteText(g, i, text) {
		return true
	}
	if c.section == "" && c.titleSeen && len(c.headingSeen) == 0 && !g.isFigure[i] {
		c.section = "preamble"
	}
	if c.section == "" {
		return c.countStray(g, i, text)
	}
	if s, ok := v.form.Section(c.section); ok && s.Table != nil && (c.inTableRow || g.isFigure[i] || v.bandOf[g.labels[i].core] != nil && g.labels[i].core != "") {
		return c.unreadTables[c.section] || c.countStray(g, i, text) // a table that was not read is reported as such
	}
	if c.headings.besideTable(g, i) {
		c.report.Notes = append(c.report.Notes, model.Note{Rule: "TEXT-PLACE", Section: c.section, Cell: g.addressOf(i), Found: text, Message: msg.F(
			"“%s”在表格旁边，读作表注", "%q stands beside the table and was read as a note on it", brief(text))})
	}
	c.addText(g, i, text)
	return true
}

// countStray counts a text that belongs to no section. It reports false, since the text was not used.
func (c *textCollector) countStray(g *grid, i int, text string) bool {
	if g.cell(i).Cell.Kind == Text && strings.IndexFunc(text, unicode.IsLetter) >= 0 || c.section != "" && g.isFigure[i] {
		c.strays.add(g.addressOf(i), text)
	}
	return false
}

// title takes a title that stands in one cell, or in up to four cells one under the other, the organ's name in the
// first ones. A line that is a title itself may have the end of a longer name: that is taken if both are one paragraph,
// or another place of the document gives it, and said to be doubtful if none gives either.
func (c *textCollector) title(g *grid, i int, text string) bool {
	v := c.vocabulary
	organ, year, ok := c.titles.read(text)
	above, whole := 0, text
	var doubtful, longer string // the line above that the name may begin with, and the name then
	for k := 1; len(c.headingSeen) == 0 && k <= min(maxTitleLines-1, len(c.strays.texts)); k++ {
		last := c.strays.texts[len(c.strays.texts)-k:]
		if name := last[0]; utf8.RuneCountInString(name) > 60 || strings.ContainsAny(name, "。：:，") || v.isStamp(name) {
			break
		}
		joined := joinTitle(append(slices.Clone(last), text))
		o, y, isTitle := c.titles.read(joined)
		switch {
		case !isTitle || o == "" || o == organ:
		case !ok || organ == "" || c.named(i, g, last, o, "") || goesOnInName(last[0], organ) && c.oneParagraph(g, i, last):
			organ, year, ok, above, whole, doubtful = o, y, true, k, joined, ""
		case k == above+1 && goesOnInName(last[0], organ) && (!v.hasPlace(organ) || v.hasPlace(last[0])) && !c.named(i, g, last, organ, last[0]):
			doubtful, longer = last[0], o
		}
	}
	if !ok {
		return false
	}
	if sec, in := v.form.Section(c.section); c.titleSeen && in && sec.Table == nil && c.headingSeen[c.section] && squeeze(text) != c.titleText {
		if organ == "" || year == c.report.Year && squeeze(organ) == squeeze(c.report.Organ) {
			return false // the caption of a table or figure
		}
		c.around.add(g.addressOf(i), text) // of another report
		return true
	}
	c.strays.texts = c.strays.texts[:len(c.strays.texts)-above]
	c.strays.count -= above
	c.noteTitle(whole, organ, year, g.addressOf(i))
	if doubtful != "" && c.report.Organ == "" {
		c.report.Notes = append(c.report.Notes, model.Note{Rule: "COVER-ORGAN", Cell: g.addressOf(i), Found: doubtful, Read: organ, Message: msg.F(
			"机关名称可能不全：标题的上一行是“%s”，别处没有写明；名称读作“%s”，如应是“%s”，请把标题里的名称写在一行", "the organ's name may not be whole: the line above the title is %q, and no other place says more; the name was read as %q, and if it is %q, write the name in the title in one line", doubtful, organ, longer)})
	}
	if !c.titleSeen {
		c.titleText = squeeze(text)
	}
	c.takeTitle(organ, year, g.addressOf(i))
	return true
}

// maxTitleLines is the largest number of lines that a title is read from.
const maxTitleLines = 4

// oneParagraph reports whether these lines and the cell of a title below them are the lines of one paragraph, and its only ones.
func (c *textCollector) oneParagraph(g *grid, i int, lines []string) bool {
	first := i - len(lines)
	if first < 0 || g.cell(first).GoesOn || i+1 < len(g.sheet.Cells) && g.cell(i+1).GoesOn {
		return false
	}
	for k, line := range lines {
		if !g.cell(first+k+1).GoesOn || strings.TrimSpace(g.text(first+k)) != line {
			return false
		}
	}
	return true
}

// beginsTitle reports whether a text with a year is the beginning of a title that goes on in the cells below, of which
// none begins it anew.
func (c *textCollector) beginsTitle(g *grid, i int, text string) bool {
	if c.titleSeen || !yearWritten.MatchString(text) {
		return false
	}
	lines := []string{text}
	for k := i + 1; k < len(g.sheet.Cells) && len(lines) < maxTitleLines; k++ {
		lines = append(lines, strings.TrimSpace(g.text(k)))
		if _, _, ok := c.titles.read(lines[len(lines)-1]); ok {
			return false
		}
		if _, _, ok := c.titles.read(joinTitle(lines)); ok {
			return true
		}
	}
	return false
}

// joinTitle joins the lines of a title. A line that is set with spaces between its characters is read without them.
func joinTitle(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		if s := squeeze(l); 3*strings.Count(text.OneLine(l), " ") > utf8.RuneCountInString(s) {
			l = s
		}
		b.WriteString(l)
	}
	return b.String()
}

// goesOnInName reports whether a line may be the beginning of a name that goes on below with what reads as a name
// itself: it is made of Chinese characters alone, and the name does not begin as the line does, with the same place.
func goesOnInName(line, name string) bool {
	first := []rune(squeeze(line))
	other := slices.IndexFunc(first, func(r rune) bool { return !unicode.Is(unicode.Han, r) && !strings.ContainsRune("（）()·、", r) })
	return other < 0 && len(first) > 1 && unicode.Is(unicode.Han, first[0]) && !strings.HasPrefix(squeeze(name), string(first[:2]))
}

// hasPlace reports whether a name has a place in it, which ends in one of the form's words for levels: 某区民政局. Such a
// name is whole, unless another with a place stands above it.
func (v *vocabulary) hasPlace(name string) bool {
	return v.form.Vocabulary != nil && slices.ContainsFunc(v.form.Vocabulary.Words["levels"], func(level string) bool { return strings.Index(name, level) > 0 })
}

// isStamp reports whether a line says what state a document is in, as a draft, by how it ends: no organ's name does.
func (v *vocabulary) isStamp(line string) bool {
	folded, _, _ := v.titleLine(line)
	folded = strings.Trim(folded, "()《》")
	if i := strings.IndexByte(folded, '('); i > 0 { // 草稿（第二稿）
		folded = folded[:i]
	}
	return slices.ContainsFunc(v.form.Reading.TitleStamps, func(s string) bool { return strings.HasSuffix(folded, s) })
}

// named reports whether a cell other than those of a title and the lines above it, or the name of the page, gives a
// name, and not as the end of a longer one that a line of the title may begin.
func (c *textCollector) named(title int, of *grid, lines []string, name, line string) bool {
	name, line = squeeze(name), squeeze(line)
	_, size := utf8.DecodeLastRuneInString(line)
	in := func(s string) bool {
		for s = squeeze(s); ; {
			before, rest, found := strings.Cut(s, name)
			if !found {
				return false
			}
			if line == "" || !strings.HasSuffix(before, line[len(line)-size:]) {
				return true
			}
			s = rest
		}
	}
	for _, g := range c.views {
		for i := range g.sheet.Cells {
			if g == of && (i == title || i < title && slices.Contains(lines, strings.TrimSpace(g.text(i)))) {
				continue
			}
			if g.cell(i).Cell.Kind == Text && in(g.text(i)) {
				return true
			}
		}
		if slices.ContainsFunc(g.sheet.Titles, func(c Cell) bool { return in(c.Text) }) {
			return true
		}
	}
	return false
}

// takeTitle gives the report the organ and year of a title, where no earlier title gave them.
func (c *textCollector) takeTitle(organ string, year int, at string) {
	r := c.report
	c.titleSeen = true
	if r.Organ == "" && organ != "" {
		r.Organ, r.Places[model.PlaceOfCover("organ")] = organ, at
		c.organTitled = true
	}
	if r.Year == 0 {
		r.Year, r.Places[model.PlaceOfCover("year")] = year, at
	}
}

// startSection makes the section of a heading the one that texts now belong to, and notes a heading in other words
// than the form's.
func (c *textCollector) startSection(l *textLine) {
	sec, at := l.section, l.grid.addressOf(l.cell)
	c.section = sec.ID
	c.headingSeen[sec.ID] = true
	note := model.Note{Rule: ruleLabel, Section: sec.ID, Cell: at, Found: l.heading.text, Read: sec.Heading}
	found := brief(l.heading.text)
	switch h := l.heading; {
	case l.byNumber:
		note.Message = msg.F("标题“%s”按序号和位置读作“%s”", "the heading %q was read as %q by its number and place", found, sec.Heading)
	case h.wording == similarWords:
		note.Message = msg.F("标题“%s”读作“%s”（相近程度 %d %%）", "the heading %q was read as %q (%d %% alike)", found, sec.Heading, int(100*h.similarity+0.5))
	case h.rest != "":
		note.Message = msg.F("“%s”读作标题“%s”，同一行其后的文字读作该部分的内容", "%q was read as the heading %q, and what follows it in the line as the section's text", found, sec.Heading)
	case h.wording < listedWords:
		note.Message = msg.F("标题“%s”读作“%s”", "the heading %q was read as %q", found, sec.Heading)
	}
	if note.Message.ZH != "" {
		c.report.Notes = append(c.report.Notes, note)
	}
	if _, placed := c.report.Places[model.PlaceOfText(sec.ID)]; sec.Table == nil && !placed {
		c.report.Places[model.PlaceOfText(sec.ID)] = at
	}
}

// addText appends a text to the current section, unless a copy of the sheet says it again.
func (c *textCollector) addText(g *grid, i int, s string) {
	if s == "" || c.unused[sectionSheet{c.section, g.sheetIndex}] {
		return
	}
	s = text.LineBreaks(s)
	old := c.parts[c.section]
	if len(old) > 0 && c.lastSheet[c.section] != g.sheetIndex && strings.Contains("\n"+strings.Join(old, "\n")+"\n", "\n"+s+"\n") {
		return // a copy of the sheet repeats the text
	}
	if c.cellCount[c.section]++; c.cellCount[c.section] == 1 {
		c.report.Places[model.PlaceOfText(c.section)] = g.addressOf(i)
	}
	c.lastSheet[c.section] = g.sheetIndex
	c.rememberBox(g, i, s)
	if c.joinRow(g, i, s) {
		return
	}
	c.parts[c.section] = append(old, s)
}

// joinParts gives the report the texts of its sections.
func (c *textCollector) joinParts() {
	for id, parts := range c.parts {
		c.report.Texts[id] = strings.Join(parts, "\n")
	}
}

// splitSignature moves the organ and date at the end of the report to a section of their own.
func (c *textCollector) splitSignature() {
	last := ""
	for _, s := range c.vocabulary.form.Sections {
		if s.Table == nil && !s.Optional && c.report.Texts[s.ID] != "" {
			last = s.ID
		}
	}
	if last == "" || c.report.Texts["signature"] != "" {
		return
	}
	lines := strings.Split(strings.TrimRightFunc(c.report.Texts[last], unicode.IsSpace), "\n")
	from := len(lines) - 1
	if !dateAlone.MatchString(text.Fold(lines[from])) {
		return
	}
	if from > 0 {
		name := strings.TrimSpace(lines[from-1])
		if c.isOrganName(name) {
			from--
		}
	}
	c.report.Texts["signature"] = strings.TrimSpace(strings.Join(lines[from:], "\n"))
	if rest := strings.TrimRight(strings.Join(lines[:from], "\n"), "\n"); rest != "" {
		c.report.Texts[last] = rest
	} else {
		delete(c.report.Texts, last)
	}
}

// isOrganName reports whether the line above a date names an organ: the report's own, or one that ends as organs do. The
// last line of a narrative may lack its full stop.
func (c *textCollector) isOrganName(line string) bool {
	n := utf8.RuneCountInString(line)
	if n < 2 || n > 40 || strings.ContainsAny(line, "。；，、：:") {
		return false
	}
	name, organ := squeeze(line), squeeze(c.report.Organ)
	if organ != "" && (strings.Contains(organ, name) || strings.Contains(name, organ)) {
		return true
	}
	ends := func(e string) bool { return strings.HasSuffix(strings.TrimRight(name, "）)"), e) }
	return !strings.ContainsAny(name, "0123456789") && slices.ContainsFunc(c.vocabulary.form.Reading.OrganEndings, ends)
}

// Texts of a worksheet that stand in no cell: text boxes are read where they stand; comments are taken
// for a narrative only where the narrative itself is empty.

// minComment is the least number of characters of a comment that is taken for a narrative; shorter ones are remarks.
const minComment = 30

// withBoxes returns a grid with the texts of its text boxes among the cells.
func withBoxes(g *grid, v *vocabulary) *grid {
	if len(g.sheet.Boxes) == 0 {
		return g
	}
	s := *g.sheet
	s.Cells = nil
	var from []int // index of each cell in g; -1 for a text box
	boxes := g.sheet.Boxes
	take := func(row int) {
		for len(boxes) > 0 && boxes[0].Row < row {
			s.Cells, from, boxes = append(s.Cells, boxes[0]), append(from, -1), boxes[1:]
		}
	}
	for i, cell := range g.sheet.Cells {
		take(cell.Row)
		s.Cells, from = append(s.Cells, cell), append(from, i)
	}
	take(1 << 30)
	out := v.newGrid(g.sheetIndex, &s)
	out.textBoxes = map[int]bool{}
	for i, k := range from {
		if k >= 0 {
			out.role[i] = g.role[k]
		} else {
			out.textBoxes[i] = true
		}
	}
	return out
}

// rememberBox remembers a text of a section if it stands in a text box.
func (c *textCollector) rememberBox(g *grid, i int, text string) {
	if g.textBoxes[i] {
		c.boxTexts[c.section] = append(c.boxTexts[c.section], text)
		c.boxAddresses[c.section] = append(c.boxAddresses[c.section], g.addressOf(i))
	}
}

// comment remembers a comment that stands within a narrative.
func (c *textCollector) comment(cell Found) {
	sec, ok := c.vocabulary.form.Section(c.section)
	if ok && sec.Table == nil && !sec.Optional && utf8.RuneCountInString(cell.Cell.Text) >= minComment {
		c.comments[c.section] = append(c.comments[c.section], cell)
	}
}

// noteBoxes takes comments for narratives that are empty, and notes which texts stood in text boxes or comments.
func (c *textCollector) noteBoxes(m *Mapping) {
	for _, s := range c.vocabulary.form.Sections {
		boxed := strings.Join(c.boxTexts[s.ID], "\n")
		what, at := msg.T("文本框", "text boxes"), c.boxAddresses[s.ID]
		if cs := c.comments[s.ID]; len(cs) > 0 && c.report.Texts[s.ID] == "" {
			what = msg.T("批注", "comments")
			for _, cell := range cs {
				at = append(at, cell.Cell.Address)
				boxed = strings.TrimPrefix(boxed+"\n"+cell.Cell.Text, "\n")
			}
			c.report.Texts[s.ID], c.report.Places[model.PlaceOfText(s.ID)] = boxed, at[0]
		}
		if len(at) == 0 {
			continue
		}
		note := model.Note{Rule: "TEXT-PLACE", Cell: at[0], Found: boxed, Message: msg.F(
			"“%s”的文字读自%s（%s）", "the text of %[1]s was read from %[2]s (%[3]s)", s.Heading, what, strings.Join(at[:min(len(at), 3)], "、"))}
		c.report.Notes = append(c.report.Notes, note)
		m.BoxNotes[s.ID] = note
	}
}
