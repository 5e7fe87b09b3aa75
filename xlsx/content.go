package xlsx

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// content is what will stand in a field's cell.
type content struct {
	number  *model.Number // a number cell, or a formula's result
	text    string        // a text cell
	formula bool          // the form's own formula
}

func (c content) value() any {
	if c.number == nil {
		return c.text
	}
	return workbook.Number(*c.number)
}

// typed turns a text into what a spreadsheet makes of it when it is typed:
// a plain number becomes a number as long as no digit is lost, everything else
// stays text.
func typed(s string) content {
	if n, err := model.ParseNumber(s); err == nil && n.String() == s && n.Digits() <= workbook.MaxDigits {
		return content{number: &n}
	}
	return content{text: s}
}

// contents decides what stands in every field's cell.
//
// A total is the form's formula as long as the formula shows what the report
// says. Otherwise the report's figure is written over it, as a person would have
// typed it, so that the workbook says what its data say.
func contents(r *model.Report) []content {
	f := r.Form
	c := &contentPlan{report: r, out: make([]content, len(f.Fields)), read: make([]*model.Number, len(f.Fields)), done: make([]bool, len(f.Fields))}
	for _, fd := range f.Fields {
		c.decide(fd)
	}
	return c.out
}

// contentPlan decides cell by cell. Read is the figure an importer will make of
// the cell, which a text such as "1,113" is too; a spreadsheet's SUM skips it.
type contentPlan struct {
	report *model.Report
	out    []content
	read   []*model.Number
	done   []bool
}

func (c *contentPlan) decide(fd *model.Field) {
	if c.done[fd.Index] {
		return
	}
	c.done[fd.Index] = true
	v, given := c.report.Values[fd.ID]
	want := typed(v.Typed())
	if v.IsNumber() {
		c.read[fd.Index] = &v.Number
	}
	c.out[fd.Index] = want
	if fd.Total == nil {
		return
	}
	var shown, sum *model.Number // what the formula shows, and what it should
	for _, t := range fd.Total.Right {
		c.decide(t.Field)
		shown = addTo(shown, c.out[t.Field.Index].number)
		sum = addTo(sum, c.read[t.Field.Index])
	}
	if !given {
		c.read[fd.Index] = sum
		want = content{}
		if sum != nil {
			want = typed(sum.String())
		}
		c.out[fd.Index] = want
	}
	if v.State != model.Absent && want.text == "" && sameNumber(want.number, shown) && sameNumber(shown, sum) {
		c.out[fd.Index] = content{formula: true, number: shown}
	}
}

func addTo(sum, n *model.Number) *model.Number {
	if n == nil {
		return sum
	}
	if sum == nil {
		return n
	}
	s := sum.Add(*n)
	return &s
}

func sameNumber(a, b *model.Number) bool {
	return a == b || a != nil && b != nil && a.Equal(*b)
}

// CellTexts cuts a text into pieces that a cell can hold; none for an empty one.
func CellTexts(s string) []string {
	var out []string
	for units, from, i := 0, 0, 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if units += utf16.RuneLen(r); units > workbook.MaxText {
			out = append(out, s[from:i])
			from, units = i, utf16.RuneLen(r)
		}
		if i += n; i == len(s) {
			out = append(out, s[from:])
		}
	}
	return out
}
