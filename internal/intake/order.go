package intake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// noteLabels notes every label that was not the form's, and what it was read as.
func (f *tableFinder) noteLabels() {
	for _, b := range f.blocks {
		for _, c := range b.columns {
			if f.keptBlocks[b] && !c.similarity.exact {
				f.noteMisspelt(b, c.cell, c.node.Label, c.similarity.score)
			}
		}
	}
	for _, row := range f.rows {
		if f.keptBlocks[row.block] && row.cell >= 0 && !row.similarity.exact {
			f.noteMisspelt(row.block, row.cell, row.node.Label, row.similarity.score)
		}
	}
}

// noteOrder reports rows or columns that do not stand in the form's order, or were exchanged.
func (f *tableFinder) noteOrder() {
	head := f.lex.table.Section.Heading
	var rows []foundRow
	for _, row := range f.rows {
		if f.keptBlocks[row.block] {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(x, y foundRow) int {
		return cmp.Or(cmp.Compare(x.block.grid.number, y.block.grid.number), cmp.Compare(x.row, y.row))
	})
	if len(rows) > 0 && rows[0].block.grid.turnedFrom != nil {
		f.note(nil, model.Note{Rule: ruleOrder, Cell: rows[0].block.grid.address(rows[0].block.top, max(0, rows[0].block.left)), Message: msg.F(
			"“%s”的行和列互换了位置，已按标签读取", "the rows and columns of %q are exchanged; they were read by label", head)})
	}
	var moved []string
	for i := 1; i < len(rows); i++ {
		if rows[i].index < rows[i-1].index {
			moved = append(moved, rows[i].node.Label)
		}
	}
	if len(moved) > 0 {
		f.note(nil, model.Note{Rule: ruleOrder, Cell: rows[0].block.grid.addressOf(rows[0].cell), Found: strings.Join(moved, "、"), Message: msg.F(
			"“%s”的行没有按官方次序排列（%s），已按标签读取", "the rows of %q are not in the form's order (%s); they were read by label", head, strings.Join(moved, "、"))})
	}
	said := map[*block]bool{}
	for _, row := range rows {
		b := row.block
		if said[b] {
			continue
		}
		said[b] = true
		moved, last := []string{}, -1
		for _, c := range f.columnsOf(row) {
			if c.index < last {
				moved = append(moved, c.node.Label)
			}
			last = max(last, c.index)
		}
		if len(moved) > 0 {
			f.note(b, model.Note{Rule: ruleOrder, Cell: b.grid.address(b.top, max(b.left, 0)), Found: strings.Join(moved, "、"), Message: msg.F(
				"“%s”的列没有按官方次序排列（%s），已按标签读取", "the columns of %q are not in the form's order (%s); they were read by label", head, strings.Join(moved, "、"))})
		}
	}
}

// columnsOf returns the columns over a row, in the order in which they stand.
func (f *tableFinder) columnsOf(row foundRow) []column {
	var cols []column
	if !row.block.grid.sheet.Lists {
		for _, c := range row.block.columns {
			if c.band == row.band {
				cols = append(cols, c)
			}
		}
		return cols
	}
	for _, n := range f.listOrders[orderKey{row.block, row.band}] {
		for _, e := range f.lex.cols.leaves {
			if e.node == n {
				cols = append(cols, column{entry: e})
			}
		}
	}
	return cols
}
