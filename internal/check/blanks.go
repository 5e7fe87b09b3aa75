package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ZeroFit is what the identities and the narrative say of a blank cell as 0.
type ZeroFit string

// What they say of a blank cell.
const (
	ZeroFits    ZeroFit = "fits"    // all identities over the cell hold with 0
	ZeroDoubted ZeroFit = "doubted" // one of them fails or the narrative says otherwise, so that it may be another figure
	ZeroFree    ZeroFit = "free"    // no identity is over the cell, and the narrative does not contradict
)

// BlankCells are neighbouring blank cells of one row of a table, of which the identities say the same.
type BlankCells struct {
	Fields []*model.Field
	Place  string // the address of the cell, or of the first and last; empty in a file without addresses
	Fit    ZeroFit

	wholeRow bool // they are all cells of the row that are entered
}

// Label names the cells in the words of the form: the row, and the columns if they are not all of it.
func (b BlankCells) Label() msg.Text {
	row := b.Fields[0].Row.Label
	if b.wholeRow && row != "" {
		return msg.T(row, row)
	}
	var columns []msg.Text
	for _, fd := range b.Fields {
		label := fd.Column.Label
		if p := fd.Column.Parent; p != nil && p.ID != "" {
			label = p.Label + "·" + label
		}
		columns = append(columns, msg.T(label, label))
	}
	all := msg.Join(columns, "、", ", ")
	if row == "" {
		return all
	}
	return msg.F("%s × %s", "%s × %s", row, all)
}

// Blanks lists the cells of a report that should be filled in and are blank, in the order of the form, with what its
// findings say of them as 0. Counting treats them as 0; nothing is changed. The list is not nil.
func Blanks(r *model.Report, findings []Finding) []BlankCells {
	doubted, covered := map[*model.Field]bool{}, map[*model.Field]bool{}
	for _, f := range findings {
		if f.Rule.Relation == model.RelFigure { // of a total, the narrative does not tell which part is meant
			for _, fd := range f.Fields {
				doubted[fd] = true
			}
		}
		entered := slices.ContainsFunc(f.Fields, func(fd *model.Field) bool { return fd.Total == nil })
		// One over totals alone fails because one over their parts does, or because of a total.
		if entered && slices.Contains([]string{model.RelSum, model.RelBalance, model.RelNonNegative, model.RelYear}, f.Rule.Relation) {
			for _, fd := range f.Fields {
				fd.AddWithParts(doubted)
			}
		}
	}
	for _, id := range r.Form.Identities {
		if id.Rule.Relation == model.RelSum || id.Rule.Relation == model.RelBalance {
			for _, t := range id.Terms() {
				covered[t.Field] = true
			}
		}
	}
	out := []BlankCells{} // not nil: there may be none
	for _, fd := range r.Form.Fields {
		v := r.Value(fd.ID)
		if fd.Total != nil || v.State != model.Blank {
			continue
		}
		fit := ZeroFree
		switch {
		case doubted[fd]:
			fit = ZeroDoubted
		case covered[fd]:
			fit = ZeroFits
		}
		if n := len(out) - 1; n >= 0 && out[n].continuedBy(fd, v.Cell, fit) {
			out[n].Fields = append(out[n].Fields, fd)
			if first, _, _ := strings.Cut(out[n].Place, ":"); v.Cell != "" {
				out[n].Place = first + ":" + v.Cell[strings.LastIndexByte(v.Cell, '!')+1:]
			}
			continue
		}
		out = append(out, BlankCells{Fields: []*model.Field{fd}, Place: v.Cell, Fit: fit})
	}
	entered := map[*model.Node]int{}
	for _, fd := range r.Form.Fields {
		if fd.Total == nil {
			entered[fd.Row]++
		}
	}
	for i, b := range out {
		out[i].wholeRow = len(b.Fields) > 1 && len(b.Fields) == entered[b.Fields[0].Row]
	}
	return out
}

// continuedBy reports whether a field is the next cell of the row: no field of the form lies between, and both have an
// address on the same sheet, or none.
func (b BlankCells) continuedBy(fd *model.Field, cell string, fit ZeroFit) bool {
	last := b.Fields[len(b.Fields)-1]
	sheet := func(at string) string { return at[:strings.LastIndexByte(at, '!')+1] }
	return b.Fit == fit && last.Table == fd.Table && last.Row == fd.Row && last.Index+1 == fd.Index && sheet(b.Place) == sheet(cell) && (b.Place == "") == (cell == "")
}
