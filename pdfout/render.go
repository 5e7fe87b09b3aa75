package pdfout

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// render draws pages with gofpdf. Faces are not given to it: embedding one takes
// gofpdf longer than everything else, and would be replaced. Texts are written as
// codes (face.code), and finish adds the fonts under the names used here (face.key).
func render(s *drawing) ([]byte, error) {
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // finish compresses, with one writer for all
	pdf.SetAutoPageBreak(false, 0)
	for i, p := range s.pages {
		orientation := "P"
		if p.width > p.height {
			orientation = "L"
		}
		pdf.AddPageFormat(orientation, gofpdf.SizeType{Wd: a4Width, Ht: a4Height})
		d := &drawer{pdf: pdf, page: p, number: i}
		for _, o := range p.ops {
			d.op(o)
		}
		d.close()
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// runs are the stretches of items of one face and size.
func runs(items []item) iter.Seq[[]item] {
	return func(yield func([]item) bool) {
		for start, i := 0, 1; i <= len(items); i++ {
			if i < len(items) && items[i].face == items[start].face && items[i].size == items[start].size {
				continue
			}
			if !yield(items[start:i]) {
				return
			}
			start = i
		}
	}
}

// drawer writes the operations of one page.
type drawer struct {
	pdf    *gofpdf.Fpdf
	page   *page
	number int
	open   *element // element whose marked content is open; nil for an artifact
	in     bool     // a marked content is open
	role   string
	face   string
	size   float64
	tc     float64
	gray   float64
	stroke float64
	codes  []byte // of the last run of a text
}

// setOwner opens the marked content of an element, or of an artifact if e is nil.
func (d *drawer) setOwner(e *element, role string) {
	if d.in && d.open == e && (e != nil || d.role == role) {
		return
	}
	d.close()
	d.in, d.open, d.role = true, e, role
	switch {
	case e != nil:
		e.marks = append(e.marks, contentMark{d.number, d.page.count})
		d.page.owners = append(d.page.owners, e)
		d.pdf.RawWriteStr("/" + e.tag + " <</MCID " + strconv.Itoa(d.page.count) + ">> BDC")
		d.page.count++
	case role == "Pagination":
		d.pdf.RawWriteStr("/Artifact <</Type /Pagination>> BDC")
	default:
		d.pdf.RawWriteStr("/Artifact BMC")
	}
}

func (d *drawer) close() {
	if d.in {
		d.pdf.RawWriteStr("EMC")
	}
	d.in = false
}

func (d *drawer) raw(format string, args ...any) { d.pdf.RawWriteStr(fmt.Sprintf(format, args...)) }

func (d *drawer) op(o op) {
	d.setOwner(o.elem, o.role)
	switch o.kind {
	case opText, opTurned:
		d.text(o)
	case opLine:
		d.strokes(o.width)
		d.pdf.Line(o.x, o.y, o.x2, o.y2)
	case opBox:
		d.strokes(o.width)
		d.pdf.Rect(o.x, o.y, o.x2-o.x, o.y2-o.y, "D")
	case opRect:
		d.fill(o.gray)
		d.pdf.Rect(o.x, o.y, o.x2-o.x, o.y2-o.y, "F")
	}
}

func (d *drawer) strokes(w float64) {
	if w != d.stroke {
		d.stroke = w
		d.pdf.SetLineWidth(w)
	}
}

func (d *drawer) fill(gray float64) {
	if gray != d.gray {
		d.gray = gray
		d.raw("%.3g g", gray)
	}
}

func (d *drawer) text(o op) {
	d.fill(o.gray)
	x, y := o.x, o.y
	if o.kind == opTurned {
		// The page's own coordinates are turned about the text's start.
		sin, cos := math.Sin(o.angle), math.Cos(o.angle)
		py := d.page.height - y
		d.raw("q %.5f %.5f %.5f %.5f %.2f %.2f cm", cos, sin, -sin, cos, x, py)
		x, y = 0, d.page.height
		defer d.pdf.RawWriteStr("Q")
	}
	for run := range runs(o.items) {
		if face, size := run[0].face.key, run[0].size; face != d.face || size != d.size {
			d.face, d.size = face, size
			d.raw("BT /%s %.2f Tf ET", face, size)
		}
		if tc := math.Round(o.tc*1000) / 1000; tc != d.tc {
			d.tc = tc
			d.raw("%.3f Tc", tc)
		}
		d.codes = d.codes[:0] // two bytes for each glyph; they decide which glyphs are embedded
		for _, it := range run {
			d.codes = binary.BigEndian.AppendUint16(d.codes, it.face.code(glyphText{it.glyph, it.text}))
		}
		d.pdf.Text(x, y, string(d.codes))
		x += width(run) + o.tc*float64(len(run))
	}
}

// drawing is everything that will be drawn, page by page. It is collected before
// any of it is drawn, since only then it is known which glyphs a document uses.
type drawing struct {
	pages []*page
	root  *element
	marks []bookmark
}

type page struct {
	width, height float64
	first         bool // pages are counted from it
	ops           []op
	count         int        // marked contents on it
	owners        []*element // the element of each marked content
}

// op is one drawing operation; lengths are in points, from the top left of the page.
// Without an element it is an artifact: a rule, a page number, a repeated header.
type op struct {
	kind   opKind
	x, y   float64
	x2, y2 float64
	width  float64 // of a stroke
	gray   float64 // of a fill or a text, 0 is black
	items  []item
	tc     float64 // added between characters (the operator Tc)
	angle  float64
	elem   *element
	role   string // of an artifact: Pagination, Layout
}

type opKind int

const (
	opText opKind = iota
	opLine
	opRect // filled
	opBox  // stroked
	opTurned
)

// bookmarkRoom is how far above its heading a bookmark leads, in points.
const bookmarkRoom = 6

type bookmark struct {
	level int
	text  string
	page  int
	y     float64
}

// element is a node of the structure tree, which screen readers follow.
type element struct {
	tag    string
	kids   []*element
	parent *element
	marks  []contentMark // content, before the kids
	// Of table cells.
	rows, cols int
	scope      string
	id         string
	headers    []string
	// Of figures.
	alt string
	box [4]float64
	num int // object number, when written
}

// contentMark is a marked content: its page's index and its number on the page.
type contentMark struct{ page, id int }

func (e *element) add(tag string) *element {
	k := &element{tag: tag, parent: e}
	e.kids = append(e.kids, k)
	return k
}

// bookmark adds a bookmark to a height on the last page.
func (s *drawing) bookmark(level int, text string, y float64) {
	s.marks = append(s.marks, bookmark{level, text, len(s.pages) - 1, y})
}

// outline is the tree of the bookmarks, by their indexes: the parent of each, -1 for
// none, and the kids of each in order. A bookmark belongs to the last one a level above.
func (s *drawing) outline() (parent []int, kids map[int][]int) {
	parent, kids = make([]int, len(s.marks)), map[int][]int{}
	last := map[int]int{}
	for i, b := range s.marks {
		parent[i] = -1
		if p, ok := last[b.level-1]; b.level > 0 && ok {
			parent[i] = p
		}
		kids[parent[i]] = append(kids[parent[i]], i)
		last[b.level] = i
		maps.DeleteFunc(last, func(l, _ int) bool { return l > b.level })
	}
	return parent, kids
}
