// Package pipeline leads the content of a file through the engines: bytes, kind of
// file, report, findings, causes.
package pipeline

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/ofd"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// Options say about a file what the file itself may not. The zero value leaves
// everything to the file.
type Options struct {
	Form  *model.Form // the form to read by, of a variant or an edition; nil for what the file shows
	Organ string      // for a file that names none
	Year  int         // for a file that names none
	// Last is last year's report, which placeholders in narratives and the rules
	// across years refer to; nil without one.
	Last *model.Report
	// LastOf finds the report that another goes back to, by its organ and year, where
	// many reports are read with the same options; it goes before Last. An error of the kind
	// [msg.ErrSeveral] is no fault of the report: a finding says it, as if there were none.
	LastOf func(r *model.Report) (*model.Report, error)
	// Renamed says that Last is the same organ's under another name.
	Renamed bool
}

// ImportFile reads a report from a file; "-" is standard input. The error names it.
func ImportFile(path string, o Options) (*model.Report, error) {
	data, err := archive.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := Import(path, data, o)
	if err != nil {
		return nil, msg.At(path, err)
	}
	return r, nil
}

// ImportFiles reads one report from several files, see [ImportParts].
func ImportFiles(paths []string, o Options) (*model.Report, error) {
	if len(paths) == 1 {
		return ImportFile(paths[0], o)
	}
	parts := make([]File, len(paths))
	for i, path := range paths {
		data, err := archive.ReadFile(path)
		if err != nil {
			return nil, err
		}
		parts[i] = File{Name: path, Data: data}
	}
	return ImportParts(parts, o)
}

// Import reads a report from the content of a file of any kind that is read. The
// ending of the name tells CSV from text. Of an archive it is the one report in it. The
// error is a *msg.Problem without the name, or a *msg.Crash.
func Import(name string, data []byte, o Options) (*model.Report, error) {
	r, _, err := importContent(name, data, nil, o)
	return r, err
}

// importContent is Import, and says where the report was found. Reviews is the record of reviews that lies beside the
// file; nil for none.
func importContent(name string, data, reviews []byte, o Options) (r *model.Report, from source, err error) {
	from = source{file: name, name: name, content: data, reviews: reviews, reviewed: name}
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, msg.NewCrash(from.name, p)
		}
	}()
	member, content, beside, err := Unpack(name, data, o)
	if err == nil {
		if from.content = content; member != name {
			from.enter(member, ReviewsBeside(archive.Of(cmp.Or(name, archive.Ending), data), member))
		}
		if r = takeKept(member, content, o); r == nil {
			e := readWithin(member, content, o, 0)
			if r, err = e.report, e.err; e.file != "" {
				from.enter(member+"/"+e.file, e.reviews)
			}
		}
	}
	if err != nil {
		from.content = data
		return nil, from, msg.OfKind(msg.ErrUnreadable, err)
	}
	if !beside.IsZero() {
		r.Notes = append(r.Notes, model.Note{Rule: archiveRule, Message: beside})
	}
	last, _, err := o.lastFor(r)
	if err != nil {
		return nil, from, err
	}
	if !o.pairs(last, r) {
		last = nil // its figures are not this report's last; checking says what is wrong with it
	}
	narrative.FillReport(narrative.Context{Report: r, Last: last})
	return r, from, nil
}

// pairs reports whether a report may be the one that another goes back to.
func (o Options) pairs(last, r *model.Report) bool {
	if last == nil {
		return false
	}
	return !slices.ContainsFunc(diff.Pair(last, r, o.Renamed || o.LastOf != nil), func(f diff.Fault) bool { return !f.Doubt })
}

// FillFrom is a report with the placeholders in its narratives filled from the report
// of the year before, where that is what last is; otherwise it is the report itself.
func FillFrom(r, last *model.Report, renamed bool) *model.Report {
	if !(Options{Renamed: renamed}).pairs(last, r) {
		return r
	}
	out := *r
	out.Texts, out.Drafts, out.Notes = maps.Clone(r.Texts), maps.Clone(r.Drafts), slices.Clone(r.Notes)
	narrative.FillReport(narrative.Context{Report: &out, Last: last})
	return &out
}

// lastFor is last year's report of the organ of a report; nil without one. Doubt is why it
// cannot be told which it is.
func (o Options) lastFor(r *model.Report) (last *model.Report, doubt msg.Text, err error) {
	if o.LastOf == nil {
		return o.Last, msg.Text{}, nil
	}
	last, err = o.LastOf(r)
	if errors.Is(err, msg.ErrSeveral) {
		return nil, msg.Of(err), nil
	}
	return last, msg.Text{}, err
}

// Read reads a report without filling in its placeholders, and gives the mapping
// of a file that was read by its labels; nil of any other.
func Read(name string, data []byte, src Options) (*model.Report, *intake.Mapping, error) {
	e := readWithin(name, data, src, 0)
	return e.report, e.mapping, e.err
}

// readWithin is Read for what stands in so many mails.
func readWithin(name string, data []byte, src Options, depth int) (e enclosed) {
	message := read.Mail(data)
	if message != nil && len(message.Attached) > 0 && depth < maxMails {
		return readMail(name, data, message, src, depth)
	}
	e.report, e.mapping, e.err = readOne(name, data, message, src)
	return e
}

