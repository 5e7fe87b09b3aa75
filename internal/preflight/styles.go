package preflight

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/xuri/excelize/v2"
)

// Styles are what the styles of a workbook say of how cells show what they hold. They are not changed: workbooks share
// them.
type Styles struct {
	Formats     []NumberFormat // the workbook's own number formats
	Fonts       []Font
	Fills       []Fill
	Cells       []CellStyle // by the number of the style
	Conditional []ConditionalStyle
	indexed     []string       // the workbook's own colours, if it has any
	theme       []*string      // the theme's colours by their numbers; nil without a theme
	library     *excelize.File // answers for colours, where it read the styles
}

// NumberFormat is a number format of a workbook's own.
type NumberFormat struct {
	ID   int
	Code string
}

// CellStyle is the style of cells by its parts; -1 stands for one that is not named.
type CellStyle struct{ Format, Font, Fill int }

// Font is what is read of a font.
type Font struct {
	Strike    bool
	VertAlign string
	Size      *float64 // in points
	Colour    *Colour
}

// Fill is what is read of the ground of a cell.
type Fill struct {
	Gradient bool
	Pattern  *string // the kind of the pattern; nil if there is none
	Fore     *Colour
	Back     *Colour
}

// Colour is a colour as a file names it.
type Colour struct {
	Auto    bool
	RGB     string
	Indexed int
	Theme   *int
	Tint    float64
}

// ConditionalStyle is what a conditional format changes.
type ConditionalStyle struct {
	Font   *Font
	Fill   *Fill
	Format *string // a number format
}

// OwnFormat is the workbook's own number format of a number.
func (s *Styles) OwnFormat(id int) (code string, ok bool) {
	for _, f := range s.Formats {
		if f.ID == id {
			return f.Code, true
		}
	}
	return "", false
}

// HasTheme reports whether the workbook has a theme.
func (s *Styles) HasTheme() bool { return s.theme != nil || s.library != nil && s.library.Theme != nil }

// BaseColour is a colour in RGB without its tint, as the library finds it; six digits, or eight with an opacity, unless
// the file names none.
func (s *Styles) BaseColour(rgb string, indexed int, theme *int) string {
	if s.library != nil {
		return s.library.GetBaseColor(rgb, indexed, theme)
	}
	if s.theme != nil && theme != nil && *theme >= 0 && *theme < len(s.theme) && s.theme[*theme] != nil {
		return *s.theme[*theme]
	}
	switch {
	case len(rgb) == 6:
		return rgb
	case len(rgb) == 8:
		return strings.TrimPrefix(rgb, "FF")
	case indexed < len(s.indexed):
		return strings.TrimPrefix(s.indexed[indexed], "FF")
	case indexed < len(excelize.IndexedColorMapping):
		return excelize.IndexedColorMapping[indexed]
	}
	return rgb
}

// styleReader reads the part with the styles. Where it meets what it does not know how to read, the library reads them.
type styleReader struct {
	s    *Styles
	path []string
	bad  bool
	font *Font
	fill *Fill
	seen []string // elements of the font or fill so far, of which none may come twice
	once []string // lists that were met, likewise
}

// knownStyles are the styles that two parts hold.
type knownStyles struct {
	styles, theme []byte
	read          *Styles
}

// lastStyles are the styles of the workbook that was read last: the workbooks of a folder have most of them in common.
var lastStyles atomic.Pointer[knownStyles]

// sharedStyles is [readStyles], with the styles of the last workbook where they are the same.
func sharedStyles(styles, theme []byte) (s *Styles, ok bool) {
	last := lastStyles.Load()
	if last != nil && bytes.Equal(last.styles, styles) && bytes.Equal(last.theme, theme) && (last.theme == nil) == (theme == nil) {
		return last.read, true
	}
	if s, ok = readStyles(styles, theme); ok {
		lastStyles.Store(&knownStyles{styles, theme, s})
	}
	return s, ok
}

