package pdfout

import (
	"math"

	"github.com/gkxl/gkxl/msg"
)

// footers numbers the pages, when it is known how many there are. They are drawn
// in the table's face and belong to no element.
func (f *flow) footers() {
	n := len(f.scene.pages)
	for i, p := range f.scene.pages {
		text := msg.F("第 %d 页 共 %d 页", "page %d of %d", i+1, n).In(f.lang)
		items := f.items(text, TableFace, f.p.page, msg.T("页码", "the page number"))
		w := width(items)
		x, y := (p.width-w)/2, p.height-f.p.bottom*0.5
		if p.width > p.height { // turned: the number stands at the page's own foot
			y = p.height - f.p.left*0.5
		}
		if f.p.outer {
			// A line below the text, one character from the outer edge of it.
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
