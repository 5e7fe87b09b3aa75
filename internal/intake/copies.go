package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// tableCopy is one of several tables of the same kind in a file: last year's may stand beside this year's, a draft
// beside its copy, or a summary beside the report. Figures of two copies are never mixed.
type tableCopy struct {
	blocks  []*block
	matches map[*model.Field]match
	hidden  bool // it stands on a hidden sheet
}

// chooseCopy joins the blocks of a table and decides which copy is read if the table is there several times. A
// copy that repeats another, or is blank, is ignored and reported; so is one with the few figures of a summary; of
// two full ones that differ none is read. What is hidden is not read, only compared with what is shown.
func (f *tableFinder) chooseCopy() {
	all := f.withoutOtherYears(f.gatherCopies())
	if len(all) == 0 {
		return
	}
	best := slices.MinFunc(all, func(x, y *tableCopy) int {
		return cmp.Or(fewerFirst(!x.hidden, !y.hidden), y.figures()-x.figures(), fewerFirst(x.named(), y.named()))
	})
	if best.hidden {
		f.refuseHidden(all, best)
		return
	}
	f.useCopy(best)
	for _, c := range all {
		if c == best {
			continue
		}
		differ, more := best.compare(c)
		switch first := c.first(); {
		case len(differ) == 0 && !more:
			f.ignoreCopy(c)
			f.noteRepeated(c, best)
		case c.hidden && !c.named():
			f.ignoreCopy(c)
			f.noteHidden(c, best, differ)
		case len(differ) == 0 && 2*len(c.matches) < len(best.matches):
			f.ignoreCopy(c)
			f.noteCopy(model.Note{Rule: ruleExtra, Cell: first.address(), Message: msg.F(
				"“%s”的数字在 %s 起还有一处（%d 格），不是完整的表，没有计入", "more figures of %q stand at %s (%d cells); they are no whole table and were not counted", f.lex.table.Section.Heading, first.address(), len(c.matches))})
		case 2*len(c.matches) < len(best.matches):
			f.ignoreCopy(c)
			fd := differ[0]
			f.noteCopy(model.Note{Rule: ruleDoubt, Cell: first.address(), Message: msg.F(
				"“%s”的数字在 %s 起还有一处（%d 格），与读取的表有 %d 格不同（如 %s：%s 为 %s，%s 为 %s）", "more figures of %q stand at %s (%d cells), and %d of them are not those of the table that was read (such as %s: %s has %s, %s has %s)",
				f.lex.table.Section.Heading, first.address(), len(c.matches), len(differ), fd.Label(), best.placeOf(fd), best.shown(fd), c.placeOf(fd), c.shown(fd))})
		default:
			f.refuseCopies(all, best, c, differ)
			return
		}
	}
}

// withoutOtherYears leaves out the copies that state another year than that of the report, such as last year's
// table kept for comparison, if others are left.
func (f *tableFinder) withoutOtherYears(all []*tableCopy) []*tableCopy {
	other := func(c *tableCopy) bool {
		year := c.statedYear()
		return year != 0 && year != f.year
	}
	if f.year == 0 || len(all) < 2 || !slices.ContainsFunc(all, func(c *tableCopy) bool { return !other(c) && !c.hidden }) {
		return all
	}
	return slices.DeleteFunc(all, func(c *tableCopy) bool {
		if !other(c) {
			return false
		}
		f.ignoreCopy(c)
		f.noteCopy(model.Note{Rule: ruleCopy, Cell: c.first().address(), Message: msg.F(
			"“%s”在 %s 起另有一份，写明是 %d 年的%s，没有读取", "%q is there once more, at %s; it says that it is that of %d%s, and was not read", f.lex.table.Section.Heading, c.first().address(), c.statedYear(), whetherHidden(c.hidden))})
		return true
	})
}

// yearInText matches a year within a text.
var yearInText = text.NewPattern(`(?:19|20)\d\d`)

// maxCaption is the largest number of characters of a text above a table that may state its year.
const maxCaption = 60

// statedYear returns the year in the name of the copy's sheet or in a text right above the table; 0 if there is none
// or more than one.
func (c *tableCopy) statedYear() int {
	b := c.blocks[0]
	texts := []string{b.grid.sheet.Name}
	for r := b.top; r >= max(0, b.top-2); r-- {
		if r < b.top && b.grid.figureCount[r] > 0 {
			break // another table
		}
		for _, i := range b.grid.rows[r] {
			if t := b.grid.text(i); utf8.RuneCountInString(t) <= maxCaption {
				texts = append(texts, t)
			}
		}
	}
	return yearIn(texts)
}

