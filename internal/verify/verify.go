// Package verify holds a publication, as it was read back, against the report it
// was made from: every figure, every remark, and every paragraph in its order, in
// both directions. Paragraphs are compared without their blanks, which pages and
// pens treat as they like.
package verify

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Kind says what differs.
type Kind string

// The kinds of differences.
const (
	Title     Kind = "title"
	Figure    Kind = "figure"    // a cell's number, its unit, or what stands in its place
	Remark    Kind = "remark"    // what is said of a cell
	Paragraph Kind = "paragraph" // a text changed, missing, or in the publication alone
	Order     Kind = "order"     // the same text at another place
	Extra     Kind = "extra"     // something in a table that is no cell of the form
)

// Difference is one thing that the publication and the report do not have in
// common.
type Difference struct {
	Kind        Kind
	Where       msg.Text // in the words of the form
	Field       string   // of a cell
	Cell        string   // in the workbook
	At          string   // in the publication
	Workbook    string   // what the workbook says; empty when it says nothing
	Publication string
	Message     msg.Text
}

// Result is what comparing gave.
type Result struct {
	Figures     int // compared
	Paragraphs  int
	Differences []Difference
	Asides      []msg.Text // what is worth knowing and is no difference
}

// Texts says what the texts of the publication are.
type Texts struct {
	Passages []intake.Passage
	None     bool     // the kind of file has none
	Ends     []string // headings of what follows the report and is not part of it
}

// Compare holds a publication against the report it was made from.
func Compare(want, got *model.Report, texts Texts) *Result {
	f := want.Form
	c := &comparer{form: f, want: want, got: got, result: &Result{}}
	if got.Form.ID != f.ID {
		c.differ(Difference{Kind: Extra, Workbook: f.ID, Publication: got.Form.ID, Message: msg.F(
			"发布件是 %s 版的表，工作簿是 %s 版", "the publication has the tables of edition %s, the workbook of edition %s", got.Form.ID, f.ID)})
		return c.result
	}
	for _, t := range f.Tables {
		c.table(t)
	}
	c.extras()
	if texts.None {
		if normal(got.Organ) != normal(want.Organ) || got.Year != want.Year {
			c.differ(Difference{Kind: Title, Workbook: want.Organ, Publication: got.Organ, Message: msg.F(
				"发布件是“%s”%d 年的，工作簿是“%s”%d 年的", "the publication is of %q on %d, the workbook of %q on %d", got.Organ, got.Year, want.Organ, want.Year)})
		}
		c.aside(msg.T("这种文件只有数字，没有比对文字", "such a file holds figures alone; no text was compared"))
		return c.result
	}
	c.texts(texts.Passages, texts.Ends)
	return c.result
}

type comparer struct {
	form      *model.Form
	want, got *model.Report
	result    *Result
}

func (c *comparer) differ(d Difference) { c.result.Differences = append(c.result.Differences, d) }

func (c *comparer) aside(t msg.Text) { c.result.Asides = append(c.result.Asides, t) }

// table compares the cells of a table. One that is not there at all is said once.
func (c *comparer) table(t *model.Table) {
	fields := c.form.FieldsOf(t)
	c.result.Figures += len(fields)
	absent := func(r *model.Report) bool {
		return !slices.ContainsFunc(fields, func(fd *model.Field) bool { return r.Value(fd.ID).State != model.Absent })
	}
	if absent(c.got) && !absent(c.want) {
		c.differ(Difference{Kind: Figure, Where: msg.T(t.Section.Heading, t.Section.Heading), Message: msg.F(
			"发布件里没有这张表，或没有一个行列标签与 %s 版相符（%d 格）", "the publication lacks this table, or none of its labels are those of edition %s (%d cells)", c.form.Edition, len(fields))})
		return
	}
	for _, fd := range fields {
		c.cell(fd)
	}
}

func (c *comparer) cell(fd *model.Field) {
	want, got := c.want.Value(fd.ID), c.got.Value(fd.ID)
	d := Difference{Where: msg.F("%s，%s", "%s, %s", fd.Table.Section.Heading, fd.Label()), Field: fd.ID, Cell: want.Cell, At: got.Cell}
	if !sameFigure(fd, want, got) {
		d.Kind, d.Workbook, d.Publication = Figure, stands(fd, want), stands(fd, got)
		d.Message = msg.F("发布件%s，工作簿%s", "the publication %s, the workbook %s", describe(fd, got), describe(fd, want))
		c.differ(d)
	}
	if d.Workbook, d.Publication = remark(want), remark(got); normal(d.Workbook) != normal(d.Publication) {
		d.Kind = Remark
		d.Message = msg.F("备注：发布件%s，工作簿%s", "remark: the publication %s, the workbook %s", quoted(d.Publication), quoted(d.Workbook))
		c.differ(d)
	}
}

