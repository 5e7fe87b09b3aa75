package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Rules whose notes finding gives.
const (
	ruleLabel = "FORM-LABEL"
	ruleDoubt = "FORM-DOUBT"
	ruleOrder = "FORM-ORDER"
	ruleExtra = "FORM-EXTRA"
	ruleTable = "FORM-TABLE"
	ruleShort = "FORM-SHORT"
)

// placeFields crosses rows with columns.
func (f *tableFinder) placeFields() {
	fields := map[[2]*model.Node]*model.Field{}
	for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
		fields[[2]*model.Node{fd.Row, fd.Column}] = fd
	}
	// A label that is the form's goes before one that only resembles it.
	slices.SortStableFunc(f.rows, func(a, b foundRow) int {
		if a.similarity.exact != b.similarity.exact {
			if a.similarity.exact {
				return -1
			}
			return 1
		}
		return 0
	})
	spots := map[*block]map[*model.Field][]match{}
	for _, ln := range f.rows {
		if spots[ln.block] == nil {
			spots[ln.block] = map[*model.Field][]match{}
		}
		if ln.block.grid.sheet.Lists {
			f.placeList(ln, fields, spots[ln.block])
			continue
		}
		columns := ln.block.columns
		if len(ln.columns) > 0 {
			columns = ln.columns
		}
		for _, c := range columns {
			fd := fields[[2]*model.Node{ln.node, c.node}]
			if fd == nil {
				continue
			}
			if s := f.intersect(ln, c, fd); s.found() {
				s.header = c.cell
				spots[ln.block][fd] = append(spots[ln.block][fd], s)
			}
		}
	}
	for _, b := range f.blocks {
		f.found[b] = f.dropClashes(b, spots[b])
	}
}

// intersect is the cell where a row meets a column. Cells that were merged, or that
// a document's table cuts otherwise than its header, are matched by overlap.
func (f *tableFinder) intersect(ln foundRow, c column, fd *model.Field) match {
	v := ln.block.grid
	rows := 1
	if ln.cell >= 0 {
		rows = v.cell(ln.cell).Rows
	}
	var over, full []int
	for r := ln.row; r < ln.row+rows && r < len(v.rows); r++ {
		for _, i := range v.rows[r] {
			if vc := v.cell(i); vc.Col < c.col+c.cols && c.col < vc.Col+vc.Cols && vc.Col >= ln.block.left-1 && i != ln.cell {
				over = append(over, i)
				if !v.empty(i) {
					full = append(full, i)
				}
			}
		}
	}
	if v.sheet.Complete {
		return f.intersectByOverlap(ln, c, over)
	}
	switch {
	case len(full) == 1:
		vc := v.cell(full[0])
		return match{v, vc.Row, vc.Col, full[0], -1}
	case len(full) == 0:
		s := match{v, ln.row, c.col, -1, -1}
		if i := v.at(ln.row, c.col); i >= 0 {
			s.cell = i
		}
		return s
	}
	if f.crowdedColumns[v.addressOf(c.cell)] {
		return match{} // said of the first row
	}
	f.crowdedColumns[v.addressOf(c.cell)] = true
	f.note(ln.block, model.Note{Rule: ruleDoubt, Field: fd.ID, Cell: v.addressOf(full[0]), Found: v.text(full[0]) + " " + v.text(full[1]), Message: msg.F(
		"“%s”的位置上有 %d 个内容（%s、%s），无法确定取哪一个", "%q has %d contents (%s, %s), and which one counts is unclear", fd.Label(), len(full), brief(v.text(full[0])), brief(v.text(full[1])))})
	return match{}
}

// intersectByOverlap picks, in a table whose cells are all there, the cell that lies under
// a column: the one that overlaps it most. Where rows are cut so differently
// that two columns share a cell, the cells are counted off instead, if there are
// just as many as columns.
func (f *tableFinder) intersectByOverlap(ln foundRow, c column, over []int) match {
	v := ln.block.grid
	best, width := -1, 0
	for _, i := range over {
		vc := v.cell(i)
		if w := min(vc.Col+vc.Cols, c.col+c.cols) - max(vc.Col, c.col); w > width {
			best, width = i, w
		}
	}
	shared := best >= 0 && slices.ContainsFunc(ln.block.columns, func(o column) bool {
		vc := v.cell(best)
		return o.cell != c.cell && o.band == c.band && vc.Col < o.col+o.cols && o.col < vc.Col+vc.Cols &&
			min(vc.Col+vc.Cols, o.col+o.cols)-max(vc.Col, o.col) >= width
	})
	if best >= 0 && !shared {
		return match{v, v.cell(best).Row, v.cell(best).Col, best, -1}
	}
	var cells, cols []int
	for _, i := range v.rows[ln.row] {
		if i > ln.cell && v.cell(i).Col >= ln.block.left-1 {
			cells = append(cells, i)
		}
	}
	for k, o := range ln.block.columns {
		if o.band == c.band {
			cols = append(cols, k)
		}
	}
	if !shared || len(cells) != len(cols) {
		return match{}
	}
	k := slices.IndexFunc(cols, func(k int) bool { return ln.block.columns[k].node == c.node })
	return match{v, v.cell(cells[k]).Row, v.cell(cells[k]).Col, cells[k], -1}
}

func allGroups(a axis) []entry {
	var out []entry
	for _, es := range a.groups {
		out = append(out, es...)
	}
	return out
}

func (f *tableFinder) noteMisspelt(b *block, i int, want string, score float64) {
	v := b.grid
	n := model.Note{Rule: ruleLabel, Cell: v.addressOf(i), Found: v.text(i), Read: want, Message: msg.F(
		"标签“%s”读作“%s”（相近程度 %d %%）", "the label %q was read as %q (%d %% alike)", brief(v.text(i)), want, int(100*score+0.5))}
	if at := (sheetPosition{v.number, v.cell(i).Row, v.cell(i).Col}); !f.notedLabels[at] {
		f.notedLabels[at] = true
		f.note(b, n)
	}
}

// dropClashes settles fields that were found more than once in a block: the same
// figure twice is one, a blank gives way, and of different figures none is taken.
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
		for _, s := range found[1:] {
			switch last := kept[len(kept)-1]; {
			case s.blank(), s.grid == last.grid && s.cell == last.cell && s.cell >= 0:
			case last.blank():
				kept[len(kept)-1] = s
			case s.text() != last.text():
				kept = append(kept, s)
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

func (s match) blank() bool { return s.cell < 0 || s.grid.empty(s.cell) }

func (s match) text() string {
	if s.cell < 0 {
		return ""
	}
	return strings.TrimSpace(s.grid.text(s.cell))
}

// sheetPosition is a cell of a sheet.
type sheetPosition struct{ sheet, row, col int }

func (s match) position() sheetPosition {
	if s.grid.turnedFrom != nil {
		return sheetPosition{s.grid.sheetIndex, s.col, s.row}
	}
	return sheetPosition{s.grid.sheetIndex, s.row, s.col}
}

func (s match) address() string {
	if s.cell >= 0 {
		return s.grid.addressOf(s.cell)
	}
	return s.grid.address(s.row, s.col)
}
