package pdfout

// drawing is everything that will be drawn, page by page. It is collected before
// any of it is drawn, since only then it is known which glyphs a document uses.
type drawing struct {
	pages []*page
	root  *element
	marks []bookmark
}

type page struct {
	width, height float64
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

type bookmark struct {
	level int
	text  string
	page  int
	y     float64
	elem  *element
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

func (s *drawing) bookmark(level int, text string, page int, y float64, e *element) {
	s.marks = append(s.marks, bookmark{level, text, page, y, e})
}
