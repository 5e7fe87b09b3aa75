package diff

import "github.com/gkxl/gkxl/model"

// Reading is a cell that says more than a plain number in one of the years, and not the same in the other: a
// remark, a unit, a text.
type Reading struct {
	Field    *Field
	Old, New string // as typed
}

// differentReadings returns the cells that say something besides their figure that is not the same in both years.
func differentReadings(fs []Field) []Reading {
	var out []Reading
	for i := range fs {
		f := &fs[i]
		var old, now string
		if len(f.From) == 1 {
			old = annotatedText(f.Old)
		}
		if len(f.To) == 1 {
			now = annotatedText(f.New)
		}
		if old != now {
			out = append(out, Reading{f, old, now})
		}
	}
	return out
}

// annotatedText returns the text of a cell that holds more than a number; else "".
func annotatedText(v model.Value) string {
	if v.Text == "" && v.Remark == "" && v.Unit == "" {
		return ""
	}
	return v.Typed()
}
