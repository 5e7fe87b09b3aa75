package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
)

// textLine is one line of a text that stands in no table, in the order of reading.
type textLine struct {
	sheet, row int
	cell, line int // of the grid, and of the lines of the cell
	grid       *grid
	text       string
	heading    headingLine
	afterTable bool // a row of a table stands between the line before and this one
	weight     int  // how likely it is the heading of its section; 0 if it is none
	// What was decided.
	contents bool           // the line is of a table of contents
	section  *model.Section // the line is the heading of this section
	byNumber bool           // it is so by its number and place, not by its words
	number   *textLine      // the line or cell before that holds the heading's number alone; nil for none
	isNumber bool           // the line is such a number
}

// tableStart is where a table's figures begin.
type tableStart struct{ sheet, row int }

// isCaption reports whether the line stands in a cell over several columns, as the caption of a table does.
func (l *textLine) isCaption() bool { return l.grid.cell(l.cell).Cols > 1 || l.grid.captioned[l.cell] }

// before reports whether the line stands above a place of its sheet.
func (l *textLine) before(t tableStart) bool { return l.sheet == t.sheet && l.row < t.row }

// headings decides which lines of a report are headings and which are of a table of contents.
type headings struct {
	vocabulary *vocabulary
	titles     *titleReader
	lines      []*textLine
	tables     map[string]tableStart // by section
	sheetNames map[string]bool       // sections whose heading is a sheet's name
	documents  map[int]bool          // sheets that are documents, whose text is in the order of reading
	top        numberStyle           // the style of the sections' headings
	special    map[cellOfGrid][]*textLine
	headed     map[*grid]bool // grids that hold a heading
	views      []*grid        // the grids, with their text boxes among the cells
}

// newGrid indexes sheet i with the form's words.
func (v *vocabulary) newGrid(i int, s *Sheet) *grid {
	g := newGrid(i, s, v.reducer, &v.form.Reading)
	v.cutCaptions(g)
	return g
}

// cutCaptions parts the heading of a section from a label below it in the same cell, as spreadsheets put a table's caption
// into its first cell.
func (v *vocabulary) cutCaptions(g *grid) {
	for i, c := range g.sheet.Cells {
		first, rest, ok := strings.Cut(strings.TrimSpace(c.Cell.Text), "\n")
		if c.Cell.Kind != Text || !ok || len(first) > maxLabel || v.headings[v.reducer.label(first).core] == nil {
			continue
		}
		if l := v.reducer.label(rest); v.bandOf[l.core] != nil || v.unique[l.core] {
			g.labels[i] = l
			if g.captioned == nil {
				g.captioned = map[int]bool{}
			}
			g.captioned[i] = true
		}
	}
}

// cellOfGrid is a cell of a grid, by its index.
type cellOfGrid struct {
	grid *grid
	cell int
}

// maxCandidates is the largest number of lines that may be headings and are weighed against one another. A report has
// six headings; the lines beyond are text.
const maxCandidates = 300

// choose decides about all lines.
func (h *headings) choose() {
	h.top = h.topStyle()
	bySheet := map[int][]*textLine{}
	var order []int
	for _, l := range h.lines {
		if bySheet[l.sheet] == nil {
			order = append(order, l.sheet)
		}
		bySheet[l.sheet] = append(bySheet[l.sheet], l)
	}
	best := h.weigh()
	for _, s := range order {
		h.chooseChain(bySheet[s], best)
	}
	for _, s := range order {
		h.chooseOthers(bySheet[s])
	}
}

// topStyle returns the style that numbers the headings of the most sections; of several the one that contains the
// others.
func (h *headings) topStyle() numberStyle {
	sections := map[numberStyle]map[string]bool{}
	for _, l := range h.lines {
		if hl := l.heading; !l.contents && hl.section != nil && !hl.section.Optional && hl.wording >= patternWords {
			if sections[hl.style] == nil {
				sections[hl.style] = map[string]bool{}
			}
			sections[hl.style][hl.section.ID] = true
		}
	}
	best := unnumbered
	for _, s := range []numberStyle{chineseNumber, partNumber, arabicNumber, chineseInBracket, arabicInBracket, unnumbered} {
		if len(sections[s]) > len(sections[best]) || best == unnumbered && len(sections[s]) > 0 && len(sections[s]) == len(sections[best]) {
			best = s
		}
	}
	return best
}

