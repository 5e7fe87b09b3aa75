package pdf

import (
	"cmp"
	"slices"
)

// colorOperator carries out an operator of colour. It reports whether it is one.
func (g *drawing) colorOperator(p *program) bool {
	s := &g.state
	fill, space := &s.fill, &s.fillSpace
	if c := p.operator[0]; c >= 'A' && c <= 'Z' {
		fill, space = &s.stroke, &s.strokeSpace
	}
	switch string(p.operator) {
	case "g", "G":
		*space, *fill = deviceGray, gray(p.numbers())
	case "rg", "RG":
		*space, *fill = deviceRGB, rgb(p.numbers())
	case "k", "K":
		*space, *fill = deviceCMYK, cmyk(p.numbers())
	case "cs", "CS":
		*space, *fill = p.value(p.operand(1)), black
		if r := g.resource("ColorSpace", p.name(1)); r != nil {
			*space = r
		}
		if g.get(*space) == name("Pattern") {
			*fill = color{unknown: true}
		}
	case "sc", "SC", "scn", "SCN":
		*fill = g.colorIn(*space, p.numbers())
	default:
		return false
	}
	return true
}

// deviceGray, deviceRGB and deviceCMYK are the colour spaces of colours whose operators name none.
var deviceGray, deviceRGB, deviceCMYK any = name("DeviceGray"), name("DeviceRGB"), name("DeviceCMYK")

// colorIn returns a colour of a colour space.
func (g *drawing) colorIn(space any, n []float64) color {
	parts := g.list(space)
	if len(parts) == 0 {
		return color{unknown: true}
	}
	kind, _ := g.get(parts[0]).(name)
	switch kind {
	case "DeviceGray", "CalGray", "G":
		return gray(n)
	case "DeviceRGB", "CalRGB", "RGB":
		return rgb(n)
	case "DeviceCMYK", "CMYK":
		return cmyk(n)
	case "ICCBased":
		if len(parts) > 1 {
			switch g.int(g.dict(parts[1]).at("N"), 0) {
			case 1:
				return gray(n)
			case 3:
				return rgb(n)
			case 4:
				return cmyk(n)
			}
		}
	case "Separation", "DeviceN":
		if len(n) > 0 && slices.Max(n) < 0.02 {
			return white // no ink
		}
	}
	return color{unknown: true}
}

// gray, rgb and cmyk return the colours of numbers from 0 to 1.
func gray(n []float64) color {
	if len(n) < 1 {
		return color{unknown: true}
	}
	return color{r: n[0], g: n[0], b: n[0]}
}

func rgb(n []float64) color {
	if len(n) < 3 {
		return color{unknown: true}
	}
	return color{r: n[0], g: n[1], b: n[2]}
}

func cmyk(n []float64) color {
	if len(n) < 4 {
		return color{unknown: true}
	}
	return color{r: (1 - n[0]) * (1 - n[3]), g: (1 - n[1]) * (1 - n[3]), b: (1 - n[2]) * (1 - n[3])}
}

// thin is the most that a painted area may measure across to be a ruling, in points.
const thin = 3

// pathOperator carries out an operator of paths.
func (g *drawing) pathOperator(p *program) {
	switch op := string(p.operator); op {
	case "m":
		g.move(p.n(2), p.n(1))
	case "l":
		g.lineTo(p.n(2), p.n(1))
	case "c":
		g.bend(p.n(6), p.n(5), p.n(4), p.n(3), p.n(2), p.n(1))
	case "v", "y":
		g.bend(p.n(4), p.n(3), p.n(2), p.n(1))
	case "re":
		x, y, w, h := p.n(4), p.n(3), p.n(2), p.n(1)
		g.move(x, y)
		g.lineTo(x+w, y)
		g.lineTo(x+w, y+h)
		g.lineTo(x, y+h)
		g.lineTo(x, y)
	case "h":
		g.closePath()
	case "W", "W*":
		g.clipNext = true
	case "S":
		g.paint(false, true)
	case "s":
		g.closePath()
		g.paint(false, true)
	case "f", "F", "f*":
		g.cutHoles(op == "f*")
		g.paint(true, false)
	case "B", "B*":
		g.cutHoles(op == "B*")
		g.paint(true, true)
	case "b", "b*":
		g.closePath()
		g.cutHoles(op == "b*")
		g.paint(true, true)
	case "n":
		g.paint(false, false)
	}
}

