package status

import (
	"encoding/csv"
	"io"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// WriteCSV writes a status as CSV, one unit on a line and behind them one
// file on a line that is not counted. A byte order mark tells spreadsheets the
// encoding, and a text they would compute has an apostrophe before it.
func WriteCSV(w io.Writer, s *Status, lang msg.Lang) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	cw := csv.NewWriter(w)
	cw.UseCRLF = true
	t := s.unitTable(lang, 0)
	var head []string
	for _, h := range t.heads {
		head = append(head, h.text)
	}
	cw.Write(append(head, msg.T("上级", "above").In(lang))) // the first error stays, and is that of Error
	for i, r := range t.rows {
		var line []string
		for _, c := range r.cells {
			if c.is == isText {
				line = append(line, text.Guard(c.text))
			} else {
				line = append(line, c.String())
			}
		}
		above := ""
		if i < len(s.Units) && s.Units[i].Above != nil {
			above = s.Units[i].Above.Name
		}
		cw.Write(append(line, text.Guard(above)))
	}
	for _, r := range s.fileTable(lang).rows {
		line := make([]string, len(head)+1)
		n := len(t.heads)
		line[0], line[1], line[2] = text.Guard(r.cells[1].text), msg.T("未计入", "not counted").In(lang), text.Guard(r.cells[2].text)
		line[n-3], line[n-1] = text.Guard(r.cells[0].text), text.Guard(r.cells[3].text)
		cw.Write(line)
	}
	cw.Flush()
	return cw.Error()
}
