package xlsx

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// field reads one field, parts before totals.
func (rd *reader) field(fd *model.Field) {
	if rd.states[fd.Index] != notRead {
		return
	}
	rd.states[fd.Index] = beingRead
	defer func() { rd.states[fd.Index] = wasRead }()
	if fd.Total != nil {
		for _, t := range fd.Total.Right {
			rd.field(t.Field)
		}
	}
	s := rd.locations[fd.Index]
	if s.broken {
		rd.report.Values[fd.ID] = model.Value{State: model.Absent}
		return
	}
	if anchor, covered := rd.book.covered(s); covered {
		rd.report.Values[fd.ID] = model.Value{State: model.Absent, Cell: s.address()}
		rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: s.address(), Message: msg.F(
			"单元格被合并进 %s，本格没有自己的数字", "the cell was merged into %s and has no figure of its own", anchor)})
		return
	}
	switch c, formula := rd.book.cell(s); {
	case formula == "", len(c.Left) > 0:
		rd.plainCell(fd, c)
	case fd.Total != nil && rd.isOwnFormula(fd, s, formula):
		rd.total(fd, c)
	default:
		rd.otherFormula(fd, s, c, formula)
	}
}

func (rd *reader) setValue(fd *model.Field, v model.Value) {
	if v.State == model.Blank && v.Text == "" && rd.absent[fd.ID] {
		v = model.Value{State: model.Absent, Cell: v.Cell}
	}
	if rd.byLabels[fd.Table.ID] {
		v = rd.labels.Places[fd.Index].WithUnit(v)
	}
	rd.report.Values[fd.ID] = v
}

// plainCell reads the cell of a field that has no formula.
func (rd *reader) plainCell(fd *model.Field, c intake.Cell) {
	v, notes := intake.Read(c, fd, &rd.form.Reading)
	rd.setValue(fd, v)
	rd.report.Notes = append(rd.report.Notes, notes...)
	if fd.Total != nil && v.IsNumber() && len(rd.book.names) > 0 { // only a template had one
		rd.note(model.Note{Rule: "FORMULA-OVERWRITTEN", Field: fd.ID, Cell: c.Address, Found: c.Text, Message: msg.F(
			"“%s”的公式已被数字 %s 取代", "the formula of %s was replaced by the number %s", fd.Label(), v.Number)})
	}
}

// otherFormula reads a cell with a formula that is not the form's: its stored result,
// or, if none is stored, the result computed here. The formula is noted.
func (rd *reader) otherFormula(fd *model.Field, s location, c intake.Cell, formula string) {
	v := model.Value{State: model.IsNumber, Cell: c.Address}
	if c.Text == "" {
		n, ok := rd.evaluate(formula, s)
		switch {
		case ok:
			v.Number = n
		case rd.book.file.StoresEmptyText(s.sheet, s.ref):
			rd.blankFormula(fd, c, formula)
			return
		default:
			rd.unreadableFormula(fd, c, formula)
			return
		}
	} else {
		var notes []model.Note
		v, notes = intake.Read(c, fd, &rd.form.Reading)
		rd.report.Notes = append(rd.report.Notes, notes...)
	}
	rd.setValue(fd, v)
	if !v.IsNumber() {
		return
	}
	rd.noteFormula(fd, c, formula, v.Number.String(), msg.T(v.Number.String(), v.Number.String()))
}

// noteFormula notes a formula that is not the form's, and what its result was read as.
func (rd *reader) noteFormula(fd *model.Field, c intake.Cell, formula, read string, shown msg.Text) {
	n := model.Note{Rule: "FORMULA-ENTRY", Field: fd.ID, Cell: c.Address, Found: "=" + strings.TrimPrefix(formula, "="), Read: read}
	n.Message = msg.F("格里是公式 %s，读作 %s", "the cell holds the formula %s, read as %s", n.Found, shown)
	if fd.Total != nil && len(rd.book.names) > 0 { // only a template had one of its own
		n.Rule = "FORMULA-CHANGED"
		n.Message = msg.F("“%s”的公式被改成 %s，读作 %s", "the formula of %s was changed to %s, read as %s", fd.Label(), n.Found, shown)
	}
	rd.note(n)
}

// blankFormula reads a cell whose formula gave an empty text, as IFERROR(…,"") does.
func (rd *reader) blankFormula(fd *model.Field, c intake.Cell, formula string) {
	rd.setValue(fd, model.Value{State: model.Blank, Cell: c.Address})
	rd.noteFormula(fd, c, formula, "", msg.T("空白（公式的结果是空文本）", "a blank, since its result is an empty text"))
}

func (rd *reader) unreadableFormula(fd *model.Field, c intake.Cell, formula string) {
	formula = "=" + strings.TrimPrefix(formula, "=")
	rd.setValue(fd, model.Value{State: model.Unreadable, Text: formula, Cell: c.Address})
	rd.note(model.Note{Rule: "VALUE-UNREADABLE", Field: fd.ID, Cell: c.Address, Found: formula, Message: msg.F(
		"公式 %s 没有保存结果；请用 WPS 或 Excel 打开并保存一次", "the formula %s has no stored result; open the workbook in WPS or Excel and save it", formula)})
}