// edge is a straight line of a path along a side of the page.
type edge struct{ x0, y0, x1, y1 float64 }

// part is a part of a path: its box, its straight lines along the page's sides, and whether it has others.
type part struct {
	box   box
	from  int // where its straight lines along the page's sides begin among the edges of the path
	edges int // how many there are
	bent  bool
	turn  float64 // twice the area that it goes around, less than 0 if it goes around clockwise
	holes []box   // that are left out where it is filled
	hole  bool    // it is one of those
}

// move begins a part of the path.
func (g *drawing) move(x, y float64) {
	px, py := g.state.ctm.at(x, y)
	g.path = append(g.path, part{box: box{px, py, px, py}, from: len(g.edges)})
	g.point = [2]float64{px, py}
	g.start = g.point
}

// lineTo draws a straight line.
func (g *drawing) lineTo(x, y float64) {
	px, py := g.state.ctm.at(x, y)
	g.straight(px, py)
}

// straight draws a straight line to a point of the page.
func (g *drawing) straight(px, py float64) {
	if len(g.path) == 0 {
		g.path = append(g.path, part{box: box{px, py, px, py}, from: len(g.edges)})
		g.point, g.start = [2]float64{px, py}, [2]float64{px, py}
	}
	p := &g.path[len(g.path)-1]
	dx, dy := abs(px-g.point[0]), abs(py-g.point[1])
	switch {
	case dx < 0.2 || dy < 0.2:
		if dx+dy > 0.2 {
			g.edges = append(g.edges, edge{min(px, g.point[0]), min(py, g.point[1]), max(px, g.point[0]), max(py, g.point[1])})
			p.edges++
		}
	default:
		p.bent = true
	}
	p.box = p.box.with(px, py)
	p.turn += g.point[0]*py - px*g.point[1]
	g.point = [2]float64{px, py}
}

// bend draws a curve by its points.
func (g *drawing) bend(xy ...float64) {
	if len(g.path) == 0 {
		g.move(xy[0], xy[1])
	}
	p := &g.path[len(g.path)-1]
	p.bent = true
	for i := 0; i+1 < len(xy); i += 2 {
		px, py := g.state.ctm.at(xy[i], xy[i+1])
		p.box = p.box.with(px, py)
		g.point = [2]float64{px, py}
	}
}

// closePath draws the line back to the beginning of the part.
func (g *drawing) closePath() {
	if len(g.path) > 0 {
		g.straight(g.start[0], g.start[1])
	}
}

// cutHoles finds the rectangles of a path that are holes in others of its rectangles, as programs draw frames.
func (g *drawing) cutHoles(evenOdd bool) {
	const most = 2000 // parts of a path that is a frame or the rulings of a table
	if len(g.path) < 2 || len(g.path) > most {
		return
	}
	var last *part // a rectangle that holes may be in
	for i := range g.path {
		p := &g.path[i]
		if p.bent || p.edges < 4 {
			continue
		}
		if last != nil && last.box.holds(p.box) && last.box != p.box && (evenOdd || last.turn*p.turn < 0) {
			last.holes, p.hole = append(last.holes, p.box), true
			continue
		}
		// The hole may come before the rectangle that it is in.
		for k := i - 1; k >= 0 && p.box.holds(g.path[k].box) && p.box != g.path[k].box && !g.path[k].hole && (evenOdd || g.path[k].turn*p.turn < 0); k-- {
			p.holes, g.path[k].hole = append(p.holes, g.path[k].box), true
		}
		last = p
	}
}

