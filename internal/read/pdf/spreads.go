package pdf

import "github.com/gkxl/gkxl/msg"

// Files are printed with two pages side by side on a sheet of paper. Such a sheet is read as two pages: else the lines of
// both would be one, and a table that goes on from the left page to the right one would be two.

// splitSpreads puts two pages in the place of each page that shows two. It leaves the file as it is unless all its pages
// do; of the last one the right half may be empty.
func (r *reader) splitSpreads() {
	for i, p := range r.pages {
		left, right := r.halves(p)
		if last := i == len(r.pages)-1; !left || !right && (!last || i == 0) || r.err != nil {
			return
		}
	}
	var out []*page
	for _, p := range r.pages {
		left, right := p.split(len(out) + 1)
		out = append(out, left)
		if len(right.glyphs)+len(right.lines) > 0 {
			out = append(out, right)
		}
	}
	r.spreads = len(out) > len(r.pages)
	r.pages = out
}

// noteSpreads says that pages were parted.
func (r *reader) noteSpreads() {
	if r.spreads {
		r.note("TEXT-PLACE", pagePlace(1), "", msg.T("每张纸上左右印着两页，已按先左后右分开读取；位置里的页数是分开以后的页数",
			"each sheet of paper shows two pages side by side; they were read apart, the left one first, and places count the pages so parted"))
	}
}

// middle is the line that parts the halves of a page.
func (p *page) middle() float64 { return (p.box.x0 + p.box.x1) / 2 }

// halves reports which halves of a page show lines of text, if it is wider than high and nothing stands or runs across its
// middle; else neither.
func (r *reader) halves(p *page) (left, right bool) {
	width, height := p.box.x1-p.box.x0, p.box.y1-p.box.y0
	if width < 1.2*height {
		return false, false
	}
	gutter := box{p.middle() - 0.012*width, p.box.y0, p.middle() + 0.012*width, p.box.y1}
	crosses := func(x0, x1 float64) bool { return x0 < gutter.x1 && x1 > gutter.x0 }
	for _, l := range p.lines {
		if crosses(l.x0, l.x1) && !p.colors[l.color].near(white) {
			return false, false
		}
	}
	var sides [2][]*glyph
	for _, y := range p.glyphs {
		if y.hidden != seen || y.blank || y.overlay || abs(y.dy) > 0.1 {
			continue
		}
		if crosses(y.box.x0, y.box.x1) {
			return false, false
		}
		if y.box.x0 > gutter.x0 {
			sides[1] = append(sides[1], y)
		} else {
			sides[0] = append(sides[0], y)
		}
	}
	return len(r.linesOn(sides[0])) >= fewLines, len(r.linesOn(sides[1])) >= fewLines
}

// split parts a page into its halves, of which the first gets a number and the second the next one. The right half is moved
// to where the left one stands, so that a table goes on at the same places.
func (p *page) split(number int) (left, right *page) {
	half := p.middle() - p.box.x0
	left = &page{number: number, box: box{p.box.x0, p.box.y0, p.middle(), p.box.y1}, colors: p.colors}
	right = &page{number: number + 1, box: left.box, colors: p.colors}
	for _, y := range p.glyphs {
		to := left
		if x, _ := y.box.middle(); x > p.middle() {
			to = right
			y.x -= half
			y.box.x0, y.box.x1 = y.box.x0-half, y.box.x1-half
		}
		y.page = int32(to.number)
		to.glyphs = append(to.glyphs, y)
	}
	for _, l := range p.lines {
		if (l.x0+l.x1)/2 <= p.middle() {
			left.lines = append(left.lines, l)
			continue
		}
		l.x0, l.x1 = l.x0-half, l.x1-half
		right.lines = append(right.lines, l)
	}
	for _, d := range p.dots {
		if x, _ := d.middle(); x <= p.middle() {
			left.dots = append(left.dots, d)
			continue
		}
		d.x0, d.x1 = d.x0-half, d.x1-half
		right.dots = append(right.dots, d)
	}
	for _, s := range p.surfaces {
		left.surfaces = append(left.surfaces, s)
		s.box.x0, s.box.x1 = s.box.x0-half, s.box.x1-half
		right.surfaces = append(right.surfaces, s)
	}
	return left, right
}
