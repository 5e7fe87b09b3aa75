package intake

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// placeList counts off the figures of a row that is a list, in the order of the header's columns. A list that
// is too short is read only if its totals show that the last cells are missing.
func (f *tableFinder) placeList(row foundRow, fields map[[2]*model.Node]*model.Field, spots map[*model.Field][]match) {
	b := row.block
	g := b.grid
	order := f.listColumns(b, row.band)
	if order == nil {
		return
	}
	var want []*model.Field
	for _, n := range order {
		if fd := fields[[2]*model.Node{row.node, n}]; fd != nil {
			want = append(want, fd)
		}
	}
	cells := f.listFigures(b, row, len(want))
	n, name := len(cells), f.rowName(row)
	note := func(rule string, m msg.Text) {
		f.note(b, model.Note{Rule: rule, Cell: g.addressOf(cells[0]), Found: g.text(cells[0]), Message: m})
	}
	switch {
	case n > len(want):
		note(ruleDoubt, msg.F("“%s”行有 %d 个数，而格式有 %d 列，无法确定对应关系", "row %q has %d figures for %d columns, and which is which is unclear", name, n, len(want)))
		return
	case n == 0 || n == len(want):
	case g.sheet.Gaps:
		note(ruleDoubt, msg.F("“%s”行有 %d 个数，而格式有 %d 列，文本里看不出空在哪里，无法确定对应关系",
			"row %q has %d figures for %d columns, and the text does not show which cells are empty", name, n, len(want)))
		for _, i := range cells {
			g.role[i] = roleIgnored
		}
		return
	case !f.lacksLastCells(g, cells, want):
		note(ruleDoubt, msg.F("“%s”行只有 %d 格，格式有 %d 格，无法确定缺的是哪一格，没有读取", "row %q has %d of %d cells, and which are missing is unclear; none was read", name, n, len(want)))
		return
	default:
		note(ruleShort, msg.F("“%s”行只有 %d 格，格式有 %d 格；总计与各项相符，从左到右读取，末尾缺 %d 格",
			"row %q has %d of %d cells; its totals agree with their parts, and so they were read from the left, the last %d being missing", name, n, len(want), len(want)-n))
	}
	if n == 0 && f.isEmptyRow(b, row) {
		for _, fd := range want {
			spots[fd] = append(spots[fd], match{g, row.row, 0, -1, -1, nil})
		}
	}
	for k, i := range cells {
		spots[want[k]] = append(spots[want[k]], match{g, g.cell(i).Row, g.cell(i).Col, i, -1, nil})
	}
	if n > 0 {
		b.lastRow = max(b.lastRow, g.cell(cells[n-1]).Row)
	}
}

// lacksLastCells reports whether a list that is too short lacks its last cells rather than others: a total among the
// cells that are there agrees with its parts, and the last cell is not itself the total of those before it.
func (f *tableFinder) lacksLastCells(g *grid, cells []int, want []*model.Field) bool {
	number := map[*model.Field]model.Number{}
	for k, i := range cells {
		if got, _ := Read(g.cell(i).Cell, want[k], &f.vocabulary.form.Reading); got.IsNumber() {
			number[want[k]] = got.Number
		}
	}
	agrees := false
	for k, fd := range want {
		if fd.Total == nil {
			continue
		}
		var n model.Number // sum of the parts that are there
		there, row := 0, 0 // parts that are there, and parts in this row
		for _, t := range fd.Total.Right {
			i := slices.Index(want, t.Field)
			if i >= 0 {
				row++
			}
			if i >= 0 && i < len(cells) {
				n = n.Add(number[t.Field])
				there++
			}
		}
		switch {
		case row == 0: // a sum over other rows
		case k < len(cells):
			if !number[fd].Equal(n) {
				return false
			}
			agrees = true
		case there > 1:
			last := number[want[len(cells)-1]]
			if n = n.Sub(last); last.Equal(n) && last.Sign() != 0 {
				return false // the last cell is the total itself
			}
		}
	}
	return agrees
}

// isEmptyRow reports whether nothing stands between a row's label and the next label, in a list in which empty
// cells leave no trace.
func (f *tableFinder) isEmptyRow(b *block, row foundRow) bool {
	g := b.grid
	if !g.sheet.Gaps || row.cell < 0 || !row.similarity.exact || g.rows[row.row][len(g.rows[row.row])-1] != row.cell {
		return false
	}
	below := slices.Concat(g.rows[row.row+1 : b.limit]...)
	return len(below) == 0 || f.lex.rows.has(g.labels[below[0]].core)
}

// rowName returns the label of a row, or the heading of the section where the row has none.
func (f *tableFinder) rowName(row foundRow) string {
	if row.node.Label != "" {
		return row.node.Label
	}
	return f.lex.table.Section.Heading
}

