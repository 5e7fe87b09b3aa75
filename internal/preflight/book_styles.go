package preflight

import (
	"slices"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// directStyles are the styles of a workbook of another format, numbered as they are where it is written as .xlsx, and the
// numbers of those of its cells by sheet and by the cell's place among those of the sheet.
func directStyles(b *spreadsheet.Book) (styles *Styles, ofCells [][]int) {
	styles, ofCells = &Styles{}, make([][]int, len(b.Sheets))
	numbers := map[spreadsheet.Style]int{}
	number := func(s *spreadsheet.Style) int {
		n, ok := numbers[*s]
		if !ok {
			n = len(numbers)
			numbers[*s] = n
			styles.add(n, s)
		}
		return n
	}
	number(&spreadsheet.Style{}) // that of cells that are not there
	var looks []spreadsheet.Look
	for i, s := range b.Sheets {
		ofCells[i] = make([]int, len(s.Cells))
		for k := range s.Cells {
			if style := &s.Cells[k].Style; k > 0 && *style == s.Cells[k-1].Style {
				ofCells[i][k] = ofCells[i][k-1]
			} else {
				ofCells[i][k] = number(style)
			}
		}
		if s.Kind != spreadsheet.Worksheet {
			continue
		}
		for k := range s.Conditions {
			if c := &s.Conditions[k]; c.IsRead() && !c.IconsOnly && !slices.Contains(looks, c.Look) {
				looks = append(looks, c.Look)
				styles.Conditional = append(styles.Conditional, ConditionalStyleOf(c.Look))
			}
		}
	}
	return styles, ofCells
}

// add adds the style of a number.
func (s *Styles) add(number int, of *spreadsheet.Style) {
	cell := CellStyle{Format: of.FormatID, Font: number, Fill: number}
	if of.OwnFormat() {
		cell.Format = spreadsheet.FirstFormat + number
		s.Formats = append(s.Formats, NumberFormat{cell.Format, of.Format})
	}
	font := Font{Strike: of.Font.Strike, VertAlign: of.Font.Vert, Colour: opaque(of.Font.Colour)}
	if of.Font.Size > 0 {
		font.Size = &of.Font.Size
	}
	fill := Fill{Pattern: &noPattern}
	if of.Ground != "" {
		fill = Fill{Pattern: &solid, Fore: opaque(of.Ground)}
	}
	s.Cells, s.Fonts, s.Fills = append(s.Cells, cell), append(s.Fonts, font), append(s.Fills, fill)
}

// noPattern and solid are kinds of patterns of fills.
var noPattern, solid = "none", "solid"

// ConditionalStyleOf is the style of a conditional format of a workbook of another format.
func ConditionalStyleOf(l spreadsheet.Look) ConditionalStyle {
	out := ConditionalStyle{Font: &Font{Strike: l.Struck, Colour: opaque(l.Colour)}}
	if l.Ground != "" {
		out.Fill = &Fill{Pattern: &solid, Back: opaque(l.Ground)}
	}
	if l.Format != "" {
		out.Format = &l.Format
	}
	return out
}

// opaque is a colour by its RGB; nil for none.
func opaque(rgb string) *Colour {
	if rgb == "" {
		return nil
	}
	return &Colour{RGB: "FF" + rgb}
}

// isUsualStyle reports whether a style is read as it is written.
func isUsualStyle(s *spreadsheet.Style) bool {
	return isPlain(s.Format) && s.FormatID >= 0 && s.FormatID < 1<<16 && s.Font.Size < 1e6 && isUsualColour(s.Font.Colour) && isUsualColour(s.Ground)
}

// isUsualColour reports whether a text is a colour in RGB, or none.
func isUsualColour(rgb string) bool {
	for i := range len(rgb) {
		if c := rgb[i]; (c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return rgb == "" || len(rgb) == 6
}