// readStyles reads the styles and the theme; ok is false if that is left to the library. Either part may be missing.
func readStyles(styles, theme []byte) (s *Styles, ok bool) {
	r := styleReader{s: &Styles{}}
	if styles != nil && (!tags(styles, r.tag) || r.bad) {
		return nil, false
	}
	if theme != nil {
		if r.s.theme, ok = readTheme(theme); !ok {
			return nil, false
		}
	}
	return r.s, true
}

func (r *styleReader) tag(t tag) bool {
	if t.end {
		r.path = r.path[:len(r.path)-1]
		return true
	}
	r.path = append(r.path, t.name)
	r.fail(t.prefix == "" || len(r.path) > 1 && slices.Contains(r.path[:2], "extLst"))
	r.open(t)
	if t.empty {
		r.path = r.path[:len(r.path)-1]
	}
	return !r.bad
}

// in reports whether the element is the child of elements of these names, from the root's child on.
func (r *styleReader) in(names ...string) bool {
	return len(r.path) == len(names)+2 && slices.Equal(r.path[1:len(r.path)-1], names)
}

// open reads a start tag.
func (r *styleReader) open(t tag) {
	s := r.s
	switch {
	case r.in():
		r.fail(!slices.Contains(r.once, t.name))
		r.once = append(r.once, t.name)
	case r.in("numFmts"):
		id, ok1 := t.number("numFmtId")
		code, _, ok2 := t.attribute("formatCode")
		r.fail(t.name == "numFmt" && ok1 && ok2 && id >= 0)
		s.Formats = append(s.Formats, NumberFormat{id, code})
	case r.in("fonts"):
		r.fail(t.name == "font")
		s.Fonts = append(s.Fonts, Font{})
		r.font, r.seen = &s.Fonts[len(s.Fonts)-1], nil
	case r.in("fonts", "font"):
		r.fontPart(t)
	case r.in("fills"):
		r.fail(t.name == "fill")
		s.Fills = append(s.Fills, Fill{})
		r.fill, r.seen = &s.Fills[len(s.Fills)-1], nil
	case r.in("fills", "fill"), r.in("fills", "fill", "patternFill"):
		r.fillPart(t)
	case r.in("cellXfs"):
		var c CellStyle
		var ok [3]bool
		c.Format, ok[0] = t.number("numFmtId")
		c.Font, ok[1] = t.number("fontId")
		c.Fill, ok[2] = t.number("fillId")
		r.fail(t.name == "xf" && ok == [3]bool{true, true, true})
		s.Cells = append(s.Cells, c)
	case r.in("dxfs"):
		r.fail(t.name == "dxf")
		s.Conditional = append(s.Conditional, ConditionalStyle{})
	case r.in("dxfs", "dxf"):
		d := &s.Conditional[len(s.Conditional)-1]
		switch t.name {
		case "font":
			r.fail(d.Font == nil)
			d.Font, r.seen = &Font{}, nil
			r.font = d.Font
		case "fill":
			r.fail(d.Fill == nil)
			d.Fill, r.seen = &Fill{}, nil
			r.fill = d.Fill
		case "numFmt":
			code, _, ok := t.attribute("formatCode")
			r.fail(ok && d.Format == nil)
			d.Format = &code
		}
	case r.in("dxfs", "dxf", "font"):
		r.fontPart(t)
	case r.in("dxfs", "dxf", "fill"), r.in("dxfs", "dxf", "fill", "patternFill"):
		r.fillPart(t)
	case r.in("colors"):
		if t.name == "indexedColors" {
			r.fail(s.indexed == nil)
			s.indexed = []string{}
		}
	case r.in("colors", "indexedColors"):
		rgb, _, ok := t.attribute("rgb")
		r.fail(ok && t.name == "rgbColor")
		s.indexed = append(s.indexed, rgb)
	}
}

