package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
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

// Locate crosses rows with columns.
func (f *finder) locate() {
	fields := map[[2]*model.Node]*model.Field{}
	for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
		fields[[2]*model.Node{fd.Row, fd.Column}] = fd
	}
	// A label that is the form's goes before one that only resembles it.
	slices.SortStableFunc(f.lines, func(a, b line) int {
		if a.near.sure != b.near.sure {
			if a.near.sure {
				return -1
			}
			return 1
		}
		return 0
	})
	spots := map[*block]map[*model.Field][]spot{}
	for _, ln := range f.lines {
		if spots[ln.block] == nil {
			spots[ln.block] = map[*model.Field][]spot{}
		}
		if ln.block.view.sheet.Lists {
			f.locateList(ln, fields, spots[ln.block])
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
			if s := f.cross(ln, c, fd); s.found() {
				s.head = c.cell
				spots[ln.block][fd] = append(spots[ln.block][fd], s)
			}
		}
	}
	for _, b := range f.parts {
		f.found[b] = f.decide(b, spots[b])
	}
}

// Cross is the cell where a row meets a column. Cells that were merged, or that
// a document's table cuts otherwise than its header, are matched by overlap.
func (f *finder) cross(ln line, c column, fd *model.Field) spot {
	v := ln.block.view
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
		return f.crossCut(ln, c, over)
	}
	switch {
	case len(full) == 1:
		vc := v.cell(full[0])
		return spot{v, vc.Row, vc.Col, full[0], -1}
	case len(full) == 0:
		s := spot{v, ln.row, c.col, -1, -1}
		if i := v.at(ln.row, c.col); i >= 0 {
			s.cell = i
		}
		return s
	}
	if f.crowded[v.addressOf(c.cell)] {
		return spot{} // said of the first row
	}
	f.crowded[v.addressOf(c.cell)] = true
	f.note(ln.block, model.Note{Rule: ruleDoubt, Field: fd.ID, Cell: v.addressOf(full[0]), Found: v.text(full[0]) + " " + v.text(full[1]), Message: say.F(
		"“%s”的位置上有 %d 个内容（%s、%s），无法确定取哪一个", "%q has %d contents (%s, %s), and which one counts is unclear", fd.Label(), len(full), brief(v.text(full[0])), brief(v.text(full[1])))})
	return spot{}
}

// CrossCut picks, in a table whose cells are all there, the cell that lies under
// a column: the one that overlaps it most. Where rows are cut so differently
// that two columns share a cell, the cells are counted off instead, if there are
// just as many as columns.
func (f *finder) crossCut(ln line, c column, over []int) spot {
	v := ln.block.view
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
		return spot{v, v.cell(best).Row, v.cell(best).Col, best, -1}
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
		return spot{}
	}
	k := slices.IndexFunc(cols, func(k int) bool { return ln.block.columns[k].node == c.node })
	return spot{v, v.cell(cells[k]).Row, v.cell(cells[k]).Col, cells[k], -1}
}

// LocateList counts off the figures of a row that is a list. The columns' order
// is the header's; a list that is too short lacks its last cells, if its totals
// do not say otherwise.
func (f *finder) locateList(ln line, fields map[[2]*model.Node]*model.Field, spots map[*model.Field][]spot) {
	b := ln.block
	v := b.view
	order := f.listColumns(b, ln.band)
	if order == nil {
		return
	}
	var want []*model.Field
	for _, n := range order {
		if fd := fields[[2]*model.Node{ln.node, n}]; fd != nil {
			want = append(want, fd)
		}
	}
	cells := f.listFigures(b, ln, len(want))
	if len(cells) > len(want) {
		f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: say.F(
			"“%s”行有 %d 个数，而格式有 %d 列，无法确定对应关系", "row %q has %d figures for %d columns, and which is which is unclear", f.rowName(ln), len(cells), len(want))})
		return
	}
	if n := len(cells); n > 0 && n < len(want) && v.sheet.Gaps {
		f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: say.F(
			"“%s”行有 %d 个数，而格式有 %d 列，文本里看不出空在哪里，无法确定对应关系", "row %q has %d figures for %d columns, and the text does not show which cells are empty", f.rowName(ln), n, len(want))})
		for _, i := range cells {
			v.role[i] = isKnown
		}
		return
	}
	if n := len(cells); n > 0 && n < len(want) {
		name := f.rowName(ln)
		if !f.leftOut(v, cells, want) {
			f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: say.F(
				"“%s”行只有 %d 格，格式有 %d 格，无法确定缺的是哪一格，没有读取", "row %q has %d of %d cells, and which are missing is unclear; none was read", name, n, len(want))})
			return
		}
		f.note(b, model.Note{Rule: ruleShort, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: say.F(
			"“%s”行只有 %d 格，格式有 %d 格；总计与各项相符，从左到右读取，末尾缺 %d 格", "row %q has %d of %d cells; its totals agree with their parts, and so they were read from the left, the last %d being missing", name, n, len(want), len(want)-n)})
	}
	if len(cells) == 0 && f.leftEmpty(b, ln) {
		for _, fd := range want {
			spots[fd] = append(spots[fd], spot{v, ln.row, 0, -1, -1})
		}
	}
	for k, i := range cells {
		spots[want[k]] = append(spots[want[k]], spot{v, v.cell(i).Row, v.cell(i).Col, i, -1})
	}
	if len(cells) > 0 {
		b.last = max(b.last, v.cell(cells[len(cells)-1]).Row)
	}
}

