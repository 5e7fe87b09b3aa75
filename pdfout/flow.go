package pdfout

import (
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/msg"
)

// flow lays out blocks on pages, one under the other. Lengths are in points.
type flow struct {
	*typesetter
	area
	drawing   *drawing
	p         profile
	root      *element // parent of the elements that are added
	page      *page
	y         float64 // where the next line goes
	landscape bool    // the page is landscape
	turned    bool    // every page is
	level     int     // of the last heading
	stamp     string  // across every page
	lang      msg.Lang
	layouts   map[*publish.Drawn]*layout
	measures  map[*publish.Drawn][]measured
}

// area is where the text of a page stands: its left and upper edge, its width and its
// lower edge.
type area struct{ left, top, width, floor float64 }

// areaOf is that of a page. A landscape page keeps the margins where the portrait page
// has them.
func (p profile) areaOf(landscape bool) area {
	if landscape {
		return area{p.top, p.left, a4Height - p.top - p.bottom, a4Width - p.right}
	}
	return area{p.left, p.top, a4Width - p.left - p.right, a4Height - p.bottom}
}

// newFlow is a flow without pages.
func newFlow(t *typesetter, p profile) *flow {
	root := &element{tag: "Document"}
	return &flow{typesetter: t, area: p.areaOf(false), drawing: &drawing{root: root}, p: p, root: root, layouts: map[*publish.Drawn]*layout{}, measures: map[*publish.Drawn][]measured{}}
}

func (f *flow) pageHeight() float64 { return f.floor - f.top }

func (f *flow) newPage() {
	w, h := a4Width, a4Height
	if f.landscape {
		w, h = h, w
	}
	f.page = &page{width: w, height: h}
	f.drawing.pages = append(f.drawing.pages, f.page)
	f.y = f.top
	if f.stamp != "" {
		f.watermark()
	}
}

func (f *flow) atTop() bool { return f.y <= f.top+0.01 }

// ensureRoom begins a new page unless a height fits on the page, or it is empty.
func (f *flow) ensureRoom(height float64) {
	if f.y+height > f.floor+0.01 && !f.atTop() {
		f.newPage()
	}
}

// setLandscape begins a page of the given orientation, unless the page has it.
func (f *flow) setLandscape(landscape bool) {
	if f.turned || f.landscape == landscape {
		return
	}
	empty := f.atTop()
	f.landscape, f.area = landscape, f.p.areaOf(landscape)
	if empty {
		f.drawing.pages = f.drawing.pages[:len(f.drawing.pages)-1]
	}
	f.newPage()
}

func (f *flow) op(o op) { f.page.ops = append(f.page.ops, o) }

// setText is a text broken into lines.
type setText struct {
	items []item
	lines []line
	align align
	pitch float64
	in    float64 // indent of the first line
}

type align int

const (
	justified align = iota
	leftward
	centred
	rightward
)

func (f *flow) set(items []item, a align, pitch, indent float64) setText {
	return setText{items: items, lines: breakLines(items, f.width, indent, f.p.squeeze), align: a, pitch: pitch, in: indent}
}

// breakable are the items of a text, marked where lines may break.
func (f *flow) breakable(text string, role Role, size float64, place msg.Text) []item {
	items := f.items(text, role, size, place)
	f.markBreaks(text, items)
	return items
}

// draw sets the lines of a text; own gives the element of the i-th item. At least two
// lines of a paragraph stay together on a page.
func (f *flow) draw(t setText, own func(i int) *element) {
	at := 0
	for i, l := range t.lines {
		left := len(t.lines) - i
		if i == 0 && left > 1 || left == 2 {
			f.ensureRoom(2 * t.pitch)
		} else {
			f.ensureRoom(t.pitch)
		}
		x, room := f.left, f.width
		if i == 0 && (t.align == justified || t.align == leftward) {
			x += t.in
			room -= t.in
		}
		tc := 0.0
		switch slack := room - l.width; {
		case t.align == centred:
			x += slack / 2
		case t.align == rightward:
			x += slack - t.in
		case t.align == justified && !l.last || slack < -0.01:
			if n := gaps(l.items); n > 0 {
				// A line that a long word left nearly empty is not stretched fully.
				tc = min(slack/float64(n), 0.25*l.items[0].size)
			}
		}
		f.y += t.pitch
		size := t.pitch
		if len(l.items) > 0 {
			size = l.items[0].size
		}
		f.lineAt(l.items, x, f.y-(t.pitch-size)/2-0.14*size, tc, at, own)
		at += len(l.items)
	}
}

