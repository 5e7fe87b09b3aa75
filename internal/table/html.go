package table

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
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
	code := msg.T("zh-CN", "en").In(o.Lang)
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
