package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// maxDrawing is the largest number of signs of a drawn table whose merged cells are looked for.
const maxDrawing = 400_000

// drawing is a table drawn with +---+, as a grid of signs.
type drawing [][]rune

// drawnCell is a cell of a drawing by the lines it stands between.
type drawnCell struct{ top, left, bottom, right int }

// drawings are the ways in which the signs of a drawn table may stand below each other: with full-width characters that
// take two places, and with each character in one.
func drawings(lines []string) []drawing {
	out := make([]drawing, 2)
	for _, line := range lines {
		var wide []rune
		narrow := []rune(line)
		for _, r := range narrow {
			wide = append(wide, r)
			if text.Columns(string(r)) > 1 {
				wide = append(wide, 0)
			}
		}
		out[0], out[1] = append(out[0], wide), append(out[1], narrow)
	}
	return out
}

// mergedTable writes a drawn table with its merged cells; ok is false if its lines do not make up a table.
func (c *converter) mergedTable(lines []string) (ok bool) {
	signs := 0
	for _, line := range lines {
		signs += len(line)
	}
	if signs > maxDrawing {
		return false
	}
	for _, d := range drawings(lines) {
		cells, rows, columns := d.cells()
		if cells == nil {
			continue
		}
		c.page.WriteString("<table>")
		for _, top := range rows[:len(rows)-1] {
			c.page.WriteString("<tr>")
			for _, k := range cells {
				if k.top == top {
					fmt.Fprintf(&c.page, `<td rowspan="%d" colspan="%d">%s`,
						slices.Index(rows, k.bottom)-slices.Index(rows, top), slices.Index(columns, k.right)-slices.Index(columns, k.left), inline(d.content(k)))
				}
			}
			c.page.WriteString("\n")
		}
		c.page.WriteString("</table>\n")
		return true
	}
	return false
}

// at is a sign of the drawing; 0 outside of it.
func (d drawing) at(row, col int) rune {
	if row >= len(d) || col >= len(d[row]) {
		return 0
	}
	return d[row][col]
}

// is reports whether a sign may be part of a line of the drawing.
func (d drawing) is(row, col int, signs string) bool {
	r := d.at(row, col)
	return r != 0 && strings.ContainsRune(signs, r)
}

const (
	across = "-=:+" // the signs of a line from left to right
	down   = "|+"   // the signs of a line from top to bottom
)

// cells are the cells of a drawing from left to right and from top to bottom, with the lines that part its rows and
// columns; nil if they do not fill it.
func (d drawing) cells() (out []drawnCell, rows, columns []int) {
	area, left, width := 0, slices.Index(d[0], '+'), len(d[0])
	for top := range d {
		for col := range d[top] {
			if d[top][col] != '+' {
				continue
			}
			if k, ok := d.cellAt(top, col); ok {
				out = append(out, k)
				rows, columns = append(rows, k.top, k.bottom), append(columns, k.left, k.right)
				area += (k.bottom - k.top) * (k.right - k.left)
			}
		}
	}
	if len(out) == 0 || area != (len(d)-1)*(width-1-left) {
		return nil, nil, nil
	}
	slices.Sort(rows)
	slices.Sort(columns)
	return out, slices.Compact(rows), slices.Compact(columns)
}

// cellAt is the smallest cell whose upper left corner this is.
func (d drawing) cellAt(top, left int) (drawnCell, bool) {
	for right := left + 1; d.is(top, right, across); right++ {
		if d.at(top, right) != '+' {
			continue
		}
		for bottom := top + 1; d.is(bottom, right, down) && d.is(bottom, left, down); bottom++ {
			if d.at(bottom, right) == '+' && d.at(bottom, left) == '+' && d.drawn(bottom, left, right) {
				return drawnCell{top, left, bottom, right}, true
			}
		}
	}
	return drawnCell{}, false
}

// drawn reports whether a line goes from one column to the other.
func (d drawing) drawn(row, left, right int) bool {
	for col := left; col <= right; col++ {
		if !d.is(row, col, across) {
			return false
		}
	}
	return true
}

// content is the text of a cell, its lines joined.
func (d drawing) content(k drawnCell) string {
	var out strings.Builder
	for row := k.top + 1; row < k.bottom; row++ {
		line := slices.DeleteFunc(slices.Clone(d[row][k.left+1:k.right]), func(r rune) bool { return r == 0 })
		out.WriteString(unbroken(strings.TrimSpace(string(line))))
	}
	return out.String()
}
