package xlsx

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Conditional formats may hide what a cell holds, strike it through or show it as another figure (ECMA-376 part 1,
// 18.3.1.10 and 18.3.1.18). Where the condition is a comparison of the cell itself with a number, it is worked out;
// where it is not, what the format would do is said.

// conditionalFormat is one that makes cells look otherwise than they are stored.
type conditionalFormat struct {
	ranges     []merge
	kind       string // as the file calls it, such as cellIs
	operator   string // of a cellIs
	formulas   []string
	struck     bool
	textColour *preflight.Colour // of the text; nil if it stays
	ground     string            // the colour behind the text in RGB; empty if it stays
	format     *numberformat.Format
	iconsOnly  bool // bars or icons in place of the figure
}

// conditionalXML is a conditional format as a file writes it.
type conditionalXML struct {
	Ranges string `xml:"sqref,attr"`
	Rules  []struct {
		Type     string     `xml:"type,attr"`
		Operator string     `xml:"operator,attr"`
		Style    *int       `xml:"dxfId,attr"`
		Formulas []string   `xml:"formula"`
		Bars     valueShown `xml:"dataBar"`
		Icons    valueShown `xml:"iconSet"`
	} `xml:"cfRule"`
}

// valueShown says whether figures are shown beside bars or icons; empty if they are.
type valueShown struct {
	Value string `xml:"showValue,attr"`
}

func (v valueShown) no() bool { return v.Value == "0" || v.Value == "false" }

// conditionsOf are the conditional formats of a sheet that make cells look otherwise than they are stored.
func (b *book) conditionsOf(sheet string) []conditionalFormat {
	if out, ok := b.conditions[sheet]; ok {
		return out
	}
	if s, direct := b.file.Direct(sheet); direct {
		b.conditions[sheet] = b.conditionsIn(s)
		return b.conditions[sheet]
	}
	var out []conditionalFormat
	part := b.file.Sheet(sheet).Conditions
	if b.changing() || strings.Contains(string(part), "showValue") {
		var all struct {
			Formats []conditionalXML `xml:"conditionalFormatting"`
		}
		b.fail(xml.Unmarshal(slices.Concat([]byte("<all>"), part, []byte("</all>")), &all))
		for _, f := range all.Formats {
			var ranges []merge
			for _, ref := range strings.Fields(f.Ranges) {
				if m, _, ok := parseRange(ref); ok {
					ranges = append(ranges, m)
				}
			}
			for _, r := range f.Rules {
				c := conditionalFormat{kind: r.Type, operator: r.Operator, formulas: r.Formulas, ranges: ranges, iconsOnly: r.Bars.no() || r.Icons.no()}
				if styles := b.file.Styles().Conditional; r.Style != nil && *r.Style >= 0 && *r.Style < len(styles) {
					b.setLook(&c, styles[*r.Style])
				}
				if len(ranges) > 0 && c.isSeen() {
					out = append(out, c)
				}
			}
		}
	}
	b.conditions[sheet] = out
	return out
}

// isSeen reports whether the format changes more of a cell than its ground.
func (c *conditionalFormat) isSeen() bool {
	return c.iconsOnly || c.struck || c.textColour != nil || c.format != nil
}

// conditionsIn is [book.conditionsOf] for a sheet of a workbook of another format.
func (b *book) conditionsIn(s *spreadsheet.Sheet) (out []conditionalFormat) {
	if s.Kind != spreadsheet.Worksheet || !b.changing() && !slices.ContainsFunc(s.Conditions, func(c spreadsheet.Condition) bool { return c.IconsOnly }) {
		return nil
	}
	for i := range s.Conditions {
		from := &s.Conditions[i]
		c := conditionalFormat{kind: from.Kind, operator: from.Operator, formulas: from.Formulas, iconsOnly: from.IconsOnly,
			ranges: lists.Map(from.Ranges, func(r spreadsheet.Range) merge { return merge{r.Row + 1, r.Col + 1, r.LastRow + 1, r.LastCol + 1} })}
		if c.iconsOnly {
			c.kind, c.operator, c.formulas = "dataBar", "", nil
		} else {
			b.setLook(&c, preflight.ConditionalStyleOf(from.Look))
		}
		if len(c.ranges) > 0 && c.isSeen() {
			out = append(out, c)
		}
	}
	return out
}

// changing reports whether some conditional format of the book changes more of a cell than its ground.
func (b *book) changing() bool {
	for _, style := range b.file.Styles().Conditional {
		var c conditionalFormat
		if b.setLook(&c, style); c.struck || c.format != nil || c.textColour != nil && (c.ground == "" || b.unseenOn(c, c.ground)) {
			return true
		}
	}
	return false
}

// setLook sets what the style of a conditional format does.
func (b *book) setLook(c *conditionalFormat, style preflight.ConditionalStyle) {
	if f := style.Font; f != nil {
		c.struck = f.Strike
		if f.Colour != nil && !f.Colour.Auto {
			c.textColour = f.Colour
		}
	}
	if f := style.Fill; f != nil && f.Back != nil && !f.Back.Auto {
		c.ground = b.colour(*f.Back)
	}
	if style.Format != nil {
		c.format = numberformat.Parse(*style.Format)
	}
}

// unseenOn reports whether text in the colour of a conditional format cannot be seen on a ground.
func (b *book) unseenOn(c conditionalFormat, ground string) bool {
	return c.textColour != nil && ground != "" && closeColours(b.colour(*c.textColour), ground, faint)
}

// selfCompared matches a condition that compares one cell with a number.
var selfCompared = regexp.MustCompile(`^\s*(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})\s*(<>|<=|>=|=|<|>)\s*(-?[0-9.]+)\s*$`)

// holds reports whether the condition holds for a cell; sure is false if that is not worked out.
func (c conditionalFormat) holds(s location, cell intake.Cell) (yes, sure bool) {
	n, err := model.ParseCellNumber(cell.Text)
	number := cell.Kind == intake.Number && err == nil
	compare := func(operator, with string) (yes, sure bool) {
		m, err := model.ParseCellNumber(strings.TrimSpace(with))
		if err != nil || !number {
			return false, err == nil && operator == "=" // a text is no number
		}
		d := n.Cmp(m)
		switch operator {
		case "=", "equal":
			return d == 0, true
		case "<>", "notEqual":
			return d != 0, true
		case "<", "lessThan":
			return d < 0, true
		case "<=", "lessThanOrEqual":
			return d <= 0, true
		case ">", "greaterThan":
			return d > 0, true
		case ">=", "greaterThanOrEqual":
			return d >= 0, true
		}
		return false, false
	}
	switch c.kind {
	case "dataBar", "iconSet":
		return number, true
	case "containsBlanks":
		return false, true
	case "notContainsBlanks":
		return true, true
	case "cellIs":
		if len(c.formulas) == 1 {
			return compare(c.operator, c.formulas[0])
		}
	case "expression":
		if len(c.formulas) != 1 {
			break
		}
		if f := strings.ToUpper(strings.TrimSpace(c.formulas[0])); f == "TRUE" || f == "TRUE()" || f == "1" {
			return true, true
		}
		m := selfCompared.FindStringSubmatch(c.formulas[0])
		if m == nil {
			break
		}
		at, _, _ := parseRange(m[2] + m[4])
		first := c.ranges[0] // the cell that the formula is written for
		if m[1] == "" {
			at.c1 += s.col - first.c1
		}
		if m[3] == "" {
			at.r1 += s.row - first.r1
		}
		if at.r1 == s.row && at.c1 == s.col {
			return compare(m[5], m[6])
		}
	}
	return false, false
}

// showConditional makes a cell of what conditional formats show of it.
func (b *book) showConditional(c *intake.Cell, s location, style cellStyle) {
	for _, f := range b.conditionsOf(s.sheet) {
		if !slices.ContainsFunc(f.ranges, func(m merge) bool { return m.r1 <= s.row && s.row <= m.r2 && m.c1 <= s.col && s.col <= m.c2 }) {
			continue
		}
		ground := f.ground
		if ground == "" {
			ground = style.ground
		}
		look := intake.Plain
		switch {
		case f.struck:
			look = intake.Struck
		case f.iconsOnly || b.unseenOn(f, ground):
			look = intake.Unseen
		case f.format == nil:
			continue
		}
		yes, sure := f.holds(s, *c)
		switch {
		case !sure:
			b.unsure[s.key()] = true
			continue
		case !yes:
			continue
		case look == intake.Unseen && c.Kind == intake.Number && strings.Trim(c.Text, "0.") == "":
			b.hiddenZeros[s.key()] = true // said of all together
		case look != intake.Plain:
			c.SetRuns([]intake.Run{{Text: c.Text, Look: look}})
		default:
			c.Shown = nil
			c.SetFormat(f.format)
		}
		return
	}
}

// noteConditional says of each sheet how many figures are a 0 that it does not show, and how many may look otherwise
// than they are stored.
func (rd *reader) noteConditional() {
	zeros, unsure := map[string][]location{}, map[string][]location{}
	for _, fd := range rd.form.Fields {
		s := rd.locations[fd.Index]
		v := rd.report.Value(fd.ID)
		if s.broken || !v.IsNumber() {
			continue
		}
		if v.Number.Sign() == 0 && v.Text == "" && (rd.book.hiddenZeros[s.key()] || rd.book.file.Sheet(s.sheet).NoZeros) {
			zeros[s.sheet] = append(zeros[s.sheet], s)
		}
		if rd.book.unsure[s.key()] {
			unsure[s.sheet] = append(unsure[s.sheet], s)
		}
	}
	for _, sheet := range rd.book.file.GetSheetList() {
		if at := zeros[sheet]; len(at) > 0 {
			rd.note(model.Note{Rule: "VALUE-READING", Cell: at[0].address(), Found: "0", Message: msg.F(
				"工作表“%s”的设置或条件格式使 0 不显示：有 %d 格存的是 0，看上去空着，读作 0", "the settings or a conditional format of sheet %q hide zeros: %d cells store 0, look empty, and were read as 0", sheet, len(at))})
		}
		if at := unsure[sheet]; len(at) > 0 {
			rd.note(model.Note{Rule: "VALUE-READING", Cell: at[0].address(), Message: msg.F(
				"“%s”有 %d 格带条件格式（%s 起），条件成立时看不见、带删除线或显示成别的数；条件是否成立没有判断，按存的数读取，请核对看到的是不是这些数", "%q has %d cells with a conditional format (from %s) that hides them, strikes them through or shows another figure when its condition holds; whether it does was not worked out, what is stored was read, please check that these figures are what is seen", sheet, len(at), at[0].ref)})
		}
	}
}
