package pdf

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/internal/intake"
)

// placeCells gives the cells of a table their columns. Cells that span rows push later cells to the right. A row that
// has fewer cells than the others lacks some: browsers give no tag to an empty cell. Its cells are placed by where
// they stand on the page, and the empty cells are added. The rows where that cannot be told are returned.
func (r *reader) placeCells(lines [][]*tableCell) map[int]bool {
	doubtful := map[int]bool{}
	taken := make([]map[int]bool, len(lines)) // columns that cells of rows above go over, by row
	for i := range taken {
		taken[i] = map[int]bool{}
	}
	widths := make([]int, len(lines))
	room := 4 * r.limits.Cells
	for i, cells := range lines {
		col := 0
		for _, c := range cells {
			for taken[i][col] {
				col++
			}
			c.col, c.rows = col, min(c.rows, len(lines)-i)
			for below := 1; below < c.rows; below++ {
				for k := range c.cols {
					taken[i+below][col+k] = true
				}
			}
			if room -= (c.rows - 1) * c.cols; room < 0 {
				r.refuse(tooMuch)
				return nil
			}
			col += c.cols
		}
		for taken[i][col] {
			col++
		}
		widths[i] = col
	}
	width, edges, ruled := r.columns(lines, widths)
	for i, cells := range lines {
		switch {
		case len(cells) == 0:
		case widths[i] == width:
			for _, c := range cells {
				c.elsewhere = ruled && standsElsewhere(c, edges)
				doubtful[i] = doubtful[i] || c.elsewhere
			}
		case widths[i] > width && fold(cells, edges, width):
			lines[i] = cells[:len(cells)-surplus(cells, width)]
		case edges == nil || !placeByEdges(cells, edges, taken[i]):
			doubtful[i] = true
		default:
			lines[i] = withEmpty(cells, taken[i], width)
		}
	}
	return doubtful
}

// columns returns the number of columns of a table and where they stand on the page; ruled says that rulings tell. The
// largest number counts whose rows agree, first by the rulings about their cells, then by their texts alone. Without
// any the largest number of columns is returned.
func (r *reader) columns(lines [][]*tableCell, widths []int) (width int, columns []column, ruled bool) {
	sizes := slices.Compact(slices.Sorted(slices.Values(widths)))
	slices.Reverse(sizes)
	for _, ruled := range []bool{true, false} {
		if !ruled && len(sizes) < 2 {
			break // no cell needs to be placed
		}
		for _, cells := range lines {
			for _, c := range cells {
				if ruled {
					c.x0, c.x1, c.placed = r.walls(c)
				} else {
					c.x0, c.x1, c.placed = c.extent()
				}
			}
		}
		for _, size := range sizes {
			var columns []column
			if ruled {
				columns = ruledColumns(lines, widths, size)
			} else {
				columns = textColumns(lines, widths, size)
			}
			if columns != nil {
				return size, columns, ruled
			}
		}
	}
	return append(sizes, 0)[0], nil, false
}

// column is where a column of a table stands on the page: between rulings, or where its texts are.
type column struct{ x0, x1 float64 }

// ruledColumns returns between which rulings the columns stand of a table whose whole rows have a number of columns;
// nil if the rows do not agree.
func ruledColumns(lines [][]*tableCell, widths []int, width int) []column {
	places := make([][]float64, width+1) // of the edges, as each cell has them
	for i, cells := range lines {
		for _, c := range cells {
			if end := c.col + c.cols; widths[i] == width && c.placed && end <= width {
				places[c.col], places[end] = append(places[c.col], c.x0), append(places[end], c.x1)
			}
		}
	}
	edges := make([]float64, width+1)
	for i, all := range places {
		edges[i] = math.NaN()
		if len(all) == 0 {
			continue
		}
		slices.Sort(all)
		edges[i] = all[len(all)/2]
		agree := 0
		for _, x := range all {
			if abs(x-edges[i]) <= near {
				agree++
			}
		}
		if 4*agree < 3*len(all) {
			return nil
		}
	}
	if width == 0 || !supplyEdges(edges, lines) {
		return nil
	}
	out := make([]column, width)
	for i := range out {
		if out[i] = (column{edges[i], edges[i+1]}); out[i].x1 <= out[i].x0 {
			return nil
		}
	}
	return out
}

// textColumns returns from where to where the texts of the columns go of a table whose whole rows have a number of
// columns; nil if a column has no text or two overlap.
func textColumns(lines [][]*tableCell, widths []int, width int) []column {
	out := make([]column, width)
	for i := range out {
		out[i] = column{math.Inf(1), math.Inf(-1)}
	}
	for i, cells := range lines {
		for _, c := range cells {
			if widths[i] == width && c.placed && c.cols == 1 && c.col < width {
				out[c.col] = column{min(out[c.col].x0, c.x0), max(out[c.col].x1, c.x1)}
			}
		}
	}
	for i, x := range out {
		if x.x1 <= x.x0 || i > 0 && x.x0 < out[i-1].x1-near {
			return nil
		}
	}
	if width == 0 {
		return nil
	}
	return out
}

