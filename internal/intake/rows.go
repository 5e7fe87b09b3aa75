package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Bounds of the similarity of labels, from 0 to 1. They were set by hand; TestDamage and TestLayouts hold them.
// closeEnough is the least at which a label that is not the form's is read as one. Between doubtful and
// closeEnough a label is reported with its candidates and given to none of them; below doubtful it is something
// else. A label is read only if the best candidate is ahead of the second by margin.
const (
	closeEnough = 0.7
	doubtful    = 0.5
	margin      = 0.1
)

// reach is the number of rows below the last known one in which a misspelt label is looked for.
const reach = 60

// setLimits sets where every block ends and from which column on its row labels may stand.
func (f *tableFinder) setLimits() {
	for _, b := range f.blocks {
		b.limit = len(b.grid.rows)
		for _, o := range f.allBlocks[b.grid.number] {
			if o == b {
				continue
			}
			beside := o.top <= b.bottom+1 && b.top <= o.bottom+1
			if beside && o.right < b.left {
				b.labelsFrom = max(b.labelsFrom, o.right+1)
			}
			overlap := o.left <= b.right && b.labelsFrom <= o.right
			if o.top > b.bottom && (overlap || b.grid.sheet.Lists) {
				b.limit = min(b.limit, o.top)
			}
		}
		for r := b.bottom + 1; r < b.limit; r++ {
			if f.headingRows[b.grid.number][r] {
				b.limit = r
			}
		}
		b.lastRow = b.bottom
	}
}

// maxRows bounds the rows looked at in search of one table, since every row is compared with every row of the
// form. The longest table has 25.
const maxRows = 1000

// readRows finds the rows of the form under every block.
func (f *tableFinder) readRows() {
	looked := 0
	for _, b := range f.blocks {
		if !b.grid.sheet.Lists {
			f.columnsTwice(b)
		}
		if len(f.lex.rows.leaves) == 0 {
			f.findOnlyRow(b)
			continue
		}
		var open []int // rows whose label is not the form's
		for r := b.bottom + 1; r < b.limit; r++ {
			i := f.labelIn(b, r)
			if i < 0 {
				continue
			}
			if looked++; looked > maxRows {
				if looked == maxRows+1 {
					f.note(b, model.Note{Rule: ruleDoubt, Cell: b.grid.addressOf(i), Found: b.grid.text(i), Message: msg.F(
						"“%s”有 %d 行以上，从这里起没有读取", "%q has more than %d rows; from here on they were not read", f.lex.table.Section.Heading, maxRows)})
				}
				break
			}
			if row, ok := f.exactRow(b, r, i); ok {
				f.rows = append(f.rows, row)
				b.lastRow = max(b.lastRow, r+b.grid.cell(i).Rows-1)
				continue
			}
			open = append(open, r)
		}
		f.misspeltRows(b, open)
	}
}

// labelIn returns the cell that names a row: the rightmost text left of the figures, or one further left if
// that is a label of the form and the other is not; -1 for none.
func (f *tableFinder) labelIn(b *block, r int) int {
	g := b.grid
	best, sure := -1, false
	for _, i := range g.rows[r] {
		cell, l := g.cell(i), g.labels[i]
		if !g.sheet.Lists && (cell.Col >= b.left || cell.Col < b.labelsFrom) {
			continue
		}
		_, exact := f.lex.rows.exact[l.core]
		_, foreign := f.lex.rows.foreign[l.core]
		known := l.core != "" && (exact || foreign)
		if g.sheet.Lists && g.isFigure[i] && !known && !g.empty(i) {
			break // the figures begin
		}
		if l.core == "" || g.empty(i) || sure && !known {
			continue
		}
		best, sure = i, known
	}
	return best
}

