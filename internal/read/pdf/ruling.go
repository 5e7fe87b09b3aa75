package pdf

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
)

// drawnTable is a table as its rulings draw it on one page.
type drawnTable struct {
	page   int
	box    box
	xs, ys []float64 // edges of columns from the left, of rows from the top down
	cells  []*drawnCell
	at     [][]*drawnCell // the cell at each row and column
	// cutAbove and cutBelow say that the uprights run on beyond the first and the last line across: the page cuts the
	// table there.
	cutAbove, cutBelow bool
	goesOn             bool // on the next page
}

// drawnCell is a cell between rulings.
type drawnCell struct {
	row, col, rows, cols int
	glyphs               []*glyph
	crossing             []string // texts that run over a ruling
	order                int      // within its row, from 1
}

// segment is a ruling of joined pieces: across at a height from left to right, or upright at a place from below.
type segment struct{ at, from, to float64 }

// apart is how far pieces of one ruling may be apart, and rulings that touch, in points.
const apart = 2.5

// rulings returns the rulings of a page, across and upright, of pieces joined.
func (r *reader) rulings(p *page) (across, upright []segment) {
	for _, l := range p.lines {
		if l.width > 6 || p.colors[l.color].near(white) && !r.seenOnGround(p, l) {
			continue
		}
		switch {
		case l.x1-l.x0 < 1 && l.y1-l.y0 > 1:
			upright = append(upright, segment{(l.x0 + l.x1) / 2, l.y0, l.y1})
		case l.y1-l.y0 < 1 && l.x1-l.x0 > 1:
			across = append(across, segment{(l.y0 + l.y1) / 2, l.x0, l.x1})
		}
	}
	var dotsAcross, dotsUpright []segment
	for _, b := range p.dots {
		x, y := b.middle()
		dotsAcross, dotsUpright = append(dotsAcross, segment{y, b.x0, b.x1}), append(dotsUpright, segment{x, b.y0, b.y1})
	}
	across = append(joinDashes(across), joinDots(dotsAcross)...)
	upright = append(joinDashes(upright), joinDots(dotsUpright)...)
	return joinPieces(across, apart), joinPieces(upright, apart)
}

// seenOnGround reports whether a white line is seen: what was painted before it on either side is not white.
func (r *reader) seenOnGround(p *page, l line) bool {
	if r.comparisons += 2 * len(p.surfaces); r.comparisons > r.limits.Comparisons {
		r.refuse(tooMuch)
		return false
	}
	x, y := (l.x0+l.x1)/2, (l.y0+l.y1)/2
	beside := l.width/2 + 1
	points := [][2]float64{{x - beside, y}, {x + beside, y}}
	if l.x1-l.x0 > l.y1-l.y0 {
		points = [][2]float64{{x, y - beside}, {x, y + beside}}
	}
	for _, at := range points {
		ground := white
		for _, s := range p.surfaces {
			if s.order < l.order && s.box.has(at[0], at[1]) {
				ground = s.color
			}
		}
		if !ground.unknown && !ground.near(p.colors[l.color]) {
			return true
		}
	}
	return false
}

// joinDashes joins the pieces of rulings that are drawn in dashes: short ones, many on one line. Others it leaves.
func joinDashes(pieces []segment) (out []segment) {
	const longest, farthest, shortest = 12, 6, 24
	var short []segment
	out = make([]segment, 0, len(pieces))
	for _, s := range pieces {
		if s.to-s.from <= longest {
			short = append(short, s)
		} else {
			out = append(out, s)
		}
	}
	for _, s := range joinPieces(slices.Clone(short), farthest) {
		if s.to-s.from > shortest {
			out = append(out, s)
		}
	}
	return append(out, short...)
}

// joinDots joins dots to rulings; dots that make none are left out.
func joinDots(dots []segment) (out []segment) {
	const farthest, shortest = 4, 10
	for _, s := range joinPieces(dots, farthest) {
		if s.to-s.from > shortest {
			out = append(out, s)
		}
	}
	return out
}

// joinPieces joins pieces of rulings that lie on one line and are no farther apart than that.
func joinPieces(pieces []segment, farthest float64) (out []segment) {
	slices.SortStableFunc(pieces, func(a, b segment) int { return cmp.Compare(a.at, b.at) }) // they are many
	for i := 0; i < len(pieces); {
		k := i + 1
		for k < len(pieces) && pieces[k].at-pieces[i].at <= 1.5 {
			k++
		}
		level := slices.Clone(pieces[i:k])
		slices.SortStableFunc(level, func(a, b segment) int { return cmp.Compare(a.from, b.from) })
		last := level[0]
		for _, s := range level[1:] {
			if s.from <= last.to+farthest {
				last.to = max(last.to, s.to)
				continue
			}
			out = append(out, last)
			last = s
		}
		out = append(out, last)
		i = k
	}
	return out
}

