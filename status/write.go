package status

import (
	"io"
	"slices"

	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/msg"
)

// WriteOptions say how a status is written.
type WriteOptions struct {
	Format string // one of the [Formats]
	Lang   msg.Lang
	Colour bool // of text, for a terminal
	All    bool // as text: show units too about which there is nothing to do
}

// Formats are those a status is written in: text for a terminal, whose last line
// sums up; one page that needs nothing besides itself; CSV, one unit on a line and
// behind them one file on a line that is not counted; and a workbook to print and
// hand on, with sheets of all units, of those missing, of reports at fault and of
// files that do not count.
var Formats = []string{"text", "html", "csv", "xlsx"}

// Write writes a status in a format. The error of an unknown format is a
// *msg.Problem.
func Write(w io.Writer, s *Status, o WriteOptions) error {
	if !slices.Contains(Formats, o.Format) {
		return msg.UnknownFormat(o.Format, Formats)
	}
	page := s.page(o.Lang)
	switch o.Format {
	case "text":
		page = s.textPage(o)
	case "csv":
		page = &table.Page{Blocks: []table.Block{s.dataTable(o.Lang)}}
	}
	return table.Write(w, page, table.Options{Format: o.Format, Lang: o.Lang, Colour: o.Colour, CRLF: true})
}
