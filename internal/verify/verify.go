// Package verify compares a publication with the report it was made from. Its input is the report of the
// workbook and what internal/read and internal/intake read from the published file itself; its Result lists
// every difference: figures, remarks, and paragraphs and their order, in both directions. Paragraphs are
// compared without their blanks, which pages set as they like. Write prints the result.
package verify

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/record"
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
	Remark    Kind = "remark"    // what is said of a cell besides its figure
	Paragraph Kind = "paragraph" // a text changed, missing, or in the publication alone
	Order     Kind = "order"     // the same text at another place
	Extra     Kind = "extra"     // something in a table that is no cell of the form
)

// Difference is one thing in which the publication and the report differ.
type Difference struct {
	Kind        Kind
	Where       msg.Text // place in the words of the form
	Field       string   // of a cell
	Cell        string   // in the workbook
	At          string   // in the publication
	Workbook    string   // what the workbook has; empty for nothing
	Publication string
	Message     msg.Text
}

// Result is the outcome of a comparison.
type Result struct {
	Figures     int // number of cells compared
	Paragraphs  int
	Differences []Difference
	Asides      []msg.Text // what a reader should know and is no difference
}

// Texts are the texts of a publication.
type Texts struct {
	Passages []intake.Passage
	None     bool     // the kind of file holds no texts
	Ends     []string // headings of what follows the report and is not part of it
}

// Compare compares a publication with the report it was made from.
func Compare(want, got *model.Report, texts Texts) *Result {
	f := want.Form
	c := &comparer{form: f, want: want, got: got, result: &Result{}}
	if got.Form.ID != f.ID {
		c.addDifference(Difference{Kind: Extra, Workbook: f.ID, Publication: got.Form.ID, Message: msg.F(
			"发布件是 %s 版的表，工作簿是 %s 版", "the publication has the tables of edition %s, the workbook of edition %s", got.Form.ID, f.ID)})
		return c.result
	}
	c.noteOtherReport()
	for _, t := range f.Tables {
		c.compareTable(t)
	}
	c.compareExtras()
	if texts.None {
		if comparableText(got.Organ) != comparableText(want.Organ) || got.Year != want.Year {
			c.addDifference(Difference{Kind: Title, Workbook: want.Organ, Publication: got.Organ, Message: msg.F(
				"发布件是“%s”%d 年的，工作簿是“%s”%d 年的", "the publication is of %q on %d, the workbook of %q on %d", got.Organ, got.Year, want.Organ, want.Year)})
		}
		c.addAside(msg.T("这种文件只有数字，没有比对文字", "such a file holds figures alone; no text was compared"))
		return c.result
	}
	c.compareTexts(texts.Passages, texts.Ends)
	return c.result
}

type comparer struct {
	form      *model.Form
	want, got *model.Report
	result    *Result
}

// addDifference lists a difference.
func (c *comparer) addDifference(d Difference) {
	c.result.Differences = append(c.result.Differences, d)
}

// addAside lists what is no difference.
func (c *comparer) addAside(t msg.Text) { c.result.Asides = append(c.result.Asides, t) }

// noteOtherReport says first that the publication is another organ's, or on another year: all that differs comes of it.
func (c *comparer) noteOtherReport() {
	want, got := c.want, c.got
	switch {
	case want.Organ != "" && got.Organ != "" && comparableText(want.Organ) != comparableText(got.Organ):
		c.addAside(msg.F("不是同一机关的报告：发布件是“%s”的，工作簿是“%s”的；请先确认拿对了文件", "these are reports of different organs: the publication is of %q, the workbook of %q; first check that these are the right files", text.Brief(got.Organ), text.Brief(want.Organ)))
	case want.Year != 0 && got.Year != 0 && want.Year != got.Year:
		c.addAside(msg.F("不是同一年度的报告：发布件是 %d 年度的，工作簿是 %d 年度的；请先确认拿对了文件", "these are reports on different years: the publication on %d, the workbook on %d; first check that these are the right files", got.Year, want.Year))
	}
}

// compareTable compares the cells of a table. A table that is missing as a whole is one difference.
func (c *comparer) compareTable(t *model.Table) {
	fields := c.form.FieldsOf(t)
	c.result.Figures += len(fields)
	absent := func(r *model.Report) bool {
		return !slices.ContainsFunc(fields, func(fd *model.Field) bool { return r.Value(fd.ID).State != model.Absent })
	}
	if absent(c.got) && !absent(c.want) {
		c.addDifference(Difference{Kind: Figure, Where: msg.T(t.Section.Heading, t.Section.Heading), Message: msg.F(
			"发布件里没有这张表，或没有一个行列标签与 %s 版相符（%d 格）", "the publication lacks this table, or none of its labels are those of edition %s (%d cells)", c.form.Edition, len(fields))})
		return
	}
	for _, fd := range fields {
		c.compareCell(fd)
	}
}