// drawnTables returns the tables that the rulings of a page draw, from the top down. Rulings that touch are one table;
// a frame without anything inside is none.
func (r *reader) drawnTables(p *page) (out []*drawnTable) {
	across, upright := r.rulings(p)
	if r.comparisons += len(across) * len(upright); r.comparisons > r.limits.Comparisons {
		r.refuse(tooMuch)
		return nil
	}
	parent := make([]int, len(across)+len(upright))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, h := range across {
		for k, v := range upright {
			if v.at >= h.from-apart && v.at <= h.to+apart && h.at >= v.from-apart && h.at <= v.to+apart {
				parent[find(i)] = find(len(across) + k)
			}
		}
	}
	groups := map[int]*[2][]segment{}
	var roots []int
	add := func(i, kind int, s segment) {
		root := find(i)
		if groups[root] == nil {
			groups[root] = &[2][]segment{}
			roots = append(roots, root)
		}
		groups[root][kind] = append(groups[root][kind], s)
	}
	for i, h := range across {
		add(i, 0, h)
	}
	for k, v := range upright {
		add(len(across)+k, 1, v)
	}
	for _, root := range roots {
		if t := r.tableOf(p, groups[root][0], groups[root][1]); t != nil {
			out = append(out, t)
		}
	}
	sorting.By(out, func(a, b *drawnTable) int { return cmp.Compare(b.box.y1, a.box.y1) })
	return out
}

// edgesOf returns the places of rulings, each once, and where those across them end beyond the first and the last.
func edgesOf(rulings, others []segment) (edges []float64, before, behind bool) {
	var all []float64
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range rulings {
		all = append(all, s.at)
	}
	for _, s := range others {
		low, high = min(low, s.from), max(high, s.to)
	}
	slices.Sort(all)
	for i := 0; i < len(all); {
		k, sum := i, 0.0
		for k < len(all) && all[k]-all[i] <= near {
			sum += all[k]
			k++
		}
		edges = append(edges, sum/float64(k-i))
		i = k
	}
	if len(edges) == 0 {
		return nil, false, false
	}
	if before = low < edges[0]-2*near; before {
		edges = append([]float64{low}, edges...)
	}
	if behind = high > edges[len(edges)-1]+2*near; behind {
		edges = append(edges, high)
	}
	return edges, before, behind
}

// tableOf makes a table of rulings that touch; nil if they make none.
func (r *reader) tableOf(p *page, across, upright []segment) *drawnTable {
	t := &drawnTable{page: p.number}
	t.xs, _, _ = edgesOf(upright, across)
	ys, below, above := edgesOf(across, upright)
	t.cutAbove, t.cutBelow = above, below
	if len(t.xs) < 2 || len(ys) < 2 {
		return nil
	}
	if ys = r.joinThinRows(p, ys, across, t.xs[0], t.xs[len(t.xs)-1]); r.err != nil {
		return nil
	}
	slices.Reverse(ys)
	t.ys = ys
	rows, cols := len(t.ys)-1, len(t.xs)-1
	if rows < 1 || cols < 1 || rows*cols < 2 {
		return nil
	}
	if r.comparisons += rows*cols*2 + (rows+cols)*(len(across)+len(upright)); r.comparisons > r.limits.Comparisons || rows*cols > 4*r.limits.Cells {
		r.refuse(tooMuch)
		return nil
	}
	t.box = box{t.xs[0], t.ys[rows], t.xs[cols], t.ys[0]}
	// Squares that no ruling parts are one cell; what results must be a rectangle.
	q := newSquares(rows, cols)
	q.joinUnparted(t, across, upright)
	for changed := true; changed; {
		changed = q.fillRectangles()
		if r.comparisons += rows * cols; r.comparisons > r.limits.Comparisons {
			r.refuse(tooMuch)
			return nil
		}
	}
	t.takeCells(q)
	if len(t.cells) < 2 {
		return nil
	}
	return t
}

// joinThinRows makes one of two edges, from below, between which no text of the table stands and none has room. Programs
// that draw the borders of each cell for itself do not draw those of one row at the same height. Two edges that both go
// all across are those of an empty row.
func (r *reader) joinThinRows(p *page, ys []float64, across []segment, left, right float64) []float64 {
	drawn := func(y float64) (length float64) {
		for _, s := range across {
			if abs(s.at-y) < near/2 {
				length += min(s.to, right) - max(s.from, left)
			}
		}
		return length
	}
	whole := func(y float64) bool { return drawn(y) > right-left-near }
	out := ys[:1:1]
	for _, y := range ys[1:] {
		last := &out[len(out)-1]
		if y-*last > 2*near || whole(*last) && whole(y) || r.hasText(p, box{left, *last, right, y}) {
			out = append(out, y)
			continue
		}
		*last = (*last + y) / 2
	}
	return out
}