// weigh sets how likely each line is the heading of its section, and returns the largest weight for each section.
func (h *headings) weigh() map[string]int {
	lastBeforeTable := map[string]*textLine{}
	for _, l := range h.lines {
		if sec := l.heading.section; sec != nil && !l.contents && l.heading.style == h.top {
			if t, ok := h.tables[sec.ID]; ok && l.before(t) {
				lastBeforeTable[sec.ID] = l
			}
		}
	}
	best := map[string]int{}
	for _, l := range h.lines {
		if sec := l.heading.section; sec != nil {
			l.weight = h.weight(l, lastBeforeTable[sec.ID] == l)
			best[sec.ID] = max(best[sec.ID], l.weight)
		}
	}
	return best
}

// weight says how likely a line is the heading of its section; 0 for one that is none.
func (h *headings) weight(l *textLine, beforeTable bool) int {
	hl := l.heading
	if l.contents || hl.section == nil || hl.section.Optional || hl.style != h.top {
		return 0
	}
	numbered := hl.number == h.vocabulary.numbers[hl.section]
	w := 10 + 2*int(hl.wording)
	switch {
	case hl.rest != "":
		w = 8
	case hl.wording == similarWords || hl.wording == numberedWords:
		w = 6
		if !numbered {
			w = 3
		}
	}
	if numbered && hl.number > 0 {
		w += 4
	}
	if beforeTable {
		w += 6
	}
	return w
}

// chooseChain chooses, of the lines of a sheet that may be headings, those that name the most sections in the form's
// order. A line gives way to one on another sheet that is likelier the heading of its section.
func (h *headings) chooseChain(lines []*textLine, mostOf map[string]int) {
	number := func(s *model.Section) int { return h.vocabulary.numbers[s] }
	here := map[string]int{}
	for _, l := range lines {
		if l.weight > 0 {
			here[l.heading.section.ID] = max(here[l.heading.section.ID], l.weight)
		}
	}
	var candidates []*textLine
	for _, l := range lines {
		if l.weight > 0 && here[l.heading.section.ID] == mostOf[l.heading.section.ID] && len(candidates) < maxCandidates {
			candidates = append(candidates, l)
		}
	}
	best, from := make([]int, len(candidates)), make([]int, len(candidates))
	end := -1
	for i, l := range candidates {
		from[i] = -1
		for j := range i {
			if number(candidates[j].heading.section) < number(l.heading.section) && best[j] > best[i] {
				best[i], from[i] = best[j], j
			}
		}
		best[i] += l.weight
		if end < 0 || best[i] > best[end] {
			end = i
		}
	}
	for i := end; i >= 0; i = from[i] {
		candidates[i].section = candidates[i].heading.section
	}
}

// chooseOthers decides about the lines of a sheet that are not in the order of the form or in the style of the other
// headings: a section that has no heading yet may have one there.
func (h *headings) chooseOthers(lines []*textLine) {
	chain := map[string]*textLine{}
	for _, l := range h.lines {
		if l.section != nil && chain[l.section.ID] == nil {
			chain[l.section.ID] = l
		}
	}
	tried := 0
	for i, l := range lines {
		hl := l.heading
		if l.contents || l.section != nil || hl.section == nil || tried >= maxCandidates {
			continue
		}
		tried++
		main := chain[hl.section.ID]
		numbered := hl.number == h.vocabulary.numbers[hl.section]
		switch {
		case hl.section.Optional:
			if hl.style == unnumbered && hl.wording == listedWords && (hl.text == hl.section.Heading || h.sectionAt(lines, i) == nil) {
				l.section = hl.section
			}
		case main == nil && hl.style == h.top:
			if hl.wording >= patternWords || numbered && hl.wording > otherWords {
				l.section = hl.section // out of order
			}
		case main == nil:
			inBracket := hl.style == chineseInBracket || hl.style == arabicInBracket
			if hl.wording >= patternWords && h.inOrder(lines, i) && (!inBracket || numbered && h.leadsToTable(lines, i)) {
				l.section = hl.section
			}
		case hl.style == h.top && hl.rest == "" && (main.sheet != l.sheet || h.isAfter(lines, i, main) || h.nextHeading(lines, i) == main):
			// The heading again: on another sheet, on a new page, as a table's caption, or over a second copy of the report.
			if hl.wording == listedWords && (numbered || hl.number == main.heading.number) {
				l.section = hl.section
			}
		}
		if l.section != nil && chain[l.section.ID] == nil {
			chain[l.section.ID] = l
		}
	}
	h.chooseByNumber(lines, chain)
}

