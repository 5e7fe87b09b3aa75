package demo

import (
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/narrative"
)

// Write writes the narratives of a report: sentences from the stock, another one
// every year, and those with figures from the tables.
func (d *District) write(f *model.Form, r *model.Report, i, year int) {
	u := d.Due[i]
	c := narrative.Context{Form: f, Report: r}
	if d.Last && year == d.Year {
		c.LastForm, c.Last = d.LastForm, d.reportOf(d.LastForm, i, year-1, d.figures(i, year-1))
	}
	sentences, _ := narrative.Narrate(c) // all figures are known
	var figures strings.Builder
	for _, s := range sentences {
		figures.WriteString(s.Text)
	}
	for section, parts := range district().Texts {
		text := ""
		for k, stock := range parts {
			// Two parts of a section do not go through the stock in step.
			text += stock[(i*(k+3)+i/7+year*(1+k%2))%len(stock)]
		}
		text = d.filled(text, u, year, i)
		r.Texts[section] = strings.ReplaceAll(text, "{figures}", figures.String())
	}
}