// lineAt draws items from x on, one operation per element.
func (f *flow) lineAt(items []item, x, y, tc float64, at int, own func(i int) *element) {
	for start := 0; start < len(items); {
		e := own(at + start)
		end := start + 1
		for end < len(items) && own(at+end) == e {
			end++
		}
		part := items[start:end]
		f.op(op{kind: opText, x: x, y: y, items: part, tc: tc, elem: e})
		x += width(part) + tc*float64(len(part))
		start = end
	}
}

// document sets a whole publication.
func (f *flow) document(d *publish.Document, landscape bool, pictures []chart.Chart) {
	if f.turned = d.Turned; f.turned {
		f.landscape, f.area = true, f.p.areaOf(true)
	}
	f.newPage()
	blocks := d.Blocks
	if len(blocks) == 0 || blocks[0].Kind != publish.Title {
		f.title(d)
	}
	drawn := false
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		if b.Section == publish.Appendix && !drawn {
			f.charts(pictures) // they are of the report, the appendix is not
			drawn = true
		}
		if i > 0 && f.landscape && b.Kind != publish.Note && b.Kind != publish.Table && b.Kind != publish.Caption {
			f.setLandscape(false) // the notes of a turned table stand with it
		}
		switch b.Kind {
		case publish.Heading:
			f.heading(b, blocks[i+1:], landscape)
		case publish.Title:
			f.titleOfPage(b)
		case publish.Salutation:
			f.line(b, BodyFace, f.p.body, leftward)
		case publish.Caption:
			f.line(b, SubFace, f.p.sub, centred)
		case publish.Paragraph:
			f.paragraph(b)
		case publish.Note:
			f.note(b)
		case publish.Table:
			f.table(b, blocks[i+1:])
		case publish.Picture:
			f.picture(*b.Chart)
		case publish.Signature:
			end := i
			for end < len(blocks) && blocks[end].Kind == publish.Signature {
				end++
			}
			f.signature(blocks[i:end])
			i = end - 1
		}
	}
	if !drawn {
		f.charts(pictures)
	}
}

// heading sets a heading so that it never stands alone at the foot of a page: the
// first lines of the text behind it, or a table that fits on one page, stay with it.
func (f *flow) heading(b publish.Block, rest []publish.Block, landscape bool) {
	role, size, indent := SubFace, f.p.sub, 2*f.p.sub
	before := 0.0
	if b.Level == 1 {
		role, size, indent = HeadingFace, f.p.head, 2*f.p.body
		if f.p.pitch < 25 {
			before = f.p.pitch * 0.45
		}
		t := slices.IndexFunc(rest, func(b publish.Block) bool { return b.Kind != publish.Note && b.Kind != publish.Caption })
		if t >= 0 && rest[t].Kind == publish.Table && (landscape && isLarge(rest[t].Table) || !f.fitsUpright(rest[t])) {
			f.setLandscape(true)
		}
	}
	if f.p.flush {
		indent = 0
	}
	if b.Section == publish.Appendix {
		indent = 0
		if b.Level == 1 && !f.atTop() {
			f.newPage()
		}
	}
	if f.atTop() {
		before = 0
	}
	text := f.set(f.breakable(b.Text, role, size, b.Place), leftward, f.p.pitch, indent)
	height := before + text.pitch*float64(len(text.lines))
	f.ensureRoom(height + f.heightAhead(rest, height))
	if !f.atTop() {
		f.y += before
	}
	tag := "P"
	if b.Level < 3 {
		tag = f.headTag(b.Level + 1)
		f.drawing.bookmark(b.Level-1, b.Text, f.y)
	}
	e := f.root.add(tag)
	f.draw(text, func(int) *element { return e })
}

