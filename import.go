package gkxl

import (
	"bytes"
	"io"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/repair"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ImportOptions say about a file what the file itself may not: the form, organ and
// year of one that names none, and last year's report. The zero value leaves
// everything to the file.
type ImportOptions = pipeline.Options

// File is a file's name and its content. The ending of the name tells CSV from
// text.
type File = pipeline.File

// Import reads a report from a workbook of any make and format (.xlsx, .xls, .et,
// .ods, XML), a text document (.docx, .doc, .wps, RTF, OpenDocument), a web page, a
// mail, a PDF, an OFD, CSV, Markdown, pasted text, or what [Export] and [WriteCSV]
// write. Cells are found by their names, or else by the labels of their rows and
// columns. The error is a [*Problem], without the name, or a [*Crash].
func Import(name string, data []byte, o ImportOptions) (*model.Report, error) {
	return pipeline.Import(name, data, o)
}

// ImportParts reads one report from several documents, pages, texts or CSV files
// that hold a part each, such as the worksheets of a workbook exported one by
// one. Places are named with the file. The error is a [*Problem].
func ImportParts(parts []File, o ImportOptions) (*model.Report, error) {
	return pipeline.ImportParts(parts, o)
}

// ImportFile is [Import] of a file; "-" is standard input. The error names it.
func ImportFile(path string, o ImportOptions) (*model.Report, error) {
	return pipeline.ImportFile(path, o)
}

// ImportFiles is [ImportParts] of files; of one file it is [ImportFile].
func ImportFiles(paths []string, o ImportOptions) (*model.Report, error) {
	return pipeline.ImportFiles(paths, o)
}

// Export writes a report as JSON, schema gkxl-report/1, with messages in a
// language.
func Export(w io.Writer, r *model.Report, lang msg.Lang) error {
	if err := r.Validate(); err != nil {
		return err
	}
	return record.Encode(w, r, lang)
}

// WriteCSV writes the figures of a report as CSV, one field on a line. Texts are
// not among them.
func WriteCSV(w io.Writer, r *model.Report) error {
	if err := r.Validate(); err != nil {
		return err
	}
	return record.EncodeCSV(w, r)
}

// Repaired is what became of a file that was repaired: its report, what was moved
// from where to where, and what has no place in the template.
type Repaired = repair.Result

// Repair reads a file and writes what was read into a fresh template of its form.
// It invents nothing: a cell that was empty or missing stays empty, one that could
// not be read keeps its text, and what has no place in the form is listed. The
// explanations of an earlier check are taken along.
func Repair(w io.Writer, name string, data []byte, o ImportOptions) (*Repaired, error) {
	return repair.Repair(w, name, data, o)
}

// RepairFile is [Repair] of a file. The error names it.
func RepairFile(w io.Writer, path string, o ImportOptions) (*Repaired, error) {
	data, err := archive.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	out, err := Repair(&b, path, data, o)
	if err != nil {
		return nil, msg.At(path, err)
	}
	_, err = b.WriteTo(w)
	return out, err
}

// WriteRepaired lists for people what was moved, from where, and what was not.
// The last line is the verdict.
func WriteRepaired(w io.Writer, o *Repaired, lang msg.Lang) error {
	return repair.Write(w, o, lang)
}
