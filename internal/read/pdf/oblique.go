package pdf

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// oblique reports whether a character stands aslant on its page, as those of watermarks do. It belongs to no cell and to
// no paragraph that it lies over.
func (y *glyph) oblique() bool { return abs(y.dx) > 0.1 && abs(y.dy) > 0.1 }

// noteOblique says which text stands aslant on the pages and was not read, each once.
func (r *reader) noteOblique() {
	var texts []string
	pages := map[string][]int{}
	for _, p := range r.pages {
		var run []*glyph
		end := func() {
			var b strings.Builder
			for _, y := range run {
				b.WriteString(y.text)
			}
			run = nil
			s := strings.TrimSpace(b.String())
			if !says(s) || slices.Contains(pages[s], p.number) {
				return
			}
			if pages[s] == nil {
				texts = append(texts, s)
			}
			pages[s] = append(pages[s], p.number)
		}
		for _, y := range p.glyphs {
			if y.read || y.artifact || y.hidden != seen || !y.oblique() {
				continue
			}
			if len(run) > 0 && !follows(run[len(run)-1], y) {
				end()
			}
			run = append(run, y)
		}
		end()
	}
	const most = 20
	for _, s := range texts[:min(len(texts), most)] {
		place := msg.F("第 %d 页", "page %d", pages[s][0])
		if n := len(pages[s]); n > 1 {
			place = msg.F("第 %d 页等 %d 页", "page %d and others (%d in all)", pages[s][0], n)
		}
		r.note("TEXT-PLACE", pagePlace(pages[s][0]), s, msg.F("%s有斜着写的文字（如水印），没有读入：%s", "text that stands aslant on %s, such as a watermark, was not read: %s", place, text.Brief(s)))
	}
}