// listFigures returns the cells behind a row's label: in its row, or one on each of the next lines. Most is the
// number of columns; blanks beyond it are dropped.
func (f *tableFinder) listFigures(b *block, row foundRow, most int) []int {
	g := b.grid
	out := slices.DeleteFunc(slices.Clone(g.rows[row.row]), func(i int) bool { return i <= row.cell })
	// Merged cells leave blanks beside the figures: before them as many as there are further label columns,
	// behind them any number.
	for n := 1; n < row.band.Labels && len(out) > most && g.empty(out[0]); n++ {
		out = out[1:]
	}
	for len(out) > most && g.empty(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	for row.cell < 0 && len(out) > 0 && len(out) < most && g.empty(out[0]) {
		out = out[1:]
	}
	if row.cell >= 0 && len(out) > 0 || len(out) > 1 {
		if len(out) > 1 || len(out) == most {
			return out
		}
		if all := f.figuresBelow(b, row.row, out, most); len(all) == most {
			return all // the first cell is in the line of the label
		}
		return out
	}
	return f.figuresBelow(b, row.row, out, most)
}

// figuresBelow adds to the cells of a row those below it, one on a line or all on one line, up to a number.
func (f *tableFinder) figuresBelow(b *block, row int, cells []int, most int) []int {
	g := b.grid
	out := slices.Clone(cells)
	for r := row + 1; r < b.limit && len(out) < most; r++ {
		if len(g.rows[r]) == 0 {
			continue
		}
		if len(g.rows[r]) > 1 {
			if len(out) == 0 && len(g.rows[r]) == most && !slices.ContainsFunc(g.rows[r], func(i int) bool { return !g.isFigure[i] }) {
				return g.rows[r]
			}
			break
		}
		i := g.rows[r][0]
		if _, exact := f.lex.rows.exact[g.labels[i].core]; !g.isFigure[i] || exact && g.labels[i].core != "" {
			break
		}
		out = append(out, i)
	}
	return out
}

// listColumns returns the order of the columns in a header that is a list: level by level, each level's labels in the
// order of the headings above. It is found once for each block and band; nil if the header is incomplete.
func (f *tableFinder) listColumns(b *block, band *model.Band) []*model.Node {
	key := orderKey{b, band}
	if _, known := f.listOrders[key]; !known {
		f.listOrders[key] = f.readListHeader(b, band)
	}
	return f.listOrders[key]
}

// orderKey is a band in a block whose header is a list.
type orderKey struct {
	block *block
	band  *model.Band
}

// readListHeader returns the columns of a band in the order in which the header of a list names them.
// It returns nil and leaves a note if the header lacks labels or has more than the form, or does not tell which of
// several headings its labels belong to.
func (f *tableFinder) readListHeader(b *block, band *model.Band) []*model.Node {
	h := listHeader{finder: f, block: b, cells: f.listHeaderCells(b), children: map[*model.Node][]*model.Node{}}
	open := []openHeading{{nil, band.Columns, 0}} // those whose labels were not yet read, from left to right
	for len(open) > 0 {
		k := h.nextHeading(open)
		if k < 0 || !h.readChildren(open[k].node, open[k].nodes) {
			f.note(b, model.Note{Rule: ruleDoubt, Cell: b.grid.address(b.top, 0), Message: msg.F(
				"“%s”的列标题不全或次序不明，数字无法对应", "the column labels of %q are incomplete or out of order, and no figure can be given to a cell", f.lex.table.Section.Heading)})
			return nil
		}
		var below []openHeading
		for _, n := range h.children[open[k].node] {
			if !n.IsLeaf() {
				below = append(below, openHeading{n, n.Nodes, open[k].level + 1})
			}
		}
		open = slices.Replace(open, k, k+1, below...)
	}
	for _, i := range h.cells {
		if _, exact := f.lex.cols.exact[b.grid.labels[i].core]; exact {
			f.note(b, model.Note{Rule: ruleDoubt, Cell: b.grid.addressOf(i), Found: b.grid.text(i), Message: msg.F(
				"“%s”的列标题比格式多（如“%s”），数字无法对应", "%q has more column labels than the form, such as %q, and no figure can be given to a cell", f.lex.table.Section.Heading, brief(b.grid.text(i)))})
			return nil
		}
	}
	return h.leaves(nil)
}

// openHeading is a heading over columns, the nodes below it, and how many headings stand above it. The band itself has no
// heading.
type openHeading struct {
	node  *model.Node
	nodes []*model.Node
	level int
}

// nextHeading returns which of the headings the next label stands below, -1 if that cannot be told. A header is written
// line by line. A heading that is merged over two lines has its labels behind those of its neighbours, one that is
// not has them before those of lower levels. Where the leftmost and the highest of the headings that a label may belong
// to are not the same, the number of labels on the line shows which is meant, or all have the same labels in one order.
func (h *listHeader) nextHeading(open []openHeading) int {
	highest := func(among []int) int {
		return slices.MinFunc(among, func(x, y int) int { return open[x].level - open[y].level })
	}
	var all, named []int
	labels := 0
	for k, o := range open {
		all = append(all, k)
		if len(h.cells) > 0 && slices.ContainsFunc(o.nodes, func(n *model.Node) bool { return h.names(h.cells[0], n) }) {
			named = append(named, k)
			labels += len(o.nodes)
		}
	}
	if len(named) == 0 {
		return highest(all)
	}
	leftmost, top := named[0], highest(named)
	if leftmost == top {
		return top
	}
	line := 0
	for _, i := range h.cells {
		if h.block.grid.cell(i).Row == h.block.grid.cell(h.cells[0]).Row {
			line++
		}
	}
	switch line {
	case labels:
		return leftmost
	case len(open[top].nodes):
		return top
	}
	if h.repeats(len(open[top].nodes), labels) {
		return top
	}
	return -1
}

// repeats reports whether the next labels are the same few over and over.
func (h *listHeader) repeats(few, all int) bool {
	if all > len(h.cells) {
		return false
	}
	for k := few; k < all; k++ {
		if h.block.grid.labels[h.cells[k]].core != h.block.grid.labels[h.cells[k-few]].core {
			return false
		}
	}
	return true
}

// names reports whether the label of cell i is exactly that of a node.
func (h *listHeader) names(i int, n *model.Node) bool {
	cols, core := h.finder.lex.cols, h.block.grid.labels[i].core
	is := func(e entry) bool { return e.node == n }
	return slices.ContainsFunc(cols.exact[core], is) || slices.ContainsFunc(cols.groups[core], is)
}

// listHeaderCells returns the cells of a list's header that carry a label, in the order of reading.
// A label repeated side by side, as a filled-in merge leaves it, counts once.
func (f *tableFinder) listHeaderCells(b *block) []int {
	g := b.grid
	var out []int
	for _, i := range b.headerCells() {
		core := g.labels[i].core
		repeated := len(out) > 0 && g.cell(out[len(out)-1]).Row == g.cell(i).Row && g.labels[out[len(out)-1]].core == core
		if core != "" && !f.lex.marks[core] && !repeated {
			out = append(out, i)
		}
	}
	return out
}

// listHeader is the header of a list while it is read.
type listHeader struct {
	finder   *tableFinder
	block    *block
	cells    []int                         // labels that are not yet given to a node, in the order of reading
	children map[*model.Node][]*model.Node // the nodes below a node in the order found; those of the band under nil
}

// readChildren gives the next labels to the nodes below a parent, in whatever order they stand. It
// reports whether every node was found; a heading over all columns may be missing.
func (h *listHeader) readChildren(parent *model.Node, nodes []*model.Node) bool {
	left := slices.Clone(nodes)
	for range nodes {
		k := -1
		if len(h.cells) > 0 {
			k = slices.Index(left, h.nodeOf(h.cells[0], nodes))
		}
		switch {
		case k >= 0:
			h.block.grid.role[h.cells[0]] = roleLabel
			h.cells = h.cells[1:]
		case len(nodes) == 1 && !nodes[0].IsLeaf():
			k = 0
		default:
			return false
		}
		h.children[parent] = append(h.children[parent], left[k])
		left = slices.Delete(left, k, k+1)
	}
	return true
}

// nodeOf returns the one of neighbouring nodes that a cell's label names: exactly, or else the most similar
// one, with a note; nil if none is similar enough, or, with a note, if another is nearly as similar.
func (h *listHeader) nodeOf(i int, nodes []*model.Node) *model.Node {
	cols := h.finder.lex.cols
	core := h.block.grid.labels[i].core
	for _, n := range nodes {
		if h.names(i, n) {
			return n
		}
	}
	var best *model.Node
	score, second := 0.0, 0.0
	for _, n := range nodes {
		s := labelSimilarity(core, h.finder.vocabulary.reducer.label(n.Label).core)
		if s > score {
			best, score, second = n, s, score
		} else {
			second = max(second, s)
		}
	}
	switch {
	case score < closeEnough:
		return nil
	case score-second < margin:
		among := slices.DeleteFunc(slices.Clone(cols.leaves), func(e entry) bool { return !slices.Contains(nodes, e.node) })
		h.finder.noteDoubt(h.block, i, candidates(among, h.block.grid.labels[i]), true)
		return nil
	}
	h.finder.noteMisspelt(h.block, i, best.Label, score)
	return best
}

// leaves returns the columns below a node in the order found.
func (h *listHeader) leaves(parent *model.Node) []*model.Node {
	var out []*model.Node
	for _, n := range h.children[parent] {
		if n.IsLeaf() {
			out = append(out, n)
		} else {
			out = append(out, h.leaves(n)...)
		}
	}
	return out
}
