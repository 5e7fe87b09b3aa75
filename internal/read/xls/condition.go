package xls

import (
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// Conditional formats stand in a record that names the cells, and one for each condition behind it ([MS-XLS] 2.4.43 and
// 2.4.42). Those that came later, such as bars, have records of their own and are not read.

// rangesOf are the cells of a record of conditional formats.
func rangesOf(r *reader) (out []spreadsheet.Range) {
	r.skip(12) // the number of formats, flags, and the rectangle around all cells
	for range r.u16() {
		c := spreadsheet.Range{Row: r.u16(), LastRow: r.u16(), Col: r.u16(), LastCol: r.u16()}
		if r.err != nil {
			break
		}
		if c.Row <= c.LastRow && c.Col <= c.LastCol {
			out = append(out, c)
		}
	}
	return out
}

// comparisons are the comparisons of a cell with formulas, by their number.
var comparisons = []string{"", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual"}

// What a conditional format changes is told by bits.
const (
	hasNumberFormat = 1 << 25
	hasFont         = 1 << 26
	hasAlignment    = 1 << 27
	hasBorder       = 1 << 28
	hasPattern      = 1 << 29
	noGround        = 1 << 18 // the pattern leaves the colour behind the text
)

// readCondition reads a condition and what it changes.
func (f *file) readCondition(s *sheet, r *reader) {
	kind, comparison := r.u8(), r.u8()
	first, second := r.u16(), r.u16()
	flags, own := r.u32(), r.u16()&1 != 0
	c := spreadsheet.Condition{Ranges: s.condition, Kind: "expression"}
	if kind == 1 && comparison < len(comparisons) {
		c.Kind, c.Operator = "cellIs", comparisons[comparison]
	}
	if flags&hasNumberFormat != 0 {
		if own {
			r.skip(2)
			c.Look.Format, _ = r.text(false)
		} else {
			r.skip(1)
			c.Look.Format = f.formats[r.u8()]
		}
	}
	if flags&hasFont != 0 {
		r.skip(64 + 4) // its name and size
		style := r.u32()
		r.skip(8)                     // weight, height, underline
		colour := int(int32(r.u32())) // −1 is none
		r.skip(4)
		kept := r.u32() // of the style
		r.skip(26)
		const strike = 1 << 7
		c.Look.Struck, c.Look.Colour = style&^kept&strike != 0, f.colour(colour)
	}
	if flags&hasAlignment != 0 {
		r.skip(8)
	}
	if flags&hasBorder != 0 {
		r.skip(8)
	}
	if flags&hasPattern != 0 {
		r.skip(2)
		if colours := r.u16(); flags&noGround == 0 {
			c.Look.Ground = f.colour(colours >> 7 & 0x7F)
		}
	}
	if flags&(1<<30) != 0 { // whether the cell is locked
		r.skip(2)
	}
	if r.err != nil || len(c.Ranges) == 0 {
		return
	}
	base := &cell{row: c.Ranges[0].Row, col: c.Ranges[0].Col}
	for _, n := range []int{first, second} {
		if n == 0 {
			continue
		}
		base.rgce = r.bytes(n)
		c.Formulas = append(c.Formulas, f.formula(s, base).text)
	}
	s.conditions.AddCondition(c)
}
