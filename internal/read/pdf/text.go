package pdf

import (
	"math"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/msg"
)

// fontAt returns a font, each read once.
func (r *reader) fontAt(v any) *font {
	num, isRef := v.(ref)
	if x, ok := r.fonts[num]; ok && isRef {
		return x
	}
	if r.dict(v) == nil {
		return nil
	}
	x := r.fontOf(v)
	if isRef {
		r.fonts[num] = x
	}
	return x
}

// textOperator carries out an operator of text. It reports whether it is one.
func (g *drawing) textOperator(p *program) bool {
	s := &g.state
	switch string(p.operator) {
	case "BT":
		g.text, g.textLine = unit, unit
	case "Tf":
		s.font, s.size = g.fontAt(g.resource("Font", p.name(2))), p.n(1)
	case "Tc":
		s.charSpace = p.n(1)
	case "Tw":
		s.wordSpace = p.n(1)
	case "Tz":
		s.scale = p.n(1) / 100
	case "TL":
		s.leading = p.n(1)
	case "Ts":
		s.rise = p.n(1)
	case "Tr":
		s.mode = int(p.n(1))
	case "Td":
		g.nextLine(p.n(2), p.n(1))
	case "TD":
		s.leading = -p.n(1)
		g.nextLine(p.n(2), p.n(1))
	case "Tm":
		g.textLine = matrix{p.n(6), p.n(5), p.n(4), p.n(3), p.n(2), p.n(1)}
		g.text = g.textLine
	case "T*":
		g.nextLine(0, -s.leading)
	case "Tj":
		g.showing++
		g.show(p, p.operand(1))
	case "'":
		g.showing++
		g.nextLine(0, -s.leading)
		g.show(p, p.operand(1))
	case "\"":
		g.showing++
		s.wordSpace, s.charSpace = p.n(3), p.n(2)
		g.nextLine(0, -s.leading)
		g.show(p, p.operand(1))
	case "TJ":
		g.showing++
		p.array(p.operand(1), func(o operand) {
			switch o.kind {
			case textOperand:
				g.show(p, o)
			case numberOperand:
				g.advance(-o.number / 1000 * s.size)
			}
		})
	default:
		return false
	}
	return true
}

// nextLine moves to the beginning of another line.
func (g *drawing) nextLine(x, y float64) {
	g.textLine = g.textLine.moved(x, y)
	g.text = g.textLine
}

// advance moves along the line.
func (g *drawing) advance(by float64) {
	if g.state.font != nil && g.state.font.vertical {
		g.text = g.text.moved(0, by)
		return
	}
	g.text = g.text.moved(by*g.state.scale, 0)
}

// show draws a string.
func (g *drawing) show(p *program, o operand) {
	s, ok := p.textOf(o)
	x := g.state.font
	if !ok || x == nil {
		if ok && len(s) > 0 {
			g.refuse(damaged(msg.F("第 %d 页用到的字体缺失", "a font of page %d is missing", g.page.number)))
		}
		return
	}
	for len(s) > 0 {
		c, length := x.next(s)
		s = s[length:]
		wide := x.advance(c, length) * g.state.size
		by := wide + g.state.charSpace
		if length == 1 && c == ' ' {
			by += g.state.wordSpace
		}
		if x.vertical {
			wide = g.state.size
			by = -wide + g.state.charSpace
		}
		g.addGlyph(x.text(c, length), wide)
		g.advance(by)
		if g.err != nil {
			return
		}
	}
}

// addGlyph draws a character that is so wide.
func (g *drawing) addGlyph(text string, wide float64) {
	if g.glyphs++; g.glyphs > g.limits.Glyphs {
		g.refuse(tooMuch)
		return
	}
	s := &g.state
	m := matrix{s.scale, 0, 0, 1, 0, s.rise}.times(g.text).times(s.ctm)
	em := s.size
	if s.font != nil {
		em *= s.font.em
	}
	y := &g.workspace.glyphs.take(1)[0]
	y.text, y.blank, y.font, y.size = text, isBlank(text), s.font, abs(em)*math.Hypot(m[2], m[3])
	y.page, y.show, y.order = int32(g.page.number), int32(g.showing), g.nextOrder()
	if s.mode == 1 {
		y.color = g.page.numberOf(s.stroke)
	} else {
		y.color = g.page.numberOf(s.fill)
	}
	y.x, y.y = m.at(0, 0)
	x1, y1 := m.at(wide, 0)
	y.box = m.boxOf(box{0, -0.2 * em, wide, 0.8 * em})
	if s.font != nil && s.font.vertical {
		x1, y1 = m.at(0, -wide)
		y.box = m.boxOf(box{-em / 2, -wide, em / 2, 0})
	}
	if y.width = math.Hypot(x1-y.x, y1-y.y); y.width > 0 {
		y.dx, y.dy = (x1-y.x)/y.width, (y1-y.y)/y.width
	} else if length := math.Hypot(m[0], m[1]); length > 0 {
		y.dx, y.dy = m[0]/length, m[1]/length
	} else {
		y.dx = 1
	}
	if k := len(g.marks); k > 0 {
		open := g.marks[k-1]
		y.mark, y.instead, y.artifact, y.furniture = open.mark, open.instead, open.artifact, open.furniture
		if open.off {
			y.hidden = layerOff
		}
	}
	alpha := s.fillAlpha
	if s.mode == 1 {
		alpha = s.strokeAlpha
	}
	cx, cy := y.box.middle()
	switch {
	case y.hidden != seen:
	case s.mode == 3 || s.mode == 7 || alpha < 0.05:
		y.hidden = unpainted
	case text != "" && (y.size < 1 || s.scale == 0 || y.width == 0 && wide != 0):
		y.hidden = tiny
	case !g.page.box.has(cx, cy):
		y.hidden = outside
	case !s.clip.has(cx, cy):
		y.hidden = clipped
	}
	g.page.glyphs = append(g.page.glyphs, y)
}

