package pdf

import (
	"math"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// mark is a numbered part of a page's drawing, by which the structure refers to it.
type mark struct {
	owner ref // the page, or the drawing or annotation that has numbers of its own
	id    int // -1 for all of an annotation
}

// replacement is a text that the file gives for what is drawn in its place.
type replacement struct{ text string }

// reason says why what is drawn is not seen.
type reason byte

// The reasons.
const (
	seen      reason = iota
	unpainted        // drawn without paint
	sameColor        // in the colour of what is behind
	tiny             // too small to be read
	clipped          // cut off
	outside          // beside the page
	layerOff         // on a layer that is switched off
	covered          // painted over
	struck           // struck through
)

// reasonText says each reason for people.
var reasonText = map[reason]msg.Text{
	unpainted: msg.T("以不显示的方式写在页上", "drawn without paint"), sameColor: msg.T("与底色同色", "in the colour of the ground"),
	tiny: msg.T("字号小到看不见", "too small to be seen"), clipped: msg.T("被裁切", "clipped"), outside: msg.T("在页面之外", "outside the page"),
	layerOff: msg.T("在关闭的图层上", "on a layer that is off"), covered: msg.T("被遮盖", "painted over"), struck: msg.T("被划去", "struck through"),
}

// glyph is a character, or several that are drawn as one, as it stands on a page.
type glyph struct {
	text      string
	x, y      float64 // where it begins on its baseline
	dx, dy    float64 // direction in which the text runs
	width     float64 // how far it advances
	size      float64 // height of the font
	box       box
	font      *font
	mark      mark // the nearest that has a number; owner is 0 for none
	instead   *replacement
	artifact  bool // no part of the text, such as the number of a page
	furniture bool // an artifact of a kind that repeats: head, foot, watermark
	overlay   bool // large, across the text of the page, which is read as it is drawn
	head      bool // of the head, foot or number of a page that is read as it is drawn
	blank     bool // its text shows nothing
	hidden    reason
	read      bool  // it was read as part of a paragraph or cell
	page      int32 // number of its page
	show      int32 // number of the operator that drew it
	order     int32 // of drawing, among glyphs and shapes
	color     int32 // its number on the page
}

// line is a ruling or the edge of a surface: a straight line along a side of the page.
type line struct {
	x0, y0, x1, y1 float64
	width          float64
	order          int32
	color          int32 // its number on the page
}

// surface is a painted area or a picture.
type surface struct {
	box     box
	color   color
	covers  bool // hides what was drawn before
	picture bool
	order   int32
}

// color is a colour, as red, green and blue from 0 to 1.
type color struct {
	r, g, b float64
	unknown bool // a pattern, or a colour that was not worked out
}

// black and white are the colours of ink and paper.
var (
	black = color{}
	white = color{r: 1, g: 1, b: 1}
)

// near reports whether two colours cannot be told from each other.
func (c color) near(o color) bool {
	const least = 0.05
	return !c.unknown && !o.unknown && abs(c.r-o.r) < least && abs(c.g-o.g) < least && abs(c.b-o.b) < least
}

// page is what is drawn on one page.
type page struct {
	number   int
	box      box // what is seen of it
	glyphs   []*glyph
	lines    []line
	walls    []*line // those that are not across; nil before they were sought
	dots     []box
	surfaces []surface
	colors   []color // of characters and lines
}

// numberOf returns the number of a colour on the page.
func (p *page) numberOf(c color) int32 {
	if n := len(p.colors); n == 0 || p.colors[n-1] != c {
		p.colors = append(p.colors, c)
	}
	return int32(len(p.colors) - 1)
}

// state is the state of drawing that q keeps and Q brings back.
type state struct {
	ctm          matrix
	clip         box
	fill, stroke color
	fillAlpha    float64
	strokeAlpha  float64
	fillSpace    any
	strokeSpace  any
	blended      bool // what is painted does not simply cover what was there
	lineWidth    float64
	font         *font
	size         float64
	charSpace    float64
	wordSpace    float64
	scale        float64
	leading      float64
	rise         float64
	mode         int
}

// openMark is a marked content that was begun and not ended.
type openMark struct {
	mark      mark
	instead   *replacement
	artifact  bool
	furniture bool
	off       bool
}

// drawing reads what a page draws.
type drawing struct {
	*reader
	page      *page
	state     state
	saved     []state
	text      matrix // of the text
	textLine  matrix // at the beginning of its line
	marks     []openMark
	resources dict
	owner     ref // whose numbers marks have
	depth     int // of drawings in drawings
	order     int32
	path      []part
	edges     []edge // of the parts of the path
	point     [2]float64
	start     [2]float64 // of the last part of the path
	clipNext  bool       // the path clips what follows
}

// draw reads what a page shows. A page whose text runs another way than from left to right, such as a wide table that
// was turned, is read as a person turns it.
func (r *reader) draw(num ref, d dict, number int) *page {
	fields := len(r.fieldNotes)
	p := r.drawTurned(num, d, number, 0)
	if turn := p.turned(); turn != 0 && r.err == nil {
		r.fieldNotes = r.fieldNotes[:fields]
		return r.drawTurned(num, d, number, turn)
	}
	return p
}

// turned returns by how many degrees a page must be turned so that most of its text runs from left to right.
func (p *page) turned() int {
	count := map[int]int{}
	for _, y := range p.glyphs {
		switch {
		case y.font != nil && y.font.vertical:
		case y.dy > 0.99:
			count[90]++
		case y.dx < -0.99:
			count[180]++
		case y.dy < -0.99:
			count[270]++
		}
	}
	for turn, n := range count {
		if 10*n > 7*len(p.glyphs) {
			return turn
		}
	}
	return 0
}

// drawTurned reads what a page shows, its contents, then its annotations, turned by so many degrees more than the file
// says.
func (r *reader) drawTurned(num ref, d dict, number, more int) *page {
	crop := r.box(r.inherited(d, "CropBox"), everywhere)
	media := r.box(r.inherited(d, "MediaBox"), box{0, 0, 612, 792})
	seen := media.and(crop)
	p := &page{number: number}
	// The page is drawn as it is turned for reading, its lower left corner at 0, 0.
	w, h := seen.x1-seen.x0, seen.y1-seen.y0
	ctm := matrix{1, 0, 0, 1, -seen.x0, -seen.y0}
	switch turn := r.int(r.inherited(d, "Rotate"), 0) + more; (turn%360 + 360) % 360 {
	case 90:
		ctm, w, h = ctm.times(matrix{0, -1, 1, 0, 0, w}), h, w
	case 180:
		ctm = ctm.times(matrix{-1, 0, 0, -1, w, h})
	case 270:
		ctm, w, h = ctm.times(matrix{0, 1, -1, 0, h, 0}), h, w
	}
	p.box = box{0, 0, w, h}
	g := &drawing{reader: r, page: p, owner: num, text: unit, textLine: unit, resources: r.dict(r.inherited(d, "Resources"))}
	g.state = state{ctm: ctm, clip: everywhere, fillAlpha: 1, strokeAlpha: 1, scale: 1, lineWidth: 1}
	var data []byte
	if num, ok := d.at("Contents").(ref); ok && r.get(num) == nil {
		r.refuse(damaged(msg.F("第 %d 页的内容缺失", "the content of page %d is missing", number)))
	}
	if d.at("Contents") == nil {
		r.mend(msg.F("第 %d 页是空的，没有内容", "page %d is empty: it has no content", number))
	}
	for _, c := range r.list(d.at("Contents")) {
		s, ok := r.get(c).(*stream)
		if !ok {
			if r.get(c) == nil {
				r.refuse(damaged(msg.F("第 %d 页的内容缺失", "the content of page %d is missing", number)))
			}
			continue
		}
		part := r.contentOf(s, msg.F("第 %d 页的内容", "the content of page %d", number))
		if data == nil {
			data = part[:len(part):len(part)]
			continue
		}
		data = append(append(data, '\n'), part...)
	}
	g.run(data)
	for _, a := range r.list(d.at("Annots")) {
		num, _ := a.(ref)
		g.state = state{ctm: ctm, clip: everywhere, fillAlpha: 1, strokeAlpha: 1, scale: 1, lineWidth: 1}
		g.saved, g.marks = nil, nil
		g.annotation(num, r.dict(a))
	}
	r.judgeSight(p)
	return p
}

// inherited returns a member of a page, or of what it is a part of.
func (f *file) inherited(page dict, key name) any {
	for range 50 {
		if v := f.get(page.at(key)); v != nil {
			return v
		}
		if page = f.dict(page.at("Parent")); page == nil {
			break
		}
	}
	return nil
}

// box reads a rectangle.
func (f *file) box(v any, otherwise box) box {
	n := f.floats(v, 4)
	if n == nil {
		return otherwise
	}
	return box{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}
}

// annotation draws the appearance of a form's field, a note or a stamp.
func (g *drawing) annotation(num ref, d dict) {
	flags := g.int(d.at("F"), 0)
	if d == nil || flags&(2|32) != 0 || g.get(d.at("Subtype")) == name("Popup") || !g.layerShown(d.at("OC")) {
		return // hidden, or not shown
	}
	normal := g.get(g.dict(d.at("AP")).at("N"))
	if states, ok := normal.(dict); ok {
		state, _ := g.get(d.at("AS")).(name)
		normal = g.get(states.at(state))
	}
	s, ok := normal.(*stream)
	if !ok {
		if value := g.fieldValue(d); value != "" {
			g.fieldNotes = append(g.fieldNotes, model.Note{Rule: "FILE-UNREAD", Cell: pagePlace(g.page.number), Found: value,
				Message: msg.F("第 %d 页有填了“%s”的表单域，文件里没有它的样子，没有读入；请在阅读器里打开，打印成 PDF 后再读", "a field of the form on page %d has the value %q, and the file does not say how it looks; it was not read. Open the file in a viewer and print it to PDF", g.page.number, text.Brief(value))})
		}
		return
	}
	rect := g.box(d.at("Rect"), box{})
	form := g.matrixOf(s.dict.at("Matrix")).boxOf(g.box(s.dict.at("BBox"), box{}))
	at := matrix{1, 0, 0, 1, rect.x0 - form.x0, rect.y0 - form.y0}
	if w, h := form.x1-form.x0, form.y1-form.y0; w > 0 && h > 0 {
		at[0], at[3] = (rect.x1-rect.x0)/w, (rect.y1-rect.y0)/h
		at[4], at[5] = rect.x0-form.x0*at[0], rect.y0-form.y0*at[3]
	}
	g.state.ctm = at.times(g.state.ctm)
	g.marks = []openMark{{mark: mark{owner: num, id: -1}}}
	before := len(g.page.glyphs)
	g.form(num, s)
	g.marks = nil
	if value := g.fieldValue(d); value != "" {
		var shown []*glyph
		for _, y := range g.page.glyphs[before:] {
			if y.hidden == seen {
				shown = append(shown, y)
			}
		}
		if drawn := g.plainText(shown); spoken(drawn) != spoken(value) {
			g.fieldNotes = append(g.fieldNotes, model.Note{Rule: "FILE-CONTRADICTS", Cell: pagePlace(g.page.number), Found: value,
				Message: msg.F("第 %d 页的表单域印的是“%s”，填的值是“%s”，读入的是所印的", "a field of the form on page %d shows %q, and its value is %q; what it shows was read", g.page.number, text.Brief(drawn), text.Brief(value))})
		}
	}
}

// fieldValue returns the text that was filled in a field of a form; "" for another annotation, and for a field that
// shows its value otherwise.
func (f *file) fieldValue(d dict) string {
	if f.get(d.at("Subtype")) != name("Widget") || f.get(f.inherited(d, "FT")) != name("Tx") || f.int(f.inherited(d, "Ff"), 0)&(1<<13) != 0 {
		return "" // a button or a choice, or a password
	}
	switch v := f.inherited(d, "V").(type) {
	case str:
		return strings.TrimSpace(textString(v))
	case *stream:
		return strings.TrimSpace(textString(str(f.contentOf(v, msg.T("表单域的值", "the value of a field of a form")))))
	}
	return ""
}

// matrixOf reads a transformation.
func (f *file) matrixOf(v any) matrix {
	n := f.floats(v, 6)
	if n == nil {
		return unit
	}
	return matrix(n[:6])
}

// form draws a drawing that stands in another.
func (g *drawing) form(num ref, s *stream) {
	if g.depth++; g.depth > g.limits.Depth {
		g.refuse(tooMuch)
		return
	}
	inner := *g
	inner.saved = nil
	inner.state.ctm = g.matrixOf(s.dict.at("Matrix")).times(g.state.ctm)
	if b := g.floats(s.dict.at("BBox"), 4); b != nil {
		inner.state.clip = g.state.clip.and(inner.state.ctm.boxOf(g.box(s.dict.at("BBox"), everywhere)))
	}
	if own := g.dict(s.dict.at("Resources")); own != nil {
		inner.resources = own
	}
	if s.dict.at("StructParents") != nil {
		inner.owner = num
	}
	inner.marks = append([]openMark(nil), g.marks...)
	inner.path, inner.edges = nil, nil
	inner.run(g.contentOf(s, msg.F("第 %d 页的内容", "the content of page %d", g.page.number)))
	g.order = inner.order
	g.depth--
}

// run carries out the operators of a content.
func (g *drawing) run(data []byte) {
	p := g.program(data, true)
	defer g.done(p)
	for p.next() {
		switch string(p.operator) {
		case "q":
			if len(g.saved) > g.limits.Depth*10 {
				g.refuse(tooMuch)
				return
			}
			g.saved = append(g.saved, g.state)
		case "Q":
			if k := len(g.saved); k > 0 {
				g.state, g.saved = g.saved[k-1], g.saved[:k-1]
			}
		case "cm":
			g.state.ctm = matrix{p.n(6), p.n(5), p.n(4), p.n(3), p.n(2), p.n(1)}.times(g.state.ctm)
		case "w":
			g.state.lineWidth = p.n(1)
		case "gs":
			g.setParameters(g.parametersOf(g.dict(g.resource("ExtGState", p.name(1)))))
		case "BMC":
			g.begin(p.name(1), nil)
		case "BDC":
			tag := p.name(2)
			properties := p.value(p.operand(1))
			d := g.dict(properties)
			if n, ok := properties.(name); ok {
				v := g.resource("Properties", n)
				d = g.dict(v)
				if tag == "OC" {
					g.beginLayer(v)
					continue
				}
			}
			g.begin(tag, d)
		case "EMC":
			if k := len(g.marks); k > 0 {
				g.endMark(g.marks[k-1])
				g.marks = g.marks[:k-1]
			}
		case "Do":
			g.object(p.name(1))
		case "BI":
			g.addSurface(g.state.ctm.boxOf(box{0, 0, 1, 1}), color{unknown: true}, false, true)
		case "sh":
			g.addSurface(g.state.clip.and(g.page.box), color{unknown: true}, false, false)
		default:
			if !g.textOperator(p) && !g.colorOperator(p) {
				g.pathOperator(p)
			}
		}
		if g.err != nil {
			return
		}
	}
}

// resource returns an object of the resources.
func (g *drawing) resource(kind, n name) any {
	return g.dict(g.resources.at(kind)).at(n)
}

// begin begins a marked content. d are its properties; nil for none.
func (g *drawing) begin(tag name, d dict) {
	m := openMark{}
	if k := len(g.marks); k > 0 {
		m = g.marks[k-1]
	}
	if tag == "Artifact" {
		m.artifact, m.mark = true, mark{}
		kind, _ := g.get(d.at("Type")).(name)
		m.furniture = kind == "Pagination" || kind == "Page" || kind == "Background"
	}
	if id := g.int(d.at("MCID"), -1); id >= 0 {
		m.mark, m.artifact, m.furniture = mark{g.owner, id}, false, false
		g.begun[m.mark] = true
	}
	if t, ok := g.get(d.at("ActualText")).(str); ok && m.instead == nil {
		m.instead = &replacement{text: textString(t)}
	}
	g.marks = append(g.marks, m)
}

// beginLayer begins what belongs to a layer.
func (g *drawing) beginLayer(layer any) {
	m := openMark{}
	if k := len(g.marks); k > 0 {
		m = g.marks[k-1]
	}
	m.off = m.off || !g.layerShown(layer)
	g.marks = append(g.marks, m)
}

// endMark ends a marked content. A text given for it is placed although nothing was drawn in it.
func (g *drawing) endMark(m openMark) {
	outer := len(g.marks) > 1 && g.marks[len(g.marks)-2].instead == m.instead
	if m.instead == nil || outer || m.instead.text == "" {
		return
	}
	for i := len(g.page.glyphs) - 1; i >= 0 && i >= len(g.page.glyphs)-200; i-- {
		if g.page.glyphs[i].instead == m.instead {
			return
		}
	}
	g.addGlyph("", 0)
}

// object draws a named object: another drawing, or a picture.
func (g *drawing) object(n name) {
	r := g.resource("XObject", n)
	s, ok := g.get(r).(*stream)
	if !ok {
		if r != nil {
			g.refuse(damaged(msg.F("第 %d 页缺少一部分内容", "a part of page %d is missing", g.page.number)))
		}
		return
	}
	off := !g.layerShown(s.dict.at("OC"))
	switch g.get(s.dict.at("Subtype")) {
	case name("Form"):
		m := openMark{}
		if k := len(g.marks); k > 0 {
			m = g.marks[k-1]
		}
		m.off = m.off || off
		num, _ := r.(ref)
		g.marks = append(g.marks, m)
		g.form(num, s)
		g.marks = g.marks[:len(g.marks)-1]
	case name("Image"):
		if !off {
			solid := s.dict.at("SMask") == nil && s.dict.at("Mask") == nil && g.get(s.dict.at("ImageMask")) != true
			g.addSurface(g.state.ctm.boxOf(box{0, 0, 1, 1}), color{unknown: true}, solid, true)
		}
	}
}

// parameters are a set of parameters of the state of drawing, which pages set over and over.
type parameters struct {
	fillAlpha, strokeAlpha, lineWidth float64 // NaN for one that stays as it is
	blend, blended                    bool    // how it covers what was there is said, and that it does not simply do so
	font                              []any   // with its size; nil for none
}

// parametersOf reads a set of parameters, each once.
func (r *reader) parametersOf(d dict) *parameters {
	if known := r.parameters[d]; known != nil {
		return known
	}
	none := math.NaN()
	p := &parameters{fillAlpha: r.float(d.at("ca"), none), strokeAlpha: r.float(d.at("CA"), none), lineWidth: r.float(d.at("LW"), none)}
	if m := r.list(d.at("BM")); len(m) > 0 {
		mode := r.get(m[0])
		p.blend, p.blended = true, mode != name("Normal") && mode != name("Compatible")
	}
	if f := r.list(d.at("Font")); len(f) == 2 {
		p.font = f
	}
	r.parameters[d] = p
	return p
}

// setParameters takes a set of parameters into the state.
func (g *drawing) setParameters(p *parameters) {
	set := func(to *float64, v float64) {
		if !math.IsNaN(v) {
			*to = v
		}
	}
	s := &g.state
	set(&s.fillAlpha, p.fillAlpha)
	set(&s.strokeAlpha, p.strokeAlpha)
	set(&s.lineWidth, p.lineWidth)
	if p.blend {
		s.blended = p.blended
	}
	if p.font != nil {
		s.font, s.size = g.fontAt(p.font[0]), g.float(p.font[1], 0)
	}
}