// readOne is Read for a file, or for the text of a mail, which is taken apart as a message; nil for any other file.
func readOne(name string, data []byte, message *mail.Message, src Options) (*model.Report, *intake.Mapping, error) {
	o := intake.Options{Form: src.Form, Organ: src.Organ, Year: src.Year}
	if plaintext.IsUTF16(data) {
		data = []byte(plaintext.Decode(data, ""))
		message = read.Mail(data)
	}
	if record.IsJSON(data) {
		r, err := record.Decode(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear, Fixed: src.Form})
		switch {
		case err == nil:
			intake.Supply(r, o)
		case review.IsBeside(name):
			return nil, nil, errRecord
		}
		return r, nil, err
	}
	if record.IsCSV(data) {
		r, err := record.DecodeCSV(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear, Fixed: src.Form})
		if err == nil {
			intake.Supply(r, o)
		}
		return r, nil, err
	}
	if err := preflight.Foreign(data); err != nil {
		return nil, nil, err
	}
	forms, err := templates.Candidates(src.Form)
	if err != nil {
		return nil, nil, err
	}
	if book, ok, err := spreadsheetOf(data); ok {
		if err != nil {
			return nil, nil, err
		}
		r, err := xlsx.ReadBook(book, forms, o)
		return r, nil, err
	}
	sheets, kind, err := document(name, data, message)
	if err != nil {
		return nil, nil, err
	}
	if kind.IsZero() {
		r, err := xlsx.Read(data, forms, o)
		return r, nil, preflight.NamedByEnding(name, err)
	}
	r, m, err := mapped(sheets, kind, forms, o)
	if err == nil {
		noteTexts(r, message, forms, o)
	}
	return r, m, err
}

func mapped(sheets []*intake.Sheet, kind msg.Text, forms []*model.Form, o intake.Options) (*model.Report, *intake.Mapping, error) {
	m, err := intake.Map(sheets, forms, o)
	if err != nil {
		return nil, nil, err
	}
	if m == nil {
		return nil, nil, intake.NoTable(kind, forms, sheets...)
	}
	m.Values()
	dropPublished(m.Report)
	return m.Report, m, nil
}

// dropPublished takes out of a report that is read from a publication what gkxl put there besides: the stamp of a
// draft, and what stands behind the report under a heading of its own.
func dropPublished(r *model.Report) {
	if r.Organ == publish.DraftStamp {
		r.Organ = ""
	}
	for _, section := range r.Form.Sections { // notes come in their order
		id := section.ID
		lines := strings.Split(r.Texts[id], "\n")
		i := slices.IndexFunc(lines, func(l string) bool { return slices.Contains(publish.Appendices(), strings.TrimSpace(l)) })
		if i < 0 {
			continue
		}
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Section: id, Cell: r.Places[model.PlaceOfText(id)], Found: lines[i], Message: msg.F(
			"“%s”和它后面的文字是导出报告时附上的，不属于报告，没有读入", "%q and the text behind it were added when the report was exported; they are no part of it and were not read", strings.TrimSpace(lines[i]))})
		if r.Texts[id] = strings.TrimRight(strings.Join(lines[:i], "\n"), "\n \u3000"); r.Texts[id] == "" {
			delete(r.Texts, id)
		}
	}
}

// document reads what is no workbook as sheets; kind is empty for what may be
// one. Message is the mail that it is, taken apart; nil for any other file.
func document(name string, data []byte, message *mail.Message) ([]*intake.Sheet, msg.Text, error) {
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		sheet, err := pdf.Read(data)
		return []*intake.Sheet{sheet}, msg.T("PDF", "a PDF"), err
	}
	if sheets, err := ofd.Read(data); sheets != nil || err != nil {
		return sheets, msg.T("OFD", "an OFD"), err
	}
	return read.ReadOpened(name, data, message)
}

// File is a file's name and its content.
type File struct {
	Name string
	Data []byte
}

// ImportParts reads one report from several documents, pages, texts or CSV files
// that hold a part each, such as the worksheets of a workbook exported one by
// one. Places are named with the file. The error is a *msg.Problem.
func ImportParts(parts []File, src Options) (*model.Report, error) {
	forms, err := templates.Candidates(src.Form)
	if err != nil {
		return nil, err
	}
	var all []*intake.Sheet
	for _, p := range parts {
		sheets, kind, err := read.Read(p.Name, p.Data)
		if err == nil && (kind.IsZero() || len(read.Attached(p.Data)) > 0) {
			err = &msg.Problem{What: msg.T("一份报告分在几个文件里时，只能是 CSV、网页、Word 文档或文本", "a report in several files may consist of CSV, web pages, Word documents or texts only"),
				Hint: msg.T("工作簿和 JSON 请单独读取", "read a workbook or JSON alone")}
		}
		if err != nil {
			return nil, msg.At(p.Name, err)
		}
		base := filepath.Base(p.Name)
		for _, s := range sheets {
			s.Name = strings.TrimSuffix(base, filepath.Ext(base))
			s.Prefix(base + "!")
		}
		all = append(all, sheets...)
	}
	r, _, err := mapped(all, msg.T("几个文件", "several files"), forms, intake.Options{Form: src.Form, Organ: src.Organ, Year: src.Year})
	return r, err
}
