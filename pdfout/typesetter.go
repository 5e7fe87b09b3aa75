package pdfout

import (
	"math"
	"slices"
	"strconv"
	"unicode"

	"github.com/go-text/typesetting/segmenter"

	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout/internal/fonts"
)

// Role is the part of a publication that a face is used for.
type Role string

// The roles of faces.
const (
	TitleFace    Role = "title"    // the title
	BodyFace     Role = "body"     // narratives
	HeadingFace  Role = "heading"  // headings of sections
	SubFace      Role = "sub"      // sub-headings
	TableFace    Role = "table"    // tables, notes and page numbers
	FallbackFace Role = "fallback" // characters that the face of the role lacks; tried before the embedded faces
)

// Roles lists the roles of faces.
var Roles = []Role{TitleFace, BodyFace, HeadingFace, SubFace, TableFace, FallbackFace}

// face is a face as one document uses it: every glyph and text that is shown gets a
// code, which is also the glyph's number in the embedded face.
type face struct {
	font   *sfnt.Font
	key    string // its name in the file, such as F1
	codes  map[glyphText]uint16
	glyphs []uint16 // by code
	texts  []string // by code: the text that is copied
}

// glyphText is a glyph with the text it stands for.
type glyphText struct {
	glyph uint16
	text  string
}

// code is the code of a glyph, a new one if it has none yet.
func (x *face) code(s glyphText) uint16 {
	if c, ok := x.codes[s]; ok {
		return c
	}
	c := uint16(len(x.glyphs))
	x.codes[s] = c
	x.glyphs = append(x.glyphs, s.glyph)
	x.texts = append(x.texts, s.text)
	return c
}

// typesetter turns characters into glyphs for one document.
type typesetter struct {
	chains       map[Role][]*face
	faces        []*face
	cache        map[Role]map[rune]item
	allowMissing bool
	missing      []msg.Text
	err          error
	segments     segmenter.Segmenter
}

// item is a glyph with the characters that it shows.
type item struct {
	face  *face
	text  string
	size  float64
	width float64 // in points; before sizing, in thousandths of an em
	glyph uint16
	after bool // a line may break after it
	end   bool // a line does
}

func newTypesetter(given map[Role]*Face, allowMissing bool) *typesetter {
	t := &typesetter{chains: map[Role][]*face{}, cache: map[Role]map[rune]item{}, allowMissing: allowMissing}
	own := map[Role]func() *sfnt.Font{TitleFace: fonts.SerifBlack, BodyFace: fonts.Serif, HeadingFace: fonts.Sans, SubFace: fonts.Kai, TableFace: fonts.Serif}
	for _, role := range Roles[:len(Roles)-1] {
		var chain []*face
		for _, f := range []*Face{given[role], given[FallbackFace]} {
			if f != nil {
				chain = append(chain, t.face(f.font))
			}
		}
		for _, f := range []*sfnt.Font{own[role](), fonts.Serif(), fonts.Kai(), fonts.Sans()} {
			if x := t.face(f); !slices.Contains(chain, x) {
				chain = append(chain, x)
			}
		}
		t.chains[role] = chain
		t.cache[role] = map[rune]item{}
	}
	return t
}

func (t *typesetter) face(f *sfnt.Font) *face {
	for _, x := range t.faces {
		if x.font == f {
			return x
		}
	}
	x := &face{font: f, key: "F" + strconv.Itoa(len(t.faces)+1), codes: map[glyphText]uint16{}, glyphs: []uint16{0}, texts: []string{""}}
	t.faces = append(t.faces, x)
	return x
}

// doubleDash is the character that shows —— as one stroke, where a face has it.
const doubleDash = '⸺'

// missingGlyph is printed for a character that no face has, if that is allowed.
const missingGlyph = '〓'

// items are the glyphs of a text in a role and a size in points. Place says in the
// message on a missing character where the text stands.
func (t *typesetter) items(text string, role Role, size float64, place msg.Text) []item {
	runes := []rune(text)
	out := make([]item, 0, len(runes))
	known := t.cache[role]
	for i := 0; i < len(runes); i++ {
		c := runes[i]
		it, ok := known[c]
		switch {
		case ok && c != '—':
		case invisible(c):
			continue
		case c == '—' && i+1 < len(runes) && runes[i+1] == '—' && t.hasDashes(role):
			it = t.item(doubleDash, role, place)
			it.text = "——"
			i++
		default:
			it = t.item(c, role, place)
		}
		it.size = size
		it.width = it.width * size / 1000
		out = append(out, it)
	}
	return out
}

// hasDashes says whether the face of a role has the double dash, and the single one,
// of which two serve where a glyph stands for one character only.
func (t *typesetter) hasDashes(role Role) bool {
	f := t.chains[role][0].font
	return f.Glyph(doubleDash) != 0 && f.Glyph('—') != 0
}

// invisible says whether a character takes no room on a page.
func invisible(c rune) bool { return unicode.IsControl(c) || text.Invisible(c) }

func (t *typesetter) item(c rune, role Role, place msg.Text) item {
	if it, ok := t.cache[role][c]; ok {
		return it
	}
	it, ok := t.find(c, role)
	if !ok && unicode.IsSpace(c) {
		if it, ok = t.find(' ', role); ok {
			it.text = string(c)
		}
	}
	if !ok {
		what := msg.F("没有字体含有字符“%c”（U+%04X），在%s", "no face has the character %q (U+%04X), in %s", c, c, place)
		t.missing = append(t.missing, what)
		if !t.allowMissing && t.err == nil {
			t.err = &msg.Problem{What: what, Hint: msg.T("用 --font fallback=字体文件 补一个有这个字的字体，或改用别的字，或加 --allow-missing 以“〓”代替",
				"add a face that has it with --font fallback=FILE, write another character, or print 〓 with --allow-missing")}
		}
		it, _ = t.find(missingGlyph, role)
		it.text = string(c)
	}
	t.cache[role][c] = it
	return it
}

func (t *typesetter) find(c rune, role Role) (item, bool) {
	for _, f := range t.chains[role] {
		g := f.font.Glyph(c)
		if g == 0 || !unicode.IsSpace(c) && !f.font.HasOutline(g) {
			continue // some faces have an empty box instead of nothing
		}
		return item{face: f, glyph: g, text: string(c), width: math.Round(f.font.Advance(g))}, true
	}
	return item{}, false
}

// width is the length of items in points.
func width(items []item) (w float64) {
	for _, it := range items {
		w += it.width
	}
	return w
}

// longestLine is the width of the longest of the lines that a text has by itself, in ems.
func longestLine(items []item) (most float64) {
	w := 0.0
	for _, it := range items {
		w += it.width
		most = max(most, w)
		if it.end {
			w = 0
		}
	}
	return most
}
