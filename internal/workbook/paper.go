package workbook

import (
	"cmp"
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/msg"
)

// SmallestPrint is the size in points of the smallest text that is printed on A4.
const SmallestPrint = 8.0

// The font of the Normal style. The width of its digits is the unit of the widths of all
// columns, and a program that lacks the font takes another one: this one is there
// everywhere, or one of the same widths, and half as wide as a Chinese character of the
// text of cells.
const (
	normalFont = "Times New Roman"
	normalSize = 10.5
	// Unit is the width in points of a digit of it, on a screen with 96 dots to the inch.
	Unit = 5.25
)

// SetFont gives a new workbook the font of the Normal style.
func SetFont(f *excelize.File) {
	name, size := normalFont, normalSize
	font := f.Styles.Fonts.Font[0]
	font.Name.Val, font.Sz.Val = &name, &size
	font.Color, font.Family, font.Scheme = nil, nil, nil
}

// A4 in points, and the margins of sheets of lists in inches.
const (
	shortSide, longSide = 595.28, 841.89
	sideMargin          = 0.4
	endMargin           = 0.6
	edgeMargin          = 0.3
)

// spare is the part of a page that is left free, because programs differ in the widths
// they give to columns.
const spare = 0.03

// Print is how a sheet is printed on A4.
type Print struct {
	Turned bool  // the paper lies down
	Breaks []int // the columns, counted from 0, that begin a page where one page holds too few
	Scale  int   // percent, of a sheet with such breaks; others are fitted to the width of the page
}

// Plan decides how columns of these widths are printed, those of width 0 not at all. No
// text is printed smaller than [SmallestPrint]; size is that of the smallest, in points.
// Columns that do not fit beside each other are printed on pages side by side, each with
// the first columns, which name the rows, once more.
func Plan(widths []float64, size float64, names int) Print {
	return PlanBlocks(widths, size, names, func(int) bool { return true })
}

// PlanBlocks is Plan where columns stand under common heads: a page begins with a column
// that begins a block, unless the block is wider than a page.
func PlanBlocks(widths []float64, size float64, names int, begins func(column int) bool) Print {
	all, named := 0.0, 0.0
	for i, w := range widths {
		all += w
		if i < names {
			named += w
		}
	}
	upright, turned := room(false), room(true)
	least := min(1, SmallestPrint/size)
	switch {
	case all <= upright/0.95, all*least <= upright && all <= turned: // a little smaller rather than turned
		return Print{}
	case all*least <= turned:
		return Print{Turned: true}
	}
	p := Print{Turned: true, Scale: 100}
	used, most, block := named, 0.0, names // block begins here
	for i := names; i < len(widths); i++ {
		if begins(i) {
			block = i
		}
		if used > named && (used+widths[i])*least > turned {
			at, moved := i, 0.0
			for k := block; k < i; k++ {
				moved += widths[k]
			}
			if used-moved > named { // otherwise the block takes the whole page
				at, used = block, used-moved
			} else {
				moved = 0
			}
			p.Breaks = append(p.Breaks, at)
			most, used = max(most, used), named+moved
		}
		used += widths[i]
	}
	p.Scale = int(math.Ceil(100 * min(1, max(least, turned/max(most, used))))) // less than what is spare is added
	return p
}

// room is how many units of width stand beside each other on a page.
func room(turned bool) float64 {
	side := shortSide
	if turned {
		side = longSide
	}
	return (side - 2*72*sideMargin) * (1 - spare) / Unit
}

// Setup prepares a sheet for printing: the paper, the margins, the number of each page,
// and the rows from one to another, counted from 1, and the columns that are repeated on
// every page; 0 for none. It comes after a filter, which would take some of it away, and
// before the rows of a sheet that is streamed.
func (p Print) Setup(f *excelize.File, sheet string, from, to, names int, lang msg.Lang) error {
	orientation := "portrait"
	if p.Turned {
		orientation = "landscape"
	}
	a4, across, down, fit := 9, 1, 0, true
	layout := excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &across, FitToHeight: &down}
	titles := ""
	if to > 0 {
		titles = fmt.Sprintf("%s!$%d:$%d", QuoteSheet(sheet), from, to)
	}
	var err error
	if len(p.Breaks) > 0 {
		scale := uint(p.Scale)
		layout, fit = excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, AdjustTo: &scale}, false
		for _, col := range p.Breaks {
			name, e := excelize.ColumnNumberToName(col + 1)
			err = cmp.Or(err, e, f.InsertPageBreak(sheet, name+"1"))
		}
		if names > 0 {
			last, e := excelize.ColumnNumberToName(names)
			err = cmp.Or(err, e)
			if columns := fmt.Sprintf("%s!$A:$%s", QuoteSheet(sheet), last); titles != "" {
				titles = columns + "," + titles
			} else {
				titles = columns
			}
		}
	}
	if titles != "" {
		err = cmp.Or(err, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: sheet}))
	}
	side, end, edge := sideMargin, endMargin, edgeMargin
	return cmp.Or(err,
		f.SetPageLayout(sheet, &layout),
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &edge, Footer: &edge}),
		f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C&11" + msg.T("第 &P 页 共 &N 页", "&P of &N").In(lang)}))
}

// Paper puts a sheet of a form on A4, scaled to one page across and so many down; with 0
// down it is as long as it takes.
func Paper(f *excelize.File, sheet string, turned bool, down int) error {
	orientation, a4, fit := "portrait", 9, true
	if turned {
		orientation = "landscape"
	}
	across := 1
	return cmp.Or(
		f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &across, FitToHeight: &down}),
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}
