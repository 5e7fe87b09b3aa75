package intake

import (
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// dateItem is the item of the cover that a date under the title is.
const dateItem = "date"

// byline reads the line under a title that gives the date, with or without the
// organ before it.
func (n *narrator) byline(v *view, i int, line string) bool {
	r := n.report
	if !n.titled || n.section != "" || len(n.found) > 0 || r.Cover[dateItem] != "" {
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
	r.Places[model.PlaceOfCover(dateItem)] = v.addressOf(i)
	return true
}
