package xlsx

import (
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// maxExtra is the largest number of cells that are searched between the fields of a
// sheet.
const maxExtra = 20_000

// extraCells notes what is among the figures of a sheet and belongs to no field, such
// as a row that a unit added, or a figure typed beside its cell. It is not counted.
func (rd *reader) extraCells() {
	boxes, fields := map[string]merge{}, map[string]bool{}
	for i, s := range rd.locations {
		if s.broken || rd.byLabels[rd.form.Fields[i].Table.ID] {
			continue // found by labels, which looks for extra cells itself
		}
		fields[s.key()] = true
		b, ok := boxes[s.sheet]
		if !ok {
			b = merge{s.row, s.col, s.row, s.col}
		}
		boxes[s.sheet] = merge{min(b.r1, s.row), min(b.c1, s.col), max(b.r2, s.row), max(b.c2, s.col)}
	}
	labels := map[string]bool{}
	for _, t := range rd.form.Tables {
		for _, c := range grid.Of(rd.form, t).Cells {
			labels[text.Bare(c.Text)] = true
		}
	}
	for _, sheet := range slices.Sorted(maps.Keys(boxes)) {
		b := boxes[sheet]
		if (b.r2-b.r1+1)*(b.c2-b.c1+1) > maxExtra {
			continue // fields scattered over a sheet are no table
		}
		for row := b.r1; row <= b.r2; row++ {
			for col := b.c1; col <= b.c2; col++ {
				if s := locationAt(sheet, row, col); !fields[s.key()] {
					rd.extraCell(s, labels)
				}
			}
		}
	}
}

func (rd *reader) extraCell(s location, labels map[string]bool) {
	found := rd.book.value(s.sheet, s.ref)
	if strings.TrimSpace(found) == "" || labels[text.Bare(found)] {
		return
	}
	if _, covered := rd.book.covered(s); covered {
		return
	}
	rd.note(model.Note{Rule: "FORM-EXTRA", Cell: s.address(), Found: found, Message: msg.F(
		"“%s”不在填报格里，没有计入", "%q stands in no cell of the form and was not counted", text.Brief(found))})
}
