// Package markdown reads Markdown, as programs write it that recognise scanned pages or convert documents: headings,
// tables of bars or in HTML, emphasis, escapes, links, notes and struck text. It turns a text into a page and leaves
// the reading of that to package html.
package markdown

import (
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	pages "github.com/gkxl/gkxl/internal/read/html"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/text"
	"go.yaml.in/yaml/v3"
)

// Is says whether a text is Markdown: by the ending of its file's name, or by headings, drawn tables or tables of HTML in
// it. A whole page of HTML is none.
func Is(name, content string) bool {
	head := strings.ToLower(content[:min(len(content), 4096)])
	if strings.Contains(head, "<html") || strings.Contains(head, "<!doctype") || strings.Contains(head, "<body") {
		return false
	}
	if slices.Contains([]string{".md", ".markdown", ".mdown", ".mkd"}, strings.ToLower(filepath.Ext(name))) || heading.MatchString(content) || drawnRule.MatchString(content) {
		return true
	}
	return !pages.IsPage(content) && tableTag.MatchString(content)
}

// Read reads Markdown. The error is a *msg.Problem.
func Read(content string) ([]*intake.Sheet, error) {
	c := &converter{}
	lines := c.frontMatter(strings.Split(strings.TrimPrefix(text.LineBreaks(content), "\ufeff"), "\n"))
	for len(lines) > 0 {
		lines = c.block(lines)
	}
	if !c.tables || c.ragged && !c.marked {
		// Tables may be set with tabs or blanks, which Markdown does not know. Where a program left out merged cells,
		// the cells of a row are a list, and do not stand under those of the row above.
		return plaintext.ReadText(strings.Join(c.plain, "\n"))
	}
	blocks, err := pages.Fragment(c.page.String())
	if err != nil {
		return nil, err
	}
	return layout.Sheets(blocks)
}

// converter writes a page, and the same text without marks.
type converter struct {
	page    strings.Builder
	plain   []string
	tables  bool   // there is a table
	marked  bool   // there is a table whose cells show how many columns and rows they span
	ragged  bool   // there is a table of bars whose rows lack the cells that others span
	heading string // the last one
	caption bool   // a table came last, so that its caption may follow
}

