// Package table holds the one model of tables to read, a [Page], and writes it as
// text, Markdown, HTML, CSV, as a workbook and as a Word document; a single table also
// into a Word document of others. Whoever has a list to show builds a page; how it looks is decided here.
package table

import (
	"encoding/csv"
	"io"
	"iter"
	"slices"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Page is tables and lines laid out for reading, in one language. Writers draw
// it; they know nothing of reports. Texts that are empty are left out.
type Page struct {
	Title    string
	Organ    string
	Subtitle string
	Warnings []string // what is wrong with the page's content as a whole
	Blocks   []Block
	Summary  int // so many blocks open the page and belong together
	Verdict  string
	Outcome  model.Verdict // how good that is; empty where nothing is judged
}

// Block is a part of a page under a title.
type Block struct {
	Title string
	Notes []string
	Head  []string // of the table; empty without one
	Rows  []Row
	// Each makes the rows one by one, of a list that may be long; it takes the place
	// of Rows, and Count and Figures are then given. The cells of a row hold until the
	// next one is made.
	Each    iter.Seq[Row]
	Count   int    // how many rows Each makes
	Figures []bool // the columns that hold figures
	Lines   []Line
	Sides   []string // over the lines: what changed, the old, the new
	// Widths are those of the columns, in the width of a digit. They make the table
	// a list: rows are headed by their first cell, and a workbook filters them.
	// Without them the texts decide.
	Widths []float64
}

// Tone is how a row, cell or line strikes the reader.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
	Up      Tone = "up"
	Down    Tone = "down"
	Muted   Tone = "muted"
	Total   Tone = "total" // a row that sums others up
)

// Row is a line of a table.
type Row struct {
	Cells []Cell
	Tone  Tone
	Level int // how far the first cell is set in
}

// Cell is one cell: what it says, and the figure where it is one.
type Cell struct {
	Text   string
	Number *model.Number
	Share  bool // the figure is in percent
	Change bool // it says how much a figure changed
	Faint  bool // the figure is a 0 that says nothing, and is shown in data only
	Tone   Tone // of this cell alone
	// Trend is drawn as a small line: the figures of as many cells before it, nil
	// where one has none. The text tells its course in words.
	Trend []*model.Number
}

// Line is a sentence that differs.
type Line struct {
	Mark     string // + − ~ # ↕
	Label    string // what the mark means
	Old, New string
	Tone     Tone
}

// Column is the head of a table's column and its width, as [Block.Widths] has it.
type Column struct {
	Head  msg.Text
	Width float64
}

// Col is a column of a head and a width.
func Col(head msg.Text, width float64) Column { return Column{head, width} }

// List is a list without its rows yet, in a language.
func List(lang msg.Lang, title msg.Text, columns ...Column) Block {
	b := Block{Title: title.In(lang)}
	for _, c := range columns {
		b.Head, b.Widths = append(b.Head, c.Head.In(lang)), append(b.Widths, c.Width)
	}
	return b
}

// Heads are the heads of columns in a language.
func Heads(lang msg.Lang, heads ...msg.Text) []string {
	return lists.Map(heads, func(h msg.Text) string { return h.In(lang) })
}

// Cells are cells that hold nothing but texts.
func Cells(texts ...string) []Cell {
	return lists.Map(texts, func(s string) Cell { return Cell{Text: s} })
}

// Count is a cell that holds a whole number. Small ones share what they hold: of the
// counts of a hundred thousand units nearly all are 0 and 1.
func Count(n int) Cell {
	if n >= 0 && n < len(small) {
		return small[n]
	}
	v := model.Int(int64(n))
	return Cell{Text: v.String(), Number: &v}
}

// small are the cells of the smallest counts.
var small = func() (out [10]Cell) {
	for i := range out {
		v := model.Int(int64(i))
		out[i] = Cell{Text: v.String(), Number: &v}
	}
	return out
}()

// Texts lists every text of a page, for writers that cannot hold some.
func (p *Page) Texts() []string {
	out := append([]string{p.Title, p.Subtitle, p.Verdict}, p.Warnings...)
	for _, b := range p.Blocks {
		out = append(append(out, b.Title), b.Notes...)
		out = append(out, b.Head...)
		for r := range b.All() {
			for _, c := range r.Cells {
				out = append(out, c.Text)
			}
		}
		for _, l := range b.Lines {
			out = append(out, l.Label, l.Old, l.New)
		}
	}
	return out
}

// List reports whether a page holds lists.
func (p *Page) List() bool { return len(p.Blocks) > 0 && p.Blocks[0].Widths != nil }

// All are the rows of a block, made one by one or not.
func (b Block) All() iter.Seq[Row] {
	if b.Each != nil {
		return b.Each
	}
	return slices.Values(b.Rows)
}

// Len is the number of rows of a block.
func (b Block) Len() int {
	if b.Each != nil {
		return b.Count
	}
	return len(b.Rows)
}

// Numeric tells the columns that hold figures.
func (b Block) Numeric() []bool {
	if b.Each != nil {
		return b.Figures
	}
	out := make([]bool, len(b.Head))
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			if i < len(out) && (c.Number != nil || c.Change) {
				out[i] = true
			}
		}
	}
	return out
}

// Trimmed leaves out a last column that says nothing.
func (b Block) Trimmed() Block {
	last := len(b.Head) - 1
	for _, r := range b.Rows {
		if len(r.Cells) != last+1 || r.Cells[last].Text != "" {
			return b
		}
	}
	if last > 0 && len(b.Rows) > 0 {
		b.Head = b.Head[:last]
		for i := range b.Rows {
			b.Rows[i].Cells = b.Rows[i].Cells[:last]
		}
	}
	return b
}

// Options say how a page is written.
type Options struct {
	Format string // one of the [Formats]
	Lang   msg.Lang
	Colour bool // of text, for a terminal
	CRLF   bool // ends the lines of CSV, rather than LF
}

// Formats are those a page is written in.
var Formats = []string{"text", "md", "html", "csv", "xlsx", "docx"}

// Write writes a page in a format. CSV has the first block's table alone. The
// error of an unknown format is a *msg.Problem.
func Write(w io.Writer, p *Page, o Options) error {
	switch o.Format {
	case "text":
		return writeText(w, p, o)
	case "md":
		return writeMarkdown(w, p)
	case "html":
		return writeHTML(w, p, o)
	case "csv":
		return writeCSV(w, p.Blocks[0], o)
	case "xlsx":
		return writeXLSX(w, p, o)
	case "docx":
		return writeDOCX(w, p, o)
	}
	return msg.UnknownFormat(o.Format, Formats)
}

// writeCSV writes a table as CSV. A byte order mark tells spreadsheets the
// encoding, and a text they would compute has an apostrophe before it.
func writeCSV(w io.Writer, b Block, o Options) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	cw := csv.NewWriter(w)
	cw.UseCRLF = o.CRLF
	if err := cw.Write(b.Head); err != nil {
		return err
	}
	line := make([]string, 0, len(b.Head))
	for r := range b.All() {
		line = line[:0]
		for _, c := range r.Cells {
			if c.Number == nil {
				c.Text = text.Guard(c.Text)
			}
			line = append(line, c.Text)
		}
		if err := cw.Write(line); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}
