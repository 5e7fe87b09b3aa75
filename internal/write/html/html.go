// Package html writes a publication as one web page without scripts, pictures or
// other files. Its article element can be put into the page of a site: tables keep
// their borders by styles of their own elements, and the rules of the page's style
// sheet apply to the article only.
package html

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
)

// Marker is the attribute of the article element, by which Extract finds the report
// in the page of a site.
const Marker = "data-gkxl"

const style = `
body{margin:0 auto;max-width:50em;padding:1em;color:#000;background:#fff;font:1.1em/1.75 FangSong,"仿宋","仿宋_GB2312",STFangsong,"Noto Serif CJK SC",SimSun,"宋体",serif}
.gkxl{overflow-wrap:anywhere}
.gkxl h1{font:bold 1.5em/1.4 SimSun,"宋体",STSong,"Noto Serif CJK SC",serif;text-align:center;margin:1em 0}
.gkxl h1 span{display:inline-block}
.gkxl h2{font:normal 1.1em/1.5 SimHei,"黑体",STHeiti,"Noto Sans CJK SC",sans-serif;margin:1em 0 .5em}
.gkxl h3,.gkxl .gkxl-2{font-family:KaiTi,"楷体","楷体_GB2312",STKaiti,serif;font-weight:normal}
.gkxl h3,.gkxl h4{font-size:1em;margin:.5em 0}
.gkxl p{margin:.5em 0;text-align:justify}
.gkxl table{font:.8em/1.4 SimSun,"宋体",STSong,"Noto Serif CJK SC",serif}
.gkxl tbody th[scope=row]{font-weight:normal}
.gkxl td{overflow-wrap:normal}
.gkxl .gkxl-stamp{position:sticky;top:0;background:#fff;font-weight:bold}
.gkxl .gkxl-note{font-size:.9em}
@page{size:A4;margin:28mm 26mm 26mm 28mm;@bottom-center{font:9pt SimSun,"宋体",serif;content:"第 " counter(page) " 页 共 " counter(pages) " 页"}}
@media print{
body{max-width:none;padding:0;font-size:14pt}
.gkxl h1,.gkxl h2,.gkxl h3,.gkxl h4,.gkxl .gkxl-above{break-after:avoid}
.gkxl p{orphans:2;widows:2}
.gkxl h2.gkxl-appendix{break-before:page}
.gkxl table{font-size:8.5pt;line-height:1.3}
.gkxl sup{font-size:8.1pt}
.gkxl thead{display:table-header-group}
.gkxl-scroll,.gkxl tbody,.gkxl tr{break-inside:avoid}
.gkxl-scroll{overflow:visible!important}
}
`

// The styles of the elements of tables, which stay when the style sheet is lost.
const (
	tableStyle = ` style="border-collapse:collapse;width:100%"`
	cellStyle  = ` style="border:1px solid;padding:.2em;text-align:center"`
	hidden     = ` style="display:none"` // clipped, old programs print it over the cells
	leftStyle  = ` style="border:1px solid;padding:.2em;text-align:left"`
)

