package intake

import (
	"slices"

	"github.com/gkxl/gkxl/model"
)

// A page may cut a row of a table, so that its labels begin at the foot of one page and end at the top of the next. A row
// that opens a page holds the rest of labels above where none of its cells is a figure, and all of them say labels of the
// form: those below a cell as wide together with that one, and the others alone.

// joinCutLabels joins the labels that pages cut.
func joinCutLabels(sheets []*Sheet, forms []*model.Form) {
	for _, s := range sheets {
		if !slices.ContainsFunc(s.Cells, isCut) {
			continue
		}
		ends := map[cellEnd]int{} // the cells by where they end
		for i := 0; i < len(s.Cells); {
			k := i + 1
			for k < len(s.Cells) && s.Cells[k].Row == s.Cells[i].Row {
				k++
			}
			if slices.ContainsFunc(s.Cells[i:k], isCut) {
				k -= s.joinRow(i, k, ends, forms)
			}
			for n, x := range s.Cells[i:k] {
				ends[cellEnd{x.Row + x.Rows, x.Col, x.Cols}] = i + n
			}
			i = k
		}
	}
}

// cellEnd is the row below a cell, and the columns that it has.
type cellEnd struct{ row, col, cols int }

func isCut(x Found) bool { return x.Cut }

// joinRow joins those cells of a row, which are those from i up to k, that hold the rest of labels above by one of the
// forms. It returns how many it joined, which are cells no more.
func (s *Sheet) joinRow(i, k int, ends map[cellEnd]int, forms []*model.Form) int {
	above := make([]int, k-i) // the cell that each may be the rest of; -1 for none
	for n, x := range s.Cells[i:k] {
		a, ok := ends[cellEnd{x.Row, x.Col, x.Cols}]
		if above[n] = -1; x.Cut && ok {
			above[n] = a
		}
	}
	if !slices.ContainsFunc(forms, func(f *model.Form) bool { return vocabularyOf(f, nil).goOn(s, i, above) }) {
		return 0
	}
	joined := 0
	for n, a := range above {
		if a < 0 {
			s.Cells[i+n-joined] = s.Cells[i+n]
			continue
		}
		x, rest := &s.Cells[a], s.Cells[i+n]
		x.Rows += rest.Rows
		x.Cell.Text += rest.Cell.Text
		x.Cell.Left = append(x.Cell.Left, rest.Cell.Left...)
		if x.Cell.Kind == Empty {
			x.Cell.Kind = rest.Cell.Kind
		}
		joined++
	}
	s.Cells = slices.Delete(s.Cells, k-joined, k)
	return joined
}

// goOn reports whether the cells of a row from i on hold the rest of the labels in the cells above, of which at least
// one is cut. Two labels that each stand alone are none.
func (v *vocabulary) goOn(s *Sheet, i int, above []int) bool {
	cut := false
	for n, a := range above {
		rest := s.Cells[i+n].Cell.Text
		if a < 0 || squeeze(s.Cells[a].Cell.Text) == "" {
			if squeeze(rest) == "" && a >= 0 || v.isLabel(rest) {
				continue
			}
			return false
		}
		if squeeze(rest) == "" {
			continue
		}
		first := s.Cells[a].Cell.Text
		if !v.isLabel(first+rest) || v.isLabel(first) && v.isLabel(rest) {
			return false
		}
		cut = true
	}
	return cut
}

// isLabel reports whether a text is a label of one of the form's tables.
func (v *vocabulary) isLabel(text string) bool {
	core := v.reducer.label(text).core
	return slices.ContainsFunc(v.tables, func(l *lexicon) bool { return l.hasLabel(core) })
}
