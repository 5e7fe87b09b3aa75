package odf

import (
	"encoding/xml"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
)

// Conditional formats stand in the styles of cells (style:map, 16.3 of part 3), and LibreOffice writes its own beside
// the cells of a sheet.

// conditionalFormat reads a conditional format of LibreOffice.
func (r *sheetReader) conditionalFormat(e xml.StartElement) error {
	ranges := ranges(xmlwalk.Attribute(e, "target-range-address"))
	return r.Children(func(e xml.StartElement) error {
		if xmlwalk.Attribute(e, "show-value") == "false" { // of bars or icons
			r.sheet.AddCondition(spreadsheet.Condition{Ranges: ranges, IconsOnly: true})
		}
		if e.Name.Local == "condition" {
			r.sheet.AddCondition(r.condition(ranges, styleMap{xmlwalk.Attribute(e, "value"), xmlwalk.Attribute(e, "apply-style-name"), xmlwalk.Attribute(e, "base-cell-address")}))
		}
		return r.Skip()
	})
}

// mappedCells are the cells of a sheet whose style has a conditional format.
type mappedCells struct {
	styleMap
	ranges []spreadsheet.Range
}

// cellMap is a conditional format of a style, and where it stands among those of a sheet.
type cellMap struct {
	styleMap
	sheet *spreadsheet.Sheet
	at    int
}

// mapsOf are the conditional formats of a style of cells and of those that it is made from.
func (r *sheetReader) mapsOf(name string) (out []cellMap) {
	for range maxParents {
		s := r.styles[styleName{"table-cell", name}]
		if s == nil {
			break
		}
		for _, m := range s.maps {
			out = append(out, cellMap{styleMap: m})
		}
		name = s.parent
	}
	return out
}

// mapped notes the conditional formats of a style, with its name, for cells of a row.
func (r *sheetReader) mapped(look *cellLook, name string, row, col, lastCol int) {
	if look.known != r.read {
		look.maps, look.known = r.mapsOf(name), r.read
	}
	for i := range look.maps {
		m := &look.maps[i]
		if m.sheet != r.sheet {
			m.sheet = r.sheet
			if m.at = slices.IndexFunc(r.conditional, func(c mappedCells) bool { return c.styleMap == m.styleMap }); m.at < 0 {
				m.at = len(r.conditional)
				r.conditional = append(r.conditional, mappedCells{styleMap: m.styleMap})
			}
		}
		at := &r.conditional[m.at].ranges
		if n := len(*at); n > 0 && (*at)[n-1].LastRow == row && (*at)[n-1].Row == row && (*at)[n-1].LastCol == col-1 {
			(*at)[n-1].LastCol = lastCol
		} else {
			*at = append(*at, spreadsheet.Range{Row: row, Col: col, LastRow: row, LastCol: lastCol})
		}
	}
}

// addMapped adds the conditional formats of the styles of a sheet's cells. Their formulas are written for a cell that
// has the style, too.
func (r *sheetReader) addMapped() {
	for _, c := range r.conditional {
		r.sheet.AddCondition(r.condition(append(ranges(strings.TrimPrefix(c.base, "$")), c.ranges...), c.styleMap))
	}
	r.conditional = nil
}

// condition is a condition with the look of its style.
func (r *sheetReader) condition(at []spreadsheet.Range, m styleMap) spreadsheet.Condition {
	out := spreadsheet.Condition{Ranges: at, Kind: "expression", Look: r.conditionalLook(m.style)}
	asks := strings.TrimPrefix(m.condition, "of:")
	out.Formulas = []string{m.condition} // which is not worked out
	if operator, with, ok := comparison(asks); ok {
		out.Kind, out.Operator, out.Formulas[0] = "cellIs", operator, formula("="+with)
	} else if asked, ok := strings.CutSuffix(asks, ")"); ok {
		for _, name := range []string{"formula-is(", "is-true-formula("} {
			if asked, ok := strings.CutPrefix(asked, name); ok {
				out.Formulas[0] = formula("=" + asked)
			}
		}
	}
	return out
}