// isAfter reports whether line i stands below another line of the same sheet.
func (h *headings) isAfter(lines []*textLine, i int, other *textLine) bool {
	return slices.Index(lines[:i], other) >= 0
}

// nextHeading returns the next line below line i that is the heading of a numbered section; nil if there is none.
func (h *headings) nextHeading(lines []*textLine, i int) *textLine {
	k := slices.IndexFunc(lines[i+1:], func(l *textLine) bool { return l.section != nil && !l.section.Optional })
	if k < 0 {
		return nil
	}
	return lines[i+1+k]
}

// sectionAt returns the section of the numbered heading above line i; nil if there is none.
func (h *headings) sectionAt(lines []*textLine, i int) *model.Section {
	for k := i - 1; k >= 0; k-- {
		if s := lines[k].section; s != nil && !s.Optional {
			return s
		}
	}
	return nil
}

// numberAround returns the numbers of the sections whose headings stand next above and next below line i; 0, and one
// beyond the last section, where there is none.
func (h *headings) numberAround(lines []*textLine, i int) (above, below int) {
	below = len(h.vocabulary.numbers) + 1
	if s := h.sectionAt(lines, i); s != nil {
		above = h.vocabulary.numbers[s]
	}
	if l := h.nextHeading(lines, i); l != nil {
		below = h.vocabulary.numbers[l.section]
	}
	return above, below
}

// inOrder reports whether the section of line i belongs between the headings above and below it.
func (h *headings) inOrder(lines []*textLine, i int) bool {
	n := h.vocabulary.numbers[lines[i].heading.section]
	above, below := h.numberAround(lines, i)
	return above < n && n < below
}

// leadsToTable reports whether the table of line i's section follows it, and at most a note stands between.
func (h *headings) leadsToTable(lines []*textLine, i int) bool {
	l := lines[i]
	t, ok := h.tables[l.heading.section.ID]
	if l.heading.section.Table == nil {
		return true
	}
	if !ok || !l.before(t) {
		return false
	}
	between := 0
	for _, m := range lines[i+1:] {
		if !m.before(t) {
			break
		}
		between++
	}
	return between <= few
}

// maxUnknownHeading is the largest number of characters in a numbered line that is taken for a heading in other words.
const maxUnknownHeading = 30

// otherHeading reports whether a line looks like a heading of a section in words that are no heading's: short, without
// a sentence's punctuation, and numbered as the headings are.
func (h *headings) otherHeading(l *textLine) bool {
	hl := l.heading
	return !l.contents && l.section == nil && hl.number > 0 && hl.style == h.top && (h.top == chineseNumber || h.top == partNumber) &&
		utf8.RuneCountInString(l.text) <= maxUnknownHeading && !strings.ContainsAny(strings.TrimRight(l.text, "。：:"), "。；;，,！？!?：:")
}

// chooseByNumber takes a line for the heading of a section that has none, if it carries the section's number between the
// headings before and after, and is no item of a numbered list.
func (h *headings) chooseByNumber(lines []*textLine, chain map[string]*textLine) {
	tried := 0
	for i, l := range lines {
		if tried >= maxCandidates || !h.otherHeading(l) {
			continue
		}
		tried++
		k := slices.IndexFunc(h.vocabulary.form.Sections, func(s *model.Section) bool { return h.vocabulary.numbers[s] == l.heading.number })
		if k < 0 {
			continue
		}
		sec := h.vocabulary.form.Sections[k]
		above, below := h.numberAround(lines, i)
		if chain[sec.ID] != nil || h.sheetNames[sec.ID] || above != l.heading.number-1 || below <= l.heading.number || above == 0 && below > len(h.vocabulary.numbers) {
			continue
		}
		if h.isListItem(lines, i) || sec.Table != nil && !h.leadsToTableOf(lines, i, sec) {
			continue
		}
		l.section, l.byNumber = sec, true
		chain[sec.ID] = l
	}
}

