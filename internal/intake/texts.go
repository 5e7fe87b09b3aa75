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

// narrator is texts on their way into a report.
type narrator struct {
	words   *words
	report  *model.Report
	section string // the section that text now belongs to; "" for none
	places  map[string]int
	page    map[string]int // the sheet a section's text last came from
	titled  bool
	stray   []string // texts that belong nowhere, the first of them
	strays  int      // and how many there are
	strayAt string
	unread  map[string]bool // tables that were not read
	grid    bool            // the row at hand has so many cells that it is a table's
	found   map[string]bool // sections whose heading was seen
	// What stands around the report, as a site puts it there.
	around    []string
	aroundAt  string
	aroundAll int
	// What stands beside the cells, by section.
	inBoxes, boxAt map[string][]string
	comments       map[string][]Found
}

// narrate reads title, cover, narratives and notes off what no table claimed.
func narrate(w *words, m *Mapping, views []*view, unread map[string]bool) {
	r := m.Report
	n := &narrator{words: w, report: r, unread: unread, places: map[string]int{}, page: map[string]int{}, found: map[string]bool{}, inBoxes: map[string][]string{}, boxAt: map[string][]string{}, comments: map[string][]Found{}}
	for _, v := range views {
		n.sheet(withBoxes(v, w))
	}
	n.sayBeside(m)
	n.signature()
	n.sayAround()
	for _, s := range w.form.Sections {
		most := 1
		if s.Table != nil {
			most = few // a note above, one below
		}
		if c := n.places[s.ID]; c > most && !slices.ContainsFunc(views, func(v *view) bool { return v.sheet.Complete || v.sheet.Lists }) {
			r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: r.Places[model.PlaceOfText(s.ID)], Message: msg.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", s.Heading, c)})
		}
	}
	if len(n.stray) > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: n.strayAt, Found: strings.Join(n.stray, "\n"), Message: msg.F(
			"有 %d 处文字不属于任何部分，没有读入：%s", "%d texts belong to no section and were not read: %s", n.strays, brief(strings.Join(n.stray, "；")))})
	}
}

func (n *narrator) sheet(v *view) {
	n.section = ""
	if w := n.words; w.sheets[squeeze(v.sheet.Name[strings.LastIndex(v.sheet.Name, "-")+1:])] == aside {
		return // a worksheet saved as a file is named after both
	}
	headed := slices.ContainsFunc(v.sheet.Cells, func(c Found) bool { s, _ := n.words.heading(firstLine(c.Cell.Text)); return s != nil })
	if !headed {
		if s, _ := n.words.heading(v.sheet.Name); s != nil {
			n.section = s.ID
		}
	}
	if !n.words.hasTitle(v.sheet) {
		n.calledFrom(v)
	}
	for _, c := range v.sheet.Around {
		n.putAround(c.Address, c.Text)
	}
	comments := v.sheet.Comments
	for row, cells := range v.rows {
		left := 0
		for _, i := range cells {
			if v.role[i] == unknown && !v.empty(i) {
				left++
			}
		}
		n.grid = left >= few && !v.sheet.Lists
		for _, i := range cells {
			if v.role[i] != unknown && v.role[i] != isText || v.empty(i) {
				continue
			}
			if v.cell(i).Computed && v.cell(i).Cell.Kind != Text {
				continue
			}
			text := strings.TrimSpace(v.text(i))
			if n.item(v, i, text) {
				v.role[i] = isText
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

// item places one text. It reports whether the text was used or known.
func (n *narrator) item(v *view, i int, text string) bool {
	w := n.words
	if n.title(v, i, text) {
		return true
	}
	if sec, score := w.heading(text); sec != nil {
		n.head(v, i, sec, score, text)
		return true
	}
	if first, rest, more := strings.Cut(text, "\n"); more {
		if sec, score := w.heading(first); sec != nil {
			n.head(v, i, sec, score, first)
			n.add(v, i, strings.TrimSpace(rest))
			return true
		}
	}
	if name := sheetName.ReplaceAllString(text, ""); w.sheets[squeeze(name)] != "" {
		// A page made from a workbook names its sheets.
		if w.sheets[squeeze(name)] == aside {
			n.section = aside
		} else if n.section == aside {
			n.section = ""
		}
		return true
	}
	if n.section == aside || w.printed(text) || v.cell(i).Computed {
		return true
	}
	if n.cover(v, i, text) || n.byline(v, i, text) {
		return true
	}
	if n.outside(v, i, text) {
		return true
	}
	if n.section == "" && n.titled && len(n.found) == 0 {
		n.section = "preamble"
	}
	if n.section == "" {
		return n.leave(v, i, text)
	}
	if s, ok := w.form.Section(n.section); ok && s.Table != nil && (n.grid || v.figure[i] || w.owner[v.labels[i].core] != nil && v.labels[i].core != "") {
		if n.unread[n.section] {
			return true // of the table, which says itself that it was not read
		}
		return n.leave(v, i, text)
	}
	n.add(v, i, text)
	return true
}

// leave counts a text that belongs nowhere.
func (n *narrator) leave(v *view, i int, text string) bool {
	if v.cell(i).Cell.Kind == Text && strings.IndexFunc(text, unicode.IsLetter) >= 0 || n.section != "" && v.figure[i] {
		if n.strays++; n.strays == 1 {
			n.strayAt = v.addressOf(i)
		}
		if n.strays <= 50 {
			n.stray = append(n.stray, text)
		}
	}
	return false
}

// title takes a title: in one cell, or in up to three one under the other, the
// organ's name in the first.
func (n *narrator) title(v *view, i int, text string) bool {
	w, r := n.words, n.report
	organ, year, ok := w.title(text)
	above := 0
	for k := 1; (!ok || organ == "") && len(n.found) == 0 && k <= min(2, len(n.stray)); k++ {
		last := n.stray[len(n.stray)-k:]
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
	n.titled = true
	n.stray = n.stray[:len(n.stray)-above]
	n.strays -= above
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

func (n *narrator) head(v *view, i int, sec *model.Section, score float64, text string) {
	n.section = sec.ID
	n.found[sec.ID] = true
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

func (n *narrator) add(v *view, i int, s string) {
	if s == "" {
		return
	}
	s = text.LineBreaks(s)
	old := n.report.Texts[n.section]
	if old != "" && n.page[n.section] != v.index && strings.Contains("\n"+old+"\n", "\n"+s+"\n") {
		return // a copy of the page says it again
	}
	if n.places[n.section]++; n.places[n.section] == 1 {
		n.report.Places[model.PlaceOfText(n.section)] = v.addressOf(i)
	}
	n.page[n.section] = v.index
	n.beside(v, i, s)
	if old != "" {
		s = old + "\n" + s
	}
	n.report.Texts[n.section] = s
}

// signature moves the organ and date at the end of the report to a part of
// their own.
func (n *narrator) signature() {
	last := ""
	for _, s := range n.words.form.Sections {
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
	if k == 0 || !dateAlone.MatchString(text.Fold(lines[k-1])) {
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
