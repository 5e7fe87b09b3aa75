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
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/pdf"
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
func Template(w io.Writer, f *model.Form, r *model.Report) error {
	return xlsx.Write(w, f, r)
}

// Source says about a file what the file itself may not. The zero value leaves
// everything to the file.
type Source struct {
	Name  string      // of the file; its ending tells CSV from text
	Form  *model.Form // the form to read by, of a variant or an edition; nil for what the file shows
	Organ string      // for a file that names none
	Year  int         // for a file that names none
	// Last is last year's report in its form, which placeholders in narratives
	// and the rules across years refer to; nil without one.
	Last     *model.Report
	LastForm *model.Form
	// LastOf finds last year's report by the organ's name, where many reports are
	// read with one Source; it goes before Last.
	LastOf func(organ string) (*model.Report, *model.Form)
}

// Import reads a report from a workbook, whether made by [Template] or not, from
// a Word document, a web page, a tagged PDF, CSV, text pasted from a page, or what
// [Export] and [WriteCSV] write. Cells are found by their names, or else by the
// labels of their rows and columns. The error is a *msg.Problem.
func Import(data []byte, src Source) (*model.Report, *model.Form, error) {
	r, f, _, err := importReport(data, src)
	if err == nil {
		src.find(r)
		narrative.FillReport(narrative.Context{Form: f, Report: r, LastForm: src.LastForm, Last: src.Last})
	}
	return r, f, err
}

// Find settles which report is last year's.
func (s *Source) find(r *model.Report) {
	if s.LastOf != nil {
		s.Last, s.LastForm = s.LastOf(r.Organ)
	}
}

// Into hands last year's report to a check.
func (s *Source) into(o *check.Options, r *model.Report) {
	s.find(r)
	if s.Last != nil {
		o.Last, o.LastForm = s.Last, s.LastForm
	}
	o.LastSought = s.LastOf != nil
}

// importReport is Import, and the mapping of a file that was read by its labels.
func importReport(data []byte, src Source) (*model.Report, *model.Form, *intake.Mapping, error) {
	o := intake.Options{Form: src.Form, Organ: src.Organ, Year: src.Year}
	if text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n"); len(text) > 0 && text[0] == '{' && !bytes.HasPrefix(text, []byte("{\\rtf")) {
		r, f, err := record.Decode(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear, Fixed: src.Form})
		if err == nil {
			intake.Supply(r, o)
		}
		return r, f, nil, err
	}
	if record.IsCSV(data) {
		r, f, err := record.DecodeCSV(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear, Fixed: src.Form})
		if err == nil {
			intake.Supply(r, o)
		}
		return r, f, nil, err
	}
	forms, err := forms(src.Form)
	if err != nil {
		return nil, nil, nil, err
	}
	sheets, kind, err := document(data, src)
	if err != nil {
		return nil, nil, nil, err
	}
	if kind.IsZero() {
		r, f, err := xlsx.Read(data, forms, o)
		return r, f, nil, err
	}
	return mapped(sheets, kind, forms, o)
}

func mapped(sheets []*intake.Sheet, kind msg.Text, forms []*model.Form, o intake.Options) (*model.Report, *model.Form, *intake.Mapping, error) {
	m, err := intake.Map(sheets, forms, o)
	if err != nil {
		return nil, nil, nil, err
	}
	if m == nil {
		return nil, nil, nil, intake.NoTable(kind)
	}
	m.Values()
	return m.Report, m.Form, m, nil
}

// Document reads what is no workbook as sheets; kind is empty for what may be
// one.
func document(data []byte, src Source) ([]*intake.Sheet, msg.Text, error) {
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		sheet, err := pdf.Read(data)
		return []*intake.Sheet{sheet}, msg.T("PDF", "a PDF"), err
	}
	return read.Read(src.Name, data)
}

// Page is one of the files that make up a report.
type Page struct {
	Name string
	Data []byte
}

// ImportPages reads one report from several documents, pages, texts or CSV files
// that hold a part each, such as the worksheets of a workbook exported one by
// one. Places are named with the file. The error is a *msg.Problem.
func ImportPages(pages []Page, src Source) (*model.Report, *model.Form, error) {
	forms, err := forms(src.Form)
	if err != nil {
		return nil, nil, err
	}
	var all []*intake.Sheet
	for _, p := range pages {
		sheets, kind, err := read.Read(p.Name, p.Data)
		if err == nil && kind.IsZero() {
			err = &msg.Problem{What: msg.T("一份报告分在几个文件里时，只能是 CSV、网页、Word 文档或文本", "a report in several files may consist of CSV, web pages, Word documents or texts only"),
				Hint: msg.T("工作簿和 JSON 请单独读取", "read a workbook or JSON alone")}
		}
		if err != nil {
			return nil, nil, msg.At(p.Name, err)
		}
		base := filepath.Base(p.Name)
		for _, s := range sheets {
			s.Name = strings.TrimSuffix(base, filepath.Ext(base))
			s.Prefix(base + "!")
		}
		all = append(all, sheets...)
	}
	r, f, _, err := mapped(all, msg.T("几个文件", "several files"), forms, intake.Options{Form: src.Form, Organ: src.Organ, Year: src.Year})
	return r, f, err
}

// Forms are those a file may be in: the one asked for, and the official
// editions, the newest first.
func forms(first *model.Form) ([]*model.Form, error) {
	var out []*model.Form
	if first != nil {
		out = append(out, first)
	}
	for _, id := range slices.Backward(templates.Editions()) {
		f, err := templates.Edition(id)
		if err != nil {
			return nil, err
		}
		if first == nil || f.ID != first.ID {
			out = append(out, f)
		}
	}
	return out, nil
}

// Export writes a report as JSON, schema gkxl-report/1.
func Export(w io.Writer, f *model.Form, r *model.Report, lang msg.Lang) error {
	return record.Encode(w, f, r, lang)
}

// WriteCSV writes the figures of a report as CSV, one field on a line. Texts are
// not among them.
func WriteCSV(w io.Writer, f *model.Form, r *model.Report) error {
	return record.EncodeCSV(w, f, r)
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
