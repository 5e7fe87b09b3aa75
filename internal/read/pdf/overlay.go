package pdf

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// overlaid is how many times as large as usual characters are that may lie across the text of a page.
const overlaid = 2.5

// usualSize returns the size of most of a page's text. It is not sought where all of it has about one size: then none
// can lie across the rest.
func (p *page) usualSize() (usual float64, uniform bool) {
	least, largest := math.Inf(1), math.Inf(-1)
	for _, y := range p.glyphs {
		if y.shows() {
			largest = max(largest, y.size)
		}
		if y.hidden == seen && !y.blank {
			least = min(least, y.size)
		}
	}
	if !math.IsInf(least, 1) && largest <= overlaid*least {
		return 0, true
	}
	var sizes []float64
	for _, y := range p.glyphs {
		if y.hidden == seen && !y.blank {
			sizes = append(sizes, y.size)
		}
	}
	return median(sizes), false
}

// findOverlays finds large characters that are drawn across the text of a page, as those of a watermark or a stamp, and
// the same ones of other pages. They belong to no line and to no cell that they lie over.
func (r *reader) findOverlays() {
	kinds := map[string]bool{}
	kindOf := func(y *glyph) string { return fmt.Sprintf("%s %.0f %.0f %.0f", y.text, y.size, y.x, y.y) }
	var large []*glyph
	for _, p := range r.pages {
		usual, uniform := p.usualSize()
		if uniform {
			continue
		}
		var own []*glyph
		for _, y := range p.glyphs {
			if y.shows() && y.size > overlaid*usual && !y.oblique() {
				own = append(own, y)
			}
		}
		if r.comparisons += len(own) * len(p.glyphs); r.comparisons > r.limits.Comparisons {
			r.refuse(tooMuch)
			return
		}
		type look struct { // of one stamp: what is as large and has the same colour belongs together
			size  int
			color color
		}
		lookOf := func(y *glyph) look { return look{int(math.Round(y.size)), p.colors[y.color]} }
		over := map[look]bool{}
		for _, y := range own {
			over[lookOf(y)] = over[lookOf(y)] || !y.blank && slices.ContainsFunc(p.glyphs, func(o *glyph) bool {
				return o.shows() && o.size < y.size/overlaid*1.2 && !o.blank && y.box.has(o.box.middle())
			})
		}
		for _, y := range own {
			if over[lookOf(y)] {
				kinds[kindOf(y)] = true
			}
		}
		large = append(large, own...)
	}
	for _, y := range large {
		if y.overlay = kinds[kindOf(y)]; y.overlay {
			y.hidden = seen // a ruling beneath it does not strike it through
		}
	}
}

// noteOverlays says which large text lies across the pages and was not read, each once.
func (r *reader) noteOverlays() {
	said := map[string]bool{}
	for _, p := range r.pages {
		var run []*glyph
		for _, y := range p.glyphs {
			if y.overlay && !y.read {
				run = append(run, y)
			}
		}
		s := strings.Join(r.passagesOf(run), "；")
		if !says(s) || said[s] {
			continue
		}
		said[s] = true
		r.note("TEXT-PLACE", pagePlace(p.number), s, msg.F("第 %d 页有压在正文上的大字（如水印），没有读入：%s", "large text that lies across page %d, such as a watermark, was not read: %s", p.number, text.Brief(s)))
	}
}
