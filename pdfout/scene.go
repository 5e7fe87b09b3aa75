package pdfout

// scene is what is drawn, page by page, before any of it is drawn: only then is
// it known which glyphs a document uses.
type scene struct {
	pages []*page
	root  *elem
	marks []bookmark
}

type page struct {
	width, height float64
	ops           []op
	count         int // marked contents on it
	owners        []*elem
}

// op draws one thing. What belongs to no element is an artifact: a rule, a page
// number, a repeated header.
type op struct {
	kind   opKind
	x, y   float64
	x2, y2 float64
	width  float64 // of a stroke
	gray   float64 // of a fill or a text, 0 is black
	items  []item
	tc     float64 // added between characters
	angle  float64
	elem   *elem
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
	elem  *elem
}

// elem is a node of the structure that readers follow.
type elem struct {
	tag    string
	kids   []*elem
	parent *elem
	marks  []mark // content, before the kids
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

// mark is a piece of content on a page.
type mark struct{ page, id int }

func (e *elem) add(tag string) *elem {
	k := &elem{tag: tag, parent: e}
	e.kids = append(e.kids, k)
	return k
}

func (s *scene) bookmark(level int, text string, page int, y float64, e *elem) {
	s.marks = append(s.marks, bookmark{level, text, page, y, e})
}
