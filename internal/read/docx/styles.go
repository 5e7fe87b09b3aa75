package docx

import (
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/layout"
)

// look is how characters are set, as far as it decides whether they are read. The zero value says nothing.
type look struct {
	struck, double, vanish toggle
	raise                  string // value of vertAlign
	position               string // half points above the line
	size                   string // half points
	color, fill            string
	scale                  string // width of the characters, in percent
	style                  string // character style
	within                 string // the effect that the properties being read belong to
}

// toggle is a property that is on, off, or not given.
type toggle int8

const (
	unset toggle = iota
	off
	set
)

func toggleOf(as []xml.Attr) toggle {
	if on(as) {
		return set
	}
	return off
}

// take reads one property of a run.
func (l *look) take(name string, a []xml.Attr) {
	switch name {
	case "strike":
		l.struck = toggleOf(a)
	case "dstrike":
		l.double = toggleOf(a)
	case "vanish":
		l.vanish = toggleOf(a)
	case "vertAlign":
		l.raise = attr(a, "val")
	case "position":
		l.position = attr(a, "val")
	case "sz":
		l.size = attr(a, "val")
	case "color":
		if l.color = attr(a, "val"); attr(a, "themeTint") == "" && attr(a, "themeShade") == "" {
			l.color = cmp.Or(themeColors[attr(a, "themeColor")], l.color)
		}
	case "w":
		l.scale = strings.TrimSuffix(attr(a, "val"), "%")
	case "shd":
		l.fill = fillOf(a)
	case "highlight":
		word := attr(a, "val")
		l.fill = cmp.Or(highlights[word], word, l.fill)
	case "rStyle":
		l.style = attr(a, "val")
	case "textFill", "textOutline", "shadow", "glow", "reflection", "props3d":
		l.within = name
	case "noFill", "alpha":
		if l.within == "textFill" && (name == "noFill" || attr(a, "val") == "100000") {
			l.vanish = set // transparent characters
		}
	}
}

// themeColors are the colours of the theme that are the same in every ordinary document: that of the page. It goes
// before a colour given in digits, which is there for programs that know no themes.
var themeColors = map[string]string{"background1": page, "light1": page, "bg1": page, "lt1": page}

// highlights are the colours with which Word marks text.
var highlights = map[string]string{"black": "000000", "white": page, "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
	"darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0"}

// fillOf is the background that a shading gives: six hexadecimal digits, empty for none, another word where it is
// a pattern.
func fillOf(a []xml.Attr) string { return shade(attr(a, "val"), attr(a, "fill")) }

// shade is the background of a shading with a pattern and a colour.
func shade(pattern, fill string) string {
	switch {
	case pattern != "clear" && pattern != "nil" && pattern != "":
		return "pattern"
	case fill == "auto":
		return ""
	default:
		return fill
	}
}

// over is a look with what it does not say taken from the one below it.
func (l look) over(below look) look {
	return look{struck: cmp.Or(l.struck, below.struck), double: cmp.Or(l.double, below.double), vanish: cmp.Or(l.vanish, below.vanish),
		raise: cmp.Or(l.raise, below.raise), position: cmp.Or(l.position, below.position), size: cmp.Or(l.size, below.size),
		scale: cmp.Or(l.scale, below.scale), color: cmp.Or(l.color, below.color), fill: cmp.Or(l.fill, below.fill)}
}

// differ is what styles of two kinds come to, of a character over a paragraph or a paragraph over a table: a line
// or hiding that both give is off, as Word has it; of the rest the upper one counts.
func (l look) differ(below look) look {
	both := func(a, b toggle) toggle {
		if a == set && b == set {
			return off
		}
		return max(a, b)
	}
	out := l.over(below)
	out.struck, out.double, out.vanish = both(l.struck, below.struck), both(l.double, below.double), both(l.vanish, below.vanish)
	return out
}

// styleSheet has the styles of a document by their ids.
type styleSheet struct {
	defaults look
	styles   map[string]xmlStyle
	standard map[string]string // by type of style: the id of the one that counts where none is named
	runs     map[string]look   // what run found before
	found    map[setting]layout.Style
}

type xmlStyles struct {
	Defaults xmlLook    `xml:"docDefaults>rPrDefault>rPr"`
	Style    []xmlStyle `xml:"style"`
}

type xmlStyle struct {
	ID      string `xml:"styleId,attr"`
	Type    string `xml:"type,attr"`
	Default string `xml:"default,attr"`
	Based   xmlVal `xml:"basedOn"`
	Block   struct {
		NumPr  xmlNumPr `xml:"numPr"`
		ListPr struct { // of Word 2003
			Ilvl xmlVal `xml:"ilvl"`
			Ilfo xmlVal `xml:"ilfo"`
		} `xml:"listPr"`
		Shade struct {
			Val  string `xml:"val,attr"`
			Fill string `xml:"fill,attr"`
		} `xml:"shd"`
	} `xml:"pPr"`
	Run    xmlLook `xml:"rPr"`
	Shaded []struct {
		Inner string `xml:",innerxml"`
	} `xml:"tblStylePr"`
	CellFill  xmlLook `xml:"tcPr"`
	TableFill xmlLook `xml:"tblPr"`
}

