package gkxl

import (
	"strings"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Narrate writes the sentences of the overview that carry figures from a
// report's tables, so that text and tables cannot disagree. Last may be the zero
// value; with last year's report the sentences compare. Unit is what requests
// are counted in, empty for the form's first. Sentences whose figures are not
// all known are left out and returned as notes.
func Narrate(this, last *model.Report, unit string) (text string, notes []msg.Text, err error) {
	if err := narrative.CheckUnit(this.Form, unit); err != nil {
		return "", nil, err
	}
	c := narrative.Context{Report: this, Last: last, Unit: unit}
	sentences, omitted := narrative.Narrate(c)
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
