package xlsx

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/model"
)

// spark is a small line drawn in a cell by the spreadsheet program, of the
// figures in a range.
type spark struct{ at, from, to place }

// sparks spells the small lines of a sheet as the extension they are in the
// format. The library can only write them into sheets it holds in memory, and
// sheets are streamed.
func sparks(sheet string, ss []spark) string {
	if len(ss) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">` +
		`<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup lineWeight="1.5" displayEmptyCellsAs="gap" markers="1">` +
		`<x14:colorSeries rgb="FF2F5D8A"/><x14:colorMarkers rgb="FF2F5D8A"/><x14:sparklines>`)
	for _, s := range ss {
		b.WriteString("<x14:sparkline><xm:f>")
		xml.EscapeText(&b, fmt.Appendf(nil, "%s!%s:%s", quoteSheet(sheet), s.from.ref(), s.to.ref()))
		b.WriteString("</xm:f><xm:sqref>" + s.at.ref() + "</xm:sqref></x14:sparkline>")
	}
	b.WriteString("</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>")
	return b.String()
}

// trendColumn is the column of a block that holds small lines; -1 for none.
func trendColumn(b diff.Block) int {
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			if c.Trend != nil {
				return i
			}
		}
	}
	return -1
}

// told gives a block's small lines a column of their own before the words that
// tell them, so that a program that draws no lines still says how figures went.
// Where a year between others has no figure a drawn line would run through 0: that
// one is made of blocks.
func told(b diff.Block) diff.Block {
	k := trendColumn(b)
	if k < 0 {
		return b
	}
	b.Head = insert(b.Head, k+1, "")
	rows := make([]diff.Row, len(b.Rows))
	for i, r := range b.Rows {
		c := r.Cells[k]
		r.Cells = insert(r.Cells, k+1, diff.Cell{Text: c.Text})
		r.Cells[k].Text = ""
		if from, to := stretch(c.Trend); from < to && holed(c.Trend[from:to]) {
			r.Cells[k] = diff.Cell{Text: diff.Trend(c.Trend)}
		}
		rows[i] = r
	}
	b.Rows = rows
	return b
}

func insert[T any](s []T, at int, v T) []T {
	out := append(make([]T, 0, len(s)+1), s[:at]...)
	return append(append(out, v), s[at:]...)
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

func holed(ns []*model.Number) bool {
	for _, n := range ns {
		if n == nil {
			return true
		}
	}
	return false
}
