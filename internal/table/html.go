package table

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

//go:embed page.html
var pageSource string

var pageTemplate = text.Page("page", pageSource, template.FuncMap{
	"right": func(r []bool, i int) bool { return i < len(r) && r[i] }, "parts": parts,
	"rows": func(Block) string { return "" }, // each page's own
})

// writeHTML writes a page that needs nothing besides itself, fit to be shown and
// printed.
func writeHTML(w io.Writer, p *Page, o Options) error {
	code := msg.T("zh-CN", "en").In(o.Lang)
	out := &pageWriter{shown: text.NewShownWriter(w)}
	t, err := pageTemplate().Clone()
	if err != nil {
		return err
	}
	// The rows of a long list are no value of the template: they go out by themselves,
	// where the template comes to them.
	t.Funcs(template.FuncMap{"rows": func(b Block) (string, error) { return "", out.rows(b) }})
	if err := t.Execute(out.shown, struct {
		*Page
		Code   string
		Turned bool
		Blocks []Block
	}{p, code, p.Wider(uprightEms), p.parts(turnedEms)}); err != nil {
		return err
	}
	return out.shown.Close()
}

// pageWriter writes the rows of a page's tables.
type pageWriter struct {
	shown *text.ShownWriter
	line  []byte
}

// rows writes the rows of a block.
func (p *pageWriter) rows(b Block) error {
	right := b.Numeric()
	for r := range b.All() {
		p.line = p.line[:0]
		p.row(b, r, right)
		if _, err := p.shown.Write(p.line); err != nil {
			return err
		}
	}
	return nil
}

func (p *pageWriter) put(parts ...string) {
	for _, s := range parts {
		p.line = append(p.line, s...)
	}
}

// row writes a row. The first cell of a list heads it.
func (p *pageWriter) row(b Block, r Row, right []bool) {
	p.put("<tr")
	if r.Tone != "" {
		p.put(` class="`, string(r.Tone), `"`)
	}
	p.put(">")
	for i, c := range r.Cells {
		if b.Widths != nil && i == 0 {
			p.put(`<th scope="row"`)
			if r.Level > 0 {
				p.put(` style="padding-left: `, strconv.Itoa(r.Level), `.6rem"`)
			}
			p.put(">")
			p.text(c.Text)
			p.put("</th>")
			continue
		}
		p.put("<td")
		switch {
		case c.Trend != nil:
			p.put(` class="t"`)
		case i < len(right) && right[i] && c.Change:
			p.put(` class="n d"`)
		case i < len(right) && right[i]:
			p.put(` class="n"`)
		case b.Widths != nil && b.Widths[i] <= 20: // a date, a code or a telephone number, kept on one line
			p.put(` class="t"`)
		case b.Widths != nil && b.Widths[i] > 30:
			p.put(` class="w"`)
		}
		p.put(">")
		switch {
		case c.Trend != nil:
			p.put(drawing(c), `<span class="way">`, html.EscapeString(c.Text), "</span>")
		case !c.Faint:
			p.text(c.Text)
		}
		p.put("</td>")
	}
	p.put("</tr>\n")
}

// text writes the text of a cell, what stands on lines below its first one as less.
func (p *pageWriter) text(s string) {
	first, below, some := strings.Cut(s, "\n")
	p.put(html.EscapeString(first))
	if some {
		p.put("<br><small>", strings.ReplaceAll(html.EscapeString(below), "\n", "<br>"), "</small>")
	}
}

// The room of a printed page for the texts of a table, in ems: upright and turned.
const (
	uprightEms = 54.0
	turnedEms  = 74.0
)

// parts are the blocks of a page, those cut whose tables are wider than the paper.
func (p *Page) parts(ems float64) []Block {
	var out []Block
	for _, b := range p.Blocks {
		parts := b.Parts(ems)
		for i := range parts {
			if i > 0 {
				parts[i].Title = ""
			}
			if i < len(parts)-1 {
				parts[i].Notes = nil
			}
		}
		out = append(out, parts...)
	}
	return out
}

// drawing draws a cell's figures as a small line; a gap is where a year has none.
func drawing(c Cell) string {
	const w, h, pad = 110.0, 24.0, 3.0
	stretches := chart.Course(c.Trend)
	if len(stretches) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="course" viewBox="0 0 %g %g" width="%g" height="%g" aria-hidden="true">`, w, h, w, h)
	for _, points := range stretches {
		var line, dots strings.Builder
		for _, p := range points {
			x, y := pad+p.X*(w-2*pad), h-pad-p.Y*(h-2*pad)
			fmt.Fprintf(&line, " %.1f,%.1f", x, y)
			fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="1.8"><title>%s</title></circle>`, x, y, c.Trend[p.At])
		}
		if len(points) > 1 {
			fmt.Fprintf(&b, `<polyline points="%s"/>`, line.String()[1:])
		}
		b.WriteString(dots.String())
	}
	b.WriteString("</svg>")
	return b.String()
}

// part is a stretch of a sentence, marked where the other year's differs.
type part struct {
	Text   string
	Marked bool
}

func parts(s, other string) []part {
	at := Apart(s, other)
	return []part{{s[:at[0]], false}, {s[at[0]:at[1]], true}, {s[at[1]:], false}}
}

// Trend draws figures as a line of blocks, for places that hold only text.
func Trend(ns []*model.Number) string {
	var low, high float64
	if known := slices.DeleteFunc(slices.Clone(ns), func(n *model.Number) bool { return n == nil }); len(known) > 0 {
		floats := lists.Map(known, func(n *model.Number) float64 { return n.Float() })
		low, high = slices.Min(floats), slices.Max(floats)
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, n := range ns {
		switch {
		case n == nil:
			b.WriteRune('·')
		case high == low:
			b.WriteRune(blocks[3])
		default:
			b.WriteRune(blocks[int((n.Float()-low)/(high-low)*7+0.5)])
		}
	}
	return b.String()
}

// Apart is where a sentence differs from another, in bytes: what lies between
// their common beginning and their common end. A figure differs as a whole.
func Apart(s, other string) [2]int {
	from := 0
	for from < len(s) {
		_, n := utf8.DecodeRuneInString(s[from:])
		if !strings.HasPrefix(other[from:], s[from:from+n]) {
			break
		}
		from += n
	}
	to, end := len(s), len(other)
	for to > from && end > from {
		_, n := utf8.DecodeLastRuneInString(s[:to])
		if to-n < from || end-n < from || !strings.HasSuffix(other[:end], s[to-n:to]) {
			break
		}
		to, end = to-n, end-n
	}
	from = len(strings.TrimRightFunc(s[:from], unicode.IsDigit))
	to = len(s) - len(strings.TrimLeftFunc(s[to:], unicode.IsDigit))
	return [2]int{from, to}
}
