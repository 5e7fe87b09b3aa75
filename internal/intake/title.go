package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// titlePattern is one way in which reports are titled.
type titlePattern struct {
	re          *regexp.Regexp
	organ, year int // numbers of the subexpressions
}

// yearExpr matches a year from 1900 to 2099, in digits or Chinese numerals.
const yearExpr = `((?:19|20)\d\d|二[〇○零oO0][〇○零oO0一二三四五六七八九]{2})`

// compileTitle turns a pattern of Reading.Titles into a regular expression.
func compileTitle(p string) titlePattern {
	p = strings.NewReplacer("(", "<", ")", ">").Replace(p) // brackets of full width are those of titles
	expr := regexp.QuoteMeta(text.Fold(p))
	expr = strings.NewReplacer(`\{organ\}`, `([^,。;]*?)`, `\{year\}`, yearExpr, `\[`, `(?:`, `\]`, `)?`, `\|`, `|`, "<", `(?:`, ">", `)`).Replace(expr)
	// Before it 附件2：, behind it （征求意见稿）.
	t := titlePattern{re: regexp.MustCompile(`^(?:附件[0-9一二三四五六七八九]*[:、.]?)?《?` + expr + `》?(?:\([^()]*\))?$`), organ: 1, year: 2}
	if o := strings.Index(p, "{organ}"); o > strings.Index(p, "{year}") {
		t.organ, t.year = 2, 1
	}
	return t
}

// moneyUnit returns the unit of money that a label states in brackets; "" for none.
func (v *vocabulary) moneyUnit(label string) string {
	label = strings.Map(v.reducer.simple, fold(label))
	_, inner, ok := strings.Cut(label, "(")
	if !ok {
		return ""
	}
	unit := ""
	for _, u := range v.form.Reading.Money {
		if rest, ok := strings.CutSuffix(strings.TrimRight(inner, ") "), u); ok && len(u) > len(unit) && !strings.ContainsAny(rest, "0123456789") {
			unit = u
		}
	}
	return unit
}

// titleReader reads the titles of one file by the words of a form, each text once: the same lines are looked at for the
// year, for further reports in the file, and for what they say of the report.
type titleReader struct {
	vocabulary *vocabulary
	known      map[string]titleWords
}

// titleWords are what a text says as a title; not ok for one that is none.
type titleWords struct {
	organ string
	year  int
	ok    bool
}

func newTitleReader(v *vocabulary) *titleReader {
	return &titleReader{v, map[string]titleWords{}}
}

// read is [vocabulary.title].
func (t *titleReader) read(s string) (organ string, year int, ok bool) {
	if !mayBeTitle(s) {
		return "", 0, false
	}
	w, known := t.known[s]
	if !known {
		w.organ, w.year, w.ok = t.vocabulary.title(s)
		t.known[s] = w
	}
	return w.organ, w.year, w.ok
}

// mayBeTitle reports whether a text has what every title has: a year, and few characters.
func mayBeTitle(s string) bool {
	return len(s) <= maxLabel && strings.Contains(s, "年") && strings.ContainsAny(s, "0123456789０１２３４５６７８９〇○零")
}

// title reads organ and year from a title. Of several patterns that match, the one counts that gives the organ
// the shortest name. ok is false if the text is no title.
func (v *vocabulary) title(s string) (organ string, year int, ok bool) {
	if !mayBeTitle(s) {
		return "", 0, false
	}
	if lines := strings.Split(text.LineBreaks(s), "\n"); len(lines) > 1 {
		for len(lines) > 1 && v.isStamp(lines[0]) {
			lines = lines[1:]
		}
		s = joinTitle(lines)
	}
	line, kept, at := v.titleLine(s)
	// The pattern that gives the organ the shortest name is taken: 2024年度 is not 2024年 and an organ whose
	// name begins with 度.
	for _, t := range v.titlePatterns {
		m := t.re.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		from, to := m[2*t.organ], m[2*t.organ+1]
		from, to = utf8.RuneCountInString(line[:from]), utf8.RuneCountInString(line[:to])
		name := ""
		if from < to {
			name = string(kept[at[from] : at[to-1]+1])
			if 3*strings.Count(name, " ") > to-from {
				name = squeeze(name) // set with spaces between its letters
			}
			name = strings.Trim(name, "《》")
			if signs, rest, ok := strings.Cut(name, " "); ok && strings.Trim(signs, headingSigns) == "" {
				name = rest
			}
		}
		if !ok || len(name) < len(organ) {
			organ, year, ok = name, yearOf(line[m[2*t.year]:m[2*t.year+1]]), true
		}
	}
	return organ, year, ok
}

// headingSigns tell a heading, before a blank, in texts that have no looks.
const headingSigns = "=*#•■★"

