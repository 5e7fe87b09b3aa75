package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// stray is something that stands within a table and in none of its fields.
type stray struct {
	*block
	cell int
	row  *foundRow // the row of the form it stands in; nil outside of all
}

// rowLine is the row of the grid that the stray stands in.
func (s stray) rowLine() gridLine { return gridLine{s.grid, s.grid.cell(s.cell).Row} }

// columnLine is the column of the grid that the stray stands in.
func (s stray) columnLine() gridLine { return gridLine{s.grid, s.grid.cell(s.cell).Col} }

// address is where the stray stands, for people.
func (s stray) address() string { return s.grid.addressOf(s.cell) }

// text is what stands there, trimmed.
func (s stray) text() string { return strings.TrimSpace(s.grid.text(s.cell)) }

// gridLine is one row or one column of a grid.
type gridLine struct {
	grid *grid
	n    int
}

// gridLine returns the row of the grid that the found row stands in.
func (row *foundRow) gridLine() gridLine { return gridLine{row.block.grid, row.row} }

// compareLines orders rows, or columns, grid by grid.
func compareLines(a, b gridLine) int {
	return cmp.Or(cmp.Compare(a.grid.number, b.grid.number), cmp.Compare(a.n, b.n))
}

// compareRows orders rows of the form by where they stand.
func compareRows(a, b foundRow) int { return compareLines(a.gridLine(), b.gridLine()) }

// noteExtras reports what stands within a table and in none of its fields: rows and columns of a unit's own, a
// figure typed beside its cell, a remark among figures. Figures are kept as extra figures and counted nowhere.
func (a *formMatch) noteExtras(m *Mapping) {
	for _, f := range a.finders {
		heads := map[gridLine]string{}
		var all []stray
		for _, b := range f.blocks {
			if f.keptBlocks[b] || f.foreignSeen {
				all = append(all, f.straysOf(b, a.vocabulary, heads)...)
			}
		}
		f.noteStrays(all, heads, m)
	}
}

// maxHead is the largest number of characters in the label of a column of a unit's own, such as 备注; longer
// texts are notes.
const maxHead = 6

// maxBlank is the largest number of empty rows above a row of a unit's own.
const maxBlank = 2

// maxRowLabel is the largest number of characters in the label of a row of a unit's own.
const maxRowLabel = 12

// straysOf returns what is left over in a block, and adds the words over its columns to heads.
func (f *tableFinder) straysOf(b *block, v *vocabulary, heads map[gridLine]string) []stray {
	g := b.grid
	named := map[int]*foundRow{}
	for i, l := range f.rows {
		if l.block == b {
			named[l.row] = &f.rows[i]
		}
	}
	last := b.lastRow
	for next := last + 1; next < b.limit && next <= last+1+maxBlank; next++ {
		if f.continuesAt(b, next, v) {
			last = next
		} else if next < len(g.rows) && len(g.rows[next]) > 0 {
			break
		}
	}
	var out []stray
	for r := b.top; r <= last && r < len(g.rows); r++ {
		if named[r] == nil && g.numbersColumns(r) {
			for _, i := range g.rows[r] {
				g.role[i] = max(g.role[i], roleLabel)
			}
			continue
		}
		var row []stray
		figures := false
		for _, i := range g.rows[r] {
			cell := g.cell(i)
			if g.role[i] != roleUnknown || g.empty(i) || cell.Col < b.labelsFrom {
				continue
			}
			// The label of a column that stands among figures below the header names a row of the unit's own.
			own := r > b.bottom && g.figureCount[r] > 0 && !f.lex.rows.has(g.labels[i].core) && !f.lex.marks[g.labels[i].core]
			counted := named[r] != nil && named[r].cell < 0 && cell.Col < b.left && slices.Contains(v.form.Reading.Counted, squeeze(g.text(i)))
			if f.isFormLabel(g, i) && !own || counted || v.printed(g.text(i)) {
				g.role[i] = roleLabel
				continue
			}
			if cell.Computed && !g.isFigure[i] || v.isHeading(g, i) || len(g.rows[r]) == 1 && IsPageFoot(g.text(i)) {
				continue
			}
			if r <= b.bottom {
				heads[gridLine{g, cell.Col}] = strings.TrimSpace(g.text(i))
			}
			row = append(row, stray{b, i, named[r]})
			figures = figures || g.isFigure[i]
		}
		for _, s := range row {
			if r > b.bottom || figures || utf8.RuneCountInString(s.text()) <= maxHead {
				g.role[s.cell] = roleIgnored
			}
		}
		if r > b.bottom || figures {
			out = append(out, row...)
		}
	}
	return out
}