// fillPart fills a part of a path. A narrow one is a ruling, and so is what is left of one beside its holes.
func (g *drawing) fillPart(b box, holes []box, covers bool) {
	switch w, h := b.x1-b.x0, b.y1-b.y0; {
	case len(holes) == 1:
		in := holes[0]
		for _, side := range []box{{b.x0, b.y0, in.x0, b.y1}, {in.x1, b.y0, b.x1, b.y1}, {b.x0, b.y0, b.x1, in.y0}, {b.x0, in.y1, b.x1, b.y1}} {
			if side.x1 > side.x0 && side.y1 > side.y0 {
				g.fillPart(side, nil, covers)
			}
		}
	case len(holes) > 1: // the rulings of a table
		for _, in := range append(holes, b) {
			for _, l := range []line{{x0: in.x0, y0: in.y0, x1: in.x0, y1: in.y1}, {x0: in.x1, y0: in.y0, x1: in.x1, y1: in.y1}, {x0: in.x0, y0: in.y0, x1: in.x1, y1: in.y0}, {x0: in.x0, y0: in.y1, x1: in.x1, y1: in.y1}} {
				g.addLine(l, g.state.fill)
			}
		}
	case w < thin && h < thin:
		g.addDot(b)
	case w < thin:
		x := (b.x0 + b.x1) / 2
		g.addLine(line{x0: x, y0: b.y0, x1: x, y1: b.y1, width: w}, g.state.fill)
	case h < thin:
		y := (b.y0 + b.y1) / 2
		g.addLine(line{x0: b.x0, y0: y, x1: b.x1, y1: y, width: h}, g.state.fill)
	default:
		g.addSurface(b, g.state.fill, covers, false)
	}
}

// paint fills and strokes the path, and clips what follows by it if that was asked for.
func (g *drawing) paint(fill, stroke bool) {
	s := &g.state
	width := s.lineWidth * s.ctm.scale()
	for _, p := range g.path {
		if fill && s.fillAlpha >= 0.05 && !p.hole {
			g.fillPart(p.box, p.holes, !p.bent && p.edges <= 5)
		}
		if stroke && s.strokeAlpha >= 0.05 {
			for _, e := range g.edges[p.from : p.from+p.edges] {
				g.addLine(line{x0: e.x0, y0: e.y0, x1: e.x1, y1: e.y1, width: width}, s.stroke)
			}
		}
	}
	if g.clipNext {
		clip := box{1, 1, 0, 0}
		for i, p := range g.path {
			if clip = clip.with(p.box.x0, p.box.y0).with(p.box.x1, p.box.y1); i == 0 {
				clip = p.box
			}
		}
		s.clip = s.clip.and(clip)
	}
	g.path, g.edges, g.clipNext = g.path[:0], g.edges[:0], false
}

// layerShown reports whether a layer, or a group of layers, is switched on in the file.
func (r *reader) layerShown(v any) bool {
	if v == nil {
		return true
	}
	if num, ok := v.(ref); ok && r.layersOff[num] {
		return false
	}
	d := r.dict(v)
	if r.get(d.at("Type")) != name("OCMD") {
		return true
	}
	if e, ok := r.get(d.at("VE")).([]any); ok {
		return r.layersAgree(e, 0)
	}
	on, off := 0, 0
	layers := []any{d.at("OCGs")}
	if a, ok := r.get(d.at("OCGs")).([]any); ok {
		layers = a
	}
	for _, l := range layers {
		num, ok := l.(ref)
		switch {
		case !ok || r.get(l) == nil:
		case r.layersOff[num]:
			off++
		default:
			on++
		}
	}
	if on+off == 0 {
		return true
	}
	switch policy, _ := r.get(d.at("P")).(name); policy {
	case "AllOn":
		return off == 0
	case "AnyOff":
		return off > 0
	case "AllOff":
		return on == 0
	}
	return on > 0
}

