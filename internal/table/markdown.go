package table

import (
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
)

// Markdown writes a page as Markdown with tables.
func Markdown(w io.Writer, p *diff.Page) error {
	var b strings.Builder
	b.WriteString("# " + escape(p.Title) + "\n\n" + escape(p.Subtitle) + "\n")
	for _, s := range p.Warnings {
		b.WriteString("\n> **" + escape(s) + "**\n")
	}
	for _, k := range p.Blocks {
		b.WriteString("\n## " + escape(k.Title) + "\n")
		markdownTable(&b, k)
		if len(k.Lines) > 0 {
			b.WriteString("\n")
		}
		for _, l := range k.Lines {
			markdownLine(&b, l)
		}
		for _, n := range k.Notes {
			b.WriteString("\n" + escape(n) + "\n")
		}
	}
	b.WriteString("\n**" + escape(p.Verdict) + "**\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(b *strings.Builder, k diff.Block) {
	if len(k.Head) == 0 {
		return
	}
	right := k.Numeric()
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	b.WriteString("\n")
	head, rule := make([]string, len(k.Head)), make([]string, len(k.Head))
	for i, h := range k.Head {
		head[i], rule[i] = escape(h), "---"
		if right[i] {
			rule[i] = "---:"
		}
	}
	row(head)
	row(rule)
	for _, r := range k.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = escape(oneLine(cellText(c)))
		}
		row(cells)
	}
}

func markdownLine(b *strings.Builder, l diff.Line) {
	switch {
	case l.Mark == "":
		b.WriteString("\n**" + escape(l.Label) + "**：" + escape(l.New) + "\n\n")
	case l.Old != "" && l.New != "":
		b.WriteString("- " + escape(l.Label) + "\n  - ~~" + escape(oneLine(l.Old)) + "~~\n  - " + escape(oneLine(l.New)) + "\n")
	case l.Old != "":
		b.WriteString("- " + escape(l.Label) + "：~~" + escape(oneLine(l.Old)) + "~~\n")
	default:
		b.WriteString("- " + escape(l.Label) + "：" + escape(oneLine(l.New)) + "\n")
	}
}

var marks = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", ">", "&gt;", "[", `\[`, "~", `\~`, "#", `\#`, "&", "&amp;")

// escape keeps a report's text from being read as Markdown or HTML.
func escape(s string) string { return marks.Replace(s) }
