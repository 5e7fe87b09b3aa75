package layout

import (
	"math"
	"slices"
)

// Extent is the columns that a cell covers: from From to before To.
type Extent struct{ From, To int }

// Two edges closer than sliver, in twips (1/1440 inch), are meant to be one: rows that were drawn or pasted one by
// one end a hair apart. Edges that become one in this way lie no further apart than maxSliver. No character fits
// between either.
// A table narrower than leastTable has no widths that mean anything.
const (
	sliver     = 20
	maxSliver  = 60
	leastTable = 1000
)

// JoinEdges says which columns of a table remain when edges that are meant to be one are one. Edges are the places
// of the columns in twips, one more than there are columns, from the left; cells are those that hold something, and
// each of them keeps a column. The result gives for each edge its number among those that remain, nil if all do.
func JoinEdges(edges []int, cells []Extent) []int {
	if len(edges) == 0 || edges[len(edges)-1]-edges[0] < leastTable {
		return nil
	}
	to := make([]int, len(edges))
	kept := func(from, end int) bool { // a cell stands between these edges
		for _, c := range cells {
			if c.From >= from && c.To <= end {
				return true
			}
		}
		return false
	}
	first, joined := 0, false
	for e := 1; e < len(edges); e++ {
		gap, all := edges[e]-edges[e-1], edges[e]-edges[first]
		if gap < 0 {
			return nil // the places are wrong
		}
		to[e] = to[e-1]
		if gap <= sliver && all <= maxSliver && !kept(first, e) {
			joined = true
			continue
		}
		to[e], first = to[e-1]+1, e
	}
	if !joined {
		return nil
	}
	return to
}

// Span is the columns that a cell covers, and its width; 0 if that is not known.
type Span struct {
	Extent
	Width float64
}

// maxPasses is how often the cells of a table are gone through to find the places of its columns.
const maxPasses = 10

// SolveEdges works out the places of columns from the widths of cells, from left to right and back until nothing new
// comes. Worst is the largest difference from the width of a cell. Ok is false if some place stays open, or one lies
// more than slack to the left of the one before.
func SolveEdges(spans []Span, slack float64) (edges []int, worst float64, ok bool) {
	columns := 0
	for _, s := range spans {
		columns = max(columns, s.To)
	}
	if columns == 0 || columns > MaxColumns {
		return nil, 0, false
	}
	at, known := make([]float64, columns+1), make([]bool, columns+1)
	known[0] = true
	for range maxPasses {
		found := false
		for _, s := range spans {
			switch {
			case s.Width <= 0:
			case known[s.From] && !known[s.To]:
				at[s.To], known[s.To], found = at[s.From]+s.Width, true, true
			case known[s.To] && !known[s.From]:
				at[s.From], known[s.From], found = at[s.To]-s.Width, true, true
			}
		}
		if !found {
			break
		}
	}
	for _, s := range spans {
		if s.Width > 0 {
			worst = max(worst, math.Abs(at[s.To]-at[s.From]-s.Width))
		}
	}
	edges = make([]int, columns+1)
	for e := range edges {
		if !known[e] || e > 0 && at[e] < at[e-1]-slack {
			return nil, 0, false
		}
		edges[e] = int(at[e])
		if e > 0 {
			edges[e] = max(edges[e], edges[e-1])
		}
	}
	return edges, worst, true
}

// Join joins the columns of a table whose edges are meant to be one; see [JoinEdges]. Edges that are not those of
// the table's cells are of no use, and nothing changes; then the result is false.
func (t *Table) Join(edges []int) bool {
	if !narrow(edges) {
		return false
	}
	t.Place()
	var filled []Extent
	for _, row := range t.Rows {
		for i := range row {
			c := &row[i]
			if c.Col+c.Cols >= len(edges) {
				return false
			}
			if !c.isEmpty() {
				filled = append(filled, Extent{c.Col, c.Col + c.Cols})
			}
		}
	}
	to := JoinEdges(edges, filled)
	if to == nil {
		return false
	}
	for r, row := range t.Rows {
		for i := range row {
			row[i].Ordinal = i + 1
		}
		t.Rows[r] = slices.DeleteFunc(row, func(c Cell) bool { return to[c.Col] == to[c.Col+c.Cols] })
		for i := range t.Rows[r] {
			c := &t.Rows[r][i]
			c.Col, c.Cols = to[c.Col], to[c.Col+c.Cols]-to[c.Col]
		}
	}
	return true
}

// narrow says whether two neighbouring edges may be meant to be one.
func narrow(edges []int) bool {
	for e := 1; e < len(edges); e++ {
		if edges[e]-edges[e-1] <= sliver {
			return true
		}
	}
	return false
}

// isEmpty says whether nothing stands in a cell.
func (c *Cell) isEmpty() bool {
	return !slices.ContainsFunc(c.Blocks, func(b Block) bool { return b.Table != nil || Trim(b.Text) != "" || len(b.Left) > 0 })
}

// Place gives every cell the first column that no cell above reaches into.
func (t *Table) Place() {
	if t.Placed {
		return
	}
	t.Placed = true
	var free []int // by column: the first row in which it is free again
	for r, row := range t.Rows {
		col := 0
		for i := range row {
			c := &row[i]
			for col < len(free) && free[col] > r {
				col++
			}
			c.Col, c.Rows, c.Cols = col, max(1, c.Rows), min(max(1, c.Cols), MaxColumns)
			if col > MaxColumns {
				return // refused later
			}
			for len(free) < col+c.Cols {
				free = append(free, 0)
			}
			for d := range c.Cols {
				free[col+d] = max(free[col+d], r+c.Rows)
			}
			col += c.Cols
		}
	}
}
