package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

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
	expr = strings.ReplaceAll(expr, `\{organ\}`, `(.*?)`)
	expr = strings.ReplaceAll(expr, `\{year\}`, `\s*`+yearExpr+`\s*`)
	t := titlePattern{re: regexp.MustCompile(`^[《\s]*` + expr + `[》\s]*$`), organ: 1, year: 2}
	if o := strings.Index(p, "{organ}"); o > strings.Index(p, "{year}") {
		t.organ, t.year = 2, 1
	}
	return t
}

// Title reads organ and year off a title.
func (w *words) title(s string) (organ string, year int, ok bool) {
	if len(s) > 600 || !strings.Contains(s, "报告") && !strings.Contains(s, "報告") {
		return "", 0, false
	}
	kept := []rune(strings.Join(strings.Fields(s), " "))
	folded := make([]rune, len(kept))
	for i, c := range kept {
		if s := w.reducer.simplified[c]; s != 0 {
			c = s
		}
		if r := []rune(width.Fold.String(string(c))); len(r) == 1 {
			c = r[0]
		}
		folded[i] = c
	}
	text := string(folded)
	for _, t := range w.titles {
		m := t.re.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		from, to := m[2*t.organ], m[2*t.organ+1]
		from, to = len([]rune(text[:from])), len([]rune(text[:to]))
		return strings.Trim(string(kept[from:to]), " 《》"), yearOf(text[m[2*t.year]:m[2*t.year+1]]), true
	}
	return "", 0, false
}

func yearOf(s string) int {
	if y, err := strconv.Atoi(s); err == nil {
		return y
	}
	y := 0
	for _, c := range s {
		d := strings.IndexRune("一二三四五六七八九", c)/3 + 1
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
	titled  bool
	stray   []string
	strayAt string
	found   map[string]bool // sections whose heading was seen
}

// Narrate reads title, cover, narratives and notes off what no table claimed.
func narrate(w *words, r *model.Report, views []*view) {
	n := &narrator{words: w, report: r, places: map[string]int{}, found: map[string]bool{}}
	for _, v := range views {
		n.sheet(v)
	}
	n.signature()
	for _, s := range w.form.Sections {
		if c := n.places[s.ID]; c > 1 && !slices.ContainsFunc(views, func(v *view) bool { return v.sheet.Complete || v.sheet.Lists }) {
			r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: r.Places[model.PlaceOfText(s.ID)], Message: say.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", s.Heading, c)})
		}
	}
	if len(n.stray) > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: n.strayAt, Found: strings.Join(n.stray, "\n"), Message: say.F(
			"有 %d 处文字不属于任何部分，没有读入：%s", "%d texts belong to no section and were not read: %s", len(n.stray), brief(strings.Join(n.stray, "；")))})
	}
}

func (n *narrator) sheet(v *view) {
	n.section = ""
	headed := slices.ContainsFunc(v.sheet.Cells, func(c Found) bool { s, _ := n.words.heading(firstLine(c.Cell.Text)); return s != nil })
	if !headed {
		if s, _ := n.words.heading(v.sheet.Name); s != nil {
			n.section = s.ID
		}
	}
	previous := ""
	for _, cells := range v.rows {
		for _, i := range cells {
			if v.role[i] != unknown && v.role[i] != isText || v.empty(i) {
				continue
			}
			if v.cell(i).Computed && v.cell(i).Cell.Kind != Text {
				continue
			}
			text := strings.TrimSpace(v.text(i))
			if n.item(v, i, text, previous) {
				v.role[i] = isText
			}
			previous = text
		}
	}
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return first
}

// Item places one text. It reports whether the text was used or known.
func (n *narrator) item(v *view, i int, text, previous string) bool {
	w, r := n.words, n.report
	if organ, year, ok := w.title(text); ok {
		n.titled = true
		if organ == "" && len([]rune(previous)) <= 60 && !strings.ContainsAny(previous, "。：:，") && len(n.stray) > 0 && n.stray[len(n.stray)-1] == previous {
			organ = previous
			n.stray = n.stray[:len(n.stray)-1]
		}
		if r.Organ == "" {
			r.Organ = organ
			r.Places[model.PlaceOfCover("organ")] = v.addressOf(i)
		}
		if r.Year == 0 {
			r.Year = year
			r.Places[model.PlaceOfCover("year")] = v.addressOf(i)
		}
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
	if n.section == "" && n.titled && len(n.found) == 0 {
		n.section = "preamble"
	}
	if n.section == "" {
		if v.cell(i).Cell.Kind == Text && strings.IndexFunc(text, unicode.IsLetter) >= 0 && len(n.stray) < 50 {
			if len(n.stray) == 0 {
				n.strayAt = v.addressOf(i)
			}
			n.stray = append(n.stray, text)
		}
		return false
	}
	n.add(v, i, text)
	return true
}

func (n *narrator) head(v *view, i int, sec *model.Section, score float64, text string) {
	n.section = sec.ID
	n.found[sec.ID] = true
	if score < 1 {
		n.report.Notes = append(n.report.Notes, model.Note{Rule: ruleLabel, Cell: v.addressOf(i), Found: text, Read: sec.Heading, Message: say.F(
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
	if n.places[n.section] == 0 {
		n.report.Places[model.PlaceOfText(n.section)] = v.addressOf(i)
	}
	n.places[n.section]++
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if old := n.report.Texts[n.section]; old != "" {
		text = old + "\n" + text
	}
	n.report.Texts[n.section] = text
}

// Cover reads "机关名称 | 某局" and "填报单位：某局", before the report itself
// begins.
func (n *narrator) cover(v *view, i int, text string) bool {
	name, value, inline := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	at := v.addressOf(i)
	item := n.words.covers[n.words.reducer.label(name).core]
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
