package intake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A table of the form that could not be read, or a band of one, such as one without the labels of its columns, still has
// rows of labels and figures. Each of them is named with its place.

// unreadRow is such a row: where it begins, what stands before its figures, and the figures. Where each cell is on a line
// by itself, a row is a label with the figures below it.
type unreadRow struct {
	at      string
	label   string
	figures []string
}

// unreadRows are the rows of one table that were not read.
type unreadRows struct {
	first   string // where its first row is, of labels alone too
	rows    []unreadRow
	columns bool      // labels of its columns stand there as well
	above   unreadRow // the label on the line before, which the figures below belong to
	open    bool      // a figure on a line by itself belongs to the last of the rows
	telling int       // how many labels that one band alone has stand there
}

// bandsRead returns the bands of tables of which a field was found.
func (m *Mapping) bandsRead() map[*model.Band]bool {
	out := map[*model.Band]bool{}
	for _, t := range m.Form.Tables {
		for _, fd := range m.Form.FieldsOf(t) {
			_, found := m.Places[fd.Index]
			for _, b := range t.Bands {
				out[b] = out[b] || found && slices.Contains(model.Leaves(b.Columns), fd.Column)
			}
		}
	}
	return out
}

// takeUnreadRow keeps a row of cells that belongs to a table that was not read. It reports whether it is one: then no
// cell of the row is text of the report.
func (c *textCollector) takeUnreadRow(g *grid, cells []int) bool {
	if !slices.ContainsFunc(cells, func(i int) bool { return !g.empty(i) }) {
		return false
	}
	l := c.unreadTableOf(g, cells)
	if c.unreadAbove = l; l == nil {
		return false
	}
	row, texts, other, head := unreadRow{at: g.addressOf(cells[0])}, 0, false, false
	t := c.unreadRows[l.table.ID]
	if t == nil {
		t = &unreadRows{first: row.at}
		c.unreadRows[l.table.ID] = t
	}
	for _, i := range cells {
		switch core := g.labels[i].core; {
		case g.empty(i) || c.vocabulary.printed(g.text(i)):
			continue
		case g.isFigure[i]:
			row.figures = append(row.figures, strings.TrimSpace(g.text(i)))
		default:
			texts++
			other = other || !l.hasLabel(core)
			row.label = strings.TrimSpace(row.label + " " + strings.TrimSpace(g.text(i)))
			head = head || l.cols.has(core) && !l.rows.has(core)
		}
		g.role[i] = max(g.role[i], roleLabel)
	}
	if t.columns = t.columns || head; head && !other && len(row.figures) == 0 {
		t.above, t.open = unreadRow{}, false
	} else if !g.numbersColumns(g.cell(cells[0]).Row) {
		t.add(row, texts, other, g.sheet.Lists)
	}
	return true
}

// add adds a row that holds so many texts, some of them other than labels, or joins it to the one above.
func (u *unreadRows) add(row unreadRow, texts int, other, list bool) {
	alone := list && texts+len(row.figures) == 1
	above := u.above
	u.above = unreadRow{}
	switch {
	case alone && u.open && texts == 0:
		last := &u.rows[len(u.rows)-1]
		last.figures = append(last.figures, row.figures...)
	case texts == 0 && len(row.figures) > 0 && above.label != "":
		u.rows = append(u.rows, unreadRow{above.at, above.label, row.figures})
		u.open = alone
	case len(row.figures) > 0 || other:
		u.rows = append(u.rows, row)
		u.open = alone || list && len(row.figures) == 1
	default: // labels alone
		u.open = false
		if alone {
			u.above = row
		}
	}
}

// unreadTableOf returns the table that was not read and that a row of cells belongs to, by the label in it or else by the
// heading above; nil for none. A row has figures or is made of labels, or it has so many cells that it is a table's.
func (c *textCollector) unreadTableOf(g *grid, cells []int) *lexicon {
	sec, in := c.vocabulary.form.Section(c.section)
	if in && sec.Table == nil {
		return nil
	}
	figures := 0
	var own *lexicon
	for _, i := range cells {
		switch {
		case g.empty(i):
		case c.headings.of(g, i) != nil || g.role[i] == roleValue || IsPageFoot(g.text(i)):
			return nil
		case g.isFigure[i]:
			figures++
		default:
			own = cmp.Or(own, c.unreadLabel(g, i))
		}
	}
	if own == nil && c.unreadTables[c.section] {
		own = c.vocabulary.tables[slices.IndexFunc(c.vocabulary.tables, func(l *lexicon) bool { return l.table.ID == c.section })]
	}
	if own == nil && c.unreadAbove != nil && g.sheet.Lists && figures == len(cells) {
		own = c.unreadAbove
	}
	isOther := func(i int) bool { return !g.empty(i) && !own.hasLabel(g.labels[i].core) }
	if own == nil || figures == 0 && !c.inTableRow && slices.ContainsFunc(cells, isOther) {
		return nil
	}
	return own
}

// unreadLabel returns the table that was not read, or a band of which was not, and of whose rows a cell has the label that
// no other table has; nil for none.
func (c *textCollector) unreadLabel(g *grid, i int) *lexicon {
	core := g.labels[i].core
	b := c.vocabulary.bandOf[core]
	if core == "" || b == nil {
		return nil
	}
	l := c.vocabulary.tables[slices.IndexFunc(c.vocabulary.tables, func(l *lexicon) bool { return slices.Contains(l.table.Bands, b) })]
	if (l.rows.has(core) || l.marks[core]) && (c.unreadTables[l.table.ID] || !c.bandsRead[b] && g.role[i] == roleUnknown) {
		return l
	}
	return nil
}

