package publish

import "strings"

// Byline is the line under the title: organ and date of publication, or what a
// comparison is of. It is empty when there is no date, or a signature gives it at
// the end.
func (d *Document) Byline() string {
	if d.Under != "" || d.Date == "" {
		return d.Under
	}
	for _, b := range d.Blocks {
		if b.Kind == Signature {
			return ""
		}
	}
	return strings.TrimSpace(d.Organ + "  " + d.Date)
}
