package gkxl

import (
	"errors"
	"io"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// CheckOptions say what else a report is held against, and which rules are
// switched off or graded otherwise.
type CheckOptions = check.Options

// Finding is a rule that a report falls short of: which cells, both sides, the
// difference, and what to do.
type Finding = check.Finding

// CauseList is the few cells that explain findings, with the values proposed.
type CauseList = locate.Outcome

// Figure is a figure in a sentence of a narrative, and what the tables say to it.
type Figure = narrative.Figure

// Assignment is a cell, by its id or its address, and what it is supposed to say.
type Assignment = pipeline.Assignment

// Result is what checking one file gave; package findings writes it.
type Result = findings.Result

// CheckJob is the checking of files: how they are read, what they are held
// against, and what they are supposed to say. Its methods check content in memory,
// a file, or many files side by side.
type CheckJob = pipeline.Job

// CheckData reads and checks the content of a file. It never panics: a fault of our
// own is a [*Crash] in the result.
func CheckData(name string, data []byte, i ImportOptions, o CheckOptions) Result {
	return CheckJob{Import: i, Check: o}.Data(name, data)
}

// CheckFile is [CheckData] of a file.
func CheckFile(path string, i ImportOptions, o CheckOptions) Result {
	r, _ := CheckJob{Import: i, Check: o}.File(path)
	return r
}

// Check applies the rules of a report's form to it. The options stay as they are. A
// value, a text or a rule under an id that the form lacks, and a value without a state,
// are a finding too, of grade error: nothing is left out without a word.
func Check(r *model.Report, o CheckOptions) []Finding {
	return pipeline.Check(r, o)
}

// Causes finds the few cells that explain the findings of a report: findings are
// what [Check] gave by the same options. It proposes; it changes nothing.
func Causes(r *model.Report, findings []Finding, o CheckOptions) CauseList {
	return pipeline.Causes(r, findings, o)
}

// Figures lists every figure of a report's narratives: whether it agrees with the
// tables, disagrees, or is not about them. Last is last year's report, for what
// is said of last year; it may be nil.
func Figures(r, last *model.Report) []Figure {
	return pipeline.Figures(r, last)
}

// CheckPublish finds what must not be published with a report: personal data in
// its texts and, in the workbook it was read from, comments, hidden content, the
// author's name and links. Data is the file; nil, or a file of another kind,
// leaves the report alone to be looked at.
func CheckPublish(r *model.Report, data []byte) []Finding {
	return pipeline.CheckPublish(r, data)
}

// VerdictOf is the verdict on a report with these findings.
func VerdictOf(findings []Finding) model.Verdict { return check.VerdictOf(findings) }

// ParseAssignment reads "requests.new.total=41" or "三、依申请公开!D12=41".
func ParseAssignment(s string) (Assignment, error) {
	return pipeline.ParseAssignment(s)
}

// WhatIf is the report as it would be with some cells changed, and what was
// changed. Values are read as if they stood in the file; an empty one leaves the
// cell blank. The report itself stays. The error is a [*Problem], of kind
// [ErrUnknownField] where there is no such cell.
func WhatIf(r *model.Report, sets []Assignment) (*model.Report, []findings.Supposed, error) {
	return pipeline.WhatIf(r, sets)
}

// Mark writes a checked workbook with its findings marked: failing cells get a
// fill and a comment, and a first sheet lists all findings with a column for the
// unit's explanations. Everything else of the workbook stays. A workbook that was
// marked before is marked anew. Data is the file that was checked.
//
// A file that cannot be marked without loss, or is no workbook, gets a workbook of
// its findings alone instead; then why says so.
func Mark(w io.Writer, data []byte, r Result, lang msg.Lang) (why msg.Text, err error) {
	job := mark.Job{Report: r.Report, Findings: r.Findings, Causes: r.Causes, Err: r.Err, File: r.File, Lang: lang}
	err = mark.Mark(w, data, job)
	var refused *mark.Refused
	if errors.As(err, &refused) {
		return refused.Why, mark.Separate(w, job)
	}
	return msg.Text{}, err
}