// yearIn returns the one year that texts state; 0 if there is none or more than one.
func yearIn(texts []string) int {
	year := 0
	for _, t := range texts {
		for _, s := range yearInText.FindAllString(fold(t), -1) {
			if y := yearOf(s); year != 0 && y != year {
				return 0
			} else {
				year = y
			}
		}
	}
	return year
}

// fewerFirst orders what has a property before what has not.
func fewerFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// noteCopy notes that a copy of the table is there which was not read.
func (f *tableFinder) noteCopy(n model.Note) {
	f.note(nil, n)
	f.copyNotes = append(f.copyNotes, n)
}

// noteRepeated notes a copy that has no figure which the one that was read has not. A few labels without figures
// are no copy.
func (f *tableFinder) noteRepeated(c, best *tableCopy) {
	n := model.Note{Rule: ruleCopy, Cell: c.first().address()}
	switch {
	case c.figures() > 0:
		n.Message = msg.F("“%s”在 %s 起另有一处%s，数字与读取的一处（%s 起）没有出入，没有读取", "%q is there once more, at %s%s; its figures are those of the one that was read (at %s), and it was not read",
			f.lex.table.Section.Heading, n.Cell, whetherHidden(c.hidden), best.first().address())
	case 2*len(c.matches) >= len(best.matches):
		n.Message = msg.F("“%s”在 %s 起另有一份空表%s，没有读取", "%q is there once more, at %s%s; it is empty and was not read", f.lex.table.Section.Heading, n.Cell, whetherHidden(c.hidden))
	default:
		return
	}
	f.noteCopy(n)
}

// whetherHidden says of a place that it is hidden; nothing if it is not.
func whetherHidden(hidden bool) msg.Text {
	if hidden {
		return msg.T("（在隐藏的工作表上）", " (on a hidden sheet)")
	}
	return msg.Text{}
}

// noteHidden warns of a hidden copy with other or more figures than the one that was read.
func (f *tableFinder) noteHidden(c, best *tableCopy, differ []*model.Field) {
	n := model.Note{Rule: ruleHidden, Cell: c.first().address()}
	if len(differ) == 0 {
		n.Message = msg.F("“%s”在隐藏的工作表上另有一份（%s 起），其中有读取的一份（%s 起）没有的数字；隐藏的没有读取", "%q is there once more on a hidden sheet (at %s), with figures that the one that was read (at %s) lacks; the hidden one was not read",
			f.lex.table.Section.Heading, n.Cell, best.first().address())
	} else {
		fd := differ[0]
		n.Message = msg.F("“%s”在隐藏的工作表上另有一份，与读取的一份有 %d 格不同（如 %s：隐藏的 %s 为 %s，读取的 %s 为 %s）；隐藏的没有读取", "%q is there once more on a hidden sheet, and %d of its cells are not those of the one that was read (such as %s: hidden, %s has %s; read, %s has %s); the hidden one was not read",
			f.lex.table.Section.Heading, len(differ), fd.Label(), c.placeOf(fd), c.shown(fd), best.placeOf(fd), best.shown(fd))
	}
	f.noteCopy(n)
}

// gatherCopies joins blocks that have no field in common to copies of the table: first those of one sheet, then
// those of several, but never what is hidden and what is shown.
func (f *tableFinder) gatherCopies() []*tableCopy {
	var all []*tableCopy
	for _, b := range f.blocks {
		spots := f.found[b]
		if len(spots) == 0 {
			continue
		}
		k := -1
		for i, c := range all {
			clash := slices.ContainsFunc(slices.Collect(maps.Keys(spots)), func(fd *model.Field) bool { return c.matches[fd].found() })
			if !clash && c.hidden == b.grid.sheet.Hidden && (k < 0 || c.isOn(b.grid)) {
				k = i
			}
		}
		if k < 0 {
			all = append(all, &tableCopy{blocks: []*block{b}, matches: maps.Clone(spots), hidden: b.grid.sheet.Hidden})
			continue
		}
		all[k].blocks = append(all[k].blocks, b)
		maps.Copy(all[k].matches, spots)
	}
	return all
}

// isOn reports whether a part of the copy stands on the sheet of a grid.
func (c *tableCopy) isOn(g *grid) bool {
	return slices.ContainsFunc(c.blocks, func(b *block) bool { return b.grid.sheetIndex == g.sheetIndex })
}