// mostNamed is the largest number of rows that are named one by one: more than the longest table has.
const mostNamed = 60

// noteUnreadRows says which rows of tables were not read, in the note that says why if there is one.
func (c *textCollector) noteUnreadRows(m *Mapping) {
	for _, t := range m.Form.Tables {
		u := c.unreadRows[t.ID]
		if u == nil || len(u.rows) == 0 {
			continue
		}
		whole := c.unreadTables[t.ID]
		i := slices.IndexFunc(m.Notes[t.ID], func(n model.Note) bool {
			return whole && n.Rule == ruleTable || !whole && n.Rule == ruleExtra && n.Cell == u.first
		})
		if i < 0 {
			i = len(m.Notes[t.ID])
			m.note(t.ID, u.reason(t, whole))
		}
		n := &m.Notes[t.ID][i]
		n.Found, n.Message = u.found(), msg.F("%s；没有读取的有 %d 行：%s", "%s; %d of its rows were not read: %s", n.Message, len(u.rows), u.named())
	}
}

// reason returns the note on rows that nothing was said of yet.
func (u *unreadRows) reason(t *model.Table, whole bool) model.Note {
	why := u.why()
	n := model.Note{Rule: ruleExtra, Cell: u.rows[0].at, Message: msg.F("“%s”有的行没有读出：%s", "some rows of %q could not be read: %s", t.Section.Heading, why)}
	if whole {
		n.Rule, n.Message = ruleTable, msg.F("“%s”没有读出：%s", "%q could not be read: %s", t.Section.Heading, why)
	}
	return n
}

// why says why the rows were not read.
func (u *unreadRows) why() msg.Text {
	if u.columns {
		return msg.T("行标签或列标签不全，或没有排成表格", "labels of rows or columns are missing, or not laid out as a table")
	}
	return msg.T("没有列标签", "there are no labels of columns")
}

// found returns what stands in the rows.
func (u *unreadRows) found() string {
	var out []string
	for _, row := range u.rows[:min(len(u.rows), mostNamed)] {
		out = append(out, strings.TrimSpace(row.label+" "+strings.Join(row.figures, " ")))
	}
	return strings.Join(out, "\n")
}

// named names the rows with their places.
func (u *unreadRows) named() msg.Text {
	var out []msg.Text
	for _, row := range u.rows[:min(len(u.rows), mostNamed)] {
		out = append(out, msg.F("%s“%s”", "%s %q", row.at, brief(cmp.Or(row.label, strings.Join(row.figures, " ")))))
	}
	rows := msg.Join(out, "、", ", ")
	if more := len(u.rows) - mostNamed; more > 0 {
		rows = msg.F("%s，还有 %d 行，到 %s 为止", "%s, and %d more down to %s", rows, more, u.rows[len(u.rows)-1].at)
	}
	return rows
}

// rowsWithoutTable returns the rows of labels and figures of sheets in which no table was found, as where no table has the
// labels of its columns; nil if they are so few that they may be another document's.
func rowsWithoutTable(sheets []*Sheet, forms []*model.Form) *unreadRows {
	var most *unreadRows
	for _, f := range forms {
		u := &unreadRows{}
		v := vocabularyOf(f, forms)
		for i, s := range sheets {
			if s.Hidden {
				continue
			}
			u.above, u.open = unreadRow{}, false
			g := v.newGrid(i, s)
			for _, cells := range g.rows {
				u.addLabelled(v, g, cells)
			}
		}
		if len(u.rows) >= few && u.telling >= few && (most == nil || len(u.rows) > len(most.rows)) {
			most = u
		}
	}
	return most
}

// addLabelled adds a row of cells if it has the label of a row of the form, or the figures of one on the line above.
func (u *unreadRows) addLabelled(v *vocabulary, g *grid, cells []int) {
	row, texts, labelled, telling := unreadRow{}, 0, false, false
	for _, i := range cells {
		switch {
		case g.empty(i):
		case g.isFigure[i]:
			row.figures = append(row.figures, strings.TrimSpace(g.text(i)))
		default:
			texts++
			row.label = strings.TrimSpace(row.label + " " + strings.TrimSpace(g.text(i)))
			core := g.labels[i].core
			ofRow := core != "" && slices.ContainsFunc(v.tables, func(l *lexicon) bool { return l.rows.has(core) })
			ofColumn := core != "" && slices.ContainsFunc(v.tables, func(l *lexicon) bool { return l.cols.has(core) })
			labelled, u.columns = labelled || ofRow, u.columns || ofColumn && !ofRow
			telling = telling || ofRow && v.bandOf[core] != nil
		}
	}
	if labelled || g.sheet.Lists && texts == 0 && len(row.figures) > 0 && (u.above.label != "" || u.open) {
		row.at = g.addressOf(cells[0])
		u.add(row, texts, false, g.sheet.Lists)
		if telling {
			u.telling++
		}
	} else if texts+len(row.figures) > 0 {
		u.above, u.open = unreadRow{}, false
	}
}

// HasRows reports whether sheets in which no table was found hold rows of labels and figures of one.
func HasRows(sheets []*Sheet, forms []*model.Form) bool {
	return rowsWithoutTable(sheets, forms) != nil
}