// xmlLook is a look as styles have it.
type xmlLook struct{ look }

// UnmarshalXML reads the properties that are the element's children.
func (x *xmlLook) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	for {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			x.take(t.Name.Local, t.Attr)
			if err := d.Skip(); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// newStyleSheet reads the part with the styles. If it is missing or faulty, there are none.
func newStyleSheet(part []byte) *styleSheet {
	s := &styleSheet{styles: map[string]xmlStyle{}, standard: map[string]string{}, runs: map[string]look{}, found: map[setting]layout.Style{}}
	var x xmlStyles
	if len(part) == 0 || xml.Unmarshal(part, &x) != nil {
		return s
	}
	s.defaults = x.Defaults.look
	for _, st := range x.Style {
		s.styles[st.ID] = st
		if st.Default == "1" || st.Default == "true" || st.Default == "on" {
			s.standard[st.Type] = st.ID
		}
	}
	return s
}

// chain calls a function for a style and those it is based on. Faulty ones are based on one another in a circle.
func (s *styleSheet) chain(id string, each func(xmlStyle)) {
	for range 20 {
		st, ok := s.styles[id]
		if !ok {
			return
		}
		each(st)
		if id = st.Based.Val; id == "" {
			return
		}
	}
}

// run is the look that a style gives to characters.
func (s *styleSheet) run(id string) look {
	l, ok := s.runs[id]
	if !ok {
		s.chain(id, func(st xmlStyle) { l = l.over(st.Run.look) })
		s.runs[id] = l
	}
	return l
}

// paragraphFill is the background that a paragraph style gives.
func (s *styleSheet) paragraphFill(id string) (fill string) {
	s.chain(cmp.Or(id, s.standard["paragraph"]), func(st xmlStyle) { fill = cmp.Or(fill, shade(st.Block.Shade.Val, st.Block.Shade.Fill)) })
	return fill
}

// tableFill is the background that a table style gives: "pattern" if it gives one to some of the cells.
func (s *styleSheet) tableFill(id string) (fill string) {
	s.chain(id, func(st xmlStyle) {
		for _, part := range st.Shaded {
			if strings.Contains(part.Inner, "shd") {
				fill = "pattern"
			}
		}
		fill = cmp.Or(fill, st.CellFill.fill, st.TableFill.fill)
	})
	return fill
}

// surroundings are what a paragraph stands in: its style, the style of its table, and the background.
type surroundings struct {
	table string // id of the table style
	fill  string // as look.fill
	cell  bool   // it is a cell of a table
}

// setting is all that decides how a run is read.
type setting struct {
	own             look
	paragraph, fill string
	in              surroundings
}

// styleOf is how a run is read: its own look over those of its styles, on its background.
func (s *styleSheet) styleOf(own look, paragraph, fill string, in surroundings) layout.Style {
	key := setting{own, paragraph, fill, in}
	out, ok := s.found[key]
	if !ok {
		out = s.work(own, paragraph, cmp.Or(fill, s.paragraphFill(paragraph)), in)
		s.found[key] = out
	}
	return out
}

// work works out styleOf.
func (s *styleSheet) work(own look, paragraph, fill string, in surroundings) layout.Style {
	styles := s.run(cmp.Or(own.style, s.standard["character"])).differ(s.run(cmp.Or(paragraph, s.standard["paragraph"]))).differ(s.run(in.table))
	l := own.over(styles).over(s.defaults)
	half := func(v string) float64 { n, _ := strconv.ParseFloat(strings.TrimSuffix(v, "pt"), 64); return n }
	out := layout.Style{
		Struck:  l.struck == set || l.double == set,
		Raised:  l.raise == "superscript" || half(l.position) >= leastRise,
		Lowered: l.raise == "subscript" || half(l.position) <= -leastRise,
		Hidden:  l.vanish == set || l.size != "" && half(l.size) <= smallest || l.scale != "" && half(l.scale) <= narrowest,
	}
	background := cmp.Or(l.fill, fill, in.fill, page)
	out.Hidden = out.Hidden || layout.SameColor(l.color, background)
	out.Faint = layout.SameColor(l.color, page) && !layout.IsColor(background)
	return out
}

// page is the colour of paper.
const page = "FFFFFF"

// smallest is the size in half points up to which nobody sees a character.
const smallest = 3

// narrowest is the width of characters, in percent of the usual, up to which nobody can tell them.
const narrowest = 10

// leastRise is the least distance from the line, in half points, that makes characters raised ones.
const leastRise = 3