// named reports whether cells of the copy carry the names of fields.
func (c *tableCopy) named() bool {
	for _, m := range c.matches {
		if m.named() {
			return true
		}
	}
	return false
}

// figures counts the fields that are not blank. Totals do not count: a program may save their formulas without
// results.
func (c *tableCopy) figures() int {
	n := 0
	for fd, m := range c.matches {
		if !m.blank() && fd.Total == nil {
			n++
		}
	}
	return n
}

// first returns the place of the copy that comes first in the file.
func (c *tableCopy) first() match {
	var first match
	for _, m := range c.matches {
		if !first.found() || m.grid.number < first.grid.number || m.grid == first.grid && (m.row < first.row || m.row == first.row && m.col < first.col) {
			first = m
		}
	}
	return first
}

// compare returns the fields in which both copies have a figure and not the same, in the form's order, and
// whether the other has a figure where this one has none. A blank total counts as the sum of its parts.
func (c *tableCopy) compare(o *tableCopy) (differ []*model.Field, more bool) {
	for fd, m := range o.matches {
		if m.blank() {
			continue
		}
		switch own, ok := c.matches[fd]; {
		case !ok || own.blank():
			if n, total := c.sum(fd, deepest); !total {
				more = true
			} else if v := m.read(fd); v.IsNumber() && !v.Number.Equal(n) {
				differ = append(differ, fd)
			}
		case !sameFigure(fd, own, m):
			differ = append(differ, fd)
		}
	}
	sorting.By(differ, func(x, y *model.Field) int { return x.Index - y.Index })
	return differ, more
}

// sum adds up the parts of a total that is blank, since a program saved its formula without the result; ok is false
// if the field is no total or nothing of it is there. Depth bounds the totals of totals.
func (c *tableCopy) sum(fd *model.Field, depth int) (n model.Number, ok bool) {
	if fd.Total == nil || depth == 0 {
		return n, false
	}
	for _, t := range fd.Total.Right {
		part, there := c.matches[t.Field]
		var v model.Number
		if there = there && !part.blank(); there {
			v = part.read(t.Field).Number
		} else {
			v, there = c.sum(t.Field, depth-1)
		}
		n, ok = n.Add(v), ok || there
	}
	return n, ok
}

// deepest is how deep totals are made of totals in an official form.
const deepest = 3

// shown is what stands in a field of the copy, or what its parts add up to.
func (c *tableCopy) shown(fd *model.Field) string {
	if m, ok := c.matches[fd]; ok && !m.blank() {
		return brief(m.text())
	}
	n, _ := c.sum(fd, deepest)
	return n.String()
}

// placeOf is the address of a field in the copy, or of its first place if it has no row or column for the field.
func (c *tableCopy) placeOf(fd *model.Field) string {
	if m, ok := c.matches[fd]; ok {
		return m.address()
	}
	return c.first().address()
}

// sameFigure reports whether the same figure stands at two places, however it is written.
func sameFigure(fd *model.Field, a, b match) bool {
	x, y := a.read(fd), b.read(fd)
	return fold(a.text()) == fold(b.text()) || x.IsNumber() && y.IsNumber() && x.Number.Equal(y.Number) && x.Unit == y.Unit
}

// read reads what stands at the place as the value of a field.
func (m match) read(fd *model.Field) model.Value {
	v, _ := Read(m.grid.cell(m.cell).Cell, fd, m.grid.reading)
	return v
}

// useCopy takes the figures of a copy, and notes if it is spread over several sheets.
func (f *tableFinder) useCopy(c *tableCopy) {
	f.matches = maps.Clone(c.matches)
	sheets := map[int]bool{}
	for _, b := range c.blocks {
		f.keptBlocks[b] = true
		sheets[b.grid.sheetIndex] = true
	}
	if len(sheets) > 1 {
		f.note(nil, model.Note{Rule: ruleOrder, Cell: c.first().address(), Message: msg.F(
			"“%s”分在 %d 张工作表上，已合在一起读取", "%q is spread over %d sheets and was read as one", f.lex.table.Section.Heading, len(sheets))})
	}
}

// ignoreCopy marks the cells of a copy that is not read, so that they are not taken for text.
func (f *tableFinder) ignoreCopy(c *tableCopy) {
	for _, b := range c.blocks {
		f.markLabels(b)
	}
	for _, m := range c.matches {
		if m.cell >= 0 {
			m.grid.role[m.cell] = roleIgnored
		}
	}
}

