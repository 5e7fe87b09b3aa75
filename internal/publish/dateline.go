package publish

import "strings"

// DateLine returns the line under the title: organ and date of publication, or what a comparison is of. It is
// empty if there is no date, or if a signature gives it at the end.
func (d *Document) DateLine() string {
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
