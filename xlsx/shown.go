package xlsx

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/preflight"
)

// cellStyle is what a style makes of what a cell holds.
type cellStyle struct {
	look   intake.Look
	ground string // the colour behind the text in RGB; empty if it is not known
	marked bool   // the ground is the mark of a finding, which was put over an unknown one
	bare   bool   // the cell has no ground of its own, so that the style of a table may give it one
	format *numberformat.Format
}

// styleOf is the style of a cell. Programs use the font, fill and format that a style names, whether or not it says
// that they are to be applied.
func (b *book) styleOf(sheet, ref string) cellStyle {
	id, err := b.file.Style(sheet, ref)
	b.fail(err)
	return b.style(id)
}

// style is the style of a number.
func (b *book) style(id int) cellStyle {
	if s, ok := b.styles[id]; ok {
		return s
	}
	s := cellStyle{ground: white, bare: true, format: numberformat.General}
	if styles := b.file.Styles(); id >= 0 && id < len(styles.Cells) {
		xf := styles.Cells[id]
		if xf.Format >= 0 {
			s.format = b.numberFormat(xf.Format)
		}
		if n := xf.Fill; n >= 0 && n < len(styles.Fills) {
			switch fill := styles.Fills[n]; {
			case fill.Gradient:
				s.ground, s.bare = "", false
			case fill.Pattern == nil || *fill.Pattern == "" || *fill.Pattern == "none":
			case *fill.Pattern == "solid" && fill.Fore != nil && !fill.Fore.Auto:
				s.ground = b.colour(*fill.Fore)
				s.marked, s.bare = mark.IsTint(s.ground), false
			default:
				s.ground, s.bare = "", false
			}
		}
		if n := xf.Font; n >= 0 && n < len(styles.Fonts) {
			f := styles.Fonts[n]
			if f.Size != nil {
				size := max(*f.Size, tiny)
				f.Size = &size
			}
			s.look = b.lookOf(f, s)
		}
	}
	b.styles[id] = s
	return s
}

// numberFormat is the format of a number in the styles: the file's own one, if it has one of that number, or the one
// that spreadsheets know by it.
func (b *book) numberFormat(id int) *numberformat.Format {
	if code, ok := b.file.Styles().OwnFormat(id); ok {
		return numberformat.Parse(code)
	}
	return numberformat.BuiltIn(id)
}

// white and black are the colours of a cell's ground and of its text where a file names none.
const white, black = "FFFFFF", "000000"

// smallest is the largest size of text in points that nobody can read on a page; tiny stands for none at all.
const smallest, tiny = 2, 0.1

// lookOf is the look of a text in a font on the ground of a style. Under the mark of a finding light text counts as
// unseen, so that a mark does not make readable what was not.
func (b *book) lookOf(font preflight.Font, style cellStyle) intake.Look {
	ground, near := style.ground, faint
	if style.marked {
		ground, near = white, light
	}
	switch {
	case font.Strike:
		return intake.Struck
	case font.Size != nil && *font.Size > 0 && *font.Size <= smallest, ground != "" && closeColours(b.colourOf(font), ground, near):
		return intake.Unseen
	case font.VertAlign == "superscript":
		return intake.Raised
	case font.VertAlign == "subscript":
		return intake.Lowered
	}
	return intake.Plain
}

// The numbers of the system's colours among the indexed ones, and the theme's colour of a page.
const (
	indexedText   = 64
	indexedGround = 65
	themeGround   = 0
)

// colourOf is the colour of a font in RGB, black if the file names none.
func (b *book) colourOf(f preflight.Font) string {
	if f.Colour == nil {
		return b.colour(preflight.Colour{})
	}
	return b.colour(*f.Colour)
}

// colour is a colour in RGB, black if the file names none.
func (b *book) colour(c preflight.Colour) string {
	base, styles := "", b.file.Styles()
	switch {
	case c.Theme != nil && !styles.HasTheme() && *c.Theme == themeGround, c.Theme == nil && c.RGB == "" && c.Indexed == indexedGround:
		base = white
	case c.Theme != nil && !styles.HasTheme(), c.Theme == nil && c.RGB == "" && c.Indexed == indexedText:
		base = black
	default:
		base = styles.BaseColour(c.RGB, c.Indexed, c.Theme)
	}
	if len(base) > len(white) {
		base = base[len(base)-len(white):] // without its opacity, which no program shows
	}
	if len(base) < len(white) {
		base = black
	}
	return excelize.ThemeColor(base, c.Tint)
}

// faint and light are how far two colours may be apart, of 255 in each of red, green and blue: faint is white on a light
// tint, which can hardly be seen; light is a light grey and white.
const faint, light = 32, 64

// closeColours reports whether two colours in RGB, with or without a value of opacity before it, are no further apart.
func closeColours(a, b string, apart int) bool {
	for i := range 3 {
		x, err1 := channel(a, i)
		y, err2 := channel(b, i)
		if err1 != nil || err2 != nil || x-y > apart || y-x > apart {
			return false
		}
	}
	return true
}

