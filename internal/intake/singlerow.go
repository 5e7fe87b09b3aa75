package intake

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

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
		n := 0
		for _, i := range g.rows[r] {
			if g.isFigure[i] && !g.empty(i) && (g.sheet.Lists || g.cell(i).Col >= b.left && g.cell(i).Col <= b.right) {
				n++
			}
		}
		if n > 0 {
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
	for k, i := range g.rows[r] {
		if strings.Trim(fold(g.text(i)), "()") != strconv.Itoa(k+1) {
			return false
		}
	}
	return len(g.rows[r]) >= few
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
