package findings

import (
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Printer writes results one by one, so that a thousand files need no more memory
// than one. Close writes what comes after the last.
type Printer interface {
	Add(Result) error
	Close() error
}

// WriteOptions say how results are written.
type WriteOptions struct {
	Format  string // one of the [Formats]
	Lang    msg.Lang
	Colour  bool          // of text, for a terminal
	Version string        // of the program, for SARIF
	Check   check.Options // how the rules were changed
}

// Formats are those results are written in: text for people; JSON, schema
// [FindingsSchema]; one page; Markdown; SARIF 2.1.0; and a workbook.
var Formats = []string{"text", "json", "html", "md", "sarif", "xlsx"}

// NewPrinter begins to write results in a format. The error of an unknown format
// is a *msg.Problem.
func NewPrinter(w io.Writer, o WriteOptions) (Printer, error) {
	switch o.Format {
	case "text":
		return &textPrinter{w: w, WriteOptions: o}, nil
	case "json":
		return newJSONPrinter(w, o), nil
	case "html":
		return &htmlPrinter{w: w, WriteOptions: o}, nil
	case "md":
		return &markdownPrinter{w: w, WriteOptions: o}, nil
	case "sarif":
		return &sarifPrinter{w: w, WriteOptions: o, index: map[string]int{}, rules: []sarifRule{}}, nil
	case "xlsx":
		return &xlsxPrinter{w: w, WriteOptions: o}, nil
	}
	return nil, msg.UnknownFormat(o.Format, Formats)
}

// Write writes results in a format, as a [Printer] does.
func Write(w io.Writer, results []Result, o WriteOptions) error {
	p, err := NewPrinter(w, o)
	if err != nil {
		return err
	}
	for _, r := range results {
		if err := p.Add(r); err != nil {
			return err
		}
	}
	return p.Close()
}

// groupOf is where a finding belongs: the sheet, as it is called in the file, or
// the section of a file that has none.
func groupOf(r Result, f check.Finding) msg.Text {
	name := func(s string) msg.Text { return msg.T(s, s) }
	section := ""
	switch {
	case f.AboutUnits():
		return msg.T("各单位", "The units")
	case len(f.Sections) > 0:
		section = f.Sections[0]
	case len(f.Fields) > 0:
		section = f.Fields[0].Table.ID
	}
	if !hasSheets(r.Report) {
		if s, ok := r.Report.Form.Section(section); ok {
			return name(s.Heading)
		}
		return wholeReport
	}
	for _, c := range f.Cells {
		if i := strings.LastIndexByte(c, '!'); i > 0 {
			return name(strings.Trim(c[:i], "'"))
		}
	}
	if section != "" {
		return name(r.Report.Form.SheetOf(section))
	}
	cover := r.Report.Form.Messages["cover_sheet"]
	for key, at := range r.Report.Places {
		if strings.HasPrefix(key, model.PlaceOfCover("")) && strings.HasPrefix(strings.Trim(at, "'"), cover) {
			return name(cover)
		}
	}
	return wholeReport
}

var wholeReport = msg.T("整份报告", "the whole report")

// hasSheets reports whether a report was read from a workbook: something in it has
// an address such as A1.
func hasSheets(r *model.Report) bool {
	for _, v := range r.Values {
		if isAddress(v.Cell) {
			return true
		}
	}
	for _, at := range r.Places {
		if isAddress(at) {
			return true
		}
	}
	return false
}

func isAddress(at string) bool {
	i := strings.LastIndexByte(at, '!')
	_, _, err := excelize.CellNameToCoordinates(at[i+1:])
	return i > 0 && err == nil
}

// optionLines say how the rules were changed.
func optionLines(o check.Options, lang msg.Lang) []string {
	var out []string
	if len(o.Disable) > 0 {
		out = append(out, msg.T("已停用的规则：", "rules switched off: ").In(lang)+strings.Join(o.Disable, " "))
	}
	var ids []string
	for id, g := range o.Regrade {
		ids = append(ids, id+"="+string(g))
	}
	if slices.Sort(ids); len(ids) > 0 {
		out = append(out, msg.T("已改等级的规则：", "rules regraded: ").In(lang)+strings.Join(ids, " "))
	}
	return out
}
