// Package diffout writes comparisons of reports: for a terminal, as Markdown, as
// a web page, and as JSON. What is on a page is package diff's to say.
package table

import (
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/text"
)

// Text writes a page for a terminal, its columns aligned by the width in which
// characters are shown.
func Text(w io.Writer, p *diff.Page, colour bool) error {
	t := &textWriter{colour: colour}
	t.line(t.paint(bold, p.Title))
	t.line(t.paint("", p.Subtitle))
	for _, s := range p.Warnings {
		t.line(t.paint(yellow, "！"+s))
	}
	for _, b := range p.Blocks {
		t.line("")
		t.line(t.paint(bold, b.Title))
		t.table(b)
		for _, l := range b.Lines {
			t.sentence(l)
		}
		for _, n := range b.Notes {
			t.line("  " + t.paint(grey, n))
		}
	}
	t.line("")
	t.line(t.paint("", p.Verdict))
	_, err := io.WriteString(w, t.b.String())
	return err
}

const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"

	grey = "90"
)

var tones = map[diff.Tone]string{diff.Good: green, diff.Bad: red, diff.Up: red, diff.Down: green, diff.Muted: grey}

type textWriter struct {
	b      strings.Builder
	colour bool
}

// paint colours a text, which must not speak to the terminal itself.
func (t *textWriter) paint(code, s string) string {
	s = text.TerminalLine(s)
	if !t.colour || code == "" || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *textWriter) line(s string) { t.b.WriteString(strings.TrimRight(s, " ") + "\n") }

func (t *textWriter) table(b diff.Block) {
	if len(b.Head) == 0 {
		return
	}
	widths := make([]int, len(b.Head))
	right := b.Numeric()
	for i, h := range b.Head {
		widths[i] = text.Columns(h)
	}
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			widths[i] = max(widths[i], text.Columns(cellText(c)))
		}
	}
	put := func(cells []string, code string) {
		var s strings.Builder
		s.WriteString(" ")
		for i, c := range cells {
			c = strings.ReplaceAll(c, "\n", " ")
			pad := strings.Repeat(" ", widths[i]-text.Columns(c))
			if right[i] {
				s.WriteString(" " + pad + c + " ")
			} else {
				s.WriteString(" " + c + pad + " ")
			}
		}
		t.line(t.paint(code, strings.TrimRight(s.String(), " ")))
	}
	put(b.Head, grey)
	for _, r := range b.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = cellText(c)
		}
		put(cells, tones[r.Tone])
	}
}

func cellText(c diff.Cell) string {
	if c.Trend != nil {
		return diff.Trend(c.Trend)
	}
	return c.Text
}

// sentence shows one that differs: the old above the new where both are there.
func (t *textWriter) sentence(l diff.Line) {
	if l.Mark == "" {
		t.line("  " + t.paint(bold, l.Label) + "  " + t.paint(grey, l.New))
		return
	}
	head := "    " + l.Mark + " " + l.Label + "  "
	indent := strings.Repeat(" ", text.Columns(head))
	if l.Old != "" && l.New != "" {
		t.line(t.paint(grey, head) + t.paint(green, text.OneLine(l.Old)))
		t.line(indent + t.paint(red, text.OneLine(l.New)))
		return
	}
	t.line(t.paint(tones[l.Tone], head+text.OneLine(l.Old+l.New)))
}
