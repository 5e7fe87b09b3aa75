package gkxl

import (
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// FormChoice says which form to use. File, a variant's file, goes before
// Edition, and Edition before Year.
type FormChoice struct {
	File    string
	Edition string
	Year    int
}

// FormFor returns the form of a choice. The error is a [*Problem] of kind
// [ErrUnknownForm] that names, for a variant's file, the line and the fault; a file
// that cannot be read is one of kind [ErrFile].
func FormFor(c FormChoice) (*model.Form, error) {
	switch {
	case c.File != "":
		return templates.LoadFile(c.File)
	case c.Edition != "":
		return templates.Edition(c.Edition)
	}
	return templates.ForYear(c.Year)
}

// Template writes the workbook of a report's form, filled with the report; a
// report without values gives the blank template. A value or a text under an id
// that the form lacks is an error of kind [ErrUnknownField]: nothing is left out.
// Figures that may stand in the wrong place are an error too, for under the labels of
// a template nothing would show it; [Repair] leaves them out and lists them.
func Template(w io.Writer, r *model.Report) error {
	if err := r.Validate(); err != nil {
		return err
	}
	if doubtful := r.DoubtfulFields(); len(doubtful) > 0 {
		return &msg.Problem{What: msg.F("报告里有 %d 格的数字可能错位，如 %s", "%d figures of the report may stand in the wrong place, such as %s", len(doubtful), doubtful[0].Label()),
			Hint: msg.T("对照原文件改正，去掉这些格的 doubtful；或用“gkxl repair”移入模板，可能错位的留空并列出", "correct them by the file they come from and remove their \"doubtful\", or use \"gkxl repair\", which leaves them empty and lists them")}
	}
	return xlsx.Write(w, r)
}

// Count is the value of a cell that counts.
func Count(n int) model.Value {
	return model.Value{State: model.IsNumber, Number: model.Int(int64(n))}
}

// Amount is the value of a cell with a decimal figure, such as "43.788". The error
// is a [*Problem].
func Amount(decimal string) (model.Value, error) {
	n, err := model.ParseNumber(decimal)
	if err != nil {
		return model.Value{}, &Problem{What: msg.F("“%s”不是数", "%q is no number", decimal), Hint: msg.T("写成 43.788 这样的数", "write it like 43.788")}
	}
	return model.Value{State: model.IsNumber, Number: n}, nil
}

// Typed is the value of a cell in which somebody typed a text, such as "12",
// "22（其中修订16件）" or "无", read as import reads it. The error, of kind
// [ErrUnknownField], says that the form has no field of this id.
func Typed(f *model.Form, id, text string) (model.Value, error) {
	fd, ok := f.Field(id)
	if !ok {
		return model.Value{}, f.UnknownField(id)
	}
	v, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: text}, fd, &f.Reading)
	return v, nil
}

// CarryOver begins the report of the year after last year's, in a form: organ,
// contact and every figure that is last year's. The notes say what could not be
// carried.
func CarryOver(last *model.Report, form *model.Form) (r *model.Report, notes []msg.Text) {
	return carry.Over(last, form)
}

// FillZeros fills the blank cells of the tables on applications with 0, for a unit that had none, and writes the
// sentences that say so into the overview. Done says in a line how many cells were filled and why, the notes what was
// left as it was. The error is a *msg.Problem if the report has applications; it is unchanged then.
func FillZeros(r *model.Report) (done msg.Text, notes []msg.Text, err error) {
	z, err := carry.FillZeros(r)
	if err != nil {
		return msg.Text{}, nil, err
	}
	return z.Text(), z.Notes(), nil
}

// Narrate writes the sentences of the overview that carry figures from a
// report's tables, so that text and tables cannot disagree. Last is last year's
// report, with which the sentences compare, or nil. Unit is what requests are
// counted in, empty for the form's first. The notes name the sentences that were
// left out because not all of their figures are known.
func Narrate(this, last *model.Report, unit string) (text string, notes []msg.Text, err error) {
	if err := this.Validate(); err != nil {
		return "", nil, err
	}
	if err := narrative.CheckUnit(this.Form, unit); err != nil {
		return "", nil, err
	}
	sentences, omitted := narrative.Narrate(narrative.Context{Report: this, Last: last, Unit: unit})
	var b strings.Builder
	for _, s := range sentences {
		b.WriteString(s.Text)
	}
	for _, o := range omitted {
		for _, p := range o.Why {
			notes = append(notes, msg.F("没有写“%s”一句：%s %s", "the sentence %q was left out: %s %s", o.ID, p.Text, p.Why))
		}
	}
	return b.String(), notes, nil
}