// total reads the cell of a total with the form's own formula, which is computed from
// the figures as they were read; its stored result is only compared.
func (rd *reader) total(fd *model.Field, c intake.Cell) {
	var sum model.Number
	any, readable := false, true
	for _, t := range fd.Total.Right {
		switch v := rd.report.Value(t.Field.ID); v.State {
		case model.IsNumber:
			sum, any = sum.Add(v.Number), true
		case model.Unreadable, model.Absent:
			readable = false
		}
	}
	v := model.Value{State: model.Blank, Cell: c.Address, Computed: readable}
	if any {
		v.State, v.Number = model.IsNumber, sum
	}
	// What the program stored, when it stored anything.
	if c.Shown != nil { // the sum counts; people see what the format makes of it
		if _, notes := intake.Read(c, fd, &rd.form.Reading); len(notes) > 0 {
			rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: c.Address, Found: c.Text, Message: c.FormatMessage()})
		}
		c.Shown = nil
	}
	stored, _ := intake.Read(c, fd, &rd.form.Reading)
	if !readable && stored.IsNumber() {
		// The computed sum lacks a part that the stored one may have.
		v.State, v.Number = model.IsNumber, stored.Number
	} else if stored.State == model.Unreadable || stored.IsNumber() && !(v.IsNumber() && stored.Number.Equal(v.Number)) {
		shown, read := msg.T("空白", "blank"), ""
		if v.IsNumber() {
			read = v.Number.String()
			shown = msg.T(read, read)
		}
		rd.note(model.Note{Rule: "FORMULA-STALE", Field: fd.ID, Cell: c.Address, Found: c.Text, Read: read, Message: msg.F(
			"“%s”显示 %s，按各项重新计算为 %s", "%s shows %s, its parts give %s", fd.Label(), c.Text, shown)})
	}
	rd.setValue(fd, v)
}

// isOwnFormula says whether a formula adds up the parts of its total and nothing else,
// wherever they are now. Empty cells that an inserted row or column brought into a
// range are allowed.
func (rd *reader) isOwnFormula(fd *model.Field, s location, formula string) bool {
	l, ok := parseLinear(formula, s.sheet)
	if !ok || l.constant.Sign() != 0 {
		return false
	}
	parts := map[string]bool{}
	for _, t := range fd.Total.Right {
		p := rd.locations[t.Field.Index]
		if p.broken {
			continue
		}
		if l.cells[p.key()] != 1 {
			return false
		}
		parts[p.key()] = true
	}
	for key := range l.cells {
		if parts[key] {
			continue
		}
		if c, _ := rd.cellAt(key); c.Text != "" || len(c.Left) > 0 {
			return false
		}
	}
	return true
}

// cellAt reads a cell that a formula refers to. A cell of a sheet that is not there is
// an error value.
func (rd *reader) cellAt(key string) (intake.Cell, string) {
	i := strings.LastIndexByte(key, '!')
	sheet, ref := key[:i], key[i+1:]
	if !rd.book.file.HasSheet(sheet) {
		return intake.Cell{Kind: intake.Error, Text: "#REF!"}, ""
	}
	return rd.book.cell(location{sheet: sheet, ref: ref})
}

// evaluate computes a linear formula from the cells it refers to; ok is false if it is
// none, or a cell is unreadable.
func (rd *reader) evaluate(formula string, s location) (sum model.Number, ok bool) {
	l, ok := parseLinear(formula, s.sheet)
	if !ok {
		return sum, false
	}
	sum = l.constant
	for _, key := range slices.Sorted(maps.Keys(l.cells)) { // notes on them come in their order
		factor := l.cells[key]
		var v model.Value
		if fd, known := rd.byCell[key]; known {
			if rd.states[fd.Index] == beingRead {
				return sum, false // a formula that leads back to itself
			}
			rd.field(fd)
			v = rd.report.Value(fd.ID)
		} else {
			c, f := rd.cellAt(key)
			if c.Kind == intake.Error || f != "" && c.Text == "" || len(c.Left) > 0 || c.Kind == intake.Text && c.Text != "" && l.terms[key] {
				return sum, false
			}
			c.Shown = nil // formulas take what is stored
			if c.Kind == intake.Number {
				v, _ = intake.Read(c, rd.form.Fields[0], &rd.form.Reading)
			}
		}
		switch v.State {
		case model.Unreadable:
			return sum, false
		case model.IsNumber:
			sum = sum.Add(v.Number.Mul(model.Int(int64(factor))))
		}
	}
	return sum, true
}

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
	labels := labelTexts(rd.form)
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

// formLabels keeps what labelTexts makes of each form.
var formLabels sync.Map

// labelTexts are the texts of the tables of a form, without blanks.
func labelTexts(f *model.Form) map[string]bool {
	if known, ok := formLabels.Load(f); ok {
		return known.(map[string]bool)
	}
	labels := map[string]bool{}
	for _, t := range f.Tables {
		for _, c := range grid.Of(f, t).Cells {
			labels[text.Bare(c.Text)] = true
		}
	}
	formLabels.Store(f, labels)
	return labels
}

func (rd *reader) extraCell(s location, labels map[string]bool) {
	found := rd.book.value(s.sheet, s.ref)
	if strings.TrimSpace(found) == "" || labels[text.Bare(found)] {
		return
	}
	if _, covered := rd.book.covered(s); covered || rd.noteShift(s) {
		return
	}
	rd.note(model.Note{Rule: "FORM-EXTRA", Cell: s.address(), Found: found, Message: msg.F(
		"“%s”不在填报格里，没有计入", "%q stands in no cell of the form and was not counted", text.Brief(found))})
}
