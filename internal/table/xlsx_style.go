package table

import (
	"cmp"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
)

// use is what a cell is for.
type use int

// The uses of cells.
const (
	words use = iota
	number
	faint
	change
	share
	columnHead
	lineTitle
	lineSubtitle
	lineWarning
	lineVerdict
	lineHeading
	lineSection
	lineNote
)

// look is how cells of a use look; what is left out is that of a cell's text.
type look struct {
	font        string
	size, least float64 // of the font, and how high the row is at least, in points
	bold, bare  bool    // bare cells have no box
	ink, ground string
	side        string // where the text stands
	format      string // of a number
}

// looks are those of all uses.
var looks = map[use]look{
	words:        {format: "@"}, // what is text stays text, whatever it looks like
	number:       {side: "right"},
	faint:        {side: "right", format: `0;-0;;@`},
	change:       {side: "right", format: `+General;-General;0`},
	share:        {side: "right", format: `0.0" %"`},
	columnHead:   {side: "center", bold: true, ground: workbook.HeadFill},
	lineTitle:    {font: "黑体", size: 16, least: 34, bold: true, bare: true},
	lineSubtitle: {size: 11, ink: "595959", bare: true},
	lineWarning:  {ink: "7F6000", ground: "FFEB9C", bold: true, bare: true},
	lineVerdict:  {size: 11, ground: "EEF2F7", bold: true},
	lineHeading:  {font: "黑体", size: 13, least: 26, bare: true},
	lineSection:  {size: 11, least: 24, ground: "EEF2F7", bold: true},
	lineNote:     {ink: "7F7F7F", bare: true},
}

// inks and grounds are the colours of letters and cells by their tone; changed
// those of changes.
var (
	inks    = map[Tone]string{Good: "1B6B3A", Bad: "9C0006", Muted: "7F7F7F"}
	grounds = map[Tone]string{Good: "EEF7F0", Warn: "FFF2CC", Bad: "FFE3E0", Total: "EEF2F7"}
	changed = map[Tone]string{Up: "B3261E", Down: "1B6B3A"}
)

const (
	bodySize    = 10.5
	smallest    = bodySize // of all texts on a sheet
	leastHeight = 22.0
)

// style is what cells of one format in the workbook have in common.
type style struct {
	use    use
	tone   Tone
	indent int
}

// style is the number of a format, which the workbook learns when it is first used.
func (b *book) style(k style) (int, error) {
	if id, ok := b.styles[k]; ok {
		return id, nil
	}
	l := looks[k.use]
	ink := cmp.Or(l.ink, inks[k.tone])
	if k.use == change {
		ink = cmp.Or(changed[k.tone], ink)
	}
	side := cmp.Or(l.side, "left")
	s := &excelize.Style{
		Font: &excelize.Font{Family: cmp.Or(l.font, "宋体"), Size: cmp.Or(l.size, bodySize), Color: ink, Bold: l.bold || k.tone == Total},
		// Figures are not wrapped: LibreOffice then forgets to indent them. Those wider than their column are printed smaller,
		// rather than as ###: the widths of long lists are settled before their rows are known.
		Alignment: &excelize.Alignment{Horizontal: side, Vertical: "center", WrapText: side != "right", ShrinkToFit: side == "right"},
		Fill:      workbook.Fill(cmp.Or(grounds[k.tone], l.ground)),
	}
	if side != "center" {
		s.Alignment.Indent = k.indent
	}
	if !l.bare {
		s.Border = workbook.Border("BFBFBF")
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(s)
	b.styles[k] = id
	return id, err
}