// compareCell compares figure and remark of a cell.
func (c *comparer) compareCell(fd *model.Field) {
	want, got := c.want.Value(fd.ID), c.got.Value(fd.ID)
	d := Difference{Where: msg.F("%s，%s", "%s, %s", fd.Table.Section.Heading, fd.Label()), Field: fd.ID, Cell: want.Cell, At: got.Cell}
	if !sameFigure(fd, want, got) {
		d.Kind, d.Workbook, d.Publication = Figure, valueText(fd, want), valueText(fd, got)
		d.Message = msg.F("发布件%s，工作簿%s", "the publication %s, the workbook %s", describe(fd, got), describe(fd, want))
		c.addDifference(d)
	}
	if d.Workbook, d.Publication = remarkOf(want), remarkOf(got); comparableText(d.Workbook) != comparableText(d.Publication) {
		d.Kind = Remark
		d.Message = msg.F("备注：发布件%s，工作簿%s", "remark: the publication %s, the workbook %s", quoted(d.Publication), quoted(d.Workbook))
		c.addDifference(d)
	}
}

// sameFigure reports whether two cells hold the same, remarks apart. A cell that the workbook lacks is
// published as an empty one.
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
		return want.Number.Equal(got.Number) && unitOf(fd, want) == unitOf(fd, got)
	case model.Unreadable:
		return comparableText(want.Text) == comparableText(got.Text)
	}
	return true
}

// unitOf returns the unit of an amount: the cell's own, or else the form's. Counts have none, whether or not a
// word follows them.
func unitOf(fd *model.Field, v model.Value) string {
	if fd.Kind != model.Amount {
		return ""
	}
	return cmp.Or(v.Unit, fd.Unit)
}

// remarkOf returns what is said of a cell: the remark of a figure, or the words of a cell that has none.
func remarkOf(v model.Value) string {
	switch v.State {
	case model.IsNumber:
		return v.Remark
	case model.Blank:
		return v.Text
	}
	return ""
}

