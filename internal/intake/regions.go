package intake

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// area is a part of a sheet, last row and column included.
type area struct{ r1, c1, r2, c2 int }

// emptyArea is the area without cells, with which include begins.
var emptyArea = area{1 << 30, 1 << 30, -1, -1}

// include widens the area to a cell.
func (a *area) include(cell *Found) {
	a.r1, a.c1 = min(a.r1, cell.Row), min(a.c1, cell.Col)
	a.r2, a.c2 = max(a.r2, cell.Row+cell.Rows-1), max(a.c2, cell.Col+cell.Cols-1)
}

// beside reports whether two areas share rows and no columns.
func (a area) beside(b area) bool {
	return a.r1 <= b.r2 && b.r1 <= a.r2 && (a.c2 < b.c1 || b.c2 < a.c1)
}

// split returns a grid as it is, or its parts where tables stand side by side: there a row of the sheet is no
// row of either table.
func (v *vocabulary) split(g *grid) []*grid {
	if g.sheet.Lists {
		return []*grid{g}
	}
	units := v.bandAreas(g)
	if !slices.ContainsFunc(units, func(a area) bool {
		return slices.ContainsFunc(units, func(b area) bool { return a.beside(b) })
	}) {
		return []*grid{g}
	}
	var out []*grid
	top := 0
	for len(units) > 0 {
		// Areas that share a row with one another, directly or through others.
		n, bottom := 1, units[0].r2
		for n < len(units) && units[n].r1 <= bottom {
			bottom = max(bottom, units[n].r2)
			n++
		}
		group := units[:n]
		if units = units[n:]; len(units) == 0 {
			bottom = len(g.rows)
		} else {
			bottom = v.lastRowOf(g, bottom, units[0].r1)
		}
		sorting.By(group, func(a, b area) int { return cmp.Compare(a.c1, b.c1) })
		left, right := 0, group[0].c2
		for _, u := range group[1:] {
			if u.c1 > right {
				out = append(out, v.cut(g, area{top, left, bottom, u.c1 - 1}))
				left = u.c1
			}
			right = max(right, u.c2)
		}
		out = append(out, v.cut(g, area{top, left, bottom, 1 << 30}))
		top = bottom + 1
	}
	return out
}

// lastRowOf returns the last row that goes with tables whose labels end in row bottom. Figures below may go on
// up to an empty row, a heading, or the next table.
func (v *vocabulary) lastRowOf(g *grid, bottom, next int) int {
	headed := v.headingRows(g)
	for r := bottom + 1; r < next; r++ {
		if len(g.rows[r]) == 0 || headed[r] {
			return r - 1
		}
	}
	return next - 1
}

// cut returns the part of a grid that lies in an area.
func (v *vocabulary) cut(g *grid, a area) *grid {
	s := *g.sheet
	s.Cells = slices.DeleteFunc(slices.Clone(s.Cells), func(cell Found) bool {
		return cell.Row < a.r1 || cell.Row > a.r2 || cell.Col < a.c1 || cell.Col > a.c2
	})
	return v.newGrid(g.sheetIndex, &s)
}

// few is the number of labels of a table that show that the table is there and not just mentioned.
const few = 3

// bandAreas returns the part of the sheet that each band of each table covers, from the top down. It goes by
// the labels that no other band has. A band whose labels are there twice side by side is two areas.
func (v *vocabulary) bandAreas(g *grid) []area {
	cells := map[*model.Band]map[string][]int{}
	for i, l := range g.labels {
		if b := v.bandOf[l.core]; b != nil && l.core != "" {
			if cells[b] == nil {
				cells[b] = map[string][]int{}
			}
			cells[b][l.core] = append(cells[b][l.core], i)
		}
	}
	var out []area
	for _, l := range v.tables {
		for _, b := range l.table.Bands {
			out = append(out, v.copyAreas(g, cells[b])...)
		}
	}
	sorting.By(out, func(a, b area) int { return cmp.Compare(a.r1, b.r1) })
	return out
}