// titleLine writes a text as title patterns match it: in one line without blanks, folded, in simplified characters. It
// also returns the characters of the text, and which of them each character of the line is.
func (v *vocabulary) titleLine(s string) (line string, kept []rune, at []int) {
	kept = []rune(text.OneLine(s))
	var folded []rune
	for i, c := range kept {
		if c == ' ' || text.Invisible(c) || text.Shifted(c) { // the mark of a note
			continue
		}
		if s := v.reducer.simplified[c]; s != 0 {
			c = s
		}
		if r := []rune(text.Fold(string(c))); len(r) == 1 {
			c = r[0]
		}
		folded, at = append(folded, c), append(at, i)
	}
	return string(folded), kept, at
}

// shortestOrgan returns the length of the shortest name that patterns give the organ in a line, in bytes; -1 if none
// matches.
func shortestOrgan(patterns []titlePattern, line string) int {
	n := -1
	for _, t := range patterns {
		if m := t.re.FindStringSubmatchIndex(line); m != nil && (n < 0 || m[2*t.organ+1]-m[2*t.organ] < n) {
			n = m[2*t.organ+1] - m[2*t.organ]
		}
	}
	return n
}

// noteTitle notes a title of a report in other words than those of the official format.
func (c *textCollector) noteTitle(title, organ string, year int, at string) {
	v := c.vocabulary
	official := v.form.Reading.OfficialTitles
	line, _, _ := v.titleLine(title)
	if c.titleSeen || len(official) == 0 || shortestOrgan(v.officialTitles, line) == shortestOrgan(v.titlePatterns, line) {
		return
	}
	name := func(none string) string {
		return strings.NewReplacer("{organ}", cmp.Or(organ, c.report.Organ, none), "{year}", strconv.Itoa(year)).Replace(official[0])
	}
	c.report.Notes = append(c.report.Notes, model.Note{Rule: "TEXT-TITLE", Cell: at, Found: title, Message: msg.F(
		"标题写作“%s”，官方格式的标题是“%s”", "the title reads %q; by the official format it is %q", title, msg.T(name("机关全称"), name("<the organ's full name>")))})
}

// yearOf reads a year that yearExpr matched.
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

// yearWritten matches a year with the word behind it.
var yearWritten = text.NewPattern(yearExpr + `\s*年`)

// yearAlone matches a text that is nothing but a year.
var yearAlone = text.NewPattern(`^\s*` + yearExpr + `\s*(?:年度?)?\s*$`)

// YearAlone is the year of a text that is nothing but one, in digits or in Chinese numerals; ok is false for other texts.
func YearAlone(s string) (year int, ok bool) {
	m := yearAlone.FindStringSubmatch(text.Fold(s))
	if m == nil {
		return 0, false
	}
	return yearOf(m[1]), true
}

// dateAlone matches a text that is nothing but a full date.
var dateAlone = text.NewPattern(`^\s*(?:` + yearExpr + `\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*$`)

// sheetName matches what pages made from workbooks put before the name of a sheet.
var sheetName = text.NewPattern(`^(?i:sheet)\s*\d+\s*[:：]\s*`)

// asideSection is the section of text on a sheet that is only for reading, up to the next heading.
const asideSection = "-"

// Passage is a text that stands outside the tables of a document.
type Passage struct {
	Text    string
	Address string
	Title   bool   // the text is the title of a report
	Organ   string // organ in the title
	Year    int    // year in the title
	Heading *model.Section
	Aside   bool // the text is of a table of contents, or the number of a page
	// Remark says that the text belongs to a cell that carries its footnote mark.
	Remark bool
}

// Passages lists, in the order of reading, the texts of a document that belong to no table, whether or not a
// report has a place for them.
func (m *Mapping) Passages() []Passage {
	var out []Passage
	section := ""
	add := func(g *grid, i int, line string, heading *model.Section, aside bool) {
		p := m.vocabulary.passage(line, heading)
		p.Aside = aside || IsPageFoot(p.Text)
		if p.Text == "" {
			return
		}
		p.Address = g.addressOf(i)
		if p.Heading != nil {
			section = p.Heading.ID
		}
		p.Remark = m.remarks[[2]string{section, p.Text}]
		out = append(out, p)
	}
	for _, g := range m.grids {
		for _, i := range slices.Concat(g.rows...) {
			if g.role[i] != roleUnknown && g.role[i] != roleText || g.empty(i) {
				continue
			}
			special := m.headings.of(g, i)
			for n, line := range strings.Split(g.text(i), "\n") {
				if len(special) == 0 || special[0].line != n {
					add(g, i, line, nil, false)
					continue
				}
				l := special[0]
				special = special[1:]
				switch {
				case l.contents:
					add(g, i, l.text, nil, true)
				case l.section != nil:
					add(g, i, l.heading.text, l.section, false)
					add(g, i, l.heading.rest, nil, false)
				}
			}
		}
	}
	return out
}

