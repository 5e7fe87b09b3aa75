package html

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/gkxl/gkxl/internal/read/layout"
)

// Pages give widths to columns or to cells. They tell which edges of cells are meant to be one: Word and LibreOffice
// make a column of its own of every hair between two.

// cellWidth is the width that a page gives to a cell, and the room within on both sides together, in tenths of a pixel;
// 0 if it gives none.
type cellWidth struct{ width, padding float64 }

// widthOf reads the width of a cell from its style or attribute. Shares of the table's width are none.
func widthOf(n *html.Node) (w cellWidth) {
	for _, d := range declarations(attribute(n, "style")) {
		if v, ok := pixels(d.value, usualSize); ok && d.name == "width" && !strings.Contains(d.value, "%") {
			w.width = 10 * v
		}
	}
	for _, part := range strings.Split(strings.ToLower(attribute(n, "style")), ";") {
		name, value, _ := strings.Cut(part, ":")
		sides := strings.Fields(value)
		switch name = strings.TrimSpace(name); {
		case len(sides) == 0:
		case name == "padding" && len(sides) == 4:
			right, _ := pixels(sides[1], usualSize)
			left, _ := pixels(sides[3], usualSize)
			w.padding = 10 * (left + right)
		case name == "padding":
			side, _ := pixels(sides[len(sides)-1], usualSize)
			w.padding = 20 * side
		}
	}
	if v, err := strconv.ParseFloat(attribute(n, "width"), 64); err == nil && w.width == 0 {
		w.width = 10 * v
	}
	return w
}

// joinColumns makes one of the columns of a table whose edges are meant to be one. Cols are the widths of its columns
// as the page gives them, widths those of its cells, row by row.
func joinColumns(t *layout.Table, cols []string, widths [][]cellWidth) {
	t.Place()
	edges, ok := cellEdges(t, widths)
	if !ok {
		edges = edgesOf(cols)
	}
	if !t.Join(edges) {
		t.Placed = false // its rows may lay out the page, each for itself
	}
}

// largestError is how far, in tenths of a pixel, the widths of cells may be from agreeing with one another: programs
// round them to pixels.
const largestError = 40

// cellEdges are the places of a table's columns by the widths of its cells; ok is false if those do not tell or do not
// agree. In some pages the widths include the room within, in others not: the reading that agrees better counts.
func cellEdges(t *layout.Table, widths [][]cellWidth) (edges []int, ok bool) {
	best := math.Inf(1)
	for _, padded := range []bool{false, true} {
		var spans []layout.Span
		for r, row := range t.Rows {
			for k, c := range row {
				w := widths[r][k]
				if padded && w.width > 0 {
					w.width += w.padding
				}
				spans = append(spans, layout.Span{Extent: layout.Extent{From: c.Col, To: c.Col + c.Cols}, Width: w.width})
			}
		}
		if found, worst, ok := layout.SolveEdges(spans, largestError); ok && worst < best {
			edges, best = found, worst
		}
	}
	return edges, best <= largestError
}

// edgesOf are the places of the columns of a table by their widths. The unit is a tenth of a pixel, or about as much
// where the widths are shares of the table's.
func edgesOf(widths []string) []int {
	out := []int{0}
	all := strings.Join(widths, "")
	shares := strings.ContainsAny(all, "%*")
	for _, s := range widths {
		v, err := strconv.ParseFloat(numbers.FindString(s), 64)
		switch {
		case err != nil:
			v = usualWidth // not given, and therefore a usual column
		case shares && strings.Contains(s, "*"):
			v *= 25 // LibreOffice shares 256 among the columns
		case shares:
			v *= 60
		case strings.Contains(s, "pt"):
			v *= 40.0 / 3
		default:
			v *= 10
		}
		if len(out) > layout.MaxColumns {
			return nil
		}
		out = append(out, out[len(out)-1]+int(min(max(v, 0), 1e6)))
	}
	if out[len(out)-1] == 0 {
		return nil // widths of 0 throughout are none
	}
	return out
}

// usualWidth is the width of a column where none is given.
const usualWidth = 600
