package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// stray is something in a table that is none of its cells.
type stray struct {
	block *block
	view  *view
	cell  int
	line  *line // the row of the form it stands in; nil for a row of its own
}

// along is a row or a column of a view.
type along struct {
	view *view
	n    int
}

func (l *line) at() along { return along{l.block.view, l.row} }

func before(a, b along) bool {
	return a.view.nth < b.view.nth || a.view == b.view && a.n < b.n
}

// extras reports what stands in a table without being one of its cells: rows and
// columns of a unit's own, a figure typed beside its cell, a note among figures.
// It is kept, counted nowhere, and said.
func (a *attempt) extras(m *Mapping) {
	for _, f := range a.finders {
		heads := map[along]string{}
		var all []stray
		for _, b := range f.parts {
			if f.kept[b] || len(f.others) > 0 {
				all = append(all, f.straysOf(b, a.words, heads)...)
			}
		}
		f.sayStrays(all, heads, m)
	}
}

// maxHead is how many characters a word over a column of a unit's own has, such
// as 备注; longer ones are notes.
const maxHead = 6

// maxBlank is how many empty rows there may be above a row of a unit's own.
const maxBlank = 2

// maxRowLabel is how many characters the label of such a row has.
const maxRowLabel = 12

// straysOf collects what is left over in a block, and the words over its
// columns.
func (f *finder) straysOf(b *block, w *words, heads map[along]string) []stray {
	v := b.view
	named := map[int]*line{}
	for i, l := range f.lines {
		if l.block == b {
			named[l.row] = &f.lines[i]
		}
	}
	last := b.last
	for next := last + 1; next < b.limit && next <= last+1+maxBlank; next++ {
		if f.goesOn(b, next, w) {
			last = next
		} else if next < len(v.rows) && len(v.rows[next]) > 0 {
			break
		}
	}
	var out []stray
	for r := b.top; r <= last && r < len(v.rows); r++ {
		if named[r] == nil && v.numbered(r) {
			for _, i := range v.rows[r] {
				v.role[i] = max(v.role[i], isLabel)
			}
			continue
		}
		var row []stray
		figures := false
		for _, i := range v.rows[r] {
			c := v.cell(i)
			if v.role[i] != unknown || v.empty(i) || c.Col < b.zone {
				continue
			}
			if f.printed(v, i) || w.printed(v.text(i)) {
				v.role[i] = isLabel
				continue
			}
			if c.Computed && !v.figure[i] || w.heads(v, i) {
				continue
			}
			if r <= b.bottom {
				heads[along{v, c.Col}] = strings.TrimSpace(v.text(i))
			}
			row = append(row, stray{b, v, i, named[r]})
			figures = figures || v.figure[i]
		}
		for _, s := range row {
			if r > b.bottom || figures || utf8.RuneCountInString(s.text()) <= maxHead {
				v.role[s.cell] = isKnown
			}
		}
		if r > b.bottom || figures {
			out = append(out, row...)
		}
	}
	return out
}

// goesOn reports whether a row below the last one known still belongs to the
// table: it has figures under the columns.
func (f *finder) goesOn(b *block, r int, w *words) bool {
	v := b.view
	if r >= len(v.rows) || v.sheet.Lists && len(v.rows[r]) < 2 {
		return false
	}
	for _, i := range v.rows[r] {
		c := v.cell(i)
		if v.role[i] == unknown && v.figure[i] && !v.empty(i) && !w.printed(v.text(i)) && (v.sheet.Lists || c.Col >= b.left && c.Col <= b.right) {
			return true
		}
	}
	return false
}

func (w *words) heads(v *view, i int) bool {
	s, _ := w.heading(firstLine(v.text(i)))
	return s != nil
}

// printed reports whether a text is one the form prints in this table.
func (f *finder) printed(v *view, i int) bool {
	l := v.labels[i]
	if l.core == "" {
		return false
	}
	_, a := f.lex.rows.exact[l.core]
	_, b := f.lex.rows.groups[l.core]
	_, c := f.lex.cols.exact[l.core]
	_, d := f.lex.cols.groups[l.core]
	return a || b || c || d || f.lex.marks[l.core]
}