// layersAgree works out an expression over layers.
func (r *reader) layersAgree(e []any, depth int) bool {
	if len(e) == 0 || depth > 20 {
		return true
	}
	op, _ := r.get(e[0]).(name)
	all, some := true, false
	for _, v := range e[1:] {
		shown := true
		if inner, ok := r.get(v).([]any); ok {
			shown = r.layersAgree(inner, depth+1)
		} else {
			shown = r.layerShown(v)
		}
		all, some = all && shown, some || shown
	}
	switch op {
	case "Not":
		return !some
	case "Or":
		return some
	}
	return all
}

// readLayers notes which layers are switched off, by the file's first configuration and by what it says of
// printing.
func (r *reader) readLayers(root dict) {
	r.layersOff = map[ref]bool{}
	d := r.dict(r.dict(root.at("OCProperties")).at("D"))
	if r.get(d.at("BaseState")) == name("OFF") {
		for _, v := range r.list(r.dict(root.at("OCProperties")).at("OCGs")) {
			if num, ok := v.(ref); ok {
				r.layersOff[num] = true
			}
		}
	}
	for _, v := range r.list(d.at("ON")) {
		if num, ok := v.(ref); ok {
			delete(r.layersOff, num)
		}
	}
	for _, v := range r.list(d.at("OFF")) {
		if num, ok := v.(ref); ok {
			r.layersOff[num] = true
		}
	}
}

// judgeSight finds what of a page is not seen: text in the colour of its ground, painted over, or struck through.
func (r *reader) judgeSight(p *page) {
	r.comparisons += len(p.glyphs) * (len(p.surfaces) + len(p.lines))
	if r.comparisons > r.limits.Comparisons {
		r.refuse(tooMuch)
		return
	}
	var bars []*line
	for i := range p.lines {
		if l := &p.lines[i]; l.y0 == l.y1 || l.y1-l.y0 < 0.2 {
			bars = append(bars, l)
		}
	}
	for _, y := range p.glyphs {
		if y.hidden != seen || y.text == "" {
			continue
		}
		ground := white
		cx, cy := y.box.middle()
		for i := range p.surfaces {
			s := &p.surfaces[i]
			switch {
			case !s.box.has(cx, cy):
			case s.order < y.order:
				ground = s.color
			case s.covers && s.box.hides(y.box):
				y.hidden = covered
			}
		}
		if y.hidden == seen && p.colors[y.color].near(ground) {
			y.hidden = sameColor
		}
	}
	r.judgeStrikes(p, bars)
}

// judgeStrikes finds characters with a line through their middle. A line that goes on far beyond the text is a
// ruling of a table, which says nothing of the text.
func (r *reader) judgeStrikes(p *page, bars []*line) {
	if len(bars) == 0 {
		return
	}
	byHeight := slices.Clone(bars)
	slices.SortFunc(byHeight, func(a, b *line) int { return cmp.Compare(a.y0, b.y0) })
	through := map[*line][]*glyph{} // the characters that each goes through the middle part of
	for _, y := range p.glyphs {
		if y.hidden != seen || y.text == "" || y.text == " " || abs(y.dy) > 0.1 {
			continue
		}
		cx, _ := y.box.middle()
		from, _ := slices.BinarySearchFunc(byHeight, y.y+0.18*y.size, func(l *line, height float64) int { return cmp.Compare(l.y0, height) })
		for _, l := range byHeight[from:] {
			if l.y0 > y.y+0.55*y.size {
				break
			}
			if cx >= l.x0 && cx <= l.x1 {
				through[l] = append(through[l], y)
			}
		}
	}
	for _, l := range bars {
		if p.colors[l.color].near(white) {
			continue
		}
		var under []*glyph
		first, last := l.x1, l.x0
		for _, y := range through[l] {
			if y.hidden == seen {
				under = append(under, y)
				first, last = min(first, y.box.x0), max(last, y.box.x1)
			}
		}
		if len(under) == 0 || l.x1-l.x0 > last-first+under[0].size {
			continue
		}
		for _, y := range under {
			y.hidden = struck
		}
	}
}
