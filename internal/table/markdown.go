package table

import (
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// writeMarkdown writes a page as Markdown with tables.
func writeMarkdown(w io.Writer, p *Page) error {
	var b strings.Builder
	b.WriteString("# " + text.Markdown(p.Title) + "\n\n" + text.Markdown(p.Subtitle) + "\n")
	for _, s := range p.Warnings {
		b.WriteString("\n> **" + text.Markdown(s) + "**\n")
	}
	for _, k := range p.Blocks {
		b.WriteString("\n## " + text.Markdown(k.Title) + "\n")
		markdownTable(&b, k)
		if len(k.Lines) > 0 {
			b.WriteString("\n")
		}
		for _, l := range k.Lines {
			markdownLine(&b, l)
		}
		for _, n := range k.Notes {
			b.WriteString("\n" + text.Markdown(n) + "\n")
		}
	}
	b.WriteString("\n**" + text.Markdown(p.Verdict) + "**\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(b *strings.Builder, k Block) {
	if len(k.Head) == 0 {
		return
	}
	right := k.Numeric()
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	b.WriteString("\n")
	head, rule := make([]string, len(k.Head)), make([]string, len(k.Head))
	for i, h := range k.Head {
		head[i], rule[i] = text.Markdown(h), "---"
		if right[i] {
			rule[i] = "---:"
		}
	}
	row(head)
	row(rule)
	for _, r := range k.Rows {
		cells := r.texts()
		for i, s := range cells {
			cells[i] = text.Markdown(text.OneLine(s))
		}
		row(cells)
	}
}

func markdownLine(b *strings.Builder, l Line) {
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
