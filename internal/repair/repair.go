// Package repair moves what can be read of a file into a fresh template of its form.
package repair

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// Moved is a value, a text or an item of the cover that was moved into a fresh
// template, or could not be.
type Moved struct {
	Field    *model.Field   // of a value; nil for a text
	Section  *model.Section // of a text
	Item     *model.CoverItem
	From, To string   // addresses; From is empty when the source has none
	Text     string   // as found
	Why      msg.Text // why it was not moved
}

// Result is what Repair did.
type Result struct {
	Report *model.Report
	Moved  []Moved
	Left   []Moved        // what was found and has no place in the template
	Blank  int            // number of cells that were empty and stay empty
	Absent []*model.Field // cells the file does not have; they are left empty
	// Doubtful are fields whose figures may be those of others; they are left empty, and listed in Left.
	Doubtful []*model.Field
	// Computed are totals that were blank, and that the template's own formulas add up now.
	Computed []Moved
}

// Repair reads a file and writes what was read into a fresh template of its form. A
// cell that was empty or missing stays empty, but for a blank total: there the
// template's formula stays and adds up its parts. One that could not be read keeps its text, and
// what has no place in the form is in Result.Left. Explanations of an earlier check are
// kept. The workbook is read back before it is written; the error
// is a *msg.Problem.
func Repair(w io.Writer, name string, data []byte, o pipeline.Options) (*Result, error) {
	r, err := pipeline.Import(name, data, o)
	if err != nil {
		return nil, err
	}
	for _, fd := range r.Form.Fields { // a field that JSON does not name is absent, not blank as in a new template
		if _, named := r.Values[fd.ID]; !named {
			r.Values[fd.ID] = model.Value{State: model.Absent}
		}
	}
	out := &Result{Report: r}
	out.leaveDoubtful()
	filled := out.withTotals()
	var b bytes.Buffer
	if err := xlsx.Write(&b, filled); err != nil {
		return nil, err
	}
	fresh, err := sameReport(b.Bytes(), filled)
	if err != nil {
		return nil, err
	}
	if len(r.Listed) > 0 {
		var m bytes.Buffer
		fresh.Listed = r.Listed
		if err := mark.Mark(&m, b.Bytes(), mark.Job{Report: fresh, Findings: pipeline.Check(fresh, check.Options{})}); err != nil {
			return nil, err
		}
		b = m
	}
	out.list()
	_, err = b.WriteTo(w)
	return out, err
}

// leaveDoubtful empties the fields whose figures may stand a row or a column off: under the labels of a new template
// nothing would show it any more.
func (o *Result) leaveDoubtful() {
	o.Doubtful = o.Report.DoubtfulFields()
	for _, fd := range o.Doubtful {
		v := o.Report.Value(fd.ID)
		o.Left = append(o.Left, Moved{Field: fd, From: v.Cell, Text: v.Typed(), Why: msg.F("%s：“%s”可能错位，没有移入；请对照原文件填写", "%s: %q may stand in the wrong place and was not moved; please fill it in from the file", fd.Label(), text.Brief(v.Typed()))})
		o.Report.Values[fd.ID] = model.Value{State: model.Blank, Cell: v.Cell}
	}
}

// withTotals is the report with those totals that its file leaves blank and that the
// template's formulas add up as they should. It lists them. A total that the file does
// not have at all stays missing, as every cell does.
func (o *Result) withTotals() *model.Report {
	l := xlsx.NewLayout(o.Report.Form)
	out := *o.Report
	out.Values = maps.Clone(o.Report.Values)
	for _, fd := range o.Report.Form.Fields {
		v := o.Report.Value(fd.ID)
		if fd.Total == nil || v.State != model.Blank || v.Typed() != "" || v.Computed {
			continue
		}
		sum, any, ok := sumOf(o.Report, fd)
		if !ok || !any {
			continue
		}
		out.Values[fd.ID] = model.Value{State: model.IsNumber, Number: sum}
		o.Computed = append(o.Computed, Moved{Field: fd, From: v.Cell, To: l.Cell(fd), Text: sum.String()})
	}
	return &out
}