// isBlank reports whether a text has nothing but blanks.
func isBlank(s string) bool {
	if s != "" && (s[0] > ' ' && s[0] < 0x7f || s[0] >= 0xe4) {
		return false // the first byte of Latin letters, digits and Chinese characters
	}
	return !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsSpace(c) })
}

// nextOrder counts what is drawn.
func (g *drawing) nextOrder() int32 {
	g.order++
	return g.order
}

// addSurface paints an area or a picture.
func (g *drawing) addSurface(b box, c color, covers, picture bool) {
	if k := len(g.marks); k > 0 && g.marks[k-1].off {
		return
	}
	if g.shapes++; g.shapes > g.limits.Shapes {
		g.refuse(tooMuch)
		return
	}
	b = b.and(g.state.clip).and(g.page.box)
	if b.x1 <= b.x0 || b.y1 <= b.y0 || g.state.fillAlpha < 0.05 {
		return
	}
	covers = covers && g.state.fillAlpha > 0.95 && !g.state.blended
	g.page.surfaces = append(g.page.surfaces, surface{box: b, color: c, covers: covers, picture: picture, order: g.nextOrder()})
}

// addDot draws a dot, of which others may make a ruling.
func (g *drawing) addDot(b box) {
	if k := len(g.marks); k > 0 && g.marks[k-1].off || g.state.fill.near(white) {
		return
	}
	if g.shapes++; g.shapes > g.limits.Shapes {
		g.refuse(tooMuch)
		return
	}
	if x, y := b.middle(); g.state.clip.has(x, y) {
		g.page.dots = append(g.page.dots, b)
	}
}

// addLine draws a ruling.
func (g *drawing) addLine(l line, c color) {
	if k := len(g.marks); k > 0 && g.marks[k-1].off {
		return
	}
	if g.shapes++; g.shapes > g.limits.Shapes {
		g.refuse(tooMuch)
		return
	}
	b := box{l.x0, l.y0, l.x1, l.y1}.and(box{g.state.clip.x0 - 1, g.state.clip.y0 - 1, g.state.clip.x1 + 1, g.state.clip.y1 + 1})
	if b.x1 < b.x0 || b.y1 < b.y0 {
		return
	}
	l.x0, l.y0, l.x1, l.y1 = b.x0, b.y0, b.x1, b.y1
	l.order, l.color = g.nextOrder(), g.page.numberOf(c)
	g.page.lines = append(g.page.lines, l)
}

// textString reads a string of a document's text: UTF-16 or UTF-8 with a mark of order, or Latin letters.
func textString(s str) string {
	switch {
	case len(s) >= 2 && s[0] == 0xfe && s[1] == 0xff:
		return withoutLanguage(string(appendUnits(nil, []byte(s[2:]))))
	case len(s) >= 2 && s[0] == 0xff && s[1] == 0xfe:
		b := []byte(s[2:])
		for i := 0; i+1 < len(b); i += 2 {
			b[i], b[i+1] = b[i+1], b[i]
		}
		return withoutLanguage(string(appendUnits(nil, b)))
	case len(s) >= 3 && s[:3] == "\xef\xbb\xbf":
		return withoutLanguage(string(s[3:]))
	}
	const above7f = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"
	high := []rune(above7f)
	out := make([]rune, len(s))
	for i := range len(s) {
		if out[i] = rune(s[i]); s[i] >= 0x80 && int(s[i]-0x80) < len(high) {
			out[i] = high[s[i]-0x80]
		}
	}
	return string(out)
}

// withoutLanguage takes the codes of languages out of a text, which stand between two characters ESC.
func withoutLanguage(s string) string {
	var out []rune
	inside := false
	for _, c := range s {
		switch {
		case c == 0x1b:
			inside = !inside
		case !inside && (c == '\n' || c == '\t' || !unicode.IsControl(c)):
			out = append(out, c)
		}
	}
	return string(out)
}
