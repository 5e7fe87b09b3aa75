package intake

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/model"
)

// area is a part of a page, last row and column included.
type area struct{ r1, c1, r2, c2 int }

var emptyArea = area{1 << 30, 1 << 30, -1, -1}

func (a *area) include(c *Found) {
	a.r1, a.c1 = min(a.r1, c.Row), min(a.c1, c.Col)
	a.r2, a.c2 = max(a.r2, c.Row+c.Rows-1), max(a.c2, c.Col+c.Cols-1)
}

func (a area) beside(b area) bool {
	return a.r1 <= b.r2 && b.r1 <= a.r2 && (a.c2 < b.c1 || b.c2 < a.c1)
}

// split gives a view of a page, or of its parts where tables stand side by
// side: there a row of the page is a row of none of them.
func (w *vocabulary) split(v *grid) []*grid {
	if v.sheet.Lists {
		return []*grid{v}
	}
	units := w.bandAreas(v)
	if !slices.ContainsFunc(units, func(a area) bool {
		return slices.ContainsFunc(units, func(b area) bool { return a.beside(b) })
	}) {
		return []*grid{v}
	}
	var out []*grid
	top := 0
	for len(units) > 0 {
		// What shares a row, as far as that leads.
		n, bottom := 1, units[0].r2
		for n < len(units) && units[n].r1 <= bottom {
			bottom = max(bottom, units[n].r2)
			n++
		}
		group := units[:n]
		if units = units[n:]; len(units) == 0 {
			bottom = len(v.rows)
		} else {
			bottom = w.lastRowOf(v, bottom, units[0].r1)
		}
		slices.SortFunc(group, func(a, b area) int { return cmp.Compare(a.c1, b.c1) })
		left, right := 0, group[0].c2
		for _, u := range group[1:] {
			if u.c1 > right {
				out = append(out, w.cut(v, area{top, left, bottom, u.c1 - 1}))
				left = u.c1
			}
			right = max(right, u.c2)
		}
		out = append(out, w.cut(v, area{top, left, bottom, 1 << 30}))
		top = bottom + 1
	}
	return out
}

// lastRowOf is the last row that goes with tables whose labels end in a row: the
// figures below may go on, up to an empty row, a heading or the next table.
func (w *vocabulary) lastRowOf(v *grid, bottom, next int) int {
	headed := w.headingRows(v)
	for r := bottom + 1; r < next; r++ {
		if len(v.rows[r]) == 0 || headed[r] {
			return r - 1
		}
	}
	return next - 1
}

func (w *vocabulary) cut(v *grid, a area) *grid {
	s := *v.sheet
	s.Cells = nil
	for _, c := range v.sheet.Cells {
		if c.Row >= a.r1 && c.Row <= a.r2 && c.Col >= a.c1 && c.Col <= a.c2 {
			s.Cells = append(s.Cells, c)
		}
	}
	return newGrid(v.sheetIndex, &s, w.reducer, &w.form.Reading)
}

// few is how many labels of a table tell that it is there, not just mentioned.
const few = 3

// bandAreas are the places of the bands of all tables on a page, told by the labels
// that no other band has, from the top down. A band whose labels are there twice
// side by side is two.
func (w *vocabulary) bandAreas(v *grid) []area {
	cells := map[*model.Band]map[string][]int{}
	for i, l := range v.labels {
		if b := w.bandOf[l.core]; b != nil && l.core != "" {
			if cells[b] == nil {
				cells[b] = map[string][]int{}
			}
			cells[b][l.core] = append(cells[b][l.core], i)
		}
	}
	var out []area
	for _, l := range w.tables {
		for _, b := range l.table.Bands {
			out = append(out, w.copyAreas(v, cells[b])...)
		}
	}
	slices.SortStableFunc(out, func(a, b area) int { return cmp.Compare(a.r1, b.r1) })
	return out
}

func (w *vocabulary) copyAreas(v *grid, labels map[string][]int) []area {
	if len(labels) < 2 {
		return nil
	}
	whole := emptyArea
	counts := map[int]int{}
	byColumn := map[string][][]int{}
	for core, is := range labels {
		slices.SortFunc(is, func(x, y int) int { return cmp.Compare(v.cell(x).Col, v.cell(y).Col) })
		var cols [][]int
		for k, i := range is {
			if k == 0 || v.cell(i).Col != v.cell(is[k-1]).Col {
				cols = append(cols, nil)
			}
			cols[len(cols)-1] = append(cols[len(cols)-1], i)
			whole.include(v.cell(i))
		}
		byColumn[core] = cols
		if w.unique[core] {
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
				if len(cols) == n && w.unique[core] {
					areas[k].include(v.cell(i))
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

// turnGrid gives a view of a part of a page with rows and columns exchanged.
func (w *vocabulary) turnGrid(v *grid, a area) *grid {
	s := *v.sheet
	s.Cells = nil
	var origin []int
	for i, c := range v.sheet.Cells {
		if c.Row >= a.r1 && c.Row <= a.r2 {
			origin = append(origin, i)
		}
	}
	slices.SortStableFunc(origin, func(x, y int) int {
		return cmp.Or(cmp.Compare(v.cell(x).Col, v.cell(y).Col), cmp.Compare(v.cell(x).Row, v.cell(y).Row))
	})
	for _, i := range origin {
		c := *v.cell(i)
		c.Row, c.Col, c.Rows, c.Cols = c.Col, c.Row, c.Cols, c.Rows
		s.Cells = append(s.Cells, c)
	}
	t := newGrid(v.sheetIndex, &s, w.reducer, &w.form.Reading)
	t.turnedFrom, t.originCells = v, origin
	return t
}

// findTurned finds a table whose rows and columns were exchanged; nil if there is
// none.
func (a *formMatch) findTurned(f *tableFinder) *tableFinder {
	t := newTableFinder(f.vocabulary, f.lex)
	for _, v := range a.grids {
		place, ok := a.vocabulary.labelArea(v, f.lex)
		if !ok {
			continue
		}
		tv := a.vocabulary.turnGrid(v, place)
		tv.number = len(t.grids)
		t.grids = append(t.grids, tv)
		t.allBlocks = append(t.allBlocks, nil)
		t.headingRows = append(t.headingRows, make([]bool, len(tv.rows)))
	}
	for i, v := range t.grids {
		t.allBlocks[i] = t.findBlocks(v)
		t.blocks = append(t.blocks, t.allBlocks[i]...)
	}
	t.find()
	if 2*len(t.matches) < len(a.form.FieldsOf(f.lex.table)) {
		return nil
	}
	return t
}

// labelArea is where the labels of a table stand on a page, down to what follows.
func (w *vocabulary) labelArea(v *grid, l *lexicon) (area, bool) {
	a := emptyArea
	n := 0
	var others []int // rows with something of another table
	for i := range v.labels {
		core := v.labels[i].core
		if core == "" {
			continue
		}
		switch b := w.bandOf[core]; {
		case b != nil && slices.Contains(l.table.Bands, b):
			a.include(v.cell(i))
			n++
		case b != nil || w.headings[core] != nil:
			others = append(others, v.cell(i).Row)
		}
	}
	if n < few || v.sheet.Lists {
		return a, false
	}
	limit := len(v.rows)
	for _, r := range others {
		if r > a.r2 {
			limit = min(limit, r)
		}
	}
	a.r2 = limit - 1
	return a, true
}
