package table

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/msg"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"drawing": drawing, "right": func(r []bool, i int) bool { return i < len(r) && r[i] }, "parts": parts,
	"short": func(b Block, i int) bool { return b.Widths[i] <= 20 }, // a date, a code or a telephone number, kept on one line
}).Parse(pageSource))

// writeHTML writes a page that needs nothing besides itself, fit to be shown and
// printed.
func writeHTML(w io.Writer, p *Page, o Options) error {
	code := "zh-CN"
	if o.Lang == msg.EN {
		code = "en"
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, struct {
		*Page
		Code string
	}{p, code}); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}

// drawing draws a cell's figures as a small line; a gap is where a year has none.
func drawing(c Cell) template.HTML {
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
	return template.HTML(b.String())
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
