package pipeline

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// Figure is what the words of a user name in a report: a cell, or a group of cells whose sum is meant.
type Figure struct {
	ID     string         // of the field or of the group
	Fields []*model.Field // that make it up, one unless it is a group
}

// FiguresNamed finds the figures that a text names: a field or a group by its id, a cell by its address in the report's
// file or in the blank template, or either by its labels or by what the brief and the indicators call it. A row, a column
// or a heading alone is its total. An address without a
// sheet, such as J5, gives the cells of all sheets, the only case of several. The error is a *msg.Problem.
func FiguresNamed(r *model.Report, given string) ([]Figure, error) {
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(given), "="))
	if i := slices.IndexFunc(r.Form.Fields, func(fd *model.Field) bool { return strings.EqualFold(fd.Name(), name) }); i >= 0 {
		name = r.Form.Fields[i].ID
	}
	for _, id := range []string{name, strings.ToLower(name)} {
		if fields, ok := r.Form.Figure(id); ok {
			return []Figure{{id, fields}}, nil
		}
	}
	if fd, ok := FieldAt(r, name); ok {
		return one(fd), nil
	}
	if strings.ContainsAny(name, "!！") {
		return nil, &msg.Problem{What: msg.F("“%s”不是数字格", "%q is no cell of a figure", given), Hint: msg.T("地址从表格软件的名称框复制，如 三、依申请公开!D5", "copy the address from the name box, such as 三、依申请公开!D5"), Kind: msg.ErrUnknownField}
	}
	if bareAddress.MatchString(name) {
		if found := onAnySheet(r, name); len(found) > 0 {
			return lists.Map(found, func(fd *model.Field) Figure { return Figure{fd.ID, []*model.Field{fd}} }), nil
		}
	}
	if id := titled(r.Form, name); id != "" {
		fields, _ := r.Form.Figure(id)
		return []Figure{{id, fields}}, nil
	}
	found := labelled(r.Form, name)
	if totals := slices.DeleteFunc(slices.Clone(found), func(fd *model.Field) bool { return fd.Total == nil }); totalsOfAll(totals, found) {
		found = totals
	}
	if total := totalOf(found); total != nil {
		found = []*model.Field{total}
	}
	switch {
	case len(found) == 1:
		return one(found[0]), nil
	case len(found) > 1:
		return nil, &msg.Problem{What: severalCells(given, found), Hint: msg.T("写全行和列的名称，或写编号", "give both the row and the column, or the id"), Kind: msg.ErrUnknownField}
	}
	return nil, &msg.Problem{What: msg.F("没有格“%s”", "there is no cell %q", given), Hint: msg.Meant(text.Near(name, namesOf(r.Form)), howToName), Kind: msg.ErrUnknownField}
}

// FieldNamed is [FiguresNamed] where one cell is meant.
func FieldNamed(r *model.Report, given string) (*model.Field, error) {
	found, err := FiguresNamed(r, given)
	if err != nil {
		return nil, err
	}
	fields := slices.Concat(lists.Map(found, func(f Figure) []*model.Field { return f.Fields })...)
	if len(fields) > 1 {
		return nil, &msg.Problem{What: severalCells(given, fields), Hint: msg.T("写编号，或写带工作表名的地址", "give the id, or the address with its sheet"), Kind: msg.ErrUnknownField}
	}
	return fields[0], nil
}

func one(fd *model.Field) []Figure { return []Figure{{fd.ID, []*model.Field{fd}}} }

var howToName = msg.T("写编号（如 requests.new.total）、地址（如 三、依申请公开!D5），或行和列的名称（如“予以公开 总计”）", "give an id such as requests.new.total, an address, or the labels of row and column")

// severalCells says that a text may mean any of several cells, and names the first of them.
func severalCells(given string, found []*model.Field) msg.Text {
	names := lists.Map(found[:min(len(found), 5)], func(fd *model.Field) msg.Text { return msg.F("%s（%s）", "%s (%s)", fd.ID, fd.Label()) })
	return msg.F("“%s”可以是 %d 格：%s", "%q may be any of %d cells: %s", given, len(found), msg.Join(names, "、", ", "))
}

// namesOf are the words that may be mistyped: the ids of a form's cells, and the labels of its rows and columns.
func namesOf(f *model.Form) []string {
	var out []string
	for _, fd := range f.Fields {
		out = append(out, fd.ID)
	}
	for _, fd := range f.Fields {
		for _, label := range append(fd.Row.Labels(), fd.Column.Labels()...) {
			out = append(out, bare(label))
		}
	}
	return out
}