// sumOf is what the template's formula gives for a total: the sum of its parts, and of
// theirs where a part is a blank total itself. Any says that there is a figure among
// them; ok is false where a part holds what a formula passes over.
func sumOf(r *model.Report, fd *model.Field) (sum model.Number, any, ok bool) {
	for _, t := range fd.Total.Right {
		v := r.Value(t.Field.ID)
		switch {
		case v.IsNumber() && v.Typed() == v.Number.String():
			sum, any = sum.Add(t.Signed(v.Number)), true
		case v.Typed() != "" || v.IsNumber():
			return sum, any, false
		case t.Field.Total != nil:
			part, filled, ok := sumOf(r, t.Field)
			if !ok {
				return sum, any, false
			}
			sum, any = sum.Add(t.Signed(part)), any || filled
		}
	}
	return sum, any, true
}

// sameReport reads a written workbook, which must be the same report.
func sameReport(data []byte, r *model.Report) (*model.Report, error) {
	f := r.Form
	got, err := pipeline.Import("", data, pipeline.Options{Form: f})
	if err != nil {
		return nil, err
	}
	differs := func(where string) (*model.Report, error) {
		return nil, &msg.Problem{Where: where, What: msg.T("移入后的内容与读到的不同，没有写出", "what was moved is not what was read; nothing was written"),
			Hint: msg.T("请把这个文件发给维护者", "please send this file to the maintainers")}
	}
	for _, fd := range f.Fields {
		a, b := r.Value(fd.ID), got.Value(fd.ID)
		if a.State != b.State || a.IsNumber() && !a.Number.Equal(b.Number) || a.Unit != b.Unit || strings.TrimSpace(a.Typed()) != strings.TrimSpace(b.Typed()) {
			return differs(fd.Label())
		}
	}
	if got.Organ != strings.TrimSpace(r.Organ) || got.Year != r.Year {
		return differs(f.Messages["cover_sheet"])
	}
	for _, s := range f.Sections {
		if strings.TrimSpace(r.Texts[s.ID]) != strings.TrimSpace(got.Texts[s.ID]) {
			return differs(s.Heading)
		}
	}
	return got, nil
}

func (o *Result) list() {
	l := xlsx.NewLayout(o.Report.Form)
	cover := map[string]string{"organ": o.Report.Organ, "organ_type": o.Report.OrganType}
	if t, ok := o.Report.Form.OrganType(o.Report.OrganType); ok {
		cover["organ_type"] = t.Label // as the cover shows it
	}
	if o.Report.Year != 0 {
		cover["year"] = strconv.Itoa(o.Report.Year)
	}
	for _, c := range o.Report.Form.Cover {
		if text := cmp.Or(cover[c.ID], o.Report.Cover[c.ID]); text != "" {
			o.Moved = append(o.Moved, Moved{Item: c, From: o.Report.Places[model.PlaceOfCover(c.ID)], To: l.CoverItem(c.ID), Text: text})
		}
	}
	for _, fd := range o.Report.Form.Fields {
		switch v := o.Report.Value(fd.ID); {
		case v.State == model.Absent:
			o.Absent = append(o.Absent, fd)
		case slices.ContainsFunc(o.Computed, func(m Moved) bool { return m.Field == fd }), slices.Contains(o.Doubtful, fd):
		case v.Typed() == "":
			o.Blank++
		default:
			o.Moved = append(o.Moved, Moved{Field: fd, From: v.Cell, To: l.Cell(fd), Text: v.Typed()})
		}
	}
	for _, s := range o.Report.Form.Sections {
		if text := o.Report.Texts[s.ID]; text != "" {
			o.Moved = append(o.Moved, Moved{Section: s, From: o.Report.Places[model.PlaceOfText(s.ID)], To: l.Text(s.ID), Text: text})
		}
	}
	for _, n := range o.Report.Notes {
		if slices.Contains([]string{"FORM-EXTRA", "FORM-DOUBT", "FORM-TABLE", "FORM-HIDDEN", "FILE-UNREAD"}, n.Rule) || n.Rule == "TEXT-PLACE" && n.Found != "" {
			o.Left = append(o.Left, Moved{From: n.Cell, Text: n.Found, Why: n.Message})
		}
	}
	for _, x := range o.Report.Extra {
		if x.Field != "" { // of another edition; FORM-EXTRA lists the others
			o.Left = append(o.Left, Moved{From: x.Cell, Text: x.Text, Why: msg.F("“%s × %s”是另一版格式的格", "%q × %q is a cell of another edition", x.Row, x.Column)})
		}
	}
}

