package layout

// Extent is the columns that a cell covers: from From to before To.
type Extent struct{ From, To int }

// Two edges closer than sliver, in twips (1/1440 inch), are meant to be one: rows that were drawn or pasted one by
// one end a hair apart. Edges that become one in this way lie no further apart than maxSliver. No character fits
// between either.
const (
	sliver    = 20
	maxSliver = 60
)

// JoinEdges says which columns of a table remain when edges that are meant to be one are one. Edges are the places
// of the columns in twips, one more than there are columns, from the left; cells are those that hold something, and
// each of them keeps a column. The result gives for each edge its number among those that remain, nil if all do.
func JoinEdges(edges []int, cells []Extent) []int {
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