// continuesAt reports whether a row below the last known one still belongs to the table: it has figures under
// the columns.
func (f *tableFinder) continuesAt(b *block, r int, v *vocabulary) bool {
	g := b.grid
	if r >= len(g.rows) || g.sheet.Lists && len(g.rows[r]) < 2 {
		return false
	}
	return slices.ContainsFunc(g.rows[r], func(i int) bool {
		return g.role[i] == roleUnknown && b.isFigure(i) && !v.printed(g.text(i))
	})
}

// isFigure reports whether a cell holds a figure and, in a sheet whose columns line up, stands under the header.
func (b *block) isFigure(i int) bool {
	g := b.grid
	return g.isFigure[i] && !g.empty(i) && (g.sheet.Lists || g.cell(i).Col >= b.left && g.cell(i).Col <= b.right)
}

// isHeading reports whether a cell begins with the heading of a section.
func (v *vocabulary) isHeading(g *grid, i int) bool {
	s, _ := v.heading(firstLine(g.text(i)))
	return s != nil
}

// endsTable reports whether a cell is the heading of a section, so that no table goes on below it. Headings in other
// words than the form's count if a number stands before them.
func (v *vocabulary) endsTable(g *grid, i int) bool {
	l := g.labels[i]
	if l.core == "" || v.bandOf[l.core] != nil {
		return false
	}
	if v.headings[l.core] != nil {
		return true
	}
	s := strings.TrimSpace(g.text(i))
	if c, _ := utf8.DecodeRuneInString(s); len(l.core) > 3*maxHeading || l.ordinal == 0 && !strings.ContainsRune("第01234567"+chineseDigits+ornaments, c) {
		return false
	}
	return v.lineIn(g, s).wording >= patternWords
}

// isFormLabel reports whether a cell carries a label that the form prints in this table.
func (f *tableFinder) isFormLabel(g *grid, i int) bool {
	return f.lex.hasLabel(g.labels[i].core)
}

// noteStrays keeps the figures among the strays as extra figures and reports all of them: a column of a unit's
// own once, a row once, and each single text or figure.
func (f *tableFinder) noteStrays(all []stray, heads map[gridLine]string, m *Mapping) {
	columns, rows, labels := map[gridLine][]stray{}, map[gridLine][]stray{}, map[gridLine]string{}
	for _, s := range all {
		if s.row != nil {
			columns[s.columnLine()] = append(columns[s.columnLine()], s)
		} else if labels[s.rowLine()] == "" && !s.grid.isFigure[s.cell] {
			labels[s.rowLine()] = s.text()
		}
	}
	var order []gridLine
	for _, s := range all {
		row, col := s.rowLine(), s.columnLine()
		if s.row != nil && f.numbersRows(columns[col], heads[col]) {
			continue
		}
		if s.grid.isFigure[s.cell] {
			label := labels[row]
			if s.row != nil {
				label = s.row.node.Label
			}
			x := model.Extra{Table: f.lex.table.ID, Row: label, Column: heads[col], Cell: s.address(), Text: s.text()}
			m.Extra[x.Table] = append(m.Extra[x.Table], x)
		}
		if s.row != nil && len(columns[col]) >= few && !s.grid.sheet.Lists {
			if s == columns[col][0] && !f.doubtedLines[col] {
				f.noteColumn(columns[col], heads[col], m)
				f.noteColumnShift(columns[col], heads[col] == "", m)
			}
			continue
		}
		if rows[row] == nil {
			order = append(order, row)
		}
		rows[row] = append(rows[row], s)
	}
	var own [][]stray
	for _, row := range order {
		if s := rows[row]; s[0].row == nil && !f.doubtedLines[gridLine{row.grid, -1 - row.n}] {
			own = append(own, s)
		} else if s[0].row != nil {
			f.noteBeside(s, heads, m)
		}
	}
	f.noteRows(own, m)
	f.noteRowShift(own, m)
}

