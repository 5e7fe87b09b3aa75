package diff

import "github.com/gkxl/gkxl/model"

// Reading is a cell that says more than a plain number in one of the years, and
// not the same in the other: a remark, a unit, a text.
type Reading struct {
	Field    *Field
	Old, New string // as it stood
}

func readings(fs []Field) []Reading {
	var out []Reading
	for i := range fs {
		f := &fs[i]
		var old, now string
		if len(f.From) == 1 {
			old = more(f.Old)
		}
		if len(f.To) == 1 {
			now = more(f.New)
		}
		if old != now {
			out = append(out, Reading{f, old, now})
		}
	}
	return out
}

// more is the text of a cell, where it is more than a number or an empty cell.
func more(v model.Value) string {
	if v.Text == "" && v.Remark == "" && v.Unit == "" {
		return ""
	}
	return v.Typed()
}
