package pipeline

import (
	"cmp"
	"path/filepath"
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Beside is a file of another format beside a report's file, of the same name: the same report printed or exported.
type Beside struct {
	Name string // its path
	Data []byte
	Err  error // why it could not be opened; then there is no content
}

// BesideRule is the rule on files that lie beside a report's and say something else.
const BesideRule = "FILE-BESIDE"

// besideNotes hold a report against the files that lie beside its own. Figures are compared, where a blank is as good as 0,
// and no texts, which formats break otherwise.
func besideNotes(r *model.Report, all []Beside, o Options) (notes []model.Note) {
	for _, b := range all {
		name := filepath.Base(b.Name)
		var other *model.Report
		err := b.Err
		if err == nil {
			other, err = Import(b.Name, b.Data, Options{Form: o.Form})
		}
		if err != nil {
			notes = append(notes, model.Note{Rule: BesideRule, Message: msg.F("同名的“%s”无法读取，没有比较：%s", "%q, of the same name, cannot be read and was not compared: %s", name, msg.Within(b.Name, err))})
			continue
		}
		if n, ok := besideNote(r, other, name); ok {
			notes = append(notes, n)
		}
	}
	return notes
}

// besideNote says how the figures of a report differ from those in a file beside its own; ok is false where they do not.
func besideNote(r, other *model.Report, name string) (n model.Note, ok bool) {
	n.Rule = BesideRule
	switch {
	case other.Form.ID != r.Form.ID:
		n.Message = msg.F("同名的“%s”用的是 %s 版格式，这份是 %s 版", "%q, of the same name, is in edition %s, and this file in edition %s", name, other.Form.ID, r.Form.ID)
		return n, true
	case other.Year != r.Year && other.Year != 0 && r.Year != 0:
		n.Message = msg.F("同名的“%s”是 %d 年度的，这份是 %d 年度的", "%q, of the same name, is on %d, and this file on %d", name, other.Year, r.Year)
		return n, true
	}
	var parts, totals []*model.Field // that differ; totals count where their parts do not
	unread := 0
	isFigure := func(v model.Value) bool { return v.IsNumber() || v.State == model.Blank }
	for _, fd := range r.Form.Fields {
		v, w := r.Value(fd.ID), other.Value(fd.ID)
		switch {
		case !isFigure(v) && !isFigure(w), fd.Total != nil && (v.State == model.Blank || w.State == model.Blank): // left to be added up
		case !isFigure(w):
			unread++
		case isFigure(v) && v.Number.Equal(w.Number) && (v.Number.Sign() == 0 || cmp.Or(v.Unit, fd.Unit) == cmp.Or(w.Unit, fd.Unit)):
		case fd.Total != nil:
			totals = append(totals, fd)
		default:
			parts = append(parts, fd)
		}
	}
	if len(parts) == 0 {
		parts = totals
	}
	cells := len(parts)
	if cells > 0 {
		first := parts[0].ID
		n.Field, n.Cell, n.Found, n.Read = first, r.Value(first).Cell, other.Value(first).Typed(), r.Value(first).Typed()
		differ := msg.Join(lists.Map(parts[:min(cells, mostDiffering)], func(fd *model.Field) msg.Text {
			return msg.F("“%s”这里 %s、那里 %s", "%q is %s here and %s there", fd.Label(), r.Value(fd.ID).Shown(), other.Value(fd.ID).Shown())
		}), "；", "; ")
		if cells > mostDiffering {
			differ = msg.F("%s……", "%s ...", differ)
		}
		n.Message = msg.F("同名的“%s”有 %d 格的数字与这份不同：%s", "%q, of the same name, has other figures in %d cells: %s", name, cells, differ)
	}
	if unread > 0 {
		t := msg.F("同名的“%s”有 %d 格没有读出数字，没有比较", "%[2]d cells of %[1]q, of the same name, could not be read as figures and were not compared", name, unread)
		n.Message = msg.Join(slices.DeleteFunc([]msg.Text{n.Message, t}, msg.Text.IsZero), "；", "; ")
	}
	return n, cells+unread > 0
}

// mostDiffering is how many cells that differ are named.
const mostDiffering = 3
