// Package gkxl handles the annual report on government information disclosure
// (政府信息公开工作年度报告) that every Chinese government organ publishes each
// January: it makes the blank workbook, reads filled-in ones, and checks that
// their figures balance.
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
//
// A [model.Form] comes from [FormFor]. [Template] writes its workbook, blank or
// filled with a report. [Import] reads a workbook, or a report as JSON, into a
// [model.Report]: one value per field of the form, each with its state (a
// number, blank, absent or unreadable), its text as found and the cell it stood
// in. [Check] applies every rule of the form and gives [check.Finding]s.
//
// Nothing is lost and nothing is guessed: a cell that cannot be read as a number
// is never 0, blank is not 0, and every reading that is not the plain number is
// reported.
//
// # Promise
//
// Field ids, rule ids, defined names in workbooks, exit codes, and the JSON
// schemas gkxl-report/1 and gkxl-findings/1 keep their meaning: they may gain
// members, but none changes or is reused. The same input and version give the
// same bytes. Wording of messages may change at any time.
package gkxl

import (
	"bytes"
	"io"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/model/record"
	"github.com/gkxl/gkxl/model/say"
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

// FormFor returns the form of a choice. The error is a *say.Problem that names,
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
func Template(w io.Writer, f *model.Form, r *model.Report) error {
	return xlsx.Write(w, f, r)
}

// Import reads a report from a workbook made by [Template], however edited
// since, or from JSON. Form is nil unless a variant's form is to be used. The
// error is a *say.Problem.
func Import(data []byte, form *model.Form) (*model.Report, *model.Form, error) {
	if text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n"); len(text) > 0 && text[0] == '{' {
		return record.Decode(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear, Fixed: form})
	}
	return xlsx.Read(data, func(id string) (*model.Form, error) {
		if form != nil {
			return form, nil
		}
		return templates.Edition(id)
	})
}

// Export writes a report as JSON, schema gkxl-report/1.
func Export(w io.Writer, f *model.Form, r *model.Report, lang say.Lang) error {
	return record.Encode(w, f, r, lang)
}

// Check applies the rules of a form to a report.
func Check(f *model.Form, r *model.Report, o check.Options) []check.Finding {
	o.EditionFor = func(year int) string {
		if right, err := templates.ForYear(year); err == nil {
			return right.ID
		}
		return ""
	}
	return check.Run(f, r, o)
}