// valueText returns what is printed in a cell; "" for an empty one.
func valueText(fd *model.Field, v model.Value) string {
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

// describe says what a cell holds, for a message.
func describe(fd *model.Field, v model.Value) msg.Text {
	switch v.State {
	case model.Blank:
		return msg.T("空白", "is blank")
	case model.Absent:
		return msg.T("没有这一格", "has no such cell")
	case model.Unreadable:
		if _, err := model.ParseCellNumber(v.Text); err == nil {
			return msg.F("的“%s”看不见或已划去", "has %q, which is not seen or struck through", text.Brief(v.Text))
		}
		return msg.F("是“%s”，不是数字", "has %q, no number", text.Brief(v.Text))
	}
	return msg.F("为 %s", "has %s", valueText(fd, v))
}

// quoted quotes a remark for a message.
func quoted(s string) msg.Text {
	if s == "" {
		return msg.T("没有", "has none")
	}
	return msg.F("为“%s”", "has %q", text.Brief(s))
}

// compareExtras compares what stands in the tables and in no cell of the form. The workbook's are not
// published; the publication's must be in the workbook.
func (c *comparer) compareExtras() {
	own := map[string]int{}
	keyOf := func(x model.Extra) string {
		return x.Table + comparableText(x.Row) + "\x00" + comparableText(x.Column) + "\x00" + comparableText(x.Text)
	}
	for _, x := range c.want.Extra {
		own[keyOf(x)]++
	}
	told := map[string]bool{}
	for _, x := range c.got.Extra {
		told[x.Cell] = true
		if key := keyOf(x); own[key] > 0 {
			own[key]--
			continue
		}
		where := msg.Text{}
		if t, ok := c.form.Table(x.Table); ok {
			where = msg.T(t.Section.Heading, t.Section.Heading)
		}
		c.addDifference(Difference{Kind: Extra, Where: where, At: x.Cell, Publication: x.Text, Message: msg.F(
			"发布件的表里多出“%s”（%s %s），不是任何一格", "the publication's table has %q besides (%s %s), in no cell of the form", text.Brief(x.Text), text.Brief(x.Row), text.Brief(x.Column))})
	}
	for _, n := range c.got.Notes {
		switch {
		case n.Rule == "FORM-EXTRA" && !told[n.Cell]:
			c.addDifference(Difference{Kind: Extra, At: n.Cell, Publication: n.Found, Message: n.Message})
		case n.Rule == "FILE-UNREAD", n.Rule == "FILE-CONTRADICTS":
			c.addDifference(Difference{Kind: Extra, Where: msg.T("页面上的文字", "text on a page"), At: n.Cell, Publication: n.Found, Message: n.Message})
		case n.Rule == "FILE-HIDDEN", n.Rule == "FILE-DAMAGED", n.Rule == "VALUE-READING" && n.Field == "" && n.Section == "":
			if n.Cell == "" {
				c.addAside(n.Message)
				continue
			}
			c.addAside(msg.F("%s：%s", "%s: %s", n.Cell, n.Message))
		case strings.HasPrefix(n.Rule, "FORM-") && n.Rule != "FORM-EXTRA" || n.Rule == "EDITION-YEAR":
			c.addAside(msg.F("%s：%s", "%s: %s", n.Cell, n.Message))
		}
	}
	if left := len(c.want.Extra); left > 0 {
		c.addAside(msg.F("工作簿的表里有 %d 个数字不是任何一格，发布件不印它们", "the workbook's tables have %d figures in no cell of the form; publications do not print them", left))
	}
}

// Formats are the formats that a verification is written in.
var Formats = []string{"text", "json"}

// Options say how a verification is written.
type Options struct {
	Format                string // one of Formats; empty for text
	Lang                  msg.Lang
	Publication, Workbook string // the names of the two files
}

// Write writes the result of a comparison, as text or as JSON by the schema gkxl-verify/1. The last line of a
// text is the verdict. An unknown format is an error of kind [msg.ErrFormat].
func Write(w io.Writer, res *Result, o Options) error {
	switch o.Format {
	case "", "text":
		return writeText(w, res, o)
	case "json":
		return writeJSON(w, res, o)
	}
	return msg.UnknownFormat(o.Format, Formats)
}

func writeText(w io.Writer, res *Result, o Options) error {
	publication, workbook, lang := o.Publication, o.Workbook, o.Lang
	t := func(zh, en string, args ...any) string { return msg.F(zh, en, args...).In(lang) }
	var b bytes.Buffer
	fmt.Fprintln(&b, t("发布件 %s，工作簿 %s", "publication %s, workbook %s", publication, workbook))
	for _, a := range res.Asides {
		fmt.Fprintf(&b, "  %s  %s\n", t("说明", "note"), a.In(lang))
	}
	for _, d := range res.Differences {
		fmt.Fprintf(&b, "  %s  %s\n", kindNames[d.Kind].In(lang), d.Where.In(lang))
		fmt.Fprintf(&b, "      %s\n", d.Message.In(lang))
		switch {
		case d.At != "" && d.Cell != "":
			fmt.Fprintf(&b, "      %s\n", t("发布件 %s，工作簿 %s", "publication %s, workbook %s", d.At, d.Cell))
		case d.At != "":
			fmt.Fprintf(&b, "      %s\n", t("发布件 %s", "publication %s", d.At))
		case d.Cell != "":
			fmt.Fprintf(&b, "      %s\n", t("工作簿 %s", "workbook %s", d.Cell))
		}
	}
	if len(res.Differences) > 0 || len(res.Asides) > 0 {
		fmt.Fprintln(&b)
	}
	compared := t("比对了 %d 格，%d 段文字", "%d cells and %d texts compared", res.Figures, res.Paragraphs)
	if len(res.Differences) == 0 {
		fmt.Fprintln(&b, t("一致：%s", "the same: %s", compared))
	} else {
		fmt.Fprintln(&b, t("不一致：%s；%s", "different: %s; %s", res.Counts(), compared))
	}
	_, err := io.WriteString(w, text.Terminal(b.String()))
	return err
}

// kindNames are the names of the kinds of differences.
var kindNames = map[Kind]msg.Text{
	Title: msg.T("标题", "title"), Figure: msg.T("数字", "figure"), Remark: msg.T("备注", "remark"),
	Paragraph: msg.T("文字", "text"), Order: msg.T("次序", "order"), Extra: msg.T("多出", "extra"),
}

// Schema is the name of the schema of the JSON.
const Schema = "gkxl-verify/1"

type jsonVerification struct {
	Schema      string           `json:"schema"`
	Publication string           `json:"publication"`
	Workbook    string           `json:"workbook"`
	Verdict     string           `json:"verdict"`
	Figures     int              `json:"figures"`
	Paragraphs  int              `json:"paragraphs"`
	Differences []jsonDifference `json:"differences"`
	Asides      []string         `json:"asides"`
}

type jsonDifference struct {
	Kind        Kind   `json:"kind"`
	Where       string `json:"where,omitempty"`
	Field       string `json:"field,omitempty"`
	Cell        string `json:"cell,omitempty"`
	At          string `json:"at,omitempty"`
	Workbook    string `json:"workbook"`
	Publication string `json:"publication"`
	Message     string `json:"message"`
}

func writeJSON(w io.Writer, res *Result, o Options) error {
	lang := o.Lang
	v := jsonVerification{Schema, o.Publication, o.Workbook, "same", res.Figures, res.Paragraphs, []jsonDifference{}, []string{}}
	for _, d := range res.Differences {
		v.Verdict = "different"
		v.Differences = append(v.Differences, jsonDifference{d.Kind, d.Where.In(lang), d.Field, d.Cell, d.At, d.Workbook, d.Publication, d.Message.In(lang)})
	}
	for _, a := range res.Asides {
		v.Asides = append(v.Asides, a.In(lang))
	}
	return record.JSON(w, v)
}
