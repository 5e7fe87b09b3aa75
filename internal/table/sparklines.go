package table

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// spark is a small line drawn in a cell by the spreadsheet program, of the
// figures in a range.
type spark struct{ at, from, to string }

// spark draws figures in a cell of the row that comes next; they stand in as many
// cells before it.
func (s *sheet) spark(col int, ns []*model.Number) {
	if from, to := stretch(ns); from < to {
		first := col + 1 - len(ns)
		s.sparks = append(s.sparks, spark{ref(s.row+1, col+1), ref(s.row+1, first+from), ref(s.row+1, first+to-1)})
	}
}

// sparklines spells the small lines of a sheet as the extension they are in the
// format. The library can only write them into sheets it holds in memory, and
// sheets are streamed.
func sparklines(sheet string, ss []spark) string {
	if len(ss) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">` +
		`<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup lineWeight="1.5" displayEmptyCellsAs="gap" markers="1">` +
		`<x14:colorSeries rgb="FF2F5D8A"/><x14:colorMarkers rgb="FF2F5D8A"/><x14:sparklines>`)
	for _, s := range ss {
		b.WriteString("<x14:sparkline><xm:f>")
		xml.EscapeText(&b, fmt.Appendf(nil, "'%s'!%s:%s", sheet, s.from, s.to))
		b.WriteString("</xm:f><xm:sqref>" + s.at + "</xm:sqref></x14:sparkline>")
	}
	b.WriteString("</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>")
	return b.String()
}

// stretch is what is left of figures without the missing ones at both ends.
func stretch(ns []*model.Number) (from, to int) {
	for to = len(ns); to > from && ns[to-1] == nil; {
		to--
	}
	for from < to && ns[from] == nil {
		from++
	}
	return from, to
}
