package intake

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// block is a header with the rows under it: a table, a band of one, or the part of a table that goes on after a
// break.
type block struct {
	grid             *grid
	top, bottom      int // first and last row of the header
	columns          []column
	ambiguousColumns []headerLabel // labels that several headings share, with no heading above that tells which is meant
	labels           []int         // cells of the header that are labels
	left, right      int           // first and last column of the figures; not set in a list
	limit            int           // row before which the block ends
	labelsFrom       int           // first column in which row labels of the block may stand
	lastRow          int           // last row that belongs to the block
}

// column is a column of the form at the place where it was found.
type column struct {
	entry
	cell       int // cell of the label
	col, cols  int
	similarity similarity
}

// similarity says whether a label is exactly one of the form's, and if not, how similar it is.
type similarity struct {
	exact bool    // the label is the form's after reduction
	score float64 // 0 to 1
}

// exactMatch is the similarity of a label that is the form's.
var exactMatch = similarity{exact: true, score: 1}

// headerLabel is a cell that carries a known label of a column, of a heading over columns, or of a band.
type headerLabel struct {
	cell    int
	leaves  []entry
	groups  []entry
	mark    bool
	foreign bool
}

// matchHeader returns what a cell may be in a header; ok is false if it carries no known label.
func (f *tableFinder) matchHeader(g *grid, i int) (h headerLabel, ok bool) {
	l := g.labels[i]
	if l.core == "" {
		return h, false
	}
	h = headerLabel{cell: i, mark: f.lex.marks[l.core], groups: f.lex.cols.groups[l.core], leaves: f.lex.cols.exact[l.core]}
	if len(h.leaves) > 0 && l.ordinal != 0 && hasOrdinal(f.lex.rows.exact[l.core], l.ordinal) {
		h.leaves = nil // the row of totals carries a number, the column of totals none
	}
	if len(h.leaves) == 0 && l.bare != l.core {
		h.leaves = f.lex.cols.exact[l.bare]
	}
	_, h.foreign = f.lex.cols.foreign[l.core]
	return h, h.mark || h.foreign || len(h.groups) > 0 || len(h.leaves) > 0
}

// hasOrdinal reports whether one of the labels is numbered n.
func hasOrdinal(es []entry, n int) bool {
	return slices.ContainsFunc(es, func(e entry) bool { return e.label.ordinal == n })
}

// isRow reports whether a cell carries the label of a row that no column has.
func (f *tableFinder) isRow(g *grid, i int) bool {
	l := g.labels[i]
	es := f.lex.rows.exact[l.core]
	if len(es) == 0 {
		return false
	}
	_, column := f.lex.cols.exact[l.core]
	return !column || hasOrdinal(es, l.ordinal)
}

// maxGap is the largest number of empty rows within a header.
const maxGap = 8

// findBlocks finds the headers of a table in a grid: rows without figures in which labels of columns stand.
func (f *tableFinder) findBlocks(g *grid) []*block {
	var out []*block
	var hits []headerLabel
	top, bottom := 0, 0
	between := 0 // rows of other content since the last label
	leaves := false
	flush := func() {
		if b := f.newBlock(g, hits, top, bottom); b != nil {
			out = append(out, b)
		}
		hits, leaves = nil, false
	}
	for r, cells := range g.rows {
		if len(cells) == 0 {
			continue
		}
		if len(hits) > 0 && (between > 1 || r-bottom > maxGap) {
			flush()
		}
		var found []headerLabel
		row := false
		for _, i := range cells {
			if h, ok := f.matchHeader(g, i); ok {
				found = append(found, h)
			}
			row = row || f.isRow(g, i)
		}
		if g.figureCount[r] > 0 || row {
			flush()
			continue
		}
		if len(found) == 0 {
			between++
			continue
		}
		between = 0
		// A new band begins below a header that has its columns already. A corner that repeats an earlier one
		// comes from a merged cell that was filled in.
		if leaves && slices.ContainsFunc(found, func(h headerLabel) bool {
			return h.mark && !slices.ContainsFunc(hits, func(o headerLabel) bool { return o.mark && g.labels[o.cell].core == g.labels[h.cell].core })
		}) {
			flush()
		}
		if len(hits) == 0 {
			top = r
		}
		bottom = r
		for _, h := range found {
			bottom = max(bottom, f.headerEnd(g, r, h))
			leaves = leaves || len(h.leaves) > 0
		}
		hits = append(hits, found...)
	}
	flush()
	return out
}

