package intake

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// placeList counts off the figures of a row that is a list. The columns' order
// is the header's; a list that is too short lacks its last cells, if its totals
// do not say otherwise.
func (f *tableFinder) placeList(ln foundRow, fields map[[2]*model.Node]*model.Field, spots map[*model.Field][]match) {
	b := ln.block
	v := b.grid
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
		f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: msg.F(
			"“%s”行有 %d 个数，而格式有 %d 列，无法确定对应关系", "row %q has %d figures for %d columns, and which is which is unclear", f.rowName(ln), len(cells), len(want))})
		return
	}
	if n := len(cells); n > 0 && n < len(want) && v.sheet.Gaps {
		f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: msg.F(
			"“%s”行有 %d 个数，而格式有 %d 列，文本里看不出空在哪里，无法确定对应关系", "row %q has %d figures for %d columns, and the text does not show which cells are empty", f.rowName(ln), n, len(want))})
		for _, i := range cells {
			v.role[i] = roleIgnored
		}
		return
	}
	if n := len(cells); n > 0 && n < len(want) {
		name := f.rowName(ln)
		if !f.lacksLastCells(v, cells, want) {
			f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: msg.F(
				"“%s”行只有 %d 格，格式有 %d 格，无法确定缺的是哪一格，没有读取", "row %q has %d of %d cells, and which are missing is unclear; none was read", name, n, len(want))})
			return
		}
		f.note(b, model.Note{Rule: ruleShort, Cell: v.addressOf(cells[0]), Found: v.text(cells[0]), Message: msg.F(
			"“%s”行只有 %d 格，格式有 %d 格；总计与各项相符，从左到右读取，末尾缺 %d 格", "row %q has %d of %d cells; its totals agree with their parts, and so they were read from the left, the last %d being missing", name, n, len(want), len(want)-n)})
	}
	if len(cells) == 0 && f.isEmptyRow(b, ln) {
		for _, fd := range want {
			spots[fd] = append(spots[fd], match{v, ln.row, 0, -1, -1})
		}
	}
	for k, i := range cells {
		spots[want[k]] = append(spots[want[k]], match{v, v.cell(i).Row, v.cell(i).Col, i, -1})
	}
	if len(cells) > 0 {
		b.lastRow = max(b.lastRow, v.cell(cells[len(cells)-1]).Row)
	}
}

// lacksLastCells reports whether a list that is too short lacks its last cells rather
// than others: a total among the cells that are there agrees with its parts, and
// the last cell is not itself the total of those before it.
func (f *tableFinder) lacksLastCells(v *grid, cells []int, want []*model.Field) bool {
	number := map[*model.Field]model.Number{}
	for k, i := range cells {
		if got, _ := Read(v.cell(i).Cell, want[k], &f.vocabulary.form.Reading); got.IsNumber() {
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

// isEmptyRow reports whether nothing stands between a row's label and the next
// label, in a list where empty cells leave no trace.
func (f *tableFinder) isEmptyRow(b *block, ln foundRow) bool {
	v := b.grid
	if !v.sheet.Gaps || ln.cell < 0 || !ln.similarity.exact || v.rows[ln.row][len(v.rows[ln.row])-1] != ln.cell {
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

func (f *tableFinder) rowName(ln foundRow) string {
	if ln.node.Label != "" {
		return ln.node.Label
	}
	return f.lex.table.Section.Heading
}

// listFigures are the cells behind a row's label: in its row, or one on a line.
func (f *tableFinder) listFigures(b *block, ln foundRow, most int) []int {
	v := b.grid
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
		if _, exact := f.lex.rows.exact[v.labels[i].core]; !v.isFigure[i] || exact && v.labels[i].core != "" {
			break
		}
		out = append(out, i)
	}
	return out
}

// listColumns is the order of the columns in a header that is a list: level by
// level, each level's headings in the order of the level above.
func (f *tableFinder) listColumns(b *block, band *model.Band) []*model.Node {
	key := orderKey{b, band}
	order, known := f.listOrders[key]
	if !known {
		order = f.readListHeader(b, band)
		f.listOrders[key] = order
	}
	return order
}

type orderKey struct {
	block *block
	band  *model.Band
}

func (f *tableFinder) readListHeader(b *block, band *model.Band) []*model.Node {
	v := b.grid
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
		best, score := -1, closeEnough
		for k, n := range nodes {
			if n == nil {
				continue
			}
			for _, e := range append(red.leaves[:len(red.leaves):len(red.leaves)], allGroups(red)...) {
				if s := labelSimilarity(l.core, e.label.core); e.node == n && s >= score {
					best, score = k, s
				}
			}
		}
		if best >= 0 {
			f.noteMisspelt(b, i, nodes[best].Label, score)
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
					f.note(b, model.Note{Rule: ruleDoubt, Cell: v.address(b.top, 0), Message: msg.F(
						"“%s”的列标题不全或次序不明，数字无法对应", "the column labels of %q are incomplete or out of order, and no figure can be given to a cell", f.lex.table.Section.Heading)})
					return nil
				} else {
					v.role[tokens[0]] = roleLabel
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
			f.note(b, model.Note{Rule: ruleDoubt, Cell: v.addressOf(i), Found: v.text(i), Message: msg.F(
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
