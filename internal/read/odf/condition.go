package odf

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

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

// mapped notes the conditional formats of a style for cells of a row.
func (r *sheetReader) mapped(name string, row, col, lastCol int) {
	for range maxParents {
		s := r.styles["table-cell "+name]
		if s == nil {
			return
		}
		for _, m := range s.maps {
			i := slices.IndexFunc(r.conditional, func(c mappedCells) bool { return c.styleMap == m })
			if i < 0 {
				i = len(r.conditional)
				r.conditional = append(r.conditional, mappedCells{styleMap: m})
			}
			at := &r.conditional[i].ranges
			if n := len(*at); n > 0 && (*at)[n-1].LastRow == row && (*at)[n-1].Row == row && (*at)[n-1].LastCol == col-1 {
				(*at)[n-1].LastCol = lastCol
			} else {
				*at = append(*at, spreadsheet.Range{Row: row, Col: col, LastRow: row, LastCol: lastCol})
			}
		}
		name = s.parent
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
	font, ground, _ := r.look("table-cell", m.style, spreadsheet.Font{})
	out := spreadsheet.Condition{Ranges: at, Kind: "expression", Look: spreadsheet.Look{Struck: font.Strike, Colour: font.Colour, Ground: ground}}
	if match := comparison.FindStringSubmatch(m.condition); match != nil {
		out.Kind, out.Operator, out.Formulas = "cellIs", operators[match[1]], []string{formula("=" + match[2])}
	} else {
		out.Formulas = []string{m.condition} // which is not worked out
		if match := asked.FindStringSubmatch(m.condition); match != nil {
			out.Formulas[0] = formula("=" + match[1])
		}
	}
	return out
}

// asked is a condition that is a formula.
var asked = regexp.MustCompile(`^(?:of:)?(?:formula-is|is-true-formula)\((.*)\)$`)

// comparison is a condition that compares the cell with something.
var comparison = regexp.MustCompile(`^(?:of:)?(?:cell-content\(\))?\s*(!=|<>|<=|>=|=|<|>)\s*(.+)$`)

// operators are the comparisons by their signs.
var operators = map[string]string{"=": "equal", "!=": "notEqual", "<>": "notEqual", "<": "lessThan", "<=": "lessThanOrEqual", ">": "greaterThan", ">=": "greaterThanOrEqual"}

// ranges are the areas of a list of addresses such as 'Sheet 1'.A1:'Sheet 1'.B2, without their sheets.
func ranges(list string) (out []spreadsheet.Range) {
	for _, one := range areaPattern.FindAllStringSubmatch(list, -1) {
		col, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(one[1], "$", ""))
		if err != nil {
			continue
		}
		at := spreadsheet.Range{Row: row - 1, Col: col - 1, LastRow: row - 1, LastCol: col - 1}
		if col, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(one[2], "$", "")); err == nil {
			at.LastRow, at.LastCol = row-1, col-1
		}
		out = append(out, at)
	}
	return out
}

// areaPattern is a cell, or the first and last cell of an area, each with its sheet before it.
var areaPattern = regexp.MustCompile(`(?:^|\s)(?:'(?:[^']|'')*'|[^\s.:']*)\.(\$?[A-Z]+\$?\d+)(?::(?:'(?:[^']|'')*'|[^\s.:']*)\.(\$?[A-Z]+\$?\d+))?`)