// headerEnd returns the last row of a header that a label in row r reaches down to. A label that stands beside the rows
// of its band, as the title of a band may, ends where they begin.
func (f *tableFinder) headerEnd(g *grid, r int, h headerLabel) int {
	end := r + g.cell(h.cell).Rows - 1
	for below := r + 1; below <= min(end, r+maxGap, len(g.rows)-1); below++ {
		if g.figureCount[below] > 0 || slices.ContainsFunc(g.rows[below], func(i int) bool { return f.isRow(g, i) }) {
			return below - 1
		}
	}
	return end
}

// newBlock makes a block of the labels of neighbouring rows. It returns nil if they are too few for a header,
// which has two different columns, or one where its band has no more, or a corner.
func (f *tableFinder) newBlock(g *grid, hits []headerLabel, top, bottom int) *block {
	different := map[string]bool{}
	alone, marked := false, false
	for _, h := range hits {
		marked = marked || h.mark
		for _, e := range h.leaves {
			different[e.label.core] = true
			alone = alone || len(model.Leaves(e.band.Columns)) == 1
		}
	}
	if len(different) < 2 && !alone && !marked {
		return nil
	}
	b := &block{grid: g, top: top, bottom: bottom}
	if !g.sheet.Lists {
		hits = f.misspeltHeadings(b, hits)
	}
	for k, es := range f.resolveColumns(g, hits) {
		h := hits[k]
		b.labels = append(b.labels, h.cell)
		if len(es) == 0 && len(h.leaves) > 0 {
			b.ambiguousColumns = append(b.ambiguousColumns, h)
		}
		cell := g.cell(h.cell)
		sure := len(f.lex.cols.exact[g.labels[h.cell].core]) > 0
		for _, e := range es {
			col := column{entry: e, cell: h.cell, col: cell.Col, cols: cell.Cols, similarity: exactMatch}
			if !sure {
				col.similarity = similarity{score: 0.95} // a word in brackets was added
			} else if e.variant && !slices.ContainsFunc(f.lex.cols.leaves, func(o entry) bool { return o.node == e.node && o.label.core == g.labels[h.cell].core }) {
				col.similarity = similarity{score: 0.9}
			}
			b.columns = append(b.columns, col)
		}
	}
	if !g.sheet.Lists {
		f.misspeltColumns(b, hits)
	}
	b.sortColumns()
	if len(b.columns)+len(b.ambiguousColumns) == 0 || !g.sheet.Lists && b.isUpright() {
		return nil
	}
	return b
}

// isUpright reports whether the labels stand one under the other, so that they head no columns: rows and
// columns of the table were exchanged.
func (b *block) isUpright() bool {
	for i := 1; i < len(b.columns); i++ {
		if x, y := b.columns[i-1], b.columns[i]; x.col == y.col && x.band == y.band && x.node != y.node {
			return true
		}
	}
	for i := 1; i < len(b.ambiguousColumns); i++ {
		if x, y := b.ambiguousColumns[i-1], b.ambiguousColumns[i]; b.grid.cell(x.cell).Col == b.grid.cell(y.cell).Col && x.leaves[0].label.core != y.leaves[0].label.core {
			return true
		}
	}
	return false
}