// conditionalLook is the look of a style as a conditional format gives it. Most of those of a sheet have the same.
func (r *sheetReader) conditionalLook(style string) spreadsheet.Look {
	last := &r.lastConditional
	if last.style != style || last.known != r.read {
		font, ground, _ := r.look("table-cell", style, spreadsheet.Font{})
		last.style, last.known, last.look = style, r.read, spreadsheet.Look{Struck: font.Strike, Colour: font.Colour, Ground: ground}
	}
	return last.look
}

// comparison takes a condition apart that compares the cell with something, such as cell-content()>=3.
func comparison(condition string) (operator, with string, ok bool) {
	rest := strings.TrimLeft(strings.TrimPrefix(condition, "cell-content()"), blankCharacters)
	for _, o := range operators {
		if with, ok = strings.CutPrefix(rest, o.sign); ok {
			with = strings.TrimLeft(with, blankCharacters)
			return o.name, with, with != ""
		}
	}
	return "", "", false
}

// blankCharacters are the blanks that may stand in a condition or between addresses.
const blankCharacters = " \t\r\n\f"

// operators are the comparisons by their signs, of which none begins with one before it.
var operators = []struct{ sign, name string }{{"!=", "notEqual"}, {"<>", "notEqual"}, {"<=", "lessThanOrEqual"}, {">=", "greaterThanOrEqual"}, {"=", "equal"}, {"<", "lessThan"}, {">", "greaterThan"}}

// ranges are the areas of a list of addresses such as 'Sheet 1'.A1:'Sheet 1'.B2, without their sheets.
func ranges(list string) (out []spreadsheet.Range) {
	for list = strings.TrimLeft(list, blankCharacters); list != ""; list = strings.TrimLeft(list, blankCharacters) {
		if at, rest, ok := areaOf(list); ok {
			out = append(out, at)
			list = rest
		}
		list = list[len(list)-len(strings.TrimLeftFunc(list, func(c rune) bool { return !strings.ContainsRune(blankCharacters, c) })):] // what is no address
	}
	return out
}

// areaOf reads the area that a text begins with: a cell, or the first and last one, each with its sheet before it.
func areaOf(s string) (at spreadsheet.Range, rest string, ok bool) {
	row, col, rest, ok := cellOf(s)
	at = spreadsheet.Range{Row: row, Col: col, LastRow: row, LastCol: col}
	if to, more := strings.CutPrefix(rest, ":"); ok && more {
		if row, col, behind, ok := cellOf(to); ok {
			at.LastRow, at.LastCol, rest = row, col, behind
		}
	}
	return at, rest, ok
}

// cellOf reads the address of a cell that a text begins with, such as 'Sheet 1'.$A$1, as its row and column.
func cellOf(s string) (row, col int, rest string, ok bool) {
	i := 0
	if strings.HasPrefix(s, "'") {
		for i = 1; i < len(s); i++ {
			if s[i] == '\'' {
				if i++; i == len(s) || s[i] != '\'' {
					break
				}
			}
		}
	} else {
		i = max(0, strings.IndexAny(s, blankCharacters+".:'"))
	}
	s, ok = strings.CutPrefix(s[min(i, len(s)):], ".")
	if !ok {
		return 0, 0, s, false
	}
	s = strings.TrimPrefix(s, "$")
	for i = 0; i < len(s) && i <= 3 && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		col = 26*col + int(s[i]-'A') + 1
	}
	letters := i
	s = strings.TrimPrefix(s[i:], "$")
	for i = 0; i < len(s) && i <= 7 && s[i] >= '0' && s[i] <= '9'; i++ {
		row = 10*row + int(s[i]-'0')
	}
	return row - 1, col - 1, s[i:], letters > 0 && col <= lastColumn+1 && row > 0 && row <= lastRow+1
}
