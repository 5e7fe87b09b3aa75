package intake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// reportTitle is the title of a report and where it stands.
type reportTitle struct {
	sheet, row int
	cell       string
	organ      string
	year       int
	tables     bool
}

// sameReport reports whether two titles may be of one report: the same year, and the same organ where both give
// one.
func (t reportTitle) sameReport(o reportTitle) bool {
	return t.year == o.year && (t.organ == o.organ || t.organ == "" || o.organ == "")
}

func (t reportTitle) String() string { return strings.TrimSpace(fmt.Sprintf("%s %d", t.organ, t.year)) }

// reportTitles returns the titles on all sheets in order, with whether tables follow.
func (a *formMatch) reportTitles(sheets []*Sheet) []reportTitle {
	var out []reportTitle
	for i, s := range sheets {
		for _, cell := range s.Cells {
			if cell.Cell.Kind != Text {
				continue
			}
			if organ, year, ok := a.vocabulary.title(cell.Cell.Text); ok {
				out = append(out, reportTitle{sheet: i, row: cell.Row, cell: cell.Cell.Address, organ: organ, year: year})
			}
		}
	}
	for _, f := range a.finders {
		for _, b := range f.blocks {
			if len(f.found[b]) == 0 || b.grid.turnedFrom != nil {
				continue
			}
			for k := len(out) - 1; k >= 0; k-- {
				if out[k].sheet == b.grid.sheetIndex && out[k].row <= b.top {
					out[k].tables = true
					break
				}
			}
		}
	}
	return out
}

// selectReport looks for reports of other organs or years in the same file. It returns nil if there is one
// report; the sheets without the others, and a note, if the options name one; else a *msg.Problem, since
// figures of two reports must not be mixed.
func (a *formMatch) selectReport(sheets []*Sheet, o Options) (kept []*Sheet, note model.Note, err error) {
	titles := a.reportTitles(sheets)
	var reports []reportTitle
	for _, t := range titles {
		if t.tables && !slices.ContainsFunc(reports, t.sameReport) {
			reports = append(reports, t)
		}
	}
	if len(reports) < 2 {
		return nil, note, nil
	}
	var names []string
	var asked []reportTitle
	for _, t := range reports {
		names = append(names, t.String())
		if (o.Year == 0 || o.Year == t.year) && (o.Organ == "" || o.Organ == t.organ) {
			asked = append(asked, t)
		}
	}
	if len(asked) != 1 {
		return nil, note, &msg.Problem{
			What: msg.F("文件里有 %d 份报告（%s），无法确定读哪一份", "there are %d reports in the file (%s), and which one to read is unclear", len(reports), strings.Join(names, "；")),
			Hint: msg.T("用 --year 或 --organ 指明其中一份，或者另存为只有一份报告的文件", "name one of them with --year or --organ, or save it in a file of its own"),
		}
	}
	for i, s := range sheets {
		k := *s
		k.Cells = slices.DeleteFunc(slices.Clone(s.Cells), func(cell Found) bool {
			for j := len(titles) - 1; j >= 0; j-- {
				if t := titles[j]; t.sheet == i && t.row <= cell.Row {
					return !t.sameReport(asked[0])
				}
			}
			return false
		})
		kept = append(kept, &k)
	}
	return kept, model.Note{Rule: ruleReading, Cell: asked[0].cell, Found: strings.Join(names, "；"), Read: asked[0].String(), Message: msg.F(
		"文件里有 %d 份报告（%s），只读取了 %s", "there are %d reports in the file (%s); only %s was read", len(reports), strings.Join(names, "；"), asked[0])}, nil
}
