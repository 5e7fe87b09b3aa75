package narrative_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
)

// Statements without a figure are contradicted where the tables are against them, and only there.
func TestClaims(t *testing.T) {
	data, err := os.ReadFile("testdata/claims.txt")
	if err != nil {
		t.Fatal(err)
	}
	f := formtest.Form(t, "2021")
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		sentence, change, _ := strings.Cut(line, " | ")
		good, bad, both := strings.Cut(change, " -> ")
		if !both {
			good, bad = "", change
		}
		bad, stays := strings.CutPrefix(bad, "- ")
		for _, contradicted := range []bool{false, true} {
			r := model.NewReport(f)
			blank(r)
			r.Organ, r.Year = "云岭县人民政府", 2024
			r.Texts["overview"] = sentence
			cells := "requests.new.natural_person=12 requests.granted.natural_person=12 disputes.review.upheld=5 disputes.suit_direct.upheld=3 " + good
			if contradicted {
				if text, ok := strings.CutPrefix(bad, "text "); ok {
					r.Texts["other"] = text
				} else {
					cells += " " + bad
				}
			} else if stays && !both {
				continue
			}
			for _, c := range strings.Fields(cells) {
				id, v, _ := strings.Cut(c, "=")
				num, err := model.ParseNumber(v)
				if _, ok := f.Field(id); !ok || err != nil {
					t.Fatalf("line %d: %s", n+1, c)
				}
				r.Values[id] = model.Value{State: model.IsNumber, Number: num}
			}
			fills := r.Texts
			r.Texts = map[string]string{}
			total(r)
			r.Texts = fills
			var said []string
			for _, g := range narrative.ReaderFor(f).Read(r, nil) {
				if g.Verdict == narrative.Disagrees && g.Kind == narrative.Claim {
					said = append(said, g.Message.ZH)
					if !strings.Contains(sentence, g.Text) {
						t.Errorf("line %d: %q is no part of the sentence", n+1, g.Text)
					}
				}
			}
			if want := contradicted && !stays; (len(said) > 0) != want {
				t.Errorf("line %d: %s with %q: contradicted is %v: %q", n+1, sentence, bad, want, said)
			}
		}
	}
}
