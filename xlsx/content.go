package xlsx

import (
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// content is the content of a field's cell.
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

// typed is what a spreadsheet makes of a text when it is typed: a plain number becomes
// a number if no digit is lost, everything else stays text.
func typed(s string) content {
	if n, err := model.ParseNumber(s); err == nil && n.String() == s && n.Digits() <= workbook.MaxDigits {
		return content{number: &n}
	}
	return content{text: s}
}

// contents decides the content of every field's cell, by Field.Index.
//
// A total gets the form's formula if that gives the figure of the report. Otherwise it
// gets the figure itself, as if it had been typed over the formula, so that the
// workbook says what the report says.
func contents(r *model.Report) []content {
	f := r.Form
	c := &contentPlan{report: r, out: make([]content, len(f.Fields)), read: make([]*model.Number, len(f.Fields)), done: make([]bool, len(f.Fields))}
	for _, fd := range f.Fields {
		c.decide(fd)
	}
	return c.out
}

// contentPlan decides contents cell by cell. Read is the figure that reading the cell
// will give; it exists also for a text such as "1,113", which SUM skips.
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
	var shown, sum *model.Number // what the formula gives, and what it should give
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
