package diffout

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/diff"
	"github.com/gkxl/gkxl/model/say"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"course": course, "right": func(r []bool, i int) bool { return i < len(r) && r[i] }, "parts": parts,
}).Parse(pageSource))

// HTML writes a page that needs nothing besides itself, fit to be shown and
// printed.
func HTML(w io.Writer, p *diff.Page, lang say.Lang) error {
	code := "zh-CN"
	if lang == say.EN {
		code = "en"
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, struct {
		*diff.Page
		Code string
	}{p, code}); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}

// Course draws figures as a small line; a gap is where a year has none.
func course(ns []*model.Number) template.HTML {
	const w, h, pad = 110.0, 24.0, 3.0
	var low, high float64
	any := false
	for _, n := range ns {
		if n != nil {
			v := n.Float()
			if !any || v < low {
				low = v
			}
			if !any || v > high {
				high = v
			}
			any = true
		}
	}
	if !any {
		return ""
	}
	at := func(i int, v float64) (x, y float64) {
		x, y = w/2, h/2
		if len(ns) > 1 {
			x = pad + float64(i)*(w-2*pad)/float64(len(ns)-1)
		}
		if high > low {
			y = h - pad - (v-low)/(high-low)*(h-2*pad)
		}
		return x, y
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="course" viewBox="0 0 %g %g" width="%g" height="%g" role="img">`, w, h, w, h)
	var line []string
	flush := func() {
		if len(line) > 1 {
			fmt.Fprintf(&b, `<polyline points="%s"/>`, strings.Join(line, " "))
		}
		line = nil
	}
	for i, n := range ns {
		if n == nil {
			flush()
			continue
		}
		x, y := at(i, n.Float())
		line = append(line, fmt.Sprintf("%.1f,%.1f", x, y))
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="1.8"><title>%s</title></circle>`, x, y, n)
	}
	flush()
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// Part is a stretch of a sentence, marked where the other year's differs.
type part struct {
	Text   string
	Marked bool
}

// Parts marks what lies between the common beginning and the common end of two
// sentences.
func parts(s, other string) []part {
	a, b := []rune(s), []rune(other)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	// A figure is marked as a whole.
	for head > 0 && unicode.IsDigit(a[head-1]) {
		head--
	}
	for tail > 0 && unicode.IsDigit(a[len(a)-tail]) {
		tail--
	}
	return []part{{string(a[:head]), false}, {string(a[head : len(a)-tail]), true}, {string(a[len(a)-tail:]), false}}
}
