package ofd

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// style is what objects are drawn with that say nothing else.
type style struct {
	fill, stroke *node   // colours
	width        float64 // of lines, in millimetres
}

// lineWidth is the width of lines where none is said, in millimetres.
const lineWidth = 0.353

// with returns the style of an element: its own colours and width of lines, then those of the drawing parameters that it
// refers to, then what was there.
func (s style) with(d *document, n *node) style {
	own := style{}
	own.take(n)
	id := n.attribute("DrawParam")
	for range 20 { // parameters may go back to others
		if id == "" {
			break
		}
		r, ok := d.resources["DrawParam "+id]
		if !ok {
			break
		}
		own.take(r.node)
		id = r.attribute("Relative")
	}
	if own.fill == nil {
		own.fill = s.fill
	}
	if own.stroke == nil {
		own.stroke = s.stroke
	}
	if own.width == 0 {
		own.width = s.width
	}
	return own
}

// take adds what an element says and was not said before.
func (s *style) take(n *node) {
	if s.fill == nil {
		s.fill = n.child("FillColor")
	}
	if s.stroke == nil {
		s.stroke = n.child("StrokeColor")
	}
	if w, ok := number(n.attribute("LineWidth")); ok && s.width == 0 {
		s.width = w
	}
}

// block draws what stands in a layer, a block or a drawing, which is so deep in others.
func (d *document) block(n *node, s style, depth int) error {
	if depth > d.limits.Depth {
		return tooMuch()
	}
	for _, o := range n.children {
		if d.objects++; d.objects > d.limits.Objects {
			return tooMuch()
		}
		var err error
		switch o.name {
		case "PageBlock", "Content", "Layer":
			err = d.block(o, s.with(d, o), depth+1)
		case "TextObject", "PathObject", "ImageObject", "CompositeObject":
			err = d.object(o, s.with(d, o), depth)
		}
		if err == nil {
			err = d.canvas.Err()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// object draws one object at its place.
func (d *document) object(o *node, s style, depth int) error {
	visible := o.attribute("Visible") != "false"
	if !visible && o.name != "TextObject" {
		return nil
	}
	d.canvas.Save()
	defer d.canvas.Restore()
	b, bounded := d.box(o.attribute("Boundary"))
	d.canvas.Transform([6]float64{1, 0, 0, 1, b[0], b[1]})
	if bounded && (b[2] > 0 || b[3] > 0) && o.name != "TextObject" { // programs show a text beyond its boundary
		d.rectangle(0, 0, b[2], b[3])
		d.canvas.Clip()
	}
	for _, c := range o.all("Clips") {
		if c.attribute("TransFlag") == "false" {
			d.clip(c)
		}
	}
	ctm, transformed := d.matrix(o.attribute("CTM"))
	d.canvas.Transform(ctm)
	for _, c := range o.all("Clips") {
		if c.attribute("TransFlag") != "false" {
			d.clip(c)
		}
	}
	alpha := alphaOf(o)
	fill, known, fillAlpha := d.colour(s.fill)
	d.canvas.Fill(fill, known, alpha*fillAlpha)
	stroke, known, strokeAlpha := d.colour(s.stroke)
	width := s.width
	if width == 0 {
		width = lineWidth
	}
	d.canvas.Stroke(stroke, known, alpha*strokeAlpha, width)
	switch o.name {
	case "TextObject":
		return d.text(o, s, visible, b, ctm)
	case "PathObject":
		d.path(o.child("AbbreviatedData").value())
		// Without a colour a surface is not painted, and a line is black.
		d.canvas.Paint(o.attribute("Fill") == "true" && s.fill != nil, o.attribute("Stroke") != "false", o.attribute("Rule") == "Even-Odd")
	case "ImageObject":
		solid := alpha > 0.95 && o.attribute("ImageMask") == "" && d.isSolid(o.attribute("ResourceID"))
		if transformed {
			d.canvas.Picture(0, 0, 1, 1, solid)
		} else {
			d.canvas.Picture(0, 0, b[2], b[3], solid)
		}
	case "CompositeObject":
		if r, ok := d.resources["CompositeGraphicUnit "+o.attribute("ResourceID")]; ok {
			return d.block(r.node, s, depth+1)
		}
		d.mendPage("%s缺少一部分图形", "a part of the drawing of %s is missing")
	}
	return nil
}

// clip cuts off what lies beyond the areas of a list of clips: each is the union of its areas.
func (d *document) clip(clips *node) {
	for _, c := range clips.all("Clip") {
		areas := c.all("Area")
		paths := 0
		for _, a := range areas {
			if a.child("Path") != nil {
				paths++
			}
		}
		if paths == 0 || paths < len(areas) { // characters cut, whose shape is not known
			continue
		}
		for _, a := range areas {
			p := a.child("Path")
			d.canvas.Save()
			outer, _ := d.matrix(a.attribute("CTM"))
			d.canvas.Transform(outer)
			b, _ := d.box(p.attribute("Boundary"))
			d.canvas.Transform([6]float64{1, 0, 0, 1, b[0], b[1]})
			inner, _ := d.matrix(p.attribute("CTM"))
			d.canvas.Transform(inner)
			d.path(p.child("AbbreviatedData").value())
			d.canvas.Restore()
		}
		d.canvas.Clip()
	}
}

// rectangle adds a rectangle to the path.
func (d *document) rectangle(x, y, w, h float64) {
	d.canvas.Move(x, y)
	d.canvas.Line(x+w, y)
	d.canvas.Line(x+w, y+h)
	d.canvas.Line(x, y+h)
	d.canvas.Close()
}

// alphaOf returns how far an object or a colour covers, from 0 to 1.
func alphaOf(n *node) float64 {
	if a, ok := number(n.attribute("Alpha")); ok {
		return min(max(a/255, 0), 1)
	}
	return 1
}

// most is the largest number that a place is written with, in any unit; no page is that large.
const most = 1e6

// number reads a number.
func number(s string) (float64, bool) {
	if s == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsNaN(x) && math.Abs(x) <= most
}

// numbers reads numbers with blanks between them; whole is false if one is none.
func numbers(s string) (out []float64, whole bool) {
	if s == "" {
		return nil, true
	}
	out, whole = make([]float64, 0, 6), true // a transformation has so many
	for from := 0; from < len(s); {
		if betweenNumbers(s[from]) {
			from++
			continue
		}
		end := from + 1
		for end < len(s) && !betweenNumbers(s[end]) {
			end++
		}
		x, ok := number(s[from:end])
		if !ok {
			x, whole = 0, false
		}
		out, from = append(out, x), end
	}
	return out, whole
}

// betweenNumbers reports whether a character stands between numbers.
func betweenNumbers(c byte) bool {
	return c == ' ' || c == ',' || c == '\n' || c == '\t' || c == '\r'
}

// badNumber says that a place on the page cannot be told.
func (d *document) badNumber() {
	d.mendPage("%s有坐标写错，那里的文字或线可能读错位置", "places on %s are miswritten; text or lines there may be read at a wrong place")
}

// box reads a rectangle: left, top, width and height.
func (d *document) box(s string) (b [4]float64, ok bool) {
	n, whole := numbers(s)
	if len(n) < 4 || !whole {
		if s != "" {
			d.badNumber()
		}
		return b, false
	}
	return [4]float64(n[:4]), true
}

// matrix reads a transformation; without one nothing is changed.
func (d *document) matrix(s string) (m [6]float64, ok bool) {
	n, whole := numbers(s)
	if len(n) < 6 || !whole {
		if s != "" {
			d.badNumber()
		}
		return [6]float64{1, 0, 0, 1, 0, 0}, false
	}
	return [6]float64(n[:6]), true
}

// colorSpace says what the numbers of a colour mean.
type colorSpace struct {
	kind    string // GRAY, RGB or CMYK
	most    float64
	palette []string
}

// colorSpaceOf reads a colour space.
func colorSpaceOf(n *node) colorSpace {
	c := colorSpace{kind: strings.ToUpper(n.attribute("Type")), most: 255}
	if bits, ok := number(n.attribute("BitsPerComponent")); ok && bits >= 1 && bits <= 16 {
		c.most = math.Exp2(bits) - 1
	}
	for _, v := range n.child("Palette").all("CV") {
		c.palette = append(c.palette, v.value())
	}
	return c
}

// colour returns a colour as red, green and blue, whether it is known, and how far it covers. No colour is black.
func (d *document) colour(n *node) (rgb [3]float64, known bool, alpha float64) {
	if n == nil {
		return rgb, true, 1
	}
	alpha = alphaOf(n)
	id := n.attribute("ColorSpace")
	if id == "" {
		id = d.space
	}
	space, ok := d.spaces[id]
	if !ok {
		space.most = 255
	}
	value := n.attribute("Value")
	if i, ok := number(n.attribute("Index")); value == "" && ok {
		if int(i) < 0 || int(i) >= len(space.palette) {
			return rgb, false, alpha
		}
		value = space.palette[int(i)]
	}
	if value == "" {
		return rgb, len(n.children) == 0 && space.kind != "CMYK", alpha // a pattern or a shade
	}
	var v []float64
	for _, f := range strings.Fields(value) {
		x, ok := number(f)
		if hex, isHex := strings.CutPrefix(f, "#"); isHex {
			n, err := strconv.ParseUint(hex, 16, 16)
			x, ok = float64(n), err == nil
		}
		if !ok {
			return rgb, false, alpha
		}
		v = append(v, min(max(x/space.most, 0), 1))
	}
	switch len(v) {
	case 1:
		return [3]float64{v[0], v[0], v[0]}, true, alpha
	case 3:
		return [3]float64(v), true, alpha
	case 4:
		for i := range rgb {
			rgb[i] = (1 - v[i]) * (1 - v[3])
		}
		return rgb, true, alpha
	}
	return rgb, false, alpha
}

// isSolid reports whether nothing is seen through a picture, by the head of its file.
func (d *document) isSolid(id string) bool {
	r, ok := d.resources["MultiMedia "+id]
	if !ok {
		return false
	}
	key := d.file(r, r.child("MediaFile").value())
	if key == "" {
		return false
	}
	head := d.head(key, 4096)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("BM")):
		return true
	case bytes.HasPrefix(head, []byte("\x89PNG")) && len(head) > 25:
		colours := head[25] // types 4 and 6 say for each point how far it covers
		return colours < 4 && !bytes.Contains(head, []byte("tRNS"))
	}
	return false
}