var (
	heading    = text.NewPattern(`(?m)^ {0,3}#{1,6}(?:[ \t]+\S|\p{Han})`)
	headMarks  = text.NewPattern(`^ {0,3}#{1,6}(?:[ \t]+|(?:\p{Han}))`)
	tableTag   = text.NewPattern(`(?i)<table[\s>]`)
	closedTag  = text.NewPattern(`(?i)</table\s*>`)
	underline  = text.NewPattern(`^ {0,3}(?:=+|(?:[-*_][ \t]*){3,})$`)
	fence      = text.NewPattern("^ {0,3}(?:```+|~~~+)[^`]*$")
	container  = text.NewPattern(`^ {0,3}:::+(?:[ \t]*(?:\{[^}]*\}|[A-Za-z][\w-]*))?[ \t]*:*$`)
	quote      = text.NewPattern(`^ {0,3}(?:> ?)+`)
	bullet     = text.NewPattern(`^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?`)
	definition = text.NewPattern(`^ {0,3}\[\^([^\]]+)\]:[ \t]*`)
	reference  = text.NewPattern(`^ {0,3}\[[^\]^]+\]:[ \t]*\S+`)
	delimiters = text.NewPattern(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	gridRule   = text.NewPattern(`^[ \t]*\+(?:[-=:]+\+)+[ \t]*$`)
	hardBreak  = text.NewPattern(`(^|[^\\])\\$`)
	caption    = text.NewPattern(`^ {0,3}(?:[Tt]able)?:[ \t]+`)
	drawnRule  = text.NewPattern(`(?m)^[ \t]*\+(?:[-=:]{3,}\+){2,}[ \t]*$`)
	blockTag   = text.NewPattern(`(?i)^[ \t]*</?(?:div|p|center|table|thead|tbody|tr|td|th|h[1-6]|ul|ol|li|section|figure|hr|br|details|summary|blockquote)[\s>/]`)
)

// maxFrontMatter is the largest number of lines of the data before a text that are read.
const maxFrontMatter = 200

// frontMatter reads the data that programs put before the text, between lines of three dashes, and gives the lines that
// follow. Its title is part of the text if the text does not have it.
func (c *converter) frontMatter(lines []string) []string {
	if strings.TrimRight(lines[0], " \t") != "---" {
		return lines
	}
	end := slices.IndexFunc(lines[1:min(len(lines), maxFrontMatter)], func(s string) bool { s = strings.TrimRight(s, " \t"); return s == "---" || s == "..." }) + 1
	var data struct {
		Title string `yaml:"title"`
	}
	if end == 0 || yaml.Unmarshal([]byte(strings.Join(lines[1:end], "\n")), &data) != nil || data.Title == "" {
		return lines
	}
	rest := lines[end+1:]
	title := strings.Split(strings.TrimSpace(data.Title), "\n")
	for i := range title {
		title[i] = unbroken(title[i])
	}
	if !strings.Contains(text.Bare(strings.Join(rest, "")), text.Bare(strings.Join(title, ""))) {
		for _, line := range title {
			c.paragraph(line)
		}
	}
	return rest
}

// unbroken is a line without the backslash at its end that stands for a line break.
func unbroken(line string) string { return hardBreak.ReplaceAllString(line, "$1") }

// block reads what begins with the first line, and gives the lines that follow.
func (c *converter) block(lines []string) []string {
	line := lines[0]
	if strings.TrimSpace(line) != "" {
		if c.caption && caption.MatchString(line) {
			line = caption.ReplaceAllString(line, "")
			if text.Bare(line) == text.Bare(c.heading) {
				line = "" // which says no more than the heading above the table
			}
		}
		c.caption = false
	}
	switch {
	case tableTag.MatchString(line):
		return c.tableTags(lines)
	case isRow(line) && len(lines) > 1 && delimiters.MatchString(lines[1]) && strings.Contains(lines[1], "-"),
		isEnclosed(line) && len(lines) > 1 && isEnclosed(lines[1]):
		return c.table(lines)
	case gridRule.MatchString(line):
		return c.gridTable(lines)
	case strings.TrimSpace(line) == "":
		c.plain = append(c.plain, "")
	case fence.MatchString(line), container.MatchString(line), underline.MatchString(line), reference.MatchString(line):
	case blockTag.MatchString(line):
		for strings.LastIndexByte(line, '<') > strings.LastIndexByte(line, '>') && len(lines) > 1 && strings.TrimSpace(lines[1]) != "" {
			lines = lines[1:] // a tag may go on in the next line
			line += " " + lines[0]
		}
		c.page.WriteString(inline(line) + "\n")
		c.plain = append(c.plain, line)
	default:
		c.paragraph(line)
	}
	return lines[1:]
}

// paragraph writes a line of text or a heading.
func (c *converter) paragraph(line string) {
	line = quote.ReplaceAllString(line, "")
	line = unbroken(line)
	if headMarks.MatchString(line) {
		line = strings.TrimRight(strings.TrimLeft(line, " #\t"), " #\t")
		c.heading = line
	}
	line = bullet.ReplaceAllString(line, "")
	line = definition.ReplaceAllString(line, "（$1）")
	c.page.WriteString("<p>" + inline(line) + "</p>\n")
	c.plain = append(c.plain, unmarked(line))
}

// unmarked is a line without its marks and tags.
func unmarked(line string) string {
	return html.UnescapeString(anyTag.ReplaceAllString(inlineOf(line, false), ""))
}

// tableTags copies a table of HTML up to its end.
func (c *converter) tableTags(lines []string) []string {
	c.tables, c.marked = true, true
	open := 0
	for i, line := range lines {
		open += len(tableTag.FindAllString(line, -1)) - len(closedTag.FindAllString(line, -1))
		c.page.WriteString(inline(line) + "\n")
		if open <= 0 {
			c.caption = true
			c.page.WriteString("<p></p>\n")
			return lines[i+1:]
		}
	}
	return nil
}

// table writes a table whose cells are parted by bars.
func (c *converter) table(lines []string) []string {
	c.tables, c.caption = true, true
	c.page.WriteString("<table>")
	columns := len(cells(lines[0]))
	widths := map[int]bool{}
	widest := 0
	for ; len(lines) > 0 && strings.Contains(lines[0], "|"); lines = lines[1:] {
		if delimiters.MatchString(lines[0]) && strings.Contains(lines[0], "-") {
			continue
		}
		row := cells(lines[0])
		c.plain = append(c.plain, unmarked(strings.ReplaceAll(strings.Join(row, "|"), "&#124;", "｜")))
		if widest = max(widest, len(row)); len(row) > 1 {
			widths[len(row)] = true
		}
		for len(row) < columns {
			row = append(row, "") // bars at the end may be left out
		}
		c.row(row)
	}
	c.ragged = c.ragged || columns < widest && len(widths) > 1
	c.page.WriteString("</table>\n")
	return lines
}

// gridTable writes a table that is drawn with +---+; a cell may have several lines, and may be merged of several.
func (c *converter) gridTable(lines []string) []string {
	c.tables, c.marked, c.caption = true, true, true
	end := slices.IndexFunc(lines, func(s string) bool { return !isDrawn(s) })
	if end < 0 {
		end = len(lines)
	}
	if c.mergedTable(lines[:end]) {
		return lines[end:]
	}
	c.page.WriteString("<table>")
	var row []string
	for ; len(lines) > 0 && (gridRule.MatchString(lines[0]) || isEnclosed(lines[0])); lines = lines[1:] {
		if gridRule.MatchString(lines[0]) {
			if len(row) > 0 {
				c.row(row)
			}
			row = nil
			continue
		}
		for i, s := range cells(lines[0]) {
			if i == len(row) {
				row = append(row, "")
			}
			row[i] += strings.TrimSpace(s)
		}
	}
	if len(row) > 0 {
		c.row(row)
	}
	c.page.WriteString("</table>\n")
	return lines
}

// isDrawn says whether a line may be one of a drawn table.
func isDrawn(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 1 && strings.Contains("+|", line[:1]) && strings.Contains("+|", line[len(line)-1:])
}

func (c *converter) row(cells []string) {
	c.page.WriteString("<tr>")
	for _, s := range cells {
		c.page.WriteString("<td>" + inline(s))
	}
	c.page.WriteString("\n")
}

// isRow says whether a line may be the row of a table, isEnclosed whether bars stand at both its ends.
func isRow(line string) bool { return len(cells(line)) > 1 || isEnclosed(line) }

func isEnclosed(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|'
}

// cells cuts a line at its bars, but for those that are escaped.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.TrimSpace(strings.ReplaceAll(line, `\|`, bar))
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	out := strings.Split(line, "|")
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], bar, "&#124;")
	}
	return out
}

