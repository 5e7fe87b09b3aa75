package pipeline

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/model"
)

// TestDropPublished takes what an export put behind a report out of every text, with a note each, in the order of the form.
func TestDropPublished(t *testing.T) {
	appendix := publish.Appendices()[0]
	for range 10 {
		r := model.NewReport(formtest.Form(t, "2021"))
		r.Organ = publish.DraftStamp
		var want []string
		for i, s := range r.Form.Sections {
			switch i % 3 {
			case 0:
				r.Texts[s.ID] = "一段。\n　\n　" + appendix + "\n错误 1"
			case 1:
				r.Texts[s.ID] = appendix
			default:
				r.Texts[s.ID] = "见" + appendix
				continue
			}
			want = append(want, s.ID)
		}
		dropPublished(r)
		var noted []string
		for _, n := range r.Notes {
			noted = append(noted, n.Section)
		}
		if strings.Join(noted, " ") != strings.Join(want, " ") {
			t.Fatalf("notes on %v, want %v", noted, want)
		}
		for i, s := range r.Form.Sections {
			text, ok := r.Texts[s.ID]
			if got := []string{"一段。", "", "见" + appendix}[i%3]; text != got || ok != (got != "") {
				t.Errorf("%s: %q, want %q", s.ID, text, got)
			}
		}
		if r.Organ != "" {
			t.Errorf("the organ is %q", r.Organ)
		}
	}
}
