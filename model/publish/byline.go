package publish

import "strings"

// Byline is the line under the title, with organ and date of publication; empty
// when there is no date, or a signature gives it at the end.
func (d *Document) Byline() string {
	if d.Date == "" {
		return ""
	}
	for _, b := range d.Blocks {
		if b.Kind == Signature {
			return ""
		}
	}
	return strings.TrimSpace(d.Organ + "  " + d.Date)
}
