// Package plaintext reads CSV and text pasted from a document or page, and decodes
// the encodings that Chinese texts come in.
package plaintext

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/msg"
)

// ReadCSV reads CSV of any common separator. The error is a *msg.Problem.
func ReadCSV(text string) ([]*intake.Sheet, error) {
	s := &intake.Sheet{Complete: true, Address: func(row, col int) string { return fmt.Sprintf("第%d行第%d列", row+1, col+1) }}
	first := 0
	comma := separator(text)
	if c, rest, ok := declaredSeparator(text); ok {
		comma, text, first = c, rest, 1
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, true
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []*intake.Sheet{s}, nil
		}
		if err != nil {
			return nil, &msg.Problem{What: msg.F("CSV 有误：%s", "the CSV is faulty: %s", err.Error()), Hint: msg.T("请用表格软件打开，另存为 .xlsx 再试", "open it in a spreadsheet program and save it as .xlsx")}
		}
		row, _ := r.FieldPos(0)
		if len(s.Cells)+len(record) > layout.MaxCells {
			return nil, layout.TooLarge()
		}
		for i, f := range record {
			s.Add(first+row-1, i, 1, 1, layout.TextCell(f))
		}
	}
}

// declaredSeparator reads a first line like "sep=;", which tells spreadsheet
// programs the separator. Rest is the text behind it.
func declaredSeparator(text string) (sep rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.Trim(strings.TrimRight(line, "\r"), `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.ContainsAny(line[4:], ",;|\t") {
		return rune(line[4]), rest, true
	}
	return 0, text, false
}

// separator is the one of , TAB ; | that occurs most often outside of quotes.
func separator(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && strings.ContainsRune(",\t;|", c):
			count[c]++
		}
	}
	best := ','
	for _, c := range "\t;|" {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}
