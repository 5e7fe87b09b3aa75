package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Rules whose notes the search for tables gives.
const (
	ruleLabel = "FORM-LABEL"
	ruleDoubt = "FORM-DOUBT"
	ruleOrder = "FORM-ORDER"
	ruleExtra = "FORM-EXTRA"
	ruleTable = "FORM-TABLE"
	ruleShort = "FORM-SHORT"
	// ruleCopy is on what is there more than once without doubt, ruleHidden on what is there on a hidden sheet.
	ruleCopy   = "FORM-COPY"
	ruleHidden = "FORM-HIDDEN"
	// ruleOtherEdition is on a row that another edition of the form calls otherwise.
	ruleOtherEdition = "FORM-OTHER-EDITION"
)

// placeFields crosses the rows found with the columns found and gives each field its place.
func (f *tableFinder) placeFields() {
	// A label that is the form's goes before one that only resembles it.
	rank := map[bool]int{true: 0, false: 1}
	sorting.By(f.rows, func(a, b foundRow) int { return rank[a.similarity.exact] - rank[b.similarity.exact] })
	spots := map[*block]map[*model.Field][]match{}
	for _, row := range f.rows {
		if spots[row.block] == nil {
			spots[row.block] = make(map[*model.Field][]match, len(f.lex.fields))
		}
		if row.block.grid.sheet.Lists {
			f.placeList(row, f.lex.fields, spots[row.block])
			continue
		}
		for _, c := range row.over() {
			fd := f.lex.fields[[2]*model.Node{row.node, c.node}]
			if fd == nil {
				continue
			}
			if m := f.intersect(row, c, fd); m.found() {
				m.header = c.cell
				spots[row.block][fd] = append(spots[row.block][fd], m)
			}
		}
	}
	for _, b := range f.blocks {
		f.found[b] = f.dropClashes(b, spots[b])
	}
}

// over returns the columns over a row: those of its heading, or else all of its block.
func (row *foundRow) over() []column {
	if len(row.columns) > 0 {
		return row.columns
	}
	return row.block.columns
}

// left returns the first column in which figures of a row may stand.
func (row *foundRow) left() int {
	left := row.block.left
	for _, c := range row.columns {
		left = min(left, c.col)
	}
	return left
}

// intersect returns the place where a row meets a column. Cells that were merged, or cut otherwise than the
// header, are matched by overlap. If several contents stand there, none is taken and a note says so.
func (f *tableFinder) intersect(row foundRow, c column, fd *model.Field) match {
	g := row.block.grid
	rows := 1
	if row.cell >= 0 {
		rows = g.cell(row.cell).Rows
	}
	var over, full []int
	for r := row.row; r < row.row+rows && r < len(g.rows); r++ {
		for _, i := range g.rows[r] {
			if vc := g.cell(i); vc.Col < c.col+c.cols && c.col < vc.Col+vc.Cols && vc.Col >= row.left()-1 && i != row.cell {
				over = append(over, i)
				if !g.empty(i) {
					full = append(full, i)
				}
			}
		}
	}
	if g.sheet.Complete {
		return f.intersectByOverlap(row, c, over, fd)
	}
	switch {
	case len(full) == 1:
		vc := g.cell(full[0])
		return match{g, vc.Row, vc.Col, full[0], -1, nil}
	case len(full) == 0:
		return match{g, row.row, c.col, g.at(row.row, c.col), -1, nil}
	case f.repeated(row, c, full[0], full[1:], fd):
		vc := g.cell(full[0])
		return match{g, vc.Row, vc.Col, full[0], -1, full[1:]}
	}
	f.noteCrowded(row, c, full, fd)
	return match{}
}

// noteCrowded notes, for the first such row of a column, that several contents stand in its cell.
func (f *tableFinder) noteCrowded(row foundRow, c column, full []int, fd *model.Field) {
	g := row.block.grid
	if at := g.addressOf(c.cell); !f.crowdedColumns[at] {
		f.crowdedColumns[at] = true
		f.note(row.block, model.Note{Rule: ruleDoubt, Field: fd.ID, Cell: g.addressOf(full[0]), Found: g.text(full[0]) + " " + g.text(full[1]), Message: msg.F(
			"“%s”的位置上有 %d 个内容（%s、%s），无法确定取哪一个", "%q has %d contents (%s, %s), and which one counts is unclear",
			fd.Label(), len(full), brief(g.text(full[0])), brief(g.text(full[1])))})
	}
}

// rivals reports whether two cells of a row both hold figures and both lie wholly under a column, as where a column
// is cut into this year's figures and last year's.
func rivals(g *grid, c column, i, j int) bool {
	under := func(k int) bool {
		vc := g.cell(k)
		return vc.Col >= c.col && vc.Col+vc.Cols <= c.col+c.cols && strings.ContainsAny(fold(g.text(k)), "0123456789")
	}
	return g.cell(i).Row == g.cell(j).Row && under(i) && under(j)
}