// fail leaves the styles to the library unless what is expected holds.
func (r *styleReader) fail(expected bool) { r.bad = r.bad || !expected }

// another reports whether an element of a font or fill comes for the first time.
func (r *styleReader) another(name string) bool {
	if slices.Contains(r.seen, name) {
		return false
	}
	r.seen = append(r.seen, name)
	return true
}

// fontPart reads an element of a font.
func (r *styleReader) fontPart(t tag) {
	r.fail(r.another(t.name))
	f := r.font
	switch t.name {
	case "strike":
		v, there, ok := t.attribute("val")
		f.Strike, ok = truth(v, there, ok)
		r.fail(ok)
	case "vertAlign":
		v, _, ok := t.attribute("val")
		f.VertAlign = v
		r.fail(ok)
	case "sz":
		v, there, ok := t.attribute("val")
		if there {
			size, err := strconv.ParseFloat(v, 64)
			ok = ok && err == nil
			f.Size = &size
		}
		r.fail(ok)
	case "color":
		f.Colour = r.colour(t)
	}
}

// fillPart reads an element of a fill or of its pattern.
func (r *styleReader) fillPart(t tag) {
	r.fail(r.another(t.name))
	switch t.name {
	case "gradientFill":
		r.fill.Gradient = true
	case "patternFill":
		v, _, ok := t.attribute("patternType")
		r.fail(ok)
		r.fill.Pattern = &v
	case "fgColor", "bgColor":
		r.fail(r.path[len(r.path)-2] == "patternFill")
		if c := r.colour(t); t.name == "fgColor" {
			r.fill.Fore = c
		} else {
			r.fill.Back = c
		}
	}
}

// colour reads the attributes of a colour.
func (r *styleReader) colour(t tag) *Colour {
	c := &Colour{}
	auto, there, ok := t.attribute("auto")
	if there {
		c.Auto, ok = truth(auto, there, ok)
	}
	r.fail(ok)
	c.RGB, _, ok = t.attribute("rgb")
	r.fail(ok)
	n, ok := t.number("indexed")
	r.fail(ok)
	c.Indexed = max(n, 0)
	n, ok = t.number("theme")
	r.fail(ok)
	if n >= 0 {
		c.Theme = &n
	}
	if tint, there, ok := t.attribute("tint"); there || !ok {
		v, err := strconv.ParseFloat(tint, 64)
		r.fail(ok && err == nil)
		c.Tint = v
	}
	return c
}

// truth is a value that is true or false, true if it is not there.
func truth(value string, there, readable bool) (is, ok bool) {
	switch {
	case !readable:
		return false, false
	case !there:
		return true, true
	case value == "1" || value == "true":
		return true, true
	}
	return false, value == "0" || value == "false"
}

// themeColours are the elements of the theme's colours, by their numbers.
var themeColours = []string{"lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"}

// themeSpace declares the prefix that every program gives the elements of a theme.
const themeSpace = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

// readTheme reads the colours of a theme by their numbers; ok is false if that is left to the library.
func readTheme(theme []byte) (colours []*string, ok bool) {
	if !bytes.Contains(theme, []byte(themeSpace)) {
		return nil, false
	}
	colours = make([]*string, len(themeColours))
	var path []string
	met := map[string]bool{}
	ok = tags(theme, func(t tag) bool {
		if t.end {
			path = path[:len(path)-1]
			return true
		}
		depth := len(path)
		path = append(path, t.name)
		defer func() {
			if t.empty {
				path = path[:depth]
			}
		}()
		if depth < 2 || path[1] != "themeElements" || path[2] != "clrScheme" {
			return true
		}
		key := strings.Join(path, "/")
		if met[key] {
			return false
		}
		met[key] = true
		if t.prefix != "a" {
			return false
		}
		if depth != 4 {
			return true
		}
		n := slices.Index(themeColours, path[3])
		if n < 0 {
			return true
		}
		var value string
		var there, ok bool
		switch t.name {
		case "srgbClr":
			value, there, ok = t.attribute("val")
		case "sysClr":
			value, _, ok = t.attribute("lastClr")
			there = true
		default:
			return true
		}
		if !ok || colours[n] != nil {
			return false
		}
		if there {
			colours[n] = &value
		}
		return true
	})
	return colours, ok && met[strings.Join([]string{"theme", "themeElements", "clrScheme"}, "/")]
}

