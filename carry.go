package gkxl

import (
	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// CarryOver begins the report of the year after last year's, in a form: organ,
// contact and every figure that is last year's. What could not be carried is
// said.
func CarryOver(last *model.Report, form *model.Form) (*model.Report, []msg.Text) {
	return carry.Over(last, form)
}