// headTag is the tag of a heading. No level may be skipped, so that a sub-heading
// before the first heading is raised.
func (f *flow) headTag(level int) string {
	f.level = min(level, f.level+1)
	return "H" + strconv.Itoa(f.level)
}

// heightAhead is the height of what must stand on the same page behind a heading;
// used is the height already taken.
func (f *flow) heightAhead(rest []publish.Block, used float64) float64 {
	h := 0.0
	for i, b := range rest {
		switch b.Kind {
		case publish.Note:
			h += f.noteHeight(b)
		case publish.Table:
			return h + f.tableAhead(b, rest[i+1:], used+h)
		case publish.Heading:
			if next := slices.IndexFunc(rest[i+1:], func(b publish.Block) bool { return b.Kind != publish.Note }); b.Level > 1 && next >= 0 && isList(rest[i+1+next]) {
				return h + f.p.pitch + f.heightAhead(rest[i+1:], used+h+f.p.pitch)
			}
			if b.Level > 1 {
				return h + 3*f.p.pitch
			}
			return h
		default:
			return h + 2*f.p.pitch
		}
	}
	return h
}

func (f *flow) paragraph(b publish.Block) {
	var items []item
	p := f.root.add("P")
	owner := func(int) *element { return p }
	if b.Lead > 0 {
		lead := f.items(b.Text[:b.Lead], SubFace, f.p.sub, b.Place)
		items = append(lead, f.items(b.Text[b.Lead:], BodyFace, f.p.body, b.Place)...)
		if b.Level == 2 { // a heading that runs on into its paragraph
			f.root.kids = f.root.kids[:len(f.root.kids)-1]
			group := f.root.add("Div")
			h := group.add(f.headTag(3))
			p = group.add("P")
			owner = func(i int) *element {
				if i < len(lead) {
					return h
				}
				return p
			}
			f.ensureRoom(2 * f.p.pitch)
			f.drawing.bookmark(1, headText(b.Text[:b.Lead]), f.y)
		}
	} else {
		items = f.items(b.Text, BodyFace, f.p.body, b.Place)
	}
	f.markBreaks(b.Text, items)
	indent := 2 * f.p.body
	if f.p.flush {
		indent = 0
	}
	f.draw(f.set(items, justified, f.p.pitch, indent), owner)
}

// line sets a text without an indent in one face.
func (f *flow) line(b publish.Block, role Role, size float64, a align) {
	e := f.root.add("P")
	f.draw(f.set(f.breakable(b.Text, role, size, b.Place), a, f.p.pitch, 0), func(int) *element { return e })
}

func (f *flow) noteText(b publish.Block) setText {
	if b.Above {
		return f.set(f.breakable(b.Text, BodyFace, f.p.body, b.Place), justified, f.p.pitch, 2*f.p.body)
	}
	text := b.Text
	if b.Mark != "" {
		text = b.Mark + " " + text
	}
	return f.set(f.breakable(text, TableFace, f.p.note, b.Place), justified, f.p.notePitch, 0)
}

func (f *flow) noteHeight(b publish.Block) float64 {
	t := f.noteText(b)
	return t.pitch * float64(len(t.lines))
}

func (f *flow) note(b publish.Block) {
	e := f.root.add("P")
	f.draw(f.noteText(b), func(int) *element { return e })
}

// signature sets the block at the end: its lines centred on one another, at the
// right, four characters from the edge when they are short enough.
func (f *flow) signature(lines []publish.Block) {
	f.y += f.p.pitch
	widest := 0.0
	var set []setText
	for _, b := range lines {
		t := f.set(f.breakable(b.Text, BodyFace, f.p.body, b.Place), rightward, f.p.pitch, 0)
		set = append(set, t)
		for _, l := range t.lines {
			widest = max(widest, l.width)
		}
	}
	f.ensureRoom(f.p.pitch * float64(len(set)))
	edge := min(4*f.p.body, f.width-widest)
	for i := range set {
		e := f.root.add("P")
		if len(set[i].lines) == 1 {
			set[i].in = edge + (widest-set[i].lines[0].width)/2
		}
		f.draw(set[i], func(int) *element { return e })
	}
}