// Write lists for people what was moved, from where, and what was not. The last line
// is a summary.
func Write(w io.Writer, o *Result, lang msg.Lang) error {
	var b bytes.Buffer
	line := func(t msg.Text) { fmt.Fprintln(&b, t.In(lang)) }
	values, texts := 0, 0
	for _, m := range o.Moved {
		from := cmp.Or(m.From, msg.T("（来源没有地址）", "(the source has no addresses)").In(lang))
		switch {
		case m.Item != nil:
			line(msg.F("%s ← %s  %s：%s", "%s ← %s  %s: %s", m.To, from, m.Item.Label, text.OneLine(m.Text)))
		case m.Field != nil:
			values++
			line(msg.F("%s ← %s  %s：%s", "%s ← %s  %s: %s", m.To, from, m.Field.Label(), text.OneLine(m.Text)))
		default:
			texts++
			line(msg.F("%s ← %s  “%s”，%d 字", "%s ← %s  %q, %d characters", m.To, from, m.Section.Heading, len([]rune(m.Text))))
		}
	}
	if len(o.Computed) > 0 {
		fmt.Fprintln(&b)
		line(msg.F("来源中空着的总计 %d 格，由新模板的公式按各项相加：", "%d totals that the source leaves blank are added up by the new template's formulas:", len(o.Computed)))
		for _, m := range o.Computed {
			line(msg.F("  %s  %s：%s", "  %s  %s: %s", m.To, m.Field.Label(), m.Text))
		}
	}
	if len(o.Absent) > 0 {
		fmt.Fprintln(&b)
		line(msg.F("来源缺少 %s 格，新模板中留空：", "the source lacks %s, left empty:", msg.Count(len(o.Absent), "cell", "cells")))
		for _, t := range o.Report.Form.Tables {
			var names []string
			for _, fd := range o.Absent {
				if fd.Table == t {
					names = append(names, fd.Label())
				}
			}
			if len(names) == len(o.Report.Form.FieldsOf(t)) {
				names = []string{msg.F("“%s”整张表", "the whole table of %q", t.Section.Heading).In(lang)}
			}
			for _, n := range names {
				fmt.Fprintln(&b, "  "+n)
			}
		}
	}
	if len(o.Left) > 0 {
		fmt.Fprintln(&b)
		line(msg.T("没有移入：", "not moved:"))
		for _, m := range o.Left {
			line(msg.F("  %s  %s", "  %s  %s", m.From, m.Why))
		}
	}
	fmt.Fprintln(&b)
	v := msg.F("移入 %s 格、%s 段文字；%s 格原为空白", "%s and %s moved; %s blank", msg.Count(values, "cell", "cells"), msg.Count(texts, "text", "texts"), msg.Count(o.Blank, "cell was", "cells were"))
	if n := len(o.Computed); n > 0 {
		v = msg.F("%s；%s 个总计由公式计算", "%s; %s computed", v, msg.Count(n, "total is", "totals are"))
	}
	if len(o.Absent) > 0 {
		v = msg.F("%s；缺 %s 格", "%s; %s missing", v, msg.Count(len(o.Absent), "cell", "cells"))
	}
	if len(o.Left) > 0 {
		v = msg.F("%s；%s 处没有移入", "%s; %s not moved", v, msg.Count(len(o.Left), "place", "places"))
	}
	line(v)
	_, err := io.WriteString(w, text.Terminal(b.String()))
	return err
}
