// Package csvfile reads CSV within limits, and says in the reader's words what is
// wrong with it, and on which line.
package csvfile

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// Limits bound what is read of one CSV file.
type Limits struct {
	Lines int // with something on them
	Cells int // in one line
	Cell  int // bytes of one cell
}

// Default is far beyond what a report or a list of a country's units is. A quote that
// is never closed makes a cell of the rest of the file.
var Default = Limits{Lines: 200_000, Cells: 1_000, Cell: 1 << 20}

// Options say how a file is written.
type Options struct {
	Comma  rune // between the cells; 0 is a comma
	Strict bool // a quote inside a cell without quotes is an error, and not part of what it says
	Hint   msg.Text
}

// Reader reads one file, line by line.
type Reader struct {
	r      *csv.Reader
	limits Limits
	hint   msg.Text
	lines  int
}

// New begins to read a text.
func New(text string, o Options, limits Limits) *Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, !o.Strict, true
	if o.Comma != 0 {
		r.Comma = o.Comma
	}
	return &Reader{r: r, limits: limits, hint: o.Hint}
}

// Read gives the cells of the next line, which hold until the next call, and the
// number of the line they begin on, from 1. The error is io.EOF behind the last line,
// or a *msg.Problem that names the line.
func (r *Reader) Read() (cells []string, line int, err error) {
	cells, err = r.r.Read()
	if errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	if err != nil {
		return nil, 0, r.faulty(err)
	}
	line, _ = r.r.FieldPos(0)
	if r.lines++; r.lines > r.limits.Lines {
		return nil, line, r.tooLarge(msg.F("超过 %d 行", "there are more than %d lines", r.limits.Lines))
	}
	if len(cells) > r.limits.Cells {
		return nil, line, r.tooLarge(msg.F("第 %d 行超过 %d 格", "line %d has more than %d cells", line, r.limits.Cells))
	}
	for _, c := range cells {
		if len(c) > r.limits.Cell {
			return nil, line, r.tooLarge(msg.F("从第 %d 行开始的一格超过 %d 字节，可能少了一个引号", "a cell that begins on line %d has more than %d bytes; a quote may be missing", line, r.limits.Cell))
		}
	}
	return cells, line, nil
}

func (r *Reader) tooLarge(what msg.Text) error {
	return &msg.Problem{What: what, Hint: r.hint, Kind: msg.ErrTooLarge}
}

// faulty says in words what the library says in English only.
func (r *Reader) faulty(err error) error {
	var at *csv.ParseError
	what := msg.F("CSV 有误：%s", "the CSV is faulty: %s", err)
	switch {
	case !errors.As(err, &at):
	case errors.Is(err, csv.ErrBareQuote):
		what = msg.F("第 %d 行第 %d 列：没有引号的格里有引号", "line %d, column %d: a quote in a cell without quotes", at.Line, at.Column)
	case errors.Is(err, csv.ErrQuote):
		what = msg.F("第 %d 行第 %d 列：引号没有成对（从第 %d 行起）", "line %d, column %d: a quote without its pair (from line %d on)", at.Line, at.Column, at.StartLine)
	}
	return &msg.Problem{What: what, Hint: r.hint}
}
