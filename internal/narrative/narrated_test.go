package narrative_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// randomReport returns a report whose rows balance, with figures up to a size, some of them 0.
func randomReport(f *model.Form, year int, dice *rand.Rand, size int64) *model.Report {
	r := model.NewReport(f)
	r.Organ, r.Year = "云岭县人民政府", year
	for _, fd := range f.Fields {
		n := model.Int(0)
		if dice.IntN(4) > 0 {
			n = model.Int(dice.Int64N(size))
		}
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
	}
	in := tables{report: r}
	in.balance()
	return r
}

// What Narrate writes agrees with the tables it is written from, and no figure of them can change unnoticed, in every
// edition, unit, with and without last year's report, and with figures of every size.
func TestNarratedIsRead(t *testing.T) {
	figures := regexp.MustCompile(`\{\{((?:requests|disputes|proactive)\.[a-z_.]+)\}\}`)
	for _, edition := range templates.Editions() {
		f, err := templates.Edition(edition)
		if err != nil {
			t.Fatal(err)
		}
		zeros := map[string][]string{} // by figure that the sentences name, those that are 0 where it is not told
		for _, s := range f.Narration.Sentences {
			for _, w := range s.Ways {
				for _, id := range w.Zero {
					if w.Text != "" {
						zeros[id] = w.Zero
					}
				}
				for _, m := range figures.FindAllStringSubmatch(w.Text, -1) {
					zeros[m[1]] = append(zeros[m[1]], "")
				}
				for _, i := range w.List {
					zeros[i.Figure] = append(zeros[i.Figure], "")
				}
			}
		}
		if len(zeros) < 20 {
			t.Fatal(zeros)
		}
		dice := rand.New(rand.NewPCG(3, 4))
		for _, size := range []int64{1, 2, 4, 12, 300, 90_000} {
			for round := range 6 {
				r, last := randomReport(f, f.Years.From+1, dice, size), randomReport(f, f.Years.From, dice, size)
				if round%2 == 0 {
					last = nil
				}
				c := narrative.Context{Report: r, Last: last, Unit: f.Narration.Units[round%len(f.Narration.Units)]}
				sentences, omitted := narrative.Narrate(c)
				if len(omitted) > 0 {
					t.Fatal(omitted)
				}
				var parts []string
				for _, s := range sentences {
					parts = append(parts, s.Text)
				}
				text := strings.Join(parts, "")
				in := tables{report: r, last: last}
				for _, g := range in.read(text, r, last) {
					if g.Verdict == narrative.Disagrees {
						t.Errorf("%s: %s %s\n%s", edition, g.Text, g.Message.ZH, text)
					}
				}
				for id, with := range zeros {
					fs, _ := f.Figure(id)
					if sumFields(r, fs).Sign() == 0 && !slices.ContainsFunc(with, func(id string) bool { return id != "" }) {
						continue // not told
					}
					if sumFields(r, fs).Sign() == 0 && slices.ContainsFunc(with, func(id string) bool {
						fs, ok := f.Figure(id)
						return ok && sumFields(r, fs).Sign() != 0
					}) {
						continue // of several that are told where they are not 0
					}
					changed := *r
					changed.Values = map[string]model.Value{}
					for id, v := range r.Values {
						changed.Values[id] = v
					}
					fd := fs[0]
					for fd.Total != nil {
						fd = fd.Total.Right[0].Field
					}
					changed.Values[fd.ID] = model.Value{State: model.IsNumber, Number: r.Values[fd.ID].Number.Add(model.Int(1))}
					total(&changed)
					seen := false
					for _, g := range in.read(text, &changed, last) {
						seen = seen || g.Verdict == narrative.Disagrees
					}
					if !seen {
						t.Errorf("%s: that %s became 1 more is not noticed:\n%s", edition, fd.ID, text)
					}
				}
			}
		}
	}
}
