package pdfout

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/templates"
)

var update = flag.Bool("update", false, "rewrite the page texts; look at the pages")

// The lines of every page of the examples, as they were when someone looked at
// the pages: a change of breaks or of pages shows here.
func TestPages(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r := formtest.Example(t, name+".json")
		for _, profile := range Profiles {
			ts := newTypesetter(nil, false)
			fl := newFlow(ts, profiles[profile])
			s := fl.drawing
			fl.document(publish.Of(r, publish.Options{}), false, nil)
			fl.footers()
			var b strings.Builder
			for i, p := range s.pages {
				fmt.Fprintf(&b, "— %d —\n", i+1)
				y := -1.0
				for _, o := range p.ops {
					if o.kind != opText {
						continue
					}
					if o.y != y && b.Len() > 0 {
						b.WriteByte('\n')
					} else {
						b.WriteByte('\t')
					}
					y = o.y
					for _, it := range o.items {
						b.WriteString(it.text)
					}
				}
				b.WriteString("\n\n")
			}
			path := "testdata/" + name + "-" + profile + ".txt"
			if *update {
				os.MkdirAll("testdata", 0o755)
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, _ := os.ReadFile(path)
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
				t.Errorf("%s: pages changed; look at them and run: go test ./pdfout -update\n%s", path, d)
			}
		}
	}
}

// The form of a table is kept: upright, table 3 finds room on one page in type of at
// least 7.5 points, in both looks and both editions.
func TestLargeTableOnOnePage(t *testing.T) {
	for _, id := range templates.Editions() {
		f := formtest.Form(t, id)
		r := formtest.Example(t, "huaian-2024.json")
		r.Form = f
		for _, profile := range Profiles {
			fl := newFlow(newTypesetter(nil, false), profiles[profile])
			fl.document(publish.Of(r, publish.Options{}), false, nil)
			for table, l := range fl.layouts {
				if !isLarge(table) {
					continue
				}
				if l.size < 7.5 || l.height(0, l.Rows) > fl.pageHeight() {
					t.Errorf("%s %s: %s is set in %v points, %.0f high on a page of %.0f", id, profile, table.Table.ID, l.size, l.height(0, l.Rows), fl.pageHeight())
				}
				for i, c := range table.Cells {
					for _, ln := range l.cells[i] {
						if ln.width > sum(l.widths[c.Col:c.Col+c.Cols])+0.01 {
							t.Errorf("%s %s: %q is wider than its cell", id, profile, table.Shown[i].Text)
						}
					}
				}
			}
		}
	}
}
