package status

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"

	"github.com/gkxl/gkxl/msg"
)

//go:embed status.html
var statusSource string

var statusPage = template.Must(template.New("status").Parse(statusSource))

// WriteHTML writes a status as one page that needs nothing besides itself.
func WriteHTML(w io.Writer, s *Status, lang msg.Lang) error {
	type column struct {
		Text    string
		Numeric bool
	}
	type cell struct {
		Text    string
		Numeric bool
		Head    bool
		Short   bool // a date, a code or a number of a telephone, kept on one line
	}
	type row struct {
		Tone  string
		Level int
		Cells []cell
	}
	type table struct {
		Title string
		Heads []column
		Rows  []row
	}
	code := "zh-CN"
	if lang == msg.EN {
		code = "en"
	}
	var tables []table
	for _, t := range s.tables(lang) {
		out := table{Title: t.title}
		for _, h := range t.heads {
			out.Heads = append(out.Heads, column{Text: h.text})
		}
		for _, r := range t.rows {
			line := row{Tone: r.tone, Level: r.level}
			for k, c := range r.cells {
				x := cell{Text: c.String(), Numeric: c.is != isText, Head: k == 0, Short: t.heads[k].width <= 20}
				if c.is == isFaint {
					x.Text = ""
				}
				out.Heads[k].Numeric = out.Heads[k].Numeric || x.Numeric
				line.Cells = append(line.Cells, x)
			}
			out.Rows = append(out.Rows, line)
		}
		tables = append(tables, out)
	}
	tone := "pass"
	switch {
	case !s.Clean(false):
		tone = "fail"
	case !s.Clean(true):
		tone = "warn"
	}
	var b bytes.Buffer
	if err := statusPage.Execute(&b, map[string]any{"Code": code, "Title": s.Title().In(lang), "Sentence": s.Sentence().In(lang), "Doubt": s.Doubt().In(lang), "Tone": tone, "Tables": tables}); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}
