package intake

import (
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// dateItem is the id of the cover's item that a date under the title fills.
const dateItem = "date"

// dateLine reads the line under a title that gives the date, with or without the organ before it. It reports
// whether the text is one.
func (c *textCollector) dateLine(g *grid, i int, line string) bool {
	r := c.report
	if !c.titleSeen || c.section != "" || len(c.headingSeen) > 0 || r.Cover[dateItem] != "" {
		return false
	}
	date := strings.TrimSpace(line)
	if r.Organ != "" {
		date = strings.TrimSpace(strings.TrimPrefix(date, r.Organ))
	}
	date = strings.TrimSpace(strings.Trim(date, "（）()"))
	if !dateAlone.MatchString(text.Fold(date)) {
		return false
	}
	r.Cover[dateItem] = date
	r.Places[model.PlaceOfCover(dateItem)] = g.addressOf(i)
	return true
}