// bareAddress matches the address of a cell without its sheet.
var bareAddress = regexp.MustCompile(`^\$?[A-Za-z]{1,2}\$?[0-9]{1,4}$`)

// onAnySheet finds the cells with an address on any sheet of the report's file, or of the blank template where the report
// was read from no workbook.
func onAnySheet(r *model.Report, address string) []*model.Field {
	address = strings.ReplaceAll(address, "$", "")
	var layout *xlsx.Layout
	if !slices.ContainsFunc(r.Form.Fields, func(fd *model.Field) bool { return r.Value(fd.ID).Cell != "" }) {
		layout = xlsx.NewLayout(r.Form)
	}
	var out []*model.Field
	for _, fd := range r.Form.Fields {
		at := r.Value(fd.ID).Cell
		if layout != nil {
			at = layout.Cell(fd)
		}
		if i := strings.LastIndexByte(at, '!'); i > 0 && strings.EqualFold(at[i+1:], address) {
			out = append(out, fd)
		}
	}
	return out
}

// titled is the id of the figure that goes by a name as the brief and the indicators have it, or that stands under a
// heading which is a subtotal; empty for none. What follows a heading names one of its columns or rows.
func titled(f *model.Form, given string) string {
	words := wordsOf(given)
	if len(words) == 0 {
		return ""
	}
	name := strings.Join(words, "")
	named := slices.Concat(f.Brief.Figures, f.Brief.Chart.Bars)
	for _, i := range f.Indicators {
		if !i.IsShare() {
			named = append(named, model.BriefFigure{Title: i.Title, Terms: i.Terms})
		}
	}
	for _, x := range named {
		if len(x.Terms) == 1 && (bare(x.Title.ZH) == bare(name) || strings.EqualFold(x.Title.EN, given)) {
			return x.Terms[0]
		}
	}
	best := ""
	under := func(heading *model.Node, beside string, id string) {
		i := slices.IndexFunc(words, func(w string) bool { return bare(w) == bare(heading.Label) })
		if best != "" || i < 0 || heading.Group == "" {
			return
		}
		rest := strings.Join(slices.Delete(slices.Clone(words), i, i+1), "")
		fields, ok := f.Figure(id)
		isTotal := !slices.ContainsFunc(fields, func(fd *model.Field) bool { return fd.Total == nil })
		if ok && (rest == "" && isTotal || rest != "" && bare(rest) == bare(beside)) {
			best = id
		}
	}
	for _, fd := range f.Fields {
		for n := fd.Row.Parent; n != nil; n = n.Parent {
			under(n, fd.Column.Label, fd.Table.ID+"."+n.Group+"."+fd.Column.ID)
		}
		for n := fd.Column.Parent; n != nil; n = n.Parent {
			if fd.Row.Label == "" { // a table of one row
				under(n, fd.Column.Label, fd.Table.ID+"."+n.Group+"."+fd.Column.ID)
				continue
			}
			under(n, fd.Row.Label, fd.Table.ID+"."+fd.Row.ID+"."+n.Group)
		}
	}
	return best
}

// totalsOfAll reports whether every cell among some is one of given totals, or a part of one.
func totalsOfAll(totals, found []*model.Field) bool {
	return len(totals) > 0 && !slices.ContainsFunc(found, func(fd *model.Field) bool {
		return !slices.ContainsFunc(totals, func(total *model.Field) bool { return totalOf([]*model.Field{total, fd}) == total || fd == total })
	})
}

// totalOf is the cell among some that is the total of all others; nil where there is none.
func totalOf(found []*model.Field) *model.Field {
	for _, fd := range found {
		parts := map[*model.Field]bool{}
		fd.AddWithParts(parts)
		if len(found) > 1 && !slices.ContainsFunc(found, func(other *model.Field) bool { return !parts[other] }) {
			return fd
		}
	}
	return nil
}

// labelled finds the cells whose labels hold all the given words; those that are
// called just so go before those that are called longer.
func labelled(f *model.Form, given string) []*model.Field {
	words := wordsOf(given)
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

// wordsOf parts the labels that a text names.
func wordsOf(given string) []string {
	return strings.FieldsFunc(given, func(c rune) bool { return strings.ContainsRune(" \t\n　×*／/·", c) })
}

// numbering opens labels.
var numbering = regexp.MustCompile(`^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+[.．、])`)

// bare is a label without its numbering, its explanation and blanks.
func bare(s string) string {
	s = model.Short(text.Unspaced(s))
	return strings.TrimPrefix(s, numbering.FindString(s))
}