// LeftOut reports whether a list that is too short lacks its last cells rather
// than others: a total among the cells that are there agrees with its parts, and
// the last cell is not itself the total of those before it.
func (f *finder) leftOut(v *view, cells []int, want []*model.Field) bool {
	number := map[*model.Field]model.Number{}
	for k, i := range cells {
		if got, _ := Read(v.cell(i).Cell, want[k], &f.words.form.Reading); got.IsNumber() {
			number[want[k]] = got.Number
		}
	}
	sum := func(fd *model.Field) (model.Number, int) {
		var n model.Number
		there := 0
		for _, t := range fd.Total.Right {
			if i := slices.Index(want, t.Field); i >= 0 && i < len(cells) {
				n = n.Add(number[t.Field])
				there++
			}
		}
		return n, there
	}
	agrees := false
	for k, fd := range want {
		if fd.Total == nil {
			continue
		}
		n, there := sum(fd)
		switch {
		case k < len(cells):
			if !number[fd].Equal(n) {
				return false
			}
			agrees = true
		case there > 1:
			last := number[want[len(cells)-1]]
			if n = n.Sub(last); last.Equal(n) && last.Sign() != 0 {
				return false // it is the total
			}
		}
	}
	return agrees
}

// LeftEmpty reports whether nothing stands between a row's label and the next
// label, in a list where empty cells leave no trace.
func (f *finder) leftEmpty(b *block, ln line) bool {
	v := b.view
	if !v.sheet.Gaps || ln.cell < 0 || !ln.near.sure || v.rows[ln.row][len(v.rows[ln.row])-1] != ln.cell {
		return false
	}
	for r := ln.row + 1; r < b.limit; r++ {
		for _, i := range v.rows[r] {
			core := v.labels[i].core
			_, row := f.lex.rows.exact[core]
			_, group := f.lex.rows.groups[core]
			return core != "" && (row || group)
		}
	}
	return true
}

func (f *finder) rowName(ln line) string {
	if ln.node.Label != "" {
		return ln.node.Label
	}
	return f.lex.table.Section.Heading
}

// ListFigures are the cells behind a row's label: in its row, or one on a line.
func (f *finder) listFigures(b *block, ln line, most int) []int {
	v := b.view
	var out []int
	for _, i := range v.rows[ln.row] {
		if i > ln.cell {
			out = append(out, i)
		}
	}
	// Blanks beside the figures are what merged cells leave behind: before them as
	// many as there are further label columns, behind them any number.
	for n := 1; n < ln.band.Labels && len(out) > most && v.empty(out[0]); n++ {
		out = out[1:]
	}
	for len(out) > most && v.empty(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	if ln.cell < 0 && len(out) > 0 && len(out) < most {
		for len(out) > 0 && v.empty(out[0]) {
			out = out[1:]
		}
	}
	if ln.cell >= 0 && len(out) > 0 || len(out) > 1 {
		return out
	}
	for r := ln.row + 1; r < b.limit && len(out) < most; r++ {
		if len(v.rows[r]) != 1 {
			if len(v.rows[r]) == 0 {
				continue
			}
			break
		}
		i := v.rows[r][0]
		if _, exact := f.lex.rows.exact[v.labels[i].core]; !v.figure[i] || exact && v.labels[i].core != "" {
			break
		}
		out = append(out, i)
	}
	return out
}

// ListColumns is the order of the columns in a header that is a list: level by
// level, each level's headings in the order of the level above.
func (f *finder) listColumns(b *block, band *model.Band) []*model.Node {
	key := orderKey{b, band}
	order, known := f.orders[key]
	if !known {
		order = f.countColumns(b, band)
		f.orders[key] = order
	}
	return order
}

type orderKey struct {
	block *block
	band  *model.Band
}

func (f *finder) countColumns(b *block, band *model.Band) []*model.Node {
	v := b.view
	var tokens []int
	for r := b.top; r <= b.bottom && r < len(v.rows); r++ {
		for _, i := range v.rows[r] {
			l := v.labels[i]
			repeated := len(tokens) > 0 && v.cell(tokens[len(tokens)-1]).Row == r && v.labels[tokens[len(tokens)-1]].core == l.core
			if l.core != "" && !f.lex.marks[l.core] && !repeated {
				tokens = append(tokens, i)
			}
		}
	}
	red := f.lex.cols
	match := func(i int, nodes []*model.Node) int {
		l := v.labels[i]
		for k, n := range nodes {
			if n == nil {
				continue
			}
			if slices.ContainsFunc(red.exact[l.core], func(e entry) bool { return e.node == n }) || slices.ContainsFunc(red.groups[l.core], func(e entry) bool { return e.node == n }) {
				return k
			}
		}
		best, score := -1, close
		for k, n := range nodes {
			if n == nil {
				continue
			}
			for _, e := range append(red.leaves[:len(red.leaves):len(red.leaves)], groupsOf(red)...) {
				if s := alike(l.core, e.label.core); e.node == n && s >= score {
					best, score = k, s
				}
			}
		}
		if best >= 0 {
			f.closeLabel(b, i, nodes[best].Label, score)
		}
		return best
	}
	level := [][]*model.Node{slices.Clone(band.Columns)}
	parents := []*model.Node{nil}
	found := map[*model.Node][]*model.Node{}
	for len(level) > 0 {
		var nextLevel [][]*model.Node
		var nextParents []*model.Node
		for g, nodes := range level {
			rest := slices.Clone(nodes)
			for range nodes {
				k := -1
				if len(tokens) > 0 {
					k = match(tokens[0], rest)
				}
				if k < 0 && len(nodes) == 1 && !nodes[0].IsLeaf() {
					k = 0 // a heading over all columns says nothing
				} else if k < 0 {
					f.note(b, model.Note{Rule: ruleDoubt, Cell: v.address(b.top, 0), Message: say.F(
						"“%s”的列标题不全或次序不明，数字无法对应", "the column labels of %q are incomplete or out of order, and no figure can be given to a cell", f.lex.table.Section.Heading)})
					return nil
				} else {
					v.role[tokens[0]] = isLabel
					tokens = tokens[1:]
				}
				n := rest[k]
				rest[k] = nil
				found[parents[g]] = append(found[parents[g]], n)
				if !n.IsLeaf() {
					nextLevel, nextParents = append(nextLevel, slices.Clone(n.Nodes)), append(nextParents, n)
				}
			}
		}
		level, parents = nextLevel, nextParents
	}
	for _, i := range tokens {
		if _, exact := red.exact[v.labels[i].core]; exact {
			f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(i), Found: v.text(i), Message: say.F(
				"“%s”的列标题比格式多（如“%s”），数字无法对应", "%q has more column labels than the form, such as %q, and no figure can be given to a cell", f.lex.table.Section.Heading, brief(v.text(i)))})
			return nil
		}
	}
	var order []*model.Node
	var walk func(*model.Node)
	walk = func(n *model.Node) {
		for _, m := range found[n] {
			if m.IsLeaf() {
				order = append(order, m)
			} else {
				walk(m)
			}
		}
	}
	walk(nil)
	return order
}

