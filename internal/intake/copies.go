package intake

import (
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// tableCopy is one of several tables of the same kind in a file: last year's may stand beside this year's, or a
// summary beside the report. Figures of two copies are never mixed.
type tableCopy struct {
	blocks  []*block
	matches map[*model.Field]match
}

// chooseCopy joins the blocks of a table and decides which copy is read if the table is there several times. A
// copy that repeats another, or is blank, is ignored; one with the few figures of a summary is ignored and
// reported; of two full ones that differ none is read.
func (f *tableFinder) chooseCopy() {
	all := f.gatherCopies()
	if len(all) == 0 {
		return
	}
	best := slices.MaxFunc(all, func(x, y *tableCopy) int { return x.figures() - y.figures() })
	f.useCopy(best)
	for _, c := range all {
		if c == best {
			continue
		}
		differ, more := best.compare(c)
		switch first := c.first(); {
		case len(differ) == 0 && !more:
			f.ignoreCopy(c)
		case len(differ) == 0 && 2*len(c.matches) < len(best.matches):
			f.ignoreCopy(c)
			f.note(nil, model.Note{Rule: ruleExtra, Cell: first.address(), Message: msg.F(
				"“%s”的数字在 %s 起还有一处（%d 格），不是完整的表，没有计入", "more figures of %q stand at %s (%d cells); they are no whole table and were not counted", f.lex.table.Section.Heading, first.address(), len(c.matches))})
		case 2*len(c.matches) < len(best.matches):
			f.ignoreCopy(c)
			fd := differ[0]
			f.note(nil, model.Note{Rule: ruleDoubt, Cell: first.address(), Message: msg.F(
				"“%s”的数字在 %s 起还有一处（%d 格），与读取的表有 %d 格不同（如 %s：%s 为 %s，%s 为 %s）", "more figures of %q stand at %s (%d cells), and %d of them are not those of the table that was read (such as %s: %s has %s, %s has %s)",
				f.lex.table.Section.Heading, first.address(), len(c.matches), len(differ), fd.Label(), best.matches[fd].address(), brief(best.matches[fd].text()), c.matches[fd].address(), brief(c.matches[fd].text()))})
		default:
			f.refuseCopies(all, best, c, differ)
			return
		}
	}
}

// gatherCopies joins blocks that have no field in common to copies of the table.
func (f *tableFinder) gatherCopies() []*tableCopy {
	var all []*tableCopy
	for _, b := range f.blocks {
		spots := f.found[b]
		if len(spots) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(c *tableCopy) bool {
			return !slices.ContainsFunc(slices.Collect(maps.Keys(spots)), func(fd *model.Field) bool { return c.matches[fd].found() })
		})
		if i < 0 {
			i = len(all)
			all = append(all, &tableCopy{matches: map[*model.Field]match{}})
		}
		all[i].blocks = append(all[i].blocks, b)
		maps.Copy(all[i].matches, spots)
	}
	return all
}

// figures counts the fields that are not blank.
func (c *tableCopy) figures() int {
	n := 0
	for _, m := range c.matches {
		if !m.blank() {
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
// whether the other has a figure where this one has none.
func (c *tableCopy) compare(o *tableCopy) (differ []*model.Field, more bool) {
	for fd, m := range o.matches {
		if m.blank() {
			continue
		}
		switch own, ok := c.matches[fd]; {
		case !ok || own.blank():
			more = true
		case fold(own.text()) != fold(m.text()):
			differ = append(differ, fd)
		}
	}
	slices.SortFunc(differ, func(x, y *model.Field) int { return x.Index - y.Index })
	return differ, more
}

// useCopy takes the figures of a copy, and notes if it is spread over several sheets.
func (f *tableFinder) useCopy(c *tableCopy) {
	maps.Copy(f.matches, c.matches)
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
	for _, c := range all {
		f.ignoreCopy(c)
	}
	x, y := best.first(), other.first()
	n := model.Note{Rule: ruleTable, Cell: x.address(), Message: msg.F(
		"文件里有 %d 份“%s”（%s 起、%s 起），填的格不同，无法确定以哪一份为准，没有读取", "there are %d tables of %q (at %s and %s) with different cells filled in, and which one counts is unclear; none was read",
		len(all), f.lex.table.Section.Heading, x.address(), y.address())}
	if len(differ) > 0 {
		fd := differ[0]
		a, b := best.matches[fd], other.matches[fd]
		n.Message = msg.F("文件里有 %d 份“%s”，%d 格数字不同（如 %s：%s 为 %s，%s 为 %s），无法确定以哪一份为准，没有读取；请只留一份",
			"there are %d tables of %q, %d cells of which differ (such as %s: %s has %s, %s has %s), and which one counts is unclear; none was read, please keep one",
			len(all), f.lex.table.Section.Heading, len(differ), fd.Label(), a.address(), brief(a.text()), b.address(), brief(b.text()))
	}
	f.notes = []blockNote{{note: n}}
}

// noteUnread notes a place with labels of the table that was not read, such as a table drawn otherwise or a summary.
func (f *tableFinder) noteUnread(m *Mapping) {
	if len(f.matches) == 0 {
		return
	}
	for _, g := range f.grids {
		cores := map[string]bool{}
		first := -1
		for i, l := range g.labels {
			if b := f.vocabulary.bandOf[l.core]; l.core != "" && b != nil && g.role[i] == roleUnknown && slices.Contains(f.lex.table.Bands, b) {
				if cores[l.core] = true; first < 0 {
					first = i
				}
			}
		}
		if len(cores) >= few && g.turnedFrom == nil {
			m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: g.addressOf(first), Found: g.text(first), Message: msg.F(
				"“%s”的标签在 %s 起还有一处，没有读取那里的数字", "labels of %q stand at %s as well; the figures there were not read", f.lex.table.Section.Heading, g.addressOf(first))})
		}
	}
}

// finalNotes returns the notes about the copy that was read, or one note that says why none was.
func (f *tableFinder) finalNotes() []model.Note {
	var out []model.Note
	var unclear []string
	at := -1
	for _, t := range f.notes {
		if t.block != nil && !f.keptBlocks[t.block] && len(f.keptBlocks) > 0 {
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
		return []model.Note{{Rule: ruleTable, Cell: b.grid.addressOf(b.ambiguousColumns[0].cell), Message: msg.F(
			"“%s”没有读出：列标签（%s）不止一组，上面没有能区分它们的标题（%s）", "%q could not be read: there is more than one set of the columns %s, and no headings above (%s) tell them apart",
			head, msg.Names(names), msg.Names(f.headings()))}}
	}
	for _, g := range f.grids {
		if a, ok := f.vocabulary.labelArea(g, f.lex); ok {
			at := g.address(a.r1, a.c1)
			return []model.Note{{Rule: ruleTable, Cell: at, Message: msg.F(
				"“%s”没有读出：%s 起有它的标签，但行标签和列标签没有按表格排列，或缺少其中一种", "%q could not be read: some of its labels stand at %s, but rows and columns are not laid out as a table, or one of them is missing", head, at)}}
		}
	}
	return out
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