// refuseCopies reads none of the copies and notes that they differ.
func (f *tableFinder) refuseCopies(all []*tableCopy, best, other *tableCopy, differ []*model.Field) {
	clear(f.matches)
	clear(f.keptBlocks)
	f.refusedFields = len(best.matches)
	f.refusedCopies = all
	for _, c := range all {
		f.ignoreCopy(c)
	}
	x, y := best.first(), other.first()
	n := model.Note{Rule: ruleTable, Cell: x.address(), Message: msg.F(
		"文件里有 %d 份“%s”（%s 起、%s 起），填的格不同，无法确定以哪一份为准，没有读取", "there are %d tables of %q (at %s and %s) with different cells filled in, and which one counts is unclear; none was read",
		len(all), f.lex.table.Section.Heading, x.address(), y.address())}
	if len(differ) > 0 {
		fd := differ[0]
		n.Message = msg.F("文件里有 %d 份“%s”，%d 格数字不同（如 %s：%s 为 %s，%s 为 %s），无法确定以哪一份为准，没有读取；请只留一份",
			"there are %d tables of %q, %d cells of which differ (such as %s: %s has %s, %s has %s), and which one counts is unclear; none was read, please keep one",
			len(all), f.lex.table.Section.Heading, len(differ), fd.Label(), best.placeOf(fd), best.shown(fd), other.placeOf(fd), other.shown(fd))
	}
	for _, m := range []match{x, y} {
		if m.grid.sheet.Hidden {
			n.Message = msg.F("%s。%s 在隐藏的工作表上", "%s. %s is on a hidden sheet", n.Message, m.address())
		}
	}
	f.notes = []blockNote{{note: n}}
	f.copyNotes = []model.Note{n}
}

// refuseHidden notes that a table stands on hidden sheets only and was not read.
func (f *tableFinder) refuseHidden(all []*tableCopy, best *tableCopy) {
	f.refusedFields = len(best.matches)
	for _, c := range all {
		f.ignoreCopy(c)
	}
	n := model.Note{Rule: ruleTable, Cell: best.first().address(), Message: msg.F(
		"“%s”只在隐藏的工作表上有（%s 起），没有读取；请取消隐藏，核对后再读", "%q stands on a hidden sheet only (at %s) and was not read; show the sheet, check it, and read the file again", f.lex.table.Section.Heading, best.first().address())}
	f.notes = []blockNote{{note: n}}
	f.copyNotes = []model.Note{n}
}

// mostMentions is how often a label may stand outside of what was read and still be taken for a label of a table. A
// register of cases names the kind of each, and what became of it.
const mostMentions = 10

// noteUnread notes a place with labels of the table that was not read, such as a table drawn otherwise or a summary.
func (f *tableFinder) noteUnread(m *Mapping) {
	if len(f.matches) == 0 {
		return
	}
	for _, g := range f.grids {
		mentions := map[string][]int{}
		for i, l := range g.labels {
			if b := f.vocabulary.bandOf[l.core]; l.core != "" && b != nil && g.role[i] == roleUnknown && slices.Contains(f.lex.table.Bands, b) {
				mentions[l.core] = append(mentions[l.core], i)
			}
		}
		labels, first := 0, len(g.labels)
		for _, at := range mentions {
			if len(at) <= mostMentions {
				labels++
				first = min(first, at[0])
			}
		}
		if labels >= few && g.turnedFrom == nil {
			n := model.Note{Rule: ruleExtra, Cell: g.addressOf(first), Found: g.text(first), Message: msg.F(
				"“%s”的标签在 %s 起还有一处，没有读取那里的数字", "labels of %q stand at %s as well; the figures there were not read", f.lex.table.Section.Heading, g.addressOf(first))}
			m.note(f.lex.table.ID, n)
			m.CopyNotes[f.lex.table.ID] = append(m.CopyNotes[f.lex.table.ID], n)
		}
	}
}

