package demo

import (
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/units"
)

// writeTexts writes the narratives of a unit's report.
func (d *District) writeTexts(r *model.Report, i, year int) {
	c := narrative.Context{Report: r}
	if d.Last && year == d.Year {
		c.Last = d.reportOf(d.LastForm, i, year-1, d.figures(i, year-1))
	}
	d.narrate(c, d.Due[i], i)
}

// narrate writes the narratives: sentences of district.yaml, others every year,
// and the sentences that package narrative makes from the tables.
func (d *District) narrate(c narrative.Context, u *units.Unit, i int) {
	sentences, _ := narrative.Narrate(c) // all figures are known
	var figures strings.Builder
	for _, s := range sentences {
		figures.WriteString(s.Text)
	}
	year := c.Report.Year
	fill := strings.NewReplacer("{organ}", u.Name, "{year}", fmt.Sprint(year), "{next}", fmt.Sprint(year+1), "{day}", fmt.Sprint(4+i%15), "{figures}", figures.String())
	for section, parts := range district().Texts {
		text := ""
		for k, stock := range parts {
			// The factors differ so that the parts of a section vary independently.
			text += stock[(i*(k+3)+i/7+year*(1+k%2))%len(stock)]
		}
		c.Report.Texts[section] = fill.Replace(text)
	}
}