// channel is the value from 0 to 255 of the red, green or blue of a colour.
func channel(colour string, i int) (int, error) {
	if len(colour) > len(white) {
		colour = colour[len(colour)-len(white):]
	}
	if len(colour) < len(white) {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.ParseUint(colour[2*i:2*i+2], 16, 8)
	return int(n), err
}

// maxStyles is the number of styles that are looked at to learn whether texts must be.
const maxStyles = 4000

// hasLooks reports whether some style makes texts look otherwise than they are stored. Where none does, cells with
// text need not be asked for their styles.
func (b *book) hasLooks() bool {
	n := len(b.file.Styles().Cells)
	for id := range min(n, maxStyles) {
		if s := b.style(id); s.look != intake.Plain || s.format.ChangesTexts() {
			return true
		}
	}
	return n > maxStyles
}

// prepareRuns changes parts of a workbook before the library reads stretches of texts from them: a size of 0 becomes 1,
// since the library takes 0 for no size, and a stretch without a text gets an empty one, since it fails there.
func (b *book) prepareRuns() {
	for _, name := range b.file.Parts() {
		lower := strings.ToLower(name)
		if !strings.Contains(lower, "worksheets/") && !strings.Contains(lower, "sharedstrings") {
			continue
		}
		part := b.file.Part(name)
		if none := []byte(`sz val="0"`); bytes.Contains(part, none) {
			part = bytes.ReplaceAll(part, none, []byte(`sz val="1"`))
			b.file.SetPart(name, part)
		}
		if mayLackText(part) {
			b.file.SetPart(name, runWithoutText.ReplaceAll(part, []byte("$1<${3}t></${3}t>$2")))
		}
	}
}

// mayLackText reports whether a part may have a stretch without a text: the end of one stands behind another tag than
// the end of a text. To look for the pattern itself takes far longer.
func mayLackText(part []byte) bool {
	for from := 0; ; {
		i := bytes.Index(part[from:], []byte("r>"))
		if i < 0 {
			return false
		}
		end := from + i
		from = end + len("r>")
		before := max(bytes.LastIndexByte(part[:end], '<'), 0)
		if tag := part[before:end]; len(tag) < 2 || tag[1] != '/' || len(tag) > 2 && tag[len(tag)-1] != ':' {
			continue // no end of a stretch
		}
		if text := bytes.TrimRight(part[:before], " \t\r\n\f"); !bytes.HasSuffix(text, []byte("t>")) {
			return true
		}
	}
}

// runWithoutText matches a stretch that has no text.
var runWithoutText = regexp.MustCompile(`((?:</(?:\w+:)?rPr>|<(?:\w+:)?rPr\s*/>|<(?:\w+:)?r>)\s*)(</(\w+:)?r>)`)

// show makes a cell of what is shown of it: text without what is struck or unseen, and what a number's format makes
// of it. Text that is empty already stays so.
func (b *book) show(c *intake.Cell, s location) {
	style := b.styleOf(s.sheet, s.ref)
	if style.bare && style.look == intake.Unseen && b.file.Sheet(s.sheet).HasTables {
		style.look = intake.Plain
	}
	c.SetFormat(style.format)
	if c.Kind == intake.Text {
		c.SetRuns(b.runs(s, c.Text, style))
		if shown := style.format.ShowText(c.Text); shown == "" && c.Text != "" {
			c.SetRuns([]intake.Run{{Text: c.Text, Look: intake.Unseen}})
		} else {
			c.Text = shown
		}
		if c.Text != "" {
			b.showConditional(c, s, style)
		}
		return
	}
	switch style.look {
	case intake.Struck, intake.Unseen:
		c.SetRuns([]intake.Run{{Text: c.Text, Look: style.look}})
		return
	case intake.Raised, intake.Lowered:
		c.Raised = true
	}
	b.showConditional(c, s, style)
}

// runs are the stretches of a cell's text. Those without a font of their own have the style's.
func (b *book) runs(s location, text string, style cellStyle) []intake.Run {
	whole := []intake.Run{{Text: text, Look: style.look}}
	if !b.file.Rich {
		return whole
	}
	rich, err := b.file.RichText(s.sheet, s.ref)
	b.fail(err)
	if len(rich) == 0 {
		return whole
	}
	var out []intake.Run
	for _, r := range rich {
		look := style.look
		if r.Font != nil {
			look = b.lookOf(*r.Font, style)
		}
		out = append(out, intake.Run{Text: unescape(r.Text), Look: look})
	}
	return out
}

// escape matches a character that a workbook writes by its code, such as _x000D_.
var escape = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescape reads the characters that are written by their codes.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escape.ReplaceAllStringFunc(s, func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16) // the pattern's digits
		return string(rune(n))
	})
}