// exactRow returns the row whose label a cell carries: exactly, or with words in brackets added or left out. ok
// is false if there is none or more than one.
func (f *tableFinder) exactRow(b *block, r, i int) (foundRow, bool) {
	l := b.grid.labels[i]
	row := foundRow{block: b, row: r, cell: i, similarity: exactMatch}
	es := f.inBlock(b, f.lex.rows.exact[l.core])
	if len(es) == 0 && l.bare != l.core {
		es = f.inBlock(b, f.lex.rows.exact[l.bare])
		row.similarity = similarity{score: 0.95} // a word in brackets was added
	}
	if len(es) == 0 {
		// The form's own words in brackets were left out.
		es = slices.DeleteFunc(f.inBlock(b, f.lex.rows.leaves), func(e entry) bool { return e.label.bare != l.core || e.label.bare == e.label.core })
		row.similarity = similarity{score: 0.95}
	}
	if len(es) > 1 {
		es = f.narrowByRowHeading(b, r, i, es)
	}
	if len(es) != 1 {
		return foundRow{}, false
	}
	row.entry = es[0]
	switch {
	case row.variant && !slices.ContainsFunc(f.lex.rows.leaves, func(o entry) bool { return o.node == row.node && o.label.core == l.core }):
		row.similarity = similarity{score: 0.9}
	case l.ordinal != 0 && row.label.ordinal != 0 && l.ordinal != row.label.ordinal && f.lex.rows.exact[l.core] != nil && !joined(l, row.entry):
		row.similarity = similarity{score: 0.95} // another number than the form's
	}
	return row, true
}

// joined reports whether a label is one joined with its headings, whose number it then has.
func joined(l label, e entry) bool { return len(l.core) > len(e.label.core) }

// inBlock keeps the rows whose band has at least one column in the block.
func (f *tableFinder) inBlock(b *block, es []entry) []entry {
	return slices.DeleteFunc(slices.Clone(es), func(e entry) bool {
		return !slices.ContainsFunc(b.columns, func(c column) bool { return c.band == e.band })
	})
}