// leadsToTableOf reports whether the table of a section follows line i.
func (h *headings) leadsToTableOf(lines []*textLine, i int, sec *model.Section) bool {
	t, ok := h.tables[sec.ID]
	return ok && lines[i].before(t)
}

// isListItem reports whether the line before in the same style and the same section has the number before: then it is an
// item of a list within the section.
func (h *headings) isListItem(lines []*textLine, i int) bool {
	for k := i - 1; k >= 0; k-- {
		l := lines[k]
		if l.section != nil {
			return false
		}
		if l.heading.style == h.top && l.heading.number > 0 {
			return l.heading.number == lines[i].heading.number-1
		}
	}
	return false
}

// newHeadings collects the lines of the texts that no table used, and decides about them.
func newHeadings(v *vocabulary, m *Mapping) *headings {
	h := &headings{vocabulary: v, titles: m.titles, tables: map[string]tableStart{}, sheetNames: map[string]bool{}, documents: map[int]bool{}}
	for _, fd := range m.Form.Fields {
		p, ok := m.Places[fd.Index]
		if t, known := h.tables[fd.Table.ID]; ok && (!known || p.Sheet < t.sheet || p.Sheet == t.sheet && p.Row < t.row) {
			h.tables[fd.Table.ID] = tableStart{p.Sheet, p.Row}
		}
	}
	for _, g := range m.grids {
		g = withBoxes(g, v)
		h.views = append(h.views, g)
		if v.isAside(g.sheet) {
			continue
		}
		if s, _ := v.heading(g.sheet.Name); s != nil {
			h.sheetNames[s.ID] = true
		}
		h.documents[g.sheetIndex] = g.sheet.Name == "" || g.sheet.Complete || g.sheet.Lists
		h.collect(g)
	}
	h.markContents()
	h.choose()
	for _, l := range h.lines {
		if l.number != nil && (l.section != nil || l.contents) {
			l.number.isNumber = true
		}
	}
	h.special, h.headed = map[cellOfGrid][]*textLine{}, map[*grid]bool{}
	for _, l := range h.lines {
		h.headed[l.grid] = h.headed[l.grid] || l.section != nil
		if key := (cellOfGrid{l.grid, l.cell}); l.contents || l.isNumber || l.section != nil {
			h.special[key] = append(h.special[key], l)
		}
	}
	return h
}

// collect adds the lines of a grid.
func (h *headings) collect(g *grid) {
	table := false
	var before *textLine
	for _, i := range slices.Concat(g.rows...) {
		if g.captioned[i] && !g.isText(i) {
			s := firstLine(g.text(i))
			before = &textLine{sheet: g.sheetIndex, row: g.cell(i).Row, cell: i, grid: g, text: s, heading: h.vocabulary.lineIn(g, s), afterTable: table}
			h.lines = append(h.lines, before)
		}
		if !g.isText(i) {
			table = table || g.role[i] == roleLabel || g.role[i] == roleValue
			continue
		}
		for n, s := range strings.Split(g.text(i), "\n") {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			l := &textLine{sheet: g.sheetIndex, row: g.cell(i).Row, cell: i, line: n, grid: g, text: s, heading: h.vocabulary.lineIn(g, s), afterTable: table}
			if before != nil && !table && l.heading.style == unnumbered && IsLineNumber(before.text) {
				if joined := h.vocabulary.wholeLine(before.text + " " + s); joined.section != nil {
					l.heading, l.number = joined, before
				}
			}
			h.lines = append(h.lines, l)
			before, table = l, false
		}
	}
}

// besideTable reports whether a text of a worksheet stands in a row that has labels or figures of a table.
func (h *headings) besideTable(g *grid, i int) bool {
	return !h.documents[g.sheetIndex] && slices.ContainsFunc(g.rows[g.cell(i).Row], func(k int) bool { return g.role[k] == roleLabel || g.role[k] == roleValue })
}

// isText reports whether a cell is none of a table's and holds a text, or a figure that no table used.
func (g *grid) isText(i int) bool {
	return (g.role[i] == roleUnknown || g.role[i] == roleText) && !(g.cell(i).Computed && g.cell(i).Cell.Kind != Text) && !g.empty(i)
}

// of returns the lines of a cell that are headings or of a table of contents; nil if there are none.
func (h *headings) of(g *grid, i int) []*textLine {
	return h.special[cellOfGrid{g, i}]
}
