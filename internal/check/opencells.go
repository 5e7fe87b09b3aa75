package check

import (
	"github.com/gkxl/gkxl/model"
)

// openCells returns the blank cells of a total of many reports that count in an identity as 0, directly or in the sums of
// its cells: what they will hold is not known yet. Of any other report a blank cell is the unit's own.
func (c *checker) openCells(id *model.Identity) (out []*model.Field) {
	if len(c.report.Sources) == 0 {
		return nil
	}
	seen := map[*model.Field]bool{}
	var look func(fd *model.Field)
	look = func(fd *model.Field) {
		if seen[fd] {
			return
		}
		seen[fd] = true
		switch {
		case fd.Total != nil:
			for _, t := range fd.Total.Right {
				look(t.Field)
			}
		case c.values[fd.Index].State == model.Blank:
			out = append(out, fd)
		}
	}
	for _, t := range id.Terms() {
		look(t.Field)
	}
	return out
}