func groupsOf(a axis) []entry {
	var out []entry
	for _, es := range a.groups {
		out = append(out, es...)
	}
	return out
}

func (f *finder) closeLabel(b *block, i int, want string, score float64) {
	v := b.view
	n := model.Note{Rule: ruleLabel, Cell: v.addressOf(i), Found: v.text(i), Read: want, Message: say.F(
		"标签“%s”读作“%s”（相近程度 %d %%）", "the label %q was read as %q (%d %% alike)", brief(v.text(i)), want, int(100*score+0.5))}
	if at := (place{v.nth, v.cell(i).Row, v.cell(i).Col}); !f.near[at] {
		f.near[at] = true
		f.note(b, n)
	}
}

// Decide settles fields that were found more than once in a block: the same
// figure twice is one, a blank gives way, and of different figures none is taken.
func (f *finder) decide(b *block, spots map[*model.Field][]spot) map[*model.Field]spot {
	type clash struct {
		row  *model.Node
		a, b spot
	}
	var clashes []clash
	out := make(map[*model.Field]spot, len(spots))
	for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
		found := spots[fd]
		if len(found) == 0 {
			continue
		}
		kept := found[:1:1]
		for _, s := range found[1:] {
			switch last := kept[len(kept)-1]; {
			case s.blank(), s.view == last.view && s.cell == last.cell && s.cell >= 0:
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
		f.note(b, model.Note{Rule: ruleDoubt, Cell: c.a.address(), Found: c.a.text(), Message: say.F(
			"“%s”出现了不止一次且数字不同（%s 为 %s，%s 为 %s），无法确定以哪一处为准", "%q is there more than once with different figures (%s has %s, %s has %s), and which one counts is unclear",
			name, c.a.address(), brief(c.a.text()), c.b.address(), brief(c.b.text()))})
		if i == 0 && len(clashes) > few {
			break
		}
	}
	return out
}

func (s spot) blank() bool { return s.cell < 0 || s.view.empty(s.cell) }

func (s spot) text() string {
	if s.cell < 0 {
		return ""
	}
	return strings.TrimSpace(s.view.text(s.cell))
}

// Place is a cell of a sheet.
type place struct{ sheet, row, col int }

func (s spot) at() place {
	if s.view.turned != nil {
		return place{s.view.index, s.col, s.row}
	}
	return place{s.view.index, s.row, s.col}
}

func (s spot) address() string {
	if s.cell >= 0 {
		return s.view.addressOf(s.cell)
	}
	return s.view.address(s.row, s.col)
}
