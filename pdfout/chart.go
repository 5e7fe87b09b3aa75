package pdfout

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Measures of a chart, in points; those of a small one have lower bars and smaller texts.
const (
	barHigh   = 13.0
	pairHigh  = 12.0
	barGap    = 10.0
	labelGap  = 6.0
	textSize  = 9.5
	smallHigh = 9.0
	smallPair = 9.0
	smallGap  = 5.0
	smallText = 8.5
	hatchGap  = 3.2
)

// picture is a chart as drawing operations, relative to its top left.
type picture struct {
	ops           []op
	width, height float64
}

// picture draws a chart of the width full: bars one under the other, each with its
// figure, this year's solid and the other year's hatched, so that they can be told
// apart in black and white.
func (t *typesetter) picture(c chart.Chart, full float64) picture {
	p := picture{width: full}
	place := msg.T("图表", "the charts")
	barHigh, pairHigh, barGap, textSize := barHigh, pairHigh, barGap, textSize
	if c.Small {
		barHigh, pairHigh, barGap, textSize = smallHigh, smallPair, smallGap, smallText
	}
	labels := make([][]item, len(c.Bars))
	left, right, most := 0.0, 0.0, 0.0
	figures := make([][][]item, len(c.Bars))
	for i, b := range c.Bars {
		labels[i] = t.items(b.Label, TableFace, textSize, place)
		left = max(left, width(labels[i]))
		for y, v := range b.Values {
			text := c.Blank()
			if v != nil {
				text = v.String()
				if s := chart.Share(v, c.Totals[y]); s != "" {
					text += msg.F("（%s）", " (%s)", s).In(cmp.Or(c.Lang, msg.ZH))
				}
				most = max(most, v.Float())
			}
			items := t.items(text, TableFace, textSize, place)
			figures[i] = append(figures[i], items)
			right = max(right, width(items))
		}
	}
	x0 := min(left, 0.45*full) + labelGap
	room := full - x0 - right - labelGap
	high := barHigh
	if len(c.Years) > 1 {
		high = pairHigh
	}
	y := 4.0
	for i, b := range c.Bars {
		all := high * float64(len(b.Values))
		lines := breakLines(labels[i], x0-labelGap, 0, 0)
		base := y + all/2 - float64(len(lines)-1)*0.6*textSize + 0.36*textSize
		for _, l := range lines {
			p.text(l.items, x0-labelGap-l.width, base)
			base += 1.2 * textSize
		}
		for k, v := range b.Values {
			w := 0.0
			if v != nil && most > 0 && v.Sign() > 0 {
				w = max(room*v.Float()/most, 0.8)
			}
			if w > 0 {
				p.bar(x0, y+1, w, high-2, k)
			}
			p.text(figures[i][k], x0+w+labelGap/2, y+high/2+0.36*textSize)
			y += high
		}
		y += barGap
	}
	y -= barGap - 4
	p.ops = append(p.ops, op{kind: opLine, x: x0, y: 0, x2: x0, y2: y, width: 0.8})
	y += 10
	if len(c.Years) > 1 {
		x := x0
		for k, name := range c.Years {
			p.bar(x, y, 14, 8, k)
			items := t.items(name, TableFace, textSize, place)
			p.text(items, x+14+labelGap/2, y+4+0.36*textSize)
			x += 14 + labelGap/2 + width(items) + 20
		}
		y += 14
	}
	p.height = y
	return p
}

func (p *picture) text(items []item, x, y float64) {
	if len(items) > 0 {
		p.ops = append(p.ops, op{kind: opText, x: x, y: y, items: items})
	}
}

// bar draws a bar of the kth year.
func (p *picture) bar(x, y, w, h float64, k int) {
	if k == 0 {
		p.ops = append(p.ops, op{kind: opRect, x: x, y: y, x2: x + w, y2: y + h, gray: 0.25})
		return
	}
	for d := hatchGap; d < w+h; d += hatchGap {
		// From the left or the foot of the bar, up and to the right.
		ax, ay := x+max(0, d-h), y+min(d, h)
		bx, by := x+min(d, w), y+max(0, d-w)
		p.ops = append(p.ops, op{kind: opLine, x: ax, y: ay, x2: bx, y2: by, width: 0.5})
	}
	p.ops = append(p.ops, op{kind: opBox, x: x, y: y, x2: x + w, y2: y + h, width: 0.6})
}

// charts sets the charts behind the report.
func (f *flow) charts(cs []chart.Chart) {
	if len(cs) == 0 {
		return
	}
	place := msg.T("图表", "the charts")
	f.setLandscape(false)
	if !f.atTop() {
		f.newPage()
	}
	h := f.root.add(f.headTag(2))
	f.drawing.bookmark(0, publish.ChartsAppendix, f.y)
	f.draw(f.set(f.breakable(publish.ChartsAppendix, HeadingFace, f.p.head, place), leftward, f.p.pitch, 2*f.p.body), func(int) *element { return h })
	for _, c := range cs {
		f.picture(c)
	}
}

// picture sets a chart below its title. Both stay on one page.
func (f *flow) picture(c chart.Chart) {
	title := f.set(f.breakable(c.Title, SubFace, f.p.sub, msg.T("图表", "the charts")), centred, f.p.pitch, 0)
	p := f.typesetter.picture(c, f.width)
	f.ensureRoom(title.pitch*float64(len(title.lines)) + p.height + 12)
	e := f.root.add("P")
	f.draw(title, func(int) *element { return e })
	f.y += 6
	fig := f.root.add("Figure")
	fig.alt = c.Alt()
	fig.box = [4]float64{f.left, f.page.height - f.y - p.height, f.left + p.width, f.page.height - f.y}
	for _, o := range p.ops {
		o.x, o.x2, o.y, o.y2 = o.x+f.left, o.x2+f.left, o.y+f.y, o.y2+f.y
		o.elem = fig
		f.op(o)
	}
	f.y += p.height + 6
}

// SVG writes charts as one SVG picture. Glyphs are drawn as paths, so that it looks
// the same everywhere, and its description says in words what it shows. The error is
// as in Write.
func SVG(w io.Writer, title string, cs []chart.Chart, o Options) error {
	const full, margin = 460.0, 16.0
	if err := facesThere(); err != nil {
		return err
	}
	t := newTypesetter(o.Faces, o.AllowMissing)
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
	if err := cmp.Or(t.err, s.err); err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"zh-CN\" role=\"img\" aria-labelledby=\"t d\" width=\"%.2fpt\" height=\"%.2fpt\" viewBox=\"0 0 %.2f %.2f\">\n",
		full+2*margin, y, full+2*margin, y)
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

func (s *svg) op(o op) {
	switch o.kind {
	case opText:
		s.text(o.items, o.x, o.y)
	case opLine:
		fmt.Fprintf(&s.body, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"#000\" stroke-width=\"%.2f\"/>\n", o.x, o.y, o.x2, o.y2, o.width)
	case opBox:
		fmt.Fprintf(&s.body, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"none\" stroke=\"#000\" stroke-width=\"%.2f\"/>\n", o.x, o.y, o.x2-o.x, o.y2-o.y, o.width)
	case opRect:
		g := int(o.gray * 255)
		fmt.Fprintf(&s.body, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"#%02x%02x%02x\"/>\n", o.x, o.y, o.x2-o.x, o.y2-o.y, g, g, g)
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
			fmt.Fprintf(&s.body, "<g transform=\"translate(%.2f %.2f) scale(%.5f -%.5f)\">", x, y, it.size/units, it.size/units)
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
