package engine

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/lists"
)

// What was answered is listed with the reasons, whatever became of them, and taken back it stands against the total as before.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, lang)
			s.district()
			ask[Opened](s, "open", Open{Handle: "stray", Name: "stray.xlsx"}, reportOf(t, "外地局", practiceYear, "requests.new.natural_person", ""))
			ask[Opened](s, "open", Open{Handle: "older", Name: "older.xlsx"}, reportOf(t, "外省局", 2020, "requests.new.natural_person", "0"))
			ask[Opened](s, "open", Open{Handle: "bad", Name: "bad.xlsx"}, []byte("no workbook"))
			first, _ := ask[Summed](s, "total", Sum{})
			if len(first.Settled) > 0 || kindsOf(first.Objections) != `["unreadable","unknown","years","editions","errors"]` {
				t.Fatalf("%s %+v", kindsOf(first.Objections), first.Settled)
			}
			stray := func(all []Objection) *ObjectionItem {
				for _, o := range all {
					for _, i := range o.Items {
						if o.Kind == "unknown" && slices.Contains(i.Handles, "stray") {
							return &i
						}
					}
				}
				return nil
			}

			// One file is accepted: only what is said of it is settled.
			of := Sum{AcceptOf: map[string][]string{"unknown": {"stray"}}}
			one, _ := ask[Summed](s, "total", of)
			if stray(one.Objections) != nil || kindsOf(one.Settled) != `["unknown"]` || len(one.Settled[0].Items) != 1 || !reflect.DeepEqual(stray(one.Settled), stray(first.Objections)) {
				t.Errorf("one file: %+v", one.Settled)
			}

			// All is accepted: each kind can be taken back by itself.
			all := Sum{Accept: []string{"unreadable", "unknown", "years", "errors"}, Editions: true, Year: practiceYear}
			made, _ := ask[Summed](s, "total", all)
			if made.File == nil || kindsOf(made.Settled) != `["unreadable","unknown","years","errors","editions"]` {
				t.Fatalf("%s %+v", kindsOf(made.Settled), made.Objections)
			}
			for _, o := range first.Objections {
				i := slices.IndexFunc(made.Settled, func(x Objection) bool { return x.Kind == o.Kind })
				if got := made.Settled[i]; o.Kind != "unknown" && !reflect.DeepEqual(got, o) { // what a stranger outweighs is weighed only of what is objected to
					t.Errorf("%s: settled %+v, was objected %+v", o.Kind, got, o)
				}
				back := all
				back.Editions = o.Kind != "editions"
				back.Accept = slices.DeleteFunc(slices.Clone(all.Accept), func(k string) bool { return k == o.Kind })
				again, _ := ask[Summed](s, "total", back)
				if again.File != nil || len(again.Objections) != 1 || again.Objections[0].Kind != o.Kind || len(again.Objections[0].Items) != len(o.Items) || len(again.Settled) != len(made.Settled)-1 {
					t.Errorf("%s taken back: %+v", o.Kind, again.Objections)
				}
			}

			// A file that is left out can be counted again; an answer to nothing is listed as well.
			out, _ := ask[Summed](s, "total", Sum{Without: []string{"stray"}, AcceptOf: map[string][]string{"errors": {"older"}}})
			if kindsOf(out.Settled) != `["errors","without"]` || out.Settled[0].Items[0].Handles[0] != "older" || !slices.Equal(out.Settled[1].Items[0].Files, []string{"stray.xlsx"}) || lang == "en" && hasHan(out.Settled[1].Title) {
				t.Errorf("%+v", out.Settled)
			}
			ask[None](s, "close", OfFiles{Handles: []string{"stray"}})
			if gone, _ := ask[Summed](s, "total", Sum{Without: []string{"stray"}}); len(gone.Settled) > 0 {
				t.Errorf("closed: %+v", gone.Settled)
			}
			if back, _ := ask[Summed](s, "total", Sum{}); len(back.Settled) > 0 {
				t.Errorf("nothing is answered: %+v", back.Settled)
			}
		})
	}
}

// kindsOf are the kinds of objections, in their order.
func kindsOf(all []Objection) string {
	b, err := json.Marshal(lists.Map(all, func(o Objection) string { return o.Kind }))
	if err != nil {
		panic(err) // strings have nothing that fails
	}
	return string(b)
}

// The rules for a cell are those of the edition that is asked for; without one, of all.
func TestRulesOfOneEdition(t *testing.T) {
	t.Parallel()
	s := newSession(t, "zh")
	of := func(edition string) string {
		out, _ := ask[Rules](s, "rules", RuleAsked{Cell: "requests.new.total", Edition: edition})
		return out.Text
	}
	if all := of(""); !strings.Contains(all, "2019  ") || !strings.Contains(all, "2021  ") {
		t.Error(all)
	}
	if one := of("2021"); strings.Contains(one, "2019  ") || !strings.Contains(one, "2021  ") {
		t.Error(one)
	}
}
