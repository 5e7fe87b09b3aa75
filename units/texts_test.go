package units

import (
	"testing"

	"github.com/gkxl/gkxl/internal/osfile"
)

// Narratives come back from outside of memory, and are gone once they were let go.
func TestKeepTexts(t *testing.T) {
	f := Submission{Texts: `{"overview":"总体情况"}`}
	f.KeepTexts(&osfile.Spool{})
	there, some := f.HasTexts()
	if f.Texts != "" || !there || !some || f.TextsOf()["overview"] != "总体情况" {
		t.Errorf("%q %t %t %v", f.Texts, there, some, f.TextsOf())
	}
	f.LetTextsGo()
	if there, some := f.HasTexts(); there || some || len(f.TextsOf()) > 0 {
		t.Errorf("%t %t %v", there, some, f.TextsOf())
	}
	if there, some := (&Submission{Texts: "{}"}).HasTexts(); !there || some {
		t.Errorf("none: %t %t", there, some)
	}
}