// resolveColumns decides for each label of a header which column it is, by the headings above it, since several
// headings have columns of the same label. A heading covers the columns it spans; a label that no heading
// covers, because merges were changed, belongs to the nearest heading on its left that still lacks it.
func (f *tableFinder) resolveColumns(g *grid, hits []headerLabel) [][]entry {
	out := make([][]entry, len(hits))
	taken := map[*model.Node]bool{}
	for _, covering := range []bool{true, false} {
		for k, h := range hits {
			if len(h.leaves) == 0 || len(out[k]) > 0 {
				continue
			}
			out[k] = f.columnsUnderHeading(g, h, hits, covering, taken)
			for _, e := range out[k] {
				taken[e.node] = true
			}
		}
	}
	if !g.sheet.Lists && slices.ContainsFunc(hits, func(group headerLabel) bool { return isContradicted(g, group, hits, out) }) {
		for k, h := range hits {
			if needsHeading(h) {
				out[k] = nil
			}
		}
	}
	return out
}

// isContradicted reports whether a heading stands over columns of which none was given to it, since a heading below it
// says another. Programs that drop merges over rows move the headings of a row to the left, over columns that are not
// theirs, and then none of the headings tells what its columns are.
func isContradicted(g *grid, group headerLabel, hits []headerLabel, columns [][]entry) bool {
	if len(group.groups) == 0 {
		return false
	}
	above := g.cell(group.cell)
	contradicted := false
	for k, h := range hits {
		cell := g.cell(h.cell)
		if !needsHeading(h) || len(columns[k]) == 0 || cell.Row <= above.Row || cell.Col < above.Col || cell.Col >= above.Col+above.Cols {
			continue
		}
		if slices.ContainsFunc(columns[k], func(e entry) bool {
			return slices.ContainsFunc(group.groups, func(o entry) bool { return slices.Contains(e.node.Ancestors(), o.node) })
		}) {
			return false
		}
		contradicted = true
	}
	return contradicted
}

// needsHeading reports whether several columns of one band have a label, so that a heading must tell which is meant.
func needsHeading(h headerLabel) bool {
	for i, e := range h.leaves {
		if slices.ContainsFunc(h.leaves[:i], func(o entry) bool { return o.band == e.band }) {
			return true
		}
	}
	return false
}

// columnsUnderHeading returns the columns a label may be under the nearest heading above or left of it; nil if
// that leaves none or several. With covering, only headings that span the label's column count; without,
// columns that are taken are left out.
func (f *tableFinder) columnsUnderHeading(g *grid, h headerLabel, hits []headerLabel, covering bool, taken map[*model.Node]bool) []entry {
	if !needsHeading(h) || g.sheet.Lists {
		return h.leaves // in a list the order decides, see listColumns
	}
	cell := g.cell(h.cell)
	var best *headerLabel
	for i, group := range hits {
		if len(group.groups) == 0 {
			continue
		}
		gc := g.cell(group.cell)
		if gc.Row > cell.Row || gc.Row == cell.Row && gc.Col >= cell.Col || gc.Col > cell.Col || covering && gc.Cols > 1 && gc.Col+gc.Cols <= cell.Col {
			continue
		}
		if best == nil || gc.Row > g.cell(best.cell).Row && gc.Col >= g.cell(best.cell).Col || gc.Col > g.cell(best.cell).Col {
			best = &hits[i]
		}
	}
	if best == nil {
		return nil
	}
	out := slices.DeleteFunc(slices.Clone(h.leaves), func(e entry) bool {
		return !covering && taken[e.node] || !slices.ContainsFunc(best.groups, func(group entry) bool { return slices.Contains(e.node.Ancestors(), group.node) })
	})
	if len(out) > 1 {
		return nil
	}
	return out
}

// misspeltHeadings adds headings over columns that are missing and that a misspelt label is similar to.
func (f *tableFinder) misspeltHeadings(b *block, hits []headerLabel) []headerLabel {
	g := b.grid
	found := map[*model.Node]bool{}
	for _, h := range hits {
		for _, group := range h.groups {
			found[group.node] = true
		}
	}
	for _, i := range b.headerCells() {
		l := g.labels[i]
		if hasCell(hits, i) || l.core == "" || f.isRow(g, i) {
			continue
		}
		best, second := headerLabel{cell: i}, 0.0
		score := 0.0
		for core, gs := range f.lex.cols.groups {
			s := max(labelSimilarity(l.core, core), labelSimilarity(l.bare, core))
			switch {
			case s > score:
				score, second, best.groups = s, score, gs
			case s > second:
				second = s
			}
		}
		for core := range f.lex.cols.exact {
			second = max(second, labelSimilarity(l.core, core))
		}
		if score >= closeEnough && score-second >= margin && !found[best.groups[0].node] {
			f.noteMisspelt(b, i, best.groups[0].node.Label, score)
			hits = append(hits, best)
		}
	}
	sorting.By(hits, func(x, y headerLabel) int { return x.cell - y.cell })
	return hits
}

