package model

import "maps"

// With returns the report as it would be with some values replaced, by field id: a total that a formula
// computes is computed anew, and notes on a replaced value are dropped. The report itself is not changed.
func (r *Report) With(f *Form, values map[string]Value) *Report {
	out := *r
	out.Values = maps.Clone(r.Values)
	if out.Values == nil {
		out.Values = map[string]Value{}
	}
	for id, v := range values {
		out.Values[id] = v
	}
	w := whatIf{report: &out, given: values, done: map[*Field]bool{}}
	for _, fd := range f.Fields {
		w.computeTotal(fd)
	}
	out.Notes = nil
	for _, n := range r.Notes {
		if _, replaced := values[n.Field]; !replaced {
			out.Notes = append(out.Notes, n)
		}
	}
	return &out
}

// whatIf computes the totals of a changed report.
type whatIf struct {
	report *Report
	given  map[string]Value
	done   map[*Field]bool
}

// computeTotal computes a total that a formula computes, after its parts.
func (w *whatIf) computeTotal(fd *Field) {
	if fd.Total == nil || w.done[fd] {
		return
	}
	w.done[fd] = true
	v := w.report.Value(fd.ID)
	if _, given := w.given[fd.ID]; given || !v.Computed {
		return
	}
	var sum Number
	some := false
	for _, t := range fd.Total.Right {
		w.computeTotal(t.Field)
		p := w.report.Value(t.Field.ID)
		switch {
		case p.State == Unreadable || p.State == Absent:
			return
		case !p.IsNumber():
			continue
		case t.Minus:
			sum = sum.Sub(p.Number)
		default:
			sum = sum.Add(p.Number)
		}
		some = true
	}
	if some {
		v.State, v.Number, v.Text = IsNumber, sum, ""
		w.report.Values[fd.ID] = v
	}
}
