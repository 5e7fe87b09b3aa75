// Package carry begins a new year's report with what last year's says about it. Over takes last year's report
// and the new form; xlsx writes the result as a template.
package carry

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Over makes the report of the year after last year's in a form: organ, type of organ, contact, and every
// figure that the form says is last year's. It also returns what could not be taken over. Only figures that the
// crosswalk calls the same are taken over.
func Over(last *model.Report, form *model.Form) (*model.Report, []msg.Text) {
	r := model.NewReport(form)
	r.Organ, r.Year = last.Organ, last.Year+1
	if t, ok := form.OrganType(last.OrganType); ok {
		r.OrganType = t.ID
	}
	for _, c := range form.Cover {
		if v := last.Cover[c.ID]; c.Carry && v != "" {
			r.Cover[c.ID] = v
		}
	}
	r.Taken = map[string]model.Taken{}
	var notes []msg.Text
	for _, c := range form.Carries {
		for _, fd := range form.Fields {
			if stars, ok := model.MatchStars(c.To, fd.ID); ok && fd.Total == nil {
				if n := carryFigure(last, form, r, fd, c.From, stars); !n.IsZero() {
					notes = append(notes, n)
				}
			}
		}
	}
	return r, append(notes, totalsThatDiffer(last, form, r)...)
}

// carryFigure takes over one figure, and says why if it could not.
func carryFigure(last *model.Report, form *model.Form, r *model.Report, fd *model.Field, from []string, stars string) msg.Text {
	var sum model.Number
	var cells []string
	for _, p := range from {
		term, ok := form.Field(model.FillStars(p, stars))
		if !ok {
			return msg.Text{}
		}
		old, ok := diff.Earlier(last.Form, form, []*model.Field{term})
		if !ok {
			return msg.Text{} // last year's edition has no such field
		}
		v := model.Sum(last, old)
		if !v.IsNumber() {
			return msg.F("“%s”没有取上年的数：上年报告的“%s”%s", "%q was not carried over: last year's %q is %s", fd.Label(), old[0].Label(), v.Describe())
		}
		sum = sum.Add(v.Number)
		cells = append(cells, cmp.Or(v.Cell, old[0].Label()))
	}
	source := msg.F("%d 年度报告 %s", "report on %d, %s", last.Year, strings.Join(cells, "＋"))
	r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: sum}
	r.Taken[fd.ID] = model.Taken{Number: sum, Source: source.ZH}
	return msg.Text{}
}

// totalsThatDiffer says where last year's total is not the sum of the figures taken over, since the new
// template will compute the sum.
func totalsThatDiffer(last *model.Report, form *model.Form, r *model.Report) []msg.Text {
	var out []msg.Text
	for _, c := range form.Carries {
		for _, fd := range form.Fields {
			stars, ok := model.MatchStars(c.To, fd.ID)
			if !ok || fd.Total == nil || len(c.From) != 1 {
				continue
			}
			term, ok := form.Field(model.FillStars(c.From[0], stars))
			if !ok {
				continue
			}
			old, ok := diff.Earlier(last.Form, form, []*model.Field{term})
			if !ok {
				continue
			}
			var sum model.Number
			for _, t := range fd.Total.Right {
				sum = sum.Add(r.Taken[t.Field.ID].Number)
			}
			if v := last.Value(old[0].ID); v.IsNumber() && !v.Number.Equal(sum) {
				out = append(out, msg.F("“%s”：上年报告的总计是 %s，取来的各项之和是 %s；请核对上年报告", "%q: last year's total is %s, the figures carried sum to %s; check last year's report", fd.Label(), v.Number, sum))
			}
		}
	}
	return out
}

// Fields returns the fields whose figures a report took over, in the order of the form.
func Fields(r *model.Report) []*model.Field {
	return slices.DeleteFunc(slices.Clone(r.Form.Fields), func(fd *model.Field) bool {
		_, ok := r.Taken[fd.ID]
		return !ok
	})
}