var anyTag = text.NewPattern(`</?[A-Za-z][^<>]*>|<!--.*?-->`)

// inline is a line of Markdown as HTML. Tags of HTML in it stay.
func inline(line string) string { return inlineOf(line, true) }

// inlineOf is inline, with or without tags for what is set otherwise.
func inlineOf(line string, tags bool) string {
	var b strings.Builder
	for {
		at := anyTag.FindStringIndex(line)
		if at == nil {
			b.WriteString(marks(line, tags))
			return b.String()
		}
		b.WriteString(marks(line[:at[0]], tags))
		switch tag := line[at[0]:at[1]]; {
		case strings.HasPrefix(tag, "<!--") && strings.Contains(tag, "image"):
			b.WriteString("<img>") // as docling says that a picture stood here
		case strings.HasPrefix(tag, "<!--"):
		case strings.HasPrefix(strings.ToLower(tag), "<http"), strings.HasPrefix(strings.ToLower(tag), "<mailto"), strings.Contains(tag, "@"):
			b.WriteString(html.EscapeString(strings.Trim(tag, "<>")))
		default:
			b.WriteString(tag)
		}
		line = line[at[1]:]
	}
}

// replacement is a mark of Markdown, and what stands for it in HTML.
type replacement struct {
	pattern *text.Pattern
	with    string
}

