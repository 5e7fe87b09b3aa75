package gkxl

import (
	"io"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Verification is what comparing a publication with its report gave.
type Verification = verify.Result

// VerifyOptions say how a verification is written: its format, text or json, the
// language, and the names of the two files.
type VerifyOptions = verify.Options

// Verify reads a publication back and holds it against the report it was made
// from: every figure and every paragraph, in both directions. The publication is
// a web page, a Word document, a text, CSV, JSON, a workbook, an OFD, or the text
// layer of a PDF. It is read in the report's form, whatever the options say. The error,
// which says that it could not be read, is a [*Problem].
func Verify(name string, publication []byte, r *model.Report, o ImportOptions) (v *Verification, err error) {
	defer func() {
		if p := recover(); p != nil {
			v, err = nil, msg.NewCrash(name, p)
		}
	}()
	if err := r.Validate(); err != nil {
		return nil, err
	}
	o.Form = r.Form
	var asides []msg.Text
	if part := html.Extract(publication); part != nil && !mail.Is(publication) { // whose pages are encoded
		publication = part
		asides = append(asides, msg.T("只比对了页面中标明是报告的部分", "of the page only the part marked as the report was compared"))
	}
	name, publication, beside, err := pipeline.Unpack(name, publication, o)
	if err != nil {
		return nil, err
	}
	if !beside.IsZero() {
		asides = append(asides, beside)
	}
	got, texts, err := published(name, publication, o)
	if err != nil {
		return nil, msg.OfKind(ErrUnreadable, err)
	}
	v = verify.Compare(r, got, texts)
	v.Asides = append(asides, v.Asides...)
	return v, nil
}

// published reads a publication: its figures, and its texts as they stand.
func published(name string, data []byte, o ImportOptions) (*model.Report, verify.Texts, error) {
	r, m, err := pipeline.Read(name, data, o)
	switch {
	case err != nil:
		return nil, verify.Texts{}, err
	case m != nil:
		return r, verify.Texts{Passages: m.Passages(), Ends: publish.Appendices()}, nil
	}
	return r, verify.Texts{Passages: verify.Printed(r), None: record.IsCSV(data)}, nil
}

// VerifyFiles is [Verify] of a published file against a workbook, or against a
// report as JSON, which is read with the options. The error names the file.
func VerifyFiles(publication, workbook string, o ImportOptions) (*Verification, error) {
	r, err := ImportFile(workbook, o)
	if err != nil {
		return nil, err
	}
	data, err := archive.ReadFile(publication)
	if err != nil {
		return nil, err
	}
	v, err := Verify(publication, data, r, ImportOptions{})
	if err != nil {
		return nil, msg.At(publication, err)
	}
	return v, nil
}

// WriteVerification writes what verifying gave, for people or as JSON. The last
// line of a text is the verdict.
func WriteVerification(w io.Writer, v *Verification, o VerifyOptions) error {
	return verify.Write(w, v, o)
}
