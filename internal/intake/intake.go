// Package intake turns sheets, wherever they were read, into a report: it finds
// tables, rows and columns by their labels, tells the narratives from what stands
// around them, and makes of what a cell holds the value of a field.
//
// Nothing is lost and nothing is guessed: what cannot be read as a number is
// never 0, and every reading that is not the plain number is reported by a note.
package intake

import (
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// CellKind is what a cell is to the program that saved it.
type CellKind int

// The kinds of cells.
const (
	Empty CellKind = iota
	Text
	Number
	Bool
	Error
	Date
	Percent
)

// Cell is a cell as a reader found it. Text is what stands there: a text as
// typed, the raw number of a Number, what is shown of the other kinds.
type Cell struct {
	Kind    CellKind
	Text    string
	Address string
}

// The rules whose notes reading gives.
const (
	ruleReading    = "VALUE-READING"
	ruleUnreadable = "VALUE-UNREADABLE"
	ruleTextNumber = "VALUE-TEXT-NUMBER"
)

// Read reads a cell as the value of a field. A value that is unreadable comes
// with exactly one note that says why.
func Read(c Cell, f *model.Field, voc *model.Reading) (model.Value, []model.Note) {
	v := model.Value{State: model.Blank, Cell: c.Address}
	switch c.Kind {
	case Empty:
		return v, nil
	case Number:
		n, err := model.ParseCellNumber(c.Text)
		if err != nil {
			return unreadable(c, f, msg.F("“%s”超出可统计的范围", "%q is beyond any figure", brief(c.Text)))
		}
		v.State, v.Number = model.IsNumber, n
		return v, nil
	case Bool:
		return unreadable(c, f, msg.F("单元格是逻辑值 %s，不是数字", "the cell is the logical value %s, no number", brief(c.Text)))
	case Error:
		return unreadable(c, f, msg.F("单元格是公式错误 %s", "the cell is the formula error %s", brief(c.Text)))
	case Date:
		return unreadable(c, f, msg.F("单元格是日期（%s），不是数字", "the cell is a date (%s), no number", brief(c.Text)))
	case Percent:
		return unreadable(c, f, msg.F("单元格是百分比（%s），不是数字", "the cell is a percentage (%s), no number", brief(c.Text)))
	}
	folded := fold(c.Text)
	if folded == "" {
		return v, nil
	}
	if placeholder(folded, voc) {
		v.Text = c.Text
		return v, []model.Note{note(c, f, ruleReading, "", msg.F("“%s”读作空白，不当作 0", "%q was read as blank, not as 0", brief(c.Text)))}
	}
	g, why := parse(folded, f.Kind == model.Signed, voc)
	if !why.IsZero() {
		return unreadable(c, f, msg.F("“%s”%s", "%q %s", brief(c.Text), why))
	}
	v.State, v.Number, v.Unit, v.Remark = model.IsNumber, g.number, g.unit, g.remark
	if v.Remark != "" {
		v.Remark = foundRemark(c.Text, v.Remark)
	}
	plain := g.number.String()
	if c.Text == plain {
		return v, []model.Note{note(c, f, ruleTextNumber, plain, msg.F("数字 %s 以文本格式存放", "the number %s is stored as text", plain))}
	}
	v.Text = c.Text
	read := plain
	if g.unit != "" {
		read += " " + g.unit
	}
	m := msg.F("“%s”读作 %s", "%q was read as %s", brief(c.Text), read)
	if v.Remark != "" {
		m = msg.F("%s，备注：%s", "%s, remark: %s", m, brief(v.Remark))
	}
	return v, []model.Note{note(c, f, ruleReading, read, m)}
}

func note(c Cell, f *model.Field, rule, read string, m msg.Text) model.Note {
	return model.Note{Rule: rule, Field: f.ID, Cell: c.Address, Found: c.Text, Read: read, Message: m}
}

func unreadable(c Cell, f *model.Field, m msg.Text) (model.Value, []model.Note) {
	return model.Value{State: model.Unreadable, Text: c.Text, Cell: c.Address}, []model.Note{note(c, f, ruleUnreadable, "", m)}
}

// brief shortens a text for a message.
func brief(s string) string { return text.Brief(s) }