// sayStrays keeps the figures among the strays, and says what there is: a column
// of a unit's own once, a row of its own once, and what stands alone.
func (f *finder) sayStrays(all []stray, heads map[along]string, m *Mapping) {
	columns, rows := map[along][]stray{}, map[along][]stray{}
	for _, s := range all {
		c := s.view.cell(s.cell)
		if s.line != nil {
			columns[along{s.view, c.Col}] = append(columns[along{s.view, c.Col}], s)
		}
	}
	labels := map[along]string{}
	for _, s := range all {
		if at := (along{s.view, s.view.cell(s.cell).Row}); s.line == nil && labels[at] == "" && !s.view.figure[s.cell] {
			labels[at] = s.text()
		}
	}
	var order []along
	for _, s := range all {
		c := s.view.cell(s.cell)
		if s.view.figure[s.cell] {
			label := labels[along{s.view, c.Row}]
			if s.line != nil {
				label = s.line.node.Label
			}
			x := model.Extra{Table: f.lex.table.ID, Row: label, Column: heads[along{s.view, c.Col}], Cell: s.view.addressOf(s.cell), Text: s.text()}
			m.Extra[x.Table] = append(m.Extra[x.Table], x)
		}
		if col := (along{s.view, c.Col}); s.line != nil && len(columns[col]) >= few && !s.view.sheet.Lists {
			if s == columns[col][0] && !f.doubted[col] {
				f.sayColumn(columns[col], heads[col], m)
				f.sayShift(columns[col], m)
			}
			continue
		}
		row := along{s.view, c.Row}
		if rows[row] == nil {
			order = append(order, row)
		}
		rows[row] = append(rows[row], s)
	}
	var own [][]stray
	for _, row := range order {
		if s := rows[row]; s[0].line == nil && !f.doubted[along{row.view, -1 - row.n}] {
			own = append(own, s)
		} else if s[0].line != nil {
			f.sayBeside(s, m)
		}
	}
	f.sayRows(own, m)
	f.sayDrop(own, m)
}

// sayDrop warns of figures that were pasted a row off: beyond the last row there
// is one more without a label, while the first is empty; or the other way round.
func (f *finder) sayDrop(own [][]stray, m *Mapping) {
	for _, row := range own {
		s := row[0]
		if l := labelOf(row); l != "" && utf8.RuneCountInString(l) <= maxRowLabel {
			continue
		}
		at := along{s.view, s.view.cell(s.cell).Row}
		var first, last *line // of the band
		for i := range f.lines {
			l := &f.lines[i]
			if !f.kept[l.block] || !slices.ContainsFunc(s.block.columns, func(c column) bool { return c.band == l.band }) {
				continue
			}
			if first == nil || before(l.at(), first.at()) {
				first = l
			}
			if last == nil || before(last.at(), l.at()) {
				last = l
			}
		}
		if first == nil || before(first.at(), at) && before(at, last.at()) {
			continue
		}
		far := first
		if before(at, first.at()) {
			far = last
		}
		empty := true
		for fd, sp := range f.spots {
			empty = empty && (fd.Row != far.node || sp.blank())
		}
		if empty {
			m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: s.view.addressOf(s.cell), Message: msg.F(
				"“%s”的数字可能整体错开了一行：%s 起的一行数字没有标签，而“%s”行空着；请移回原位", "the figures of %q may stand one row off: those from %s have no label, while the row %q is empty; please move them back", f.lex.table.Section.Heading, s.view.addressOf(s.cell), far.node.Label)})
		}
	}
}

func (s stray) text() string { return strings.TrimSpace(s.view.text(s.cell)) }

// labelOf is what a row of a unit's own is called: by the first text in it.
func labelOf(row []stray) string {
	for _, s := range row {
		if !s.view.figure[s.cell] {
			return s.text()
		}
	}
	return ""
}