// copyAreas returns the areas of the copies of a band that stand side by side, or one area around all labels if
// there is one copy or no telling; nil if there are fewer than two labels.
func (v *vocabulary) copyAreas(g *grid, labels map[string][]int) []area {
	if len(labels) < 2 {
		return nil
	}
	whole := emptyArea
	counts := map[int]int{}
	byColumn := map[string][][]int{}
	for core, is := range labels {
		sorting.By(is, func(x, y int) int { return cmp.Compare(g.cell(x).Col, g.cell(y).Col) })
		var cols [][]int
		for k, i := range is {
			if k == 0 || g.cell(i).Col != g.cell(is[k-1]).Col {
				cols = append(cols, nil)
			}
			cols[len(cols)-1] = append(cols[len(cols)-1], i)
			whole.include(g.cell(i))
		}
		byColumn[core] = cols
		if v.unique[core] {
			counts[len(cols)]++
		}
	}
	n := 1
	for k, labels := range counts {
		if labels > counts[n] || labels == counts[n] && k < n {
			n = k
		}
	}
	if n == 1 || n > 9 {
		return []area{whole}
	}
	areas := slices.Repeat([]area{emptyArea}, n)
	for core, cols := range byColumn {
		for k, is := range cols {
			for _, i := range is {
				if len(cols) == n && v.unique[core] {
					areas[k].include(g.cell(i))
				}
			}
		}
	}
	for k := 1; k < n; k++ {
		if !areas[k].beside(areas[k-1]) {
			return []area{whole}
		}
	}
	return areas
}

// turnGrid returns the rows of an area as a grid with rows and columns exchanged.
func (v *vocabulary) turnGrid(g *grid, a area) *grid {
	s := *g.sheet
	s.Cells = nil
	var origin []int
	for i, cell := range g.sheet.Cells {
		if cell.Row >= a.r1 && cell.Row <= a.r2 {
			origin = append(origin, i)
		}
	}
	sorting.By(origin, func(x, y int) int {
		return cmp.Or(cmp.Compare(g.cell(x).Col, g.cell(y).Col), cmp.Compare(g.cell(x).Row, g.cell(y).Row))
	})
	for _, i := range origin {
		cell := *g.cell(i)
		cell.Row, cell.Col, cell.Rows, cell.Cols = cell.Col, cell.Row, cell.Cols, cell.Rows
		s.Cells = append(s.Cells, cell)
	}
	t := v.newGrid(g.sheetIndex, &s)
	t.turnedFrom, t.originCells = g, origin
	return t
}

// findTurned looks for a table whose rows and columns were exchanged; nil if there is none.
func (a *formMatch) findTurned(f *tableFinder) *tableFinder {
	t := newTableFinder(f.vocabulary, f.lex)
	for _, g := range a.grids {
		place, ok := a.vocabulary.labelArea(g, f.lex)
		if !ok {
			continue
		}
		turned := a.vocabulary.turnGrid(g, place)
		turned.number = len(t.grids)
		blocks := t.findBlocks(turned)
		t.grids, t.allBlocks, t.blocks = append(t.grids, turned), append(t.allBlocks, blocks), append(t.blocks, blocks...)
		t.headingRows = append(t.headingRows, make([]bool, len(turned.rows)))
	}
	t.find()
	if 2*len(t.matches) < len(a.form.FieldsOf(f.lex.table)) {
		return nil
	}
	return t
}

// labelArea returns where the labels of a table stand on a sheet, down to what follows. ok is false if they are
// too few or the sheet is a list.
func (v *vocabulary) labelArea(g *grid, l *lexicon) (area, bool) {
	a := emptyArea
	n := 0
	var others []int // rows with something of another table
	for i := range g.labels {
		core := g.labels[i].core
		if core == "" {
			continue
		}
		switch b := v.bandOf[core]; {
		case b != nil && slices.Contains(l.table.Bands, b):
			a.include(g.cell(i))
			n++
		case b != nil || v.headings[core] != nil:
			others = append(others, g.cell(i).Row)
		}
	}
	if n < few || g.sheet.Lists {
		return a, false
	}
	below := slices.DeleteFunc(others, func(r int) bool { return r <= a.r2 })
	a.r2 = slices.Min(append(below, len(g.rows))) - 1
	return a, true
}