// finalNotes returns the notes about the copy that was read, or one note that says why none was.
func (f *tableFinder) finalNotes() []model.Note {
	var out []model.Note
	var unclear []string
	at := -1
	for _, t := range f.notes {
		if t.block != nil && !f.keptBlocks[t.block] && len(f.keptBlocks) > 0 && f.readElsewhere(t.block) {
			continue
		}
		if t.label {
			if unclear = append(unclear, brief(t.note.Found)); len(unclear) == 1 {
				at = len(out)
			}
		}
		out = append(out, t.note)
	}
	if len(unclear) > 2*few {
		// Many doubtful labels make one note.
		n := out[at]
		n.Message = msg.F("“%s”有 %d 个标签含糊，无法确定是哪一行、哪一列（%s…），数字没有归入任何一格", "%q has %d labels that may be several rows or columns (%s…); their figures were given to no cell",
			f.lex.table.Section.Heading, len(unclear), msg.Names(unclear[:2*few]))
		out = slices.DeleteFunc(out, func(o model.Note) bool { return o.Rule == ruleDoubt && slices.Contains(unclear, brief(o.Found)) })
		out = append(out, n)
	}
	out = joinRepeatedNotes(out)
	if len(f.matches) > 0 || f.refusedFields > 0 {
		return out
	}
	head := f.lex.table.Section.Heading
	if i := slices.IndexFunc(out, func(n model.Note) bool { return n.Rule == ruleDoubt }); i >= 0 {
		n := out[i]
		n.Rule = ruleTable
		n.Message = msg.F("“%s”没有读出：%s", "%q could not be read: %s", head, n.Message)
		return []model.Note{n}
	}
	for _, b := range f.blocks {
		if len(b.ambiguousColumns) == 0 {
			continue
		}
		var names []string
		for _, h := range b.ambiguousColumns {
			if t := strings.TrimSpace(b.grid.text(h.cell)); !slices.Contains(names, t) {
				names = append(names, t)
			}
		}
		why := msg.F("“%s”没有读出：列标签（%s）不止一组，上面没有能区分它们的标题（%s）", "%q could not be read: there is more than one set of the columns %s, and no headings above (%s) tell them apart",
			head, msg.Names(names), msg.Names(f.headings()))
		if slices.ContainsFunc(b.labels, func(i int) bool { return len(f.lex.cols.groups[b.grid.labels[i].core]) > 0 }) {
			why = msg.F("“%s”没有读出：列标签（%s）不止一组，上面的标题（%s）没有对准各组的列", "%q could not be read: there is more than one set of the columns %s, and the headings above (%s) do not stand over the columns of each",
				head, msg.Names(names), msg.Names(f.headings()))
		}
		return []model.Note{{Rule: ruleTable, Cell: b.grid.addressOf(b.ambiguousColumns[0].cell), Message: why}}
	}
	for _, g := range f.grids {
		if a, ok := f.vocabulary.labelArea(g, f.lex); ok {
			at := g.address(a.r1, a.c1)
			if at == "" && len(g.rows[a.r1]) > 0 {
				at = g.addressOf(g.rows[a.r1][0])
			}
			return []model.Note{{Rule: ruleTable, Cell: at, Message: msg.F(
				"“%s”没有读出：%s 起有它的标签，但行标签和列标签没有按表格排列，或缺少其中一种", "%q could not be read: some of its labels stand at %s, but rows and columns are not laid out as a table, or one of them is missing", head, at)}}
		}
	}
	return out
}

// readElsewhere reports whether every band of which a block has columns was read, from this block or another.
func (f *tableFinder) readElsewhere(b *block) bool {
	read := map[*model.Node]bool{} // columns, of which no two bands share one
	for fd := range f.matches {
		read[fd.Column] = true
	}
	lost := func(e entry) bool {
		return !slices.ContainsFunc(model.Leaves(e.band.Columns), func(n *model.Node) bool { return read[n] })
	}
	return !slices.ContainsFunc(b.columns, func(c column) bool { return lost(c.entry) }) &&
		!slices.ContainsFunc(b.ambiguousColumns, func(h headerLabel) bool { return slices.ContainsFunc(h.leaves, lost) })
}

// headings returns the labels of the headings directly over columns.
func (f *tableFinder) headings() []string {
	var out []string
	for _, e := range f.lex.cols.leaves {
		if p := e.node.Parent; p != nil && !slices.Contains(out, p.Label) {
			out = append(out, p.Label)
		}
	}
	return out
}

// joinRepeatedNotes makes one note, with the number of places, of notes that say the same label was read the
// same way.
func joinRepeatedNotes(notes []model.Note) []model.Note {
	type key struct{ rule, found, read string }
	count := map[key]int{}
	of := func(n model.Note) key { return key{n.Rule, squeeze(n.Found), n.Read} }
	for _, n := range notes {
		if n.Rule == ruleLabel && n.Read != "" {
			count[of(n)]++
		}
	}
	var out []model.Note
	for _, n := range notes {
		switch k := count[of(n)]; {
		case k < 0:
			continue
		case k > 1:
			n.Message = msg.F("%s，共 %d 处", "%s, in %d places", n.Message, k)
			count[of(n)] = -1
		}
		out = append(out, n)
	}
	return out
}