// repeated reports whether other cells of a row lie wholly under a column and say what the first one says, as they do
// where a merged cell was cut up and filled in. The first such row of a column is noted.
func (f *tableFinder) repeated(row foundRow, c column, first int, others []int, fd *model.Field) bool {
	g := row.block.grid
	said := squeeze(g.text(first))
	if said == "" || slices.ContainsFunc(others, func(i int) bool {
		vc := g.cell(i)
		return vc.Row != g.cell(first).Row || vc.Col < c.col || vc.Col+vc.Cols > c.col+c.cols || squeeze(g.text(i)) != said
	}) {
		return false
	}
	if at := g.addressOf(c.cell); !f.crowdedColumns[at] {
		f.crowdedColumns[at] = true
		f.note(row.block, model.Note{Rule: ruleReading, Field: fd.ID, Cell: g.addressOf(first), Found: g.text(first), Message: msg.F(
			"“%s”在同一标签下的 %d 格里各写一遍，读作一个数", "%q stands in each of %d cells under one label and was read as one figure", brief(g.text(first)), len(others)+1)})
	}
	return true
}

// intersectByOverlap returns, in a table whose cells all exist, the cell that overlaps a column most. Where two
// columns share that cell, the cells of the row are counted off instead, if there are just as many as columns.
func (f *tableFinder) intersectByOverlap(row foundRow, c column, over []int, fd *model.Field) match {
	g := row.block.grid
	best, width := -1, 0
	for _, i := range over {
		vc := g.cell(i)
		if w := min(vc.Col+vc.Cols, c.col+c.cols) - max(vc.Col, c.col); w > width {
			best, width = i, w
		}
	}
	shared := best >= 0 && slices.ContainsFunc(row.over(), func(o column) bool {
		vc := g.cell(best)
		return o.cell != c.cell && o.band == c.band && vc.Col < o.col+o.cols && o.col < vc.Col+vc.Cols &&
			min(vc.Col+vc.Cols, o.col+o.cols)-max(vc.Col, o.col) >= width
	})
	if best >= 0 && !shared {
		others := slices.DeleteFunc(slices.Clone(over), func(i int) bool { return i == best || g.empty(i) })
		if len(others) == 0 || !f.repeated(row, c, best, others, fd) {
			if equals := slices.DeleteFunc(slices.Clone(others), func(i int) bool { return !rivals(g, c, best, i) }); len(equals) > 0 {
				halves := append([]int{best}, equals...)
				f.noteCrowded(row, c, halves, fd)
				for _, i := range halves { // they lie under their column: the figures of the row are not one column off
					g.role[i] = roleIgnored
				}
				return match{}
			}
			others = nil
		}
		return match{g, g.cell(best).Row, g.cell(best).Col, best, -1, others}
	}
	cells := slices.DeleteFunc(slices.Clone(g.rows[row.row]), func(i int) bool { return i <= row.cell || g.cell(i).Col < row.left()-1 })
	cols := slices.DeleteFunc(slices.Clone(row.over()), func(o column) bool { return o.band != c.band })
	if !shared || len(cells) != len(cols) {
		return match{}
	}
	k := slices.IndexFunc(cols, func(o column) bool { return o.node == c.node })
	return match{g, g.cell(cells[k]).Row, g.cell(cells[k]).Col, cells[k], -1, nil}
}

// noteMisspelt notes, once for each cell, that a label that is not the form's was read as one.
func (f *tableFinder) noteMisspelt(b *block, i int, want string, score float64) {
	g := b.grid
	if at := (sheetPosition{g.number, g.cell(i).Row, g.cell(i).Col}); !f.notedLabels[at] {
		f.notedLabels[at] = true
		f.note(b, model.Note{Rule: ruleLabel, Cell: g.addressOf(i), Found: g.text(i), Read: want, Message: msg.F(
			"标签“%s”读作“%s”（相近程度 %d %%）", "the label %q was read as %q (%d %% alike)", brief(g.text(i)), want, int(100*score+0.5))})
	}
}