// stylesOf are the styles as the library read them. The types of the library's lists have no names that can be written
// here, so each list is taken from the file itself.
func stylesOf(f *excelize.File) *Styles {
	s := &Styles{library: f}
	from := f.Styles
	if from == nil {
		return s
	}
	if from.NumFmts != nil {
		for _, n := range from.NumFmts.NumFmt {
			s.Formats = append(s.Formats, NumberFormat{n.NumFmtID, n.FormatCode})
		}
	}
	if from.CellXfs != nil {
		for _, x := range from.CellXfs.Xf {
			s.Cells = append(s.Cells, CellStyle{indexOf(x.NumFmtID), indexOf(x.FontID), indexOf(x.FillID)})
		}
	}
	s.Fonts, s.Fills, s.Conditional = fontsOf(f), fillsOf(f), conditionalStylesOf(f)
	return s
}

// indexOf is an index of a style, -1 where it is not given.
func indexOf(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// fontsOf are the fonts of the styles as the library read them.
func fontsOf(f *excelize.File) (out []Font) {
	if f.Styles.Fonts == nil {
		return nil
	}
	for _, x := range f.Styles.Fonts.Font {
		font := Font{Strike: x.Strike.Value(), VertAlign: x.VertAlign.Value()}
		if x.Sz != nil {
			font.Size = x.Sz.Val
		}
		if c := x.Color; c != nil {
			font.Colour = &Colour{c.Auto, c.RGB, c.Indexed, c.Theme, c.Tint}
		}
		out = append(out, font)
	}
	return out
}

// fillsOf are the fills of the styles as the library read them.
func fillsOf(f *excelize.File) (out []Fill) {
	if f.Styles.Fills == nil {
		return nil
	}
	for _, x := range f.Styles.Fills.Fill {
		fill := Fill{Gradient: x.GradientFill != nil}
		if p := x.PatternFill; p != nil {
			fill.Pattern = &p.PatternType
			if c := p.FgColor; c != nil {
				fill.Fore = &Colour{c.Auto, c.RGB, c.Indexed, c.Theme, c.Tint}
			}
			if c := p.BgColor; c != nil {
				fill.Back = &Colour{c.Auto, c.RGB, c.Indexed, c.Theme, c.Tint}
			}
		}
		out = append(out, fill)
	}
	return out
}

// conditionalStylesOf are the styles of conditional formats as the library read them, with what of them is looked at.
func conditionalStylesOf(f *excelize.File) (out []ConditionalStyle) {
	if f.Styles.Dxfs == nil {
		return nil
	}
	for _, x := range f.Styles.Dxfs.Dxfs {
		var d ConditionalStyle
		if x != nil && x.Font != nil {
			d.Font = &Font{Strike: x.Font.Strike.Value()}
			if c := x.Font.Color; c != nil {
				d.Font.Colour = &Colour{c.Auto, c.RGB, c.Indexed, c.Theme, c.Tint}
			}
		}
		if x != nil && x.Fill != nil {
			d.Fill = &Fill{}
			if p := x.Fill.PatternFill; p != nil {
				d.Fill.Pattern = &p.PatternType
				if c := p.BgColor; c != nil {
					d.Fill.Back = &Colour{c.Auto, c.RGB, c.Indexed, c.Theme, c.Tint}
				}
			}
		}
		if x != nil && x.NumFmt != nil {
			d.Format = &x.NumFmt.FormatCode
		}
		out = append(out, d)
	}
	return out
}
