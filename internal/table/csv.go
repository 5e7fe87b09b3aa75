package table

import (
	"bytes"
	"encoding/csv"
	"io"

	"github.com/gkxl/gkxl/internal/text"
)

// writeCSV writes a table as CSV. A byte order mark tells spreadsheets the
// encoding, and a text they would compute has an apostrophe before it.
func writeCSV(w io.Writer, b Block, o Options) error {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	cw := csv.NewWriter(&out)
	cw.UseCRLF = o.CRLF
	lines := [][]string{b.Head}
	for _, r := range b.Rows {
		line := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			if line[i] = c.Text; c.Number == nil {
				line[i] = text.Guard(c.Text)
			}
		}
		lines = append(lines, line)
	}
	if err := cw.WriteAll(lines); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}
