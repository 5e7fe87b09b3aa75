package xlsx

import (
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
)

// SheetDigits is how many significant digits a spreadsheet keeps of a number.
const sheetDigits = 15

// MaxText is how much text a cell holds, in UTF-16 units.
const maxText = 32767

// Content is what will stand in a field's cell.
type content struct {
	number  *model.Number // a number cell, or a formula's result
	text    string        // a text cell
	formula bool          // the form's own formula
}

func (c content) value() any {
	switch {
	case c.number == nil:
		return c.text
	case c.number.IsInteger():
		if i, ok := c.number.Int64(); ok {
			return i
		}
	}
	return c.number.Float()
}

// Typed turns a text into what a spreadsheet makes of it when it is typed:
// a plain number becomes a number as long as no digit is lost, everything else
// stays text.
func typed(s string) content {
	if n, err := model.ParseNumber(s); err == nil && n.String() == s && n.Digits() <= sheetDigits {
		return content{number: &n}
	}
	return content{text: s}
}

// Contents decides what stands in every field's cell.
//
// A total is the form's formula as long as the formula shows what the report
// says. Otherwise the report's figure is written over it, as a person would have
// typed it, so that the workbook says what its data say.
func contents(f *model.Form, r *model.Report) []content {
	out := make([]content, len(f.Fields))
	exact := make([]model.Number, len(f.Fields))
	for _, fd := range f.Fields {
		if fd.Total == nil {
			v := r.Value(fd.ID)
			out[fd.Index] = typed(v.Typed())
			if v.IsNumber() {
				exact[fd.Index] = v.Number
			}
		}
	}
	done := make([]bool, len(f.Fields))
	var total func(fd *model.Field)
	total = func(fd *model.Field) {
		if done[fd.Index] {
			return
		}
		done[fd.Index] = true
		var shown, sum model.Number
		var any, readable bool
		for _, t := range fd.Total.Right {
			part := t.Field
			if part.Total != nil {
				total(part)
			}
			sum = sum.Add(exact[part.Index])
			readable = readable || r.Value(part.ID).IsNumber() || part.Total != nil && out[part.Index].number != nil
			// What is text to a spreadsheet is skipped by its SUM.
			if n := out[part.Index].number; n != nil {
				shown, any = shown.Add(*n), true
			}
		}
		formula := content{formula: true}
		if any {
			formula.number = &shown
		}
		v, given := r.Values[fd.ID]
		want := typed(v.Typed())
		if !given {
			want = content{}
			if readable {
				want = typed(sum.String())
				v = model.Value{State: model.IsNumber, Number: sum}
			}
		}
		exact[fd.Index] = v.Number
		out[fd.Index] = want
		if v.State != model.Absent && want.text == formula.text && sameNumber(want.number, formula.number) &&
			(formula.number == nil || formula.number.Digits() <= sheetDigits) {
			out[fd.Index] = formula
		}
	}
	for _, fd := range f.Fields {
		if fd.Total != nil {
			total(fd)
		}
	}
	return out
}

func sameNumber(a, b *model.Number) bool {
	return a == b || a != nil && b != nil && a.Equal(*b)
}

// CheckText refuses what a cell cannot hold, before a library drops it.
func checkText(where, s string) error {
	if n := len(utf16.Encode([]rune(s))); n > maxText {
		return &say.Problem{
			What: say.F("%s有 %d 个字符，超过单元格的上限 %d", "%s has %d characters, a cell holds %d", where, n, maxText),
			Do:   say.T("请压缩篇幅", "shorten it"),
		}
	}
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' || c == '\ufffe' || c == '\uffff' || c == '\ufffd' {
			return &say.Problem{
				What: say.F("%s含有不能写入单元格的字符 %U", "%s contains the character %U, which no cell can hold", where, c),
				Do:   say.T("请删除该字符", "remove it"),
			}
		}
	}
	return nil
}

// CleanBreaks makes every line break the one a cell uses.
func cleanBreaks(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}
