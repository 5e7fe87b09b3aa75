package record

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// FromSheets reads what EncodeCSV wrote from the sheet of a workbook that a spreadsheet program saved it as. The report
// is nil, without an error, if no sheet begins with the header of such a CSV. The error is a *msg.Problem.
func FromSheets(sheets []*intake.Sheet, forms Forms) (*model.Report, error) {
	for i, s := range sheets {
		if !hasCSVHeader(s) {
			continue
		}
		r, err := fromSheet(s, forms)
		if err != nil {
			return nil, err
		}
		for k, o := range sheets {
			if k != i && len(o.Cells) > 0 {
				r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: o.Cells[0].Cell.Address, Message: msg.F(
					"报告的数据读自工作表“%s”，工作表“%s”没有读取", "the report was read as data from the sheet %q; the sheet %q was not read", s.Name, o.Name)})
			}
		}
		return r, nil
	}
	return nil, nil
}

// hasCSVHeader reports whether the first row of a sheet names the columns of EncodeCSV.
func hasCSVHeader(s *intake.Sheet) bool {
	var names []string
	for _, c := range s.Cells {
		if c.Row > s.Cells[0].Row || len(names) > 2*len(csvHeader) {
			break
		}
		names = append(names, strings.TrimSpace(c.Cell.Text))
	}
	return slices.Contains(names, "field") && slices.Contains(names, "value") && slices.Contains(names, "state")
}

// fromSheet reads the report of a sheet and gives each value the address of its cell.
func fromSheet(s *intake.Sheet, forms Forms) (*model.Report, error) {
	var rows [][]string
	width := 0
	for _, c := range s.Cells {
		width = max(width, c.Col+1)
	}
	for _, c := range s.Cells {
		for len(rows) <= c.Row {
			rows = append(rows, nil)
		}
		if rows[c.Row] == nil {
			rows[c.Row] = make([]string, width)
		}
		text := c.Cell.Text
		if n, err := model.ParseCellNumber(text); c.Cell.Kind == intake.Number && err == nil {
			text = n.String()
		}
		rows[c.Row][c.Col] = text
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	header := s.Cells[0].Row
	for _, row := range rows[header:] {
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	r, err := DecodeCSV(b.Bytes(), forms)
	if err != nil {
		return nil, err
	}
	field, value := slices.Index(rows[header], "field"), slices.Index(rows[header], "value")
	for i, row := range rows {
		if i <= header || row == nil || field < 0 || value < 0 || s.Address == nil {
			continue
		}
		if v, ok := r.Values[strings.TrimSpace(row[field])]; ok {
			v.Cell = s.Address(i, value)
			r.Values[strings.TrimSpace(row[field])] = v
		}
	}
	return r, nil
}
