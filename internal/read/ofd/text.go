package ofd

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// character is what is drawn at one place: a character, several, or none if the one before stands for more.
type character struct {
	text  string
	glyph int // its number in the font; -1 if the font finds it by its text
}

// text draws the characters of an object with a boundary and a transformation.
func (d *document) text(o *node, s style, visible bool, boundary [4]float64, ctm [6]float64) error {
	if d.aside != nil {
		for _, code := range o.all("TextCode") {
			d.aside.WriteString(withoutBreaks(code.text))
		}
		return nil
	}
	size, ok := number(o.attribute("Size"))
	if !ok {
		d.badNumber()
		return nil
	}
	font := d.resources["Font "+o.attribute("Font")]
	scale, ok := number(o.attribute("HScale"))
	if !ok || scale <= 0 {
		scale = 1
	}
	unseen := !visible || o.attribute("Fill") == "false" && o.attribute("Stroke") != "true"
	if !unseen && o.attribute("Fill") == "false" { // drawn by its outline
		rgb, known, alpha := d.colour(s.stroke)
		d.canvas.Fill(rgb, known, alpha*alphaOf(o))
	}
	transforms := transformsOf(o)
	var x, y float64 // where the last code began: one that does not say goes on from there
	position, outside := 0, ""
	for _, code := range o.all("TextCode") {
		x, y = d.coordinate(code, "X", x), d.coordinate(code, "Y", y)
		content := withoutBreaks(code.text)
		characters := d.characters(content, position, transforms)
		position += utf8.RuneCountInString(content)
		d.compareGlyphs(font, content, characters)
		run := runOf{document: d, characters: characters, x: x, y: y, size: size, scale: scale, font: font.attribute("FontName"), unseen: unseen,
			read: turnOf(o.attribute("ReadDirection")), turn: turnOf(o.attribute("CharDirection"))}
		run.draw(d.deltas(code.attribute("DeltaX"), content), d.deltas(code.attribute("DeltaY"), content))
		if beyond(boundary, ctm, run.middles, size*scaleOf(ctm)) {
			outside += content
		}
	}
	if outside = strings.TrimSpace(outside); outside != "" && !unseen {
		d.beyondBoundary = append(d.beyondBoundary, pageText{d.page, outside})
	}
	return nil
}

// coordinate reads where a code begins.
func (d *document) coordinate(code *node, name string, otherwise float64) float64 {
	s := code.attribute(name)
	if s == "" {
		return otherwise
	}
	v, ok := number(s)
	if !ok {
		d.badNumber()
	}
	return v
}

// turnOf reads a direction in degrees.
func turnOf(s string) int {
	switch s {
	case "90", "180", "270":
		n, _ := strconv.Atoi(s)
		return n
	}
	return 0
}

// withoutBreaks takes line breaks out of a text, with the indents behind the first and the last one: programs add them
// to make XML easy to read.
func withoutBreaks(s string) string {
	if !strings.ContainsAny(s, "\n\r") {
		return s
	}
	if first := strings.TrimLeft(s, " \t"); strings.HasPrefix(first, "\n") || strings.HasPrefix(first, "\r") {
		s = strings.TrimLeft(s, " \t\r\n")
	}
	if last := strings.TrimRight(s, " \t"); strings.HasSuffix(last, "\n") || strings.HasSuffix(last, "\r") {
		s = strings.TrimRight(s, " \t\r\n")
	}
	return lineEnds.Replace(s)
}

// lineEnds within a text are how the file is written.
var lineEnds = strings.NewReplacer("\n", "", "\r", "")

// transform says which glyphs are drawn for some characters of an object.
type transform struct {
	codes  int
	glyphs []int
}

// transformsOf reads which glyphs are drawn, by the position of the first character.
func transformsOf(o *node) map[int]transform {
	var out map[int]transform
	for _, n := range o.all("CGTransform") {
		count := func(name string) int {
			k, err := strconv.Atoi(n.attribute(name))
			if err != nil || k < 1 {
				return 1
			}
			return k
		}
		position, _ := strconv.Atoi(n.attribute("CodePosition"))
		t := transform{codes: count("CodeCount")}
		list, _ := numbers(n.child("Glyphs").value())
		for _, v := range list {
			t.glyphs = append(t.glyphs, int(v))
		}
		if k := count("GlyphCount"); k < len(t.glyphs) {
			t.glyphs = t.glyphs[:k]
		}
		if len(t.glyphs) == 0 {
			continue
		}
		if out == nil {
			out = map[int]transform{}
		}
		out[position] = t
	}
	return out
}

