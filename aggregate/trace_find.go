package aggregate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// find settles which figure is meant.
func (t *Tracing) find(given string) error {
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(given), "="))
	byName := func(fd *model.Field) bool { return strings.EqualFold(fd.Name(), name) }
	if i := slices.IndexFunc(t.Report.Form.Fields, byName); i >= 0 {
		name = t.Report.Form.Fields[i].ID
	}
	fields, ok := t.Report.Form.Figure(name)
	if !ok {
		if fd, at := pipeline.FieldAt(t.Report, name); at {
			fields, ok, name = []*model.Field{fd}, true, fd.ID
		}
	}
	if !ok && strings.ContainsAny(name, "!！") {
		return &msg.Problem{What: msg.F("“%s”不是汇总表的数字格", "%q is no cell of a figure", given), Hint: msg.T("地址从表格软件的名称框复制，如 三、依申请公开!D5", "copy the address from the name box, such as 三、依申请公开!D5")}
	}
	if !ok {
		found := labelled(t.Report.Form, name)
		switch {
		case len(found) == 1:
			fields, name = found, found[0].ID
		case len(found) > 1:
			var names []string
			for _, fd := range found[:min(len(found), 5)] {
				names = append(names, fd.ID+"（"+fd.Label()+"）")
			}
			return &msg.Problem{What: msg.F("“%s”可以是 %d 格：%s", "%q may be any of %d cells: %s", given, len(found), strings.Join(names, "、")), Hint: msg.T("写全行和列的名称，或写编号", "give both the row and the column, or the id")}
		default:
			return &msg.Problem{What: msg.F("没有格“%s”", "there is no cell %q", given),
				Hint: msg.T("写编号（如 requests.new.total）、地址（如 三、依申请公开!D5），或行和列的名称（如“予以公开 总计”）", "give an id such as requests.new.total, an address, or the labels of row and column"), Kind: msg.ErrUnknownField}
		}
	}
	t.ID, t.Fields, t.Label = name, fields, t.Report.Form.FigureLabel(name)
	return nil
}

// labelled finds the cells whose labels hold all the given words; those that are
// called just so go before those that are called longer.
func labelled(f *model.Form, given string) []*model.Field {
	words := strings.FieldsFunc(given, func(c rune) bool { return strings.ContainsRune(" \t\n　×*／/·", c) })
	if len(words) == 0 {
		return nil
	}
	best := 0
	var out []*model.Field
	for _, fd := range f.Fields {
		labels := append(fd.Row.Labels(), fd.Column.Labels()...)
		exact := 0
		for _, w := range words {
			whole := slices.ContainsFunc([]string{fd.Row.Label, fd.Column.Label}, func(l string) bool { return bare(l) == bare(w) })
			if !slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(bare(l), bare(w)) }) {
				exact = -1
				break
			}
			if whole {
				exact++
			}
		}
		if exact > best {
			best, out = exact, nil
		}
		if exact == best && exact >= 0 {
			out = append(out, fd)
		}
	}
	return out
}

// numbering opens labels.
var numbering = regexp.MustCompile(`^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+[.．、])`)

// bare is a label without its numbering, its explanation and blanks.
func bare(s string) string {
	s = model.Short(text.Unspaced(s))
	return strings.TrimPrefix(s, numbering.FindString(s))
}
