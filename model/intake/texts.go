package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
)

// TitlePattern is one way a report is titled.
type titlePattern struct {
	re          *regexp.Regexp
	organ, year int // subexpressions
}

const yearExpr = `((?:19|20)\d\d|二[〇○零oO0][〇○零一二三四五六七八九]{2})`

func compileTitle(p string) titlePattern {
	expr := regexp.QuoteMeta(width.Fold.String(p))
	expr = strings.NewReplacer(`\{organ\}`, `([^,。;]*?)`, `\{year\}`, yearExpr, `\[`, `(?:`, `\]`, `)?`).Replace(expr)
	// Before it 附件2：, behind it （征求意见稿）.
	t := titlePattern{re: regexp.MustCompile(`^(?:附件[0-9一二三四五六七八九]*[:、.]?)?《?` + expr + `》?(?:\([^()]*\))?$`), organ: 1, year: 2}
	if o := strings.Index(p, "{organ}"); o > strings.Index(p, "{year}") {
		t.organ, t.year = 2, 1
	}
	return t
}

// Unit is the unit of money that a label states in brackets; "" for none.
func (w *words) unit(label string) string {
	label = fold(label)
	_, inner, ok := strings.Cut(label, "(")
	if !ok {
		return ""
	}
	unit := ""
	for _, u := range w.form.Reading.Money {
		if rest, ok := strings.CutSuffix(strings.TrimRight(inner, ") "), u); ok && len(u) > len(unit) && !strings.ContainsAny(rest, "0123456789") {
			unit = u
		}
	}
	return unit
}

// Title reads organ and year off a title.
func (w *words) title(s string) (organ string, year int, ok bool) {
	if len(s) > maxLabel || !strings.Contains(s, "年") || !strings.ContainsAny(s, "0123456789０１２３４５６７８９〇○零") {
		return "", 0, false
	}
	kept := []rune(strings.Join(strings.Fields(s), " "))
	var folded []rune
	var at []int // of every folded rune, among those kept
	for i, c := range kept {
		if c == ' ' {
			continue
		}
		if s := w.reducer.simplified[c]; s != 0 {
			c = s
		}
		if r := []rune(width.Fold.String(string(c))); len(r) == 1 {
			c = r[0]
		}
		folded, at = append(folded, c), append(at, i)
	}
	text := string(folded)
	// The reading counts that leaves least to the organ's name: 2024年度 is not
	// 2024年 and an organ that begins with 度.
	for _, t := range w.titles {
		m := t.re.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		from, to := m[2*t.organ], m[2*t.organ+1]
		from, to = utf8.RuneCountInString(text[:from]), utf8.RuneCountInString(text[:to])
		name := ""
		if from < to {
			name = string(kept[at[from] : at[to-1]+1])
			if 3*strings.Count(name, " ") > to-from {
				name = squeeze(name) // set with spaces between its letters
			}
			name = strings.Trim(name, "《》")
		}
		if !ok || len(name) < len(organ) {
			organ, year, ok = name, yearOf(text[m[2*t.year]:m[2*t.year+1]]), true
		}
	}
	return organ, year, ok
}

func yearOf(s string) int {
	if y, err := strconv.Atoi(s); err == nil {
		return y
	}
	y := 0
	for _, c := range s {
		d := 0 // of 〇, however it is written
		if i := strings.IndexRune(chineseDigits, c); i >= 0 {
			d = i/3 + 1
		}
		y = y*10 + d
	}
	return y
}

var yearAlone = regexp.MustCompile(`^\s*` + yearExpr + `\s*(?:年度?)?\s*$`)

var dateAlone = regexp.MustCompile(`^\s*(?:` + yearExpr + `\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*$`)

var sheetName = regexp.MustCompile(`^(?i:sheet)\s*\d+\s*[:：]\s*`)

// Aside is the section of what follows the name of a sheet that people only look
// at, up to the next heading.
const aside = "-"

// Heading finds the section a text is the heading of.
func (w *words) heading(s string) (sec *model.Section, score float64) {
	if len(s) > 200 || len(s) < 6 {
		return nil, 0
	}
	l := w.reducer.label(s)
	if l.core == "" {
		return nil, 0
	}
	if sec := w.headings[l.core]; sec != nil {
		return sec, 1
	}
	if l.ordinal == 0 || strings.ContainsAny(s, "。；;") {
		return nil, 0
	}
	best, second := 0.0, 0.0
	for core, h := range w.headings {
		if h.Optional {
			continue // names of ours, too short to resemble anything
		}
		switch a := max(alike(core, l.core), alike(core, l.bare)); {
		case a > best:
			if sec != nil && sec != h {
				second = best
			}
			best, sec = a, h
		case a > second && h != sec:
			second = a
		}
	}
	if best >= 0.75 && best-second >= margin {
		return sec, best
	}
	return nil, 0
}