// characters returns what is drawn for a text that begins at a position of its object.
func (d *document) characters(content string, position int, transforms map[int]transform) (out []character) {
	runes := []rune(content)
	out = make([]character, 0, len(runes))
	for i := 0; i < len(runes); {
		t, ok := transforms[position+i]
		if !ok {
			out = append(out, character{known(runes[i : i+1]), -1})
			i++
			continue
		}
		codes := runes[i:min(i+t.codes, len(runes))]
		for k, g := range t.glyphs {
			c := character{glyph: g}
			switch {
			case len(codes) == len(t.glyphs):
				c.text = known(codes[k : k+1])
			case k == 0:
				c.text = known(codes)
			}
			out = append(out, c)
		}
		i += len(codes)
	}
	return out
}

// known returns characters as text. Codes that say nothing, as programs write them for glyphs that they do not know, are
// characters that cannot be told.
func known(codes []rune) string {
	if !slices.ContainsFunc(codes, saysNothing) {
		return string(codes)
	}
	var b strings.Builder
	for _, c := range codes {
		if saysNothing(c) {
			c = utf8.RuneError
		}
		b.WriteRune(c)
	}
	return b.String()
}

// saysNothing reports whether a code stands for no character that is known.
func saysNothing(c rune) bool {
	return unicode.Is(unicode.Co, c) || unicode.IsControl(c) && c != '\t'
}

// deltas reads the distances between the characters of a text, where "g n d" stands for n times d. Without any none is
// said. Programs that count in UTF-16 give a rare character two.
func (d *document) deltas(s, content string) (out []float64) {
	if s == "" {
		return nil
	}
	fields := strings.Fields(s)
	bound := 2*len(content) + 2
	out = make([]float64, 0, min(bound, len(content)))
	for i := 0; i < len(fields) && len(out) < bound; i++ {
		if !strings.EqualFold(fields[i], "g") {
			v, ok := number(fields[i])
			if !ok {
				d.badNumber()
			}
			out = append(out, v)
			continue
		}
		if i+2 >= len(fields) {
			d.badNumber()
			break
		}
		n, err := strconv.Atoi(fields[i+1])
		v, ok := number(fields[i+2])
		if err != nil || !ok {
			d.badNumber()
		}
		for range min(max(n, 0), bound-len(out)) {
			out = append(out, v)
		}
		i += 2
	}
	count := utf8.RuneCountInString(content)
	if units := utf16Length(content); units > count && len(out) >= units-1 {
		joined := make([]float64, 0, count)
		i := 0
		for _, c := range content {
			wide := 1
			if c > 0xffff {
				wide = 2
			}
			sum := 0.0
			for k := i; k < i+wide && k < len(out); k++ {
				sum += out[k]
			}
			joined = append(joined, sum)
			i += wide
		}
		return joined
	}
	return out
}

// utf16Length is the length of a text in units of UTF-16.
func utf16Length(s string) (n int) {
	for _, c := range s {
		if n++; c > 0xffff {
			n++
		}
	}
	return n
}

// runOf is a text that is drawn character by character.
type runOf struct {
	*document
	characters []character
	x, y       float64
	size       float64
	scale      float64 // of the width
	font       string
	unseen     bool
	read       int // direction in which characters follow where no distances are said: 0, 90, 180 or 270
	turn       int // by which each character is turned
	middles    [][2]float64
}

// draw draws the characters at their distances across and down. Where none are said they follow one another by the
// usual widths; where too few are, the last one holds for the rest.
func (r *runOf) draw(across, down []float64) {
	r.canvas.Run()
	if len(across)+len(down) == 0 && len(r.characters) > 1 {
		r.mendPage("%s有文字没有写明字距，按通常的宽度读取", "text on %s does not say how far its characters are apart and was read by usual widths")
	}
	ux, uy := math.Cos(float64(r.turn)*math.Pi/180), math.Sin(float64(r.turn)*math.Pi/180)
	backwards := ""
	r.middles = make([][2]float64, 0, len(r.characters))
	for i, c := range r.characters {
		wide := usualWidth(c.text) * r.size * r.scale
		dx, dy := at(across, i), at(down, i)
		if len(across)+len(down) == 0 {
			step := wide
			if (r.read-r.turn)%180 != 0 {
				step = r.size
			}
			dx, dy = step*math.Cos(float64(r.read)*math.Pi/180), step*math.Sin(float64(r.read)*math.Pi/180)
		}
		along, below := dx*ux+dy*uy, dy*ux-dx*uy // along the character, and down from it
		g := pdf.Glyph{Text: c.text, Font: r.font, X: r.x, Y: r.y, Size: r.size, Width: wide, Turn: r.turn, Unseen: r.unseen}
		switch {
		case below > 2*math.Abs(along):
			g.Down, g.Width = true, min(below, r.size)
			if below < 1.6*r.size {
				g.Width = below
			}
		case along > 0.2*wide && along < 1.6*wide && i+1 < len(r.characters):
			g.Width = along
		case along < -0.2*r.size && math.Abs(below) < 0.3*r.size && i+1 < len(r.characters) && strings.TrimSpace(c.text) != "" && strings.TrimSpace(r.characters[i+1].text) != "":
			backwards = c.text + r.characters[i+1].text
		}
		if g.Text != "" {
			r.canvas.Glyph(g)
		}
		r.middles = append(r.middles, [2]float64{r.x + 0.4*r.size*uy + 0.5*wide*ux, r.y - 0.4*r.size*ux + 0.5*wide*uy})
		r.x, r.y = r.x+dx, r.y+dy
	}
	if backwards != "" && !r.unseen {
		r.say("FILE-CONTRADICTS", pagePlace(r.page), msg.F("第 %d 页有文字从右往左写（%s 等），按页面上看到的从左往右读入，请对照页面核对", "text on page %d is written from right to left (%s and others) and was read from left to right as it is seen; compare it with the page", r.page, text.Brief(backwards)))
	}
}

