// Package gkxl handles the annual report on government information disclosure
// (政府信息公开工作年度报告) that every Chinese government organ publishes each
// January: it makes the blank workbook, reads filled-in ones, checks that their
// figures balance, adds up those of many units, and publishes the result.
//
// # One idea
//
// The official form is data. One file per edition under templates/ says which
// sections, tables, rows, columns, labels, kinds, totals and identities the form
// has; the workbook with its live formulas, the importer, the checker and the
// handbook of rules are all derived from it. A new edition, or a province's own
// variant, is a new file and no new code.
//
// # The way of the data
//
//	form ──Template──▶ workbook ──Import──▶ report ──Check──▶ findings
//	                                          │
//	                                          ├──Compose──▶ PDF, page, Word document ──Verify──▶ differences
//	                                          ├──Diff, Series──▶ what changed over the years
//	                                          └──Narrate, CarryOver──▶ the texts, and next year's workbook
//
//	roster + files of units ──Gathering──▶ filings ──StatusOf──▶ status ──▶ letters
//	                                          └──Assemble, Merge──▶ total ──Trace──▶ units
//
// A [model.Form] comes from [FormFor]. [Template] writes its workbook, blank or
// filled with a report. [Import] reads a workbook, a document, a page or what
// [Export] wrote into a [model.Report]: one value per field of the form, each with
// its state (a number, blank, absent or unreadable), its text as found and the cell
// it stood in. [Check] applies every rule of the form and gives [check.Finding]s,
// and [Causes] the few cells that explain them; a [Printer] writes both, and [Mark]
// puts them into the unit's own workbook.
//
// What is sound goes out. [Compose] decides what a publication says, and [PDF],
// [HTML] and [Docx] only draw it; [Verify] reads a publication back and holds it
// against the report. [Diff] and [Series] hold reports of several years against
// each other, whatever their editions, [Narrate] writes sentences from the tables,
// and [CarryOver] begins the next year with what this one says about it.
//
// Many units are one more step, not another program. A [Gathering] reads their
// files side by side into [Filing]s; [StatusOf] counts them by a roster, and
// [Status.Notices] says which units to write to. [Assemble] settles which file
// counts for which unit, and [Merge] sums them exactly, or says in [Objection]s why
// there is no total. The total remembers what it was made of: [Trace] leads from
// any of its figures back to the units. Package demo makes districts of such
// files, errors and answer included, to try all of this on.
//
// Nothing is lost and nothing is guessed: a cell that cannot be read as a number
// is never 0, blank is not 0, and every reading that is not the plain number is
// reported.
//
// # Promise
//
// Field ids, rule ids, defined names in workbooks, exit codes, and the JSON
// schemas gkxl-report/1, gkxl-findings/1, gkxl-verify/1, gkxl-diff/1,
// gkxl-series/1, gkxl-trace/1, gkxl-status/1, gkxl-merge/1, gkxl-events/1 and
// gkxl-demo/1 keep their meaning: they may gain members, but none changes or is
// reused. The same input and version give the same bytes. Wording of messages may
// change at any time.
package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/internal/record"
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

// FormFor returns the form of a choice. The error is a *msg.Problem that names,
// for a variant's file, the line and the fault.
func FormFor(c FormChoice) (*model.Form, error) {
	switch {
	case c.File != "":
		return templates.LoadFile(c.File)
	case c.Edition != "":
		return templates.Edition(c.Edition)
	}
	return templates.ForYear(c.Year)
}

// Template writes the workbook of a form, filled with a report; a report without
// values gives the blank template.
func Template(w io.Writer, r *model.Report) error {
	return xlsx.Write(w, r)
}

// Export writes a report as JSON, schema gkxl-report/1.
func Export(w io.Writer, r *model.Report, lang msg.Lang) error {
	return record.Encode(w, r, lang)
}

// WriteCSV writes the figures of a report as CSV, one field on a line. Texts are
// not among them.
func WriteCSV(w io.Writer, r *model.Report) error {
	return record.EncodeCSV(w, r)
}
