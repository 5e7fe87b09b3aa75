package gkxl

import (
	"errors"
	"io"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/msg"
)

// Mark writes a checked workbook with its findings marked: failing cells get a
// fill and a comment, and a first sheet lists all findings with a column for the
// unit's explanations. Everything else of the workbook stays. A workbook that was
// marked before is marked anew.
//
// A file that cannot be marked without loss, or is no workbook, gets a workbook of
// its findings alone instead; then why says so.
func Mark(w io.Writer, data []byte, r findings.Result, lang msg.Lang) (why msg.Text, err error) {
	job := mark.Job{Report: r.Report, Findings: r.Findings, Causes: r.Causes, Err: r.Err, Lang: lang}
	err = mark.Mark(w, data, job)
	var refused *mark.Refused
	if errors.As(err, &refused) {
		return refused.Why, mark.Separate(w, job)
	}
	return msg.Text{}, err
}
