package narrative

import (
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// What a figure was compared with is named by its cells, or by what it is a part or a share of.
func TestReading(t *testing.T) {
	fd, _ := formtest.Form(t, "2021").Field("requests.new.total")
	cells := []model.Term{{Field: fd}}
	for want, f := range map[string]Figure{
		"":         {Kind: Count, Verdict: Unrelated},
		"各项之和":     {Kind: Part, Verdict: Disagrees, Cells: cells},
		"占文中总数的比例": {Kind: Share, Verdict: Agrees},
		"一、本年新收政府信息公开申请数量 × 总计": {Kind: Share, Verdict: Agrees, Cells: cells},
	} {
		if got := f.Reading().ZH; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Figure{Kind: Share, Verdict: Unrelated}).Reading(); !got.IsZero() {
		t.Errorf("a share that is not about the tables was compared with %q", got.ZH)
	}
}
