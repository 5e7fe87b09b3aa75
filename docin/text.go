package docin

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/model/say"
)

func cellOf(s string) intake.Cell {
	s = strings.Trim(s, " \t\u00a0\u3000\r\n")
	if s == "" {
		return intake.Cell{}
	}
	return intake.Cell{Kind: intake.Text, Text: s}
}

// Table reads CSV.
func table(text string) (*intake.Sheet, error) {
	s := &intake.Sheet{Complete: true, Address: func(row, col int) string { return fmt.Sprintf("第%d行第%d列", row+1, col+1) }}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return nil, &say.Problem{What: say.F("CSV 有误：%s", "the CSV is faulty: %s", err.Error()), Do: say.T("请用表格软件打开，另存为 .xlsx 再试", "open it in a spreadsheet program and save it as .xlsx")}
		}
		row, _ := r.FieldPos(0)
		if len(s.Cells)+len(record) > maxCells {
			return nil, tooLarge()
		}
		for i, f := range record {
			s.Add(row-1, i, 1, 1, cellOf(f))
		}
	}
}

func separator(text string) rune {
	best, most := ',', 0
	for _, c := range []rune{',', '\t', ';', '，'} {
		if n := strings.Count(text, string(c)); n > most && (c != '，' || most == 0) {
			best, most = c, n
		}
	}
	return best
}

// Lines reads text pasted from a page: a paragraph on a line, and tables with a
// cell on a line, or with tabs between the cells of a row.
func lines(text string) *intake.Sheet {
	s := &intake.Sheet{Lists: true}
	all := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n").Replace(text), "\n")
	if len(all) > maxCells {
		all = all[:maxCells]
	}
	if rectangular(all) {
		s.Lists = false
	}
	// Lines that begin with a tab, up to an empty one, are the cells of a row.
	var starts []int // the line each row begins on
	open, col := false, 0
	put := func(line, col int, text string) {
		c := cellOf(text)
		c.Address = fmt.Sprintf("第%d行", line+1)
		s.Add(len(starts)-1, col, 1, 1, c)
	}
	for i, l := range all {
		cells := strings.Split(l, "\t")
		switch {
		case strings.TrimSpace(l) == "" && !strings.Contains(l, "\t"):
			open = false
		case len(cells) == 2 && cells[0] == "" && s.Lists:
			if !open {
				starts, col, open = append(starts, i), 0, true
			}
			put(i, col, cells[1])
			col++
		default:
			starts, open = append(starts, i), false
			for k, f := range cells {
				put(i, k, f)
			}
		}
	}
	s.Address = func(row, _ int) string {
		if row < 0 || row >= len(starts) {
			return ""
		}
		return fmt.Sprintf("第%d行", starts[row]+1)
	}
	return s
}

// Rectangular reports whether every run of lines with tabs has as many in each:
// then the columns line up, as they do when cells are copied from a spreadsheet.
func rectangular(all []string) bool {
	any := false
	before := 0
	for _, l := range all {
		n := strings.Count(l, "\t")
		if strings.TrimSpace(l) == "" && n == 0 || n == 0 {
			before = 0
			continue
		}
		if before != 0 && n != before || n == 1 && strings.HasPrefix(l, "\t") {
			return false
		}
		before, any = n, true
	}
	return any
}