// numbersRows reports whether a column of a unit's own holds the numbers of the rows and says so over them.
func (f *tableFinder) numbersRows(column []stray, head string) bool {
	if !slices.Contains(f.lex.form.Reading.Numbering, squeeze(head)) {
		return false
	}
	last := 0
	for _, s := range column {
		n, err := strconv.Atoi(fold(s.text()))
		if err != nil || n <= last {
			return false
		}
		last = n
	}
	return len(column) > 1
}

// noteRowShift warns of figures that may have been pasted one row off: beyond the last row there is one more
// without a label while the first row is empty, or the other way round.
func (f *tableFinder) noteRowShift(own [][]stray, m *Mapping) {
	for _, row := range own {
		s := row[0]
		if l := labelOf(row); l != "" && utf8.RuneCountInString(l) <= maxRowLabel {
			continue
		}
		at := s.rowLine()
		band := slices.DeleteFunc(slices.Clone(f.rows), func(l foundRow) bool {
			return !f.keptBlocks[l.block] || !slices.ContainsFunc(s.block.columns, func(c column) bool { return c.band == l.band })
		})
		if len(band) == 0 {
			continue
		}
		first, last := slices.MinFunc(band, compareRows), slices.MaxFunc(band, compareRows)
		if compareLines(first.gridLine(), at) < 0 && compareLines(at, last.gridLine()) < 0 {
			continue
		}
		far := first
		if compareLines(at, first.gridLine()) < 0 {
			far = last
		}
		empty := true
		for fd, sp := range f.matches {
			empty = empty && (fd.Row != far.node || sp.blank())
		}
		if empty {
			var rows []*model.Node
			for _, l := range band {
				rows = append(rows, l.node)
			}
			m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: s.address(), Fields: f.fieldsIn(rows), Message: msg.F(
				"“%s”的数字可能整体错开了一行：%s 起的一行数字没有标签，而“%s”行空着；请移回原位", "the figures of %q may stand one row off: those from %s have no label, while the row %q is empty; please move them back", f.lex.table.Section.Heading, s.address(), far.node.Label)})
		}
	}
}

// labelOf returns the first text of a row of a unit's own, which names it; "" if there are only figures.
func labelOf(row []stray) string {
	if i := slices.IndexFunc(row, func(s stray) bool { return !s.grid.isFigure[s.cell] }); i >= 0 {
		return row[i].text()
	}
	return ""
}

// textsOf returns the texts of strays.
func textsOf(strays []stray) []string {
	var out []string
	for _, s := range strays {
		out = append(out, s.text())
	}
	return out
}

// briefly quotes several texts in a message, with what follows them.
func briefly(texts []string, more string) msg.Text {
	names := msg.Names(texts)
	return msg.T(brief(names.In(msg.ZH)+more), brief(names.In(msg.EN)+more))
}

