package brief

import (
	_ "embed"
	"fmt"
	"io"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

//go:embed page.html
var pageSource string

var pageTemplate = text.Page("brief", pageSource, nil)

// drawnBar is a bar of the chart in the page: how long it is, in percent of the longest, and what stands behind it.
type drawnBar struct {
	Length, Label string
	Last          bool // of the year before
}

// drawnKind is a kind of the chart with its bars.
type drawnKind struct {
	Label string
	Bars  []drawnBar
}

// bars are the kinds of a chart as they are drawn beside each other, lengths up to a number of percent.
func bars(c chart.Chart, longest int64) []drawnKind {
	var most model.Number
	for _, b := range c.Bars {
		for _, v := range b.Values {
			if v != nil && v.Cmp(most) > 0 {
				most = *v
			}
		}
	}
	var out []drawnKind
	for _, b := range c.Bars {
		k := drawnKind{Label: b.Label}
		for y, v := range b.Values {
			d := drawnBar{Length: "0", Label: c.Blank(), Last: y > 0}
			if v != nil {
				if d.Label = v.String(); most.Sign() > 0 && v.Sign() > 0 {
					d.Length = v.Mul(model.Int(longest)).PercentTo(most.Mul(model.Int(100)), 1).String()
				}
				if s := chart.Share(v, c.Totals[y]); s != "" {
					d.Label += msg.F("（%s）", " (%s)", s).In(c.Lang)
				}
			}
			k.Bars = append(k.Bars, d)
		}
		out = append(out, k)
	}
	return out
}

// writeHTML writes a page as HTML that needs nothing besides itself and prints on one A4 page.
func writeHTML(w io.Writer, p *Page) error {
	type part struct {
		Part
		Texts []string
	}
	var ps []part
	for _, t := range p.Parts {
		shown := part{t, p.texts(t)}
		if shown.Rows = nil; t.Head != nil {
			shown.Rows = t.Rows[:t.Kept]
		}
		ps = append(ps, shown)
	}
	out := text.NewShownWriter(w)
	if err := pageTemplate().Execute(out, map[string]any{
		"Page": p, "Words": p.words(), "Code": msg.T("zh-CN", "en").In(p.Lang), "Kinds": bars(p.Chart, 70), "Parts": ps, "Alt": p.Chart.Alt(),
		"Style": fmt.Sprintf(measures, titleSize, titlePitch, headSize, headPitch, noteSize, notePitch, tableSize, rowPitch, barHigh),
	}); err != nil {
		return err
	}
	return out.Close()
}

// measures hands the measures of the page to its style sheet.
const measures = `:root { --title: %gpt; --title-pitch: %gpt; --head: %gpt; --head-pitch: %gpt; --note: %gpt; --note-pitch: %gpt; --table: %gpt; --row: %gpt; --bar: %gpt; }`