// sameFigure compares what two cells say, leaving remarks aside. A cell that the
// workbook lacks is published as an empty one.
func sameFigure(fd *model.Field, want, got model.Value) bool {
	state := want.State
	if state == model.Absent {
		state = model.Blank
	}
	if got.State != state && !(want.State == model.Absent && got.State == model.Absent) {
		return false
	}
	switch want.State {
	case model.IsNumber:
		return want.Number.Equal(got.Number) && unit(fd, want) == unit(fd, got)
	case model.Unreadable:
		return normal(want.Text) == normal(got.Text)
	}
	return true
}

// unit is the unit a figure counts in: of an amount the cell's own, or else the
// form's. Counts are what they are, with a word behind them or without.
func unit(fd *model.Field, v model.Value) string {
	if fd.Kind != model.Amount {
		return ""
	}
	if v.Unit == "" {
		return fd.Unit
	}
	return v.Unit
}

// remark is what is said of a cell: the remark of a figure, the words of a cell
// that has none.
func remark(v model.Value) string {
	switch v.State {
	case model.IsNumber:
		return v.Remark
	case model.Blank:
		return v.Text
	}
	return ""
}

func stands(fd *model.Field, v model.Value) string {
	switch v.State {
	case model.IsNumber:
		if fd.Kind == model.Amount {
			return v.Number.String() + v.Unit
		}
		return v.Number.String()
	case model.Unreadable:
		return v.Text
	}
	return ""
}

func describe(fd *model.Field, v model.Value) msg.Text {
	switch v.State {
	case model.Blank:
		return msg.T("空白", "is blank")
	case model.Absent:
		return msg.T("没有这一格", "has no such cell")
	case model.Unreadable:
		return msg.F("是“%s”，不是数字", "has %q, no number", text.Brief(v.Text))
	}
	return msg.F("为 %s", "has %s", stands(fd, v))
}

func quoted(s string) msg.Text {
	if s == "" {
		return msg.T("没有", "has none")
	}
	return msg.F("为“%s”", "has %q", text.Brief(s))
}

// extras compares what stands in the tables without being one of their cells.
// What the workbook has of it is not published; what the publication has of it
// must be the workbook's.
func (c *comparer) extras() {
	own := map[string]int{}
	for _, x := range c.want.Extra {
		own[x.Table+normal(x.Row)+"\x00"+normal(x.Column)+"\x00"+normal(x.Text)]++
	}
	told := map[string]bool{}
	for _, x := range c.got.Extra {
		told[x.Cell] = true
		key := x.Table + normal(x.Row) + "\x00" + normal(x.Column) + "\x00" + normal(x.Text)
		if own[key]--; own[key] >= 0 {
			continue
		}
		where := msg.Text{}
		if t, ok := c.form.Table(x.Table); ok {
			where = msg.T(t.Section.Heading, t.Section.Heading)
		}
		c.differ(Difference{Kind: Extra, Where: where, At: x.Cell, Publication: x.Text, Message: msg.F(
			"发布件的表里多出“%s”（%s %s），不是任何一格", "the publication's table has %q besides (%s %s), in no cell of the form", text.Brief(x.Text), text.Brief(x.Row), text.Brief(x.Column))})
	}
	for _, n := range c.got.Notes {
		switch {
		case n.Rule == "FORM-EXTRA" && !told[n.Cell]:
			c.differ(Difference{Kind: Extra, At: n.Cell, Publication: n.Found, Message: n.Message})
		case strings.HasPrefix(n.Rule, "FORM-") && n.Rule != "FORM-EXTRA" || n.Rule == "EDITION-YEAR":
			c.aside(msg.F("%s：%s", "%s: %s", n.Cell, n.Message))
		}
	}
	if left := len(c.want.Extra); left > 0 {
		c.aside(msg.F("工作簿的表里有 %d 个数字不是任何一格，发布件不印它们", "the workbook's tables have %d figures in no cell of the form; publications do not print them", left))
	}
}
