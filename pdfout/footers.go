package pdfout

import (
	"math"

	"github.com/gkxl/gkxl/msg"
)

// footers draws the page numbers once the number of pages is known. They are
// artifacts.
func (f *flow) footers() {
	n := len(f.drawing.pages)
	for i, p := range f.drawing.pages {
		text := msg.F("第 %d 页 共 %d 页", "page %d of %d", i+1, n).In(f.lang)
		items := f.items(text, TableFace, f.p.page, msg.T("页码", "the page number"))
		w := width(items)
		x, y := (p.width-w)/2, p.height-f.p.bottom*0.5
		if p.width > p.height { // landscape: the number stands at the foot of the page as it is read
			y = p.height - f.p.left*0.5
		}
		if f.p.outer {
			// A line below the text, one character from its outer edge.
			if p.width < p.height {
				y = p.height - f.p.bottom + 7*mm + 0.5*f.p.page
			}
			x = f.p.left + f.p.page
			if i%2 == 0 {
				x = p.width - f.p.right - f.p.page - w
			}
		}
		p.ops = append(p.ops, op{kind: opText, x: x, y: y, items: items, role: "Pagination"})
	}
}

// watermark draws the stamp across the page, under everything else.
func (f *flow) watermark() {
	size := 150.0
	items := f.items(f.stamp, HeadingFace, size, msg.T("水印", "the watermark"))
	w, angle := width(items), math.Pi/4
	x := f.page.width/2 - w/2*math.Cos(angle) + size*0.35*math.Sin(angle)
	y := f.page.height/2 + w/2*math.Sin(angle) + size*0.35*math.Cos(angle)
	f.op(op{kind: opTurned, x: x, y: y, items: items, gray: 0.9, angle: angle, role: "Pagination"})
}
