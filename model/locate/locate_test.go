package locate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/check"
	"github.com/gkxl/gkxl/model/locate"
	"github.com/gkxl/gkxl/model/record"
	"github.com/gkxl/gkxl/templates"
)

func load(t testing.TB, name string) (*model.Form, *model.Report) {
	data, err := os.ReadFile(filepath.Join("../../examples", name))
	if err != nil {
		t.Fatal(err)
	}
	r, f, err := record.Decode(data, record.Forms{ByID: templates.Edition, ByYear: templates.ForYear})
	if err != nil {
		t.Fatal(err)
	}
	return f, r
}

func number(s string) model.Value {
	if s == "" {
		return model.Value{State: model.Blank}
	}
	n, err := model.ParseNumber(s)
	if err != nil {
		return model.Value{State: model.Unreadable, Text: s}
	}
	return model.Value{State: model.IsNumber, Number: n}
}

func explain(f *model.Form, r *model.Report, ev locate.Evidence) locate.Outcome {
	run := func(r *model.Report) []check.Finding { return check.Run(f, r, check.Options{}) }
	return locate.Explain(f, r, run(r), ev, run)
}

// Spell writes a cause as one line: what is to be changed, why, and what it
// settles.
func spell(c locate.Explanation) string {
	var b strings.Builder
	for _, ch := range c.Changes {
		present := ch.Present.Typed()
		if present == "" {
			present = string(ch.Present.State)
		}
		fmt.Fprintf(&b, "%s %s→%s ", ch.Field.ID, present, ch.Proposed)
	}
	fmt.Fprintf(&b, "%s %d/%d", c.Slip, c.Rank+1, c.Of)
	if c.Certain {
		b.WriteString(" certain")
	}
	fmt.Fprintf(&b, ": %d", len(c.Findings))
	return b.String()
}

// What is said of slips in a real report, best first.
func TestCauses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		values map[string]string
		want   []string
	}{
		{"digits swapped in an entered cell", map[string]string{"requests.partial.natural_person": "474"},
			[]string{"requests.partial.natural_person 474→447 digits-swapped 1/1 certain: 2"}},
	} {
		f, r := load(t, "huaian-2024.json")
		values := map[string]model.Value{}
		for id, v := range tc.values {
			values[id] = number(v)
		}
		var got []string
		for _, c := range explain(f, r.With(f, values), locate.Evidence{}).Causes {
			got = append(got, spell(c))
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, d)
		}
	}
}
