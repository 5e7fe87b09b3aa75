package xmlss

import (
	"encoding/xml"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// comparisons are the comparisons of conditional formats, in the words of the file and in those of ECMA-376.
var comparisons = map[string]string{"Equal": "equal", "NotEqual": "notEqual", "Less": "lessThan", "LessOrEqual": "lessThanOrEqual",
	"Greater": "greaterThan", "GreaterOrEqual": "greaterThanOrEqual", "Between": "between", "NotBetween": "notBetween"}

// conditionalFormatting reads the conditional formats of some cells.
func (r *reader) conditionalFormatting() error {
	var ranges []spreadsheet.Range
	return r.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Range":
			s, err := r.value()
			ranges = r.ranges(s)
			return err
		case "Condition":
			c, err := r.condition(ranges)
			r.sheet.AddCondition(c)
			return err
		}
		return r.Skip()
	})
}

// condition reads one condition and the look that it gives.
func (r *reader) condition(ranges []spreadsheet.Range) (spreadsheet.Condition, error) {
	c := spreadsheet.Condition{Ranges: ranges, Kind: "expression"}
	err := r.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Qualifier":
			s, err := r.value()
			if operator := comparisons[s]; operator != "" {
				c.Kind, c.Operator = "cellIs", operator
			}
			return err
		case "Value1", "Value2":
			s, err := r.value()
			if len(ranges) > 0 {
				s = a1(strings.TrimPrefix(s, "="), ranges[0].Row, ranges[0].Col, false)
			}
			c.Formulas = append(c.Formulas, s)
			return err
		case "Format":
			for _, a := range e.Attr {
				if a.Name.Local == "Style" {
					c.Look = look(a.Value)
				}
			}
		}
		return r.Skip()
	})
	return c, err
}

// value is the text of the current element.
func (r *reader) value() (string, error) {
	var b strings.Builder
	err := r.Inside(func(xml.StartElement) error { return r.Skip() }, func(s string) { b.WriteString(s) })
	return strings.TrimSpace(b.String()), err
}

// look is what a style in the words of CSS changes of a cell.
func look(css string) (l spreadsheet.Look) {
	for rule := range strings.SplitSeq(css, ";") {
		name, value, _ := strings.Cut(rule, ":")
		switch value = strings.TrimSpace(value); strings.ToLower(strings.TrimSpace(name)) {
		case "color":
			l.Colour = cssColour(value)
		case "background", "background-color":
			l.Ground = cssColour(value)
		case "text-line-through":
			l.Struck = l.Struck || value != "none"
		case "text-decoration":
			l.Struck = l.Struck || strings.Contains(value, "line-through")
		}
	}
	return l
}

// cssColour is a colour of a style as RGB; "" for one that is named otherwise than white: text in it is seen.
func cssColour(s string) string {
	if strings.EqualFold(s, "white") {
		return "FFFFFF"
	}
	if len(s) == 4 && s[0] == '#' { // one digit for two
		s = "#" + s[1:2] + s[1:2] + s[2:3] + s[2:3] + s[3:] + s[3:]
	}
	return colour(s)
}

// rangePattern is a cell, or the first and last cell of an area, or whole rows or columns, by number.
var rangePattern = regexp.MustCompile(`R(\d+)C(\d+)(?::R(\d+)C(\d+))?`)

// ranges are the cells of a list of areas.
func (r *reader) ranges(list string) (out []spreadsheet.Range) {
	for _, m := range rangePattern.FindAllString(list, -1) {
		from, to, area := strings.Cut(a1(m, 0, 0, false), ":")
		if !area {
			to = from
		}
		col, row, err1 := excelize.CellNameToCoordinates(from)
		lastCol, lastRow, err2 := excelize.CellNameToCoordinates(to)
		if err1 == nil && err2 == nil {
			out = append(out, spreadsheet.Range{Row: row - 1, Col: col - 1, LastRow: lastRow - 1, LastCol: lastCol - 1})
		}
	}
	return out
}