// misspeltColumns gives the texts of a header that are no label of the form to the most similar column that is
// still missing.
func (f *tableFinder) misspeltColumns(b *block, hits []headerLabel) {
	g := b.grid
	groups := slices.DeleteFunc(slices.Clone(hits), func(h headerLabel) bool { return len(h.groups) == 0 })
	for _, i := range b.headerCells() {
		l := g.labels[i]
		if hasCell(hits, i) || l.core == "" || g.empty(i) || f.isRow(g, i) || f.vocabulary.bandOf[l.core] != nil {
			continue // with a band, it is another table's, or a heading
		}
		h := headerLabel{cell: i}
		best, second := 0.0, 0.0
		for _, e := range f.lex.cols.leaves {
			if slices.ContainsFunc(b.columns, func(c column) bool { return c.node == e.node && c.similarity.exact }) {
				continue
			}
			s := max(labelSimilarity(l.core, e.label.core), labelSimilarity(l.bare, e.label.bare))
			if s >= doubtful {
				s += 0.08 * float64(b.adjacentColumns(g.cell(i), e))
			}
			switch {
			case s > best && len(h.leaves) > 0 && h.leaves[0].label.core != e.label.core:
				second, best, h.leaves = best, s, []entry{e}
			case s > best:
				best, h.leaves = s, []entry{e}
			case s == best && len(h.leaves) > 0 && h.leaves[0].label.core == e.label.core:
				h.leaves = append(h.leaves, e)
			case s > second:
				second = s
			}
		}
		for core := range f.lex.cols.groups {
			second = max(second, labelSimilarity(l.core, core))
		}
		if best < doubtful {
			continue
		}
		if best < closeEnough || best-second < margin {
			f.noteDoubt(b, i, candidates(f.lex.cols.leaves, l), true)
			continue
		}
		cell := g.cell(i)
		for _, e := range f.resolveColumns(g, append(groups[:len(groups):len(groups)], h))[len(groups)] {
			b.columns = append(b.columns, column{entry: e, cell: i, col: cell.Col, cols: cell.Cols, similarity: similarity{score: best}})
		}
	}
}

// headerCells returns the cells in the rows of the header.
func (b *block) headerCells() []int {
	return slices.Concat(b.grid.rows[b.top:min(b.bottom+1, len(b.grid.rows))]...)
}

// hasCell reports whether one of the labels stands in cell i.
func hasCell(hits []headerLabel, i int) bool {
	return slices.ContainsFunc(hits, func(h headerLabel) bool { return h.cell == i })
}

// adjacentColumns counts the columns beside a cell, 0 to 2, that are neighbours of a column in the form as well.
func (b *block) adjacentColumns(cell *Found, e entry) int {
	n := 0
	for _, o := range b.columns {
		before, after := o.index == e.index-1 && o.col+o.cols == cell.Col, o.index == e.index+1 && o.col == cell.Col+cell.Cols
		if o.band == e.band && o.similarity.exact && (before || after) {
			n++
		}
	}
	return n
}

// sortColumns sorts the columns from left to right and sets the bounds of the block.
func (b *block) sortColumns() {
	sorting.By(b.columns, func(x, y column) int {
		return cmp.Or(x.col-y.col, b.grid.cell(x.cell).Row-b.grid.cell(y.cell).Row)
	})
	b.left, b.right = 1<<30, -1
	for _, c := range b.columns {
		b.left, b.right = min(b.left, c.col), max(b.right, c.col+c.cols-1)
	}
}