// supplyEdges finds the edges between columns that no whole row has: the rulings about cells of other rows that stand
// between known edges, if there are as many as are sought.
func supplyEdges(edges []float64, lines [][]*tableCell) bool {
	if math.IsNaN(edges[0]) || math.IsNaN(edges[len(edges)-1]) {
		return false
	}
	var all []float64
	for _, cells := range lines {
		for _, c := range cells {
			if c.placed {
				all = append(all, c.x0, c.x1)
			}
		}
	}
	slices.Sort(all)
	all = slices.CompactFunc(all, func(a, b float64) bool { return abs(a-b) <= near })
	for i := 0; i+1 < len(edges); {
		next := i + 1
		for math.IsNaN(edges[next]) {
			next++
		}
		var between []float64
		for _, x := range all {
			if x > edges[i]+near && x < edges[next]-near {
				between = append(between, x)
			}
		}
		if next > i+1 {
			if len(between) != next-i-1 {
				return false
			}
			copy(edges[i+1:next], between)
		}
		i = next
	}
	return true
}

// near is how far apart two edges may be that are one, in points.
const near = 3

// walls returns the rulings left and right of where a cell's text begins.
func (r *reader) walls(c *tableCell) (left, right float64, ok bool) {
	if len(c.shown) == 0 {
		return 0, 0, false
	}
	first := slices.MinFunc(c.shown, func(a, b *glyph) int { return cmp.Compare(a.box.x0, b.box.x0) })
	if left, right, ok = r.wallsAt(first); !ok {
		return 0, 0, false
	}
	// Of a text that runs out of its cell it is not known to which side.
	from, to, _ := c.extent()
	middle := (from + to) / 2
	return left, right, middle >= left && middle <= right
}

// wallsAt returns the rulings left and right of a character.
func (r *reader) wallsAt(g *glyph) (left, right float64, ok bool) {
	p := r.pages[g.page-1]
	if r.comparisons += len(p.lines); r.comparisons > r.limits.Comparisons {
		r.refuse(tooMuch)
		return 0, 0, false
	}
	if p.walls == nil {
		p.walls = []*line{}
		for i := range p.lines {
			if l := &p.lines[i]; !(l.x1-l.x0 > 1) {
				p.walls = append(p.walls, l)
			}
		}
	}
	x, y := g.box.middle()
	left, right = math.Inf(-1), math.Inf(1)
	for _, l := range p.walls {
		if l.y0 > y || l.y1 < y {
			continue
		}
		if l.x0 <= x {
			left = max(left, l.x0)
		} else {
			right = min(right, l.x0)
		}
	}
	return left, right, !math.IsInf(left, 0) && !math.IsInf(right, 0)
}

// extent returns from where to where the cell's text goes along the line.
func (c *tableCell) extent() (left, right float64, ok bool) {
	for i, y := range c.shown {
		if i == 0 {
			left, right = y.box.x0, y.box.x1
		}
		left, right = min(left, y.box.x0), max(right, y.box.x1)
	}
	return left, right, len(c.shown) > 0
}

// placeByEdges gives the cells of a row the columns that they stand in on the page. It reports false, and changes
// nothing, if that is not told. Cells with less than a point in common with a column do not stand in it.
func placeByEdges(cells []*tableCell, columns []column, taken map[int]bool) bool {
	cols := make([]int, len(cells))
	next := 0
	for i, c := range cells {
		if !c.placed {
			return false
		}
		from, to := -1, -1
		for k, x := range columns {
			if min(c.x1, x.x1)-max(c.x0, x.x0) > near/2 {
				if from < 0 {
					from = k
				}
				to = k + 1
			}
		}
		if from < next || to-from != c.cols || taken[from] {
			return false
		}
		cols[i], next = from, to
	}
	for i, c := range cells {
		c.col = cols[i]
	}
	return true
}

// standsElsewhere reports whether a cell stands on the page in other columns than its tag says.
func standsElsewhere(c *tableCell, columns []column) bool {
	if columns == nil || !c.placed {
		return false
	}
	end := c.col + c.cols
	return end > len(columns) || c.x1 <= columns[c.col].x0+near || c.x0 >= columns[end-1].x1-near
}

// surplus counts the cells at the end of a row that stand beyond the columns of the table.
func surplus(cells []*tableCell, width int) (n int) {
	for n < len(cells) && cells[len(cells)-1-n].col >= width {
		n++
	}
	return n
}

// fold adds what stands in the cells of a row beyond the columns of the table to the cells that they go on: a row that
// is cut by a page has its cells twice in files of LibreOffice, mostly empty. It reports false, and changes nothing,
// if it cannot be told which cell one goes on.
func fold(cells []*tableCell, columns []column, width int) bool {
	whole := cells[:len(cells)-surplus(cells, width)]
	for _, c := range whole {
		if standsElsewhere(c, columns) {
			return false
		}
	}
	parts := map[*tableCell]*tableCell{}
	for _, c := range cells[len(whole):] {
		if c.Text == "" && len(c.Left) == 0 {
			continue
		}
		if columns == nil || !placeByEdges([]*tableCell{c}, columns, nil) {
			return false
		}
		i := slices.IndexFunc(whole, func(o *tableCell) bool { return o.col == c.col && o.cols == c.cols })
		if i < 0 || parts[whole[i]] != nil {
			return false
		}
		parts[whole[i]] = c
	}
	for to, c := range parts {
		if to.Text != "" && c.Text != "" {
			to.Text += "\n"
		}
		to.Text += c.Text
		to.Left = append(to.Left, c.Left...)
	}
	return true
}

// withEmpty adds empty cells to a row where no cell stands.
func withEmpty(cells []*tableCell, taken map[int]bool, width int) (out []*tableCell) {
	col := 0
	fill := func(to int) {
		for ; col < to; col++ {
			if !taken[col] {
				out = append(out, &tableCell{Cell: intake.Cell{}, rows: 1, cols: 1, col: col})
			}
		}
	}
	for _, c := range cells {
		fill(c.col)
		out = append(out, c)
		col = c.col + c.cols
	}
	fill(width)
	return out
}