// replacements are the marks within a line, in the order in which they are looked for.
var replacements = []replacement{
	{text.NewPattern(`!\[([^\]]*)\]\([^)]*\)`), `<img alt="$1">`},
	{text.NewPattern(`([0-9])\[([0-9①-⑳]{1,3})\]\(#[^)\s]*\)`), `$1<sup>$2</sup>`},
	{text.NewPattern(`\[([^\]^][^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)`), `$1`},
	{text.NewPattern(`\[([^\]^][^\]]*)\]\[[^\]]*\]`), `$1`},
	{text.NewPattern(`\[\^([^\]\s]+)\]`), `<sup>$1</sup>`},
	{text.NewPattern(`~~(\S(?:.*?\S)?)~~`), `<del>$1</del>`},
	{text.NewPattern(`\*\*\*(\S(?:.*?\S)?)\*\*\*`), `$1`},
	{text.NewPattern(`\*\*(\S(?:.*?\S)?)\*\*`), `$1`},
	{text.NewPattern(`\b__(\S(?:.*?\S)?)__\b`), `$1`},
	{text.NewPattern(`__([^_\s](?:[^_]*[^_\s])?)__`), `$1`},
	{text.NewPattern(`\*([^*\s](?:[^*]*[^*\s])?)\*`), `$1`},
	{text.NewPattern(`==([^=\s](?:[^=]*[^=\s])?)==`), `$1`},
	{text.NewPattern("`([^`]+)`"), `$1`},
	{text.NewPattern(`\^([0-9①-⑳\[\]*]{1,6})\^`), `<sup>$1</sup>`},
	{text.NewPattern(`([0-9])~([0-9]{1,3})~`), `$1<sub>$2</sub>`},
}

var (
	escaped = text.NewPattern("\\\\([!-/:-@\\[-`{-~])")
	formula = text.NewPattern(`\$([^$\p{Han}\s](?:[^$\p{Han}]{0,60}[^$\p{Han}\s])?)\$`)
)

// marks writes the marks of a stretch of text without tags as HTML, or leaves them out.
func marks(s string, tags bool) string {
	if !strings.ContainsAny(s, "\\*_~^=[`$!") {
		return s
	}
	s = formula.ReplaceAllStringFunc(s, func(f string) string { return plainFormula(f) })
	s = escaped.ReplaceAllStringFunc(s, func(e string) string { return fmt.Sprintf("&#%d;", e[1]) })
	for _, r := range replacements {
		with := r.with
		if !tags {
			with = anyTag.ReplaceAllString(with, "")
		}
		s = r.pattern.ReplaceAllString(s, with)
	}
	return s
}

var (
	exponent = text.NewPattern(`\^\{?([^{}^_\\]+)\}?`)
	index    = text.NewPattern(`_\{?([^{}^_\\]+)\}?`)
	circled  = text.NewPattern(`\\textcircled\s*\{\s*(?:\\[a-z]+\s*\{?\s*)?([0-9]{1,2})\s*\}*`)
	spacing  = text.NewPattern(`\\[,;:! ]|\\(?:quad|mathrm|text|mathbf|rm|bf)\b`)
)

// plainFormula is a formula of TeX, as programs write figures and note marks that they see on a page; a real formula
// stays as it is.
func plainFormula(f string) string {
	s := strings.Trim(f, "$")
	s = circled.ReplaceAllStringFunc(s, func(c string) string {
		n := 0
		fmt.Sscan(circled.FindStringSubmatch(c)[1], &n)
		if n < 1 || n > 20 {
			return c
		}
		return string(rune('①' + n - 1))
	})
	s = strings.ReplaceAll(spacing.ReplaceAllString(s, ""), `\%`, "%")
	s = index.ReplaceAllString(exponent.ReplaceAllString(s, "<sup>$1</sup>"), "<sub>$1</sub>")
	s = strings.NewReplacer("{", "", "}", "").Replace(s)
	if strings.Contains(s, `\`) {
		return f
	}
	return strings.TrimSpace(s)
}