func (f *finder) sayColumn(column []stray, head string, m *Mapping) {
	const shown = 4
	var texts []string
	for _, s := range column[:min(shown, len(column))] {
		texts = append(texts, s.text())
	}
	some := strings.Join(texts, "、")
	if len(column) > shown {
		some += "…"
	}
	name := msg.T("一列没有标题的内容", "a column without a label")
	if head != "" {
		name = msg.F("“%s”列", "the column %q", brief(head))
	}
	m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: column[0].view.addressOf(column[0].cell), Found: head, Message: msg.F(
		"“%s”中有%s，不在官方格式中，%d 格没有计入（%s）", "%q has %s, which is not in the form; its %d cells were not counted (%s)", f.lex.table.Section.Heading, name, len(column), brief(some))})
}

// sayShift warns of figures that were pasted a column off: beside the last column
// there is one more, while the first is empty in the same rows; or the other way
// round.
func (f *finder) sayShift(strays []stray, m *Mapping) {
	for _, s := range strays {
		cols := f.columnsOf(*s.line)
		if len(cols) == 0 {
			return
		}
		if len(cols) < len(model.Leaves(s.line.band.Columns)) {
			continue // the one that is missing may be the one that is empty
		}
		far := cols[0]
		for _, c := range cols {
			if at := s.view.cell(s.cell).Col; at > far.col && c.col < far.col || at < far.col && c.col > far.col {
				far = c
			}
		}
		for fd, sp := range f.spots {
			if fd.Row == s.line.node && fd.Column == far.node && !sp.blank() {
				return
			}
		}
	}
	s := strays[0]
	m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: s.view.addressOf(s.cell), Message: msg.F(
		"“%s”的数字可能整体错开了一列：一头多出 %d 个数（%s 起），另一头的列空着；请移回原位", "the figures of %q may stand one column off: on one side there are %d more (from %s), on the other a column is empty; please move them back", f.lex.table.Section.Heading, len(strays), s.view.addressOf(s.cell))})
}

func (f *finder) sayBeside(row []stray, m *Mapping) {
	var texts []string
	for _, s := range row {
		texts = append(texts, s.text())
	}
	n := model.Note{Rule: ruleExtra, Cell: row[0].view.addressOf(row[0].cell), Found: strings.Join(texts, " ")}
	name := row[0].line.node.Label
	if name == "" {
		name = f.lex.table.Section.Heading
	}
	n.Message = msg.F("“%s”行多出“%s”，不在表的任何一列，没有计入", "row %q has %q more, in no column of the table; not counted", name, brief(strings.Join(texts, "、")))
	m.note(f.lex.table.ID, n)
}

// sayRows names the rows that are not in the form; many are said as one.
func (f *finder) sayRows(rows [][]stray, m *Mapping) {
	if len(f.spots) == 0 {
		return // that no figure could be placed has been said
	}
	var names []string
	for _, row := range rows {
		v := row[0].view
		label, figures := labelOf(row), []string{}
		for _, s := range row {
			if t := s.text(); t != label {
				figures = append(figures, t)
			}
		}
		n := model.Note{Rule: ruleExtra, Cell: v.addressOf(row[0].cell), Found: strings.TrimSpace(label + " " + strings.Join(figures, " "))}
		switch {
		case label == "":
			label = n.Cell
			n.Message = msg.F("“%s”中 %s 起的一行数字没有标签，没有计入：%s", "%q has a row of figures without a label at %s, which was not counted: %s", f.lex.table.Section.Heading, n.Cell, brief(strings.Join(figures, "、")))
		case len(figures) == 0:
			n.Message = msg.F("“%s”不在填报格里，没有计入", "%q stands in no cell of the form and was not counted", brief(label))
		default:
			n.Message = msg.F("“%s”行不在官方格式中，没有计入：%s", "the row %q is not in the form and was not counted: %s", brief(label), brief(strings.Join(figures, "、")))
		}
		names = append(names, brief(label))
		if len(rows) <= 2*few {
			m.note(f.lex.table.ID, n)
		}
	}
	if len(rows) > 2*few {
		slices.Sort(names)
		names = slices.Compact(names)
		m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: rows[0][0].view.addressOf(rows[0][0].cell), Found: strings.Join(names, "、"), Message: msg.F(
			"“%s”中有 %d 行不在官方格式中，没有计入：%s", "%q has %d rows that are not in the form and were not counted: %s", f.lex.table.Section.Heading, len(rows), strings.Join(names[:min(len(names), 2*few)], "、"))})
	}
}
