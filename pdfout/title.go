package pdfout

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/msg"
)

// title sets the title, broken between its parts, and under it the date of
// publication, unless the signature gives it.
func (f *flow) title(d *publish.Document) {
	place := msg.T("标题", "the title")
	var parts []string
	rest := d.Title
	if d.Organ != "" && strings.HasPrefix(d.Title, d.Organ) {
		parts, rest = f.organLines(d.Organ, place), d.Title[len(d.Organ):]
	}
	f.titleLines(d.Title, append(parts, rest), place)
	if text := d.DateLine(); text != "" {
		p := f.root.add("P")
		t := f.set(f.breakable(text, SubFace, f.p.sub, place), centred, f.p.pitch, 0)
		f.draw(t, func(int) *element { return p })
	}
	f.y += f.p.pitch * 0.7
}

// titleOfPage begins a page with a title of its own. Pages are counted from it.
func (f *flow) titleOfPage(b publish.Block) {
	if f.setLandscape(false); !f.atTop() {
		f.newPage()
	}
	f.page.first = true
	parts := strings.Split(b.Text, "\n")
	f.titleLines(strings.Join(parts, ""), parts, b.Place)
	f.y += f.p.pitch * 0.7
}

// organLines are the words of an organ's name, as many of them together as a line holds.
func (f *flow) organLines(organ string, place msg.Text) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(organ, unicode.IsSpace) {
		if n := len(parts) - 1; n < 0 {
			parts = append(parts, p)
		} else if joined := parts[n] + " " + p; width(f.items(joined, TitleFace, f.p.title, place)) <= f.width {
			parts[n] = joined
		} else {
			parts[n] += " " // the blank belongs to the text; it ends a line
			parts = append(parts, p)
		}
	}
	return parts
}

// titleLines sets a title: on one line if it fits, else broken between its parts, and
// each part into lines of about equal length.
func (f *flow) titleLines(title string, parts []string, place msg.Text) {
	e := f.root.add(f.headTag(1))
	f.drawing.bookmark(0, title, f.y)
	if !f.p.outer {
		f.y += 6
	}
	for _, l := range f.brokenTitle(title, parts, place) {
		t := setText{lines: []line{{items: l, width: visible(l), last: true}}, align: centred, pitch: f.p.titlePitch}
		f.draw(t, func(int) *element { return e })
	}
}

// brokenTitle are the lines of a title.
func (f *flow) brokenTitle(title string, parts []string, place msg.Text) [][]item {
	size := f.p.title
	if all := f.breakable(title, TitleFace, size, place); width(all) <= f.width {
		return [][]item{all}
	}
	var lines [][]item
	for _, p := range parts {
		items := f.breakable(p, TitleFace, size, place)
		n := 1
		for ; n < 40; n++ {
			l := balanced(items, n)
			if !slices.ContainsFunc(l, func(l []item) bool { return visible(l) > f.width }) {
				lines = append(lines, l...)
				break
			}
		}
		if n == 40 {
			for _, l := range breakLines(items, f.width, 0, 0) {
				lines = append(lines, l.items)
			}
		}
	}
	return lines
}

// balanced cuts items into n lines of about the same length, where lines may
// break.
func balanced(items []item, n int) [][]item {
	total := width(items)
	var out [][]item
	start, x := 0, 0.0
	for i, it := range items {
		x += it.width
		if len(out) < n-1 && it.after && x >= total*float64(len(out)+1)/float64(n)-it.width/2 {
			out = append(out, items[start:i+1])
			start = i + 1
		}
	}
	return append(out, items[start:])
}

// headText is the text of a heading for a bookmark.
func headText(s string) string { return strings.TrimRight(s, "。：") }

// footers draws the page numbers once the number of pages is known, those of each part
// that is counted by itself. They are artifacts.
func (f *flow) footers() {
	pages := f.drawing.pages
	for len(pages) > 0 {
		n := 1
		for n < len(pages) && !pages[n].first {
			n++
		}
		f.number(pages[:n])
		pages = pages[n:]
	}
}

// number draws the numbers of pages that are counted together.
func (f *flow) number(pages []*page) {
	n := len(pages)
	for i, p := range pages {
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