// spellsHeadings reports whether the cells of a column are pieces of the headings beside the rows, which are written down
// the rows where no cells are merged.
func (f *tableFinder) spellsHeadings(column []stray) bool {
	var headings []string
	var collect func(nodes []*model.Node)
	collect = func(nodes []*model.Node) {
		for _, n := range nodes {
			if !n.IsLeaf() {
				headings = append(headings, squeeze(n.Label))
				collect(n.Nodes)
			}
		}
	}
	for _, b := range f.lex.table.Bands {
		collect(b.Rows)
	}
	rest := squeeze(strings.Join(textsOf(column), ""))
	for rest != "" {
		i := slices.IndexFunc(headings, func(h string) bool { return h != "" && strings.HasPrefix(rest, h) })
		if i < 0 {
			return false
		}
		rest = rest[len(headings[i]):]
	}
	return true
}

// noteColumn reports a column of a unit's own.
func (f *tableFinder) noteColumn(column []stray, head string, m *Mapping) {
	if head == "" && f.spellsHeadings(column) {
		return
	}
	const shown = 4
	some := textsOf(column[:min(shown, len(column))])
	more := ""
	if len(column) > shown {
		more = "…"
	}
	name := msg.T("一列没有标题的内容", "a column without a label")
	if head != "" {
		name = msg.F("“%s”列", "the column %q", brief(head))
	}
	m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: column[0].address(), Found: head, Message: msg.F(
		"“%s”中有%s，不在官方格式中，%d 格没有计入（%s）", "%q has %s, which is not in the form; its %d cells were not counted (%s)", f.lex.table.Section.Heading, name, len(column), briefly(some, more))})
}

// noteColumnShift warns of figures that may have been pasted one column off: beside the last column there is
// one more while the first is empty in the same rows, or the other way round. A column that is missing may stand there
// under a label that was not read; where the one beside has no label, it does not.
func (f *tableFinder) noteColumnShift(strays []stray, noLabel bool, m *Mapping) {
	if slices.ContainsFunc(strays, func(s stray) bool { _, ok := f.emptyEnd(s, noLabel); return !ok }) {
		return
	}
	var rows []*model.Node
	for _, s := range strays {
		rows = append(rows, s.row.node)
	}
	s := strays[0]
	m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: s.address(), Fields: f.fieldsIn(rows), Message: msg.F(
		"“%s”的数字可能整体错开了一列：一头多出 %d 个数（%s 起），另一头的列空着；请移回原位", "the figures of %q may stand one column off: on one side there are %d more (from %s), on the other a column is empty; please move them back", f.lex.table.Section.Heading, len(strays), s.address())})
}

// fieldsIn returns the fields of some rows that were found.
func (f *tableFinder) fieldsIn(rows []*model.Node) (out []*model.Field) {
	for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
		if f.matches[fd].found() && slices.Contains(rows, fd.Row) {
			out = append(out, fd)
		}
	}
	return out
}

// emptyEnd returns the column at the other end of a stray's row, if nothing stands there: then the figures of the
// row may have been moved towards the stray. ok is false if something does, or if not all columns were found, so
// that the empty one may be another, unless columns may be missing.
func (f *tableFinder) emptyEnd(s stray, missing bool) (far column, ok bool) {
	cols := f.columnsOf(*s.row)
	if len(cols) == 0 || len(cols) < len(model.Leaves(s.row.band.Columns)) && !missing || s.grid.sheet.Lists {
		return far, false
	}
	at := s.grid.cell(s.cell).Col
	if s.row.cell >= 0 && at < s.grid.cell(s.row.cell).Col {
		return far, false // it stands before the row's label
	}
	far = cols[0]
	for _, c := range cols {
		if at > far.col && c.col < far.col || at < far.col && c.col > far.col {
			far = c
		}
	}
	for fd, sp := range f.matches {
		if fd.Row == s.row.node && fd.Column == far.node && !sp.blank() {
			return far, false
		}
	}
	return far, true
}