// hasText reports whether the middle of a character lies in an area.
func (r *reader) hasText(p *page, in box) bool {
	if r.comparisons += len(p.glyphs); r.comparisons > r.limits.Comparisons {
		r.refuse(tooMuch)
		return false
	}
	return slices.ContainsFunc(p.glyphs, func(y *glyph) bool { return !y.blank && in.has(y.box.middle()) })
}

// squares are the areas between neighbouring rulings, row by row, and which of them are joined: each has a parent, and
// those with the same one at the end of the way are one cell.
type squares struct {
	rows, cols int
	parent     []int
}

func newSquares(rows, cols int) *squares {
	q := &squares{rows, cols, make([]int, rows*cols)}
	for i := range q.parent {
		q.parent[i] = i
	}
	return q
}

// root is the square that stands for all that are joined with a square.
func (q *squares) root(row, col int) int {
	i := row*q.cols + col
	for q.parent[i] != i {
		q.parent[i] = q.parent[q.parent[i]]
		i = q.parent[i]
	}
	return i
}

// joinUnparted joins neighbours that no ruling parts.
func (q *squares) joinUnparted(t *drawnTable, across, upright []segment) {
	for x := 1; x < q.cols; x++ {
		walls := onEdge(upright, t.xs[x])
		for y := range q.rows {
			if !covers(walls, t.ys[y+1], t.ys[y]) {
				q.parent[q.root(y, x)] = q.root(y, x-1)
			}
		}
	}
	for y := 1; y < q.rows; y++ {
		walls := onEdge(across, t.ys[y])
		for x := range q.cols {
			if !covers(walls, t.xs[x], t.xs[x+1]) {
				q.parent[q.root(y, x)] = q.root(y-1, x)
			}
		}
	}
}

// fillRectangles joins with every cell whatever lies within the rectangle around it, and reports whether that joined
// anything: then there may be more to join.
func (q *squares) fillRectangles() (changed bool) {
	type bounds struct{ y0, x0, y1, x1 int }
	all := make([]bounds, len(q.parent)) // by root
	for i := range all {
		all[i] = bounds{q.rows, q.cols, -1, -1}
	}
	for i := range q.parent {
		y, x := i/q.cols, i%q.cols
		b := &all[q.root(y, x)]
		*b = bounds{min(b.y0, y), min(b.x0, x), max(b.y1, y), max(b.x1, x)}
	}
	for root, b := range all {
		for y := b.y0; y <= b.y1; y++ {
			for x := b.x0; x <= b.x1; x++ {
				if own := q.root(root/q.cols, root%q.cols); q.root(y, x) != own {
					q.parent[q.root(y, x)] = own
					changed = true
				}
			}
		}
	}
	return changed
}

// takeCells makes the table's cells of joined squares, and numbers those of each row.
func (t *drawnTable) takeCells(q *squares) {
	byRoot := make([]*drawnCell, len(q.parent))
	begun := make([]int, q.rows) // how many cells begin in each row
	t.at = make([][]*drawnCell, q.rows)
	for y := range q.rows {
		t.at[y] = make([]*drawnCell, q.cols)
		for x := range q.cols {
			root := q.root(y, x)
			c := byRoot[root]
			if c == nil {
				begun[y]++
				c = &drawnCell{row: y, col: x, order: begun[y]}
				byRoot[root] = c
				t.cells = append(t.cells, c)
			}
			c.rows, c.cols = y-c.row+1, x-c.col+1
			t.at[y][x] = c
		}
	}
}

// onEdge returns the rulings that lie on an edge.
func onEdge(rulings []segment, at float64) (out []segment) {
	for _, s := range rulings {
		if abs(s.at-at) <= near {
			out = append(out, s)
		}
	}
	return out
}

// covers reports whether rulings cover most of the way from one place to another.
func covers(rulings []segment, from, to float64) bool {
	length := 0.0
	for _, s := range rulings {
		length = max(length, min(s.to, to)-max(s.from, from))
	}
	return length > 0.6*(to-from)
}

// cellAt returns the cell at a point; nil beside the table.
func (t *drawnTable) cellAt(x, y float64) *drawnCell {
	if !t.box.has(x, y) {
		return nil
	}
	col, _ := slices.BinarySearch(t.xs, x)
	row, _ := slices.BinarySearchFunc(t.ys, y, func(e, y float64) int { return cmp.Compare(y, e) })
	return t.at[min(max(row, 1), len(t.ys)-1)-1][min(max(col, 1), len(t.xs)-1)-1]
}