// Reading is texts on their way into a report.
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

// Narrate reads title, cover, narratives and notes off what no table claimed.
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
			r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: r.Places[model.PlaceOfText(s.ID)], Message: say.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", s.Heading, c)})
		}
	}
	if len(n.stray) > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: n.strayAt, Found: strings.Join(n.stray, "\n"), Message: say.F(
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

// Item places one text. It reports whether the text was used or known.
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

// Leave counts a text that belongs nowhere.
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

// Title takes a title: in one cell, or in up to three one under the other, the
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
		n.report.Notes = append(n.report.Notes, model.Note{Rule: ruleLabel, Section: sec.ID, Cell: v.addressOf(i), Found: text, Read: sec.Heading, Message: say.F(
			"标题“%s”读作“%s”（相近程度 %d %%）", "the heading %q was read as %q (%d %% alike)", brief(text), sec.Heading, int(100*score+0.5))})
	}
	if sec.Table == nil {
		if _, ok := n.report.Places[model.PlaceOfText(sec.ID)]; !ok {
			n.report.Places[model.PlaceOfText(sec.ID)] = v.addressOf(i)
		}
	}
}

func (n *narrator) add(v *view, i int, text string) {
	if text == "" {
		return
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	old := n.report.Texts[n.section]
	if old != "" && n.page[n.section] != v.index && strings.Contains("\n"+old+"\n", "\n"+text+"\n") {
		return // a copy of the page says it again
	}
	if n.places[n.section]++; n.places[n.section] == 1 {
		n.report.Places[model.PlaceOfText(n.section)] = v.addressOf(i)
	}
	n.page[n.section] = v.index
	n.beside(v, i, text)
	if old != "" {
		text = old + "\n" + text
	}
	n.report.Texts[n.section] = text
}

// Cover reads "机关名称 | 某局" and "填报单位：某局", also several on a line,
// before the report itself begins.
func (n *narrator) cover(v *view, i int, text string) bool {
	items := splitItems(text)
	if len(items) < 2 {
		return n.coverItem(v, i, text)
	}
	any := false
	for _, s := range items {
		any = n.coverItem(v, i, s) || any
	}
	return any
}

// SplitItems cuts a line of several items, whose labels end in colons.
func splitItems(text string) []string {
	var out []string
	line := strings.Trim(strings.ReplaceAll(text, "：", ":"), " ()（）")
	if strings.Count(line, ":") < 2 {
		return nil
	}
	for _, s := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '\u3000' || r == ';' || r == '；' || r == '，' }) {
		if n := len(out); n > 0 && (!strings.Contains(s, ":") || strings.HasSuffix(out[n-1], ":")) {
			out[n-1] += s
			continue
		}
		out = append(out, s)
	}
	return out
}

func (n *narrator) coverItem(v *view, i int, text string) bool {
	name, value, inline := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	at := v.addressOf(i)
	l := n.words.reducer.label(name)
	item := n.words.covers[l.core]
	if item == nil {
		item = n.words.covers[l.bare]
	}
	if item == nil || len(n.found) > 0 && n.section != "" && (inline || item.Label != text) {
		return false // within a narrative only what the cover itself prints
	}
	value = strings.TrimSpace(value)
	if !inline || value == "" {
		j := v.at(v.cell(i).Row, v.cell(i).Col+v.cell(i).Cols)
		if j < 0 || v.role[j] != unknown {
			return item.Label == name
		}
		if v.empty(j) || n.words.printed(v.text(j)) {
			return true
		}
		value, at = strings.TrimSpace(v.text(j)), v.addressOf(j)
		v.role[j] = isKnown
	}
	return n.setCover(item, value, at)
}

func (n *narrator) setCover(item *model.CoverItem, value, at string) bool {
	r := n.report
	switch item.ID {
	case "organ":
		if r.Organ != "" {
			return r.Organ == value
		}
		r.Organ = value
	case "organ_type":
		r.OrganType = value
		if t, ok := n.words.form.OrganType(value); ok {
			r.OrganType = t.ID
		}
	case "year":
		m := yearAlone.FindStringSubmatch(width.Fold.String(value))
		if m == nil || r.Year != 0 && r.Year != yearOf(m[1]) {
			return false
		}
		r.Year = yearOf(m[1])
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

// Signature moves the organ and date at the end of the report to a part of
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