// Write writes a publication as a page.
func Write(w io.Writer, d *publish.Document) error {
	p := &writer{}
	p.add("<!DOCTYPE html>\n<html lang=\"", text.XML(d.Lang), "\">\n<head>\n<meta charset=\"utf-8\">\n",
		`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n<title>", text.XML(d.Title), "</title>\n<style>", style, stampStyle(d.Stamp), "</style>\n</head>\n<body>\n")
	p.add(`<article class="gkxl" lang="`, text.XML(d.Lang), `"`)
	if d.Report != nil {
		p.add(" ", Marker, `="report"`)
	}
	p.add(">\n")
	if d.Stamp != "" {
		p.add(`<p class="gkxl-stamp" style="text-align:center;color:#c00;border:3px solid">`, text.XML(d.Stamp), "</p>\n")
	}
	if len(d.Blocks) == 0 || d.Blocks[0].Kind != publish.Title {
		p.add("<h1>", title(d), "</h1>\n")
	}
	if s := d.DateLine(); s != "" {
		p.add(`<p class="gkxl-byline" style="text-align:center">`, text.XML(s), "</p>\n")
	}
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.add("</article>\n</body>\n</html>\n")
	_, err := p.buf.WriteTo(w)
	return err
}

// stampStyle is the style rule that prints a stamp at the top of every page.
func stampStyle(stamp string) string {
	if stamp == "" {
		return ""
	}
	var text strings.Builder
	for _, c := range stamp {
		fmt.Fprintf(&text, "\\%x ", c)
	}
	return `@page{@top-center{font:bold 16pt SimHei,"黑体",sans-serif;color:#c00;content:"` + text.String() + "\"}}\n"
}

type writer struct {
	buf     bytes.Buffer
	heading string // of the current section
	level   int    // of the last heading
}

func (p *writer) add(parts ...string) {
	for _, s := range parts {
		p.buf.WriteString(s)
	}
}

// title is the title, which may break before the year.
func title(d *publish.Document) string {
	rest := strings.TrimPrefix(d.Title, d.Organ)
	if d.Organ == "" || rest == d.Title {
		return text.XML(d.Title)
	}
	return "<span>" + text.XML(d.Organ) + "</span><span>" + text.XML(rest) + "</span>"
}

func (p *writer) block(b publish.Block) {
	const indent = ` style="text-indent:2em"`
	switch b.Kind {
	case publish.Heading:
		// An outline skips no level, whatever the organ begins with.
		p.level = min(b.Level, p.level+1)
		h, style := fmt.Sprintf("h%d", p.level+1), indent
		if b.Level == 1 {
			p.heading, style = b.Text, ""
		}
		if b.Section == publish.Appendix && b.Level == 1 {
			style = ` class="gkxl-appendix"`
		}
		p.add("<", h, style, ">", text.XML(b.Text), "</", h, ">\n")
	case publish.Paragraph:
		p.add("<p", indent, ">")
		if b.Lead > 0 {
			p.add(fmt.Sprintf(`<b class="gkxl-%d">`, b.Level), text.XML(b.Text[:b.Lead]), "</b>")
		}
		p.add(text.XML(b.Text[b.Lead:]), "</p>\n")
	case publish.Note:
		class := "gkxl-note"
		if b.Above {
			class += " gkxl-above"
		}
		p.add(`<p class="`, class, `">`, text.XML(b.Mark+b.Text), "</p>\n")
	case publish.Signature:
		p.add(`<p class="gkxl-signature" style="text-align:right">`, text.XML(b.Text), "</p>\n")
	case publish.Title:
		parts := strings.Split(b.Text, "\n")
		p.add("<h1><span>", strings.Join(lists.Map(parts, text.XML), "</span><span>"), "</span></h1>\n")
	case publish.Salutation:
		p.add(`<p class="gkxl-to">`, text.XML(b.Text), "</p>\n")
	case publish.Caption:
		p.add(`<p class="gkxl-byline" style="text-align:center">`, text.XML(b.Text), "</p>\n")
	case publish.Table:
		p.table(b)
	}
}

// table writes a table. The header of a table of one band is repeated on every printed
// page; in a table of several bands each band is a group of rows with its header. The
// heading stands above the table; its caption names the table to screen readers, which
// read what a label refers to though it is not shown.
func (p *writer) table(b publish.Block) {
	t := &tableWriter{writer: p, g: b.Table, id: "gkxl-" + b.Section}
	t.bands()
	p.add(`<div class="gkxl-scroll" role="region" tabindex="0" aria-labelledby="`, t.id, `" style="overflow-x:auto">`, "\n<table aria-labelledby=\"", t.id, `"`, tableStyle, ">\n")
	p.add(`<caption><span id="`, t.id, `"`, hidden, ">", text.XML(p.heading), "</span></caption>\n<colgroup>")
	if t.g.Table != nil { // the browser divides the room among other columns
		total := 0.0
		for _, w := range t.g.Table.Widths {
			total += w
		}
		for _, w := range t.g.Table.Widths {
			p.add(fmt.Sprintf(`<col style="width:%.1f%%">`, 100*w/total))
		}
	}
	p.add("</colgroup>\n")
	for i, from := range t.starts {
		to := t.g.Rows
		if i+1 < len(t.starts) {
			to = t.starts[i+1]
		}
		if len(t.starts) == 1 {
			t.rows("thead", from, t.g.Head)
			from = t.g.Head
		}
		t.rows("tbody", from, to)
	}
	p.add("</table>\n</div>\n")
}

// tableWriter writes one table.
type tableWriter struct {
	*writer
	g      *publish.Drawn
	id     string
	band   []int // index of the band of each cell
	starts []int // first row of each band
}

// bands finds the first rows of bands: a title, or a header behind values.
func (t *tableWriter) bands() {
	under := true // rows of the band before have begun
	for _, c := range t.g.Cells {
		switch c.Kind {
		case grid.Band, grid.Corner, grid.Head:
			if under {
				t.starts = append(t.starts, c.Row)
			}
			under = false
		default:
			under = true
		}
		t.band = append(t.band, len(t.starts)-1)
	}
}

func (t *tableWriter) rows(group string, from, to int) {
	t.add("<", group, ">\n")
	for r := from; r < to; r++ {
		t.add("<tr>")
		for col := 0; col < t.g.Cols; col++ {
			for i, c := range t.g.Cells {
				if c.Row == r && c.Col == col {
					t.cell(i)
				}
			}
		}
		t.add("</tr>\n")
	}
	t.add("</", group, ">\n")
}

func (t *tableWriter) cell(i int) {
	c, shown := t.g.Cells[i], t.g.Shown[i]
	span := ""
	if c.Rows > 1 {
		span += fmt.Sprintf(` rowspan="%d"`, c.Rows)
	}
	if c.Cols > 1 {
		span += fmt.Sprintf(` colspan="%d"`, c.Cols)
	}
	if c.Kind == grid.Value {
		align := cellStyle
		if t.g.Columns != nil && t.g.Columns[c.Col] != publish.Figures {
			align = leftStyle
		}
		t.add("<td", span, ` headers="`, strings.Join(t.headers(i), " "), `"`, align, ">", strings.ReplaceAll(text.XML(shown.Text), "\n", "<br>"))
		if shown.Mark != "" {
			t.add("<sup>", text.XML(shown.Mark), "</sup>")
		}
		t.add("</td>")
		return
	}
	align, scope := cellStyle, "col"
	switch {
	case c.Kind == grid.Band:
		scope = "rowgroup"
	case c.Kind == grid.Label:
		scope = "row"
		if c.Rows == 1 {
			align = leftStyle
		}
	}
	headers := ""
	if above := t.headers(i); len(above) > 0 {
		headers = ` headers="` + strings.Join(above, " ") + `"`
	}
	t.add("<th", span, ` id="`, t.cellID(c), `" scope="`, scope, `"`, headers, align, ">", text.XML(shown.Text), "</th>")
}

func (t *tableWriter) cellID(c grid.Cell) string {
	return fmt.Sprintf("%s-%d-%d", t.id, c.Row+1, c.Col+1)
}

// headers lists the ids of the header cells of a cell from the outside in: the title
// of its band, the columns above it, the rows left of it. For a header cell only those
// of its own kind that enclose it.
func (t *tableWriter) headers(i int) []string {
	c := t.g.Cells[i]
	var out []string
	var found []grid.Cell
	for _, kind := range []grid.Kind{grid.Band, grid.Head, grid.Label} {
		if c.Kind != grid.Value && c.Kind != kind {
			continue
		}
		found = found[:0]
		for k, h := range t.g.Cells {
			if h.Kind != kind || k == i || t.band[k] != t.band[i] {
				continue
			}
			above := h.Row < c.Row && h.Col <= c.Col && c.Col < h.Col+h.Cols
			left := h.Col < c.Col && h.Row <= c.Row && c.Row < h.Row+h.Rows
			if kind == grid.Label && left || kind != grid.Label && above {
				found = append(found, h)
			}
		}
		sorting.By(found, func(a, b grid.Cell) int { return cmp.Or(a.Col-b.Col, a.Row-b.Row) })
		for _, h := range found {
			out = append(out, t.cellID(h))
		}
	}
	return out
}

// Extract is the part of a page that Write wrote, the element with Marker, with the elements it stands in and the
// style sheets of the page, which decide how it shows; nil if there is none.
func Extract(page []byte) []byte {
	if !bytes.Contains(page, []byte(Marker)) || bytes.HasPrefix(page, []byte("PK\x03\x04")) {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil || !keepMarked(root, 0) {
		return nil
	}
	var out bytes.Buffer
	if html.Render(&out, root) != nil {
		return nil
	}
	return out.Bytes()
}

// maxNesting is how many elements within one another are looked at; the parser allows fewer.
const maxNesting = 600

// keepMarked removes from an element what is no part of an element with Marker, but for style sheets, and says whether
// there is such a part.
func keepMarked(n *html.Node, depth int) bool {
	if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == Marker }) {
		return true
	}
	found := false
	for c := n.FirstChild; c != nil && depth < maxNesting; {
		next := c.NextSibling
		switch {
		case c.Type == html.DoctypeNode, c.DataAtom == atom.Style, c.DataAtom == atom.Link:
		case c.DataAtom == atom.Head:
			keepMarked(c, depth+1)
		case keepMarked(c, depth+1):
			found = true
		default:
			n.RemoveChild(c)
		}
		c = next
	}
	return found
}
