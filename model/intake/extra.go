package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
)

// Extras reports what stands in a table without being one of its cells: rows and
// columns of a unit's own, a figure typed beside its cell, a note among figures.
// It is kept, counted nowhere, and said.
func (a *attempt) extras(m *Mapping) {
	for _, f := range a.finders {
		for _, b := range f.parts {
			if slices.ContainsFunc(f.lines, func(l line) bool { return l.block == b }) || len(f.others) > 0 {
				f.extrasOf(b, a.words, m)
			}
		}
	}
}

func (f *finder) extrasOf(b *block, w *words, m *Mapping) {
	v := b.view
	named := map[int]bool{}
	for _, l := range f.lines {
		if l.block == b {
			named[l.row] = true
		}
	}
	last := b.last
	for last+1 < b.limit && f.goesOn(b, last+1, w) {
		last++
	}
	header := map[int]string{}
	for r := b.top; r <= last && r < len(v.rows); r++ {
		var stray []int
		figures := 0
		for _, i := range v.rows[r] {
			c := v.cell(i)
			if v.role[i] != unknown || v.empty(i) || c.Col < b.zone {
				continue
			}
			if f.printed(v, i) || w.printed(v.text(i)) {
				v.role[i] = isLabel
				continue
			}
			if c.Computed && !v.figure[i] || w.heads(v, i) {
				continue
			}
			if r <= b.bottom {
				header[c.Col] = strings.TrimSpace(v.text(i))
			}
			stray = append(stray, i)
			if v.figure[i] {
				figures++
			}
		}
		if len(stray) == 0 || r <= b.bottom && figures == 0 {
			continue
		}
		f.sayStray(b, r, stray, named[r], header, m)
	}
}

// GoesOn reports whether a row below the last one known still belongs to the
// table: it has figures under the columns.
func (f *finder) goesOn(b *block, r int, w *words) bool {
	v := b.view
	if r >= len(v.rows) || v.sheet.Lists && len(v.rows[r]) < 2 {
		return false
	}
	for _, i := range v.rows[r] {
		c := v.cell(i)
		if v.role[i] == unknown && v.figure[i] && !v.empty(i) && !w.printed(v.text(i)) && (v.sheet.Lists || c.Col >= b.left && c.Col <= b.right) {
			return true
		}
	}
	return false
}

func (w *words) heads(v *view, i int) bool {
	s, _ := w.heading(firstLine(v.text(i)))
	return s != nil
}

// Printed reports whether a text is one the form prints in this table.
func (f *finder) printed(v *view, i int) bool {
	l := v.labels[i]
	if l.core == "" {
		return false
	}
	_, a := f.lex.rows.exact[l.core]
	_, b := f.lex.rows.groups[l.core]
	_, c := f.lex.cols.exact[l.core]
	_, d := f.lex.cols.groups[l.core]
	return a || b || c || d || f.lex.marks[l.core]
}

func (f *finder) sayStray(b *block, r int, stray []int, named bool, header map[int]string, m *Mapping) {
	v := b.view
	label, figures := "", []string{}
	for _, i := range stray {
		text := strings.TrimSpace(v.text(i))
		v.role[i] = isKnown
		if !v.figure[i] && label == "" {
			label = text
		} else {
			figures = append(figures, text)
		}
	}
	row := label
	if named {
		row = ""
		for _, l := range f.lines {
			if l.block == b && l.row == r {
				row = l.node.Label
			}
		}
	}
	for _, i := range stray {
		if v.figure[i] {
			m.Extra[f.lex.table.ID] = append(m.Extra[f.lex.table.ID], model.Extra{Table: f.lex.table.ID, Row: row, Column: header[v.cell(i).Col], Cell: v.addressOf(i), Text: strings.TrimSpace(v.text(i))})
		}
	}
	if row == "" {
		row = f.lex.table.Section.Heading
	}
	if label == "" {
		label = row
	}
	n := model.Note{Rule: ruleExtra, Cell: v.addressOf(stray[0]), Found: strings.TrimSpace(strings.Join(append([]string{label}, figures...), " "))}
	switch {
	case named && len(figures) > 0:
		n.Message = say.F("“%s”行多出 %s，不在表的任何一列，没有计入", "row %q has %s more, in no column of the table; not counted", row, strings.Join(figures, "、"))
	case named || len(figures) == 0:
		n.Message = say.F("“%s”不在填报格里，没有计入", "%q stands in no cell of the form and was not counted", brief(label))
	default:
		n.Message = say.F("“%s”行不在官方格式中，没有计入：%s", "the row %q is not in the form and was not counted: %s", brief(label), brief(strings.Join(figures, "、")))
	}
	// Where no figure of the table could be placed, that has been said already.
	if len(f.spots) > 0 || named && len(figures) == 0 {
		m.note(f.lex.table.ID, n)
	}
}
