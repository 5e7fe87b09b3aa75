package pdfout

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// SVG writes charts as one SVG picture. Glyphs are drawn as paths, so that it looks
// the same everywhere, and its description says in words what it shows. The error is
// as in Write.
func SVG(w io.Writer, title string, cs []chart.Chart, faces map[Role]*Face, allowMissing bool) error {
	const full, margin = 460.0, 16.0
	t := newTypesetter(faces, allowMissing)
	s := &svg{ids: map[glyphText]string{}}
	place := msg.T("图表", "the charts")
	y, alt := margin, ""
	for _, c := range cs {
		alt += c.Alt()
		items := t.items(c.Title, SubFace, 13, place)
		y += 14
		s.text(items, margin+(full-width(items))/2, y)
		y += 10
		p := t.picture(c, full)
		for _, o := range p.ops {
			o.x, o.x2, o.y, o.y2 = o.x+margin, o.x2+margin, o.y+y, o.y2+y
			s.op(o)
		}
		y += p.height + margin
	}
	if t.err != nil {
		return t.err
	}
	if s.err != nil {
		return s.err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"zh-CN\" role=\"img\" aria-labelledby=\"t d\" width=\"%spt\" height=\"%spt\" viewBox=\"0 0 %s %s\">\n",
		short(full+2*margin), short(y), short(full+2*margin), short(y))
	fmt.Fprintf(&b, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n", text.XML(title), text.XML(alt))
	fmt.Fprintf(&b, "<defs>\n%s</defs>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n%s</svg>\n", s.defs.String(), s.body.String())
	_, err := b.WriteTo(w)
	return err
}

type svg struct {
	defs, body bytes.Buffer
	ids        map[glyphText]string
	err        error
}

func short(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

func (s *svg) op(o op) {
	switch o.kind {
	case opText:
		s.text(o.items, o.x, o.y)
	case opLine:
		fmt.Fprintf(&s.body, "<path d=\"M%s %sL%s %s\" stroke=\"#000\" stroke-width=\"%s\"/>\n", short(o.x), short(o.y), short(o.x2), short(o.y2), short(o.width))
	case opBox:
		fmt.Fprintf(&s.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"none\" stroke=\"#000\" stroke-width=\"%s\"/>\n", short(o.x), short(o.y), short(o.x2-o.x), short(o.y2-o.y), short(o.width))
	case opRect:
		g := int(o.gray * 255)
		fmt.Fprintf(&s.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"#%02x%02x%02x\"/>\n", short(o.x), short(o.y), short(o.x2-o.x), short(o.y2-o.y), g, g, g)
	}
}

// text draws glyphs as uses of their paths, in their face's units.
func (s *svg) text(items []item, x, y float64) {
	var now *face
	at := 0.0
	for _, it := range items {
		units := float64(it.face.font.Units)
		if it.face != now {
			if now != nil {
				s.body.WriteString("</g>\n")
			}
			now = it.face
			fmt.Fprintf(&s.body, "<g transform=\"translate(%s %s) scale(%.5f -%.5f)\">", short(x), short(y), it.size/units, it.size/units)
		}
		if id := s.glyph(it); id != "" {
			fmt.Fprintf(&s.body, "<use href=\"#%s\" x=\"%d\"/>", id, int(at*units/it.size))
		}
		at += it.width
	}
	if now != nil {
		s.body.WriteString("</g>\n")
	}
}

func (s *svg) glyph(it item) string {
	key := glyphText{it.glyph, it.face.key}
	if id, ok := s.ids[key]; ok {
		return id
	}
	path, err := it.face.font.Path(it.glyph)
	if err != nil && s.err == nil {
		s.err = err
	}
	if path == "" {
		s.ids[key] = ""
		return ""
	}
	id := "g" + strconv.Itoa(len(s.ids))
	s.ids[key] = id
	fmt.Fprintf(&s.defs, "<path id=\"%s\" d=\"%s\"/>\n", id, path)
	return id
}
