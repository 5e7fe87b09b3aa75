package table

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// writeText writes a page for a terminal, its columns aligned by the width in
// which characters are shown. What stands under a title is set in.
func writeText(w io.Writer, p *Page, o Options) error {
	t := &textWriter{b: bufio.NewWriter(w), colour: o.Colour}
	if p.Title != "" {
		t.line(t.paint(bold, p.Title))
		if p.Subtitle != "" {
			t.line(t.paint("", p.Subtitle))
		}
	}
	for _, s := range p.Warnings {
		t.line(t.paint(yellow, msg.T("！", "! ").In(o.Lang)+s))
	}
	for _, b := range p.Blocks {
		t.gap()
		indent := ""
		if b.Title != "" {
			t.line(t.paint(bold, b.Title))
			indent = "  "
		}
		t.table(b, indent)
		for _, l := range b.Lines {
			t.sentence(l)
		}
		for _, n := range b.Notes {
			t.line(indent + t.paint(grey, n))
		}
	}
	t.gap()
	code := ""
	if p.Outcome != "" {
		code = bold
	}
	t.line(t.paint(code, p.Verdict))
	return t.b.Flush()
}

// The colours of a terminal.
const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
	grey   = "90"
)

var tones = map[Tone]string{Good: green, Warn: yellow, Bad: red, Up: red, Down: green, Muted: grey, Total: bold}

// textWriter writes the lines of a text. The writer keeps its first error.
type textWriter struct {
	b      *bufio.Writer
	begun  bool // there is a line
	colour bool
}

// paint colours a text, out of which what could control the terminal is taken.
func (t *textWriter) paint(code, s string) string {
	s = text.TerminalLine(s)
	if !t.colour || code == "" || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *textWriter) line(s string) {
	t.b.WriteString(strings.TrimRight(s, " "))
	t.b.WriteByte('\n')
	t.begun = true
}

// gap leaves a line empty, but not the first one.
func (t *textWriter) gap() {
	if t.begun {
		t.line("")
	}
}

// table writes a table. Its texts are kept till all widths are known, and nothing else
// of its cells.
func (t *textWriter) table(b Block, indent string) {
	type line struct {
		cells []string
		tone  Tone
	}
	lines := make([]line, 0, b.Len()+1)
	var widths []int
	put := func(cells []string, tone Tone) {
		for i, c := range cells {
			cells[i] = text.TerminalLine(c)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], text.Columns(cells[i]))
		}
		lines = append(lines, line{cells, tone})
	}
	if len(b.Head) > 0 {
		put(slices.Clone(b.Head), Muted)
	}
	for r := range b.All() {
		put(r.texts(), r.Tone)
	}
	right := b.Numeric()
	var s strings.Builder
	for _, l := range lines {
		s.Reset()
		for i, c := range l.cells {
			pad := widths[i] - text.Columns(c)
			toRight := i < len(right) && right[i]
			if toRight {
				blanks(&s, pad)
			}
			s.WriteString(c)
			if !toRight {
				blanks(&s, pad)
			}
			s.WriteString("  ")
		}
		t.line(indent + t.paint(tones[l.tone], strings.TrimRight(s.String(), " ")))
	}
}

// blanks appends so many blanks.
func blanks(b *strings.Builder, n int) {
	for range n {
		b.WriteByte(' ')
	}
}

// texts are the cells of a row as text, each on one line.
func (r Row) texts() []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		switch {
		case c.Trend != nil:
			out[i] = Trend(c.Trend)
		case !c.Faint:
			out[i] = strings.ReplaceAll(c.Text, "\n", " ")
		}
	}
	if len(out) > 0 {
		out[0] = strings.Repeat("  ", r.Level) + out[0]
	}
	return out
}

// sentence shows one that differs: the old above the new where both are there.
func (t *textWriter) sentence(l Line) {
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

// writeMarkdown writes a page as Markdown with tables.
func writeMarkdown(w io.Writer, p *Page) error {
	b := bufio.NewWriter(w)
	b.WriteString("# " + text.Markdown(p.Title) + "\n\n" + text.Markdown(p.Subtitle) + "\n")
	for _, s := range p.Warnings {
		b.WriteString("\n> **" + text.Markdown(s) + "**\n")
	}
	for _, k := range p.Blocks {
		b.WriteString("\n## " + text.Markdown(k.Title) + "\n")
		markdownTable(b, k)
		if len(k.Lines) > 0 {
			b.WriteString("\n")
		}
		for _, l := range k.Lines {
			markdownLine(b, l)
		}
		for _, n := range k.Notes {
			b.WriteString("\n" + text.Markdown(n) + "\n")
		}
	}
	b.WriteString("\n**" + text.Markdown(p.Verdict) + "**\n")
	return b.Flush()
}

func markdownTable(b *bufio.Writer, k Block) {
	if len(k.Head) == 0 {
		return
	}
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	b.WriteString("\n")
	row(lists.Map(k.Head, text.Markdown))
	row(lists.Map(k.Numeric(), func(right bool) string {
		if right {
			return "---:"
		}
		return "---"
	}))
	for r := range k.All() {
		row(lists.Map(r.texts(), func(s string) string { return text.Markdown(text.OneLine(s)) }))
	}
}

func markdownLine(b *bufio.Writer, l Line) {
	switch {
	case l.Mark == "":
		b.WriteString("\n**" + text.Markdown(l.Label) + "**：" + text.Markdown(l.New) + "\n\n")
	case l.Old != "" && l.New != "":
		b.WriteString("- " + text.Markdown(l.Label) + "\n  - ~~" + text.Markdown(text.OneLine(l.Old)) + "~~\n  - " + text.Markdown(text.OneLine(l.New)) + "\n")
	case l.Old != "":
		b.WriteString("- " + text.Markdown(l.Label) + "：~~" + text.Markdown(text.OneLine(l.Old)) + "~~\n")
	default:
		b.WriteString("- " + text.Markdown(l.Label) + "：" + text.Markdown(text.OneLine(l.New)) + "\n")
	}
}