// dropClashes decides fields that were found more than once in a block: equal figures count once, a blank gives
// way, and of different figures none is taken and a note says so.
func (f *tableFinder) dropClashes(b *block, spots map[*model.Field][]match) map[*model.Field]match {
	type clash struct {
		row  *model.Node
		a, b match
	}
	var clashes []clash
	out := make(map[*model.Field]match, len(spots))
	for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
		found := spots[fd]
		if len(found) == 0 {
			continue
		}
		kept := found[:1:1]
		for _, m := range found[1:] {
			switch last := kept[len(kept)-1]; {
			case m.blank(), m.grid == last.grid && m.cell == last.cell && m.cell >= 0:
			case last.blank():
				kept[len(kept)-1] = m
			case m.text() != last.text():
				kept = append(kept, m)
			}
		}
		if len(kept) == 1 {
			out[fd] = kept[0]
			continue
		}
		if n := len(clashes); n == 0 || clashes[n-1].row != fd.Row {
			clashes = append(clashes, clash{fd.Row, kept[0], kept[1]})
		}
	}
	for i, c := range clashes {
		f.clashed = f.clashed || c.a.named() != c.b.named()
		name := c.row.Label
		if name == "" || len(clashes) > few {
			name = f.lex.table.Section.Heading
		}
		f.note(b, model.Note{Rule: ruleDoubt, Cell: c.a.address(), Found: c.a.text(), Message: msg.F(
			"“%s”出现了不止一次且数字不同（%s 为 %s，%s 为 %s），无法确定以哪一处为准", "%q is there more than once with different figures (%s has %s, %s has %s), and which one counts is unclear",
			name, c.a.address(), brief(c.a.text()), c.b.address(), brief(c.b.text()))})
		if i == 0 && len(clashes) > few {
			break
		}
	}
	return out
}

// blank reports whether no figure stands at the place.
func (m match) blank() bool { return m.cell < 0 || m.grid.empty(m.cell) }

// named reports whether the cell at the place carries the name of a field.
func (m match) named() bool { return m.cell >= 0 && m.grid.cell(m.cell).Named }

// text returns what stands at the place, trimmed; "" if there is no cell.
func (m match) text() string {
	if m.cell < 0 {
		return ""
	}
	return strings.TrimSpace(m.grid.text(m.cell))
}

// sheetPosition is a cell of a sheet, by the number of the sheet and from 0.
type sheetPosition struct{ sheet, row, col int }

// position returns the place in the sheet as it stands, turned grids turned back.
func (m match) position() sheetPosition {
	row, col := m.grid.upright(m.row, m.col)
	return sheetPosition{m.grid.sheetIndex, row, col}
}

// address returns the address of the place, for people.
func (m match) address() string {
	if m.cell >= 0 {
		return m.grid.addressOf(m.cell)
	}
	return m.grid.address(m.row, m.col)
}

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
	rows := slices.DeleteFunc(slices.Clone(f.rows), func(row foundRow) bool { return !f.keptBlocks[row.block] })
	sorting.By(rows, compareRows)
	if len(rows) > 0 && rows[0].block.grid.turnedFrom != nil {
		f.note(nil, model.Note{Rule: ruleOrder, Cell: rows[0].block.grid.address(rows[0].block.top, max(0, rows[0].block.left)), Message: msg.F(
			"“%s”的行和列互换了位置，已按标签读取", "the rows and columns of %q are exchanged; they were read by label", head)})
	}
	var moved []string
	for i := 1; i < len(rows); i++ {
		if rows[i].index < rows[i-1].index && f.haveColumnInCommon(rows[i-1], rows[i]) {
			moved = append(moved, rows[i].node.Label)
		}
	}
	if len(moved) > 0 {
		f.note(nil, model.Note{Rule: ruleOrder, Cell: rows[0].block.grid.addressOf(rows[0].cell), Found: strings.Join(moved, "、"), Message: msg.F(
			"“%s”的行没有按官方次序排列（%s），已按标签读取", "the rows of %q are not in the form's order (%s); they were read by label", head, msg.Names(moved))})
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
				"“%s”的列没有按官方次序排列（%s），已按标签读取", "the columns of %q are not in the form's order (%s); they were read by label", head, msg.Names(moved))})
		}
	}
}

// haveColumnInCommon reports whether two rows are not of parts of the table that stand side by side in the form, of which
// each has all rows.
func (f *tableFinder) haveColumnInCommon(a, b foundRow) bool {
	if a.block == b.block || a.band != b.band {
		return true
	}
	of := f.columnsOf(b)
	return len(of) == 0 || slices.ContainsFunc(f.columnsOf(a), func(c column) bool {
		return slices.ContainsFunc(of, func(o column) bool { return o.index == c.index })
	})
}

// columnsOf returns the columns over a row, in the order in which they stand.
func (f *tableFinder) columnsOf(row foundRow) []column {
	if !row.block.grid.sheet.Lists {
		return slices.DeleteFunc(slices.Clone(row.block.columns), func(c column) bool { return c.band != row.band })
	}
	var cols []column
	for _, n := range f.listOrders[orderKey{row.block, row.band}] {
		for _, e := range f.lex.cols.leaves {
			if e.node == n {
				cols = append(cols, column{entry: e})
			}
		}
	}
	return cols
}