// noteBeside reports figures and texts that stand in a row of the form, in no column. A figure more in a row that
// lacks one at its other end is no addition: all figures of the row may stand one column off. Where several figures have
// no label above them while columns are missing, as where merged cells of the header were split, none is sure of its own.
func (f *tableFinder) noteBeside(row []stray, heads map[gridLine]string, m *Mapping) {
	texts := textsOf(row)
	bare := 0 // figures without a label above them
	for _, s := range row {
		if s.grid.isFigure[s.cell] && heads[s.columnLine()] == "" && !s.grid.sheet.Lists {
			bare++
		}
	}
	first := *row[0].row
	if missing := len(model.Leaves(first.band.Columns)) - len(f.columnsOf(first)); bare > 1 && missing > 1 {
		m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: row[0].address(), Found: strings.Join(texts, " "), Fields: f.fieldsIn([]*model.Node{first.node}), Message: msg.F(
			"“%s”行多出“%s”，上面没有列标签，而表头少了 %d 列，看不出这一行的数字各属于哪一列；请对照官方格式改正表头", "row %q has %q more without labels above, while %d columns are missing in the header: which columns the figures of the row belong to cannot be told; please correct the header by the official form",
			f.rowName(first), briefly(texts, ""), missing)})
		return
	}
	for _, s := range row {
		far, empty := f.emptyEnd(s, false)
		if !empty || !s.grid.isFigure[s.cell] {
			continue
		}
		m.note(f.lex.table.ID, model.Note{Rule: ruleDoubt, Cell: s.address(), Found: s.text(), Fields: f.fieldsIn([]*model.Node{s.row.node}), Message: msg.F(
			"“%s”行多出“%s”，而“%s”列空着，这一行的数字可能错开了一列；请核对列标签，移回原位", "row %q has %q more while its column %q is empty: its figures may stand one column off; please check the column labels and move them back",
			f.rowName(*row[0].row), brief(s.text()), far.node.Label)})
		return
	}
	m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: row[0].address(), Found: strings.Join(texts, " "), Message: msg.F(
		"“%s”行多出“%s”，不在表的任何一列，没有计入", "row %q has %q more, in no column of the table; not counted", f.rowName(*row[0].row), briefly(texts, ""))})
}

// noteRows reports rows that are not in the form; many rows make one note.
func (f *tableFinder) noteRows(rows [][]stray, m *Mapping) {
	if len(f.matches) == 0 {
		return // it is reported already that no figure could be placed
	}
	var names []string
	for _, row := range rows {
		label := labelOf(row)
		figures := slices.DeleteFunc(textsOf(row), func(t string) bool { return t == label })
		n := model.Note{Rule: ruleExtra, Cell: row[0].address(), Found: strings.TrimSpace(label + " " + strings.Join(figures, " "))}
		switch {
		case label == "":
			label = n.Cell
			n.Message = msg.F("“%s”中 %s 起的一行数字没有标签，没有计入：%s", "%q has a row of figures without a label at %s, which was not counted: %s", f.lex.table.Section.Heading, n.Cell, briefly(figures, ""))
		case len(figures) == 0:
			n.Message = msg.F("“%s”不在填报格里，没有计入", "%q stands in no cell of the form and was not counted", brief(label))
		default:
			n.Message = msg.F("“%s”行不在官方格式中，没有计入：%s", "the row %q is not in the form and was not counted: %s", brief(label), briefly(figures, ""))
		}
		names = append(names, brief(label))
		if len(rows) <= 2*few {
			m.note(f.lex.table.ID, n)
		}
	}
	if len(rows) > 2*few {
		slices.Sort(names)
		names = slices.Compact(names)
		m.note(f.lex.table.ID, model.Note{Rule: ruleExtra, Cell: rows[0][0].address(), Found: strings.Join(names, "、"), Message: msg.F(
			"“%s”中有 %d 行不在官方格式中，没有计入：%s", "%q has %d rows that are not in the form and were not counted: %s", f.lex.table.Section.Heading, len(rows), msg.Names(names[:min(len(names), 2*few)]))})
	}
}
