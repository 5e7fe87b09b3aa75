package pdfout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/model"
)

// Table 3 stands on one page, unless that left more than two fifths of the page before empty: then it begins there, its
// header stands on both pages, and at least six rows on each.
func TestLargeTableLeavesNoPageHalfEmpty(t *testing.T) {
	for _, profile := range Profiles {
		broken := 0
		for paragraphs := range 30 {
			r := formtest.Example(t, "huaian-2024.json")
			r.Texts["overview"] += strings.Repeat("\n本机关规范文件制发和属性认定，做好政策解读和回应关切，及时维护网站栏目，方便群众查询利用。", paragraphs)
			fl := newFlow(newTypesetter(nil, false), profiles[profile])
			fl.document(publish.Of(r, publish.Options{}), false, nil)
			table, _ := r.Form.Table("requests")
			band := table.Bands[0]
			var corners, rows []int // by page, how often they stand there
			var ends []float64
			for _, p := range fl.drawing.pages {
				text, end := "", 0.0
				for _, o := range p.ops {
					end = max(end, o.y, o.y2)
					for _, it := range o.items {
						text += it.text
					}
				}
				n := 0
				for _, row := range model.Leaves(band.Rows) {
					n += strings.Count(text, row.Label[:min(len(row.Label), 18)])
				}
				corners, rows, ends = append(corners, strings.Count(text, band.Corner[:30])), append(rows, n), append(ends, end)
			}
			pages := 0
			for _, n := range corners {
				pages += n
			}
			first := slices.Index(corners, 1)
			name := fmt.Sprint(profile, " ", paragraphs)
			switch {
			case pages == 2:
				broken++
				if corners[first+1] != 1 || rows[first] < leastPart || rows[first+1] < leastPart {
					t.Errorf("%s: corners %v, rows %v", name, corners, rows)
				}
			case pages != 1 || first == 0:
				t.Errorf("%s: corners %v", name, corners)
			case fl.floor-ends[first-1] > 0.4*fl.pageHeight()+60: // and the heading
				t.Errorf("%s: %.0f of %.0f points stay empty before the table", name, fl.floor-ends[first-1], fl.pageHeight())
			}
		}
		if broken == 0 || broken > 15 {
			t.Errorf("%s: broken in %d cases of 30", profile, broken)
		}
	}
}