// narrowByRowHeading keeps, of several rows with the same label, those whose heading stands left of the label
// or above it.
func (f *tableFinder) narrowByRowHeading(b *block, r, i int, es []entry) []entry {
	g := b.grid
	cell := g.cell(i)
	above := map[string]bool{}
	for col := b.labelsFrom; col < cell.Col; col++ {
		for row := r; row > b.bottom; row-- {
			if j := g.at(row, col); j >= 0 && !g.empty(j) {
				above[g.labels[j].core] = g.labels[j].core != ""
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(es), func(e entry) bool {
		return e.node.Parent == nil || !above[f.vocabulary.reducer.label(e.node.Parent.Label).core]
	})
}

// misspeltRows gives rows whose label is not the form's to the most similar row that is still missing,
// or leaves a note that says which rows they may be.
func (f *tableFinder) misspeltRows(b *block, open []int) {
	g := b.grid
	found := map[*model.Node]bool{}
	known := []foundRow{{row: b.bottom, entry: entry{index: noRow}}} // rows of the block that were recognised exactly
	for _, row := range f.rows {
		if found[row.node] = found[row.node] || row.similarity.exact; row.block == b && row.similarity.exact {
			known = append(known, row)
		}
	}
	sorting.By(known, func(x, y foundRow) int { return cmp.Compare(x.row, y.row) })
	for _, r := range open {
		next, _ := slices.BinarySearchFunc(known, r, func(row foundRow, r int) int { return cmp.Compare(row.row, r) })
		around := neighbours{noRow, noRow}
		if next > 0 {
			around.before = known[next-1].index
		}
		if next < len(known) {
			around.after = known[next].index
		} else if r > known[next-1].row+reach {
			break // far below the table
		}
		i := f.labelIn(b, r)
		l := g.labels[i]
		figures := f.hasFigures(b, r, i)
		if _, foreign := f.lex.rows.foreign[l.core]; foreign {
			if figures {
				f.foreignSeen = true
				b.lastRow = max(b.lastRow, r)
				g.role[i] = roleLabel
			}
			continue
		}
		if _, group := f.lex.rows.groups[l.core]; group && !figures {
			g.role[i] = roleLabel
			continue
		}
		cands := f.similarRows(b, l, found, around)
		if !figures && !f.bareRow(b, r, i) && (len(cands) == 0 || cands[0].raw < closeEnough || around.count(cands[0].entry) == 0) {
			continue // text under a table, or in a row that is empty
		}
		if len(cands) == 0 || cands[0].raw < doubtful {
			continue
		}
		b.lastRow = max(b.lastRow, r)
		if cands[0].score >= closeEnough && (len(cands) == 1 || cands[0].score-cands[1].score >= margin) {
			f.rows = append(f.rows, foundRow{entry: cands[0].entry, block: b, row: r, cell: i, similarity: similarity{score: cands[0].raw}})
			continue
		}
		f.noteDoubt(b, i, cands, false)
		g.role[i] = roleLabel
	}
}

// noRow is the index of a neighbour that is no row of the form: no row stands next to it.
const noRow = -9

// neighbours are the indexes of the form's rows found above and below a row; noRow for none.
type neighbours struct{ before, after int }

// count returns how many of the two neighbours, 0 to 2, stand next to a row in the form as well.
func (n neighbours) count(e entry) int {
	c := 0
	if n.before == e.index-1 {
		c++
	}
	if n.after == e.index+1 {
		c++
	}
	return c
}

// similarRows returns the rows of the form that a label may be, the most similar first, without those
// that were found exactly. The ordinal of the label and the rows around it add to the score.
func (f *tableFinder) similarRows(b *block, l label, found map[*model.Node]bool, around neighbours) []candidate {
	var cands []candidate
	for _, e := range f.inBlock(b, f.lex.rows.leaves) {
		if found[e.node] {
			continue
		}
		raw := max(labelSimilarity(l.core, e.label.core), labelSimilarity(l.bare, e.label.bare), labelSimilarity(l.core, e.label.bare))
		if raw < 0.3 {
			continue
		}
		s := raw
		if l.ordinal != 0 && l.ordinal == e.label.ordinal {
			s += 0.1
		}
		s += 0.08 * float64(around.count(e))
		cands = append(cands, candidate{e, min(s, 0.99), raw})
	}
	sorting.By(cands, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	for core := range f.lex.rows.groups {
		if len(cands) > 0 && labelSimilarity(l.core, core) > cands[0].score {
			return nil // the row holds figures of a heading
		}
	}
	return cands
}

// candidate is a row or column that a label may be, with its similarity alone (raw) and after what
// stands around it was added (score), both from 0 to 1.
type candidate struct {
	entry
	score, raw float64
}

// hasFigures reports whether a cell right of a row's label reads as a figure.
func (f *tableFinder) hasFigures(b *block, r, label int) bool {
	g := b.grid
	return slices.ContainsFunc(g.rows[r], func(i int) bool {
		return i > label && g.isFigure[i] && !g.empty(i) && (g.sheet.Lists || g.cell(i).Col >= b.left)
	})
}

// bareRow reports whether a row without figures is still a row of the table: in a document its cells exist even
// if they are empty.
func (f *tableFinder) bareRow(b *block, r, label int) bool {
	if !b.grid.sheet.Complete {
		return false
	}
	n := 0
	for _, i := range b.grid.rows[r] {
		if i > label && b.grid.empty(i) {
			n++
		}
	}
	return n >= len(b.columns)/2 && n > 0
}

// columnsTwice joins labels that were filled into all cells of a former merge, and drops a column that is there
// twice, with a note.
func (f *tableFinder) columnsTwice(b *block) {
	var out []column
	twice := map[*model.Node]bool{}
	for _, c := range b.columns {
		k := slices.IndexFunc(out, func(o column) bool { return o.node == c.node })
		switch {
		case k < 0:
			out = append(out, c)
		case c.col <= out[k].col+out[k].cols:
			out[k].cols = max(out[k].cols, c.col+c.cols-out[k].col)
		case out[k].similarity.exact && !c.similarity.exact:
		case c.similarity.exact && !out[k].similarity.exact:
			out[k] = c
		case twice[c.node]:
		default:
			twice[c.node] = true
			f.note(b, model.Note{Rule: ruleDoubt, Cell: b.grid.addressOf(c.cell), Found: b.grid.text(c.cell), Message: msg.F(
				"列“%s”出现了两次（%s、%s），无法确定以哪一列为准", "column %q is there twice (%s, %s), and which one counts is unclear", c.node.Label, b.grid.addressOf(out[k].cell), b.grid.addressOf(c.cell))})
		}
	}
	b.columns = slices.DeleteFunc(out, func(c column) bool { return twice[c.node] })
}

// noteDoubt notes that a label may be one of several rows, or columns, and that its figures are not read.
func (f *tableFinder) noteDoubt(b *block, i int, cands []candidate, column bool) {
	g := b.grid
	var shown []msg.Text
	for _, c := range cands[:min(3, len(cands))] {
		shown = append(shown, msg.F("“%s”（%d %%）", "%q (%d %%)", c.node.Label, int(100*c.score+0.5)))
	}
	what := msg.T("行", "row")
	at := gridLine{g, -1 - g.cell(i).Row}
	if column {
		what = msg.T("列", "column")
		at.n = g.cell(i).Col
	}
	f.doubtedLines[at] = true
	b.labels = append(b.labels, i)
	f.notes = append(f.notes, blockNote{b, model.Note{Rule: ruleDoubt, Cell: g.addressOf(i), Found: g.text(i), Message: msg.F(
		"%s标签“%s”可能是 %s，无法确定，数字没有归入任何一格", "the label %[2]q of a %[1]s may be %[3]s; its figures were given to no cell", what, brief(g.text(i)), msg.Join(shown, "、", ", "))}, true})
}

// candidates returns the rows or columns that are at all similar to a label, the most similar first.
func candidates(es []entry, l label) []candidate {
	var out []candidate
	for _, e := range es {
		s := max(labelSimilarity(l.core, e.label.core), labelSimilarity(l.bare, e.label.bare))
		if s >= 0.3 && !slices.ContainsFunc(out, func(o candidate) bool { return o.label.core == e.label.core }) {
			out = append(out, candidate{e, s, s})
		}
	}
	sorting.By(out, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	return out
}

// findOnlyRow finds the row of figures in a table without row labels.
func (f *tableFinder) findOnlyRow(b *block) {
	g := b.grid
	node := model.Leaves(f.lex.table.Bands[0].Rows)[0]
	e := entry{node: node, band: f.lex.table.Bands[0]}
	if f.rowsNamedByHeadings(b, e) || len(b.columns) == 0 {
		return
	}
	var rows []int
	for r := b.bottom + 1; r < b.limit; r++ {
		if slices.ContainsFunc(g.rows[r], b.isFigure) {
			rows = append(rows, r)
		}
	}
	if len(rows) > 1 {
		rows = slices.DeleteFunc(rows, func(r int) bool { return g.numbersColumns(r) })
	}
	switch {
	case len(rows) == 0 && (g.sheet.Lists || g.sheet.Complete && b.bottom+1 >= b.limit):
		return
	case len(rows) == 0:
		rows = []int{b.bottom + 1}
	case len(rows) > 1 && g.sheet.Lists:
		rows = rows[:1] // one cell on a line: see listFigures
	case len(rows) > 1:
		f.note(b, model.Note{Rule: ruleDoubt, Cell: g.address(rows[0], b.left), Message: msg.F(
			"“%s”有 %d 行数字，格式只有 1 行，无法确定以哪一行为准", "%q has %d rows of figures where the form has one, and which one counts is unclear", f.lex.table.Section.Heading, len(rows))})
		b.lastRow = max(b.lastRow, rows[len(rows)-1])
		for _, r := range rows {
			b.labels = append(b.labels, g.rows[r]...)
		}
		return
	}
	f.rows = append(f.rows, foundRow{entry: e, block: b, row: rows[0], cell: -1, similarity: exactMatch})
	b.lastRow = max(b.lastRow, rows[0])
}

// numbersColumns reports whether a row numbers the columns: 1 2 3 …
func (g *grid) numbersColumns(r int) bool {
	cells := g.rows[r]
	if len(cells) > 0 && slices.Contains(g.reading.Numbering, squeeze(g.text(cells[0]))) {
		cells = cells[1:] // what the numbers are is said before them
	}
	for k, i := range cells {
		if strings.Trim(fold(g.text(i)), "()") != strconv.Itoa(k+1) {
			return false
		}
	}
	return len(cells) >= few
}

// rowsNamedByHeadings reads a table in which the headings over columns have become the labels of rows: each row
// has the columns under its heading. It reports whether there was such a row.
func (f *tableFinder) rowsNamedByHeadings(b *block, e entry) bool {
	g := b.grid
	if len(b.ambiguousColumns) == 0 || g.sheet.Lists {
		return false
	}
	any := false
	for r := b.bottom + 1; r < b.limit; r++ {
		for _, i := range g.rows[r] {
			groups := f.lex.cols.groups[g.labels[i].core]
			if len(groups) == 0 || g.labels[i].core == "" {
				continue
			}
			row := foundRow{entry: e, block: b, row: r, cell: i, similarity: exactMatch}
			for _, h := range b.ambiguousColumns {
				for _, leaf := range h.leaves {
					if cell := g.cell(h.cell); cell.Col > g.cell(i).Col && slices.ContainsFunc(groups, func(group entry) bool { return leaf.node.Parent == group.node }) {
						row.columns = append(row.columns, column{entry: leaf, cell: h.cell, col: cell.Col, cols: cell.Cols, similarity: exactMatch})
					}
				}
			}
			if len(row.columns) > 0 {
				f.rows, any = append(f.rows, row), true
				b.lastRow = max(b.lastRow, r)
			}
		}
	}
	return any
}
