// Package intake recognises a report in sheets of cells. Its input is what a reader made of a file: sheets with
// the text, kind and place of every cell (Sheet), and the forms (editions) that may be meant. Map finds the
// tables, rows and columns by their labels and returns a Mapping: the place of every field, the organ, the year
// and the narratives, and notes on whatever was not read plainly. Read turns the content of one cell into the
// value of a field.
//
// Documents, pages and text come here from internal/read, workbooks from xlsx; the report goes on to internal/check.
//
// Nothing is lost and nothing is guessed: what cannot be read as a number never becomes 0, and every reading
// that is not the plain number leaves a note.
package intake

import (
	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// CellKind is the type of a cell in the program that saved it.
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

// Cell is a cell as a reader found it. Text is the text as typed, the raw number of a Number, and what is shown
// of the other kinds.
type Cell struct {
	Kind    CellKind
	Text    string
	Address string
	// Left are the stretches of the cell's text that are struck or unseen: they are no part of Text, and the note on
	// the cell says so.
	Left []Run
	// Raised says that the whole text is set as a superscript or subscript.
	Raised bool
	// Shown is what the number format makes of a Number, a Date or a Percent; nil if it is shown as it is stored.
	Shown *numberformat.Shown
	// Said is what the reader has to say on how it came to the text of the cell.
	Said []msg.Text
}

// Rules whose notes Read gives.
const (
	ruleReading    = "VALUE-READING"
	ruleUnreadable = "VALUE-UNREADABLE"
	ruleTextNumber = "VALUE-TEXT-NUMBER"
)

// Read reads a cell as the value of a field, with the words of a form's Reading. A value that is unreadable
// comes with exactly one note that says why.
func Read(cell Cell, f *model.Field, voc *model.Reading) (model.Value, []model.Note) {
	return readAs(cell, f, voc, false)
}

// readAs is [Read]. Typed says that every number is stored as text, as in a document, so that no note says it.
func readAs(cell Cell, f *model.Field, voc *model.Reading, typed bool) (model.Value, []model.Note) {
	v, notes := readShown(cell, f, voc, typed)
	if v.State == model.Unreadable {
		return v, notes
	}
	read := ""
	if v.IsNumber() {
		read = v.Number.String()
	}
	for _, s := range cell.Said {
		notes = append(notes, note(cell, f, ruleReading, read, s))
	}
	switch {
	case len(cell.Left) == 0:
	case cell.Text == "" || unclear(cell):
		n, _ := LeftNote(cell)
		cell.Text += n.Found
		return apart(cell, f, "没有读入："+cell.Text, msg.F("%s；请填写现在的数字", "%s; enter the figure that holds now", n.Message))
	default:
		notes = append(notes, note(cell, f, ruleReading, "", leftMessage(cell.Left)))
	}
	if cell.Raised && v.IsNumber() {
		notes = append(notes, note(cell, f, ruleReading, v.Number.String(), msg.F("整格“%s”设成了上标或下标，仍作为数字读取", "the whole of %q is set as a superscript or subscript; it was read as a figure", brief(cell.Text))))
	}
	return v, notes
}

// readShown is readAs for what a cell shows, without a word on what was left out of it.
func readShown(cell Cell, f *model.Field, voc *model.Reading, typed bool) (model.Value, []model.Note) {
	v := model.Value{State: model.Blank, Cell: cell.Address}
	switch cell.Kind {
	case Empty:
		return v, nil
	case Number:
		n, err := model.ParseCellNumber(cell.Text)
		if err != nil {
			return unreadable(cell, f, msg.F("“%s”超出可统计的范围", "%q is beyond any figure", brief(cell.Text)))
		}
		v.State, v.Number = model.IsNumber, n
		if cell.Shown != nil {
			return readFormatted(cell, v, f, voc)
		}
		return v, nil
	case Bool:
		return unreadable(cell, f, msg.F("单元格是逻辑值 %s，不是数字", "the cell is the logical value %s, no number", brief(cell.Text)))
	case Error:
		return unreadable(cell, f, msg.F("单元格是公式错误 %s", "the cell is the formula error %s", brief(cell.Text)))
	case Date:
		if s := cell.Shown; s != nil && s.Stored != cell.Text {
			return apart(cell, f, cell.Text, msg.F("单元格是日期（%s，存的是 %s），不是数字", "the cell is a date (%s; it stores %s), no number", brief(cell.Text), s.Stored))
		}
		return apart(cell, f, cell.Text, msg.F("单元格是日期（%s），不是数字", "the cell is a date (%s), no number", brief(cell.Text)))
	case Percent:
		if s := cell.Shown; s != nil {
			return unreadable(cell, f, msg.F("单元格是百分比（%s，存的是 %s），不是数字", "the cell is a percentage (%s; it stores %s), no number", brief(cell.Text), s.Stored))
		}
		return unreadable(cell, f, msg.F("单元格是百分比（%s），不是数字", "the cell is a percentage (%s), no number", brief(cell.Text)))
	}
	folded := fold(cell.Text)
	if folded == "" {
		return v, nil
	}
	if text.Backwards(cell.Text) {
		return unreadable(cell, f, msg.F("“%s”按相反的次序显示，看到的与存放的不同，无法确定数字", "%q is shown in the opposite order: what is seen is not what is stored, and which figure counts is unclear", brief(cell.Text)))
	}
	if placeholder(folded, voc) {
		v.Text = cell.Text
		return v, []model.Note{note(cell, f, ruleReading, "", msg.F("“%s”读作空白，不当作 0", "%q was read as blank, not as 0", brief(cell.Text)))}
	}
	if reversed := text.Reversed(cell.Text); reversed != "" {
		return unreadable(cell, f, reversedMessage(reversed))
	}
	g, why := parse(folded, f.Kind == model.Signed, voc)
	if !why.IsZero() {
		return unreadable(cell, f, msg.F("“%s”%s", "%q %s", brief(cell.Text), why))
	}
	v.State, v.Number, v.Unit, v.Remark = model.IsNumber, g.number, g.unit, g.remark
	if v.Remark != "" {
		v.Remark = foundRemark(cell.Text, v.Remark)
	}
	plain := g.number.String()
	switch {
	case cell.Text == plain && typed:
		return v, nil
	case cell.Text == plain:
		return v, []model.Note{note(cell, f, ruleTextNumber, plain, msg.F("数字 %s 以文本格式存放", "the number %s is stored as text", plain))}
	}
	v.Text = cell.Text
	read := plain
	if g.unit != "" {
		read += " " + g.unit
	}
	m := msg.F("“%s”读作 %s", "%q was read as %s", brief(cell.Text), read)
	if v.Remark != "" {
		m = msg.F("%s，备注：%s", "%s, remark: %s", m, brief(v.Remark))
	}
	return v, []model.Note{note(cell, f, ruleReading, read, m)}
}

// readsAsFigure reports whether a text reads as a number, or as a placeholder for one, as [Read] reads it into a field that
// any whole number fits. It takes a fraction of the time, since it does not say why.
func readsAsFigure(cell Cell, voc *model.Reading) (figure, number bool) {
	if len(cell.Left) > 0 {
		v, _ := Read(cell, anyFigure, voc)
		return v.IsNumber() || v.State == model.Blank && v.Text != "", v.IsNumber()
	}
	folded := fold(cell.Text)
	switch {
	case folded == "" || text.Backwards(cell.Text):
		return false, false
	case placeholder(folded, voc):
		return true, false
	case text.Reversed(cell.Text) != "":
		return false, false
	}
	_, why := parse(folded, anyFigure.Kind == model.Signed, voc)
	return why.IsZero(), why.IsZero()
}

// reversedMessage says that a text is shown from right to left.
func reversedMessage(s string) msg.Text {
	return msg.F("“%s”前有改变书写方向的字符 U+202E，看到的次序与存的相反；请删去该字符，重新填写", "U+202E before %q makes it run from right to left, so that it is seen in the reverse of the order in which it is stored; delete that character and enter it anew", brief(s))
}

// note makes a note on a cell that was read for a field.
func note(cell Cell, f *model.Field, rule, read string, m msg.Text) model.Note {
	return model.Note{Rule: rule, Field: f.ID, Cell: cell.Address, Found: cell.Text, Read: read, Message: m}
}

// unreadable returns an unreadable value and the note that says why.
func unreadable(cell Cell, f *model.Field, m msg.Text) (model.Value, []model.Note) {
	return model.Value{State: model.Unreadable, Text: cell.Text, Cell: cell.Address}, []model.Note{note(cell, f, ruleUnreadable, "", m)}
}

// apart is unreadable for a cell whose stored text would be a figure if it were typed. What is kept as its text is not,
// so that whoever moves it to another cell does not make a figure of it.
func apart(cell Cell, f *model.Field, kept string, m msg.Text) (model.Value, []model.Note) {
	v, notes := unreadable(cell, f, m)
	if v.Text = kept; IsFigure(kept, &model.Reading{}) {
		v.Text = "没有读入：" + kept
	}
	return v, notes
}

// brief shortens a text for a message.
func brief(s string) string { return text.Brief(s) }
