package plaintext

import (
	"strings"

	"github.com/gkxl/gkxl/internal/csvfile"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/msg"
)

// Limits bound what is read of a text or a CSV file.
type Limits struct {
	Text  int // bytes, once it is UTF-8
	Lines int // empty ones too
	Line  int // bytes of one line
	Row   int // cells of one line of CSV
	Cells int // in all
}

// DefaultLimits are far beyond what a report is: the longest one has some thousand
// lines.
var DefaultLimits = Limits{Text: 16 << 20, Lines: 200_000, Line: 1 << 20, Row: 10_000, Cells: layout.MaxCells}

// csv are the limits of a reader of CSV.
func (l Limits) csv() csvfile.Limits {
	return csvfile.Limits{Lines: l.Lines, Cells: l.Row, Cell: l.Line}
}

// check refuses a text that is too long, before it is taken apart. The error is a
// *msg.Problem.
func (l Limits) check(text string) error {
	if len(text) > l.Text {
		return tooLarge(msg.F("文本超过 %d 字节", "the text has more than %d bytes", l.Text))
	}
	rest, line := text, 0
	for rest != "" {
		if line++; line > l.Lines {
			return tooLarge(msg.F("文本超过 %d 行", "the text has more than %d lines", l.Lines))
		}
		end := strings.IndexAny(rest, "\n\r")
		if end < 0 {
			end = len(rest)
		}
		if end > l.Line {
			return tooLarge(msg.F("第 %d 行超过 %d 字节", "line %d has more than %d bytes", line, l.Line))
		}
		rest = rest[min(end+1, len(rest)):]
	}
	return nil
}

func tooLarge(what msg.Text) error {
	return &msg.Problem{What: what, Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge}
}