// Passages tells titles and headings from other texts, as Mapping.Passages does for those of a document.
func Passages(f *model.Form, texts []string) []Passage {
	v := vocabularyOf(f, nil)
	h := &headings{vocabulary: v, documents: map[int]bool{0: true}}
	for i, t := range texts {
		h.lines = append(h.lines, &textLine{row: i, text: t, heading: v.headingLine(t)})
	}
	h.choose()
	out := make([]Passage, len(texts))
	for i, l := range h.lines {
		out[i] = v.passage(l.text, l.section)
	}
	return out
}

// passage is a text with its heading, or with what it says as a title.
func (v *vocabulary) passage(text string, heading *model.Section) Passage {
	p := Passage{Text: strings.TrimSpace(text), Heading: heading}
	if heading == nil {
		p.Organ, p.Year, p.Title = v.title(p.Text)
	}
	return p
}

// reportTitle is the title of a report and where it stands.
type reportTitle struct {
	sheet, row int
	cell       string
	organ      string
	year       int
	tables     bool
}

// sameReport reports whether two titles may be of one report: the same year, and the same organ where both give one.
func (t reportTitle) sameReport(o reportTitle) bool {
	return t.year == o.year && (t.organ == o.organ || t.organ == "" || o.organ == "")
}

func (t reportTitle) String() string {
	if t.year == 0 {
		return t.organ
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d", t.organ, t.year))
}

// reportTitles returns the titles on all sheets in order, with whether tables follow.
func (a *formMatch) reportTitles(sheets []*Sheet) []reportTitle {
	var out []reportTitle
	for i, s := range sheets {
		if s.Hidden {
			continue
		}
		for _, cell := range s.Cells {
			if organ, year, ok := a.titles.read(cell.Cell.Text); ok && cell.Cell.Kind == Text {
				out = append(out, reportTitle{sheet: i, row: cell.Row, cell: cell.Cell.Address, organ: organ, year: year})
			}
		}
	}
	for _, f := range a.finders {
		for _, b := range f.blocks {
			if len(f.found[b]) == 0 || b.grid.turnedFrom != nil {
				continue
			}
			for k := len(out) - 1; k >= 0; k-- {
				if out[k].sheet == b.grid.sheetIndex && out[k].row <= b.top {
					out[k].tables = true
					break
				}
			}
		}
	}
	return out
}

// selectReport looks for reports of other organs or years in the same file. It returns nil if there is one
// report; the sheets without the others, and a note, if the options name one; else a *msg.Problem, since
// figures of two reports must not be mixed.
func (a *formMatch) selectReport(sheets []*Sheet, o Options) (kept []*Sheet, note model.Note, err error) {
	titles := a.reportTitles(sheets)
	var reports []reportTitle
	for _, t := range titles {
		if t.tables && !slices.ContainsFunc(reports, t.sameReport) {
			reports = append(reports, t)
		}
	}
	var of []int // the report that each sheet belongs to, where each has sheets of its own
	if len(reports) < 2 {
		if reports, of = a.reportsOnSheets(sheets); reports == nil {
			if titles = a.reportsOfUnits(sheets); titles == nil {
				return nil, note, a.reportsUnnamed(sheets)
			}
			reports = titles
		}
	}
	var names []string
	var asked []reportTitle
	for _, t := range reports {
		name := t.String()
		if of != nil {
			name += " " + t.cell
		}
		names = append(names, strings.TrimSpace(name))
		if (o.Year == 0 || o.Year == t.year) && (o.Organ == "" || o.Organ == t.organ) {
			asked = append(asked, t)
		}
	}
	if len(asked) != 1 {
		return nil, note, &msg.Problem{
			What: msg.F("文件里有 %d 份报告（%s），无法确定读哪一份", "there are %d reports in the file (%s), and which one to read is unclear", len(reports), strings.Join(names, "；")),
			Hint: msg.T("用 --year 或 --organ 指明其中一份，或者另存为只有一份报告的文件", "name one of them with --year or --organ, or save it in a file of its own"),
		}
	}
	for i, s := range sheets {
		k := *s
		k.Cells = slices.DeleteFunc(slices.Clone(s.Cells), func(cell Found) bool {
			if of != nil {
				return of[i] >= 0 && reports[of[i]] != asked[0]
			}
			for j := len(titles) - 1; j >= 0; j-- {
				if t := titles[j]; t.sheet == i && t.row <= cell.Row {
					return !t.sameReport(asked[0])
				}
			}
			return false
		})
		kept = append(kept, &k)
	}
	return kept, model.Note{Rule: ruleReading, Cell: asked[0].cell, Found: strings.Join(names, "；"), Read: asked[0].String(), Message: msg.F(
		"文件里有 %d 份报告（%s），只读取了 %s", "there are %d reports in the file (%s); only %s was read", len(reports), strings.Join(names, "；"), asked[0])}, nil
}