// at returns a distance; the last one for those that are missing.
func at(list []float64, i int) float64 {
	if len(list) == 0 {
		return 0
	}
	return list[min(i, len(list)-1)]
}

// usualWidth returns how wide a text is in most fonts, to its size.
func usualWidth(s string) float64 { return float64(text.Columns(s)) / 2 }

// beyond reports whether all places lie further than a margin outside the boundary of their object, where some programs
// show them and others do not.
func beyond(boundary [4]float64, ctm [6]float64, places [][2]float64, margin float64) bool {
	if boundary[2] <= 0 || boundary[3] <= 0 {
		return false
	}
	for _, p := range places {
		x, y := ctm[0]*p[0]+ctm[2]*p[1]+ctm[4], ctm[1]*p[0]+ctm[3]*p[1]+ctm[5]
		if x > -margin && x < boundary[2]+margin && y > -margin && y < boundary[3]+margin {
			return false
		}
	}
	return len(places) > 0
}

// scaleOf returns by how much lengths grow.
func scaleOf(m [6]float64) float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// face is an embedded font.
type face struct {
	font       *sfnt.Font     // nil if it cannot be read
	characters map[int][]rune // of each glyph; nil until they are asked for
}

// faceOf returns the embedded font of a resource; nil if there is none that can be read.
func (d *document) faceOf(font resource) *face {
	key := ""
	if font.node != nil {
		key = d.file(font, font.child("FontFile").value())
	}
	if key == "" {
		return nil
	}
	if f := d.fonts[key]; f != nil {
		return f
	}
	f := &face{}
	d.fonts[key] = f
	if e := d.entries[key][0]; e.UncompressedSize64 <= uint64(min(d.limits.Part, d.left)) {
		if data, err := d.container.read(key); err == nil {
			f.font, _ = sfnt.Parse(data, 0)
		}
	}
	return f
}

// compareGlyphs says where the glyphs that an object draws are those of other characters than its text has, by the
// embedded font. A font that does not know its characters tells nothing.
func (d *document) compareGlyphs(font resource, content string, characters []character) {
	var drawn strings.Builder
	differs := false
	for _, c := range characters {
		shown := c.text
		if code, size := utf8.DecodeRuneInString(c.text); c.glyph >= 0 && size == len(c.text) && code != utf8.RuneError {
			if f := d.faceOf(font); f != nil && f.font != nil {
				if others := f.drawnBy(c.glyph, code); len(others) > 0 {
					shown, differs = string(others[0]), true
				}
			}
		}
		drawn.WriteString(shown)
	}
	if differs {
		d.say("FILE-CONTRADICTS", pagePlace(d.page), msg.F("第 %d 页画的是“%s”，文件里写的文字却是“%s”，按文字读入，请对照页面核对", "page %d shows %q, while the text in the file is %q, which was read; compare it with the page", d.page, text.Brief(drawn.String()), text.Brief(content)))
	}
}

// drawnBy returns the characters that a glyph is drawn for, if the one that the text has is none of them and has a glyph
// of its own.
func (f *face) drawnBy(glyph int, code rune) []rune {
	if own := f.font.Glyph(code); own == 0 || int(own) == glyph {
		return nil
	}
	if f.characters == nil {
		f.characters = map[int][]rune{}
		for c := rune(' '); c < 0xfff0; c++ {
			if g := f.font.Glyph(c); g != 0 {
				f.characters[int(g)] = append(f.characters[int(g)], c)
			}
		}
	}
	all := f.characters[glyph]
	for _, c := range all {
		if text.Fold(string(c)) == text.Fold(string(code)) {
			return nil
		}
	}
	return all
}
