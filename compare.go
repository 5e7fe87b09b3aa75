package gkxl

import (
	"bytes"
	"cmp"
	"io"
	"slices"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// Comparison is an earlier report held against a later one.
type Comparison = diff.Diff

// YearSeries is the reports of more than two years, lined up.
type YearSeries = diff.Series

// DiffOptions say how reports are compared.
type DiffOptions = diff.Options

// CompareFormats are the formats that comparisons and series are written in.
var CompareFormats = []string{"text", "md", "html", "pdf", "ofd", "xlsx", "docx", "json"}

// CompareOptions say how a comparison or a series is written.
type CompareOptions struct {
	Format     string // one of CompareFormats; empty for text
	Lang       msg.Lang
	Colour     bool          // of text, for a terminal
	MinChange  *model.Number // changes below it are counted, not shown
	MinPercent *model.Number
	All        bool           // show what is equal too
	PDF        pdfout.Options // the faces of a PDF or an OFD file
}

// Diff holds an earlier report against a later one, field by field in the order
// of the form and sentence by sentence, whatever their editions. What the later one's
// narratives leave to be filled from the year before is filled from the earlier one.
// The error is a [*Problem].
func Diff(last, this *model.Report, o DiffOptions) (*Comparison, error) {
	if err := validate(last, this); err != nil {
		return nil, err
	}
	return diff.Of(last, pipeline.FillFrom(this, last, o.Renamed), o)
}

// Series lines up more than two years' reports, a column for each, by year. Their
// narratives are filled as [Diff] fills them.
func Series(reports []*model.Report, o DiffOptions) (*YearSeries, error) {
	if err := validate(reports...); err != nil {
		return nil, err
	}
	byYear := slices.SortedStableFunc(slices.Values(reports), func(a, b *model.Report) int { return cmp.Compare(a.Year, b.Year) })
	for i := len(byYear) - 1; i > 0; i-- {
		byYear[i] = pipeline.FillFrom(byYear[i], byYear[i-1], o.Renamed)
	}
	return diff.SeriesOf(byYear, o)
}

// validate is the error of the first report that holds what its form does not have.
func validate(reports ...*model.Report) error {
	for _, r := range reports {
		if err := r.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// WriteDiff writes a comparison. A PDF is made and tagged as a report's is, with
// the comparison as JSON attached, and an OFD file has the same pages; what was noticed
// while they were made is in the result. A format that there is not is an error of kind [ErrFormat].
func WriteDiff(w io.Writer, d *Comparison, o CompareOptions) (pdfout.Result, error) {
	return o.write(w, d.Page(o.page()), func(w io.Writer) error { return diff.WriteJSON(w, d, o.Lang) }, "diff.json", diff.Schema)
}

// WriteSeries writes a series, as [WriteDiff] writes a comparison.
func WriteSeries(w io.Writer, s *YearSeries, o CompareOptions) (pdfout.Result, error) {
	return o.write(w, s.Page(o.page()), func(w io.Writer) error { return diff.WriteSeriesJSON(w, s, o.Lang) }, "series.json", diff.SeriesSchema)
}

// Differs reports whether a comparison shows a difference under the options.
func (o CompareOptions) Differs(d *Comparison) bool { return d.Differs(o.page()) }

func (o CompareOptions) page() diff.PageOptions {
	return diff.PageOptions{Lang: o.Lang, MinChange: o.MinChange, MinPercent: o.MinPercent, All: o.All}
}

func (o CompareOptions) write(w io.Writer, p *table.Page, asJSON func(io.Writer) error, name, schema string) (none pdfout.Result, err error) {
	switch o.Format {
	case "json":
		return none, asJSON(w)
	case "pdf", "ofd":
		var data bytes.Buffer
		if err := asJSON(&data); err != nil {
			return none, err
		}
		o.PDF.Data, o.PDF.DataName, o.PDF.DataAbout = data.Bytes(), name, schema
		write := pdfout.Write
		if o.Format == "ofd" {
			write = pdfout.WriteOFD
		}
		return write(w, publish.OfPage(p, o.Lang), o.PDF)
	case "":
		o.Format = "text"
	}
	if !slices.Contains(CompareFormats, o.Format) {
		return none, msg.UnknownFormat(o.Format, CompareFormats)
	}
	return none, table.Write(w, p, table.Options{Format: o.Format, Lang: o.Lang, Colour: o.Colour})
}
